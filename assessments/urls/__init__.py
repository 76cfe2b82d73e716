from assessments.urls import composing, coordinating, desk, filling, library, reusing, reviewing, sending

app_name = "assessments"

urlpatterns = [
    *filling.urlpatterns,
    *composing.urlpatterns,
    *library.urlpatterns,
    *sending.urlpatterns,
    *reusing.urlpatterns,
    *reviewing.urlpatterns,
    *desk.urlpatterns,
    *coordinating.urlpatterns,
]

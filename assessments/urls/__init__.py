from assessments.urls import composing, coordinating, filling, library, reusing, reviewing, sending

app_name = "assessments"

urlpatterns = [
    *filling.urlpatterns,
    *composing.urlpatterns,
    *library.urlpatterns,
    *sending.urlpatterns,
    *reusing.urlpatterns,
    *reviewing.urlpatterns,
    *coordinating.urlpatterns,
]

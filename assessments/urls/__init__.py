from assessments.urls import coordinating, filling, library, reusing, reviewing, sending

app_name = "assessments"

urlpatterns = [
    *filling.urlpatterns,
    *library.urlpatterns,
    *sending.urlpatterns,
    *reusing.urlpatterns,
    *reviewing.urlpatterns,
    *coordinating.urlpatterns,
]

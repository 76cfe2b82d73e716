from assessments.urls import coordinating, filling, library, reviewing, sending

app_name = "assessments"

urlpatterns = [
    *filling.urlpatterns,
    *library.urlpatterns,
    *sending.urlpatterns,
    *reviewing.urlpatterns,
    *coordinating.urlpatterns,
]

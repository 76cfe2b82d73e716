from assessments.urls import coordinating, filling, reviewing, sending

app_name = "assessments"

urlpatterns = [*filling.urlpatterns, *sending.urlpatterns, *reviewing.urlpatterns, *coordinating.urlpatterns]

from assessments.urls import coordinating, filling, reviewing

app_name = "assessments"

urlpatterns = [*filling.urlpatterns, *reviewing.urlpatterns, *coordinating.urlpatterns]

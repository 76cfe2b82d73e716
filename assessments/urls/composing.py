from django.urls import path

from assessments.urls.filling import INDICATOR
from assessments.views import composing, standing

urlpatterns = [
    path(f"{INDICATOR}susun/", composing.compose, name="compose"),
    path(f"{INDICATOR}keadaan/", standing.standing, name="standing"),
]

from django.urls import path

from assessments.urls.filling import INDICATOR
from assessments.views import composing

urlpatterns = [
    path(f"{INDICATOR}susun/", composing.compose, name="compose"),
]

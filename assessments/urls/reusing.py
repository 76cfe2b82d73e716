from django.urls import path

from assessments.urls.filling import INDICATOR, UNIT
from assessments.views import copies, table

urlpatterns = [
    path(f"{INDICATOR}salin/", copies.copy, name="copy"),
    path(f"{UNIT}salinan/", copies.confirm_all, name="confirm_copies"),
    path(f"{UNIT}tabel/", table.table, name="table"),
]

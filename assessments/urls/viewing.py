from django.urls import path

from assessments.views import viewing

urlpatterns = [
    path("bukti/<row:pk>/lihat/", viewing.evidence_view, name="evidence_view"),
    path("bukti/<row:pk>/tampilan/", viewing.evidence_as_pdf, name="evidence_as_pdf"),
]

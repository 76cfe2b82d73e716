from django.urls import path

from assessments.views import bulk, review_locks, sharing

urlpatterns = [
    path("reviu/terima-bersama/", bulk.accept_together, name="accept_together"),
    path("reviu/<row:pk>/pegangan/", review_locks.hold, name="hold"),
    path("reviu/<row:pk>/ambil-alih/", review_locks.take_over, name="take_over"),
    path("kelola/pembagian/<slug:slug>/", sharing.sharing, name="sharing"),
    path("kelola/pembagian/<slug:slug>/cabut/", sharing.share_take_back, name="share_take_back"),
    path("kelola/pembagian/<slug:slug>/bagi-rata/", sharing.sharing_even, name="sharing_even"),
]

from django.urls import path

from assessments.views import bulk, review_locks

urlpatterns = [
    path("reviu/terima-bersama/", bulk.accept_together, name="accept_together"),
    path("reviu/<row:pk>/pegangan/", review_locks.hold, name="hold"),
    path("reviu/<row:pk>/ambil-alih/", review_locks.take_over, name="take_over"),
]

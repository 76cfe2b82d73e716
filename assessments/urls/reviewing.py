from django.urls import path

from assessments.views import consolidation, queue, reviews

urlpatterns = [
    path("reviu/", queue.queue, name="queue"),
    path("reviu/antrean.csv", queue.queue_csv, name="queue_csv"),
    path("reviu/<row:pk>/", reviews.review, name="review"),
    path("reviu/<row:pk>/dampak/", reviews.effect, name="effect"),
    path("konsolidasi/", consolidation.consolidations, name="consolidations"),
    path("konsolidasi/<slug:period>/", consolidation.consolidation, name="consolidation"),
    path("konsolidasi/<slug:period>/<row:number>/", consolidation.indicator_result, name="indicator_result"),
]

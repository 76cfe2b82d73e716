from django.urls import path

from assessments.views import consolidation, queue, reviews

INDICATOR = "konsolidasi/<slug:period>/<row:number>/"

urlpatterns = [
    path("reviu/", queue.queue, name="queue"),
    path("reviu/antrean.csv", queue.queue_csv, name="queue_csv"),
    path("reviu/<row:pk>/", reviews.review, name="review"),
    path("reviu/<row:pk>/dampak/", reviews.effect, name="effect"),
    path("reviu/<row:pk>/urungkan/", reviews.undo, name="undo"),
    path("konsolidasi/", consolidation.consolidations, name="consolidations"),
    path("konsolidasi/<slug:period>/", consolidation.consolidation, name="consolidation"),
    path(INDICATOR, consolidation.indicator_result, name="indicator_result"),
    path(f"{INDICATOR}kebijakan/", consolidation.indicator_policy, name="indicator_policy"),
    path(f"{INDICATOR}cakupan/", consolidation.indicator_coverage, name="indicator_coverage"),
    path(f"{INDICATOR}reviu-ulang/", consolidation.indicator_return, name="indicator_return"),
]

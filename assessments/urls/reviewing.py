from django.urls import path

from assessments.views import consolidation, reviews

urlpatterns = [
    path("reviu/", reviews.queue, name="queue"),
    path("reviu/<int:pk>/", reviews.review, name="review"),
    path("reviu/<int:pk>/dampak/", reviews.effect, name="effect"),
    path("konsolidasi/", consolidation.consolidations, name="consolidations"),
    path("konsolidasi/<slug:period>/", consolidation.consolidation, name="consolidation"),
    path("konsolidasi/<slug:period>/<int:number>/", consolidation.indicator_result, name="indicator_result"),
]

from django.urls import path

from assessments.urls.filling import INDICATOR
from assessments.views import comments, objections, second_reading

SAMPLE = "reviu/pembacaan/<slug:period>/"
READING = f"{SAMPLE}<row:reading>/"

urlpatterns = [
    path(f"{INDICATOR}sanggahan/", objections.objection, name="objection"),
    path(f"{INDICATOR}sanggahan/tarik/", objections.objection_withdraw, name="objection_withdraw"),
    path(f"{INDICATOR}komentar/", comments.comment, name="comment"),
    path("reviu/sanggahan/", objections.objections, name="objections"),
    path("reviu/sanggahan/<row:pk>/", objections.objection_decide, name="objection_decide"),
    path("reviu/<row:pk>/komentar/", comments.review_comment, name="review_comment"),
    path("reviu/pembacaan/", second_reading.sample_of_now, name="samples"),
    path(SAMPLE, second_reading.sample, name="sample"),
    path(READING, second_reading.reading, name="reading"),
    path(f"{READING}selaras/", second_reading.reading_settle, name="reading_settle"),
]

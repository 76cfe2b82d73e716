"""The portal's addresses and one bare view: the floor that a save is measured against."""

from django.db import connection, transaction
from django.http import JsonResponse
from django.urls import path

from spbe_portal.urls import urlpatterns as portal


def bare(request, pk):
    """One UPDATE and one INSERT in a transaction, behind the same middleware, with the same sign-in."""
    text = request.POST["explanation"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_answer SET explanation = %s WHERE id = %s", [text, pk])
        cursor.execute("INSERT INTO bench_note (note) VALUES (%s)", [text])
    return JsonResponse({"ok": True})


urlpatterns = [path("bare/<int:pk>/", bare), *portal]

from django.http import HttpResponse
from django.urls import path


def coming(request):
    return HttpResponse("")


urlpatterns = [
    path("reviu/", coming, name="queue"),
    path("konsolidasi/", coming, name="consolidations"),
]

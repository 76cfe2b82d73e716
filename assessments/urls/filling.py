from django.http import HttpResponse
from django.urls import path


def coming(request):
    return HttpResponse("")


urlpatterns = [
    path("penilaian/", coming, name="list"),
]

from django.http import HttpResponse
from django.urls import path


def coming(request):
    return HttpResponse("")


urlpatterns = [
    path("kelola/periode/", coming, name="periods"),
]

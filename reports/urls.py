from django.http import HttpResponse
from django.urls import path

app_name = "reports"


def coming(request):
    return HttpResponse("")


urlpatterns = [
    path("hasil/", coming, name="results"),
    path("laporan/", coming, name="documents"),
]

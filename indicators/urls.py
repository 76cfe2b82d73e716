from django.urls import path

from indicators import views

app_name = "indicators"

urlpatterns = [
    path("", views.instrument_list, name="list"),
    path("<slug:slug>/", views.instrument_detail, name="detail"),
    path("<slug:slug>/<row:number>/", views.indicator_detail, name="indicator"),
]

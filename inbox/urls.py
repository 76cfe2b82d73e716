from django.urls import path

from inbox import views

app_name = "inbox"

urlpatterns = [
    path("pesan/", views.messages, name="messages"),
    path("pesan/dibaca/", views.read_all, name="read_all"),
    path("pesan/<row:pk>/", views.open_message, name="open"),
    path("pesan/<row:pk>/tanda/", views.mark, name="mark"),
    path("akun/surel/", views.rhythm, name="rhythm"),
]

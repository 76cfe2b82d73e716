from django.urls import path

from assessments.views import mail_log, reminders, wordings

urlpatterns = [
    path("kelola/pengingat/", reminders.reminders, name="reminders"),
    path("kelola/pengingat/kalimat/", wordings.wordings, name="wordings"),
    path("kelola/pengingat/kalimat/<slug:message>/", wordings.wording, name="wording"),
    path("kelola/pengingat/surel/", mail_log.mail_log, name="mail_log"),
    path("kelola/pengingat/surel/<slug:mail>/kirim-ulang/", mail_log.send_again, name="mail_send_again"),
]

from django.core.management.base import BaseCommand

from assessments.workflow import forget_stale


class Command(BaseCommand):
    help = (
        "Hapus jawaban permintaan simpan yang berumur lebih dari 24 jam dan tanda kehadiran yang sudah lewat. "
        "Portal juga melakukannya sendiri sambil menyimpan."
    )

    def handle(self, *args, **options):
        requests, presences = forget_stale()
        self.stdout.write(f"{requests} jawaban permintaan dan {presences} tanda kehadiran dihapus.")

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from indicators.models import Instrument
from indicators.ownership import read_ownership
from reports import benchmarks, publishing
from reports.demo import current, guests, history, messages, people
from reports.models import Document

FIXTURES = settings.BASE_DIR / "fixtures"
INSTRUMENT = "permenpanrb-59-2020"


class Command(BaseCommand):
    help = "Isi provinsi contoh: dua periode yang sudah ditutup, satu yang sedang dibuka, dan akun untuk setiap peran."

    def add_arguments(self, parser):
        parser.add_argument("--large", action="store_true", help="libatkan semua perangkat daerah, sekitar 300 jawaban")

    def handle(self, *args, large, **options):
        if not settings.DEMO:
            raise CommandError("Data contoh hanya dimuat dalam mode peragaan. Setel DEMO=true (bersama DEBUG=true).")
        if not Instrument.objects.filter(slug=INSTRUMENT).exists():
            call_command("load_instrument", *sorted(map(str, (FIXTURES / "instruments").glob("*.yaml"))))
        self._seed(large)
        self._publish()
        self._tell_accounts()

    @transaction.atomic
    def _seed(self, large):
        instrument = Instrument.objects.get(slug=INSTRUMENT)
        ownership = read_ownership(FIXTURES / "ownership" / "ownership_province.yaml")
        cast = people.Cast(ownership)
        for year in (2021, 2022):
            self.stdout.write(f"Periode {year} …")
            history.close_year(cast, instrument, ownership, year)
        self.stdout.write(f"Periode {current.YEAR} …")
        current.open_year(cast, instrument, ownership)
        guests.invite(cast)
        if large:
            current.enlarge(cast)
        messages.settle()
        count = benchmarks.load(FIXTURES / "benchmarks" / "province_results.csv")
        self.stdout.write(f"Hasil pembanding: {count} baris.")

    def _publish(self):
        """The PDFs, after the data is safe; one that failed before gets another try."""
        for document in Document.objects.with_parents().filter(unit__isnull=True, file_name="").order_by("pk"):
            document = publishing.publish(document)
            state = document.failure or f"{document.size // 1000} KB"
            self.stdout.write(f"{document.get_kind_display()} {document.result.period.year}: {state}")

    def _tell_accounts(self):
        self.stdout.write("\nAkun contoh (kata sandi sama untuk semua):")
        for email, purpose in people.SHOWN:
            self.stdout.write(f"  {email:<32} {purpose}")
        self.stdout.write(f"  Kata sandi: {people.PASSWORD}")
        self.stdout.write(
            "  Setiap perangkat daerah mempunyai operator.<kode>@demo.local dan kepala.<kode>@demo.local.\n"
        )

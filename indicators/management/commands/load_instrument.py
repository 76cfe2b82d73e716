import sys

from django.core.management.base import BaseCommand

from indicators import loader
from indicators.models import Aspect
from indicators.source import FaultyFiles


class Command(BaseCommand):
    help = "Memuat berkas instrumen. Bila satu berkas saja salah, semua kesalahan disebut dan tidak ada yang dimuat."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="BERKAS", help="misalnya fixtures/instruments/*.yaml")

    def handle(self, *args, files, **options):
        try:
            outcomes = loader.load(files)
        except FaultyFiles as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            self.stderr.write(f"{len(error.faults)} kesalahan; tidak ada yang dimuat.")
            sys.exit(2)
        for outcome in outcomes:
            self.stdout.write(f"{outcome.file}: {outcome.instrument.slug} {_described(outcome)}")


def _described(outcome):
    if not outcome.is_new:
        return "sudah dimuat, tidak berubah."
    instrument = outcome.instrument
    aspects = Aspect.objects.filter(domain__instrument=instrument).count()
    return f"dimuat: {instrument.domains.count()} domain, {aspects} aspek, {instrument.indicators.count()} indikator."

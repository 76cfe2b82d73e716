import sys

from django.core.management.base import BaseCommand

from indicators import crosswalk
from indicators.source import FaultyFiles


class Command(BaseCommand):
    help = "Memuat padanan indikator dua instrumen. Bila satu berkas saja salah, semua kesalahan disebut tanpa memuat."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="BERKAS", help="misalnya fixtures/crosswalks/*.yaml")

    def handle(self, *args, files, **options):
        try:
            loaded = crosswalk.load(files)
        except FaultyFiles as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            self.stderr.write(f"{len(error.faults)} kesalahan; tidak ada yang dimuat.")
            sys.exit(2)
        for read in loaded:
            self.stdout.write(f"{read.file}: {len(read.pairs)} padanan {read.source} dengan {read.target}.")

import json
import sys

from django.core.management.base import BaseCommand

from indicators import scoring
from indicators.models import Aspect, Instrument
from indicators.score_file import read_scores
from indicators.source import FaultyFiles


class Command(BaseCommand):
    help = (
        "Menghitung indeks dari berkas CSV: kolom indikator,tingkat untuk satu instansi, "
        "atau nama,1,2,… dengan satu instansi per baris. Tidak mengubah data."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="BERKAS.csv")
        parser.add_argument("--instrument", required=True, metavar="KODE", help="misalnya permenpanrb-59-2020")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, file, instrument, **options):
        found = Instrument.objects.filter(slug=instrument).first()
        if found is None:
            self._refuse(
                f"Instrumen {instrument} belum dimuat. "
                f"Muat dahulu: python manage.py load_instrument fixtures/instruments/{instrument}.yaml"
            )
        scheme = found.scheme()
        try:
            cases = read_scores(file, scheme)
        except FaultyFiles as error:
            self._refuse(*map(str, error.faults), f"{len(error.faults)} kesalahan; tidak ada yang dihitung.")
        write = _as_json if options["format"] == "json" else _TextWriter(found)
        for case in cases:
            self.stdout.write(write(case.name, scoring.compute(scheme, case.scores)))

    def _refuse(self, *lines):
        for line in lines:
            self.stderr.write(line)
        sys.exit(2)


def _as_json(name, card):
    return json.dumps(
        {
            "name": name,
            "index": str(scoring.display(card.index)),
            "index_exact": scoring.plain(card.index),
            "rating": card.rating,
            "domains": {code: str(scoring.display(value)) for code, value in card.domains.items()},
            "aspects": {code: str(scoring.display(value)) for code, value in card.aspects.items()},
        },
        ensure_ascii=False,
    )


class _TextWriter:
    """Lines for people, with a decimal comma; a domain that the instrument does not really have is left out."""

    def __init__(self, instrument):
        self.index_name = instrument.index_name
        self.domains = {domain.code: domain.name for domain in instrument.domains.filter(implicit=False)}
        aspects = Aspect.objects.filter(domain__instrument=instrument)
        self.aspects = {aspect.code: aspect.name for aspect in aspects}

    def __call__(self, name, card):
        index, exact = _comma(scoring.display(card.index)), _comma(scoring.unrounded(card.index))
        lines = [name, f"  {self.index_name} {index} (tepat {exact}) {card.rating}"]
        if card.boundary_note:
            lines.append(f"  {card.boundary_note.sentence}")
        for names, values in ((self.domains, card.domains), (self.aspects, card.aspects)):
            lines += [f"  {code} {title}: {_comma(scoring.display(values[code]))}" for code, title in names.items()]
        return "\n".join(lines)


def _comma(value):
    return str(value).replace(".", ",")

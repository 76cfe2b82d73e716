from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Period
from reports import publishing
from reports.models import Document
from reports.rendering import PdfFailed, PdfUnavailable, render_pdf


class Command(BaseCommand):
    help = "Cetak kartu skor dari hasil yang dibekukan. Byte-nya selalu sama, dan tidak ada data yang diubah."

    def add_arguments(self, parser):
        parser.add_argument("period", help="kode alamat atau nomor periode")
        parser.add_argument("--edition", choices=Document.Kind.values, required=True)
        parser.add_argument("--unit", help="kode perangkat daerah, untuk edisi unit")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args, period, edition, unit, out, **options):
        if (edition == Document.Kind.UNIT) != bool(unit):
            raise CommandError("Edisi unit memerlukan --unit KODE, dan hanya edisi itu.")
        document = self._document(self._period(period), edition, unit)
        try:
            pdf = render_pdf(publishing.html_of(document))
            out.write_bytes(pdf)
        except (PdfUnavailable, PdfFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{out}: {len(pdf)} byte, dokumen {document.code}, revisi {document.result.revision}.")

    def _period(self, text):
        found = Period.objects.filter(slug=text).first()
        if found is None and text.isdigit():
            found = Period.objects.filter(pk=text).first()
        if found is None:
            known = ", ".join(Period.objects.values_list("slug", flat=True)) or "belum ada periode"
            raise CommandError(f"Periode {text} tidak ada. Yang ada: {known}.")
        return found

    def _document(self, period, edition, unit):
        result = period.results.first()
        if result is None:
            raise CommandError(
                f"Periode {period.slug} belum pernah ditutup, sehingga belum ada hasil yang dapat dicetak."
            )
        documents = result.documents.with_parents().filter(kind=edition)
        if unit:
            documents = documents.filter(unit__code__iexact=unit)
        document = documents.first()
        if document is None:
            codes = ", ".join(result.documents.filter(kind="unit").values_list("unit__code", flat=True))
            raise CommandError(f"Perangkat daerah {unit} tidak ikut pada periode ini. Yang ikut: {codes}.")
        return document

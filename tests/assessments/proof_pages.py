"""Addresses of the page of a proof and what it sends, for the tests of that page."""

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Answer, Event
from tests.corpus import GOOD

DELETE = {"tindakan": "hapus", "alasan": "mistake"}


def url(evidence, part=""):
    return f"/bukti/{evidence.unit.code}/{evidence.pk}/{part}"


def second(answer):
    return Answer.objects.with_parents().get(assessment=answer.assessment, indicator__number=2)


def file_of(name="teks.pdf"):
    return SimpleUploadedFile(name, GOOD[name])


def replacing(answers=(), name="teks.pdf", **fields):
    values = {"file": file_of(name), "document_number": "", "document_date": "", "valid_until": ""}
    return {f"versi-{key}": value for key, value in (values | fields | {"answers": [a.pk for a in answers]}).items()}


def described(evidence, filler, **changes):
    form = filler.get(url(evidence)).context["description"]
    values = {name: form[name].value() or "" for name in form.DESCRIPTION}
    return values | {"seen": form.seen_text} | changes


def library_events(evidence):
    return list(Event.objects.filter(target=f"evidence:{evidence.pk}").order_by("pk").values_list("action", flat=True))

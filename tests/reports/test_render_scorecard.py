import hashlib
import subprocess

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Event
from reports import publishing
from reports.models import Document

pytestmark = pytest.mark.django_db


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def test_command_gives_the_bytes_of_the_stored_document_and_writes_no_row(result, tmp_path):
    stored = publishing.publish(result.documents.get(kind="province"))
    before = (Document.objects.values_list("state", "sha256").order_by("pk")[:], Event.objects.count())
    states = list(before[0])

    for name in ("first.pdf", "second.pdf"):
        call_command("render_scorecard", result.period.slug, edition="province", out=tmp_path / name)

    digests = {hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("first.pdf", "second.pdf")}
    assert digests == {stored.sha256}
    assert list(Document.objects.values_list("state", "sha256").order_by("pk")) == states
    assert Event.objects.count() == before[1]
    text = text_of(tmp_path / "first.pdf")
    assert "3,30" in text and "Baik" in text and "DATA CONTOH" in text


def test_period_may_be_named_by_its_number(result, tmp_path):
    call_command("render_scorecard", str(result.period.pk), edition="executive", out=tmp_path / "one.pdf")

    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")


def test_unit_edition_needs_the_unit_and_prints_only_its_own(result, tmp_path):
    call_command("render_scorecard", result.period.slug, edition="unit", unit="dinkes", out=tmp_path / "unit.pdf")

    text = text_of(tmp_path / "unit.pdf")
    assert "bukan indeks resmi" in text and "3,50" in text
    assert "Hal 4" not in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"period": "tidak-ada", "edition": "province"}, "Periode tidak-ada tidak ada. Yang ada: lampung-2023."),
        ({"period": "lampung-2023", "edition": "unit"}, "Edisi unit memerlukan --unit KODE"),
        ({"period": "lampung-2023", "edition": "province", "unit": "DINKES"}, "hanya edisi itu"),
        ({"period": "lampung-2023", "edition": "unit", "unit": "XYZ"}, "Yang ikut: DINKES, DISDIK."),
    ],
)
def test_a_wrong_call_says_what_there_is(result, tmp_path, arguments, sentence):
    period = arguments.pop("period")

    with pytest.raises(CommandError) as error:
        call_command("render_scorecard", period, out=tmp_path / "x.pdf", **arguments)

    assert sentence in str(error.value)
    assert not (tmp_path / "x.pdf").exists()


def test_an_open_period_has_nothing_to_print(period, tmp_path):
    with pytest.raises(CommandError, match="belum pernah ditutup"):
        call_command("render_scorecard", period.slug, edition="province", out=tmp_path / "x.pdf")

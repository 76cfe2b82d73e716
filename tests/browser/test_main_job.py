"""The main job in Chromium, on the real instrument: answer with proof, review, close, download the scorecard.

Once with scripts and once without. All but one of the answers are prepared, so that the last one decides the index.
"""

import re
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Evidence, Period
from indicators.models import Instrument
from reports.demo.files import pdf
from reports.demo.history import levels_of
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

LAST = 16  # the indicator that is left for the browser: claimed at 4, adjusted to 3
EXPLANATION = "Seluruh aplikasi ditempatkan di pusat data provinsi menurut prosedur baku, lihat bukti a halaman 4."
REASON = "Hasil reviu yang berumur kurang dari dua tahun belum dilampirkan pada bukti a."


@pytest.fixture
def instrument():
    call_command("load_instrument", "fixtures/instruments/permenpanrb-59-2020.yaml", verbosity=0)
    return Instrument.objects.get(slug="permenpanrb-59-2020")


@pytest.fixture
def nearly_done(institution, instrument, coordinator, unit, operator):
    """An open period in which one unit leads everything and has answered all but one."""
    period = workflow.create_period(
        institution,
        by=coordinator,
        instrument=instrument,
        slug="lampung-2022",
        year=2022,
        name="Penilaian Mandiri 2022",
        **factories.windows(),
    )
    for indicator in instrument.indicators.all():
        service = f"Layanan pilihan {indicator.number}" if indicator.number >= 45 else ""
        workflow.assign(period, indicator, by=coordinator, lead=unit, service=service)
    workflow.open_period(period, by=coordinator)
    levels = levels_of(2022)
    assessment = period.assessments.get(unit=unit)
    for answer in assessment.answers.select_related("indicator__instrument", "assessment__unit"):
        if answer.indicator.number != LAST:
            factories.fill(answer, operator, levels[answer.indicator.number])
    return period


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "Laporan Keterpaduan Pusat Data.pdf"
    path.write_bytes(pdf(["DATA CONTOH", "Laporan keterpaduan pusat data"]))
    return path


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def test_from_questionnaire_to_scorecard(
    visitor, scripted, nearly_done, operator, assessor, coordinator, executive, proof
):
    _answer_and_send(visitor, operator, proof, scripted)
    answer = Answer.objects.get(indicator__number=LAST)
    assert (answer.score, answer.status) == (Decimal(4), Answer.Status.WAITING)
    assert Evidence.objects.get(kind="file").original_name == proof.name

    _adjust(visitor, assessor)
    answer.refresh_from_db()
    assert answer.status == Answer.Status.ADJUSTED
    for other in Answer.objects.to_review().with_parents():
        workflow.accept(other, by=assessor, version=other.version)

    _close(visitor, coordinator)
    assert Period.objects.get().is_closed

    printed = text_of(_download(visitor, executive))
    assert "3,37" in printed and "Baik" in printed
    assert "Kartu Skor" in printed


def _answer_and_send(visitor, operator, proof, scripted):
    page = visitor.page
    visitor.sign_in(operator)
    page.get_by_role("link", name=re.compile("Lanjutkan")).first.click()
    visitor.check()
    visitor.sees("16. Layanan Pusat Data")
    page.locator("label[for=id_score_4]").click()
    page.get_by_label("Penjelasan capaian").fill(EXPLANATION)
    page.locator("input[type=file]").set_input_files(proof)
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    expect(page.get_by_role("link", name="Laporan Keterpaduan Pusat Data")).to_be_visible()
    visitor.check()
    page.get_by_role("button", name=re.compile("Lompat ke yang belum lengkap")).click()
    if scripted:  # The key never leads anywhere unasked; without scripts the server shows what is left to do.
        page.get_by_role("link", name="Periksa jawaban", exact=True).click()
    page.wait_for_url("**/periksa/")
    visitor.check()
    page.get_by_role("checkbox", name=re.compile("Saya menyatakan")).check()
    page.get_by_role("button", name="Kirim penilaian").click()
    visitor.check()
    visitor.sees("TT-2022-DINKES")


def _adjust(visitor, assessor):
    page = visitor.page
    visitor.sign_in(assessor)
    visitor.go("/reviu/?aspek=A3")
    page.get_by_role("link", name=re.compile("16\\.? Layanan Pusat Data|Dinas Kesehatan")).first.click()
    _open(visitor, "16. Layanan Pusat Data")
    visitor.check()
    visitor.sees(EXPLANATION)
    page.get_by_role("radio", name="Tetapkan tingkat lain").check()
    page.locator("#keputusan input[name=score][value='3']").check()
    page.get_by_label(re.compile("^Alasan")).fill(REASON)
    page.get_by_role("button", name=re.compile("Simpan dan buka berikutnya")).click()
    visitor.check()


def _open(visitor, title):
    """The queue may have opened another answer of the aspect; its list leads to the wanted one."""
    if title not in visitor.page.locator("h1").inner_text():
        answer = Answer.objects.get(indicator__number=LAST)
        visitor.go(f"/reviu/{answer.pk}/")


def _close(visitor, coordinator):
    page = visitor.page
    visitor.sign_in(coordinator)
    visitor.go("/kelola/periode/lampung-2022/")
    page.get_by_role("link", name="Tutup periode").first.click()
    visitor.check()
    page.get_by_role("checkbox", name=re.compile("Saya sudah memeriksa")).check()
    page.get_by_role("button", name="Tutup periode").click()
    visitor.check()
    visitor.sees("3,37")
    visitor.sees("Baik")


def _download(visitor, executive) -> Path:
    page = visitor.page
    visitor.sign_in(executive)
    visitor.sees("3,37")
    visitor.go("/laporan/")
    row = page.get_by_role("row").filter(has_text="Kartu skor")
    with page.expect_download() as started:
        row.get_by_role("link", name=re.compile("Unduh PDF")).click()
    return started.value.path()

"""From the last decision to the sent result: coordinator and signatory, each in the own browser, in one walk."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from assessments import workflow
from assessments.models import Answer, Period, SignedDocument
from reports.rendering import render_pdf
from tests import factories
from tests.browser.filling import WINDOWS

pytestmark = pytest.mark.django_db(transaction=True)

STAGES = "/kelola/periode/lampung-2023/tahap/"
WRITTEN = {
    "Nomor berita acara": "041/2023",
    "Tanggal berita acara": "2023-07-28",
    "Tempat": "Bandar Lampung",
    "Nomor SK tim asesor internal": "G/221/2023",
    "Tanggal SK tim asesor internal": "2023-02-01",
    "Nama Koordinator SPBE": "Koordinator SPBE Uji",
    "Jabatan Koordinator SPBE": "Sekretaris Daerah",
}


@pytest.fixture
def decided(period, unit, other_unit, operator, neighbor, assessor):
    """Every answer but the last is decided; the time of filling is over."""
    for who, where in ((operator, unit), (neighbor, other_unit)):
        assessment = period.assessments.get(unit=where)
        factories.fill_all(assessment, who)
        factories.submit(assessment, by=who)
    answers = list(Answer.objects.filter(assessment__period=period).with_parents().order_by("indicator__number"))
    for answer in answers[:-1]:
        workflow.accept(answer, by=assessor, version=answer.version)
    now = timezone.now()
    Period.objects.filter(pk=period.pk).update(
        fill_opens_at=now - timedelta(days=10), fill_closes_at=now - timedelta(days=1)
    )
    return answers[-1]


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_from_the_last_decision_to_the_sent_result(
    visitor, decided, assessor, coordinator, signatory, settings, tmp_path
):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    page = visitor.page
    visitor.sign_in(coordinator)
    visitor.go(STAGES)
    visitor.sees("1 jawaban belum diputuskan")
    workflow.accept(decided, by=assessor, version=decided.version)

    for name in ("Mulai konsolidasi", "Mulai validasi"):
        visitor.go(STAGES)
        on_the_phone(visitor)
        press(visitor, name)
    visitor.sees("Tahap validasi dimulai.")
    page.get_by_role("link", name="Pemeriksaan kelengkapan").click()
    visitor.sees("Tidak ada yang menghalangi penutupan.")
    on_the_phone(visitor)
    page.get_by_role("link", name="Tutup periode").click()
    page.get_by_label("Saya sudah memeriksa").check()
    press(visitor, "Tutup periode")
    write_minutes(visitor)

    sign(visitor, signatory)

    visitor.sign_in(coordinator)
    visitor.go(STAGES)
    page.get_by_label("Nomor tanda terima").fill("SPBE-2023-0018")
    page.get_by_label("Saya memahami bahwa langkah ini tidak dapat dibatalkan").check()
    on_the_phone(visitor)
    press(visitor, "Tandai terkirim")
    visitor.sees("Terkirim dengan tanda terima SPBE-2023-0018")
    assert page.get_by_role("link", name="Buka kembali").count() == 0
    assert Period.objects.get().stage == Period.Stage.DOCUMENT


def write_minutes(visitor):
    visitor.go("/kelola/periode/lampung-2023/berita-acara/")
    for label, value in WRITTEN.items():
        visitor.page.get_by_label(label, exact=True).fill(value)
    on_the_phone(visitor)
    press(visitor, "Simpan isian")
    visitor.sees("Kedua dokumen dapat dibuat.")


def sign(visitor, signatory):
    """Both papers come back: one shows the digest itself, the other is a scan."""
    cache.clear()
    page, digest = visitor.page, Period.objects.get().results.get().digest
    visitor.sign_in(signatory)
    visitor.go("/kelola/periode/lampung-2023/pengesahan/")
    on_the_phone(visitor)
    for name in ("Unduh DOCX Berita Acara", "Unduh DOCX Pernyataan"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith("-2023-lampung-r1.docx")
    for kind, text, typed in (("minutes", f"Sidik data (SHA-256): {digest}", ""), ("consent", "", digest[:16])):
        content = render_pdf(f'<html lang="id"><title>Dokumen</title><body><p>{text}</p></body></html>')
        panel = page.locator(f"#{kind}")
        panel.get_by_label("PDF bertanda tangan").set_input_files(
            {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        panel.get_by_label("16 karakter pertama sidik data").fill(typed)
        panel.get_by_role("button", name="Simpan").click()
        visitor.check()
    on_the_phone(visitor)
    assert list(SignedDocument.objects.order_by("pk").values_list("digest_source", flat=True)) == ["file", "person"]


def press(visitor, name):
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.check()


def on_the_phone(visitor):
    """The same page in the hand; on the laptop it was looked at when it came."""
    width, height = WINDOWS["phone"]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.check()
    visitor.fits()
    visitor.page.set_viewport_size({"width": 1366, "height": 768})

"""The papers around a sending, read as text: what a draft and a receipt say, and to whom."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from assessments import workflow
from assessments.models import Answer, Assessment
from assessments.receipts import receipts_of
from reports.rendering import render_in_process
from reports.sending_pdf import draft_html, receipt_html
from reports.views import sending
from tests import factories

pytestmark = pytest.mark.django_db

MOMENT = datetime(2023, 6, 24, 3, 40, tzinfo=UTC)
URL = "/penilaian/lampung-2023/DINKES/"


def read(html):
    return pypdf.PdfReader(io.BytesIO(render_in_process(html))).pages


def pages_of(html):
    return [" ".join(page.extract_text().split()) for page in read(html)]


def letters_behind(page):
    """How many letters each picture drawn on the page has: the watermark is no text, and each letter is one stroke."""
    pictures = page["/Resources"].get("/XObject", {})
    drawn = [name for name in pictures if f"{name} Do".encode() in page.get_contents().get_data()]
    return [pictures[name].get_data().split().count(b"S") for name in drawn]


def fresh(assessment):
    rows = Assessment.objects.select_related("period__institution", "period__instrument", "unit")
    return rows.get(pk=assessment.pk)


def test_draft_says_draft_on_every_page_and_holds_everything(assessment, operator):
    factories.fill_all(assessment, operator)
    answers = Answer.objects.with_parents().filter(assessment=assessment).order_by("indicator__number")
    first, second = answers[0], answers[1]
    proof = factories.cite_file(first, operator, title="Peraturan Gubernur").evidence
    long = f"Diatur pada [[bukti:{proof.pk}]]. " + "Ketentuan ini mengatur seluruh unsur yang diminta. " * 60
    first.refresh_from_db()
    workflow.save_answer(first, by=operator, seen=first.versions, explanation=long)
    second.refresh_from_db()
    workflow.save_answer(second, by=operator, seen=second.versions, score=None)

    pages = pages_of(draft_html(fresh(assessment), printed_at=MOMENT, printed_by=operator))

    assert len(pages) > 1
    for page in pages:
        assert "DRAF · DATA CONTOH" in page
        assert "dicetak 24 Juni 2023 pukul 10.40 WIB oleh Operator Dinas Kesehatan" in page
    text = " ".join(pages)
    assert "Penilaian mandiri Dinas Kesehatan" in text
    assert "3 · Terdefinisi" in text and "Belum ada nilai" in text
    assert "[[bukti:" not in text and "Peraturan-Gubernur.pdf" in text.replace("- ", "-")
    assert "Yang masih kurang" in text and "Indikator 2: pilih tingkat kematangan" in text
    assert "Capaian PD sementara 3,00 dari 2 indikator yang dipimpin. Bukan indeks." in text


def test_draft_of_a_real_institution_is_no_sample(assessment, operator, institution):
    institution.is_sample = False
    institution.save()

    pages = pages_of(draft_html(fresh(assessment), printed_at=MOMENT, printed_by=operator))

    assert "DATA CONTOH" not in " ".join(pages) and "DRAF" in pages[0]


@pytest.mark.parametrize("is_sample, mark", [(True, "DRAF DATA CONTOH"), (False, "DRAF")])
def test_watermark_lies_behind_every_page_of_a_draft(assessment, operator, institution, is_sample, mark):
    institution.is_sample = is_sample
    institution.save()
    factories.fill_all(assessment, operator)
    first = Answer.objects.with_parents().filter(assessment=assessment).first()
    workflow.save_answer(first, by=operator, seen=first.versions, explanation=f"{factories.EXPLANATION} " * 60)

    pages = read(draft_html(fresh(assessment), printed_at=MOMENT, printed_by=operator))

    assert len(pages) > 1
    letters = len(mark.replace(" ", ""))
    assert [letters_behind(page) for page in pages] == [[letters]] * len(pages)


def test_receipt_names_the_sending_and_is_the_same_file_every_time(submitted):
    assessment = fresh(submitted)
    receipt = receipts_of(assessment)[0]

    html = receipt_html(assessment, receipt)

    assert render_in_process(html) == render_in_process(receipt_html(assessment, receipts_of(assessment)[0]))
    assert letters_behind(read(html)[0]) == []
    (page,) = pages_of(html)
    for words in (
        f"TT-2023-DINKES-{submitted.pk:05d}",
        "Operator Dinas Kesehatan",
        "3 jawaban, 3 rujukan bukti",
        "WIB",
        "DATA CONTOH",
        "Tanda terima ini bukan tanda tangan elektronik.",
    ):
        assert words in page
    assert receipt.event.hash in page.replace(" ", "")


def test_receipt_of_a_repair_and_of_what_was_withdrawn(submitted, operator, assessor):
    workflow.withdraw(submitted, by=operator)
    factories.submit(fresh(submitted), by=operator)
    answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=2)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    answer.refresh_from_db()
    workflow.save_answer(answer, by=operator, seen=answer.versions, reply="Sudah dilampirkan.")
    factories.resend(fresh(submitted), by=operator)

    first, second, third = receipts_of(fresh(submitted))

    assert "Pengiriman ini ditarik kembali" in pages_of(receipt_html(fresh(submitted), first))[0]
    assert "ditarik kembali" not in pages_of(receipt_html(fresh(submitted), second))[0]
    page = pages_of(receipt_html(fresh(submitted), third))[0]
    assert f"TT-2023-DINKES-{submitted.pk:05d}-3" in page
    assert "Perbaikan indikator 2, 1 rujukan bukti" in page


def test_papers_are_downloads_that_no_cache_keeps(client, submitted, operator):
    client.force_login(operator)

    for url, name in (
        ("cetak.pdf", "draf-lampung-2023-dinkes.pdf"),
        ("tanda-terima-1.pdf", f"tanda-terima-tt-2023-dinkes-{submitted.pk:05d}.pdf"),
    ):
        response = client.get(URL + url)
        assert response.content.startswith(b"%PDF-")
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Cache-Control"] == "private, no-store"
    assert client.get(URL + "tanda-terima-2.pdf").status_code == 404


@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
@pytest.mark.parametrize("part", ["cetak.pdf", "tanda-terima-1.pdf"])
def test_papers_of_others_are_not_found(client, request, submitted, role, part):
    client.force_login(request.getfixturevalue(role))

    assert client.get(URL + part).status_code == 404


def test_printed_page_holds_the_same_draft(client, submitted, head, django_assert_num_queries):
    client.force_login(head)

    with django_assert_num_queries(8):
        html = " ".join(client.get(URL + "cetak/").content.decode().split())

    assert 'class="draft-watermark"' in html and "oleh Kepala Dinas Kesehatan" in html
    assert "3 · Terdefinisi" in html and f'href="{URL}cetak.pdf"' in html


def test_printing_again_and_again_has_to_wait(assessment, client, operator, head, monkeypatch):
    monkeypatch.setattr(sending, "PRINTS", sending.PRINTS._replace(amount=2))
    client.force_login(operator)
    draft = f"{URL}cetak.pdf"
    assert [client.get(draft).status_code for _ in range(2)] == [200, 200]
    assert client.head(draft).status_code == 200

    refused = client.get(draft)

    wait = int(refused["Retry-After"])
    assert refused.status_code == 429 and 0 < wait <= 60
    assert f"Tunggu <b>{wait} detik</b>, lalu cetak lagi." in refused.content.decode()
    client.force_login(head)
    assert client.get(draft).status_code == 200

import pytest
from django.urls import reverse

from assessments import workflow
from reports import publishing
from reports.verification import normalized

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(result):
    return publishing.publish(result.documents.get(kind="province"))


def page_of(client, code):
    return client.get(reverse("reports:verify", args=[code]))


def test_public_page_shows_figure_revision_and_both_digests(client, card):
    page = page_of(client, card.code)
    text = page.content.decode()

    assert page.status_code == 200
    assert "Dokumen ini berlaku" in text
    assert "3,30" in text and "Baik" in text
    assert card.result.digest in text and card.sha256 in text


def test_public_page_tells_nothing_of_answers_or_evidence(client, card):
    text = page_of(client, card.code).content.decode()

    assert "Laporan pelaksanaan" not in text and "Hal 1" not in text and "Ketentuan ini" not in text


def test_code_may_be_typed_in_any_manner(client, card):
    typed = f" {card.code[:4].lower()}-{card.code[4:].lower()} "

    response = client.get(reverse("reports:verify_form"), {"code": typed})

    assert response.url == reverse("reports:verify", args=[card.code])


@pytest.mark.parametrize("text", ["", "ABC", "ABCDEFG0", "ABCDEFGHJ", "'; DROP--", "ÄBCDEFGH"])
def test_what_cannot_be_a_code_is_none(text):
    assert normalized(text) is None


def test_unknown_code_says_what_to_do(client, db):
    page = page_of(client, "ZZZZZZZZ")

    assert page.status_code == 404
    assert "Periksa kembali delapan karakter pada lembar" in page.content.decode()


def test_reopened_period_shows_the_sheet_as_withdrawn_then_as_replaced(client, card, coordinator):
    period = workflow.reopen_period(card.result.period, by=coordinator, reason="Ada kesalahan pada bukti indikator 3.")
    publishing.withdraw(period)
    assert "Dokumen ini ditarik" in page_of(client, card.code).content.decode()

    publishing.register(workflow.close_period(period, by=coordinator))

    assert "Dokumen ini digantikan revisi 2" in page_of(client, card.code).content.decode()


def test_unit_edition_shows_its_own_figure_and_no_rating(client, result, unit):
    text = page_of(client, result.documents.get(unit=unit).code).content.decode()

    assert "Capaian PD" in text and "bukan indeks resmi" in text
    assert "Predikat" not in text


def test_guessing_is_limited(client, card):
    statuses = [page_of(client, "ZZZZZZZZ").status_code for _ in range(31)]

    assert statuses[:30] == [404] * 30
    assert statuses[30] == 429


def test_an_edition_that_was_never_made_is_not_called_genuine(client, result):
    text = page_of(client, result.documents.get(kind="executive").code).content.decode()

    assert "Dokumen ini belum dibuat" in text and "Dokumen ini berlaku" not in text

"""A link that moved: its new address, or a file, takes its place in the answers, and the older one stays in sight."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.models import Event, Evidence
from assessments.tokens import token
from tests import factories
from tests.assessments.filling import refreshed, text
from tests.assessments.proof_pages import file_of, replacing, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


@pytest.fixture
def link(answer, operator):
    return workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator).evidence


NEW = "https://baru.contoh.go.id/laporan"


def moved(answers=(), address=NEW):
    values = {"url": address, "document_number": "", "document_date": "", "valid_until": ""}
    return {f"versi-{key}": value for key, value in (values | {"answers": [a.pk for a in answers]}).items()}


def test_link_that_moved_gets_its_new_address_as_a_version(filler, answer, link, operator):
    fresh = refreshed(answer)
    workflow.save_answer(
        fresh,
        by=operator,
        seen=fresh.versions,
        score=Decimal(3),
        explanation=f"{factories.EXPLANATION} {token(link.pk)}",
    )
    workflow.change_citation(
        answer.citations.get(evidence=link), by=operator, seen={"pages": "", "levels": []}, pages="4", levels=[3]
    )
    workflow.mark_link(link, by=operator, dead=True)
    assert refreshed(answer).status == "draft"
    assert "Ganti tautan" in text(filler.get(url(link)))

    answered = filler.post(url(link, "versi/"), moved([answer], "baru.contoh.go.id/laporan"))

    newer = Evidence.objects.get(replaces=link)
    assert answered.url == url(newer) and (newer.kind, newer.url, newer.title) == ("link", NEW, link.title)
    citation = answer.citations.get()
    assert (citation.evidence, citation.pages, citation.levels) == (newer, "4", [3]) and newer.dead_at is None
    assert token(newer.pk) in refreshed(answer).explanation and refreshed(answer).status == "complete"
    assert Event.objects.get(action="evidence.replaced").data["url"] == NEW
    assert "Ganti tautan" not in text(filler.get(url(link)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"versi-url": ""}, "Tulis tautan baru atau pilih berkas penggantinya; salah satu saja"),
        ({"versi-file": file_of("teks.pdf")}, "salah satu saja"),
        ({"versi-url": "javascript:alert(1)"}, "Tulis tautan lengkap"),
        ({"versi-url": "https://nama:sandi@contoh.go.id"}, "Hapus nama pengguna dan kata sandi dari tautan"),
        ({"versi-url": "https://contoh.go.id/laporan"}, "Tautan ini sudah ada di pustaka"),
    ],
)
def test_bad_address_changes_nothing(filler, answer, link, changes, sentence):
    answered = filler.post(url(link, "versi/"), moved([answer]) | changes)

    assert answered.status_code == 422 and sentence in text(answered)
    assert Evidence.objects.count() == 1 and answer.citations.get().evidence == link


def test_link_can_become_a_file_but_no_file_a_link(filler, answer, link, operator):
    proof = factories.cite_file(answer, operator, title="Peta Rencana").evidence
    filler.post(url(link, "versi/"), replacing([answer]) | {"versi-url": ""})
    assert Evidence.objects.get(replaces=link).is_file

    answered = filler.post(url(proof, "versi/"), moved([answer]))
    assert answered.status_code == 422 and "Pilih berkas baru" in text(answered)
    assert not Evidence.objects.filter(replaces=proof).exists()

"""What is said about a proof: saved with the answer, refused, and written by two at once."""

from datetime import date

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.forms.questionnaire import citation_forms
from assessments.models import Citation, Evidence
from tests import factories
from tests.assessments.filling import actions, answer_url, refreshed, seen_of, sent, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


def of_citation(citation, **changes):
    """The fields of one proof as the page holds them, with some changed."""
    form = next(form for form in citation_forms(refreshed(citation.answer)) if form.citation == citation)
    values = {"seen": form.current, "title": citation.evidence.title, "document_number": "", "document_date": ""}
    values |= {"pages": citation.pages, "levels": citation.levels} | changes
    return {form.add_prefix(name): value for name, value in values.items()}


def test_pages_levels_and_description_are_saved(filler, answer, citation):
    changes = {"title": "Laporan 2023", "document_number": "12/2023", "document_date": "2023-05-15"}
    changes |= {"pages": "4 – 6,9", "levels": ["4", "3"], "document_kind": "review", "document_status": "issued"}
    changes |= {"valid_until": "2025-12-31"}

    response = filler.post(answer_url(answer), sent(answer) | of_citation(citation, **changes))

    citation.refresh_from_db()
    evidence = Evidence.objects.get()
    assert response.status_code == 302
    assert (citation.pages, citation.levels) == ("4-6, 9", [3, 4])
    assert (evidence.title, evidence.document_number, evidence.document_date) == (
        "Laporan 2023",
        "12/2023",
        date(2023, 5, 15),
    )
    assert (evidence.document_kind, evidence.document_status, evidence.valid_until) == (
        "review",
        "issued",
        date(2025, 12, 31),
    )
    assert actions(answer.assessment)[1:] == ["answer.citation_changed", "answer.evidence_described", "answer.saved"]


def test_field_that_was_not_sent_keeps_what_is_stored(filler, answer, citation):
    Evidence.objects.update(document_kind="audit", valid_until=date(2030, 1, 1))
    fields = of_citation(citation, title="Laporan 2023")
    del fields[f"c{citation.pk}-pages"]

    filler.post(answer_url(answer), sent(answer) | fields)

    citation.refresh_from_db()
    evidence = Evidence.objects.get()
    assert (citation.pages, citation.levels) == ("1", [3])
    assert (evidence.title, evidence.document_kind, evidence.valid_until) == ("Laporan 2023", "audit", date(2030, 1, 1))


def test_page_advises_beside_the_proof(filler, answer, citation, operator):
    citation.pages = ""
    citation.save()
    Evidence.objects.update(valid_until=date(2020, 1, 31), dead_at=timezone.now(), dead_by=operator)

    page = text(filler.get(answer_url(answer)))

    assert "Berlaku sampai 31 Januari 2020, sebelum pengisian ditutup" in page
    assert "Tautan ini ditandai mati. Ganti tautannya atau unggah berkasnya" in page


def test_unchanged_rows_write_nothing(filler, answer, citation):
    filler.post(answer_url(answer), sent(answer) | of_citation(citation))

    assert actions(answer.assessment) == ["answer.evidence_added", "answer.saved"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Bukti a, judul: Tulis judul bukti"),
        ({"document_date": "kemarin"}, "Bukti a, tanggal dokumen: Tulis tanggal sebagai tahun-bulan-hari"),
        ({"levels": ["9"]}, "Bukti a, levels: "),
        ({"pages": "1" * 61}, "Bukti a, halaman: "),
    ],
)
def test_refused_description_is_told_and_kept(filler, answer, citation, changes, sentence):
    response = filler.post(answer_url(answer), sent(answer) | of_citation(citation, **changes))

    citation.refresh_from_db()
    assert response.status_code == 422
    assert sentence.replace("levels", "tingkat yang didukung") in text(response)
    assert (citation.pages, citation.levels, citation.evidence.title) == ("1", [3], "Laporan pelaksanaan")
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_page_that_did_not_touch_a_row_leaves_the_others_change(filler, answer, citation, operator):
    stale = of_citation(citation)
    workflow.change_citation(citation, by=operator, seen=seen_of(citation), pages="7", levels=[4])

    response = filler.post(answer_url(answer), sent(answer) | stale)

    citation.refresh_from_db()
    assert response.status_code == 302
    assert (citation.pages, citation.levels) == ("7", [4])


def test_field_of_a_proof_that_two_changed_is_shown_with_both_values(filler, answer, citation, colleague):
    stale = of_citation(citation, pages="99", title="Judul saya", levels=["3", "4"])
    workflow.change_citation(citation, by=colleague, seen=seen_of(citation), pages="7", levels=[5])

    response = filler.post(answer_url(answer), sent(answer) | stale)

    html = text(response)
    citation.refresh_from_db()
    assert response.status_code == 409
    assert "<b>Rekan Dinas Kesehatan</b> menyimpan bukti a, halaman pada" in html
    assert "<dd>99</dd>" in html and "<dd>7</dd>" in html and "<dd>3, 4</dd>" in html and "<dd>5</dd>" in html
    assert (citation.pages, citation.levels, Evidence.objects.get().title) == ("7", [5], "Judul saya")
    assert refreshed(answer).explanation == factories.EXPLANATION


@pytest.mark.parametrize(
    ("choice", "pages", "levels"), [("saya", "99", []), ("mereka", "7", [5])], ids=["mine", "theirs"]
)
def test_choice_between_two_versions_of_a_proof_is_saved(filler, answer, citation, colleague, choice, pages, levels):
    stale = of_citation(citation, pages="99", levels=[])
    workflow.change_citation(citation, by=colleague, seen=seen_of(citation), pages="7", levels=[5])
    page = filler.post(answer_url(answer), sent(answer) | stale)

    chosen = {f"pakai-{clash.name}": choice for clash in page.context["proof_clashes"]}
    mine = {f"saya-{clash.name}": clash.mine for clash in page.context["proof_clashes"]}
    hidden = {}
    for name, value in page.context["hidden"]:
        hidden.setdefault(name, []).append(value)
    response = filler.post(answer_url(answer), chosen | mine | hidden | {"tindakan": "simpan"})

    citation.refresh_from_db()
    assert response.status_code == 302
    assert (citation.pages, citation.levels, Evidence.objects.get().title) == (pages, levels, "Laporan pelaksanaan")


def test_proof_of_two_answers_is_compared_where_it_stands(filler, answer, citation, colleague):
    """Its description is one row: what another indicator's page changed is seen all the same."""
    stale = of_citation(citation, title="Judul saya")
    second = answer.assessment.answers.with_parents().get(indicator__number=2)
    twin = workflow.cite(second, citation.evidence, by=colleague)
    workflow.describe_evidence(twin, by=colleague, seen=seen_of(twin), title="Judul rekan")

    response = filler.post(answer_url(answer), sent(answer, score="9") | stale)

    html = text(response)
    assert response.status_code == 409
    assert "<dd>Judul saya</dd>" in html and "<dd>Judul rekan</dd>" in html
    assert "Versi Rekan Dinas Kesehatan" in html
    assert Evidence.objects.get().title == "Judul rekan"


def test_page_of_a_conflict_shows_what_was_refused_for_another_reason(filler, answer, citation, colleague):
    stale = of_citation(citation, pages="99")
    workflow.change_citation(citation, by=colleague, seen=seen_of(citation), pages="7")

    response = filler.post(answer_url(answer), sent(answer, explanation="panjang " * 2000) | stale)

    assert response.status_code == 409
    assert "panjang panjang</textarea>" in text(response)


def test_words_about_a_proof_that_a_colleague_took_off_are_shown(filler, answer, citation, colleague):
    typed, untouched = of_citation(citation, pages="99"), of_citation(citation)
    workflow.remove_citation(citation, by=colleague)

    response = filler.post(answer_url(answer), sent(answer) | typed)

    assert response.status_code == 422
    assert "Bukti “Laporan pelaksanaan” sudah dihapus dari jawaban ini" in text(response)
    assert "halaman “99”" in text(response)
    assert filler.post(answer_url(answer), sent(refreshed(answer)) | untouched).status_code == 302


def test_proof_that_a_sent_answer_rests_on_keeps_its_title(filler, operator, submitted, answer, assessor):
    current = refreshed(answer)
    shared = current.citations.get().evidence
    second = answer.assessment.answers.get(indicator__number=2)
    Citation.objects.create(answer=second, evidence=shared, position=9)
    workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
    citation = current.citations.get()

    values = of_citation(citation, title="Judul lain", pages="5")
    response = filler.post(answer_url(answer), sent(refreshed(answer)) | values)

    citation.refresh_from_db()
    shared.refresh_from_db()
    assert response.status_code == 302
    assert (citation.pages, shared.title) == ("5", "Laporan pelaksanaan")
    assert "bukti ini juga dipakai pada jawaban yang sudah dikirim" in text(filler.get(answer_url(answer)))

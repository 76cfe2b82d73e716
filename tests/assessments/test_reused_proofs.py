"""Last year's proofs used again: once, in their newest version, and without those that cannot serve."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer, Citation, Evidence
from assessments.tokens import token
from tests import factories
from tests.assessments.copying import actions, another_proof, is_unchanged, page, press
from tests.assessments.filling import refreshed, told

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_proofs_are_used_again_once_and_marked(filler, source, answer):
    assert "Pakai ulang 1 bukti" in page(filler, answer)

    for _ in range(2):
        response = press(filler, answer, "pakai-ulang")

    citation = answer.citations.get()
    assert (citation.evidence.citations.count(), citation.pages, citation.levels) == (2, "1-3", [3])
    assert citation.is_copy_unchecked and response.url.endswith("#id_evidence")
    assert actions(answer)[-2:] == ["answer.evidence_added", "answer.evidence_reused"]
    html = page(filler, answer)
    assert "Dipakai ulang, belum diperiksa" in html and "Pakai ulang 1" not in html


def test_a_second_click_that_looked_before_the_first_ended_marks_nothing_anew(source, operator, answer):
    earlier = earlier_answer(answer)
    workflow.reuse_evidence(answer, earlier, by=operator)
    workflow.confirm_copies(answer, by=operator)

    workflow.reuse_evidence(answer, earlier, by=operator)

    assert not answer.citations.get().is_copy_unchecked
    assert actions(answer)[-3:] == ["answer.evidence_added", "answer.evidence_reused", "answer.copy_checked"]


def test_only_ticked_proofs_are_used_again(filler, source, operator, answer):
    other = another_proof(source, operator)

    press(filler, answer, "pakai-dicentang", pakai=[str(other.pk), "999999", "x"])

    assert list(answer.citations.values_list("evidence", flat=True)) == [other.pk]
    response = press(filler, answer, "pakai-dicentang")
    assert answer.citations.count() == 1 and "Tidak ada bukti 2022 yang dipilih" in told(response)[-1]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"valid_until": date(2020, 1, 31)}, "berlaku sampai 31 Januari 2020"),
        ({"dead": True}, "tautannya ditandai mati"),
    ],
)
def test_proof_that_cannot_serve_is_listed_and_left_out(filler, source, operator, answer, fields, reason):
    if fields.pop("dead", False):
        fields = {"dead_at": source.updated_at, "dead_by": operator}
    evidence = another_proof(source, operator, **fields)

    html = page(filler, answer)
    press(filler, answer, "pakai-ulang")
    press(filler, answer, "pakai-dicentang", pakai=str(evidence.pk))

    assert f'Laporan audit <span class="meta">({reason})</span>' in html and "Pakai ulang 1 bukti" in html
    assert not answer.citations.filter(evidence=evidence).exists()


def test_proof_past_its_age_is_left_out_by_the_rules_of_the_instrument(source, operator, answer, monkeypatch):
    """The made-up instrument has no rules of age, so indicator 29 of the real one lends its own."""
    answer.indicator.instrument.slug, answer.indicator.number = "permenpanrb-59-2020", 29
    closes = answer.assessment.period.fill_closes_at
    another_proof(source, operator, document_kind="audit", document_date=closes.date() - timedelta(days=800))
    another_proof(source, operator, "Audit baru", document_kind="audit", document_date=closes.date())

    earlier = earlier_answer(answer)

    assert [proof.evidence.title for proof in earlier.fitting] == ["Laporan pelaksanaan", "Audit baru"]
    assert [proof.obstacle.endswith("lebih dari 2 tahun") for proof in earlier.left_out] == [True]


def test_infected_and_removed_proofs_are_not_offered(source, operator, answer):
    proof = factories.stored_file(source.assessment.unit, operator, title="Berkas")
    proof.scan, proof.scanned_at = Evidence.Scan.INFECTED, source.updated_at
    proof.save()
    Citation.objects.create(answer=source, evidence=proof, position=2)
    gone = another_proof(
        source, operator, "Terhapus", removed_at=source.updated_at, removed_by=operator, removed_reason="other"
    )
    Citation.objects.filter(evidence=gone).update(position=9)

    earlier = earlier_answer(answer)

    assert [proof.evidence.title for proof in earlier.fitting] == ["Laporan pelaksanaan"]
    assert [proof.obstacle for proof in earlier.left_out] == ["mengandung virus"]


def test_newest_version_takes_the_place_of_a_replaced_proof(filler, source, operator, answer):
    old = source.citations.get().evidence
    middle, newest = (factories.link(old.unit, operator, title) for title in ("Revisi 1", "Revisi 2"))
    middle.replaces = old
    middle.save()
    newest.replaces = middle
    newest.save()
    Answer.objects.filter(pk=source.pk).update(explanation=f"{factories.EXPLANATION} Lihat {token(old.pk)}.")

    assert "versi baru dari “Laporan pelaksanaan”" in page(filler, answer)
    press(filler, answer, "salin")
    press(filler, answer, "pakai-ulang")

    assert answer.citations.get().evidence == newest
    assert refreshed(answer).explanation.endswith(f"Lihat {token(newest.pk)}.")
    assert not is_unchanged(answer)


def test_page_with_many_earlier_proofs_takes_the_same_queries(
    filler, source, operator, answer, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        page(filler, answer)
    for place in range(12):
        another_proof(source, operator, f"Bukti {place}")
    with django_assert_num_queries(len(few)):
        assert "Pakai ulang 13 bukti" in page(filler, answer)

"""Starting from last year: what is copied, what is left out, and how it stays marked until a person has read it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.copied import with_sameness
from assessments.earlier import earlier_answer
from assessments.models import Answer, Citation, Event, Evidence, Revision
from assessments.tokens import token
from tests import factories
from tests.assessments.filling import answer_url, part_url, refreshed, seen_of, sent, tasks_url, text, told

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

NEW = "Tahun ini juga mengatur aplikasi bersama seluruh unit kerja."


@pytest.fixture
def source(last_year, unit):
    """Last year's answer to indicator 1: accepted at 3, with one proof."""
    return Answer.objects.with_parents().get(assessment__period=last_year, assessment__unit=unit, indicator__number=1)


def press(client, answer, action="", **values):
    """The whole form of the page with one of the buttons of last year's panel."""
    fresh = refreshed(answer)
    values = {"score": "" if fresh.score is None else "3", "explanation": fresh.explanation} | values
    return client.post(f"{answer_url(answer)}salin/", sent(fresh, **values, tindakan=action))


def page(client, answer):
    return text(client.get(answer_url(answer)))


def actions(answer):
    return list(answer.assessment.events.order_by("sequence").values_list("action", flat=True))


def state(answer):
    answer = refreshed(answer)
    return answer.explanation, answer.score, answer.is_copy_unchecked


def is_unchanged(answer):
    return with_sameness(Answer.objects.filter(pk=answer.pk)).get().is_unchanged


def another_proof(source, operator, title="Laporan audit", **fields):
    """A proof more in the closed year, as if it had been cited then."""
    evidence = factories.link(source.assessment.unit, operator, title)
    for name, value in fields.items():
        setattr(evidence, name, value)
    evidence.save()
    Citation.objects.create(
        answer=source, evidence=evidence, position=source.citations.count() + 1, pages="7", levels=[3]
    )
    return evidence


def test_explanation_and_level_are_copied_where_nothing_is_written(filler, source, answer):
    assert "Salin penjelasan tahun lalu" in page(filler, answer)

    response = press(filler, answer, "salin")

    assert response.url == f"{answer_url(answer)}#id_explanation"
    assert state(answer) == (factories.EXPLANATION, Decimal(3), True)
    assert refreshed(answer).copied_from == source
    assert Revision.objects.get(answer=answer).origin == Revision.Origin.COPIED
    assert actions(answer)[-2:] == ["answer.saved", "answer.copied"]
    html = page(filler, answer)
    assert "Disalin dari 2022, belum diperiksa" in html and 'value="salin"' not in html


def test_level_is_the_one_that_the_assessor_left(filler, last_year, source, operator, assessor, answer):
    source.reviews.create(
        assessor=assessor,
        verdict="adjust",
        score=2,
        claimed_score=3,
        reason=factories.REASON,
        answer_version=source.version,
    )

    press(filler, answer, "salin")

    assert state(answer)[1] == Decimal(2)


def test_chosen_level_stays(filler, source, answer):
    press(filler, answer, "salin", score="4")

    assert state(answer) == (factories.EXPLANATION, Decimal(4), True)


def test_what_was_typed_is_saved_and_never_replaced_unasked(filler, source, answer):
    response = press(filler, answer, "salin", explanation=NEW)

    assert state(answer) == (NEW, None, False)
    assert any(note.startswith("Penjelasan tahun lalu belum disalin") for note in told(response))
    assert "Tambahkan di bawahnya" in page(filler, answer)


@pytest.mark.parametrize(
    ("way", "expected"),
    [("salin-tambah", f"{NEW}\n\n{factories.EXPLANATION}"), ("salin-ganti", factories.EXPLANATION)],
)
def test_written_text_is_added_to_or_replaced_and_stays_in_history(filler, source, answer, way, expected):
    press(filler, answer, explanation=NEW)

    press(filler, answer, way)

    assert state(answer) == (expected, Decimal(3), True)
    assert NEW in answer.revisions.order_by("pk").first().explanation


@pytest.mark.parametrize("way", ["salin-tambah", "salin-ganti"])
def test_text_of_a_colleague_that_the_page_did_not_show_is_no_copys_to_change(filler, source, answer, colleague, way):
    """The page was opened while the field was empty, and what it sends leaves the field alone."""
    shown = {f"version-{name}": version for name, version in answer.versions.items()}
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation=NEW)

    response = filler.post(f"{answer_url(answer)}salin/", shown | {"tindakan": way})

    html = text(response)
    assert response.status_code == 409
    assert "<b>Rekan Dinas Kesehatan</b> menyimpan penjelasan capaian" in html
    [clash] = response.context["clashes"]
    assert clash.theirs == NEW and clash.mine.endswith(factories.EXPLANATION)
    assert state(answer) == (NEW, None, False)
    assert refreshed(answer).copied_from is None

    chosen = {"version-explanation": clash.version, "saya-explanation": clash.mine, "pakai-explanation": "saya"}
    filler.post(answer_url(answer), chosen)
    assert state(answer)[0] == clash.mine and NEW in answer.revisions.order_by("pk").first().explanation


def test_button_that_is_pressed_twice_copies_once(filler, source, answer):
    press(filler, answer, explanation=NEW)
    shown = sent(refreshed(answer), explanation=NEW, tindakan="salin-tambah")
    del shown["explanation"]

    codes = [filler.post(f"{answer_url(answer)}salin/", shown).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert state(answer)[0] == f"{NEW}\n\n{factories.EXPLANATION}"


def test_text_that_would_grow_too_long_is_left_alone(filler, source, answer):
    long = "x" * 9_990
    press(filler, answer, explanation=long)

    response = press(filler, answer, "salin-tambah")

    assert state(answer)[0] == long
    assert told(response)[-1].endswith("melebihi 10.000 karakter.")


def test_editing_the_text_takes_the_mark_away(filler, source, answer):
    press(filler, answer, "salin")
    press(filler, answer, score="4")
    assert state(answer)[2] is True

    press(filler, answer, explanation=NEW)

    assert state(answer)[2] is False
    assert "belum diperiksa" not in page(filler, answer)


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


@pytest.mark.parametrize(("what", "left"), [("penjelasan", (False, True)), ("semua", (False, False))])
def test_confirming_takes_the_mark_away(filler, source, answer, what, left):
    press(filler, answer, "salin")
    press(filler, answer, "pakai-ulang")
    assert "Semua salinan sudah saya periksa" in page(filler, answer)

    press(filler, answer, diperiksa=what)

    assert (refreshed(answer).is_copy_unchecked, answer.citations.get().is_copy_unchecked) == left
    assert actions(answer)[-1] == "answer.copy_checked"
    events = Event.objects.filter(action="answer.copy_checked")
    press(filler, answer, diperiksa=what)
    assert events.count() == 1


def test_one_proof_is_confirmed_by_its_own_button_or_by_an_edit(filler, source, operator, answer):
    another_proof(source, operator)
    press(filler, answer, "pakai-ulang")
    first, second = answer.citations.order_by("position")

    press(filler, answer, diperiksa=str(second.pk))
    assert list(answer.citations.order_by("position").values_list("is_copy_unchecked", flat=True)) == [True, False]
    workflow.change_citation(first, by=operator, seen=seen_of(first), pages="9", levels=[3])

    assert not answer.citations.filter(is_copy_unchecked=True).exists()


def test_check_page_names_the_copies_and_confirms_them(filler, source, answer, assessment):
    check = part_url(assessment, "periksa")
    press(filler, answer, "salin")
    assert "1 jawaban disalin dan belum diperiksa" in text(filler.get(check))

    response = filler.post(part_url(assessment, "salinan"))

    assert response.url == check and told(response) == ["1 jawaban ditandai sudah diperiksa."]
    assert state(answer)[2] is False and "disalin dan belum diperiksa" not in text(filler.get(check))


def test_task_list_marks_the_copies(filler, source, answer):
    press(filler, answer, "salin")

    assert "Disalin, belum diperiksa" in text(filler.get(tasks_url(answer.assessment.period, answer.assessment.unit)))


def test_unchecked_copies_do_not_stop_sending(filler, source, operator, answer):
    press(filler, answer, "salin")
    press(filler, answer, "pakai-ulang")
    for other in answer.assessment.answers.exclude(pk=answer.pk).with_parents():
        factories.fill(other, operator)

    factories.submit(answer.assessment, by=operator)

    assert refreshed(answer).status == Answer.Status.WAITING


def test_sameness_ends_with_another_text_level_or_proof(filler, source, operator, answer):
    press(filler, answer, "salin")
    press(filler, answer, "pakai-ulang")
    assert is_unchanged(answer)

    press(filler, answer, explanation=NEW)
    assert not is_unchanged(answer)
    press(filler, answer, explanation=factories.EXPLANATION)
    assert is_unchanged(answer)
    press(filler, answer, score="4")
    assert not is_unchanged(answer)
    press(filler, answer, score="3")
    workflow.cite(refreshed(answer), factories.link(answer.assessment.unit, operator, "Baru"), by=operator)
    assert not is_unchanged(answer)


def test_answer_that_was_typed_is_no_copy(source, operator, answer):
    assert not is_unchanged(factories.fill(answer, operator))


@pytest.mark.parametrize("other", ["unit", "indicator", "open period"])
def test_only_the_own_past_is_copied(source, operator, answer, other_unit, last_year, other):
    earlier = earlier_answer(answer)
    answers = Answer.objects.with_parents()
    if other == "unit":
        foreign = answers.get(assessment__period=last_year, assessment__unit=other_unit, indicator__number=1)
    elif other == "indicator":
        foreign = answers.get(assessment=source.assessment, indicator__number=2)
    else:
        foreign = answers.get(pk=answer.pk)

    foreign = earlier._replace(answer=foreign)
    with pytest.raises(PermissionDenied):
        workflow.copy_answer(answer, foreign, by=operator, seen=answer.versions)
    with pytest.raises(PermissionDenied):
        workflow.reuse_evidence(answer, foreign, by=operator)
    assert state(answer) == ("", None, False)


@pytest.mark.parametrize("role", ["head", "assessor", "coordinator"])
def test_others_may_not_copy(client, request, source, answer, role):
    client.force_login(request.getfixturevalue(role))

    assert press(client, answer, "salin").status_code == 403
    assert client.post(part_url(answer.assessment, "salinan")).status_code == 403
    assert state(answer) == ("", None, False)


@pytest.mark.parametrize("role", ["neighbor", "outsider"])
def test_others_do_not_find_it(client, request, source, answer, role):
    client.force_login(request.getfixturevalue(role))

    assert press(client, answer, "salin").status_code == 404
    assert client.post(part_url(answer.assessment, "salinan")).status_code == 404


def test_copying_needs_a_session_and_post(client, filler, answer):
    assert filler.get(f"{answer_url(answer)}salin/").status_code == 405
    client.logout()
    assert client.post(f"{answer_url(answer)}salin/").status_code == 302
    assert state(answer) == ("", None, False)


def test_page_with_many_earlier_proofs_takes_the_same_queries(
    filler, source, operator, answer, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        page(filler, answer)
    for place in range(12):
        another_proof(source, operator, f"Bukti {place}")
    with django_assert_num_queries(len(few)):
        assert "Pakai ulang 13 bukti" in page(filler, answer)

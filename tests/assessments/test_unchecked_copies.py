"""The mark on what was copied until a person has read it, whether it is still the same, and who may copy."""

import pytest
from django.core.exceptions import PermissionDenied

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer, Event
from tests import factories
from tests.assessments.copying import NEW, actions, another_proof, is_unchanged, page, press, state
from tests.assessments.filling import answer_url, part_url, refreshed, seen_of, tasks_url, text, told

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_editing_the_text_takes_the_mark_away(filler, source, answer):
    press(filler, answer, "salin")
    press(filler, answer, score="4")
    assert state(answer)[2] is True

    press(filler, answer, explanation=NEW)

    assert state(answer)[2] is False
    assert "belum diperiksa" not in page(filler, answer)


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

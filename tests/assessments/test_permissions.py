"""Reasons and borders that the matrix does not tell apart: independence, deadlines to the second, who may read."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, User
from assessments import permissions, workflow
from assessments.models import Answer, Assessment, Period
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

Role = Membership.Role


def again(user):
    """The same person on the next request."""
    return User.objects.get(pk=user.pk)


def sent_answer(submitted):
    return Answer.objects.with_parents().get(assessment=submitted, indicator__number=1)


def test_require_raises_with_the_reason():
    permissions.require(permissions.ALLOWED)
    with pytest.raises(PermissionDenied, match="Tenggat telah lewat"):
        permissions.require(permissions.refused("Tenggat telah lewat."))


# Independence


def test_assessor_of_another_unit_may_review(submitted, assessor):
    assert permissions.may_review(assessor, sent_answer(submitted)) == permissions.ALLOWED


def test_assessor_of_the_same_unit_is_told_who_reviews(submitted, own_assessor):
    verdict = permissions.may_review(own_assessor, sent_answer(submitted))

    assert not verdict
    assert verdict.reason == (
        "Anda berasal dari Dinas Kesehatan, sehingga tidak dapat memutuskan jawabannya. "
        "Jawaban ini direviu asesor dari perangkat daerah lain."
    )


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.UNIT_HEAD])
def test_any_role_in_the_unit_bars_an_assessor(role, submitted, assessor, institution, unit):
    Membership.objects.create(user=assessor, institution=institution, role=role, unit=unit)

    assert "Anda berasal dari" in permissions.may_review(again(assessor), sent_answer(submitted)).reason


def test_assessor_who_is_also_coordinator_may_review(submitted, assessor, institution):
    Membership.objects.create(user=assessor, institution=institution, role=Role.COORDINATOR)

    assert permissions.may_review(again(assessor), sent_answer(submitted))


@pytest.mark.parametrize("entry", ["save", "cite"])
def test_own_entry_bars_an_assessor_who_has_left_the_unit(entry, assessment, assessor, institution, unit, operator):
    helper = Membership.objects.create(user=assessor, institution=institution, role=Role.OPERATOR, unit=unit)
    answer = Answer.objects.with_parents().get(assessment=assessment, indicator__number=1)
    if entry == "save":
        workflow.save_answer(answer, by=again(assessor), seen=answer.versions, explanation="Diisi untuk rekan.")
    else:
        workflow.cite(answer, factories.link(unit, assessor), by=again(assessor))
    factories.fill_all(assessment, operator)
    submitted = factories.submit(assessment, by=operator)
    helper.delete()

    verdict = permissions.may_review(again(assessor), sent_answer(submitted))

    assert verdict.reason == (
        "Anda pernah mengisi penilaian ini, sehingga tidak dapat memutuskannya. Asesor lain yang mereviu."
    )


def test_having_reviewed_does_not_bar_from_reviewing_again(submitted, assessor):
    answer = sent_answer(submitted)
    workflow.accept(answer, by=assessor, version=answer.version)

    assert permissions.may_review(assessor, sent_answer(submitted))


def test_lead_unit_bars_its_assessor_from_the_score(period, own_assessor, unit):
    verdict = permissions.may_set_result(own_assessor, period, unit.pk)

    assert verdict.reason.startswith("Perangkat daerah Anda penanggung jawab indikator ini.")


def test_assessor_without_a_unit_in_the_lead_sets_the_score(period, own_assessor, other_unit):
    assert permissions.may_set_result(own_assessor, period, other_unit.pk)


def test_membership_without_unit_is_not_taken_for_a_missing_lead(period, assessor, institution):
    Membership.objects.create(user=assessor, institution=institution, role=Role.COORDINATOR)

    assert permissions.may_set_result(again(assessor), period, None)


# Reviewing again


def test_returned_answer_is_not_decided_while_it_can_be_repaired(submitted, assessor):
    answer = sent_answer(submitted)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    answer = sent_answer(submitted)
    deadline = answer.assessment.period.repair_closes_at

    assert permissions.may_review(assessor, answer, deadline).reason == "Jawaban ini tidak sedang menunggu reviu."
    assert permissions.may_review(assessor, answer, deadline + timedelta(seconds=1))


def test_returned_answer_without_a_score_is_never_decided(submitted, assessor, operator):
    answer = sent_answer(submitted)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    answer = sent_answer(submitted)
    workflow.save_answer(answer, by=operator, seen=answer.versions, score=None)
    answer = sent_answer(submitted)

    assert not permissions.may_review(assessor, answer, answer.assessment.period.repair_closes_at + timedelta(days=1))


def test_unrepaired_answer_is_decided_as_it_stands(submitted, assessor):
    answer = sent_answer(submitted)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    Period.objects.update(**factories.windows(fill=(-40, -30), repair=-20, review=-10, closing=-5))
    answer = sent_answer(submitted)

    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(1), reason=factories.REASON)

    assert sent_answer(submitted).status == Answer.Status.ADJUSTED


# Windows, to the second


@pytest.mark.parametrize(
    "moment, seconds, allowed",
    [
        ("fill_opens_at", -1, False),
        ("fill_opens_at", 0, True),
        ("fill_closes_at", 0, True),
        ("fill_closes_at", 1, False),
    ],
)
def test_filling_keeps_to_its_window(moment, seconds, allowed, answer, operator):
    now = getattr(answer.assessment.period, moment) + timedelta(seconds=seconds)

    assert bool(permissions.may_edit(operator, answer, now)) is allowed
    assert bool(permissions.may_submit(operator, answer.assessment, now)) is allowed


@pytest.mark.parametrize("seconds, allowed", [(0, True), (1, False)])
def test_repairing_keeps_to_its_window(seconds, allowed, submitted, assessor, operator):
    answer = sent_answer(submitted)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    answer = sent_answer(submitted)
    now = answer.assessment.period.repair_closes_at + timedelta(seconds=seconds)

    assert bool(permissions.may_edit(operator, answer, now)) is allowed
    assert bool(permissions.may_resend(operator, answer.assessment, now)) is allowed


def test_head_is_told_when_the_operator_has_not_asked(assessment, head):
    assessment.period.needs_head_approval = True

    assert permissions.may_submit(head, assessment).reason == "Operator belum meminta persetujuan Anda."


def test_operator_is_told_that_the_head_has_the_answers(answer, operator):
    answer.assessment.status = Assessment.Status.AWAITING_HEAD

    assert permissions.may_edit(operator, answer).reason == (
        "Penilaian sedang menunggu persetujuan Kepala PD. Isian hanya dapat dibaca."
    )


# Reading


@pytest.mark.parametrize(
    "person, allowed",
    [
        ("assessor", True),
        ("own_assessor", True),
        ("coordinator", True),
        ("executive", True),
        ("operator", False),
        ("head", False),
        ("outsider", False),
        ("superuser", False),
        ("inactive", False),
    ],
)
def test_reviews_are_read_by_wide_roles(person, allowed, institution, request):
    user = request.getfixturevalue(person)

    assert bool(permissions.may_read_reviews(user, institution.pk)) is allowed
    assert bool(permissions.may_read_some_reviews(user)) is allowed


def test_refusal_names_the_role_and_the_unit(assessment, neighbor):
    assert permissions.may_resend(neighbor, assessment).reason == (
        "Halaman ini hanya untuk Operator Dinas Kesehatan. Hubungi koordinator penilaian bila Anda memerlukannya."
    )


def test_receipt_is_there_once_something_was_sent(assessment, operator):
    assert permissions.has_receipt(assessment).reason == (
        "Penilaian ini belum dikirim, sehingga belum ada tanda terima."
    )
    factories.fill_all(assessment, operator)
    assert permissions.has_receipt(factories.submit(assessment, by=operator))


def test_active_membership_plays_no_part(submitted, assessor, institution, other_unit):
    """A person with two roles may do what either allows, whichever was chosen in the menu."""
    Membership.objects.create(user=assessor, institution=institution, role=Role.OPERATOR, unit=other_unit)

    assert permissions.may_review(again(assessor), sent_answer(submitted))


def test_period_tells_why_it_cannot_be_changed(period, coordinator):
    assert permissions.may_prepare(coordinator, period).reason == (
        "Periode sudah dibuka. Hanya tanggal dan penugasan yang dapat diubah."
    )
    assert permissions.may_reopen(coordinator, period).reason == "Periode ini tidak sedang ditutup."
    period.status = Period.Status.CLOSED
    assert permissions.may_assign(coordinator, period).reason == (
        "Periode sudah ditutup. Penugasan tidak dapat diubah."
    )
    assert permissions.may_close(coordinator, period).reason == ("Hanya periode yang sedang dibuka yang dapat ditutup.")

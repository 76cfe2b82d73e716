"""Objections (sanggahan): the unit's one, before its deadline; decided by an assessor who did not take the decision."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import Objection
from assessments.permissions.reviewing import may_judge
from assessments.permissions.roles import ALLOWED, Role, has_role, refused
from assessments.permissions.stages import scores_move

OBJECTION_TIME = timedelta(days=5)  # after the decision, and never behind the end of the review


def objection_deadline(review, period):
    return min(review.created_at + OBJECTION_TIME, period.review_closes_at)


def may_object(user, answer, review, now=None):
    """`review` is the decision that stands. What was accepted as claimed leaves nothing to object to."""
    assessment = answer.assessment
    if not (verdict := _speaks(user, assessment) and scores_move(assessment.period)):
        return verdict
    if not answer.is_decided or review is None:
        return refused("Jawaban ini belum diputuskan asesor, sehingga belum ada yang dapat disanggah.")
    if Objection.objects.filter(answer=answer).exists():
        return refused("Satu jawaban hanya dapat disanggah satu kali.")
    if review.score == review.claimed_score:
        return refused("Putusan ini sama dengan penilaian mandiri, sehingga tidak ada yang disanggah.")
    if (now or timezone.now()) > objection_deadline(review, assessment.period):
        return refused("Tenggat sanggahan telah lewat.")
    return ALLOWED


def may_withdraw_objection(user, objection):
    assessment = objection.answer.assessment
    if not (verdict := _speaks(user, assessment) and scores_move(assessment.period)):
        return verdict
    return _waits(objection)


def may_decide_objection(user, objection):
    if not (verdict := may_judge(user, objection.answer.assessment)):
        return verdict
    if user.pk in objection.deciders:
        return refused("Anda yang mengambil putusan yang disanggah. Asesor lain yang memutuskan sanggahannya.")
    return _waits(objection)


def _waits(objection):
    waits = objection.state == Objection.State.FILED
    return ALLOWED if waits else refused("Sanggahan ini sudah diputuskan atau ditarik kembali.")


def _speaks(user, assessment):
    place = assessment.period.institution_id, assessment.unit_id
    if any(has_role(user, role, *place) for role in (Role.OPERATOR, Role.UNIT_HEAD)):
        return ALLOWED
    return refused(f"Sanggahan diajukan operator atau kepala {assessment.unit.name}.")

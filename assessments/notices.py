"""Who is told of what: the messages that go with a change of state, in its transaction.

Transitions call these with the Event that they recorded; each event is told once, and never to whoever did it.
"""

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from assessments.models import Assessment, Review
from assessments.permissions import fill_deadline
from inbox import outbox, wording
from inbox.moments import moment, today

Role = Membership.Role
UNIT = Membership.OWN_UNIT_ROLES


def approval_asked(event, assessment):
    deadline = _moment(fill_deadline(assessment), assessment)
    _tell_unit("approval_asked", event, assessment, (Role.UNIT_HEAD,), page="check", tenggat=deadline)


def approval_refused(event, assessment):
    _tell_unit("approval_refused", event, assessment, (Role.OPERATOR,), alasan=event.data["reason"])


def submitted(event, assessment):
    _tell_coordinators("submitted", event, assessment, jumlah=event.data["answers"])


def resent(event, assessment):
    _tell_coordinators("resent", event, assessment, jumlah=len(event.data["indicators"]))


def withdrawn(event, assessment):
    _tell_coordinators("withdrawn", event, assessment)


def judged(review, assessment):
    """A unit hears of answers that came back once a day, whatever their number, and of the end of its review."""
    institution = assessment.period.institution
    if review.verdict == Review.Verdict.SEND_BACK:
        day = today(institution, timezone.now())
        deadline = moment(assessment.period.repair_closes_at, institution)
        values = {"page": "repairs", "key": f"returned:{assessment.pk}:{day}", "tenggat": deadline}
        _tell_unit("returned", None, assessment, UNIT, **values)
    elif review.verdict == Review.Verdict.RAISE:
        _tell_second_assessors(review, assessment)
    elif assessment.status == Assessment.Status.VERIFIED:
        _tell_unit("verified", None, assessment, UNIT, key=f"verified:{assessment.pk}:{review.pk}")


def _tell_second_assessors(review, assessment):
    """All other assessors but those of the unit itself; who may confirm, the page tells."""
    period, unit = assessment.period, assessment.unit
    own = Membership.objects.filter(unit=unit).values("user")
    people = _holders(period.institution_id, (Role.ASSESSOR,)).exclude(pk=review.assessor_id).exclude(pk__in=own)
    url = reverse("assessments:review", args=[review.answer_id])
    values = {"pelaku": review.assessor.name, "alasan": review.reason, "perangkat_daerah": unit.name}
    _tell("raised", None, people, period, url, key=f"review.raise:{review.pk}", **values)


def objection_filed(event, objection):
    """All assessors who did not take the decision, but those of the unit itself."""
    assessment = objection.answer.assessment
    own = Membership.objects.filter(unit=assessment.unit_id).values("user")
    people = _holders(assessment.period.institution_id, (Role.ASSESSOR,)).exclude(pk__in=objection.deciders)
    url = reverse("assessments:objection_decide", args=[objection.pk])
    values = {"alasan": objection.reason, "perangkat_daerah": assessment.unit.name}
    _tell("objection_filed", event, people.exclude(pk__in=own), assessment.period, url, **values)


def objection_decided(event, objection):
    assessment = objection.answer.assessment
    _tell_unit("objection_decided", event, assessment, UNIT, alasan=objection.decision_reason)


def commented(event, comment):
    """The other side, once a day for each answer, however long the talk."""
    answer = comment.answer
    assessment = answer.assessment
    key = f"comment:{answer.pk}:{comment.is_from_unit}:{today(assessment.period.institution, timezone.now())}"
    if comment.is_from_unit:
        people = User.objects.filter(is_active=True, reviews__answer=answer).exclude(pk=comment.author_id).distinct()
        url = reverse("assessments:review", args=[answer.pk])
    else:
        people = people_of_units([assessment.unit_id]).exclude(pk=comment.author_id)
        url = answer.get_absolute_url()
    values = {"perangkat_daerah": assessment.unit.name, "pelaku": _side(comment)}
    _tell("commented", None, people, assessment.period, f"{url}#komentar", key=key, **values)


def _side(comment):
    """A unit reads the role of those who review, not their names."""
    return comment.author.name if comment.is_from_unit else "Asesor internal"


def extension_asked(event, extension):
    until = _moment(extension.wanted_until, extension.assessment)
    values = {"tenggat": until, "alasan": extension.reason}
    _tell_coordinators("extension_asked", event, extension.assessment, page="period", **values)


def extension_answered(event, extension):
    assessment, kind = extension.assessment, f"extension_{extension.state}"
    values = {"tenggat": _moment(fill_deadline(assessment), assessment), "alasan": extension.answer_note}
    _tell_unit(kind, event, assessment, UNIT, **values)


def review_shared(event, period, assessors):
    """An assessor hears once a day of a part of the review, however many were given."""
    people = User.objects.filter(is_active=True, pk__in=[assessor.pk for assessor in assessors])
    key = f"review_shared:{period.pk}:{today(period.institution, timezone.now())}"
    url = reverse("assessments:queue") + f"?periode={period.slug}"
    _tell("review_shared", None, people.exclude(pk=event.actor_id), period, url, key=key, pelaku=event.actor.name)


def period_opened(event, period):
    people = people_of_units(period.assessments.values("unit"))
    deadline = moment(period.fill_closes_at, period.institution)
    _tell("period_opened", event, people, period, reverse("assessments:list"), tenggat=deadline)


def period_closed(event, period):
    page = reverse("reports:result", args=[period.slug])
    _tell("period_closed", event, _everybody(period), period, page)


def period_reopened(event, period):
    values = {"alasan": event.data["reason"]}
    _tell("period_reopened", event, _everybody(period), period, reverse("assessments:list"), **values)


def people_of_units(units, roles=UNIT):
    """Who fills for these units, or answers for them."""
    held = Membership.objects.filter(unit__in=units, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def _tell_unit(kind, event, assessment, roles, page="tasks", **values):
    people = people_of_units([assessment.unit_id], roles)
    _tell_of_unit(kind, event, assessment, people, page, **values)


def _tell_coordinators(kind, event, assessment, page="tasks", **values):
    people = _holders(assessment.period.institution_id, (Role.COORDINATOR,))
    _tell_of_unit(kind, event, assessment, people, page, **values)


def _tell_of_unit(kind, event, assessment, people, page, **values):
    period, unit = assessment.period, assessment.unit
    url = reverse(f"assessments:{page}", args=[period.slug] if page == "period" else [period.slug, unit.code])
    _tell(kind, event, people, period, url, perangkat_daerah=unit.name, **values)


def _tell(kind, event, people, period, url, key=None, **values):
    if event:
        values["pelaku"], key = event.actor.name, f"{event.action}:{event.pk}"
        people = people.exclude(pk=event.actor_id)
    values |= {"periode": period.name, "tautan": outbox.address_of(url)}
    letter = wording.letter(period.institution, kind, **values)
    outbox.tell(
        kind, people, institution=period.institution, subject=letter.subject, body=letter.body, url=url, key=key
    )


def _everybody(period):
    of_units = Membership.objects.filter(unit__in=period.assessments.values("unit"), role__in=UNIT)
    wide = Membership.objects.filter(institution=period.institution_id, role__in=Membership.WIDE_ROLES)
    return User.objects.filter(is_active=True, pk__in=(of_units | wide).values("user"))


def _holders(institution_id, roles):
    held = Membership.objects.filter(institution=institution_id, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def _moment(value, assessment):
    return moment(value, assessment.period.institution)

"""A sample of decided answers is read again by people who do not know the decision, and differences are settled."""

import math
import secrets

from django.db import transaction
from django.utils import timezone

from assessments import permissions
from assessments.models import Answer, Review, SecondReading, record
from assessments.workflow.consolidating import return_to_review
from assessments.workflow.locks import locked_answer, locked_period
from assessments.workflow.typed import check_reason, check_score
from indicators.scoring import plain

SECOND_READING_PERCENT = 10  # of the decided answers, and every raise beside them


@transaction.atomic
def draw_sample(period, *, by, percent=SECOND_READING_PERCENT):
    """Draw so many per cent of the answers decided so far, rounded up, and every raise; returns the new readings.

    Those drawn before count towards the share, so that drawing again only adds what was decided since.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_draw_sample(by, fresh))
    reviews = _deciding(fresh)
    drawn = set(SecondReading.objects.filter(period=fresh).values_list("answer", flat=True))
    raises = [pk for pk, review in reviews.items() if review.confirms_id and pk not in drawn]
    others = [pk for pk, review in reviews.items() if not review.confirms_id and pk not in drawn]
    usual = sum(not review.confirms_id for review in reviews.values())
    had = SecondReading.objects.filter(period=fresh, is_raise=False).count()
    wanted = min(max(0, math.ceil(usual * percent / 100) - had), len(others))
    chosen = [*raises, *secrets.SystemRandom().sample(others, wanted)]
    now = timezone.now()
    readings = SecondReading.objects.bulk_create(
        SecondReading(
            period=fresh,
            answer_id=pk,
            review=reviews[pk],
            is_raise=bool(reviews[pk].confirms_id),
            drawn_at=now,
            drawn_by=by,
        )
        for pk in sorted(chosen)
    )
    if readings:
        told = {"percent": percent, "answers": sorted(chosen)}
        record("second_reading.drawn", by=by, institution=fresh.institution, target=fresh.slug, **told)
    return readings


@transaction.atomic
def read_again(reading, *, by, score, note):
    """The second assessor's own score, given before the first one's is shown. Returns the reading, with its verdict."""
    locked_period(reading.period)
    locked_answer(reading.answer)
    fresh = _locked(reading)
    permissions.require(permissions.may_read_second(by, fresh))
    check_score(score, fresh.period.instrument)
    check_reason(note)
    agrees = score == fresh.review.score
    fresh.verdict = SecondReading.Verdict.AGREES if agrees else SecondReading.Verdict.DIFFERS
    fresh.reader, fresh.score, fresh.note, fresh.read_at = by, score, note.strip(), timezone.now()
    fresh.save()
    _record("second_reading.read", fresh, by, score=plain(score), verdict=str(fresh.verdict), note=fresh.note)
    return fresh


@transaction.atomic
def settle_reading(reading, *, by, text, returns=False):
    """What two assessors see differently is brought together: the decision stays, or goes back to the review."""
    locked_period(reading.period)
    answer = locked_answer(reading.answer)
    fresh = _locked(reading)
    permissions.require(permissions.may_settle_reading(by, fresh))
    check_reason(text)
    fresh.settled_at, fresh.settled_by, fresh.settlement = timezone.now(), by, text.strip()
    fresh.save()
    _record("second_reading.settled", fresh, by, text=fresh.settlement, returned=returns)
    if returns:
        return_to_review(answer, by=by, version=answer.version, reason=text)
    return fresh


def _deciding(period):
    """Answer to the standing decision, for the decided answers of the period."""
    answers = Answer.objects.filter(assessment__period=period, status__in=Answer.DECIDED)
    rows = Review.objects.standing().filter(answer__in=answers).order_by("pk")
    return {review.answer_id: review for review in rows}


def _locked(reading):
    rows = SecondReading.objects.select_for_update(of=("self",))
    rows = rows.select_related(
        "period__instrument", "review__confirms", "answer__assessment__period", "answer__assessment__unit"
    )
    return rows.get(pk=reading.pk)


def _record(action, reading, by, **told):
    assessment = reading.answer.assessment
    record(action, by=by, assessment=assessment, target=f"answer:{reading.answer_id}", reading=reading.pk, **told)

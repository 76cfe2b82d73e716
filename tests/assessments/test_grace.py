"""D4: what was typed before the deadline is taken for ten minutes after it, on the word of the server's own token."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from assessments import grace, permissions
from assessments.models import Assessment, Period
from tests import factories
from tests.assessments.autosaving import autosave
from tests.assessments.filling import answer_url, refreshed, sent, text
from tests.assessments.test_presence import ping

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

SECOND = timedelta(seconds=1)


@pytest.fixture
def deadline(answer):
    """Half a minute ago."""
    closes_at = timezone.now() - timedelta(seconds=30)
    Period.objects.update(fill_closes_at=closes_at)
    answer.assessment.period.fill_closes_at = closes_at
    return closes_at


def allowed(operator, answer, now, opened=None):
    return bool(permissions.may_edit(operator, answer, now=now, seen_open_at=opened))


def test_grace_lasts_ten_minutes_for_a_page_open_before_the_deadline(operator, answer, deadline):
    before, end = deadline - SECOND, deadline + permissions.GRACE
    assert timedelta(minutes=10) == permissions.GRACE
    assert allowed(operator, answer, deadline) and allowed(operator, answer, deadline - SECOND)
    assert not allowed(operator, answer, deadline + SECOND)
    assert allowed(operator, answer, deadline + SECOND, before)
    assert allowed(operator, answer, end, before) and not allowed(operator, answer, end + SECOND, before)
    assert not allowed(operator, answer, deadline + SECOND, deadline)
    assert not allowed(operator, answer, deadline + SECOND, deadline + SECOND / 2)


def test_extension_moves_the_grace_with_the_deadline(operator, answer, deadline):
    later = deadline + timedelta(hours=1)
    answer.assessment.extended_until = later
    assert allowed(operator, answer, later) and not allowed(operator, answer, later + SECOND)
    assert allowed(operator, answer, later + SECOND, later - SECOND)
    answer.assessment.extended_until = deadline - timedelta(days=1)
    assert not allowed(operator, answer, deadline + SECOND)


def test_grace_opens_nothing_that_the_state_forbids(operator, assessor, answer, deadline):
    before, now = deadline - SECOND, deadline + SECOND
    answer.assessment.status = Assessment.Status.SUBMITTED
    assert not allowed(operator, answer, now, before)
    answer.assessment.status = Assessment.Status.DRAFT
    assert not allowed(assessor, answer, now, before)


def test_grace_holds_for_a_repair(operator, answer, deadline):
    period = answer.assessment.period
    answer.assessment.status, answer.status = Assessment.Status.RETURNED, "returned"
    period.repair_closes_at = deadline + timedelta(days=1)
    assert not allowed(operator, answer, period.repair_closes_at + SECOND)
    assert allowed(operator, answer, period.repair_closes_at + SECOND, period.repair_closes_at - SECOND)


def test_extension_lets_the_unit_still_send(operator, assessment, deadline):
    Assessment.objects.filter(pk=assessment.pk).update(extended_until=timezone.now() + timedelta(hours=1))
    factories.fill_all(Assessment.objects.get(pk=assessment.pk), operator)
    assert factories.submit(assessment, by=operator).status == "submitted"


# The token


def test_token_tells_when_this_person_had_this_assessment_open(operator, colleague, answer, period, other_unit):
    now, assessment = timezone.now(), answer.assessment
    token = grace.issue(operator, assessment, now)
    assert grace.opened_at(token, operator, assessment) == now
    assert grace.opened_at(token, colleague, assessment) is None
    assert grace.opened_at(token, operator, period.assessments.get(unit=other_unit)) is None
    assert grace.opened_at(token, operator, assessment, now + grace.LIFETIME) == now
    assert grace.opened_at(token, operator, assessment, now + grace.LIFETIME + SECOND) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "9" + t, lambda t: "", lambda t: "a.b.c:d", lambda t: "x"]
)
def test_forged_token_says_nothing(operator, answer, change):
    token = change(grace.issue(operator, answer.assessment))
    assert grace.opened_at(token, operator, answer.assessment) is None


def test_token_of_another_purpose_says_nothing(operator, answer):
    value = f"{operator.pk}.{answer.assessment.pk}.0.0"
    for signer in (signing.Signer(), signing.Signer(salt="lain")):
        assert grace.opened_at(signer.sign(value), operator, answer.assessment) is None


# Saves


def issued(operator, answer, moment):
    return grace.issue(operator, answer.assessment, moment)


def test_late_save_is_taken_with_a_token_of_before(filler, operator, colleague, answer, deadline):
    token = issued(operator, answer, deadline - SECOND)
    response = autosave(filler, answer, explanation="Diketik sebelum tenggat.", izin=token)
    assert response.status_code == 200
    assert response.json()["izin"] == token
    assert ping(filler, answer, izin=token).json()["izin"] == token
    assert ping(filler, answer, izin=token).json()["sisa"] == 0

    fresh = refreshed(answer)
    refused = [
        issued(operator, answer, deadline),
        issued(colleague, answer, deadline - SECOND),
        issued(operator, answer.assessment.answers.first(), deadline - grace.LIFETIME),
        "karangan",
        "",
    ]
    for late in refused:
        assert autosave(filler, fresh, explanation="Terlambat.", izin=late).status_code == 423
    assert refreshed(answer).explanation == "Diketik sebelum tenggat."

    Period.objects.update(fill_closes_at=timezone.now() - permissions.GRACE - SECOND)
    assert autosave(filler, fresh, explanation="Terlambat.", izin=token).status_code == 423


def test_page_that_lay_open_since_the_morning_saves_after_the_deadline(filler, operator, answer):
    """Opened at seven, asleep all day, saved at five past eight in the evening: nothing renewed its token."""
    closes_at = timezone.now() - timedelta(minutes=5)
    Period.objects.update(fill_closes_at=closes_at)
    token = issued(operator, answer, closes_at - timedelta(hours=13))

    assert filler.post(answer_url(answer), sent(answer, izin=token)).status_code == 302
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_page_without_script_carries_the_token_too(filler, operator, answer):
    page = text(filler.get(answer_url(answer)))
    token = page.split('name="izin" value="')[1].split('"')[0]
    closes_at = timezone.now()
    Period.objects.update(fill_closes_at=closes_at)

    filler.post(answer_url(answer), sent(answer, izin=token))
    assert refreshed(answer).score == 3
    assert filler.post(answer_url(answer), sent(answer, score="4")).status_code == 403
    assert refreshed(answer).score == 3

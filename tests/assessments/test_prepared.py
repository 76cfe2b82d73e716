"""Queries that are compiled once give what Django gives, for every caller and on both databases."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import BigIntegerField, Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, User
from assessments.models import Answer, Assessment
from assessments.prepared import Prepared, Slot, update_row
from assessments.workflow.reads import locked_answer_at

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

PEOPLE = ("operator", "colleague", "neighbor", "head", "assessor", "coordinator", "executive", "outsider", "superuser")


def test_rows_come_with_their_relations_and_with_new_values(assessment, operator):
    numbers = Slot("number", BigIntegerField())
    query = Prepared(
        lambda: (
            Answer.objects.filter(indicator__number=numbers)
            .select_related("indicator__instrument")
            .annotate(proofs=Count("citations"))
            .order_by("pk")
        )
    )
    for number in (1, 2, 1):
        row = query.first(number=number)
        expected = Answer.objects.filter(indicator__number=number).order_by("pk").first()
        assert (row, row.proofs) == (expected, 0)
        with CaptureQueriesContext(connection) as captured:
            assert row.indicator.instrument.scale_max == Decimal(5)
        assert not captured.captured_queries
    assert query.first(number=99) is None


@pytest.mark.parametrize("person", PEOPLE)
def test_who_sees_an_answer_is_told_by_visible_to(period, unit, other_unit, request, person):
    user = User.objects.get(pk=request.getfixturevalue(person).pk)
    for place in (unit, other_unit):
        seen = Assessment.objects.visible_to(user).filter(unit=place, period=period).exists()
        found = locked_answer_at(period.slug, place.code, period.instrument.indicators.get(number=1).number, by=user)
        assert bool(found) == seen


def test_two_memberships_are_both_counted_and_a_closed_account_none(period, unit, other_unit, neighbor, institution):
    Membership.objects.create(user=neighbor, institution=institution, unit=unit, role=Membership.Role.UNIT_HEAD)
    user = User.objects.get(pk=neighbor.pk)
    assert locked_answer_at(period.slug, unit.code, 1, by=user).assessment.unit == unit
    assert locked_answer_at(period.slug, other_unit.code, 1, by=user).assessment.unit == other_unit
    user.is_active = False
    assert locked_answer_at(period.slug, unit.code, 1, by=user) is None


def test_an_update_swaps_only_what_is_still_as_it_was(answer, operator):
    values = {"score": Decimal("2.5"), "updated_at": timezone.now(), "updated_by": operator.pk}
    for score in (Decimal("2.5"), None):
        values["score"] = score
        version = Answer.objects.get(pk=answer.pk).version
        assert update_row(Answer, answer.pk, values, where={"version": version}, raised=("version",)) == 1
        assert update_row(Answer, answer.pk, values, where={"version": version}, raised=("version",)) == 0
        saved = Answer.objects.get(pk=answer.pk)
        assert (saved.score, saved.version, saved.updated_at) == (score, version + 1, values["updated_at"])
    assert saved.updated_by == operator
    assert Answer.objects.filter(updated_by=operator).count() == 1

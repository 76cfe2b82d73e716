import json
from decimal import Decimal

import pytest

from assessments import frozen, workflow
from assessments.models import Answer, Evidence
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_content_is_canonical_and_stable(reviewed, coordinator):
    moment = reviewed.created_at
    first = frozen.content_of(reviewed, revision=1, closed_at=moment, closed_by=coordinator)
    again = frozen.content_of(reviewed, revision=1, closed_at=moment, closed_by=coordinator)

    text = frozen.canonical(first)

    assert text == frozen.canonical(again) == frozen.canonical(json.loads(text))
    assert frozen.digest_of(text) == frozen.digest_of(frozen.canonical(again))


def test_content_has_no_binary_fractions(result):
    def walk(value):
        if isinstance(value, dict):
            return any(map(walk, value.values()))
        if isinstance(value, list):
            return any(map(walk, value))
        return isinstance(value, float)

    assert not walk(result.content)


def test_contributions_sum_to_the_index(result):
    content = result.content

    total = sum(Decimal(row["contribution"]) for row in content["indicators"])

    assert total == Decimal(content["index"]["exact"]) == result.index


def test_claims_follow_the_same_policy(result):
    rows = {row["number"]: row for row in result.content["indicators"]}

    assert rows[3]["claimed"] == "3" and rows[3]["score"] == "4"
    assert rows[3]["reason"] == factories.REASON
    assert rows[1]["supporting"] == [{"code": "DISDIK", "name": "Dinas Pendidikan", "claimed": "3", "score": "3"}]


def test_evidence_is_listed_with_its_letter(result):
    rows = {row["number"]: row for row in result.content["indicators"]}

    assert [(e["unit"], e["letter"], e["pages"], e["levels"]) for e in rows[1]["evidence"]] == [
        ("DINKES", "a", "1-3", [3]),
        ("DISDIK", "a", "1-3", [3]),
    ]


def test_attainment_counts_led_indicators(result):
    units = {row["code"]: row for row in result.content["units"]}

    # Dinas Kesehatan leads 1 (10 %, 3), 2 (20 %, 3) and 3 (30 %, 4): (30 + 60 + 120) / 60 = 3.5.
    assert units["DINKES"]["attainment"] == {"exact": "3.5", "display": "3.50", "weight": "60", "count": 3}


def test_next_year_compares_with_this_one(result, institution, instrument, coordinator, unit, operator, assessor):
    leads = [(number, unit) for number in range(1, 6)]
    following = factories.make_period(institution, instrument, coordinator, year=2024, leads=leads)
    assessment = following.assessments.get(unit=unit)
    factories.fill_all(assessment, operator, "4")
    factories.submit(assessment, by=operator)
    for answer in Answer.objects.filter(assessment=assessment).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)

    content = workflow.close_period(following, by=coordinator).content

    assert content["previous"]["index"] == "3.3" and content["previous"]["comparable"] is True
    assert [row["previous"] for row in content["indicators"]] == ["3", "3", "4", "3", "3"]


def test_reading_takes_the_same_queries_for_more_answers(
    reviewed, coordinator, institution, django_assert_max_num_queries, operator
):
    with django_assert_max_num_queries(22) as captured:
        frozen.content_of(reviewed, revision=1, closed_at=reviewed.created_at, closed_by=coordinator)
    before = len(captured)
    for number in range(8):
        extra = factories.make_unit(institution, f"U{number}")
        indicator = reviewed.instrument.indicators.get(number=2)
        supporting = [a.unit for a in reviewed.assignments.filter(indicator=indicator, is_lead=False)]
        lead = reviewed.assignments.get(indicator=indicator, is_lead=True).unit
        workflow.assign(reviewed, indicator, by=coordinator, lead=lead, supporting=[*supporting, extra])

    with django_assert_max_num_queries(22) as captured:
        frozen.content_of(reviewed, revision=1, closed_at=reviewed.created_at, closed_by=coordinator)

    assert len(captured) == before
    assert Evidence.objects.count() == 6

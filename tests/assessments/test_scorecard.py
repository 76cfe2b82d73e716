"""From rows to figures: who contributes what, the three policies, what a decision moves, and in how many queries."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Unit
from assessments import scorecard, workflow
from assessments.consolidation import Consolidation
from assessments.models import Answer, Assessment, Assignment, IndicatorResult, Period
from indicators import scoring
from indicators.models import Instrument
from tests import factories
from tests.assessments.deciding import answered, decide

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

# Levels of process.md 3.3 C in the order of the indicators 1-47 (sample data, exact index 3.37).
SAMPLE = [int(level) for level in "44343333353433434333233232221224454443444444433" + "3"]


@pytest.fixture
def shared(institution, instrument, coordinator, assessor):
    """The example of process.md 9.2: one lead with 4, three supporting units with 3, 2 and 2, all reviewed."""
    units = [factories.make_unit(institution, code) for code in ("KOMINFO", "DINKES", "DISDIK", "BAPENDA")]

    def make(policy, decided=(4, 3, 2, 2)):
        period = factories.make_period(
            institution,
            instrument,
            coordinator,
            leads=[(number, units[0]) for number in range(1, 6)],
            supporting=[(2, unit) for unit in units[1:]],
            rollup_policy=policy,
        )
        for unit, claimed, score in zip(units, (4, 3, 3, 2), decided, strict=True):
            answer = answered(period, unit, 2, claimed)
            if score:
                decide(answer, assessor, score)
        return period

    return make


def suggestion_for(period, number):
    rows = scorecard.contributions(period, number)[number]
    return scorecard.suggestion(scorecard.policies(period)[number], rows, period.instrument.scheme().scale)


# Contributions


def test_contributions_name_the_lead_first_and_keep_what_is_missing(shared):
    period = shared("lead", decided=(None, 3, 2, None))

    rows = scorecard.contributions(period)[2]

    codes = dict(Unit.objects.values_list("pk", "code"))
    assert [(codes[row.unit_id], row.is_lead, row.claimed, row.decided, row.status) for row in rows] == [
        ("KOMINFO", True, 4, None, "waiting"),
        ("BAPENDA", False, 2, None, "waiting"),
        ("DINKES", False, 3, 3, "accepted"),
        ("DISDIK", False, 3, 2, "adjusted"),
    ]


def test_contributions_of_a_returned_answer_have_no_decided_score(shared, assessor):
    period = shared("lead")
    answer = Answer.objects.with_parents().get(assessment__unit__code="KOMINFO", indicator__number=2)

    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)

    lead = scorecard.contributions(period, 2)[2][0]
    assert (lead.claimed, lead.decided, lead.status) == (4, None, "returned")


def test_contributions_follow_the_last_review(shared, assessor):
    period = shared("lead")
    answer = Answer.objects.with_parents().get(assessment__unit__code="KOMINFO", indicator__number=2)

    decide(answer, assessor, 1)

    assert scorecard.contributions(period, 2)[2][0].decided == 1


def test_contributions_of_an_assigned_unit_without_answer_are_empty(shared):
    period = shared("lead")
    Assignment.objects.create(
        period=period,
        indicator=period.instrument.indicators.get(number=3),
        unit=Unit.objects.get(code="BAPENDA"),
    )

    last = scorecard.contributions(period, 3)[3][-1]

    assert (last.claimed, last.decided, last.status) == (None, None, Answer.Status.EMPTY)


# Policies, by the example of process.md 9.2


@pytest.mark.parametrize(
    "policy, score, exact, counted, total, share",
    [
        ("lead", 4, 4, 1, 1, "0.8"),
        ("minimum", 2, 2, 4, 4, "0.4"),
        ("average", 2, Decimal("2.75"), 4, 4, "0.4"),
    ],
)
def test_policy_suggests(policy, score, exact, counted, total, share, shared):
    period = shared(policy)

    suggestion = suggestion_for(period, 2)

    assert (suggestion.score, suggestion.exact) == (score, exact)
    assert (suggestion.counted, suggestion.total) == (counted, total)
    result = IndicatorResult.objects.get(period=period, indicator__number=2)
    assert (result.score, result.origin) == (score, policy)
    # Indicator 2 weighs 20; the other 80 percent count as level 1: 0.8 + 20 × score / 100.
    assert scorecard.interim(period).index == Decimal("0.8") + Decimal(share)


@pytest.mark.parametrize(
    "policy, decided, score, counted",
    [
        ("lead", (None, 3, 2, 2), None, 0),
        ("minimum", (None, 3, 2, 2), None, 3),
        ("average", (None, 3, 2, 2), None, 3),
        ("lead", (4, None, 2, 2), 4, 1),
        ("minimum", (4, None, 2, 2), None, 3),
        ("average", (4, None, 2, 2), 2, 3),
    ],
)
def test_policy_without_the_lead_or_a_supporter(policy, decided, score, counted, shared):
    """A missing lead leaves no suggestion; a missing supporter is ignored, blocks, or is left out of the mean."""
    period = shared(policy, decided)

    suggestion = suggestion_for(period, 2)

    assert (suggestion.score, suggestion.counted) == (score, counted)
    assert IndicatorResult.objects.filter(period=period, indicator__number=2).exists() is (score is not None)


def test_claims_roll_up_by_the_same_policy(shared):
    scheme = shared("minimum", (None, None, None, None)).instrument.scheme()

    assert scorecard.claimed_scores(Period.objects.get(), scheme) == {2: 2}


def test_score_set_by_an_assessor_does_not_follow_further_decisions(shared, assessor):
    period = shared("lead")
    indicator = period.instrument.indicators.get(number=2)
    workflow.set_indicator_result(period, indicator, by=assessor, score=Decimal(3), reason=factories.REASON)
    answer = Answer.objects.with_parents().get(assessment__unit__code="KOMINFO", indicator__number=2)

    decide(answer, assessor, 1)

    assert scorecard.decided_scores(period) == {2: 3}
    assert workflow.follow_policy(period, indicator, by=assessor).score == 1
    assert scorecard.decided_scores(period) == {2: 1}


def test_following_the_policy_without_a_suggestion_leaves_no_score(shared, assessor):
    period = shared("lead", (None, 3, 2, 2))
    indicator = period.instrument.indicators.get(number=2)
    workflow.set_indicator_result(period, indicator, by=assessor, score=Decimal(3), reason=factories.REASON)

    assert workflow.follow_policy(period, indicator, by=assessor) is None
    assert scorecard.decided_scores(period) == {}


def test_score_follows_the_answer_back_when_it_is_returned(shared, assessor):
    period = shared("lead")
    answer = Answer.objects.with_parents().get(assessment__unit__code="KOMINFO", indicator__number=2)

    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)

    assert scorecard.decided_scores(period) == {}


def test_another_lead_brings_another_score(shared, coordinator):
    period = shared("lead")
    units = {unit.code: unit for unit in Unit.objects.all()}
    supporting = [units[code] for code in ("KOMINFO", "DISDIK", "BAPENDA")]

    workflow.assign(
        period,
        period.instrument.indicators.get(number=2),
        by=coordinator,
        lead=units["DINKES"],
        supporting=supporting,
    )

    assert scorecard.decided_scores(period) == {2: 3}


# Attainment and interim index


def test_attainment_weighs_what_the_unit_leads(period, unit, other_unit, assessor):
    for number, score in ((1, 3), (2, 2), (3, 4)):
        decide(answered(period, unit, number, score), assessor, score)
    decide(answered(period, other_unit, 1, 5), assessor, 5)

    found = scorecard.unit_attainment(period, unit)

    # (10×3 + 20×2 + 30×4) / 60 = 190/60
    assert scoring.display(found.exact, 4) == Decimal("3.1667")
    assert (found.weight, found.count) == (60, 3)
    assert scorecard.unit_attainment(period, other_unit) is None


@pytest.fixture
def sample_period(institution, coordinator, assessor):
    """process.md 9.4: sample C with 1-31 decided, 32-44 claimed as in the table, 45-47 empty."""
    call_command("load_instrument", "fixtures/instruments/permenpanrb-59-2020.yaml", verbosity=0)
    instrument = Instrument.objects.get(slug="permenpanrb-59-2020")
    unit = factories.make_unit(institution, "KOMINFO")
    values = factories.windows() | {"instrument": instrument, "slug": "contoh", "year": 2022, "name": "Contoh"}
    period = Period.objects.create(institution=institution, created_by=coordinator, **factories.OPEN, **values)
    assessment = Assessment.objects.create(period=period, unit=unit)
    indicators = list(instrument.indicators.order_by("number"))
    Assignment.objects.bulk_create(Assignment(period=period, indicator=i, unit=unit, is_lead=True) for i in indicators)
    Answer.objects.bulk_create(
        Answer(assessment=assessment, indicator=i, score=SAMPLE[i.number - 1] if i.number <= 44 else None)
        for i in indicators
    )
    IndicatorResult.objects.bulk_create(
        IndicatorResult(
            period=period,
            indicator=i,
            score=SAMPLE[i.number - 1],
            origin="lead",
            decided_at=timezone.now(),
            decided_by=assessor,
        )
        for i in indicators
        if i.number <= 31
    )
    return period


def test_interim_index_of_the_worked_example(sample_period):
    exact = {mode: scorecard.interim(sample_period, mode) for mode in scoring.Mode}

    assert exact[scoring.Mode.VERIFIED].index == Decimal("2.095")
    assert exact[scoring.Mode.MIXED].index == Decimal("3.19")
    assert scoring.display(exact[scoring.Mode.VERIFIED].filled_mean) == Decimal("3.01")
    assert {figure.rating for figure in exact.values()} == {None}
    assert exact[scoring.Mode.VERIFIED].assumed == tuple(range(32, 48))


def test_consolidation_reads_the_same_figures(sample_period):
    found = Consolidation(sample_period).interims

    assert {name: figure.index for name, figure in found.items()} == {
        mode.name.lower(): scorecard.interim(sample_period, mode).index for mode in scoring.Mode
    }


# Queries


def test_queries_stay_the_same_however_many_units_there_are(shared, django_assert_num_queries):
    period = shared("lead")
    unit = Unit.objects.get(code="KOMINFO")
    answer = Answer.objects.with_parents().get(assessment__unit=unit, indicator__number=2)
    instrument = Instrument.objects.get()
    for number in range(3):
        extra = factories.make_unit(unit.institution, f"TAMBAHAN{number}")
        for indicator in instrument.indicators.all():
            Assignment.objects.create(period=period, indicator=indicator, unit=extra)
    period = Period.objects.select_related("instrument", "institution").get()

    with django_assert_num_queries(2):
        scorecard.contributions(period)
    with django_assert_num_queries(1):
        scorecard.decided_scores(period)
    with django_assert_num_queries(3):
        scorecard.interim(period)
    with django_assert_num_queries(6):
        scorecard.interim(period, scoring.Mode.MIXED)
    with django_assert_num_queries(2):
        scorecard.unit_attainment(period, unit)
    with django_assert_num_queries(11):
        scorecard.effect_of(answer, Decimal(3))
    with django_assert_num_queries(10):
        found = Consolidation(period)
        assert len(found.rows) == len(found.interims) + 2


def test_last_results_without_an_earlier_period(period):
    assert scorecard.last_results(period) is None

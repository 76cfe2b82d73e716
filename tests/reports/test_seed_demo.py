import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from assessments import storage
from assessments.completeness import gaps_of
from assessments.models import Answer, Assessment, Event, Evidence, Period, Result
from reports.models import BenchmarkResult, Document

pytestmark = pytest.mark.django_db


def seed(**options):
    out = io.StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def counted():
    return [
        model.objects.count() for model in (User, Period, Answer, Evidence, Event, Result, Document, BenchmarkResult)
    ]


def test_demo_province(settings):
    """One seeding, looked at from every side: it takes long enough."""
    told = seed()

    assert "operator.kominfo@demo.local" in told and "Kata sandi: " in told
    results = {r.period.year: r for r in Result.objects.select_related("period")}
    assert (results[2022].index, results[2022].rating) == (Decimal("3.37"), "Baik")
    assert (results[2021].index, results[2021].rating) == (Decimal("2.76"), "Baik")
    assert all(result.content["institution"]["is_sample"] for result in results.values())
    assert {d.state for d in Document.objects.filter(unit__isnull=True)} == {"final"}

    for answer in Answer.objects.filter(assessment__period__year=2022).with_proofs().with_parents():
        assert gaps_of(answer) == []
        assert answer.citations.filter(evidence__kind="file").exists()
    files = Evidence.objects.filter(kind="file")
    assert {e.media_type.split("/")[-1].split(".")[-1] for e in files} == {"pdf", "jpeg", "sheet"}
    assert all(storage.verify(e.stored_name, e.sha256) for e in files)

    current = Period.objects.get(year=2023)
    assert current.is_open
    states = set(Assessment.objects.filter(period=current).values_list("status", flat=True))
    assert states == {"draft", "awaiting_head", "submitted", "returned", "verified"}
    homes = [m.unit.code for m in User.objects.get(email="asesor@demo.local").memberships.all()]
    assert homes == ["INSPEKTORAT"]
    assert BenchmarkResult.objects.count() == 78

    before = counted()
    seed()
    assert counted() == before

    seed(large=True)
    open_answers = Answer.objects.filter(assessment__period=current).exclude(status__in=Answer.DECIDED)
    assert Assessment.objects.filter(period=current).count() == 44
    assert 270 <= open_answers.count() <= 330
    before = counted()
    seed(large=True)
    assert counted() == before


def test_demo_is_refused_outside_demo_mode(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="mode peragaan"):
        seed()

    assert not User.objects.exists()

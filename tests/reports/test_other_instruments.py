"""The whole way on every shipped instrument: no code knows how many indicators, levels or domains there are."""

import subprocess
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments import workflow
from assessments.models import Answer
from indicators.models import Instrument
from reports import publishing
from tests import factories

pytestmark = pytest.mark.django_db


def loaded(slug):
    call_command("load_instrument", f"fixtures/instruments/{slug}.yaml", verbosity=0)
    return Instrument.objects.get(slug=slug)


def opened(slug, institution, coordinator, unit):
    instrument = loaded(slug)
    leads = [(indicator.number, unit) for indicator in instrument.indicators.all()]
    period = factories.make_period(institution, instrument, coordinator, year=2026, leads=leads)
    return period, period.assessments.get(unit=unit)


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_continuous_scores_without_domains(client, institution, coordinator, unit, operator, assessor):
    period, assessment = opened("pemdi-8-2026", institution, coordinator, unit)
    client.force_login(operator)
    page = reverse("assessments:answer", args=[period.slug, unit.code, 1])
    text = {"explanation": factories.EXPLANATION, "tindakan": "simpan", "version-score": 0, "version-explanation": 0}

    refused = client.post(page, text | {"score": "5,5"})
    saved = client.post(page, text | {"score": "3,25"})

    assert refused.status_code == 422 and "5,5" in refused.content.decode()
    assert saved.status_code == 302
    first = Answer.objects.get(assessment=assessment, indicator__number=1)
    assert first.score == Decimal("3.25")
    shown = client.get(page).content.decode()
    assert "1,00" in shown and "5,00" in shown and 'type="radio" name="score"' not in shown

    factories.fill_all(assessment, operator, "3.25")
    factories.submit(assessment, by=operator)
    client.force_login(assessor)
    review = reverse("assessments:review", args=[first.pk])
    first.refresh_from_db()
    decision = {"verdict": "adjust", "score": "2,75", "reason": factories.REASON, "version": first.version}
    assert client.post(review, decision).status_code == 302
    for answer in Answer.objects.to_review().with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)

    result = workflow.close_period(period, by=coordinator)
    publishing.register(result)
    # 95 % at 3.25 and 5 % at 2.75.
    assert (result.index, result.rating) == (Decimal("3.225"), "Baik")
    pages = [client.get(reverse("reports:result", args=[period.slug])).content.decode()]
    card = publishing.publish(result.documents.get(kind="province"))
    pages.append(text_of(card.path.read_bytes()))
    for shown in pages:
        assert "3,23" in shown and "Indeks Pemdi" in shown and "2,75" in shown


def test_history_instrument_with_a_level_zero(institution, coordinator, unit, operator, assessor):
    period, assessment = opened("permenpanrb-5-2018", institution, coordinator, unit)
    for answer in assessment.answers.select_related("indicator__instrument", "assessment__unit", "assessment__period"):
        factories.fill(answer, operator, "0")
    factories.submit(assessment, by=operator)
    for answer in Answer.objects.to_review().with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)

    result = workflow.close_period(period, by=coordinator)

    assert (result.index, result.rating) == (Decimal(0), "Kurang")
    assert Answer.objects.filter(citations__isnull=False).count() == 0


@pytest.mark.parametrize("slug", ["pemdi-8-2026", "permenpanrb-5-2018"])
def test_unverified_instruments_warn_where_they_are_used(client, slug, institution, coordinator, unit):
    period, _ = opened(slug, institution, coordinator, unit)
    client.force_login(coordinator)

    for page in (period.instrument.get_absolute_url(), reverse("assessments:period", args=[period.slug])):
        assert "elum diverifikasi" in client.get(page).content.decode()

"""Lists of proofs, units, versions and wishes read the same number of queries with 1, 3, 10 and 500 rows."""

import pytest
from django.utils import timezone

from accounts.models import Unit
from assessments.models import Answer, Assessment, Assignment, Citation, Evidence, Extension, Period, Revision
from tests import factories
from tests.assessments.bulk import waiting_answers

pytestmark = pytest.mark.django_db

COUNTS = (1, 3, 10, 500)
UNIT = "/penilaian/lampung-2023/DINKES/"


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(("url", "expected"), [("/bukti/DINKES/", 6), (f"{UNIT}indikator/2/pustaka/", 8)])
def test_proofs_of_a_unit(queries, answer, operator, url, expected, count):
    rows = Evidence.objects.bulk_create(factories.link(answer.assessment.unit, operator) for _ in range(count))
    Citation.objects.bulk_create(Citation(answer=answer, evidence=row, position=n) for n, row in enumerate(rows, 1))

    assert queries(operator, url) == expected


@pytest.mark.parametrize("count", COUNTS)
def test_uses_of_a_proof(queries, answer, operator, count):
    proof = factories.cite_file(answer, operator).evidence
    place, dates = answer.assessment, factories.windows()
    fields = {"institution": place.period.institution, "instrument": place.period.instrument, "created_by": operator}
    periods = Period.objects.bulk_create(
        Period(slug=f"tahun-{year}", year=year, name=f"Penilaian {year}", **fields, **dates)
        for year in range(1, count + 1)
    )
    places = Assessment.objects.bulk_create(Assessment(period=period, unit=place.unit) for period in periods)
    answers = Answer.objects.bulk_create(Answer(assessment=row, indicator=answer.indicator) for row in places)
    Citation.objects.bulk_create(Citation(answer=row, evidence=proof, position=1) for row in answers)

    assert queries(operator, f"/bukti/DINKES/{proof.pk}/") == 8


@pytest.mark.parametrize("count", COUNTS)
def test_versions_of_an_answer(queries, answer, operator, count):
    now = timezone.now()
    Revision.objects.bulk_create(
        Revision(answer=answer, author=operator, version=n, explanation="Isi", started_at=now, saved_at=now)
        for n in range(count)
    )

    assert queries(operator, f"{UNIT}indikator/1/riwayat/") == 7


@pytest.mark.parametrize("count", COUNTS)
def test_wishes_of_a_unit(queries, answer, operator, coordinator, count):
    now = timezone.now()
    asked = {"reason": factories.REASON, "wanted_until": now, "asked_at": now, "asked_by": operator}
    refused = {"state": Extension.State.REFUSED, "answered_at": now, "answered_by": coordinator}
    Extension.objects.bulk_create(
        Extension(assessment=answer.assessment, answer_note="Tidak", **asked, **refused) for _ in range(count)
    )

    assert queries(operator, f"{UNIT}perpanjangan/") == 6
    assert queries(coordinator, "/kelola/periode/lampung-2023/") == 6


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(("url", "expected"), [("/", 6), ("/kelola/periode/lampung-2023/", 6)])
def test_units_of_a_period(queries, period, operator, coordinator, url, expected, count):
    waiting_answers(period, count, operator)

    assert queries(coordinator, url) == expected


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(("url", "expected"), [("", 11), ("1/", 8)])
def test_units_with_their_load(queries, institution, instrument, coordinator, url, expected, count):
    draft = factories.make_period(institution, instrument, coordinator, opened=False)
    units = Unit.objects.bulk_create(
        Unit(institution=draft.institution, code=f"U{n}", name=f"Unit {n:03}") for n in range(count)
    )
    indicator = draft.instrument.indicators.get(number=1)
    Assignment.objects.bulk_create(
        Assignment(period=draft, indicator=indicator, unit=unit, is_lead=n == 0) for n, unit in enumerate(units)
    )

    assert queries(coordinator, f"/kelola/penugasan/{draft.slug}/{url}") == expected

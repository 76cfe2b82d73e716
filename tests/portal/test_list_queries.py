"""Lists of years, documents and instruments read the same number of queries with 1, 3, 10 and 500 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit
from assessments import workflow
from assessments.models import Period
from indicators.models import Instrument
from reports import publishing
from reports.models import Document
from tests import factories

pytestmark = pytest.mark.django_db

COUNTS = (1, 3, 10, 500)


def queries(client, name):
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse(name))
    assert response.status_code == 200
    return len(captured)


def closed_years(institution, instrument, coordinator, count):
    """So many closed periods, written in bulk."""
    dates = factories.windows()
    Period.objects.bulk_create(
        Period(
            institution=institution,
            instrument=instrument,
            slug=f"tahun-{year}",
            year=year,
            name=f"Penilaian {year}",
            created_by=coordinator,
            status=Period.Status.CLOSED,
            **dates,
        )
        for year in range(1, count + 1)
    )


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(("name", "expected"), [("reports:results", 4), ("assessments:periods", 4)])
def test_periods(client, institution, instrument, coordinator, name, expected, count):
    closed_years(institution, instrument, coordinator, count)
    client.force_login(coordinator)

    assert queries(client, name) == expected


@pytest.mark.parametrize("count", COUNTS)
def test_documents(client, institution, instrument, coordinator, unit, operator, assessor, count):
    period = factories.make_period(institution, instrument, coordinator, leads=[(n, unit) for n in range(1, 6)])
    result = workflow.close_period(period, by=coordinator, at_minimum=True)
    units = Unit.objects.bulk_create(Unit(institution=institution, code=f"U{n}", name=f"U {n}") for n in range(count))
    Document.objects.bulk_create(publishing._row(result, Document.Kind.UNIT, unit) for unit in units)
    client.force_login(coordinator)

    assert queries(client, "reports:documents") == 4


@pytest.mark.parametrize("count", COUNTS)
def test_instruments(client, operator, count):
    first = factories.make_instrument("uji-0")
    plain = {
        field.attname: getattr(first, field.attname) for field in Instrument._meta.concrete_fields if field.name != "id"
    }
    Instrument.objects.bulk_create(Instrument(**plain | {"slug": f"uji-{n}"}) for n in range(1, count))
    client.force_login(operator)

    assert queries(client, "indicators:list") == 3

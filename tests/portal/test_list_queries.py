"""Lists of years, documents and instruments read the same number of queries with 1, 3, 10 and 500 rows."""

import pytest
from django.urls import reverse

from accounts.models import Unit
from assessments import workflow
from indicators.models import Instrument
from reports import publishing
from reports.models import Document
from tests import factories

pytestmark = pytest.mark.django_db

COUNTS = (1, 3, 10, 500)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(("name", "expected"), [("reports:results", 4), ("assessments:periods", 5)])
def test_periods(queries, institution, instrument, coordinator, name, expected, count):
    factories.make_years(institution, instrument, coordinator, range(1, count + 1), **factories.CLOSED)

    assert queries(coordinator, reverse(name)) == expected


@pytest.mark.parametrize("count", COUNTS)
def test_documents(queries, institution, instrument, coordinator, unit, operator, assessor, count):
    period = factories.make_period(institution, instrument, coordinator, leads=[(n, unit) for n in range(1, 6)])
    result = workflow.close_period(period, by=coordinator, at_minimum=True)
    units = Unit.objects.bulk_create(Unit(institution=institution, code=f"U{n}", name=f"U {n}") for n in range(count))
    Document.objects.bulk_create(publishing._row(result, Document.Kind.UNIT, unit) for unit in units)

    assert queries(coordinator, reverse("reports:documents")) == 4


@pytest.mark.parametrize("count", COUNTS)
def test_instruments(queries, operator, count):
    first = factories.make_instrument("uji-0")
    plain = {
        field.attname: getattr(first, field.attname) for field in Instrument._meta.concrete_fields if field.name != "id"
    }
    Instrument.objects.bulk_create(Instrument(**plain | {"slug": f"uji-{n}"}) for n in range(1, count))

    assert queries(operator, reverse("indicators:list")) == 3

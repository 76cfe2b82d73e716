"""People at work, signed in, and what lies before them: plans, answers, proofs and files on their way in."""

import gc
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer
from indicators.loader import load
from indicators.models import Instrument
from tests import factories
from tests.assessments.receiving import MB, Meter
from tests.assessments.sending import Tus
from tests.assessments.staging import PDF


@pytest.fixture
def filler(client, operator):
    client.force_login(operator)
    return client


@pytest.fixture
def reviewer(client, assessor):
    client.force_login(assessor)
    return client


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def root(settings, tmp_path):
    """A folder of the test for the files of proofs."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def proof(answer, operator):
    return factories.cite_file(answer, operator, title="Peta Rencana").evidence


@pytest.fixture
def link(answer, operator):
    return workflow.cite(answer, factories.link(answer.assessment.unit, operator, "Peta"), by=operator).evidence


@pytest.fixture
def citation(answer, operator):
    return workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator, pages="1", levels=[3])


@pytest.fixture
def tus(operator):
    return Tus(operator)


@pytest.fixture
def begun(tus, answer):
    return tus.create(answer, "Laporan.pdf", len(PDF))["Location"]


@pytest.fixture
def complete(assessment, operator):
    factories.fill_all(assessment, operator)
    return assessment


@pytest.fixture
def megabyte(root, settings):
    """A file of a proof may have a megabyte."""
    settings.EVIDENCE_MAX_BYTES = MB


@pytest.fixture
def left(root):
    def left():
        gc.collect()
        return [path for path in root.rglob("*") if path.is_file()]

    return left


@pytest.fixture
def post():
    """Return a request with these fields, in this order, whose body has not been read."""
    requests = []

    def post(body=None, environment=None, **fields):
        body = encode_multipart(BOUNDARY, fields) if body is None else body
        request = RequestFactory().generic("POST", "/kirim/", body, MULTIPART_CONTENT, **(environment or {}))
        requests.append(request)
        return request

    yield post
    for request in requests:
        request.close()


@pytest.fixture
def metered(post):
    def metered(fields):
        body = encode_multipart(BOUNDARY, fields)
        meter = Meter(body)
        return post(body, {"wsgi.input": meter}), meter

    return metered


@pytest.fixture
def draft(institution, instrument, coordinator):
    return factories.make_period(institution, instrument, coordinator, opened=False)


@pytest.fixture
def regulation(db):
    """The instrument that has a default of owners and leaves three services to choose."""
    load([Path(portal.BASE_DIR) / "fixtures" / "instruments" / "permenpanrb-59-2020.yaml"])
    return Instrument.objects.get(slug="permenpanrb-59-2020")


@pytest.fixture
def official(institution, regulation, coordinator):
    return factories.make_period(institution, regulation, coordinator, opened=False)


@pytest.fixture
def waiting(submitted):
    """The three answers of Dinas Kesehatan, claimed at 3 and sent, in order."""
    return list(Answer.objects.filter(assessment=submitted).with_parents().order_by("indicator__number"))


@pytest.fixture
def last_year(institution, instrument, coordinator, assessor, unit, other_unit, operator, neighbor):
    """2022, closed: every indicator at level 3, indicator 1 supported by Dinas Pendidikan at level 2."""
    leads = [(1, unit), (2, unit), (3, unit), (4, other_unit), (5, other_unit)]
    period = factories.make_period(
        institution, instrument, coordinator, year=2022, leads=leads, supporting=[(1, other_unit)]
    )
    for person, where in ((operator, unit), (neighbor, other_unit)):
        assessment = period.assessments.get(unit=where)
        factories.fill_all(assessment, person)
        factories.submit(assessment, by=person)
    for answer in Answer.objects.filter(assessment__period=period).with_parents():
        if answer.assessment.unit == other_unit and answer.indicator.number == 1:
            workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=factories.REASON)
        else:
            workflow.accept(answer, by=assessor, version=answer.version)
    workflow.close_period(period, by=coordinator)
    return period


@pytest.fixture
def source(last_year, unit):
    """Last year's answer to indicator 1: accepted at 3, with one proof."""
    return Answer.objects.with_parents().get(assessment__period=last_year, assessment__unit=unit, indicator__number=1)


@pytest.fixture
def claims(period, unit, other_unit, operator, neighbor):
    """Send this year's answers with these scores, by unit and number."""

    def send(scores, where=unit, who=operator):
        assessment = period.assessments.get(unit=where)
        for answer in Answer.objects.filter(assessment=assessment).with_parents():
            factories.fill(answer, who, score=scores.get(answer.indicator.number, "3"))
        return factories.submit(assessment, by=who)

    return send


@pytest.fixture
def decided(submitted, assessor):
    """Indicator 1 and 2 of Dinas Kesehatan are accepted at 3; 3 waits; 4 and 5 of Dinas Pendidikan are not sent."""
    for answer in Answer.objects.filter(assessment=submitted, indicator__number__lte=2).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    return submitted.period


@pytest.fixture
def copied(last_year, period, unit, operator):
    """Dinas Kesehatan took over 1 and 2 with their proofs and sent: 1 as it was, 2 with a sentence of its own."""
    assessment = period.assessments.get(unit=unit)
    for answer in Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"):
        if answer.indicator.number == 3:
            factories.fill(answer, operator)
            continue
        earlier = earlier_answer(answer)
        saved = workflow.copy_answer(answer, earlier, by=operator, seen=answer.versions)
        workflow.reuse_evidence(answer, earlier, by=operator)
        if answer.indicator.number == 2:
            text = f"{saved.explanation} Tahun ini berlaku di semua unit."
            workflow.save_answer(answer, by=operator, seen=saved.versions, explanation=text)
    return factories.submit(assessment, by=operator)

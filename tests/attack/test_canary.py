"""A4: every text of a unit carries a token of its own; whoever is not entitled meets it nowhere, however they look."""

import re
import subprocess
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from assessments import workflow
from assessments.models import Answer, Assessment, Evidence
from reports import publishing
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

MASKED = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{16}')


def token(unit):
    return f"rahasia{unit.pk}x{unit.code.lower()}"


@pytest.fixture
def marked(cast, scene):
    """2023 closed with documents; every unit's explanation, proof, reply and review hold the unit's token."""
    stage = scene("draft")
    for period, people in (
        (stage.own_period, {cast.unit.pk: cast.operator, cast.other_unit.pk: cast.neighbor}),
        (stage.foreign_period, {cast.outsider.memberships.get().unit_id: cast.outsider}),
    ):
        for assessment in period.assessments.select_related("unit", "period__institution"):
            _mark(assessment, people[assessment.unit_id])
    for answer in Answer.objects.filter(assessment__period=stage.own_period).with_parents():
        reason = f"Alasan {token(answer.assessment.unit)} bagi perangkat daerah ini."
        workflow.accept(answer, by=cast.assessor, version=answer.version, reason=reason)
    publishing.register(workflow.close_period(stage.own_period, by=cast.coordinator))
    for document in stage.own_period.results.get().documents.with_parents():
        publishing.publish(document)
    return stage


def _mark(assessment, operator):
    secret = token(assessment.unit)
    for answer in assessment.answers.select_related("indicator__instrument", "assessment__unit", "assessment__period"):
        text = f"{secret} sudah ditetapkan dan mengatur seluruh unsur."
        workflow.save_answer(answer, by=operator, seen=answer.versions, explanation=text)
        evidence = factories.stored_file(
            assessment.unit, operator, content=f"%PDF-1.4 {secret}".encode(), title=f"Bukti {secret}"
        )
        evidence.document_number = secret
        workflow.cite(answer, evidence, by=operator, pages=secret[:20])
    factories.submit(assessment, by=operator)


def crawl(client, start="/", limit=150):
    """Every page that links lead to, with the text of the PDFs among them."""
    waiting, seen, found = [start], set(), {}
    while waiting and len(found) < limit:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if body.startswith(b"%PDF-") and "laporan" in path:
            body = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout
        found[path] = body.decode("utf-8", "replace")
        if response.get("Content-Type", "").startswith("text/html"):
            waiting += [urljoin(path, link) for link in re.findall(r'href="([^"#]+)', found[path]) if _is_ours(link)]
    return found


def _is_ours(link):
    parts = urlsplit(link)
    return not parts.netloc and not parts.path.startswith("/static/")


@pytest.mark.parametrize("who", ["operator", "neighbor", "head", "outsider"])
def test_nothing_of_another_unit_is_met_by_following_links(who, marked, cast):
    user = getattr(cast, who)
    own = {membership.unit_id for membership in user.memberships.all()}
    client = Client()
    client.force_login(user)

    pages = crawl(client)

    foreign = [token(row.unit) for row in _everybody() if row.unit_id not in own]
    leaks = [(path, secret) for path, text in pages.items() for secret in foreign if secret in text]
    assert leaks == []
    assert len(pages) > 12 and any(token(row.unit) in text for row in _everybody() for text in pages.values())


def test_nothing_at_all_is_met_without_an_account(marked):
    pages = crawl(Client())
    code = marked.own_period.results.get().documents.get(kind="province").code
    pages |= crawl(Client(), reverse("reports:verify", args=[code]))

    assert [path for path, text in pages.items() if "rahasia" in text] == []


@pytest.mark.parametrize("who", ["assessor", "executive", "coordinator"])
def test_those_who_see_the_whole_institution_see_no_other_one(who, marked, cast):
    client = Client()
    client.force_login(getattr(cast, who))

    pages = crawl(client)

    foreign = token(cast.outsider.memberships.get().unit)
    assert [path for path, text in pages.items() if foreign in text] == []


def test_another_units_object_answers_like_nothing(marked, cast):
    """Same status, same headers, same page; only the incident number differs."""
    client = Client()
    client.force_login(cast.operator)
    theirs = Evidence.objects.filter(unit=cast.other_unit).first().pk
    pairs = [
        (
            reverse("assessments:evidence_download", args=[theirs]),
            reverse("assessments:evidence_download", args=[999999]),
        ),
        (
            reverse("assessments:tasks", args=[marked.own_period.slug, "DISDIK"]),
            reverse("assessments:tasks", args=[marked.own_period.slug, "TIDAK"]),
        ),
        (
            reverse("assessments:tasks", args=[marked.foreign_period.slug, "DINKES"]),
            reverse("assessments:tasks", args=["tidak-ada", "DINKES"]),
        ),
    ]
    for foreign, nothing in pairs:
        answers = [client.get(url) for url in (foreign, nothing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert _shape(answers[0], foreign) == _shape(answers[1], nothing)


def _shape(response, url):
    headers = {name: value for name, value in response.items() if name not in ("X-Request-ID", "Content-Length")}
    return headers, MASKED.sub(b"", response.content.replace(url.encode(), b""))


def _everybody():
    return Assessment.objects.select_related("unit")

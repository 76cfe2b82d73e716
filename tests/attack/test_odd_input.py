"""Numbers of forty digits, NUL, deep JSON, the first and the last day there is: in every part of every address and in
every field of every form. They are taken or refused, and never a failure of the portal."""

import re
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from tests.assessments.sending import metadata
from tests.attack.forms import Forms
from tests.attack.routes import portal_routes
from tests.attack.test_authorization_matrix import ROUTES, address, parts, tus_headers

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

NUMBERS = ("9" * 40, "9" * 5000)
WORDS = ("9" * 40, "a%00b", "%ED%A0%80", quote("²"), quote("İ" * 300), "9" * 5000)
VALUES = ("9" * 40, "9" * 5000, "a\x00b", "[" * 9000)
DATES = ("0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00:00+14:00")
ASKED = (
    *("periode", "pd", "aspek", "status", "tanda", "urut", "cari", "jenis", "keadaan", "halaman", "tampil", "tingkat"),
    *("sidik", "next", "q"),
)
MOMENT = "dibaca"
STATES = ("draft", "approving", "submitted", "returned", "closed", "preparing")
JSON = {"Accept": "application/json"}


class Undone(Exception):
    """Takes back what a request did."""


@pytest.fixture
def clients(cast):
    roles = ("operator", "assessor", "coordinator", "head")
    made = {role: Client(raise_request_exception=False) for role in roles}
    for role, client in made.items():
        client.force_login(getattr(cast, role))
    return made


def let_go(response):
    """Close the file that is being sent; closing the response itself would end the connection of the test."""
    for close in response._resource_closers:
        close()


def failure(client, method, url, data=None, headers=None):
    """What failed in one request, which is taken back; empty where the portal answered."""
    told, cookies = [], client.cookies.copy()
    try:
        with transaction.atomic():
            if data:  # a day that is kept is reckoned with on the page that is shown next
                response = client.post(url, data, headers=headers, follow=not VALUES.count(_odd(data)))
            else:
                response = client.generic(method, url, headers=headers)
            let_go(response)
            if response.status_code >= 500:
                told = [f"{method} {url[:100]} {_fields(data)} {response.exc_info[1]!r:.200}"]
            raise Undone
    except Undone:
        client.cookies = cookies
        return told


def _odd(data):
    return next((value for value in (data or {}).values() if value in VALUES + DATES), "")


def _fields(data):
    return [name for name, value in (data or {}).items() if value == _odd(data)]


def who(rule, method, clients):
    """The first of those that may."""
    allowed = rule.get(method, rule.get("HEAD", "all"))
    allowed = allowed["own"] if isinstance(allowed, dict) else allowed
    return next((client for role, client in clients.items() if allowed == "all" or role in allowed), None)


def odd_addresses(name, pattern, objects):
    """The address of a route with each of its parts in turn written oddly."""
    right = parts(name, pattern, objects)
    for key, converter in pattern.pattern.converters.items():
        mark = 4242424242 if isinstance(converter, IntConverter) else "penanda"
        marked = reverse(name, kwargs=right | {key: mark})
        for odd in NUMBERS if isinstance(converter, IntConverter) else WORDS:
            yield marked.replace(str(mark), odd)


def staged(state):
    return [(name, rule, portal_routes()[name]) for name, rule in ROUTES.items() if rule.get("state", "draft") == state]


@pytest.mark.parametrize("state", STATES)
def test_no_odd_address_is_a_failure(state, scene, clients):
    objects, failures = scene(state).objects("own"), []
    for name, rule, pattern in staged(state):
        headers = tus_headers(objects) if rule.get("tus") else {}
        urls = list(odd_addresses(name, pattern, objects))
        if "GET" in rule and not name.endswith("_pdf"):  # making one takes seconds
            page = address(name, pattern, objects)
            urls += [f"{page}?{'&'.join(f'{asked}={odd}' for asked in ASKED)}" for odd in WORDS]
        for method in rule.keys() & {"GET", "POST", "HEAD", "PATCH", "DELETE"}:
            client = who(rule, method, clients)
            for url in urls if client else ():
                failures += failure(client, method, url, headers=headers)
                if method == "POST" and name == "assessments:answer":
                    failures += failure(client, method, url, headers=JSON)

    assert not failures, "\n".join(failures)


def odd_fields(page, done):
    """What the forms of a page send, each field in turn written oddly; a field of each kind once."""
    for target, fields in page.sent.items():
        for field in fields.keys() - {"csrfmiddlewaretoken"}:
            kind = re.sub("[0-9]+", "0", f"{target} {field}")
            if kind not in done:
                done.add(kind)
                odd = VALUES + DATES if field in page.dates or field == MOMENT else VALUES
                yield from ((target, fields | {field: value}) for value in odd)


@pytest.mark.parametrize("state", STATES)
def test_no_odd_field_is_a_failure(state, scene, clients):
    objects, failures, done = scene(state).objects("own"), [], set()
    for name, rule, pattern in staged(state):
        client = who(rule, "GET", clients)
        if "GET" not in rule or client is None:
            continue
        url = address(name, pattern, objects)
        response = client.get(url)
        let_go(response)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        for target, data in odd_fields(Forms(url, response.content.decode()), done):
            failures += failure(client, "POST", target, data)
            if name == "assessments:answer":
                failures += failure(client, "POST", target, data, JSON)

    assert not failures, "\n".join(failures)


def test_no_odd_word_about_an_upload_is_a_failure(scene, clients):
    objects, failures = scene("draft").objects("own"), []
    page = f"/penilaian/{objects.period}/a%00b/indikator/1/"
    for odd in (*VALUES, page, page.replace("%00", "\x00")):
        for name, value in (("filename", f"{odd}.pdf"), ("answer", odd), ("key", odd)):
            right = {"filename": "a.pdf", "answer": str(objects.answer), "key": "kunci-peramban"}
            headers = tus_headers(objects) | {"Upload-Metadata": metadata(**(right | {name: value}))}
            failures += failure(clients["operator"], "POST", "/unggah/", headers=headers)

    assert not failures, "\n".join(failures)

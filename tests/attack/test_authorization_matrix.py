"""A1: every route × method × role × object gives what authz_matrix.yaml declares, and a refusal changes nothing."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.assessments.sending import metadata
from tests.attack.conftest import PEOPLE
from tests.attack.routes import admin_routes, portal_routes
from tests.attack.scenes import NOWHERE

pytestmark = pytest.mark.django_db

DECLARED = yaml.safe_load((Path(__file__).parent.parent / "authz_matrix.yaml").read_text(encoding="utf-8"))
ROUTES, WIDE, MEMBERS = DECLARED["routes"], DECLARED["groups"]["wide"], DECLARED["groups"]["members"]
ROLES = (*PEOPLE, "stranger", "inactive", "anonymous")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
STATES = ("preparing", "draft", "approving", "submitted", "returned", "closed")
SERVED = {200, 201, 204, 302, 400, 409, 422}
FORM = "application/x-www-form-urlencoded"
# What may change at any request: sessions, limits, holds, and the trail of the door, which tells of every refusal.
FLEETING = ("django_session", "portal_cache", "assessments_reviewlock", "accounts_accessevent")
# What is opened or leaves the portal is told in the trail.
TOLD = {"assessments:evidence_download", "assessments:evidence_view", "assessments:trail_export"}

# Which scopes an address can name, and who sees the object there.
SEES = {
    "unit": {
        "own": {"operator", "head", *WIDE},
        "other_unit": {"neighbor", *WIDE},
        "foreign": {"outsider"},
        "missing": set(),
    },
    "period": {"own": set(MEMBERS), "foreign": {"outsider"}, "missing": set()},
    "library": {"own": {"operator", "head", "outsider", *WIDE}, "other_unit": {"neighbor", *WIDE}, "missing": set()},
    "upload": {"own": {"operator"}, "other_unit": {"neighbor"}, "foreign": {"outsider"}, "missing": set()},
    "person": {"own": {"head", "coordinator"}, "other_unit": {"coordinator"}, "foreign": set(), "missing": set()},
    "unit_row": {"own": {"coordinator"}, "other_unit": {"coordinator"}, "foreign": set(), "missing": set()},
    "instrument": {"own": set(ROLES), "missing": set()},
    "none": {"own": set(ROLES)},
}
SEES["document"] = SEES["unit"]
# Who coordinates nothing is told so before any draft is looked for.
SEES["period_draft"] = {
    "own": set(ROLES),
    "foreign": set(ROLES) - {"coordinator"},
    "missing": set(ROLES) - {"coordinator"},
}


# A route whose name holds one of these words names such an object by its key.
KINDS = ("evidence", "extension", "link", "team")


class Refused(Exception):
    """Takes back what a request did, so that the next one meets the same scene."""


def expected(route, rule, method, role, scope):
    """The set of statuses that the declaration allows."""
    nobody = role in ("anonymous", "inactive")
    if nobody and not rule.get("public"):
        return {401} if rule.get("tus") else {302}
    if method == "OPTIONS" and rule.get("tus"):
        return {204}
    declared = "GET" if method == "HEAD" else method
    if declared not in rule and not (method == "OPTIONS" and rule.get("options")):
        return {405}
    if role not in _who_sees(rule, scope) and not rule.get("public"):
        return {404}
    allowed = rule[declared][scope] if isinstance(rule[declared], dict) else rule[declared]
    if allowed != "all" and role not in allowed:
        return {403}
    return SERVED | ({404} if rule.get("missing_is_404") else set())


def _who_sees(rule, scope):
    if rule.get("state") == "preparing":
        return {"coordinator"} if scope == "own" else set()
    return SEES[rule.get("scope", "none")][scope]


def address(name, pattern, objects):
    return reverse(name, kwargs=parts(name, pattern, objects))


def parts(name, pattern, objects):
    """The parts of a route's address for these objects; the meaning of `pk` follows from the route's name."""
    given = {
        "period": objects.period,
        "slug": "uji" if name.startswith("indicators:") and objects.period != "tidak-ada" else objects.period,
        "unit": objects.unit,
        "number": objects.number,
        "citation": objects.citation,
        "token": objects.upload,
        "pk": _pk(name, objects),
        "place": 1,
        "step": 1,
        "code": objects.document,
        "mail": "tidak-ada",
        "message": "reminder",
        "uidb36": "1",
        "key": "set-password",
        "form": "csv",
        "stage": "document",
        "reading": NOWHERE,
        "membership": objects.membership,
        "kind": "csv",
    }
    return {key: given[key] for key in pattern.pattern.converters}


def _pk(name, objects):
    if name.startswith("accounts:"):
        return objects.unit_row if name == "accounts:unit" else objects.person
    if name in ("assessments:period_step", "assessments:period_discard"):
        return objects.period_draft
    return next((getattr(objects, kind) for kind in KINDS if kind in name), objects.answer)


class Writes:
    """Counts the statements that change rows, but for those that are fleeting."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE", "REPLACE") and not any(name in sql for name in FLEETING):
            self.statements.append(sql)
        return execute(sql, params, many, context)


@pytest.fixture
def clients(cast):
    made = {role: Client(raise_request_exception=True) for role in ROLES}
    for role, client in made.items():
        if role != "anonymous":
            client.force_login(getattr(cast, role))
    return made


def test_every_route_is_declared_and_every_declaration_is_a_route():
    found = set(portal_routes())

    assert found - set(ROUTES) == set(), "routes without a declaration in tests/authz_matrix.yaml"
    assert set(ROUTES) - found == set(), "declarations without a route"


@pytest.mark.parametrize("state", STATES)
def test_matrix(state, scene, clients, record_property):
    stage = scene(state)
    checked, deviations = Counter(), []
    routes = portal_routes()
    for name, rule in ROUTES.items():
        if rule.get("state", "draft") != state:
            continue
        for scope in SEES[rule.get("scope", "none")]:
            objects = stage.objects(scope)
            url = address(name, routes[name], objects)
            headers = tus_headers(objects) if rule.get("tus") else {}
            for role, client in clients.items():
                for method in METHODS:
                    status, changed = attempt(client, method, url, rule.get("data", ""), headers)
                    wanted = expected(name, rule, method, role, scope)
                    checked[name] += 1
                    if status not in wanted or (changed and status not in SERVED):
                        deviations.append(f"{method} {name} as {role} on {scope}: {status}, expected {sorted(wanted)}")
                    if changed and method in ("GET", "HEAD", "OPTIONS") and name not in TOLD:
                        deviations.append(f"{method} {name} as {role} on {scope} changed rows")

    record_property("checks", sum(checked.values()))
    assert not deviations, "\n".join(deviations)


def tus_headers(objects):
    named = metadata(filename="a.pdf", answer=objects.answer, key="kunci-peramban")
    return {"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Offset": "0", "Upload-Metadata": named}


def attempt(client, method, url, data, headers):
    """Status of the request and whether it wrote a row; whatever it did is taken back."""
    writes, outcome = Writes(), None
    try:
        with transaction.atomic(), connection.execute_wrapper(writes):
            cookies = client.cookies.copy()
            response = client.generic(method, url, data, content_type=FORM, headers=headers)
            client.cookies = cookies
            for close in response._resource_closers:
                close()
            outcome = response.status_code, bool(writes.statements)
            raise Refused
    except Refused:
        return outcome


def test_admin_is_for_superusers_only(clients):
    served = []
    for name, pattern in admin_routes().items():
        if "unnamed" in name:
            continue  # Django's redirect from old addresses of the admin; it leads to the named ones.
        given = dict.fromkeys(pattern.pattern.converters, NOWHERE)
        url = reverse(name, kwargs={"app_label": "accounts"} if name == "admin:app_list" else given)
        for role, client in clients.items():
            response = client.get(url)
            if role != "superuser" and response.status_code not in (302, 403, 404):
                served.append((role, url, response.status_code))

    assert served == []

"""The event log: one list over both tables, its filters, its pages, and what is taken along."""

import ast
import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent
from accounts.trail import record_access
from assessments import workflow
from assessments.models import Event, record
from assessments.trail.actions import ACTIONS, Kind
from assessments.trail.asked import Asked
from assessments.trail.rows import page_of
from tests import factories

pytestmark = pytest.mark.django_db

TRAIL = "/kelola/jejak/"
ROOT = Path(__file__).parents[2]


def shown(client, user, query=""):
    client.force_login(user)
    response = client.get(TRAIL + query)
    assert response.status_code == 200, response.status_code
    return [line.row.action for line in response.context["lines"]]


@pytest.fixture
def told(period, submitted, assessor, answer, operator, other_unit, neighbor):
    """What a period brings: an opening, answers, a sending, a decision, a download and a sign-in."""
    answer.refresh_from_db()
    workflow.adjust(answer, by=assessor, version=answer.version, score=answer.score - 1, reason=factories.REASON)
    proof = factories.cite_file(period.assessments.get(unit=other_unit).answers.with_parents().first(), neighbor)
    workflow.note_download(proof.evidence, by=neighbor)
    record_access("sign_in", actor=operator, person=operator)
    return proof.evidence


class TestWhoReads:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("coordinator", 200), ("superuser", 200), ("executive", 403), ("assessor", 403), ("operator", 403)],
    )
    def test_coordinators_and_administrators(self, client, request, period, who, status):
        client.force_login(request.getfixturevalue(who))

        assert client.get(TRAIL).status_code == status
        assert client.get(f"{TRAIL}ekspor.csv").status_code == status

    def test_nothing_of_another_government(self, client, coordinator, other_institution, outsider, told):
        record_access("sign_in", actor=outsider)
        record("period.changed", by=outsider, institution=other_institution)
        client.force_login(coordinator)

        assert client.get(f"{TRAIL}?instansi=lain").status_code == 404
        assert client.get(f"{TRAIL}?instansi=-").status_code == 404
        rows = [line.row for line in client.get(TRAIL).context["lines"]]
        assert {row.institution_id for row in rows} == {coordinator.all_memberships[0].institution_id}

    def test_administrators_read_what_belongs_to_nobody(self, client, superuser, institution):
        record_access("sign_in.failed")

        assert shown(client, superuser, "?instansi=-") == ["sign_in.failed"]


class TestFilters:
    def test_newest_first_from_both_tables(self, client, coordinator, told):
        assert shown(client, coordinator)[:2] == ["sign_in", "evidence.downloaded"]

    @pytest.mark.parametrize(
        ("query", "actions"),
        [
            ("?jenis=akses", {"sign_in"}),
            ("?jenis=akses-bukti", {"evidence.downloaded"}),
            ("?jenis=akses-bukti&pd=DINKES", set()),
            ("?jenis=akses-bukti&pd=DISDIK", {"evidence.downloaded"}),
            ("?jenis=reviu", {"review.adjust"}),
            ("?jenis=entah", None),
            ("?orang=asesor+insp", {"review.adjust", "indicator_result.set"}),
            ("?orang=TETANGGA@uji.local", {"answer.evidence_added", "evidence.downloaded"}),
            ("?indikator=99", set()),
            ("?dari=2020-01-01&sampai=2020-12-31", set()),
        ],
    )
    def test_each(self, client, coordinator, told, query, actions):
        found = set(shown(client, coordinator, query))

        assert found == actions if actions is not None else len(found) > 4

    def test_indicator_and_period(self, client, coordinator, told, period):
        found = shown(client, coordinator, f"?indikator=1&periode={period.slug}")

        assert {"answer.saved", "review.adjust"} <= set(found)
        assert not set(found) & {"assessment.submitted", "sign_in", "period.opened"}

    def test_evidence_of_one_document(self, client, coordinator, told):
        client.force_login(coordinator)
        page = client.get(reverse("assessments:evidence", args=[told.unit.code, told.pk])).content.decode()
        link = f"{TRAIL}?objek=evidence:{told.pk}&amp;instansi=lampung"

        assert link in page
        response = client.get(link.replace("&amp;", "&"))
        assert [line.row.action for line in response.context["lines"]] == ["evidence.downloaded"]
        assert told.title in response.content.decode()

    def test_a_day_is_whole_by_the_clock_of_the_institution(self, client, coordinator, institution):
        moment = timezone.now()
        record("period.changed", by=coordinator, institution=institution)
        day = moment.astimezone(institution.zone).date()

        assert shown(client, coordinator, f"?dari={day}&sampai={day}") == ["period.changed"]
        assert shown(client, coordinator, f"?dari={day + timedelta(days=1)}") == []
        assert shown(client, coordinator, f"?sampai={day - timedelta(days=1)}") == []

    @pytest.mark.parametrize(
        "query", ["?dari=kemarin", "?indikator=x", "?sebelum=x", "?sebelum=2026-01-01~e~1", "?pd=X"]
    )
    def test_what_is_not_understood_narrows_nothing(self, client, coordinator, told, query):
        assert len(shown(client, coordinator, query)) > 4


class TestWords:
    def test_old_and_new_score(self, client, coordinator, told):
        client.force_login(coordinator)

        lines = client.get(f"{TRAIL}?jenis=reviu").context["lines"]

        score = next(detail for detail in lines[0].details if detail.label == "Tingkat")
        assert (score.was, score.text) == ("3", "2")
        assert lines[0].thing.text == "Indikator 1 · Dinas Kesehatan"

    def test_score_of_an_earlier_save(self, client, coordinator, answer, operator):
        for score in ("2", "4"):
            fresh = type(answer).objects.with_parents().get(pk=answer.pk)
            factories.fill(fresh, operator, score=score)
        client.force_login(coordinator)

        lines = client.get(f"{TRAIL}?jenis=pengisian").context["lines"]

        saved = [line for line in lines if line.row.action == "answer.saved"]
        assert [(d.was, d.text) for line in saved for d in line.details if d.label == "Tingkat"] == [
            ("2", "4"),
            ("", "2"),
        ]

    def test_hostile_text_stays_text(self, client, coordinator, institution):
        record(
            "period.changed", by=coordinator, institution=institution, target="<b>", reason="<script>alert(1)</script>"
        )
        client.force_login(coordinator)

        content = client.get(TRAIL).content.decode()

        assert "<script>alert" not in content and "&lt;script&gt;alert(1)" in content


class TestPages:
    @pytest.fixture
    def many(self, institution, coordinator):
        """60 rows that take turns between both tables, some at the very same moment."""
        for number in range(30):
            record("period.changed", by=coordinator, institution=institution, n=number)
            record_access("sign_in", institution=institution, actor=coordinator)

    def test_every_row_once_down_and_up_again(self, institution, many):
        down, page = [], page_of(institution, Asked())
        pages = [page]
        while page.older:
            page = page_of(institution, Asked(), before=page.older)
            pages.append(page)
        down = [(type(row), row.pk) for page in pages for row in page.rows]
        up = page_of(institution, Asked(), after=pages[-1].newer)

        assert [len(page.rows) for page in pages] == [25, 25, 10]
        assert len(set(down)) == len(down) == 60
        assert [row.pk for row in up.rows] == [row.pk for row in pages[1].rows]
        assert (pages[0].newer, pages[-1].older) == (None, None)
        assert up.newer and up.older

    def test_costs_the_same_however_long(self, queries, coordinator, institution, period):
        record("period.changed", by=coordinator, institution=institution, target=period.slug)
        few = queries(coordinator, TRAIL)
        for number in range(60):
            record("period.changed", by=coordinator, institution=institution, target=period.slug, n=number)
            record_access("sign_in", institution=institution, actor=coordinator)

        assert queries(coordinator, TRAIL) == few


class TestExport:
    def test_csv_is_safe_and_told(self, client, coordinator, institution):
        record("period.changed", by=coordinator, institution=institution, target="=cmd()", reason="+1")
        record_access("sign_in", institution=institution, actor=coordinator)
        client.force_login(coordinator)

        response = client.get(f"{TRAIL}ekspor.csv?jenis=periode")

        rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
        changed = next(row for row in rows if row["Sasaran"])
        assert (changed["Kode tindakan"], changed["Sasaran"]) == ("period.changed", "'=cmd()")
        event = Event.objects.get(action="trail.exported")
        assert (event.actor, event.data) == (coordinator, {"format": "csv", "filters": "?jenis=periode"})

    def test_jsonl_can_be_proved_elsewhere(self, client, coordinator, institution):
        for number in range(3):
            record("period.changed", by=coordinator, institution=institution, n=number)
        client.force_login(coordinator)

        lines = b"".join(client.get(f"{TRAIL}ekspor.jsonl").streaming_content).decode().splitlines()

        told = [json.loads(line) for line in lines]
        told = sorted((row for row in told if row["action"] == "period.changed"), key=lambda row: row["sequence"])
        assert [row["previous_hash"] for row in told] == ["", *(row["hash"] for row in told[:-1])]

    def test_looking_at_the_head_tells_nothing(self, client, coordinator, period):
        client.force_login(coordinator)

        assert client.head(f"{TRAIL}ekspor.csv").status_code == 200
        assert client.get(f"{TRAIL}ekspor.exe").status_code == 404
        assert not Event.objects.filter(action="trail.exported").exists()


CODE = re.compile(r"[a-z_]+\.[a-z_]+\Z")
RECORDS = {
    "record",
    "record_access",
    "note_access",
    "note_bounded",
    "note_try",
    "_record",
    "_tell",
    "_note",
    "once",
    "_everywhere",
}

BARE = {"record_access", "note_access", "note_try"}


def actions_in(source):
    """The names of acts that a file gives to those who write the trail, as constants."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        for argument in node.args if name in RECORDS else ():
            branches = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
            for branch in branches:
                text = getattr(branch, "value", None)
                if isinstance(text, str) and (CODE.match(text) or name in BARE):
                    yield text


def test_every_act_that_code_records_has_a_sentence():
    found = {
        action: path.relative_to(ROOT)
        for app in ("accounts", "assessments", "inbox", "reports")
        for path in (ROOT / app).rglob("*.py")
        for action in actions_in(path.read_text(encoding="utf-8"))
    }

    assert len(found) > 50
    assert {action: str(path) for action, path in found.items() if action not in ACTIONS} == {}


def test_every_recorded_row_has_a_sentence(told):
    recorded = set(Event.objects.values_list("action", flat=True))
    recorded |= set(AccessEvent.objects.values_list("action", flat=True))

    assert recorded <= set(ACTIONS)
    assert {action.kind for action in ACTIONS.values()} == set(Kind) - {Kind.OPENED}

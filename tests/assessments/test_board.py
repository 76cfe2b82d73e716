"""The progress board: every unit with its state, the filters of the address, and the reminder behind the tick boxes."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.board import Board, Order, Show
from assessments.models import Answer, Assessment, Event, Reminder
from assessments.pace import State
from inbox.models import Mail, Message
from tests import factories

pytestmark = pytest.mark.django_db

BOARD, REMIND = "/dasbor/kemajuan/", "/dasbor/kemajuan/pengingat/"


@pytest.fixture
def sent(period, other_unit, neighbor):
    """Dinas Pendidikan has sent; Dinas Kesehatan has not begun, ten days after the opening."""
    assessment = period.assessments.get(unit=other_unit)
    factories.fill_all(assessment, neighbor)
    return factories.submit(assessment, by=neighbor)


def page(client, user, query=""):
    client.force_login(user)
    return client.get(BOARD + query)


def shown(response):
    return [row.unit.code for row in response.context["page"]]


class TestStates:
    def test_who_has_not_begun_and_who_has_sent(self, period, sent):
        rows = {row.unit.code: row for row in Board(period).rows}

        assert {code: (row.state, row.ready, row.total) for code, row in rows.items()} == {
            "DINKES": (State.AT_RISK, 0, 3),
            "DISDIK": (State.SENT, 3, 3),
        }
        assert (rows["DINKES"].text, rows["DINKES"].why) == ("Berisiko", "diam 10 hari")

    def test_reviewed_and_returned(self, period, sent, assessor, unit):
        for answer in Answer.objects.filter(assessment=sent).with_parents()[1:]:
            workflow.accept(answer, by=assessor, version=answer.version)
        last = Answer.objects.with_parents().get(assessment=sent, status=Answer.Status.WAITING)
        workflow.send_back(last, by=assessor, version=last.version, reason=factories.REASON)

        row = next(row for row in Board(period).rows if row.unit.code == "DISDIK")

        assert (row.decided, row.returned, row.unfinished) == (2, 1, 1)
        assert (row.deadline, row.may_be_reminded) == (period.repair_closes_at, False)

    def test_own_pace_decides(self, assessment, operator, period):
        first = assessment.answers.with_parents().order_by("indicator__number").first()
        factories.fill(first, operator)

        board = Board(period)
        before = next(row for row in board.rows if row.unit == assessment.unit)
        weeks_later = Board(period, now=timezone.now() + timedelta(days=4))
        after = next(row for row in weeks_later.rows if row.unit == assessment.unit)

        # 2 left in 20 days against 1 finished in 7; four days on, 2 left in 16.
        assert (before.state, after.state) == (State.ON_PLAN, State.ON_PLAN)
        period.fill_closes_at = timezone.now() + timedelta(days=13)
        assert next(r for r in Board(period).rows if r.unit == assessment.unit).why == "laju belum cukup"

    def test_late_ones_stand_first(self, period, sent):
        board = Board(period, now=period.fill_closes_at + timedelta(days=3))

        assert [(row.unit.code, row.text) for row in board.rows] == [
            ("DINKES", "Terlambat 4 hari"),
            ("DISDIK", "Terkirim"),
        ]
        assert board.figures["late"] == 1

    def test_an_extension_moves_the_own_deadline_alone(self, period, assessment, operator, coordinator):
        until = period.fill_closes_at + timedelta(days=5)
        asked = workflow.ask_extension(assessment, by=operator, reason=factories.REASON, until=until)
        assert [row.unit.code for row in Board(period).chosen(Show.EXTENSION)] == ["DINKES"]

        workflow.grant_extension(asked, by=coordinator, until=until)

        board = Board(period, now=period.fill_closes_at + timedelta(days=1))
        assert {row.unit.code: row.state for row in board.rows} == {"DINKES": State.AT_RISK, "DISDIK": State.LATE}
        assert board.longest.unit == assessment.unit


class TestPage:
    @pytest.mark.parametrize("who", ["coordinator", "executive"])
    def test_is_read_by_who_follows_the_period(self, client, request, period, sent, who):
        response = page(client, request.getfixturevalue(who))

        assert response.status_code == 200
        assert shown(response) == ["DINKES", "DISDIK"]
        assert (b"data-chosen-units" in response.content) == (who == "coordinator")

    @pytest.mark.parametrize("who", ["operator", "head", "assessor", "outsider"])
    def test_is_not_for_others(self, client, request, period, who):
        assert page(client, request.getfixturevalue(who)).status_code == 403

    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ("?keadaan=berisiko", ["DINKES"]),
            ("?keadaan=perlu-diingatkan", ["DINKES"]),
            ("?keadaan=terkirim", ["DISDIK"]),
            ("?keadaan=terlambat", []),
            ("?keadaan=entah", ["DINKES", "DISDIK"]),
            ("?cari=pendidikan", ["DISDIK"]),
            ("?cari=dinkes", ["DINKES"]),
            ("?urut=nama", ["DINKES", "DISDIK"]),
            ("?urut=lengkap", ["DINKES", "DISDIK"]),
            ("?urut=direviu", ["DINKES", "DISDIK"]),
            ("?urut=kegiatan", ["DINKES", "DISDIK"]),
        ],
    )
    def test_filters_live_in_the_address(self, client, coordinator, period, sent, query, codes):
        assert shown(page(client, coordinator, query)) == codes

    def test_late_and_at_risk_are_ticked_already(self, client, coordinator, period, sent):
        content = page(client, coordinator).content.decode()

        assert content.count('type="checkbox" name="pd"') == 1
        assert 'value="DINKES"' in content and " checked>" in content

    def test_period_of_another_government_is_not_there(self, client, coordinator, period):
        assert page(client, coordinator, "?periode=entah").status_code == 404

    def test_without_a_period(self, client, coordinator):
        assert "Belum ada periode yang dibuka" in page(client, coordinator).content.decode()

    def test_costs_the_same_for_many_units(self, client, coordinator, queries, institution, period, instrument):
        few = queries(coordinator, BOARD)
        indicator = instrument.indicators.get(number=1)
        for number in range(45):
            unit = factories.make_unit(institution, f"U{number}", f"Dinas {number}")
            row = Assessment.objects.create(period=period, unit=unit)
            Answer.objects.create(assessment=row, indicator=indicator)

        assert queries(coordinator, BOARD) == few

    def test_asked_extension_is_answered_in_one_click(self, client, coordinator, operator, assessment, period):
        until = period.fill_closes_at + timedelta(days=5)
        asked = workflow.ask_extension(assessment, by=operator, reason=factories.REASON, until=until)
        content = page(client, coordinator).content.decode()
        assert "1 permohonan perpanjangan menunggu jawaban" in content

        form = {f"p{asked.pk}-tindakan": "beri", f"p{asked.pk}-sampai": f"{until:%Y-%m-%dT%H:%M}", "kembali": "papan"}
        response = client.post(reverse("assessments:extension_answer", args=[asked.pk]), form)

        assert response.url == f"{BOARD}?periode={period.slug}#perpanjangan"
        assert "PD diperpanjang: Dinas Kesehatan sampai" in client.get(BOARD).content.decode()

    def test_table_to_take_along(self, client, coordinator, period, sent, unit):
        unit.name = "=HYPERLINK(1)"
        unit.save()
        client.force_login(coordinator)

        response = client.get("/dasbor/kemajuan.csv?keadaan=berisiko")

        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [(row["Kode"], row["Perangkat daerah"], row["Keadaan"]) for row in rows] == [
            ("DINKES", "'=HYPERLINK(1)", "Berisiko")
        ]


class TestReminding:
    def test_preview_shows_letters_and_who_is_left_out(self, client, coordinator, period, sent, operator, head):
        client.force_login(coordinator)

        response = client.get(f"{REMIND}?pd=DINKES&pd=DISDIK")

        assert [letter.assessment.unit.code for letter in response.context["letters"]] == ["DINKES"]
        assert [(row.assessment.unit.code, row.refusal) for row in response.context["left_out"]] == [
            ("DISDIK", "Penilaian sudah dikirim.")
        ]
        content = response.content.decode()
        assert operator.email in content and head.email in content and "https://wa.me/?text=" in content
        assert not Reminder.objects.exists() and not Mail.objects.filter(kind="reminder").exists()

    def test_without_a_choice_all_late_and_at_risk(self, client, coordinator, period, sent, operator):
        client.force_login(coordinator)

        response = client.get(REMIND)

        assert [letter.assessment.unit.code for letter in response.context["letters"]] == ["DINKES"]

    def test_sends_once_a_day(self, client, coordinator, period, sent, operator, head):
        client.force_login(coordinator)

        response = client.post(REMIND, {"pd": ["DINKES", "DISDIK"]}, follow=True)
        again = client.post(REMIND, {"pd": ["DINKES"]}, follow=True)

        told = [str(message) for message in response.context["messages"]]
        assert told == [
            "Pengingat dikirim ke 1 PD.",
            "Tidak dikirimi: Dinas Pendidikan: Penilaian sudah dikirim.",
        ]
        assert [str(message) for message in again.context["messages"]] == [
            "Tidak ada pengingat yang dikirim.",
            "Tidak dikirimi: Dinas Kesehatan: Sudah diingatkan hari ini.",
        ]
        assert Reminder.objects.count() == 1
        assert set(Message.objects.filter(kind="reminder").values_list("person", flat=True)) == {operator.pk, head.pk}
        assert Event.objects.filter(action="reminder.sent").count() == 1
        assert "diingatkan" in client.get(BOARD).content.decode()

    def test_leaders_read_only(self, client, executive, period, sent, operator):
        client.force_login(executive)

        assert client.get(REMIND).status_code == 403
        assert client.post(REMIND, {"pd": ["DINKES"]}).status_code == 403
        assert not Reminder.objects.exists()

    def test_other_codes_are_nobody(self, client, coordinator, period):
        client.force_login(coordinator)

        response = client.post(REMIND, {"pd": ["ENTAH"]}, follow=True)

        assert [str(message) for message in response.context["messages"]] == ["Tidak ada pengingat yang dikirim."]

    def test_nothing_chosen_says_what_to_do(self, client, coordinator, period, sent):
        client.force_login(coordinator)

        content = client.get(f"{REMIND}?pd=ENTAH").content.decode()

        assert "Belum ada perangkat daerah yang dipilih" in content


def test_orders_are_named():
    assert {order.value for order in Order} == {"", "nama", "lengkap", "direviu", "kegiatan"}

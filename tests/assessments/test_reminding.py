"""Reminding of the deadline: once a day, by hand or by the schedule, and never whoever has sent."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assessments import reminders, workflow
from assessments.models import Event, Reminder
from assessments.workflow.reminding import change_plan, remind, remind_due, write_wording
from inbox.models import Message
from tests import factories
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

# Filling closes on 24 December 2026 at 16.00 in Jakarta.
CLOSES = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
EIGHT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # 08.00 in Jakarta, on the first


@pytest.fixture
def period(period):
    later = {name: CLOSES + timedelta(days=place) for place, name in enumerate(
        ("repair_closes_at", "review_closes_at", "closing_due_at"), start=10)}  # fmt: skip
    type(period).objects.update(fill_opens_at=CLOSES - timedelta(days=60), fill_closes_at=CLOSES, **later)
    period.refresh_from_db()
    return period


@pytest.fixture
def people(period, operator, head, neighbor):
    """Both units have somebody to tell, and nothing was told yet."""
    Message.objects.all().delete()


def both(period):
    return list(period.assessments.order_by("unit__code"))


def told(kind="reminder"):
    return sorted(Message.objects.filter(kind=kind).values_list("person__email", flat=True))


@pytest.mark.two_databases
def test_by_hand_each_unit_is_reminded_once_a_day(people, period, coordinator, operator, head, neighbor):
    with time_machine.travel(CLOSES - timedelta(days=5), tick=False):
        first = remind(period, both(period), by=coordinator)
        second = remind(period, both(period), by=coordinator)

    assert [reminder.assessment.unit.code for reminder in first] == ["DINKES", "DISDIK"]
    assert first.left_out == []
    assert list(second) == []
    assert [(left.assessment.unit.code, left.reason) for left in second.left_out] == [
        ("DINKES", "Sudah diingatkan hari ini."),
        ("DISDIK", "Sudah diingatkan hari ini."),
    ]
    assert told() == sorted([operator.email, head.email, neighbor.email])
    assert Event.objects.filter(action="reminder.sent").count() == 2


def test_the_letter_names_unit_days_and_what_is_missing(people, period, coordinator, operator, assessment, answer):
    factories.fill(answer, operator)
    with time_machine.travel(CLOSES - timedelta(days=5), tick=False):
        (reminder,) = remind(period, [assessment], by=coordinator)
        letters = delivered()

    assert reminder.subject == "Pengingat: 2 indikator belum lengkap, ditutup 24 Desember 2026 pukul 16.00 WIB"
    assert "5 hari lagi" in reminder.body and "2 dari 3 indikator" in reminder.body
    letter = next(letter for letter in letters if letter.to == [operator.email])
    assert letter.body.count("http://testserver/penilaian/lampung-2023/DINKES/") == 1
    assert reminder.whatsapp_url.startswith("https://wa.me/?text=Pengingat%3A%202%20indikator")


def test_who_has_sent_or_has_nobody_is_left_out_with_the_reason(period, coordinator, submitted, unit, other_unit):
    Message.objects.all().delete()
    outcome = remind(period, both(period), by=coordinator)

    assert list(outcome) == []
    assert {left.assessment.unit: left.reason for left in outcome.left_out} == {
        unit: "Penilaian sudah dikirim.",
        other_unit: "Belum ada operator atau Kepala PD yang akunnya aktif.",
    }
    assert not Message.objects.exists() and not Reminder.objects.exists()


def test_after_the_deadline_the_letter_speaks_of_an_extension(people, period, coordinator, assessment):
    with time_machine.travel(CLOSES + timedelta(hours=1), tick=False):
        (reminder,) = remind(period, [assessment], by=coordinator)

    assert reminder.subject == "Tenggat lewat: penilaian Dinas Kesehatan belum dikirim"
    assert Message.objects.filter(kind="reminder_late").first().url == "/penilaian/lampung-2023/DINKES/perpanjangan/"


def test_only_the_coordinator_of_the_institution_reminds(people, period, operator, head, assessor, executive, outsider):
    for person in (operator, head, assessor, executive, outsider):
        with pytest.raises(PermissionDenied):
            remind(period, both(period), by=person)
    assert not Reminder.objects.exists()


def test_the_database_keeps_a_second_reminder_of_a_day_away(people, period, coordinator, assessment):
    (reminder,) = remind(period, [assessment], by=coordinator)
    reminder.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        reminder.save(force_insert=True)


def test_the_schedule_reminds_at_14_7_3_and_1_days(people, period):
    days = []
    for day in range(24):
        for hour in (0, 5, 9):
            now = EIGHT + timedelta(days=day, hours=hour)
            before = Reminder.objects.count()
            with time_machine.travel(now, tick=False):
                remind_due(now)
            if Reminder.objects.count() > before:
                days.append((CLOSES.date() - now.date()).days)
    assert days == [14, 7, 3, 1]
    assert Reminder.objects.count() == 8


def test_the_schedule_waits_for_the_morning(people, period):
    early = EIGHT.replace(day=17, hour=22) - timedelta(days=1)  # 05.00 in Jakarta, seven days before
    with time_machine.travel(early, tick=False):
        remind_due(early)
    assert not Reminder.objects.exists()


def test_the_schedule_follows_an_extension_and_stops_at_the_sending(people, period, assessment, operator, other_unit):
    type(assessment).objects.filter(pk=assessment.pk).update(extended_until=CLOSES + timedelta(days=4))
    now = CLOSES - timedelta(days=3, hours=7)  # seven days before the new deadline
    with time_machine.travel(now, tick=False):
        remind_due(now)
    assert {r.assessment.unit.code: r.body.split(",")[1].strip()[:1] for r in Reminder.objects.all()} == {
        "DINKES": "7",
        "DISDIK": "3",
    }
    factories.fill_all(assessment, operator)
    with time_machine.travel(now, tick=False):
        factories.submit(assessment, by=operator)
    later = now + timedelta(days=4)
    with time_machine.travel(later, tick=False):
        remind_due(later)
    assert Reminder.objects.filter(assessment=assessment).count() == 1


def test_a_reminder_by_hand_counts_for_the_schedule_of_the_day(people, period, coordinator):
    now = CLOSES - timedelta(days=7)
    with time_machine.travel(now, tick=False):
        remind(period, both(period), by=coordinator)
        remind_due(now)
    assert Reminder.objects.count() == 2


def test_the_coordinator_chooses_the_days_or_none(people, period, coordinator, institution):
    now = CLOSES - timedelta(days=5)
    change_plan(institution, by=coordinator, is_on=True, days=[5])
    change_plan(institution, by=coordinator, is_on=False, days=[5])
    remind_due(now)
    assert not Reminder.objects.exists()
    change_plan(institution, by=coordinator, is_on=True, days=[5])
    with time_machine.travel(now, tick=False):
        remind_due(now)
    assert Reminder.objects.count() == 2


def test_letters_take_the_same_queries_for_every_number_of_units(
    people, period, institution, instrument, django_assert_num_queries
):
    rows = both(period)
    assert period.institution == institution
    for count in (1, 2):
        with django_assert_num_queries(5):
            assert len(reminders.letters(period, rows[:count])) == count


def test_own_words_are_used(people, period, coordinator, institution, assessment):
    write_wording(institution, "reminder", by=coordinator, subject="{perangkat_daerah}!", body="Tinggal {sisa_hari}.")
    with time_machine.travel(CLOSES - timedelta(days=2), tick=False):
        (reminder,) = remind(period, [assessment], by=coordinator)

    assert (reminder.subject, reminder.body) == ("Dinas Kesehatan!", "Tinggal 2.")


class TestPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, coordinator, period):
        client.force_login(coordinator)

    def test_nothing_sent_yet(self, client):
        page = client.get("/kelola/pengingat/").content.decode()

        assert "Belum ada pengingat terkirim" in page
        assert 'value="14, 7, 3, 1"' in page

    def test_the_days_are_kept_and_wrong_ones_are_not_lost(self, client, institution):
        response = client.post("/kelola/pengingat/", {"hari": "10; 5,5 2", "aktif": "on"})
        assert response.url == "/kelola/pengingat/"
        assert reminders.plan_of(institution) == (True, [10, 5, 2])

        refused = client.post("/kelola/pengingat/", {"hari": "besok, 3"})
        assert refused.status_code == 422
        assert "besok, 3" in refused.content.decode()
        assert reminders.plan_of(institution).days == [10, 5, 2]

    def test_what_was_sent_can_be_copied_or_opened_in_whatsapp(self, client, people, period, coordinator):
        remind(period, both(period), by=coordinator)
        page = client.get("/kelola/pengingat/").content.decode()

        assert page.count('href="https://wa.me/?text=') == 2
        assert page.count("Teks untuk disalin") == 2

    @pytest.mark.parametrize(
        "body, fault",
        [
            ("Halo {nama}", "{nama} tidak dikenal. Yang dapat dipakai: {perangkat_daerah}"),
            ("Halo {perangkat_daerah", "Ada kurung kurawal yang tidak berpasangan."),
            ("{perangkat_daerah.__class__}", "tidak dikenal"),
        ],
    )
    def test_an_unknown_placeholder_is_told_and_the_text_is_kept(self, client, body, fault):
        response = client.post("/kelola/pengingat/kalimat/reminder/", {"pokok": "Pengingat", "isi": body})
        page = response.content.decode()

        assert response.status_code == 422
        assert fault in page and body in page

    def test_a_text_is_previewed_then_kept_then_put_back(self, client, institution):
        url, data = (
            "/kelola/pengingat/kalimat/submitted/",
            {"pokok": "Baru: {perangkat_daerah}", "isi": "Oleh {pelaku}"},
        )
        preview = client.post(url, data | {"tindakan": "pratinjau"}).content.decode()
        assert "Baru: Dinas Contoh" in preview and "Oleh Operator Dinas Contoh" in preview
        assert "Bawaan" in client.get("/kelola/pengingat/kalimat/").content.decode()

        assert client.post(url, data).url == "/kelola/pengingat/kalimat/"
        assert "Baru: {perangkat_daerah}" in client.get(url).content.decode()
        client.post(url, {"tindakan": "bawaan"})
        assert "{perangkat_daerah} mengirim penilaian" in client.get(url).content.decode()
        trail = Event.objects.filter(target="submitted").values_list("action", flat=True)
        assert list(trail) == ["wording.written", "wording.reset"]

    def test_an_unknown_kind_is_not_found(self, client):
        assert client.get("/kelola/pengingat/kalimat/entah/").status_code == 404

    def test_another_institution_keeps_its_own_words(
        self, client, outsider, other_institution, institution, coordinator
    ):
        write_wording(institution, "reminder", by=coordinator, subject="Milik kami", body="x")
        assert reminders.wording.letter(other_institution, "reminder").subject != "Milik kami"
        client.force_login(outsider)
        assert client.get("/kelola/pengingat/kalimat/").status_code == 403


def test_a_request_of_a_closed_period_is_refused_in_words(people, period, coordinator):
    workflow.close_period(period, by=coordinator, at_minimum=True)
    outcome = remind(period, both(period), by=coordinator)

    assert {left.reason for left in outcome.left_out} == {"Periode tidak sedang dibuka."}

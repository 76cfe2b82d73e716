"""What happens at the door enters the trail: each act once, with its time, its sender and its outcome."""

import logging
from datetime import UTC, timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client, override_settings

from accounts import refusals
from accounts.models import AccessEvent, User
from accounts.trail import note_access, record_access
from assessments.models import Event
from inbox.models import Mail
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "rahasia-kenari-baru-2026"
ADDRESS = "10.1.2.3"


def rows():
    return list(AccessEvent.objects.order_by("pk"))


def actions():
    return [row.action for row in rows()]


@pytest.fixture
def visitor():
    return Client(REMOTE_ADDR=ADDRESS)


def sign_in(visitor, email, password=PASSWORD):
    return visitor.post("/masuk/", {"login": email, "password": password})


def reset_link(user):
    return f"/akun/kata-sandi/baru/{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}/"


def act_sign_in(visitor, person, other):
    sign_in(visitor, person.email)


def act_sign_in_failed(visitor, person, other):
    sign_in(visitor, person.email, "kata-sandi-yang-salah")


def act_sign_in_deactivated(visitor, person, other):
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(visitor, person.email)


def act_sign_out(visitor, person, other):
    visitor.force_login(person)
    visitor.post("/keluar/")


def act_change(visitor, person, other):
    visitor.force_login(person)
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert visitor.post("/akun/kata-sandi/ubah/", given).status_code == 302


def act_ask_link(visitor, person, other):
    visitor.post("/akun/kata-sandi/lupa/", {"email": person.email})


def act_reset(visitor, person, other):
    visitor.get(reset_link(person))
    form = f"/akun/kata-sandi/baru/{user_pk_to_url_str(person)}-set-password/"
    assert visitor.post(form, {"password1": NEW, "password2": NEW}).status_code == 302


def act_refused(visitor, person, other):
    visitor.force_login(person)
    assert visitor.get("/kelola/periode/").status_code == 403


def act_not_found(visitor, person, other):
    visitor.force_login(person)
    assert visitor.get(f"/penilaian/{other.period.slug}/{other.unit.code}/").status_code == 404


# Act, what it is called, and whether somebody is known to have done it (a failed try is anybody's).
TOLD = [
    (act_sign_in, "sign_in", True),
    (act_sign_in_failed, "sign_in.failed", False),
    (act_sign_in_deactivated, "sign_in.failed", False),
    (act_sign_out, "sign_out", True),
    (act_change, "password.changed", True),
    (act_ask_link, "password.link_asked", False),
    (act_reset, "password.reset", True),
    (act_refused, "access.refused", True),
    (act_not_found, "access.refused", True),
]


@pytest.mark.parametrize(("act", "action", "is_known"), TOLD, ids=[row[0].__name__ for row in TOLD])
def test_each_act_is_told_once(visitor, operator, period, other_unit, institution, act, action, is_known):
    before = Event.objects.count()

    act(visitor, operator, period.assessments.get(unit=other_unit))

    (row,) = rows()
    assert (row.action, row.institution, row.address) == (action, institution, ADDRESS)
    assert row.actor == (operator if is_known else None)
    assert row.created_at.tzinfo is UTC
    assert len(row.request_id) == 16
    assert row.hash == row.computed_hash()
    assert Event.objects.count() == before


def test_refusal_names_what_was_asked_for(visitor, operator, period):
    visitor.force_login(operator)

    visitor.get(f"/penilaian/{period.slug}/DISDIK/")

    assert rows()[0].data == {
        "status": 404,
        "method": "GET",
        "route": "assessments:tasks",
        "object": f"{period.slug}/DISDIK",
    }


def test_address_that_leads_nowhere_is_no_refusal(visitor, operator):
    visitor.force_login(operator)

    assert visitor.get("/tidak-ada/").status_code == 404
    assert visitor.get("/akun/").status_code == 200
    assert Client().get("/kelola/periode/").status_code == 302

    assert rows() == []


def test_stranger_stands_in_the_chain_of_nobody_without_what_was_typed(visitor, operator):
    sign_in(visitor, "bukan.siapa.siapa@uji.local")
    sign_in(visitor, "bukan.siapa.siapa@uji.local")

    first, second = rows()
    assert (first.institution, first.person, first.data["typed"]) == (None, None, second.data["typed"])
    assert "bukan" not in str(first.data)


def test_throttled_tries_are_told_as_held_back(visitor, operator):
    for _ in range(11):
        sign_in(visitor, operator.email, "salah-salah-salah")

    assert actions() == ["sign_in.failed"] * 10 + ["sign_in.blocked"]


class TestBounds:
    def test_one_person_fills_so_many_entries_in_a_window(self, visitor, operator, monkeypatch):
        monkeypatch.setattr(refusals, "MOST", 3)
        visitor.force_login(operator)

        for _ in range(9):
            visitor.get("/kelola/periode/")

        assert ["unseen_until" in row.data for row in rows()] == [False, False, True]

    def test_all_together_fill_so_many(self, operator, monkeypatch):
        monkeypatch.setattr(refusals, "MOST_OF_ALL", 4)

        for number in range(9):
            sign_in(Client(REMOTE_ADDR=f"10.9.0.{number}"), f"siapa{number}@uji.local")

        assert ["unseen_until" in row.data for row in rows()] == [False, False, False, True]

    def test_next_window_counts_anew(self, visitor, operator, monkeypatch):
        monkeypatch.setattr(refusals, "MOST", 1)
        visitor.force_login(operator)
        visitor.get("/kelola/periode/")
        visitor.get("/kelola/periode/")
        monkeypatch.setattr(refusals, "_window", lambda: 7)

        visitor.get("/kelola/periode/")

        assert len(rows()) == 2

    def test_counters_that_fail_do_not_lose_the_entry(self, visitor, operator, monkeypatch, caplog):
        visitor.force_login(operator)

        def fail(*_):
            raise DatabaseError("no table")

        monkeypatch.setattr(refusals, "_count", fail)
        with caplog.at_level(logging.ERROR, logger="accounts.refusals"):
            assert visitor.get("/kelola/periode/").status_code == 403

        assert actions() == ["access.refused"]
        assert "could not be counted" in caplog.text


class TestFaults:
    @pytest.fixture
    def broken(self, monkeypatch):
        def fail(*_, **__):
            raise DatabaseError("disk full")

        monkeypatch.setattr(AccessEvent, "save", fail)

    def test_sign_in_works_without_the_trail_and_says_so_loudly(self, visitor, operator, broken, caplog):
        with caplog.at_level(logging.ERROR, logger="accounts.trail"):
            assert sign_in(visitor, operator.email).status_code == 302

        assert visitor.get("/").context["user"] == operator
        assert "The access trail could not be written: sign_in" in caplog.text

    def test_password_stays_when_the_trail_cannot_tell_of_it(self, visitor, operator, broken):
        visitor.raise_request_exception = False
        visitor.force_login(operator)
        given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

        assert visitor.post("/akun/kata-sandi/ubah/", given).status_code == 500

        operator.refresh_from_db()
        assert operator.check_password(PASSWORD)

    def test_rollback_of_the_caller_takes_the_entry_along(self, operator, institution):
        with pytest.raises(DatabaseError), transaction.atomic():
            record_access("role.given", institution=institution, actor=operator)
            raise DatabaseError

        assert rows() == []

    @pytest.mark.two_databases
    def test_note_in_a_transaction_leaves_it_usable(self, operator, institution, broken):
        with transaction.atomic():
            assert note_access("sign_in", institution=institution, actor=operator) is None
            assert User.objects.filter(pk=operator.pk).exists()


@pytest.mark.two_databases
def test_chains_go_on_by_institution(institution, other_institution, operator, outsider):
    for person in (operator, outsider, operator, None):
        record_access("sign_in", actor=person)

    told = [(row.institution, row.sequence, bool(row.previous_hash)) for row in rows()]
    assert told == [
        (institution, 1, False),
        (other_institution, 1, False),
        (institution, 2, True),
        (None, 1, False),
    ]


class TestOrigin:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ({"REMOTE_ADDR": "::ffff:10.0.0.7"}, "10.0.0.7"),
            ({"REMOTE_ADDR": "2001:DB8:0:0:0:0:0:1"}, "2001:db8::1"),
            ({"REMOTE_ADDR": "bukan-alamat"}, None),
            ({"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, ADDRESS),
        ],
    )
    def test_address_is_written_as_the_database_writes_it(self, operator, period, sent, kept):
        client = Client(**sent)
        client.force_login(operator)

        client.get("/kelola/periode/")

        (row,) = rows()
        assert (row.address, row.hash) == (kept, row.computed_hash())

    @override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
    def test_behind_a_proxy_it_is_what_the_proxy_saw(self, operator):
        client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
        client.force_login(operator)

        client.get("/kelola/periode/")

        assert rows()[0].address == "203.0.113.9"

    def test_acts_of_the_portal_tell_it_too(self, visitor, operator, period):
        visitor.force_login(operator)
        until = period.fill_closes_at + timedelta(days=3)

        visitor.post(
            f"/penilaian/{period.slug}/DINKES/perpanjangan/",
            {"sampai": f"{until:%Y-%m-%dT%H:%M}", "alasan": "Menunggu dokumen dari kementerian."},
        )

        event = Event.objects.get(action="extension.asked")
        assert (event.address, len(event.request_id)) == (ADDRESS, 16)
        assert event.hash == event.computed_hash()
        assert rows() == []


def test_secrets_are_nowhere(visitor, operator, caplog):
    """L4: canaries for a password, a wrong one, one typed as an address, a session and a link to a new password."""
    canaries = [PASSWORD, NEW, "kenari-salah-7f3a", "kenari.di.kolom@surel.uji"]
    with caplog.at_level(logging.DEBUG):
        sign_in(visitor, operator.email, "kenari-salah-7f3a")
        sign_in(visitor, "kenari.di.kolom@surel.uji", PASSWORD)
        sign_in(visitor, operator.email)
        canaries.append(visitor.cookies["sesi"].value)
        act_change(visitor, operator, None)
        canaries.append(visitor.cookies["sesi"].value)
        visitor.post("/keluar/")
        operator.refresh_from_db()
        link = reset_link(operator)
        visitor.get(link)
        visitor.get("/kelola/periode/")
    canaries.append(link.rpartition("-")[2].strip("/"))

    kept = [f"{row.__dict__}" for model in (AccessEvent, Event) for row in model.objects.all()]
    mails = [f"{row.__dict__}" for row in Mail.objects.all()] + [message.body for message in mail.outbox]
    logged = [f"{record.__dict__} {record.getMessage()}" for record in caplog.records if record.name != "django.db"]
    logged = [line for line in logged if "django.db.backends" not in line]
    for canary in canaries:
        assert canary and not [text for text in (*kept, *mails, *logged) if canary in text], canary
    assert rows(), "nothing was told, so nothing was tried"
    cache.clear()

"""Changing and resetting a password: other sessions end, links work once and for an hour, no page tells who exists."""

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from tests.factories import PASSWORD
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

CHANGE, FORGOT = "/akun/kata-sandi/ubah/", "/akun/kata-sandi/lupa/"
NEW = "empat gajah menari pelan"


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again or new})


def request_link(email, **extra):
    Client().post(FORGOT, {"email": email}, **extra)
    found = re.search(r"http\S+/akun/kata-sandi/baru/\S+", delivered()[-1].body)
    return found and found.group()


def open_link(client, link):
    """Follow the link of a mail to the form, whose address no longer holds the key."""
    return client.get(link.replace("http://testserver", ""), follow=True)


def set_new(client, link, password=NEW):
    page = open_link(client, link)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


class TestChanging:
    def test_ends_the_other_sessions_and_keeps_this_one(self, operator):
        here, elsewhere = Client(), Client()
        here.force_login(operator)
        elsewhere.force_login(operator)
        before = here.session.session_key

        response = change(here)

        assert response.url == "/akun/"
        assert here.get("/akun/").status_code == 200
        assert here.session.session_key != before
        assert elsewhere.get("/akun/").status_code == 302

    def test_tells_the_owner_by_mail(self, client, operator):
        client.force_login(operator)
        change(client)

        assert [message.subject for message in delivered()] == ["[Portal SPBE] Kata sandi Anda diganti"]
        assert delivered()[0].to == [operator.email]
        assert "http://testserver/akun/kata-sandi/lupa/" in delivered()[0].body

    def test_asks_for_the_present_password(self, client, operator):
        client.force_login(operator)
        response = change(client, old="bukan-yang-sekarang")

        assert response.status_code == 422
        assert "Kata sandi sekarang tidak cocok." in response.content.decode()
        operator.refresh_from_db()
        assert operator.check_password(PASSWORD)

    def test_both_fields_must_agree(self, client, operator):
        client.force_login(operator)

        assert change(client, again=NEW + "!").status_code == 422

    def test_needs_an_account(self, client):
        assert client.get(CHANGE).url == f"/masuk/?next={CHANGE}"


class TestStrength:
    @pytest.mark.parametrize(
        "password",
        [
            "pendek-kata",
            "123456789012",
            "portal-spbe-2026",
            "passwordpassword",
            "dinas kesehatan",
            "operator@uji.local",
        ],
    )
    def test_what_is_easily_guessed_is_refused(self, operator, password):
        with pytest.raises(ValidationError):
            validate_password(password, operator)

    def test_the_refusal_says_what_to_do(self, operator):
        with pytest.raises(ValidationError, match="pakai paling sedikit 8 karakter lain"):
            validate_password("spbe kesehatan", operator)

    @pytest.mark.parametrize("password", [NEW, "x7#Kq!92Lm@p", "tiga kerbau dinas minum"])
    def test_long_ones_need_no_composition(self, operator, password):
        assert validate_password(password, operator) is None

    def test_the_advice_names_what_is_familiar(self):
        assert any("nama portal" in text for text in password_validators_help_texts())

    def test_nothing_is_cut_off(self, client, operator):
        long = "panjang sekali " * 8
        client.force_login(operator)
        change(client, new=long)

        operator.refresh_from_db()
        assert operator.check_password(long)
        assert not operator.check_password(long[:72])

    def test_stored_with_argon2id(self, operator):
        assert operator.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


class TestLinks:
    def test_the_mail_speaks_to_the_person(self, operator):
        operator.last_login = operator.date_joined
        operator.save()
        link = request_link(operator.email)

        message = delivered()[0]
        assert message.subject == "[Portal SPBE] Buat kata sandi baru"
        assert operator.name in message.body
        assert link.startswith("http://testserver/akun/kata-sandi/baru/")
        assert message.alternatives == []

    def test_a_first_link_is_an_invitation(self, operator):
        request_link(operator.email)

        assert delivered()[0].subject == "[Portal SPBE] Akun Anda sudah dibuat"

    def test_the_host_header_cannot_bend_the_link(self, operator):
        link = request_link(operator.email, headers={"host": "localhost", "x-forwarded-host": "jahat.example"})

        assert link.startswith("http://testserver/")
        assert "localhost" not in delivered()[0].body

    def test_sets_the_password_once(self, operator):
        link, client = request_link(operator.email), Client()

        response = set_new(client, link)

        assert response.url == "/akun/kata-sandi/baru/selesai/"
        assert "Masuk dengan kata sandi yang baru" in client.get(response.url).content.decode()
        operator.refresh_from_db()
        assert operator.check_password(NEW)
        assert delivered()[-1].subject == "[Portal SPBE] Kata sandi baru tersimpan"
        assert "tidak berlaku lagi" in open_link(Client(), link).content.decode()

    def test_ends_every_session(self, client, operator):
        client.force_login(operator)

        set_new(Client(), request_link(operator.email))

        assert client.get("/akun/").status_code == 302

    def test_lasts_an_hour(self, operator):
        with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
            link = request_link(operator.email)
            clock.shift(3600)
            assert "Buat kata sandi baru" in open_link(Client(), link).content.decode()
            clock.shift(2)
            assert "tidak berlaku lagi" in open_link(Client(), link).content.decode()

    def test_a_wrong_link_offers_a_new_one(self, client):
        content = client.get("/akun/kata-sandi/baru/1-abc-def/").content.decode()

        assert "tidak berlaku lagi" in content
        assert FORGOT in content

    def test_a_weak_password_is_refused_and_the_link_stays(self, operator):
        client, link = Client(), request_link(operator.email)

        assert set_new(client, link, "pendek").status_code == 422
        assert set_new(client, link).status_code == 302

    def test_an_older_address_signs_nobody_in(self, operator):
        """allauth can copy addresses into a table of its own; it stays empty, or a changed address keeps working."""
        client = Client()
        set_new(client, request_link(operator.email))
        client.post("/masuk/", {"login": operator.email, "password": NEW})

        assert EmailAddress.objects.count() == 0


class TestForgetting:
    def test_every_address_gets_the_same_page(self, operator, neighbor):
        User.objects.filter(pk=neighbor.pk).update(is_active=False)
        answers = [
            Client().post(FORGOT, {"email": email}, follow=True)
            for email in (operator.email, neighbor.email, "tidak.ada@uji.local")
        ]

        assert {response.redirect_chain[0] for response in answers} == {("/akun/kata-sandi/lupa/terkirim/", 302)}
        assert len({response.content for response in answers}) == 1
        assert len(delivered()) == 3

    def test_without_an_account_the_mail_says_so(self):
        assert request_link("tidak.ada@uji.local") is None

        assert delivered()[0].subject == "[Portal SPBE] Tidak ada akun dengan alamat ini"

    def test_a_mailbox_is_not_flooded(self, operator):
        for _ in range(8):
            response = Client().post(FORGOT, {"email": operator.email})
            assert response.status_code == 302

        assert len(delivered()) == 5

    def test_input_is_checked(self, client):
        response = client.post(FORGOT, {"email": "bukan surel"})

        assert response.status_code == 422
        assert "Tulis alamat surel lengkap" in response.content.decode()

    def test_a_reset_opens_the_door_that_guessers_have_closed(self, client, operator):
        for host in range(31):
            Client().post("/masuk/", {"login": operator.email, "password": "salah"}, REMOTE_ADDR=f"203.0.113.{host}")
        where = {"REMOTE_ADDR": "10.9.9.9"}
        assert client.post("/masuk/", {"login": operator.email, "password": PASSWORD}, **where).status_code == 429
        link = request_link(operator.email)
        page = client.get(link.replace("http://testserver", ""), follow=True, **where)
        client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, **where)

        assert client.post("/masuk/", {"login": operator.email, "password": NEW}, **where).status_code == 302

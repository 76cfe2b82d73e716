"""Signing in and out: one answer for every refusal, a new session each time, and nobody locked out by somebody else."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.adapter import Adapter
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/masuk/"
MISMATCH = "Surel atau kata sandi tidak cocok"


def sign_in(client, email, password=PASSWORD, address="10.0.0.1", **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra}, REMOTE_ADDR=address)


def masked(response, email):
    """The page without what differs from one request to the next."""
    text = response.content.decode().replace(email, "SUREL")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


class TestSigningIn:
    def test_leads_home(self, client, operator):
        response = sign_in(client, operator.email)

        assert response.status_code == 302
        assert response.url == reverse("home")
        assert client.get("/").context["user"] == operator

    def test_address_is_not_case_sensitive(self, client, operator):
        assert sign_in(client, operator.email.upper()).status_code == 302

    def test_session_id_changes(self, client, operator):
        client.get(LOGIN)
        client.session["planted"] = "yes"
        planted = client.session
        planted.save()
        client.cookies["sesi"] = planted.session_key

        sign_in(client, operator.email)

        assert client.cookies["sesi"].value != planted.session_key
        assert not Client(headers={"cookie": f"sesi={planted.session_key}"}).get("/").wsgi_request.user.is_authenticated

    def test_page_asks_for_what_password_managers_fill(self, client):
        content = client.get(LOGIN).content.decode()

        assert 'autocomplete="username"' in content
        assert 'autocomplete="current-password"' in content
        assert "onpaste" not in content

    def test_signed_in_people_are_led_home(self, client, operator):
        client.force_login(operator)

        assert client.get(LOGIN).url == reverse("home")

    def test_continues_where_the_person_wanted_to_go(self, client, operator):
        response = client.get("/akun/")
        assert response.url == f"{LOGIN}?next=/akun/"

        assert sign_in(client, operator.email, next="/akun/").url == "/akun/"

    @pytest.mark.parametrize(
        "target",
        [
            "https://jahat.example/",
            "//jahat.example/",
            "/\\jahat.example",
            "https:jahat.example",
            "javascript:alert(1)",
        ],
    )
    def test_never_leads_to_another_host(self, client, operator, target):
        assert sign_in(client, operator.email, next=target).url == reverse("home")

    def test_cookies_are_out_of_reach_of_scripts(self, client, operator):
        sign_in(client, operator.email)

        for name in ("sesi", "csrf"):
            cookie = client.cookies[name]
            assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
            assert len(cookie.OutputString()) < 4096


class TestRefusals:
    def test_one_sentence_for_wrong_address_and_wrong_password(self, client, operator):
        response = sign_in(client, operator.email, "bukan-kata-sandinya")

        assert response.status_code == 422
        content = response.content.decode()
        assert MISMATCH in content
        assert f'value="{operator.email}"' in content
        assert "bukan-kata-sandinya" not in content

    def test_existing_unknown_and_inactive_accounts_get_the_same_answer(self, operator, neighbor):
        neighbor.is_active = False
        neighbor.save()
        wrong = "salah-salah-salah"
        tries = [(operator.email, wrong), ("tidak.ada@uji.local", wrong), (neighbor.email, wrong),
                 (neighbor.email, PASSWORD)]  # fmt: skip

        answers = [(email, sign_in(Client(), email, password)) for email, password in tries]

        assert {response.status_code for _, response in answers} == {422}
        assert len({masked(response, email) for email, response in answers}) == 1
        assert len({tuple(sorted(response.headers)) for _, response in answers}) == 1

    def test_empty_form_says_what_to_fill(self, client):
        content = sign_in(client, "", "").content.decode()

        assert "Isi surel." in content
        assert "Isi kata sandi." in content

    def test_nobody_signs_up(self, client):
        with pytest.raises(NoReverseMatch):
            reverse("account_signup")
        assert not Adapter().is_open_for_signup(None)
        for path in ("/daftar/", "/signup/", "/accounts/signup/", "/masuk/daftar/"):
            assert client.get(path).status_code == 404

    def test_a_password_in_the_address_is_not_taken(self, client, operator):
        client.get(f"{LOGIN}?login={operator.email}&password={PASSWORD}")

        assert not client.get(LOGIN).wsgi_request.user.is_authenticated

    @pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
    def test_other_methods(self, client, method):
        assert getattr(client, method)(LOGIN).status_code == 405


class TestTooManyTries:
    def fail(self, email, times, address="10.0.0.1"):
        return [sign_in(Client(), email, "salah-salah-salah", address).status_code for _ in range(times)]

    def test_ten_failures_then_a_wait_that_is_told(self, operator):
        with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
            assert self.fail(operator.email, 10) == [422] * 10
            clock.shift(60)
            response = sign_in(Client(), operator.email)

        assert response.status_code == 429
        assert response["Retry-After"] == "540"
        assert "9 menit" in response.content.decode()

    def test_the_wait_ends(self, client, operator):
        with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
            self.fail(operator.email, 11)
            clock.shift(601)

            assert sign_in(client, operator.email).status_code == 302

    def test_an_unknown_account_waits_just_the_same(self, operator):
        unknown = "tidak.ada@uji.local"
        with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False):
            assert self.fail(operator.email, 11) == self.fail(unknown, 11)

    def test_failures_elsewhere_lock_nobody_out(self, client, operator):
        sign_in(Client(), operator.email, address="10.1.1.1")
        for host in range(40):
            self.fail(operator.email, 2, f"203.0.113.{host}")

        assert sign_in(client, operator.email, address="10.1.1.1").status_code == 302

    def test_many_addresses_together_are_slowed_down(self, operator):
        statuses = [self.fail(operator.email, 1, f"203.0.113.{host}")[0] for host in range(40)]

        assert statuses == [422] * 30 + [429] * 10

    def test_failures_of_a_colleague_at_the_same_address_do_not_count(self, client, operator, neighbor):
        self.fail(neighbor.email, 12)

        assert sign_in(client, operator.email).status_code == 302

    def test_a_forged_proxy_header_changes_nothing(self, operator):
        self.fail(operator.email, 10)

        response = Client().post(
            LOGIN, {"login": operator.email, "password": PASSWORD}, REMOTE_ADDR="10.0.0.1",
            headers={"x-forwarded-for": "198.51.100.7", "x-real-ip": "198.51.100.7"},
        )  # fmt: skip

        assert response.status_code == 429

    def test_success_clears_the_failures_of_the_same_pair(self, operator):
        self.fail(operator.email, 9)
        sign_in(Client(), operator.email)

        assert self.fail(operator.email, 9) == [422] * 9


class TestSigningOut:
    def test_ends_the_session(self, client, operator):
        client.force_login(operator)
        key = client.session.session_key

        response = client.post("/keluar/")

        assert response.url == LOGIN
        assert Client(headers={"cookie": f"sesi={key}"}).get("/").status_code == 302

    def test_reading_the_page_does_not(self, client, operator):
        client.force_login(operator)

        assert client.get("/keluar/").status_code == 200
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/masuk/", "/keluar/", "/akun/kata-sandi/ubah/", "/akun/kata-sandi/lupa/", "/beralih/"]
)
def test_without_a_token_nothing_is_taken(operator, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)

    response = client.post(path, {"login": operator.email, "password": PASSWORD})

    assert response.status_code == 403
    assert "kedaluwarsa" in response.content.decode()
    assert client.get("/akun/").status_code == 200

"""S5: setting the factor up, signing in with it, each code once, few tries, and nobody of a great role without it."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import AccessEvent
from tests.accounts.codes import SECRET, code_at, give_factor
from tests.attack.routes import portal_routes
from tests.factories import PASSWORD
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

INDEX, ACTIVATE, NEEDED = "/akun/dua-langkah/", "/akun/dua-langkah/aktifkan/", "/akun/dua-langkah/wajib/"
CODES, NEW_CODES, OFF = f"{INDEX}kode-pemulihan/", f"{INDEX}kode-pemulihan/baru/", f"{INDEX}matikan/"


def sign_in(client, user, path="/masuk/"):
    return client.post(path, {"login": user.email, "password": PASSWORD})


def set_up(client):
    """Through the page; returns the secret and the answer."""
    secret = re.search(r"data-copy-source>([A-Z2-7 ]+)<", client.get(ACTIVATE).content.decode()).group(1)
    secret = secret.replace(" ", "")
    return secret, client.post(ACTIVATE, {"code": code_at(secret)})


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


class TestSettingUp:
    def test_page_draws_the_code_itself(self, client, operator):
        client.force_login(operator)
        page = client.get(ACTIVATE).content.decode()

        drawing = page.split('class="qr-frame"')[1].split("</div>")[0]
        assert 'class="qr-code"' in drawing and "<path" in drawing
        assert "style=" not in drawing and "src=" not in drawing

    def test_right_code_activates_and_shows_recovery_codes_once(self, client, operator):
        client.force_login(operator)
        secret, response = set_up(client)

        assert response.url == CODES
        first, second = client.get(CODES).content.decode(), client.get(CODES).content.decode()
        codes = re.findall(r"<code>(\d{8})</code>", first)
        assert len(set(codes)) == 10
        assert not re.findall(r"<code>", second)
        assert AccessEvent.objects.filter(action="second_factor.activated", person=operator).count() == 1
        assert secret not in str(Authenticator.objects.values_list("data", flat=True))

    def test_wrong_code_is_refused_and_keeps_the_secret(self, client, operator):
        client.force_login(operator)
        secret = re.search(r"data-copy-source>([A-Z2-7 ]+)<", client.get(ACTIVATE).content.decode()).group(1)
        response = client.post(ACTIVATE, {"code": "000000"})

        assert response.status_code == 422
        assert secret in response.content.decode()
        assert "Kode tidak cocok" in response.content.decode()
        assert not Authenticator.objects.exists()

    def test_other_sessions_end_and_this_one_gets_a_new_name(self, operator):
        here, elsewhere = Client(), Client()
        here.force_login(operator)
        elsewhere.force_login(operator)
        before = here.session.session_key
        set_up(here)

        assert here.session.session_key != before
        assert here.get("/akun/").status_code == 200
        assert elsewhere.get("/akun/").status_code == 302

    def test_turning_it_off_ends_the_other_sessions(self, operator):
        give_factor(operator)
        here, elsewhere = Client(), Client()
        here.force_login(operator)
        elsewhere.force_login(operator)

        assert here.post(OFF).url == INDEX
        assert not Authenticator.objects.exists()
        assert elsewhere.get("/akun/").status_code == 302

    def test_who_must_have_it_cannot_turn_it_off(self, client, assessor, required):
        give_factor(assessor)
        sign_in(client, assessor)
        client.post("/masuk/kode/", {"code": code_at(SECRET)})
        response = client.post(OFF)

        assert response.status_code == 422
        assert Authenticator.objects.filter(type="totp").exists()

    def test_new_recovery_codes_replace_the_old(self, client, operator):
        old = give_factor(operator)
        client.force_login(operator)

        assert client.post(NEW_CODES).url == CODES
        new = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
        assert len(new) == 10 and not set(new) & set(old)


@pytest.mark.django_db(transaction=True)
def test_owner_is_told_by_mail(client, operator):
    client.force_login(operator)
    assert set_up(client)[1].status_code == 302

    assert [message.subject for message in delivered()] == ["[Portal SPBE] Masuk dua langkah aktif"]
    assert delivered()[0].to == [operator.email]


class TestSigningIn:
    def test_password_alone_opens_nothing(self, client, operator):
        give_factor(operator)
        response = sign_in(client, operator, "/masuk/?next=/akun/")

        assert response.url == "/masuk/kode/"
        assert client.get("/akun/").url == "/masuk/?next=/akun/"

    def test_code_leads_where_the_person_wanted_to_go_under_a_new_session(self, client, operator):
        """S1: the session that held the password is dead after the code."""
        give_factor(operator)
        sign_in(client, operator, "/masuk/?next=/akun/")
        client.post("/masuk/", {"login": operator.email, "password": PASSWORD, "next": "/akun/"})
        before = client.session.session_key
        response = client.post("/masuk/kode/", {"code": code_at(SECRET)})

        assert response.url == "/akun/"
        assert client.session.session_key != before
        stale = Client()
        stale.cookies["sesi"] = before
        assert stale.get("/akun/").status_code == 302

    @pytest.mark.parametrize("later", [0, 31, 60])
    def test_a_code_counts_once(self, operator, later):
        give_factor(operator)
        with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
            code = code_at(SECRET, steps=1)
            first, second = Client(), Client()
            sign_in(first, operator)
            assert first.post("/masuk/kode/", {"code": code}).status_code == 302
            clock.shift(later if later < 60 else 59)
            sign_in(second, operator)
            assert second.post("/masuk/kode/", {"code": code}).status_code == 422

    def test_the_code_of_setting_up_does_not_sign_in(self, client, operator):
        client.force_login(operator)
        secret, _ = set_up(client)
        other = Client()
        sign_in(other, operator)

        assert other.post("/masuk/kode/", {"code": code_at(secret)}).status_code == 422

    @pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
    def test_window_is_one_step(self, client, operator, steps, status):
        give_factor(operator)
        with time_machine.travel("2026-06-01 08:00:10+00:00", tick=False):
            sign_in(client, operator)
            assert client.post("/masuk/kode/", {"code": code_at(SECRET, steps=steps)}).status_code == status

    def test_a_recovery_code_counts_once(self, operator):
        code = give_factor(operator)[0]
        for status in (302, 422):
            client = Client()
            sign_in(client, operator)
            assert client.post("/masuk/kode/", {"code": code}).status_code == status

    def test_ten_wrong_codes_then_a_wait_even_for_the_right_one(self, client, operator, neighbor):
        """S7: by account, so changing the address or the session helps a guesser nothing."""
        give_factor(operator)
        give_factor(neighbor)
        for place in range(10):
            guesser = Client(REMOTE_ADDR=f"10.0.0.{place}")
            sign_in(guesser, operator)
            assert "Kode tidak cocok" in guesser.post("/masuk/kode/", {"code": "000000"}).content.decode()
        sign_in(client, operator)
        response = client.post("/masuk/kode/", {"code": code_at(SECRET)})

        assert response.status_code == 422
        assert "Terlalu banyak percobaan. Coba lagi 15 menit lagi." in response.content.decode()
        other = Client()
        sign_in(other, neighbor)
        assert other.post("/masuk/kode/", {"code": code_at(SECRET)}).status_code == 302
        assert AccessEvent.objects.filter(action="second_factor.failed", person=operator).exists()


class TestBeingRequired:
    @pytest.mark.parametrize("role", ["assessor", "own_assessor", "coordinator", "superuser"])
    def test_great_roles_are_led_to_set_it_up_and_back(self, client, request, required, role):
        client.force_login(request.getfixturevalue(role))

        assert client.get("/instrumen/?a=1").url == f"{NEEDED}?next=/instrumen/%3Fa%3D1"
        assert client.get(f"{NEEDED}?next=/instrumen/%3Fa%3D1").url == ACTIVATE
        set_up(client)
        assert 'href="/instrumen/?a=1"' in client.get(CODES).content.decode()
        assert client.get("/instrumen/?a=1").status_code == 200

    @pytest.mark.parametrize("role", ["operator", "head", "executive"])
    def test_others_work_on(self, client, request, required, role):
        client.force_login(request.getfixturevalue(role))

        assert client.get("/instrumen/").status_code == 200

    def test_executives_download_with_it_only(self, client, executive, operator, required):
        client.force_login(executive)
        assert client.get("/laporan/ABCDEFGH.pdf").url == f"{NEEDED}?next=/laporan/ABCDEFGH.pdf"
        client.force_login(operator)
        assert client.get("/laporan/ABCDEFGH.pdf").status_code == 404

    def test_downloads_that_ask_for_it_are_routes(self, settings):
        assert set(portal_routes()) >= settings.SECOND_FACTOR_DOWNLOADS

    def test_admin_is_closed_without_it(self, client, superuser, required):
        client.force_login(superuser)

        assert client.get("/admin/").url == f"{NEEDED}?next=/admin/"

    def test_a_session_from_before_proves_the_factor(self, client, assessor, required):
        give_factor(assessor)
        client.force_login(assessor)
        url = f"{NEEDED}?next=/instrumen/"

        assert "konfirmasi-sandi" not in client.get(url).content.decode()
        assert client.post(url, {"konfirmasi-kode": "000000"}).status_code == 422
        assert client.post(url, {"konfirmasi-kode": code_at(SECRET)}).url == "/instrumen/"
        assert client.get("/instrumen/").status_code == 200

    def test_never_leads_to_another_host(self, client, assessor, required):
        give_factor(assessor)
        client.force_login(assessor)

        assert client.post(f"{NEEDED}?next=//evil.example/", {"konfirmasi-kode": code_at(SECRET)}).url == "/"

    def test_scripts_are_told_and_texts_come_back(self, client, assessor, required):
        client.force_login(assessor)
        told = client.get("/instrumen/", headers={"Accept": "application/json"})
        typed = client.post("/reviu/1/", {"reason": "Alasan yang sudah ditulis dengan panjang."})

        assert (told.status_code, told.json()["masuk"]) == (401, f"{NEEDED}?next=/instrumen/")
        assert typed.status_code == 403
        assert "Alasan yang sudah ditulis dengan panjang." in typed.content.decode()

    def test_leaving_and_help_stay_open(self, client, assessor, required):
        client.force_login(assessor)

        assert client.get("/bantuan/").status_code == 200
        assert client.post("/keluar/").status_code == 302

    def test_off_means_off(self, client, assessor):
        client.force_login(assessor)

        assert client.get("/instrumen/").status_code == 200

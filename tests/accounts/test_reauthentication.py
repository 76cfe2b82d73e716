"""S6: great acts ask again who is there, and what was typed goes on by itself."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, Membership
from tests.accounts.codes import SECRET, code_at, give_factor
from tests.factories import PASSWORD, REASON

pytestmark = pytest.mark.django_db

INVITE = "/kelola/pengguna/undang/"
START = "2026-06-01 08:00:00+00:00"


class Hidden(HTMLParser):
    """The hidden fields of a page, as a browser sends them."""

    def __init__(self, html):
        super().__init__()
        self.fields = {}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"]] = given["value"]


@pytest.fixture
def asking(settings):
    settings.REAUTHENTICATION_SECONDS = 300


@pytest.fixture
def typed(unit):
    return {"email": "baru@uji.local", "name": 'Pegawai "Baru" <b>', "role": "operator", "unit": str(unit.pk)}


def sign_in(user):
    client = Client()
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    return client


def is_invited():
    return Membership.objects.filter(user__email="baru@uji.local").exists()


@pytest.mark.parametrize(("seconds", "asks"), [(299, False), (302, True)])
def test_the_password_of_the_sign_in_counts_for_five_minutes(asking, coordinator, typed, seconds, asks):
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(coordinator)
        clock.shift(seconds)
        response = client.post(INVITE, typed)

        assert (response.status_code == 200) == asks
        assert is_invited() != asks


def test_what_was_typed_goes_on_after_the_password(asking, coordinator, typed):
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(coordinator)
        clock.shift(400)
        before = client.session.session_key
        carried = Hidden(client.post(INVITE, typed).content.decode()).fields
        assert carried == typed | {"csrfmiddlewaretoken": carried["csrfmiddlewaretoken"]}
        response = client.post(INVITE, carried | {"konfirmasi-sandi": PASSWORD})

    assert response.url == "/kelola/pengguna/"
    assert Membership.objects.get(user__email="baru@uji.local").user.name == typed["name"]
    assert client.session.session_key != before  # S1: a session that may do more gets a new name
    assert AccessEvent.objects.filter(action="identity.confirmed", actor=coordinator).count() == 1


def test_a_wrong_password_keeps_what_was_typed_and_does_nothing(asking, client, coordinator, typed):
    client.force_login(coordinator)
    response = client.post(INVITE, typed | {"konfirmasi-sandi": "bukan-ini"})

    assert response.status_code == 422
    assert "Kata sandi tidak cocok." in response.content.decode()
    assert typed.items() <= Hidden(response.content.decode()).fields.items()
    assert not is_invited()


def test_a_code_will_do(asking, client, coordinator, typed):
    give_factor(coordinator)
    client.force_login(coordinator)

    assert client.post(INVITE, typed | {"konfirmasi-kode": "000000"}).status_code == 422
    assert client.post(INVITE, typed | {"konfirmasi-kode": code_at(SECRET)}).status_code == 302
    assert is_invited()


def test_guesses_are_counted_as_at_the_door(asking, client, coordinator, typed):
    client.force_login(coordinator)
    for _ in range(10):
        client.post(INVITE, typed | {"konfirmasi-sandi": "tebakan"})
    response = client.post(INVITE, typed | {"konfirmasi-sandi": PASSWORD})

    assert "Terlalu banyak percobaan" in response.content.decode()
    assert not is_invited()


def test_rights_and_input_come_first(asking, client, coordinator, operator, typed):
    """Who may not, or wrote something wrong, is told so before a password is asked for."""
    client.force_login(operator)
    assert client.post(INVITE, typed).status_code == 403
    client.force_login(coordinator)
    response = client.post(INVITE, typed | {"email": "kurang"})
    assert response.status_code == 422
    assert "konfirmasi-sandi" not in response.content.decode()


@pytest.mark.parametrize("act", ["atur-ulang", "nonaktifkan"])
def test_acts_on_people_ask(asking, client, coordinator, operator, act):
    client.force_login(coordinator)
    url = f"/kelola/pengguna/{operator.pk}/tindakan/"

    assert "konfirmasi-sandi" in client.post(url, {"act": act}).content.decode()
    assert client.post(url, {"act": act, "konfirmasi-sandi": PASSWORD}).status_code == 302


def test_a_page_with_a_secret_asks_before_it_is_shown(asking, client, operator):
    client.force_login(operator)
    url = "/akun/dua-langkah/aktifkan/"
    page = client.get(url).content.decode()

    assert "data-copy-source" not in page
    hidden = Hidden(page).fields
    assert client.post(url, hidden | {"konfirmasi-sandi": PASSWORD}).url == url
    assert "data-copy-source" in client.get(url).content.decode()


def test_turning_the_factor_off_asks(asking, client, operator):
    give_factor(operator)
    client.force_login(operator)
    url = "/akun/dua-langkah/matikan/"

    assert "konfirmasi-sandi" in client.post(url).content.decode()
    assert client.post(url, {"konfirmasi-sandi": PASSWORD}).status_code == 302


def test_off_means_off(client, coordinator, typed):
    client.force_login(coordinator)

    assert client.post(INVITE, typed).status_code == 302


def test_closing_and_opening_again_ask(asking, client, coordinator, period, assessment, operator):
    """The tick and the reason of the form go on with the password."""
    client.force_login(coordinator)
    url = f"/kelola/periode/{period.slug}/tutup/"
    ticked = {name: "on" for name in ("at_minimum", "exceptions", "confirmed", "early")}
    ticked |= {"exceptions": REASON, "reason": REASON}
    asked = client.post(url, ticked)

    assert "konfirmasi-sandi" in asked.content.decode()
    period.refresh_from_db()
    assert period.status != period.Status.CLOSED
    carried = Hidden(asked.content.decode()).fields
    client.post(url, carried | {"konfirmasi-sandi": PASSWORD})
    period.refresh_from_db()
    assert period.status == period.Status.CLOSED
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.post(f"/kelola/periode/{period.slug}/buka-kembali/", {"reason": REASON})
        assert "konfirmasi-sandi" in asked.content.decode()
        assert REASON in Hidden(asked.content.decode()).fields.values()
    period.refresh_from_db()
    assert period.status == period.Status.CLOSED

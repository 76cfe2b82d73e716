"""Error pages speak Indonesian, carry a number, and say nothing about the inside, signed in or not."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path

from spbe_portal import errors, urls

pytestmark = pytest.mark.django_db


def crash(request):
    raise RuntimeError("rahasia dapur")


def locked(request):
    raise OperationalError("database is locked")


def refuse(request):
    raise PermissionDenied("Halaman ini hanya untuk pengujian.")


def suspect(request):
    raise SuspiciousOperation("isi yang aneh")


urlpatterns = [
    *urls.urlpatterns,
    path("uji/rusak/", crash),
    path("uji/terkunci/", locked),
    path("uji/tolak/", refuse),
    path("uji/curiga/", suspect),
]
handler400, handler403, handler404, handler429, handler500 = (
    urls.handler400, urls.handler403, urls.handler404, urls.handler429, urls.handler500,
)  # fmt: skip

PAGES = [
    ("/uji/curiga/", 400, "Permintaan tidak dapat diproses"),
    ("/uji/tolak/", 403, "Halaman ini hanya untuk pengujian."),
    ("/tidak-ada/", 404, "Halaman tidak ditemukan"),
    ("/uji/rusak/", 500, "Terjadi gangguan pada sistem"),
]


@pytest.fixture
def visitor(settings, operator):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(operator)
    return client


@pytest.mark.parametrize(("address", "status", "sentence"), PAGES)
def test_page(visitor, address, status, sentence):
    response = visitor.get(address)
    content = response.content.decode()

    assert response.status_code == status
    assert sentence in content
    assert f"Nomor kejadian <code>{response['X-Request-ID']}</code>" in content
    assert '<html lang="id">' in content
    assert "rahasia dapur" not in content and "Traceback" not in content
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_anonymous_visitors_get_the_same_page(settings):
    response = Client().get("/tidak-ada/")

    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.content.decode()
    assert "Keluar" not in response.content.decode()


def test_500_needs_neither_database_nor_template(visitor, monkeypatch):
    monkeypatch.setattr(errors.loader, "render_to_string", crash)
    response = visitor.get("/uji/rusak/")

    assert response.status_code == 500
    assert response.content.decode() == f"Terjadi gangguan pada sistem. Nomor kejadian {response['X-Request-ID']}"


def test_unknown_host(client):
    response = client.get("/masuk/", headers={"host": "jahat.example"})

    assert response.status_code == 400
    assert "Permintaan tidak dapat diproses" in response.content.decode()


def test_too_large_a_form(client):
    response = client.post("/masuk/", {"login": "a" * 1_100_000, "password": "b"})

    assert response.status_code == 413
    assert "Kiriman terlalu besar" in response.content.decode()


def test_too_many_fields(client):
    response = client.post("/masuk/", {f"f{number}": "1" for number in range(1100)})

    assert response.status_code == 400


def test_stale_form(operator):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/masuk/", {"login": operator.email, "password": "x"})

    assert response.status_code == 403
    assert "Halaman ini sudah kedaluwarsa" in response.content.decode()


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 detik"), (59, "59 detik"), (60, "1 menit"), (541, "10 menit")])
def test_wait_in_words(rf, operator, seconds, words):
    request = rf.get("/masuk/")
    request.user, request.retry_after = operator, seconds

    response = errors.too_many_requests(request)

    assert response.status_code == 429
    assert response["Retry-After"] == str(seconds)
    assert f"<b>{words}</b>" in response.content.decode()


def test_limits_that_say_no_time_mean_a_minute(rf, operator):
    request = rf.get("/masuk/")
    request.user = operator

    assert errors.too_many_requests(request)["Retry-After"] == "60"


class TestDemo:
    """In DEBUG Django would show its own pages to the visitors of the demo."""

    @pytest.mark.parametrize(("address", "status", "sentence"), PAGES)
    def test_page(self, visitor, settings, address, status, sentence):
        settings.DEBUG = True
        response = visitor.get(address)

        assert response.status_code == status
        assert sentence in response.content.decode()
        assert "rahasia dapur" not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "reason"),
    [
        ("/uji/curiga/", 400, "Permintaan ini tidak dapat dibaca."),
        ("/uji/tolak/", 403, "Halaman ini hanya untuk pengujian."),
        ("/tidak-ada/", 404, "Halaman ini tidak ditemukan."),
        ("/uji/rusak/", 500, "Terjadi gangguan pada sistem."),
        ("/uji/terkunci/", 503, "Basis data sedang tidak dapat menyimpan. Coba lagi sebentar lagi."),
    ],
)
def test_script_is_told_in_json(visitor, address, status, reason):
    response = visitor.get(address, headers={"Accept": "application/json"})

    assert response.status_code == status and response["Cache-Control"] == "no-store"
    assert response.json() == {"alasan": reason, "kejadian": response["X-Request-ID"]}
    assert response.get("Retry-After") == ("5" if status == 503 else None)


def test_address_that_only_takes_a_form_is_a_page_with_a_way_on(client, operator, period, unit):
    client.force_login(operator)
    address = f"/penilaian/{period.slug}/{unit.code}/kirim/"

    opened = client.get(address)

    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "Halaman ini tidak dibuka langsung" in opened.content.decode()
    assert client.get(address, headers={"accept": "application/json"}).json()["alasan"]
    assert client.put(address).content == b""

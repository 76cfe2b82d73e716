"""Help, keys, the statement and the gallery: who reads them, what is found, and where the header leads."""

import pytest
from django.test import override_settings

from accounts.models import Membership
from assessments.models import Answer, Assessment
from spbe_portal.help import ARTICLES, KEYS, found, parted
from tests import factories

PUBLIC = ["/bantuan/", "/bantuan/pintasan/", "/aksesibilitas/", "/bantuan/keadaan/"]
pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("url", PUBLIC)
def test_pages_need_no_account_and_only_read(client, url, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(url).status_code == 200
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("url", ["/", "/masuk/", "/bantuan/", "/tidak-ada/"])
def test_help_is_the_last_link_of_every_header(client, operator, url):
    if url == "/":
        client.force_login(operator)

    header = text(client.get(url)).partition("</header>")[0]

    assert 'href="/bantuan/"' in header[header.rindex("<a ") :]


def test_members_see_the_coordinators_of_their_institution_only(client, operator, coordinator, other_institution):
    factories.make_user("koordinator@lain.local", "Koordinator Lain", other_institution, Membership.Role.COORDINATOR)
    former = factories.make_user("mantan@uji.local", "Mantan", operator.memberships.get().institution, "coordinator")
    former.is_active = False
    former.save()
    assert coordinator.email not in text(client.get("/bantuan/"))
    client.force_login(operator)

    html = text(client.get("/bantuan/"))

    assert f"mailto:{coordinator.email}" in html
    assert "koordinator@lain.local" not in html and former.email not in html


def test_search_needs_every_word_in_title_or_text(client):
    assert [article.slug for article in found(ARTICLES, "Tarik KEMBALI")] == ["tarik"]
    assert found(ARTICLES, "tenggat zebra") == []

    html = text(client.get("/bantuan/?q=kata+sandi+lupa"))
    assert 'id="akun" open' in html and 'id="mulai"' not in html
    html = text(client.get("/bantuan/?q=<b>zebra"))
    assert "Tidak ada petunjuk yang memuat semua kata itu." in html and "&lt;b&gt;zebra" in html


@pytest.mark.parametrize("role", Membership.Role)
def test_every_role_finds_its_own_articles_first(role):
    own, others = parted(ARTICLES, role)

    assert own and all(role in article.roles for article in own)
    assert len(own) + len(others) == len(ARTICLES)


def test_keys_are_those_of_the_pages(client):
    html = text(client.get("/bantuan/pintasan/"))

    for key in KEYS:
        for name in key.keys:
            assert f"<kbd>{name}</kbd>" in html
    assert not any(len(name) == 1 and name.isalpha() for key in KEYS for name in key.keys)


def test_statement_claims_no_test_by_people(client):
    untested = text(client.get("/aksesibilitas/")).partition("Yang belum diuji")[2]

    assert "Pembaca layar" in untested and "orang dengan disabilitas" in untested


def test_gallery_shows_the_states_that_scripts_make(client):
    html = text(client.get("/bantuan/keadaan/"))

    for words in (
        "3 perubahan di perangkat ini belum terkirim.",
        "Sesi berakhir dalam 5 menit. Isian Anda tetap tersimpan.",
        "juga membuka indikator ini",
        "Masuk lagi untuk menyimpan",
        "Masih memuat…",
        "Menyimpan…",
        "Luring – 3 perubahan disimpan di perangkat ini",
        "Gagal menyimpan. Coba lagi",
        "Ada perubahan dari rekan. Bandingkan",
        "Hanya baca: penilaian sudah dikirim",
        "Mengunggah 64% · ± 20 detik lagi",
        "Memeriksa…",
        "Terputus pada 40% – dilanjutkan saat tersambung",
        "Berkas ini sudah ada pada indikator 1.",
        "Pakai yang ada",
        "Ukuran 61 MB; paling besar 25 MB",
        "Penilaian belum dapat dikirim",
        "Pakai versi saya",
        "Sunting gabungan",
        "Tenggat telah lewat.",
        "Ajukan perpanjangan",
        "Tidak ada jawaban yang menunggu reviu",
        "Dicetak abu-abu",
    ):
        assert words in html
    for _, name in [*Answer.Status.choices, *Assessment.Status.choices]:
        assert f" {name} </span>" in html


@override_settings(DEMO=False)
def test_gallery_is_there_only_in_the_demo(client):
    assert client.get("/bantuan/keadaan/").status_code == 404

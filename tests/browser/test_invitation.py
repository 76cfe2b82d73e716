"""From an invitation to the work: first password, first sign-in, second factor, and the page one wanted; then again."""

import re

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.codes import code_at
from tests.browser.filling import WINDOWS
from tests.factories import PASSWORD
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "empat gajah menari pelan"


def everywhere(visitor):
    """The page as it stands, on the laptop and on the phone."""
    for name in ("phone", "laptop"):
        visitor.page.set_viewport_size(dict(zip(("width", "height"), WINDOWS[name], strict=True)))
        visitor.check()
        visitor.fits()


@pytest.mark.parametrize("scripted", [True, False], indirect=True, ids=["javascript", "no-javascript"])
def test_from_invitation_to_work(visitor, settings, coordinator, assessor_unit):
    page, address = visitor.page, visitor.address
    page.set_default_timeout(8_000)
    _invite_by_browser(visitor, coordinator, assessor_unit)
    settings.REQUIRE_SECOND_FACTOR, settings.REAUTHENTICATION_SECONDS = True, 300
    link = re.search(r"http://testserver(/undangan/\S+)", delivered()[-1].body).group(1)

    page.context.clear_cookies()
    page.goto(address + link)
    everywhere(visitor)
    for name in ("password1", "password2"):
        page.locator(f"input[name={name}]").fill(NEW)
    page.get_by_role("button", name="Simpan kata sandi").click()
    visitor.sees("Kata sandi tersimpan. Masuk dengan surel baru@uji.local.")

    page.goto(f"{address}/masuk/?next=/instrumen/")
    _sign_in(page, NEW)
    page.wait_for_url("**/akun/dua-langkah/aktifkan/")
    everywhere(visitor)
    secret = page.locator("[data-copy-source]").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Kode").fill(code_at(secret))
    page.get_by_role("button", name="Aktifkan").click()
    page.wait_for_url("**/kode-pemulihan/")
    everywhere(visitor)
    codes = page.locator(".code-list code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="Sudah saya simpan, lanjutkan").click()
    page.wait_for_url("**/instrumen/")

    page.context.clear_cookies()
    page.goto(f"{address}/masuk/?next=/instrumen/")
    _sign_in(page, NEW)
    page.wait_for_url("**/masuk/kode/**")
    everywhere(visitor)
    page.get_by_role("textbox", name="Kode").fill(codes[0])
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_url("**/instrumen/")
    page.goto(f"{address}/akun/dua-langkah/")
    visitor.sees("9 belum dipakai")
    everywhere(visitor)


def _invite_by_browser(visitor, coordinator, unit):
    page = visitor.page
    visitor.sign_in(coordinator)
    page.goto(f"{visitor.address}/kelola/pengguna/undang/")
    page.get_by_label("Surel").fill("baru@uji.local")
    page.get_by_label("Nama lengkap").fill("Asesor Baru")
    page.get_by_label("Peran*", exact=True).select_option("assessor")
    page.get_by_label("Perangkat daerah").select_option(label=unit.name)
    page.get_by_role("button", name="Kirim undangan").click()
    visitor.sees("Undangan untuk baru@uji.local dicatat")
    everywhere(visitor)


def _sign_in(page, password):
    page.get_by_label("Surel").fill("baru@uji.local")
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_identity_is_confirmed_on_the_way(visitor, settings, coordinator, operator, tmp_path):
    """A role is changed, the password asked for, and nothing typed twice; then a file is looked at and applied."""
    settings.REAUTHENTICATION_SECONDS = 300
    page, address = visitor.page, visitor.address
    client = Client()
    client.force_login(coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    place = operator.memberships.get()

    page.goto(f"{address}/kelola/pengguna/{operator.pk}/peran/{place.pk}/")
    page.get_by_label("Peran*", exact=True).select_option("unit_head")
    page.get_by_role("button", name="Simpan peran").click()
    everywhere(visitor)
    page.locator("input[type=password]").fill("bukan-ini")
    page.get_by_role("button", name="Konfirmasi dan lanjutkan").click()
    visitor.sees("Kata sandi tidak cocok.")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Konfirmasi dan lanjutkan").click()
    visitor.sees("Peran diubah.")
    place.refresh_from_db()
    assert place.role == "unit_head"

    right = "Nama;Surel;Peran;Kode perangkat daerah\nPegawai;pegawai@uji.local;Operator;DINKES\n"
    for name, content in (("salah.csv", "Nama;Surel\nA;bukan\n"), ("benar.csv", right)):
        (tmp_path / name).write_text(content)
        page.goto(f"{address}/kelola/pengguna/impor/")
        page.locator("input[type=file]").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Periksa berkas").click()
        everywhere(visitor)
    page.get_by_role("button", name="Terapkan perubahan").click()
    visitor.sees("Berkas diterapkan: 1 baru")
    assert User.objects.get(email="pegawai@uji.local").memberships.get().unit.code == "DINKES"

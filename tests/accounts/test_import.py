"""Files of people and units: a preview first; with any fault one list by cell and nothing changed."""

import io
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.models import AccessEvent, Membership, Unit, User
from tests import factories
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

PEOPLE, UNITS = "/kelola/pengguna/impor/", "/kelola/perangkat-daerah/impor/"
HEAD = ["Nama", "Surel", "Peran", "Kode perangkat daerah"]
ANI = ["Pegawai Satu", "satu@uji.local", "Operator", "DINKES"]


def csv(*rows, head=HEAD):
    text = "\n".join(";".join(row) for row in (head, *rows))
    return SimpleUploadedFile("daftar.csv", text.encode())


def xlsx(*rows, head=HEAD):
    book, file = Workbook(), io.BytesIO()
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(file)
    return SimpleUploadedFile("daftar.xlsx", file.getvalue())


def state():
    return [list(model.objects.order_by("pk").values()) for model in (User, Membership, Unit)]


def faults(response):
    told = response.content.decode().split("fault-list")[1].split("</ol>")[0]
    return re.findall(r"<li>(?:<b>(\w+)</b> )?([^<]+)</li>", told)


def sealed(response):
    return re.search(r'name="rencana" value="([^"]+)"', response.content.decode()).group(1)


@pytest.fixture
def manager(client, coordinator, unit):
    client.force_login(coordinator)
    return client


def send(client, file, url=PEOPLE):
    return client.post(url, {"file": file})


@pytest.mark.parametrize("form", [csv, xlsx])
def test_preview_changes_nothing_and_applying_does(manager, operator, inactive, form):
    before = state()
    rows = [
        ANI,
        ["Operator Dinas Kesehatan", operator.email, "operator", "dinkes"],
        ["Operator Dinas Kesehatan", operator.email, "Asesor internal", "DINKES"],
        ["Mantan", inactive.email, "Operator", "DINKES"],
        ["Pegawai Dua", "dua@uji.local", "Pimpinan", ""],
    ]
    preview = send(manager, form(*rows))
    page = preview.content.decode()

    assert state() == before
    assert re.findall(r"(Baru|Berubah|Tetap|Bentrok)\s*</span>\s*(\d+)</span>", page) == [
        ("Baru", "2"), ("Berubah", "1"), ("Tetap", "1"), ("Bentrok", "1"),
    ]  # fmt: skip
    assert manager.post(PEOPLE, {"rencana": sealed(preview)}).url == "/kelola/pengguna/"
    held = Membership.objects.values_list("user__email", "role", "unit__code")
    assert {("satu@uji.local", "operator", "DINKES"), ("dua@uji.local", "executive", None)} <= set(held)
    assert (operator.email, "assessor", "DINKES") in held
    assert sorted(mail.to[0] for mail in delivered()) == ["dua@uji.local", "satu@uji.local"]
    imported = AccessEvent.objects.get(action="people.imported").data["people"]
    assert [row[1:] for row in imported] == [
        ["satu@uji.local", "operator", "DINKES"], ["dua@uji.local", "executive", ""],
    ]  # fmt: skip


def test_every_fault_is_told_at_once_with_its_cell(manager, coordinator):
    before = state()
    rows = [
        ["", "bukan-surel", "Raja", "DINKES"],
        ["A", "a@uji.local", "Operator", "TIDAKADA"],
        ["B", "b@uji.local", "Operator", ""],
        ["=1+1", "c@uji.local", "Operator", "DINKES"],
        ANI,
        ANI,
        ["Nama Lain", ANI[1], "Asesor internal", "DINKES"],
    ]
    response = send(manager, xlsx(*rows))

    assert response.status_code == 422
    assert [cell for cell, _ in faults(response)] == ["A2", "B2", "C2", "D3", "D4", "A5", "B7", "A8"]
    assert state() == before


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (SimpleUploadedFile("lama.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "Excel lama"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04rusak"), "rusak"),
        (csv(ANI, head=["Nama", "Alamat", "Peran", "Kode perangkat daerah"]), "tidak dikenal"),
        (csv(), "Belum ada baris"),
    ],
)
def test_files_that_are_no_such_table(manager, file, told):
    response = send(manager, file)

    assert response.status_code == 422
    assert told in " ".join(text for _, text in faults(response))


def test_no_file_is_told(manager):
    assert "Pilih berkas." in manager.post(PEOPLE, {}).content.decode()


def test_ten_thousand_rows(manager, unit, django_assert_max_num_queries):
    rows = [[f"Pegawai {n}", f"p{n}@uji.local", "Operator", "DINKES"] for n in range(10_000)]
    started = time.monotonic()
    with django_assert_max_num_queries(20):
        response = send(manager, csv(*rows))

    assert response.status_code == 200
    assert "10000" in response.content.decode()
    assert len(sealed(response)) < 900_000  # it comes back in a form
    assert "lebih dari 2.000 sekaligus" in response.content.decode()
    assert manager.post(PEOPLE, {"rencana": sealed(response)}).status_code == 409
    assert Membership.objects.filter(unit=unit).count() == 0
    assert time.monotonic() - started < 30
    refused = send(manager, csv(*rows, ANI))
    assert "lebih dari 10000 baris" in " ".join(text for _, text in faults(refused))


def test_applying_many_costs_few_statements(manager, unit, django_assert_max_num_queries):
    rows = [[f"Pegawai {n}", f"p{n}@uji.local", "Operator", "DINKES"] for n in range(200)]
    preview = send(manager, csv(*rows))
    with django_assert_max_num_queries(40 + 3 * 200):  # three for the mail of each
        manager.post(PEOPLE, {"rencana": sealed(preview)})

    assert Membership.objects.filter(unit=unit).count() == 200


def test_a_change_in_between_shows_a_new_preview(manager, institution, unit):
    preview = send(manager, csv(ANI))
    factories.make_user(ANI[1], ANI[0], institution, "operator", unit)
    before = state()
    response = manager.post(PEOPLE, {"rencana": sealed(preview)})

    assert response.status_code == 409
    assert "Data berubah sejak pratinjau dibuat" in response.content.decode()
    assert state() == before


@pytest.mark.parametrize("value", ["", "abc", "x:y:z"])
def test_made_up_plans_are_refused(manager, value):
    before = state()

    assert manager.post(PEOPLE, {"rencana": value}).status_code == 409
    assert state() == before


def test_a_plan_belongs_to_who_saw_it(manager, client, institution):
    plan = sealed(send(manager, csv(ANI)))
    client.force_login(factories.make_user("dua@uji.local", "Koordinator Dua", institution, "coordinator"))

    assert client.post(PEOPLE, {"rencana": plan}).status_code == 409
    assert not User.objects.filter(email=ANI[1]).exists()


def test_a_head_brings_in_operators_of_the_own_unit_only(client, head, other_unit):
    client.force_login(head)
    rows = [ANI, ["B", "b@uji.local", "Operator", "DISDIK"], ["C", "c@uji.local", "Koordinator penilaian", ""]]
    response = send(client, csv(*rows))

    assert [cell for cell, _ in faults(response)] == ["D3", "C4"]
    assert send(client, csv(ANI)).status_code == 200
    assert client.get(UNITS).status_code == 403


def test_oneself_is_left_alone(manager, coordinator):
    preview = send(manager, csv(["Lain", coordinator.email, "Asesor internal", "DINKES"]))

    assert "Ini akun Anda sendiri" in preview.content.decode()
    assert "Terapkan perubahan" not in preview.content.decode()
    manager.post(PEOPLE, {"rencana": sealed(preview)})
    assert coordinator.memberships.count() == 1


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("url", [PEOPLE, UNITS])
def test_the_template_can_be_sent_back_unchanged(manager, operator, head, other_unit, url, form):
    template = manager.get(f"{url}templat/?format={form}").content
    if form == "xlsx":
        assert load_workbook(io.BytesIO(template)).sheetnames[1] == "Petunjuk"
    page = send(manager, SimpleUploadedFile(f"a.{form}", template), url).content.decode()

    assert "Isi berkas sama dengan data sekarang." in page


def test_units_are_added_and_renamed(manager, institution, unit):
    head = ["Kode", "Nama", "Jenis"]
    preview = send(manager, csv(["BAPPEDA", "Bappeda", "badan"], ["dinkes", "Dinas Sehat", ""], head=head), UNITS)
    assert unit.__class__.objects.count() == 1
    manager.post(UNITS, {"rencana": sealed(preview)})

    assert set(institution.units.values_list("code", "name")) == {("BAPPEDA", "Bappeda"), ("DINKES", "Dinas Sehat")}
    assert list(AccessEvent.objects.values_list("action", flat=True)) == ["unit.added", "unit.changed"]


def test_faults_of_units(manager):
    rows = [["dua kata", "A", ""], ["X", "", ""], ["X", "B", "j" * 31]]
    response = send(manager, csv(*rows, head=["Kode", "Nama", "Jenis"]), UNITS)

    assert [cell for cell, _ in faults(response)] == ["A2", "B3", "A4", "C4"]

"""Every page of every role passes axe, keeps to its window on laptop and phone, and asks nothing of the outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Evidence
from reports import publishing
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

UNIT = "/penilaian/lampung-2023/DINKES/"
WINDOWS = {"laptop": (1366, 768), "phone": (390, 844)}


@pytest.fixture
def scripted():
    return True


@pytest.fixture
def years(institution, instrument, coordinator, unit, other_unit, operator, neighbor, assessor):
    """2022 closed with documents; 2023 open: Dinas Kesehatan is filling, Dinas Pendidikan has sent and got one back."""
    leads = [(1, unit), (2, unit), (3, unit), (4, other_unit), (5, other_unit)]
    past = factories.make_period(institution, instrument, coordinator, year=2022, leads=leads)
    for place, who in ((unit, operator), (other_unit, neighbor)):
        _fill_and_send(past, place, who)
    for answer in Answer.objects.filter(assessment__period=past).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    publishing.register(workflow.close_period(past, by=coordinator))
    present = factories.make_period(institution, instrument, coordinator, year=2023, leads=leads)
    _fill_and_send(present, other_unit, neighbor)
    first = Answer.objects.filter(assessment__period=present, assessment__unit=other_unit).with_parents().first()
    workflow.send_back(first, by=assessor, version=first.version, reason=factories.REASON)
    asked = present.assessments.get(unit=unit)
    until = timezone.now() + timedelta(days=25)
    workflow.ask_extension(asked, by=operator, reason=factories.REASON, until=until)
    draft = factories.make_period(institution, instrument, coordinator, year=2024, leads=leads[:3], opened=False)
    return past, present, draft


def _fill_and_send(period, unit, who):
    assessment = period.assessments.get(unit=unit)
    factories.fill_all(assessment, who)
    factories.submit(assessment, by=who)


def pages(years):
    waiting = Answer.objects.to_review().first()
    own = Answer.objects.get(assessment__period=years[1], assessment__unit__code="DINKES", indicator__number=1)
    proofs = {unit: Evidence.objects.filter(unit__code=unit).first().pk for unit in ("DINKES", "DISDIK")}
    code = years[0].results.get().documents.get(kind="province").code
    return {
        "nobody": ["/masuk/", "/akun/kata-sandi/lupa/", "/verifikasi/", f"/verifikasi/{code}/",
                   "/verifikasi/ZZZZZZZZ/",
                   "/bantuan/", "/bantuan/?q=tenggat", "/bantuan/pintasan/", "/bantuan/keadaan/", "/aksesibilitas/"],
        "operator": ["/", "/penilaian/", UNIT, f"{UNIT}?tampil=belum", f"{UNIT}tabel/", f"{UNIT}indikator/1/",
                     f"{UNIT}indikator/1/riwayat/", f"{UNIT}periksa/",
                     f"{UNIT}periksa/?aspek=A1", f"{UNIT}cetak/", f"{UNIT}perpanjangan/", "/bantuan/",
                     "/hasil/", "/hasil/lampung-2022/", "/hasil/lampung-2023/", "/laporan/", "/akun/",
                     "/akun/kata-sandi/ubah/",
                     "/bukti/DINKES/", "/bukti/DINKES/?cari=entah", f"/bukti/DINKES/{proofs['DINKES']}/",
                     f"{UNIT}indikator/1/pustaka/", f"{UNIT}indikator/1/pustaka/?cari=entah",
                     "/instrumen/", "/instrumen/uji/", "/instrumen/uji/1/", "/tidak-ada/", "/reviu/"],
        "neighbor": ["/", "/penilaian/lampung-2023/DISDIK/", "/penilaian/lampung-2023/DISDIK/perbaikan/",
                     "/penilaian/lampung-2023/DISDIK/indikator/4/",
                     "/penilaian/lampung-2023/DISDIK/indikator/4/riwayat/",
                     "/penilaian/lampung-2023/DISDIK/indikator/5/",
                     "/penilaian/lampung-2023/DISDIK/tanda-terima/"],
        "head": ["/", UNIT, f"{UNIT}tabel/", f"{UNIT}periksa/"],
        "assessor": ["/", "/bukti/DISDIK/", f"/bukti/DISDIK/{proofs['DISDIK']}/", "/reviu/",
                     f"/reviu/{waiting.pk}/", f"/reviu/{own.pk}/", "/konsolidasi/lampung-2023/",
                     "/konsolidasi/lampung-2023/1/", "/hasil/lampung-2023/"],
        "coordinator": ["/", "/kelola/periode/", "/kelola/periode/baru/", "/kelola/periode/lampung-2023/",
                        "/kelola/periode/lampung-2024/", "/kelola/penugasan/lampung-2024/",
                        "/kelola/penugasan/lampung-2024/1/",
                        "/kelola/periode/lampung-2023/tutup/", "/kelola/periode/lampung-2022/buka-kembali/", "/reviu/",
                        "/hasil/lampung-2022/", "/laporan/"],
        "executive": ["/", "/hasil/", "/hasil/lampung-2022/", "/laporan/"],
        "tamu": ["/"],
    }  # fmt: skip


@pytest.mark.parametrize("window", WINDOWS)
def test_every_page(visitor, window, years, request):
    width, height = WINDOWS[window]
    visitor.page.set_viewport_size({"width": width, "height": height})
    too_wide = []
    for role, paths in pages(years).items():
        if role == "tamu":
            visitor.sign_in(factories.make_user("tamu@uji.local", "Tanpa Peran"))
        elif role != "nobody":
            visitor.sign_in(request.getfixturevalue(role))
        for path in paths:
            visitor.go(path)
            excess = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if excess > 0:
                too_wide.append(f"{role} {path}: {excess} px")

    assert too_wide == []


def test_switching_between_two_memberships(visitor, operator, institution, other_unit):
    Membership.objects.create(user=operator, institution=institution, unit=other_unit, role=Membership.Role.UNIT_HEAD)
    visitor.sign_in(operator)
    page = visitor.page

    page.locator("summary").filter(has_text="Operator Dinas Kesehatan").first.click()
    page.get_by_role("button", name="Kepala perangkat daerah").first.click()
    visitor.check()

    assert "Kepala perangkat daerah" in page.locator("header").inner_text()

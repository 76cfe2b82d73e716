"""Every page of every role passes axe, keeps to its window on laptop and phone, and asks nothing of the outside."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.models import Membership, User
from assessments import workflow
from assessments.models import Answer, Evidence
from reports import publishing
from tests import factories
from tests.browser.filling import UNIT, WINDOWS

pytestmark = pytest.mark.django_db(transaction=True)

INSTRUMENT = "/instrumen/permenpanrb-59-2020/"
# What a page answers to whom, where that is not 200.
REFUSED = {
    ("operator", "/tidak-ada/"): 404,
    ("operator", "/reviu/"): 403,
    ("nobody", "/verifikasi/ZZZZZZZZ/"): 404,
}
ROUTES = yaml.safe_load((Path(__file__).parent.parent / "authz_matrix.yaml").read_text(encoding="utf-8"))["routes"]
NO_PAGES = {
    # files
    "assessments:evidence_download", "assessments:evidence_preview", "assessments:evidence_view",
    "assessments:library_csv", "assessments:upload",
    "assessments:queue_csv", "assessments:progress_csv", "assessments:trail_export",
    "assessments:signed_paper", "reports:consent_paper", "reports:minutes_paper", "reports:download",
    "reports:draft_pdf", "reports:receipt_pdf",
    # what scripts ask for, and what watches the server
    "accounts:session", "assessments:known_file", "assessments:standing", "healthz",
    # parts of a page that is visited
    "assessments:effect", "assessments:evidence_add", "assessments:evidence_as_pdf",
    # visited on the way from an invitation to the work, and what leads there
    "accounts:invitation", "accounts:second_factor", "mfa_authenticate", "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    # visited on the walks of test_disputes.py
    "assessments:objection", "assessments:objection_decide", "assessments:reading", "assessments:track_import",
    "assessments:track_export", "assessments:samples",
    "accounts:people_csv", "accounts:import_people_template", "accounts:import_units_template",
    # what test_preparing.py walks through, at three widths
    "assessments:period_step", "assessments:team", "assessments:team_member", "assessments:assignment_import",
    "assessments:assignment_export",
    # leads to a page that is visited
    "assessments:consolidations",
}  # fmt: skip


@pytest.fixture
def instrument(db):
    """One with sentences to compose an explanation from."""
    return factories.make_instrument("permenpanrb-59-2020")


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
    forgetful = User.objects.get(email="operator@uji.local")
    key = f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}"
    return {
        "nobody": ["/masuk/", "/akun/kata-sandi/lupa/", "/akun/kata-sandi/lupa/terkirim/",
                   f"/akun/kata-sandi/baru/{key}/", "/akun/kata-sandi/baru/1-abc-def/",
                   "/akun/kata-sandi/baru/selesai/", "/verifikasi/", f"/verifikasi/{code}/",
                   "/verifikasi/ZZZZZZZZ/",
                   "/bantuan/", "/bantuan/?q=tenggat", "/bantuan/pintasan/", "/bantuan/keadaan/", "/aksesibilitas/"],
        "operator": ["/", "/penilaian/", UNIT, f"{UNIT}?tampil=belum", f"{UNIT}tabel/", f"{UNIT}indikator/1/",
                     f"{UNIT}indikator/1/riwayat/", f"{UNIT}periksa/",
                     f"{UNIT}periksa/?aspek=A1", f"{UNIT}cetak/", f"{UNIT}perpanjangan/", "/bantuan/",
                     "/hasil/", "/hasil/lampung-2022/", "/hasil/lampung-2023/", "/laporan/", "/akun/",
                     "/akun/kata-sandi/ubah/", "/akun/dua-langkah/",
                     "/akun/dua-langkah/aktifkan/", "/akun/dua-langkah/kode-pemulihan/baru/", "/keluar/",
                     f"{UNIT}perbaikan/", f"{UNIT}indikator/1/susun/",
                     f"{UNIT}indikator/1/susun/?tingkat=3",
                     "/bukti/DINKES/", "/bukti/DINKES/?cari=entah", f"/bukti/DINKES/{proofs['DINKES']}/",
                     f"{UNIT}indikator/1/pustaka/", f"{UNIT}indikator/1/pustaka/?cari=entah",
                     "/instrumen/", INSTRUMENT, f"{INSTRUMENT}1/", "/tidak-ada/", "/reviu/"],
        "neighbor": ["/", "/penilaian/lampung-2023/DISDIK/", "/penilaian/lampung-2023/DISDIK/perbaikan/",
                     "/penilaian/lampung-2023/DISDIK/indikator/4/",
                     "/penilaian/lampung-2023/DISDIK/indikator/4/riwayat/",
                     "/penilaian/lampung-2023/DISDIK/indikator/5/",
                     "/penilaian/lampung-2023/DISDIK/tanda-terima/"],
        "head": ["/", UNIT, f"{UNIT}tabel/", f"{UNIT}periksa/"],
        "assessor": ["/", "/bukti/DISDIK/", f"/bukti/DISDIK/{proofs['DISDIK']}/", "/reviu/",
                     "/reviu/?status=semua", f"/reviu/{waiting.pk}/", f"/reviu/{own.pk}/", "/konsolidasi/lampung-2023/",
                     "/konsolidasi/lampung-2023/1/", "/hasil/lampung-2023/", "/reviu/sanggahan/",
                     "/reviu/pembacaan/lampung-2023/"],
        "coordinator": ["/", "/kelola/pengguna/", "/kelola/pengguna/?cari=entah", "/kelola/pengguna/undang/",
                        f"/kelola/pengguna/{forgetful.pk}/",
                        f"/kelola/pengguna/{forgetful.pk}/peran/{forgetful.memberships.get().pk}/",
                        "/kelola/pengguna/impor/", "/kelola/perangkat-daerah/", "/kelola/perangkat-daerah/impor/",
                        f"/kelola/perangkat-daerah/{own.assessment.unit_id}/",
                        "/pesan/", "/pesan/?tampil=belum", "/kelola/pengingat/", "/kelola/pengingat/kalimat/",
                        "/kelola/pengingat/kalimat/reminder/", "/kelola/pengingat/surel/",
                        "/kelola/periode/", "/kelola/periode/baru/", "/kelola/periode/lampung-2023/",
                        "/kelola/periode/lampung-2024/", "/kelola/penugasan/lampung-2024/",
                        "/kelola/penugasan/lampung-2024/1/",
                        "/kelola/pembagian/lampung-2023/", "/kelola/pembagian/lampung-2023/bagi-rata/",
                        "/dasbor/kemajuan/", "/dasbor/kemajuan/pengingat/", "/kelola/jejak/",
                        "/kelola/jejak/?jenis=akses",
                        "/kelola/periode/lampung-2023/tutup/", "/kelola/periode/lampung-2022/buka-kembali/",
                        "/kelola/periode/lampung-2023/tahap/", "/kelola/periode/lampung-2022/tahap/",
                        "/kelola/periode/lampung-2023/pemeriksaan/", "/kelola/periode/lampung-2023/berita-acara/",
                        "/kelola/periode/lampung-2022/pengesahan/", "/reviu/",
                        "/kelola/periode/lampung-2022/nilai-luar/",
                        "/hasil/lampung-2022/", "/laporan/"],
        "executive": ["/", "/hasil/", "/hasil/lampung-2022/", "/laporan/"],
        "tamu": ["/"],
    }  # fmt: skip


@pytest.mark.parametrize("scripted", [True], indirect=True)
@pytest.mark.parametrize("window", WINDOWS)
def test_every_page(visitor, window, years, request):
    width, height = WINDOWS[window]
    visitor.page.set_viewport_size({"width": width, "height": height})
    for role, paths in pages(years).items():
        if role == "tamu":
            visitor.sign_in(factories.make_user("tamu@uji.local", "Tanpa Peran"))
        elif role != "nobody":
            visitor.sign_in(request.getfixturevalue(role))
        for path in paths:
            visitor.go(path, status=REFUSED.get((role, path), 200))
            assert route_of(urlsplit(visitor.page.url).path) == route_of(path), f"{role} {path} leads elsewhere"
            visitor.fits()


def test_no_page_is_left_out(years):
    visited = {route_of(path) for paths in pages(years).values() for path in paths}
    readable = {name for name, rule in ROUTES.items() if "GET" in rule}

    assert readable >= NO_PAGES and not NO_PAGES & visited
    assert readable - NO_PAGES - visited == set(), "pages that nobody visits"


def route_of(path):
    """The name of the page's route, whatever its query; None for an address that leads nowhere."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_switching_between_two_memberships(visitor, operator, institution, other_unit):
    Membership.objects.create(user=operator, institution=institution, unit=other_unit, role=Membership.Role.UNIT_HEAD)
    visitor.sign_in(operator)
    page = visitor.page

    page.locator("summary").filter(has_text="Operator Dinas Kesehatan").first.click()
    page.get_by_role("button", name="Kepala perangkat daerah").first.click()
    visitor.check()

    assert "Kepala perangkat daerah" in page.locator("header").inner_text()

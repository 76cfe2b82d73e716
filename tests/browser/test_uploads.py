"""Files on their way: several at once, cut and resumed, over a reload and another page, refused, known, taken back."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from assessments.models import Citation, Evidence, Upload
from tests import factories
from tests.assessments.filling import answer_url
from tests.browser.filling import document, drop
from tests.corpus import HOSTILE, content_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("scripted", [True], indirect=True),
]

PIECE = 100_000
expect.set_options(timeout=15_000)  # a busy machine inspects a file in seconds


@pytest.fixture(autouse=True)
def pieces(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.UPLOAD_PIECE_BYTES = PIECE
    settings.EVIDENCE_MAX_BYTES = 2_000_000


@pytest.fixture
def page(visitor, answer, operator):
    visitor.troubles = Expected()
    visitor.sign_in(operator)
    visitor.go(answer_url(answer))
    expect(visitor.page.locator("html[data-autosave=ready]")).to_be_attached()
    return visitor.page


class Expected(list):
    """Troubles of a visitor, but those of a line that a test cuts."""

    def append(self, trouble):
        if "ERR_CONNECTION_RESET" not in trouble:
            super().append(trouble)


def choose(page, *files):
    page.locator("#id_files").set_input_files(list(files))


def row(page, name):
    return page.locator(".upload-row").filter(has_text=name)


def proof(page, title):
    return page.locator("#evidence-list tr").filter(has_text=title)


class Line:
    """Watches the pieces, and cuts the line where it is told to."""

    def __init__(self, page):
        self.page, self.pieces, self.limit = page, [], None
        page.context.route("**/unggah/**", self._pass)

    def _pass(self, route):
        request = route.request
        offset = int(request.headers.get("upload-offset", 0))
        if request.method == "PATCH" and self.limit is not None and offset >= self.limit:
            return route.abort("connectionreset")
        if request.method == "PATCH":
            self.pieces.append((request.url, offset, len(request.post_data_buffer or b"")))
        return route.continue_()

    def cut(self, at):
        self.limit = at

    def mend(self):
        self.limit = None
        self.page.evaluate("window.dispatchEvent(new Event('online'))")

    def arrived_once(self, size):
        """Whether the pieces that went through are the whole file, each byte of it once."""
        ends = 0
        for _, offset, length in sorted(self.pieces, key=lambda piece: piece[1]):
            if offset != ends:
                return False
            ends += length
        return ends == size


def test_two_files_dropped_anywhere_are_stored_and_the_rest_of_the_page_stays(visitor, page, answer, operator):
    factories.cite_file(answer, operator, title="Bukti lama")
    visitor.go(answer_url(answer))
    page.get_by_label("Halaman bukti a").fill("4-6")
    page.get_by_label("Penjelasan capaian").fill("Belum selesai ditulis")
    files = [document("Laporan satu.pdf"), document("Laporan dua.pdf", 120_000)]

    assert drop(page, *files), "the box is marked while files hover over the page, and not after"

    expect(proof(page, "Laporan satu")).to_contain_text("Tersimpan")
    expect(proof(page, "Laporan dua")).to_contain_text("Tersimpan")
    expect(page.locator(".upload-row")).to_have_count(0)
    expect(page.locator("[data-upload-live]")).to_have_text(re.compile("tersimpan"))
    assert page.get_by_label("Halaman bukti a").input_value() == "4-6"
    assert page.get_by_label("Penjelasan capaian").input_value() == "Belum selesai ditulis"
    assert page.evaluate("indexedDB.databases().then(list => list.length)") == 1
    assert {(row.title, row.size) for row in Evidence.objects.exclude(title="Bukti lama")} == {
        (one["name"].removesuffix(".pdf"), len(one["buffer"])) for one in files
    }
    visitor.check()


def test_cut_upload_goes_on_where_it_stopped_also_after_a_reload(visitor, page, answer):
    line, file = Line(page), document("Laporan.pdf")
    line.cut(at=600_000)
    choose(page, file)
    expect(row(page, "Laporan.pdf")).to_contain_text("Terputus pada 63% – dilanjutkan saat tersambung")
    visitor.check()
    assert Upload.objects.get().received == 600_000

    page.reload()
    expect(row(page, "Laporan.pdf")).to_contain_text("Terputus")
    line.mend()

    expect(proof(page, "Laporan")).to_be_visible()
    assert line.arrived_once(len(file["buffer"]))
    assert (Upload.objects.count(), Evidence.objects.count(), answer.citations.count()) == (1, 1, 1)


def test_upload_goes_on_while_another_indicator_is_open(visitor, page, answer):
    line, file = Line(page), document("Laporan.pdf")
    line.cut(at=400_000)
    choose(page, file, document("Kedua.pdf"))
    expect(row(page, "Laporan.pdf")).to_contain_text("Terputus")

    second = answer.assessment.answers.get(indicator__number=2)
    visitor.go(answer_url(second))
    note = page.locator(".upload-note")
    expect(note).to_contain_text("Mengunggah 2 berkas untuk indikator 1")
    visitor.check()
    line.mend()

    expect(note).to_be_hidden()
    assert answer.citations.count() == 2
    assert not second.citations.exists()
    visitor.go("/")
    expect(page.locator(".upload-note")).to_have_count(0)


def test_refused_files_stay_until_they_are_dismissed(visitor, page, answer):
    name, content, _ = HOSTILE["pdf-javascript"]
    big = {"name": "Masterplan.pdf", "mimeType": "application/pdf", "buffer": bytes(2_000_001)}
    heic = {"name": "Foto rapat.heic", "mimeType": "image/heic", "buffer": b"x"}
    choose(page, heic, big, {"name": name, "mimeType": "application/pdf", "buffer": content_of(content)})

    expect(row(page, "Foto rapat.heic")).to_contain_text("Jenis berkas harus PDF, DOCX")
    expect(row(page, "Masterplan.pdf")).to_contain_text("Ukuran 2,1 MB; paling besar 2 MB")
    expect(row(page, name)).to_contain_text("PDF memuat skrip")
    visitor.check()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    visitor.check()
    page.reload()
    expect(page.locator(".upload-row")).to_have_count(3)
    for _ in range(3):
        page.locator(".upload-row button:visible").first.click()
    expect(page.locator(".upload-row")).to_have_count(0)
    assert page.evaluate("document.activeElement.hasAttribute('data-choose')")
    assert Upload.objects.count() == 1  # only what the browser could not judge was sent


def test_upload_goes_on_after_a_new_sign_in_and_sign_out_warns(visitor, page, answer, operator):
    line, file = Line(page), document("Laporan.pdf")
    line.cut(at=400_000)
    choose(page, file)
    expect(row(page, "Laporan.pdf")).to_contain_text("Terputus")
    page.locator("summary").filter(has_text="Operator Dinas Kesehatan").first.click()
    page.get_by_role("button", name="Keluar").first.click()
    warning = page.get_by_role("dialog", name="Keluar dan buang isian yang belum terkirim?")
    expect(warning).to_contain_text("1 berkas di perangkat ini belum terkirim.")
    expect(warning.get_by_role("listitem")).to_have_text(["Laporan.pdf (indikator 1)"])
    warning.get_by_role("button", name="Tetap masuk").click()

    Session.objects.all().delete()
    line.mend()

    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    dialog.get_by_role("button", name="Nanti saja").click()
    page.get_by_label("Penjelasan").focus()
    expect(page.get_by_role("button", name="Masuk lagi")).to_be_visible()
    page.keyboard.press("F2")
    dialog.get_by_label("Surel").fill(operator.email)
    dialog.get_by_label("Kata sandi").fill(factories.PASSWORD)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(proof(page, "Laporan")).to_be_visible()
    assert line.arrived_once(len(file["buffer"]))


def test_upload_is_cancelled(visitor, page, answer):
    line = Line(page)
    line.cut(at=200_000)
    choose(page, document("Laporan.pdf"))
    expect(row(page, "Laporan.pdf")).to_contain_text("Terputus")

    with page.expect_response(lambda response: response.request.method == "DELETE"):
        page.get_by_role("button", name="Batalkan Laporan.pdf").click()

    expect(page.locator(".upload-row")).to_have_count(0)
    assert Upload.objects.get().state == Upload.State.CANCELLED
    page.reload()
    expect(page.locator(".upload-row")).to_have_count(0)


def test_known_file_is_offered_instead_of_sent(visitor, page, answer, operator):
    file = document("Perda 4-2021.pdf", 60_000)
    second = answer.assessment.answers.get(indicator__number=2)
    factories.cite_file(second, operator, content=file["buffer"], title="Perda 4-2021")
    page.route("**/dikenal/**", lambda route: None)
    choose(page, file)
    expect(row(page, file["name"])).to_be_visible()
    page.unroute("**/dikenal/**")
    page.reload()  # nothing is lost while the line gives no answer
    expect(row(page, file["name"])).to_contain_text("Berkas ini sudah ada pada indikator 2.")
    visitor.check()

    page.get_by_role("button", name="Pakai yang ada").click()

    expect(proof(page, "Perda 4-2021")).to_contain_text("juga dipakai pada indikator 2")
    assert (Evidence.objects.count(), Upload.objects.count()) == (1, 0)
    choose(page, file)
    expect(row(page, file["name"])).to_contain_text("Berkas ini sudah ada pada jawaban ini.")


def test_proofs_are_moved_and_taken_back_without_leaving_the_page(visitor, page, answer, operator):
    for title in ("Pertama", "Kedua", "Ketiga"):
        factories.cite_file(answer, operator, title=title, content=title.encode())
    visitor.go(answer_url(answer))
    page.get_by_label("Penjelasan capaian").fill("Sedang ditulis")
    names = page.locator("#evidence-list .evidence-name")

    page.get_by_role("button", name="Naikkan bukti b").press("Enter")
    expect(names).to_have_text(["Kedua", "Pertama", "Ketiga"])
    assert page.evaluate("document.activeElement.closest('tr').textContent.includes('Kedua')")

    page.get_by_role("button", name="Hapus bukti b").press("Enter")
    expect(names).to_have_text(["Kedua", "Ketiga"])
    expect(page.locator("[data-undo]")).to_contain_text("“Pertama” dihapus. Urungkan")
    assert page.evaluate("document.activeElement.value") == "hapus"
    undo = page.get_by_role("button", name="Urungkan")
    undo.focus()  # it stays as long as the focus is on it
    visitor.check()
    undo.click()
    expect(names).to_have_text(["Kedua", "Pertama", "Ketiga"])  # where it stood
    expect(page.locator("[data-undo]")).to_be_empty()
    assert page.get_by_label("Penjelasan capaian").input_value() == "Sedang ditulis"
    assert Citation.objects.filter(answer=answer).count() == 3

"""Adding proofs: each kind of file, refused files that cost nothing else, limits, and links."""

import errno

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import storage, uploads, workflow
from assessments.models import Answer, Citation, Evidence
from tests import factories
from tests.assessments.filling import actions, answer_url, refreshed, sent, text, told
from tests.corpus import GOOD, HOSTILE, HTML, SVG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

PLAIN = {
    "teks.pdf": "application/pdf",
    "foto.jpg": "image/jpeg",
    "tangkapan.png": "image/png",
    "surat.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "rekap.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "paparan.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "surat.odt": "application/vnd.oasis.opendocument.text",
    "rekap.ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def upload(name, content=None):
    return SimpleUploadedFile(name, GOOD[name] if content is None else content)


def stored_files():
    return sorted(path.name for path in settings.EVIDENCE_ROOT.glob("??/*"))


def staged_files():
    return list(storage.staging_folder().iterdir())


# Files


@pytest.mark.parametrize("name", PLAIN)
def test_each_kind_of_file_is_stored_and_cited(filler, answer, operator, name):
    response = filler.post(answer_url(answer), sent(answer, files=[upload(name)]))

    evidence = Evidence.objects.get()
    assert response.status_code == 302
    assert (evidence.unit, evidence.created_by) == (answer.assessment.unit, operator)
    assert (evidence.original_name, evidence.title) == (name, name.partition(".")[0])
    assert (evidence.media_type, evidence.size) == (PLAIN[name], len(GOOD[name]))
    assert storage.path_of(evidence.stored_name).read_bytes() == GOOD[name]
    assert evidence.citations.get().answer == answer
    assert refreshed(answer).status == Answer.Status.COMPLETE
    assert actions(answer.assessment) == ["answer.evidence_added", "answer.saved"]
    assert "1 bukti ditambahkan pada indikator 1." in told(response)
    assert staged_files() == []


def test_several_files_at_once_keep_their_order(filler, answer):
    filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf"), upload("foto.jpg"), upload("rekap.xlsx")]))

    assert [(c.letter, c.evidence.title) for c in Citation.objects.all()] == [
        ("a", "teks"),
        ("b", "foto"),
        ("c", "rekap"),
    ]


def test_refused_files_are_named_and_everything_else_is_kept(filler, answer):
    files = [upload("jahat.svg", SVG), upload("teks.pdf"), upload("laman.pdf", HTML), upload("kosong.pdf", b"")]

    response = filler.post(answer_url(answer), sent(answer, files=files))

    html = text(response)
    assert response.status_code == 422
    assert "jahat.svg: Jenis berkas harus" in html
    assert "laman.pdf: Berkas ini bernama .pdf tetapi isinya laman web (HTML)." in html
    assert "kosong.pdf: Berkas kosong. Pilih berkas lain" in html
    assert [e.title for e in Evidence.objects.all()] == ["teks"]
    assert refreshed(answer).explanation == factories.EXPLANATION
    assert factories.EXPLANATION in html
    assert len(stored_files()) == 1 and staged_files() == []


@pytest.mark.parametrize("trick", sorted(HOSTILE)[:: max(1, len(HOSTILE) // 8)])
def test_hostile_files_leave_nothing_behind(filler, answer, trick):
    name, content, _ = HOSTILE[trick]
    content = content() if callable(content) else content

    response = filler.post(answer_url(answer), sent(answer, files=[upload(name, content)]))

    assert response.status_code == 422
    assert Evidence.objects.count() == 0
    assert stored_files() == [] and staged_files() == []
    assert refreshed(answer).version == 1


def test_too_big_a_file_is_told_with_both_sizes(filler, answer, settings):
    settings.EVIDENCE_MAX_BYTES = 2_000_000

    response = filler.post(answer_url(answer), sent(answer, files=[upload("besar.pdf", b"%PDF-" + bytes(2_000_000))]))

    assert response.status_code == 422
    assert "besar.pdf: Ukuran 2,1 MB; paling besar 2 MB" in text(response)
    assert Evidence.objects.count() == 0


def test_an_answer_takes_no_more_than_its_limit(filler, answer, citation, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 2

    response = filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf"), upload("foto.jpg")]))

    assert response.status_code == 422
    assert "foto.jpg: Paling banyak 2 bukti untuk satu jawaban." in text(response)
    assert answer.citations.count() == 2 and len(stored_files()) == 1
    response = filler.post(answer_url(answer), sent(refreshed(answer), link_url="https://contoh.go.id/b"))
    assert response.status_code == 422
    assert "Tautan: Paling banyak 2 bukti untuk satu jawaban." in text(response)
    assert 'value="https://contoh.go.id/b"' in text(response)


def test_the_same_file_again_is_not_doubled(filler, answer):
    filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf")]))

    response = filler.post(answer_url(answer), sent(refreshed(answer), files=[upload("salinan.pdf", GOOD["teks.pdf"])]))

    assert response.status_code == 302
    assert told(response)[-1] == "“teks” sudah ada pada jawaban ini, jadi tidak ditambahkan lagi."
    assert Evidence.objects.count() == Citation.objects.count() == len(stored_files()) == 1


def test_a_file_of_another_indicator_is_cited_and_not_stored_again(filler, answer):
    second = answer.assessment.answers.with_parents().get(indicator__number=2)
    filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf")]))

    filler.post(answer_url(second), sent(second, files=[upload("teks.pdf")]))

    assert Evidence.objects.get().citations.count() == 2
    assert len(stored_files()) == 1
    assert "juga dipakai pada indikator 1" in text(filler.get(answer_url(second)))


def test_a_file_of_another_unit_is_stored_apart(filler, client, answer, neighbor):
    filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf")]))
    other = Answer.objects.with_parents().get(assessment__unit__code="DISDIK", indicator__number=1)
    client.force_login(neighbor)

    response = client.post(answer_url(other), sent(other, files=[upload("teks.pdf")]))

    assert told(response)[-1] == "1 bukti ditambahkan pada indikator 1."
    assert Evidence.objects.count() == len(stored_files()) == 2


def test_stored_file_goes_when_the_transaction_fails(filler, answer, monkeypatch):
    monkeypatch.setattr(workflow.citing, "record", None)

    with pytest.raises(TypeError):
        filler.post(answer_url(answer), {"files": [upload("teks.pdf")]})

    assert Evidence.objects.count() == 0
    assert stored_files() == [] and staged_files() == []


def test_full_disk_is_told_and_the_text_is_saved(filler, answer, monkeypatch):
    def full(staged):
        raise storage.StorageFull(errno.ENOSPC, "full")

    monkeypatch.setattr(storage, "store", full)

    response = filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf")]))

    assert response.status_code == 507
    assert "teks.pdf: Ruang simpan penuh dan berkas belum disimpan." in text(response)
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_nearly_full_disk_is_told_before_anything_is_received(filler, answer, monkeypatch):
    monkeypatch.setattr(uploads, "is_nearly_full", lambda folder: True)

    response = filler.post(answer_url(answer), sent(answer, files=[upload("teks.pdf")]))

    assert response.status_code == 507
    assert "Ruang simpan penuh" in text(response)


def test_names_are_shown_without_a_path_and_escaped(filler, answer):
    filler.post(answer_url(answer), sent(answer, files=[upload("..\\<b>surat</b>.pdf", GOOD["teks.pdf"])]))

    name = Evidence.objects.get().original_name
    assert "/" not in name and "\\" not in name
    assert "<b>surat" not in text(filler.get(answer_url(answer)))


# Links


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://contoh.go.id/laporan?a=1", "https://contoh.go.id/laporan?a=1"),
        ("http://contoh.go.id", "http://contoh.go.id"),
        ("contoh.go.id/laporan", "https://contoh.go.id/laporan"),
    ],
)
def test_link_is_kept_and_never_fetched(filler, answer, typed, kept):
    filler.post(answer_url(answer), sent(answer, link_url=typed, link_title="Laporan daring"))

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.url, evidence.title) == (Evidence.Kind.LINK, kept, "Laporan daring")
    html = text(filler.get(answer_url(answer)))
    assert 'target="_blank" rel="noopener noreferrer nofollow"' in html


def test_link_that_is_sent_twice_is_one_proof(filler, answer):
    """A reload of the page that answered, or a second click."""
    url = {"link_url": "https://contoh.go.id/laporan", "link_title": "Laporan"}
    for _ in range(2):
        response = filler.post(answer_url(answer), sent(answer) | url)

    assert response.status_code == 302 and answer.citations.count() == 1
    assert "“Laporan” sudah ada pada jawaban ini, jadi tidak ditambahkan lagi." in told(response)

    other = filler.post(answer_url(answer), sent(refreshed(answer)) | url | {"link_title": "Judul lain"})
    assert other.status_code == 422 and answer.citations.count() == 1
    assert "Tautan ini sudah menjadi bukti a pada jawaban ini, “Laporan”" in text(other)
    assert 'value="Judul lain"' in text(other)


def test_link_without_a_title_is_named_after_its_place(filler, answer):
    filler.post(answer_url(answer), sent(answer, link_url="https://contoh.go.id/laporan/"))

    assert Evidence.objects.get().title == "contoh.go.id/laporan"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT://contoh.go.id/%0aalert(1)", "data:text/html,a", "file:///etc/passwd",
     "ftp://contoh.go.id/a", "https://", "https://a b.go.id", "bukan tautan", "https://nama:sandi@contoh.go.id/"],
)  # fmt: skip
def test_other_addresses_are_refused_and_kept_in_the_field(filler, answer, url):
    response = filler.post(answer_url(answer), sent(answer, link_url=url, link_title="Judul saya"))

    assert response.status_code == 422
    assert "Tautan: " in text(response)
    assert 'value="Judul saya"' in text(response)
    assert Evidence.objects.count() == 0
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_title_without_a_link_is_told(filler, answer):
    response = filler.post(answer_url(answer), sent(answer, link_title="Judul saya"))

    assert response.status_code == 422
    assert "Tautan: Tulis tautan untuk judul ini, atau kosongkan judulnya" in text(response)

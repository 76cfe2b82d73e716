"""Adding proofs and what is said about them: files and links, one good and one refused, order, removal and return."""

import errno
from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import storage, uploads, workflow
from assessments.forms.questionnaire import citation_forms
from assessments.models import Answer, Citation, Evidence
from tests import factories
from tests.assessments.filling import actions, answer_url, refreshed, sent, text, told, without_ids
from tests.corpus import GOOD, HOSTILE, HTML, SVG

pytestmark = pytest.mark.django_db

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


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path


@pytest.fixture
def citation(answer, operator):
    return workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator, pages="1", levels=[3])


def evidence_url(answer, citation=None):
    return f"{answer_url(answer)}bukti/" + (f"{citation.pk}/" if citation else "")


def of_citation(citation, **changes):
    """The fields of one proof as the page holds them, with some changed."""
    form = next(form for form in citation_forms(refreshed(citation.answer)) if form.citation == citation)
    values = {"seen": form.current, "title": citation.evidence.title, "document_number": "", "document_date": ""}
    values |= {"pages": citation.pages, "levels": citation.levels} | changes
    return {form.add_prefix(name): value for name, value in values.items()}


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
    assert "laman.pdf: Jenis berkas harus" in html
    assert "kosong.pdf: Berkas kosong. Pilih berkas lain" in html
    assert [e.title for e in Evidence.objects.all()] == ["teks"]
    assert refreshed(answer).explanation == factories.EXPLANATION
    assert factories.EXPLANATION in html
    assert len(stored_files()) == 1 and staged_files() == []


@pytest.mark.parametrize("trick", sorted(HOSTILE)[:: max(1, len(HOSTILE) // 8)])
def test_hostile_files_leave_nothing_behind(filler, answer, trick):
    name, content, _ = HOSTILE[trick]

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
    monkeypatch.setattr(workflow.answers, "record", None)

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
    monkeypatch.setattr(uploads, "_is_nearly_full", lambda folder: True)

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


# What is said about a proof


def test_pages_levels_and_description_are_saved(filler, answer, citation):
    changes = {"title": "Laporan 2023", "document_number": "12/2023", "document_date": "2023-05-15"}
    changes |= {"pages": "4–6", "levels": ["4", "3"]}

    response = filler.post(answer_url(answer), sent(answer) | of_citation(citation, **changes))

    citation.refresh_from_db()
    evidence = Evidence.objects.get()
    assert response.status_code == 302
    assert (citation.pages, citation.levels) == ("4–6", [3, 4])
    assert (evidence.title, evidence.document_number, evidence.document_date) == (
        "Laporan 2023",
        "12/2023",
        date(2023, 5, 15),
    )
    assert actions(answer.assessment)[1:] == ["answer.citation_changed", "answer.evidence_described", "answer.saved"]


def test_unchanged_rows_write_nothing(filler, answer, citation):
    filler.post(answer_url(answer), sent(answer) | of_citation(citation))

    assert actions(answer.assessment) == ["answer.evidence_added", "answer.saved"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Bukti a, judul: Tulis judul bukti"),
        ({"document_date": "kemarin"}, "Bukti a, tanggal dokumen: Tulis tanggal sebagai tahun-bulan-hari"),
        ({"levels": ["9"]}, "Bukti a, levels: "),
        ({"pages": "1" * 61}, "Bukti a, halaman: "),
    ],
)
def test_refused_description_is_told_and_kept(filler, answer, citation, changes, sentence):
    response = filler.post(answer_url(answer), sent(answer) | of_citation(citation, **changes))

    citation.refresh_from_db()
    assert response.status_code == 422
    assert sentence.replace("levels", "tingkat yang didukung") in text(response)
    assert (citation.pages, citation.levels, citation.evidence.title) == ("1", [3], "Laporan pelaksanaan")
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_page_that_did_not_touch_a_row_leaves_the_others_change(filler, answer, citation, operator):
    stale = of_citation(citation)
    workflow.change_citation(citation, by=operator, pages="7", levels=[4])

    response = filler.post(answer_url(answer), sent(answer) | stale)

    citation.refresh_from_db()
    assert response.status_code == 302
    assert (citation.pages, citation.levels) == ("7", [4])


def test_row_that_two_changed_is_told_and_not_overwritten(filler, answer, citation, operator):
    stale = of_citation(citation, pages="99")
    workflow.change_citation(citation, by=operator, pages="7", levels=[4])

    response = filler.post(answer_url(answer), sent(answer) | stale)

    html = text(response)
    citation.refresh_from_db()
    assert response.status_code == 422
    assert "Keterangan bukti ini sudah diubah orang lain sejak halaman dibuka." in html
    assert 'value="99"' in html
    assert citation.pages == "7"


def test_proof_that_a_sent_answer_rests_on_keeps_its_title(filler, operator, submitted, answer, assessor):
    current = refreshed(answer)
    shared = current.citations.get().evidence
    second = answer.assessment.answers.get(indicator__number=2)
    Citation.objects.create(answer=second, evidence=shared, position=9)
    workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
    citation = current.citations.get()

    values = of_citation(citation, title="Judul lain", pages="5")
    response = filler.post(answer_url(answer), sent(refreshed(answer)) | values)

    citation.refresh_from_db()
    shared.refresh_from_db()
    assert response.status_code == 302
    assert (citation.pages, shared.title) == ("5", "Laporan pelaksanaan")
    assert "bukti ini juga dipakai pada jawaban yang sudah dikirim" in text(filler.get(answer_url(answer)))


# Buttons beside the proofs


def test_button_beside_the_files_saves_the_page_and_comes_back(filler, answer):
    values = sent(answer, files=[upload("teks.pdf")], tindakan="unggah")

    response = filler.post(evidence_url(answer), values)

    assert response.url == f"{answer_url(answer)}#id_evidence"
    assert refreshed(answer).explanation == factories.EXPLANATION
    assert Evidence.objects.count() == 1


def test_files_alone_change_nothing_else(filler, answer, operator):
    factories.fill(answer, operator)

    filler.post(evidence_url(answer), {"files": [upload("teks.pdf")]})

    saved = refreshed(answer)
    assert (saved.version, saved.explanation, saved.citations.count()) == (1, factories.EXPLANATION, 2)


def test_removed_proof_can_be_put_back(filler, answer, citation):
    response = filler.post(evidence_url(answer, citation), sent(answer, tindakan="hapus"))

    evidence = Evidence.objects.get()
    assert response.url == f"{answer_url(answer)}#id_evidence"
    assert told(response)[0].startswith("“Laporan pelaksanaan” dihapus dari jawaban ini.")
    assert answer.citations.count() == 0 and evidence.removed_at
    assert refreshed(answer).explanation == factories.EXPLANATION
    assert "Bukti yang dihapus dari jawaban ini (1)" in text(filler.get(answer_url(answer)))

    filler.post(evidence_url(answer), sent(refreshed(answer), kembalikan=evidence.pk))

    evidence.refresh_from_db()
    restored = answer.citations.get()
    assert (restored.evidence, restored.pages, restored.levels) == (evidence, "1", [3])
    assert evidence.removed_at is None and evidence.removed_by is None


def test_only_own_removed_proofs_come_back(filler, answer, neighbor, other_unit):
    foreign = Answer.objects.with_parents().get(assessment__unit=other_unit, indicator__number=1)
    theirs = workflow.cite(foreign, factories.link(other_unit, neighbor), by=neighbor)
    workflow.remove_citation(theirs, by=neighbor)

    for pk in (theirs.evidence_id, 999, "x"):
        assert filler.post(evidence_url(answer), {"kembalikan": pk}).status_code == 404
    assert answer.citations.count() == 0


def test_order_is_changed_step_by_step(filler, answer, operator):
    rows = [
        workflow.cite(answer, factories.link(answer.assessment.unit, operator, title), by=operator) for title in "ABC"
    ]
    for row, action in ((rows[2], "naik"), (rows[0], "turun"), (rows[2], "naik"), (rows[1], "turun")):
        filler.post(evidence_url(answer, row), {"tindakan": action})

    assert [c.evidence.title for c in answer.citations.select_related("evidence")] == ["C", "A", "B"]
    assert [c.letter for c in answer.citations.all()] == ["a", "b", "c"]
    assert actions(answer.assessment).count("answer.evidence_moved") == 2


@pytest.mark.parametrize("part", ["", "citation"])
def test_wrong_role_state_and_stranger(client, request, answer, citation, operator, part):
    url = evidence_url(answer, citation if part else None)
    for role, status in (("head", 403), ("coordinator", 403), ("neighbor", 404), ("outsider", 404)):
        client.force_login(request.getfixturevalue(role))
        assert client.post(url, {"tindakan": "hapus"}).status_code == status
        assert client.get(url).status_code == 405
    client.logout()
    assert client.post(url).url == f"/masuk/?next={url}"
    assert answer.citations.count() == 1


def test_proof_of_another_answer_is_not_found(filler, answer, citation):
    second = answer.assessment.answers.with_parents().get(indicator__number=2)

    response = filler.post(evidence_url(second, citation), {"tindakan": "hapus"})

    assert response.status_code == 404
    assert without_ids(response) == without_ids(filler.post(f"{evidence_url(second)}999/", {}))
    assert answer.citations.count() == 1


def test_proofs_of_a_sent_answer_stay(filler, submitted, answer):
    citation = answer.citations.get()

    response = filler.post(evidence_url(answer, citation), {"tindakan": "hapus"})

    assert response.status_code == 403
    assert "Hanya baca: penilaian sudah dikirim." in text(response)
    assert answer.citations.count() == 1

"""Scores from outside: imported after a preview, kept beside the own result, and the last word of each stage."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from openpyxl import Workbook

from assessments import workflow
from assessments.models import Event, Period, StageImport, StageScore
from assessments.tracks import OWN, Entry, Tracks
from tests.assessments.filling import text, told

pytestmark = pytest.mark.django_db

Stage = Period.Stage
HEADER = "Indikator;Nilai;Tetap;Catatan"


@pytest.fixture
def sent(decided, instrument, assessor, coordinator):
    """A period whose result, every indicator at 3, was sent: it stands at the interview."""
    for number in (3, 4, 5):
        indicator = instrument.indicators.get(number=number)
        workflow.set_indicator_result(decided, indicator, by=assessor, score=Decimal(3), reason="Alasan yang memadai.")
    workflow.close_period(decided, by=coordinator, exceptions="Alasan yang memadai.")
    Period.objects.filter(pk=decided.pk).update(stage=Stage.INTERVIEW)
    decided.refresh_from_db()
    return decided


def url(period, stage=Stage.DOCUMENT):
    return f"/kelola/periode/{period.slug}/nilai-luar/" + (f"{stage.value}/" if stage else "")


def csv(*lines, header=HEADER):
    return SimpleUploadedFile("nilai.csv", "\n".join([header, *lines]).encode(), content_type="text/csv")


def send(client, period, *lines, stage=Stage.DOCUMENT, header=HEADER, **fields):
    return client.post(url(period, stage), {"file": csv(*lines, header=header)} | fields)


def take(client, period, preview, stage=Stage.DOCUMENT):
    return client.post(url(period, stage), {"rencana": preview.context["plan"]})


def imported(client, period, *lines, stage=Stage.DOCUMENT, **fields):
    return take(client, period, send(client, period, *lines, stage=stage, **fields), stage)


# Import


def test_preview_shows_old_and_new_and_changes_nothing(sent, as_coordinator):
    page = text(send(as_coordinator, sent, "1;2;;Bukti belum lengkap", "4;4;;"))

    assert "2 indikator berubah" in page and "Bukti belum lengkap" in page
    # Weights 10, 20, 30, 15, 25: (2×10 + 3×75 + 4×15)/100 = 3.05.
    assert "Indeks 3,00 Baik → <b>3,05 Baik</b>" in page
    assert not StageImport.objects.exists()


def test_confirmed_preview_is_kept_with_its_file(sent, coordinator, as_coordinator):
    response = imported(as_coordinator, sent, "1;2;;Bukti belum lengkap", "4;4;;")

    assert response.url == url(sent, None)
    assert told(response) == ["Nilai tahap penilaian dokumen tersimpan: 2 indikator."]
    batch = StageImport.objects.get()
    assert (batch.stage, batch.imported_by, batch.file_name) == (Stage.DOCUMENT, coordinator, "nilai.csv")
    assert {(row.indicator.number, row.score, row.note) for row in batch.scores.all()} == {
        (1, 2, "Bukti belum lengkap"),
        (4, 4, ""),
    }
    event = Event.objects.get(action="stage.imported")
    assert event.data["scores"] == {"1": "2", "4": "4"} and event.data["sha256"] == batch.sha256
    assert "3,05" in text(as_coordinator.get(url(sent, None)))


def test_workbook_is_read_like_a_table(sent, as_coordinator):
    book, file = Workbook(), io.BytesIO()
    for row in (["Indikator", "Nilai", "Catatan"], [1, 2, "Cukup"], [2, None, ""]):
        book.active.append(row)
    book.save(file)
    preview = as_coordinator.post(url(sent), {"file": SimpleUploadedFile("nilai.xlsx", file.getvalue())})

    take(as_coordinator, sent, preview)

    assert [(row.indicator.number, row.score) for row in StageScore.objects.all()] == [(1, 2)]


def test_own_template_comes_back_unchanged(sent, as_coordinator):
    imported(as_coordinator, sent, "1;2;;Bukti belum lengkap")
    file = as_coordinator.get(f"{url(sent)}csv/")

    preview = as_coordinator.post(url(sent), {"file": SimpleUploadedFile("kembali.csv", file.content)})

    assert "0 indikator berubah" in text(preview) and "sama dengan yang tersimpan" in text(preview)


@pytest.mark.parametrize(
    "lines, faults",
    [
        (["9;3;;"], ["A2", "Indikator 9 tidak ada."]),
        (["1;6;;"], ["B2", "Nilai harus antara 1 sampai 5."]),
        (["1;2,5;;"], ["B2", "Nilai harus kelipatan 1, dihitung dari 1."]),
        (["1;tiga;;"], ["B2", "Tulis nilai sebagai angka, misalnya 5."]),
        (["1;3;;", "01;4;;"], ["A3", "Indikator 1 sudah ada pada baris 2."]),
        (["1;=1+2;;"], ["B2", "Sel ini memuat rumus. Tempel nilainya saja."]),
        (["1;3;Ya;"], ["C2", "Kolom ini hanya dipakai pada harmonisasi. Kosongkan."]),
        (["1;;;"], ["Berkas", "Berkas ini tidak memuat satu nilai pun."]),
    ],
)
def test_every_fault_is_told_with_its_cell(lines, faults, sent, as_coordinator):
    response = send(as_coordinator, sent, *lines)

    page = text(response)
    assert response.status_code == 422 and "tidak ada yang diganti" in page
    for words in faults:
        assert words in page
    assert not StageImport.objects.exists()


def test_faults_come_all_at_once(sent, as_coordinator):
    page = text(send(as_coordinator, sent, "9;3;;", "1;6;;", "2;x;mungkin;"))

    assert "4 kesalahan" in page


def test_harmonisation_says_what_holds(sent, as_coordinator):
    Period.objects.update(stage=Stage.HARMONISATION)
    faulty = send(as_coordinator, sent, "1;;Tidak;", stage=Stage.HARMONISATION)

    imported(as_coordinator, sent, "1;;Ya;", "2;4;Tidak;Seharusnya 4 (empat)", stage=Stage.HARMONISATION)

    assert "Tulis catatan mengapa penilaian sebelumnya tidak tetap." in text(faulty)
    entries = Tracks(sent).track(Stage.HARMONISATION).entries
    assert (entries[1].score, entries[1].is_upheld) == (None, True)
    assert (entries[2].score, entries[2].is_upheld) == (4, False)
    assert Tracks(sent).effective(Stage.HARMONISATION)[1].stage == OWN


def test_final_scores_are_whole_and_fit_what_is_printed(sent, as_coordinator):
    Period.objects.update(stage=Stage.FINAL)
    partial = send(as_coordinator, sent, "1;3;;", stage=Stage.FINAL)
    lines = [f"{number};3;;" for number in range(1, 6)]
    wrong = send(as_coordinator, sent, *lines, stage=Stage.FINAL, printed_index="3,10", printed_rating="Baik")
    right = send(as_coordinator, sent, *lines, stage=Stage.FINAL, printed_index="3,00", printed_rating="Baik")

    assert "Belum ada nilai indikator 2, 3, 4, 5." in text(partial)
    assert "Tidak cocok dengan yang tercetak." in text(wrong)
    assert "Cocok dengan indeks dan predikat yang tercetak." in text(right)
    take(as_coordinator, sent, right, Stage.FINAL)
    batch = StageImport.objects.get()
    assert (batch.printed_index, batch.printed_rating) == (3, "Baik")
    assert "Cocok dengan yang tercetak" in text(as_coordinator.get(url(sent, None)))


@pytest.mark.parametrize("index", ["tiga", "9", "0,5", "3.3.3"])
def test_printed_index_is_a_number_on_the_scale(index, sent, as_coordinator):
    response = send(as_coordinator, sent, "1;3;;", printed_index=index)

    assert response.status_code == 422 and f'value="{index}"' in text(response)


# The last word


def test_indicator_that_is_not_opened_again_keeps_score_and_text(sent, as_coordinator):
    """mandiri 3, dokumen 2, interviu empty: effective at the interview 2 (process.md R2.1)."""
    imported(as_coordinator, sent, "1;2;;Bukti belum lengkap")
    imported(as_coordinator, sent, "2;4;;", stage=Stage.INTERVIEW)

    tracks = Tracks(sent)

    assert tracks.effective(Stage.DOCUMENT)[2].score == 3
    at_interview = tracks.effective(Stage.INTERVIEW)
    assert at_interview[1] == (2, "Bukti belum lengkap", Stage.DOCUMENT)
    assert (at_interview[2].score, at_interview[3].stage) == (4, OWN)
    # (2×10 + 4×20 + 3×70)/100
    assert tracks.card(Stage.INTERVIEW).index == Decimal("3.1") and tracks.own_card.index == 3


def test_second_import_counts_and_the_first_stays(sent, as_coordinator):
    imported(as_coordinator, sent, "1;2;;", "2;2;;")
    imported(as_coordinator, sent, "1;4;;")

    assert {n: e.score for n, e in Tracks(sent).track(Stage.DOCUMENT).entries.items()} == {1: 4}
    assert StageImport.objects.count() == 2 and StageScore.objects.count() == 3


@pytest.mark.two_databases
@pytest.mark.parametrize("model, field", [(StageImport, "file_name"), (StageScore, "note")])
def test_imported_rows_are_never_changed(model, field, sent, coordinator):
    workflow.import_stage(
        sent, Stage.DOCUMENT, {1: Entry(Decimal(2), None, "")}, by=coordinator, seen=None, file_name="a", sha256="b"
    )
    for act in (lambda rows: rows.update(**{field: "lain"}), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(model.objects.all())


def test_own_result_and_its_digest_stay(sent, as_coordinator):
    before = sent.results.get().digest

    imported(as_coordinator, sent, "1;1;;")

    assert sent.results.get().digest == before
    assert Tracks(sent).own[1].score == 3


# Who, and when


def test_stale_preview_is_refused(sent, as_coordinator):
    preview = send(as_coordinator, sent, "1;2;;")
    imported(as_coordinator, sent, "1;4;;")

    response = take(as_coordinator, sent, preview)

    assert response.status_code == 409 and "berubah sejak pratinjau dibuat" in text(response)
    assert StageImport.objects.count() == 1


def test_preview_of_another_stage_or_made_by_hand_is_refused(sent, as_coordinator):
    preview = send(as_coordinator, sent, "1;2;;")

    other = take(as_coordinator, sent, preview, Stage.INTERVIEW)
    made = as_coordinator.post(url(sent), {"rencana": "abc"})

    assert (other.status_code, made.status_code) == (422, 422) and not StageImport.objects.exists()


@pytest.mark.parametrize(
    "stage, reached, reason",
    [
        (Stage.DOCUMENT, Stage.SIGNING, "setelah hasil terkirim"),
        (Stage.FINAL, Stage.INTERVIEW, "belum sampai pada tahap final"),
    ],
)
def test_stage_that_was_not_reached_is_refused(stage, reached, reason, sent, as_coordinator):
    Period.objects.update(stage=reached)

    response = send(as_coordinator, sent, "1;2;;", stage=stage)

    assert response.status_code == 403 and reason in text(response)


@pytest.mark.parametrize(
    "person, status", [("assessor", 403), ("executive", 403), ("operator", 403), ("outsider", 404)]
)
def test_only_coordinators_import(person, status, sent, client, request):
    client.force_login(request.getfixturevalue(person))

    assert send(client, sent, "1;2;;").status_code == status
    assert client.get(url(sent, None)).status_code == {"assessor": 200, "executive": 200}.get(person, status)


def test_stage_that_the_activity_leaves_out_has_no_page(sent, as_coordinator):
    Period.objects.update(activity=Period.Activity.MONITORING, stage=Stage.DOCUMENT)

    assert as_coordinator.get(url(sent, Stage.INTERVIEW)).status_code == 404
    assert as_coordinator.get(f"{url(sent, None)}filling/").status_code == 404


def test_page_takes_the_same_queries(sent, as_coordinator, django_assert_max_num_queries):
    imported(as_coordinator, sent, "1;2;;")
    as_coordinator.get(url(sent, None))
    with django_assert_max_num_queries(20) as one:
        as_coordinator.get(url(sent, None))
    count = len(one)
    for _ in range(3):
        imported(as_coordinator, sent, *(f"{number};2;;" for number in range(1, 6)))
    as_coordinator.get(url(sent, None))
    with django_assert_max_num_queries(count):
        as_coordinator.get(url(sent, None))

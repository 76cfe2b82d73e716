"""Two officers write the same answer: the second one sees both versions and chooses; nothing is lost."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import workflow
from assessments.models import Evidence
from tests import factories
from tests.assessments.filling import actions, answer_url, refreshed, sent, text
from tests.corpus import GOOD, HTML

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

TOUCHED = {"score", "explanation"}
OTHER_TEXT = "Naskah yang ditulis rekan lain lebih dahulu, dengan isi yang berbeda."


def rewrite(answer, by, **changes):
    """Another officer saves while the page is open elsewhere."""
    values = {"score": Decimal(2), "explanation": OTHER_TEXT} | changes
    return workflow.save_answer(answer, by=by, seen=answer.versions, **values)


def test_stale_save_shows_both_texts_and_changes_nothing(filler, answer, colleague):
    rewrite(answer, colleague)

    response = filler.post(answer_url(answer), sent(answer, score="4", explanation="Naskah saya sendiri yang baru."))

    html = text(response)
    assert response.status_code == 409
    assert "Tingkat kematangan dan penjelasan capaian diubah dua orang" in html
    assert "<b>Rekan Dinas Kesehatan</b> menyimpan tingkat kematangan" in html
    assert "<div>Naskah <mark>saya sendiri </mark>yang <mark>baru.</mark></div>" in html
    assert "<div>Naskah yang <mark>ditulis rekan lain lebih dahulu, dengan isi yang berbeda.</mark></div>" in html
    assert 'name="version-score" value="1"' in html and 'name="version-explanation" value="1"' in html
    saved = refreshed(answer)
    assert (saved.version, saved.score, saved.explanation) == (1, Decimal(2), OTHER_TEXT)
    assert actions(answer.assessment) == ["answer.saved"]


def test_only_fields_that_differ_are_shown(filler, answer, colleague):
    rewrite(answer, colleague, score=Decimal(3))

    html = text(filler.post(answer_url(answer), sent(answer)))

    assert "Penjelasan capaian diubah dua orang" in html
    assert "pakai-score" not in html


@pytest.mark.parametrize(
    ("choice", "score", "explanation"),
    [
        ({"pakai-score": "saya", "pakai-explanation": "saya"}, Decimal(4), "Versi saya."),
        ({"pakai-score": "mereka", "pakai-explanation": "mereka"}, Decimal(2), OTHER_TEXT),
        ({"pakai-score": "mereka", "pakai-explanation": "gabungan"}, Decimal(2), "Gabungan keduanya."),
        ({"pakai-score": "saya", "pakai-explanation": "mereka"}, Decimal(4), OTHER_TEXT),
    ],
)
def test_choice_after_a_conflict_is_saved(filler, answer, colleague, choice, score, explanation):
    rewrite(answer, colleague)
    values = {"saya-score": "4", "saya-explanation": "Versi saya.", "explanation": "Gabungan keduanya."}
    values |= {"version-score": 1, "version-explanation": 1}

    response = filler.post(answer_url(answer), values | choice)

    assert response.status_code == 302
    assert (refreshed(answer).score, refreshed(answer).explanation) == (score, explanation)


def test_a_second_change_meanwhile_is_a_conflict_again(filler, answer, colleague):
    rewrite(answer, colleague)
    rewrite(refreshed(answer), colleague, explanation="Ditulis ketiga kalinya oleh orang lain.")

    values = {"version-explanation": 1, "pakai-explanation": "saya", "saya-explanation": "Versi saya."}
    response = filler.post(answer_url(answer), values)

    assert response.status_code == 409
    assert "ketiga kalinya" in text(response)


def test_files_of_a_stale_save_are_kept_and_told(filler, answer, colleague):
    rewrite(answer, colleague)
    upload = SimpleUploadedFile("Laporan.pdf", GOOD["teks.pdf"])

    response = filler.post(answer_url(answer), sent(answer, files=[upload]))

    assert response.status_code == 409
    assert "Bukti yang Anda kirim sudah ditambahkan: Laporan." in text(response)
    assert Evidence.objects.get().citations.get().answer == answer


def test_stale_save_still_names_a_refused_file(filler, answer, colleague):
    rewrite(answer, colleague)

    response = filler.post(answer_url(answer), sent(answer, files=[SimpleUploadedFile("a.html", HTML)]))

    assert response.status_code == 409
    assert "a.html: Jenis berkas harus" in text(response)


@pytest.mark.parametrize("version", ["", "satu", "-1", "99999999999999999999", "0; DROP"])
def test_version_that_is_no_number_never_overwrites(filler, answer, version):
    response = filler.post(answer_url(answer), sent(answer, **{"version-score": version}))

    assert response.status_code == 409
    assert refreshed(answer).score is None


def test_same_text_from_a_stale_page_is_no_conflict(filler, answer, colleague):
    rewrite(answer, colleague, score=Decimal(3), explanation=factories.EXPLANATION)

    assert filler.post(answer_url(answer), sent(answer)).status_code == 302


# Without JavaScript


def page_of(client, answer):
    """The fields of the page as a browser without JavaScript sends them back."""
    html = client.get(answer_url(answer)).content.decode()
    hidden = re.findall(r'<input type="hidden" name="((?:version|awal)-\w+)" value="([^"]*)"', html)
    return dict(hidden) | {"score": "", "explanation": answer.explanation}


def test_untouched_fields_of_a_stale_page_are_left_alone(filler, answer, colleague):
    page = page_of(filler, answer)
    assert set(page) == {f"{part}-{name}" for part in ("version", "awal") for name in TOUCHED} | TOUCHED
    rewrite(answer, colleague)

    response = filler.post(answer_url(answer), page | {"score": "4"})

    assert response.status_code == 409
    saved = refreshed(answer)
    assert (saved.score, saved.explanation) == (Decimal(2), OTHER_TEXT)
    assert "Tingkat kematangan diubah dua orang" in text(response) and "pakai-explanation" not in text(response)


def test_a_stale_page_saves_the_one_field_that_nobody_else_touched(filler, answer, colleague):
    page = page_of(filler, answer)
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation=OTHER_TEXT)

    assert filler.post(answer_url(answer), page | {"score": "4"}).status_code == 302
    assert (refreshed(answer).score, refreshed(answer).explanation) == (Decimal(4), OTHER_TEXT)
    assert not answer.revisions.filter(is_used=False).exists()


def test_one_conflict_does_not_keep_the_other_field_from_being_saved(filler, answer, colleague):
    page = page_of(filler, answer)
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation=OTHER_TEXT)

    html = text(filler.post(answer_url(answer), page | {"score": "4", "explanation": "Naskah saya."}))

    assert "<b>Rekan Dinas Kesehatan</b> menyimpan penjelasan capaian" in html
    assert "Isian Anda yang lain sudah disimpan" in html
    assert refreshed(answer).score == Decimal(4)
    assert answer.revisions.get(is_used=False).explanation == "Naskah saya."


def test_own_second_window_is_told_in_fitting_words(filler, answer, operator):
    rewrite(answer, operator)
    html = text(filler.post(answer_url(answer), sent(answer, explanation="Dari jendela ini.")))
    assert "Tingkat kematangan dan penjelasan capaian berubah di jendela lain" in html
    assert "Anda sendiri menyimpan penjelasan capaian" in html and "diubah dua orang" not in html


def test_page_shown_again_with_a_fault_does_not_overwrite_what_came_meanwhile(filler, answer, colleague):
    """The long text is refused; the level on the page that comes back is the colleague's, which stays."""
    page = page_of(filler, answer)
    rewrite(answer, colleague)
    response = filler.post(answer_url(answer), page | {"explanation": "kata " * 2001})
    assert response.status_code == 422
    html = response.content.decode()
    again = dict(re.findall(r'<input type="hidden" name="((?:version|awal)-\w+)" value="([^"]*)"', html))
    assert (again["version-score"], again["version-explanation"]) == ("1", "0")

    response = filler.post(answer_url(answer), again | {"score": "2", "explanation": "Naskah saya, kini pendek."})

    assert response.status_code == 409
    assert (refreshed(answer).score, refreshed(answer).explanation) == (Decimal(2), OTHER_TEXT)

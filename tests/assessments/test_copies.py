"""Starting from last year: the text and the level that are copied, and what stands there already."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.models import Revision
from tests import factories
from tests.assessments.copying import NEW, actions, page, press, state
from tests.assessments.filling import answer_url, refreshed, sent, text, told

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_explanation_and_level_are_copied_where_nothing_is_written(filler, source, answer):
    assert "Salin penjelasan tahun lalu" in page(filler, answer)

    response = press(filler, answer, "salin")

    assert response.url == f"{answer_url(answer)}#id_explanation"
    assert state(answer) == (factories.EXPLANATION, Decimal(3), True)
    assert refreshed(answer).copied_from == source
    assert Revision.objects.get(answer=answer).origin == Revision.Origin.COPIED
    assert actions(answer)[-2:] == ["answer.saved", "answer.copied"]
    html = page(filler, answer)
    assert "Disalin dari 2022, belum diperiksa" in html and 'value="salin"' not in html


def test_level_is_the_one_that_the_assessor_left(filler, last_year, source, operator, assessor, answer):
    source.reviews.create(
        assessor=assessor,
        verdict="adjust",
        score=2,
        claimed_score=3,
        reason=factories.REASON,
        answer_version=source.version,
    )

    press(filler, answer, "salin")

    assert state(answer)[1] == Decimal(2)


def test_chosen_level_stays(filler, source, answer):
    press(filler, answer, "salin", score="4")

    assert state(answer) == (factories.EXPLANATION, Decimal(4), True)


def test_what_was_typed_is_saved_and_never_replaced_unasked(filler, source, answer):
    response = press(filler, answer, "salin", explanation=NEW)

    assert state(answer) == (NEW, None, False)
    assert any(note.startswith("Penjelasan tahun lalu belum disalin") for note in told(response))
    assert "Tambahkan di bawahnya" in page(filler, answer)


@pytest.mark.parametrize(
    ("way", "expected"),
    [("salin-tambah", f"{NEW}\n\n{factories.EXPLANATION}"), ("salin-ganti", factories.EXPLANATION)],
)
def test_written_text_is_added_to_or_replaced_and_stays_in_history(filler, source, answer, way, expected):
    press(filler, answer, explanation=NEW)

    press(filler, answer, way)

    assert state(answer) == (expected, Decimal(3), True)
    assert NEW in answer.revisions.order_by("pk").first().explanation


@pytest.mark.parametrize("way", ["salin-tambah", "salin-ganti"])
def test_text_of_a_colleague_that_the_page_did_not_show_is_no_copys_to_change(filler, source, answer, colleague, way):
    """The page was opened while the field was empty, and what it sends leaves the field alone."""
    shown = {f"version-{name}": version for name, version in answer.versions.items()}
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation=NEW)

    response = filler.post(f"{answer_url(answer)}salin/", shown | {"tindakan": way})

    html = text(response)
    assert response.status_code == 409
    assert "<b>Rekan Dinas Kesehatan</b> menyimpan penjelasan capaian" in html
    [clash] = response.context["clashes"]
    assert clash.theirs == NEW and clash.mine.endswith(factories.EXPLANATION)
    assert state(answer) == (NEW, None, False)
    assert refreshed(answer).copied_from is None

    chosen = {"version-explanation": clash.version, "saya-explanation": clash.mine, "pakai-explanation": "saya"}
    filler.post(answer_url(answer), chosen)
    assert state(answer)[0] == clash.mine and NEW in answer.revisions.order_by("pk").first().explanation


def test_button_that_is_pressed_twice_copies_once(filler, source, answer):
    press(filler, answer, explanation=NEW)
    shown = sent(refreshed(answer), explanation=NEW, tindakan="salin-tambah")
    del shown["explanation"]

    codes = [filler.post(f"{answer_url(answer)}salin/", shown).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert state(answer)[0] == f"{NEW}\n\n{factories.EXPLANATION}"


def test_text_that_would_grow_too_long_is_left_alone(filler, source, answer):
    long = "x" * 9_990
    press(filler, answer, explanation=long)

    response = press(filler, answer, "salin-tambah")

    assert state(answer)[0] == long
    assert told(response)[-1].endswith("melebihi 10.000 karakter.")

"""What a decision would change is shown before it is saved, with JavaScript and without."""

import pytest

from assessments.models import Review
from tests.assessments.filling import text
from tests.assessments.reviewing import decision, url

pytestmark = pytest.mark.django_db


def test_preview_writes_nothing_and_keeps_the_input(waiting, reviewer):
    response = reviewer.post(
        url(waiting[0]), decision(waiting[0], "adjust", score="5", reason="Belum selesai", preview="1")
    )

    page = text(response)
    assert response.status_code == 200
    assert "Dampak setelah dikuatkan asesor kedua: Capaian PD" in page and "1,00 → <b>1,40</b>." in page
    assert ">Belum selesai</textarea>" in page and 'name="score" value="5" checked' in page
    assert "Keputusan belum tersimpan" not in page
    assert not Review.objects.exists()


def test_preview_of_a_faulty_score_shows_no_effect(waiting, reviewer):
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", score="9", preview="1"))

    assert response.status_code == 200
    assert "Pilih keputusan dan nilainya untuk melihat dampaknya." in text(response)


def test_preview_by_the_own_unit_is_refused(waiting, client, own_assessor):
    client.force_login(own_assessor)

    assert client.post(url(waiting[0]), decision(waiting[0], preview="1")).status_code == 403


@pytest.mark.parametrize(
    "query, status, words",
    [
        ({"verdict": "accept"}, 200, "1,00 → <b>1,20</b>."),
        ({"verdict": "adjust", "score": "4"}, 200, "1,00 → <b>1,30</b>."),
        ({"verdict": "send_back"}, 200, "tetap 1,00."),
        ({"verdict": "adjust"}, 200, "Pilih keputusan dan nilainya"),
        ({"verdict": "adjust", "score": "9"}, 422, "Pilih keputusan dan nilainya"),
        ({"verdict": "lain"}, 422, "Pilih keputusan dan nilainya"),
        ({}, 200, "Pilih keputusan dan nilainya"),
    ],
)
def test_effect_is_a_fragment_of_the_query(query, status, words, waiting, reviewer):
    response = reviewer.get(f"/reviu/{waiting[0].pk}/dampak/", query)

    assert response.status_code == status
    assert words in text(response) and "<html" not in text(response)

"""Pictures of the pages of a proof: as closed as the file itself."""

import pytest

from assessments import previews, workflow
from assessments.models import Evidence
from tests.assessments.filling import text
from tests.assessments.proof_pages import library_events, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


@pytest.fixture
def pictured(proof, settings, tmp_path):
    settings.PREVIEW_ROOT = tmp_path / "pratinjau"
    previews.keep(proof, [b"gambar %d" % number for number in range(1, 12)])
    return proof


def test_pictures_of_pages_are_shown_in_order_and_told_of_once(filler, pictured):
    page = filler.get(url(pictured)).content.decode()
    assert [page.find(f"/pratinjau/{number}/") for number in range(1, 12)] == sorted(
        page.find(f"/pratinjau/{number}/") for number in range(1, 12)
    )
    for number in (1, 2, 11):
        answered = filler.get(url(pictured, f"pratinjau/{number}/"))
        assert (answered.status_code, answered["Content-Type"]) == (200, "image/jpeg")
        assert answered.content == b"gambar %d" % number
        assert "sandbox" in answered["Content-Security-Policy"] and answered["Cache-Control"] == "private, no-store"

    assert library_events(pictured) == ["evidence.viewed"]
    assert filler.get(url(pictured, "pratinjau/12/")).status_code == 404


def test_pictures_are_as_closed_as_the_file(client, pictured, operator, assessor, neighbor, answer):
    picture = url(pictured, "pratinjau/1/")
    client.force_login(neighbor)
    assert client.get(picture).status_code == 404
    Evidence.objects.update(scan="waiting")
    client.force_login(assessor)
    assert client.get(picture).status_code == 403 and "pratinjau/1/" not in text(client.get(url(pictured)))
    workflow.note_scanned(pictured, virus="Eicar")
    client.force_login(operator)
    assert client.get(picture).status_code == 403 and "pratinjau/1/" not in text(client.get(url(pictured)))
    assert "Berkas dikarantina" in text(client.get(url(pictured)))
    Evidence.objects.update(scan="off", scanned_at=None)
    workflow.remove_citation(answer.citations.get(), by=operator)
    workflow.remove_proof(pictured, by=operator)
    assert client.get(picture).status_code == 404

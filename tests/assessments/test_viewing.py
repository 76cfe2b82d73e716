"""A proof in the viewer: as closed as its download, piece by piece, and told of once for each opening."""

import pytest

from assessments import storage, workflow
from assessments.models import Event, Evidence
from tests import factories
from tests.assessments.filling import text
from tests.assessments.test_downloads import HEADERS
from tests.corpus import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

OPENING = "0123456789abcdef"
BYTES = GOOD["teks.pdf"]


@pytest.fixture
def proof(answer, operator):
    return factories.cite_file(answer, operator, content=BYTES, title="Peta Rencana").evidence


def view(client, proof, opening="", **headers):
    response = client.get(f"/bukti/{proof.pk}/lihat/" + (f"?buka={opening}" if opening else ""), headers=headers)
    response.received = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def viewed(proof):
    return Event.objects.filter(action="evidence.viewed", target=f"evidence:{proof.pk}")


def test_file_comes_whole_and_inert(reviewer, proof):
    response = view(reviewer, proof)

    assert (response.status_code, response["Content-Type"], response.received) == (200, "application/pdf", BYTES)
    assert {header: response[header] for header in HEADERS} == HEADERS
    assert response["Accept-Ranges"] == "bytes" and "attachment" not in response.get("Content-Disposition", "")
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=5-5", 5, 5),
        ("bytes=10-", 10, None),
        ("bytes=-7", -7, None),
        ("bytes=3-999999", 3, None),
    ],
)
def test_piece_of_a_file(reviewer, proof, asked, first, last):
    response = view(reviewer, proof, range=asked)

    wanted = BYTES[first:] if last is None else BYTES[first : last + 1]
    start = first if first >= 0 else len(BYTES) + first
    assert (response.status_code, response.received) == (206, wanted)
    assert response["Content-Range"] == f"bytes {start}-{start + len(wanted) - 1}/{len(BYTES)}"
    assert response["Content-Length"] == str(len(wanted)) and response["Content-Type"] == "application/pdf"
    assert {header: response[header] for header in HEADERS} == HEADERS


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"])
def test_range_that_is_not_one_gets_the_whole(reviewer, proof, asked):
    assert view(reviewer, proof, range=asked).received == BYTES


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=9-3", "bytes=-0"])
def test_range_outside_the_file(reviewer, proof, asked):
    response = view(reviewer, proof, range=asked)

    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(BYTES)}")


def test_every_opening_is_told_once(reviewer, proof, assessor):
    for _ in range(3):
        view(reviewer, proof, OPENING, range="bytes=0-9")
    assert list(viewed(proof).values_list("actor", "data__sha256")) == [(assessor.pk, proof.sha256)]

    view(reviewer, proof, OPENING[::-1])
    assert viewed(proof).count() == 2
    view(reviewer, proof)  # without a key it counts as one reading within a while, which nobody else's opening covers
    assert viewed(proof).count() == 2
    assert reviewer.head(f"/bukti/{proof.pk}/lihat/?buka={'f' * 16}").status_code == 200
    assert viewed(proof).count() == 2


def test_opening_of_another_person_is_told_as_well(client, proof, assessor, coordinator):
    for person in (assessor, coordinator):
        client.force_login(person)
        view(client, proof, OPENING)

    assert set(viewed(proof).values_list("actor", flat=True)) == {assessor.pk, coordinator.pk}


def test_nothing_leaves_untold(reviewer, proof, monkeypatch):
    def broken(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(workflow, "note_view", broken)

    with pytest.raises(RuntimeError):
        view(reviewer, proof)


@pytest.mark.parametrize("state", ["infected", "waiting", "removed", "tampered", "gone"])
def test_file_that_may_not_be_opened(reviewer, proof, answer, operator, state):
    expected = {"infected": 403, "waiting": 403, "removed": 404, "tampered": 500, "gone": 500}[state]
    if state == "infected":
        workflow.note_scanned(proof, virus="Eicar")
    elif state == "waiting":
        Evidence.objects.update(scan="waiting")
    elif state == "removed":
        workflow.remove_citation(answer.citations.get(), by=operator)
        workflow.remove_proof(proof, by=operator)
    elif state == "tampered":
        path = storage.path_of(proof.stored_name)
        path.chmod(0o640)
        path.write_bytes(b"lain")
    else:
        storage.delete(proof.stored_name)

    response = view(reviewer, proof, OPENING)

    assert response.status_code == expected and BYTES not in response.received
    assert not viewed(proof).exists()


def test_who_does_not_see_the_proof_gets_404(client, proof, neighbor, outsider):
    for person in (neighbor, outsider):
        client.force_login(person)
        assert client.get(f"/bukti/{proof.pk}/lihat/").status_code == 404
        assert client.get(f"/bukti/{proof.pk}/tampilan/").status_code == 404
        assert client.post(f"/bukti/{proof.pk}/tampilan/").status_code == 404
    client.logout()
    assert client.get(f"/bukti/{proof.pk}/lihat/").status_code == 302
    assert not viewed(proof).exists()


def test_link_and_foreign_kinds_have_nothing_to_view(reviewer, link, proof):
    Evidence.objects.filter(pk=proof.pk).update(media_type="text/html")

    assert view(reviewer, link).status_code == 404
    assert view(reviewer, proof).status_code == 404
    assert reviewer.get(f"/bukti/{proof.pk}/tampilan/").status_code == 404


def test_review_page_tells_the_viewer_what_to_show(reviewer, assessment, answer, operator, proof):
    answer.citations.update(pages="12-14, 20")
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)

    page = text(reviewer.get(f"/reviu/{answer.pk}/"))

    assert 'data-kind="pdf" data-first="12" data-cited="12-14,20-20"' in page
    assert f'data-bytes="/bukti/{proof.pk}/lihat/"' in page and 'data-kind="link"' in page
    assert 'data-mark="Asesor internal · INSPEKTORAT · ' in page
    assert f'href="{proof.get_absolute_url()}"' in page, "without scripts it is downloaded"

    workflow.note_scanned(proof, virus="Eicar")
    page = text(reviewer.get(f"/reviu/{answer.pk}/"))
    assert 'data-kind="refused"' in page and f"/bukti/{proof.pk}/lihat/" not in page
    assert "Berkas ini mengandung virus" in page

import hashlib

import pytest
from django.urls import reverse

from reports import publishing
from reports.models import CODE_ALPHABET, Document
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(result):
    return publishing.publish(result.documents.get(kind="province"))


def test_download_serves_the_stored_bytes(client, card, executive):
    client.force_login(executive)

    response = client.get(card.get_absolute_url())
    content = b"".join(response.streaming_content)

    assert hashlib.sha256(content).hexdigest() == card.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="kartu-skor-uji-2023-lampung-r1.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_document_is_rendered_once(card, monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: pytest.fail("rendered again"))

    again = publishing.publish(card)

    assert again.sha256 == card.sha256


def test_unit_edition_is_made_on_first_request_by_its_own_operator(client, result, operator, unit):
    edition = result.documents.get(unit=unit)
    client.force_login(operator)

    assert client.get(edition.get_absolute_url()).status_code == 409
    response = client.post(reverse("reports:build", args=[edition.code]))

    edition.refresh_from_db()
    assert response.url == edition.get_absolute_url()
    assert edition.state == "final" and edition.path.exists()


def test_failed_document_keeps_its_reason_and_can_be_tried_again(client, result, coordinator, no_pango, monkeypatch):
    edition = result.documents.get(kind="executive")
    client.force_login(coordinator)
    client.post(reverse("reports:build", args=[edition.code]))
    edition.refresh_from_db()
    assert edition.state == "failed" and "libpango" in edition.failure

    monkeypatch.undo()
    client.post(reverse("reports:build", args=[edition.code]))

    edition.refresh_from_db()
    assert edition.state == "final" and edition.failure == ""


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("coordinator", {"province", "executive", "unit"}),
        ("executive", {"province", "executive", "unit"}),
        ("assessor", {"province", "executive", "unit"}),
        ("operator", {"unit"}),
        ("head", {"unit"}),
        ("outsider", set()),
        ("superuser", set()),
    ],
)
def test_who_sees_which_editions(client, result, request, who, kinds):
    user = request.getfixturevalue(who)
    client.force_login(user)

    seen = Document.objects.visible_to(user)

    assert {d.kind for d in seen} == kinds
    page = client.get(reverse("reports:documents")).content.decode()
    assert all((d.code in page) == (d in seen) for d in Document.objects.all())


def test_another_units_edition_is_unknown(client, result, operator, other_unit):
    edition = result.documents.get(unit=other_unit)
    client.force_login(operator)

    assert client.get(edition.get_absolute_url()).status_code == 404
    assert client.post(reverse("reports:build", args=[edition.code])).status_code == 404
    assert client.get(result.documents.get(kind="province").get_absolute_url()).status_code == 404


def test_codes_use_only_characters_that_cannot_be_confused(result):
    codes = list(result.documents.values_list("code", flat=True))

    assert len(CODE_ALPHABET) == len(set(CODE_ALPHABET)) == 30
    assert not set("01ILOU") & set(CODE_ALPHABET)
    assert all(len(code) == 8 and set(code) <= set(CODE_ALPHABET) for code in codes)


def test_list_reads_the_same_number_of_queries_for_more_rows(
    client, result, coordinator, institution, django_assert_num_queries
):
    client.force_login(coordinator)
    client.get(reverse("reports:documents"))
    with django_assert_num_queries(4):
        client.get(reverse("reports:documents"))
    for number in range(10):
        unit = factories.make_unit(institution, f"U{number}")
        Document.objects.create(
            result=result,
            kind="unit",
            unit=unit,
            created_at=result.closed_at,
            verification_url="https://contoh.go.id/x",
        )

    with django_assert_num_queries(4):
        client.get(reverse("reports:documents"))

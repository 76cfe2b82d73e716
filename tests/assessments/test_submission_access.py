"""Who may open the pages around sending, by which methods, and in how many queries."""

import pytest

from assessments import workflow
from assessments.models import Answer, Assessment
from tests import factories
from tests.assessments.filling import part_url, text, without_ids
from tests.assessments.submitting import WRITING, send, status

pytestmark = pytest.mark.django_db

PARTS = ["periksa", "kirim", "persetujuan", "tanda-terima", "perbaikan", "tarik-kembali", "cetak"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_strangers_find_nothing(client, request, submitted, part, role):
    client.force_login(request.getfixturevalue(role))
    call = client.post if part in ("kirim", "persetujuan", "tarik-kembali") else client.get
    missing = part_url(submitted, part).replace("DINKES", "TIADA")

    refused = call(part_url(submitted, part))

    assert refused.status_code == 404
    assert without_ids(refused) == without_ids(call(missing))


@pytest.mark.parametrize("part", sorted(WRITING))
@pytest.mark.parametrize("role", ["head", "assessor", "own_assessor", "coordinator", "executive"])
def test_wrong_role_is_refused_with_the_reason(client, request, complete, part, role):
    client.force_login(request.getfixturevalue(role))

    response = send(client, complete, part)

    assert response.status_code == 403
    assert "Halaman ini hanya untuk Operator Dinas Kesehatan." in text(response)
    assert status(complete) == Assessment.Status.DRAFT


@pytest.mark.parametrize("part", PARTS)
def test_anonymous_is_led_to_sign_in(client, submitted, part):
    url = part_url(submitted, part)

    assert [client.get(url).url, client.post(url).url] == [f"/masuk/?next={url}"] * 2


@pytest.mark.parametrize(
    ("part", "methods"),
    [
        ("periksa", ["post", "put"]),
        ("kirim", ["get", "put"]),
        ("persetujuan", ["get", "delete"]),
        ("tarik-kembali", ["get", "put"]),
        ("cetak", ["post", "put"]),
        ("tanda-terima", ["post"]),
        ("perbaikan", ["put", "delete"]),
    ],
)
def test_other_methods_are_not_allowed(filler, submitted, part, methods):
    for method in methods:
        assert getattr(filler, method)(part_url(submitted, part)).status_code == 405


@pytest.mark.parametrize(("part", "queries"), [("periksa", 8), ("tanda-terima", 4), ("perbaikan", 7)])
def test_pages_read_in_the_same_few_queries(
    filler, submitted, answer, assessor, part, queries, django_assert_num_queries
):
    for number in (1, 2, 3):
        current = Answer.objects.with_parents().get(assessment=submitted, indicator__number=number)
        workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
        if number in (1, 3):
            with django_assert_num_queries(queries):
                filler.get(part_url(submitted, part))

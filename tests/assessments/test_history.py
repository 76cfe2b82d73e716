"""The history page of an answer: who changed what, and the way back."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.models import Event, Revision
from tests import factories
from tests.assessments.filling import answer_url, refreshed, text

pytestmark = pytest.mark.django_db

FIRST = "Kebijakan ditetapkan tahun lalu."
SECOND = "Kebijakan ditetapkan tahun ini."


def address(answer):
    return f"{answer_url(answer)}riwayat/"


def save(answer, by, **changes):
    fresh = refreshed(answer)
    return workflow.save_answer(fresh, by=by, seen=fresh.versions, **changes)


def choice(answer, revision, **changes):
    versions = {f"version-{name}": version for name, version in refreshed(answer).versions.items()}
    return {"versi": revision.pk, **versions} | changes


@pytest.fixture
def two(answer, operator, colleague):
    """Two versions by two people; the older one first."""
    save(answer, operator, explanation=FIRST, score=Decimal(2))
    save(answer, colleague, explanation=SECOND, score=Decimal(3))
    return list(answer.revisions.order_by("pk"))


def test_without_changes_the_page_says_so(filler, answer):
    assert "Belum ada perubahan" in text(filler.get(address(answer)))
    assert address(answer) in filler.get(answer_url(answer)).content.decode()


def test_page_tells_who_changed_what_newest_first(filler, answer, two):
    html = text(filler.get(address(answer)))
    assert html.index("Rekan Dinas Kesehatan · Disunting") < html.index("Operator Dinas Kesehatan · Disunting")
    assert '[dihapus: </span>lalu.<span class="visually-hidden">]</span></del>' in html
    assert '[ditambahkan: </span>ini.<span class="visually-hidden">]</span></ins>' in html
    assert html.count("Sama dengan jawaban sekarang") == 1 and html.count("Pulihkan versi ini") == 1


@pytest.mark.parametrize("person", ["head", "assessor", "coordinator", "executive"])
def test_others_read_without_restoring(client, request, answer, two, person):
    client.force_login(request.getfixturevalue(person))
    html = text(client.get(address(answer)))
    assert "tahun" in html and "Pulihkan" not in html
    assert client.post(address(answer), choice(answer, two[0])).status_code == 403
    assert refreshed(answer).explanation == SECOND


@pytest.mark.parametrize("person", ["neighbor", "outsider"])
def test_strangers_do_not_find_it(client, request, answer, two, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address(answer)).status_code == 404
    assert client.post(address(answer), choice(answer, two[0])).status_code == 404


def test_restoring_is_a_new_version_and_keeps_what_was(filler, answer, two, operator):
    response = filler.post(address(answer), choice(answer, two[0]), follow=True)

    assert "Versi itu dipulihkan" in text(response)
    saved = refreshed(answer)
    assert (saved.explanation, saved.score, saved.version) == (FIRST, Decimal(2), 3)
    last = answer.revisions.last()
    assert (last.origin, last.author, last.is_used) == ("restored", operator, True)
    assert Event.objects.chain_of(assessment=answer.assessment).last().data["origin"] == "restored"
    assert list(answer.revisions.order_by("pk").values_list("explanation", flat=True)) == [FIRST, SECOND, FIRST]


def test_restoring_what_stands_already_changes_nothing(filler, answer, two):
    assert filler.post(address(answer), choice(answer, two[1])).status_code == 302
    assert refreshed(answer).version == 2


def test_a_change_meanwhile_keeps_it_from_being_restored(filler, answer, two, colleague):
    stale = choice(answer, two[0])
    save(answer, colleague, explanation="Ditulis setelah halaman dibuka.")

    response = filler.post(address(answer), stale)

    assert response.status_code == 409
    assert "Belum dipulihkan: jawaban berubah" in text(response) and "Ditulis setelah" in text(response)
    assert (refreshed(answer).explanation, refreshed(answer).score) == ("Ditulis setelah halaman dibuka.", Decimal(3))


def test_refused_text_is_marked_and_only_it_is_restored(filler, answer, two, colleague):
    with pytest.raises(workflow.Conflict):
        stale = {"score": 1, "explanation": 1, "reply": 0}
        workflow.save_answer(answer, by=colleague, seen=stale, explanation="Naskah yang kalah.")
    save(answer, colleague, score=Decimal(4))
    lost = answer.revisions.get(origin="refused")

    html = text(filler.get(address(answer)))
    refused = html.split("Bentrok, tidak dipakai")[1].split("</li>")[0]
    assert "Naskah" in refused and "Sebelumnya" not in refused
    filler.post(address(answer), choice(answer, lost))

    assert (refreshed(answer).explanation, refreshed(answer).score) == ("Naskah yang kalah.", Decimal(4))


@pytest.mark.parametrize("wrong", [{"versi": ""}, {"versi": "999999"}, {"versi": "x"}, {"version-score": "-1"}])
def test_nonsense_is_refused(filler, answer, two, wrong):
    assert filler.post(address(answer), choice(answer, two[0], **wrong)).status_code == 422
    assert refreshed(answer).explanation == SECOND


def test_version_of_another_answer_is_refused(filler, answer, two, operator):
    second = answer.assessment.answers.get(indicator__number=2)
    save(second, operator, explanation="Jawaban lain.")
    response = filler.post(address(answer), choice(answer, second.revisions.get()))
    assert response.status_code == 422 and refreshed(answer).explanation == SECOND


def test_sent_answer_is_read_only(filler, submitted, answer):
    first = answer.revisions.first()
    assert "Pulihkan" not in text(filler.get(address(answer)))
    assert filler.post(address(answer), choice(answer, first)).status_code == 403


def test_reply_is_restored_only_while_it_is_asked_for(filler, submitted, answer, operator, assessor):
    current = refreshed(answer)
    workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
    before = answer.revisions.last()
    save(answer, operator, reply="Sudah dilampirkan.")
    filler.post(address(answer), choice(answer, before))
    assert refreshed(answer).reply == ""


def test_pages_of_25_take_the_same_queries(filler, answer, operator, django_assert_num_queries):
    now = timezone.now()
    Revision.objects.bulk_create(
        Revision(answer=answer, author=operator, version=n, explanation=f"Versi {n}", started_at=now, saved_at=now)
        for n in range(3)
    )
    with django_assert_num_queries(7):
        filler.get(address(answer))
    Revision.objects.bulk_create(
        Revision(answer=answer, author=operator, version=n, explanation=f"Versi {n}", started_at=now, saved_at=now)
        for n in range(3, 60)
    )
    with django_assert_num_queries(7):
        html = text(filler.get(address(answer)))
    assert html.count("<h2>") >= 25 and "Versi 59" in html and "Halaman 1 dari 3 · 60 baris" in html
    assert "Versi 9" in text(filler.get(f"{address(answer)}?halaman=3"))

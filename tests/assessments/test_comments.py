"""Comments between a unit and its assessors: both write, both read, and the unit reads roles instead of names."""

import pytest

from assessments.models import Answer, Comment, Event, Period
from inbox.models import Message
from tests.assessments.filling import text, told

pytestmark = pytest.mark.django_db

WORDS = "Apakah halaman 4 yang dimaksud?"


@pytest.fixture
def answer(waiting):
    return waiting[0]


def from_unit(client, answer, words=WORDS):
    return client.post(f"{answer.get_absolute_url()}komentar/", {"text": words})


def from_desk(client, answer, words=WORDS):
    return client.post(f"/reviu/{answer.pk}/komentar/", {"text": words})


def test_assessor_asks_and_the_unit_answers(answer, assessor, operator, client):
    client.force_login(assessor)
    asked = from_desk(client, answer)
    client.force_login(operator)
    page = text(client.get(answer.get_absolute_url()))
    answered = from_unit(client, answer, "Ya, halaman 4.")
    client.force_login(assessor)

    desk = text(client.get(f"/reviu/{answer.pk}/"))

    assert asked.url == f"/reviu/{answer.pk}/#komentar" and told(answered)[-1] == "Komentar terkirim."
    assert WORDS in page and "<b>Asesor internal</b>" in page and assessor.name not in page
    assert "Ya, halaman 4." in desk and f"<b>{operator.name}</b>" in desk
    assert [(c.is_from_unit, c.text) for c in Comment.objects.all()] == [(False, WORDS), (True, "Ya, halaman 4.")]
    assert Event.objects.filter(action="comment.added").count() == 2


def test_other_side_is_told_once_a_day(answer, assessor, operator, head, client):
    client.force_login(assessor)
    from_desk(client, answer)
    from_desk(client, answer, "Satu lagi.")

    people = set(Message.objects.filter(kind="commented").values_list("person", flat=True))
    assert people == {operator.pk, head.pk} and Message.objects.filter(kind="commented").count() == 2
    assert assessor.name not in Message.objects.filter(kind="commented").first().body


@pytest.mark.parametrize("words", ["", "   ", "a" * 2001])
def test_empty_or_endless_comment_is_refused(words, answer, filler):
    response = from_unit(filler, answer, words)

    assert told(response)[-1].startswith("Komentar belum terkirim.") and not Comment.objects.exists()


@pytest.mark.parametrize("person, status", [("executive", 403), ("neighbor", 404), ("outsider", 404)])
def test_strangers_to_the_talk_do_not_write(person, status, answer, client, request):
    client.force_login(request.getfixturevalue(person))

    assert from_unit(client, answer).status_code == status
    assert from_desk(client, answer).status_code == (status if person == "executive" else 404)
    assert not Comment.objects.exists()


def test_nothing_is_said_before_the_first_sending_or_after_the_validation(assessment, filler, operator):
    answer = Answer.objects.with_parents().filter(assessment=assessment).first()

    assert "Tulis komentar" not in text(filler.get(answer.get_absolute_url()))
    assert from_unit(filler, answer).status_code == 403


def test_validation_ends_the_talk(answer, filler):
    from_unit(filler, answer)
    Period.objects.update(stage=Period.Stage.VALIDATION)

    page = text(filler.get(answer.get_absolute_url()))
    assert from_unit(filler, answer).status_code == 403
    assert WORDS in page and "Kirim komentar" not in page


def test_comment_is_text_and_nothing_else(answer, filler):
    from_unit(filler, answer, "<script>alert(1)</script>\nbaris kedua")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in filler.get(answer.get_absolute_url()).content.decode()

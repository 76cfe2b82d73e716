"""One objection for each answer: filed by the unit in time, decided by another assessor, and final."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from assessments import workflow
from assessments.models import Answer, Event, IndicatorResult, Objection, Period, Review
from inbox.models import Message
from tests import factories
from tests.assessments.deciding import decide
from tests.assessments.filling import text, told

pytestmark = pytest.mark.django_db

LONG = "Pasal 7 halaman 12 bukti a sudah mengatur seluruh unsur."
ANSWER = "Pasal 7 memang mengatur seluruh unsur yang diminta kriteria."


@pytest.fixture
def second(institution):
    unit = factories.make_unit(institution, "BAPPEDA")
    return factories.make_user("asesor.kedua@uji.local", "Asesor Kedua", institution, "assessor", unit)


@pytest.fixture
def lowered(waiting, assessor):
    """Indicator 1 of Dinas Kesehatan: claimed at 3, set to 2."""
    decide(waiting[0], assessor, 2)
    return Answer.objects.with_parents().get(pk=waiting[0].pk)


@pytest.fixture
def disputed(lowered, operator):
    return workflow.file_objection(lowered, by=operator, seen=lowered.reviews.get().pk, reason=LONG)


def url(answer, way=""):
    return f"{answer.get_absolute_url()}sanggahan/{way}"


def objected(client, answer, **fields):
    return client.post(url(answer), {"review": answer.reviews.last().pk, "reason": LONG} | fields)


# Filing


def test_unit_objects_from_the_page_of_the_answer(lowered, operator, second, filler):
    page = text(filler.get(lowered.get_absolute_url()))
    form = text(filler.get(url(lowered)))

    response = objected(filler, lowered)

    assert "Ajukan sanggahan" in page and "Kriteria tingkat berikutnya belum terbukti" in form
    assert told(response) == ["Sanggahan terkirim. Asesor lain akan memutuskannya."]
    objection = Objection.objects.get()
    assert (objection.state, objection.filed_by, objection.review) == ("filed", operator, lowered.reviews.get())
    assert Event.objects.get(action="objection.filed").data["reason"] == LONG
    assert list(Message.objects.filter(kind="objection_filed").values_list("person", flat=True)) == [second.pk]
    after = text(filler.get(lowered.get_absolute_url()))
    assert "Menunggu keputusan" in after and "Ajukan sanggahan" not in after
    assert IndicatorResult.objects.get(indicator=lowered.indicator).score == 2, (
        "the decision counts until it is changed"
    )


@pytest.mark.parametrize("reason", ["", "Pendek", " " * 40])
def test_objection_needs_a_reason_and_keeps_it(reason, lowered, filler):
    response = objected(filler, lowered, reason=reason)

    assert response.status_code == 422 and "paling sedikit 20 karakter" in text(response)
    assert not Objection.objects.exists()


def test_only_one_objection(disputed, filler):
    assert objected(filler, disputed.answer).status_code == 403
    assert Objection.objects.count() == 1


def test_withdrawn_objection_is_spent(disputed, filler):
    response = filler.post(url(disputed.answer, "tarik/"))

    assert told(response) == ["Sanggahan ditarik kembali. Putusan asesor tetap."]
    assert Objection.objects.get().state == "withdrawn"
    assert objected(filler, disputed.answer).status_code == 403


def test_deadline_is_five_days_and_never_behind_the_review(lowered, operator, filler):
    review = lowered.reviews.get()
    with time_machine.travel(review.created_at + timedelta(days=5, minutes=1), tick=False):
        filler.force_login(operator)
        late = objected(filler, lowered)
    Period.objects.update(**factories.windows(fill=(-10, -4), repair=-3, review=-1))

    assert late.status_code == 403 and "Tenggat sanggahan telah lewat." in text(late)
    assert objected(filler, lowered).status_code == 403


def test_what_was_accepted_leaves_nothing_to_object_to(waiting, assessor, filler):
    decide(waiting[1], assessor, 3)

    assert objected(filler, waiting[1]).status_code == 403
    assert filler.get(url(waiting[2])).status_code == 403, "not decided yet"


@pytest.mark.parametrize(
    "person, status", [("head", 302), ("assessor", 403), ("coordinator", 403), ("neighbor", 404), ("outsider", 404)]
)
def test_unit_alone_objects(person, status, lowered, client, request):
    client.force_login(request.getfixturevalue(person))

    assert objected(client, lowered).status_code == status


def test_decision_that_changed_meanwhile_is_shown_first(lowered, assessor, filler):
    seen = lowered.reviews.get().pk
    decide(lowered, assessor, 1)

    response = objected(filler, lowered, review=seen)

    page = text(response)
    assert response.status_code == 409 and "Sanggahan Anda belum terkirim." in page and LONG in page
    assert not Objection.objects.exists()


# Deciding


def place(objection):
    return f"/reviu/sanggahan/{objection.pk}/"


def test_both_reasons_stand_beside_each_other(disputed, second, client):
    client.force_login(second)

    listed, page = text(client.get("/reviu/sanggahan/")), text(client.get(place(disputed)))

    assert "Dinas Kesehatan" in listed and place(disputed) in listed
    assert LONG in page and factories.REASON in page and "Simpan keputusan akhir" in page


def test_objection_is_granted_at_another_score(disputed, second, client):
    client.force_login(second)

    response = client.post(place(disputed), {"decision": "terima", "score": "3", "reason": ANSWER})

    assert told(response) == ["Keputusan atas sanggahan tersimpan. Keputusan ini akhir."]
    disputed.refresh_from_db()
    disputed.answer.refresh_from_db()
    assert (disputed.state, disputed.score, disputed.decided_by) == ("granted", 3, second)
    assert disputed.answer.status == "accepted"
    assert Review.objects.filter(answer=disputed.answer).last().assessor == second
    assert IndicatorResult.objects.get(indicator=disputed.answer.indicator).score == 3
    assert Message.objects.filter(kind="objection_decided").exists()


def test_objection_is_refused_and_the_decision_stands(disputed, second, operator, client):
    client.force_login(second)
    client.post(place(disputed), {"decision": "tetap", "score": "3", "reason": ANSWER})

    disputed.refresh_from_db()
    assert (disputed.state, disputed.score) == ("upheld", None)
    assert IndicatorResult.objects.get(indicator=disputed.answer.indicator).score == 2
    client.force_login(operator)
    page = text(client.get(disputed.answer.get_absolute_url()))
    assert ANSWER in page and "Keputusan ini akhir." in page and second.name not in page


@pytest.mark.parametrize(
    "fields, fault",
    [
        ({}, "Pilih salah satu keputusan"),
        ({"decision": "terima"}, "Pilih tingkat sesudah sanggahan"),
        ({"decision": "terima", "score": "2"}, "Nilai ini sama dengan putusan yang disanggah"),
        ({"decision": "terima", "score": "4"}, "paling tinggi sama dengan penilaian mandiri"),
        ({"decision": "tetap", "reason": "Pendek"}, "paling sedikit 20 karakter"),
    ],
)
def test_faulty_decision_is_explained_and_kept(fields, fault, disputed, second, client):
    client.force_login(second)

    response = client.post(place(disputed), {"reason": ANSWER} | fields)

    assert response.status_code == 422 and fault in text(response)
    assert Objection.objects.get().state == "filed"


def test_who_took_the_decision_does_not_judge_the_objection(disputed, reviewer):
    page, response = text(reviewer.get(place(disputed))), reviewer.post(place(disputed), {"decision": "tetap"})

    assert "Asesor lain yang memutuskan sanggahannya." in page and "Simpan keputusan akhir" not in page
    assert response.status_code == 403


@pytest.mark.parametrize(
    "person, status",
    [("own_assessor", 403), ("coordinator", 403), ("operator", 403), ("neighbor", 404), ("outsider", 404)],
)
def test_others_do_not_decide(person, status, disputed, client, request):
    client.force_login(request.getfixturevalue(person))

    assert client.post(place(disputed), {"decision": "tetap", "reason": ANSWER}).status_code == status
    assert Objection.objects.get().state == "filed"


@pytest.mark.two_databases
def test_decided_objection_is_final(disputed, second, assessor):
    workflow.decide_objection(disputed, by=second, reason=ANSWER)
    answer = Answer.objects.with_parents().get(pk=disputed.answer_id)

    with pytest.raises(PermissionDenied, match="akhir"):
        workflow.accept(answer, by=assessor, version=answer.version)
    with pytest.raises(PermissionDenied, match="akhir"):
        workflow.return_to_review(answer, by=assessor, version=answer.version, reason=ANSWER)
    with pytest.raises(PermissionDenied):
        workflow.decide_objection(disputed, by=second, reason=ANSWER)


def test_disputed_decision_is_decided_on_the_page_of_the_objection_only(disputed, second):
    answer = Answer.objects.with_parents().get(pk=disputed.answer_id)

    with pytest.raises(PermissionDenied, match="sedang disanggah"):
        workflow.accept(answer, by=second, version=answer.version)


def test_validated_period_takes_no_objection(lowered, filler):
    Period.objects.update(stage=Period.Stage.VALIDATION)

    assert objected(filler, lowered).status_code == 403

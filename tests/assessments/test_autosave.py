"""Saving while somebody types: a script posts what changed to the page's own address and reads JSON."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Institution
from assessments import workflow
from assessments.models import Period, Revision
from tests import factories
from tests.assessments.autosaving import JSON, autosave
from tests.assessments.filling import actions, answer_url, refreshed

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def history(answer):
    return list(answer.revisions.order_by("pk").values_list("author__name", "origin", "explanation"))


def test_changed_field_is_saved_and_told(filler, answer, operator):
    response = autosave(filler, answer, score="3")

    told = response.json()
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert told["versi"] == {"score": 1, "explanation": 0, "reply": 0}
    assert (told["status"], told["status_teks"], told["lengkap"], told["jumlah"]) == ("draft", "Draf", 0, 3)
    assert told["kurang"]["bidang"] == "explanation"
    assert "nilai" not in told and "galat" not in told
    saved = refreshed(answer)
    assert (saved.score, saved.version, saved.score_version, saved.updated_by) == (Decimal(3), 1, 1, operator)
    assert actions(answer.assessment) == ["answer.saved"]
    revision = Revision.objects.get()
    assert (revision.score, revision.author, revision.origin, revision.version) == (Decimal(3), operator, "typed", 1)


def test_completing_an_answer_counts_it_and_names_nothing_more(filler, assessment, answer, operator):
    factories.fill_all(assessment, operator)
    fresh = refreshed(answer)
    empty = autosave(filler, fresh, explanation="Pendek.").json()
    full = autosave(filler, refreshed(answer), explanation=factories.EXPLANATION).json()

    assert (empty["lengkap"], empty["kurang"]["bidang"]) == (2, "explanation")
    assert (full["lengkap"], full["jumlah"], full["kurang"], full["status_teks"]) == (3, 3, None, "Lengkap")


def test_repaired_answers_count_as_ready(filler, submitted, answer, operator, assessor):
    for number in (1, 2):
        row = refreshed(submitted.answers.get(indicator__number=number))
        workflow.send_back(row, by=assessor, version=row.version, reason=factories.REASON)
    told = autosave(filler, refreshed(answer), reply="Sudah dilampirkan.").json()
    assert (told["status"], told["lengkap"], told["jumlah"], told["kurang"]) == ("returned", 2, 3, None)


def test_time_is_told_in_the_zone_of_the_institution(filler, answer):
    Institution.objects.update(time_zone="Asia/Jayapura")
    before = timezone.now()
    told = autosave(filler, answer, score="3").json()
    minutes = {f"{before + timedelta(hours=9, minutes=late):%H.%M}" for late in (0, 1)}
    assert told["pukul"] in minutes


def test_saving_does_not_touch_the_session(filler, answer):
    before = list(Session.objects.values())
    response = autosave(filler, answer, explanation="Naskah.")
    assert response.status_code == 200 and not response.cookies
    assert list(Session.objects.values()) == before


def test_value_written_otherwise_than_sent_comes_back(filler, answer):
    told = autosave(filler, answer, score="3,0", explanation=" Naskah.\r\nBaris dua. ").json()
    assert told["nilai"] == {"score": "3"}
    assert refreshed(answer).explanation == "Naskah.\nBaris dua."


# History


def test_typing_on_within_a_sitting_is_one_version(filler, answer, operator):
    autosave(filler, answer, explanation="Sa")
    autosave(filler, refreshed(answer), explanation="Satu.")
    assert history(answer) == [("Operator Dinas Kesehatan", "typed", "Satu.")]
    assert refreshed(answer).version == Revision.objects.get().version == 2

    Revision.objects.update(started_at=timezone.now() - Revision.SITTING)
    autosave(filler, refreshed(answer), explanation="Satu dua.")
    assert [row[2] for row in history(answer)] == ["Satu.", "Satu dua."]


def test_another_person_begins_a_version_and_ends_the_sitting(filler, answer, operator, colleague):
    autosave(filler, answer, explanation="Satu.")
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=colleague, seen=fresh.versions, explanation="Dua.")
    autosave(filler, refreshed(answer), explanation="Tiga.")
    assert [row[2] for row in history(answer)] == ["Satu.", "Dua.", "Tiga."]


# Conflicts


def test_different_fields_meet_silently(filler, answer, colleague):
    workflow.save_answer(answer, by=colleague, seen=answer.versions, score=Decimal(4))

    response = autosave(filler, answer, explanation="Naskah saya.")

    assert response.status_code == 200
    saved = refreshed(answer)
    assert (saved.score, saved.explanation, saved.version) == (Decimal(4), "Naskah saya.", 2)
    assert response.json()["versi"] == {"score": 1, "explanation": 1, "reply": 0}


def test_same_field_is_told_with_both_values_and_the_rest_is_saved(filler, answer, operator, colleague):
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation="Naskah rekan.")

    response = autosave(filler, answer, explanation="Naskah saya.", score="2")

    told = response.json()
    assert response.status_code == 409
    assert (told["oleh"], told["sendiri"]) == ("Rekan Dinas Kesehatan", False)
    [clash] = told["bentrok"]
    assert (clash["bidang"], clash["label"], clash["versi"]) == ("explanation", "Penjelasan capaian", 1)
    assert (clash["saya"], clash["mereka"]) == ("Naskah saya.", "Naskah rekan.")
    assert clash["saya_bagian"] == [["Naskah ", False], ["saya.", True]]
    assert clash["mereka_bagian"] == [["Naskah ", False], ["rekan.", True]]
    assert told["versi"] == {"score": 1, "explanation": 1, "reply": 0}
    saved = refreshed(answer)
    assert (saved.score, saved.explanation) == (Decimal(2), "Naskah rekan.")
    assert history(answer) == [
        ("Rekan Dinas Kesehatan", "typed", "Naskah rekan."),
        ("Operator Dinas Kesehatan", "typed", "Naskah rekan."),
        ("Operator Dinas Kesehatan", "refused", "Naskah saya."),
    ]
    assert not Revision.objects.get(origin="refused").is_used

    autosave(filler, answer, explanation="Naskah saya.")
    autosave(filler, answer, explanation="Naskah saya yang kedua.")
    kept = Revision.objects.filter(origin="refused").order_by("pk").values_list("explanation", flat=True)
    assert list(kept) == ["Naskah saya.", "Naskah saya yang kedua."]


def test_levels_clash_with_their_names(filler, answer, colleague):
    workflow.save_answer(answer, by=colleague, seen=answer.versions, score=Decimal(4))
    [clash] = autosave(filler, answer, score="2").json()["bentrok"]
    labels = dict(answer.indicator.criteria.values_list("level", "label"))
    assert (clash["saya"], clash["saya_teks"], clash["mereka"], clash["mereka_teks"]) == (
        "2",
        labels[2],
        "4",
        labels[4],
    )


def test_own_second_window_is_told_as_such(filler, answer, operator):
    autosave(filler, answer, explanation="Dari jendela satu.")
    response = autosave(filler, answer, explanation="Dari jendela dua.")
    assert response.status_code == 409 and response.json()["sendiri"] is True


def test_next_save_of_the_field_that_lost_settles_it(filler, answer, colleague):
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation="Naskah rekan.")
    autosave(filler, answer, explanation="Naskah saya.")
    autosave(filler, refreshed(answer), score="2")
    autosave(filler, answer, explanation="Naskah saya, lagi.")
    autosave(filler, refreshed(answer), explanation="Gabungan.")
    assert [row[1] for row in history(answer)] == ["typed", "refused", "typed", "refused", "settled"]


def test_choice_after_a_clash_is_kept_as_settled(filler, answer, colleague):
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation="Naskah rekan.")
    current = refreshed(answer)

    response = autosave(filler, current, explanation="Gabungan.", **{"pakai-explanation": "gabungan"})

    assert response.status_code == 200
    assert history(answer)[-1] == ("Operator Dinas Kesehatan", "settled", "Gabungan.")
    autosave(filler, refreshed(answer), explanation="Gabungan, disunting.")
    assert history(answer)[-1] == ("Operator Dinas Kesehatan", "typed", "Gabungan, disunting.")
    assert history(answer)[-2][1] == "settled"


# Refusals


def test_too_long_a_text_is_told_and_the_rest_is_saved(filler, answer):
    response = autosave(filler, answer, explanation="kata " * 2001, score="3")
    told = response.json()
    assert response.status_code == 422
    assert told["galat"]["explanation"][0].startswith("paling banyak 10000 karakter, sekarang 10004")
    assert told["versi"]["score"] == 1
    assert (refreshed(answer).score, refreshed(answer).explanation) == (Decimal(3), "")


def test_field_without_a_version_is_never_overwritten(filler, answer):
    response = filler.post(answer_url(answer), {"explanation": "Naskah."}, headers=JSON)
    assert response.status_code == 409 and refreshed(answer).explanation == ""


@pytest.mark.parametrize("person", ["head", "assessor", "coordinator", "executive"])
def test_other_roles_are_refused(client, answer, request, person):
    client.force_login(request.getfixturevalue(person))
    response = autosave(client, answer, score="3")
    assert response.status_code == 403 and "operator" in response.json()["alasan"].lower()
    assert refreshed(answer).score is None


@pytest.mark.parametrize("person", ["neighbor", "outsider", "inactive"])
def test_strangers_learn_nothing(client, answer, request, person):
    client.force_login(request.getfixturevalue(person))
    response = autosave(client, answer, score="3")
    assert response.status_code == (401 if person == "inactive" else 404)
    assert response["Content-Type"] == "application/json"
    assert refreshed(answer).score is None


def test_ended_session_is_told_as_json_and_a_browser_is_led_to_the_sign_in(client, answer):
    response = autosave(client, answer, score="3")
    assert (response.status_code, response.json()) == (401, {"masuk": "/masuk/"})
    page = client.post(answer_url(answer), {}, headers={"Accept": "text/html,application/json;q=0.9"})
    assert page.status_code == 302


def test_missing_token_of_the_form_is_told_as_such(operator, answer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    response = autosave(client, answer, score="3")
    assert response.status_code == 403 and response.json()["csrf"] is True


def test_sent_answer_is_locked(filler, submitted, answer):
    response = autosave(filler, refreshed(answer), explanation="Terlambat.")
    told = response.json()
    assert (response.status_code, told["perpanjangan"]) == (423, None)
    assert told["alasan"] == "Hanya baca: penilaian sudah dikirim."


def test_after_the_deadline_the_way_to_more_time_is_named(filler, answer):
    Period.objects.update(fill_closes_at=timezone.now() - timedelta(seconds=1))
    response = autosave(filler, answer, score="3")
    told = response.json()
    assert response.status_code == 423
    assert told["perpanjangan"] == f"/penilaian/{answer.assessment.period.slug}/DINKES/perpanjangan/"


def test_address_of_nothing_is_not_found(filler, answer):
    assert autosave(filler, answer, url=answer_url(answer).replace("/1/", "/99/"), score="3").status_code == 404


@pytest.mark.parametrize("begins_sitting", [True, False])
def test_a_save_takes_eight_statements(filler, answer, operator, begins_sitting):
    """Session, person, assessment, answer with all around it; answer, history, trail and what was answered."""
    factories.fill(answer, operator)
    current = refreshed(answer)
    if begins_sitting:
        Revision.objects.update(started_at=timezone.now() - Revision.SITTING)
    with CaptureQueriesContext(connection) as captured:
        autosave(filler, current, key="k1", explanation="Naskah baru.", score="2", **{"nama-bukti": "{}"})
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 8, "\n".join(statements)

"""Proofs that a text names: the page tells the names that it shows, and every way of saving keeps tokens."""

import json

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.frozen import content_of
from assessments.models import Answer, Revision
from tests import factories
from tests.assessments.filling import answer_url, part_url, refreshed, text

pytestmark = pytest.mark.django_db

SAID = "Seluruh unsur telah diatur; lihat {}."


@pytest.fixture
def proofs(answer, operator):
    unit = answer.assessment.unit
    return [
        workflow.cite(answer, factories.stored_file(unit, operator, title=title), by=operator, levels=[3])
        for title in ("Pergub 1/2020", "Laporan reviu")
    ]


def page_of(client, answer):
    """The hidden fields and the texts of the page, as its form sends them."""
    context = client.get(answer_url(answer)).context
    form = context["form"]
    values = {name: form[name].value() for name in ("score", "explanation") if form[name].value() is not None}
    return form.page_state | values


def save(client, answer, page, **changes):
    return client.post(answer_url(answer), page | changes | {"tindakan": "simpan"})


def save_json(client, answer, page, **changes):
    return client.post(answer_url(answer), page | changes, headers={"accept": "application/json"})


def test_typed_names_are_kept_as_tokens_and_shown_as_names(filler, answer, proofs):
    page = page_of(filler, answer)
    assert json.loads(page["nama-bukti"]) == {
        "1.a.Pergub-1-2020.pdf": proofs[0].evidence_id,
        "1.b.Laporan-reviu.pdf": proofs[1].evidence_id,
    }

    save(filler, answer, page, explanation=SAID.format("1.a.Pergub-1-2020.pdf"), score="3")

    saved = refreshed(answer)
    assert saved.explanation == SAID.format(f"[[bukti:{proofs[0].evidence_id}]]") and saved.status == "complete"
    assert SAID.format("1.a.Pergub-1-2020.pdf") in text(filler.get(answer_url(answer)))

    save(filler, answer, page_of(filler, answer))
    assert refreshed(answer).version == saved.version


@pytest.mark.parametrize("way", [save, save_json])
def test_page_that_shows_old_names_saves_the_same_proofs(filler, operator, answer, proofs, way):
    save(filler, answer, page_of(filler, answer), explanation=SAID.format("1.a.Pergub-1-2020.pdf"))
    page = page_of(filler, answer)
    workflow.move_citation(proofs[0], by=operator, step=1)
    version = refreshed(answer).version

    response = way(filler, answer, page, explanation=SAID.format("1.a.Pergub-1-2020.pdf"))
    assert refreshed(answer).version == version

    response = way(
        filler, answer, page, explanation=SAID.format("1.a.Pergub-1-2020.pdf") + " Juga 1.b.Laporan-reviu.pdf."
    )
    first, second = (f"[[bukti:{proof.evidence_id}]]" for proof in proofs)
    assert refreshed(answer).explanation == SAID.format(first) + f" Juga {second}."
    if way is save_json:
        assert response.status_code == 200 and "nilai" not in response.json()


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "{",
        '{"1.a.Pergub-1-2020.pdf": "x", "": 1, "a b.c": 3, "a.b": true}',
        "[" * 200_000,
        '{"a":' * 20_000,
        json.dumps({f"{number}.a": number for number in range(20_000)}),
        json.dumps({"a." + "b" * 100_000: 1}),
        '{"a.\\ud800.b": 7}',
        '{"a.b": 1e999, "c.d": 99999999999999999999}',
    ],
    ids=lambda told: told[:12],
)
def test_unreadable_names_of_a_page_cost_nothing(filler, answer, proofs, told):
    page = page_of(filler, answer) | {"nama-bukti": told}

    response = save_json(filler, answer, page, explanation=SAID.format("1.a.Pergub-1-2020.pdf"))

    assert response.status_code == 200
    assert refreshed(answer).explanation.startswith("Seluruh unsur telah diatur; lihat ")


def test_conflict_shows_names_and_sends_them_back(filler, operator, head, answer, proofs):
    page = page_of(filler, answer)
    fresh = refreshed(answer)
    token = f"[[bukti:{proofs[1].evidence_id}]]"
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, explanation=SAID.format(token))
    mine = SAID.format("1.a.Pergub-1-2020.pdf")

    told = save_json(filler, answer, page, explanation=mine).json()
    clash = told["bentrok"][0]
    assert (clash["saya"], clash["mereka"]) == (mine, SAID.format("1.b.Laporan-reviu.pdf"))
    assert json.loads(clash["nama"])["1.a.Pergub-1-2020.pdf"] == proofs[0].evidence_id

    response = save(filler, answer, page, explanation=mine)
    assert response.status_code == 409 and mine in text(response) and "[[bukti:" not in text(response)
    hidden = dict(response.context["hidden"])
    choice = {"saya-explanation": mine, "pakai-explanation": "saya", "version-explanation": clash["versi"]}
    filler.post(answer_url(answer), hidden | choice | {"tindakan": "simpan"})

    assert refreshed(answer).explanation == SAID.format(f"[[bukti:{proofs[0].evidence_id}]]")
    assert Revision.objects.filter(answer=answer, is_used=False).exists()


def test_every_reader_sees_names_and_the_frozen_content_keeps_them(client, assessment, operator, assessor, other_unit):
    answer = assessment.answers.with_parents().get(indicator__number=1)
    factories.fill_all(assessment, operator)
    proof = factories.cite_file(answer, operator, title="Pergub 1/2020")
    fresh = refreshed(answer)
    said = f"{SAID.format(f'[[bukti:{proof.evidence_id}]]')}"
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, explanation=said)
    factories.submit(assessment, by=operator)
    shown = SAID.format("1.Pergub-1-2020.pdf")

    client.force_login(operator)
    assert shown in text(client.get(answer_url(answer)))
    assert shown in text(client.get(part_url(assessment, "periksa")))
    client.force_login(assessor)
    assert shown in text(client.get(f"/reviu/{answer.pk}/"))

    fresh = refreshed(answer)
    workflow.send_back(fresh, by=assessor, version=fresh.version, reason=factories.REASON)
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, reply=f"Kini lihat [[bukti:{proof.evidence_id}]].")
    client.force_login(operator)
    assert "Kini lihat 1.Pergub-1-2020.pdf." in text(client.get(part_url(assessment, "perbaikan")))


def test_frozen_content_holds_names(last_year, unit, coordinator):
    """The answers of a closed period, read once more with a text that names a proof."""
    answer = Answer.objects.get(assessment__period=last_year, assessment__unit=unit, indicator__number=1)
    citation = answer.citations.select_related("evidence").get()
    Answer.objects.filter(pk=answer.pk).update(explanation=SAID.format(f"[[bukti:{citation.evidence_id}]]"))

    content = content_of(last_year, revision=2, closed_at=timezone.now(), closed_by=coordinator)

    row = content["indicators"][0]
    assert row["explanation"] == SAID.format(citation.evidence.url)
    assert [proof["export_name"] for proof in row["evidence"]] == [None, None]

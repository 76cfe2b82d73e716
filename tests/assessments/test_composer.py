"""The composer: sentences of the instrument, filled from the cited proofs (process.md 4)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments import tokens, workflow
from assessments.composer import Composer
from assessments.models import Answer
from indicators.rules import rules_for
from tests import factories
from tests.assessments.filling import answer_url, refreshed, text

pytestmark = pytest.mark.django_db

SLUG = "permenpanrb-59-2020"


@pytest.fixture
def instrument(db):
    return factories.make_instrument(SLUG)


@pytest.fixture
def proofs(answer, operator):
    """A decree marked for levels 3 and 4, and a review marked for 4."""
    unit = answer.assessment.unit
    decree = factories.stored_file(unit, operator, title="Arsitektur SPBE")
    decree.document_number, decree.document_date = "12 Tahun 2022", date(2022, 5, 12)
    review = factories.stored_file(unit, operator, title="Reviu arsitektur")
    review.document_kind, review.document_date = "review", date(2023, 3, 2)
    return [
        workflow.cite(answer, decree, by=operator, pages="4-6", levels=[3, 4]),
        workflow.cite(answer, review, by=operator, pages="2", levels=[4]),
    ]


def composer(answer, level, data=None):
    answer = refreshed(answer)
    citations = list(answer.citations.select_related("evidence"))
    return Composer(answer, citations, tokens.names_of(answer), level, data)


def url(answer):
    return f"{answer_url(answer)}susun/"


def filled(found, **values):
    """The form as the page shows it, with values for slots by name."""
    data = {}
    for line in found.lines:
        data[f"{line.key}-pakai"] = "on"
        for blank in line.blanks:
            data[blank.name] = values.get(blank.slot, blank.value)
            data[f"{blank.name}-dari"] = blank.value
    return data


def test_facts_are_told_for_each_proof_and_taken_from_it(answer, proofs):
    found = composer(answer, 3)

    assert found.text == (
        "Pengaturan Hal 1 dimuat dalam ‹bentuk dokumen› Nomor 12 Tahun 2022 tentang Arsitektur SPBE, Pasal ‹pasal› "
        "halaman 4-6 mengenai ‹isi pasal›; lihat 1.a.Arsitektur-SPBE.pdf. "
        "Ketentuan tersebut telah mengatur ‹unsur yang terpenuhi›."
    )

    said = composer(
        answer,
        3,
        filled(
            found, dokumen="Peraturan Gubernur", pasal="5", isi_pasal="proses bisnis", unsur_terpenuhi="semua unsur"
        ),
    )
    assert "‹" not in said.text and said.text.endswith("Ketentuan tersebut telah mengatur semua unsur.")


def test_every_document_has_its_own_fact_in_the_order_of_the_proofs(answer, proofs, operator):
    workflow.cite(answer, factories.link(answer.assessment.unit, operator, "Lampiran"), by=operator, levels=[3])

    facts = composer(answer, 3).text.split(" Ketentuan")[0]

    assert facts.index("1.a.Arsitektur-SPBE.pdf") < facts.index("lihat https://contoh.go.id/laporan/Lampiran.")
    assert "Reviu-arsitektur" not in facts


def test_review_is_found_for_its_own_sentence_from_the_level_that_asks_for_it(answer, proofs):
    found = composer(answer, 4)

    assert "Reviu dilakukan 2 Maret 2023, mencatat ‹masalah yang ditemukan›" in found.text
    assert "lihat 1.b.Reviu-arsitektur.pdf halaman 2." in found.text
    assert found.text.count("Pengaturan ") == 1 and "Keterpaduan" not in found.text
    assert "Rekomendasi itu" in composer(answer, 5).text and "berada pada tingkat" not in composer(answer, 5).text


def test_facts_follow_another_proof_but_never_what_a_person_wrote(answer, proofs):
    found = composer(answer, 3)
    data = filled(found) | {"k0-0-berkas": str(proofs[1].evidence_id), "k0-0-judul": "Judul sendiri"}

    text_now = composer(answer, 3, data).text

    assert "tentang Judul sendiri, Pasal ‹pasal› halaman 2" in text_now and "Tahun 2023" in text_now
    assert "Nomor ‹nomor›" in text_now and "1.b.Reviu-arsitektur.pdf" in text_now


def test_sentences_can_be_left_out_and_foreign_proofs_chosen_by_nobody(answer, proofs):
    data = filled(composer(answer, 3))
    del data["k1-0-pakai"]
    assert "Ketentuan" not in composer(answer, 3, data).text
    assert "lihat ‹bukti›." in composer(answer, 3, data | {"k0-0-berkas": "999999"}).text


def test_justification_closes_the_text_only_where_the_rules_want_it(answer, proofs, monkeypatch):
    assert "Dengan demikian" not in composer(answer, 3).text
    rules = replace(rules_for(SLUG), includes_justification=True)
    monkeypatch.setattr("assessments.composer.rules_for", lambda slug: rules)

    found = composer(answer, 3)

    assert found.text.endswith(" Dengan demikian indikator ini berada pada tingkat 3 (Terdefinisi).")
    assert found.lines[-1].label == "Justifikasi"


def test_lowest_level_speaks_of_a_draft(answer, proofs):
    assert composer(answer, 1).text.startswith("‹bentuk dokumen› tentang Arsitektur SPBE masih rancangan; lihat 1.a.")


def test_page_composes_and_inserts_without_scripts(filler, answer, proofs):
    page = filler.get(url(answer), {"tingkat": "3"})
    found = page.context["composer"]
    assert "Pengaturan Hal 1 dimuat dalam" in text(page)
    data = filled(found, dokumen="Peraturan Gubernur") | {"tingkat": "3", "version-explanation": "0", "izin": ""}

    again = filler.post(url(answer), data | {"tindakan": "perbarui"})
    assert again.status_code == 200 and "dalam Peraturan Gubernur Nomor 12" in text(again)
    assert refreshed(answer).explanation == ""

    done = filler.post(url(answer), data | {"tindakan": "sisip"})
    saved = refreshed(answer)
    assert done.url == f"{answer_url(answer)}#id_explanation"
    assert f"lihat [[bukti:{proofs[0].evidence_id}]]. Ketentuan" in saved.explanation

    data["version-explanation"] = str(saved.explanation_version)
    filler.post(url(answer), data | {"tindakan": "sisip"})
    twice = refreshed(answer)
    assert twice.explanation == f"{saved.explanation}\n\n{saved.explanation}"

    data["version-explanation"] = str(twice.explanation_version)
    filler.post(url(answer), data | {"tindakan": "ganti"})
    assert refreshed(answer).explanation == saved.explanation


def test_nothing_is_inserted_over_what_a_colleague_wrote_or_beyond_the_limit(filler, operator, answer, proofs):
    page = filler.get(url(answer), {"tingkat": "3"})
    data = filled(page.context["composer"]) | {"tingkat": "3", "version-explanation": "0", "tindakan": "ganti"}
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, explanation="Tulisan rekan.")

    refused = filler.post(url(answer), data)
    assert refused.status_code == 409 and "Tulisan rekan." in text(refused)
    assert refreshed(answer).explanation == "Tulisan rekan."

    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, explanation="x" * 9990)
    version = {"version-explanation": str(refreshed(answer).explanation_version), "tindakan": "sisip"}
    assert filler.post(url(answer), data | version).status_code == 422
    assert refreshed(answer).explanation == "x" * 9990


def test_without_a_level_the_page_asks_for_one(filler, answer):
    assert "Pilih tingkat kematangan lebih dahulu" in text(filler.get(url(answer)))
    assert "Pilih tingkat kematangan lebih dahulu" in text(filler.get(url(answer), {"tingkat": "9"}))
    assert "Susun dari templat" in text(filler.get(answer_url(answer)))


def test_composer_is_for_those_who_may_write(client, answer, head, neighbor, assessor, outsider):
    for person, status in ((head, 403), (assessor, 403), (neighbor, 404), (outsider, 404)):
        client.force_login(person)
        assert client.get(url(answer)).status_code == status
        assert client.post(url(answer), {"tindakan": "sisip", "tingkat": "3"}).status_code == status
    client.logout()
    assert client.get(url(answer)).status_code == 302


def test_instrument_without_templates_has_no_composer(client, institution, coordinator, unit, operator):
    plain = factories.make_instrument("tanpa-templat")
    period = factories.make_period(
        institution, plain, coordinator, year=2024, leads=[(number, unit) for number in range(1, 6)]
    )
    answer = Answer.objects.with_parents().get(assessment__period=period, indicator__number=1)
    workflow.save_answer(answer, by=operator, seen=answer.versions, score=Decimal(3))
    client.force_login(operator)

    assert client.get(url(answer)).url == answer_url(answer)
    assert "Susun dari templat" not in text(client.get(answer_url(answer)))

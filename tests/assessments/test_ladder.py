"""What a level still needs, by the rules of PermenPANRB 59/2020 (process.md R5.2, R5.3, R5.5)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assessments.evidence_age import is_undescribed
from assessments.ladder import Ladder
from assessments.models import Answer, Assessment, Citation, Evidence, Period
from indicators.models import Indicator, Instrument
from tests import factories
from tests.assessments.filling import answer_url, part_url, refreshed, text

CLOSES = datetime(2024, 6, 30, 9, tzinfo=UTC)
YOUNG, OLD = date(2022, 7, 1), date(2022, 6, 30)


def proof(title, *levels, kind="", day=None, status="issued"):
    evidence = Evidence(title=title, document_kind=kind, document_date=day, document_status=status)
    return Citation(evidence=evidence, levels=list(levels))


def ladder(number, level, *proofs, slug="permenpanrb-59-2020", step="1"):
    instrument = Instrument(slug=slug, scale_min=Decimal(1), scale_max=Decimal(5), scale_step=Decimal(step))
    institution = factories.Institution(time_zone="Asia/Jakarta")
    period = Period(institution=institution, instrument=instrument, fill_closes_at=CLOSES)
    answer = Answer(indicator=Indicator(number=number, instrument=instrument), assessment=Assessment(period=period))
    answer.score = None if level is None else Decimal(level)
    return Ladder(answer, proofs)


def told(rung):
    return rung.words, rung.found, rung.missing


def test_level_four_of_a_policy_needs_the_decree_and_a_young_review():
    decree = proof("Pergub arsitektur", 3, 4, kind="policy")
    assert told(ladder(1, 4).chosen) == (
        "Tingkat 4 memerlukan 2 bukti",
        [],
        ["Belum ada bukti yang ditandai untuk tingkat 4.", "Belum ada hasil reviu kurang dari 2 tahun."],
    )
    assert told(ladder(1, 4, decree).chosen) == (
        "Tingkat 4 memerlukan 2 bukti",
        ["Pergub arsitektur"],
        ["Belum ada hasil reviu kurang dari 2 tahun."],
    )
    assert ladder(1, 4, decree, proof("Reviu", 4, kind="review")).chosen.missing == ["Isi tanggal dokumen hasil reviu."]
    assert ladder(1, 4, decree, proof("Reviu", 4, kind="review", day=OLD)).chosen.missing == [
        "Tanggal bukti lebih dari 2 tahun. Tambahkan hasil reviu yang lebih baru."
    ]
    assert ladder(1, 4, decree, proof("Reviu", 3, kind="review", day=YOUNG)).chosen.missing == [
        "Belum ada hasil reviu kurang dari 2 tahun."
    ]
    whole = ladder(1, 4, decree, proof("Reviu", 4, kind="review", day=YOUNG)).chosen
    assert whole.is_complete and whole.found == ["Pergub arsitektur", "Reviu"] and whole.missing == []


def test_proof_that_does_not_say_what_it_is_may_be_the_review():
    """Uploaded, marked and dated, but its kind was left open: the line names the field that decides."""
    nameless = proof("Reviu arsitektur", 4, day=YOUNG)
    assert ladder(1, 4, nameless).chosen.missing == [
        "Belum ada hasil reviu kurang dari 2 tahun. Bila salah satu bukti adalah hasil reviu, pilih jenis dokumennya."
    ]
    assert "pilih jenis" not in " ".join(ladder(1, 4, proof("Pergub", 3)).chosen.missing)

    indicator = ladder(1, 4).indicator
    assert is_undescribed(nameless.evidence, indicator, [4]) and not is_undescribed(nameless.evidence, indicator, [3])
    undated = proof("Reviu", 4, kind="review").evidence
    assert is_undescribed(undated, indicator, [4])
    assert not is_undescribed(proof("Reviu", 4, kind="review", day=OLD).evidence, indicator, [4])
    assert not is_undescribed(proof("Pergub", 4, kind="policy").evidence, indicator, [4])
    assert not is_undescribed(nameless.evidence, indicator, [])


def test_highest_level_shows_what_the_review_changed():
    """Three linked proofs or a word of advice: before, the review, and after (R5.4)."""
    review = proof("Reviu", 5, kind="review", day=YOUNG)
    before = proof("SOP lama", 4, day=OLD)
    after = proof("SOP baru", 5, day=date(2023, 1, 9))
    told = "Tingkat 5 menunjukkan hasil reviu yang ditindaklanjuti: tambahkan {}."

    rung = ladder(32, 5, review, after).chosen
    assert rung.missing == [told.format("dokumen sebelum reviu")] and rung.is_complete and rung.count == 2
    assert ladder(32, 5, review, proof("SOP lama", 5, day=OLD)).chosen.missing == [told.format("dokumen perbaikannya")]
    assert ladder(32, 5, before, review, after).chosen.missing == []
    assert told.format("dokumen sebelum reviu dan dokumen perbaikannya") in ladder(32, 5, review).chosen.missing
    assert ladder(32, 5, review, proof("Tanpa tanggal", 5)).chosen.missing == [told.format("dokumen perbaikannya")]
    assert ladder(32, 5, proof("Tanpa tanggal", 5), review, proof("Lain", 5)).chosen.missing == []
    assert told.format("dokumen sebelum reviu") not in ladder(32, 4, review, after).chosen.missing

    older, newer = proof("SOP", 3, day=date(2023, 2, 1)), proof("SOP", 5, day=date(2023, 3, 1))
    older.evidence.pk, newer.evidence.replaces_id = 7, 7
    assert ladder(32, 5, older, review, newer).chosen.missing == []


def test_review_alone_is_not_what_it_reviews_and_a_draft_is_no_decree():
    review = proof("Reviu", 4, kind="review", day=YOUNG)
    assert ladder(1, 4, review).chosen.missing == ["Belum ada bukti lain yang ditandai untuk tingkat 4."]
    draft = proof("Rancangan", 2, status="draft")
    assert ladder(1, 2, draft).chosen.missing == ["Baru ada rancangan; unggah dokumen yang sudah ditetapkan."]
    assert ladder(11, 2, draft).chosen.is_complete and ladder(1, 1).chosen.is_complete


def test_levels_below_need_no_review_and_the_next_step_is_told():
    found = ladder(1, 3, proof("Pergub", 3))
    assert found.chosen.is_complete and found.chosen.words == "Tingkat 3 memerlukan 1 bukti"
    assert found.next.missing == [
        "Belum ada bukti yang ditandai untuk tingkat 4.",
        "Belum ada hasil reviu kurang dari 2 tahun.",
    ]
    assert ladder(3, 4, proof("Pergub", 4)).chosen.is_complete and ladder(32, 4, proof("API", 4)).chosen.is_complete
    assert not ladder(32, 5, proof("API", 5)).chosen.is_complete and ladder(1, 5).next is None


def test_review_marked_for_a_lower_level_that_asks_for_it_serves_the_higher_one():
    proofs = proof("Pergub", 5), proof("Reviu", 4, kind="review", day=YOUNG)
    assert ladder(1, 5, *proofs).chosen.is_complete


def test_audit_is_the_main_proof_and_its_review_only_advice():
    audit = proof("Audit", 4, kind="audit", day=YOUNG)
    rung = ladder(29, 4, audit).chosen
    assert (rung.count, rung.is_complete, rung.missing) == (1, True, ["Belum ada hasil reviu kurang dari 2 tahun."])
    assert ladder(29, 2, proof("Audit", 2, kind="audit", day=OLD)).chosen.missing == [
        "Tanggal bukti lebih dari 2 tahun. Tambahkan laporan audit yang lebih baru."
    ]


@pytest.mark.parametrize(("level", "step"), [(None, "1"), ("2.5", "0.01")])
def test_without_a_whole_level_there_is_no_ladder(level, step):
    found = ladder(1, level, step=step)
    assert (found.chosen, found.next) == (None, None)


def test_instrument_without_rules_asks_for_one_marked_proof():
    assert ladder(1, 4, slug="uji").chosen.missing == ["Belum ada bukti yang ditandai untuk tingkat 4."]
    assert ladder(1, 4, proof("Apa saja", 4, status="draft"), slug="uji").chosen.is_complete


# On the page


@pytest.mark.django_db
def test_page_and_its_parts_tell_how_the_answer_stands(filler, answer, assessment, operator, django_assert_num_queries):
    page = text(filler.get(answer_url(answer)))
    assert "?aspek=" not in page
    for number in (1, 2, 3):
        row = assessment.answers.with_parents().get(indicator__number=number)
        factories.fill(row, operator)

    page, part = text(filler.get(answer_url(answer))), text(filler.get(f"{answer_url(answer)}keadaan/"))

    for shown in (page, part):
        assert "Sudah ada Laporan pelaksanaan." in shown
        assert "Naik ke tingkat 4: Belum ada bukti yang ditandai untuk tingkat 4." in shown
        assert "Saran: Sebutkan halaman bukti yang perlu dibaca asesor" in shown
        assert f'Aspek Aspek A1 lengkap. <a href="{part_url(assessment, "periksa")}?aspek=A1">' in shown
    assert "<html" not in part and "&quot;https://contoh.go.id/laporan&quot;" in part


@pytest.mark.django_db
def test_parts_are_for_the_operator_of_the_unit(client, answer, head, neighbor, assessor):
    url = f"{answer_url(answer)}keadaan/"
    for person, status in ((head, 403), (assessor, 403), (neighbor, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
    assert client.post(url).status_code == 405
    assert refreshed(answer).version == 0

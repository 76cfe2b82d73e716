"""What ticks, reason codes and the state of the proofs suggest (process.md R6.2, R6.3)."""

from datetime import date

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.evidence_advice import advice_of
from assessments.models import Answer, Evidence
from assessments.reason_codes import codes_of
from assessments.supported import needs_second, supported
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def audited(official, regulation, coordinator, unit, operator):
    """Answers of the published instrument: 1 claims 4, 29 claims 4 with an old and a young audit, 40 claims 3."""
    for number in (1, 29, 40):
        workflow.assign(official, regulation.indicators.get(number=number), by=coordinator, lead=unit, supporting=[])
    official.chosen_services.bulk_create(
        official.chosen_services.model(period=official, indicator=row, name=f"Layanan {row.number}")
        for row in regulation.indicators.filter(number__in=[45, 46, 47])
    )
    type(official).objects.filter(pk=official.pk).update(**factories.OPEN)
    sent = {"status": "submitted", "submitted_at": timezone.now(), "submitted_by": operator}
    assessment = official.assessments.create(unit=unit, **sent)
    return {number: _answer(assessment, regulation, number) for number in (1, 29, 40)}


def _answer(assessment, regulation, number):
    row = Answer.objects.create(
        assessment=assessment,
        indicator=regulation.indicators.get(number=number),
        score={1: 4, 29: 4, 40: 3}[number],
        explanation=factories.EXPLANATION,
        status="waiting",
    )
    return Answer.objects.with_parents().get(pk=row.pk)


def cite(answer, by, position, **fields):
    levels = fields.pop("levels")
    proof = factories.link(answer.assessment.unit, by, f"Bukti {position}")
    for name, value in fields.items():
        setattr(proof, name, value)
    proof.save()
    return answer.citations.create(evidence=proof, position=position, levels=levels)


def test_nothing_chosen_suggests_nothing(audited):
    found = supported(audited[1], {}, [])

    assert (found.proven, found.cap, found.level, found.returns) == (None, None, None, False)
    assert not needs_second(audited[1], 4, {}, [])
    assert not supported(audited[1], {"2": "unknown"}, []).level


def test_lowest_of_ticks_and_codes_is_suggested(audited):
    found = supported(audited[1], {"2": "yes", "3": "yes", "4": "yes"}, ["REVIU_LAMA", "ISI_PARSIAL"])

    assert (found.proven, found.cap, found.level) == (4, 2, 2)
    assert [(limit.reason.code, limit.level) for limit in found.limits] == [("ISI_PARSIAL", 2), ("REVIU_LAMA", 3)]


def test_code_of_another_indicator_says_nothing(audited):
    assert supported(audited[1], {}, ["AUDIT_LAMA", "CAKUPAN"]).level is None


def test_old_audits_do_not_count_and_the_ladder_runs_again(audited, operator):
    answer = audited[29]
    cite(answer, operator, 1, document_kind="audit", document_date=date(2015, 1, 1), levels=[2, 3, 4])
    assert supported(answer, {}, ["AUDIT_LAMA"]).level == 1

    cite(answer, operator, 2, document_kind="other", levels=[2])
    ticks = {"2": "yes", "3": "yes", "4": "yes"}
    found = supported(answer, ticks, ["AUDIT_LAMA"])

    assert (found.proven, found.cap, found.level) == (4, 2, 2)


@pytest.mark.parametrize("code", ["TAK_TERBACA", "TAUTAN_MATI", "TAK_RELEVAN"])
def test_what_cannot_be_read_comes_back_once_and_then_counts_as_no_evidence(code, audited, assessor):
    answer = audited[1]
    first = supported(answer, {}, [code])
    assert first.returns and first.level is None

    answer.reviews.create(
        assessor=assessor, verdict="send_back", claimed_score=4, reason=factories.REASON, answer_version=0
    )
    again = supported(answer, {}, [code])
    assert not again.returns and again.level == 1


def test_last_function_shown_is_what_the_ticks_prove(audited):
    assert supported(audited[40], {}, ["FUNGSI_TAK_TERLIHAT"]).level is None
    assert supported(audited[40], {"2": "yes", "3": "no"}, ["FUNGSI_TAK_TERLIHAT"]).level == 2


@pytest.mark.parametrize(
    "score, ticks, codes, second",
    [
        (5, {}, [], True),  # above the claim
        (4, {}, [], False),
        (4, {"2": "yes", "3": "yes", "4": "yes"}, [], False),
        (4, {"2": "yes", "3": "yes", "4": "no"}, [], True),  # above what the ticks prove
        (3, {"2": "yes", "3": "yes", "4": "no"}, [], False),
        (4, {}, ["REVIU_LAMA"], True),  # above what the code leaves
        (3, {}, ["REVIU_LAMA"], False),
        (2, {"2": "?"}, [], False),
    ],
)
def test_second_assessor_is_needed_above_claim_and_above_what_is_supported(score, ticks, codes, second, audited):
    assert needs_second(audited[1], score, ticks, codes) is second


def suggested(answer):
    citations = list(answer.citations.select_related("evidence"))
    for citation in citations:
        citation.answer = answer
        citation.facts = advice_of(citation, answer.indicator, answer.assessment.period)
    return {code.code for code in codes_of(answer, citations) if code.is_suggested}


def test_findings_about_the_proofs_suggest_their_codes(audited, operator):
    assert suggested(audited[1]) == {"TANPA_BUKTI"}

    cite(audited[1], operator, 1, document_kind="policy", document_status="draft", levels=[4])
    assert suggested(audited[1]) == {"RANCANGAN", "TANPA_REVIU"}

    cite(audited[1], operator, 2, document_kind="review", document_date=date(2015, 1, 1), levels=[4])
    assert suggested(audited[1]) == {"RANCANGAN", "REVIU_LAMA"}

    cite(audited[29], operator, 1, document_kind="audit", document_date=date(2015, 1, 1), levels=[4])
    assert "AUDIT_LAMA" in suggested(audited[29]) and "REVIU_LAMA" not in suggested(audited[29])

    Evidence.objects.filter(citations__answer=audited[29]).update(dead_at="2026-01-01T00:00Z", dead_by=operator)
    assert "TAUTAN_MATI" in suggested(audited[29])
    codes = [code.code for code in codes_of(audited[40], [])]
    assert codes[0] == "TANPA_BUKTI" and "AUDIT_LAMA" not in codes

"""Decisions that need more than one click: a proposal for a second assessor, and a level set lower by ticks."""

from assessments import workflow
from assessments.models import Answer
from assessments.review_words import draft_recommendation

PROPOSED, LOWERED = "UMUM", "BPKAD"
WHY_HIGHER = "Catatan integrasi pada halaman yang dirujuk memuat pertukaran data dengan dua layanan lain (data contoh)."
WHY_LOWER = "Kriteria tingkat {level} belum terpenuhi: hasil reviu pada halaman yang dirujuk belum ditindaklanjuti."


def decide_with_grounds(cast, period):
    if answer := _of(period, PROPOSED, status=Answer.Status.WAITING, score__lt=period.instrument.scale_max):
        by = cast.assessor_for(answer.assessment.unit)
        workflow.adjust(answer, by=by, version=answer.version, score=answer.score + 1, reason=WHY_HIGHER)
    if answer := _of(period, LOWERED, status=Answer.Status.ACCEPTED, score__gt=period.instrument.scale_min + 1):
        _lower(answer, cast.assessor_for(answer.assessment.unit))


def _of(period, unit, **wanted):
    answers = Answer.objects.filter(assessment__period=period, assessment__unit__code=unit, **wanted).with_parents()
    return answers.order_by("-indicator__number").first()


def _lower(answer, by):
    level = int(answer.score)
    ticks = {str(n): "no" if n == level else "yes" for n in range(2, level + 1)}
    criterion = answer.indicator.criteria.get(level=level)
    grounds = workflow.Grounds(ticks=ticks, recommendation=draft_recommendation(criterion))
    decision = {"score": answer.score - 1, "reason": WHY_LOWER.format(level=level), "grounds": grounds}
    workflow.adjust(answer, by=by, version=answer.version, **decision)

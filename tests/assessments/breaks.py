"""Ways to break the constraints of consolidation, results from outside, objections, comments and second readings."""

from decimal import Decimal

from django.utils import timezone

from assessments.models import (
    Answer,
    Comment,
    CoverageEntry,
    IndicatorPolicy,
    Objection,
    Period,
    Review,
    SecondReading,
    StageImport,
    StageScore,
)

NOW = timezone.now()


def _place():
    answer = Answer.objects.filter(reviews__isnull=False).first()
    return {"period": Period.objects.get(), "indicator": answer.indicator}


def _policy(given, **fields):
    values = {"policy": "minimum", "reason": "Alasan", "set_at": NOW, "set_by": given["operator"]}
    IndicatorPolicy.objects.create(**_place(), **values | fields)


def _coverage(given, **fields):
    unit = Answer.objects.first().assessment.unit
    values = {"unit": unit, "state": "met", "set_at": NOW, "set_by": given["operator"]}
    CoverageEntry.objects.create(**_place(), **values | fields)


def _import(given, stage="document"):
    return StageImport.objects.create(
        period=Period.objects.get(), stage=stage, file_name="a", sha256="a", imported_by=given["operator"]
    )


def _score(given, times=1, **fields):
    batch, indicator = _import(given), _place()["indicator"]
    for _ in range(times):
        StageScore.objects.create(batch=batch, indicator=indicator, **fields)


def _objection(given, **fields):
    review = Review.objects.first()
    values = {"answer": review.answer, "review": review, "reason": "Alasan", "filed_at": NOW}
    Objection.objects.create(**values | {"filed_by": given["operator"]} | fields)


def _decided(given):
    return {"decided_at": NOW, "decided_by": given["operator"], "decision_reason": "Alasan"}


def _comment(given):
    Comment.objects.create(answer=Answer.objects.first(), author=given["operator"], is_from_unit=True, text="")


def _reading(given, **fields):
    review = Review.objects.first()
    values = {"period": Period.objects.get(), "answer": review.answer, "review": review, "drawn_at": NOW}
    SecondReading.objects.create(**values | {"drawn_by": given["operator"]} | fields)


def _read(given, verdict):
    return {"verdict": verdict, "read_at": NOW, "score": Decimal(3), "reader": given["operator"]}


def _twice(make):
    def act(given):
        make(given)
        make(given)

    return act


BREAKS = {
    "indicator_policy_once": [_twice(_policy)],
    "indicator_policy_has_reason": [lambda given: _policy(given, reason="")],
    "coverage_entry_once": [_twice(_coverage)],
    "coverage_exception_has_note": [lambda given: _coverage(given, state="out_of_scope")],
    "stage_import_from_outside": [lambda given: _import(given, "review")],
    "stage_score_once": [lambda given: _score(given, times=2, score=Decimal(3))],
    "stage_score_says_something": [lambda given: _score(given, note="Catatan")],
    "stage_score_refused_has_note": [lambda given: _score(given, is_upheld=False)],
    "objection_has_reason": [lambda given: _objection(given, reason="")],
    "objection_decided_by_somebody": [
        lambda given: _objection(given, state="upheld"),
        lambda given: _objection(given, decided_at=NOW),
        lambda given: _objection(given, state="upheld", **_decided(given) | {"decision_reason": ""}),
    ],
    "objection_granted_has_score": [
        lambda given: _objection(given, state="granted", **_decided(given)),
        lambda given: _objection(given, state="upheld", score=Decimal(3), **_decided(given)),
    ],
    "comment_says_something": [_comment],
    "second_reading_read_at_once": [
        lambda given: _reading(given, verdict="agrees"),
        lambda given: _reading(given, read_at=NOW),
        lambda given: _reading(given, **_read(given, "agrees") | {"reader": None}),
    ],
    "second_reading_differs_with_note": [lambda given: _reading(given, **_read(given, "differs"))],
}

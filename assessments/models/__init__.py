from assessments.models.answer import Answer
from assessments.models.assessment import Assessment
from assessments.models.event import Event, record
from assessments.models.evidence import Citation, Evidence
from assessments.models.period import Assignment, ChosenService, Period
from assessments.models.result import IndicatorResult, Result
from assessments.models.review import Review

__all__ = [
    "Answer",
    "Assessment",
    "Assignment",
    "ChosenService",
    "Citation",
    "Event",
    "Evidence",
    "IndicatorResult",
    "Period",
    "Result",
    "Review",
    "record",
]

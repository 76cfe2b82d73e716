from assessments.models.answer import Answer
from assessments.models.assessment import Assessment
from assessments.models.consolidation import CoverageEntry, IndicatorPolicy
from assessments.models.dialogue import Comment, Objection, SecondReading
from assessments.models.event import Event, record
from assessments.models.evidence import Citation, Evidence
from assessments.models.extension import Extension
from assessments.models.external import StageImport, StageScore
from assessments.models.period import Assignment, ChosenService, Period
from assessments.models.preparation import PeriodDraft, TeamMember
from assessments.models.reminder import Reminder
from assessments.models.result import IndicatorResult, Result
from assessments.models.review import Review
from assessments.models.reviewing import ReviewAssignment, ReviewLock
from assessments.models.revision import AnsweredRequest, Presence, Revision
from assessments.models.signing import Minutes, SignedDocument
from assessments.models.upload import Upload

__all__ = [
    "Answer",
    "AnsweredRequest",
    "Assessment",
    "Assignment",
    "ChosenService",
    "Citation",
    "Comment",
    "CoverageEntry",
    "Event",
    "Evidence",
    "Extension",
    "IndicatorPolicy",
    "IndicatorResult",
    "Minutes",
    "Objection",
    "Period",
    "PeriodDraft",
    "Presence",
    "Reminder",
    "Result",
    "Review",
    "ReviewAssignment",
    "ReviewLock",
    "Revision",
    "SecondReading",
    "SignedDocument",
    "StageImport",
    "StageScore",
    "TeamMember",
    "Upload",
    "record",
]

"""May this user do this now? Each predicate answers with a Verdict: allowed, or the reason that the page shows.

Rows reach these predicates through `visible_to`, so a refusal here is a 403 about something that the user may see.
"""

from assessments.permissions.coordinating import (
    may_assign,
    may_close,
    may_coordinate,
    may_follow,
    may_prepare,
    may_reopen,
)
from assessments.permissions.desk import may_decide_some, may_share_out
from assessments.permissions.extensions import (
    may_answer_extension,
    may_ask_extension,
    may_withdraw_extension,
    speaks_for_unit,
)
from assessments.permissions.filling import (
    GRACE,
    edit_deadline,
    fill_deadline,
    is_operator_of,
    may_describe,
    may_edit,
    may_keep_late,
)
from assessments.permissions.library import may_describe_proof, may_keep, may_mark_link, sees_reviewers
from assessments.permissions.opening import may_open
from assessments.permissions.reviewing import (
    can_be_reviewed,
    is_independent,
    may_judge,
    may_read_reviews,
    may_read_some_reviews,
    may_return_to_review,
    may_review,
    may_set_result,
)
from assessments.permissions.roles import ALLOWED, Verdict, refused, require
from assessments.permissions.sending import (
    has_receipt,
    is_sender_of,
    may_ask_approval,
    may_cancel_approval,
    may_refuse_approval,
    may_resend,
    may_submit,
    may_withdraw,
)

__all__ = [
    "ALLOWED",
    "GRACE",
    "Verdict",
    "can_be_reviewed",
    "edit_deadline",
    "fill_deadline",
    "has_receipt",
    "is_independent",
    "is_operator_of",
    "is_sender_of",
    "may_answer_extension",
    "may_ask_approval",
    "may_ask_extension",
    "may_assign",
    "may_cancel_approval",
    "may_close",
    "may_coordinate",
    "may_decide_some",
    "may_describe",
    "may_describe_proof",
    "may_edit",
    "may_follow",
    "may_judge",
    "may_keep",
    "may_keep_late",
    "may_mark_link",
    "may_open",
    "may_prepare",
    "may_read_reviews",
    "may_read_some_reviews",
    "may_refuse_approval",
    "may_reopen",
    "may_resend",
    "may_return_to_review",
    "may_review",
    "may_set_result",
    "may_share_out",
    "may_submit",
    "may_withdraw",
    "may_withdraw_extension",
    "refused",
    "require",
    "sees_reviewers",
    "speaks_for_unit",
]

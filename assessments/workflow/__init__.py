"""The one door for every change of state: lock, check, change, one Event, one transaction, return the fresh row.

Functions take `by=`, the person who acts. They raise PermissionDenied where `permissions` refuses, Conflict where
somebody else was faster, and Incomplete where something is still missing; then nothing has changed.
"""

from assessments.workflow.assignment import assign, load_assignments
from assessments.workflow.bulk import CHANGED, accept_together
from assessments.workflow.checked import note_checked, note_scanned
from assessments.workflow.citing import change_citation, cite, remove_citation, require_room
from assessments.workflow.closing import close_period, reopen_period
from assessments.workflow.comments import add_comment
from assessments.workflow.consolidating import choose_policy, mark_coverage, return_to_review
from assessments.workflow.copies import Way, confirm_all_copies, confirm_copies, copy_answer, reuse_evidence
from assessments.workflow.errors import Conflict, Incomplete
from assessments.workflow.evidence import describe_evidence, move_citation, note_download, note_view
from assessments.workflow.extensions import ask_extension, grant_extension, refuse_extension, withdraw_extension
from assessments.workflow.external import import_stage
from assessments.workflow.grounds import Grounds
from assessments.workflow.library import describe_proof, mark_link, remove_proof, restore_proof
from assessments.workflow.objections import decide_objection, file_objection, withdraw_objection
from assessments.workflow.periods import change_period, create_period, open_period, opening_faults
from assessments.workflow.reads import locked_answer_of
from assessments.workflow.repeated import KeyReused, answer_once, forget_stale
from assessments.workflow.results import follow_policy, refresh_indicator_result, set_indicator_result
from assessments.workflow.review_locks import Held, hold, release, take_over
from assessments.workflow.reviews import accept, adjust, confirm, send_back
from assessments.workflow.saving import keep_late, restore, save_answer, save_locked
from assessments.workflow.second_reading import draw_sample, read_again, settle_reading
from assessments.workflow.sharing import replace_shares, share_out, take_share_back
from assessments.workflow.signing import WrongDigest, note_paper_read, save_minutes, sign_document
from assessments.workflow.stages import (
    advance_stage,
    begin_consolidation,
    begin_review,
    begin_validation,
    mark_sent,
    reopen_consolidation,
    reopen_review,
)
from assessments.workflow.submission import ask_approval, cancel_approval, refuse_approval, resend, submit, withdraw
from assessments.workflow.typed import MINIMUM_REASON
from assessments.workflow.undoing import undo
from assessments.workflow.uploads import add_file, begin_upload, end_upload, note_received
from assessments.workflow.versions import replace_proof

__all__ = [
    "CHANGED",
    "MINIMUM_REASON",
    "Conflict",
    "Grounds",
    "Held",
    "Incomplete",
    "KeyReused",
    "Way",
    "WrongDigest",
    "accept",
    "add_comment",
    "accept_together",
    "add_file",
    "adjust",
    "advance_stage",
    "answer_once",
    "ask_approval",
    "ask_extension",
    "assign",
    "begin_consolidation",
    "begin_review",
    "begin_upload",
    "begin_validation",
    "cancel_approval",
    "change_citation",
    "change_period",
    "choose_policy",
    "cite",
    "close_period",
    "confirm",
    "confirm_all_copies",
    "confirm_copies",
    "copy_answer",
    "create_period",
    "decide_objection",
    "describe_evidence",
    "describe_proof",
    "draw_sample",
    "end_upload",
    "file_objection",
    "follow_policy",
    "forget_stale",
    "grant_extension",
    "hold",
    "import_stage",
    "keep_late",
    "load_assignments",
    "locked_answer_of",
    "mark_coverage",
    "mark_link",
    "mark_sent",
    "move_citation",
    "note_checked",
    "note_download",
    "note_paper_read",
    "note_received",
    "note_scanned",
    "note_view",
    "open_period",
    "opening_faults",
    "read_again",
    "refresh_indicator_result",
    "refuse_approval",
    "refuse_extension",
    "release",
    "remove_citation",
    "remove_proof",
    "reopen_consolidation",
    "reopen_period",
    "reopen_review",
    "replace_proof",
    "replace_shares",
    "require_room",
    "resend",
    "restore",
    "restore_proof",
    "return_to_review",
    "reuse_evidence",
    "save_answer",
    "save_locked",
    "save_minutes",
    "send_back",
    "set_indicator_result",
    "sign_document",
    "share_out",
    "settle_reading",
    "submit",
    "take_over",
    "undo",
    "take_share_back",
    "withdraw",
    "withdraw_extension",
    "withdraw_objection",
]

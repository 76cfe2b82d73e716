"""One save of the questionnaire page: everything acceptable is kept, and what is not is told."""

from django.core.exceptions import NON_FIELD_ERRORS

from assessments import grace, intake, workflow
from assessments.forms.answers import is_settled
from assessments.forms.questionnaire import QuestionnaireForms
from assessments.models import Revision
from assessments.storage import StorageFull, safe_display_name
from assessments.validators.rejection import Rejected
from assessments.views.corrections import Correction
from assessments.views.refusals import REFUSED, status_of
from assessments.views.unsaved import orphaned


class Saving:
    """Files and links first, so that a conflict about the text or a refused file costs nothing else.

    Each step is a transaction of its own; PermissionDenied from any of them ends the rest.
    """

    def __init__(self, request, answer):
        self.by, self.answer = request.user, answer
        self.izin = request.POST.get("izin", "")
        self.opened_at = grace.opened_at(self.izin, request.user, answer.assessment)
        self.origin = Revision.Origin.SETTLED if is_settled(request.POST) else Revision.Origin.TYPED
        self.forms = QuestionnaireForms(answer, request.POST, request.FILES)
        self.is_valid = all([not form.is_bound or form.is_valid() for form in self.forms.all])
        self.added, self.known, self.rejected, self.corrections = [], [], [], []
        self.orphans = orphaned(request.POST, [form.prefix for form in self.forms.citations])
        self.conflict = None
        self.seen = {}  # the version of each field that this person has seen, or wrote just now
        self.is_changed = False
        self.status = REFUSED  # of a save that was not accepted as a whole

    def run(self):
        self._receive_files()
        self._add_link()
        self._correct_citations()
        self._write_answer()
        return self

    @property
    def is_whole(self):
        return self.is_valid and not self.rejected and not self.orphans and not self.is_conflict

    @property
    def is_conflict(self):
        return bool(self.conflict) or any(correction.refused for correction in self.corrections)

    def _receive_files(self):
        for upload in self.forms.new_evidence.cleaned_data.get("files", []):
            try:
                evidence, is_new = intake.receive(upload, self.answer, by=self.by, seen_open_at=self.opened_at)
            except (Rejected, StorageFull) as refusal:
                self.status = max(self.status, status_of(refusal))
                self.rejected.append({"name": safe_display_name(upload.name), "sentence": refusal.message})
            else:
                (self.added if is_new else self.known).append(evidence)

    def _add_link(self):
        link = self.forms.new_evidence.link(self.answer.assessment.unit, self.by)
        if link is None:
            return
        try:
            cited = workflow.cite(self.answer, link, by=self.by, seen_open_at=self.opened_at).evidence
        except Rejected as refusal:
            self.forms.new_evidence.add_error("link_url", refusal.message)
            self.is_valid = False
        else:
            (self.added if cited is link else self.known).append(cited)

    def _correct_citations(self):
        for form in self.forms.citations:
            if not form.is_bound or form.errors:
                continue
            correction = Correction(form, self.by)
            try:
                self.corrections.append(correction.write(seen_open_at=self.opened_at))
            except Rejected as refusal:
                form.add_error(None, refusal.message)
                self.is_valid = False
            else:
                self.is_changed |= correction.is_saved

    def _write_answer(self):
        form = self.forms.answer
        changes = form.changes() if form.is_bound else {}
        self.seen = form.seen if form.is_bound else {}
        if not changes:
            return
        before = self.answer.version
        how = {"by": self.by, "seen": form.seen, "origin": self.origin, "seen_open_at": self.opened_at}
        try:
            saved = workflow.save_answer(self.answer, **how, **changes)
        except workflow.Conflict as conflict:
            self.conflict = conflict
            self.is_changed |= bool(conflict.saved)
        else:
            self.is_changed |= saved.version != before
            self.seen |= {name: saved.versions[name] for name in changes}

    def errors(self):
        """What was not accepted, each with the place to mend it, for the summary at the top of the page."""
        found = [_error(form, name) for form in (self.forms.answer, self.forms.new_evidence) for name in form.errors]
        for form in self.forms.citations:
            found += [_error(form, name, f"Bukti {form.citation.letter}, ") for name in form.errors]
        found += [{"url": "#id_evidence", "text": orphan} for orphan in self.orphans.values()]
        return found + [{"url": "#id_files", "text": f"{row['name']}: {row['sentence']}"} for row in self.rejected]


def _error(form, name, subject=""):
    if name == NON_FIELD_ERRORS:
        return {"url": f"#bukti-{form.citation.pk}", "text": f"{subject}{form.errors[name][0]}"}
    field = form[name]
    label = f"{subject}{field.label.lower()}" if subject else field.label
    return {"url": f"#{field.auto_id}", "text": f"{label}: {form.errors[name][0]}"}

"""Saving while somebody types: the address of the questionnaire page, asked by a script that reads JSON.

Only what changed is sent, as the page names it. 200: all was saved; 409: a field was written by somebody else meanwhile
(`bentrok`); 422: a field was not accepted, or one of a proof was written by somebody else (`galat`). In each case the
rest was saved, and `versi` (for a proof `bukti`) tells what the next save has to name. 423: the state or the deadline
forbids it; nothing was saved.
"""

import hashlib
import json
import re
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404

from assessments import grace, workflow
from assessments.forms.answers import AnswerForm, holds_answer, is_settled, settled
from assessments.forms.citing import names_on_page
from assessments.forms.questionnaire import citation_forms
from assessments.models import Revision
from assessments.views.corrections import Correction
from assessments.views.replies import Locked, busy, conflict_of, require_editable, state_of, told
from assessments.views.unsaved import orphaned

KEY_LENGTH = 64
_PROOF = re.compile(r"c[0-9]+-seen")
_NOT_CONTENT = ("csrfmiddlewaretoken", "izin")


def autosave(request, period, unit, number):
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > KEY_LENGTH:
        return told(422, {"galat": {"": ["Kunci permintaan ini terlalu panjang."]}})
    place, digest, names = (period, unit, number), _digest(request), names_on_page(request.POST)
    try:
        answered = workflow.answer_once(
            place, by=request.user, key=key, digest=digest, act=lambda answer: save(request, answer, names)
        )
    except workflow.KeyReused:
        return told(422, {"galat": {"": ["Kunci permintaan ini sudah dipakai untuk isian lain."]}})
    except Locked as locked:
        return told(423, locked.body)
    except PermissionDenied as refusal:
        return told(403, {"alasan": str(refusal)})
    except OperationalError:
        return busy()
    if answered is None:
        raise Http404
    return told(*answered)


def save(request, answer, names):
    """Status and body for what one request changes about a locked answer; `names` are those of the page."""
    izin = request.POST.get("izin") or request.headers.get("Izin", "")
    seen_open_at = grace.opened_at(izin, request.user, answer.assessment)
    require_editable(request.user, answer, seen_open_at)
    proofs = _save_proofs(request, answer, seen_open_at)
    if proofs.corrections:
        answer = workflow.locked_answer_of(answer, by=request.user)
    form = AnswerForm(settled(request.POST), answer=answer, names=names) if holds_answer(request.POST) else None
    saved, refused, was_open = {}, {}, answer.score is None
    if form:
        form.is_valid()
        origin = Revision.Origin.SETTLED if is_settled(request.POST) else Revision.Origin.TYPED
        how = {"by": request.user, "seen": form.seen, "origin": origin, "seen_open_at": seen_open_at}
        answer, saved, refused = workflow.save_locked(answer, **how, **form.changes())
    body = state_of(answer, grace.renewed(izin, request.user, answer.assessment))
    if was_open and saved.get("score") is not None:
        body["tanda"] = {form.prefix: form.chosen_levels() for form in citation_forms(answer)}
    return _answered(request.user, answer, form, proofs, refused, body)


def _answered(user, answer, form, proofs, refused, body):
    errors = (dict(form.errors) if form else {}) | proofs.errors
    if errors:
        body["galat"] = errors
    if proofs.seen:
        body["bukti"] = proofs.seen
    if form and (normalized := _normalized(form, refused)):
        body["nilai"] = normalized
    if refused:
        return 409, body | conflict_of(user, answer, form, list(refused))
    return 422 if errors else 200, body


class Proofs(NamedTuple):
    """The proofs that were sent: what was changed, what is wrong, and what the next save has to find."""

    corrections: list
    errors: dict
    seen: dict


def _save_proofs(request, answer, seen_open_at):
    """The forms of the proofs that were sent; those without a fault are written."""
    corrections, errors, seen = [], {}, {}
    if not any(map(_PROOF.fullmatch, request.POST)):
        return Proofs(corrections, errors, seen)
    forms = citation_forms(answer, request.POST)
    orphans = orphaned(request.POST, [form.prefix for form in forms])
    errors |= {f"{prefix}-seen": [sentence] for prefix, sentence in orphans.items()}
    for form in (form for form in forms if form.is_bound):
        if not form.is_valid():
            errors |= {form.add_prefix(name): told for name, told in form.errors.items()}
            seen[form.prefix] = form.seen_after({}, ())
            continue
        correction = Correction(form, request.user).write(seen_open_at=seen_open_at)
        corrections.append(correction)
        errors |= {clash.name: [clash.sentence] for clash in correction.clashes}
        seen[form.prefix] = correction.seen
    return Proofs(corrections, errors, seen)


def _normalized(form, refused):
    """The values that were stored otherwise than they were sent, blanks around a text aside."""
    values = {}
    for name in form.changes().keys() - refused.keys():
        shown = form.fields[name].prepare_value(form.cleaned_data[name])
        shown = "" if shown is None else shown
        if shown != form.data[name].replace("\r\n", "\n").strip():
            values[name] = shown
    return values


def _digest(request):
    """What makes two requests the same: the address and the content, whatever proves that they may come."""
    content = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_CONTENT)
    return hashlib.sha256(json.dumps([request.path, content]).encode()).hexdigest()

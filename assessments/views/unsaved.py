"""What was typed and not saved, by its label: a page that refuses it shows it, to be copied."""

import re

from assessments.forms.carried import carried
from assessments.forms.description import MAXIMUM_SEEN
from assessments.forms.evidence import CitationForm

_PROOF = re.compile(r"(c[0-9]+)-seen", re.ASCII)
_LABELS = {name: field.label.lower() for name, field in CitationForm.base_fields.items()} | {"levels": "tingkat"}
TAKEN_OFF = "Bukti “{title}” sudah dihapus dari jawaban ini, jadi perubahannya tidak disimpan: {changes}"


def orphaned(data, prefixes):
    """What was changed about proofs that the answer does not cite any more, one sentence for each by its prefix."""
    found = {}
    for name in data:
        proof = _PROOF.fullmatch(name)
        if proof and proof[1] not in prefixes and (sentence := _orphan(data, proof[1])):
            found[proof[1]] = sentence
    return found


def _orphan(data, prefix):
    shown = carried(data[f"{prefix}-seen"], MAXIMUM_SEEN) or {}
    changed = []
    for name, label in _LABELS.items():
        sent = data.getlist(f"{prefix}-{name}")
        if f"{prefix}-{name}" in data and sent not in (shown.get(name), [shown.get(name)]):
            changed.append(f"{label} “{', '.join(sent)}”")
    return TAKEN_OFF.format(title=str(shown.get("title", ""))[:200], changes=", ".join(changed)) if changed else ""


def unaccepted(forms):
    """The fields that hold something wrong."""
    return [row for form in forms.all if form.is_bound for row in _rows(form, form.errors)]


def touched(forms):
    """All that the person wrote or chose on a page that was not saved at all."""
    rows = _rows(forms.answer, forms.answer.touched()) if forms.answer.is_bound else []
    if reply := "reply" not in forms.answer.fields and forms.answer.data.get("reply", "").strip():
        rows.append(("Tanggapan", reply))
    rows += _rows(forms.new_evidence, ("link_url", "link_title"))
    for form in forms.citations:
        if form.is_bound:
            rows += _rows(form, [*form.errors, *form.changes()])
    return rows


def _rows(form, names):
    subject = f"Bukti {form.citation.letter}, " if isinstance(form, CitationForm) else ""
    found = {}
    for name in names:
        value = form[name].value() if name in form.fields else ""
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "").strip()
        label = form.fields[name].label if text else ""
        found |= {f"{subject}{label.lower()}" if subject else label: text} if text else {}
    return list(found.items())

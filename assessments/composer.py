"""Drafts an explanation from the sentences of the instrument (process.md 4): a fact for each proof, then what it shows.

Nothing here is stored: the text is put into the explanation and stays freely editable there.
"""

import json
import re
from typing import NamedTuple

from django.utils.formats import date_format

from indicators import wording
from indicators.rules import rules_for

FACT = "fact"
PARTS = {FACT: "Fakta", "analysis": "Analisis", "justification": "Justifikasi"}
# Numbers are often written whole: "12 Tahun 2022".
_NUMBER_AND_YEAR = re.compile(r"(?:nomor|no\.?)?\s*(.+?)\s+tahun\s+(\d{4})", re.IGNORECASE)


class Blank(NamedTuple):
    """One slot of one sentence, as the form asks for it."""

    name: str
    slot: str
    about: object
    value: str
    is_optional: bool

    @property
    def is_evidence(self):
        return self.about.kind == "evidence"


class Choice(NamedTuple):
    """A proof to choose, with the facts that other slots take from it."""

    value: str
    name: str
    facts: dict

    @property
    def json(self):
        return json.dumps(self.facts, ensure_ascii=False)


class Line(NamedTuple):
    """One sentence: where it stands in the form, its parts, its blanks, and whether it is wanted."""

    key: str
    part: str
    parts: list
    blanks: list
    is_used: bool

    @property
    def label(self):
        return PARTS.get(self.part, self.part)

    @property
    def json(self):
        return json.dumps(self.parts, ensure_ascii=False)


class Composer:
    """The sentences for one level of one answer; `data` is what the person sent, if anything."""

    def __init__(self, answer, citations, names, level, data=None):
        self.answer, self.level, self.data = answer, level, data
        self.rules = rules_for(answer.indicator.instrument.slug)
        self.names = names
        self.citations = list(citations)
        self.choices = [_choice(citation, names) for citation in self.citations]
        self._facts = {choice.value: choice.facts for choice in self.choices}
        self.lines = [line for index, sentence in enumerate(self._sentences()) for line in self._lines(index, sentence)]

    @property
    def text(self):
        labels = {name: slot.label.lower() for name, slot in self.rules.slots.items()}
        said = [wording.composed(line.parts, self._values(line), labels) for line in self.lines if line.is_used]
        return " ".join(said)

    def _sentences(self):
        return self.rules.sentences(self.answer.indicator.number, self.level)

    def _lines(self, index, sentence):
        """A fact that names a proof is told once for each proof, in their order; every other sentence once."""
        parts = wording.parsed(wording.expanded(sentence.text, self.rules.snippets))
        source = next((slot for slot, _ in wording.ordered_slots(parts) if self._is_evidence(slot)), None)
        repeats = sentence.part == FACT and source is not None
        for place, value in enumerate(self._proofs_of_facts() if repeats else [""]):
            key = f"k{index}-{place}"
            chosen = {source: value} if repeats else {}
            used = self.data is None or f"{key}-pakai" in self.data
            yield Line(key, sentence.part, parts, self._blanks(key, parts, chosen), used)

    def _blanks(self, key, parts, chosen):
        """Each slot once, the proofs first: the others may take their first value from them."""
        slots = {}
        for slot, is_optional in wording.ordered_slots(parts):
            slots[slot] = slots.get(slot, True) and is_optional
        proofs = {slot: self._proof(key, slot, chosen) for slot in slots if self._is_evidence(slot)}
        blanks = []
        for slot, is_optional in slots.items():
            about = self.rules.slots[slot]
            value = proofs[slot] if slot in proofs else self._said(key, slot, about, proofs)
            blanks.append(Blank(f"{key}-{slot}", slot, about, value, is_optional))
        return sorted(blanks, key=lambda blank: not blank.is_evidence)

    def _proof(self, key, slot, chosen):
        if self.data is not None:
            value = self.data.get(f"{key}-{slot}", "")
            return value if value in self._facts else ""
        if slot in chosen:
            return chosen[slot]
        kind = self.rules.slots[slot].prefers
        found = (row for row in self.citations if kind and row.evidence.document_kind == kind)
        return next((str(row.evidence_id) for row in found), "")

    def _said(self, key, slot, about, proofs):
        """What the person wrote; a fact that came from a proof follows when another one is chosen."""
        first = self._fact(about, proofs.get(about.of, ""))
        if self.data is None:
            return first
        said = " ".join(self.data.get(f"{key}-{slot}", "").split())
        before = self.data.get(f"{key}-{about.of}-dari", "") if about.of else ""
        follows = before != proofs.get(about.of, "") and said in ("", self._fact(about, before))
        return first if about.of and follows else said

    def _fact(self, about, proof):
        indicator = self.answer.indicator
        if about.take == "indicator":
            return indicator.short_name
        if about.take == "level":
            return str(self.level)
        if about.take == "level_name":
            return next((row.label for row in indicator.criteria.all() if row.level == self.level), "")
        return self._facts.get(proof, {}).get(about.take, "")

    def _proofs_of_facts(self):
        """The proofs that are marked for the level, all if none is, without those that another sentence wants."""
        wanted = {self.rules.slots[slot].prefers for slot in self._evidence_slots()} - {""}
        rows = [row for row in self.citations if row.evidence.document_kind not in wanted]
        marked = [row for row in rows if self.level in row.levels]
        return [str(row.evidence_id) for row in marked or rows] or [""]

    def _evidence_slots(self):
        texts = [wording.expanded(sentence.text, self.rules.snippets) for sentence in self._sentences()]
        return {slot for text in texts for slot in wording.slots_of(text) if self._is_evidence(slot)}

    def _is_evidence(self, slot):
        return self.rules.slots[slot].kind == "evidence"

    def _values(self, line):
        return {
            blank.slot: self.names.get(int(blank.value), "") if blank.is_evidence and blank.value else blank.value
            for blank in line.blanks
        }


def has_templates(indicator):
    return indicator.number in rules_for(indicator.instrument.slug).templates


def _choice(citation, names):
    evidence = citation.evidence
    split = _NUMBER_AND_YEAR.fullmatch(evidence.document_number.strip())
    day = evidence.document_date
    facts = {
        "number": split[1] if split else evidence.document_number,
        "year": split[2] if split else str(day.year) if day else "",
        "title": evidence.title,
        "pages": citation.pages,
        "date": date_format(day, "j F Y") if day else "",
    }
    return Choice(str(evidence.pk), names.get(evidence.pk, evidence.title), facts)

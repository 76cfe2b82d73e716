"""The assessor's rules of an instrument, read from fixtures/rules/<slug>.yaml; without such a file it has none."""

from functools import cache
from re import fullmatch

from django.conf import settings

from indicators import wording
from indicators.ruleset import (
    JUSTIFICATION,
    Coverage,
    EvidenceAge,
    Mention,
    Reason,
    Rules,
    Sentence,
    Slot,
    TeamFunction,
)
from indicators.source import FaultyFiles, Inspection

# What the proofs of an answer can show by themselves; a reason that names one of these is suggested where it is so.
FINDINGS = ("no_evidence", "draft", "old_review", "missing_review", "old_audit", "unreadable", "dead_link")
EFFECTS = ("cap", "coverage", "discard", "return", "shown")
_REASON_KEYS = {"indicators", "caps", "finding"}
SLOT_KINDS = ("text", "evidence")
SLOT_KEYS = ("hint", "kind", "prefers", "choices", "of", "take")
FACTS = ("number", "year", "title", "pages", "date", "indicator", "level", "level_name")


@cache
def rules_for(slug):
    """The rules of an instrument; empty ones without a file. Raises FaultyFiles with every fault of a bad one."""
    path = settings.BASE_DIR / "fixtures" / "rules" / f"{slug}.yaml"
    return read_rules(path) if path.is_file() else Rules()


def read_rules(path):
    inspection = Inspection(path)
    content = inspection.read()
    rules = _RulesReader(inspection).read(content) if not inspection.faults else None
    if inspection.faults:
        raise FaultyFiles(inspection.faults)
    return rules


class _RulesReader:
    """Builds the rules and reports on the way; what it built counts only when nothing was reported."""

    _SECTIONS = (
        "prerequisites", "team_functions", "reasons", "coverage", "evidence_ages", "follow_up", "mentions", "templates",
    )  # fmt: skip

    def __init__(self, inspection):
        self.inspection = inspection

    def read(self, content):
        optional = {"no_evidence_needed_up_to", "chosen_services", "snippets", "slots", "includes_justification"}
        if not self.inspection.mapping(content, "", {"instrument"}, optional | {*self._SECTIONS}):
            return None
        self._text(content, "instrument", "")
        rules = Rules(
            no_evidence_needed_up_to=self._whole(content, "no_evidence_needed_up_to", ""),
            chosen_services=tuple(sorted(self._numbers(content, "chosen_services", ""))),
            team_functions=tuple(self._team_functions(content)),
            prerequisites=dict(self._prerequisites(content)),
            reasons=tuple(self._reasons(content)),
            coverage=dict(self._coverage(content)),
            evidence_ages=tuple(self._ages(content)),
            follow_up=dict(self._levels(content, "follow_up", "", "level")),
            mentions=tuple(self._mentions(content)),
            snippets=self._named(content, "snippets", self._text),
            slots=self._named(content, "slots", self._slot),
            templates=dict(self._templates(content)),
            includes_justification=content.get("includes_justification", False),
        )
        self._check_justification(rules)
        self._check_slots(rules)
        return rules

    def _prerequisites(self, content):
        for place, node in self._nodes(content, "prerequisites", "", {"indicators", "level", "requires"}):
            level, requires = self._whole(node, "level", place), self._whole(node, "requires", place)
            yield from (((number, level), requires) for number in self._numbers(node, "indicators", place))

    def _team_functions(self, content):
        seen = set()
        for place, node in self._nodes(content, "team_functions", "", {"code", "label"}):
            code = self._text(node, "code", place)
            if code in seen:
                self.inspection.report(f"{place}.code", f"{code} sudah dipakai")
            seen.add(code)
            yield TeamFunction(code, self._text(node, "label", place))

    def _reasons(self, content):
        for place, node in self._nodes(content, "reasons", "", {"code", "label", "effect"}, _REASON_KEYS):
            effect = node.get("effect")
            for key, known in (("effect", EFFECTS), ("finding", FINDINGS)):
                if node.get(key, known[0]) not in known:
                    self.inspection.report(f"{place}.{key}", f"harus salah satu dari {', '.join(known)}")
            wanted = "caps" if effect == "cap" else "indicators"
            if wanted not in node:
                self.inspection.report(f"{place}.{wanted}", "kunci wajib tidak ada")
            caps = dict(self._levels(node, "caps", place, "level"))
            numbers = frozenset(caps) | self._numbers(node, "indicators", place)
            code, label = self._text(node, "code", place), self._text(node, "label", place)
            yield Reason(code, label, effect, numbers, caps, node.get("finding", ""))

    def _coverage(self, content):
        for place, node in self._nodes(content, "coverage", "", {"indicators", "whole", "covers"}, {"partial"}):
            covers = self._text(node, "covers", place)
            entry = Coverage(self._whole(node, "partial", place), self._whole(node, "whole", place), covers)
            yield from ((number, entry) for number in self._numbers(node, "indicators", place))

    def _ages(self, content):
        for place, node in self._nodes(content, "evidence_ages", "", {"kind", "label", "max_years", "required"}):
            required = list(self._nodes(node, "required", place, {"indicators", "from_level"}, {"warn_only"}))
            warned = [self._numbers(entry, "indicators", at) for at, entry in required if entry.get("warn_only")]
            levels = {
                number: self._whole(entry, "from_level", at)
                for at, entry in required
                for number in self._numbers(entry, "indicators", at)
            }
            years = self._whole(node, "max_years", place)
            kind, label = self._text(node, "kind", place), self._text(node, "label", place)
            yield EvidenceAge(kind, label, years, levels, frozenset().union(*warned))

    def _mentions(self, content):
        texts = ("code", "words", "advice")
        for place, node in self._nodes(content, "mentions", "", {"indicators", "from_level", *texts}):
            told = {key: self._text(node, key, place) for key in texts}
            level, numbers = self._whole(node, "from_level", place), self._numbers(node, "indicators", place)
            yield Mention(numbers=numbers, from_level=level, **told)

    def _named(self, content, key, read):
        named = content.get(key, {})
        if not isinstance(named, dict):
            self.inspection.report(key, "harus berupa pasangan kunci dan nilai")
            return {}
        return {name: read(named, name, key) for name in named}

    def _slot(self, slots, name, place):
        node, place = slots[name], f"{place}.{name}"
        if not self.inspection.mapping(node, place, {"label"}, SLOT_KEYS):
            return Slot(name)
        for key, known in (("kind", SLOT_KINDS), ("take", FACTS)):
            if node.get(key, known[0]) not in known:
                self.inspection.report(f"{place}.{key}", f"harus salah satu dari {', '.join(known)}")
        texts = {key: self._text(node, key, place) for key in ("label", *SLOT_KEYS) if key in node and key != "choices"}
        choices = tuple(choice for _, choice in self.inspection.entries(node, "choices", place))
        return Slot(**texts, choices=choices)

    def _check_slots(self, rules):
        """Every slot of a text has a label, and every fact comes from a proof."""
        texts = [*rules.snippets.values(), *(s.text for sentences in rules.templates.values() for s in sentences)]
        used = set().union(*(wording.slots_of(text) for text in texts)) - rules.snippets.keys()
        for name in sorted(used - rules.slots.keys()):
            self.inspection.report(f"slots.{name}", "isian templat tidak bernama")
        for name, slot in rules.slots.items():
            source = rules.slots.get(slot.of)
            if slot.of and (source is None or source.kind != "evidence"):
                self.inspection.report(f"slots.{name}.of", "harus nama isian yang memilih bukti")

    def _check_justification(self, rules):
        if not isinstance(rules.includes_justification, bool):
            self.inspection.report("includes_justification", "harus true atau false")
        elif rules.includes_justification and JUSTIFICATION not in rules.snippets:
            self.inspection.report(f"snippets.{JUSTIFICATION}", "kunci wajib tidak ada")

    def _templates(self, content):
        for place, node in self._nodes(content, "templates", "", {"name", "indicators", "parts"}):
            self._text(node, "name", place)
            parts = self._nodes(node, "parts", place, {"part", "text"}, {"from_level", "up_to_level"})
            sentences = tuple(self._sentence(part, at) for at, part in parts)
            yield from ((number, sentences) for number in self._numbers(node, "indicators", place))

    def _sentence(self, node, place):
        part, text = self._text(node, "part", place), self._text(node, "text", place)
        return Sentence(part, text, self._whole(node, "from_level", place), self._whole(node, "up_to_level", place))

    def _levels(self, node, key, place, level):
        for at, entry in self._nodes(node, key, place, {"indicators", level}):
            value = self._whole(entry, level, at)
            yield from ((number, value) for number in self._numbers(entry, "indicators", at))

    def _nodes(self, node, key, place, required, optional=()):
        for at, entry in self.inspection.entries(node, key, place):
            if self.inspection.mapping(entry, at, required, optional):
                yield at, entry

    def _text(self, node, key, place):
        value = node.get(key, "")
        if key in node and not (isinstance(value, str) and value.strip()):
            self.inspection.report(f"{place}.{key}" if place else str(key), "harus berupa teks")
        return value

    def _whole(self, node, key, place):
        value = node.get(key)
        if key in node and (not isinstance(value, int) or isinstance(value, bool)):
            self.inspection.report(f"{place}.{key}" if place else key, "harus bilangan bulat")
        return value

    def _numbers(self, node, key, place):
        """ "1-3, 7" as the set {1, 2, 3, 7}; empty when the key is absent."""
        text = node.get(key, "")
        if key in node and not (isinstance(text, str) and fullmatch(r"\d+(-\d+)?(, *\d+(-\d+)?)*", text)):
            self.inspection.report(f"{place}.{key}" if place else key, "harus nomor indikator, misalnya '1-10, 12'")
            return frozenset()
        ranges = [part.strip().partition("-") for part in text.split(",") if part]
        return frozenset(n for low, _, high in ranges for n in range(int(low), int(high or low) + 1))

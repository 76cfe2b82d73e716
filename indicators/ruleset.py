"""What the rules of one instrument say: limits of a level, ages of evidence, and the sentences of an explanation.

Everything here suggests; a person decides. Levels are steps of the instrument's scale, numbers those of its indicators.
"""

from dataclasses import dataclass, field

MET, UNMET, DOUBTFUL = "yes", "no", "unknown"  # what an assessor ticks at the criteria of a level
JUSTIFICATION = "JUSTIFIKASI"  # the snippet that closes an explanation where the instrument's rules want it


@dataclass(frozen=True)
class Reason:
    """Why a level is lowered. `caps` maps indicator number to the highest level left, where the effect is a cap."""

    code: str
    label: str
    effect: str
    numbers: frozenset[int]
    caps: dict[int, int]
    finding: str = ""  # what about the proofs suggests this reason


@dataclass(frozen=True)
class TeamFunction:
    """A task of the government that has to be represented in the team of assessors."""

    code: str
    label: str


@dataclass(frozen=True)
class Coverage:
    """The levels whose criteria ask for some (`partial`, may be None) and all (`whole`) agencies, and what of them."""

    partial: int | None
    whole: int
    covers: str

    def cap(self, scores):
        """The highest level that the agencies' scores support: below `whole` while one of them falls short of it."""
        reached = all(score is not None and score >= self.whole for score in scores)
        return None if reached else self.whole - 1


@dataclass(frozen=True)
class EvidenceAge:
    """How old a kind of evidence may be, and from which level an indicator needs it; `warn_only` never blocks."""

    kind: str
    label: str
    max_years: int
    from_level: dict[int, int]
    warn_only: frozenset[int]


@dataclass(frozen=True)
class Mention:
    """What the explanation of some indicators has to speak of from a level on; `words` in small letters."""

    code: str
    numbers: frozenset[int]
    from_level: int
    words: str
    advice: str


@dataclass(frozen=True)
class Sentence:
    part: str
    text: str
    from_level: int | None = None
    up_to_level: int | None = None

    def fits(self, level):
        above = self.from_level is None or level >= self.from_level
        return above and (self.up_to_level is None or level <= self.up_to_level)


@dataclass(frozen=True)
class Slot:
    """What people read beside one slot of the templates, and where its first value comes from.

    A slot of kind evidence names a proof; others may take a fact from the proof that the slot `of` names.
    """

    label: str
    hint: str = ""
    kind: str = "text"
    prefers: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""
    take: str = ""


@dataclass(frozen=True)
class Rules:
    no_evidence_needed_up_to: int | None = None
    chosen_services: tuple[int, ...] = ()
    team_functions: tuple[TeamFunction, ...] = ()
    prerequisites: dict[tuple[int, int], int] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    coverage: dict[int, Coverage] = field(default_factory=dict)
    evidence_ages: tuple[EvidenceAge, ...] = ()
    follow_up: dict[int, int] = field(default_factory=dict)  # from which level an indicator shows what a review changed
    mentions: tuple[Mention, ...] = ()
    snippets: dict[str, str] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    templates: dict[int, tuple[Sentence, ...]] = field(default_factory=dict)
    includes_justification: bool = False

    def prerequisite(self, number, level):
        """The level that must be met before this one; the one below it unless the regulation says otherwise."""
        return self.prerequisites.get((number, level), level - 1)

    def proven(self, number, levels, ticks):
        """The highest level whose own criteria and all that it rests on are ticked MET (process.md R6.2).

        The lowest level always is; what is not ticked, or doubtful, counts as not met. `ticks`: level as text to tick.
        """
        met = set(levels[:1])
        for level in levels[1:]:
            if ticks.get(str(level)) == MET and self.prerequisite(number, level) in met:
                met.add(level)
        return max(met)

    def ages(self, number, level=None):
        """The ages of evidence that an indicator asks for at a level; without one, at any of its levels."""
        asked = tuple(age for age in self.evidence_ages if number in age.from_level)
        return asked if level is None else tuple(age for age in asked if age.from_level[number] <= level)

    def reasons_for(self, number):
        return tuple(reason for reason in self.reasons if number in reason.numbers)

    def cap(self, number, codes):
        """The lowest of the levels to which the reasons limit an indicator, or None when none of them does."""
        caps = [self._cap(reason, number) for reason in self.reasons if reason.code in codes]
        return min((cap for cap in caps if cap is not None), default=None)

    def sentences(self, number, level):
        """The sentences of the explanation's template that fit a level, in order."""
        found = tuple(sentence for sentence in self.templates.get(number, ()) if sentence.fits(level))
        if not (found and self.includes_justification):
            return found
        return (*found, Sentence("justification", self.snippets[JUSTIFICATION]))

    def _cap(self, reason, number):
        if reason.effect == "coverage" and number in self.coverage:
            return self.coverage[number].whole - 1
        return reason.caps.get(number)

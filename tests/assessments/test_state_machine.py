"""Any order of saving, copying, uploading, citing, sending, returning and sending again, against a model of one page.

The model knows nothing of versions, locks or tables: it holds what a person would expect to find again.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Membership
from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer, Event, Evidence
from assessments.validators.rejection import Rejected
from tests import factories

SHORT, LONG, OTHER = "Baru sebagian.", factories.EXPLANATION, "Penjelasan lain yang juga cukup panjang untuk lengkap."
PAST = "Penjelasan tahun lalu yang sudah diperiksa oleh asesor."
NUMBERS = st.sampled_from([1, 2, 3])


@dataclass
class Page:
    """What one answer should show: the level, the texts, and for each proof the levels that it supports."""

    level: int | None = None
    text: str = ""
    reply: str = ""
    proofs: dict[int, set] = field(default_factory=dict)
    is_returned: bool = False
    decided: str = ""  # accepted, adjusted or raised

    def write(self, level):
        if self.level is None and level is not None:
            for marked in self.proofs.values():
                marked |= set() if marked else {level}
        self.level = level

    @property
    def is_complete(self):
        supported = self.level == 1 or any(self.level in marked for marked in self.proofs.values())
        answered = not self.is_returned or bool(self.reply)
        return self.level is not None and len(self.text) >= 30 and supported and answered


class Filling(RuleBasedStateMachine):
    scene = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.assessment = self.scene["assessment"]
        self.pages = {number: Page() for number in (1, 2, 3)}
        self.state, self.rounds = "draft", 0
        self.is_reviewed, self.last = False, None  # the last decision, and what the page said before it

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def row(self, number):
        return Answer.objects.with_parents().get(assessment=self.assessment, indicator__number=number)

    def is_open(self, number):
        return self.state == "draft" or self.state == "returned" and self.pages[number].is_returned

    def attempt(self, number, act):
        """True when the act was carried out; refused exactly where the page can only be read."""
        if self.is_open(number):
            act()
            return True
        with pytest.raises(PermissionDenied):
            act()
        return False

    @rule(number=NUMBERS, level=st.sampled_from([None, 1, 2, 3, 5]))
    def choose(self, number, level):
        row, score = self.row(number), None if level is None else Decimal(level)
        if self.attempt(number, lambda: self.save(row, row.versions, score=score)):
            self.pages[number].write(level)

    @rule(number=NUMBERS, text=st.sampled_from(["", SHORT, LONG, OTHER]))
    def explain(self, number, text):
        row = self.row(number)
        if self.attempt(number, lambda: self.save(row, row.versions, explanation=text)):
            self.pages[number].text = text

    @rule(number=NUMBERS)
    def reply(self, number):
        row = self.row(number)
        if self.attempt(number, lambda: self.save(row, row.versions, reply="Sudah diperbaiki.")):
            self.pages[number].reply = "Sudah diperbaiki."

    @rule(number=NUMBERS, mine=st.sampled_from([SHORT, LONG]))
    def write_from_an_old_page(self, number, mine):
        """A colleague writes first: the same text meets, another one is refused and nothing of theirs is lost."""
        row = self.row(number)
        if not self.is_open(number):
            return
        old = row.versions
        theirs = OTHER if self.pages[number].text != OTHER else PAST
        self.save(row, old, by="second", explanation=theirs)
        with pytest.raises(workflow.Conflict):
            self.save(self.row(number), old, explanation=mine)
        self.pages[number].text = theirs
        assert self.row(number).revisions.filter(is_used=False, explanation=mine).exists()

    @rule(number=NUMBERS)
    def upload(self, number):
        row, by = self.row(number), self.scene["operator"]
        name = f"Berkas {Evidence.objects.count()}"
        content = f"%PDF-1.4 {name}".encode()
        self.attempt_proof(number, lambda: factories.cite_file(row, by, content=content, title=name))

    @rule(number=NUMBERS)
    def cite_from_the_library(self, number):
        known = Evidence.objects.present().filter(unit=self.assessment.unit)
        proof = known.exclude(pk__in=self.pages[number].proofs).order_by("-pk").first()
        if proof:
            self.attempt_proof(number, lambda: workflow.cite(self.row(number), proof, by=self.scene["operator"]))

    def attempt_proof(self, number, act):
        if self.attempt(number, act):
            page = self.pages[number]
            newest = self.row(number).citations.order_by("-position").first()
            page.proofs[newest.evidence_id] = set() if page.level is None else {page.level}

    @rule()
    def complete_all(self):
        """What random steps seldom reach: every answer that can be changed is ready to be sent."""
        for number, page in self.pages.items():
            if self.is_open(number) and not page.is_complete:
                self.choose(number, 3)
                self.explain(number, LONG)
                if not page.is_complete and page.is_returned:
                    self.reply(number)
                if not page.is_complete:
                    self.upload(number)

    @rule(number=NUMBERS)
    def remove(self, number):
        first = self.row(number).citations.order_by("position").first()
        if first:
            row = self.row(number)
            first.answer = row
            if self.attempt(number, lambda: workflow.remove_citation(first, by=self.scene["operator"])):
                del self.pages[number].proofs[first.evidence_id]

    @rule(number=NUMBERS)
    def copy_last_year(self, number):
        row, page = self.row(number), self.pages[number]
        earlier = earlier_answer(row)
        act = lambda: workflow.copy_answer(row, earlier, by=self.scene["operator"], seen=row.versions)  # noqa: E731
        if self.is_open(number) and page.text:
            with pytest.raises(Rejected):
                act()
        elif self.attempt(number, act):
            page.text = PAST
            page.write(page.level or 3)

    @rule()
    def send(self):
        act = lambda: factories.submit(self.assessment, by=self.scene["operator"])  # noqa: E731
        if self.state != "draft":
            with pytest.raises(PermissionDenied):
                act()
        elif all(page.is_complete for page in self.pages.values()):
            act()
            self.state = "submitted"
        else:
            with pytest.raises(workflow.Incomplete):
                act()

    @precondition(lambda self: self.state == "submitted" and not self.is_reviewed)
    @rule()
    def withdraw(self):
        workflow.withdraw(self.assessment, by=self.scene["operator"])
        self.state = "draft"

    @precondition(lambda self: self.state in ("submitted", "returned", "verified"))
    @rule(number=NUMBERS)
    def send_back(self, number):
        if self.pages[number].is_returned:
            return
        row = self.row(number)
        workflow.send_back(row, by=self.scene["assessor"], version=row.version, reason=factories.REASON)
        self.pages[number].is_returned, self.pages[number].decided = True, ""
        self.state, self.rounds = "returned", self.rounds + 1
        self.is_reviewed, self.last = True, None

    @precondition(lambda self: self.state in ("submitted", "returned", "verified"))
    @rule(number=NUMBERS, score=st.sampled_from([1, 2, 3, 4, 5]), who=st.sampled_from(["assessor", "other"]))
    def decide(self, number, score, who):
        """At the claim, below it, or above it: then it waits for somebody else."""
        page, row = self.pages[number], self.row(number)
        if page.is_returned:
            return
        decision = {"by": self.scene[who], "version": row.version, "reason": factories.REASON}
        before = page.decided
        if score == page.level:
            review, page.decided = workflow.accept(row, **decision), "accepted"
        else:
            review = workflow.adjust(row, score=Decimal(score), **decision)
            page.decided = "raised" if score > page.level else "adjusted"
        self.decided(number, review, before, who)

    @rule(number=NUMBERS, who=st.sampled_from(["assessor", "other"]))
    def confirm(self, number, who):
        page, row = self.pages[number], self.row(number)
        proposal = row.reviews.standing().order_by("-pk").first()
        act = lambda: workflow.confirm(row, by=self.scene[who], version=row.version)  # noqa: E731
        if page.decided == "raised" and proposal.assessor != self.scene[who]:
            review, before, page.decided = act(), page.decided, "adjusted"
            self.decided(number, review, before, who)
        else:
            with pytest.raises(PermissionDenied):
                act()

    @precondition(lambda self: self.last)
    @rule(who=st.sampled_from(["assessor", "other"]))
    def undo(self, who):
        number, review, before, decider = self.last
        review.answer = self.row(number)
        if who != decider:
            with pytest.raises(PermissionDenied):
                workflow.undo(review, by=self.scene[who])
            return
        workflow.undo(review, by=self.scene[who])
        self.pages[number].decided, self.last = before, None
        self.settle()

    def decided(self, number, review, before, who):
        self.is_reviewed, self.last = True, (number, review, before, who)
        self.settle()

    def settle(self):
        """An assessment is what its answers are."""
        pages = self.pages.values()
        if any(page.is_returned for page in pages):
            self.state = "returned"
        else:
            done = all(page.decided in ("accepted", "adjusted") for page in pages)
            self.state = "verified" if done else "submitted"

    @precondition(lambda self: self.state == "returned")
    @rule()
    def resend(self):
        act = lambda: factories.resend(self.assessment, by=self.scene["operator"])  # noqa: E731
        if all(page.is_complete for page in self.pages.values() if page.is_returned):
            act()
            for page in self.pages.values():
                page.is_returned = False
            self.settle()
        else:
            with pytest.raises(workflow.Incomplete):
                act()

    def save(self, row, seen, by="operator", **changes):
        return workflow.save_answer(row, by=self.scene[by], seen=seen, **changes)

    @initialize()
    def start(self):
        assert self.assessment.answers.count() == len(self.pages)

    @invariant()
    def the_rows_say_what_the_pages_say(self):
        self.assessment.refresh_from_db()
        assert self.assessment.status == self.state
        for number, page in self.pages.items():
            row = self.row(number)
            cited = {citation.evidence_id: set(citation.levels) for citation in row.citations.all()}
            assert (row.score, row.explanation, row.reply, cited) == (page.level, page.text, page.reply, page.proofs)
            assert row.status == self.expected_status(page)
            score = Answer.objects.with_decided_score().get(pk=row.pk).decided_score
            assert (score is not None) == (page.decided in ("accepted", "adjusted"))

    def expected_status(self, page):
        if page.is_returned:
            return "returned"
        if self.state != "draft":
            return page.decided or "waiting"
        if page.is_complete:
            return "complete"
        return "draft" if page.level is not None or page.text or page.proofs else "empty"

    @invariant()
    def the_trail_is_whole(self):
        events = list(Event.objects.chain_of(assessment=self.assessment.pk))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert all(event.hash == event.computed_hash() for event in events[-3:])
        assert all(later.previous_hash == event.hash for event, later in zip(events, events[1:], strict=False))


@pytest.mark.two_databases
def test_no_order_of_acts_loses_anything(
    institution, instrument, coordinator, unit, other_unit, operator, assessor, second_assessor, settings_of
):
    leads = [(1, unit), (2, unit), (3, unit), (4, other_unit), (5, other_unit)]
    past = factories.make_period(institution, instrument, coordinator, year=2022, leads=leads)
    factories.fill_all(past.assessments.get(unit=unit), operator)
    Answer.objects.filter(assessment__period=past).update(explanation=PAST)
    type(past).objects.filter(pk=past.pk).update(**factories.CLOSED)
    present = factories.make_period(institution, instrument, coordinator, year=2023, leads=leads)
    second = factories.make_user(
        "operator2@uji.local", "Operator Kedua Dinas Kesehatan", institution, Membership.Role.OPERATOR, unit
    )
    Filling.scene = {
        "assessment": present.assessments.select_related("unit", "period").get(unit=unit),
        "operator": operator,
        "second": second,
        "assessor": assessor,
        "other": second_assessor,
    }

    run_state_machine_as_test(Filling, settings=settings_of)


@pytest.fixture
def settings_of():
    return settings(
        max_examples=25,
        stateful_step_count=30,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes; the failing steps are printed as they were
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )

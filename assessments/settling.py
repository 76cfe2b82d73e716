"""Everything about one indicator of the institution that its page shows and its forms rest on."""

from functools import cached_property

from django.urls import reverse

from accounts.models import Membership, Unit
from assessments import permissions
from assessments.consolidation import Consolidation
from assessments.models import Answer, Event
from assessments.tokens import names_of, read_names, shown
from indicators.models import LevelCriterion


class Settling:
    """One reading of one indicator for one person; a fixed number of queries, whatever the number of units."""

    def __init__(self, period, indicator, user):
        self.period, self.indicator, self.user = period, indicator, user
        self.row = Consolidation(period, indicator.number).rows[0]
        lead = self.row.lead
        self.may_set = permissions.may_set_result(user, period, lead and lead.unit.pk)

    @property
    def url(self):
        return reverse("assessments:indicator_result", args=[self.period.slug, self.indicator.number])

    @cached_property
    def answers(self):
        """The answers of the assigned units, that of the lead first."""
        rows = Answer.objects.filter(assessment__period=self.period, indicator=self.indicator).with_parents()
        by_unit = {answer.assessment.unit_id: answer for answer in rows}
        answers = [by_unit[part.unit.pk] for part in self.row.parts if part.unit.pk in by_unit]
        return read_names(answers)

    @cached_property
    def parts(self):
        """What each unit brings, with its answer where it has one."""
        by_unit = {answer.assessment.unit_id: answer for answer in self.answers}
        return [(part, by_unit.get(part.unit.pk)) for part in self.row.parts]

    @cached_property
    def names(self):
        """What the proofs of all answers are called; of two with one name, the lead's."""
        names = {}
        for answer in self.answers:
            names |= {pk: name for pk, name in names_of(answer).items() if name not in names.values()}
        return names

    @cached_property
    def lead_text(self):
        """What the lead wrote, to begin from."""
        lead = self.row.lead
        answer = next((a for a in self.answers if lead and a.assessment.unit_id == lead.unit.pk), None)
        return shown(answer.explanation, answer) if answer else ""

    @cached_property
    def criteria(self):
        return list(LevelCriterion.objects.filter(indicator=self.indicator))

    @property
    def may_return(self):
        """Whether this person may send any of the answers back to the review, or why none."""
        verdicts = [permissions.may_return_to_review(self.user, answer) for answer in self.answers]
        none = permissions.refused("Belum ada jawaban yang diputuskan pada indikator ini.")
        return next(filter(bool, verdicts), verdicts[0] if verdicts else none)

    @cached_property
    def returnable(self):
        """The answers that the page offers to send back; one query for all, the workflow asks again for the one."""
        roles = self.user.roles_in(self.period.institution_id)
        if not self.period.is_open or all(role.role != Membership.Role.ASSESSOR for role in roles):
            return []
        own = {role.unit_id for role in roles}
        events = Event.objects.filter(assessment__period=self.period, actor=self.user, action__startswith="answer.")
        entered = set(events.values_list("assessment", flat=True).distinct())
        decided = [answer for answer in self.answers if answer.is_decided]
        return [a for a in decided if a.assessment.unit_id not in own and a.assessment_id not in entered]

    @property
    def result_form(self):
        return {"instrument": self.period.instrument, "row": self.row, "names": self.names}

    @property
    def policy_form(self):
        return {"period": self.period, "own": self.row.own_policy}

    @property
    def coverage_form(self):
        units = Unit.objects.filter(institution=self.period.institution_id, is_active=True)
        return {"coverage": self.row.coverage, "more": units}

    def next_needing_attention(self):
        """The next indicator that has no score or a doubtful one, after this one and then from the beginning."""
        numbers = [row.indicator.number for row in Consolidation(self.period).rows if row.needs_attention]
        later = [number for number in numbers if number > self.indicator.number]
        number = next(iter(later or numbers), None)
        return number and self.period.instrument.indicators.get(number=number)

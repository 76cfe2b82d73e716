"""How far one unit is in one period: its answers in the order of the instrument, and which of them comes next."""

from assessments.completeness import gaps_of
from assessments.copied import with_same_text, with_unchecked_copies
from assessments.models import Answer, Assignment
from indicators.models import LevelCriterion

_URGENCY = {Answer.Status.RETURNED: 0, Answer.Status.DRAFT: 1, Answer.Status.EMPTY: 2}


class Task:
    """One answer in the list of its unit, with the unit that leads the indicator."""

    def __init__(self, answer, lead):
        self.answer = answer
        self.indicator = answer.indicator
        self.number = answer.indicator.number
        self.lead = lead
        self.is_lead = lead is not None and lead.pk == answer.assessment.unit_id
        self.gaps = gaps_of(answer)
        self.label = ""

    @property
    def is_done(self):
        """Nothing left for the unit to do: complete, sent, or repaired and ready to be sent again."""
        return self.answer.status not in _URGENCY or self.is_repaired

    @property
    def is_repaired(self):
        return self.answer.status == Answer.Status.RETURNED and not self.gaps

    @property
    def has_unchecked_copies(self):
        """Something of last year that nobody has read yet, as long as the unit can still read it."""
        is_open = self.answer.status in _URGENCY or self.answer.status == Answer.Status.COMPLETE
        return is_open and self.answer.has_unchecked_copies

    @property
    def missing(self):
        """The one thing to do next, where somebody has begun."""
        begun = self.answer.status in (Answer.Status.DRAFT, Answer.Status.RETURNED)
        return self.gaps[0] if begun and self.gaps else None


class AspectGroup:
    def __init__(self, aspect, tasks):
        self.aspect, self.tasks = aspect, tasks
        self.total = len(tasks)
        self.done = sum(task.is_done for task in tasks)

    @property
    def text(self):
        return f"{self.done} dari {self.total} lengkap"


class Progress:
    """All tasks of one assessment, read in two queries."""

    def __init__(self, assessment):
        leads = {
            row.indicator_id: row.unit
            for row in Assignment.objects.filter(period=assessment.period_id, is_lead=True).select_related("unit")
        }
        self.tasks = [Task(answer, leads.get(answer.indicator_id)) for answer in _answers(assessment)]
        self.total = len(self.tasks)
        self.done = sum(task.is_done for task in self.tasks)
        self.unfinished = sorted(
            (task for task in self.tasks if not task.is_done), key=lambda t: (_URGENCY[t.answer.status], t.number)
        )

    @property
    def text(self):
        return f"{self.done} / {self.total} lengkap"

    @property
    def unchecked(self):
        return [task for task in self.tasks if task.has_unchecked_copies]

    def name_levels(self):
        """Give each task the name of its claimed level. One query."""
        criteria = LevelCriterion.objects.filter(indicator__in=[task.indicator for task in self.tasks])
        labels = {(pk, level): label for pk, level, label in criteria.values_list("indicator", "level", "label")}
        for task in self.tasks:
            task.label = labels.get((task.indicator.pk, task.answer.score), "")
        return self

    def groups(self, tasks=None):
        """The tasks (all by default) under their aspects; done and total count only what is shown."""
        found = {}
        for task in self.tasks if tasks is None else tasks:
            found.setdefault(task.indicator.aspect, []).append(task)
        return [AspectGroup(aspect, members) for aspect, members in found.items()]

    def resume(self):
        """Where the unit left off: what it saved last among the unfinished, otherwise the first of them."""
        begun = [task for task in self.unfinished if task.answer.updated_at]
        return max(begun, key=lambda task: task.answer.updated_at, default=next(iter(self.unfinished), None))

    def neighbor(self, number, step):
        """The task before (-1) or after (1) an indicator in the order of the instrument; None at the ends."""
        numbers = [task.number for task in self.tasks]
        place = numbers.index(number) + step
        return self.tasks[place] if 0 <= place < self.total else None

    def next_unfinished(self, number, step=1):
        """The unfinished task after (or before) this one: returned ones first, then drafts, then empty ones.

        From a finished task it is the first of all. Never starts over: None behind the last one.
        """
        numbers = [task.number for task in self.unfinished]
        if number not in numbers:
            return self.unfinished[0] if self.unfinished and step > 0 else None
        place = numbers.index(number) + step
        return self.unfinished[place] if 0 <= place < len(self.unfinished) else None


def _answers(assessment):
    answers = (
        with_same_text(with_unchecked_copies(assessment.answers.with_proofs()))
        .select_related("indicator__aspect__domain", "indicator__instrument")
        .order_by("indicator__number")
    )
    for answer in answers:
        answer.assessment = assessment
    return answers

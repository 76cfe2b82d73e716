"""The stages that a period goes through, in the order of fixtures/stages.yaml, without what its activity leaves out."""

from functools import cache
from typing import NamedTuple

import yaml
from django.conf import settings

from assessments.models import Period


class Step(NamedTuple):
    stage: Period.Stage
    turn: str
    may_change: str
    ends: str
    activities: tuple = tuple(Period.Activity)
    may_skip: bool = False
    external: bool = False

    @property
    def label(self):
        return self.stage.label


@cache
def steps():
    rows = yaml.safe_load((settings.BASE_DIR / "fixtures" / "stages.yaml").read_text(encoding="utf-8"))
    found = tuple(_step(**row) for row in rows)
    if {step.stage for step in found} != set(Period.Stage):
        raise ValueError("fixtures/stages.yaml must name every stage once.")
    return found


def plan_of(period):
    return [step for step in steps() if period.activity in step.activities]


def step_of(period):
    """Where the period stands. A stage that its activity leaves out is still known by what the plan says of it."""
    return next(step for step in steps() if step.stage == period.stage)


def following(period):
    """The step after the one where the period stands, or None at the end."""
    everything = steps()
    place = everything.index(step_of(period))
    return next((step for step in everything[place + 1 :] if period.activity in step.activities), None)


def _step(stage, activities=tuple(Period.Activity), **fields):
    return Step(Period.Stage(stage), activities=tuple(map(Period.Activity, activities)), **fields)

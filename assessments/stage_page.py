"""The page of the stages: where a period stands, what came before with its dates, and what may be done about it now."""

from functools import partial
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from assessments import permissions, workflow
from assessments.forms.stages import MoveForm
from assessments.models import Period
from assessments.stage_dates import last_visits, visits_of
from assessments.stage_plan import plan_of, step_of
from assessments.workflow.closing import without_score
from assessments.workflow.stages import undecided

Stage = Period.Stage
DONE, NOW, NEXT = "done", "now", "next"


class Row(NamedTuple):
    step: object
    state: str
    began_at: object = None
    ended_at: object = None
    planned_at: object = None
    is_skipped: bool = False


class Action(NamedTuple):
    """One move: who may is the verdict; `act` makes it with the cleaned fields of its form."""

    name: str
    label: str
    text: str
    verdict: object
    act: object
    done: str
    asks: tuple = ()
    because: str = ""
    is_back: bool = False
    gaps: tuple = ()

    def form(self, data=None):
        return MoveForm(data, name=self.name, asks=self.asks, because=self.because)


def rows_of(period, visits, now=None):
    """Every stage of the plan with its state and dates; the time of filling may be over before anybody moves."""
    now = now or timezone.now()
    last, plan = last_visits(visits), plan_of(period)
    stages = [step.stage for step in plan]
    current = Stage.REVIEW if permissions.is_under_review(period, now) else period.stage
    place = stages.index(current) if current in stages else len(stages)
    return [_row(period, step, number - place, last.get(step.stage), now) for number, step in enumerate(plan)]


def _row(period, step, distance, visit, now):
    state = DONE if distance < 0 else NEXT if distance else NOW
    planned = _planned(period).get(step.stage)
    if state == NEXT or visit is None and state == DONE:
        return Row(step, state, planned_at=planned)
    if visit is None:  # the review that began by itself
        return Row(step, state, began_at=period.fill_closes_at, planned_at=planned)
    ended = visit.ended_at
    if step.stage == Stage.FILLING and state == DONE:
        ended = min(ended or now, period.fill_closes_at)
    skipped = visit.left_by is not None and bool(visit.left_by.data.get("skipped"))
    return Row(step, state, visit.began_at, ended if state == DONE else None, planned, skipped)


def _planned(period):
    """When a stage ought to end."""
    return {
        Stage.FILLING: period.fill_closes_at,
        Stage.REVIEW: period.review_closes_at,
        Stage.VALIDATION: period.closing_due_at,
    }


def actions_of(period, user):
    """The moves of the stage that the period stands in, for the coordinator; the other roles get none."""
    if not permissions.may_coordinate(user, period.institution_id):
        return []
    if period.stage in _EXTERNAL:
        return _external(period, user)
    made = _BY_STAGE.get(Stage.REVIEW if permissions.is_under_review(period) else period.stage)
    return made(period, user) if made else []


def _filling(period, user):
    return [
        Action(
            "reviu", "Mulai reviu", "Semua perangkat daerah sudah mengirim: tidak perlu menunggu tenggat.",
            permissions.may_begin_review(user, period), lambda **seen: workflow.begin_review(period, **seen),
            "Tahap reviu dimulai.",
        )
    ]  # fmt: skip


def _review(period, user):
    left = undecided(period)
    gaps = tuple(
        {"url": reverse("assessments:review", args=[a.pk]), "text": f"{a.indicator}, {a.assessment.unit.name}",
         "note": a.get_status_display()}
        for a in left
    )  # fmt: skip
    text = "Perangkat daerah tidak lagi mengubah jawaban; asesor menetapkan satu nilai untuk tiap indikator."
    return [
        Action(
            "konsolidasi", "Mulai konsolidasi", text, permissions.may_begin_consolidation(user, period),
            lambda alasan="", **seen: workflow.begin_consolidation(period, reason=alasan, **seen),
            "Tahap konsolidasi dimulai.", ("alasan",) if left else (),
            f"Alasan melanjutkan dengan {len(left)} jawaban yang belum diputuskan", gaps=gaps,
        )
    ]  # fmt: skip


def _consolidation(period, user):
    gaps = tuple(
        {"url": reverse("assessments:indicator_result", args=[period.slug, i.number]), "text": str(i),
         "note": "belum bernilai"}
        for i in without_score(period)
    )  # fmt: skip
    verdict = permissions.may_begin_validation(user, period)
    if verdict and gaps:
        verdict = permissions.refused("Lengkapi nilai indikator di bawah ini lebih dahulu.")
    return [
        Action(
            "validasi", "Mulai validasi", "Putusan dan nilai tidak lagi berubah; kelengkapan diperiksa.", verdict,
            lambda **seen: workflow.begin_validation(period, **seen), "Tahap validasi dimulai.", gaps=gaps,
        ),
        Action(
            "kembali-reviu", "Kembalikan ke reviu", "Asesor dapat lagi mengembalikan jawaban untuk diperbaiki.",
            permissions.may_reopen_review(user, period),
            lambda alasan, **seen: workflow.reopen_review(period, reason=alasan, **seen),
            "Periode dikembalikan ke tahap reviu.", ("alasan",), is_back=True,
        ),
    ]  # fmt: skip


def _validation(period, user):
    return [
        Action(
            "kembali-konsolidasi", "Kembalikan ke konsolidasi", "Asesor dapat lagi mengubah putusan dan nilai.",
            permissions.may_reopen_consolidation(user, period),
            lambda alasan, **seen: workflow.reopen_consolidation(period, reason=alasan, **seen),
            "Periode dikembalikan ke tahap konsolidasi.", ("alasan",), is_back=True,
        )
    ]  # fmt: skip


def _entry(period, user):
    return [
        Action(
            "terkirim", "Tandai terkirim", "Hasil sudah dimasukkan dan dikirim lewat aplikasi nasional.",
            permissions.may_mark_sent(user, period),
            lambda nomor, yakin, **seen: workflow.mark_sent(period, receipt=nomor, **seen),
            "Hasil ditandai terkirim. Hasil ini tidak dapat dibuka lagi.", ("nomor", "yakin"),
        )
    ]  # fmt: skip


def _external(period, user):
    step, verdict = step_of(period), permissions.may_advance(user, period)
    done = Action(
        "lanjut", f"Tandai {step.label.lower()} selesai", step.ends, verdict,
        lambda yakin, **seen: workflow.advance_stage(period, **seen), f"{step.label} ditandai selesai.", ("yakin",),
    )  # fmt: skip
    left_out = Action(
        "lewati", f"Lewati {step.label.lower()}", "Kementerian tidak mengadakan tahap ini untuk instansi ini.", verdict,
        partial(_skip, period), f"{step.label} dilewati.", ("yakin",), is_back=True,
    )  # fmt: skip
    return [done, left_out] if step.may_skip else [done]


def _skip(period, yakin, **seen):
    return workflow.advance_stage(period, skipped=True, **seen)


_BY_STAGE = {
    Stage.FILLING: _filling,
    Stage.REVIEW: _review,
    Stage.CONSOLIDATION: _consolidation,
    Stage.VALIDATION: _validation,
    Stage.NATIONAL_ENTRY: _entry,
}
_EXTERNAL = set(Period.CLOSED_STAGES) - {Stage.SIGNING, Stage.NATIONAL_ENTRY, Stage.FOLLOW_UP}


def visits_and_rows(period):
    visits = visits_of(period)
    return visits, rows_of(period, visits)

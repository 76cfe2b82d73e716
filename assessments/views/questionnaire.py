"""What the page of one indicator shows, read in a fixed number of queries."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessments import grace, permissions
from assessments.composer import has_templates
from assessments.deadlines import deadline_of
from assessments.dialogue import dialogue_of
from assessments.earlier import earlier_answer, references_of
from assessments.evidence_advice import advice_of, levels_of, with_newer
from assessments.evidence_age import is_undescribed
from assessments.forms.answers import MAXIMUM_TEXT
from assessments.forms.questionnaire import QuestionnaireForms
from assessments.last_year import LastYear
from assessments.models import Citation
from assessments.progress import Progress
from assessments.removed import removed_from
from assessments.review_reading import told_review
from assessments.validators.inspection import EXTENSIONS
from assessments.validators.rejection import KINDS, SENTENCES
from assessments.views.place import place_of
from assessments.views.standing import standing_of
from assessments.workflow.citing import ANSWER_FULL

SHORT = 220


class LevelCard(NamedTuple):
    level: int
    label: str
    short: str
    text: str
    evidence: list
    is_last_result: bool


class EvidenceRow(NamedTuple):
    citation: object
    form: object
    elsewhere: str
    advice: list
    asks_description: bool


class Questionnaire:
    """`saving`, when given, is a save that was not accepted as a whole: what was typed stays in its fields."""

    def __init__(self, user, answer, saving=None):
        answer.refresh_from_db(
            fields=[
                *("score", "explanation", "reply", "score_version", "explanation_version", "reply_version"),
                *("status", "version", "updated_at", "updated_by", "copied_from", "is_copy_unchecked"),
            ]
        )
        self.user, self.answer, self.saving = user, answer, saving
        self.assessment, self.period = answer.assessment, answer.assessment.period
        self.indicator, self.instrument = answer.indicator, answer.indicator.instrument
        self.progress = Progress(self.assessment)
        self.task = next(task for task in self.progress.tasks if task.number == self.indicator.number)
        self.groups = self.progress.groups()
        self.group = next(group for group in self.groups if self.task in group.tasks)
        self.criteria = {row.level: row for row in self.indicator.criteria.all()}
        self.verdict = permissions.may_edit(user, answer)

    def context(self):
        last_year = LastYear(self.period)
        last = last_year.result_of(self.indicator)
        return {
            **self._place(),
            "is_editable": self.verdict.allowed,
            "refusal": self._refusal(),
            "last_year": last_year,
            "last": last,
            "references": references_of(self.answer, last_year),
            "cards": self._cards(last),
            **self._dialogue(),
            "service": self.period.chosen_services.filter(indicator=self.indicator).first(),
            "partners": self.period.assignments.filter(indicator=self.indicator).select_related("unit"),
            "deadline": self._deadline(),
            "trail": self._trail(),
            "saved": self._saved(),
            "izin": grace.issue(self.user, self.assessment),
            "chosen_label": self._label(self.answer.score),
            "removed": removed_from(self.answer) if self.verdict else [],
            "earlier": earlier_answer(self.answer) if self.verdict else None,
            **self._forms(),
            **self._moves(),
            **_limits(),
        }

    def _place(self):
        return place_of(self.answer) | {
            "progress": self.progress,
            "groups": self.groups,
            "current_group": self.group,
            "task": self.task,
        }

    def _dialogue(self):
        """The decision about the answer, and what unit and assessors say to each other about it."""
        review = told_review(self.answer)
        place = self.period.slug, self.assessment.unit.code, self.indicator.number
        said = dialogue_of(self.user, self.answer, review)
        return {"review": review, "comment_url": reverse("assessments:comment", args=place), **said}

    def _label(self, score):
        return self.criteria[score].label if score in self.criteria else ""

    def _refusal(self):
        if permissions.is_operator_of(self.user, self.assessment):
            return self.verdict.reason
        return f"Hanya baca: jawaban ini diisi operator {self.assessment.unit.name}."

    def _cards(self, last):
        cards = []
        for level in self.instrument.levels():
            found = self.criteria.get(level)
            text = found.text if found else ""
            cards.append(
                LevelCard(
                    level=level,
                    label=found.label if found else "",
                    short=shortened(text),
                    text=text,
                    evidence=found.evidence if found else [],
                    is_last_result=last is not None and last.score == level,
                )
            )
        return cards

    def _forms(self):
        """The forms as stored now, but those that were refused as they were sent."""
        stored, sent = QuestionnaireForms(self.answer), self.saving and self.saving.forms
        refused = {form.citation.pk: form for form in sent.citations if form.errors} if sent else {}
        forms = [refused.get(form.citation.pk, form) for form in stored.citations]
        with_newer([form.citation for form in forms])
        elsewhere = self._uses_elsewhere([form.citation.evidence_id for form in forms])
        return {
            "form": sent.answer.shown_again(self.answer) if sent and sent.answer.errors else stored.answer,
            "new_evidence": sent.new_evidence if sent and sent.new_evidence.errors else stored.new_evidence,
            "evidence": [
                EvidenceRow(
                    form.citation,
                    form,
                    elsewhere=", ".join(elsewhere.get(form.citation.evidence_id, [])),
                    advice=advice_of(form.citation, self.indicator, self.period),
                    asks_description=is_undescribed(form.citation.evidence, self.indicator, levels_of(form.citation)),
                )
                for form in forms
            ],
            **standing_of(self.answer, [form.citation for form in stored.citations], self.group),
            "has_composer": has_templates(self.indicator),
            "unchecked": self.answer.is_copy_unchecked + sum(form.citation.is_copy_unchecked for form in forms),
            "errors": self.saving.errors() if self.saving else [],
            "rejected": self.saving.rejected if self.saving else [],
        }

    def _uses_elsewhere(self, evidence):
        uses = Citation.objects.filter(evidence__in=evidence).exclude(answer=self.answer)
        found = {}
        for pk, number, year in uses.order_by("answer").values_list(
            "evidence", "answer__indicator__number", "answer__assessment__period__year"
        ):
            found.setdefault(pk, []).append(str(number) if year == self.period.year else f"{number} ({year})")
        return found

    def _moves(self):
        number = self.indicator.number
        return {
            "before": self.progress.neighbor(number, -1),
            "after": self.progress.neighbor(number, 1),
            "next_unfinished": self.progress.next_unfinished(number),
            "previous_unfinished": self.progress.next_unfinished(number, -1),
        }

    def _deadline(self):
        own = self.progress if permissions.is_operator_of(self.user, self.assessment) else None
        return deadline_of(self.assessment, own, tasks_url=self.assessment.get_absolute_url())

    def _saved(self):
        """When the answer was saved last: the time of today, or the day."""
        if self.answer.updated_at is None:
            return ""
        zone = self.period.institution.zone
        saved = self.answer.updated_at.astimezone(zone)
        is_today = saved.date() == timezone.localdate(timezone=zone)
        return f"pukul {saved:%H.%M}" if is_today else date_format(saved, "j M Y")

    def _trail(self):
        aspect = self.indicator.aspect
        steps = [{"label": "Penilaian", "url": reverse("assessments:list")}]
        steps.append({"label": self.assessment.unit.name, "url": self.assessment.get_absolute_url()})
        if not aspect.domain.implicit:
            steps.append({"label": aspect.domain.name})
        place = self.group.tasks.index(self.task) + 1
        return [*steps, {"label": aspect.name}, {"label": f"Indikator {place} dari {self.group.total}"}]


def shortened(text, limit=SHORT):
    """The beginning of a long text up to the end of a clause; empty when the text is short enough to stand whole."""
    if len(text) <= limit:
        return ""
    head = text[: limit - 30]
    end = max(head.rfind(mark) for mark in ("; ", ". ", ", "))
    end = end if end > limit // 3 else head.rfind(" ")
    return f"{head[:end].rstrip(' ,;.')} …"


def _limits():
    return {
        "maximum_text": MAXIMUM_TEXT,
        "maximum_bytes": settings.EVIDENCE_MAX_BYTES,
        "maximum_files": settings.EVIDENCE_MAX_PER_ANSWER,
        "extensions": ",".join(EXTENSIONS),
        "kinds": KINDS,
        "refusals": SENTENCES,
        "answer_full": ANSWER_FULL.format(limit=settings.EVIDENCE_MAX_PER_ANSWER),
        "upload_piece": settings.UPLOAD_PIECE_BYTES,
    }

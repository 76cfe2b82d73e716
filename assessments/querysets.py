"""Which rows a user may know of. Every lookup of tenant data starts here; what is not in the set is a 404."""

from django.db import models
from django.db.models import Aggregate, Count, Exists, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, JSONArray, Replace
from django.utils import timezone

from accounts.models import Membership, Unit


class Gathered(Aggregate):
    """The values of many rows as one JSON list."""

    function, name, output_field = "jsonb_agg", "Gathered", models.JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="json_group_array(json(%(expressions)s))", **context)


class Nested(Func):
    """A JSON column as part of a larger JSON value; SQLite would take it for text."""

    template, output_field = "%(expressions)s", models.JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="json(%(expressions)s)", **context)


WIDE_ROLES = [role.value for role in Membership.WIDE_ROLES]
OWN_UNIT_ROLES = [role.value for role in Membership.OWN_UNIT_ROLES]


def reach(user):
    """The institutions that a user sees whole, and the units that a user sees because of an own-unit role."""
    if not user.is_authenticated or not user.is_active:
        return [], []
    wide = [m.institution_id for m in user.all_memberships if m.role in WIDE_ROLES]
    units = [m.unit_id for m in user.all_memberships if m.role in OWN_UNIT_ROLES]
    return wide, units


def units_seen_by(user):
    """The units whose library a user may know of."""
    wide, units = reach(user)
    return Unit.objects.filter(Q(institution__in=wide) | Q(pk__in=units))


class PeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Periods of the user's institutions; drafts only for the coordinator who prepares them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        member = {m.institution_id for m in user.all_memberships}
        coordinating = {m.institution_id for m in user.all_memberships if m.role == Membership.Role.COORDINATOR}
        return self.filter(
            Q(institution__in=coordinating) | Q(institution__in=member) & ~Q(status=self.model.Status.DRAFT)
        )

    def seen_whole_by(self, user):
        """Opened periods of the institutions that the user sees whole, not only a unit of."""
        wide, _ = reach(user)
        return self.filter(institution__in=wide).exclude(status=self.model.Status.DRAFT)

    def open(self):
        return self.filter(status=self.model.Status.OPEN)

    def closed(self):
        return self.filter(status=self.model.Status.CLOSED)

    def before(self, period):
        """Earlier closed periods of the same institution, the nearest first."""
        return self.closed().filter(institution=period.institution_id, year__lt=period.year).order_by("-year")


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(period__institution__in=wide) | Q(unit__in=units)).exclude(
            period__status=self.model.PERIOD_DRAFT
        )

    def of_interest_to(self, user):
        """What a person works with: all of an open period that the person sees, and all periods of the own units."""
        _, units = reach(user)
        return self.visible_to(user).filter(Q(period__status=self.model.PERIOD_OPEN) | Q(unit__in=units))

    def with_progress(self):
        """Adds how many answers there are, how many are ready to send, and how many are decided."""
        status = self.model.answers.rel.related_model.Status
        return self.annotate(
            total=Count("answers"),
            ready=Count("answers", filter=~Q(answers__status__in=[status.EMPTY, status.DRAFT, status.RETURNED])),
            returned=Count("answers", filter=Q(answers__status=status.RETURNED)),
            waiting=Count("answers", filter=Q(answers__status=status.WAITING)),
            decided=Count("answers", filter=Q(answers__status__in=[status.ACCEPTED, status.ADJUSTED])),
        )


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(assessment__period__institution__in=wide) | Q(assessment__unit__in=units)).exclude(
            assessment__period__status=self.model.PERIOD_DRAFT
        )

    def with_parents(self):
        return self.select_related(
            "assessment__period__institution",
            "assessment__period__instrument",
            "assessment__unit",
            "indicator__aspect__domain",
            "indicator__instrument",
        )

    def with_decided_score(self):
        """Adds `decided_score`: the score of the last standing review, None while the answer waits or was returned."""
        review = self.model.reviews.rel.related_model
        last = review.objects.standing().filter(answer=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            decided_score=models.Case(
                models.When(
                    status__in=[self.model.Status.ACCEPTED, self.model.Status.ADJUSTED],
                    then=Subquery(last.values("score")[:1]),
                ),
                default=None,
            )
        )

    def with_proofs(self):
        """Adds what the answers rest on: the keys of their proofs, and the levels for which each proof is marked.

        Of those that nobody can open also title, kind and levels. All are lists, or None where there is nothing.
        What is missing in an answer is judged from them (completeness).
        """
        citation = self.model.citations.rel.related_model
        rows = citation.objects.filter(answer=OuterRef("pk")).order_by().values("answer")
        spoiled = JSONArray("evidence__title", "evidence__kind", Nested("levels"))
        return self.annotate(
            cited_evidence=Subquery(rows.annotate(found=Gathered("evidence_id")).values("found")),
            cited_levels=Subquery(rows.annotate(found=Gathered("levels")).values("found")),
            spoiled_proofs=Subquery(rows.spoiled().annotate(found=Gathered(spoiled)).values("found")),
        )

    def to_review(self):
        return self.filter(status=self.model.Status.WAITING, assessment__period__status=self.model.PERIOD_OPEN)

    def unfinished(self):
        status = self.model.Status
        return self.filter(status__in=[status.EMPTY, status.DRAFT, status.RETURNED])


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(unit__institution__in=wide) | Q(unit__in=units))

    def present(self):
        return self.filter(removed_at__isnull=True)

    def replaced(self):
        """Those of which the library holds a newer version."""
        return self.filter(Exists(self.model.objects.present().filter(replaces=OuterRef("pk"))))

    def with_use(self):
        """Adds `uses`, by how many answers a proof is cited, and `is_replaced`, whether a newer version is there."""
        newer = Exists(self.model.objects.present().filter(replaces=OuterRef("pk")))
        return self.annotate(uses=Count("citations", distinct=True), is_replaced=newer)


class CitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(answer__assessment__period__institution__in=wide) | Q(answer__assessment__unit__in=units))

    def spoiled(self):
        """Those of proofs that nobody can open: files with a virus, links that are dead."""
        infected = self.model.evidence.field.related_model.Scan.INFECTED
        return self.filter(Q(evidence__scan=infected) | Q(evidence__dead_at__isnull=False))

    def supporting(self, level):
        """Those marked for a whole level. Both databases write the list as [3, 4], so its text can be searched."""
        text = {"output_field": models.TextField()}
        opened = Replace(Cast("levels", **text), Value("["), Value(" "), **text)
        marked = Replace(opened, Value("]"), Value(","), **text)
        return self.alias(marked=marked).filter(marked__contains=f" {level:d},")

    def sent(self):
        """Those of answers that the unit no longer changes, or not while its head reads them."""
        answers = self.model.answer.field.related_model
        status, stages = answers.Status, answers.assessment.field.related_model.Status
        return self.filter(
            Q(answer__status__in=[status.WAITING, status.RAISED, status.ACCEPTED, status.ADJUSTED])
            | Q(answer__assessment__status__in=[stages.AWAITING_HEAD, stages.FINAL])
        )


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(answer__assessment__period__institution__in=wide) | Q(answer__assessment__unit__in=units))

    def standing(self):
        """Without the decisions that were undone, and without the rows that undid them."""
        undone = self.model.objects.filter(undoes=OuterRef("pk"))
        return self.filter(~Exists(undone)).exclude(verdict=self.model.Verdict.UNDO)

    def told_to_unit(self):
        """What a unit reads: what stands and is not waiting for a second assessor."""
        return self.standing().exclude(verdict=self.model.Verdict.RAISE)


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(answer__assessment__period__institution__in=wide) | Q(answer__assessment__unit__in=units))


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An upload is known to nobody but the person who began it."""
        return self.filter(created_by=user.pk)

    def receiving(self):
        return self.filter(state=self.model.State.RECEIVING)

    def unfinished(self):
        """Those that still come, and so hold room; one without a sign of life for a day holds none."""
        return self.receiving().filter(updated_at__gt=timezone.now() - self.model.LIFETIME)


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(assessment__period__institution__in=wide) | Q(assessment__unit__in=units))


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reminders are the coordinators' business; each unit has its own in the inbox."""
        coordinating = [m.institution_id for m in user.all_memberships if m.role == Membership.Role.COORDINATOR]
        return self.filter(assessment__period__institution__in=coordinating)


class IndicatorResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The figures of the whole institution are for those who see it whole."""
        wide, _ = reach(user)
        return self.filter(period__institution__in=wide)


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, _ = reach(user)
        return self.filter(period__institution__in=wide)

    def current(self):
        """The last revision of each closed period."""
        newest = self.model.objects.filter(period=OuterRef("period")).order_by("-revision").values("pk")[:1]
        return self.filter(pk=Subquery(newest), period__status=self.model.PERIOD_CLOSED)


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        wide, units = reach(user)
        return self.filter(Q(institution__in=wide) | Q(assessment__unit__in=units))

    def chain_of(self, *, assessment=None, institution=None):
        """The rows of one hash chain in order: of an assessment, or of an institution outside any assessment."""
        if assessment is not None:
            return self.filter(assessment=assessment).order_by("sequence")
        return self.filter(institution=institution, assessment__isnull=True).order_by("sequence")

"""Two governments in the same state, so that each route can be tried on one's own, another's and no object at all."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Extension, PeriodDraft, TeamMember
from reports import publishing
from tests import factories

NOWHERE = 999_999
Role = Membership.Role


class Scene:
    """The objects behind the addresses, by scope: own (Dinas Kesehatan), other_unit, foreign, missing."""

    def __init__(self, cast, state):
        self.cast = cast
        self.state = state
        self.own_period = self._own_period()
        self.foreign_period = self._foreign_period()
        for period in (self.own_period, self.foreign_period):
            PeriodDraft.objects.create(institution=period.institution, created_by=period.created_by)
            unit = period.institution.units.first()
            TeamMember.objects.create(period=period, name="Anggota", unit=unit)

    @property
    def _settings(self):
        return {"opened": self.state != "preparing", "needs_head_approval": self.state == "approving"}

    def _own_period(self):
        cast = self.cast
        leads = [(1, cast.unit), (2, cast.unit), (3, cast.unit), (4, cast.other_unit), (5, cast.other_unit)]
        period = factories.make_period(
            cast.institution, cast.instrument, cast.coordinator, leads=leads, **self._settings
        )
        self._advance(
            period, {cast.unit.pk: cast.operator, cast.other_unit.pk: cast.neighbor}, cast.assessor, cast.coordinator
        )
        return period

    def _foreign_period(self):
        place = self.cast.outsider.memberships.get()
        home = factories.make_unit(place.institution, "BAPPEDA", "Bappeda Provinsi Lain")
        coordinator = factories.make_user(
            "koordinator@lain.local", "Koordinator Lain", place.institution, Role.COORDINATOR
        )
        assessor = factories.make_user("asesor@lain.local", "Asesor Lain", place.institution, Role.ASSESSOR, home)
        leads = [(number, place.unit) for number in range(1, 6)]
        period = factories.make_period(
            place.institution, self.cast.instrument, coordinator, leads=leads, **self._settings
        )
        self._advance(period, {place.unit_id: self.cast.outsider}, assessor, coordinator)
        return period

    def _advance(self, period, operators, assessor, coordinator):
        if self.state == "preparing":
            return
        for assessment in period.assessments.select_related("unit", "period"):
            operator = operators[assessment.unit_id]
            factories.fill_all(assessment, operator)
            factories.cite_file(assessment.answers.first(), operator)
            workflow.begin_upload(assessment.answers.first(), by=operator, key="kunci-uji", name="b.pdf", size=9)
            if self.state == "draft":
                until = timezone.now() + timedelta(days=25)
                workflow.ask_extension(assessment, by=operator, reason=factories.REASON, until=until)
            if self.state == "approving":
                factories.ask_approval(assessment, by=operator)
            elif self.state != "draft":
                factories.submit(assessment, by=operator)
        if self.state in ("returned", "closed"):
            self._review(period, assessor)
        if self.state == "closed":
            publishing.register(workflow.close_period(period, by=coordinator))

    def _review(self, period, assessor):
        for answer in Answer.objects.filter(assessment__period=period).with_parents():
            decide = workflow.send_back if self.state == "returned" else workflow.accept
            decide(answer, by=assessor, version=answer.version, reason=factories.REASON)

    def objects(self, scope):
        """The objects of one scope, or ids of nothing."""
        if scope == "missing":
            return SimpleNamespace(period="tidak-ada", unit="TIDAKADA", number=1, answer=NOWHERE, citation=NOWHERE,
                                   upload="tidak-ada", unit_row=NOWHERE, person=NOWHERE, membership=NOWHERE,
                                   evidence=NOWHERE, link=NOWHERE, team=NOWHERE, period_draft=NOWHERE,
                                   extension=NOWHERE, document="ZZZZZZZZ")  # fmt: skip
        period = self.foreign_period if scope == "foreign" else self.own_period
        unit = self.cast.other_unit if scope == "other_unit" else self.cast.unit
        if scope == "foreign":
            unit = self.cast.outsider.memberships.get().unit
        found = SimpleNamespace(period=period.slug, unit=unit.code, number=4 if scope == "other_unit" else 1)
        answer = Answer.objects.filter(assessment__period=period, assessment__unit=unit).order_by("pk").first()
        citation = answer and answer.citations.filter(evidence__kind="file").first()
        asked = Extension.objects.filter(assessment__period=period, assessment__unit=unit).first()
        found.unit_row, place = unit.pk, unit.memberships.filter(role=Role.OPERATOR, user__is_active=True).first()
        found.person, found.membership = place.user_id, place.pk
        found.extension = asked.pk if asked else NOWHERE
        result = period.results.first()
        found.answer = answer.pk if answer else NOWHERE
        upload = answer and answer.uploads.first()
        found.upload = upload.token if upload else "tidak-ada"
        found.citation = citation.pk if citation else NOWHERE
        found.evidence = citation.evidence_id if citation else NOWHERE
        linked = answer and answer.citations.filter(evidence__kind="link").first()
        found.link = linked.evidence_id if linked else NOWHERE
        found.period_draft = PeriodDraft.objects.get(institution=period.institution_id).pk
        found.team = period.team.get().pk
        found.document = result.documents.get(unit=unit).code if result else "ZZZZZZZZ"
        return found

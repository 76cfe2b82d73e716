"""Which answers of a period an assessor stays away from, and to whom those go instead."""

from accounts.models import Membership
from assessments.models import Answer, Event, Review

UNIT, ENTRY, RAISE = "PD Anda", "Isian Anda", "Kenaikan dari Anda"


class Independence:
    """One query, and one more where answers are shown that wait for a second assessor."""

    def __init__(self, period, user, shares, *, with_raised=False):
        self._user, self._shares = user, shares
        roles = user.roles_in(period.institution_id)
        assesses = any(m.role == Membership.Role.ASSESSOR for m in roles)
        self._units = {m.unit_id for m in roles if m.unit_id} if assesses else set()
        own = Event.objects.filter(assessment__period=period, actor=user, action__startswith="answer.")
        self._entries = set(own.values_list("assessment", flat=True).distinct()) if assesses else set()
        raised = Review.objects.standing().filter(
            answer__assessment__period=period, answer__status=Answer.Status.RAISED, assessor=user, verdict="raise"
        )
        self._raised = set(raised.values_list("answer", flat=True)) if assesses and with_raised else set()

    def barred(self, entry):
        """Why this assessor does not decide, and who does; empty where nothing speaks against it."""
        if not (why := self._why(entry)):
            return ""
        others = self._shares.others_for(entry.aspect_id, entry.unit_id, self._user)
        act = "dikuatkan" if why == RAISE else "direviu"
        return f"{why}: {act} {' atau '.join(others) if others else 'asesor lain'}"

    def _why(self, entry):
        if entry.unit_id in self._units:
            return UNIT
        if entry.assessment_id in self._entries:
            return ENTRY
        return RAISE if entry.pk in self._raised else ""

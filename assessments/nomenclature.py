"""What changes about the units when a period opens: new names, mergers and closures, planned beforehand."""

from assessments.models import PeriodDraft

RENAME, CONTINUE, ADD, DEACTIVATE = "rename", "continue", "add", "deactivate"


class Nomenclature:
    """The planned changes, by the codes of units. Each is a dict with `kind`, `unit` and `name` or `by`."""

    def __init__(self, changes=()):
        self.changes = [dict(change) for change in changes]

    def _of(self, kind):
        return [change for change in self.changes if change["kind"] == kind]

    @property
    def names(self):
        return {change["unit"]: change["name"] for change in self._of(RENAME)}

    @property
    def continued(self):
        """Which unit carries on for one that ends; a chain of mergers leads to its last one."""
        direct = {change["unit"]: change["by"] for change in self._of(CONTINUE)}
        return {code: _last(direct, code) for code in direct}

    @property
    def added(self):
        return {change["unit"]: change for change in self._of(ADD)}

    @property
    def ended(self):
        """The units that no longer act once the period is open."""
        return {change["unit"] for change in self._of(DEACTIVATE)} | self.continued.keys()


def _last(direct, code):
    seen = {code}
    while (code := direct[code]) in direct and code not in seen:
        seen.add(code)
    return code


def draft_of(period):
    """The wizard's unfinished form of a period that is still prepared, or None."""
    if not period.is_draft:
        return None
    drafts = PeriodDraft.objects.filter(institution=period.institution_id, data__period=period.slug)
    return drafts.select_related("created_by").first()


def planned_for(period):
    return planned_in(draft_of(period))


def planned_in(draft):
    return Nomenclature(draft.data.get("units", {}).get("changes", []) if draft else ())

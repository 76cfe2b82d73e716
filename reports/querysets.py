from django.db import models
from django.db.models import Q

from assessments.querysets import reach


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All editions for those who see the whole institution; a unit's own edition for its operators and its head."""
        wide, units = reach(user)
        return self.filter(Q(result__period__institution__in=wide) | Q(kind="unit", unit__in=units))

    def with_parents(self):
        return self.select_related("result__period__institution", "result__period__instrument", "unit")

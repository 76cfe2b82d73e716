from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A message is its person's own, and nobody else's."""
        return self.filter(person=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class MailQuerySet(models.QuerySet):
    def of_institution(self, institution_id):
        """The mails of a government, and those about the accounts of its people."""
        own = Q(institution=institution_id)
        of_accounts = Q(institution__isnull=True, person__memberships__institution=institution_id)
        return self.filter(own | of_accounts).distinct()

    def failed(self):
        return self.filter(Q(state="refused") | Q(state="waiting", job__state="dead"))

    def matching(self, word):
        return self.filter(Q(address__icontains=word) | Q(person__name__icontains=word))

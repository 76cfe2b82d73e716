"""How a person is recognized at sign-in, and read again with every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, Q

from accounts.models import Membership

# The header of every page shows it, so it is counted with what every request reads anyway.
_UNREAD = Count("user__messages", filter=Q(user__messages__read_at__isnull=True))


class Accounts(AuthenticationBackend):
    def get_user(self, user_id):
        """The person of a session with the memberships and the number of unread messages, in one query where it can."""
        rows = Membership.objects.filter(user=user_id).select_related("user", "institution", "unit")
        # Counting would drop the order of the model, by which the first membership is chosen.
        memberships = list(rows.annotate(unread=_UNREAD).order_by(*Membership._meta.ordering))
        if not memberships:
            user = super().get_user(user_id)
            return user and user.with_memberships([])
        user = memberships[0].user
        user.unread = memberships[0].unread
        for membership in memberships:
            membership.user = user
        return user.with_memberships(memberships) if self.user_can_authenticate(user) else None

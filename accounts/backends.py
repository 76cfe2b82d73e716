"""How a person is recognized at sign-in, and read again with every request."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import Membership


class Accounts(AuthenticationBackend):
    def get_user(self, user_id):
        """The person of a session together with the memberships, in one query where there are any."""
        rows = Membership.objects.filter(user=user_id).select_related("user", "institution", "unit")
        memberships = list(rows)
        if not memberships:
            user = super().get_user(user_id)
            return user and user.with_memberships([])
        user = memberships[0].user
        for membership in memberships:
            membership.user = user
        return user.with_memberships(memberships) if self.user_can_authenticate(user) else None

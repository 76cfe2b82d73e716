from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by the coordinator; nobody signs up."""
        return False

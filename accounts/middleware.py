"""The membership that a person works in now. It steers the home page and the menu, never what may be seen or done."""

SESSION_KEY = "membership"


class ActiveMembership:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = _active(request) if request.user.is_authenticated else None
        return self.get_response(request)


def _active(request):
    memberships = request.user.all_memberships
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.pk == chosen), memberships[0] if memberships else None)

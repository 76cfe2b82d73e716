"""A second click finds its deed done and is answered as the first one was."""

from django.core.exceptions import PermissionDenied


def once(user, assessment, action, act, done):
    """The response of `act`; where it is refused because this very person has just done it, the response `done`."""
    try:
        return act()
    except PermissionDenied:
        last = assessment.events.order_by("-sequence").values_list("action", "actor").first()
        if last == (action, user.pk):
            return done
        raise

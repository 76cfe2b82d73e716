"""A second click finds its deed done and is answered as the first one was."""

from django.core.exceptions import PermissionDenied


def once(user, assessment, action, act, done, *, told=None, page=None):
    """The response of `act`; where it is refused because this very person has just done it, the response `done`.

    Where a colleague has done it, `told` is given the event, which says who and when, and the response is `done` too.
    Any other refusal is shown by `page`, which is given its sentence as `barred`; without a page it goes on.
    """
    try:
        return act()
    except PermissionDenied as refusal:
        kind = action.partition(".")[0]
        of_its_kind = assessment.events.filter(action__startswith=f"{kind}.").select_related("actor")
        last = of_its_kind.order_by("-sequence").first()
        if last is None or last.action != action or (last.actor_id != user.pk and told is None):
            if page is None:
                raise
            return page(barred=str(refusal))
        if last.actor_id != user.pk:
            told(last)
        return done

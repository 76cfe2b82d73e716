"""What the trail tells of the door: tries, sign-ins and sign-outs, passwords. Never what somebody typed."""

from accounts.models import Institution, User
from accounts.origin import origin_of
from accounts.refusals import note_bounded
from accounts.trail import note_access, print_of, record_access


def note_try(action, request, email):
    """A try with an address, known or not: the same work for both, so that no time tells which.

    Somebody may type a password into the field of the address, so the entry holds a fingerprint of it.
    """
    person_id, institution_id = _known(email)
    note_bounded(
        action,
        origin_of(request).address,
        request=request,
        institution=institution_id and Institution(pk=institution_id),
        person=person_id and User(pk=person_id),
        typed=print_of("typed", email),
    )


def note_sign_in(request, user):
    _note("sign_in", request, user)


def note_sign_out(request):
    _note("sign_out", request, request.user)


def record_password(request, user):
    """Changed by who is signed in, or made anew through a link that reached the mailbox."""
    is_own = bool(request and request.user.is_authenticated and request.user.pk == user.pk)
    action = "password.changed" if is_own else "password.reset"
    record_access(action, request=request, actor=user, person=user)


def _note(action, request, user):
    session = print_of("session", request.session.session_key)
    note_access(action, request=request, actor=user, person=user, session=session)


def _known(email):
    """The person of an address and the institution of the first membership; nothing of a stranger. One query."""
    rows = User.objects.filter(email__iexact=email).order_by("memberships__pk")
    return rows.values_list("pk", "memberships__institution").first() or (None, None)

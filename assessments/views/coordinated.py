"""In which institutions somebody holds a role, and in which one a new period is made."""

from django.http import Http404

from accounts.models import Membership
from assessments import permissions


def institutions_of(user, *roles):
    """The institutions in which a user holds one of these roles, each once."""
    return list({m.institution_id: m.institution for m in user.all_memberships if m.role in roles}.values())


def coordinated_by(user):
    return institutions_of(user, Membership.Role.COORDINATOR)


def institution_of_new_period(request):
    """The one that the form names; at first the one that the coordinator works in now."""
    coordinated = {institution.code: institution for institution in coordinated_by(request.user)}
    if not coordinated:
        permissions.require(permissions.may_coordinate(request.user, None))
    active = request.membership.institution.code
    code = request.POST.get("institution", active if active in coordinated else next(iter(coordinated)))
    if code not in coordinated:
        raise Http404
    return coordinated[code]

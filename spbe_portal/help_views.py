"""Help, keys, the statement on accessibility, and the gallery of states: pages that nobody needs an account for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from spbe_portal import gallery
from spbe_portal.help import ARTICLES, found, parted

FEW = 3  # results that are shown unfolded


@login_not_required  # Whoever cannot sign in needs help most; what is private to an institution stays out.
@require_safe
def help_page(request):
    membership = getattr(request, "membership", None)
    query = request.GET.get("q", "").strip()[:100]
    articles = found(ARTICLES, query) if query else ARTICLES
    own, others = parted(articles, membership and membership.role)
    context = {
        "query": query,
        "count": len(articles),
        "own": own,
        "articles": others,
        "opened": query and len(articles) <= FEW,
        "coordinators": _coordinators(membership),
    }
    return render(request, "help/help.html", context)


@login_not_required  # The keys are no secret.
@require_safe
def shortcuts(request):
    return render(request, "help/shortcuts.html")


@login_not_required  # The statement is for everybody.
@require_safe
def accessibility(request):
    return render(request, "help/accessibility.html")


@login_not_required  # Shows made-up states only, and only where the demo runs.
@require_safe
def states(request):
    if not settings.DEMO:
        raise Http404
    return render(request, "help/states.html", gallery.context())


def _coordinators(membership):
    """Whom to ask, for those who belong to an institution."""
    if membership is None:
        return []
    rows = Membership.objects.filter(institution=membership.institution, role=Membership.Role.COORDINATOR)
    return [row.user for row in rows.filter(user__is_active=True).select_related("user").order_by("user__name")]

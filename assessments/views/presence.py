"""Who else has an indicator open, and how long it stays open. Asked by the page every 20 seconds."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments import grace, permissions
from assessments.forms.carried import UNKNOWN, whole
from assessments.history import writers_of
from assessments.models import Answer, Presence
from assessments.tokens import shown
from assessments.views.lookups import answer_to_save_or_404
from assessments.views.replies import Locked, busy, require_editable, told


@require_POST
def presence(request, period, unit, number):
    answer = answer_to_save_or_404(request.user, period, unit, number)
    izin = request.POST.get("izin", "")
    try:
        require_editable(request.user, answer, grace.opened_at(izin, request.user, answer.assessment))
        return told(200, _state(answer, request.user, izin) | _own_news(answer, request))
    except Locked as locked:
        return told(423, locked.body)
    except PermissionDenied as refusal:
        return told(403, {"alasan": str(refusal)})
    except OperationalError:
        return busy()


def _state(answer, user, izin):
    now, assessment = timezone.now(), answer.assessment
    here = Presence(answer=answer, user=user, seen_at=now)
    Presence.objects.bulk_create(
        [here], update_conflicts=True, unique_fields=["answer", "user"], update_fields=["seen_at"]
    )
    others = answer.presences.filter(seen_at__gt=now - Presence.FRESH).exclude(user=user.pk)
    return {
        "hadir": list(others.order_by("user__name").values_list("user__name", flat=True)),
        "versi": answer.versions,
        "izin": grace.renewed(izin, user, assessment, now),
        "sisa": max(0, int((permissions.edit_deadline(assessment) - now).total_seconds())),
        "status": answer.status,
    }


def _own_news(answer, request):
    """What the same person wrote since the page was shown: sent late from this device, or in another window.

    The page takes it over where nothing else was typed; what a colleague wrote is only told of.
    """
    seen = {name: whole(request.POST.get(f"version-{name}", "")) for name in Answer.FIELDS}
    newer = [name for name, version in answer.versions.items() if UNKNOWN < seen[name] < version]
    if not newer:
        return {}
    writers = writers_of(answer, newer)
    return {"milik": {name: _on_page(answer, name) for name in newer if writers[name].pk == request.user.pk}}


def _on_page(answer, name):
    value = getattr(answer, name)
    if name != "score":
        return shown(value, answer)
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")

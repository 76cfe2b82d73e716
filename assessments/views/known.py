"""Whether a unit already has a file, before it is sent once more. Only its operator may ask, of its own library only.

The fingerprint spares sending; it never stands for the bytes: what is cited then is a proof of the unit's own.
"""

import re

from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.models import Citation, Evidence
from assessments.views.lookups import answer_or_404

_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)


@require_safe
def known_file(request, period, unit, number):
    answer = answer_or_404(request.user, period, unit, number)
    permissions.require(permissions.is_operator_of(request.user, answer.assessment))
    fingerprint = request.GET.get("sidik", "")
    if not _FINGERPRINT.fullmatch(fingerprint):
        return HttpResponseBadRequest("sidik: 64 angka heksadesimal", content_type="text/plain; charset=utf-8")
    return JsonResponse(_found(answer, fingerprint), headers={"Cache-Control": "no-store"})


def _found(answer, fingerprint):
    library = Evidence.objects.present().filter(unit=answer.assessment.unit, sha256=fingerprint)
    evidence = library.exclude(scan=Evidence.Scan.INFECTED).first()
    if evidence is None:
        return {"dikenal": False}
    uses = Citation.objects.filter(evidence=evidence).order_by("-answer__assessment__period__year", "answer")
    answers = dict(uses.values_list("answer", "answer__indicator__number"))
    return {
        "dikenal": True,
        "bukti": evidence.pk,
        "judul": evidence.title,
        "nomor": next(iter(answers.values()), None),
        "di_sini": answer.pk in answers,
    }

"""The receipt of every sending, and taking a sending back before its review begins."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments import permissions, workflow
from assessments.receipts import receipts_of
from assessments.views.lookups import assessment_or_404
from assessments.views.once import once


@require_safe
def receipt(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    receipts = receipts_of(assessment)
    permissions.require(receipts or permissions.has_receipt(assessment))
    if not receipts:
        raise Http404("The trail does not tell of the sending.")
    context = {
        "assessment": assessment,
        "receipt": receipts[-1],
        "receipts": receipts[::-1],
        "closes_at": permissions.fill_deadline(assessment),
        "may_withdraw": permissions.may_withdraw(request.user, assessment),
        "trail": [
            {"label": "Penilaian", "url": reverse("assessments:list")},
            {"label": assessment.unit.name, "url": assessment.get_absolute_url()},
            {"label": "Tanda terima"},
        ],
    }
    return render(request, "assessments/filling/receipt.html", context)


@require_POST
def withdraw(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    done = redirect(assessment)
    return once(request.user, assessment, "assessment.withdrawn", lambda: _withdraw(request, assessment, done), done)


def _withdraw(request, assessment, done):
    permissions.require(permissions.may_withdraw(request.user, assessment))
    workflow.withdraw(assessment, by=request.user)
    messages.success(request, "Penilaian ditarik kembali. Isian dapat diubah sampai dikirim lagi.")
    return done

"""Which mails went out, which did not and why. What a mail about an account said is shown to nobody."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.forms.reminding import MailFilterForm
from assessments.views.reminders import coordinated
from inbox import outbox
from inbox.models import Mail

PER_PAGE = 25


@require_safe
def mail_log(request):
    institution = coordinated(request)
    form = MailFilterForm(request.GET)
    mails = form.mails(Mail.objects.of_institution(institution.pk)).select_related("job", "person")
    context = {
        "form": form,
        "institution": institution,
        "page": Paginator(mails, PER_PAGE).get_page(request.GET.get("halaman")),
        "is_filtered": any(form.cleaned_data.values()) if form.is_valid() else False,
        "trail": [{"label": "Pengingat", "url": reverse("assessments:reminders")}, {"label": "Riwayat surel"}],
    }
    return render(request, "assessments/reminding/mail_log.html", context)


@require_POST
def send_again(request, mail):
    institution = coordinated(request)
    mail = get_object_or_404(Mail.objects.of_institution(institution.pk), pk=_key_or_404(mail))
    if outbox.send_again(mail):
        messages.success(request, f"Surel kepada {mail.address} dikirim ulang. Hasilnya muncul di sini.")
    else:
        messages.warning(request, f"Surel kepada {mail.address} tidak perlu atau tidak dapat dikirim ulang.")
    return redirect("assessments:mail_log")


def _key_or_404(text):
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None

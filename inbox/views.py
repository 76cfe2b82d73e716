"""A person's own messages: the list, the way to what a message is about, and how often mail is wanted."""

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inbox import outbox
from inbox.forms import UNREAD, MarkForm, RhythmForm
from inbox.models import Message

PER_PAGE = 25


@require_safe
def messages(request):
    own = Message.objects.visible_to(request.user).select_related("institution")
    is_unread_only = request.GET.get("tampil") == UNREAD
    page = Paginator(own.unread() if is_unread_only else own, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "is_unread_only": is_unread_only, "trail": [{"label": "Pesan"}]}
    return render(request, "inbox/messages.html", context)


@require_POST
def open_message(request, pk):
    """Go on where the message leads; from now on it is read."""
    message = _message_or_404(request, pk)
    outbox.mark_read(Message.objects.filter(pk=message.pk))
    return redirect(message.url)


@require_POST
def mark(request, pk):
    message, form = _message_or_404(request, pk), MarkForm(request.POST)
    if not form.is_valid():
        raise Http404
    outbox.mark_read(Message.objects.filter(pk=message.pk), form.cleaned_data["dibaca"])
    return redirect(f"{_list_url(request)}#pesan-{message.pk}")


@require_POST
def read_all(request):
    count = outbox.mark_read(Message.objects.visible_to(request.user))
    notes.success(request, f"{count} pesan ditandai sudah dibaca." if count else "Tidak ada pesan yang belum dibaca.")
    return redirect("inbox:messages")


@require_POST
def rhythm(request):
    """From the profile page; a daily digest holds what comes from now on."""
    form = RhythmForm(request.POST, instance=request.user)
    if not form.is_valid():
        raise Http404
    form.save()
    notes.success(request, f"Pilihan surel disimpan: {request.user.get_mail_rhythm_display().lower()}.")
    return redirect("accounts:profile")


def _message_or_404(request, pk):
    return get_object_or_404(Message.objects.visible_to(request.user), pk=pk)


def _list_url(request):
    """Back to the page of the list that the button stood on, never to an address of another site."""
    number = request.POST.get("halaman", "")
    number = number if number.isascii() and number.isdigit() and len(number) < 6 else ""
    state = f"&tampil={UNREAD}" if request.POST.get("tampil") == UNREAD else ""
    return f"{reverse('inbox:messages')}?halaman={number or 1}{state}"

"""The list of people, inviting somebody, and the page behind an invitation's link."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sheet_writing
from accounts.forms import NewPasswordForm
from accounts.people import inviting, lists
from accounts.people.forms import InviteForm, PeopleFilter
from accounts.people.rules import Office
from accounts.reauthentication import recent

PER_PAGE = 25
HEAD = (
    "Nama",
    "Surel",
    "Peran",
    "Kode perangkat daerah",
    "Perangkat daerah",
    "Keadaan",
    "Dua langkah",
    "Terakhir masuk",
)


def office_of(request):
    """What the person manages; whoever manages nothing is told so."""
    office = Office(request.user, request.membership)
    office.require()
    return office


@require_safe
def people(request):
    office = office_of(request)
    filters = PeopleFilter(request.GET, office=office)
    page = Paginator(lists.people(office, **filters.chosen), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "office": office,
        "filters": filters,
        "page": page,
        "rows": [lists.standing(person) for person in page],
        "trail": [{"label": "Pengguna"}],
    }
    return render(request, "accounts/people/list.html", context)


@require_safe
def people_csv(request):
    office = office_of(request)
    filters = PeopleFilter(request.GET, office=office)
    rows = (row for person in lists.people(office, **filters.chosen) for row in _csv_rows(person))
    response = HttpResponse(sheet_writing.as_csv(HEAD, rows), content_type=sheet_writing.CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="pengguna.csv"'
    return response


def _csv_rows(person):
    """One line for each role, as in the file that is imported."""
    state = lists.state_of(person).label
    factor = "aktif" if person.has_factor else "belum"
    for place in person.places:
        seen = person.last_login and timezone.localtime(person.last_login, place.institution.zone)
        unit = place.unit
        yield (person.name, person.email, place.get_role_display(), unit.code if unit else "",
               unit.name if unit else "", state, factor, f"{seen:%Y-%m-%d %H:%M}" if seen else "")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    office = office_of(request)
    form = InviteForm(request.POST if request.method == "POST" else None, office=office)
    if form.is_valid():
        return _invited(request, office, form.cleaned_data)
    trail = [{"label": "Pengguna", "url": reverse("accounts:people")}, {"label": "Undang"}]
    context = {"form": form, "office": office, "trail": trail}
    return render(request, "accounts/people/invite.html", context, status=422 if form.errors else 200)


@recent
def _invited(request, office, given):
    institution = office.institution_of(given["unit"])
    inviting.invite(**given, institution=institution, by=request.user, request=request)
    messages.success(request, f"Undangan untuk {given['email']} dicatat; surelnya segera dikirim.")
    return redirect("accounts:people")


@login_not_required  # Whoever holds the link has no password yet.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def invitation(request, key):
    """Every link that does not count gets the same page: used, withdrawn, too old, or made up."""
    person = inviting.invited_by(key)
    if person is None:
        return _over(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=person)
    if form.is_valid():
        inviting.accept(person, form.cleaned_data["password1"], request=request)
        return _accepted(request, person)
    context = {"form": form, "person": person, "places": person.memberships.select_related("institution", "unit")}
    return render(request, "accounts/people/invitation.html", context, status=422 if form.errors else 200)


def _over(request):
    response = render(request, "accounts/people/invitation_over.html", status=404)
    response.is_portal_page = True  # no other page of errors takes its place
    return response


def _accepted(request, person):
    if request.user.is_authenticated:
        logout(request)
    messages.success(request, f"Kata sandi tersimpan. Masuk dengan surel {person.email}.")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('home')})}")

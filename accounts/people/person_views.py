"""One person: the name, the roles, and what can be done to the account."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people import changing, inviting, lists, rules
from accounts.people.forms import ActForm, ChangeRoleForm, NameForm, RoleForm
from accounts.people.rules import Office
from accounts.reauthentication import recent

FASTER = "Peran ini baru saja diubah orang lain. Periksa keadaannya sekarang, lalu ulangi bila perlu."

_ACTS = {
    ActForm.DEACTIVATE: (changing.deactivate, "Akun dinonaktifkan. Sesinya berakhir seketika."),
    ActForm.REACTIVATE: (changing.reactivate, "Akun diaktifkan kembali."),
    ActForm.RESEND: (changing.resend, "Undangan baru segera dikirim. Tautan yang lama tidak berlaku lagi."),
    ActForm.WITHDRAW: (changing.withdraw, "Undangan ditarik. Tautannya tidak berlaku lagi."),
    ActForm.RESET: (
        changing.reset_factor,
        "Masuk dua langkah diatur ulang. Pemiliknya mengaktifkannya lagi saat masuk.",
    ),
    ActForm.END: (changing.end_sessions, "Semua sesi orang ini berakhir."),
}


def _found(request, pk):
    """Nobody is found by whoever manages nobody; so an address tells nothing."""
    office = Office(request.user, request.membership)
    return office, get_object_or_404(lists.with_standing(office.people(), office), pk=pk)


@require_safe
def person(request, pk):
    office, found = _found(request, pk)
    return _page(request, office, found)


def _page(request, office, found, status=200, **forms):
    is_whole = office.holds_whole(found)
    context = {
        "office": office,
        "standing": lists.standing(found),
        "places": [(place, changing.version(place)) for place in found.places],
        "is_oneself": found.pk == request.user.pk,
        "is_whole": is_whole,
        "name_form": NameForm(initial={"name": found.name}),
        "role_form": RoleForm(office=office),
        "trail": [{"label": "Pengguna", "url": reverse("accounts:people")}, {"label": found.name}],
    }
    return render(request, "accounts/people/person.html", context | forms, status=status)


@require_POST
def name(request, pk):
    office, found = _found(request, pk)
    rules.require_other(office, found)
    rules.require_whole(office, found)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, office, found, status=422, name_form=form)
    changing.rename(office, found, name=form.cleaned_data["name"], request=request)
    messages.success(request, "Nama disimpan.")
    return redirect("accounts:person", pk)


@require_POST
def role_add(request, pk):
    office, found = _found(request, pk)
    rules.require_other(office, found)
    form = RoleForm(request.POST, office=office)
    if not form.is_valid():
        return _page(request, office, found, status=422, role_form=form)
    return _given(request, office, found, form.chosen)


@recent
def _given(request, office, found, chosen):
    changing.give_role(office, found, **chosen, request=request)
    messages.success(request, "Peran ditambahkan.")
    return redirect("accounts:person", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request, pk, membership):
    office, found = _found(request, pk)
    place = next((place for place in found.places if place.pk == membership), None)
    if place is None:
        raise Http404
    rules.require_other(office, found)
    now = {"role": place.role, "unit": place.unit_id, "seen": changing.version(place)}
    form = ChangeRoleForm(request.POST if request.method == "POST" else None, office=office, initial=now)
    if form.is_valid():
        return _role_changed(request, office, found, place, form)
    return _role_page(request, found, place, form, 422 if form.errors else 200)


def _role_page(request, found, place, form, status):
    trail = [
        {"label": "Pengguna", "url": reverse("accounts:people")},
        {"label": found.name, "url": reverse("accounts:person", args=[found.pk])},
        {"label": "Ubah peran"},
    ]
    context = {"form": form, "person": found, "place": place, "trail": trail}
    return render(request, "accounts/people/role.html", context, status=status)


@recent
def _role_changed(request, office, found, place, form):
    seen = form.cleaned_data["seen"]
    try:
        changing.change_role(office, found, place.pk, **form.chosen, seen=seen, request=request)
    except changing.Faster:
        form = ChangeRoleForm(office=office, initial=form.chosen | {"seen": changing.version(place)})
        messages.warning(request, FASTER)
        return _role_page(request, found, place, form, 409)
    messages.success(request, "Peran diubah. Berlaku sejak halaman berikutnya yang dibuka orang ini.")
    return redirect("accounts:person", found.pk)


@require_POST
def role_take(request, pk, membership):
    office, found = _found(request, pk)
    if membership not in [place.pk for place in found.places]:
        raise Http404
    rules.require_other(office, found)
    return _taken(request, office, found, membership)


@recent
def _taken(request, office, found, membership):
    try:
        changing.take_role(office, found, membership, seen=request.POST.get("seen", ""), request=request)
    except changing.Faster:
        messages.warning(request, FASTER)
        return _page(request, office, found, status=409)
    messages.success(request, "Peran dicabut.")
    is_left = len(found.places) > 1
    return redirect("accounts:person", found.pk) if is_left else redirect("accounts:people")


@require_POST
def act(request, pk):
    office, found = _found(request, pk)
    rules.require_other(office, found)
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _acted(request, office, found, form.cleaned_data["act"])


@recent
def _acted(request, office, found, chosen):
    change, told = _ACTS[chosen]
    try:
        change(office, found, request=request)
    except inviting.MailboxFull:
        messages.warning(request, "Sudah lima surel dikirim ke alamat ini dalam satu jam. Kirim ulang nanti.")
    else:
        messages.success(request, told)
    is_left = office.people().filter(pk=found.pk).exists()
    return redirect("accounts:person", found.pk) if is_left else redirect("accounts:people")

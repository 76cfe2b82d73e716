"""Great acts ask once more who is there: the password or a code, unless one was given within the last minutes.

    @recent
    def _closed(request, period):  # the act itself, after lookup, permission and form
        ...

The question stands on a page of its own that carries along what was typed, and sends it to the same address together
with the answer. So nothing is kept on the server, nothing typed is lost, and lookup, permission and form run again.
"""

from functools import wraps

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render

from accounts import limits, trail
from accounts.second_factor import rules
from accounts.second_factor.forms import CodeForm

PASSWORD, CODE, READING = "konfirmasi-sandi", "konfirmasi-kode", "konfirmasi-baca"
_OWN = (PASSWORD, CODE, READING, "csrfmiddlewaretoken")
TEMPLATE = "account/confirm_identity.html"


def recent(view=None, *, reading=False):
    """Before the act, and with `reading` before the page is shown as well. Takes (request, …) and gives a response."""
    if view is None:
        return lambda inner: recent(inner, reading=reading)

    @wraps(view)
    def confirmed(request, *args, **kwargs):
        if not _must_confirm(request, reading):
            return view(request, *args, **kwargs)
        return ask(request, lambda request: view(request, *args, **kwargs))

    return confirmed


def _must_confirm(request, reading):
    if not settings.REAUTHENTICATION_SECONDS or (request.method != "POST" and not reading):
        return False
    seconds = rules.seconds_since_proof(request)
    return seconds is None or seconds > settings.REAUTHENTICATION_SECONDS


def ask(request, act, *, only_code=False):
    """The page that asks, or the act once the answer is right."""
    form = _form(request, only_code)
    if form.is_valid():
        form.note()
        request.session.cycle_key()
        home = trail.home_of(request.user)
        trail.note_access("identity.confirmed", request=request, institution=home, actor=request.user)
        return HttpResponseRedirect(request.get_full_path()) if READING in request.POST else act(request)
    carried = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    is_reading = request.method != "POST" or READING in request.POST
    context = {"form": form, "carried": carried, "is_reading": is_reading, "has_files": bool(request.FILES)}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _form(request, only_code):
    answers = {name: request.POST[name] for name in (PASSWORD, CODE) if name in request.POST}
    return ConfirmForm(answers or None, request=request, only_code=only_code)


class ConfirmForm(forms.Form):
    """Either answer will do; who has no second factor is only asked for the password."""

    def __init__(self, data, *, request, only_code):
        super().__init__(data)
        self.request, self.user = request, request.user
        reveal = {"autocomplete": "current-password", "data-reveal": ""}
        if not only_code:
            widget = forms.PasswordInput(attrs=reveal)
            self.fields[PASSWORD] = forms.CharField(label="Kata sandi", required=False, widget=widget, strip=False)
        if only_code or rules.has_factor(self.user):
            digits = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
            label = "Kode" if only_code else "Atau kode dari aplikasi autentikator"
            widget = forms.TextInput(attrs=digits)
            self.fields[CODE] = forms.CharField(label=label, required=False, max_length=20, widget=widget)

    def clean(self):
        given = super().clean()
        self.note = None
        if given.get(CODE):
            self._check_code(given[CODE])
        elif given.get(PASSWORD):
            self._check_password(given[PASSWORD])
        elif not self.errors:
            self.add_error(next(iter(self.fields)), "Isi kata sandi." if PASSWORD in self.fields else "Isi kode.")
        return given

    def _check_code(self, code):
        form = CodeForm(user=self.user, data={"code": code})
        if form.is_valid():
            self.note = lambda: self._passed(form)
        else:
            self.add_error(CODE, form.errors["code"])

    def _passed(self, form):
        form.authenticator.record_usage()
        rules.note_passed(self.request, form.authenticator.type)

    def _check_password(self, password):
        """Counted like a sign-in to this account from this address, so this page is no way around that limit."""
        address, email = get_adapter().get_client_ip(self.request), self.user.email
        if wait := limits.take(limits.PAIR, address, email):
            self.add_error(PASSWORD, f"Terlalu banyak percobaan. Coba lagi {-(-wait // 60)} menit lagi.")
        elif not self.user.check_password(password):
            self.add_error(PASSWORD, "Kata sandi tidak cocok.")
        else:
            limits.free(limits.PAIR, address, email)
            self.note = lambda: rules.note_password(self.request)

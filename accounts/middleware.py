"""Who asks: nobody gets past the sign-in, and a person works in one of the own memberships."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode

from accounts import session_times
from accounts.formats import wants_json
from accounts.typed import typed_texts

SESSION_KEY = "membership"


class Sessions(SessionMiddleware):
    """A session that has ended takes its cookie away with the next page, never with what a script gets.

    Such an answer may arrive late, from a tab that is already closed, when the same person has signed in again in
    another one: the new cookie must not go with the old session.
    """

    def process_request(self, request):
        super().process_request(request)
        if session_times.is_over(request.session):
            request.session.flush()

    def process_view(self, request, view, args, kwargs):
        if session_times.is_act(request):
            session_times.note_act(request.session)

    def process_response(self, request, response):
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie and cookie["max-age"] == 0 and not response.get("Content-Type", "").startswith("text/html"):
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


class SignInRequired(LoginRequiredMiddleware):
    """A script learns that the session has ended, instead of being sent to a page that it cannot show.

    Whoever wrote something meanwhile gets it back before they sign in.
    """

    def handle_no_permission(self, request, view_func):
        if wants_json(request):
            response = JsonResponse({"masuk": resolve_url(self.get_login_url(view_func))}, status=401)
            response["Cache-Control"] = "no-store"
            return response
        if request.method == "POST" and (texts := typed_texts(request)):
            context = {"texts": texts, "sign_in": f"{resolve_url(self.get_login_url(view_func))}?{_next(request)}"}
            response = render(request, "account/ended.html", context, status=403)
            response["Cache-Control"] = "no-store"
            return response
        return super().handle_no_permission(request, view_func)


def _next(request):
    return urlencode({"next": request.get_full_path()})


class ActiveMembership:
    """It steers the home page and the menu, never what may be seen or done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = _active(request) if request.user.is_authenticated else None
        return self.get_response(request)


def _active(request):
    memberships = request.user.all_memberships
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.pk == chosen), memberships[0] if memberships else None)

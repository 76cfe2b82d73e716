"""What every response carries, and which pages may be read without an account."""

import pytest
from django.urls import URLPattern, get_resolver

pytestmark = pytest.mark.django_db

# Whoever adds a page here says why no account is needed.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accessibility",  # whoever cannot use the sign-in page must be able to read it
    "accounts:session",  # tells a page that its session is over
    "admin:login",  # leads to the sign-in page
    "accounts:invitation",  # whoever is invited has no password yet
    "mfa_authenticate",  # the second step of signing in
    "assessments:upload",  # these two answer a script with 401 themselves
    "assessments:upload_create",
    "healthz",
    "help",  # how to sign in is help too
    "reports:verify",
    "reports:verify_form",
    "shortcuts",
    "states",  # only with DEMO
}


def routes(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.callback
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern.url_patterns, inner)


def test_pages_without_an_account_are_these_and_no_others():
    found = {name for name, view in routes(get_resolver().url_patterns) if not getattr(view, "login_required", True)}

    assert found == PUBLIC


@pytest.mark.parametrize(
    "address", ["/", "/akun/", "/kelola/periode/", "/hasil/", "/reviu/", "/penilaian/", "/instrumen/"]
)
def test_everything_else_leads_to_the_sign_in_page(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response.url == f"/masuk/?next={address}"


@pytest.mark.parametrize(
    "address", ["/masuk/", "/healthz", "/", "/tidak-ada/", "/static/css/portal.css", "/verifikasi/"]
)
def test_content_policy_is_everywhere(client, address):
    response = client.get(address)
    response.close()
    policy = response.get("Content-Security-Policy", "")

    if not address.startswith("/static/"):
        assert "default-src 'self'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/akun/", "/tidak-ada/", "/instrumen/"])
def test_pages_of_signed_in_people_are_not_stored(client, operator, address):
    client.force_login(operator)

    assert "no-store" in client.get(address)["Cache-Control"]


def test_the_sign_in_page_is_not_stored_either(client):
    assert "no-store" in client.get("/masuk/")["Cache-Control"]

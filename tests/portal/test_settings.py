"""Outside DEBUG the portal starts with safe values only, and names each one that is not. Each start is a real one."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {
    "DEBUG": "false",
    "DEMO": "false",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "spbe.contoh.go.id",
    "BASE_URL": "https://spbe.contoh.go.id",
    "TRUSTED_PROXY_COUNT": "1",
    "DATABASE_URL": "postgres://spbe@localhost/spbe",
}
NAMED = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DEMO", "REQUIRE_SECOND_FACTOR", "REAUTHENTICATION_SECONDS")
READ = """
import json
from django.conf import settings
names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY " \
    "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER CSRF_TRUSTED_ORIGINS".split()
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture
def start(tmp_path):
    def run(*arguments, **changes):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        values = {name: value for name, value in (SAFE | changes).items() if value is not None}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=kept | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "spbe_portal.settings"} | values,
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "pendek"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "hanya-untuk-pengembangan-jangan-dipakai-di-luar-debug-0123456789"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "spbe.contoh.go.id,*.go.id"),
        ("BASE_URL", None),
        ("BASE_URL", "spbe.contoh.go.id"),
        ("BASE_URL", "http://spbe.contoh.go.id"),
        ("DEMO", "true"),
        ("REQUIRE_SECOND_FACTOR", "false"),
        ("REAUTHENTICATION_SECONDS", "0"),
        ("REAUTHENTICATION_SECONDS", "86400"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_is_named(start, name, value):
    run = start("manage.py", "check", **{name: value})

    assert run.returncode != 0
    message = run.stderr.splitlines()[-1]
    named = {known for known in NAMED if f"{known} (" in message}
    assert named == {name}
    assert name != "SECRET_KEY" or not value or value not in message


def test_all_unsafe_values_are_told_at_once(start):
    message = start("manage.py", "check", SECRET_KEY="x", ALLOWED_HOSTS="*", BASE_URL="", DEMO="true").stderr

    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DEMO"):
        assert f"{name} (" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "ya"),
        ("EVIDENCE_MAX_MB", "dua lima"),
        ("EVIDENCE_MAX_MB", "0"),
        ("EVIDENCE_QUOTA_MB", "-1"),
        ("EVIDENCE_MAX_PER_ANSWER", "2,5"),
        ("JOB_LEASE_SECONDS", "²"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("CONN_MAX_AGE", "lama"),
        ("WEB_CONCURRENCY", "banyak"),
        ("LOG_LEVEL", "ramai"),
        ("BASE_URL", "https://[::1"),
        ("CLAMD_ADDRESS", "localhost:clamd"),
        ("CLAMD_ADDRESS", "clamd"),
        ("DATA_DIR", "/dev/null/data"),
    ],
)
def test_an_unreadable_value_stops_the_start_with_its_name_and_what_to_write(start, name, value):
    run = start("manage.py", "check", **{name: value})

    assert run.returncode != 0
    message = run.stderr.splitlines()[-1]
    assert f"{name} (tulis " in message
    assert f'sekarang "{value}"' in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "rahasia"),
        ("DATABASE_URL", "postgres://spbe:rahasia@localhost:lima/spbe"),
        ("DATABASE_URL", "postgres://spbe:rahasia@localhost"),
        ("DATABASE_URL", "mysql://spbe:rahasia@localhost/spbe"),
        ("EMAIL_URL", "rahasia"),
        ("EMAIL_URL", "smtp://portal:rahasia@localhost:surat"),
    ],
)
def test_an_unreadable_address_is_named_without_its_password(start, name, value):
    run = start("manage.py", "check", **{name: value})

    assert run.returncode != 0
    assert f"{name} (tulis " in run.stderr.splitlines()[-1]
    assert "rahasia" not in run.stderr.splitlines()[-1]


def test_an_empty_value_counts_as_not_given(start):
    run = start("manage.py", "check", EVIDENCE_MAX_MB="", EMAIL_URL="", WEB_CONCURRENCY="", LOG_LEVEL=" ")

    assert run.returncode == 0, run.stderr


def test_production_settings_pass_the_deployment_check(start):
    run = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert run.returncode == 0, run.stderr
    assert "0 silenced" in run.stdout


def test_cookies_and_transport_in_production(start):
    run = start("-c", READ)

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-sesi",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "CSRF_TRUSTED_ORIGINS": ["https://spbe.contoh.go.id"],
    }


def test_no_proxy_header_is_believed_without_a_proxy(start):
    run = start("-c", READ, TRUSTED_PROXY_COUNT="0")

    assert json.loads(run.stdout)["SECURE_PROXY_SSL_HEADER"] is None


def test_state_lies_under_one_folder(start, tmp_path):
    start("manage.py", "check")

    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["documents", "evidence", "previews"]

"""Values of the environment. One that cannot be read stops the start, with its name and with what to write instead.

A value that is empty counts as not given.
"""

import logging
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
DATABASES = {"postgres", "postgresql", "sqlite"}
DATABASE_HINT = "tulis postgres://pengguna:sandi@host:5432/nama, atau kosongkan untuk SQLite di DATA_DIR"
MAIL_HINT = "tulis misalnya smtp+tls://pengguna:sandi@host:587, atau kosongkan supaya surel ditulis ke log"


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def words(name, default=()):
    return [word for word in map(str.strip, text(name).split(",")) if word] or list(default)


def flag(name, default):
    value = text(name, YES[0] if default else NO[0])
    if value.lower() not in (*YES, *NO):
        raise _unreadable(name, "tulis true atau false", value)
    return value.lower() in YES


def whole(name, default, least=1):
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise _unreadable(name, f"tulis bilangan bulat paling sedikit {least}", value)
    return int(value)


def log_level(name, default):
    levels = logging.getLevelNamesMapping()
    value = text(name, default)
    if value.upper() not in levels:
        raise _unreadable(name, f"tulis salah satu dari {', '.join(sorted(levels))}", value)
    return value.upper()


def web_address(name, default):
    value = text(name, default).rstrip("/")
    try:
        urlsplit(value).port  # noqa: B018 (reading it is what fails)
    except ValueError as error:
        raise _unreadable(name, "tulis alamat lengkap portal, misalnya https://spbe.contoh.go.id", value) from error
    return value


def socket_address(name):
    """The path of a Unix socket, host:port, or nothing."""
    value = text(name)
    host, _, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise _unreadable(name, "tulis jalur soket yang diawali /, atau host:porta", value)
    return value


def folder(name, default):
    path = Path(text(name, str(default))).resolve()
    try:
        path.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise _unreadable(name, "tulis folder yang dapat dibuat dan ditulisi portal", str(path)) from error
    return path


def database(name, default):
    # A password may stand in it, so the value is not told.
    value = text(name, default)
    try:
        found = environ.Env.db_url_config(value) if urlsplit(value).scheme in DATABASES else {}
    except ValueError as error:
        raise _unreadable(name, DATABASE_HINT) from error
    if not found.get("NAME"):
        raise _unreadable(name, DATABASE_HINT)
    return found


def mail(name, default):
    try:
        return environ.Env.email_url_config(text(name, default))
    except (ValueError, ImproperlyConfigured) as error:
        raise _unreadable(name, MAIL_HINT) from error


def _unreadable(name, hint, value=None):
    told = "" if value is None else f'; sekarang "{value}"'
    return ImproperlyConfigured(f"Portal tidak dijalankan karena nilai ini tidak dapat dibaca: {name} ({hint}{told})")

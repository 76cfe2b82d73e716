"""A person at a questionnaire page: signed in by cookie, and ready when the page keeps what is typed."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

UNIT = "/penilaian/lampung-2023/DINKES/"
SAVED = "Tersimpan pukul"


def signed_in(context, address, user):
    """Give this browser a session of the user. Quicker than the form, which has tests of its own."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}])
    return context


def opened(context, address, number=1):
    """A tab with the questionnaire page of one indicator."""
    page = context.new_page()
    page.goto(f"{address}{UNIT}indikator/{number}/")
    return ready(page)


def ready(page):
    expect(page.locator("html[data-autosave=ready]")).to_have_count(1)
    return page


def text(page):
    return page.locator("textarea#id_explanation")


def state(page):
    """The place that says whether what was typed is saved."""
    return page.locator("[data-save-state]")


def expect_state(page, words):
    expect(state(page).locator("[data-state]:visible")).to_contain_text(words)


def kept_on_device(page):
    """How many changes this browser still holds, for whomever."""
    return page.evaluate(_COUNT)


def expect_nothing_kept(page):
    for _ in range(100):
        if kept_on_device(page) == 0:
            return
        page.wait_for_timeout(50)
    raise AssertionError("This browser still holds changes.")


_COUNT = """async () => {
  const open = indexedDB.open("portal");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = base.transaction("changes").objectStore("changes").count();
  const number = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  base.close();
  return number;
}"""

"""A person at a questionnaire page: signed in by cookie, and ready when the page keeps what is typed."""

import base64
import random

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from assessments.models import Answer
from tests.corpus.pdfs import pdf, stream

UNIT = "/penilaian/lampung-2023/DINKES/"
SAVED = "Tersimpan pukul"
MOST_TABS = 120
# The smallest is a laptop's 1280 pixels at a zoom of 400 %.
WINDOWS = {"laptop": (1366, 768), "phone": (390, 844), "small": (320, 640)}
# Axe would copy imported style sheets into the page for a rule that is not asked for, which our own policy forbids;
# and it leaves the size of targets (WCAG 2.5.8) out unless it is asked for.
AXE_OPTIONS = {"preload": {"assets": ["media"]}, "rules": {"target-size": {"enabled": True}}}


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


def expect_accessible(page):
    """No violation of WCAG that axe can see."""
    page.evaluate(_UNSTICK)  # what a fixed bar covers just now is not too small: it can be scrolled to
    found = Axe().run(page, options=AXE_OPTIONS)
    page.evaluate(_STICK)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


_UNSTICK = """() => {
  for (const one of document.body.querySelectorAll("*")) {
    if (!["sticky", "fixed"].includes(getComputedStyle(one).position) || one.closest("dialog")) continue;
    one.dataset.wasAt = one.style.position;
    one.style.position = "static";
  }
}"""
_STICK = """() => {
  for (const one of document.querySelectorAll("[data-was-at]")) {
    one.style.position = one.dataset.wasAt;
    delete one.dataset.wasAt;
  }
}"""


def text(page):
    return page.locator("textarea#id_explanation")


def state(page):
    """The place that says whether what was typed is saved."""
    return page.locator("[data-save-state]")


def expect_state(page, words):
    expect(state(page).locator("[data-state]:visible")).to_contain_text(words)


def expect_question_at_closing(page):
    """The browser asks before this tab closes; the person stays, and the page says what it said before."""
    before, asked = state(page).locator("[data-state]:visible").inner_text(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    expect_state(page, before.strip())
    assert asked == ["beforeunload"]


def kept_on_device(page, what="changes"):
    """How many changes (or files) this browser still holds, for whomever."""
    return page.evaluate(_COUNT, what)


def expect_nothing_kept(page, what="changes"):
    for _ in range(600):
        if kept_on_device(page, what) == 0:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"This browser still holds {what}.")


def expect_somewhere(page, words, stored):
    """On the device or on the server, long before anybody presses a button; nothing but time is waited for."""
    for _ in range(100):
        if words in page.evaluate(_VALUES) or stored() == words:
            return
        page.wait_for_timeout(20)
    raise AssertionError("Neither the device nor the server has what was typed.")


_VALUES = """async () => {
  const open = indexedDB.open("portal");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = base.transaction("changes").objectStore("changes").getAll();
  const rows = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  base.close();
  return rows.map((row) => row.value);
}"""
_COUNT = """async (what) => {
  const open = indexedDB.open("portal");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = base.transaction(what).objectStore(what).count();
  const number = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  base.close();
  return number;
}"""


def stored(number):
    """The answer of Dinas Kesehatan as the database has it."""
    return Answer.objects.with_parents().get(assessment__unit__code="DINKES", indicator__number=number)


def tab_to(page, target, key="Tab"):
    """Tab until the target has the focus; what cannot be reached so is out of reach for many."""
    target = target.first
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {key}")


def press(page, target, key="Enter", by="Tab"):
    tab_to(page, target, by)
    page.keyboard.press(key)


def document(name, size=950_000):
    """A PDF of that size, the same for the same name."""
    noise = random.Random(name).randbytes(size - 700)
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(stream(b"", noise))}


def drop(page, *files):
    """Let go of files over the heading; whether the box for files was marked while they hovered, and only then."""
    dropped = [{"name": one["name"], "bytes": base64.b64encode(one["buffer"]).decode()} for one in files]
    return page.evaluate(_DROP, dropped)


_DROP = """async files => {
  const data = new DataTransfer();
  const decoded = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  for (const {name, bytes} of files) data.items.add(new File([decoded(bytes)], name));
  const heading = document.querySelector('h1'), how = {dataTransfer: data, bubbles: true, cancelable: true};
  const tell = kind => heading.dispatchEvent(new DragEvent(kind, how));
  tell('dragenter');
  const isMarked = document.querySelector('[data-drop-box]').classList.contains('is-target');
  tell('drop');
  return isMarked && !document.querySelector('[data-drop-box]').classList.contains('is-target');
}"""

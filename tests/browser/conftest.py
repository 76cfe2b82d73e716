"""Debian's chromium, the real server, and the rules that every page must pass."""

import re

import pytest

from assessments import workflow
from assessments.models import Answer
from tests import factories
from tests.browser.filling import expect_accessible, signed_in

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PARTS = {"stylesheet", "script", "image", "font"}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


class Visitor:
    """A person at a browser: goes through pages and fails on any that axe, the console or the network complains of."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.troubles = []
        page.on("console", lambda message: message.type == "error" and self._note(message.text))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("requestfailed", lambda request: self._note(f"{request.url} {request.failure}"))
        page.on("request", self._stay_home)
        page.on("response", self._note_missing_part)

    def _note(self, text):
        # A download ends the navigation that asked for it; and a status that a test wants is asserted by the test.
        # htmx logs the question about an effect that a newer choice replaced as an error of its own.
        replaced = text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
        if "net::ERR_ABORTED" not in text and "status of 4" not in text and not replaced:
            self.troubles.append(text)

    def _stay_home(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"outside request: {request.url}")

    def _note_missing_part(self, response):
        if response.status >= 400 and response.request.resource_type in PARTS:
            self.troubles.append(f"{response.url} {response.status}")

    def go(self, path, status=200):
        response = self.page.goto(self.address + path)
        assert response.status == status, path
        self.check()

    def sign_in(self, user):
        self.page.context.clear_cookies()
        self.page.goto(self.address + "/masuk/")
        self.page.get_by_label("Surel").fill(user.email)
        self.page.locator("input[type=password]").fill(factories.PASSWORD)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        self.check()

    def check(self):
        """No violation of WCAG that axe can see, no console error, no failed or outside request."""
        self.page.wait_for_load_state()
        expect_accessible(self.page)
        assert self.troubles == [], f"{self.page.url}: {self.troubles}"

    def fits(self):
        """Nothing makes the page scroll sideways."""
        excess = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert excess <= 0, f"{self.page.url} is {excess} px too wide"

    def sees(self, text):
        assert re.sub(r"\s+", " ", text) in re.sub(r"\s+", " ", self.page.locator("main").inner_text())


@pytest.fixture
def address(live_server):
    return live_server.url


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def scripted(request):
    return request.param


@pytest.fixture
def visitor(browser, address, scripted):
    """With scripts, and again without: axe needs scripts of its own, so it runs in the first round only."""
    window = {"width": 1366, "height": 768}
    context = browser.new_context(java_script_enabled=scripted, viewport=window, accept_downloads=True)
    visitor = Visitor(context.new_page(), address)
    if not scripted:
        visitor.check = lambda: None
    yield visitor
    context.close()


@pytest.fixture
def laptop(browser, address, operator, period, settings, tmp_path):
    """The operator's browser, with scripts; files go to a folder of the test."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield signed_in(context, address, operator)
    context.close()


@pytest.fixture
def last_year(institution, instrument, coordinator, assessor, unit, operator):
    """2022, closed: every indicator accepted at level 3 with one proof."""
    leads = [(place, unit) for place in range(1, 6)]
    period = factories.make_period(institution, instrument, coordinator, year=2022, leads=leads)
    assessment = period.assessments.get(unit=unit)
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)
    for answer in Answer.objects.filter(assessment=assessment).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    return workflow.close_period(period, by=coordinator)

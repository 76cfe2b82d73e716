"""What the questionnaire costs on a slow line: the real instrument, and static files as production serves them.

Fonts are counted apart.
"""

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread

from assessments import workflow
from indicators.models import Instrument
from tests import factories
from tests.browser.filling import UNIT, ready, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, LATER = 150_000, 25_000
LONG = " ".join(f"Ketentuan ke-{number} ditetapkan dan mengatur unsur yang diminta." for number in range(40))


@pytest.fixture
def instrument(db):
    call_command("load_instrument", "fixtures/instruments/permenpanrb-59-2020.yaml", verbosity=0)
    return Instrument.objects.get(slug="permenpanrb-59-2020")


@pytest.fixture
def period(institution, instrument, coordinator, unit):
    """One unit leads the whole instrument, so that its page lists all of it."""
    about = {"slug": "lampung-2023", "year": 2023, "name": "Penilaian Mandiri 2023"}
    draft = workflow.create_period(institution, by=coordinator, instrument=instrument, **about, **factories.windows())
    indicators = list(instrument.indicators.all())
    services = {one: f"Layanan {one.number}" for one in indicators}
    workflow.load_assignments(draft, [(one, unit, ()) for one in indicators], by=coordinator, services=services)
    return workflow.open_period(draft, by=coordinator)


@pytest.fixture
def written(assessment, operator):
    """The second indicator has a long text and five proofs."""
    answer = factories.fill(assessment.answers.with_parents().get(indicator__number=2), operator, "5", LONG)
    for number in range(4):
        factories.cite_file(answer, operator, content=str(number).encode(), title=f"Laporan pelaksanaan {number}")


@pytest.fixture
def collected(settings, tmp_path):
    """The portal with hashed, compressed files; what this page never asks for is left out, to be quick."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "spbe_portal.static_storage.StaticStorage"}}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "*.map"])
    server = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


class Line:
    """The bytes that came over the wire for each address since the last `taken`, headers included."""

    def __init__(self, page):
        self.addresses, self.bytes = {}, {}
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self._note_address)
        self.session.on("Network.loadingFinished", self._note_bytes)
        self.session.send("Network.enable")

    def taken(self):
        taken, self.bytes = self.bytes, {}
        return {address: count for address, count in taken.items() if not address.endswith(".woff2")}

    def _note_address(self, event):
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _note_bytes(self, event):
        address = self.addresses[event["requestId"]]
        self.bytes[address] = self.bytes.get(address, 0) + event["encodedDataLength"]


def test_questionnaire_is_light_and_asks_nobody_else(collected, browser, operator, assessment, written):
    context = browser.new_context()
    page = signed_in(context, collected, operator).new_page()
    line = Line(page)

    page.goto(f"{collected}{UNIT}indikator/1/")
    ready(page).wait_for_load_state("networkidle")
    first = line.taken()
    page.goto(f"{collected}{UNIT}indikator/2/")
    ready(page).wait_for_load_state("networkidle")
    later = line.taken()
    listed = page.locator(".sidebar a[href*='/indikator/']").count()
    context.close()

    assert listed > 40, "the whole instrument stands beside the answer"
    assert any(".css" in address for address in first) and sum(".js" in address for address in first) > 10
    assert sum(first.values()) <= FIRST, first
    assert 0 < sum(later.values()) <= LATER, later
    assert [address for address in line.addresses.values() if not address.startswith((collected, "data:"))] == []

"""WCAG 1.4.12: whoever spreads letters, words, lines and paragraphs loses no text, whatever the window."""

import pytest

from assessments.models import Answer
from tests import factories
from tests.browser.filling import UNIT, WINDOWS, ready, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# A constructed sheet, since our own policy forbids a style element.
SPREAD = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }
  `);
  document.adoptedStyleSheets = [sheet];
}"""
CUT = """() => {
  const hides = (how) => how === "hidden" || how === "clip";
  const isToldBelow = (one) => one.closest("summary")?.nextElementSibling.textContent.includes(one.textContent);
  const isCut = (one) => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!one.innerText?.trim() || !one.checkVisibility() || box.width <= 1) return false;  // only for screen readers
    return (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 2)
      || (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 2);
  };
  const cut = [...document.body.querySelectorAll("*")].filter((one) => isCut(one) && !isToldBelow(one));
  return cut.map((one) => one.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("scripted", [True], indirect=True)
@pytest.mark.parametrize("window", WINDOWS)
def test_spread_text_is_not_cut(visitor, window, last_year, period, operator, address):
    width, height = WINDOWS[window]
    page = visitor.page
    page.set_viewport_size({"width": width, "height": height})
    first = Answer.objects.with_parents().get(
        assessment__period=period, assessment__unit__code="DINKES", indicator__number=1
    )
    factories.fill(first, operator)
    signed_in(page.context, address, operator)
    for path in (f"{UNIT}indikator/1/", f"{UNIT}periksa/", "/"):
        page.goto(address + path)
        if "indikator" in path:
            ready(page)
        before = page.evaluate("document.body.scrollHeight")

        page.evaluate(SPREAD)

        assert page.evaluate("document.body.scrollHeight") > before, "the text is spread"
        assert page.evaluate(CUT) == [], path
        visitor.fits()

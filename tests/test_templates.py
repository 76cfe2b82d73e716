"""What holds for every template, so that no page has to be opened to find it out."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = (ROOT / "static/vendor/icons/sprite.svg").read_text()
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "templates")))
class TestTemplate:
    def test_nothing_inline_that_the_content_policy_refuses(self, page):
        text = page.read_text()

        assert not re.search(r"\sstyle\s*=", text)
        assert not re.search(r"\son[a-z]+\s*=", text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)
        assert "<style" not in text

    def test_every_icon_is_in_the_sprite(self, page):
        used = set(re.findall(r'_icon\.html" with name="([^"]+)"', page.read_text()))

        assert used - ICONS == set()

    def test_no_instrument_is_written_into_a_page(self, page):
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", page.read_text())

        assert not re.search(r"\bSPBE\b|\bPemdi\b", text)

"""The strip below the header: how loud it is and what it tells, by the time that is left."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string

from assessments.deadlines import Deadline

NOW = datetime(2023, 6, 15, 3, tzinfo=UTC)
PLACE = SimpleNamespace(zone=ZoneInfo("Asia/Jakarta"), time_zone="Asia/Jakarta")


@pytest.mark.parametrize(
    ("days", "loudness", "words", "offers"),
    [
        (15, "is-info", "Sisa 15 hari.", False),
        (14, "is-warning", "Sisa 14 hari.", False),
        (4, "is-warning", "Sisa 4 hari.", False),
        (3, "is-danger", "Sisa 3 hari.", True),
        (0, "is-danger", "Sisa 5 jam 20 menit.", True),
    ],
)
def test_strip_grows_louder_towards_the_end(days, loudness, words, offers):
    closes = NOW + timedelta(days=days, hours=5, minutes=20)
    deadline = Deadline("Penilaian mandiri", closes, NOW, False, days, 5, 20, extension_url="/perpanjangan/")

    html = render_to_string("components/_deadline.html", {"deadline": deadline, "institution": PLACE})

    assert f'class="deadline-strip {loudness}"' in html and words in html
    assert ("Ajukan perpanjangan</a>" in html) == offers
    told = re.search(r'data-closes-at="([^"]+)"', html)
    assert datetime.fromisoformat(told[1]) == closes

"""Saving while somebody types: a script posts what changed to the page's own address and reads JSON."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Answer, Event, Revision
from tests import factories
from tests.assessments.autosaving import autosave
from tests.assessments.filling import actions, refreshed

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_changed_field_is_saved_and_told(filler, answer, operator):
    response = autosave(filler, answer, score="3")

    told = response.json()
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert told["versi"] == {"score": 1, "explanation": 0, "reply": 0}
    assert (told["status"], told["status_teks"], told["lengkap"], told["jumlah"]) == ("draft", "Draf", 0, 3)
    assert told["kurang"]["bidang"] == "explanation"
    assert "nilai" not in told
    saved = refreshed(answer)
    assert (saved.score, saved.version, saved.score_version, saved.updated_by) == (Decimal(3), 1, 1, operator)
    assert actions(answer.assessment) == ["answer.saved"]
    revision = Revision.objects.get()
    assert (revision.score, revision.author, revision.origin, revision.version) == (Decimal(3), operator, "typed", 1)

"""A received file is looked into, and its size is told in words."""

import pytest

from assessments import uploads
from assessments.uploads import check, megabytes, stage
from assessments.validators.rejection import Rejected
from tests.assessments.receiving import MB
from tests.corpus import HOSTILE, content_of
from tests.corpus.pdfs import pdf

pytestmark = pytest.mark.usefixtures("megabyte")


def test_good_file_passes_the_check():
    staged = stage("Peraturan Gubernur.pdf", pdf())

    assert check(staged).extension == "pdf"
    staged.close()


@pytest.mark.parametrize("trick", ["pdf-javascript", "empty", "docx-encrypted"])
def test_hostile_file_fails_the_check(trick):
    name, content, code = HOSTILE[trick]
    staged = stage(name, content_of(content))

    with pytest.raises(Rejected) as refusal:
        check(staged)

    assert refusal.value.code == code
    staged.close()


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0"), (1, "0,1"), (25 * MB, "25"), (25 * MB + 1, "25,1"), (26_300_000, "26,3"), (125 * MB, "125")],
)
def test_megabytes_are_rounded_up(size, text):
    assert megabytes(size) == text


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 KB"), (450_001, "451 KB"), (1_000_000, "1 MB"), (2_400_000, "2,4 MB")]
)
def test_size_below_a_megabyte_is_told_in_kilobytes(size, text):
    assert uploads.told_size(size) == text

"""Damaged files never break the inspection, and what it still accepts is what it says (reliability.md U1, the cut)."""

import random
import resource
import zipfile

import pikepdf
import pytest
from PIL import Image

from assessments.validators.inspection import inspect
from assessments.validators.rejection import Rejected
from tests.corpus import GOOD, content_of

SEED = 20261124
ROUNDS = 20
MAX_GROWTH_KB = 100_000


def flip_bits(content, dice):
    for _ in range(dice.randint(1, 20)):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def cut_end(content, dice):
    del content[dice.randrange(len(content)) :]


def cut_middle(content, dice):
    start = dice.randrange(len(content))
    del content[start : start + dice.randint(1, 200)]


def repeat_middle(content, dice):
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.randint(1, 2_000)]


def overwrite_numbers(content, dice):
    start = dice.randrange(len(content))
    content[start : start + 4] = dice.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"9999"])


def swap_head(content, dice):
    content[:8] = content_of(GOOD[dice.choice(list(GOOD))])[:8]


def mix_in_other(content, dice):
    other = content_of(GOOD[dice.choice(list(GOOD))])
    start = dice.randrange(len(content))
    content[start:start] = other[: dice.randint(1, 3_000)]


MUTATIONS = [flip_bits, cut_end, cut_middle, repeat_middle, overwrite_numbers, swap_head, mix_in_other]


@pytest.fixture(scope="module", autouse=True)
def memory_stays_bounded():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MAX_GROWTH_KB


def test_enough_cases():
    assert len(GOOD) * ROUNDS >= 500


@pytest.mark.parametrize("name", GOOD)
def test_damaged_file_is_refused_or_still_what_it_says(tmp_path, name):
    path = tmp_path / "staged"
    for number in range(ROUNDS):
        dice = random.Random(f"{SEED}/{name}/{number}")
        content = bytearray(content_of(GOOD[name]))
        MUTATIONS[number % len(MUTATIONS)](content, dice)
        path.write_bytes(content)

        try:
            found = inspect(path, name)
        except Rejected:
            continue

        assert name.lower().endswith((found.extension, "jpeg")), number
        assert_parses(path, found.extension)


def assert_parses(path, extension):
    if extension == "pdf":
        with pikepdf.open(path) as document:
            assert len(document.pages) == 1
    elif extension in ("jpg", "png"):
        with Image.open(path) as image:
            image.load()
            assert image.format in ("JPEG", "MPO", "PNG")
    else:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None

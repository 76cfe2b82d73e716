"""1,000 seeded uploads through the portal (U1, the cut; U3): nothing breaks, nothing wrong stays, nothing good is lost.

Every bomb and every twentieth of the other files goes through the process that looks into files from outside, behind
its limits. The rest is looked into here, which says the same (the sample shows it) and spares a process each.
"""

import gc
import itertools
import json
import random
import re
import string
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from assessments import uploads
from assessments.models import Evidence, Upload
from assessments.validators import sandbox, worker
from assessments.validators.inspection import EXTENSIONS, extension_of, inspect
from assessments.validators.rejection import SENTENCES, Rejected
from tests.assessments.filling import answer_url
from tests.assessments.sending import ENDPOINT, metadata
from tests.assessments.test_inspection_fuzz import MUTATIONS, assert_parses
from tests.corpus import EXE, GOOD, HOSTILE, HTML, JAR, LNK, SVG, content_of, pdfs
from tests.corpus.documents import docx
from tests.corpus.pdfs import TEXT, pdf
from tests.corpus.pictures import picture

pytestmark = pytest.mark.django_db

SEED = 20261124
NAMES = [
    "../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/cron.d/a.pdf", "C:\\a.pdf", "%2e%2e%2fa.pdf", "a\0b.pdf",
    "a\r\nX: y.pdf", "a" * 300 + ".pdf", "\u202egpj.exe.pdf",
    "CON.pdf", "nul.pdf", "LPT1.pdf", "....pdf", "-rf.pdf", ".htaccess.pdf",
    "😀.pdf", '"><script>.pdf', "a;b.pdf", "a'b.pdf", "~/.ssh/id.pdf", "a/./b/../c.pdf", "\ufeffa.pdf",
    "é\u0301.pdf", " a .pdf", "a.pdf/",
]  # fmt: skip
STORED = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{30}")


SAMPLE = 20
MEMORY = 300_000  # KB that looking into a file may take (U1); the worst of these takes 165,000
BOMBS = {trick: row[:2] for trick, row in HOSTILE.items() if row[2] in ("bomb", "pixels")} | {
    "docx-nested-bomb": HOSTILE["docx-nested-bomb"][:2],
    "pdf-of-nested-arrays": ("a.pdf", lambda: pdfs.nested_arrays(200_000)),
    "pdf-of-nested-pages": ("a.pdf", lambda: pdfs.nested_pages(5_000)),
    "pdf-of-a-huge-object-stream": ("a.pdf", pdfs.object_stream_bomb),
}
# What a person is told about a bomb: that it is too much, damaged, nested or beyond looking into, and what to do.
REFUSALS = [
    re.sub(r"\\{\w+\\}", ".+", re.escape(SENTENCES[code]))
    for code in ("bomb", "pixels", "truncated", "embedded", "unreadable")
]
# Runs the command that follows, passes on how it ends, and adds to a file what it used: KB, seconds of CPU.
MEASURE = """
import json, resource, subprocess, sys
ended = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "a").write(json.dumps([used.ru_maxrss, used.ru_utime + used.ru_stime, ended]) + "\\n")
sys.exit(1 if ended else 0)
"""


@pytest.fixture(autouse=True)
def root(settings, tmp_path, monkeypatch):
    settings.EVIDENCE_ROOT = tmp_path / "data" / "evidence"
    settings.EVIDENCE_MAX_PER_ANSWER = 5_000
    settings.EVIDENCE_MAX_BYTES = 3_000_000
    return settings.EVIDENCE_ROOT


@pytest.fixture(autouse=True)
def sampled(request, monkeypatch):
    """Whether a file is looked into here or behind the limits; what both say of a sample is compared."""
    if "measured" in request.fixturenames:
        return
    turns = itertools.count()

    def look(path, name):
        if next(turns) % SAMPLE:
            return inspect(path, name)
        here, behind = (said_of(way, path, name) for way in (inspect, sandbox.inspect_in_subprocess))
        assert here == behind
        if isinstance(behind, tuple):
            raise Rejected(*behind)
        return behind

    monkeypatch.setattr("assessments.intake.check", lambda file: uploads.check(file, inspect=look))


def said_of(look, path, name):
    try:
        return look(path, name)
    except Rejected as refusal:
        return refusal.code, refusal.message


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """What the process that looks into a file used, file by file."""
    told = tmp_path / "used"
    monkeypatch.setattr(sandbox, "_COMMAND", [sys.executable, "-c", MEASURE, str(told), *sandbox._COMMAND])
    yield lambda: [json.loads(line) for line in told.read_text().splitlines()]
    told.unlink(missing_ok=True)


def dice_of(kind, number):
    return random.Random(f"{SEED}/{kind}/{number}")


def mutated(number):
    dice = dice_of("mutated", number)
    name = list(GOOD)[number % len(GOOD)]
    content = bytearray(content_of(GOOD[name]))
    dice.choice(MUTATIONS)(content, dice)
    return name, bytes(content)


def mismatched(number):
    dice = dice_of("mismatched", number)
    name, other = dice.choice(list(GOOD)), dice.choice(list(EXTENSIONS))
    return f"{Path(name).stem}.{other}", content_of(GOOD[name])


def polyglot(number):
    dice = dice_of("polyglot", number)
    name = dice.choice(list(GOOD))
    parts = [content_of(GOOD[name]), dice.choice([HTML * 40, JAR, EXE * 4, SVG * 40, content_of(GOOD["rekap.xlsx"])])]
    dice.shuffle(parts)
    return name, b"".join(parts)


def active(number):
    dice = dice_of("active", number)
    name, content, _ = HOSTILE[dice.choice([trick for trick in HOSTILE if not callable(HOSTILE[trick][1])])]
    given = dice.choice([name, f"a.{dice.choice(list(EXTENSIONS))}", "a.svg", "a.html", "a.docm", "a.exe"])
    return given, dice.choice([content, content, content, SVG, HTML, EXE, LNK])


def valid(number):
    dice = dice_of("valid", number)
    words = "".join(dice.choices(string.ascii_letters, k=dice.randint(5, 400)))
    size = (dice.randint(5, 90), dice.randint(5, 90))
    return dice.choice(
        [
            lambda: (f"{words[:20]}.pdf", pdf(content=TEXT + b" %% %s" % words.encode())),
            lambda: (f"{words[:20]}.png", picture("PNG", size, dice.choice(["RGB", "L", "RGBA"]))),
            lambda: (f"{words[:20]}.jpg", picture("JPEG", size, quality=dice.randint(20, 95))),
            lambda: (f"{words[:20]}.docx", docx(body=f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")),
        ]
    )()


def named(number):
    dice = dice_of("named", number)
    letters = "".join(chr(dice.choice([dice.randrange(1, 0xD800), dice.randrange(32, 127)])) for _ in range(20))
    return (NAMES[number] if number < len(NAMES) else f"{letters}.pdf"), pdf(content=TEXT + b" %% n%d" % number)


# Of each kind so many are harmless and must be taken: 45 changes hit what no reader minds, 18 endings are the right one
# by chance, and all strange names but three, which are an ending without a name.
@pytest.mark.parametrize(
    ("make", "count", "harmless"),
    [(mutated, 240, 40), (mismatched, 110, 18), (polyglot, 100, 0), (active, 100, 0), (named, 100, 97)],
)
def test_bad_files(tus, answer, root, make, count, harmless):
    ended = Counter()
    for number in range(count):
        name, content = make(number)
        outcome = tus.send(answer, name, content)
        ended[outcome["state"] if isinstance(outcome, dict) else outcome.status_code] += 1

    assert sum(ended.values()) == count
    assert ended.keys() <= {"stored", "rejected", 400, 415}, ended
    assert ended["stored"] >= harmless, ended
    assert_only_what_it_says(root)
    if make in (polyglot, active):
        assert ended["stored"] < count / 5, ended


def test_valid_files_come_back_as_they_were(tus, answer, root):
    for number in range(150):
        name, content = valid(number)
        outcome = tus.send(answer, name, content, piece=dice_of("piece", number).randint(100, 5_000))
        assert outcome["state"] == "stored", (name, outcome)
        download = tus.client.get(f"/bukti/{outcome['evidence']}/unduh/")
        assert b"".join(download.streaming_content) == content
    assert_only_what_it_says(root)


def assert_only_what_it_says(root):
    """Files lie under generated names below the root, and each is of the kind that its name declares."""
    everything = [path for path in root.parent.parent.rglob("*") if path.is_file()]
    proofs = {row.stored_name: row for row in Evidence.objects.all()}
    assert {path.relative_to(root).as_posix() for path in everything} == set(proofs)
    for name, proof in proofs.items():
        assert STORED.fullmatch(name)
        assert proof.media_type == EXTENSIONS[extension_of(proof.original_name)]
        assert not set(proof.original_name) & set('/\\"<>\0\r\n\u202e')
        assert len(proof.original_name.encode()) <= 200
        assert_parses(root / name, EXTENSIONS_BY_TYPE[proof.media_type])


EXTENSIONS_BY_TYPE = {media_type: extension for extension, media_type in reversed(EXTENSIONS.items())}


@pytest.mark.parametrize("trick", BOMBS)
def test_bomb_is_refused_within_the_limits(tus, answer, root, settings, measured, trick):
    settings.EVIDENCE_MAX_BYTES = 30_000_000
    name, content = BOMBS[trick]

    outcome = tus.send(answer, name, content_of(content))

    assert outcome["state"] == "rejected" and any(re.fullmatch(words, outcome["reason"]) for words in REFUSALS)
    ((kilobytes, seconds, ended),) = measured()
    assert ended == 0 and kilobytes <= MEMORY and seconds < worker.MAX_CPU_SECONDS / 2
    assert not Evidence.objects.exists() and not [path for path in root.rglob("*") if path.is_file()]


def test_malformed_pieces(tus, answer, root):
    """100 requests of the protocol with headers changed, lost, doubled or lying."""
    content = pdf()
    url = tus.create(answer, "a.pdf", len(content))["Location"]
    whole = metadata(filename="a.pdf", answer=answer.pk, key="kunci-peramban")
    for number in range(100):
        dice = dice_of("piece", number)
        junk = dice.choice(
            ["", "-1", "9" * 30, "1e3", "0x10", "\x7f", "١", ",", "a b,c d", whole[: dice.randint(1, 40)]]
        )
        headers = {"Upload_Length": 99, "Upload_Offset": 0, "Upload_Metadata": whole, "Content_Length": "10"}
        headers[dice.choice(list(headers))] = dice.choice([junk, None])
        environment = {"CONTENT_LENGTH": junk} if dice.random() < 0.3 else {}
        method, where = dice.choice(
            [("POST", ENDPOINT), ("PATCH", url), ("HEAD", url), ("PATCH", f"{ENDPOINT}{number}/")]
        )
        response = tus.ask(method, where, dice.randbytes(10), environment=environment, **headers)
        assert response.status_code < 500
        assert response.status_code in (200, 201, 204, 400, 404, 409, 413, 415), (number, response.status_code)

    offset = tus.offset(url)
    assert 0 <= offset <= len(content)
    assert Upload.objects.count() <= 2
    assert not Evidence.objects.exists()


def test_malformed_forms(tus, answer, root):
    """100 bodies of the form without scripts, changed, cut or repeated."""
    token = {"version": answer.version, "tindakan": "unggah"}
    whole = encode_multipart(
        BOUNDARY, token | {"files": [SimpleUploadedFile("a.pdf", pdf()), SimpleUploadedFile("b.exe", EXE)]}
    )
    for number in range(100):
        dice = dice_of("form", number)
        body, start = bytearray(whole), dice.randrange(len(whole))
        for _ in range(dice.randint(1, 9)):
            body[dice.randrange(len(body))] = dice.choice(b'\0\r\n-";=:\xff')
        if number % 3 == 0:
            del body[start : start + dice.randint(1, 300)]
        elif number % 3 == 1:
            body[start:start] = body[start : start + dice.randint(1, 300)]
        lying = {"CONTENT_LENGTH": str(dice.choice([0, 10, len(body) // 2]))} if number % 7 == 0 else {}
        response = tus.client.generic("POST", f"{answer_url(answer)}bukti/", bytes(body), MULTIPART_CONTENT, **lying)
        assert response.status_code < 500, number
    gc.collect()
    assert_only_what_it_says(root)

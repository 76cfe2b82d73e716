"""Evidence on disk: its place, its durability, its integrity, and what is swept (reliability.md U3, U12, U13, D3)."""

import errno
import hashlib
import os
import random
import re
import stat
from datetime import timedelta

import pytest

from assessments import storage, uploads
from assessments.storage import safe_display_name

pytestmark = pytest.mark.usefixtures("root")

CONTENT = b"%PDF-1.7 isi berkas"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def stored():
    return storage.store(uploads.stage("surat.pdf", CONTENT))


def test_stored_file_has_a_random_name_in_its_folder_and_is_read_only(root, stored):
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", stored)
    assert (root / stored).read_bytes() == CONTENT
    assert stat.S_IMODE((root / stored).stat().st_mode) == 0o440
    assert list(storage.staging_folder().iterdir()) == []


def test_folder_is_shared_by_names_that_begin_alike(monkeypatch, root):
    staged = uploads.stage("a.pdf", CONTENT), uploads.stage("b.pdf", CONTENT)
    names = iter(["ab" + "0" * 30, "ab" + "1" * 30])
    monkeypatch.setattr("secrets.token_hex", lambda count: next(names))

    assert [storage.store(file) for file in staged] == ["ab/ab" + "0" * 30, "ab/ab" + "1" * 30]


def test_same_content_twice_makes_two_files(stored):
    assert storage.store(uploads.stage("surat.pdf", CONTENT)) != stored


def test_file_is_synced_before_it_is_moved_and_its_folder_after(monkeypatch, root):
    done = []

    def record(name, describe):
        original = getattr(os, name)

        def recorded(*arguments):
            done.append((name, describe(*arguments)))
            return original(*arguments)

        monkeypatch.setattr(os, name, recorded)

    def kind_of(descriptor, *_):
        return "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"

    record("fchmod", kind_of)
    record("fsync", kind_of)
    record("rename", lambda source, target: source.parent.name + " to " + target.parent.parent.name)

    storage.store(uploads.stage("surat.pdf", CONTENT))

    assert done == [
        ("fsync", "folder"),  # the new folder ab/ in its parent
        ("fchmod", "file"),
        ("fsync", "file"),
        ("rename", ".staging to evidence"),
        ("fsync", "folder"),
    ]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_full_disk_is_told_apart_and_leaves_nothing(monkeypatch, root, step, number):
    staged = uploads.stage("surat.pdf", CONTENT)

    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, fail)

    with pytest.raises(storage.StorageFull) as refusal:
        storage.store(staged)

    assert refusal.value.message == (
        "Ruang simpan penuh dan berkas belum disimpan. Beri tahu pengelola portal, lalu unggah kembali"
    )
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_other_faults_of_the_disk_are_not_called_full(monkeypatch, root):
    def fail(*_):
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="I/O error") as fault:
        storage.store(uploads.stage("surat.pdf", CONTENT))

    assert not isinstance(fault.value, storage.StorageFull)


def test_fault_after_the_move_takes_the_file_back(monkeypatch, root):
    staged = uploads.stage("surat.pdf", CONTENT)

    def fail(folder):
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(storage, "_sync_folder", fail)
    monkeypatch.setattr(storage, "_make_folder", lambda folder: folder.mkdir(exist_ok=True))

    with pytest.raises(OSError, match="I/O error"):
        storage.store(staged)

    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_stored_file_is_opened_and_verified(stored):
    with storage.open_evidence(stored, DIGEST) as file:
        assert file.read() == CONTENT

    assert storage.verify(stored, DIGEST)


def test_one_changed_bit_is_found_and_never_handed_out(root, stored):
    (root / stored).chmod(0o640)
    (root / stored).write_bytes(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]))

    assert not storage.verify(stored, DIGEST)
    with pytest.raises(storage.Tampered):
        storage.open_evidence(stored, DIGEST)


def test_missing_file_does_not_verify(stored):
    storage.delete(stored)

    assert not storage.verify(stored, DIGEST)


def test_deleting_twice_is_deleting(stored, root):
    storage.delete(stored)
    storage.delete(stored)

    assert not (root / stored).exists()


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".staging/0123456789abcdef0123456789abcdef",
        "../" + "a" * 32,
        "/etc/passwd",
        "aa/../../../etc/passwd",
        "aa/" + "a" * 31,
        "aa/" + "b" * 32,
        "aa/" + "A" * 32,
        "aa/" + "a" * 32 + "\n",
        "aa/" + "a" * 32 + "/x",
        "aa\\" + "a" * 32,
        "aa/" + "a" * 32 + "\x00",
    ],
)
def test_no_other_name_reaches_the_disk(name):
    for use in (storage.path_of, storage.open_evidence, storage.delete, lambda name: storage.verify(name, DIGEST)):
        with pytest.raises(ValueError, match="is not the name of a stored file"):
            use(name)


def age(path, hours):
    moment = path.stat().st_mtime - hours * 3600
    os.utime(path, (moment, moment))


def test_sweep_removes_old_strays_and_nothing_else(root, stored):
    orphan, fresh_orphan = (storage.store(uploads.stage("a.pdf", CONTENT)) for _ in range(2))
    abandoned = uploads.stage("a.pdf", CONTENT)
    running = uploads.stage("a.pdf", CONTENT)
    for path in (root / stored, root / orphan, abandoned.path):
        age(path, hours=25)

    strays = storage.find_strays([stored])
    assert strays == sorted([root / orphan, abandoned.path])
    assert storage.delete_strays(strays) == 2

    left = {path for path in root.rglob("*") if path.is_file()}
    assert left == {root / stored, root / fresh_orphan, running.path}
    abandoned.close()
    running.close()


def test_sweep_takes_its_age(root):
    name = storage.store(uploads.stage("a.pdf", CONTENT))
    age(root / name, hours=2)

    assert storage.find_strays([], older_than=timedelta(hours=3)) == []
    assert storage.find_strays([], older_than=timedelta(hours=1)) == [root / name]


def test_upload_that_arrived_days_ago_is_young_once_it_is_stored(root):
    staged = uploads.stage("a.pdf", CONTENT)
    age(staged.path, hours=100)

    storage.store(staged)

    assert storage.find_strays([]) == []


def test_sweep_of_an_empty_portal_finds_nothing():
    assert storage.find_strays([]) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Peraturan Gubernur No. 7.pdf", "Peraturan Gubernur No. 7.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\Users\\a\\surat.docx", "surat.docx"),
        ("/etc/passwd\x00.pdf", "passwd.pdf"),
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('a"b<c>|d?*.pdf', "a_b_c__d__.pdf"),
        ("%2e%2e%2fa.pdf", "%2e%2e%2fa.pdf"),
        (".htaccess", "htaccess"),
        ("-rf.pdf", "rf.pdf"),
        ("a.pdf. .", "a.pdf"),
        ("  banyak   spasi .pdf", "banyak spasi.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("laporan 😀.pdf", "laporan 😀.pdf"),
        ("\u2028\u2029.pdf", "pdf"),
        ("", "berkas"),
        ("...", "berkas"),
        ("\u202e\u200b", "berkas"),
        ("...pdf", "pdf"),
        ("a." + "x" * 300, "a." + "x" * 198),
    ],
)
def test_display_name(given, shown):
    assert safe_display_name(given) == shown


def test_long_display_name_keeps_its_ending_and_whole_letters():
    shown = safe_display_name("é" * 300 + ".docx")

    assert shown == "é" * 97 + ".docx"
    assert len(shown.encode()) <= storage.MAX_NAME_BYTES


def test_random_display_names_are_safe_and_stable():
    dice = random.Random(20261124)
    for _ in range(1_000):
        name = "".join(
            chr(dice.choice([dice.randrange(0xD800), dice.randrange(128)])) for _ in range(dice.randint(0, 90))
        )
        shown = safe_display_name(name)

        assert shown
        assert len(shown.encode()) <= storage.MAX_NAME_BYTES
        assert shown.isprintable()
        assert not set(shown) & set('/\\"<>:|?*')
        assert not shown.startswith((".", "-"))
        assert safe_display_name(shown) == shown

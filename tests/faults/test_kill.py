"""D1 in its short form: the whole portal is killed twice under load, and nothing that it called saved is lost."""

import json
import time

import pytest

from tests.faults.clients import Officer
from tests.faults.portal import Portal

pytestmark = pytest.mark.two_databases

PATIENCE = 40
SAVES, FILES = 40, 3  # of all clients together, between one kill and the next
READY = 10  # seconds until the portal answers again; it takes one, so a busy machine has room
MEMORY = 300  # MB that a process which serves pages may hold at its worst (U1)


@pytest.fixture
def portal(tmp_path):
    portal = Portal(tmp_path)
    yield portal
    portal.kill()


def counted(officers):
    return sum(officer.saved[0] for officer in officers), sum(len(officer.files) for officer in officers)


def oddities(officers):
    return [oddity for officer in officers for oddity in officer.oddities]


def let_them_work(officers):
    saves, files = counted(officers)
    ends = time.monotonic() + PATIENCE
    while counted(officers)[0] < saves + SAVES or counted(officers)[1] < files + FILES:
        assert not oddities(officers)
        assert time.monotonic() < ends, counted(officers)
        time.sleep(0.05)


def strays_of(portal):
    told = portal.command("-m", "tests.faults.strays")
    assert told.returncode == 0, told.stderr
    return set(told.stdout.split())


def test_nothing_that_was_called_saved_is_lost(portal, tmp_path):
    scene = portal.command("-m", "tests.faults.scene")
    assert scene.returncode == 0, scene.stderr
    portal.start()
    officers = [Officer(number, portal.port, **client) for number, client in enumerate(json.loads(scene.stdout))]
    for officer in officers:
        officer.start()
    ready, peaks, cut = [], [], set()  # cut: whose bytes lay there at a kill
    for _ in range(2):
        let_them_work(officers)
        peaks.append(portal.peak_memory())
        portal.kill()
        cut |= portal.staged()
        ready.append(portal.start())
    let_them_work(officers)
    peaks.append(portal.peak_memory())
    for officer in officers:
        officer.ended.set()
    for officer in officers:
        officer.join(PATIENCE)
    assert portal.stop() == [0, 0]
    saves, files = counted(officers)
    took = sorted(second for officer in officers for second in officer.took)
    figures = {"saves": saves, "files": files, "p50": took[len(took) // 2], "longest": took[-1]}
    figures |= {"ready": ready, "megabytes": peaks}
    (tmp_path / "figures.json").write_text(json.dumps(figures))

    assert oddities(officers) == []
    audit = portal.command("-m", "tests.faults.audit", given=json.dumps([officer.account() for officer in officers]))
    assert (audit.stdout, audit.returncode) == ("", 0), audit.stderr

    assert max(ready) <= READY and max(peaks) <= MEMORY
    assert strays_of(portal) <= cut, "only a kill leaves bytes of an upload that has ended"

    swept = portal.command("manage.py", "evidence_sweep", "--older-than", "0")
    assert swept.returncode == 0, swept.stderr
    verified = portal.command("manage.py", "evidence_verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "semua utuh" in verified.stdout
    assert strays_of(portal) == set()

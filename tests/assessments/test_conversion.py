"""Office files as PDF, by a program that may be away, fail, hang or lie; here a small script stands in for it."""

import shutil
import stat
import time

import pytest
from django.utils import timezone

from assessments import conversion, storage, viewing, workflow
from assessments.conversion import State
from assessments.models import Event, Evidence
from jobs import reaper, runner
from jobs.models import Job
from tests import factories
from tests.assessments.filling import text
from tests.corpus import GOOD

pytestmark = pytest.mark.django_db

# Writes what it was called with beside itself; "$OUT" is the PDF that LibreOffice would make.
START = """#!/bin/sh
printf '%s\\n' "$@" > "{told}"
for one in "$@"; do FILE="$one"; done
OUT="$(dirname "$FILE")/berkas.pdf"
"""
SCRIPTS = {
    "good": 'printf "%%PDF-1.7 dari kantor" > "$OUT"',
    "failing": "echo rusak >&2; exit 3",
    "silent": "exit 0",
    "lying": 'printf "<html>" > "$OUT"',
    "slow": 'sleep 60 & echo $! > "{told}.pid"; wait',
}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.PREVIEW_ROOT = tmp_path / "previews"
    settings.SOFFICE_PATH = str(tmp_path / "soffice")
    settings.EVIDENCE_ROOT.mkdir()


@pytest.fixture
def soffice(settings, tmp_path):
    """soffice("good") puts the program in its place; soffice.told says how it was called."""

    def install(name):
        install.told = tmp_path / "told"
        script = tmp_path / "soffice"
        script.write_text((START + SCRIPTS[name]).replace("{told}", str(install.told)).replace("%%", "%%") + "\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    return install


@pytest.fixture
def proof(answer, operator):
    evidence = factories.cite_file(answer, operator, content=GOOD["surat.docx"], title="Surat").evidence
    media_type = next(kind for kind in conversion.OFFICE if "wordprocessing" in kind)
    Evidence.objects.filter(pk=evidence.pk).update(media_type=media_type, original_name="Surat.docx")
    return Evidence.objects.get(pk=evidence.pk)


@pytest.fixture
def sent(assessment, operator, proof):
    factories.fill_all(assessment, operator)
    return factories.submit(assessment, by=operator)


def state_of(proof):
    return conversion.states_of([proof])[proof.pk]


def work():
    """One attempt at each job that is due or waits for its next attempt."""
    Job.objects.filter(kind=conversion.KIND).live().update(run_after=timezone.now())
    for pk in Job.objects.filter(kind=conversion.KIND).live().values_list("pk", flat=True):
        runner.run(pk)


def page_of(client, proof, method="get"):
    return text(getattr(client, method)(f"/bukti/{proof.pk}/tampilan/", headers={"HX-Request": "true"}))


def test_office_file_is_shown_as_pdf(reviewer, proof, soffice):
    soffice("good")
    assert "Siapkan tampilan" in page_of(reviewer, proof)

    assert "sedang disiapkan" in page_of(reviewer, proof, "post")
    work()

    assert state_of(proof) == State.READY and 'data-as-pdf="ready"' in page_of(reviewer, proof)
    shown = reviewer.get(f"/bukti/{proof.pk}/lihat/?buka=0123456789abcdef")
    assert (shown["Content-Type"], b"".join(shown.streaming_content)) == ("application/pdf", b"%PDF-1.7 dari kantor")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert Event.objects.filter(action="evidence.viewed", target=f"evidence:{proof.pk}").count() == 1
    assert storage.verify(proof.stored_name, proof.sha256), "the file itself stays as it was received"
    told = soffice.told.read_text().splitlines()
    assert told[0].startswith("-env:UserInstallation=file:///") and "--headless" in told and told[-1].endswith(".docx")


@pytest.mark.parametrize("name", ["failing", "silent", "lying"])
def test_failure_is_told_and_can_be_tried_again(reviewer, proof, soffice, name):
    soffice(name)
    page_of(reviewer, proof, "post")
    work()

    page = page_of(reviewer, proof)
    assert (
        state_of(proof) == State.FAILED and "Tampilan tidak dapat disiapkan dari berkas ini. Berkas tetap utuh." in page
    )
    assert "Coba lagi" in page and proof.get_absolute_url() in page
    assert storage.verify(proof.stored_name, proof.sha256)
    assert reviewer.get(f"/bukti/{proof.pk}/lihat/").status_code == 404

    soffice("good")
    assert "sedang disiapkan" in page_of(reviewer, proof, "post")
    work()
    assert state_of(proof) == State.READY


def test_job_that_was_given_up_is_ordered_anew(reviewer, proof, soffice):
    soffice("failing")
    page_of(reviewer, proof, "post")
    for _ in range(6):
        work()
    assert Job.objects.get(kind=conversion.KIND).state == Job.State.DEAD and "Coba lagi" in page_of(reviewer, proof)

    soffice("good")
    page_of(reviewer, proof, "post")
    page_of(reviewer, proof, "post")
    assert Job.objects.filter(kind=conversion.KIND).count() == 2, "two orders at once are one job"
    work()
    assert state_of(proof) == State.READY


def test_program_that_hangs_is_ended_with_its_children(reviewer, proof, soffice, monkeypatch):
    soffice("slow")
    monkeypatch.setattr(conversion, "SECONDS", 1.5)
    page_of(reviewer, proof, "post")
    started = time.monotonic()

    work()

    assert time.monotonic() - started < 20
    assert state_of(proof) == State.TOO_SLOW and "tidak selesai disiapkan pada waktunya" in page_of(reviewer, proof)
    child = int(soffice.told.with_suffix(".pid").read_text())
    assert _is_gone(child), "nothing of the program goes on"
    assert storage.verify(proof.stored_name, proof.sha256)


def _is_gone(pid):
    """A killed process whose parent died waits as a zombie until init collects it."""
    try:
        with open(f"/proc/{pid}/stat") as stat_file:
            return stat_file.read().rpartition(")")[2].split()[0] in ("Z", "X")
    except FileNotFoundError:
        return True


def test_without_the_program_the_page_says_so(reviewer, proof, sent, answer):
    assert conversion.program() is None and state_of(proof) == State.ABSENT

    for page in (
        page_of(reviewer, proof),
        page_of(reviewer, proof, "post"),
        text(reviewer.get(f"/reviu/{answer.pk}/")),
    ):
        assert "LibreOffice tidak terpasang di server" in page and proof.get_absolute_url() in page
    assert not Job.objects.filter(kind=conversion.KIND).exists()


def test_worker_orders_what_assessors_will_read(proof, sent, soffice, assessment):
    conversion.order_missing()
    assert not Job.objects.filter(kind=conversion.KIND).exists(), "without the program there is nothing to order"

    soffice("good")
    reaper.reap()
    reaper.reap()
    assert Job.objects.filter(kind=conversion.KIND).count() == 1
    work()
    assert state_of(proof) == State.READY


@pytest.mark.parametrize(("scan", "expected"), [("waiting", Job.State.WAITING), ("infected", Job.State.DONE)])
def test_file_that_is_not_clear_of_viruses_is_not_opened(proof, soffice, scan, expected):
    soffice("good")
    conversion.order(proof)
    scanned_at = timezone.now() if scan == "infected" else None
    Evidence.objects.filter(pk=proof.pk).update(scan=scan, scanned_at=scanned_at)

    work()

    assert Job.objects.get(kind=conversion.KIND).state == expected
    assert not conversion.path_of(proof).exists() and not soffice.told.exists()


def test_virus_takes_the_pdf_away(proof, soffice, reviewer):
    soffice("good")
    conversion.order(proof)
    work()
    workflow.note_scanned(proof, virus="Eicar")

    assert reviewer.get(f"/bukti/{proof.pk}/lihat/").status_code == 403
    assert reviewer.post(f"/bukti/{proof.pk}/tampilan/").status_code == 403


def test_pdf_that_was_cleared_away_is_made_again(proof, soffice, reviewer):
    soffice("good")
    conversion.order(proof)
    work()
    shutil.rmtree(conversion.path_of(proof).parent)
    assert viewing.media_type_of(proof) is None and state_of(proof) == State.UNORDERED

    page_of(reviewer, proof, "post")
    work()

    assert state_of(proof) == State.READY

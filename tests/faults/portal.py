"""The portal as processes: pages and worker in one group, so that one signal kills whatever belongs to it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import environ
import psycopg2

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
# Root writes to files that nobody may write to; the portal in use is an ordinary user, and so it is here.
ORDINARY = [] if os.geteuid() else ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
GUNICORN = ["--worker-class", "gthread", "--threads", "16", "--no-control-socket", "--log-level", "error"]


class Portal:
    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.port = _free_port()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "spbe_portal.settings",
            "DATA_DIR": str(folder / "data"),
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DEBUG": "true",
            "LOG_LEVEL": "ERROR",
            "EVIDENCE_MAX_PER_ANSWER": "1000",
        }
        if url := os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = _new_database(url)

    def start(self):
        """Start pages and worker; returns the seconds until the first answer."""
        began = time.monotonic()
        gunicorn = [sys.executable, "-m", "gunicorn", "spbe_portal.wsgi", "--bind", f"127.0.0.1:{self.port}", *GUNICORN]
        self.processes = [self._spawn(gunicorn, group=0)]
        self.processes.append(self._spawn([sys.executable, "manage.py", "work"], group=self.processes[0].pid))
        self._wait_until_ready()
        return time.monotonic() - began

    def peak_memory(self):
        """The most that a process which serves pages has held at once, in MB; the sandbox of a file is not one."""
        master = self.processes[0].pid
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return max(_peak_of(pid) for pid in workers)

    def kill(self):
        if not self.processes:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.processes[0].pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()

    def stop(self):
        for process in self.processes:
            process.terminate()
        return [process.wait(PATIENCE) for process in self.processes]

    def staged(self):
        """The names of what lies in the staging folder."""
        return {path.name for path in (self.folder / "data" / "evidence" / ".staging").iterdir()}

    def command(self, *arguments, given=None):
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, input=given, capture_output=True, text=True
        )

    def _spawn(self, command, group):
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*ORDINARY, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log, process_group=group
            )

    def _wait_until_ready(self):
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-3000:])


def _peak_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1_000_000


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _new_database(url):
    """A database beside the one of the tests, on the same throw-away server."""
    name = f"faults_{secrets.token_hex(4)}"
    server = environ.Env.db_url_config(url)
    connection = psycopg2.connect(
        host=server["HOST"], port=server["PORT"] or None, user=server["USER"], dbname=server["NAME"]
    )
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{url.rpartition('/')[0]}/{name}"

"""A throw-away PostgreSQL for one command: python -m tests.postgres .venv/bin/pytest -m two_databases

It listens on a socket in a private folder only, needs no port and no password, and is removed with all its data
however the command ends. Started as root it runs as the postgres user, because the server refuses root.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

BINARIES = "/usr/lib/postgresql"
# fsync is off because nothing outlives the run, and a hundred threads of one test connect at once (C3).
OPTIONS = "-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 -c timezone=UTC"
OWNER = {"user": "postgres", "group": "postgres"}


@contextmanager
def throwaway_server():
    """Yield the DATABASE_URL of a fresh server."""
    # The folder is directly in /tmp: the path of a socket may not exceed 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="spbe-pg-", dir="/tmp"))
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, **OWNER)
        _run(folder, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        _run(folder, "pg_ctl", "-D", data, "-l", folder / "log", "-o", OPTIONS.format(folder=folder), "-w", "start")
        try:
            yield f"postgres://postgres@/{folder}/postgres"
        finally:
            _run(folder, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway_server() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode


def _binary(name):
    folders = sorted(Path(BINARIES).glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if not folders:
        sys.exit(f"PostgreSQL tidak ditemukan di {BINARIES}; pasang paket postgresql.")
    return folders[-1] / name


def _run(folder, name, *arguments):
    """Run a PostgreSQL program quietly; when it fails, show what it said and what the server logged."""
    owner = {**OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [_binary(name), *arguments], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, text=True, **owner
    )
    if done.returncode:
        log = folder / "log"
        sys.exit(f"{name} gagal:\n{done.stdout}{done.stderr}\n{log.read_text() if log.exists() else ''}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

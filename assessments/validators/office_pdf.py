"""Run LibreOffice over one office file behind limits: own process group, own profile, no macros, no links, little time.

The limits are set by office_worker.py, which then becomes LibreOffice; so nothing of the portal lives in that process.
"""

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
# Nothing in the file runs, nothing that it names is fetched, and no proxy of this server is asked for it.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class NotConverted(Exception):
    """LibreOffice ended without a PDF."""


def make_pdf(soffice, source, timeout):
    """Return the path of the PDF that it made beside source; raise TimeoutError or NotConverted."""
    folder = source.parent
    profile = folder / "profil"
    _write_profile(profile)
    command = [
        *(
            sys.executable,
            "-s",
            "-m",
            f"{__package__}.office_worker",
            soffice,
            f"-env:UserInstallation=file://{profile}",
        ),
        *("--headless", "--nologo", "--norestore", "--nofirststartwizard", "--nodefault", "--nolockcheck"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
    status, said = _run(command, folder, timeout)
    made = source.with_suffix(".pdf")
    if status or not _is_pdf(made):
        logger.error("office file was not converted: %s %s", status, said[-2000:])
        raise NotConverted(f"kode {status}")
    return made


def _run(command, folder, timeout):
    """The whole group ends with its time: soffice is a script that starts the program proper."""
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(_ROOT), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as running:
        try:
            said, _ = running.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"lebih lama dari {timeout} detik") from error
        finally:
            _end_group(running.pid)
    return running.returncode, said.decode(errors="replace")


def _end_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # all of it has ended
        return


def _write_profile(profile):
    folder = profile / "user"
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n"
    )


def _is_pdf(path):
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except FileNotFoundError:
        return False

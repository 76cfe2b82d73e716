"""Run a look into a file in a process of its own, so that a file that kills or hangs a parser harms nobody else.

This is the way for every file from outside.  On two cores of a 2026 server the process costs about 0.2 s, mostly the
import of the parsers, next to seconds of transfer for a typical file; in return no memory bomb, endless loop or
exploited parser reaches a process that serves people or holds their data.
"""

import base64
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from assessments.validators.inspection import Inspection
from assessments.validators.rejection import Rejected
from assessments.validators.survey import Survey

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = ["nice", "-n", "10", sys.executable, "-s", "-m"]  # whoever saves meanwhile goes first
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
# Files that arrive together leave a core to the pages.
_ROOM = threading.BoundedSemaphore(max(1, (os.cpu_count() or 1) - 1))


def inspect_in_subprocess(path, original_name, timeout=60):
    """Return what inspection.inspect returns, or raise Rejected; a crash, a hang or a full memory is "unreadable"."""
    outcome = _ask("worker", path, timeout, name=original_name)
    if "code" in outcome:
        raise Rejected(outcome["code"], outcome["message"])
    return Inspection(**outcome)


def survey_in_subprocess(path, media_type, timeout=60):
    """Return what survey.survey returns, or raise Rejected "unreadable"."""
    outcome = _ask("survey_worker", path, timeout, media_type=media_type)
    return Survey(**outcome | {"previews": tuple(map(base64.b64decode, outcome["previews"]))})


def printed_in_subprocess(path, timeout=60):
    """Return what printed.printed_digests returns; nothing for a file that cannot be read."""
    return _ask("printed_worker", path, timeout)["digests"]


def _ask(module, path, timeout, **request):
    request = json.dumps(request | {"path": str(Path(path).resolve())})
    command = [*_COMMAND, f"{__package__}.{module}"]
    try:
        with _ROOM:
            worker = subprocess.run(
                command, input=request, capture_output=True, text=True, timeout=timeout, cwd=_ROOT, env=_environment()
            )
    except subprocess.TimeoutExpired as error:
        logger.error("%s took longer than %s s", module, timeout)
        raise Rejected("unreadable") from error
    if worker.stderr or worker.returncode:
        logger.error("%s ended with %s: %s", module, worker.returncode, worker.stderr[-2000:])
    if worker.returncode:
        raise Rejected("unreadable")
    return json.loads(worker.stdout)


def _environment():
    return {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}

"""Inspect one file behind limits: reads {"path", "name"} from standard input, writes the outcome as JSON.

Run by sandbox.py as a process of its own.  Imports no Django, so it starts in a fraction of a second.
"""

import dataclasses
import json
import resource
import sys

import pikepdf

from assessments.validators.inspection import inspect
from assessments.validators.rejection import Rejected

MAX_MEMORY = 1_000_000_000
MAX_STREAM_MEMORY = 128_000_000
MAX_CPU_SECONDS = 25
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.system", "os.posix_spawn", "ctypes.dlopen")


def main():
    lock_down()
    request = json.load(sys.stdin)
    try:
        outcome = dataclasses.asdict(inspect(request["path"], request["name"]))
    except Rejected as error:
        outcome = {"code": error.code, "message": error.message}
    json.dump(outcome, sys.stdout)


def lock_down():
    """Bound memory and time, forbid writing files, starting programs and, as far as Python itself goes, the network."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM_MEMORY, png_max_memory=MAX_STREAM_MEMORY, run_length_max_memory=MAX_STREAM_MEMORY
    )
    sys.addaudithook(_refuse_event)


def _refuse_event(event, arguments):
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    main()

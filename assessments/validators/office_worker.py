"""Take limits upon itself, then become the command that is given: `python -m …office_worker soffice --headless …`."""

import ctypes
import os
import resource
import sys

MAX_MEMORY = 4_000_000_000
MAX_FILE = 300_000_000
MAX_CPU_SECONDS = 120
_NO_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET


def main():
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_FSIZE: MAX_FILE,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
    os.nice(10)  # whoever saves meanwhile goes first
    # Where the kernel lets anybody do so, the program gets a network of its own, in which there is nothing.
    ctypes.CDLL(None, use_errno=True).unshare(_NO_NETWORK)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()

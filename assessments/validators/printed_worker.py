"""Read the digests on a signed paper behind the limits of worker.py: reads {"path"}, writes {"digests"} as JSON."""

import json
import sys
from pathlib import Path

from assessments.validators.printed import printed_digests
from assessments.validators.worker import lock_down


def main():
    lock_down()
    request = json.load(sys.stdin)
    json.dump({"digests": printed_digests(Path(request["path"]))}, sys.stdout)


if __name__ == "__main__":
    main()

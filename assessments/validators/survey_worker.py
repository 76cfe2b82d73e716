"""Survey one file behind the limits of worker.py: reads {"path", "media_type"}, writes the survey as JSON."""

import base64
import dataclasses
import json
import sys
from pathlib import Path

from assessments.validators.pages import survey
from assessments.validators.worker import lock_down


def main():
    lock_down()
    request = json.load(sys.stdin)
    found = dataclasses.asdict(survey(Path(request["path"]), request["media_type"]))
    found["previews"] = [base64.b64encode(picture).decode() for picture in found["previews"]]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()

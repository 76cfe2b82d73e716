"""What lies in the staging folder and belongs to no upload that goes on: prints each name on a line, or nothing.

Run as a process of its own. `evidence_verify` tells of such files only after a day.
"""

import sys

import django


def strays():
    from assessments import storage  # noqa: PLC0415  after setup()
    from assessments.models import Upload  # noqa: PLC0415

    unfinished = set(Upload.objects.filter(state="receiving").values_list("token", flat=True))
    return [path.name for path in storage.staging_folder().iterdir() if path.name.partition(".")[0] not in unfinished]


if __name__ == "__main__":
    django.setup()
    for name in strays():
        sys.stdout.write(f"{name}\n")

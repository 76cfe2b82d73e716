"""Pictures of the first pages of a proof: made anew without what the file tells about itself, and replaceable.

They lie in PREVIEW_ROOT under the stored name of the file, one JPEG for each page: `3f/3f9c…/1.jpg`.
"""

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings


def keep(evidence, pictures):
    if not pictures:
        return
    folder = folder_of(evidence.stored_name)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    for number, picture in enumerate(pictures, start=1):
        draft = folder / f".{secrets.token_hex(8)}"
        draft.write_bytes(picture)
        os.replace(draft, folder / f"{number}.jpg")


def pages_of(evidence):
    """The numbers of the pages of which there is a picture, in order."""
    if not evidence.is_file:
        return []
    return sorted(int(path.stem) for path in folder_of(evidence.stored_name).glob("*.jpg") if path.stem.isdecimal())


def path_of(evidence, page):
    return folder_of(evidence.stored_name) / f"{int(page)}.jpg"


def remove(stored_name):
    shutil.rmtree(folder_of(stored_name), ignore_errors=True)


def folder_of(stored_name):
    return Path(settings.PREVIEW_ROOT) / stored_name

"""The portal's settings under test: fixed values instead of the developer's environment, and an empty data folder.

pytest-django loads the settings before any conftest.py, so this is the first place where the environment can be set.
"""

import atexit
import os
import shutil
import tempfile

DATA_DIR = tempfile.mkdtemp(prefix="spbe-tests-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
os.environ.update(
    DEBUG="true",
    DEMO="true",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    BASE_URL="http://testserver",
    DATA_DIR=DATA_DIR,
    EMAIL_URL="memorymail://",
    LOG_LEVEL="ERROR",
    # Playwright runs an event loop in the thread of the test, which talks to the database all the same.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)

from spbe_portal.settings import *  # noqa: E402,F403

# A database file, so that threads meet in it as processes do in production. Who runs single tests again and again names
# a file that stays, and gives pytest --reuse-db: then the tables need not be made each time.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    name = os.environ.get("TEST_DATABASE_FILE") or os.path.join(DATA_DIR, "test.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": name}  # noqa: F405

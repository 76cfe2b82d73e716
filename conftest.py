"""Environment of the test run; it must stand before Django reads its settings."""

import os
import tempfile

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("DEMO", "true")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="spbe-test-")
os.environ["LOG_LEVEL"] = "ERROR"

from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment):
    """Let the workflow believe that it is `moment`, so that the history of the demo lies in its own years."""
    with mock.patch.object(timezone, "now", lambda: moment):
        yield

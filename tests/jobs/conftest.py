"""A kind of job for tests that does what the test asks for."""

import pytest

from jobs import registry


@pytest.fixture
def kind():
    """Registers a handler and returns its kind: kind(handler)."""
    kept = dict(registry._handlers)

    def register(handler, name="uji"):
        registry.register(name, handler)
        return name

    yield register
    registry._handlers.clear()
    registry._handlers.update(kept)

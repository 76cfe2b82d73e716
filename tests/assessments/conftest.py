"""People at work: clients that are signed in."""

import pytest


@pytest.fixture
def filler(client, operator):
    client.force_login(operator)
    return client

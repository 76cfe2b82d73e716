import pytest


@pytest.fixture
def manager(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def chief(client, head):
    client.force_login(head)
    return client

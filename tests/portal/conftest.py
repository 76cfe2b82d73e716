"""The home page as a person opens it, and who fills for which unit."""

import re

import pytest


@pytest.fixture
def open_home(client):
    def page(user):
        client.force_login(user)
        response = client.get("/")
        assert response.status_code == 200
        content = response.content.decode()
        assert len(re.findall(r'class="btn btn-primary', content)) <= 1
        return re.sub(r"\s+", " ", content)

    return page


@pytest.fixture
def people(operator, neighbor, unit, other_unit):
    return {unit.pk: operator, other_unit.pk: neighbor}

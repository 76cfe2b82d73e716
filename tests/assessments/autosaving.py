"""Saving as the script of the page does it, for the tests."""

from tests.assessments.filling import answer_url

JSON = {"Accept": "application/json"}


def changes_of(answer, **values):
    """The changed fields of a page that showed this answer."""
    return values | {f"version-{name}": answer.versions[name] for name in values if name in answer.versions}


def autosave(client, answer, key="", url=None, izin="", **values):
    headers = JSON | ({"Idempotency-Key": key} if key else {})
    data = changes_of(answer, **values) | ({"izin": izin} if izin else {})
    return client.post(url or answer_url(answer), data, headers=headers)

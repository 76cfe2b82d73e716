"""A browser that sends files in pieces (tus), for the tests of uploads."""

import base64
import io
import uuid

from django.test import Client

ENDPOINT = "/unggah/"
TYPE = "application/offset+octet-stream"


class Tus:
    """`key`s are drawn anew for each file unless given; `send` goes through the whole protocol."""

    def __init__(self, user, **options):
        self.client = Client(**options)
        self.client.force_login(user)

    def ask(self, method, url, data=b"", content_type=TYPE, environment=None, **headers):
        headers = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {name: str(value) for name, value in headers.items() if value is not None}
        environment = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(data))} | (environment or {})
        return self.client.generic(method, url, data, content_type, headers=headers, **environment)

    def create(self, answer, name, size, key=None, **headers):
        given = {"filename": name, "answer": answer if isinstance(answer, str) else answer.pk}
        given["key"] = key or uuid.uuid4()
        headers = {"Upload_Length": size, "Upload_Metadata": metadata(**given)} | headers
        return self.ask("POST", ENDPOINT, **headers)

    def patch(self, url, data, offset, **options):
        return self.ask("PATCH", url, data, Upload_Offset=offset, **options)

    def offset(self, url):
        return int(self.ask("HEAD", url)["Upload-Offset"])

    def outcome(self, url):
        return self.client.get(url).json()

    def send(self, answer, name, content, piece=5_000_000, key=None):
        """The outcome of a file that goes its whole way; a refusal at the beginning is the response itself."""
        created = self.create(answer, name, len(content), key)
        if created.status_code != 201:
            return created
        url, offset = created["Location"], 0
        while offset < len(content):
            response = self.patch(url, content[offset : offset + piece], offset)
            assert response.status_code == 204, (response.status_code, response.content)
            offset = int(response["Upload-Offset"])
        return self.outcome(url)


class Cut(io.BytesIO):
    """A body whose sender vanishes after what is here."""

    def read(self, *arguments):
        if content := super().read(*arguments):
            return content
        raise OSError("connection reset")


def metadata(**pairs):
    return ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in pairs.items())

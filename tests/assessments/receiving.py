"""Files on their way in, and how much of a request was read, for the tests of uploads."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

MB = 1_000_000


def file(content=b"isi", name="surat.pdf"):
    return SimpleUploadedFile(name, content)


class Meter(io.BytesIO):
    """A body that counts how much of it was read."""

    read_bytes = 0

    def read(self, *arguments):
        content = super().read(*arguments)
        self.read_bytes += len(content)
        return content

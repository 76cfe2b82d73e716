"""What goes over the wire is small: pages are compressed, files are not touched."""

import gzip

from tests import factories


def test_page_is_compressed_for_those_who_can_read_it(client, operator, period):
    client.force_login(operator)

    plain = client.get("/penilaian/")
    packed = client.get("/penilaian/", headers={"accept-encoding": "gzip"})

    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]
    assert b"Dinas Kesehatan" in gzip.decompress(packed.content)


def test_download_keeps_its_bytes_and_length(client, operator, answer):

    evidence = factories.cite_file(answer, operator, content=b"%PDF-1.4 " + b"contoh " * 100).evidence
    client.force_login(operator)

    response = client.get(evidence.get_absolute_url(), headers={"accept-encoding": "gzip"})
    response.close()

    assert not response.has_header("Content-Encoding")
    assert int(response["Content-Length"]) == evidence.size

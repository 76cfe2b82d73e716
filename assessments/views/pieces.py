"""One range of a file (RFC 9110, 14), for a reader that takes a long document piece by piece."""

import re

from django.http import HttpResponse

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def piece_of(request, response, file):
    """The response as it is, or the one range that the request asks for. Several ranges get the whole file."""
    length = int(response["Content-Length"])
    response["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        return response
    first, last = _bounds(*asked.groups(), length)
    if first > last or first >= length:
        response.close()
        headers = {"Content-Range": f"bytes */{length}", "Accept-Ranges": "bytes"}
        return HttpResponse(status=416, content_type="text/plain", headers=headers)
    with file:
        file.seek(first)
        piece = file.read(last - first + 1)
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    headers |= {"Content-Range": f"bytes {first}-{last}/{length}"}
    return HttpResponse(piece, status=206, headers=headers)


def _bounds(first, last, length):
    if not first:  # the last so many bytes
        return max(0, length - int(last)), length - 1
    return int(first), min(int(last) if last else length - 1, length - 1)

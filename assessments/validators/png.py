"""The structure of a PNG file: https://www.w3.org/TR/png-3/"""

import struct
import zlib

from assessments.validators import pixels
from assessments.validators.rejection import Rejected

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type -> samples per pixel
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_WHOLE = ((0, 1, 0, 1),)  # first column, step, first row, step
_ADAM7 = ((0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2))
_STEP = 1 << 16


def end_of_picture(data):
    """Return the position behind IEND; each chunk's sum is checked, and the pixels are counted while they inflate."""
    chunks = _chunks(data)
    kind, header, _ = next(chunks)
    if kind != b"IHDR" or len(header) != 13:
        raise Rejected("truncated")
    room = _size_inflated(header)
    inflate = zlib.decompressobj()
    for kind, body, position in chunks:
        if kind == b"acTL":
            raise Rejected("animation")
        if kind == b"IDAT":
            room -= _inflated(inflate, body, room)
        elif kind == b"IEND":
            end = position
            break
    if room or not inflate.eof:
        raise Rejected("truncated")
    return end


def _chunks(data):
    position = len(SIGNATURE)
    while True:
        if position + 12 > len(data):
            raise Rejected("truncated")
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        end = position + 12 + length
        if end > len(data):
            raise Rejected("truncated")
        body = data[position + 8 : end - 4]
        if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(data[end - 4 : end], "big"):
            raise Rejected("truncated")
        yield kind, body, end
        position = end


def _size_inflated(header):
    """Return how many bytes the pixels take: each row is one filter byte and the packed samples."""
    width, height, depth, color, _, _, interlace = struct.unpack(">IIBBBBB", header)
    pixels.refuse_too_many(width, height)
    if not width or not height or depth not in _DEPTHS.get(color, ()) or interlace > 1:
        raise Rejected("unreadable")
    bits = depth * _CHANNELS[color]
    size = 0
    for left, step_right, top, step_down in _ADAM7 if interlace else _WHOLE:
        columns, rows = -((left - width) // step_right), -((top - height) // step_down)
        if columns > 0 and rows > 0:
            size += rows * (1 + (columns * bits + 7) // 8)
    return size


def _inflated(inflate, body, room):
    count = 0
    while True:
        step = len(inflate.decompress(body, _STEP))
        count += step
        if count > room:
            raise Rejected("bomb")
        body = inflate.unconsumed_tail
        if step < _STEP:
            return count

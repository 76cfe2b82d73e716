"""The structure of a JPEG file: ITU-T T.81, Annex B."""

import re
import struct

from assessments.validators import pixels
from assessments.validators.archive import TAIL_BYTES
from assessments.validators.rejection import Rejected

SIGNATURE = b"\xff\xd8\xff"
MAX_SCANS = 100  # of a progressive picture: each scan goes over the whole picture again

_END, _SCAN = 0xD9, 0xDA
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15, without the tables DHT and DAC, and JPG
_MARKER_IN_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # neither a stuffed byte nor a restart


def end_of_pictures(data):
    """Return the position behind the last picture: phones put others (a depth map, a preview) behind the first."""
    end = _end_of_picture(data, 0)
    while (start := data.find(SIGNATURE, end, end + TAIL_BYTES)) != -1:
        end = _end_of_picture(data, start)
    return end


def _end_of_picture(data, start):
    position, scans, framed = start + 2, 0, False
    while True:
        position, marker = _marker(data, position)
        if marker == _END:
            break
        length = _segment_length(data, position)
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[position + 3 : position + 7])
            pixels.refuse_too_many(width, height)
            framed = True
        position += length
        if marker == _SCAN:
            scans += 1
            position = _end_of_scan(data, position)
    if scans > MAX_SCANS:
        raise Rejected("bomb")
    if not framed or not scans:
        raise Rejected("truncated")
    return position


def _marker(data, position):
    """Return the position behind the marker, which any number of fill bytes may precede, and the marker."""
    first = position
    while data[position : position + 1] == b"\xff":
        position += 1
    if position == first or position >= len(data):
        raise Rejected("truncated")
    return position + 1, data[position]


def _segment_length(data, position):
    length = int.from_bytes(data[position : position + 2], "big")
    if length < 2 or position + length > len(data):
        raise Rejected("truncated")
    return length


def _end_of_scan(data, position):
    found = _MARKER_IN_SCAN.search(data, position)
    if not found:
        raise Rejected("truncated")
    return found.start()

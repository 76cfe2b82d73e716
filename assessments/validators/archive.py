"""ZIP, the envelope of office documents: checked so strictly that all readers must see the same members.

Neither the sizes in its directory nor zipfile's own checks are trusted: some Pythons do not see overlapping members,
and a reader that believes too small a size stops before the bomb that goes off elsewhere.
"""

import re
import stat
import struct
import zipfile
import zlib

from assessments.validators.rejection import Rejected

TAIL_BYTES = 1_000  # what may lie around the content of a file: line ends, padding, a camera's note
SIGNATURE = b"PK\x03\x04"
MAX_MEMBERS = 2_000
MAX_DIRECTORY = 1_000_000
MAX_EXPANDED = 200_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000  # a blank page shrinks without limit; below this size that harms nobody

_ODD_NAME = re.compile(r"[\x00-\x1f\x7f\\:]|^/|(^|/)\.\.?(/|$)|//")
_LOCAL = struct.Struct("<4s2xHH4xIIIHH")  # signature, flags, method, checksum, packed, unpacked, name, extra
_END = struct.Struct("<4s6xHI4xH")  # signature, members, bytes of the directory, bytes of the comment
_END64 = struct.Struct("<4s28xQQ8x")  # signature, members, bytes of the directory
_LOCATOR64 = struct.Struct("<4s16x")
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_DESCRIPTOR_BYTES = 24
_LARGE = 0xFFFFFFFF
_STEP = 1 << 16


def refuse_hidden_zip(path):
    """A picture or PDF that also opens as a ZIP was made to be taken for another kind of file."""
    try:
        zipfile.ZipFile(path).close()
    except zipfile.BadZipFile:
        return
    raise Rejected("polyglot")


class _Budget:
    """What one file may cost to read, with all that is nested in it."""

    def __init__(self):
        self.members, self.expanded = MAX_MEMBERS, MAX_EXPANDED

    def take_members(self, count):
        self.members -= count
        if self.members < 0:
            raise Rejected("bomb")

    def take_bytes(self, count):
        self.expanded -= count
        if self.expanded < 0:
            raise Rejected("bomb")


class Archive:
    """An open ZIP file whose directory has been checked; a context manager that closes the file.

    within: the archive and the member that hold this one. Both draw on one budget, and how densely the outer one
    packs that member counts into how densely the members of this one are packed.
    """

    def __init__(self, file, within=None):
        self._file = file
        self._budget, self._max_ratio = _Budget(), MAX_RATIO
        if within:
            outer, member = within
            self._budget = outer._budget
            self._max_ratio = outer._max_ratio * min(1, member.compress_size / max(1, member.file_size))
        try:
            _check_end(self._file)
            self._zip = zipfile.ZipFile(self._file)
            self._budget.take_members(len(self._zip.infolist()))
            self._check_directory()
        except zipfile.BadZipFile as error:
            self._file.close()
            raise Rejected("truncated") from error
        except BaseException:
            self._file.close()
            raise
        self.members = [info for info in self._zip.infolist() if not info.is_dir()]
        self.names = {info.filename for info in self.members}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._file.close()

    def read(self, name, limit):
        """Return one member whole."""
        content = bytearray()
        for chunk in self.stream(self._zip.getinfo(name)):
            content += chunk
            if len(content) > limit:
                raise Rejected("bomb")
        return bytes(content)

    def stream(self, info):
        """Yield what the member really holds, and refuse it when that is not what the directory says."""
        size, checksum = 0, 0
        for chunk in self._unpacked(info):
            size += len(chunk)
            self._budget.take_bytes(len(chunk))
            checksum = zlib.crc32(chunk, checksum)
            dense = size > RATIO_FROM and size > info.compress_size * self._max_ratio
            if dense or size > info.file_size:
                raise Rejected("bomb")
            yield chunk
        if size != info.file_size or checksum != info.CRC:
            raise Rejected("truncated")

    def _unpacked(self, info):
        if info.compress_type == zipfile.ZIP_STORED:
            yield from self._packed(info)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        for raw in self._packed(info):
            chunk = _step(inflate, raw)
            yield chunk
            while len(chunk) == _STEP:
                chunk = _step(inflate, inflate.unconsumed_tail)
                yield chunk
        if not inflate.eof or inflate.unused_data:
            raise Rejected("truncated")

    def _packed(self, info):
        start = self._data_start(info)
        end = start + info.compress_size
        for position in range(start, end, _STEP):
            self._file.seek(position)
            yield self._file.read(min(_STEP, end - position))

    def _check_directory(self):
        """Members lie side by side from the first byte to the directory: no overlap, and next to nothing in between."""
        infos = sorted(self._zip.infolist(), key=lambda info: info.header_offset)
        if len({info.orig_filename.lower() for info in infos}) != len(infos):
            raise Rejected("archive")
        end, between = 0, 0
        for info in infos:
            _check_member(info)
            between += _gap(end, info.header_offset)
            end = self._data_start(info) + info.compress_size
        between += _gap(end, self._zip.start_dir)
        if infos[0].header_offset or between > TAIL_BYTES + _DESCRIPTOR_BYTES * len(infos):
            raise Rejected("polyglot")

    def _data_start(self, info):
        """Return where the member's bytes begin; its own header must agree with the directory."""
        self._file.seek(info.header_offset)
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            raise Rejected("truncated")
        signature, flags, method, *sizes, name_length, extra_length = _LOCAL.unpack(header)
        name = self._file.read(name_length)
        told = [info.CRC, info.compress_size, info.file_size]
        same_sizes = flags & _SIZES_FOLLOW or _LARGE in sizes or sizes == told
        same_name = name == info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
        if signature != SIGNATURE or method != info.compress_type or not same_sizes or not same_name:
            raise Rejected("archive")
        return info.header_offset + _LOCAL.size + name_length + extra_length


def _step(inflate, raw):
    try:
        return inflate.decompress(raw, _STEP)
    except zlib.error as error:
        raise Rejected("truncated") from error


def _check_end(file):
    """Check the record behind the directory before zipfile builds objects from it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    position = tail.rfind(b"PK\x05\x06")
    if position < 0 or position + _END.size > len(tail):
        raise Rejected("truncated")
    _, members, directory, _ = _END.unpack_from(tail, position)
    if tail[:position][-_LOCATOR64.size :].startswith(b"PK\x06\x07"):
        before = tail[:position][: -_LOCATOR64.size][-_END64.size :]
        if len(before) < _END64.size:
            raise Rejected("truncated")
        _, members64, directory64 = _END64.unpack(before)
        members, directory = max(members, members64), max(directory, directory64)
    if members > MAX_MEMBERS or directory > MAX_DIRECTORY:
        raise Rejected("bomb")
    if not members:
        raise Rejected("type")
    if len(tail) - position - _END.size > TAIL_BYTES:
        raise Rejected("polyglot")


def _check_member(info):
    if info.flag_bits & _ENCRYPTED:
        raise Rejected("password")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    hollow = info.is_dir() and info.file_size
    if is_link or hollow or not known or _ODD_NAME.search(info.orig_filename):
        raise Rejected("archive")


def _gap(end, start):
    if start < end:
        raise Rejected("bomb")  # overlapping members: the same bytes count many times
    return start - end

"""Reads the YAML files under fixtures/ and says everything that is wrong with one, each fault with its place."""

from dataclasses import dataclass
from pathlib import Path
from re import fullmatch

import yaml
from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Fault:
    file: str
    place: str
    message: str

    def __str__(self):
        return ": ".join(part for part in (self.file, self.place, self.message) if part)


class FaultyFiles(Exception):
    """Nothing was taken from the files, because these faults stand in them."""

    def __init__(self, faults):
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML keeps the last of two equal keys in silence; here both are remembered with their lines."""

    def __init__(self, stream):
        super().__init__(stream)
        self.repeated = []

    def construct_mapping(self, node, deep=False):
        first = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                line = first.setdefault((key.tag, key.value), key.start_mark.line + 1)
                if line != key.start_mark.line + 1:
                    self.repeated.append((key.value, line, key.start_mark.line + 1))
        return super().construct_mapping(node, deep=deep)


class Inspection:
    """One file under inspection. Checks report and go on, so that a person sees all faults of a file at once."""

    def __init__(self, file):
        self.file = str(file)
        self.faults = []

    def report(self, place, message):
        self.faults.append(Fault(self.file, place, message))

    def read(self):
        """The content of the file, or None when it cannot be read."""
        try:
            loader = _Loader(Path(self.file).read_text(encoding="utf-8"))
            content = loader.get_single_data()
        except OSError:
            return self.report("", "berkas tidak ada atau tidak dapat dibaca")
        except UnicodeDecodeError:
            return self.report("", "berkas bukan teks UTF-8")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or error
            return self.report(f"baris {mark.line + 1}" if mark else "", f"bukan YAML yang sah ({problem})")
        for key, first, again in loader.repeated:
            self.report(f"baris {again}", f"kunci {key} sudah ada pada baris {first}")
        return content

    def mapping(self, node, place, required, optional=()):
        """Whether the node is a mapping; its missing and unknown keys are reported."""
        if not isinstance(node, dict):
            self.report(place, "harus berupa pasangan kunci dan nilai")
            return False
        for key in required:
            if key not in node:
                self.report(_join(place, key), "kunci wajib tidak ada")
        for key in node:
            if key not in required and key not in optional:
                self.report(_join(place, key), "kunci tidak dikenal")
        return True

    def entries(self, node, key, place):
        """(place, item) of a list that must hold something."""
        items = node.get(key)
        if key in node and not (isinstance(items, list) and items):
            self.report(_join(place, key), "harus berupa daftar yang tidak kosong")
        return [(f"{_join(place, key)}[{i}]", item) for i, item in enumerate(items if isinstance(items, list) else [])]

    def texts(self, node, key, place):
        """A list of texts; an absent or empty one is fine."""
        items = node.get(key, [])
        if not (isinstance(items, list) and all(isinstance(item, str) and item.strip() for item in items)):
            self.report(_join(place, key), "harus berupa daftar teks")

    def value(self, node, key, place, column):
        """The value as the column that will hold it understands it, or None when absent or faulty."""
        if not isinstance(node, dict) or key not in node:
            return None
        value, place = node[key], _join(place, key)
        problem = _wrong_type(value, column.get_internal_type())
        if problem:
            return self.report(place, problem)
        try:
            return column.clean(value, None)
        except ValidationError as error:
            return self.report(place, " ".join(error.messages))


def _join(place, key):
    return f"{place}.{key}" if place else str(key)


def _wrong_type(value, column_type):
    """YAML guesses types: a text taken for a number, or a decimal taken for a float, has lost its form."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if column_type == "DecimalField":
        decimal_text = isinstance(value, str) and fullmatch(r"[0-9]+(\.[0-9]+)?", value)
        return None if whole or decimal_text else "harus bilangan desimal dalam tanda kutip, misalnya '2.50'"
    if column_type == "PositiveSmallIntegerField":
        return None if whole else "harus bilangan bulat"
    if column_type == "BooleanField":
        return None if isinstance(value, bool) else "harus true atau false"
    if column_type == "DateField":
        return None if fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else "harus tanggal, misalnya '2021-01-01'"
    return None if isinstance(value, str) else "harus berupa teks"

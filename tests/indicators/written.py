"""A small instrument as its file says it, to be changed and loaded."""

import pytest
import yaml

from indicators import loader
from indicators.source import FaultyFiles

FIRST = ("domains", 0, "aspects", 0, "indicators", 0)
IN_FIRST = "domains[0].aspects[0].indicators[0] (indikator 1)"
LEVELS = {1: "Belum ada.", 2: "Ada sebagian.", 3: "Ada seluruhnya."}


def indicator(number, weight, **changes):
    return {
        "number": number,
        "name": f"Tingkat Kematangan Hal {number}",
        "weight": weight,
        "level_set": "proses",
        "question": f"Seberapa matang hal {number}?",
        "explanation": f"Menilai hal {number}.",
        "levels": dict(LEVELS),
        "evidence": {2: ["Laporan"]},
    } | changes


def content():
    """A verified instrument of two domains, three aspects and four indicators that has no fault."""
    return {
        "slug": "contoh-1-2026",
        "index_name": "Indeks Contoh",
        "title": "Instrumen contoh",
        "regulation": "Peraturan contoh",
        "guide": "",
        "effective_from": "2026-01-01",
        "status": "verified",
        "scale": {"min": 1, "max": 3, "step": "1"},
        "rating_basis": "unrounded",
        "rating_bands": [{"name": "Baik", "minimum": "2.5"}, {"name": "Kurang", "minimum": "0"}],
        "level_sets": {"proses": ["Awal", "Tengah", "Akhir"]},
        "export": {"max_filename": 55, "max_upload_mb": 100, "filename_pattern": "{number}.{letter}.{title}"},
        "domains": [
            {
                "code": "D1",
                "name": "Kebijakan",
                "weight": "60.00",
                "aspects": [
                    {"code": "A1", "name": "Aturan", "weight": "35", "indicators": [indicator(1, "35")]},
                    {"code": "A2", "name": "Rencana", "weight": "25", "indicators": [indicator(2, "25")]},
                ],
            },
            {
                "code": "D2",
                "name": "Layanan",
                "weight": "40.00",
                "aspects": [
                    {
                        "code": "A3",
                        "name": "Publik",
                        "weight": "40",
                        "indicators": [indicator(3, "15.5"), indicator(4, "24.5")],
                    }
                ],
            },
        ],
    }


def write(tmp_path, data, name="contoh.yaml"):
    path = tmp_path / name
    text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(tmp_path, data):
    path = write(tmp_path, data)
    with pytest.raises(FaultyFiles) as caught:
        loader.load([path])
    assert {fault.file for fault in caught.value.faults} == {str(path)}
    return [f"{fault.place}: {fault.message}" for fault in caught.value.faults]


def put(data, path, value):
    """Set, or with `...` remove, what lies at a path such as ("domains", 0, "code")."""
    node = data
    for key in path[:-1]:
        node = node[key]
    if value is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = value

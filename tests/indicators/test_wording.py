import pytest
import yaml

from indicators.rules import read_rules, rules_for
from indicators.ruleset import Slot
from indicators.source import FaultyFiles
from indicators.wording import composed, expanded, ordered_slots, parsed, slots_of

SLUG = "permenpanrb-59-2020"
TEXT = "Termuat pada {berkas}[, bab {bab}][, menit {awal}–{akhir}], yaitu {isi}."
LABELS = {name: name.title() for name in ("berkas", "bab", "awal", "akhir", "isi")}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Termuat pada ‹Berkas›, yaitu ‹Isi›."),
        ({"berkas": "1.a.X.pdf", "isi": "alur"}, "Termuat pada 1.a.X.pdf, yaitu alur."),
        ({"berkas": "b", "isi": "c", "bab": "2"}, "Termuat pada b, bab 2, yaitu c."),
        ({"berkas": "b", "isi": "c", "awal": "4"}, "Termuat pada b, menit 4–‹Akhir›, yaitu c."),
        ({"berkas": "{isi}", "isi": "[c]"}, "Termuat pada {isi}, yaitu [c]."),
    ],
)
def test_optional_parts_drop_out_and_required_slots_stay_visible(values, sentence):
    assert composed(parsed(TEXT), values, LABELS) == sentence


def test_slots_come_in_the_order_of_the_sentence():
    assert list(ordered_slots(parsed(TEXT))) == [
        ("berkas", False), ("bab", True), ("awal", True), ("akhir", True), ("isi", False),
    ]  # fmt: skip
    assert slots_of(TEXT) == set(LABELS)
    assert expanded("[Ada {bab}. ]{REVIU}", {"REVIU": "Reviu {isi}."}) == "[Ada {bab}. ]Reviu {isi}."
    assert composed(parsed("[Ada {bab}. ]Reviu {isi}."), {"isi": "1"}, LABELS) == "Reviu 1."


def test_every_sentence_of_the_instrument_can_be_parsed_and_read_aloud():
    rules = rules_for(SLUG)
    labels = {name: slot.label for name, slot in rules.slots.items()}

    texts = {s.text for sentences in rules.templates.values() for s in sentences}
    for text in texts:
        parts = parsed(expanded(text, rules.snippets))
        empty, full = composed(parts, {}, labels), composed(parts, dict.fromkeys(labels, "isi"), labels)
        assert not set("{}[]") & set(empty + full) and "‹" not in full

    assert rules.slots["nomor"] == Slot("Nomor", of="berkas", take="number")
    assert rules.slots["berkas_reviu"].prefers == "review" and rules.slots["jenis_auditor"].choices == (
        "internal",
        "eksternal",
    )


def test_faulty_slots_are_told_at_once(tmp_path):
    path = tmp_path / "aturan.yaml"
    content = {
        "instrument": "contoh",
        "snippets": {"REVIU": "Lihat {lampiran}."},
        "slots": {
            "nomor": {"label": "Nomor", "of": "judul", "take": "berat"},
            "judul": {"label": "", "kind": "berkas", "warna": "biru"},
            "bab": "Bab",
        },
        "templates": [
            {"name": "A", "indicators": "1", "parts": [{"part": "fact", "text": "{nomor} {isi}[ {judul}] {REVIU}"}]}
        ],
    }
    path.write_text(yaml.safe_dump(content), encoding="utf-8")

    with pytest.raises(FaultyFiles) as caught:
        read_rules(path)

    assert sorted(f"{fault.place}: {fault.message}" for fault in caught.value.faults) == [
        "slots.bab: harus berupa pasangan kunci dan nilai",
        "slots.isi: isian templat tidak bernama",
        "slots.judul.kind: harus salah satu dari text, evidence",
        "slots.judul.label: harus berupa teks",
        "slots.judul.warna: kunci tidak dikenal",
        "slots.lampiran: isian templat tidak bernama",
        "slots.nomor.of: harus nama isian yang memilih bukti",
        "slots.nomor.take: harus salah satu dari number, year, title, pages, date, indicator, level, level_name",
    ]

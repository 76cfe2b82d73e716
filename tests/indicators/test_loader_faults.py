"""Every fault of a bad file is told, all at once, and nothing is loaded."""

import pytest

from indicators import loader
from indicators.models import Instrument
from indicators.source import FaultyFiles
from tests.indicators.written import FIRST, IN_FIRST, LEVELS, content, faults_of, put, write

FAULTS = {
    "missing key": (("title",), ..., ["title: kunci wajib tidak ada"]),
    "unknown key": (("judul",), "x", ["judul: kunci tidak dikenal"]),
    "number for text": (("title",), 5, ["title: harus berupa teks"]),
    "blank text": (("title",), "", ["title: Field ini tidak boleh kosong."]),
    "slug with spaces": (
        ("slug",),
        "contoh satu",
        ["slug: Masukkan “slug” valid yang terdiri dari huruf, angka, garis bawah, atau tanda hubung."],
    ),
    "text longer than its column": (
        ("index_name",),
        "x" * 61,
        ["index_name: Pastikan nilai ini mengandung paling banyak 60 karakter (sekarang 61 karakter)."],
    ),
    "status unknown": (("status",), "final", ["status: Nilai 'final' bukan pilihan yang valid."]),
    "date that is none": (
        ("effective_from",),
        "2026-13-01",
        ["effective_from: Nilai “2026-13-01” memiliki format yang benar (YYYY-MM-DD), tetapi tanggalnya tidak valid."],
    ),
    "date in another form": (
        ("effective_from",),
        "1 Januari",
        ["effective_from: harus tanggal, misalnya '2021-01-01'"],
    ),
    "notes that are no list": (("notes",), "satu", ["notes: harus berupa daftar teks"]),
    "scale upside down": (
        ("scale",),
        {"min": 3, "max": 1, "step": "1"},
        ["scale: min harus di bawah max, dan step harus membagi jaraknya tanpa sisa"],
    ),
    "scale step that does not divide": (
        ("scale", "step"),
        "0.3",
        ["scale: min harus di bawah max, dan step harus membagi jaraknya tanpa sisa"],
    ),
    "scale that is not whole": (
        ("scale",),
        {"min": "1.5", "max": "3.5", "step": "1"},
        ["scale: min dan max harus bilangan bulat"],
    ),
    "scale without step": (("scale", "step"), ..., ["scale.step: kunci wajib tidak ada"]),
    "scale that is a list": (("scale",), [1, 3], ["scale: harus berupa pasangan kunci dan nilai"]),
    "no bands": (("rating_bands",), [], ["rating_bands: harus berupa daftar yang tidak kosong"]),
    "band that is a text": (("rating_bands", 0), "Baik", ["rating_bands[0]: harus berupa pasangan kunci dan nilai"]),
    "band named twice": (
        ("rating_bands", 1, "name"),
        "Baik",
        ["rating_bands[1].name: Baik sudah dipakai pada rating_bands[0].name"],
    ),
    "bands not descending": (
        ("rating_bands", 1, "minimum"),
        "2.5",
        [
            "rating_bands: batas bawah harus menurun, masing-masing berbeda",
            "rating_bands: predikat terendah harus mencakup nilai terendah skala (1)",
        ],
    ),
    "bands above the lowest score": (
        ("rating_bands", 1, "minimum"),
        "1.5",
        ["rating_bands: predikat terendah harus mencakup nilai terendah skala (1)"],
    ),
    "band above the highest score": (
        ("rating_bands", 0, "minimum"),
        "3.01",
        ["rating_bands: batas bawah tidak boleh di atas nilai tertinggi skala (3)"],
    ),
    "decimal without quotes": (
        ("rating_bands", 0, "minimum"),
        2.5,
        ["rating_bands[0].minimum: harus bilangan desimal dalam tanda kutip, misalnya '2.50'"],
    ),
    "decimal with more places than its column": (
        ("rating_bands", 0, "minimum"),
        "2.50001",
        ["rating_bands[0].minimum: Pastikan bilangan tidak memiliki lebih dari 4 angka desimal."],
    ),
    "no level sets": (("level_sets",), {}, ["level_sets: harus berupa pasangan nama dan daftar tingkat"]),
    "level set with blanks": (
        ("level_sets", "proses"),
        ["Awal", "", "Akhir"],
        ["level_sets.proses: harus berupa daftar nama tingkat, masing-masing paling panjang 60 karakter"],
    ),
    "level named twice": (
        ("level_sets", "proses"),
        ["Awal", "Awal", "Akhir"],
        ["level_sets.proses: nama tingkat berulang"],
    ),
    "too few level names": (
        ("level_sets", "proses"),
        ["Awal", "Akhir"],
        ["level_sets.proses: ada 2 nama tingkat, skala memerlukan 3"],
    ),
    "unknown placeholder": (
        ("export", "filename_pattern"),
        "{number}-{unit}",
        [
            "export.filename_pattern: penanda {unit} tidak dikenal; yang ada: {letter}, {number}, {title}",
        ],
    ),
    "placeholder that reaches inside": (
        ("export", "filename_pattern"),
        "{number.__class__}",
        [
            "export.filename_pattern: penanda {number.__class__} tidak dikenal; yang ada: {letter}, {number}, {title}",
        ],
    ),
    "brace left open": (
        ("export", "filename_pattern"),
        "{number",
        ["export.filename_pattern: kurung kurawal tidak berpasangan"],
    ),
    "export without a limit": (("export", "max_upload_mb"), ..., ["export.max_upload_mb: kunci wajib tidak ada"]),
    "limit that is a text": (("export", "max_filename"), "55", ["export.max_filename: harus bilangan bulat"]),
    "domains not summing to 100": (
        ("domains", 1, "weight"),
        "39.99",
        [
            "domains[1].aspects: bobot berjumlah 40, seharusnya 39.99",
            "domains: bobot berjumlah 99.99, seharusnya 100",
        ],
    ),
    "aspects not summing to their domain": (
        ("domains", 0, "aspects", 1, "weight"),
        "24",
        [
            "domains[0].aspects[1].indicators: bobot berjumlah 25, seharusnya 24",
            "domains[0].aspects: bobot berjumlah 59, seharusnya 60.00",
        ],
    ),
    "indicators not summing to their aspect": (
        ("domains", 1, "aspects", 0, "indicators", 1, "weight"),
        "24.4999",
        ["domains[1].aspects[0].indicators: bobot berjumlah 39.9999, seharusnya 40"],
    ),
    "weight of nothing": (
        (*FIRST, "weight"),
        "0",
        [f"{IN_FIRST}.weight: Pastikan nilai ini lebih besar dari atau sama dengan 0.0001."],
    ),
    "domain that weighs nothing": (
        ("domains", 0, "weight"),
        "0",
        ["domains[0].weight: bobot harus di atas nol"],
    ),
    "weight below nothing": (
        (*FIRST, "weight"),
        "-35",
        [f"{IN_FIRST}.weight: harus bilangan desimal dalam tanda kutip, misalnya '2.50'"],
    ),
    "domain code used twice": (
        ("domains", 1, "code"),
        "D1",
        ["domains[1].code: D1 sudah dipakai pada domains[0].code"],
    ),
    "aspect code used twice in another domain": (
        ("domains", 1, "aspects", 0, "code"),
        "A1",
        ["domains[1].aspects[0].code: A1 sudah dipakai pada domains[0].aspects[0].code"],
    ),
    "domain without aspects": (
        ("domains", 1, "aspects"),
        [],
        ["domains[1].aspects: harus berupa daftar yang tidak kosong"],
    ),
    "aspect that is a text": (
        ("domains", 1, "aspects", 0),
        "Publik",
        ["domains[1].aspects[0]: harus berupa pasangan kunci dan nilai"],
    ),
    "implicit that is a text": (("domains", 0, "implicit"), "ya", ["domains[0].implicit: harus true atau false"]),
    "implicit domain beside another": (
        ("domains", 0, "implicit"),
        True,
        ["domains: domain tersirat harus satu-satunya domain"],
    ),
    "number used twice": (
        (*FIRST, "number"),
        2,
        [
            "domains[0].aspects[1].indicators[0] (indikator 2).number: 2 sudah dipakai pada "
            "domains[0].aspects[0].indicators[0] (indikator 2).number",
            "domains: nomor indikator harus berurutan mulai 1; tidak ada: 1",
        ],
    ),
    "number left out": (
        ("domains", 1, "aspects", 0, "indicators", 1, "number"),
        6,
        ["domains: nomor indikator harus berurutan mulai 1; tidak ada: 4, 5"],
    ),
    "number zero": (
        (*FIRST, "number"),
        0,
        [
            "domains: nomor indikator harus berurutan mulai 1; tidak ada: 1",
            "domains[0].aspects[0].indicators[0] (indikator 0).number: nomor indikator dimulai dari 1",
        ],
    ),
    "number that is a text": (
        (*FIRST, "number"),
        "1",
        [
            "domains[0].aspects[0].indicators[0].number: harus bilangan bulat",
            "domains: nomor indikator harus berurutan mulai 1; tidak ada: 1",
        ],
    ),
    "level set that is not there": (
        (*FIRST, "level_set"),
        "layanan",
        [f"{IN_FIRST}.level_set: kelompok tingkat layanan tidak ada pada level_sets"],
    ),
    "method unknown": ((*FIRST, "method"), "tebak", [f"{IN_FIRST}.method: Nilai 'tebak' bukan pilihan yang valid."]),
    "verified without a criterion": (
        (*FIRST, "levels"),
        {1: "Belum ada."},
        [f"{IN_FIRST}.levels: instrumen terverifikasi tanpa kriteria tingkat 2, 3"],
    ),
    "criterion of a level outside the scale": (
        (*FIRST, "levels"),
        LEVELS | {4: "Lebih."},
        [f"{IN_FIRST}.levels.4: tingkat ini tidak ada pada skala"],
    ),
    "criterion without text": (
        (*FIRST, "levels"),
        LEVELS | {2: " "},
        [f"{IN_FIRST}.levels.2: harus berupa teks"],
    ),
    "criteria that are a list": (
        (*FIRST, "levels"),
        list(LEVELS.values()),
        [f"{IN_FIRST}.levels: harus berupa pasangan tingkat dan isinya"],
    ),
    "evidence that is a text": (
        (*FIRST, "evidence"),
        {2: "Laporan"},
        [f"{IN_FIRST}.evidence.2: harus berupa daftar teks"],
    ),
    "evidence of a level written as text": (
        (*FIRST, "evidence"),
        {"2": ["Laporan"]},
        [f"{IN_FIRST}.evidence.2: tingkat ini tidak ada pada skala"],
    ),
    "indicator that is a number": (
        FIRST,
        1,
        [
            "domains[0].aspects[0].indicators[0]: harus berupa pasangan kunci dan nilai",
            "domains: nomor indikator harus berurutan mulai 1; tidak ada: 1",
        ],
    ),
    "unknown key of an indicator": ((*FIRST, "bobot"), "1", [f"{IN_FIRST}.bobot: kunci tidak dikenal"]),
    "notes of an indicator": ((*FIRST, "notes"), [1], [f"{IN_FIRST}.notes: harus berupa daftar teks"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "value", "expected"), FAULTS.values(), ids=FAULTS)
def test_fault_is_named_with_its_place_and_nothing_is_loaded(tmp_path, path, value, expected):
    data = content()
    put(data, path, value)

    assert faults_of(tmp_path, data) == expected
    assert Instrument.objects.count() == 0


@pytest.mark.django_db
def test_all_faults_are_told_at_once(tmp_path):
    data = content()
    for name in ("missing key", "level named twice", "weight of nothing", "method unknown", "number left out"):
        path, value, _ = FAULTS[name]
        put(data, path, value)

    assert faults_of(tmp_path, data) == [line for name in (
        "missing key", "level named twice", "method unknown", "weight of nothing", "number left out"
    ) for line in FAULTS[name][2]]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ": berkas kosong"),
        ("- satu\n", ": harus berupa pasangan kunci dan nilai"),
        ("slug: satu\nslug: dua\n", "baris 2: kunci slug sudah ada pada baris 1"),
        ("slug: [satu\ntitle: dua\n", "baris 2: bukan YAML yang sah (did not find expected ',' or ']')"),
        ("? [a]\n: b\n", "baris 1: bukan YAML yang sah (found unhashable key)"),
    ],
)
def test_text_that_is_no_instrument_is_refused(tmp_path, text, expected):
    assert expected in faults_of(tmp_path, text)


@pytest.mark.django_db
def test_file_that_is_absent_or_no_text_is_refused(tmp_path):
    scrambled = tmp_path / "acak.yaml"
    scrambled.write_bytes(b"\xff\xfe\x00slug")

    with pytest.raises(FaultyFiles) as caught:
        loader.load([tmp_path / "tiada.yaml", scrambled])

    assert [fault.message for fault in caught.value.faults] == [
        "berkas tidak ada atau tidak dapat dibaca",
        "berkas bukan teks UTF-8",
    ]


@pytest.mark.django_db
def test_one_faulty_file_keeps_the_good_one_out(tmp_path):
    bad = content() | {"status": "final"}

    with pytest.raises(FaultyFiles):
        loader.load([write(tmp_path, content()), write(tmp_path, bad, "buruk.yaml")])

    assert Instrument.objects.count() == 0

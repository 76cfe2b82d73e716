from decimal import Decimal

import pytest

from assessments.faults import advice, blocking_faults
from assessments.models import Answer
from assessments.text_faults import text_faults
from assessments.tokens import tokens_in
from indicators.models import Indicator, Instrument

ORDINARY = [
    "Pengaturan arsitektur dimuat dalam Peraturan Gubernur Nomor 12 Tahun 2022 tentang Arsitektur, Pasal 5 ayat (2) "
    "halaman 4 mengenai proses bisnis; lihat [[bukti:1]]. Ketentuan tersebut telah mengatur seluruh unsur.",
    "Layanan dapat dibuka di https://e-office.contoh.go.id/unduh/panduan.pdf?v={2} dan www.contoh.go.id/a...b.",
    "Panduan ada di contoh.go.id/unduh/panduan_v2.pdf.",
    'Pasal 3 berbunyi “setiap perangkat daerah … wajib memakai pusat data” dan Pasal 4 "(...) dilarang".',
    "Kutipan [...] dipersingkat, begitu pula (…) bagian ini.",
    "Berkas berformat PDF, .docx, dan XLSX diunggah ke aplikasi; versi 2.0.pdfx tidak dipakai.",
    "Bab XXX dan Lampiran XXX mengatur hal ini; nilainya 1..3, bukan 4.",
    "Surel dinas@contoh.go.id melayani 24 jam (99,6%) < 5 menit; rasio 3 > 2; [catatan] rapat.",
    "Alur: draf -> telaah -> penetapan. Dikelola 41 dari 41 PD, dst.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_have_no_fault(text):
    assert blocking_faults(text, {1}) == []


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("Diatur dalam ‹dokumen› tentang ‹judul›.", "SLOT_KOSONG", "isi bagian ‹dokumen›, ‹judul› pada penjelasan"),
        ("‹a›, ‹b›, ‹c›, ‹a›", "SLOT_KOSONG", "isi bagian ‹a›, ‹b›, dan 1 lainnya pada penjelasan"),
        ("Nomor {nomor} Tahun 2022", "SISA_TANDA", "ganti tanda “{” pada penjelasan dengan isinya"),
        ("Nomor << isi >> Tahun 2022", "SISA_TANDA", "ganti tanda “<<” pada penjelasan dengan isinya"),
        ("Sisa › saja", "SISA_TANDA", "ganti tanda “›” pada penjelasan dengan isinya"),
        ("Nomor ... Tahun 2022", "SISA_TANDA", "ganti tanda “...” pada penjelasan dengan isinya"),
        ("Nomor … Tahun 2022", "SISA_TANDA", "ganti tanda “…” pada penjelasan dengan isinya"),
        ("Nomor ____ Tahun 2022", "SISA_TANDA", "ganti tanda “____” pada penjelasan dengan isinya"),
        ("Nomor xxx Tahun 2022", "SISA_TANDA", "ganti tanda “xxx” pada penjelasan dengan isinya"),
        ("Nomor XXX {a}", "SISA_TANDA", "ganti tanda “{”, “XXX” pada penjelasan dengan isinya"),
        (
            "Lihat 1.b.Reviu.pdf.",
            "BERKAS_HILANG",
            "tambahkan “1.b.Reviu.pdf” sebagai bukti, atau hapus namanya dari penjelasan",
        ),
        (
            "Lihat SK_Tim(final).DOCX, rekap-2023.xlsx.",
            "BERKAS_HILANG",
            "tambahkan “SK_Tim(final).DOCX”, “rekap-2023.xlsx” sebagai bukti, atau hapus namanya dari penjelasan",
        ),
        (
            "Lihat [[bukti:2]].",
            "BERKAS_HILANG",
            "penjelasan menyebut bukti yang sudah dihapus dari jawaban ini; kembalikan buktinya, atau hapus namanya",
        ),
    ],
)
def test_fault_is_named_with_what_to_do(text, code, sentence):
    faults = blocking_faults(text, {1})

    assert [(fault.code, fault.message, fault.is_blocking) for fault in faults] == [(code, sentence, True)]


NAMES = {1: "1.a.Pergub.pdf", 2: "1.b.Reviu.pdf", 3: "https://contoh.go.id/laporan"}
GOOD = "Diatur pada halaman 4; lihat [[bukti:1]], [[bukti:2]] dan [[bukti:3]]. Seluruh unsur telah terpenuhi."


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Pelaksanaan terdokumentasi pada bukti a, hlm. 4-6, dan bukti b, yang memuat rekaman seluruh aplikasi.",
        f"{GOOD} Kriteria tingkat 3 telah terpenuhi, begitu pula tingkat 4.",
        f"{GOOD} Dengan demikian indikator ini berada pada tingkat 4 (empat), naik dari tingkat 3.",
        f"{GOOD} Pada tahun 2022 layanan mencapai tingkat 3 dan kini tingkat empat.",
        f"{GOOD} Sebanyak 3 kabupaten berada di tingkat provinsi; tingkat kematangan 4.",
        "",
        "Draf singkat.",
    ],
)
def test_good_texts_get_no_advice(text):
    assert advice(text, NAMES, level=4) == []


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (
            "Diatur pada halaman 4; lihat [[bukti:1]]. Seluruh unsur telah terpenuhi.",
            "BERKAS_TAK_DIRUJUK",
            "Sebutkan juga “1.b.Reviu.pdf”, “https://contoh.go.id/laporan”, atau hapus bukti yang tidak diperlukan.",
        ),
        (
            GOOD.replace("halaman 4", "pasal 4"),
            "TANPA_HALAMAN",
            "Sebutkan halaman bukti yang perlu dibaca asesor, misalnya “halaman 4”.",
        ),
        (
            "Lihat [[bukti:1]] halaman 4, [[bukti:2]], dan [[bukti:3]] untuk uraian.",
            "TANPA_ANALISIS",
            "Tambahkan apa yang ditunjukkan bukti itu, dengan kata-kata kriteria.",
        ),
        (
            f"{GOOD} Indikator ini berada pada tingkat 3 (tiga).",
            "TINGKAT_TAK_COCOK",
            "Penjelasan menyebut tingkat 3, sedangkan pilihan Anda tingkat 4. Samakan keduanya.",
        ),
        (
            GOOD + " Rinci." * 143,
            "PANJANG",
            "Penjelasan ini 1124 karakter. Ringkas menjadi paling banyak 1000; rinciannya ada pada bukti.",
        ),
    ],
)
def test_advice_says_what_to_do_and_never_blocks(text, code, sentence):
    faults = advice(text, NAMES, level=4)

    assert [(fault.code, fault.message, fault.is_blocking) for fault in faults] == [(code, sentence, False)]


def test_password_does_not_belong_in_the_text():
    written = f"{GOOD} Akun contoh: asesor, kata sandi: rahasia-7."
    assert [fault.code for fault in advice(written, NAMES, level=4)] == ["SANDI_TERTULIS"]
    assert advice(f"{GOOD} Kata sandi paling sedikit 12 huruf telah diatur.", NAMES, level=4) == []


@pytest.mark.parametrize(
    ("number", "level", "text", "codes"),
    [
        (21, 2, GOOD, ["TANPA_PETA_RENCANA"]),
        (31, 5, f"{GOOD} Tercantum dalam Peta Rencana SPBE 2021–2025.", []),
        (21, 2, GOOD.replace("[[bukti:3]]", "[[bukti:4]]"), []),
        (21, 1, GOOD, []),
        (20, 3, GOOD, []),
        (21, 3, "Draf singkat.", []),
    ],
)
def test_rules_say_what_a_text_has_to_speak_of(number, level, text, codes):
    instrument = Instrument(slug="permenpanrb-59-2020", scale_min=1, scale_max=5, scale_step=1)
    answer = Answer(indicator=Indicator(number=number, instrument=instrument), explanation=text, score=Decimal(level))
    answer.evidence_names = NAMES | {4: "21.c.Peta-Rencana-SPBE.pdf"}
    found = text_faults(answer, tokens_in(text) or [1], False)
    assert [fault.code for fault in found if fault.code == "TANPA_PETA_RENCANA"] == codes
    assert not any(fault.is_blocking for fault in found)


def test_unchanged_copy_and_a_text_without_proofs():
    assert [fault.code for fault in advice(GOOD, NAMES, level=4, is_unchanged=True)] == ["DISALIN_UTUH"]
    assert advice("Pusat data belum dipakai oleh perangkat daerah mana pun.", {}, level=1) == []

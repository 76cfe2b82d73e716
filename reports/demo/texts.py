"""Sentences of the demo: fact first, then what it shows, in the order that an assessor reads."""

_FACTS = {
    "D1": "Pengaturan mengenai {subject} dimuat dalam dokumen contoh Nomor {number} Tahun {year}",
    "D2": "Pelaksanaan {subject} terdokumentasi pada laporan contoh Tahun {year}",
    "D3": "Kegiatan {subject} mengikuti Peta Rencana dan dicatat pada laporan contoh Tahun {year}",
    "D4": "{subject} digunakan perangkat daerah melalui aplikasi contoh sepanjang Tahun {year}",
}
_FINDINGS = (
    "Dokumen itu menunjukkan bahwa penerapan masih berupa rencana dan belum ditetapkan.",
    "Ketentuan telah ditetapkan, tetapi baru menjangkau sebagian unsur yang diminta.",
    "Seluruh unsur yang diminta telah terpenuhi dan berlaku bagi semua perangkat daerah terkait.",
    "Penerapannya terpadu dengan instansi lain dan telah direviu serta dievaluasi secara berkala.",
    "Hasil reviu dan evaluasi telah ditindaklanjuti dengan penyempurnaan yang terdokumentasi.",
)
REASONS = (
    "Kriteria tingkat berikutnya belum terbukti: dokumen belum mengatur seluruh unsur yang diminta.",
    "Laporan reviu yang berumur kurang dari dua tahun belum dilampirkan pada bukti.",
    "Penerapan baru terbukti pada sebagian perangkat daerah menurut bukti a halaman 1.",
    "Keterhubungan dengan layanan lain belum terlihat pada tangkapan layar yang dilampirkan.",
)
RETURN_REASON = "Lampirkan laporan pelaksanaan tahun berjalan; bukti a masih memuat data tahun sebelumnya."


def explanation(indicator, level, year, proof):
    fact = _FACTS.get(indicator.aspect.domain.code, _FACTS["D2"])
    finding = _FINDINGS[min(max(int(level), 1), len(_FINDINGS)) - 1]
    fact = fact.format(subject=indicator.short_name, number=indicator.number, year=year)
    return f"{fact}; lihat {proof} halaman 1. {finding}"

"""Why a file is refused, in words that say what to do next."""

KINDS = ("PDF", "DOCX", "XLSX", "PPTX", "ODT", "ODS", "PNG", "JPG")
SENTENCES = {
    "type": f"Jenis berkas harus {', '.join(KINDS[:-1])}, atau {KINDS[-1]}",
    "empty": "Berkas kosong. Pilih berkas lain",
    "big": "Ukuran {size} MB; paling besar {limit} MB",
    "many": "Kiriman sekaligus paling besar {limit} MB. Kirim berkasnya dalam beberapa kiriman",
    "full": "Ruang simpan penuh dan berkas belum disimpan. Beri tahu pengelola portal, lalu unggah kembali",
    "virus": "Berkas mengandung virus dan tidak disimpan",
    "password": "Berkas terkunci kata sandi. Unggah salinan tanpa kata sandi",
    "name_mismatch": "Berkas ini bernama .{given} tetapi isinya {found}. Simpan ulang sebagai {kind}, atau ganti "
    "namanya menjadi .{right}, lalu unggah lagi",
    "truncated": "Berkas terpotong atau rusak. Simpan ulang berkas aslinya, lalu unggah salinan yang utuh",
    "unreadable": "Berkas tidak dapat diperiksa. Simpan ulang sebagai PDF, lalu unggah PDF itu",
    "active_pdf": "PDF memuat skrip, perintah, formulir aktif, atau lampiran. Cetak ulang ke PDF, lalu unggah hasilnya",
    "macro": "Dokumen memuat makro. Simpan tanpa makro atau sebagai PDF, lalu unggah kembali",
    "embedded": "Dokumen memuat berkas lain di dalamnya. Simpan sebagai PDF, dan unggah berkas lain itu tersendiri",
    "external": "Dokumen mengambil isi dari luar, seperti templat atau data tertaut. Simpan sebagai PDF, lalu unggah",
    "bomb": "Isi berkas terlalu besar saat dibuka. Bagi atau perkecil isinya, lalu unggah kembali",
    "pixels": "Gambar {width} × {height} piksel; paling besar {limit} juta piksel. Perkecil, lalu unggah kembali",
    "animation": "Gambar bergerak tidak diterima. Simpan sebagai PNG atau JPG biasa, lalu unggah kembali",
    "polyglot": "Berkas memuat data lain di luar isinya. Simpan ulang berkas aslinya, lalu unggah kembali",
    "archive": "Susunan dokumen tidak wajar. Buka, simpan ulang, lalu unggah kembali",
}


class Rejected(ValueError):
    """A refused file: `code` is a key of SENTENCES, `message` the sentence for the person who sent it."""

    def __init__(self, code, message=None, **values):
        self.code = code
        self.message = message or SENTENCES[code].format(**values)
        super().__init__(self.message)

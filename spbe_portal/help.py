"""The articles of the help page, for whom they are and how they are found; and the keys that work."""

import re
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from accounts.models import Membership

Role = Membership.Role
EVERYBODY = tuple(Role)
UNIT = (Role.OPERATOR, Role.UNIT_HEAD)


class Article(NamedTuple):
    slug: str
    title: str
    roles: tuple

    @property
    def template(self):
        return f"help/articles/{self.slug}.html"


ARTICLES = (
    Article("mulai", "Mulai mengisi dan melanjutkan", (Role.OPERATOR,)),
    Article("tingkat", "Memilih tingkat kematangan", (Role.OPERATOR,)),
    Article("penjelasan", "Menulis penjelasan capaian", (Role.OPERATOR,)),
    Article("bukti", "Menambahkan bukti dukung", (Role.OPERATOR,)),
    Article("tersimpan", "Apakah isian saya tersimpan?", (Role.OPERATOR,)),
    Article("bersama", "Mengisi bersama rekan", (Role.OPERATOR,)),
    Article("kirim", "Memeriksa dan mengirim penilaian", UNIT),
    Article("tarik", "Menarik kembali yang sudah dikirim", UNIT),
    Article("perpanjangan", "Meminta perpanjangan", UNIT),
    Article("perbaikan", "Memperbaiki jawaban yang dikembalikan", (Role.OPERATOR,)),
    Article("setujui", "Menyetujui atau mengembalikan penilaian", (Role.UNIT_HEAD,)),
    Article("kartu", "Mengunduh hasil dan kartu skor", (*UNIT, Role.EXECUTIVE)),
    Article("reviu", "Mereviu jawaban", (Role.ASSESSOR,)),
    Article("konsolidasi", "Menetapkan nilai instansi", (Role.ASSESSOR,)),
    Article("periode", "Menyiapkan dan membuka periode", (Role.COORDINATOR,)),
    Article("jawab-perpanjangan", "Menjawab permohonan perpanjangan", (Role.COORDINATOR,)),
    Article("tutup", "Menutup periode", (Role.COORDINATOR,)),
    Article("pengguna", "Mengundang dan mengelola pengguna", (Role.COORDINATOR, Role.UNIT_HEAD)),
    Article("verifikasi", "Memeriksa keaslian lembar cetak", EVERYBODY),
    Article("akun", "Kata sandi, peran, dan keluar", EVERYBODY),
    Article("dua-langkah", "Masuk dua langkah dan ponsel yang hilang", EVERYBODY),
)


class Key(NamedTuple):
    keys: tuple
    where: str
    does: str
    button: str


KEYS = (
    Key(("Tab", "Shift Tab"), "Di semua halaman", "Pindah ke bagian berikutnya atau sebelumnya", "–"),
    Key(
        ("←", "→", "↑", "↓", "angka"),
        "Hanya saat salah satu pilihan tingkat aktif",
        "Memilih tingkat",
        "Kartu tingkat",
    ),
    Key(("Ctrl Enter",), "Di halaman dengan isian, juga saat mengetik", "Menyimpan, lalu lanjut", "Simpan dan lanjut"),
    Key(
        ("F8", "Shift F8"),
        "Di halaman indikator",
        "Ke indikator belum lengkap berikutnya atau sebelumnya; berhenti di ujung daftar",
        "Lompat ke yang belum lengkap; Belum lengkap sebelumnya",
    ),
    Key(("Ctrl /",), "Di semua halaman", "Membuka daftar pintasan ini", "Daftar pintasan; Pintasan papan ketik"),
    Key(("F2",), "Saat pemberitahuan sesi tampil", "Memperpanjang sesi atau masuk lagi", "Perpanjang sesi; Masuk lagi"),
    Key(("Esc",), "Pada dialog dan menu", "Menutup; fokus kembali ke tombol pembukanya", "Tutup"),
)
# Keys of one letter work only for those who switched them on (WCAG 2.1.4).
REVIEW_KEYS = (
    Key(
        ("T", "L", "R"),
        "Di halaman reviu, bila pintasan satu huruf aktif; tidak saat mengetik",
        "Terima, tetapkan tingkat lain, minta perbaikan",
        "Terima tingkat; Tetapkan tingkat lain; Minta perbaikan",
    ),
    Key(
        ("N", "P"),
        "Di halaman reviu, bila pintasan satu huruf aktif; tidak saat mengetik",
        "Ke jawaban berikutnya atau sebelumnya dalam antrean",
        "Lewati; Jawaban sebelumnya",
    ),
    Key(("Ctrl Z",), "Selama 10 detik setelah keputusan disimpan", "Mengurungkan keputusan itu", "Urungkan"),
)


def parted(articles, role):
    """Those that are for a role before others, and the rest."""
    own = [article for article in articles if role in article.roles and article.roles != EVERYBODY]
    return own, [article for article in articles if article not in own]


def found(articles, query):
    """The articles that hold every word of the query, in title or text, whatever its letters' case."""
    words = re.findall(r"\w+", query.casefold())
    return [article for article in articles if all(word in _text(article) for word in words)]


def _text(article):
    return f"{article.title} {strip_tags(render_to_string(article.template))}".casefold()

"""Every act that the trail may hold, in words: data, not logic. The part before the full stop groups the code only."""

from typing import NamedTuple

from django.db.models import TextChoices


class Kind(TextChoices):
    FILLING = "pengisian", "Pengisian"
    EVIDENCE = "bukti", "Bukti dukung"
    OPENED = "akses-bukti", "Bukti dilihat atau diunduh"
    SENDING = "pengiriman", "Pengiriman dan tenggat"
    REVIEW = "reviu", "Reviu"
    RESULT = "hasil", "Konsolidasi dan hasil"
    PERIOD = "periode", "Periode dan penugasan"
    ACCESS = "akses", "Masuk dan penolakan"
    PEOPLE = "pengguna", "Pengguna, peran, perangkat daerah"
    EXPORT = "ekspor", "Ekspor, unduhan dokumen, dan pengingat"


class Outcome(TextChoices):
    DONE = "berhasil", "Berhasil"
    REFUSED = "ditolak", "Ditolak"


class Action(NamedTuple):
    sentence: str
    kind: Kind
    outcome: Outcome = Outcome.DONE


_SENTENCES = {
    Kind.FILLING: {
        "answer.saved": "Menyimpan jawaban",
        "answer.late": "Menitipkan isian sesudah tenggat",
        "answer.copied": "Menyalin jawaban tahun lalu",
        "answer.copy_checked": "Memeriksa salinan tahun lalu",
        "answer.evidence_added": "Melampirkan bukti pada jawaban",
        "answer.evidence_described": "Mengubah keterangan bukti pada jawaban",
        "answer.evidence_moved": "Mengubah urutan bukti",
        "answer.evidence_removed": "Melepas bukti dari jawaban",
        "answer.evidence_replaced": "Mengganti bukti pada jawaban",
        "answer.evidence_reused": "Memakai ulang bukti tahun lalu",
        "answer.citation_changed": "Mengubah rujukan bukti",
    },
    Kind.EVIDENCE: {
        "evidence.downloaded": "Mengunduh bukti",
        "evidence.viewed": "Melihat bukti di portal",
        "evidence.kept": "Menyimpan bukti di pustaka",
        "evidence.infected": "Virus ditemukan pada bukti",
        "evidence.described": "Mengubah keterangan bukti",
        "evidence.replaced": "Mengunggah versi baru bukti",
        "evidence.removed": "Menghapus bukti dari pustaka",
        "evidence.restored": "Memulihkan bukti",
        "evidence.link_dead": "Menandai tautan mati",
        "evidence.link_alive": "Menandai tautan dapat dibuka",
    },
    Kind.SENDING: {
        "assessment.approval_asked": "Meminta persetujuan Kepala PD",
        "assessment.approval_cancelled": "Membatalkan permintaan persetujuan",
        "assessment.approval_refused": "Menolak menyetujui pengiriman",
        "assessment.submitted": "Mengirim penilaian mandiri",
        "assessment.resent": "Mengirim perbaikan",
        "assessment.withdrawn": "Menarik kembali pengiriman",
        "extension.asked": "Mengajukan perpanjangan",
        "extension.withdrawn": "Membatalkan permohonan perpanjangan",
        "extension.granted": "Memberi perpanjangan",
        "extension.refused": "Menolak permohonan perpanjangan",
    },
    Kind.REVIEW: {
        "review.accept": "Menyetujui jawaban",
        "review.adjust": "Menetapkan tingkat lain",
        "review.raise": "Mengusulkan kenaikan tingkat",
        "review.raised": "Mengusulkan kenaikan tingkat",
        "review.send_back": "Mengembalikan jawaban untuk diperbaiki",
        "review.undo": "Membatalkan putusan",
        "review.undone": "Membatalkan putusan",
        "review.reopened": "Membuka kembali reviu jawaban",
        "review.taken_over": "Mengambil alih reviu",
        "review_share.added": "Membagi tugas reviu",
        "review_share.removed": "Mencabut tugas reviu",
        "review_share.replaced": "Mengatur ulang pembagian reviu",
        "objection.filed": "Mengajukan sanggahan",
        "objection.withdrawn": "Menarik sanggahan",
        "objection.upheld": "Menolak sanggahan",
        "objection.granted": "Menerima sanggahan",
        "comment.written": "Menulis komentar",
        "comment.added": "Menulis komentar",
        "second_reading.drawn": "Menarik sampel bacaan kedua",
        "second_reading.read": "Membaca jawaban untuk kedua kali",
        "second_reading.settled": "Menyelaraskan bacaan kedua",
    },
    Kind.RESULT: {
        "indicator_result.set": "Menetapkan nilai indikator",
        "indicator_result.withdrawn": "Mengembalikan nilai indikator ke kebijakan",
        "indicator_policy.set": "Mengatur cara menggabungkan nilai indikator",
        "coverage.set": "Mencatat cakupan indikator",
        "consolidation.text": "Menulis teks konsolidasi",
        "indicator_text.set": "Menulis penjelasan konsolidasi",
        "minutes.saved": "Menyimpan isian berita acara",
        "paper.downloaded": "Mengunduh naskah untuk ditandatangani",
        "paper.signed": "Mengunggah naskah bertanda tangan",
        "paper.voided": "Membatalkan naskah bertanda tangan",
        "stage.imported": "Mengimpor nilai dari luar",
    },
    Kind.PERIOD: {
        "period.created": "Membuat periode",
        "period.changed": "Mengubah periode",
        "period.opened": "Membuka periode",
        "period.closed": "Menutup periode",
        "period.reopened": "Membuka kembali periode",
        "period.moved": "Memindahkan tahap periode",
        "period.discarded": "Membuang rancangan periode",
        "assignment.changed": "Mengubah penugasan indikator",
        "assignment.loaded": "Memuat penugasan",
        "assignment.edited": "Mengubah penugasan pada tabel",
        "assignment.imported": "Mengimpor penugasan",
        "assignment.services": "Mengatur layanan pilihan",
        "team.added": "Menambah anggota tim asesor",
        "team.changed": "Mengubah anggota tim asesor",
        "team.removed": "Mengeluarkan anggota tim asesor",
        "team.copied": "Menyalin tim asesor",
    },
    Kind.ACCESS: {
        "sign_in": "Masuk",
        "sign_out": "Keluar",
        "password.link_asked": "Meminta tautan kata sandi baru",
        "password.changed": "Mengganti kata sandi",
        "password.reset": "Membuat kata sandi baru lewat tautan",
        "sessions.ended": "Mengakhiri semua sesi",
        "identity.confirmed": "Mengonfirmasi identitas",
        "second_factor.passed": "Melewati langkah kedua",
        "second_factor.activated": "Mengaktifkan masuk dua langkah",
        "second_factor.deactivated": "Mematikan masuk dua langkah",
        "second_factor.reset": "Mengatur ulang masuk dua langkah",
        "recovery_codes.made": "Membuat kode pemulihan",
        "recovery_code.used": "Memakai kode pemulihan",
    },
    Kind.PEOPLE: {
        "role.given": "Memberi peran",
        "role.changed": "Mengubah peran",
        "role.taken": "Mencabut peran",
        "invitation.sent": "Mengundang pengguna",
        "invitation.accepted": "Menerima undangan",
        "invitation.withdrawn": "Membatalkan undangan",
        "person.renamed": "Mengubah nama pengguna",
        "person.deactivated": "Menonaktifkan pengguna",
        "person.reactivated": "Mengaktifkan kembali pengguna",
        "people.imported": "Mengimpor pengguna",
        "unit.added": "Menambah perangkat daerah",
        "unit.changed": "Mengubah perangkat daerah",
    },
    Kind.EXPORT: {
        "trail.exported": "Mengekspor jejak audit",
        "accesses.exported": "Mengekspor catatan akses bukti",
        "progress.exported": "Mengekspor papan kemajuan",
        "reminder.sent": "Mengirim pengingat",
        "reminder.planned": "Mengatur jadwal pengingat",
        "wording.written": "Mengubah naskah pesan",
        "wording.reset": "Mengembalikan naskah pesan bawaan",
        "document.downloaded": "Mengunduh dokumen",
    },
}

_REFUSED = {
    "access.refused": "Ditolak membuka halaman atau melakukan tindakan",
    "sign_in.failed": "Gagal masuk",
    "sign_in.blocked": "Ditahan karena terlalu banyak percobaan masuk",
    "identity.failed": "Gagal mengonfirmasi identitas",
    "second_factor.failed": "Gagal pada langkah kedua",
    "role.not_given": "Peran tidak jadi diberikan",
}

ACTIONS = {code: Action(text, kind) for kind, texts in _SENTENCES.items() for code, text in texts.items()}
ACTIONS |= {code: Action(text, Kind.ACCESS, Outcome.REFUSED) for code, text in _REFUSED.items()}

# What a proof was opened by: who had it in front of the eyes, and who carried it away.
OPENED = ("evidence.downloaded", "evidence.viewed")


def action_of(code):
    """An act that the table does not know yet is shown by its code rather than left out."""
    return ACTIONS.get(code) or Action(code, Kind.PERIOD)


def codes_of(kind):
    if kind == Kind.OPENED:
        return list(OPENED)
    return [code for code, action in ACTIONS.items() if action.kind == kind]

"""The states that components can be in, for the gallery: every value is made up here and touches no row."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from assessments.deadlines import Deadline
from assessments.models import Answer, Assessment

NOW = datetime(2023, 6, 24, 3, 40, tzinfo=UTC)


def context():
    return {
        "place": SimpleNamespace(zone=ZoneInfo("Asia/Jakarta"), time_zone="Asia/Jakarta", name="Pemerintah contoh"),
        "answer_states": Answer.Status.choices,
        "assessment_states": Assessment.Status.choices,
        "deadlines": _deadlines(),
        "errors": [
            {"url": "#ringkasan", "text": "Indikator 16: unggah bukti yang mendukung tingkat 4"},
            {"url": "#ringkasan", "text": "Indikator 17: jawab catatan perbaikan dari asesor"},
            {"url": "#ringkasan", "text": "Indikator 25: pilih tingkat kematangan"},
        ],
        "levels": [(level, label) for level, label in enumerate(LEVELS, 1)],
        "ratings": RATINGS,
        "notices": NOTICES,
    }


LEVELS = ("Rintisan", "Terkelola", "Terdefinisi", "Terpadu dan Terukur", "Optimum")
RATINGS = ("Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan")
NOTICES = (
    ("success", "check-circle-fill", "Indikator 16 disimpan."),
    ("info", "info-circle-fill", "Berkas ini sudah ada pada indikator 1."),
    ("warning", "exclamation-triangle-fill", "Asesor mengembalikan sebagian jawaban."),
    ("error", "exclamation-octagon-fill", "Dokumen belum dapat dibuat."),
)


def _deadlines():
    """Far, near, last days, last hours, extended, asked, over, and sent."""

    def left(**time):
        span = timedelta(**time)
        return Deadline(
            "Penilaian mandiri",
            NOW + span,
            NOW,
            is_closed=False,
            days_left=span.days,
            hours_left=span.seconds // 3600,
            minutes_left=span.seconds % 3600 // 60,
            assigned=22,
            unfinished=9,
        )

    over = Deadline("Penilaian mandiri", NOW, NOW, is_closed=True, extension_url="#tenggat")
    return [
        left(days=21),
        left(days=6),
        left(days=2),
        left(hours=5, minutes=20),
        left(days=9)._replace(is_extended=True),
        left(days=2)._replace(is_asked=True, extension_url="#tenggat"),
        over,
        over._replace(is_asked=True),
        Deadline("", NOW, NOW, is_closed=True, sent_at=NOW),
    ]

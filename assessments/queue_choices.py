"""What a queue can be asked for: which answers, by what mark, in which order."""

from django.db.models import TextChoices

from assessments.models import Answer

STEEP = 2  # a rise of so many steps of the scale is worth a closer look


class Show(TextChoices):
    """Which answers a queue holds; none that the unit has not sent."""

    WAITING = "menunggu", "Menunggu reviu"
    RAISED = "asesor-kedua", "Menunggu asesor kedua"
    DECIDED = "diputuskan", "Sudah diputuskan"
    RETURNED = "dikembalikan", "Dikembalikan ke PD"
    ALL = "semua", "Semua yang sudah dikirim"

    @property
    def statuses(self):
        status = Answer.Status
        return {
            Show.WAITING: (status.WAITING,),
            Show.RAISED: (status.RAISED,),
            Show.DECIDED: Answer.DECIDED,
            Show.RETURNED: (status.RETURNED,),
            Show.ALL: (status.WAITING, status.RAISED, status.RETURNED, *Answer.DECIDED),
        }[self]


class Mark(TextChoices):
    """What makes answers alike. An answer may bear several; its row shows the gravest, in this order."""

    ALL = "", "Semua tanda"
    STEEP = "naik", f"Naik ≥ {STEEP} tingkat"
    NO_NEW = "tanpa-bukti-baru", "Tanpa bukti baru"
    DEAD = "tidak-terbuka", "Bukti tidak dapat dibuka"
    OLD = "bukti-lama", "Bukti terlalu lama"
    REPAIRED = "diperbaiki", "Sudah diperbaiki"
    UNCHANGED = "tidak-berubah", "Tidak berubah dari tahun lalu"


class Order(TextChoices):
    INFLUENCE = "pengaruh", "Paling berpengaruh dahulu"
    NUMBER = "nomor", "Nomor indikator"
    UNIT = "pd", "Perangkat daerah"

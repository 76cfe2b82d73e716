"""Moving a period from stage to stage: who may, and when. What each stage lets people change hangs on the first two."""

from django.utils import timezone

from accounts.models import Membership
from assessments.models import Period, SignedDocument
from assessments.permissions.roles import ALLOWED, Role, has_role, refused, role_in_institution

Stage = Period.Stage
SIGNED = (Stage.SIGNING, Stage.NATIONAL_ENTRY)


def answers_move(period):
    """Units change answers until the consolidation begins; the dates say the rest."""
    return _in_stage(
        period,
        (Stage.FILLING, Stage.REVIEW),
        "Isian hanya dapat dibaca.",
        "Periode ini tidak sedang dibuka. Isian hanya dapat dibaca.",
    )


def scores_move(period):
    """Assessors decide and set scores until the validation begins."""
    return _in_stage(
        period,
        (Stage.FILLING, Stage.REVIEW, Stage.CONSOLIDATION),
        "Putusan dan nilai tidak dapat diubah. Minta koordinator mengembalikannya ke konsolidasi.",
        "Periode ini tidak sedang dibuka. Putusan tidak dapat diubah.",
    )


def answers_return(period):
    """An answer is sent back to its unit only while the unit can repair it."""
    return _in_stage(
        period,
        (Stage.FILLING, Stage.REVIEW),
        "Minta koordinator mengembalikan periode ke tahap reviu sebelum mengembalikan jawaban.",
        "Periode ini tidak sedang dibuka. Putusan tidak dapat diubah.",
    )


def may_read_stages(user, institution_id):
    if any(has_role(user, role, institution_id) for role in Membership.WIDE_ROLES):
        return ALLOWED
    return refused(
        "Halaman ini hanya untuk koordinator penilaian, asesor internal, dan pimpinan. "
        "Hubungi koordinator penilaian bila Anda memerlukannya."
    )


def is_under_review(period, now=None):
    """In the review: by the coordinator's word, or because the time of filling is over."""
    past = period.stage == Stage.FILLING and (now or timezone.now()) > period.fill_closes_at
    return past or period.stage == Stage.REVIEW


def may_begin_review(user, period, now=None):
    """Before the deadline only when there is nobody left to fill: it takes time from no unit."""
    if not (verdict := _coordinates(user, period, Stage.FILLING)):
        return verdict
    if (now or timezone.now()) <= period.fill_closes_at and period.assessments.filter(submitted_at=None).exists():
        return refused(
            "Masih ada perangkat daerah yang mengisi. Reviu mulai sendiri saat tenggat pengisian lewat, "
            "atau sekarang bila semua sudah mengirim."
        )
    return ALLOWED


def may_begin_consolidation(user, period, now=None):
    if is_under_review(period, now):
        return role_in_institution(user, Role.COORDINATOR, period.institution_id)
    return _coordinates(user, period, Stage.REVIEW)


def may_begin_validation(user, period):
    return _coordinates(user, period, Stage.CONSOLIDATION)


def may_reopen_review(user, period):
    return _coordinates(user, period, Stage.CONSOLIDATION)


def may_reopen_consolidation(user, period):
    return _coordinates(user, period, Stage.VALIDATION)


def is_signatory(user, institution_id):
    """The Koordinator SPBE: a leader with the mark of the one who signs."""
    return user.is_active and any(m.role == Role.EXECUTIVE and m.is_signatory for m in user.roles_in(institution_id))


def may_sign(user, period):
    if not is_signatory(user, period.institution_id):
        return refused("Dokumen disahkan pimpinan yang ditunjuk sebagai penanda tangan (Koordinator SPBE).")
    if period.stage not in SIGNED:
        return refused(f"Periode ini pada tahap {_now(period)}. Tidak ada dokumen yang menunggu pengesahan.")
    return ALLOWED


def may_see_signing(user, period):
    """The signatory acts; coordinators and leaders read. Before the closing there is nothing to sign."""
    roles = (Role.COORDINATOR, Role.EXECUTIVE)
    if not any(has_role(user, role, period.institution_id) for role in roles):
        return refused("Halaman ini hanya untuk koordinator penilaian dan pimpinan.")
    return ALLOWED if period.is_closed else refused("Hasil belum dibekukan, sehingga belum ada yang disahkan.")


def may_write_minutes(user, period):
    """Coordinators, until the first paper is signed: what was signed does not change."""
    if not (verdict := role_in_institution(user, Role.COORDINATOR, period.institution_id)):
        return verdict
    if period.is_draft:
        return refused("Periode belum dibuka. Isian berita acara ditulis setelahnya.")
    if period.is_closed and (period.stage != Stage.SIGNING or has_signed_paper(period)):
        return refused("Dokumen sudah ditandatangani. Isian berita acara tidak dapat diubah.")
    return ALLOWED


def may_reopen(user, period):
    """Coordinators until the first paper is signed, the signatory from the closing on, nobody once it was sent."""
    coordinates = role_in_institution(user, Role.COORDINATOR, period.institution_id)
    signs = is_signatory(user, period.institution_id)
    if not coordinates and not signs:
        return coordinates
    if not period.is_closed:
        return refused("Periode ini tidak sedang ditutup.")
    if period.stage not in SIGNED:
        return refused("Hasil sudah terkirim ke aplikasi nasional. Hasil yang terkirim tidak dapat dibuka lagi.")
    if not signs and has_signed_paper(period):
        return refused(
            "Dokumen sudah ditandatangani. Hanya penanda tangan (Koordinator SPBE) yang dapat membuka kunci hasil ini."
        )
    return ALLOWED


def may_mark_sent(user, period):
    return _coordinates(user, period, Stage.NATIONAL_ENTRY)


def may_advance(user, period):
    """What the ministry does is only marked here, one stage after the other."""
    if not (verdict := role_in_institution(user, Role.COORDINATOR, period.institution_id)):
        return verdict
    if not period.is_closed or period.stage in SIGNED:
        return refused("Tahap ini baru dapat ditandai setelah hasil terkirim ke aplikasi nasional.")
    if period.stage == Stage.FOLLOW_UP:
        return refused("Periode ini sudah pada tahap terakhir.")
    return ALLOWED


def has_signed_paper(period):
    return SignedDocument.objects.filter(result__period=period, voided_at=None).exists()


def _coordinates(user, period, stage):
    if not (verdict := role_in_institution(user, Role.COORDINATOR, period.institution_id)):
        return verdict
    if period.stage != stage:
        return refused(f"Langkah ini hanya dari tahap {stage.label.lower()}; periode ini pada tahap {_now(period)}.")
    return ALLOWED


def _in_stage(period, stages, what, closed):
    if not period.is_open:
        return refused(closed)
    if period.stage not in stages:
        return refused(f"Periode ini pada tahap {_now(period)}. {what}")
    return ALLOWED


def _now(period):
    return period.get_stage_display().lower()

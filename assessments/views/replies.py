"""What a script that saves is told, as JSON."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone

from assessments import permissions
from assessments.completeness import gaps_of
from assessments.forms.citing import told_to_page
from assessments.models import Answer, Assessment
from assessments.progress import Progress
from assessments.tokens import names_of
from assessments.views.conflicts import clashes_in

BUSY = 5


def told(status, body):
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def busy():
    response = told(503, {"alasan": "Basis data sedang tidak dapat menyimpan. Coba lagi sebentar lagi."})
    response["Retry-After"] = BUSY
    return response


class Locked(Exception):
    """The answer is the person's own, but its state or the deadline keeps it as it is."""

    def __init__(self, answer, reason, more_time=None):
        super().__init__(reason)
        self.body = {"alasan": reason, "perpanjangan": more_time, "status": answer.status}


def require_editable(user, answer, seen_open_at):
    """403 for who has another role, 423 where only the moment is wrong."""
    permissions.require(permissions.is_operator_of(user, answer.assessment))
    verdict = permissions.may_edit(user, answer, seen_open_at=seen_open_at)
    if not verdict:
        assessment = answer.assessment
        place = [assessment.period.slug, assessment.unit.code]
        more_time = permissions.may_ask_extension(user, assessment) and reverse("assessments:extension", args=place)
        raise Locked(answer, verdict.reason, more_time or None)


def state_of(answer, izin):
    assessment, now = answer.assessment, timezone.now()
    local = now.astimezone(assessment.period.institution.zone)
    done, total = _progress(answer)
    return {
        "versi": answer.versions,
        "waktu": now.isoformat(timespec="seconds"),
        "pukul": f"{local:%H.%M}",
        "status": answer.status,
        "status_teks": answer.get_status_display(),
        "kurang": _missing(answer),
        "lengkap": done,
        "jumlah": total,
        "izin": izin,
    }


def _missing(answer):
    """The one thing to do next, where somebody has begun."""
    gaps = gaps_of(answer) if answer.status in (Answer.Status.DRAFT, Answer.Status.RETURNED) else []
    return {"bidang": gaps[0].field, "teks": gaps[0].task} if gaps else None


def _progress(answer):
    """How many answers of the unit are ready. While it repairs, that needs all of them; a draft tells by its status."""
    if answer.assessment.status == Assessment.Status.RETURNED:
        progress = Progress(answer.assessment)
        return progress.done, progress.total
    is_done = answer.status not in (Answer.Status.EMPTY, Answer.Status.DRAFT)
    return answer.others_done + is_done, answer.others + 1


def conflict_of(user, answer, form, fields):
    clashes = clashes_in(answer, {name: form.cleaned_data[name] for name in fields}, form, user)
    zone = answer.assessment.period.institution.zone
    names = told_to_page(names_of(answer))
    rows = [_clash(clash, zone) | {"nama": names} for clash in clashes]
    first = {name: rows[0][name] for name in ("oleh", "pukul", "sendiri")}
    return {"bentrok": rows, **first}


def _clash(clash, zone):
    return {
        "bidang": clash.name,
        "label": clash.label,
        "saya": clash.mine_value,
        "mereka": clash.theirs_value,
        "versi": clash.version,
        "saya_bagian": [list(part) for part in clash.mine_parts],
        "mereka_bagian": [list(part) for part in clash.theirs_parts],
        "saya_teks": clash.mine_label,
        "mereka_teks": clash.theirs_label,
        "oleh": clash.writer.name,
        "sendiri": clash.is_own,
        "pukul": f"{clash.writer.at.astimezone(zone):%H.%M}" if clash.writer.at else "",
    }

"""Whether a decision is disputed: then only the way of the objection leads on, and its end is final."""

from assessments.models import Objection
from assessments.permissions.roles import ALLOWED, refused

State = Objection.State


def undisputed(answer):
    objection = Objection.objects.filter(answer=answer).exclude(state=State.WITHDRAWN).first()
    if objection is None:
        return ALLOWED
    if objection.state == State.FILED:
        return refused("Putusan ini sedang disanggah. Keputusannya diambil pada halaman sanggahan.")
    return refused("Sanggahan atas putusan ini sudah diputuskan. Keputusan itu akhir.")

"""Taking over what the ministry says: who, and for which stages."""

from assessments.permissions.roles import ALLOWED, Role, refused, role_in_institution
from assessments.permissions.stages import SIGNED
from assessments.stage_plan import steps


def may_import_stage(user, period, stage):
    """Coordinators, once the result was sent, for every stage that the period has come to: a mistake can be mended."""
    if not (verdict := role_in_institution(user, Role.COORDINATOR, period.institution_id)):
        return verdict
    if not period.is_closed or period.stage in SIGNED:
        return refused("Nilai dari luar baru dapat diimpor setelah hasil terkirim ke aplikasi nasional.")
    order = [step.stage for step in steps()]
    if order.index(stage) > order.index(period.stage):
        return refused(f"Periode ini belum sampai pada tahap {_label(stage)}. Tandai tahapnya lebih dahulu.")
    return ALLOWED


def _label(stage):
    return type(stage)(stage).label.lower()

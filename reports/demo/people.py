"""The demo government, its units, and one account for each role. People are named by their office, never invented."""

from django.contrib.auth.hashers import make_password

from accounts.models import Institution, Membership, Unit, User

PASSWORD = "peragaan-lampung-2026"
Role = Membership.Role

# Three assessors; two of them have a home unit other than the one that answers most indicators.
ASSESSORS = (("asesor", "INSPEKTORAT"), ("asesor.bappeda", "BAPPEDA"), ("asesor.kominfo", "KOMINFO"))


class Cast:
    """Everybody who acts in the demo."""

    def __init__(self, ownership):
        self.institution, _ = Institution.objects.get_or_create(
            code="lampung",
            defaults={
                "name": "Pemerintah Provinsi Lampung",
                "kind": Institution.Kind.PROVINCE,
                "region": "Sumatera",
                "time_zone": "Asia/Jakarta",
                "is_sample": True,
            },
        )
        self.units = {unit.code: self._unit(unit) for unit in ownership.units}
        self._hash = make_password(PASSWORD)
        self.operators = {code: self._own("operator", "Operator", Role.OPERATOR, code) for code in self.units}
        self.heads = {code: self._own("kepala", "Kepala", Role.UNIT_HEAD, code) for code in self.units}
        self.assessors = [
            self._person(f"{name}@demo.local", f"Asesor Internal {self.units[code].name}", Role.ASSESSOR, code)
            for name, code in ASSESSORS
        ]
        self.coordinator = self._person("koordinator@demo.local", "Koordinator Penilaian", Role.COORDINATOR)
        self.executive = self._person("pimpinan@demo.local", "Sekretaris Daerah", Role.EXECUTIVE, is_signatory=True)
        self._second_role()

    def assessor_for(self, unit):
        """The first assessor who does not belong to the unit."""
        return next(a for a, (_, home) in zip(self.assessors, ASSESSORS, strict=True) if home != unit.code)

    def _unit(self, row):
        defaults = {"name": row.name, "kind": row.kind}
        return Unit.objects.get_or_create(institution=self.institution, code=row.code, defaults=defaults)[0]

    def _own(self, address, title, role, code):
        return self._person(f"{address}.{code.lower()}@demo.local", f"{title} {self.units[code].name}", role, code)

    def _person(self, email, name, role, code=None, **fields):
        user, _ = User.objects.get_or_create(email=email, defaults={"name": name, "password": self._hash})
        Membership.objects.get_or_create(
            user=user, institution=self.institution, role=role, unit=self.units[code] if code else None, defaults=fields
        )
        return user

    def _second_role(self):
        """One person with two memberships, so that switching can be tried."""
        head = self.heads["BAPPEDA"]
        Membership.objects.get_or_create(user=head, institution=self.institution, role=Role.EXECUTIVE, unit=None)


SHOWN = (
    ("operator.kominfo@demo.local", "mengisi penilaian dan menambah bukti"),
    ("kepala.kominfo@demo.local", "menyetujui dan mengirim penilaian"),
    ("asesor@demo.local", "mereviu jawaban (dari Inspektorat)"),
    ("asesor.bappeda@demo.local", "mereviu jawaban, juga milik Inspektorat"),
    ("asesor.kominfo@demo.local", "mereviu jawaban perangkat daerah lain"),
    ("koordinator@demo.local", "membuka, menugaskan, dan menutup periode"),
    ("pimpinan@demo.local", "membaca hasil dan mengunduh kartu skor"),
)

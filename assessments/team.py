"""Who is in the team of a period, and which functions nobody represents yet."""

from assessments.models import Period, TeamMember
from indicators.rules import rules_for


class Team:
    """Two queries, whatever the number of members."""

    def __init__(self, period):
        self.period = period
        self.members = list(period.team.select_related("unit").order_by("name"))
        self.functions = rules_for(period.instrument.slug).team_functions
        labels = {function.code: function.label for function in self.functions}
        for member in self.members:
            member.function_names = [labels[code] for code in member.functions if code in labels]

    @property
    def unrepresented(self):
        present = {code for member in self.members for code in member.functions}
        return [function for function in self.functions if function.code not in present]

    @property
    def represented(self):
        """(function, members) in the order of the rules."""
        return [(f, [member for member in self.members if f.code in member.functions]) for f in self.functions]

    @property
    def has_data_entry(self):
        return any(member.duty == TeamMember.Duty.DATA_ENTRY for member in self.members)

    @property
    def warnings(self):
        """What is told at the opening, and never keeps a period from opening."""
        if not self.members:
            return ["Tim asesor internal belum diisi."]
        told = []
        if names := [function.label for function in self.unrepresented]:
            told.append(f"Fungsi tanpa anggota: {', '.join(names)}.")
        if not self.has_data_entry:
            told.append("Pelaksana entri data belum ditetapkan.")
        if any(not member.decree_number for member in self.members):
            told.append("Nomor SK belum lengkap.")
        return told


def earlier_team_of(period):
    """The nearest earlier period of the institution that has a team, or None."""
    earlier = Period.objects.filter(institution=period.institution_id, year__lt=period.year, team__isnull=False)
    return earlier.order_by("-year").first()

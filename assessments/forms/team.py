from django import forms

from assessments.models import TeamMember


class MemberForm(forms.ModelForm):
    """One member of the team as the decree names the person."""

    functions = forms.MultipleChoiceField(
        label="Fungsi yang diwakili",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Pilih fungsi yang ada pada daftar."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = TeamMember
        fields = ["name", "employee_number", "position", "unit", "duty", "decree_number", "decree_date"]
        labels = {
            "employee_number": "NIP (opsional)",
            "position": "Jabatan (opsional)",
            "decree_number": "Nomor SK (opsional)",
            "decree_date": "Tanggal SK (opsional)",
        }
        widgets = {"decree_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {
            "name": {"required": "Tulis nama anggota.", "max_length": "Nama paling banyak 150 karakter."},
            "unit": {
                "required": "Pilih perangkat daerah.",
                "invalid_choice": "Pilih perangkat daerah yang ada pada daftar.",
            },
            "decree_date": {"invalid": "Isi tanggal SK, misalnya 31/01/2023."},
        }

    def __init__(self, *args, period, functions, **kwargs):
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["functions"].choices = [(function.code, function.label) for function in functions]
        if not functions:
            del self.fields["functions"]
        units = period.institution.units.all()
        self.fields["unit"].queryset = (
            units.filter(is_active=True) | units.filter(pk=self.instance.unit_id or 0)
        ).order_by("name")
        self.fields["unit"].empty_label = "Pilih perangkat daerah"
        self.initial["functions"] = self.instance.functions

    def clean_employee_number(self):
        number = "".join(self.cleaned_data["employee_number"].split())
        if number and not number.isdigit():
            raise forms.ValidationError("Tulis NIP dengan angka saja.")
        return number

    def clean_duty(self):
        duty = self.cleaned_data["duty"]
        if taken := self._taken(duty):
            raise forms.ValidationError(f"{taken.get_duty_display()} sudah dipegang {taken.name}. Hanya satu orang.")
        return duty

    def _taken(self, duty):
        """Whoever holds a duty that only one person of the team can have."""
        single = (TeamMember.Duty.DATA_ENTRY, TeamMember.Duty.COORDINATOR)
        others = self.period.team.filter(duty=duty).exclude(pk=self.instance.pk)
        return others.first() if duty in single else None

    def values(self):
        facts = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return facts | {"functions": facts.get("functions", [])}

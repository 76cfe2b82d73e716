from django import forms

from assessments.forms.fields import RowsField
from assessments.models import ChosenService


class AssignmentForm(forms.Form):
    """Who answers one indicator, and the service that it is about where the institution chooses one."""

    lead = forms.ModelChoiceField(
        None,
        label="Penanggung jawab",
        empty_label="Belum ada",
        required=False,
        error_messages={
            "required": "Periode sudah dibuka, sehingga indikator ini memerlukan penanggung jawab.",
            "invalid_choice": "Pilih perangkat daerah yang ada pada daftar.",
        },
    )
    supporting = RowsField(
        None,
        label="Pendukung (opsional)",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Pilih perangkat daerah yang ada pada daftar.",
            "invalid_pk_value": "Pilih perangkat daerah yang ada pada daftar.",
        },
    )
    service = forms.CharField(
        label="Nama layanan yang dipilih",
        max_length=ChosenService._meta.get_field("name").max_length,
        required=False,
        help_text="Layanan publik sektoral yang dinilai pada indikator ini. Setiap indikator memerlukan layanan lain.",
        error_messages={"required": "Tulis nama layanan yang dinilai pada indikator ini."},
    )

    def __init__(self, *args, period, row, **kwargs):
        initial = {"lead": row.lead, "supporting": row.supporting, "service": row.service}
        super().__init__(*args, initial=initial, **kwargs)
        self.period, self.row = period, row
        assigned = [unit.pk for unit in (row.lead, *row.supporting) if unit]
        units = period.institution.units.all()
        self.fields["lead"].queryset = self.fields["supporting"].queryset = (
            units.filter(is_active=True) | units.filter(pk__in=assigned)
        ).order_by("name")
        self.fields["lead"].required = period.is_open
        if row.needs_service:
            self.fields["service"].required = period.is_open
        else:
            del self.fields["service"]

    def clean_service(self):
        name = " ".join(self.cleaned_data["service"].split())
        others = self.period.chosen_services.exclude(indicator=self.row.indicator).select_related("indicator")
        taken = others.filter(name__iexact=name).first() if name else None
        if taken:
            raise forms.ValidationError(
                f"Layanan ini sudah dipilih untuk indikator {taken.indicator.number}. Pilih layanan yang berbeda."
            )
        return name

    def values(self):
        """What `workflow.assign` takes. A unit that leads does not support as well."""
        lead = self.cleaned_data["lead"]
        return {
            "lead": lead,
            "supporting": [unit for unit in self.cleaned_data["supporting"] if unit != lead],
            "service": self.cleaned_data.get("service", ""),
        }


class LoadForm(forms.Form):
    """Where to take all assignments from; present ones are replaced only on request."""

    source = forms.SlugField()
    replace = forms.BooleanField(required=False)

"""The filters of the event log, which live in the query string."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from accounts.models import Unit
from assessments.forms.periods import LocalDateTimeField
from assessments.models import Period
from assessments.trail.actions import Kind
from assessments.trail.asked import Asked
from assessments.trail.rows import Place

_DATE = len("2026-11-24")


class TrailFilter(forms.Form):
    """What is not understood is told at its field and narrows nothing."""

    NAMES = {"since": "dari", "until": "sampai", "person": "orang", "unit": "pd", "kind": "jenis",
             "indicator": "indikator", "period": "periode", "target": "objek"}  # fmt: skip

    person = forms.CharField(
        required=False, max_length=80, label="Orang", widget=forms.TextInput(attrs={"placeholder": "Nama atau surel"})
    )
    unit = forms.ModelChoiceField(None, required=False, to_field_name="code", label="Perangkat daerah")
    kind = forms.ChoiceField(choices=[("", "Semua tindakan"), *Kind.choices], required=False, label="Tindakan")
    indicator = forms.IntegerField(required=False, min_value=1, max_value=9999, label="Indikator")
    period = forms.ModelChoiceField(None, required=False, to_field_name="slug", label="Periode")
    target = forms.RegexField(r"\A[a-z_]+:\d{1,18}\Z", required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, institution):
        data = data.copy()
        _whole_days(data)
        super().__init__(data)
        zone = institution.zone if institution else timezone.get_default_timezone()
        for name, label in (("since", "Dari"), ("until", "Sampai")):
            self.fields[name] = LocalDateTimeField(required=False, label=label, zone=zone)
        self.fields["unit"].queryset = institution.units.order_by("name") if institution else Unit.objects.none()
        self.fields["unit"].empty_label = "Semua PD"
        self.fields["period"].queryset = institution.periods.order_by("-year") if institution else Period.objects.none()
        self.fields["period"].empty_label = "Semua periode"
        self.order_fields(["since", "until", "person", "unit", "kind", "indicator", "period"])
        for field in self.fields.values():
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = f"{kind} {kind}-sm"
        self.full_clean()

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    @property
    def asked(self):
        kept = {name: value for name, value in self.cleaned_data.items() if value}
        if "until" in kept:  # the minute that is named belongs to it
            kept["until"] += timedelta(minutes=1)
        return Asked(**kept)

    @property
    def query_string(self):
        """To hang on links; of None and "" nothing stays."""
        asked = {self.NAMES[name]: self.data.get(self.NAMES[name]) for name in self.cleaned_data}
        asked = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


class PlaceForm(forms.Form):
    """From which row on the list is read."""

    sebelum = forms.CharField(required=False, max_length=80)
    sesudah = forms.CharField(required=False, max_length=80)

    def clean(self):
        for name, text in self.cleaned_data.items():
            try:
                self.cleaned_data[name] = Place.parse(text) if text else None
            except ValueError:
                self.cleaned_data[name] = None
        return self.cleaned_data

    @property
    def place(self):
        """Arguments of page_of()."""
        kept = self.cleaned_data
        return {"after": kept.get("sesudah")} if kept.get("sesudah") else {"before": kept.get("sebelum")}


def _whole_days(data):
    """A link may name a day: it begins with its first minute, and ends with its last."""
    for name, time in (("dari", "T00:00"), ("sampai", "T23:59")):
        if len(data.get(name, "")) == _DATE:
            data[name] += time

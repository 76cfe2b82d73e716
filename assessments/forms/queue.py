"""The filters of the review queue."""

from urllib.parse import urlencode

from django import forms

from assessments.models import Assessment
from assessments.queue import Mark, Order, Show
from indicators.models import Aspect


class QueueFilter(forms.Form):
    """The state of the queue, which lives in the query string. What it does not know counts as not asked for."""

    NAMES = {"period": "periode", "unit": "pd", "aspect": "aspek", "show": "status", "mark": "tanda", "order": "urut"}

    period = forms.ChoiceField(required=False, label="Periode")
    unit = forms.ChoiceField(required=False, label="Perangkat daerah")
    aspect = forms.ChoiceField(required=False, label="Aspek")
    show = forms.ChoiceField(choices=Show.choices, required=False, label="Status")
    mark = forms.ChoiceField(choices=Mark.choices, required=False, label="Tanda")
    order = forms.ChoiceField(choices=Order.choices, required=False, label="Urutan")

    def __init__(self, data, *, periods):
        super().__init__(data)
        known = {period.slug: period for period in periods}
        self.period = known.get(data.get("periode"), periods[0])
        self.fields["period"].choices = [(slug, period.name) for slug, period in known.items()]
        units = Assessment.objects.filter(period=self.period).order_by("unit__name")
        aspects = Aspect.objects.filter(domain__instrument=self.period.instrument_id)
        self.fields["unit"].choices = [("", "Semua PD"), *units.values_list("unit__code", "unit__name")]
        self.fields["aspect"].choices = [("", "Semua aspek"), *((a.code, f"{a.code} {a.name}") for a in aspects)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select form-select-sm"
        self.full_clean()

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    @property
    def chosen(self):
        """Arguments of a Queue."""
        kept = self.cleaned_data
        return {
            "unit": kept.get("unit", ""),
            "aspect": kept.get("aspect", ""),
            "show": kept.get("show") or Show.WAITING,
            "mark": kept.get("mark") or Mark.ALL,
            "order": kept.get("order") or Order.INFLUENCE,
        }

    @property
    def query_string(self):
        """What differs from a queue that nobody filtered, to hang on links: "?aspek=A8&pd=DINKES", or nothing."""
        asked = {
            "periode": self.cleaned_data.get("period"),
            "pd": self.chosen["unit"],
            "aspek": self.chosen["aspect"],
            "status": self.chosen["show"] != Show.WAITING and self.chosen["show"],
            "tanda": self.chosen["mark"],
            "urut": self.chosen["order"] != Order.INFLUENCE and self.chosen["order"],
        }
        asked = {name: str(value) for name, value in asked.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

"""The filters of the review queue."""

from urllib.parse import urlencode

from django import forms

from assessments.desk import Desk
from assessments.queue import Mark, Order, Queue, Show

MINE, EVERYBODY = "saya", "semua"


class QueueFilter(forms.Form):
    """The state of the queue, which lives in the query string. What it does not know counts as not asked for.

    An assessor to whom something was shared out sees that first, and everything when asked for.
    """

    NAMES = {"period": "periode", "whose": "bagian", "unit": "pd", "aspect": "aspek", "show": "status", "mark": "tanda",
             "order": "urut"}  # fmt: skip

    period = forms.ChoiceField(required=False, label="Periode")
    whose = forms.ChoiceField(
        choices=[(MINE, "Ditugaskan kepada saya"), (EVERYBODY, "Semua asesor")], required=False, label="Bagian"
    )
    unit = forms.ChoiceField(required=False, label="Perangkat daerah")
    aspect = forms.ChoiceField(required=False, label="Aspek")
    show = forms.ChoiceField(choices=Show.choices, required=False, label="Status")
    mark = forms.ChoiceField(choices=Mark.choices, required=False, label="Tanda")
    order = forms.ChoiceField(choices=Order.choices, required=False, label="Urutan")

    def __init__(self, data, *, periods, user):
        super().__init__(data)
        self.user = user
        known = {period.slug: period for period in periods}
        self.period = known.get(data.get("periode"), periods[0])
        self.desk = Desk(self.period)
        self.has_share = bool(self.desk.shares.of(user))
        self.fields["period"].choices = [(slug, period.name) for slug, period in known.items()]
        self.fields["unit"].choices = [("", "Semua PD"), *self.desk.units]
        aspects = self.desk.aspects
        self.fields["aspect"].choices = [("", "Semua aspek"), *((a.code, f"{a.code} {a.name}") for a in aspects)]
        if not self.has_share:
            del self.fields["whose"]
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
            "mine": self.has_share and kept.get("whose") != EVERYBODY,
        }

    def queue(self):
        return Queue(self.period, self.user, desk=self.desk, **self.chosen)

    @property
    def query_string(self):
        """What differs from a queue that nobody filtered, to hang on links: "?aspek=A8&pd=DINKES", or nothing."""
        return self.query_string_with()

    def query_string_with(self, **changes):
        """The same with other choices, by the names of the fields; of None and "" nothing stays."""
        asked = {
            "period": self.cleaned_data.get("period"),
            "whose": self.has_share and not self.chosen["mine"] and EVERYBODY,
            "unit": self.chosen["unit"],
            "aspect": self.chosen["aspect"],
            "show": self.chosen["show"] != Show.WAITING and self.chosen["show"],
            "mark": self.chosen["mark"],
            "order": self.chosen["order"] != Order.INFLUENCE and self.chosen["order"],
        } | changes
        asked = {self.NAMES[name]: str(value) for name, value in asked.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

"""The state of the progress board, which lives in the query string, and the choice of whom to remind."""

from urllib.parse import urlencode

from django import forms

from assessments.board import Order, Show


class BoardFilter(forms.Form):
    """What it does not know counts as not asked for."""

    NAMES = {"period": "periode", "show": "keadaan", "order": "urut", "words": "cari"}

    period = forms.ChoiceField(required=False, label="Periode")
    show = forms.ChoiceField(choices=Show.choices, required=False, label="Keadaan")
    order = forms.ChoiceField(choices=Order.choices, required=False, label="Urutan")
    words = forms.CharField(
        required=False, max_length=80, label="Perangkat daerah", widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data, *, periods):
        super().__init__(data)
        known = {period.slug: period for period in periods}
        self.period = known.get(data.get("periode"), periods[0])
        self.fields["period"].choices = [(slug, period.name) for slug, period in known.items()]
        for name, field in self.fields.items():
            kind = "form-control" if name == "words" else "form-select"
            field.widget.attrs["class"] = f"{kind} {kind}-sm"
        self.full_clean()

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    @property
    def chosen(self):
        """Arguments of Board.chosen()."""
        kept = self.cleaned_data
        return {
            "show": kept.get("show") or Show.ALL,
            "order": kept.get("order") or Order.STATE,
            "words": kept.get("words") or "",
        }

    @property
    def is_narrowed(self):
        return bool(self.chosen["show"] or self.chosen["words"])

    def query_string(self, **changes):
        """To hang on links: "?keadaan=terlambat&urut=nama"; of None and "" nothing stays."""
        asked = {"period": self.period.slug if len(self.fields["period"].choices) > 1 else "", **self.chosen} | changes
        asked = {self.NAMES[name]: str(value) for name, value in asked.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

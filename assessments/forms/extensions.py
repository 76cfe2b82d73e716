"""Asking for more time and answering it; both name a moment that the period has room for."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from assessments.forms.fields import ParagraphField
from assessments.forms.periods import LocalDateTimeField
from assessments.models import Extension
from assessments.permissions import fill_deadline

MINIMUM_REASON, MAXIMUM_TEXT = 20, 2000
USUAL = timedelta(days=3)


class UntilField(LocalDateTimeField):
    """A new deadline of one unit: ahead, behind the one that holds now, and not behind the end of the review."""

    def __init__(self, *, assessment, **options):
        self.assessment = assessment
        super().__init__(zone=assessment.period.institution.zone, **options)
        self.initial = min(max(timezone.now(), fill_deadline(assessment)) + USUAL, assessment.period.review_closes_at)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value <= timezone.now():
            raise forms.ValidationError("Pilih waktu yang belum lewat.")
        if value <= fill_deadline(self.assessment):
            raise forms.ValidationError("Pilih waktu sesudah tenggat yang berlaku sekarang.")
        if value > self.assessment.period.review_closes_at:
            raise forms.ValidationError("Pilih waktu sebelum masa reviu berakhir.")


class ExtensionForm(forms.Form):
    alasan = ParagraphField(
        label="Alasan",
        help_text="Dibaca koordinator penilaian. Sebutkan apa yang menghambat dan apa yang masih dikerjakan.",
        min_length=MINIMUM_REASON,
        max_length=MAXIMUM_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Tulis alasan permohonan",
            "min_length": f"Tulis alasan paling sedikit {MINIMUM_REASON} karakter",
        },
    )

    def __init__(self, *args, assessment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sampai"] = UntilField(assessment=assessment, label="Diminta sampai")
        self.order_fields(["sampai", "alasan"])


class ExtensionAnswerForm(forms.Form):
    """Grant or refuse. The moment counts only for granting, the note is needed only for refusing."""

    GRANT, REFUSE = "beri", "tolak"

    tindakan = forms.ChoiceField(choices=[(GRANT, GRANT), (REFUSE, REFUSE)])
    catatan = ParagraphField(
        label="Catatan untuk perangkat daerah",
        help_text="Wajib bila permohonan ditolak.",
        required=False,
        max_length=MAXIMUM_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, extension):
        super().__init__(data, prefix=f"p{extension.pk}")
        self.extension = extension
        granted = UntilField(assessment=extension.assessment, label="Beri sampai")
        ignored = forms.Field(required=False, label="Beri sampai", widget=granted.widget)
        self.fields["sampai"] = ignored if self.is_bound and not self.grants else granted
        if extension.wanted_until > timezone.now():
            self.initial["sampai"] = extension.wanted_until

    @property
    def grants(self):
        return self.data.get(self.add_prefix("tindakan")) == self.GRANT

    def clean_catatan(self):
        note = self.cleaned_data["catatan"]
        if not self.grants and not note:
            raise forms.ValidationError("Tulis alasan penolakan; perangkat daerah membacanya")
        return note


class Requests:
    """The requests of a period: those that wait, each with the form of its answer, and those that are answered."""

    def __init__(self, period, answered=None):
        rows = Extension.objects.filter(assessment__period=period).select_related(
            "assessment__unit", "assessment__period__institution", "asked_by", "answered_by"
        )
        rows = list(rows.order_by("-pk"))
        sent_back = {answered.extension.pk: answered} if answered else {}
        self.waiting = [
            sent_back.get(row.pk) or ExtensionAnswerForm(extension=row)
            for row in rows
            if row.state == Extension.State.ASKED
        ]
        self.answered = [row for row in rows if row.state != Extension.State.ASKED]

"""The answer itself: what is claimed and why, each field tied to the version that the page showed."""

import hashlib

from django import forms
from django.utils.functional import cached_property

from assessments.forms.carried import whole
from assessments.forms.citing import PAGE_NAMES, CitingField, names_on_page, told_to_page
from assessments.forms.fields import ScoreField
from assessments.models import Answer
from assessments.tokens import names_of

MAXIMUM_TEXT = 10_000
TEXTS = ("explanation", "reply")


class AnswerForm(forms.Form):
    """Only what the person touched is changed.

    Beside a field the page carries `version-<field>`, which the save must still find, and `awal-<field>`, the digest
    of the value as shown: a field that comes back as it was shown keeps what is stored now.
    """

    def __init__(self, data=None, *, answer, names=None):
        """`names` are those of the page, where they have been read from the data already."""
        self.told_names = names
        self.answer, self.versions = answer, answer.versions
        super().__init__(data, initial={name: getattr(answer, name) for name in Answer.FIELDS})
        instrument = answer.indicator.instrument
        label = "Tingkat kematangan" if instrument.is_stepped else "Nilai"
        text = {"required": False, "max_length": MAXIMUM_TEXT, "names": lambda: self.names}
        self.fields["explanation"] = CitingField(label="Penjelasan capaian", **text)
        self.fields["score"] = ScoreField(instrument=instrument, label=label, required=False)
        if answer.status == Answer.Status.RETURNED:
            self.fields["reply"] = CitingField(label="Tanggapan", **text)

    @cached_property
    def names(self):
        """What the proofs are called in the texts of this form: as the page showed them, otherwise as they are now."""
        shown = self.told_names or (names_on_page(self.data) if self.is_bound else None)
        return names_of(self.answer) if shown is None else shown

    @property
    def page_state(self):
        """The hidden fields of the page, by name."""
        names = [name for name in Answer.FIELDS if name in self.fields]
        versions = {f"version-{name}": str(self.versions[name]) for name in names}
        digests = {f"awal-{name}": self.digest_of(name, self.initial[name]) for name in names}
        return versions | digests | {PAGE_NAMES: told_to_page(self.names)}

    @property
    def seen(self):
        """The version of each field that the page showed; where that is no number, one that no field has."""
        return {name: whole(self.data.get(f"version-{name}", "")) for name in self.fields}

    def changes(self):
        """The fields that were sent, touched and acceptable, with their values."""
        sent = [name for name in Answer.FIELDS if name in self.data and name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in sent if self._is_touched(name)}

    def touched(self):
        """The fields that the person wrote or chose, whether they can be saved or not."""
        return [name for name in self.fields if name in self.data and (name in self.errors or self._is_touched(name))]

    def digest_of(self, name, value):
        shown = self.fields[name].prepare_value(value)
        return hashlib.sha256(("" if shown is None else str(shown)).encode()).hexdigest()

    def shown_again(self, answer):
        """The form of a page that is shown once more: what was refused as it was sent, all else as stored now."""
        stored = AnswerForm(answer=answer)
        data = self.data.copy()
        for name in self.fields.keys() - self.errors.keys():
            data[name] = stored.fields[name].prepare_value(stored.initial[name])
        form = AnswerForm(data, answer=answer)
        form.versions = {
            name: self.seen[name] if name in self.errors else form.versions[name] for name in form.versions
        }
        return form

    def _is_touched(self, name):
        shown = self.data.get(f"awal-{name}")
        return not shown or shown != self.digest_of(name, self.fields[name].to_python(self.data[name]))


def holds_answer(data):
    """Whether a request says anything about the answer itself."""
    return any(prefix + name in data for name in Answer.FIELDS for prefix in ("", "version-", "pakai-"))


def is_settled(data):
    """Whether these are the choices of a person who saw both versions."""
    return any(f"pakai-{name}" in data for name in Answer.FIELDS)


def settled(data):
    """The fields after a conflict, by the choice for each: mine, theirs (which stays as it is), or edited together."""
    result = data.copy()
    for name in Answer.FIELDS:
        choice = data.get(f"pakai-{name}")
        if choice == "saya":
            result[name] = data.get(f"saya-{name}", "")
        elif choice == "mereka":
            result.pop(name, None)
    return result

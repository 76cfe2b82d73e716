"""Proofs on the questionnaire page: new files, a new link, and what is said about those that are already there."""

import re

from django import forms

from assessments import pages
from assessments.forms.description import DescriptionFields, Unseen
from assessments.forms.fields import FilesField
from assessments.forms.links import LinkField
from assessments.models import Evidence

_CHOICE = re.compile(r"pakai-(c[0-9]+-[a-z_]+)", re.ASCII)


class NewEvidenceForm(forms.Form):
    """Files and one link."""

    files = FilesField(label="Berkas bukti", required=False)
    link_url = LinkField(label="Tautan", required=False, max_length=1000)
    link_title = forms.CharField(label="Judul bukti", required=False, max_length=200)

    def clean(self):
        if (
            self.cleaned_data.get("link_title")
            and not self.cleaned_data.get("link_url")
            and "link_url" not in self.errors
        ):
            self.add_error("link_url", "Tulis tautan untuk judul ini, atau kosongkan judulnya")

    def link(self, unit, by):
        """The link as a proof that is not stored yet, or None when none was given."""
        if (
            not self.is_bound
            or not self.cleaned_data.get("link_url")
            or self.errors.keys() & {"link_url", "link_title"}
        ):
            return None
        url = self.cleaned_data["link_url"]
        title = self.cleaned_data["link_title"] or url.partition("://")[2].rstrip("/")[:200]
        return Evidence(unit=unit, kind=Evidence.Kind.LINK, url=url, title=title, created_by=by)


class CitationForm(DescriptionFields):
    """One proof of an answer. A field that was not sent at all keeps what is stored."""

    USE = ("pages", "levels")

    pages = forms.CharField(label="Halaman", required=False, max_length=60)

    def __init__(self, data=None, *, citation, levels, is_fixed=False):
        self.citation, self.is_fixed = citation, is_fixed
        prefix = f"c{citation.pk}"
        initial = self.described(citation.evidence) | {"pages": citation.pages}
        super().__init__(data if data and f"{prefix}-seen" in data else None, prefix=prefix, initial=initial)
        for name, field in self.fields.items():
            is_left_out = self.is_bound and self.add_prefix(name) not in self.data
            field.disabled = is_left_out or (is_fixed and name in self.DESCRIPTION)
        if levels:
            self.initial["levels"] = [str(level) for level in citation.levels]
            choices = [(str(level), str(level)) for level in levels]
            self.fields["levels"] = forms.MultipleChoiceField(
                label="Tingkat yang didukung",
                choices=choices,
                required=False,
                error_messages={"invalid_choice": "%(value)s bukan tingkat pada instrumen ini"},
            )

    def clean_pages(self):
        return pages.tidied(self.cleaned_data["pages"])

    def clean_levels(self):
        return sorted({int(level) for level in self.cleaned_data["levels"]})

    def as_stored(self, name, shown):
        if name != "levels":
            return super().as_stored(name, shown)
        known = {value for value, _ in self.fields["levels"].choices}
        is_told = isinstance(shown, list) and all(isinstance(level, str) and level in known for level in shown)
        return sorted(map(int, shown)) if is_told else Unseen

    def tidy(self, name, value):
        value = super().tidy(name, value)
        return pages.tidied(value) if name == "pages" and isinstance(value, str) else value

    def chosen_levels(self):
        """The levels that the page shows as switched on."""
        return [str(value) for value in self["levels"].value() or []] if "levels" in self.fields else []


def stored_values(citation):
    """What is stored about a proof and its use, by the names of the form."""
    return DescriptionFields.described(citation.evidence) | {"pages": citation.pages, "levels": sorted(citation.levels)}


def settled_proofs(data):
    """What was sent, with the person's own values where they chose those after a conflict."""
    result = data.copy()
    for name in data:
        if (chosen := _CHOICE.fullmatch(name)) and data[name] == "saya":
            result.setlist(chosen[1], data.getlist(f"saya-{chosen[1]}"))
    return result

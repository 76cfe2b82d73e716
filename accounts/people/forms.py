"""Forms that name their fields, and whose choices are what the person who fills them manages."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Membership, Unit
from accounts.people import rules
from accounts.people.lists import State

Role = Membership.Role
EMAIL_HINT = "Tulis alamat surel lengkap, misalnya nama@instansi.go.id."


class RoleForm(forms.Form):
    """Which role, and for which unit. A head can only name operators of the own unit."""

    role = forms.ChoiceField(label="Peran", error_messages={"required": "Pilih peran."})
    unit = forms.ModelChoiceField(
        queryset=None,
        label="Perangkat daerah",
        required=False,
        empty_label="Pilih perangkat daerah",
        error_messages={"invalid_choice": "Pilih perangkat daerah dari daftar."},
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        names = dict(Role.choices)
        self.fields["role"].choices = [(role, names[role]) for role in office.roles]
        self.fields["unit"].queryset = office.units().filter(is_active=True).select_related("institution")
        if office.is_coordinator:
            self.fields["unit"].help_text = "Koordinator dan pimpinan berperan untuk seluruh instansi: biarkan kosong."

    def clean(self):
        given = super().clean()
        role = given.get("role")
        if role and role not in Membership.UNIT_ROLES:
            given["unit"] = None
        elif role and not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Peran ini terikat pada satu perangkat daerah. Pilih perangkat daerahnya.")
        return given

    @property
    def chosen(self):
        return {"role": self.cleaned_data["role"], "unit": self.cleaned_data["unit"]}


class InviteForm(RoleForm):
    field_order = ["email", "name", "role", "unit"]

    email = forms.EmailField(
        label="Surel", max_length=254, error_messages={"required": "Isi surel.", "invalid": EMAIL_HINT}
    )
    name = forms.CharField(label="Nama lengkap", max_length=150, error_messages={"required": "Isi nama lengkap."})

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email == self.office.user.email:
            raise ValidationError(rules.NOT_ONESELF)
        closed = self.office.people().filter(email=email, is_active=False)
        if closed.exists():
            raise ValidationError(
                "Akun dengan surel ini nonaktif. Aktifkan kembali dari daftar, lalu tambahkan perannya."
            )
        return email


class ChangeRoleForm(RoleForm):
    """What the page saw goes along, so that a change by somebody else in between is not undone unseen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)


class NameForm(forms.Form):
    name = forms.CharField(label="Nama lengkap", max_length=150, error_messages={"required": "Isi nama lengkap."})


class ActForm(forms.Form):
    """One of the acts that need no further input."""

    DEACTIVATE, REACTIVATE, RESEND, WITHDRAW, RESET, END = (
        "nonaktifkan", "aktifkan", "kirim-ulang", "tarik", "atur-ulang", "akhiri-sesi",
    )  # fmt: skip

    act = forms.ChoiceField(choices=[(act, act) for act in (DEACTIVATE, REACTIVATE, RESEND, WITHDRAW, RESET, END)])


class PeopleFilter(forms.Form):
    """The state of the list, which lives in the query string. What it does not know counts as not asked for."""

    words = forms.CharField(label="Cari nama atau surel", required=False, max_length=100)
    role = forms.ChoiceField(label="Peran", required=False)
    unit = forms.ModelChoiceField(
        queryset=None, label="Perangkat daerah", required=False, to_field_name="code", empty_label="Semua"
    )
    state = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), *State.choices])

    NAMES = {"words": "cari", "role": "peran", "unit": "pd", "state": "keadaan"}

    def __init__(self, data, *, office):
        super().__init__(data)
        names = dict(Role.choices)
        self.fields["role"].choices = [("", "Semua"), *((role, names[role]) for role in office.roles)]
        self.fields["unit"].queryset = office.units()
        for name, field in self.fields.items():
            field.widget.attrs["class"] = (
                "form-control form-control-sm" if name == "words" else "form-select form-select-sm"
            )
        self.full_clean()

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    @property
    def chosen(self):
        return {name: self.cleaned_data.get(name) or "" for name in self.NAMES}

    @property
    def query_string(self):
        asked = {self.NAMES[name]: getattr(value, "code", value) for name, value in self.chosen.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["code", "name", "kind"]
        help_texts = {
            "code": "Singkat dan tetap, misalnya DINKES; tampil pada alamat halaman dan berkas.",
            "kind": "Misalnya dinas, badan, atau sekretariat. Boleh kosong.",
        }

    def clean_code(self):
        code = self.cleaned_data["code"].upper()
        fault = code_fault(code)
        if fault:
            raise ValidationError(fault)
        if Unit.objects.filter(institution=self.instance.institution, code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Kode ini sudah dipakai perangkat daerah lain.")
        return code


class UnitChangeForm(forms.ModelForm):
    """The code stays: addresses, files and answers carry it."""

    class Meta:
        model = Unit
        fields = ["name", "kind", "is_active"]
        labels = {"is_active": "Aktif"}
        help_texts = {
            "is_active": "Yang tidak aktif tidak dapat dipilih untuk peran baru dan periode baru; yang sudah ada tetap."
        }


def code_fault(code):
    """A code stands in addresses and in names of files."""
    if len(code) > 30 or not code.replace("-", "").replace("_", "").isalnum() or not code.isascii():
        return "Kode terdiri atas huruf, angka, dan tanda hubung tanpa spasi, paling banyak 30 karakter."
    return ""


class FileForm(forms.Form):
    file = forms.FileField(label="Berkas XLSX atau CSV", error_messages={"required": "Pilih berkas."})

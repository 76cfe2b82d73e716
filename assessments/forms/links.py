"""A link that a person gives."""

from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator


class LinkField(forms.CharField):
    """An address on the web, checked for its form only: the server never opens it."""

    _WEB = URLValidator(
        schemes=["http", "https"], message="Tulis tautan lengkap, misalnya https://contoh.go.id/laporan"
    )
    _OTHER = ("javascript:", "data:", "mailto:", "file:")

    def clean(self, value):
        url = super().clean(value)
        if not url:
            return ""
        if "://" not in url and not url.lower().startswith(self._OTHER):
            url = f"https://{url}"
        self._WEB(url)
        if "@" in urlsplit(url).netloc:
            raise forms.ValidationError("Hapus nama pengguna dan kata sandi dari tautan")
        return url

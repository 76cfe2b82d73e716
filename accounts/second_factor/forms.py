"""The forms of allauth.mfa, with limits of our own: allauth counts codes by a limit that this portal has replaced."""

import math

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.exceptions import ValidationError

from accounts import door, limits

_HELP = "Enam angka dari aplikasi autentikator, atau satu kode pemulihan."


class _Counted:
    """Each code once, whichever form it comes through, and few tries."""

    def clean_code(self):
        if wait := limits.take(limits.CODE, self.user.pk):
            minutes = math.ceil(wait / 60)
            raise ValidationError(f"Terlalu banyak percobaan. Coba lagi {minutes} menit lagi.")
        try:
            code = super().clean_code()
            if not limits.once("code", self.user.pk, normalize_user_code(code)):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            door.note_try("second_factor.failed", context.request, self.user.email)
            raise
        limits.free(limits.CODE, self.user.pk)
        return code

    def _describe(self, help_text):
        field = self.fields["code"]
        field.label, field.help_text, field.max_length = "Kode", help_text, 20
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(autocomplete="one-time-code", inputmode="numeric", maxlength=20, spellcheck="false")
        field.error_messages["required"] = "Isi kode."


class CodeForm(_Counted, AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._describe(_HELP)


class ActivateForm(_Counted, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._describe("Enam angka yang kini ditampilkan aplikasi autentikator.")

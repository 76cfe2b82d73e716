"""How allauth.mfa behaves here: secrets lie encrypted, the QR code is drawn by the server, words are Indonesian."""

import base64
import hashlib

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from accounts.second_factor import rules


class Adapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Peran Anda mewajibkan masuk dua langkah, jadi tidak dapat dimatikan.",
        "cannot_generate_recovery_codes": "Aktifkan masuk dua langkah sebelum membuat kode pemulihan.",
        "incorrect_code": "Kode tidak cocok, sudah dipakai, atau sudah lewat. Tunggu kode berikutnya, lalu coba lagi.",
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url):
        return segno.make(url, micro=False).svg_inline(border=2, omitsize=True, svgclass="qr-code", lineclass=None)

    def can_delete_authenticator(self, authenticator):
        return not rules.is_required(authenticator.user)


def _box():
    """A copy of the database alone opens no second factor. The keys follow SECRET_KEY and its fallbacks."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret):
    return base64.urlsafe_b64encode(hashlib.sha256(b"accounts.second_factor:" + secret.encode()).digest())

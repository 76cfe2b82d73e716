"""Who takes part: governments, their agencies, people, and the roles that people hold."""

import hashlib
import json
import zoneinfo
from datetime import UTC

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


def validate_time_zone(value):
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ValidationError(f"Zona waktu {value} tidak dikenal. Contoh yang benar: Asia/Jakarta.") from error


class Institution(models.Model):
    """A government (Instansi) that is scored."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Pemerintah Provinsi"
        REGENCY = "regency", "Pemerintah Kabupaten"
        CITY = "city", "Pemerintah Kota"
        MINISTRY = "ministry", "Instansi Pusat"

    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    code = models.SlugField("kode", max_length=40, unique=True)
    region = models.CharField("wilayah", max_length=60, blank=True)
    time_zone = models.CharField("zona waktu", max_length=40, default="Asia/Jakarta", validators=[validate_time_zone])
    is_sample = models.BooleanField(
        "data contoh", default=False, help_text="Semua halaman dan dokumen diberi tanda DATA CONTOH."
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "instansi"
        verbose_name_plural = "instansi"

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)


class Unit(models.Model):
    """An agency (Perangkat Daerah) of one institution."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    code = models.CharField("kode", max_length=30)
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=30, blank=True)
    is_active = models.BooleanField("aktif", default=True)

    class Meta:
        ordering = ["institution", "name"]
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="unit_code_once")]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in with an e-mail address; what the person may do follows from the memberships."""

    class MailRhythm(models.TextChoices):
        EACH = "each", "Setiap pemberitahuan"
        DAILY = "daily", "Rangkuman sekali sehari"

    email = models.EmailField("surel", unique=True)
    name = models.CharField("nama", max_length=150)
    is_staff = models.BooleanField("dapat masuk ke admin", default=False)
    is_active = models.BooleanField("aktif", default=True)
    date_joined = models.DateTimeField("terdaftar pada", default=timezone.now)
    invited_at = models.DateTimeField("diundang pada", null=True, blank=True)
    has_letter_keys = models.BooleanField("pintasan satu huruf aktif", default=False)
    session_round = models.PositiveIntegerField("putaran sesi", default=0, editable=False)
    mail_rhythm = models.CharField("surel pemberitahuan", max_length=8, choices=MailRhythm, default=MailRhythm.EACH)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    get_short_name = get_full_name

    def get_session_auth_hash(self):
        return self._with_round(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        return map(self._with_round, super().get_session_auth_fallback_hash())

    def end_sessions(self):
        """All of them are refused from the next request on; who wants to stay renews the own one afterwards."""
        User.objects.filter(pk=self.pk).update(session_round=models.F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])

    def _with_round(self, hash_of_password):
        return f"{hash_of_password}.{self.session_round}" if self.session_round else hash_of_password

    def roles_in(self, institution_id):
        """The memberships of this person in one institution."""
        return [m for m in self.all_memberships if m.institution_id == institution_id]

    def with_memberships(self, rows):
        """This person, with the memberships that were read in the same query."""
        self._memberships = rows
        return self

    @property
    def all_memberships(self):
        """Read once for each loaded user: a changed role takes effect on the next request."""
        if not hasattr(self, "_memberships"):
            self._memberships = list(self.memberships.select_related("institution", "unit"))
        return self._memberships


class Membership(models.Model):
    """One role of one person in one institution, for the unit where the role is bound to one."""

    class Role(models.TextChoices):
        OPERATOR = "operator", "Operator"
        UNIT_HEAD = "unit_head", "Kepala perangkat daerah"
        ASSESSOR = "assessor", "Asesor internal"
        COORDINATOR = "coordinator", "Koordinator penilaian"
        EXECUTIVE = "executive", "Pimpinan"

    UNIT_ROLES = (Role.OPERATOR, Role.UNIT_HEAD, Role.ASSESSOR)
    OWN_UNIT_ROLES = (Role.OPERATOR, Role.UNIT_HEAD)
    WIDE_ROLES = (Role.ASSESSOR, Role.COORDINATOR, Role.EXECUTIVE)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="pengguna")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="memberships", verbose_name="instansi"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="perangkat daerah",
    )
    role = models.CharField("peran", max_length=12, choices=Role)
    is_signatory = models.BooleanField("penanda tangan (Koordinator SPBE)", default=False)

    class Meta:
        ordering = ["user", "institution", "role", "unit"]
        verbose_name = "keanggotaan"
        verbose_name_plural = "keanggotaan"
        constraints = [
            models.UniqueConstraint(fields=["user", "institution", "role", "unit"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "institution", "role"],
                condition=models.Q(unit__isnull=True),
                name="membership_without_unit_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["operator", "unit_head", "assessor"]) | models.Q(unit__isnull=False),
                name="membership_unit_for_unit_roles",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} · {self.place}"

    @property
    def place(self):
        """Where the role is held: the unit that it is bound to, or the institution."""
        return self.unit or self.institution

    def clean(self):
        if self.unit and self.institution_id and self.unit.institution_id != self.institution_id:
            raise ValidationError({"unit": "Pilih perangkat daerah dari instansi yang sama."})
        if self.role in self.UNIT_ROLES and not self.unit:
            raise ValidationError({"unit": "Peran ini terikat pada satu perangkat daerah. Pilih perangkat daerahnya."})


class AccessEvent(models.Model):
    """Who came in, was refused, or got another role. Append-only, and chained for each institution.

    The chain without an institution holds what belongs to none: tries with an unknown address, for example.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="access_events"
    )
    sequence = models.PositiveIntegerField("nomor urut")
    action = models.CharField("tindakan", max_length=40)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = models.GenericIPAddressField("alamat jaringan", null=True, blank=True)
    request_id = models.CharField("nomor permintaan", max_length=40, blank=True)
    data = models.JSONField("rincian", default=dict, blank=True)
    created_at = models.DateTimeField("waktu")
    previous_hash = models.CharField("sidik sebelumnya", max_length=64, blank=True)
    hash = models.CharField("sidik", max_length=64)

    class Meta:
        ordering = ["institution", "sequence"]
        verbose_name = "jejak akses"
        verbose_name_plural = "jejak akses"
        indexes = [models.Index(fields=["created_at"], name="access_event_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "sequence"],
                condition=models.Q(institution__isnull=False),
                name="access_event_once",
            ),
            models.UniqueConstraint(
                fields=["sequence"],
                condition=models.Q(institution__isnull=True),
                name="access_event_of_nobody_once",
            ),
        ]

    def __str__(self):
        return f"{self.sequence}. {self.action}"

    def computed_hash(self):
        """SHA-256 over everything that the row says and the hash before it; timestamps in UTC with microseconds."""
        content = [
            self.institution_id,
            self.sequence,
            self.action,
            self.actor_id,
            self.person_id,
            self.address,
            self.request_id,
            self.data,
            self.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.previous_hash,
        ]
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

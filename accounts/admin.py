import allauth.mfa.admin  # noqa: F401 (registered here first, to be taken back below)
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.forms import ResetForm
from accounts.models import Institution, Membership, Unit, User
from accounts.people import inviting


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_superuser"]
        labels = {"is_superuser": "Administrator portal"}
        help_texts = {
            "is_active": "Nonaktifkan, jangan hapus: jejak orang ini tetap terbaca, dan sesinya berakhir seketika.",
            "is_superuser": "Mengelola akun dan instansi di sini. Hak menilai tetap berasal dari keanggotaan saja.",
        }

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Surel ini sudah dipakai akun lain.")
        return email


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["institution", "unit"]
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Nobody chooses a password for somebody else: an account starts without one, and its owner gets a link."""

    form = UserForm
    inlines = [MembershipInline]
    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", "memberships__role"]
    search_fields = ["email", "name"]
    actions = ["send_link", "reset_factor"]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        """Administrators cannot lock themselves out."""
        return ["is_active", "is_superuser"] if obj == request.user else []

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            self.send_link(request, [obj])
        elif "is_active" in form.changed_data:
            obj.end_sessions()

    @admin.action(description="Kirim tautan untuk membuat kata sandi")
    def send_link(self, request, users):
        for user in users:
            form = ResetForm({"email": user.email})
            if user.is_active and form.is_valid():
                form.save(request)
                messages.success(request, f"Tautan untuk membuat kata sandi dikirim ke {user.email}.")
            else:
                messages.warning(request, f"Tautan tidak dikirim: akun {user.email} tidak aktif.")

    @admin.action(description="Atur ulang masuk dua langkah")
    def reset_factor(self, request, users):
        """For a lost phone without recovery codes; one's own is reset by another administrator."""
        for user in users.exclude(pk=request.user.pk):
            with transaction.atomic():
                Authenticator.objects.filter(user=user).delete()
                user.end_sessions()
                home, actor = trail.home_of(user), request.user
                trail.record_access("second_factor.reset", request=request, institution=home, actor=actor, person=user)
                inviting.tell_reset(user, by=actor)
            messages.success(request, f"Masuk dua langkah {user.email} diatur ulang, dan sesinya berakhir.")


admin.site.unregister(Authenticator)  # secrets are nobody's to read or to make


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "unit", "institution", "is_signatory"]
    list_filter = ["role", "institution", "is_signatory"]
    list_select_related = ["user", "unit", "institution"]
    search_fields = ["user__email", "user__name", "unit__code", "unit__name"]
    autocomplete_fields = ["user", "institution", "unit"]


@admin.register(Institution)
class InstitutionAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "code", "time_zone", "is_sample"]
    list_filter = ["kind"]
    search_fields = ["name", "code"]


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "institution", "is_active"]
    list_filter = ["is_active", "institution"]
    list_select_related = ["institution"]
    search_fields = ["name", "code"]

    def get_readonly_fields(self, request, obj=None):
        """A unit stays where its answers and its people are."""
        return ["institution"] if obj else []


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """What administrators changed here, roles among it."""

    list_display = ["action_time", "user", "content_type", "object_repr", "get_change_message"]
    list_filter = ["action_flag", "content_type"]
    list_select_related = ["user", "content_type"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

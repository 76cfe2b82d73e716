"""Django's admin: for superusers, for accounts and institutions; what was decided in the portal is for the eye only."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, Institution, Membership, Unit, User
from assessments.models import Answer, Assessment, Event, Evidence, IndicatorResult, Result, Review
from jobs.models import Job
from reports.models import Document
from tests import factories
from tests.accounts.codes import give_factor
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

PROTECTED = [Assessment, Answer, Review, Evidence, IndicatorResult, Result, Event, Document, Job]
EDITABLE = [Institution, Unit, User, Membership]
NO_MEMBERSHIPS = {
    "memberships-TOTAL_FORMS": "0",
    "memberships-INITIAL_FORMS": "0",
    "memberships-MIN_NUM_FORMS": "0",
    "memberships-MAX_NUM_FORMS": "1000",
}


def address(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.fixture
def admin(client, superuser):
    client.force_login(superuser)
    return client


class TestDoor:
    def test_anonymous_visitors_sign_in_on_the_page_of_the_portal(self, client):
        response = client.get("/admin/", follow=True)

        assert response.redirect_chain[-1][0] == "/masuk/?next=%2Fadmin%2F"
        assert response.templates[0].name == "account/login.html"

    def test_sign_in_leads_back_to_the_admin(self, client, superuser):
        response = client.post("/masuk/?next=/admin/", {"login": superuser.email, "password": factories.PASSWORD})

        assert response.url == "/admin/"
        assert client.get(response.url).status_code == 200

    @pytest.mark.parametrize(
        "page", ["/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/jsi18n/"]
    )
    def test_staff_without_superuser_gets_nothing(self, client, coordinator, page):
        coordinator.is_staff = True
        coordinator.save()
        client.force_login(coordinator)

        response = client.get(page)

        assert response.status_code == 403
        assert "hanya untuk administrator portal" in response.content.decode()

    def test_a_lost_right_counts_at_once(self, admin, superuser):
        assert admin.get("/admin/").status_code == 200
        superuser.is_superuser = False
        superuser.save()

        assert admin.get("/admin/").status_code == 403

    def test_signing_out(self, admin):
        assert admin.get("/admin/logout/").status_code == 405
        assert admin.post("/admin/logout/").url == "/masuk/"
        assert admin.get("/admin/").status_code == 302

    def test_password_is_changed_on_the_page_of_the_portal(self, admin):
        assert admin.get("/admin/password_change/").url == reverse("account_change_password")

    def test_pages_keep_the_content_policy(self, admin):
        response = admin.get("/admin/accounts/user/add/")

        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", response.content.decode())
        assert not re.search(r"\s(onclick|style)=", response.content.decode())


class TestScope:
    def test_unused_tables_of_the_libraries_are_left_out(self):
        assert {model._meta.label for model in site._registry} & {"auth.Group", "account.EmailAddress"} == set()

    def test_every_list_opens(self, admin, submitted):
        for model in site._registry:
            response = admin.get(address(model, "changelist"))
            assert response.status_code == 200, model

    @pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
    def test_nothing_that_was_decided_can_be_changed(self, admin, superuser, rf, model):
        request = rf.get("/admin/")
        request.user = superuser
        model_admin = site._registry[model]

        assert model_admin.has_view_permission(request)
        assert not model_admin.has_add_permission(request)
        assert not model_admin.has_change_permission(request)
        assert not model_admin.has_delete_permission(request)
        assert model_admin.get_actions(request) == {}
        assert admin.get(address(model, "add")).status_code == 403

    def test_an_answer_can_be_read_and_not_written(self, admin, answer):
        page = address(Answer, "change", answer.pk)

        assert admin.get(page).status_code == 200
        assert admin.post(page, {"score": "5"}).status_code == 403
        assert admin.post(address(Answer, "delete", answer.pk), {"post": "yes"}).status_code == 403
        answer.refresh_from_db()
        assert answer.score is None

    def test_evidence_cannot_be_opened_here(self, admin, submitted):
        evidence = Evidence.objects.first()
        Evidence.objects.filter(pk=evidence.pk).update(title="Bukti uji")

        content = admin.get(address(Evidence, "change", evidence.pk)).content.decode()

        assert "Bukti uji" in content
        assert "unduh" not in content

    @pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model.__name__)
    def test_accounts_and_institutions_can_be_added(self, admin, model):
        assert admin.get(address(model, "add")).status_code == 200

    def test_lists_read_a_fixed_number_of_queries(
        self, admin, institution, other_unit, django_assert_num_queries, operator
    ):
        page = address(Membership, "changelist")
        admin.get(page)
        with django_assert_num_queries(7):
            admin.get(page)
        for number in range(3):
            factories.make_user(f"o{number}@uji.local", f"Operator {number}", institution, "operator", other_unit)
        with django_assert_num_queries(7):
            admin.get(page)


class TestAccounts:
    def add(self, admin, **fields):
        data = {"email": "Baru@Uji.Local", "name": "Pegawai Baru", "is_active": "on"} | NO_MEMBERSHIPS | fields
        return admin.post(address(User, "add"), data)

    @pytest.mark.django_db(transaction=True)
    def test_a_new_account_has_no_password_and_gets_a_link(self, admin):
        response = self.add(admin)

        user = User.objects.get(email="baru@uji.local")
        assert response.status_code == 302
        assert not user.has_usable_password()
        assert delivered()[0].to == ["baru@uji.local"]
        assert delivered()[0].subject == "[Portal SPBE] Akun Anda sudah dibuat"

    @pytest.mark.django_db(transaction=True)
    def test_the_link_opens_the_account(self, admin):
        self.add(admin)
        link = re.search(r"http://testserver(/akun/kata-sandi/baru/\S+)", delivered()[0].body).group(1)
        visitor = Client()
        page = visitor.get(link, follow=True)
        visitor.post(page.request["PATH_INFO"], {"password1": "empat gajah menari", "password2": "empat gajah menari"})

        answer = visitor.post("/masuk/", {"login": "baru@uji.local", "password": "empat gajah menari"})

        assert answer.url == "/"

    def test_nobody_chooses_a_password_for_somebody_else(self, admin, operator):
        before = operator.password
        page = address(User, "change", operator.pk)

        assert "password" not in admin.get(page).context["adminform"].form.fields
        data = {"email": operator.email, "name": operator.name, "is_active": "on", "password": "pilihan-admin-2026"}
        data |= NO_MEMBERSHIPS | {"password1": "pilihan-admin-2026", "password2": "pilihan-admin-2026"}
        assert admin.post(page, data).status_code == 302
        assert admin.get(f"/admin/accounts/user/{operator.pk}/password/").status_code in (302, 404)
        operator.refresh_from_db()
        assert operator.password == before

    def test_addresses_differ_in_more_than_their_case(self, admin, operator):
        response = self.add(admin, email=operator.email.upper())

        assert response.status_code == 200
        assert "sudah dipakai akun lain" in response.content.decode()

    def test_administrators_cannot_lock_themselves_out(self, admin, superuser):
        data = {"email": superuser.email, "name": "Nama Lain"} | NO_MEMBERSHIPS
        admin.post(address(User, "change", superuser.pk), data)

        superuser.refresh_from_db()
        assert (superuser.name, superuser.is_active, superuser.is_superuser) == ("Nama Lain", True, True)

    def test_people_are_deactivated_and_not_deleted(self, admin, operator):
        assert admin.post(address(User, "delete", operator.pk), {"post": "yes"}).status_code == 403

    def test_links_can_be_sent_again(self, admin, operator, neighbor):
        User.objects.filter(pk=neighbor.pk).update(is_active=False)
        data = {"action": "send_link", "_selected_action": [operator.pk, neighbor.pk]}

        response = admin.post(address(User, "changelist"), data, follow=True)

        assert [message.to for message in delivered()] == [[operator.email]]
        assert f"akun {neighbor.email} tidak aktif" in response.content.decode()

    def test_a_role_is_given_and_remembered(self, admin, operator, institution, other_unit):
        data = {"user": operator.pk, "institution": institution.pk, "unit": other_unit.pk, "role": "assessor"}

        assert admin.post(address(Membership, "add"), data).status_code == 302
        assert operator.memberships.filter(role="assessor", unit=other_unit).exists()
        assert "Asesor internal" in LogEntry.objects.get().object_repr

    def test_a_unit_role_needs_a_unit(self, admin, operator, institution):
        data = {"user": operator.pk, "institution": institution.pk, "role": "assessor"}

        response = admin.post(address(Membership, "add"), data)

        assert "Peran ini terikat pada satu perangkat daerah" in response.content.decode()

    def test_a_unit_stays_in_its_institution(self, admin, unit, other_institution):
        data = {"institution": other_institution.pk, "code": "DINKES", "name": "Dinas Kesehatan", "is_active": "on"}
        admin.post(address(Unit, "change", unit.pk), data)

        unit.refresh_from_db()
        assert unit.institution_id != other_institution.pk


class TestSecondFactor:
    def test_secrets_are_nowhere_to_be_seen(self):
        assert not site.is_registered(Authenticator)

    def test_a_reset_is_logged_and_ends_the_sessions(self, admin, assessor, superuser):
        give_factor(assessor)
        theirs = Client()
        theirs.force_login(assessor)
        chosen = {"action": "reset_factor", "_selected_action": [assessor.pk, superuser.pk]}
        admin.post(address(User, "changelist"), chosen)

        assert not Authenticator.objects.exists()
        assert theirs.get("/akun/").status_code == 302
        assert admin.get("/akun/").status_code == 200
        event = AccessEvent.objects.get(action="second_factor.reset")
        assert (event.actor, event.person) == (superuser, assessor)

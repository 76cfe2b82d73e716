"""The home page of those above the units, of people who belong to several institutions, and of those without a role."""

import re

import pytest

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Period
from reports.models import Document
from tests import factories
from tests.portal.home_pages import answers_of, close

pytestmark = pytest.mark.django_db

Role = Membership.Role


class TestAssessor:
    def test_without_a_period(self, open_home, assessor):
        assert "Belum ada periode yang dibuka" in open_home(assessor)

    def test_opens_the_most_influential_answer(self, open_home, assessor, submitted):
        heaviest = answers_of(submitted.period, submitted.unit).get(indicator__number=3)

        content = open_home(assessor)

        assert "3 jawaban menunggu reviu Anda" in content
        assert f'href="/reviu/{heaviest.pk}/">Mulai mereviu' in content

    def test_does_not_count_answers_of_the_own_unit(self, open_home, own_assessor, submitted):
        content = open_home(own_assessor)

        assert "Tidak ada jawaban yang menunggu reviu" in content
        assert "Dari 3; sisanya direviu asesor lain" in content

    def test_queries_do_not_grow_with_the_queue(self, client, assessor, submitted, django_assert_num_queries):
        client.force_login(assessor)
        client.get("/")
        with django_assert_num_queries(11):
            client.get("/")
        Answer.objects.filter(status="waiting").exclude(indicator__number=3).update(status="accepted")
        with django_assert_num_queries(11):
            client.get("/")


class TestCoordinator:
    def test_makes_the_first_period(self, open_home, coordinator):
        content = open_home(coordinator)

        assert 'href="/kelola/periode/baru/">Buat periode' in content

    def test_is_told_the_next_step_of_a_draft(self, open_home, coordinator, institution, instrument):
        period = factories.make_period(institution, instrument, coordinator, opened=False)

        content = open_home(coordinator)

        assert "5 dari 5 indikator belum mempunyai penanggung jawab." in content
        assert f'href="/kelola/penugasan/{period.slug}/">Lanjutkan persiapan' in content

    def test_opens_a_draft_that_is_ready(self, open_home, coordinator, institution, instrument, unit):
        leads = [(number, unit) for number in range(1, 6)]
        factories.make_period(institution, instrument, coordinator, leads=leads, opened=False)

        assert "siap dibuka" in open_home(coordinator)

    def test_sees_who_has_sent(self, open_home, coordinator, submitted):
        content = open_home(coordinator)

        assert "1 dari 2 perangkat daerah sudah mengirim" in content
        assert "Dinas Pendidikan" in content

    def test_sees_who_is_late(self, open_home, coordinator, submitted):
        Period.objects.update(**factories.windows(fill=(-20, -1)))

        content = open_home(coordinator)

        assert "1 perangkat daerah terlambat mengirim" in content
        assert "Terlambat" in content

    def test_follows_the_review(self, open_home, coordinator, period, people):
        for assessment in period.assessments.all():
            factories.fill_all(assessment, people[assessment.unit_id])
            factories.submit(assessment, by=people[assessment.unit_id])

        assert "0 dari 6 jawaban sudah diputuskan" in open_home(coordinator)

    def test_may_close(self, open_home, coordinator, assessor, period, people):
        for assessment in period.assessments.all():
            factories.fill_all(assessment, people[assessment.unit_id])
            factories.submit(assessment, by=people[assessment.unit_id])
        for answer in answers_of(period):
            workflow.accept(answer, by=assessor, version=answer.version)

        content = open_home(coordinator)

        assert "dapat ditutup" in content
        assert f'href="/kelola/periode/{period.slug}/tutup/">Tutup periode' in content

    def test_queries_do_not_grow_with_the_units(self, client, coordinator, period, django_assert_num_queries, unit):
        client.force_login(coordinator)
        client.get("/")
        with django_assert_num_queries(6):
            client.get("/")
        period.assessments.get(unit=unit).answers.all().delete()
        with django_assert_num_queries(6):
            client.get("/")


class TestExecutive:
    def test_without_a_result(self, open_home, executive):
        assert "Belum ada hasil" in open_home(executive)

    def test_follows_a_running_period(self, open_home, executive, submitted):
        assert "1 dari 2 perangkat daerah sudah mengirim" in open_home(executive)

    def test_reads_index_rating_and_three_decisions(self, open_home, executive, period, people, assessor, coordinator):
        result = close(period, people, assessor, coordinator)
        sheet = result.documents.get(kind=Document.Kind.EXECUTIVE)
        Document.objects.filter(pk=sheet.pk).update(state="final", file_name="ringkasan.pdf", sha256="a" * 64)

        content = open_home(executive)

        assert "Indeks Uji" in content and "3,00" in content and "Baik" in content
        assert "Kurang 0,50 untuk Sangat Baik" in content
        assert content.count("<h3>Naikkan") == 3
        assert "Naikkan Hal 3 ke tingkat 4" in content
        assert f'href="/laporan/{sheet.code}.pdf"' in content

    def test_without_the_sheet_leads_to_the_result(self, open_home, executive, period, people, assessor, coordinator):
        close(period, people, assessor, coordinator)

        content = open_home(executive)

        assert "Unduh ringkasan" not in content
        assert f'href="/hasil/{period.slug}/">Lihat rinciannya' in content

    def test_the_highest_rating_has_nothing_above_it(self, open_home, executive, period, people, assessor, coordinator):
        close(period, people, assessor, coordinator, score="5")

        content = open_home(executive)

        assert "5,00" in content
        assert "Kurang 0" not in content
        assert "Yang perlu diputuskan" not in content


class TestSeveralInstitutions:
    """The page shows the institution that one works in now, whatever else one may see."""

    @pytest.fixture
    def elsewhere(self, other_institution, instrument):
        boss = factories.make_user("koordinator@lain.local", "Koordinator Lain", other_institution, Role.COORDINATOR)
        home = factories.make_unit(other_institution, "BAPPEDA", "Bappeda Provinsi Lain")
        leads = [(number, home) for number in range(1, 6)]
        return factories.make_period(
            other_institution, instrument, boss, year=2025, leads=leads, name="Penilaian Provinsi Lain"
        )

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.EXECUTIVE])
    def test_active_membership(self, client, open_home, request, period, elsewhere, role):
        person = request.getfixturevalue(role.value)
        second = Membership.objects.create(user=person, institution=elsewhere.institution, role=role)
        first = person.memberships.get(institution=period.institution)
        client.force_login(person)

        for membership, shown, hidden in ((first, period, elsewhere), (second, elsewhere, period)):
            client.post("/beralih/", {"membership": membership.pk})
            content = re.sub(r"\s+", " ", client.get("/").content.decode())
            assert shown.name in content
            assert hidden.name not in content

    def test_a_result_of_the_other_institution(
        self, client, executive, elsewhere, period, people, assessor, coordinator
    ):
        close(period, people, assessor, coordinator)
        second = Membership.objects.create(user=executive, institution=elsewhere.institution, role=Role.EXECUTIVE)
        client.force_login(executive)
        client.post("/beralih/", {"membership": second.pk})

        assert "Unduh ringkasan" not in client.get("/").content.decode()
        assert client.get("/").context["result"] is None


class TestWithoutMembership:
    def test_says_whom_to_ask(self, open_home, superuser):
        superuser.is_superuser = False
        superuser.save()

        assert "Akun Anda belum memiliki peran" in open_home(superuser)

    def test_superusers_are_led_to_the_admin(self, open_home, superuser, period):
        content = open_home(superuser)

        assert 'href="/admin/">Buka administrasi' in content
        assert period.name not in content


def test_other_methods(client, operator):
    client.force_login(operator)

    assert client.post("/").status_code == 405

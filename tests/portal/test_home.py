"""The home page leads each role to its next action: one primary button, and figures that belong to the reader."""

import re

import pytest

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Period
from reports import publishing
from reports.models import Document
from tests import factories

pytestmark = pytest.mark.django_db

Role = Membership.Role


@pytest.fixture
def open_home(client):
    def page(user):
        client.force_login(user)
        response = client.get("/")
        assert response.status_code == 200
        content = response.content.decode()
        assert len(re.findall(r'class="btn btn-primary', content)) <= 1
        return re.sub(r"\s+", " ", content)

    return page


def answers_of(period, unit=None):
    answers = Answer.objects.filter(assessment__period=period).with_parents().order_by("indicator__number")
    return answers.filter(assessment__unit=unit) if unit else answers


def close(period, people, assessor, coordinator, score="3"):
    for assessment in period.assessments.all():
        factories.fill_all(assessment, people[assessment.unit_id], score)
        factories.submit(assessment, by=people[assessment.unit_id])
    for answer in answers_of(period):
        workflow.accept(answer, by=assessor, version=answer.version)
    result = workflow.close_period(period, by=coordinator)
    publishing.register(result)
    return result


@pytest.fixture
def people(operator, neighbor, unit, other_unit):
    return {unit.pk: operator, other_unit.pk: neighbor}


class TestOperator:
    def test_without_a_period(self, open_home, operator):
        assert "Belum ada periode yang dibuka" in open_home(operator)

    def test_a_draft_is_not_announced(self, open_home, operator, institution, instrument, coordinator, unit):
        factories.make_period(institution, instrument, coordinator, leads=[(1, unit)], opened=False)

        assert "Belum ada periode yang dibuka" in open_home(operator)

    def test_without_an_assignment(self, open_home, period, assessor_unit, institution):
        outside = factories.make_user("insp@uji.local", "Operator Inspektorat", institution, "operator", assessor_unit)

        assert "Belum ada indikator yang ditugaskan" in open_home(outside)

    def test_before_the_first_answer(self, open_home, operator, assessment):
        content = open_home(operator)

        assert f'href="{answers_of(assessment.period).first().get_absolute_url()}">Mulai mengisi' in content
        assert "0 dari 3 indikator" in content
        assert "Sisa " in content

    def test_continues_where_it_was_left(self, open_home, operator, assessment):
        first, second = answers_of(assessment.period, assessment.unit)[:2]
        factories.fill(first, operator)
        workflow.save_answer(second, by=operator, seen=second.versions, explanation="Baru sebagian.")

        content = open_home(operator)

        assert "Lanjutkan: 2. Hal 2" in content
        assert second.get_absolute_url() in content
        assert "1 dari 3 indikator" in content

    def test_every_open_period_is_listed(self, open_home, operator, assessment, institution, instrument, coordinator):
        later = factories.make_period(
            institution, instrument, coordinator, year=2024, leads=[(place, assessment.unit) for place in range(1, 6)]
        )

        content = open_home(operator)

        assert "0 dari 3 indikator Penilaian Mandiri 2023 lengkap" in content
        assert f'href="/penilaian/{later.slug}/DINKES/">Penilaian Mandiri 2024</a>' in content
        assert "0 / 5 lengkap" in content

    def test_what_waits_for_others_stands_behind(
        self, open_home, operator, submitted, institution, instrument, coordinator
    ):
        leads = [(place, submitted.unit) for place in range(1, 6)]
        later = factories.make_period(institution, instrument, coordinator, year=2024, leads=leads)

        content = open_home(operator)

        assert f'href="{answers_of(later).first().get_absolute_url()}">Mulai mengisi' in content
        assert f'href="/penilaian/{submitted.period.slug}/DINKES/">Penilaian Mandiri 2023</a>' in content

    def test_everything_complete(self, open_home, operator, assessment):
        factories.fill_all(assessment, operator)

        content = open_home(operator)

        assert "Semua indikator lengkap" in content
        assert f"/penilaian/{assessment.period.slug}/DINKES/periksa/" in content

    def test_sent(self, open_home, operator, submitted):
        content = open_home(operator)

        assert "Penilaian terkirim" in content
        assert "Menunggu reviu asesor" in content

    def test_returned_answers_come_first_with_the_note(self, open_home, operator, submitted, assessor):
        answer = answers_of(submitted.period, submitted.unit).first()
        workflow.send_back(answer, by=assessor, version=answer.version, reason="Lampirkan halaman tiga laporan.")

        content = open_home(operator)

        assert "1 indikator perlu perbaikan" in content
        assert "Lampirkan halaman tiga laporan." in content
        assert f"/penilaian/{submitted.period.slug}/DINKES/perbaikan/" in content

    def test_verified(self, open_home, operator, submitted, assessor):
        for answer in answers_of(submitted.period, submitted.unit):
            workflow.accept(answer, by=assessor, version=answer.version)

        assert "Reviu selesai" in open_home(operator)

    def test_after_the_deadline(self, open_home, operator, assessment):
        Period.objects.update(**factories.windows(fill=(-20, -1)))

        content = open_home(operator)

        assert "Tenggat telah lewat. Isian hanya dapat dibaca." in content
        assert "Lihat penilaian" in content

    def test_note_of_the_head(self, open_home, operator, head, assessment):
        Period.objects.update(needs_head_approval=True)
        factories.fill_all(assessment, operator)
        factories.ask_approval(assessment, by=operator)
        assert "Menunggu persetujuan Kepala PD" in open_home(operator)

        factories.refuse_approval(assessment, by=head, reason="Periksa angka pada indikator dua.")

        assert "Catatan Kepala PD: Periksa angka pada indikator dua." in open_home(operator)

    def test_own_result_of_the_closed_period(self, open_home, operator, period, people, assessor, coordinator):
        close(period, people, assessor, coordinator)

        content = open_home(operator)

        assert "Capaian PD atas 3 indikator" in content
        assert "Bukan indeks resmi" in content

    def test_figures_of_others_stay_out(self, open_home, operator, period, people, assessor, coordinator):
        result = close(period, people, assessor, coordinator)

        assert "Indeks Uji" not in open_home(operator)
        assert result.rating not in open_home(operator)

    def test_queries_do_not_grow_with_the_answers(
        self, client, operator, institution, instrument, coordinator, unit, django_assert_num_queries
    ):
        period = factories.make_period(
            institution, instrument, coordinator, leads=[(number, unit) for number in range(1, 6)]
        )
        client.force_login(operator)
        client.get("/")
        with django_assert_num_queries(9):
            client.get("/")
        period.assessments.get().answers.filter(indicator__number__gt=1).delete()
        with django_assert_num_queries(9):
            client.get("/")


class TestUnitHead:
    def test_watches_while_the_operator_fills(self, open_home, head, assessment):
        assert "Operator sedang mengisi" in open_home(head)

    def test_is_asked_for_approval(self, open_home, operator, head, assessment):
        Period.objects.update(needs_head_approval=True)
        factories.fill_all(assessment, operator)
        factories.ask_approval(assessment, by=operator)

        content = open_home(head)

        assert "Penilaian menunggu persetujuan Anda" in content
        assert f'/penilaian/{assessment.period.slug}/DINKES/periksa/">Periksa dan setujui' in content

    def test_downloads_the_own_card(self, open_home, head, period, people, assessor, coordinator):
        close(period, people, assessor, coordinator)
        edition = Document.objects.get(unit__code="DINKES")
        Document.objects.filter(pk=edition.pk).update(state="final", file_name="kartu.pdf", sha256="a" * 64)

        assert f'href="/laporan/{edition.code}.pdf"' in open_home(head)

    def test_a_superseded_card_is_not_offered(self, open_home, head, period, people, assessor, coordinator):
        close(period, people, assessor, coordinator)
        Document.objects.update(state=Document.State.SUPERSEDED)

        assert "Capaian PD" not in open_home(head)


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
        with django_assert_num_queries(9):
            client.get("/")
        Answer.objects.filter(status="waiting").exclude(indicator__number=3).update(status="accepted")
        with django_assert_num_queries(9):
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

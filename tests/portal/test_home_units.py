"""The home page leads operator and head of a unit to their next action, and shows them their own figures only."""

import pytest

from assessments import workflow
from assessments.models import Period
from reports.models import Document
from tests import factories
from tests.portal.home_pages import answers_of, close

pytestmark = pytest.mark.django_db


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

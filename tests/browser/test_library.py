"""The library at work: proofs taken from it for an indicator, and a proof replaced, with and without scripts."""

import pytest
from playwright.sync_api import expect

from assessments import intake, uploads, workflow
from assessments.models import Answer, Evidence
from tests import factories
from tests.corpus.pdfs import TEXT, pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelf(answer, operator, settings, tmp_path):
    """A file that indicator 1 cites, and a link that nothing cites."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    file, _ = intake.receive(uploads.stage("Peta Rencana.pdf", pdf()), answer, by=operator)
    citation = workflow.cite(answer, factories.link(answer.assessment.unit, operator, "Laman layanan"), by=operator)
    workflow.remove_citation(citation, by=operator)
    return file


def test_proofs_are_taken_from_the_library(visitor, scripted, shelf, assessment, operator):
    page, target = visitor.page, assessment.answers.get(indicator__number=2)
    visitor.sign_in(operator)
    visitor.go("/penilaian/lampung-2023/DINKES/indikator/2/")
    page.get_by_label("Penjelasan capaian").fill(factories.EXPLANATION)
    page.get_by_role("button", name="Ambil dari pustaka bukti").click()
    picker = page.locator("#library-picker")
    picker.get_by_role("searchbox").fill("peta")
    picker.get_by_role("button", name="Cari").click()
    picker.get_by_text("Laman layanan").wait_for(state="detached")
    visitor.check()
    picker.get_by_label("Peta Rencana").check()
    picker.get_by_role("button", name="Rujuk yang dicentang").click()
    page.get_by_text("1 bukti dari pustaka dirujuk pada indikator 2.").wait_for()

    if scripted:
        expect(page.locator("#id_evidence")).to_be_focused()
        assert page.get_by_label("Penjelasan capaian").input_value() == factories.EXPLANATION
    assert page.locator("#evidence-list").get_by_text("juga dipakai pada indikator 1").count() == 1
    visitor.check()
    target.refresh_from_db()
    assert target.citations.get().evidence == shelf and target.explanation == factories.EXPLANATION


def test_nothing_ticked_is_told_in_place(visitor, shelf, operator):
    page = visitor.page
    visitor.sign_in(operator)
    visitor.go("/penilaian/lampung-2023/DINKES/indikator/2/")
    page.get_by_role("button", name="Ambil dari pustaka bukti").click()
    page.locator("#library-picker").get_by_role("button", name="Rujuk yang dicentang").click()
    page.get_by_text("Centang paling sedikit satu bukti").wait_for()
    assert page.locator("#library-picker").is_visible()
    assert not Answer.objects.get(indicator__number=2, assessment__unit=shelf.unit).citations.exists()


def test_newer_version_takes_its_place(visitor, shelf, answer, operator, tmp_path):
    page, newer = visitor.page, tmp_path / "Peta Rencana 2023.pdf"
    newer.write_bytes(pdf(content=TEXT + b" %% versi 2023"))
    visitor.sign_in(operator)
    visitor.go(f"/bukti/DINKES/{shelf.pk}/")
    page.locator("summary").filter(has_text="Ganti versi").click()
    page.get_by_label("Berkas baru").set_input_files(newer)
    page.get_by_role("button", name="Simpan versi baru").click()
    page.get_by_text("Versi baru disimpan dan dipakai pada 1 jawaban.").wait_for()
    visitor.check()

    stored = Evidence.objects.get(replaces=shelf)
    assert Answer.objects.get(pk=answer.pk).citations.get().evidence == stored

"""The papers on their way back: inspected, bound to the digest, void after an unlock; and what is written into them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assessments import integrity, signed_papers, workflow
from assessments.models import Event, Minutes, Period, SignedDocument, TeamMember
from assessments.scanner import ScannerAway
from assessments.validators.printed import printed_digests
from reports import publishing
from reports.rendering import render_pdf
from tests.assessments.filling import text as text_of

pytestmark = pytest.mark.django_db

REASON = "Nilai indikator 3 belum sesuai dengan bukti di lapangan."
WRITTEN = {
    "number": "041/2023",
    "date": "2023-07-28",
    "place": "Bandar Lampung",
    "decree_number": "G/221/2023",
    "decree_date": "2023-02-01",
    "methods": ["documents"],
    "signatory_name": "Koordinator SPBE Uji",
    "signatory_position": "Sekretaris Daerah",
}


@pytest.fixture
def closed(root, decided, coordinator):
    result = workflow.close_period(decided, by=coordinator, at_minimum=True)
    publishing.register(result)
    Minutes.objects.create(period=decided, data=WRITTEN, version=1, updated_by=coordinator)
    return result


@pytest.fixture
def signing(client, signatory):
    client.force_login(signatory)
    return client


@pytest.fixture(scope="module")
def scan():
    """A PDF without any text."""
    return render_pdf('<html lang="id"><title>Pindai</title><body><p style="height:9cm"></p></body></html>')


def printed(digest):
    page = f"<p>Sidik data (SHA-256): {digest[:40]}<br>{digest[40:]}</p><p>{'b' * 64}</p>"
    return render_pdf(f'<html lang="id"><title>Berita acara</title><body>{page}</body></html>')


def url(period, name="signing"):
    return reverse(f"assessments:{name}", args=[period.slug])


def upload(client, result, content, *, kind="minutes", typed="", name="Berita acara.pdf", **changes):
    data = {"jenis": kind, "revisi": result.revision, f"{kind}-sidik": typed}
    data[f"{kind}-berkas"] = SimpleUploadedFile(name, content)
    return client.post(url(result.period), data | changes)


def stage_of(result):
    return Period.objects.get(pk=result.period_id).stage


class TestUpload:
    def test_a_paper_that_shows_the_digest_is_bound_by_itself(self, signing, closed, signatory):
        response = upload(signing, closed, printed(closed.digest))

        assert response.status_code == 302
        paper = SignedDocument.objects.get()
        assert (paper.digest, paper.digest_source, paper.uploaded_by) == (closed.digest, "file", signatory)
        event = Event.objects.get(action="paper.signed")
        assert (event.data["sha256"], event.data["digest_source"]) == (paper.sha256, "file")
        assert stage_of(closed) == Period.Stage.SIGNING

    def test_a_scan_is_bound_by_what_a_person_reads_on_it(self, signing, closed, scan):
        silent = upload(signing, closed, scan)
        wrong = upload(signing, closed, scan, typed="0000-0000-0000-0000")
        short = upload(signing, closed, scan, typed=closed.digest[:8])
        right = upload(signing, closed, scan, typed=f" {closed.digest[:4]}-{closed.digest[4:16].upper()} ")

        assert [r.status_code for r in (silent, wrong, short, right)] == [422, 422, 422, 302]
        assert "Sidik data tidak terbaca dari berkas ini." in text_of(silent)
        assert "tidak sama dengan sidik hasil yang berlaku" in text_of(wrong) and "0000-0000" in text_of(wrong)
        assert SignedDocument.objects.get().digest_source == "person"

    def test_a_paper_of_another_revision_is_refused_whatever_is_typed(self, signing, closed, left):
        response = upload(signing, closed, printed("c" * 64), typed=closed.digest[:16])

        assert response.status_code == 422 and "dicetak dari revisi lain" in text_of(response)
        assert not SignedDocument.objects.exists() and left() == []

    def test_both_papers_end_the_signing(self, signing, closed, scan, coordinator):
        for kind in SignedDocument.Kind.values:
            upload(signing, closed, scan, kind=kind, typed=closed.digest[:16])

        assert stage_of(closed) == Period.Stage.NATIONAL_ENTRY
        assert Event.objects.filter(action="period.moved", data__to="national_entry").count() == 1

    def test_a_newer_copy_takes_the_place_of_the_earlier(self, signing, closed, scan):
        for _ in range(2):
            upload(signing, closed, scan, typed=closed.digest[:16])

        assert [bool(p.voided_at) for p in SignedDocument.objects.order_by("pk")] == [True, False]
        assert "Diganti dengan unggahan yang lebih baru." in text_of(signing.get(url(closed.period)))

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("Berita acara.pdf", b"", "Berkas kosong. Pilih berkas lain."),
            ("Berita acara.pdf", b"%PDF-1.4 rusak", "Berkas terpotong atau rusak."),
            ("Berita acara.exe", b"MZ", "Jenis berkas harus"),
        ],
    )
    def test_what_is_no_whole_pdf_is_refused(self, signing, closed, name, content, sentence):
        response = upload(signing, closed, content, name=name, typed=closed.digest[:16])

        assert response.status_code == 422 and sentence in text_of(response)
        assert not SignedDocument.objects.exists()

    def test_a_picture_is_no_paper(self, signing, closed):
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, "PNG")

        response = upload(signing, closed, out.getvalue(), name="Pindai.png", typed=closed.digest[:16])

        assert response.status_code == 422 and signed_papers.NO_PDF in text_of(response)

    @pytest.mark.parametrize("verdict", ["Eicar-Test", ScannerAway("clamd: mati")])
    def test_without_a_clean_verdict_nothing_is_kept(self, signing, closed, scan, settings, monkeypatch, verdict):
        settings.CLAMD_ADDRESS = "/run/clamd"

        def answer(file):
            if isinstance(verdict, ScannerAway):
                raise verdict
            return verdict

        monkeypatch.setattr(signed_papers.scanner, "find_virus", answer)

        response = upload(signing, closed, scan, typed=closed.digest[:16])

        assert response.status_code == 422 and not SignedDocument.objects.exists()
        assert ("virus dan tidak disimpan" in text_of(response)) == (verdict == "Eicar-Test")

    def test_a_page_of_an_earlier_revision_is_told(self, signing, closed, scan):
        response = upload(signing, closed, scan, typed=closed.digest[:16], revisi="7")

        assert response.status_code == 409 and "sudah berganti revisi" in text_of(response)

    @pytest.mark.parametrize("who", ["executive", "coordinator", "assessor", "operator"])
    def test_only_the_signatory_signs(self, client, closed, scan, request, who):
        client.force_login(request.getfixturevalue(who))

        assert upload(client, closed, scan, typed=closed.digest[:16]).status_code == 403
        assert not SignedDocument.objects.exists()

    def test_signed_papers_are_read_back_and_told_of(self, signing, closed, scan):
        upload(signing, closed, scan, typed=closed.digest[:16])
        paper = SignedDocument.objects.get()

        response = signing.get(reverse("assessments:signed_paper", args=[closed.period.slug, paper.pk]))

        assert b"".join(response.streaming_content) == scan
        assert response["Content-Disposition"] == 'attachment; filename="Berita acara.pdf"'
        assert Event.objects.filter(action="paper.downloaded").count() == 1
        assert paper.stored_name in integrity.known_names()


class TestUnlock:
    def test_refusing_goes_back_and_the_next_revision_voids_nothing_new(self, signing, closed, scan, coordinator):
        upload(signing, closed, scan, typed=closed.digest[:16])
        where = reverse("reports:reopen", args=[closed.period.slug])

        assert signing.post(where, {"reason": "singkat"}).status_code == 422
        assert signing.post(where, {"reason": REASON}).status_code == 302

        assert stage_of(closed) == Period.Stage.CONSOLIDATION
        paper = SignedDocument.objects.get()
        assert paper.voided_at and paper.voided_reason == REASON
        second = workflow.close_period(Period.objects.get(pk=closed.period_id), by=coordinator, at_minimum=True)
        assert (second.revision, second.content["reopen_reason"]) == (2, REASON)
        assert "revisi 1" in text_of(signing.get(url(closed.period)))

    def test_once_signed_the_coordinator_cannot_open_it(self, client, signing, closed, scan, coordinator):
        upload(signing, closed, scan, typed=closed.digest[:16])
        client.force_login(coordinator)

        response = client.post(reverse("reports:reopen", args=[closed.period.slug]), {"reason": REASON})

        assert response.status_code == 403 and "Hanya penanda tangan" in text_of(response)
        assert stage_of(closed) == Period.Stage.SIGNING


class TestMinutes:
    def test_is_prefilled_from_the_team(self, as_coordinator, period, unit):
        facts = {"duty": "coordinator", "position": "Sekretaris Daerah", "decree_number": "G/9/2023", "unit": unit}
        TeamMember.objects.create(period=period, name="Sekda Uji", decree_date="2023-02-01", **facts)

        content = text_of(as_coordinator.get(url(period, "minutes")))

        for value in ("Sekda Uji", "Sekretaris Daerah", "G/9/2023", "2023-02-01"):
            assert f'value="{value}"' in content

    def test_saves_and_tells_what_is_missing(self, as_coordinator, period):
        response = as_coordinator.post(url(period, "minutes"), {"versi": "0", "place": "Metro"}, follow=True)

        assert "Masih kurang: nomor berita acara" in text_of(response)
        row = Minutes.objects.get()
        assert (row.data["place"], row.version) == ("Metro", 1)
        assert Event.objects.get(action="minutes.saved").data["version"] == 1

    def test_a_stale_page_loses_nothing(self, as_coordinator, period):
        as_coordinator.post(url(period, "minutes"), {"versi": "0", "place": "Metro"})

        response = as_coordinator.post(url(period, "minutes"), {"versi": "0", "place": "Kotabumi"})

        assert response.status_code == 409 and 'value="Kotabumi"' in text_of(response)
        assert Minutes.objects.get().data["place"] == "Metro"
        assert as_coordinator.post(url(period, "minutes"), {"versi": "1", "place": "Kotabumi"}).status_code == 302

    @pytest.mark.parametrize("bad", [{"date": "31-31-2023"}, {"number": "x" * 81}, {"methods": "terbang"}])
    def test_bad_input_is_kept(self, as_coordinator, period, bad):
        response = as_coordinator.post(url(period, "minutes"), {"versi": "0", "place": "Metro"} | bad)

        assert response.status_code == 422 and 'value="Metro"' in text_of(response)
        assert not Minutes.objects.exists()

    def test_stands_still_once_a_paper_is_signed(self, client, signing, closed, scan, coordinator):
        upload(signing, closed, scan, typed=closed.digest[:16])
        client.force_login(coordinator)

        assert "Isian berita acara tidak dapat diubah" in text_of(client.get(url(closed.period, "minutes")))
        assert client.post(url(closed.period, "minutes"), {"versi": "1", "place": "Metro"}).status_code == 403

    def test_papers_wait_for_what_is_missing(self, as_coordinator, closed):
        where = reverse("reports:minutes_paper", args=[closed.period.slug])
        assert as_coordinator.get(where).content.startswith(b"PK")
        Minutes.objects.update(data={"place": "Metro"})

        response = as_coordinator.get(where, follow=True)

        assert response.redirect_chain[0][0] == url(closed.period, "minutes")
        assert "Isian yang masih kurang: nomor berita acara" in text_of(response)


def test_digests_are_read_only_behind_their_name(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(printed("a1" * 32))

    assert printed_digests(path) == ["a1" * 32]

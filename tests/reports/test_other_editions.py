"""What the editions for leaders and for one unit say, and what another instrument makes of them."""

import re

import pytest

from reports import scorecard_rows
from reports.frozen_result import FrozenResult
from reports.rendering import render_in_process
from tests.reports.pdf_documents import (
    html_of,
    load,
    pages_in,
    pdf_of,
    text_of,
)


class TestPemdi:
    def test_an_implicit_domain_is_not_shown(self):
        text = text_of("result_pemdi", "province")

        assert "Kartu Skor Pemdi" in text
        assert "Nilai per aspek (skala 1 sampai 5)" in text
        assert "omain" not in text

    def test_scores_keep_their_decimals_and_have_no_level_name(self):
        text = text_of("result_pemdi", "province")

        assert "3,25" in text
        assert "nilai 3,8" in text
        assert "tingkat 3" not in text

    def test_an_assumed_minimum_is_marked(self):
        text = text_of("result_pemdi", "province")

        assert "Ditutup pada nilai minimum" in text
        assert "Belum diputuskan asesor; ditutup pada nilai minimum." in text

    def test_an_unverified_instrument_says_so(self):
        assert "(belum diverifikasi)" in text_of("result_pemdi", "province")
        assert "(belum diverifikasi)" not in text_of("result_337", "province")


class TestExecutive:
    @pytest.mark.parametrize("name", ["result_337", "result_pemdi"])
    def test_it_is_one_page(self, name):
        assert len(pages_in(pdf_of(name, "executive"))) == 1

    def test_it_says_what_to_decide(self):
        text = text_of("result_337", "executive")

        for words in (
            "Ringkasan Pimpinan SPBE 2022",
            "3,37",
            "Baik",
            "Dorong lima langkah naik: Layanan Publik Sektor 1, Layanan Publik Sektor 2, Layanan Publik Sektor 3,",
            "Indeks menjadi 3,52, predikat Sangat Baik.",
            "Perkuat Pelaksanaan Audit TIK. Nilai terendah (1,67); 3 dari 3 indikator di bawah 3.",
            "Asesor menurunkan 7 dari 47 nilai yang diajukan; menurut penilaian mandiri indeksnya 3,48.",
            "12 dari 15 perangkat daerah mengirim penilaian tepat waktu. Tidak mengirim: INSPEKTORAT, KOMINFO, BPSDM.",
        ):
            assert words in text

    def test_twelve_aspects_still_fit(self):
        data = load("result_337")
        extra = [data["aspects"][n % 8] | {"code": f"B{n}"} for n in range(4)]
        data["aspects"] += extra
        data["previous"]["aspects"] |= {aspect["code"]: "2" for aspect in extra}

        assert len(pages_in(render_in_process(html_of(data, "executive")))) == 1

    def test_late_units_are_named_and_many_are_counted(self):
        data = load("result_337")
        for unit in data["units"]:
            unit |= {"late": True, "submitted_at": "2023-07-02T03:00:00Z"}

        html = html_of(data, "executive")

        assert "<b>0 dari 15 perangkat daerah</b>" in html
        assert "Terlambat: HUKUM, PBJ, ORGANISASI, UMUM, INSPEKTORAT, DINKES, dan 9 lainnya." in html

    def test_a_distant_rating_is_approached_in_stages(self):
        data = load("result_337")
        steps = [step | {"reaches": None} for step in data["recommendations"]] * 3
        data["recommendations"] = [step | {"rank": rank} for rank, step in enumerate(steps, 1)]
        data["recommendations"][-1]["reaches"] = "Sangat Baik"

        html = html_of(data, "executive")

        assert "<b>Naikkan bertahap,</b> mulai dari Layanan Publik Sektor 1," in html
        assert "; 30 langkah membawa ke indeks 3,66, predikat Sangat Baik." in html

    def test_without_lowered_scores_the_next_weak_aspect_is_named(self):
        data = load("result_337")
        for indicator in data["indicators"]:
            indicator["claimed"] = indicator["score"]

        html = html_of(data, "executive")

        assert "<b>Perkuat juga Penerapan Manajemen SPBE.</b> Nilai terendah berikutnya (2,38)." in html
        assert "Asesor menurunkan" not in html

    def test_a_rating_out_of_reach_is_not_promised(self):
        data = load("result_337")
        data["recommendations"] = [step | {"reaches": None} for step in data["recommendations"][:3]]

        assert "Tidak ada langkah satu tingkat yang mengubah predikat." in html_of(data, "executive")
        assert "Predikat Sangat Baik belum tercapai dengan menaikkan setiap" in html_of(data, "province")


class TestUnit:
    def test_its_figure_is_never_called_an_index(self):
        text = text_of("result_337", "unit", "BPKAD")

        assert "Capaian PD – bukan indeks resmi" in text
        assert "3,69" in text
        assert "4 indikator sebagai penanggung jawab" in text
        assert "9,75%" in text
        assert "Indeks" not in text

    @pytest.mark.parametrize("unit", ["KOMINFO", "BPKAD", "BPSDM"])
    def test_it_has_no_rating(self, unit):
        text = text_of("result_337", "unit", unit)

        assert not re.search(r"[Pp]redikat|Sangat Baik|Memuaskan|\bCukup\b", text)

    def test_it_shows_its_own_indicators_only(self):
        data = load("result_337")
        html = html_of(data, "unit", "BPKAD")
        own = {i["number"] for i in data["indicators"] if i["lead"]["code"] == "BPKAD"}
        own |= {i["number"] for i in data["indicators"] for part in i["supporting"] if part["code"] == "BPKAD"}

        assert own == {13, 24, 33, 34, 38}
        for indicator in data["indicators"]:
            shown = re.search(rf">\s*{re.escape(indicator['short_name'])}\s*<", html) is not None
            assert shown == (indicator["number"] in own)

    def test_it_lists_all_its_evidence_and_no_other(self):
        data = load("result_337")
        html = html_of(data, "unit", "KOMINFO")
        proofs = [proof for indicator in data["indicators"] for proof in indicator["evidence"] if proof["sha256"]]

        assert {p["sha256"][:8] for p in proofs if p["unit"] == "KOMINFO"} == set(
            re.findall(r'<td class="digest">([0-9a-f]{8})</td>', html)
        )

    def test_a_unit_that_leads_nothing_has_no_figure(self):
        text = text_of("result_337", "unit", "BPSDM")

        assert "tidak ada indikator yang ditanggung" in text
        assert "Capaian PD – bukan indeks resmi" in text

    def test_an_undecided_contribution_is_a_dash(self):
        data = load("result_337")
        for indicator in data["indicators"]:
            for part in indicator["supporting"]:
                part |= {"score": None, "claimed": None}

        assert '<b class="level step-none">–</b>' in html_of(data, "unit", "BPSDM")

    def test_its_own_score_beats_the_institutions(self):
        data = load("result_337")
        for indicator in data["indicators"]:
            if indicator["lead"]["code"] == "BPKAD":
                indicator["lead"]["score"] = "1"

        rows = scorecard_rows.attainment_rows(FrozenResult(data), FrozenResult(data).led_by("BPKAD"))

        assert [row["value"] for row in rows] == ["1,00", "1,00"]

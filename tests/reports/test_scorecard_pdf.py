"""What the edition of the whole government says, on its own and beside the last year."""

import copy
import re
from datetime import UTC, datetime

import pytest

from reports import scorecard_rows
from reports.frozen_result import FrozenResult
from tests.reports.pdf_documents import (
    html_of,
    load,
    pages_in,
    pdf_of,
    text_of,
)


class TestProvince:
    def test_it_says_the_result(self):
        text = text_of("result_337", "province")

        for words in (
            "Kartu Skor SPBE",
            "Pemerintah Provinsi Lampung",
            "3,37",
            "Baik",
            "+0,61 dari tahun 2021 (2,76)",
            "Kurang 0,13 untuk predikat Sangat Baik (3,50)",
            "Indeks SPBE tahun 2022 adalah 3,37 dengan predikat Baik, naik 0,61 dari tahun 2021.",
            "bukan laporan kementerian",
            "Nomor dokumen KS/18/2022/R1",
        ):
            assert words in text
        assert "LHE" not in text

    @pytest.mark.parametrize("name", ["result_337", "result_pemdi"])
    def test_it_has_about_seven_pages(self, name):
        assert len(pages_in(pdf_of(name, "province"))) in (6, 7)

    def test_every_indicator_stands_in_the_table_with_its_part(self):
        result = FrozenResult(load("result_337"))

        groups = scorecard_rows.indicator_groups(result, result.indicators)

        rows = [row for group in groups for row in group["rows"]]
        assert [row["number"] for row in rows] == list(range(1, 48))
        assert [group["aspect"]["contribution"] for group in groups][:2] == ["0,455", "0,325"]
        assert rows[2] | {"meter": ""} == {
            "number": 3,
            "name": "Kebijakan Internal Manajemen Data",
            "service": None,
            "assumed": False,
            "lead": "KOMINFO",
            "weight": "1,30",
            "previous": "2",
            "claimed": "4",
            "direction": "down",
            "contribution": "0,039",
            "score": "3",
            "step": 2,
            "meter": "",
            "fractional": False,
        }

    def test_chosen_services_are_named(self):
        assert "Layanan dipilih: Rujukan pasien" in text_of("result_337", "province")

    def test_every_changed_level_has_the_assessors_reason(self):
        data = load("result_337")
        text = text_of("result_337", "province")
        changed = [i for i in data["indicators"] if i["claimed"] != i["score"]]

        assert len(changed) == 8
        assert all(indicator["reason"] in text for indicator in changed)

    def test_a_long_list_of_steps_is_cut_and_says_so(self):
        data = load("result_337")
        data["recommendations"] = [data["recommendations"][0] | {"rank": n} for n in range(1, 31)]

        assert "6 langkah berikutnya tidak ditampilkan." in html_of(data, "province")

    def test_a_proof_without_date_and_an_indicator_without_lead_leave_a_dash(self):
        data = load("result_337")
        data["indicators"][0]["evidence"][0] |= {
            "document_number": "",
            "document_date": None,
            "pages": "",
            "levels": [],
        }
        data["indicators"][0]["lead"] = None

        result = FrozenResult(data)
        row = scorecard_rows.evidence_rows(result.indicators)[0]

        assert (row["reference"], row["pages"], row["levels"]) == ("–", "–", "–")
        assert scorecard_rows.indicator_row(result, result.indicators[0])["lead"] == ""

    def test_a_claim_that_the_policy_changed_says_how(self):
        data = load("result_337")
        data["indicators"][2] |= {"origin": "minimum", "reason": ""}

        assert "Nilai terendah di antara penanggung jawab dan pendukung." in html_of(data, "province")

    def test_steps_stand_in_the_order_of_the_result_with_the_line_of_the_next_rating(self):
        data = load("result_337")
        text = text_of("result_337", "province")
        part = text[text.index("4. Rekomendasi menurut") :]
        places = [part.index(f"+0,0{n}") for n in (30, 28)]

        assert places == sorted(places)
        assert "Predikat Sangat Baik (3,50) tercapai setelah langkah ke-5" in part
        assert [row["cumulative"] for row in scorecard_rows.step_rows(FrozenResult(data))][:5] == [
            "3,400",
            "3,430",
            "3,460",
            "3,490",
            "3,520",
        ]

    def test_evidence_is_limited_and_says_so(self):
        text = text_of("result_337", "province")

        assert "Menampilkan 47 dari 121 bukti: paling banyak 1 untuk setiap indikator." in text
        assert "a302da32" in text

    def test_a_short_list_of_evidence_is_whole(self):
        count = sum(len(indicator["evidence"]) for indicator in load("result_pemdi")["indicators"])

        assert f"Menampilkan seluruh {count} bukti." in text_of("result_pemdi", "province")

    def test_signature_areas_are_empty_and_name_offices_only(self):
        html = html_of(load("result_337"), "province", signatories=(("Disahkan oleh", "Sekretaris Daerah"),))

        assert html.count("Ruang tanda tangan elektronik tersertifikasi") == 1
        assert "<b>Sekretaris Daerah</b>" in html
        assert "Kode QR bukan tanda tangan elektronik." in html

    def test_the_fingerprint_is_printed_whole(self):
        html = html_of(load("result_337"), "province", digest="f" * 64)

        assert f'<span class="digest">{"f" * 64}</span>' in html

    def test_a_reopened_result_tells_why(self):
        data = load("result_337") | {"revision": 2, "reopen_reason": "Bukti indikator 3 tertukar."}

        html = html_of(data, "province")

        assert "Revisi 2 menggantikan revisi sebelumnya. Alasan: Bukti indikator 3 tertukar." in html
        assert "KS/18/2022/R2" in html

    def test_an_index_near_a_threshold_tells_why(self):
        data = load("result_337")
        data["index"]["boundary_note"] = "Indeks tepat 3,4985 belum mencapai 3,5."

        assert html_of(data, "province").count("Indeks tepat 3,4985 belum mencapai 3,5.") == 2

    def test_a_gap_too_small_for_two_decimals_is_not_printed_as_nothing(self):
        data = load("result_337")
        data["index"]["next_band"]["gap"] = "0.0015"

        assert "Kurang <b>0,0015</b> untuk predikat Sangat Baik (3,50)" in html_of(data, "province")

    def test_the_highest_rating_has_no_gap(self):
        data = load("result_337")
        data["index"] |= {"next_band": None, "rating": "Memuaskan"}
        data["recommendations"] = [step | {"reaches": None} for step in data["recommendations"]]

        html = html_of(data, "province")

        assert "Predikat tertinggi tercapai" in html
        assert "Predikat tertinggi (Memuaskan) telah tercapai" in html


class TestLastYear:
    def test_without_one_nothing_is_compared(self):
        data = load("result_337") | {"previous": None}

        html = html_of(data, "province")

        assert ">Perubahan<" not in html
        assert "2021" not in re.sub(r"Contoh \d+/\d+|data-\S+", "", html)

    def test_another_instrument_is_named_and_not_compared(self):
        data = load("result_337")
        data["previous"] |= {"comparable": False, "index": "2.10"}

        html = html_of(data, "province")

        assert "Instrumen tahun 2021 berbeda; nilainya (2,10) tidak dibandingkan" in html
        assert ">Perubahan<" not in html

    def test_an_unchanged_index_is_neither_a_rise_nor_a_fall(self):
        data = load("result_337")
        data["previous"]["index"] = data["index"]["exact"]

        assert ", sama dengan tahun 2021." in html_of(data, "province")


class TestStamp:
    @pytest.mark.parametrize(
        ("zone", "local"),
        [
            ("Asia/Jakarta", "24 Juli 2023 pukul 14.05 WIB"),
            ("Asia/Makassar", "24 Juli 2023 pukul 15.05 WITA"),
            ("Asia/Jayapura", "24 Juli 2023 pukul 16.05 WIT"),
        ],
    )
    def test_times_are_local_to_the_institution(self, zone, local):
        data = load("result_337")
        data["institution"]["time_zone"] = zone

        assert f"dibuat {local} ·" in html_of(data, "executive")

    @pytest.mark.parametrize(("state", "word"), [("draft", "DRAF"), ("superseded", "DIGANTIKAN")])
    def test_a_document_that_is_not_in_force_says_so(self, state, word):
        assert f"DATA CONTOH · {word} · BELUM DITANDATANGANI" in html_of(load("result_337"), "province", state=state)

    def test_an_official_signed_document_carries_no_mark(self):
        data = copy.deepcopy(load("result_337"))
        data["institution"]["is_sample"] = False

        html = html_of(data, "province", unsigned=False)

        assert 'data-status=""' in html
        assert "BELUM DITANDATANGANI" not in html
        assert "contoh)" not in html

    def test_a_code_of_another_length_is_printed_as_it_is(self):
        created = datetime(2023, 7, 24, 7, 5, tzinfo=UTC)

        assert "ABC · dibuat" in html_of(load("result_337"), "executive", code="ABC", created_at=created)

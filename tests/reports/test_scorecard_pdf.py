"""What the editions say, to whom, and in what form."""

import copy
import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import page
import pdfua
import pikepdf
import pytest

from reports import pdf_process, scorecard_rows
from reports.frozen_result import FrozenResult
from reports.rendering import render_in_process
from tests.reports.pdf_documents import (
    EDITIONS,
    html_of,
    load,
    pages_in,
    pdf_of,
    text_in,
    text_of,
    typed_over,
)

EDITION = pytest.mark.parametrize(("name", "kind", "unit"), EDITIONS)
HOSTILE = '<script>alert(1)</script><img src=x onerror=a()> <b style="color:red">tebal</b> {{ 7 }} &amp; \'"'
LONG_WORD = "Penyelenggaraanpemerintahanberbasiselektronik" * 4
UNCOVERED = "日本 عربى 😀 \u202eterbalik\u202c \x00\x07 \ud800 café"
ELEMENTS = {
    "html", "head", "meta", "title", "body", "section", "div", "p", "h1", "h2", "h3", "b", "span", "br", "ol", "li",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
    "svg", "desc", "rect", "line", "text", "circle", "polygon", "path", "g",
}  # fmt: skip


class Markup(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


def conformance_faults(pdf):
    """What the validator finds, without its false alarm about the length of a stream."""
    failures = page.validate_pdf_bytes(pdf, profile="ua1").failures
    return [(failure.rule_id, failure.message) for failure in failures if "STREAM-LENGTH" not in failure.rule_id]


def boxes_of(html):
    """(page width, words, right edge) of every text in the laid-out document."""
    pdf_process.render("<html lang=id><title>siapkan pustaka</title>")
    from weasyprint import CSS, HTML  # noqa: PLC0415  needs pango, as in the renderer

    def texts(box):
        if getattr(box, "text", ""):
            yield box.text, box.position_x, box.position_x + box.width
        for child in getattr(box, "children", ()):
            yield from texts(child)

    stylesheet = CSS(string=pdf_process.STYLESHEET.read_text())
    for sheet in HTML(string=html).render(stylesheets=[stylesheet]).pages:
        yield from ((sheet.width, *text) for text in texts(sheet._page_box))


class TestEveryEdition:
    @EDITION
    def test_it_conforms_to_pdf_ua(self, name, kind, unit, tmp_path):
        pdf = pdf_of(name, kind, unit)
        path = tmp_path / "document.pdf"
        path.write_bytes(pdf)

        assert conformance_faults(pdf) == []
        assert [f for f in pdfua.validate(path).findings if "error" in str(f.severity).lower()] == []

    @EDITION
    def test_headings_are_scoped_and_decoration_is_silent(self, name, kind, unit):
        with pikepdf.open(io.BytesIO(pdf_of(name, kind, unit))) as pdf:
            elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]
            reachable = list(_elements_below(pdf.Root.StructTreeRoot.K))
            marked = sum(_marked_on(sheet) for sheet in pdf.pages)
            told = sum(isinstance(kid, int) for e in reachable for kid in e.K)

            assert {str(e.A.Scope) for e in elements if e.S == "/TH"} == {"/Column", "/Row"}
            assert all("/Alt" in e for e in reachable if e.S == "/Figure")
            assert marked == told

    @EDITION
    def test_every_page_says_that_nobody_signed_and_that_it_is_sample_data(self, name, kind, unit):
        for sheet in pages_in(pdf_of(name, kind, unit)):
            text = sheet.extract_text()
            assert "BELUM DITANDATANGANI" in text
            assert "DATA CONTOH" in text

    @EDITION
    def test_it_is_stamped(self, name, kind, unit):
        text = text_of(name, kind, unit)

        assert "K7QX-94MD" in text
        assert "24 Juli 2023 pukul 14.05 WIB" in text
        assert "https://spbe.contoh.example/verifikasi/K7QX94MD/" in text
        assert f"Halaman 1 dari {len(pages_in(pdf_of(name, kind, unit)))}" in text

    @EDITION
    def test_the_page_holds_no_inline_style_and_nothing_active(self, name, kind, unit):
        markup = Markup(html_of(load(name), kind, unit))

        assert markup.elements <= ELEMENTS
        assert not {a for a in markup.attributes if a == "style" or a.startswith("on") or a in ("href", "src")}

    @pytest.mark.parametrize(("name", "kind", "unit"), [EDITIONS[0], EDITIONS[1], EDITIONS[3], EDITIONS[7]])
    def test_no_text_sticks_out(self, name, kind, unit):
        html = html_of(load(name), kind, unit)

        assert [words for width, words, _, right in boxes_of(html) if right > width - 30] == []


class TestTextFromPeople:
    @pytest.mark.parametrize(("kind", "unit"), [("province", None), ("executive", None), ("unit", "BPKAD")])
    def test_markup_is_shown_and_never_obeyed(self, kind, unit):
        data = typed_over(load("result_337"), HOSTILE)

        markup = Markup(html_of(data, kind, unit))

        assert markup.elements <= ELEMENTS
        assert not {a for a in markup.attributes if a == "style" or a.startswith("on") or a in ("href", "src")}

    def test_markup_is_printed_as_typed(self):
        data = load("result_pemdi")
        data["indicators"][0]["short_name"] = HOSTILE

        printed = text_in(render_in_process(html_of(data, "province")))

        assert "<script>alert(1)</script><img src=x onerror=a()>" in printed

    @pytest.mark.parametrize("words", [LONG_WORD, "kata yang panjang sekali " * 8], ids=["one word", "many words"])
    @pytest.mark.parametrize(("kind", "unit"), [("executive", None), ("unit", "BPKAD")])
    def test_long_words_stay_on_the_sheet(self, words, kind, unit):
        html = html_of(typed_over(load("result_337"), words), kind, unit)

        assert [text for width, text, _, right in boxes_of(html) if right > width - 30] == []

    @pytest.mark.parametrize("words", [HOSTILE, LONG_WORD, UNCOVERED, "kata yang panjang sekali " * 8])
    @pytest.mark.parametrize("name", ["result_337", "result_pemdi"])
    def test_the_executive_edition_stays_on_one_page(self, words, name):
        pdf = render_in_process(html_of(typed_over(load(name), words), "executive"))

        assert len(pages_in(pdf)) == 1
        assert conformance_faults(pdf) == []

    def test_characters_without_a_glyph_become_boxes(self):
        data = load("result_337")
        data["institution"]["name"] = UNCOVERED

        html = html_of(data, "executive")

        assert "□□ □□□□ □ □terbalik□ □□ □ café" in html


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


def _elements_below(kids):
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from _elements_below(kid.get("/K", pikepdf.Array()))


def _marked_on(sheet):
    """How many pieces of the page claim to be told by the document's tree."""
    operators = [o for o in pikepdf.parse_content_stream(sheet) if str(o.operator) == "BDC"]
    return sum("/MCID" in o.operands[1] for o in operators)

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from indicators.loader import load
from indicators.models import Indicator
from indicators.ownership import OwnershipRow, OwnershipUnit, read_ownership
from indicators.rules import read_rules, rules_for
from indicators.ruleset import Coverage, Rules
from indicators.source import FaultyFiles
from tests.indicators.schemes import FILES, scheme_of

SLUG = "permenpanrb-59-2020"
OWNERSHIP = Path(FILES[0]).parents[1] / "ownership" / "ownership_province.yaml"


def write(tmp_path, data):
    path = tmp_path / "berkas.yaml"
    path.write_text(data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def faults_of(read, path):
    with pytest.raises(FaultyFiles) as caught:
        read(path)
    return [f"{fault.place}: {fault.message}" for fault in caught.value.faults]


def test_instrument_without_a_file_has_no_rules():
    assert rules_for("pemdi-8-2026") == Rules()
    assert Rules().cap(1, {"TANPA_BUKTI"}) is None
    assert Rules().prerequisite(3, 4) == 3


def test_rules_speak_only_of_indicators_and_levels_of_their_instrument():
    rules, scheme = rules_for(SLUG), scheme_of(SLUG)

    numbers = {*rules.chosen_services, *rules.coverage, *rules.templates}
    numbers |= {number for number, _ in rules.prerequisites}
    numbers |= {number for reason in rules.reasons for number in reason.numbers}
    numbers |= {number for age in rules.evidence_ages for number in age.from_level}
    levels = {*rules.prerequisites.values(), *(level for _, level in rules.prerequisites)}
    levels |= {level for reason in rules.reasons for level in reason.caps.values()}
    levels |= {entry.whole for entry in rules.coverage.values()}
    levels |= {level for age in rules.evidence_ages for level in age.from_level.values()}

    assert numbers <= scheme.numbers
    assert all(scheme.scale.contains(Decimal(level)) for level in levels)
    assert rules.no_evidence_needed_up_to == scheme.scale.minimum


def test_chosen_services_and_the_irregular_ladder():
    rules = rules_for(SLUG)

    assert rules.chosen_services == (45, 46, 47)
    assert (rules.prerequisite(3, 4), rules.prerequisite(3, 5), rules.prerequisite(1, 4)) == (2, 4, 3)


@pytest.mark.parametrize(
    ("number", "codes", "cap"),
    [
        (1, {"TANPA_BUKTI"}, 1),
        (10, {"RANCANGAN"}, 1),
        (11, {"RANCANGAN"}, None),
        (2, {"ISI_PARSIAL"}, 2),
        (3, {"ISI_PARSIAL"}, 3),
        (4, {"REVIU_LAMA"}, 3),
        (3, {"TANPA_REVIU"}, 4),
        (47, {"TANPA_REVIU"}, 4),
        (30, {"TANPA_REVIU"}, None),
        (16, {"CAKUPAN"}, 2),
        (20, {"CAKUPAN"}, 3),
        (12, {"CAKUPAN"}, None),
        (25, {"TANPA_PETA_RENCANA"}, 1),
        (29, {"AUDITOR_INTERNAL"}, 3),
        (32, {"FUNGSI_TAK_TERLIHAT", "TANPA_TINDAK_LANJUT"}, 4),
        (16, {"TANPA_TINDAK_LANJUT", "CAKUPAN", "REVIU_LAMA"}, 2),
        (16, set(), None),
    ],
)
def test_lowest_cap_of_the_reasons_holds(number, codes, cap):
    assert rules_for(SLUG).cap(number, codes) == cap


def test_reasons_offered_are_those_of_the_indicator():
    offered = {reason.code for reason in rules_for(SLUG).reasons_for(30)}

    assert {"AUDIT_LAMA", "AUDITOR_INTERNAL", "ISI_PARSIAL"} <= offered
    assert offered & {"RANCANGAN", "CAKUPAN", "TANPA_REVIU", "FUNGSI_TAK_TERLIHAT"} == set()


@pytest.mark.parametrize(
    ("scores", "cap"),
    [((4, 3, 2, 2), 2), ((3, 3), None), ((4, None), 2), ((5,), None)],
    ids=["two of four", "all", "one unanswered", "lead alone"],
)
def test_coverage_caps_below_the_level_that_asks_for_all_agencies(scores, cap):
    """Example: lead 4, others 3, 2, 2: two of four reach level 3, which is "sebagian", so at most level 2."""
    assert Coverage(partial=2, whole=3, covers="pemakai").cap(scores) == cap


def test_review_is_needed_from_the_level_of_each_indicator():
    review, audit = rules_for(SLUG).evidence_ages

    assert (review.kind, review.max_years, audit.kind, audit.max_years) == ("review", 2, "audit", 2)
    assert (review.from_level[1], review.from_level[3], review.from_level[32]) == (4, 5, 5)
    assert review.from_level.keys() == scheme_of(SLUG).numbers
    assert review.warn_only == audit.from_level.keys() == {29, 30, 31}


def test_template_follows_the_level():
    rules = rules_for(SLUG)

    assert rules.templates.keys() == scheme_of(SLUG).numbers
    assert [sentence.part for sentence in rules.sentences(1, 1)] == ["fact", "analysis"]
    assert "masih rancangan" in rules.sentences(1, 1)[0].text
    assert "masih rancangan" not in rules.sentences(1, 3)[0].text
    assert [len(rules.sentences(1, level)) for level in (2, 3, 4, 5)] == [2, 2, 3, 4]
    assert rules.sentences(99, 1) == ()
    assert set(rules.snippets) == {"REVIU", "TINDAK_LANJUT", "JUSTIFIKASI"}


def test_every_fault_of_a_rules_file_is_told_at_once(tmp_path):
    path = write(
        tmp_path,
        {
            "instrument": "contoh",
            "chosen_services": [45],
            "no_evidence_needed_up_to": "satu",
            "includes_justification": "ya",
            "aturan": 1,
            "prerequisites": [{"indicators": "3", "level": "empat"}, "I3"],
            "reasons": [
                {"code": "A", "label": "", "effect": "turun", "indicators": "1-2"},
                {"code": "B", "label": "B", "effect": "cap"},
            ],
            "snippets": ["REVIU"],
            "templates": [],
        },
    )

    assert sorted(faults_of(read_rules, path)) == [
        "aturan: kunci tidak dikenal",
        "chosen_services: harus nomor indikator, misalnya '1-10, 12'",
        "includes_justification: harus true atau false",
        "no_evidence_needed_up_to: harus bilangan bulat",
        "prerequisites[0].level: harus bilangan bulat",
        "prerequisites[0].requires: kunci wajib tidak ada",
        "prerequisites[1]: harus berupa pasangan kunci dan nilai",
        "reasons[0].effect: harus salah satu dari cap, coverage, discard, return, shown",
        "reasons[0].label: harus berupa teks",
        "reasons[1].caps: kunci wajib tidak ada",
        "snippets: harus berupa pasangan kunci dan nilai",
        "templates: harus berupa daftar yang tidak kosong",
    ]


@pytest.mark.parametrize("text", ["- satu\n", "instrument: [\n"])
def test_text_that_is_no_rules_file_is_refused(tmp_path, text):
    with pytest.raises(FaultyFiles):
        read_rules(write(tmp_path, text))


@pytest.mark.django_db
def test_default_ownership_names_a_lead_for_every_indicator():
    load(FILES[:1])

    ownership = read_ownership(OWNERSHIP)

    assert ownership.instrument == SLUG
    assert len(ownership.units) == 44
    assert ownership.units[10] == OwnershipUnit("INSPEKTORAT", "Inspektorat", "inspektorat")
    assert ownership.rows[0] == OwnershipRow(1, "KOMINFO", ("HUKUM",))
    assert {row.number for row in ownership.rows} == set(Indicator.objects.values_list("number", flat=True))
    assert [row.number for row in ownership.rows if row.lead == "INSPEKTORAT"] == [29, 30, 31, 39]


@pytest.mark.django_db
def test_every_fault_of_an_ownership_file_is_told_at_once(tmp_path):
    load(FILES[:1])
    path = write(
        tmp_path,
        {
            "instrument": SLUG,
            "government_kind": "provinsi",
            "units": [
                {"code": "SATU", "name": "Dinas Satu", "kind": "dinas"},
                {"code": "SATU", "name": "", "kind": "dinas"},
                "DUA",
            ],
            "ownership": [
                {"number": 1, "lead": "SATU", "supporting": ["TIGA"]},
                {"number": 1, "lead": "SATU", "supporting": "DUA"},
                {"number": 48, "lead": "SATU", "supporting": ["SATU"]},
                {"number": 2, "lead": "SATU"},
                3,
            ],
        },
    )

    assert faults_of(read_ownership, path) == [
        "units[1].name: harus berupa teks",
        "units[1].code: SATU sudah dipakai",
        "units[2]: harus berupa pasangan kunci dan nilai",
        "ownership[0]: perangkat daerah TIGA tidak ada pada units",
        "ownership[1].number: indikator 1 sudah dipakai",
        "ownership[1].supporting: harus berupa daftar kode perangkat daerah",
        "ownership[2].number: indikator 48 tidak ada pada instrumen",
        "ownership[2]: perangkat daerah yang sama disebut dua kali",
        "ownership[3].supporting: kunci wajib tidak ada",
        "ownership[4]: harus berupa pasangan kunci dan nilai",
    ]


@pytest.mark.django_db
def test_ownership_needs_its_instrument_loaded(tmp_path):
    assert faults_of(read_ownership, OWNERSHIP) == [f"instrument: instrumen {SLUG} belum dimuat"]
    assert faults_of(read_ownership, write(tmp_path, "- a\n")) == [": harus berupa pasangan kunci dan nilai"]
    assert faults_of(read_ownership, tmp_path / "tiada.yaml") == [": berkas tidak ada atau tidak dapat dibaca"]

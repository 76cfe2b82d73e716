"""Berita Acara Penilaian Mandiri: from the frozen result and what a person wrote beside it, and from nothing else."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from assessments.minutes import METHODS, wording
from assessments.models import Period, TeamMember
from indicators.rules import rules_for
from reports.figures import fixed, plain
from reports.frozen_result import FrozenResult
from reports.papers.docx import Paper
from reports.spelled import spelled, spelled_day, written_day

LABEL = "hasil mandiri, belum hasil resmi"
ACTIVITIES = dict(Period.Activity.choices)
STAGES = dict(Period.Stage.choices)
DUTIES = dict(TeamMember.Duty.choices)


class Frame:
    """What both papers share: letterhead, foot, and the result that they speak of."""

    title = subtitle = ""

    def __init__(self, data, written, stamp):
        self.result, self.written, self.stamp = FrozenResult(data), written, stamp
        self.data, self.beside = data, data.get("minutes") or {}
        self.period, self.institution = data["period"], data["institution"]
        self.activity = ACTIVITIES[self.beside.get("activity") or Period.Activity.EVALUATION]
        self.zone = ZoneInfo(self.institution["time_zone"])

    def content(self):
        made_at = datetime.fromisoformat(self.period["closed_at"])
        name = f"{self.title} {self.institution['name']} {self.period['year']}"
        self.paper = Paper(name, made_at, self.institution["name"])
        if self.institution["is_sample"]:
            self.paper.mark("DATA CONTOH · bukan dokumen resmi")
        self.paper.foot(self.stamp.address, self._foot())
        self._letterhead()
        self.body()
        return self.paper.content()

    def _foot(self):
        return [
            f"{self.title} · {self.institution['name']} · {self.period['name']} · revisi {self.data['revision']}",
            f"Sidik data (SHA-256): {self.stamp.digest}",
            f"Enam belas karakter pertama: {grouped(self.stamp.digest)} · {LABEL.capitalize()}"
            + (" · data contoh" if self.institution["is_sample"] else ""),
        ]

    def _letterhead(self):
        self.paper.line(self.institution["name"].upper(), bold=True, center=True, size=13)
        self.paper.line(f"Kode instansi: {self.institution['code'].upper()}", center=True, size=9)
        self.paper.heading(self.title.upper())
        self.paper.line(self.subtitle.format(activity=self.activity, year=self.period["year"]), center=True)
        self.paper.line(f"Nomor: {self.written['number']}", center=True)

    def day(self, name, fallback="date"):
        text = self.written.get(name) or self.written[fallback]
        return date.fromisoformat(text)

    def said(self, name):
        return str(self.written.get(name) or "").strip()

    def sentence(self, name):
        names = {"activity": self.activity, "year": self.period["year"], "institution": self.institution["name"]}
        return wording()[name].format(**names)

    def moment(self, text):
        return written_day(datetime.fromisoformat(text).astimezone(self.zone).date())


class MinutesPaper(Frame):
    title = "Berita Acara Penilaian Mandiri"
    subtitle = "{activity} Sistem Pemerintahan Berbasis Elektronik Tahun {year}"

    def body(self):
        self._opening()
        self._basis()
        self._team()
        self._course()
        self._outcome()
        self._notes()
        self._close()
        self._annexes()

    def _opening(self):
        day = self.day("date")
        self.paper.line(
            f"Pada hari ini {spelled_day(day)} ({day:%d-%m-%Y}), bertempat di {self.said('place')}, telah diselesaikan "
            f"penilaian mandiri dalam rangka {self.activity} SPBE Tahun {self.period['year']} pada "
            f"{self.institution['name']}."
        )

    def _basis(self):
        self.paper.heading("Dasar", 2)
        instrument = self.data["instrument"]
        basis = [*wording()["basis"], instrument["regulation"], self.said("guideline")]
        if number := self.said("letter_number"):
            when = f" tanggal {written_day(self.day('letter_date'))}" if self.said("letter_date") else ""
            basis.append(f"Surat pemberitahuan Kementerian PANRB Nomor {number}{when}")
        decree = written_day(self.day("decree_date"))
        basis.append(f"Surat keputusan Tim Asesor Internal Nomor {self.said('decree_number')} tanggal {decree}")
        self.paper.points([row for row in basis if row])

    def _team(self):
        self.paper.heading("Tim Asesor Internal", 2)
        team = self.beside.get("team") or []
        if not team:
            self.paper.line("Susunan tim sebagaimana surat keputusan di atas.")
            return
        labels = {row.code: row.label for row in rules_for(self.data["instrument"]["slug"]).team_functions}
        rows = [
            (
                number,
                "\n".join(filter(None, [row["name"], row["employee_number"] and f"NIP {row['employee_number']}"])),
                "\n".join(filter(None, [row["position"], row["unit"]])),
                DUTIES[row["duty"]],
                ", ".join(labels.get(code, code) for code in row["functions"]) or "–",
            )
            for number, row in enumerate(team, 1)
        ]
        head = ("No", "Nama dan NIP", "Jabatan dan perangkat daerah", "Peran", "Fungsi")
        self.paper.table(head, rows, (1, 4.2, 4.8, 2.7, 3.8))

    def _course(self):
        self.paper.heading("Waktu, cara, dan cakupan", 2)
        stages = self.beside.get("stages") or []
        rows = [(STAGES[s["stage"]], self.moment(s["began_at"]), self.moment(s["ended_at"])) for s in stages]
        if rows:
            self.paper.table(("Tahap", "Mulai", "Selesai"), rows, (7.5, 4.5, 4.5))
        chosen = self.written.get("methods") or []
        ways = [f"{'☒' if name in chosen else '☐'} {label}" for name, label in METHODS.items()]
        proofs = sum(len(row["evidence"]) for row in self.data["indicators"])
        self.paper.facts(
            [
                ("Cara penilaian", "   ".join(ways)),
                ("Indikator", self._count(len(self.data["indicators"]))),
                ("Perangkat daerah", self._count(len(self.data["units"]))),
                ("Rujukan bukti dukung", self._count(proofs)),
            ]
        )

    def _outcome(self):
        self.paper.heading(f"Hasil penilaian mandiri ({LABEL})", 2)
        index = self.data["index"]
        rows = [(self.data["instrument"]["index_name"], fixed(index["exact"]), index["rating"])]
        rows += [(f"Domain {row['name']}", fixed(row["value"]), "") for row in self.data["domains"]]
        rows += [(f"Aspek {row['name']}", fixed(row["value"]), "") for row in self.data["aspects"]]
        self.paper.table(("Uraian", "Nilai", "Predikat"), rows, (10.5, 2.5, 3.5), numbers=(1,))
        if index["boundary_note"]:
            self.paper.line(index["boundary_note"])

    def _notes(self):
        self.paper.heading("Catatan", 2)
        rows, lowest = self.data["indicators"], Decimal(self.data["instrument"]["scale_min"])
        at_lowest = [row["number"] for row in rows if Decimal(row["score"]) == lowest]
        bare = [row["number"] for row in rows if not row["evidence"]]
        changed = self.result.changed
        objections = self.beside.get("objections") or {"filed": 0, "decided": 0}
        notes = [
            f"Indikator pada tingkat {plain(lowest)}: {_listed(at_lowest)}.",
            f"Indikator tanpa bukti dukung: {_listed(bare)}.",
            f"Nilai yang diubah dari penilaian perangkat daerah: {_listed([row['number'] for row in changed])}.",
            f"Sanggahan: {objections['filed']} diajukan, {objections['decided']} diputus."
            if objections["filed"]
            else "Sanggahan: tidak ada.",
        ]
        if self.result.assumed:
            numbers = [row["number"] for row in self.result.assumed]
            notes.append(f"Ditutup pada nilai terendah tanpa putusan asesor: {_listed(numbers)}.")
        if excepted := self.beside.get("exceptions"):
            found = "; ".join(f"indikator {row['indicator']} {row['text']}" for row in excepted["items"])
            notes.append(f"Pengecualian pemeriksaan kelengkapan: {found}. Alasan: {excepted['reason']}")
        if self.data["reopen_reason"]:
            notes.append(f"Revisi ini dibuat karena: {self.data['reopen_reason']}")
        self.paper.points([*notes, *filter(None, [self.said("notes")])], marks="a")

    def _close(self):
        self.paper.line(wording()["statement"])
        instrument = self.data["instrument"]
        self.paper.facts(
            [
                ("Instrumen", f"{instrument['title']} ({instrument['slug']})"),
                ("Revisi hasil", f"{self.data['revision']}, dibekukan {self.moment(self.period['closed_at'])}"),
                ("Sidik data (SHA-256)", self.stamp.digest),
            ]
        )
        people = [(["Koordinator SPBE,"], self.said("signatory_name"), _below(self, "signatory"))]
        if self.said("responsible_name"):
            responsible = (["Penanggung Jawab,"], self.said("responsible_name"), _below(self, "responsible"))
            people.insert(0, responsible)
        self.paper.signatures(people)

    def _annexes(self):
        self._annex("I", "Tingkat kematangan tiap indikator")
        head = ("No", "Indikator", "Tingkat", "Bobot (%)", "Nilai tertimbang")
        rows = [
            (row["number"], row["name"], plain(row["score"]), plain(row["weight"]), fixed(row["contribution"], 4))
            for row in self.data["indicators"]
        ]
        self.paper.table(head, rows, (1, 9.2, 1.8, 2, 2.5), numbers=(2, 3, 4))
        self._annex("II", "Bukti dukung tiap indikator")
        head = ("No", "Nama ekspor dan judul", "Nomor dan tahun", "Hlm", "SHA-256")
        rows = [_proof(row, proof) for row in self.data["indicators"] for proof in row["evidence"]]
        if rows:
            self.paper.table(head, rows, (1, 5.4, 3.3, 1.5, 5.3), size=7.5)
        else:
            self.paper.line("Tidak ada bukti dukung.")
        self._annex("III", "Perangkat daerah responden")
        head = ("No", "Perangkat daerah", "Indikator (sebagai penanggung jawab)", "Dikirim")
        rows = [
            (place, row["name"], f"{row['assigned']} ({row['lead']})", self._sent(row))
            for place, row in enumerate(self.data["units"], 1)
        ]
        self.paper.table(head, rows, (1, 8, 4, 3.5))

    def _annex(self, number, title):
        self.paper.page_break()
        self.paper.heading(f"Lampiran {number}. {title}", 2)

    def _sent(self, row):
        return self.moment(row["submitted_at"]) if row["submitted_at"] else "Tidak mengirim"

    def _count(self, number):
        return f"{number} ({spelled(number)})"


def grouped(digest):
    """The first sixteen characters, four by four: what a person compares by eye and types."""
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def _below(paper, who):
    number = paper.said(f"{who}_nip")
    return "\n".join(filter(None, [paper.said(f"{who}_position"), number and f"NIP {number}"]))


def _listed(numbers):
    return f"{', '.join(map(str, numbers))} ({len(numbers)} indikator)" if numbers else "tidak ada"


def _proof(row, proof):
    number = "\n".join(filter(None, [proof["document_number"], (proof["document_date"] or "")[:4]]))
    called = proof["export_name"] or proof["url"] or ""
    digest = proof["sha256"] or "tautan"
    digest = digest if len(digest) < 64 else f"{digest[:32]}\n{digest[32:]}"
    return (row["number"], f"{called}\n{proof['title']}", number or "–", proof["pages"] or "–", digest)

"""Pernyataan Persetujuan Publikasi: who agrees to what being published, and what is left out."""

from assessments.minutes import wording
from reports.papers.minutes import LABEL, Frame
from reports.spelled import written_day


class ConsentPaper(Frame):
    title = "Pernyataan Persetujuan Publikasi"
    subtitle = "Hasil {activity} Sistem Pemerintahan Berbasis Elektronik Tahun {year}"

    def body(self):
        self.paper.line("Yang bertanda tangan di bawah ini:")
        self.paper.facts(
            [
                ("Nama", self.said("signatory_name")),
                ("NIP", self.said("signatory_nip") or "–"),
                ("Jabatan", self.said("signatory_position")),
                ("Instansi", self.institution["name"]),
            ]
        )
        day = written_day(self.day("date"))
        self.paper.line(
            f"berdasarkan Berita Acara Penilaian Mandiri Nomor {self.said('number')} tanggal {day} dalam rangka "
            f"{self.activity} SPBE Tahun {self.period['year']}, menyatakan:"
        )
        self.paper.points([self.sentence("truth"), self.sentence("consent")], marks="a")
        self.paper.heading("Cakupan", 2)
        self.paper.line(wording()["scope"])
        self.paper.heading("Pengecualian", 2)
        self.paper.line(wording()["exclusion"])
        self.paper.heading("Data yang dinyatakan", 2)
        self.paper.facts(
            [
                ("Revisi hasil", f"{self.data['revision']} ({LABEL})"),
                ("Sidik data (SHA-256)", self.stamp.digest),
            ]
        )
        place = self.said("consent_place") or self.said("place")
        above = [f"{place}, {written_day(self.day('consent_date'))}", "Koordinator SPBE,"]
        above += ["Meterai"] if self.written.get("stamp") else []
        number = self.said("signatory_nip")
        below = "\n".join(filter(None, [self.said("signatory_position"), number and f"NIP {number}"]))
        self.paper.signatures([([""], "", ""), (above, self.said("signatory_name"), below)])

    def _letterhead(self):
        self.paper.line(self.institution["name"].upper(), bold=True, center=True, size=13)
        self.paper.line(f"Kode instansi: {self.institution['code'].upper()}", center=True, size=9)
        self.paper.heading(self.title.upper())
        self.paper.line(self.subtitle.format(activity=self.activity, year=self.period["year"]), center=True)

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments import chains


class Command(BaseCommand):
    help = (
        "Periksa rantai sidik semua jejak: penilaian, instansi, dan akses. Menyebut baris pertama yang tidak terbukti "
        "pada setiap rantai yang rusak, dan berakhir dengan 1. Jangkar yang disimpan di luar server membuktikan bahwa "
        "ujung rantai tidak dipotong dan rantai tidak ditulis ulang."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--print-anchor",
            action="store_true",
            help="Cetak jangkar bila semua rantai utuh: satu baris, simpan di luar server ini.",
        )
        parser.add_argument(
            "--anchor",
            metavar="BERKAS",
            help="Berkas berisi jangkar, satu per baris; semuanya diperiksa. Tanda - berarti masukan baku.",
        )
        parser.add_argument("--json", action="store_true", help="Hasil sebagai JSON, untuk pemantau.")

    def handle(self, *args, **options):
        outcome = chains.verify(self._anchors(options["anchor"]))
        if options["json"]:
            self.stdout.write(_as_json(outcome))
        else:
            for fault in outcome.faults:
                self.stdout.write(f"  rantai {fault.chain}, baris {fault.sequence}: {fault.reason}")
        if outcome.faults:
            raise CommandError(f"{len(outcome.faults)} dari {len(outcome.heads)} rantai tidak utuh.")
        if options["print_anchor"]:
            self.stdout.write(chains.anchor(outcome))
        elif not options["json"]:
            self.stdout.write(f"{len(outcome.heads)} rantai, {outcome.rows} baris: semua utuh.")

    def _anchors(self, path):
        if not path:
            return []
        try:
            text = Path("/dev/stdin" if path == "-" else path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Berkas jangkar tidak dapat dibaca: {error}") from error
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            raise CommandError("Berkas jangkar kosong.")
        anchors = []
        for number, line in enumerate(lines, 1):
            try:
                anchors.append(chains.read_anchor(line))
            except chains.UnreadableAnchor as error:
                raise CommandError(f"Jangkar pada baris {number}: {error}") from error
        return anchors


def _as_json(outcome):
    told = {
        "intact": not outcome.faults,
        "chains": len(outcome.heads),
        "rows": outcome.rows,
        "faults": [fault._asdict() for fault in outcome.faults],
    }
    return json.dumps(told, sort_keys=True)

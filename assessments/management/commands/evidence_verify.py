from django.core.management.base import BaseCommand, CommandError

from assessments.integrity import examine

WORDS = {
    "missing": "hilang",
    "changed": "berubah",
    "orphan": "tidak dikenal basis data",
    "unfinished": "sisa unggahan",
}


class Command(BaseCommand):
    help = (
        "Periksa setiap berkas bukti: ada, ukurannya dan SHA-256-nya sama dengan yang diterima, dan tidak ada berkas "
        "yang tidak dikenal basis data. Menyebut setiap kesalahan, dan berakhir dengan 1 bila ada."
    )

    def handle(self, *args, **options):
        checked, faults = examine()
        for fault in faults:
            self.stdout.write(f"  {fault.name}: {WORDS[fault.kind]}{_whose(fault.evidence)}")
        if not faults:
            self.stdout.write(f"{checked} berkas bukti diperiksa: semua utuh.")
            return
        counts = [sum(fault.kind == kind for fault in faults) for kind in WORDS]
        told = ", ".join(f"{count} {word}" for count, word in zip(counts, WORDS.values(), strict=True) if count)
        raise CommandError(f"{checked} berkas bukti diperiksa: {told}.")


def _whose(evidence):
    return f" (bukti {evidence.pk}, {evidence.original_name})" if evidence else ""

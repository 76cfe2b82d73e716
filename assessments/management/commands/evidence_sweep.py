from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments import integrity, storage
from assessments.uploads import megabytes


class Command(BaseCommand):
    help = (
        "Hapus berkas sisa yang berumur lebih dari 24 jam: unggahan yang tidak selesai, dan berkas bukti yang tidak "
        "dikenal basis data karena portal terhenti di tengah penyimpanan."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="sebutkan saja berkasnya, tanpa menghapus")
        parser.add_argument(
            "--older-than",
            type=float,
            default=24,
            metavar="JAM",
            help="umur paling sedikit; kurang dari 24 hanya selagi portal berhenti",
        )

    def handle(self, *args, dry_run, older_than, **options):
        known = integrity.known_names()
        strays = storage.find_strays(known, timedelta(hours=older_than), integrity.arriving_tokens())
        _require_match(known, strays)
        if not strays:
            self.stdout.write(f"Tidak ada berkas sisa yang berumur lebih dari {older_than:g} jam.")
            return
        total = megabytes(sum(map(storage.size_of, strays)))
        for path in strays:
            self.stdout.write(f"  {storage.name_of(path)}: {_kind(path)}")
        if dry_run:
            self.stdout.write(f"{len(strays)} berkas sisa ({total} MB) akan dihapus. Kali ini tidak ada yang dihapus.")
        else:
            self.stdout.write(f"{storage.delete_strays(strays)} berkas sisa ({total} MB) dihapus.")


def _require_match(known, strays):
    """Beside the wrong database, or one restored without its files, every proof looks like a stray."""
    missing = sum(not storage.path_of(name).exists() for name in known)
    if missing:
        raise CommandError(
            f"{missing} berkas bukti yang dikenal basis data tidak ada di {settings.EVIDENCE_ROOT}. Tidak ada yang "
            "dihapus. Pastikan DATABASE_URL dan DATA_DIR milik portal yang sama, dan pulihkan berkas yang hilang."
        )
    if not known and not all(map(storage.is_staged, strays)):
        raise CommandError(
            f"Basis data tidak mengenal satu pun berkas bukti di {settings.EVIDENCE_ROOT}. Tidak ada yang dihapus. "
            "Pastikan DATABASE_URL dan DATA_DIR milik portal yang sama."
        )


def _kind(path):
    return "unggahan yang tidak selesai" if storage.is_staged(path) else "tidak dikenal basis data"

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments import storage
from assessments.models import Evidence
from assessments.uploads import megabytes


class Command(BaseCommand):
    help = (
        "Hapus berkas sisa yang berumur lebih dari 24 jam: unggahan yang tidak selesai, dan berkas bukti yang tidak "
        "dikenal basis data karena portal terhenti di tengah penyimpanan."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="sebutkan saja berkasnya, tanpa menghapus")

    def handle(self, *args, dry_run, **options):
        known = set(Evidence.objects.exclude(stored_name="").values_list("stored_name", flat=True))
        strays = storage.find_strays(known)
        _require_match(known, strays)
        if not strays:
            self.stdout.write("Tidak ada berkas sisa yang berumur lebih dari 24 jam.")
            return
        total = megabytes(sum(path.stat().st_size for path in strays))
        for path in strays:
            self.stdout.write(f"  {path.relative_to(settings.EVIDENCE_ROOT)}: {_kind(path)}")
        if dry_run:
            self.stdout.write(f"{len(strays)} berkas sisa ({total} MB) akan dihapus. Kali ini tidak ada yang dihapus.")
        else:
            self.stdout.write(f"{storage.sweep(known)} berkas sisa ({total} MB) dihapus.")


def _require_match(known, strays):
    """Beside the wrong database, or one restored without its files, every proof looks like a stray."""
    missing = sum(not storage.path_of(name).exists() for name in known)
    if missing:
        raise CommandError(
            f"{missing} berkas bukti yang dikenal basis data tidak ada di {settings.EVIDENCE_ROOT}. Tidak ada yang "
            "dihapus. Pastikan DATABASE_URL dan DATA_DIR milik portal yang sama, dan pulihkan berkas yang hilang."
        )
    if not known and not all(map(_is_unfinished, strays)):
        raise CommandError(
            f"Basis data tidak mengenal satu pun berkas bukti di {settings.EVIDENCE_ROOT}. Tidak ada yang dihapus. "
            "Pastikan DATABASE_URL dan DATA_DIR milik portal yang sama."
        )


def _is_unfinished(path):
    return path.parent.name == storage.STAGING


def _kind(path):
    return "unggahan yang tidak selesai" if _is_unfinished(path) else "tidak dikenal basis data"

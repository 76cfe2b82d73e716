import ctypes

from django.core.checks import Tags, Warning, register

from reports.rendering import PACKAGES

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@register(Tags.compatibility)
def pdf_libraries(app_configs, **kwargs):
    """Everything but PDF works without pango, so its absence is a warning that names the packages."""
    missing = [name for name in LIBRARIES if not _loads(name)]
    if not missing:
        return []
    hint = f"apt-get install -y --no-install-recommends {PACKAGES}"
    return [Warning(f"Berkas PDF tidak dapat dibuat: {', '.join(missing)} tidak ada.", hint=hint, id="reports.W001")]


def _loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True

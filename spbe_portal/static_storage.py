import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "\./([^"]+)";\n', re.MULTILINE)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, in DEBUG too, and where one of our JavaScript modules imports another.

    Files of packages stay as they are: some import what only their authors' servers have. The name of a module follows
    from the names that it imports, one pass for each step of the longest chain; a circle of imports has no end, and
    stops collectstatic.

    Our style sheet is written as many small files, and goes out as one: each `@import "./x.css";` on a line of its own
    is replaced by what it names, so that a slow line carries one request.
    """

    max_post_process_passes = 20
    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def url(self, name, force=True):
        return super().url(name, force)

    def post_process(self, paths, **options):
        return super().post_process({name: self._joined(name, *source) for name, source in paths.items()}, **options)

    def _joined(self, name, storage, path):
        return (_Joined(storage) if name.startswith("css/") else storage), path


class _Joined:
    """Reads style sheets from a storage, each with its imports in place."""

    def __init__(self, storage):
        self.storage = storage

    def open(self, path):
        return ContentFile(self._text(path).encode())

    def _text(self, path):
        folder = path.rpartition("/")[0]
        with self.storage.open(path) as sheet:
            return IMPORT.sub(lambda found: self._text(f"{folder}/{found[1]}"), sheet.read().decode())

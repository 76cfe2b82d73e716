from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, in DEBUG too, and also where one JavaScript module imports another."""

    support_js_module_import_aggregation = True

    def url(self, name, force=True):
        return super().url(name, force)

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, in DEBUG too, and where one of our JavaScript modules imports another.

    Files of packages stay as they are: some import what only their authors' servers have. The name of a module follows
    from the names that it imports, one pass for each step of the longest chain; a circle of imports has no end, and
    stops collectstatic.
    """

    max_post_process_passes = 20
    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def url(self, name, force=True):
        return super().url(name, force)

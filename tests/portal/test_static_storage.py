"""Collected static files: hashed in every mode, so that a browser keeps them for good."""

from spbe_portal.static_storage import StaticStorage


def test_names_carry_a_hash_in_debug_too(settings, tmp_path):
    settings.DEBUG = True
    (tmp_path / "staticfiles.json").write_text(
        '{"version": "1.1", "hash": "x", "paths": {"js/filling/store.js": "js/filling/store.0123456789ab.js"}}'
    )
    storage = StaticStorage(location=tmp_path, base_url="/static/")

    assert storage.url("js/filling/store.js") == "/static/js/filling/store.0123456789ab.js"

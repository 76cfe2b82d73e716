"""What production serves: every file found, and every module asked for by the name that carries its hash."""

import re

from django.core.management import call_command
from whitenoise.compress import Compressor

from spbe_portal.templatetags.modules import module_preloads


def test_modules_import_each_other_by_hashed_names(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "spbe_portal.static_storage.StaticStorage"}}
    monkeypatch.setattr(Compressor, "should_compress", lambda compressor, name: False)

    call_command("collectstatic", interactive=False, verbosity=0)

    modules = [path for path in (tmp_path / "js/filling").iterdir() if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    asked = [name for path in modules for name in re.findall(r"(?:from|import\() ?\"\./([^\"]+)\"", path.read_text())]
    assert len(modules) > 10 and len(asked) > 10
    assert {name for name in asked if not (tmp_path / "js/filling" / name).is_file()} == set()
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in asked)


def test_page_names_every_module_behind_its_script():
    named = module_preloads("js/filling/page.js")
    assert named.count("modulepreload") == named.count("js/filling/") > 10
    assert "js/filling/store.js" in named, "imported through others"
    assert "js/filling/page.js" not in named and "sign_in.js" not in named, "itself, and what is loaded when needed"

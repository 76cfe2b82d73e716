"""What production serves: every file found, modules asked for by names that carry their hash, and one style sheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.compress import Compressor

from spbe_portal.templatetags.modules import module_preloads

CSS = Path(configured.BASE_DIR) / "static/css"


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "spbe_portal.static_storage.StaticStorage"}}
    monkeypatch.setattr(Compressor, "should_compress", lambda compressor, name: False)
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_names_of_what_is_imported_carry_a_hash_and_the_style_sheet_is_one(collected):
    modules = [path for path in (collected / "js/filling").iterdir() if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    asked = [name for path in modules for name in re.findall(r"(?:from|import\() ?\"\./([^\"]+)\"", path.read_text())]
    assert len(modules) > 10 and len(asked) > 10
    assert {name for name in asked if not (collected / "js/filling" / name).is_file()} == set()
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in asked)

    sheet = (collected / staticfiles_storage.stored_name("css/portal.css")).read_text()
    places = [sheet.find((CSS / name).read_text()) for name in _imported()]
    assert len(places) > 10 and -1 not in places and places == sorted(places), "all, in the order of the imports"
    assert "@import" not in sheet
    fonts = re.findall(r'url\("\.\./([^"]+)"\)', sheet)
    assert fonts and all((collected / name).is_file() for name in fonts)


def _imported():
    return re.findall(r'^@import "\./([^"]+)";$', (CSS / "portal.css").read_text(), re.MULTILINE)


def test_style_sheet_imports_every_part_once():
    parts = sorted(str(path.relative_to(CSS)) for path in (CSS / "portal").rglob("*.css"))

    assert parts and sorted(_imported()) == parts


def test_parts_of_the_style_sheet_can_be_joined_and_force_nothing():
    for path in CSS.rglob("*.css"):
        assert "!important" not in path.read_text(), path
    for path in (CSS / "portal").rglob("*.css"):
        assert not re.search(r"url\(|@import|@charset", path.read_text()), f"{path}: only portal.css may name a file"


def test_page_names_every_module_behind_its_script():
    named = module_preloads("js/filling/page.js")
    assert named.count("modulepreload") == named.count("js/filling/") > 10
    assert "js/filling/store.js" in named, "imported through others"
    assert "js/filling/page.js" not in named and "sign_in.js" not in named, "itself, and what is loaded when needed"

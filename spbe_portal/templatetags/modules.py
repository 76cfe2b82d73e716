"""The modules behind the script of a page, named in its head: the browser fetches them at once, not step by step."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join

register = template.Library()
_IMPORTED = re.compile(r'^(?:import|export|\}) ?.*from "\./([^"]+)";', re.MULTILINE)


@register.simple_tag
def module_preloads(name):
    """A link for each module that this one imports, also through others."""
    names = sorted(_imports_of(name) - {name})
    return format_html_join(
        "\n  ", '<link rel="modulepreload" href="{}" fetchpriority="low">', ((static(found),) for found in names)
    )


@cache
def _imports_of(name):
    found, waiting = set(), [name]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            folder = module.rpartition("/")[0]
            waiting += [f"{folder}/{other}" for other in _IMPORTED.findall(Path(finders.find(module)).read_text())]
    return frozenset(found)

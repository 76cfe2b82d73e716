"""What a part of an address may be. What no row can be called by is not found, before a database is asked."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class RowConverter(IntConverter):
    """The key of a row, or a small number: a database takes no more than eighteen digits."""

    regex = "[0-9]{1,18}"


class CodeConverter(StringConverter):
    """A code that a person gave. PostgreSQL takes no NUL in a text."""

    regex = "[^/\x00]+"


def register():
    register_converter(RowConverter, "row")
    register_converter(CodeConverter, "code")

"""Queries that are compiled once: from one call to the next only their values change.

Django builds and compiles a query anew each time, which for the reads of an autosave took more than half of all the
time of the request. They are written as any other query, with `Slot` where a value belongs (docs/adr/0013).
"""

from copy import copy

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression
from django.db.models.query import ModelIterable, QuerySet


class Slot(Expression):
    """Stands for a value that each call brings, by its name."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def bound(self, values):
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared:
    """`build(*shape)` gives the query; what differs in more than a value belongs to its shape.

    Where Django takes nothing but the key of a row (`__in`), a negative number stands for it: `marks` gives their keys.
    """

    def __init__(self, build):
        self._build, self._compiled = build, {}

    def first(self, *shape, marks=None, **values):
        place = (connection.vendor, shape)
        if place not in self._compiled:
            self._compiled[place] = _compiled(self._build(*shape))
        model, query, compiler, sql, params, converters = self._compiled[place]
        if compiler is None:
            return None
        compiler, query = copy(compiler), copy(query)
        compiler.connection = connection
        bound = tuple(_bound(param, values, marks or {}) for param in params)
        compiler.as_sql = lambda *args, **options: (sql, bound)
        compiler.get_converters = lambda fields: converters
        query.get_compiler = lambda *args, **options: compiler
        return next(iter(ModelIterable(QuerySet(model, query))), None)


def _bound(param, values, marks):
    if isinstance(param, Slot):
        return param.bound(values)
    return marks.get(param, param) if isinstance(param, int) else param


def _compiled(queryset):
    query = queryset[:1].query
    compiler = query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return queryset.model, query, None, "", (), {}
    converters = compiler.get_converters([selected[0] for selected in compiler.select])
    return queryset.model, query, compiler, sql, params, converters

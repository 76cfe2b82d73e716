"""Queries that are compiled once: from one call to the next only their values change.

Django builds and compiles a query anew each time, which for an autosave took more than half of the time of the request.
The reads are written as any other query, with `Slot` where a value belongs (docs/adr/0013).
"""

from copy import copy

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, F
from django.db.models.query import ModelIterable, QuerySet
from django.db.models.sql import UpdateQuery


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


_updates = {}


def update_row(model, pk, values, *, where=None, raised=()):
    """Set the values of one row, and count the fields in `raised` up by one, where it is still as `where` says."""
    where = where or {}
    shape = (connection.vendor, model, tuple(values), tuple(where), tuple(raised))
    if shape not in _updates:
        _updates[shape] = _compiled_update(model, values, where, raised)
    sql, params = _updates[shape]
    told = {"pk": pk, **{f"set {name}": value for name, value in values.items()}}
    told |= {f"where {name}": value for name, value in where.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(_bound(param, told, {}) for param in params))
        return cursor.rowcount


def _compiled_update(model, values, where, raised):
    fields = {field.name: field for field in model._meta.concrete_fields}
    conditions = {name: Slot(f"where {name}", fields[name]) for name in where}
    rows = model._base_manager.filter(pk=Slot("pk", model._meta.pk), **conditions)
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(
        {name: Slot(f"set {name}", fields[name]) for name in values} | {name: F(name) + 1 for name in raised}
    )
    return query.get_compiler(connection=connection).as_sql()

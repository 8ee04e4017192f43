"""Queries composed once and asked often: Django takes longer to compose a query than the database to answer it.

The composing function is called once for each connection, with marks in place of values; afterwards only the
values change. It must not look at a value: what depends on one belongs into queries of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from inspect import getattr_static
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

Row = TypeVar("Row")
Value = int | str | date

_LARGEST = 2**63
"""No row has a number from here on, and SQLite's driver fails at one."""

_MARKS: dict[type, Callable[[int], Value]] = {
    int: lambda number: 870_914_000 + number,
    str: lambda number: f"\x02mark-{number}",
    datetime: lambda number: datetime(8709, 1, 1, tzinfo=UTC) + timedelta(days=number),
    date: lambda number: date(8710, 1, 1) + timedelta(days=number),
}


class Prepared(Generic[Row]):
    """``Prepared(compose, int, str)`` is asked as ``query(7, "a")`` and gives a list.

    ``kinds`` are ``int``, ``str``, ``date`` or ``datetime``, one for each argument of ``compose``, which returns a
    query set of models or of ``values_list``. Each argument must reach the database as it is: no ``startswith``, no
    slice.
    """

    def __init__(self, compose: Callable[..., "models.QuerySet[Any, Row]"], *kinds: type) -> None:
        self._compose, self._kinds = compose, kinds

    def __call__(self, *values: Value) -> list[Row]:
        database = connections["default"]
        known = _prepared_by(database)
        composed = known.get(self)
        if composed is None:
            composed = known[self] = _Composed(self._compose, self._kinds, database)
        return composed.ask(values)


def _prepared_by(database: BaseDatabaseWrapper) -> "dict[Prepared[Any], _Composed]":
    """The statements of a connection lie with it and go with it: each thread has a connection, and threads end."""
    return database.__dict__.setdefault("_prepared", {})  # type: ignore[no-any-return]


class _Composed:
    """The statement for one connection, and where its values go.

    SQLite is asked without Django's cursor, which rewrites the whole statement each time; whoever listens to what is
    asked (wrappers, the log of queries) still hears it.
    """

    def __init__(self, compose: Callable[..., Any], kinds: Sequence[type], database: BaseDatabaseWrapper) -> None:
        marks = [_MARKS[kind](number) for number, kind in enumerate(kinds)]
        rows = compose(*marks)
        self.database = database
        self.compiler = rows.query.get_compiler(connection=database)
        self.sql, params = self.compiler.as_sql()
        self.plain_sql = (
            FORMAT_QMARK_REGEX.sub("?", self.sql).replace("%%", "%")
            if database.vendor == "sqlite" and not settings.DEBUG
            else ""
        )
        adapts = {datetime: database.ops.adapt_datetimefield_value, date: database.ops.adapt_datefield_value}
        self.adapted = [(place, adapts[kind]) for place, kind in enumerate(kinds) if kind in adapts]
        stored = dict(zip(self._stored(marks), range(len(marks)), strict=True))
        self.params = [(stored.get(param) if isinstance(param, int | str | date) else None, param) for param in params]
        if {place for place, _ in self.params if place is not None} != set(range(len(kinds))):
            raise ValueError(f"a value does not reach the statement: {self.sql}")
        fields = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = [
            (place, _converter(convert, expression, database))
            for place, (converts, expression) in self.compiler.get_converters(fields).items()
            for convert in converts
            if not _is_ready(convert, database)
        ]
        self.shape = _SHAPES[rows._iterable_class](self.compiler, database.alias)

    def ask(self, values: Sequence[Value]) -> list[Any]:
        if any(isinstance(value, int) and not -_LARGEST <= value < _LARGEST for value in values):
            return []
        stored = self._stored(values)
        params = [param if place is None else stored[place] for place, param in self.params]
        rows = self._rows(params)
        return list(self.shape(self._converted(rows) if self.converters else rows))

    def _rows(self, params: Sequence[Any]) -> list[Any]:
        database = self.database
        if self.plain_sql and not (database.execute_wrappers or database.force_debug_cursor):
            database.validate_no_broken_transaction()
            if database.connection is None:
                database.ensure_connection()
            try:
                return database.connection.execute(self.plain_sql, params).fetchall()  # type: ignore[no-any-return]
            except Exception:
                with database.wrap_database_errors:
                    raise
        with database.cursor() as cursor:
            cursor.execute(self.sql, params)
            return list(cursor.fetchall())

    def _converted(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for row in map(list, rows):
            for place, convert in self.converters:
                row[place] = convert(row[place])
            yield row

    def _stored(self, values: Sequence[Value]) -> Sequence[Any]:
        if not self.adapted:
            return values
        found: list[Any] = list(values)
        for place, adapt in self.adapted:
            found[place] = adapt(found[place])
        return found


def _converter(convert: Callable[..., Any], expression: Any, database: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    return lambda value: convert(value, expression, database)


def _is_ready(convert: Callable[..., Any], database: BaseDatabaseWrapper) -> bool:
    """Instants leave SQLite with their zone (`engine.apps`), so that Django has nothing to add."""
    is_instant = convert == getattr(database.ops, "convert_datetimefield_value", None)
    return is_instant and settings.USE_TZ and database.vendor == "sqlite" and database.timezone == UTC


def _as_models(compiler: Any, alias: str) -> Callable[[Iterable[Sequence[Any]]], list[Any]]:
    """What Django's own iterator does to each row, with its preparations made once."""
    select, about = compiler.select, compiler.klass_info
    begin, end = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[begin:end]]
    related = get_related_populators(about, select, alias)  # type: ignore[call-arg]
    for populator in _all(related):
        populator.model_cls = _loader(populator.model_cls)
    load = _loader(about["model"]).from_db

    def shape(rows: Iterable[Sequence[Any]]) -> list[Any]:
        found = []
        for row in rows:
            one = load(alias, names, row[begin:end])
            for populator in related:
                populator.populate(row, one)
            found.append(one)
        return found

    return shape


def _all(populators: Iterable[Any]) -> Iterator[Any]:
    for one in populators:
        yield one
        yield from _all(one.related_populators)


def _loader(model: type[models.Model]) -> "type[models.Model] | _Plain":
    """Who makes the model's instances: ours where nothing happens at their making but that values are set."""
    attributes = (getattr_static(model, field.attname) for field in model._meta.concrete_fields)
    is_plain = (
        model.__init__ is models.Model.__init__
        and model.from_db.__func__ is models.Model.from_db.__func__  # type: ignore[attr-defined]
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
        and all(type(one) in {DeferredAttribute, ForeignKeyDeferredAttribute} for one in attributes)
    )
    return _Plain(model) if is_plain else model


class _Plain:
    """Makes instances of a model from rows by setting all values at once instead of one by one."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model

    def from_db(self, alias: str, names: Sequence[str], values: Sequence[Any]) -> models.Model:
        new = self._model.__new__(self._model)
        state = new._state = ModelState()
        state.adding, state.db = False, alias
        new.__dict__.update(zip(names, values, strict=True))
        return new


def _as_tuples(_compiler: Any, _alias: str) -> Callable[[Iterable[Sequence[Any]]], list[Any]]:
    return lambda rows: [tuple(row) for row in rows]


_SHAPES: dict[object, Callable[[Any, str], Any]] = {ModelIterable: _as_models, ValuesListIterable: _as_tuples}

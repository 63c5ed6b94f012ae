"""What every tap of every phone reads and writes: its SQL is put together once per thread instead of each time.

Putting the SQL together costs Django more than running it costs the database: of an operation's processor time it was
the larger half (benchmarks/README.md, "A full room"). Only for what is asked a hundred times a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.sql import InsertQuery

Row = TypeVar("Row")
Value = str | int | UUID


class Prepared(Generic[Row]):
    """A query with gaps for values, called with them: `Prepared(lambda key: Seat.objects.filter(key=key))(key)`.

    `build` is called once per thread, with stand-ins for the values, and may do anything a queryset can as long as its
    SQL is the same for all values: each keeps its type, and none is None or a list. Rows are those of the queryset
    (models, or tuples after `values_list`), all of them at once.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._own = threading.local()

    def __call__(self, *values: Value) -> list[Row]:
        """Run the query with these values."""
        kept: _Kept | None = getattr(self._own, "kept", None)
        if kept is None:
            kept = self._own.kept = _put_together(self._build, values)
        return kept.run(values)

    def first(self, *values: Value) -> Row | None:
        """The first row there is, or None; a query for one row says so itself."""
        return next(iter(self(*values)), None)


class Insertion:
    """Puts new rows of a model into its table: `Insertion(Answer)(answer)`, one INSERT each.

    For models whose key is made here and that nobody listens to: no signal is sent, and the row is not looked for
    beforehand. What the fields make of values is Django's, and so are its errors, such as IntegrityError.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._own = threading.local()

    def __call__(self, row: Model) -> None:
        """Write a row that is not in the table yet."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept: tuple[str, list[Field[Any, Any]]] | None = getattr(self._own, "kept", None)
        if kept is None:
            kept = self._own.kept = self._put_together(row, connection)
        sql, fields = kept
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection=connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    def _put_together(self, row: Model, connection: Any) -> tuple[str, list[Field[Any, Any]]]:
        fields = list(self._model._meta.local_concrete_fields)
        query = InsertQuery(self._model)
        query.insert_values(fields, [row])
        ((sql, params),) = query.get_compiler(connection=connection).as_sql()
        if len(params) != len(fields):
            raise ValueError("A row of this model is not written by one value for each field.")
        return sql, fields


@dataclass
class _Kept:
    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    gaps: dict[int, int]
    """Which parameter takes which value."""

    def run(self, values: tuple[Value, ...]) -> list[Any]:
        bound = tuple(
            _spelled(values[self.gaps[place]], param) if place in self.gaps else param
            for place, param in enumerate(self.params)
        )
        self.compiler.as_sql = lambda *_more, **_named: (self.sql, bound)
        return list(self.queryset._iterable_class(self.queryset))


def _put_together(build: Callable[..., QuerySet[Any, Any]], values: tuple[Value, ...]) -> _Kept:
    stands_in = [_stand_in(value, number) for number, value in enumerate(values)]
    queryset = build(*stands_in)
    compiler = queryset.query.get_compiler(connection=connections[queryset.db])
    sql, params = compiler.as_sql()
    spelled = {param: number for number, value in enumerate(stands_in) for param in _spellings(value)}
    gaps = {place: spelled[param] for place, param in enumerate(params) if param in spelled}
    if set(gaps.values()) != set(range(len(values))):
        raise ValueError("A value of a prepared query is not found among its parameters.")
    # From here on the query answers with this compiler, whose SQL `run` fills in; what makes Python of its columns
    # does not change either.
    queryset.query.get_compiler = lambda *_more, **_named: compiler  # type: ignore[method-assign]
    converters = compiler.get_converters([column for column, *_rest in compiler.select[: compiler.col_count]])
    compiler.get_converters = lambda _columns: converters
    return _Kept(queryset, compiler, sql, tuple(params), gaps)


def _stand_in(value: Value, number: int) -> Value:
    if isinstance(value, UUID):
        return UUID(int=0xABCDEF_0000 + number)
    return f"stand-in {number}" if isinstance(value, str) else -1_000_000_007 - number


def _spellings(value: Value) -> tuple[Any, ...]:
    """A UUID is one to PostgreSQL and 32 letters to SQLite."""
    return (value, value.hex) if isinstance(value, UUID) else (value,)


def _spelled(value: Value, like: Any) -> Any:
    if isinstance(value, UUID) and isinstance(like, str):
        return value.hex
    return str(value) if isinstance(value, str) else value

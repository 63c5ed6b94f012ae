"""Rules the database itself keeps, written once for SQLite and PostgreSQL, for the models of every step."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual

CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""The 20 consonants of a joining code: nothing to misread aloud, and no words by accident."""

INVISIBLE = " \t\n\r\f\v\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"  # noqa: E501
"""Characters that leave nothing to read: a text made of these alone is blank."""


class Stripped(models.Func):
    """A text without the given characters at either end.

    SQLite calls it ``trim``, PostgreSQL ``btrim``. A regular expression would do the same, but Django's
    ``REGEXP`` on SQLite is a Python function: a table with it cannot be checked or restored by other tools.
    """

    function = "BTRIM"
    arity = 2
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Give the SQL in SQLite's words."""
        return self.as_sql(compiler, connection, function="TRIM", **context)


def one_of(
    field: str, choices: type[StrEnum] | Iterable[str], *, name: str, blank: bool = False
) -> models.CheckConstraint:
    """The field holds one of the choices, or "" where ``blank`` allows a value that may stay unsaid."""
    values = [str(choice) for choice in choices]
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [""] * blank + values}), name=name)


def not_blank(field: str, *, name: str) -> models.CheckConstraint:
    """The field holds something a reader can see."""
    return models.CheckConstraint(
        condition=~models.Q(Exact(Stripped(models.F(field), models.Value(INVISIBLE)), models.Value(""))),
        name=name,
    )


def at_most(field: str, characters: int, *, name: str) -> models.CheckConstraint:
    """The field is no longer than so many characters (SQLite takes a column's length as a remark only)."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(models.F(field)), models.Value(characters)), name=name
    )


def exactly(field: str, characters: int, *, name: str) -> models.CheckConstraint:
    """The field has exactly so many characters, as a digest has."""
    return models.CheckConstraint(condition=Exact(Length(models.F(field)), models.Value(characters)), name=name)


def joining_code(field: str, *, name: str) -> models.CheckConstraint:
    """The field is empty, or six of the twenty consonants."""
    only_letters = Exact(Stripped(models.F(field), models.Value(CODE_LETTERS)), models.Value(""))
    six = Exact(Length(models.F(field)), models.Value(6))
    return models.CheckConstraint(
        condition=models.Q(**{field: ""}) | (models.Q(only_letters) & models.Q(six)), name=name
    )


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Django's choices for words of the exercise; screens translate them, so the label is the word."""
    return [(word.value, word.value) for word in words]

"""Taking a session in from a file: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO
from uuid import uuid4

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from gapsessions.accounts.models import Organisation, User
from gapsessions.facilitation.session_file import refusals
from gapsessions.facilitation.session_file.checking import Checked, Row, check
from gapsessions.facilitation.session_file.models import SessionArrival
from gapsessions.facilitation.session_file.parts import NAMES_IN_TEXT, SESSION, Part
from gapsessions.facilitation.session_file.values import column_of
from gapsessions.gatherings.actions import REST_DAYS, hold_code
from gapsessions.gatherings.models import UsedCode
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.keeping import keep_until_of
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import WARNING_DAYS
from gapsessions.sheets.forgetting import rooms_go_on
from gapsessions.themes.models import Theme

MOST_AT_ONCE = 5_000
"""Rows that are written in about half a second, in which everybody else waits to write."""


class AlreadyHere(refusals.FileRefused):
    """This very file was taken in before; `session` is what came of it."""

    def __init__(self, session: GapSession) -> None:
        super().__init__(refusals.here_already())
        self.session = session


@dataclass(frozen=True)
class Arrived:
    """What came of a file."""

    session: GapSession
    rows: int
    new_codes: bool
    """Some codes were taken here: addresses and joining codes of this copy differ from the original's."""


def take_in(*, file: BinaryIO, organisation: Organisation, by: User | None) -> Arrived:
    """Make a session of the organisation out of a file; raises FileRefused, and AlreadyHere for the same file again.

    A large file is refused while people sit in a room of this installation: on SQLite their notes would wait for it.
    """
    checked = check(file)
    if connection.vendor == "sqlite" and sum(checked.counts.values()) > MOST_AT_ONCE and rooms_go_on():
        raise refusals.not_now()
    try:
        with transaction.atomic():
            # Of two that bring the same file at once the second waits here, and then finds the first one's session.
            Organisation.objects.select_for_update().get(pk=organisation.pk)
            arrivals = SessionArrival.objects.filter(organisation=organisation, digest=checked.digest)
            for arrival in arrivals.select_related("session"):
                raise AlreadyHere(arrival.session)
            session = _Builder(checked, organisation).build()
            SessionArrival.objects.create(session=session, organisation=organisation, digest=checked.digest, by=by)
    except (DatabaseError, LookupError, ValueError, TypeError, OverflowError):
        # A rule of the database was broken; the message of the cause could quote a row.
        raise refusals.damaged() from None
    return Arrived(session, sum(checked.counts.values()), bool(checked.taken) or checked.ids_taken)


class _Builder:
    """Writes the rows of a checked file, each under its new key."""

    def __init__(self, checked: Checked, organisation: Organisation) -> None:
        self.checked, self.organisation = checked, organisation
        self.keys: dict[str, dict[Any, Any]] = defaultdict(dict)
        self.renamed: dict[str, str] = {}
        """Codes and ids in text that stand for another one here."""
        self.to_own: dict[type[models.Model], list[tuple[Any, str, Any]]] = defaultdict(list)
        self.session = GapSession()

    def build(self) -> GapSession:
        """Write everything and return the session."""
        part: Part | None = None
        waiting: list[Row] = []
        for of, row in self.checked.rows():
            if part is not None and (of is not part or len(waiting) >= part.at_a_time):
                self._write(part, waiting)
                waiting = []
            part = of
            waiting.append(row)
        if part is not None:
            self._write(part, waiting)
        self._point_within()
        return self.session

    def _write(self, part: Part, rows: list[Row]) -> None:
        made, old = [], []
        for row in rows:
            key = row[part.model._meta.pk.attname]
            instance = self._instance(part, row)
            if instance is not None:
                made.append(instance)
                old.append(key)
        part.model._base_manager.bulk_create(made) if _gives_keys(part) else [each.save() for each in made]
        for key, instance in zip(old, made, strict=True):
            if key in self.keys[part.name]:
                raise ValueError  # two rows under one key
            self.keys[part.name][key] = instance.pk
        if part.name == SESSION.name:
            self.session = made[0]

    def _instance(self, part: Part, row: Row) -> models.Model | None:
        values: dict[str, Any] = dict(part.blanked)
        for column in part.model._meta.concrete_fields:
            name = column.attname
            if name not in row or name in part.blanked:
                continue
            if name in part.outside:
                values[name] = self._theme_before(row[name])
                if values[name] is None:
                    return None
            elif column.is_relation:
                values[name] = self._pointed_to(part, column, row)
            elif not column.primary_key or isinstance(column, models.UUIDField):
                values[name] = self._value(part, column, row[name])
        return part.model(**self._settled(part, values))

    def _pointed_to(self, part: Part, column: Any, row: Row) -> Any:
        to, key = column.related_model, row[column.attname]
        if key is None:
            return None
        if to is part.model:
            self.to_own[to].append((row[part.model._meta.pk.attname], column.attname, key))
            return None
        return self.keys[to.__name__][key]  # KeyError: it points to something that is not in the file

    def _value(self, part: Part, column: Any, value: Any) -> Any:
        if isinstance(column_of(column), models.UUIDField):
            if not self.checked.ids_taken:
                return value
            fresh = uuid4()
            self.renamed[str(value)] = str(fresh)
            return fresh
        if isinstance(column, models.JSONField):
            return self._in_text(value)
        if column.unique and value in self.checked.taken:
            fresh_code = column.get_default()
            self.renamed[value] = fresh_code
            return fresh_code
        return self.renamed.get(value, value) if (part.name, column.attname) in NAMES_IN_TEXT else value

    def _in_text(self, value: Any) -> Any:
        if not self.renamed:
            return value
        if isinstance(value, str):
            return self.renamed.get(value, value)
        if isinstance(value, list):
            return [self._in_text(each) for each in value]
        if isinstance(value, dict):
            return {self._in_text(key): self._in_text(each) for key, each in value.items()}
        return value

    def _settled(self, part: Part, values: Row) -> Row:
        """What depends on this installation."""
        if part.name == SESSION.name:
            earlier = GapSession.objects.filter(organisation=self.organisation, code=self.checked.wave_of).first()
            values |= {"organisation_id": self.organisation.pk, "wave_of_id": earlier.pk if earlier else None}
            today = timezone.localdate()
            if "keep_until" not in values or values["keep_until"] < today + timedelta(days=WARNING_DAYS):
                values |= {"keep_until": keep_until_of(self.organisation, today), "kept_by_hand": False}
        if part.name == "Gathering":
            values["code"] = _held(values)
        return values

    def _theme_before(self, key: str) -> int | None:
        themes = Theme.objects.filter(session=self.session.wave_of_id, key=key) if self.session.wave_of_id else None
        return themes.values_list("pk", flat=True).first() if themes is not None else None

    def _point_within(self) -> None:
        """Rows that point to others of their model, once all of these are there."""
        for model, links in self.to_own.items():
            keys = self.keys[model.__name__]
            for row, column, to in links:
                model._base_manager.filter(pk=keys[row]).update(**{column: keys[to]})


def _gives_keys(part: Part) -> bool:
    own = part.model._meta.pk
    numbered = isinstance(own, models.AutoField | models.BigAutoField)
    return not numbered or connection.features.can_return_rows_from_bulk_insert


def _held(gathering: Row) -> str:
    """The joining code of a gathering here: its own where it is free, another where it is not, none if it is over."""
    code = str(gathering.get("code", ""))
    if not code:
        return ""
    closed = gathering["stage"] == Stage.CLOSED.value
    rests = gathering["closed_at"].date() + timedelta(days=REST_DAYS) if closed else None
    _row, new = UsedCode.objects.get_or_create(code=code, defaults={"free_from": rests})
    if new:
        return code
    return "" if closed else hold_code()

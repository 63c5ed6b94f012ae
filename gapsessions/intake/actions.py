"""Taking a spreadsheet's answers into a session: everything that was kept, in one transaction, or nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.actions import record_gathering
from gapsessions.gatherings.models import Gathering
from gapsessions.intake.answers import Parsed, plain_name
from gapsessions.intake.grouping import GatheringKey, IncomingGathering, digest_of, gatherings_of
from gapsessions.intake.merging import Addition, additions
from gapsessions.intake.models import IntakeFile
from gapsessions.intake.queries import gatherings_by_name, standing_sheets
from gapsessions.method.vocabulary import SheetKind, Stage
from gapsessions.method.wording import SIDE_NAMES
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet

_ORDER = random.SystemRandom()


class RowsNeedMending(ValueError):
    """Some rows are bad and nobody said to leave them out, or the file itself is; nothing was saved."""


class NothingToImport(ValueError):
    """Not one good row; nothing was saved."""


class GatheringIsOpen(ValueError):
    """The file names a gathering where people still write; nothing was saved. ``name`` is the gathering's."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is still open. Please close it first, or give the file's gathering another name.")
            % {"name": name}
        )
        self.name = name


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import wrote. ``already_there`` are rows of the file that the session held before."""

    answers_added: int
    already_there: int
    left_out: int
    sheets_created: int
    gatherings_created: int

    @property
    def changed(self) -> bool:
        """Whether anything was written: the same file a second time changes nothing."""
        return bool(self.answers_added or self.gatherings_created)


@transaction.atomic
def import_answers(*, session: GapSession, parsed: Parsed, skip_bad: bool = False) -> ImportResult:
    """Save the good rows of a file as closed gatherings with their sheets and answers.

    A gathering is found by perspective and name, and must be closed; rows that already stand there are not
    added again. Raises RowsNeedMending, NothingToImport, GatheringIsOpen or SessionIsArchived, and then saves
    nothing. One transaction is right even for 30,000 rows: it takes seconds; half a file would be worse than a wait.
    """
    if parsed.unusable or (parsed.issues and not skip_bad):
        raise RowsNeedMending(_("Some rows need mending, or have to be left out explicitly. Nothing was saved."))
    if not parsed.answers:
        raise NothingToImport(_("There is not one answer to save in this file."))
    # Two people bringing the same file at once: the second waits here and then finds the first one's answers.
    session = GapSession.objects.select_for_update().get(pk=session.pk)
    refuse_archived(session.pk)
    incoming = gatherings_of(parsed.answers)
    standing = {key: _closed(one) for key, one in _known(session, incoming).items()}
    digest = digest_of(incoming)
    if _taken_in(session, incoming, standing, digest):
        return ImportResult(0, len(parsed.answers), parsed.left_out, 0, 0)
    added = sheets = 0
    for key, gathering in incoming.items():
        known = standing.get(key)
        place = known or _create_gathering(session, gathering)
        plan = additions(gathering.sheets, standing_sheets(place) if known else [])
        sheets += _write(place, plan)
        added += sum(len(one.answers) for one in plan)
    result = ImportResult(added, len(parsed.answers) - added, parsed.left_out, sheets, len(incoming) - len(standing))
    _remember(session, digest, result)
    return result


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What saving would do now: answers that would be added, and how many stand there already.

    ``open_gathering`` is the name of one where people still write, so that nothing could be saved; or "".
    """

    new: int
    already_there: int
    open_gathering: str = ""


def foresee_import(*, session: GapSession, parsed: Parsed) -> Foreseen:
    """Say what ``import_answers`` would do with the good rows, without doing it."""
    incoming = gatherings_of(parsed.answers)
    standing = _known(session, incoming)
    still_open = next((one.name for one in standing.values() if one.stage != Stage.CLOSED), "")
    count = len(parsed.answers)
    if not standing or still_open:
        return Foreseen(count, 0, still_open)
    if _taken_in(session, incoming, standing, digest_of(incoming)):
        return Foreseen(0, count)
    plans = (
        additions(gathering.sheets, standing_sheets(standing[key]) if key in standing else [])
        for key, gathering in incoming.items()
    )
    new = sum(len(one.answers) for plan in plans for one in plan)
    return Foreseen(new, count - new)


def _taken_in(
    session: GapSession,
    incoming: dict[GatheringKey, IncomingGathering],
    standing: dict[GatheringKey, Gathering],
    digest: str,
) -> bool:
    """Whether this very content was taken in before and its gatherings are still there."""
    return len(standing) == len(incoming) and IntakeFile.objects.filter(session=session, digest=digest).exists()


def _known(session: GapSession, incoming: dict[GatheringKey, IncomingGathering]) -> dict[GatheringKey, Gathering]:
    """The gatherings of the file that the session has already, by the file's own keys."""
    by_name = gatherings_by_name(session)
    found: dict[GatheringKey, Gathering] = {}
    for key, gathering in incoming.items():
        known = by_name.get((gathering.perspective, plain_name(_name(session, gathering))))
        if known is not None:
            found[key] = known
    return found


def _closed(gathering: Gathering) -> Gathering:
    if gathering.stage != Stage.CLOSED:
        raise GatheringIsOpen(gathering.name)
    return gathering


def _name(session: GapSession, gathering: IncomingGathering) -> str:
    """As the file says, otherwise the perspective's, in the session's language: found again by anybody."""
    if gathering.name:
        return gathering.name
    with translation.override(session.language):
        return _(SIDE_NAMES[gathering.perspective])


def _create_gathering(session: GapSession, gathering: IncomingGathering) -> Gathering:
    return record_gathering(
        session=session,
        perspective=gathering.perspective,
        style=gathering.style,
        name=_name(session, gathering),
        segment=gathering.segment,
    )


def _write(gathering: Gathering, plan: list[Addition]) -> int:
    """Write the additions of one gathering; returns how many sheets are new.

    In random order: the file's own may be the order in which people answered.
    """
    plan = _ORDER.sample(plan, len(plan))
    names = {plain_name(one.name): one for one in Breakout.objects.filter(gathering=gathering)}
    wanted = {plain_name(one.sheet.breakout): one.sheet.breakout for one in plan if one.sheet.breakout}
    missing = [Breakout(gathering=gathering, name=name) for key, name in wanted.items() if key not in names]
    names |= {plain_name(one.name): one for one in Breakout.objects.bulk_create(missing)}
    sheets: list[Sheet] = []
    answers: list[Answer] = []
    for one in plan:
        ident = one.standing
        if ident is None:
            sheet = Sheet(
                gathering=gathering,
                breakout=names.get(plain_name(one.sheet.breakout)),
                kind=one.sheet.kind.value,
                head_count=one.sheet.people if one.sheet.kind is SheetKind.TABLE else None,
                segment=one.sheet.segment,
                # Whoever brings the file stands for it; there is no table left that could read it back.
                confirmed=True,
            )
            sheets.append(sheet)
            ident = sheet.id
        answers.extend(
            Answer(
                sheet_id=ident,
                question=answer.question.value,
                text=answer.text,
                valence=answer.valence or "",
                intent=answer.intent or "",
            )
            for answer in one.answers
        )
    _ORDER.shuffle(answers)
    Sheet.objects.bulk_create(sheets)
    Answer.objects.bulk_create(answers)
    return len(sheets)


def _remember(session: GapSession, digest: str, result: ImportResult) -> None:
    """Note the file, and the rows it left out: reports say how many.

    A file of which half or more was there already is an earlier one continued; the rows left out of that one
    are mostly the same, so they are not counted twice.
    """
    kept = result.answers_added + result.already_there
    IntakeFile.objects.get_or_create(
        session=session, digest=digest, defaults={"rows_kept": kept, "rows_left_out": result.left_out}
    )
    continued = result.already_there * 2 >= kept
    before = session.rows_left_out
    session.rows_left_out = max(before, result.left_out) if continued else before + result.left_out
    session.save(update_fields=["rows_left_out"])

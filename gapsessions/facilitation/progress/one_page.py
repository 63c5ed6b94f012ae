"""The progress page: how many actions are done, and each of them in a line; one sheet of paper, whatever there is.

Only what people wrote stands on it: no theme, no answer, no figure of the comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from gapsessions.gatherings.models import Gathering
from gapsessions.method.cleaning import cut_short
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.queries import ActionCounts, actions_of, count_actions
from gapsessions.plan.wording import STATUSES
from gapsessions.reports.brand import Brand, brand_of
from gapsessions.reports.pdf import print_pages, printable
from gapsessions.sessions.models import GapSession
from gapsessions.web.languages import worded_in

DAYS_OF_A_MONTH = 30.44
ROOM = 43
"""Lines of text that fit below the counts, on A4."""
LETTERS_OF_WHAT, LETTERS_OF_NOTE = 40, 30
"""About as many fit on one line of their column."""
MOST_OF_WHAT, MOST_OF_NOTE, MOST_OF_MEASURE = 160, 140, 100
ORDER = (ActionStatus.DONE, ActionStatus.UNDER_WAY, ActionStatus.PLANNED, ActionStatus.DROPPED)


@dataclass(frozen=True)
class Line:
    """One action as the page prints it; ``family`` is a word for its colour, and the status says the same."""

    what: str
    measure: str
    owner: str
    sponsor: str
    when: str
    status: str
    family: str
    note: str

    @property
    def height(self) -> float:
        """Lines of text it takes, about; a little more rather than less."""
        left = ceil(len(self.what) / LETTERS_OF_WHAT) + ceil(len(self.measure) / LETTERS_OF_WHAT)
        right = 1 + ceil(len(self.note) / LETTERS_OF_NOTE)
        return max(left, right, 1 + bool(self.sponsor)) + 0.7


@dataclass(frozen=True)
class ProgressPage:
    """The page before it is drawn."""

    language: str
    organisation: str
    title: str
    said_on: str
    counts: ActionCounts
    lines: tuple[Line, ...]
    left_out: int
    brand: Brand

    def shorter(self, lines: int) -> ProgressPage:
        """The same with so many lines."""
        kept = self.lines[: max(0, lines)]
        return replace(self, lines=kept, left_out=self.left_out + len(self.lines) - len(kept))


def progress_of(session: GapSession, today: date) -> ProgressPage:
    """Put the page together, in the language of the session: what is done first, then what is overdue."""
    actions = list(actions_of(session))
    with translation.override(worded_in(session.language)):
        lines = [_line(action, today) for action in _in_order(actions, today)]
        page = ProgressPage(
            language=worded_in(session.language),
            organisation=session.organisation.name,
            title=session.title,
            said_on=_said_on(session, today),
            counts=count_actions(actions, today),
            lines=tuple(lines),
            left_out=0,
            brand=brand_of(session.organisation),
        )
    return page.shorter(_fitting(lines))


def _in_order(actions: Sequence[Action], today: date) -> list[Action]:
    """Done, under way, planned, dropped; within each what is overdue first, then as the plan has it."""
    return sorted(actions, key=lambda a: (ORDER.index(ActionStatus(a.status)), not a.is_overdue(today)))


def _fitting(lines: Sequence[Line]) -> int:
    used, count = 0.0, 0
    for line in lines:
        used += line.height
        if used > ROOM:
            break
        count += 1
    return count


def _line(action: Action, today: date) -> Line:
    status = ActionStatus(action.status)
    overdue = action.is_overdue(today)
    day = action.done_on if status is ActionStatus.DONE and action.done_on else action.due
    return Line(
        what=cut_short(action.what, MOST_OF_WHAT),
        measure=cut_short(action.measure, MOST_OF_MEASURE),
        owner=action.owner.name if action.owner else "",
        sponsor=action.sponsor,
        when=date_format(day, "j M Y") if day else "",
        status=gettext("Overdue") if overdue else str(STATUSES[status]),
        family="overdue" if overdue else status.value,
        note=cut_short(action.note.replace("\n", " "), MOST_OF_NOTE),
    )


def _said_on(session: GapSession, today: date) -> str:
    """ "22 February 2027, 3 months after the session"."""
    said = date_format(today, "j F Y")
    months = round((today - held_on(session)).days / DAYS_OF_A_MONTH)
    if months < 1:
        return said
    after = ngettext("%(day)s, %(n)d month after the session", "%(day)s, %(n)d months after the session", months)
    return after % {"day": said, "n": months}


def held_on(session: GapSession) -> date:
    """The day of the last gathering whose day is known, else the day the session was opened."""
    days = Gathering.objects.filter(session=session, removed_at__isnull=True, held_on__isnull=False)
    last: date | None = days.order_by("-held_on").values_list("held_on", flat=True).first()
    return last or session.created_at.date()


def html_of(page: ProgressPage, missing: frozenset[str] = frozenset()) -> str:
    """The page as HTML."""
    across, down = page.brand.fitted(42, 12)
    with translation.override(page.language):
        context = {
            "page": page,
            "right_to_left": translation.get_language_bidi(),
            "logo": {"width": f"{across:.2f}mm", "height": f"{down:.2f}mm"} if across else None,
        }
        return printable(render_to_string("plan/progress.html", context), missing)


def printed(page: ProgressPage) -> bytes:
    """The page as a PDF (PDF/UA-1) of one sheet; letters wider than expected push lines out. Raises PdfUnavailable."""
    while True:
        data = print_pages(lambda missing, page=page: html_of(page, missing), brand=page.brand)
        sheets = _sheets(data)
        if not page.lines or sheets == 1:
            return data
        page = page.shorter(min(len(page.lines) * 3 // 4, len(page.lines) // (sheets - 1)))


def _sheets(data: bytes) -> int:
    # Imported here: only whoever prints needs it, and that is one page in many.
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)

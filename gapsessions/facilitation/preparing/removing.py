"""Taking a gathering or a table out, with its sheets, and putting it back: several steps in one."""

from __future__ import annotations

from django.db import transaction

from gapsessions.breakouts import actions as breakouts
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings import actions as gatherings
from gapsessions.gatherings.models import Gathering
from gapsessions.sheets.removal import put_back_sheets, take_out_sheets


@transaction.atomic
def remove_gathering(*, gathering: Gathering) -> int:
    """Take a gathering out of its session; give the number of notes that went with it."""
    gatherings.take_out(gathering=gathering)
    return take_out_sheets(gathering=gathering)


@transaction.atomic
def restore_gathering(*, gathering: Gathering) -> None:
    """Put it back with everything that stood in it."""
    gatherings.put_back(gathering=gathering)
    put_back_sheets(gathering=gathering)


@transaction.atomic
def remove_breakout(*, breakout: Breakout) -> int:
    """Take a table out of the room; give the number of notes that went with its sheet."""
    breakouts.take_out(breakout=breakout)
    return take_out_sheets(gathering=breakout.gathering, breakout=breakout)


@transaction.atomic
def restore_breakout(*, breakout: Breakout) -> None:
    """Put it back with its sheet."""
    breakouts.put_back(breakout=breakout)
    put_back_sheets(gathering=breakout.gathering, breakout=breakout)

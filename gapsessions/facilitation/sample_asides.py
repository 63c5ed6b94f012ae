"""What the sample bank's people gave beside their answers: a pulse, and what leaders and staff expected."""

from __future__ import annotations

from django.db import transaction

from gapsessions.disparity.asides.actions import match_prediction
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, SheetKind
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Prediction, PulseCount
from gapsessions.themes.models import Theme

PULSE: dict[tuple[Perspective, SheetKind], dict[int, int]] = {
    (Perspective.LEADERSHIP, SheetKind.SINGLE): {6: 1, 7: 3, 8: 3, 9: 2},
    (Perspective.STAFF, SheetKind.TABLE): {4: 6, 5: 11, 6: 16, 7: 14, 8: 9, 9: 5, 10: 2},
    (Perspective.CUSTOMERS, SheetKind.TABLE): {2: 1, 4: 2, 5: 3, 6: 3, 7: 3, 8: 1, 9: 1},
    (Perspective.CUSTOMERS, SheetKind.SINGLE): {0: 2, 2: 4, 3: 6, 4: 9, 5: 9, 6: 8, 7: 6, 8: 3, 9: 2, 10: 1},
}
"""People by score, for each perspective's rooms and single replies."""
EXPECTED: dict[Perspective, dict[str, str]] = {
    Perspective.LEADERSHIP: {
        "The app, and logging in": "The app and logging in",
        "What an account costs": "Fees and charges",
        "The new metal card": "Metal card",
        "Branches that are closed when people are free": "",
    },
    Perspective.STAFF: {
        "Letters nobody understands": "Letters nobody understands",
        "Waiting in the phone queue": "Phone queue",
        "Having to tell us everything twice": "Typing everything twice",
    },
}
"""What people wrote, and the theme it was matched to; one is left for whoever looks at the sample."""


@transaction.atomic
def tell_asides(*, session: GapSession) -> None:
    """Put pulse and predictions into the sample's closed gatherings, once, and match the predictions but one."""
    gatherings = list(session.gatherings.order_by("pk"))
    if PulseCount.objects.filter(gathering__in=gatherings).exists():
        return
    keys = dict(Theme.objects.filter(session=session, other=False).values_list("name", "key"))
    expecting = dict(EXPECTED)
    for gathering in gatherings:
        side = Perspective(gathering.perspective)
        _give_pulse(gathering, side)
        for text, theme in expecting.pop(side, {}).items():
            prediction = Prediction.objects.create(gathering=gathering, text=text)
            if theme in keys:
                match_prediction(session=session, prediction=prediction, themes=[keys[theme]], none=False)


def _give_pulse(gathering: Gathering, side: Perspective) -> None:
    kind = gathering.sheets.values_list("kind", flat=True).first()
    given = PULSE.get((side, SheetKind(kind)), {}) if kind else {}
    if PulseCount.objects.filter(
        gathering__session=gathering.session_id, gathering__perspective=side.value, gathering__sheets__kind=kind
    ).exists():
        return
    PulseCount.objects.bulk_create(
        PulseCount(gathering=gathering, score=score, people=people) for score, people in given.items()
    )

"""The worked session (tests/factories/plans.py) and its themes."""

from __future__ import annotations

import pytest

from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme
from tests.factories.plans import make_worked_session


@pytest.fixture
def worked(organisation, fay) -> GapSession:
    """A session of which every count of the plan was worked out by hand."""
    return make_worked_session(organisation, fay)


@pytest.fixture
def theme_of(worked):
    """The themes of the worked session by name."""
    return {theme.name: theme for theme in Theme.objects.filter(session=worked)}

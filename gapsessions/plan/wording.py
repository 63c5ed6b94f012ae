"""How people hear what came of it, how far actions are, and what the grid says, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gapsessions.method.priorities import STATUS_WORDS, Quadrant
from gapsessions.plan.models import ActionStatus, Channel, Often

CHANNELS = {
    Channel.EMAIL.value: _("E-mail"),
    Channel.TEXT.value: _("Text message"),
    Channel.PHONE.value: _("Phone call"),
    Channel.POST.value: _("Post"),
    Channel.NOT_AT_ALL.value: _("Not at all"),
}
OFTEN = {
    Often.ONCE.value: _("Once, when something has come of it"),
    Often.EVERY_FEW_MONTHS.value: _("Every few months"),
    Often.YEARLY.value: _("Once a year"),
}
STATUSES = {status: _(STATUS_WORDS[status.value]) for status in ActionStatus}
QUADRANTS = {
    Quadrant.FIRST: _("Do first"),
    Quadrant.PLAN: _("Plan well"),
    Quadrant.EASY: _("Easy extra"),
    Quadrant.LEAVE: _("Leave for now"),
}
IMPACTS = {
    1: _("hardly any impact"),
    2: _("little impact"),
    3: _("some impact"),
    4: _("clear impact"),
    5: _("large impact"),
    6: _("very large impact"),
}
"""What a step of impact for customers means."""
EFFORTS = {
    1: _("hardly any effort"),
    2: _("little effort"),
    3: _("some effort"),
    4: _("clear effort"),
    5: _("large effort"),
    6: _("very large effort"),
}

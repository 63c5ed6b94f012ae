"""How people hear what came of it, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gapsessions.plan.models import Channel, Often

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

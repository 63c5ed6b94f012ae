"""A page that follows the page rule and listens to a channel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path

from gapsessions.live import channels
from gapsessions.live.events import Event
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

NASTY = "<p id='heard'>one\n\nevent: close\r\rdata: two\u2028id: 9</p>"


def stage(request: HttpRequest) -> HttpResponse:
    """A press of the button changes the part, says so, and tells the channel."""
    if request.method == "POST":
        messages.success(request, "Saved <b>it</b>")
        channels.publish("stage", Event("", NASTY))
    return render_page(request, "stage.html", {"method": request.method}, parts=("part",))


channels.open_channel("stage", lambda visitor: channels.Grant(frozenset({"stage"}), "anybody"))
urlpatterns = [path("", stage, name="front-page")]
handler404 = "gapsessions.web.views.not_found"

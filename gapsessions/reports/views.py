"""The report page: ask for a version, see it being made, take its files."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from gapsessions.background.presence import nobody_works
from gapsessions.disparity.forms import HeadlineForm
from gapsessions.disparity.standing import standing_of
from gapsessions.disparity.worded.headline import headline_of
from gapsessions.disparity.worded.summary import row_of_reading
from gapsessions.reports.access import file_of, may_run, session_for
from gapsessions.reports.actions import still_open
from gapsessions.reports.forms import VersionForm
from gapsessions.reports.freshness import stale_versions
from gapsessions.reports.leaving_out import left_out_of, without_themes
from gapsessions.reports.models import UNDER_WAY, BuildState, FileKind, ReportFile, ReportVersion
from gapsessions.reports.sharing.queries import open_links_of
from gapsessions.sessions.models import GapSession
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

COVER_ROWS = 4
MEDIA = {
    FileKind.PDF: "application/pdf",
    FileKind.SLIDES: "application/pdf",
    FileKind.POWERPOINT: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.THEMES: "text/csv; charset=utf-8",
    FileKind.FIGURES: "application/json",
}


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions there are, how the next one would open, and the one being made."""
    session = session_for(request, code)
    versions = list(
        ReportVersion.objects.filter(session=session)
        .select_related("snapshot", "created_by")
        .prefetch_related(Prefetch("files", ReportFile.objects.defer("data").order_by("pk")))
        .order_by("-created_at", "-pk")
    )
    context = {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "closed": session.themes_closed_at is not None,
        "open_rooms": still_open(session),
        "form": VersionForm(),
        "versions": [version for version in versions if version.state == BuildState.READY],
        "links": open_links_of(session),
        "stale": {version.pk for version in stale_versions(session)},
    }
    context |= _making(versions) | (_next_one(session) if context["closed"] else {})
    return render_page(request, "reports/versions.html", context, parts=("making",))


def _making(versions: list[ReportVersion]) -> dict[str, Any]:
    """The version that is being made, or that failed last."""
    newest = versions[0] if versions else None
    if newest is None or newest.state == BuildState.READY:
        return {"making": None}
    waited = (timezone.now() - newest.created_at).total_seconds()
    under_way = newest.state in UNDER_WAY
    return {
        "making": newest,
        "under_way": under_way,
        "nobody_works": under_way and not newest.progress and nobody_works(waited),
    }


def _next_one(session: GapSession) -> dict[str, Any]:
    """The cover of a version made now, as far as the comparison that is kept tells."""
    standing = standing_of(session)
    form = HeadlineForm(initial={"headline": standing.headline})
    if standing.content is None:
        return {"headline_form": form}
    names = {theme.key: theme.name for theme in standing.content.themes}
    out = left_out_of(session, names)
    content = without_themes(standing.content, out.keys)
    comparison = content.comparison
    shown = (*comparison.headlines, *comparison.agreements, *comparison.questions)[:COVER_ROWS]
    title, lede = headline_of(content)
    return {
        "headline_form": form,
        "opening": title,
        "lede": lede,
        "cover": [row_of_reading(content, reading).plot for reading in shown],
        "sheets": sum(side.tables + side.singles for side in comparison.sides),
        "answers": sum(side.answers for side in comparison.sides),
        "themes": sum(1 for theme in content.themes if theme.answers),
        "left_out": content.provenance.themes_left_out,
        "by_merge": [names[key] for key in out.by_merge & names.keys()],
    }


@require_safe
def download(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """Give one file; a PDF may be looked at in the browser (?look)."""
    session = session_for(request, code)
    file = file_of(session, key, kind)
    response = HttpResponse(bytes(file.data), content_type=MEDIA[FileKind(file.kind)])
    look = "look" in request.GET and file.kind in (FileKind.PDF, FileKind.SLIDES)
    response["Content-Disposition"] = content_disposition_header(not look, file_name(session, file))
    return response


def file_name(session: GapSession, file: ReportFile) -> str:
    """ "tarnwell-bank-autumn-review-2026-v3.pdf": nothing a file system or a header could stumble over."""
    parts = [slugify(name, allow_unicode=True) for name in (session.organisation.name, session.title)]
    parts.append(f"v{file.version.snapshot.number}" if file.version.snapshot else "draft")
    parts.append({FileKind.THEMES: "themes", FileKind.SLIDES: "slides"}.get(FileKind(file.kind), ""))
    ending = "pdf" if file.kind == FileKind.SLIDES else file.kind
    return "-".join(part for part in parts if part)[:120] + f".{ending}"

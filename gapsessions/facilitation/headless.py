"""The whole main job without a browser: a spreadsheet in; themes, comparison and the report's files out."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from gapsessions.accounts.models import Organisation
from gapsessions.disparity.actions import compare_session
from gapsessions.disparity.content import SnapshotContent
from gapsessions.facilitation.scratch import scratch_database
from gapsessions.gatherings.models import Gathering
from gapsessions.intake.actions import import_answers
from gapsessions.intake.answers import Parsed
from gapsessions.method.vocabulary import Perspective, Question, Style
from gapsessions.reports.document import Paper, build_document
from gapsessions.reports.excel import write_excel
from gapsessions.reports.flat import write_disparity_json, write_themes_csv
from gapsessions.reports.pdf import PdfUnavailable, write_pdf
from gapsessions.reports.powerpoint import powerpoint_bytes
from gapsessions.reports.slides_pdf import slides_pdf_bytes
from gapsessions.sessions.actions import ask_only, open_session
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import accept_all, carry_out, open_proposal
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.encoding import encode_missing


class Step(StrEnum):
    """The steps of a headless run, in order."""

    SAVE = "save"
    ENCODE = "encode"
    CLUSTER = "cluster"
    COMPARE = "compare"
    PDF = "pdf"
    TABLES = "tables"


Progress = Callable[[Step, float], None]
"""Told the step and the share of it that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever starts the run asks for."""

    title: str
    organisation: str
    paper: Paper = Paper.A4
    skip_bad: bool = False
    appendix: bool = False
    census: Collection[Perspective] = field(default_factory=frozenset)
    """Perspectives of which everybody who counts wrote an own sheet (disparity.md 6.6)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run wrote; ``pdf_missing`` is "" or the sentence that says what to install."""

    content: SnapshotContent
    files: tuple[Path, ...]
    pdf_missing: str


class CensusHasTables(ValueError):
    """A census was claimed for a perspective that has table sheets in the file."""

    def __init__(self, perspective: Perspective) -> None:
        super().__init__(perspective.value)
        self.perspective = perspective


def report_from_answers(parsed: Parsed, out: Path, wishes: Wishes, on_progress: Progress) -> Outcome:
    """Run the exercise over the answers of one file, in a database that is gone afterwards.

    Raises what intake raises for bad rows (RowsNeedMending, NothingToImport), CensusHasTables, and OSError
    where ``out`` cannot be written; then no file in ``out`` has changed.
    """
    with scratch_database():
        on_progress(Step.SAVE, 0)
        session = _session_of(parsed, wishes)
        on_progress(Step.ENCODE, 0)
        encode_missing(session, the_encoder(), lambda share: on_progress(Step.ENCODE, share))
        on_progress(Step.CLUSTER, 0)
        proposal = open_proposal(session=session)
        carry_out(proposal=proposal, slider=False)
        # Nobody stands behind the placements: the report says "proposed by machine, not reviewed".
        accept_all(proposal=proposal)
        on_progress(Step.COMPARE, 0)
        content = compare_session(session)
    return _write_files(content, out, wishes, on_progress)


def _session_of(parsed: Parsed, wishes: Wishes) -> GapSession:
    organisation = Organisation.objects.create(name=wishes.organisation)
    session = open_session(organisation=organisation, title=wishes.title)
    import_answers(session=session, parsed=parsed, skip_bad=wishes.skip_bad)
    answered: dict[Perspective, set[Question]] = defaultdict(set)
    for answer in parsed.answers:
        answered[answer.perspective].add(answer.question)
    # A file says nothing of questions that were asked in vain: what has no row was not asked.
    ask_only(session=session, asked=answered)
    for perspective in wishes.census:
        gatherings = Gathering.objects.filter(session=session, perspective=perspective.value)
        if gatherings.exclude(style=Style.OWN_SHEETS.value).exists():
            raise CensusHasTables(perspective)
        gatherings.update(census=True)
    return session


def _write_files(content: SnapshotContent, out: Path, wishes: Wishes, on_progress: Progress) -> Outcome:
    """Write into a folder beside the result and move, so that a run that fails leaves nothing half done."""
    out.mkdir(parents=True, exist_ok=True)
    document = build_document(content, paper=wishes.paper)
    pdf_missing = ""
    with tempfile.TemporaryDirectory(dir=out, prefix=".writing-") as folder:
        drafts = Path(folder)
        on_progress(Step.PDF, 0)
        try:
            write_pdf(document, drafts / "report.pdf", appendix=wishes.appendix)
            (drafts / "slides.pdf").write_bytes(slides_pdf_bytes(document))
        except PdfUnavailable as error:
            pdf_missing = str(error)
        on_progress(Step.TABLES, 0)
        (drafts / "slides.pptx").write_bytes(powerpoint_bytes(document))
        write_excel(document, drafts / "report.xlsx")
        write_themes_csv(content, drafts / "themes.csv")
        write_disparity_json(content, drafts / "disparity.json")
        files = tuple(draft.replace(out / draft.name) for draft in sorted(drafts.iterdir()))
    on_progress(Step.TABLES, 1)
    return Outcome(content, files, pdf_missing)

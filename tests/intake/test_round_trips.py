"""Whatever way a spreadsheet program writes the same answers, the same answers are read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.intake.answers import read_answers
from gapsessions.intake.grouping import digest_of, gatherings_of
from gapsessions.intake.meanings import says_nothing
from gapsessions.intake.rows import ParsedAnswer
from gapsessions.method.cleaning import clean, is_blank
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence
from tests.factories.spreadsheets import make_csv, make_xlsx

COLUMNS = ("perspective", "gathering", "breakout", "person", "question", "text", "valence", "intent", "segment")
letters = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs", "Co", "Cn"))
texts = (
    st.text(st.one_of(letters, st.sampled_from(',;\t"\n|😀')), min_size=1, max_size=30)
    .map(clean)
    .filter(lambda text: not is_blank(text) and not says_nothing(text) and text[0] not in "'=+-@")
)
names = st.sampled_from(["", "A", "Tuesday, Leeds", "Größe; “M”", 'the "b" table'])


@st.composite
def answers(draw: st.DrawFn) -> ParsedAnswer:
    """One good row."""
    question = draw(st.sampled_from(Question))
    valence = draw(st.sampled_from([None, *Valence])) if question is Question.COMPETITOR else None
    intent = draw(st.sampled_from([None, *Intent])) if question is Question.ACTION else None
    return ParsedAnswer(
        0,
        draw(st.sampled_from(Perspective)),
        question,
        draw(texts),
        valence,
        intent,
        draw(names),
        draw(names),
        draw(names),
    )


def cells(answer: ParsedAnswer, columns: list[str]) -> list[str]:
    """The row of an answer, its columns in this order."""
    return [str(getattr(answer, column) or "") if column != "extra" else "ignored; this" for column in columns]


def said(found: tuple[ParsedAnswer, ...] | list[ParsedAnswer]) -> list[tuple[object, ...]]:
    """What the answers say, without the rows they stood in."""
    return [tuple(getattr(answer, column) for column in COLUMNS) for answer in found]


@settings(deadline=None, max_examples=60)
@given(
    wanted=st.lists(answers(), min_size=1, max_size=6),
    columns=st.permutations([*COLUMNS, "extra"]),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    line_end=st.sampled_from(["\r\n", "\n"]),
)
def test_every_dialect_of_csv_gives_the_same_answers(
    wanted: list[ParsedAnswer], columns: list[str], separator: str, encoding: str, line_end: str
) -> None:
    rows = [columns, *(cells(answer, columns) for answer in wanted)]

    parsed = read_answers(make_csv(rows, separator=separator, encoding=encoding, line_end=line_end), "a.csv")

    assert parsed.issues == ()
    assert said(parsed.answers) == said(wanted)


@settings(deadline=None, max_examples=25)
@given(wanted=st.lists(answers(), min_size=1, max_size=6), columns=st.permutations([*COLUMNS, "extra"]))
def test_workbook_gives_the_same_answers(wanted: list[ParsedAnswer], columns: list[str]) -> None:
    parsed = read_answers(make_xlsx([columns, *(cells(answer, columns) for answer in wanted)]), "a.xlsx")

    assert parsed.issues == ()
    assert said(parsed.answers) == said(wanted)


@given(wanted=st.lists(answers(), min_size=1, max_size=8), data=st.data())
def test_digest_does_not_depend_on_the_order_of_rows(wanted: list[ParsedAnswer], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(wanted))

    assert digest_of(gatherings_of(shuffled)) == digest_of(gatherings_of(wanted))


@given(st.lists(answers(), min_size=1, max_size=8), answers())
def test_digest_depends_on_every_row(wanted: list[ParsedAnswer], more: ParsedAnswer) -> None:
    assert digest_of(gatherings_of([*wanted, more])) != digest_of(gatherings_of(wanted))

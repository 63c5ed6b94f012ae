"""A spreadsheet with a row for each person, as survey programs give it out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gapsessions.gatherings.models import Gathering
from gapsessions.intake.answers import read_answers
from gapsessions.intake.grid import Row, Table
from gapsessions.intake.meanings import Meanings
from gapsessions.intake.models import IntakeDraft
from gapsessions.intake.refusals import TableRefused
from gapsessions.intake.unfolding import Asked, Layout, guess_layout, is_folded, unfold
from gapsessions.intake.words import Column
from gapsessions.method.vocabulary import Intent, Perspective, Question
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.spreadsheets import make_csv

HEADERS = ("Timestamp", "Who", "What do we do well?", "What annoys you?", "What would you change first?")
ROWS = (
    ("2 May", "Management", "Our roses", "", "A new web shop"),
    ("2 May", "Team member", "Advice", "Queues at the till", "-"),
    ("3 May", "Customer", "The café", "Nobody answers the phone", "Open more tills"),
)
ASKED = {2: Asked(Question.STRENGTH), 3: Asked(Question.IMPROVE), 4: Asked(Question.ACTION)}
LAYOUT = Layout({Column.PERSPECTIVE: 1}, ASKED)


def table_of(*rows, columns=HEADERS):
    return Table(columns, tuple(Row(number, row) for number, row in enumerate(rows, 2)))


def test_guess_finds_who_and_the_questions_in_other_words():
    assert guess_layout(HEADERS, Meanings()) == LAYOUT


def test_guess_without_boldness_takes_questions_word_for_word_only():
    assert guess_layout(HEADERS, Meanings(), boldly=False).asked == {}


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("What do others do better?", Asked(Question.COMPETITOR)),
        ("What should we keep doing?", Asked(Question.ACTION, intent=Intent.CONTINUE)),
        ("What should we start doing?", Asked(Question.ACTION, intent=Intent.START)),
        ("What should we keep doing, or start doing?", Asked(Question.ACTION)),
        ("What do you dislike?", Asked(Question.IMPROVE)),
        ("How old are you?", None),
    ],
)
def test_guess_reads_a_header_by_its_telling_words(header, asked):
    assert guess_layout((header,), Meanings()).asked.get(0) == asked


def test_table_of_one_answer_per_row_is_not_folded():
    assert not is_folded(("Who", "Question", "What was said well"), Meanings())
    assert is_folded(("comment",), Meanings())


def test_unfolded_rows_keep_one_person_together_and_pass_over_what_says_nothing():
    long = unfold(table_of(*ROWS), LAYOUT, "survey.csv")
    at = {column: place for place, column in enumerate(long.columns)}
    said = [tuple(row.cells[at[name]] for name in ("person", "perspective", "question", "text")) for row in long.rows]
    assert said == [
        ("2", "Management", "1", "Our roses"),
        ("2", "Management", "4", "A new web shop"),
        ("3", "Team member", "1", "Advice"),
        ("3", "Team member", "2", "Queues at the till"),
        ("4", "Customer", "1", "The café"),
        ("4", "Customer", "2", "Nobody answers the phone"),
        ("4", "Customer", "4", "Open more tills"),
    ]
    assert [row.number for row in long.rows] == [2, 3, 4, 5, 6, 7, 8]
    assert "1 cell that says nothing, such as “-”, was passed over." in long.notices
    assert "Columns that are not used: Timestamp." in long.notices


def test_everybody_from_one_side_needs_no_column():
    layout = Layout({}, {0: Asked(Question.IMPROVE)}, Perspective.CUSTOMERS)
    long = unfold(table_of(("Too slow",), columns=("comment",)), layout, "comments.csv")
    assert long.rows[0].cells[0] == "customers"


def test_formula_is_refused_by_the_name_of_its_own_cell():
    rows = (Row(7, ROWS[0], frozenset({2})),)
    with pytest.raises(TableRefused, match="C7 is a formula"):
        unfold(Table(HEADERS, rows), LAYOUT, "survey.xlsx")


def test_file_with_the_exercises_own_questions_is_read_without_asking():
    header = ("Who", "What do we do well for our customers?", "What could we do better for our customers?")
    parsed = read_answers(make_csv([("Our survey",), header, ("staff", "Advice", "Queues")]), "survey.csv")
    assert [(one.person, one.question.number, one.text) for one in parsed.answers] == [
        ("3", 1, "Advice"),
        ("3", 2, "Queues"),
    ]


def test_file_whose_questions_are_in_doubt_says_how_to_head_its_columns():
    parsed = read_answers(make_csv([HEADERS, *ROWS]), "survey.csv")
    assert parsed.unusable
    assert "with the number of its question, 1 to 4" in parsed.notices[-1]


def upload(desk, session, rows):
    file = SimpleUploadedFile("survey.csv", make_csv(rows))
    page = desk.post(reverse("import", args=[session.code]), {"file": file}, follow=True)
    return IntakeDraft.objects.latest("pk"), page.content.decode()


@pytest.mark.django_db
def test_survey_is_asked_about_once_and_saved_as_sheets_of_persons(desk, session):
    draft, page = upload(desk, session, [HEADERS, *ROWS])
    assert "Which column answers what" in page
    assert '<option value="2" selected>' in page

    where = reverse("import-layout", args=[session.code, draft.key])
    said = {"everybody": "column", "column_1": "perspective", "column_2": "1", "column_3": "2", "column_4": "4"}
    page = desk.post(where, said, follow=True).content.decode()
    assert "Save 7" in page
    assert "3 rows of the file hold 7 answers" in page

    draft.refresh_from_db()
    desk.post(reverse("import-save", args=[session.code, draft.key]), {"version": draft.version})
    assert Answer.objects.count() == 7
    assert Sheet.objects.count() == 3
    page = desk.get(reverse("import-check", args=[session.code, draft.key])).content.decode()
    leaders = Gathering.objects.get(perspective=Perspective.LEADERSHIP)
    assert reverse("gathering-edit", args=[session.code, leaders.key]) + "#id_census" in page


@pytest.mark.django_db
def test_comments_of_customers_alone_can_be_brought(desk, session):
    draft, page = upload(desk, session, [("comment",), ("Nobody answers",), ("Too slow",)])
    assert "Which column answers what" in page
    where = reverse("import-layout", args=[session.code, draft.key])
    page = desk.post(where, {"everybody": "customers", "column_0": "2"}, follow=True).content.decode()
    assert "Save 2" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"column_2": "1"}, "Please say which column tells who answered"),
        ({"column_1": "perspective"}, "at least one column"),
        ({"column_1": "perspective", "column_2": "1", "everybody": "staff"}, "Please choose one of the two."),
        ({"column_0": "perspective", "column_1": "perspective", "column_2": "1"}, "Another column is this already."),
    ],
)
def test_layout_that_cannot_be_is_said_beside_its_field(desk, session, said, sentence):
    draft, _page = upload(desk, session, [HEADERS, *ROWS])
    page = desk.post(
        reverse("import-layout", args=[session.code, draft.key]), {"everybody": "column"} | said
    ).content.decode()
    assert sentence in page


@pytest.mark.django_db
def test_file_that_was_unfolded_is_not_unfolded_again(desk, session):
    draft, _page = upload(desk, session, [HEADERS, *ROWS])
    where = reverse("import-layout", args=[session.code, draft.key])
    desk.post(where, {"everybody": "column", "column_1": "perspective", "column_2": "1"})
    assert desk.get(where).url == reverse("import-check", args=[session.code, draft.key])


@pytest.mark.parametrize("wording", ["What {hurts?", "What } {} hurts?", "{organisation}"])
def test_braces_in_a_wording_are_words(wording: str) -> None:
    meanings = Meanings({Question.IMPROVE: {wording}})
    assert meanings.question(wording) == Question.IMPROVE
    assert meanings.question("Something else") is None

"""An organisation's own words for readings: on its page, on Compare, and in everything that is made from a snapshot."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.urls import reverse

from gapsessions.disparity.page import compare_page
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.summary import chip_of
from gapsessions.method.reading_words import WORDS, WORDS_OF, Word
from gapsessions.method.wording import FAMILIES, RARELY, READINGS
from gapsessions.reports.document import build_document
from gapsessions.reports.excel import excel_bytes
from gapsessions.reports.flat import disparity_json, themes_csv
from gapsessions.reports.pdf import report_html
from tests.factories.people import browser_of
from tests.factories.snapshots import make_snapshot

OWN = {word.value: f"Own-{word.value}" for word in Word}


def test_every_label_can_be_worded_and_belongs_to_one_family():
    said = {*FAMILIES.values(), *READINGS.values(), *RARELY.values()}
    assert set(WORDS.values()) == said
    assert len(said) == len(Word)
    assert sorted(word for words_ in WORDS_OF.values() for word in words_) == sorted(Word)


def test_own_words_hold_within_their_snapshot_only():
    content = make_snapshot()
    reading = next(r for each in content.comparison.themes for r in each.readings)
    before = words.chip_label(reading)
    with words.in_words_of(replace(content, reading_words=OWN)):
        assert words.chip_label(reading).startswith("Own-")
        assert chip_of(reading).label.startswith("Own-")
    assert words.chip_label(reading) == before


def test_words_that_are_not_given_keep_the_default():
    with words.own_words({Word.SHARED.value: "Common ground"}):
        assert words.label(WORDS[Word.SHARED]) == "Common ground"
        assert words.label(WORDS[Word.NO_START]) == "No one proposed a start"


def test_own_words_stand_on_the_page_and_in_every_file():
    content = replace(make_snapshot(), reading_words=OWN)
    used = {word for word in OWN.values() if word in str(build_document(content))}
    assert len(used) >= 3
    made = {
        "page": str(compare_page(content)),
        "report": report_html(build_document(content)),
        "csv": themes_csv(content).decode(),
        "json": disparity_json(content).decode(),
        "workbook": _cells(excel_bytes(content)),
    }
    for name, text in made.items():
        assert "Own-" in text, name
        for default in ("Not raised by leadership", "Rarely raised by leadership", "Raised by staff only"):
            assert default not in text, (name, default)


def _cells(workbook):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


@pytest.mark.django_db
class TestPage:
    """The page on which facilitators choose the words."""

    def address(self, organisation):
        return reverse("organisation-words", args=[organisation.code])

    def test_words_are_kept_and_cleaned(self, desk, organisation):
        sent = {"shared": "  Common \t ground\u200b ", "no_start": "No one proposed a start", "staff_only": "\u200b"}
        assert desk.post(self.address(organisation), sent).status_code == 302
        organisation.refresh_from_db()
        assert organisation.reading_words == {"shared": "Common ground"}
        assert "Common ground" in desk.get(self.address(organisation)).content.decode()

    def test_words_that_are_too_long_are_refused(self, desk, organisation):
        answer = desk.post(self.address(organisation), {"shared": "x" * 49})
        assert answer.status_code in (200, 422)
        organisation.refresh_from_db()
        assert organisation.reading_words == {}

    def test_hostile_words_stay_words(self, desk, organisation):
        desk.post(self.address(organisation), {"shared": "<script>alert(1)</script>"})
        assert "<script>alert" not in desk.get(self.address(organisation)).content.decode()

    def test_viewers_and_outsiders_see_nothing(self, vera, oscar, organisation):
        for person in (vera, oscar):
            assert browser_of(person).get(self.address(organisation)).status_code == 404

    def test_members_page_leads_there(self, desk, organisation):
        assert self.address(organisation) in desk.get(reverse("members", args=[organisation.code])).content.decode()

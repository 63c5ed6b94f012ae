"""The proposal as a whole: themes, names, quotes, how sure, one step broader and finer, and late answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.method.encoder import Encoder, LexicalOnly
from gapsessions.method.labelling import label_themes
from gapsessions.method.placement import Placer
from gapsessions.method.proposing import propose_themes
from gapsessions.method.written_forms import WrittenForms
from tests.method.planted import planted_answers

ANSWERS = {
    "waiting": [
        "We waited two hours in the waiting room.",
        "Long waiting times on the phone",
        "Waiting times are far too long.",
        "The wait for an appointment was weeks.",
        "I hate waiting on the phone.",
    ],
    "parking": [
        "There is never a free parking space.",
        "Parking is too expensive.",
        "The car park was full again.",
        "More parking spaces near the entrance please",
        "No parking for visitors.",
    ],
    "staff": [
        "The staff are friendly.",
        "Very friendly and helpful staff",
        "All staff were so kind and friendly.",
        "Staff are rude at the desk.",
        "Friendly staff who smile",
    ],
    "nothing": ["Nothing", "Nothing really", "Can't think of anything", "None", "Nothing to add."],
}
TEXTS = [text for texts in ANSWERS.values() for text in texts]


def lexical(texts: list[str]) -> np.ndarray:
    return LexicalOnly().encode(texts)


def test_real_answers_become_the_themes_a_person_would_make(real_encoder: Encoder):
    proposal = propose_themes(TEXTS, real_encoder.encode(TEXTS), encoder=real_encoder)
    groups = [{int(label) for label in proposal.labels[start : start + 5]} for start in range(0, 20, 5)]
    assert [len(group) for group in groups] == [1, 1, 1, 1]
    names = [proposal.themes[group.pop()].name for group in groups]
    assert names[0] == "Waiting times"
    assert "arking" in names[1]
    assert "riendl" in names[2]
    assert names[3] == "Nothing to add"
    assert proposal.languages == {"en": 20}
    assert proposal.notices == ()


def test_proposal_describes_its_themes():
    proposal = propose_themes(TEXTS, lexical(TEXTS))
    assert proposal.notices == ("no_encoder",)
    assert [theme.number for theme in proposal.themes] == list(range(len(proposal.themes)))
    for theme in proposal.themes:
        members = np.flatnonzero(proposal.labels == theme.number)
        assert theme.size == len(members)
        assert theme.quote in members
        assert theme.confidence == pytest.approx(proposal.confidence[members].mean(), abs=1e-6)
    assert ((proposal.confidence >= 0) & (proposal.confidence <= 1)).all()


def test_blank_answers_belong_to_no_theme():
    texts = [*TEXTS, "", "  \n"]
    proposal = propose_themes(texts, lexical(texts))
    assert proposal.labels[-2:].tolist() == [-1, -1]
    assert proposal.confidence[-2:].tolist() == [0, 0]
    assert sum(theme.size for theme in proposal.themes) == 20


@pytest.mark.parametrize(
    "texts", [[], [""], ["One answer"], ["Two", "answers"], ["a", "b", "c"], ["?"] * 3, ["👍"] * 9]
)
def test_very_few_answers_get_a_proposal(texts: list[str]):
    proposal = propose_themes(texts, lexical(texts))
    assert len(proposal.labels) == len(texts)
    assert bool(proposal.themes) == any(texts)
    assert all(theme.name for theme in proposal.themes)
    assert proposal.broader() is None or proposal.broader().themes < len(proposal.themes)


def test_lengths_that_differ_are_refused():
    with pytest.raises(ValueError, match="one vector"):
        propose_themes(["a", "b"], lexical(["a"]))


def test_proposal_is_the_same_twice_and_with_stored_half_precision_in_the_same_themes():
    texts, vectors, _ = planted_answers(themes=6, each=9, seed=8)
    first, second = propose_themes(texts, vectors), propose_themes(texts, vectors)
    assert np.array_equal(first.labels, second.labels)
    assert first.themes == second.themes
    assert np.array_equal(first.labels, propose_themes(texts, vectors.astype(np.float16)).labels)


def test_steps_broader_and_finer_change_the_number_of_themes_by_a_fifth():
    texts, vectors, _ = planted_answers(themes=10, each=9, seed=9, noise=3.0, words=False)
    proposal = propose_themes(texts, vectors)
    count = len(proposal.themes)
    broader, finer = proposal.broader(), proposal.finer()
    assert broader is not None
    assert finer is not None
    assert broader.themes <= 0.8 * count
    assert finer.themes >= 1.2 * count
    assert broader.granularity < proposal.granularity < finer.granularity
    assert np.array_equal(proposal.recut(proposal.granularity), proposal.labels)


def test_slider_fixes_the_granularity():
    assert propose_themes(TEXTS, lexical(TEXTS), granularity=1.0).granularity == 1.0


def test_several_languages_and_uncovered_ones_are_said(real_encoder: Encoder):
    texts = [
        *TEXTS,
        "Die Wartezeiten sind viel zu lang",
        "Das Personal ist sehr nett",
        "Es gibt nicht genug Parkplätze",
    ]
    proposal = propose_themes(texts, real_encoder.encode(texts), encoder=real_encoder)
    assert proposal.languages == {"en": 20, "de": 3}
    assert proposal.notices == ("several_languages", "language_not_covered:de")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=25), st.integers(0, 10**6))
def test_no_two_themes_have_one_name_whatever_people_write(texts: list[str], seed: int):
    labels = np.random.default_rng(seed).integers(-1, 6, size=len(texts))
    labels = np.unique(labels[labels >= 0], return_inverse=True)[1] if (labels >= 0).all() else labels
    used = sorted(set(labels[labels >= 0].tolist()))
    labels = np.array([used.index(label) if label >= 0 else -1 for label in labels], np.intp)
    named = label_themes(texts, labels, lexical(texts), languages=["en"] * len(texts))
    assert len(named) == len(used)
    assert all(label.name.strip() for label in named)
    assert len({label.name.casefold() for label in named}) == len(used)


def test_german_names_end_in_nouns():
    texts = ["Die Wartezeiten sind zu lang", "Lange Wartezeiten", "Nettes Personal", "Das Personal ist sehr nett"]
    named = label_themes(texts, np.array([0, 0, 1, 1]), lexical(texts), languages=["de"] * 4)
    assert named[0].name.endswith("artezeiten")
    assert named[1].name == "Freundlichkeit"
    assert "Personal" in named[1].keywords


def test_abbreviations_keep_their_capitals():
    forms = WrittenForms(
        [
            "My GP is kind",
            "see the GP",
            "Staff were kind",
            "iPad apps",
            "THE STAFF IS RUDE",
            "since COVID-19",
            "go to A&E",
        ]
    )
    assert forms.restore("gp") == "GP"
    assert forms.restore("ipad") == "iPad"
    assert forms.restore("covid") == "COVID"
    assert forms.restore("time in a&e") == "Time in A&E"
    assert forms.restore("staff") == "Staff"


@pytest.mark.parametrize("with_model", [True, False])
def test_late_answers_go_where_they_belong_or_wait_with_two_hints(
    with_model: bool, request: pytest.FixtureRequest, tmp_path: Path
):
    encoder: Encoder = request.getfixturevalue("real_encoder") if with_model else LexicalOnly()
    themes = [7] * 5 + [3] * 5 + [12] * 5 + [40] * 5
    placer = Placer(TEXTS, encoder.encode(TEXTS), themes)
    late = ["Waiting times on the phone are too long", "The parking is always full", "Your logo is ugly"]
    placed = placer.place(late, encoder.encode(late))
    assert [placement.theme for placement in placed] == [7, 3, None]
    assert len(placed[2].hints) == 2
    assert placed[0].hints[0].score > placed[0].hints[1].score


def test_theme_that_is_only_a_name_draws_late_answers(real_encoder: Encoder):
    name = "Opening hours"
    placer = Placer(TEXTS, real_encoder.encode(TEXTS), [1] * 20, names={2: (name, real_encoder.encode([name])[0])})
    late = ["Better opening hours"]
    assert placer.place(late, real_encoder.encode(late))[0].theme == 2


def test_late_answer_without_any_theme_stays_undecided():
    placement = Placer([], lexical([]), []).place(["Parking"], lexical(["Parking"]))[0]
    assert placement.theme is None
    assert placement.hints == ()


def test_late_answer_depends_on_no_other_late_answer(real_encoder: Encoder):
    placer = Placer(TEXTS, real_encoder.encode(TEXTS), [1] * 5 + [2] * 5 + [3] * 5 + [4] * 5)
    late = ["Parking fees", "Waiting", "Das Personal ist sehr freundlich und die Wartezeit ist kurz"] * 2
    together = placer.place(late, real_encoder.encode(late))
    alone = placer.place(late[:1], real_encoder.encode(late[:1]))[0]
    assert alone.theme == together[0].theme
    assert alone.hints[0].score == pytest.approx(together[0].hints[0].score, abs=1e-4)


def test_nouns_of_german_keep_their_capital_in_short_answers():
    texts = ["Freundliche Mitarbeiter am Empfang", "Nette Mitarbeiter"]
    assert WrittenForms(texts, nouns_have_capitals=True).restore("nette mitarbeiter") == "Nette Mitarbeiter"

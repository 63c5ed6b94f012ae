"""The library of headings: read, kept beside the model, silent without one, and shown only where a theme is near."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from gapsessions.method import heading_options
from gapsessions.method import headings as module
from gapsessions.method.encoder import Encoder, LexicalOnly, TransformerEncoder, Vectors
from gapsessions.method.heading_options import HeadingOptions, with_headings
from gapsessions.method.headings import HEADINGS, Heading, Library, load_headings, open_library
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import known_languages, load_language
from gapsessions.method.name_options import NameOption, names_a_person

FEW = (Heading("Parking", ("nowhere to park", "car park full"), "places"), Heading("Music", (), "places"))


@dataclass(eq=False)
class Letters:
    """An encoder whose vectors count letters; ``shift`` makes all texts alike to it."""

    name: str = "letters"
    languages: frozenset[str] = frozenset({"en"})
    shift: float = 0.0
    encoded: int = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        counts = np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
        vectors = counts - counts.mean(axis=1, keepdims=True) + 0.01 + self.shift
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def few_headings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "load_headings", lambda code: FEW if code == "en" else ())


@pytest.mark.parametrize("path", sorted(HEADINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_headings_read_as_headings(path: Path):
    found = load_headings(path.stem)
    assert path.stem in known_languages()
    assert len(found) > 1000
    assert len({one.name.casefold() for one in found}) == len(found)
    assert [one.name for one in found if not 1 <= len(one.name.split()) <= 6 or not one.name[0].isupper()] == []
    assert [one.name for one in found if "=" in one.name or "|" in one.name] == []
    assert [one.name for one in found if len(set(one.wordings)) < len(one.wordings)] == []


def test_language_without_headings_has_none():
    assert load_headings("pl") == load_headings("../en") == ()
    assert open_library("pl", Letters(languages=frozenset())) is None


def test_library_is_silent_where_nothing_tells_meanings(few_headings: None):
    assert open_library("en", None) is None
    assert open_library("en", LexicalOnly()) is None
    assert open_library("en", Letters(languages=frozenset({"de"}))) is None
    assert open_library("en", Letters(shift=50.0)) is None  # everything is alike to it


def test_heading_lies_between_its_wordings_and_is_encoded_once(few_headings: None):
    encoder = Letters()
    library = open_library("en", encoder)
    assert library is not None
    assert encoder.encoded == 4
    assert open_library("en", encoder) is library
    mean = encoder.encode(["Parking", "nowhere to park", "car park full"]).mean(axis=0)
    assert np.allclose(library.vectors[0], mean / np.linalg.norm(mean), atol=1e-3)
    assert np.allclose(np.linalg.norm(library.vectors, axis=1), 1, atol=1e-5)


class OnDisk(Letters, TransformerEncoder):
    """Counts letters as well, and has a folder as models have."""

    def __init__(self, folder: Path) -> None:
        Letters.__init__(self)
        self.folder = folder


def test_vectors_are_kept_beside_the_model_and_read_again(tmp_path: Path, few_headings: None):
    first, second = OnDisk(tmp_path / "model-1"), OnDisk(tmp_path / "model-1")
    written, read = open_library("en", first), open_library("en", second)
    assert written is not None
    assert read is not None
    assert (first.encoded, second.encoded) == (4, 0)
    assert np.array_equal(written.vectors, read.vectors)
    other = OnDisk(tmp_path / "model-2")
    open_library("en", other)
    assert other.encoded == 4
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"\x00" * 200, None])
def test_damaged_vectors_are_made_anew(tmp_path: Path, few_headings: None, content: bytes | None):
    written = open_library("en", OnDisk(tmp_path / "model-1"))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"\xff" if content is None else content)
    again = OnDisk(tmp_path / "model-1")
    library = open_library("en", again)
    assert again.encoded == 4
    assert written is not None
    assert library is not None
    assert np.array_equal(library.vectors, written.vectors)
    assert open_library("en", OnDisk(tmp_path / "model-1")) is not None
    assert len(list(tmp_path.iterdir())) == 1


def test_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, few_headings: None):
    assert open_library("en", OnDisk(tmp_path / "not there" / "model-1")) is not None
    assert list(tmp_path.iterdir()) == []


def aged(path: Path) -> Path:
    path.touch()
    before = time.time() - module.OLD - 60
    os.utime(path, (before, before))
    return path


def test_vectors_of_older_lists_go_when_new_ones_are_kept(tmp_path: Path, few_headings: None):
    gone = [
        aged(tmp_path / name) for name in ("headings-0123456789abcdef.npy", f"{module.BUILDING}of-a-killed-process")
    ]
    stays = [aged(tmp_path / name) for name in ("building-a-model", "notes.npy")]
    young = tmp_path / "headings-fedcba9876543210.npy"  # another process may have made it just now
    young.touch()
    (tmp_path / "model-1").mkdir()
    open_library("en", OnDisk(tmp_path / "model-1"))
    left = set(tmp_path.iterdir())
    assert not left & set(gone)
    assert left >= {*stays, young, tmp_path / "model-1"}
    assert len(left) == 5
    (kept,) = left - {*stays, young, tmp_path / "model-1"}
    aged(kept)
    open_library("en", OnDisk(tmp_path / "model-1"))
    assert kept.exists()


def test_vectors_that_another_process_took_away_first_do_no_harm(
    tmp_path: Path, few_headings: None, monkeypatch: pytest.MonkeyPatch
):
    old = aged(tmp_path / "headings-0123456789abcdef.npy")

    def gone(path: Path, missing_ok: bool = False) -> None:
        if not missing_ok:
            raise FileNotFoundError(path)

    monkeypatch.setattr(module.Path, "unlink", gone)
    assert open_library("en", OnDisk(tmp_path / "model-1")) is not None
    assert old.exists()
    assert len(list(tmp_path.iterdir())) == 2


STOP = frozenset({"of", "and", "a"})


def best(said: list[NameOption], headings: list[NameOption]) -> str:
    return with_headings(said, said, headings, STOP)[0].name


def test_heading_that_says_what_the_name_says_is_left_out():
    own = [NameOption("Delayed refund", frozenset({0}), 1.0), NameOption("Refund", frozenset({0, 1}), 0.9)]
    refunds, returns = NameOption("Refunds", frozenset({0}), 1.4), NameOption("Returns", frozenset({0}), 1.1)
    assert best(own, [refunds]) == "Delayed refund"
    assert best(own[:1], [returns]) == "Returns"
    pair = [NameOption("Speed and speech", frozenset({0}), 1.45, is_pair=True)]
    assert best(pair, [NameOption("Speed of speech", frozenset({0}), 1.4)]) == "Speed of speech"


def test_what_is_known_of_a_name_is_handed_on_to_its_longer_form():
    own = [NameOption("Delayed refund", frozenset({0}), 1.0), NameOption("Refund", frozenset({0, 1}), 0.9)]
    refunds, returns = NameOption("Refunds", frozenset({0}), 1.4), NameOption("Returns", frozenset({0}), 1.3)
    assert best(own, [refunds, returns]) == "Delayed refund"


def test_broader_heading_lies_between_those_it_is_over(monkeypatch: pytest.MonkeyPatch):
    broader = Heading("Coming and eating", (), module.OVER, ("Parking", "Music"))
    monkeypatch.setattr(module, "load_headings", lambda code: (*FEW, broader))
    library = open_library("en", Letters())
    assert library is not None
    parking, music, both = library.vectors
    assert parking @ music < min(both @ parking, both @ music)


def test_broader_headings_are_over_headings_that_there_are():
    found = {one.name for one in load_headings("en") if not one.over}
    over = [one for one in load_headings("en") if one.over]
    assert over
    assert [one.name for one in over if len(one.over) < 2 or not found.issuperset(one.over)] == []


def test_first_name_is_no_name_of_a_theme(real_encoder: Encoder):
    texts = [
        "Deborah has been good to me",
        "I will miss Deborah",
        "Without Deborah I would not be here",
        "Deborah and her visits",
    ]
    assert named([*texts, *STAFF], [0] * 4 + [1] * 4, real_encoder)[0] != "Deborah"
    assert names_a_person("Text christopher")
    assert not names_a_person("Ward manager")


def test_name_that_stands_in_the_library_gives_way_to_what_says_much_more_only():
    own = [NameOption("Card fee", frozenset({0}), 1.0)]
    same, broader = NameOption("Card fees", frozenset({0}), 1.3), NameOption("Charges", frozenset({0}), 1.1)
    assert best(own, [same, broader]) == "Card fee"
    assert best(own, [same, NameOption("Charges", frozenset({0}), 1.4)]) == "Charges"


CONVERSIONS = [
    "How many litres are in five gallons?",
    "Convert 2 inches to metres",
    "How many ounces are there in a pound",
    "What is ten kilos in pounds",
    "How many feet in a mile",
]
STAFF = ["The staff are friendly", "Friendly staff at the desk", "Kind and friendly staff", "Such friendly people"]


def named(texts: Sequence[str], labels: Sequence[int], encoder: Encoder) -> list[str]:
    vectors = encoder.encode(texts)
    found = label_themes(texts, np.array(labels, np.intp), vectors, languages=["en"] * len(texts), encoder=encoder)
    return [one.name for one in found]


def test_theme_whose_words_are_examples_takes_the_heading(real_encoder: Encoder):
    names = named([*CONVERSIONS, *STAFF], [0] * 5 + [1] * 4, real_encoder)
    assert names[0] == "Unit conversion"
    assert "riendl" in names[1]


def test_heading_stands_over_one_theme_only(real_encoder: Encoder):
    more = ["How many cups in a pint", "Change 3 yards to centimetres", "grams in an ounce"]
    names = named([*CONVERSIONS, *more, *STAFF], [0] * 5 + [2] * 3 + [1] * 4, real_encoder)
    assert names.count("Unit conversion") == 1
    assert len(set(names)) == 3


def test_theme_that_is_near_to_nothing_keeps_the_words_of_its_people(real_encoder: Encoder):
    texts = ["The zorbles were lovely", "More zorbles next year", "Zorbles for everybody", "I adored the zorbles"]
    assert named([*texts, *STAFF], [0] * 4 + [1] * 4, real_encoder)[0] == "Zorbles"


def test_heading_of_staff_needs_more_than_that_staff_is_said():
    tilted = np.array([[0.98, 0.2], [0.6, 0.8]], np.float32)  # the heading, and another theme not far from it
    tilted /= np.linalg.norm(tilted, axis=1, keepdims=True)
    library = Library((Heading("Attitude of staff", (), "people"), Heading("Food", (), "places")), tilted)
    for telling, said in (("too few", False), ("their attitude", True)):
        texts = [f"staff {telling}"] * 3 + ["food was cold"] * 3
        vectors = np.array([[1.0, 0.0]] * 3 + [[0.75, 0.66]] * 3, np.float32)
        centres = vectors[[0, 3]]
        options = HeadingOptions(library, texts, vectors, centres, load_language("en"))
        names = [one.name for one in options.of(0, np.arange(3))]
        assert ("Attitude of staff" in names) is said, telling


def flat(*angles: float) -> Vectors:
    """Unit vectors in a plane, their angles in degrees."""
    turns = np.radians(angles)
    return np.asarray(np.stack([np.cos(turns), np.sin(turns)], axis=1), np.float32)


PARKING_AND_FOOD = Library((Heading("Parking", (), "places"), Heading("Food", (), "places")), flat(0, 90))


def known(texts: Sequence[str], vectors: Vectors, centres: Vectors, size: int, rows: frozenset[int]) -> NameOption:
    """What the first theme, of so many answers, makes of its own name "Parking"."""
    options = HeadingOptions(PARKING_AND_FOOD, texts, vectors, centres, load_language("en"))
    (found,) = options.among(0, np.arange(size), [NameOption("Parking", rows, 1.0, near=0.6, apart=0.2)])
    return found


def test_name_that_stands_in_the_library_is_known_where_only_some_answers_were_asked(monkeypatch: pytest.MonkeyPatch):
    texts = [f"parking {at}" for at in range(30)] + [f"food {at}" for at in range(30)]
    vectors = flat(*[5.0] * 30, *[85.0] * 30)
    monkeypatch.setattr(heading_options, "ASKED", 12)
    assert known(texts, vectors, flat(5, 85), 30, frozenset({0, 1})).is_heading
    far = flat(*[80.0] * 30, *[85.0] * 30)  # nobody speaks for it
    assert not known(texts, far, flat(5, 85), 30, frozenset({0, 1})).is_heading


def test_theme_that_is_alone_is_apart_from_nothing():
    texts, vectors, centres = [f"parking {at}" for at in range(4)], flat(*[5.0] * 4), flat(5)
    found = known(texts, vectors, centres, 4, frozenset({0, 1}))
    assert found.is_heading
    assert found.near > 0.9
    assert found.apart == 0
    (heading,) = HeadingOptions(PARKING_AND_FOOD, texts, vectors, centres, load_language("en")).of(0, np.arange(4))
    assert (heading.name, heading.apart) == ("Parking", 0)

"""How well languages are told and themes found in answers that are not English, and in sessions of several languages.

    ./run bench languages [--data DIR] [--codes de fr es it nl pl tr] [--seeds 500 520] [--parts told themes mixed late]
                          [--show CODE ...]

The same answers in every language, translated by a language model (data/translated, or its folder second, of which
only words of names went into word lists and which pointed at compounds, see the README; DIR holds <code>.csv, en.csv
among them). A session is 60 of them, of eight labels; with one seed it is the same rows in every language.

told    percent of answers whose language is told right: alone, in a session of their own, half and half with English
themes  ARI and V of the automatic themes, ARI with the slider set once (its best stop, in hindsight), percent of
        answers that stand alone in a theme, themes; the same with words alone (no model)
mixed   half English or thirds of three: ARI; of answers whose label others hold in another language, percent whose
        nearest answer in another language carries it; percent of such pairs that share a theme; with each language's
        mean vector taken away, without, and with words alone
late    late answers as in the bench late_answers, themes = labels

--show prints the proposed themes of one session in each of these languages with up to six of their answers.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import Labels, adjusted_rand, mean_of, v_measure
from benchmarks._translated import TRANSLATED, Corpus, read_corpus
from benchmarks.late_answers import COLUMNS as LATE
from benchmarks.late_answers import placed as placed_late
from gapsessions.method.clustering import choose_granularity
from gapsessions.method.compounds import SessionTerms
from gapsessions.method.encoder import Encoder, LexicalOnly, Vectors, open_encoder
from gapsessions.method.languages import detect_languages
from gapsessions.method.proposing import STOPS, propose_themes
from gapsessions.method.similarity import blend_of, learn_vocabulary, lexical_share, weigh_terms
from gapsessions.method.theme_view import ThemeView, open_view

CODES = ("de", "fr", "es", "it", "nl", "pl", "tr")
THREE = (("en", "de", "fr"), ("en", "es", "it"), ("en", "nl", "pl"))
THEMES = ("ARI", "V", "slider once", "alone %", "themes")
MIXED = ("ARI", "slider once", "nearest %", "together %")
SHOWN = 6


def told(corpus: Corpus, codes: Sequence[str], seeds: range) -> None:
    print("\n| language | answers alone | taken for | own session | half English: its answers | the English ones |")
    print("|---" * 6 + "|")
    for code in codes:
        alone = [detect_languages([text])[0] for text in corpus.texts[code]]
        own, foreign, english = [], [], []
        for seed in seeds:
            rows = corpus.drawn(seed)
            own += detect_languages([corpus.texts[code][row] for row in rows])
            spoken = corpus.spoken(rows, ("en", code), seed)
            found = detect_languages(corpus.said(rows, spoken)[0])
            foreign += [is_so for is_so, of in zip(found, spoken, strict=True) if of == code]
            english += [is_so for is_so, of in zip(found, spoken, strict=True) if of == "en"]
        wrong = ", ".join(f"{other} {count}" for other, count in Counter(alone).most_common() if other != code)
        shares = [100 * one.count(of) / len(one) for one, of in ((own, code), (foreign, code), (english, "en"))]
        print(f"| {code} | {100 * alone.count(code) / len(alone):.0f} | {wrong} | ", end="")
        print(" | ".join(f"{share:.1f}" for share in shares) + " |", flush=True)


def proposed(texts: list[str], vectors: Vectors, codes: list[str], encoder: Encoder) -> tuple[ThemeView, Labels]:
    """The tree of a session and its automatic cut, as ``propose_themes`` makes them, without names."""
    view = open_view(texts, vectors, codes, encoder.languages)
    assert view.tree is not None
    return view, view.cut(choose_granularity(view.tree)[0])


def agreement(view: ThemeView, found: Labels, truth: Labels) -> dict[str, float]:
    sizes = np.bincount(found)
    return {
        "ARI": adjusted_rand(found, truth),
        "V": v_measure(found, truth),
        "slider once": max(adjusted_rand(view.cut(stop), truth) for stop in STOPS),
        "alone %": 100 * float((sizes == 1).sum()) / len(found),
        "themes": float(len(sizes)),
    }


def themes(corpus: Corpus, codes: Sequence[str], seeds: range, encoder: Encoder) -> None:
    print("\n| language | " + " | ".join(THEMES) + " | words alone: ARI | V | slider once |\n" + "|---" * 9 + "|")
    for code in ("en", *codes):
        rows: list[dict[str, float]] = []
        for seed in seeds:
            drawn = corpus.drawn(seed)
            texts, vectors = corpus.said(drawn, [code] * len(drawn))
            languages, truth = detect_languages(texts), corpus.truth[drawn]
            row = agreement(*proposed(texts, vectors, languages, encoder), truth)
            words = agreement(*proposed(texts, LexicalOnly().encode(texts), languages, LexicalOnly()), truth)
            rows.append(row | {f"words {name}": value for name, value in words.items()})
        mean = mean_of(rows)
        cells = [f"{mean[name]:.{0 if name in ('alone %', 'themes') else 3}f}" for name in THEMES]
        cells += [f"{mean[f'words {name}']:.3f}" for name in ("ARI", "V", "slider once")]
        print(f"| {code} | " + " | ".join(cells) + " |", flush=True)


def across(
    view: ThemeView, found: Labels, truth: Labels, codes: list[str], spoken: list[str], covered: frozenset[str]
) -> dict[str, float]:
    """What becomes of answers with one label in two languages."""
    terms = SessionTerms(view.texts, codes).terms
    weighed = weigh_terms(terms, learn_vocabulary(terms))
    share = lexical_share(view.vectors.shape[1], codes, covered)
    likeness = blend_of(view.vectors, weighed, view.vectors, weighed, share)
    of = np.array(spoken)
    elsewhere = of[:, None] != of[None, :]
    same = (truth[:, None] == truth[None, :]) & elsewhere
    asked = np.flatnonzero(same.any(axis=1))
    nearest = np.where(elsewhere, likeness, -np.inf).argmax(axis=1)
    return {
        "nearest %": 100 * float((truth[nearest[asked]] == truth[asked]).mean()),
        "together %": 100 * float((found[:, None] == found[None, :])[same].mean()),
    }


def mixed(corpus: Corpus, codes: Sequence[str], seeds: range, encoder: Encoder) -> None:
    print("\n| session | mean vectors | " + " | ".join(MIXED) + " |\n" + "|---" * 6 + "|")
    three = [those for those in THREE if set(those) <= {"en", *codes}]
    for those in [*(("en", code) for code in codes), *three]:
        for title in ("taken away", "left", "words alone"):
            rows: list[dict[str, float]] = []
            for seed in seeds:
                drawn = corpus.drawn(seed)
                spoken = corpus.spoken(drawn, those, seed)
                texts, vectors = corpus.said(drawn, spoken)
                languages, truth = detect_languages(texts), corpus.truth[drawn]
                own: Encoder = encoder
                if title == "words alone":
                    own, vectors = LexicalOnly(), LexicalOnly().encode(texts)
                with uncorrected() if title == "left" else contextlib.nullcontext():
                    view, found = proposed(texts, vectors, languages, own)
                row = agreement(view, found, truth)
                rows.append(row | across(view, found, truth, languages, spoken, own.languages))
            mean = mean_of(rows)
            cells = [f"{mean[name]:.{0 if name.endswith('%') else 3}f}" for name in MIXED]
            print(f"| {', '.join(those)} | {title} | " + " | ".join(cells) + " |", flush=True)


def uncorrected() -> contextlib.AbstractContextManager[object]:
    """The product without the correction of sessions in several languages."""
    return mock.patch("gapsessions.method.similarity.centre_languages", lambda vectors, languages: vectors)


def late(corpus: Corpus, codes: Sequence[str], seeds: range) -> None:
    print("\n| language | encoder | " + " | ".join(LATE) + " |\n" + "|---" * (2 + len(LATE)) + "|")
    sessions = [("en",), *((code,) for code in codes), *(("en", code) for code in codes)]
    for those in sessions:
        for title in ("model", "words alone"):
            rows = []
            for seed in seeds:
                drawn = corpus.drawn(seed)
                spoken = corpus.spoken(drawn, those, seed)
                texts, vectors = corpus.said(drawn, spoken)
                truth = np.unique(corpus.truth[drawn], return_inverse=True)[1]
                own = vectors if title == "model" else LexicalOnly().encode(texts)
                rows.append(placed_late(texts, own, truth, seed, detect_languages(texts)))
            mean = mean_of(rows)
            print(f"| {', '.join(those)} | {title} | " + " | ".join(f"{mean[column]:.0f}" for column in LATE) + " |")


def shown(corpus: Corpus, code: str, seed: int, encoder: Encoder) -> Iterator[str]:
    """The proposed themes of one session, as a judge sees them."""
    drawn = corpus.drawn(seed)
    texts, vectors = corpus.said(drawn, [code] * len(drawn))
    proposal = propose_themes(texts, vectors, encoder=encoder)
    for theme in proposal.themes:
        rows = np.flatnonzero(proposal.labels == theme.number)
        labels = Counter(corpus.labels[corpus.truth[drawn[row]]] for row in rows)
        main = ", ".join(f"{label} {count}" for label, count in labels.most_common(3))
        yield f"{code} {seed}\t{theme.size}\t{theme.name}\t({main})"
        at = np.linspace(0, len(rows) - 1, min(SHOWN, len(rows))).round().astype(int)
        yield from (f"        - {texts[rows[place]]}" for place in at)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=TRANSLATED)
    parser.add_argument("--codes", nargs="+", default=list(CODES))
    parser.add_argument("--seeds", type=int, nargs=2, default=[500, 520], metavar=("FIRST", "END"))
    parser.add_argument("--parts", nargs="*", choices=["told", "themes", "mixed", "late"], help="default: all")
    parser.add_argument("--show", nargs="+", default=[], metavar="CODE")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    options = parser.parse_args()
    encoder, seeds = open_encoder(options.cache), range(*options.seeds)
    codes = [code for code in options.codes if code != "en"]
    parts = options.parts if options.parts is not None else ["told", "themes", "mixed", "late"]
    print(f"encoder {encoder.name or 'none'}; seeds {seeds[0]}-{seeds[-1]}; data {options.data}")
    corpus = read_corpus(options.data, ["en", *codes], encoder)
    if "told" in parts:
        told(corpus, ["en", *codes], seeds)
    if "themes" in parts:
        themes(corpus, codes, seeds, encoder)
    if "mixed" in parts:
        mixed(corpus, codes, seeds, encoder)
    if "late" in parts:
        late(corpus, codes, seeds)
    for code in options.show:
        print("\n" + "\n".join(shown(corpus, code, seeds[0], encoder)))
    print(f"\n(load {os.getloadavg()[1]:.1f})")


if __name__ == "__main__":
    main()

"""Census findings on single themes without any difference: how often each reading is claimed all the same.

Where leadership is a census, ``readings`` shows what whole sessions do; this bench looks at one theme at a time, for
the comparisons that disparity.md section 8 lists as not simulated: problem, praise, any, contradiction, pet project,
shared. Every side has the same reach R at a table; the worst R counts. Nominal: moderate 5%, strong 1%.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gapsessions.method.cells import Cell, Group, Key, Tally, cell_of
from gapsessions.method.findings import ReadingName
from gapsessions.method.readings import AGREEMENTS, RULES, judge, judge_agreement
from gapsessions.method.vocabulary import Perspective, Scope

L, S, C = Perspective
REACH = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
"""Common reach of the columns: one column is one theme."""


@dataclass(frozen=True)
class Setting:
    """One leadership census against tables; ``people`` is what a bundle holds in truth and in the comparison."""

    leaders: int
    staff: int
    customers: int
    mood: float
    people: float = 3.0


def _logit(person: np.ndarray) -> np.ndarray:
    return np.log(person / (1 - person))


class Draws:
    """Cells of one setting, drawn ``variants`` times for every column."""

    def __init__(self, setting: Setting, variants: int, rng: np.random.Generator) -> None:
        self.setting, self.variants, self.rng = setting, variants, rng

    def _person(self, reach: np.ndarray, moods: np.ndarray) -> np.ndarray:
        own = 1 - (1 - reach) ** (1 / self.setting.people)
        chance: np.ndarray = 1 / (1 + np.exp(-(_logit(np.clip(own, 1e-6, 1 - 1e-6)) + moods)))
        return chance

    def leaders(self, *parts: np.ndarray) -> Cell:
        """Leaders who raise a theme in at least one of the parts; one mood of the room per part."""
        silent = np.ones((self.variants, len(REACH)))
        for reach in parts:
            moods = self.rng.normal(0, self.setting.mood, (self.variants, len(REACH)))
            silent *= 1 - self._person(reach, moods)
        found = self.rng.binomial(self.setting.leaders, 1 - silent)
        group = Group(0, self.setting.leaders, self.setting.people, census=True, waits=False)
        return cell_of(group, np.zeros_like(found), found)

    def tables(self, number: int, reach: np.ndarray) -> Cell:
        """Tables that raise a theme, each with a mood of its own."""
        found = np.zeros((self.variants, len(REACH)), dtype=np.int64)
        for _ in range(number):
            person = self._person(reach, self.rng.normal(0, self.setting.mood, found.shape))
            found += self.rng.random(found.shape) < 1 - (1 - person) ** self.setting.people
        return cell_of(Group(number, 0, None, census=False, waits=False), found, np.zeros_like(found))


Case = Callable[[Draws], dict[Key, Cell]]

CASES: dict[str, tuple[ReadingName, Case]] = {
    "blind spot, problem = improve": (
        ReadingName.BLIND_SPOT,
        lambda d: {(L, Scope.PROBLEM): d.leaders(REACH), (C, Scope.IMPROVE): d.tables(d.setting.customers, REACH)},
    ),
    "blind spot, problem = improve or start": (
        ReadingName.BLIND_SPOT,
        lambda d: {
            (L, Scope.PROBLEM): d.leaders(REACH, REACH / 2),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, REACH),
        },
    ),
    "blind spot, the stronger of staff and customers": (
        ReadingName.BLIND_SPOT,
        lambda d: {
            (L, Scope.PROBLEM): d.leaders(REACH),
            (S, Scope.IMPROVE): d.tables(d.setting.staff, REACH),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, REACH),
        },
    ),
    "hidden strength, praise = strength or continue": (
        ReadingName.HIDDEN_STRENGTH,
        lambda d: {
            (L, Scope.PRAISE): d.leaders(REACH, REACH / 2),
            (C, Scope.STRENGTH): d.tables(d.setting.customers, REACH),
        },
    ),
    "inside view": (
        ReadingName.INSIDE_VIEW,
        lambda d: {(L, Scope.STRENGTH): d.leaders(REACH), (C, Scope.STRENGTH): d.tables(d.setting.customers, REACH)},
    ),
    "unheard frontline": (
        ReadingName.UNHEARD_FRONTLINE,
        lambda d: {
            (L, Scope.IMPROVE): d.leaders(REACH),
            (S, Scope.IMPROVE): d.tables(d.setting.staff, REACH),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, REACH),
        },
    ),
    "contradiction, same reach in both": (
        ReadingName.CONTRADICTION,
        lambda d: {
            (L, Scope.STRENGTH): d.leaders(REACH),
            (L, Scope.IMPROVE): d.leaders(REACH),
            (C, Scope.STRENGTH): d.tables(d.setting.customers, REACH),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, REACH),
        },
    ),
    "contradiction, strength agreed, improve truly apart": (
        ReadingName.CONTRADICTION,
        lambda d: {
            (L, Scope.STRENGTH): d.leaders(REACH),
            (L, Scope.IMPROVE): d.leaders(np.full_like(REACH, 0.02)),
            (C, Scope.STRENGTH): d.tables(d.setting.customers, REACH),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, np.full_like(REACH, 0.95)),
        },
    ),
    "contradiction, improve agreed, strength truly apart": (
        ReadingName.CONTRADICTION,
        lambda d: {
            (L, Scope.STRENGTH): d.leaders(np.full_like(REACH, 0.95)),
            (L, Scope.IMPROVE): d.leaders(REACH),
            (C, Scope.STRENGTH): d.tables(d.setting.customers, np.full_like(REACH, 0.02)),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, REACH),
        },
    ),
    "pet project, any = start": (
        ReadingName.PET_PROJECT,
        lambda d: {(L, Scope.START): d.leaders(REACH), (C, Scope.ANY): d.tables(d.setting.customers, REACH)},
    ),
    "shared concern, at a reach of 1/3": (
        ReadingName.SHARED_CONCERN,
        lambda d: {
            (L, Scope.IMPROVE): d.leaders(np.full_like(REACH, 1 / 3)),
            (S, Scope.IMPROVE): d.tables(d.setting.staff, np.full_like(REACH, 1 / 3)),
            (C, Scope.IMPROVE): d.tables(d.setting.customers, np.full_like(REACH, 1 / 3)),
        },
    ),
}


def claimed(name: ReadingName, cells: dict[Key, Cell], variants: int) -> tuple[float, float, float]:
    """Worst share over the columns of variants that claim the reading: moderate or strong, strong; and where."""
    tally = Tally(cells, {}, {}, (variants, len(REACH)))
    verdicts = [judge(rule, tally) for rule in RULES if rule.name is name]
    verdicts += [judge_agreement(scope, sides, tally) for each, scope, sides in AGREEMENTS if each is name]
    evidence = np.max([verdict.capped for verdict in verdicts if verdict is not None], axis=0)
    moderate, strong = ((evidence >= least).mean(axis=0) for least in (0.95, 0.99))
    worst = int(moderate.argmax())
    return float(moderate[worst]), float(strong.max()), float(REACH[worst])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=4000, help="draws per theme (default 4000)")
    parser.add_argument("--mood", type=float, nargs="*", default=[0.0, 0.5, 1.0])
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--data", help="unused: this bench makes its own themes")
    options = parser.parse_args()
    print("| reading | m / staff / customers | " + " | ".join(f"mood {mood}" for mood in options.mood) + " |")
    print("|--|--|" + "--|" * len(options.mood))
    for title, (name, case) in CASES.items():
        for leaders, staff, customers in ((5, 12, 6), (9, 12, 6), (9, 30, 20), (12, 12, 12), (12, 30, 20)):
            row = []
            for mood in options.mood:
                rng = np.random.default_rng([options.seed, leaders, customers])
                draws = Draws(Setting(leaders, staff, customers, mood), options.variants, rng)
                moderate, strong, where = claimed(name, case(draws), options.variants)
                row.append(f"{100 * moderate:.1f}% ({100 * strong:.1f}%) at {where:.2f}")
            print(f"| {title} | {leaders}/{staff}/{customers} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()

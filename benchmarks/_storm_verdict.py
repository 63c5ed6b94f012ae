"""What a storm may not have done: lose, double or change anything that a phone was told is on the disk."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks._storm_phones import Sent, StormPhone

ROWS = """
    SELECT answer.id, coalesce(breakout.key, 'own:' || sheet.key_hash), answer.question, answer.text, answer.revision,
           answer.struck_out, answer.star,
           answer.valence, answer.intent, answer.pen_hash
    FROM gapsessions_answer AS answer
    JOIN gapsessions_sheet AS sheet ON sheet.id = answer.sheet_id
    LEFT JOIN gapsessions_breakout AS breakout ON breakout.id = sheet.breakout_id
"""

REFUSED = {(409, "stale"), (409, "struck_out"), (422, "stars"), (409, "late"), (410, "no_such_note")}
"""What may be answered to people who edit each other's notes, star more than three, and write on after the close.

A note that nobody has can be spoken of only where its own add came too late.
"""


@dataclass(frozen=True)
class Row:
    """A note as it stands in the database."""

    id: str
    table: str
    question: str
    text: str
    revision: int
    struck: bool
    star: bool
    valence: str
    intent: str
    pen: str
    """The digest of the phone's secret, while the note is hidden."""


@dataclass
class Verdict:
    """Nothing, where all is well. Problems name ids, never words."""

    lost: list[str] = field(default_factory=list)
    """Acknowledged, and not what stands there."""
    doubled: list[str] = field(default_factory=list)
    """Stands there twice, or nobody was told that it does."""
    broken: list[str] = field(default_factory=list)
    """Against the protocol in another way."""

    @property
    def problems(self) -> list[str]:
        """All of it."""
        return [*self.lost, *self.doubled, *self.broken]


def read_rows(database: str) -> list[Row]:
    """All notes, read by nobody's code but ours; `database` is a URL, as in DATABASE_URL."""
    if database.startswith("sqlite:///"):
        with sqlite3.connect(f"file:{database.removeprefix('sqlite:///')}?mode=ro", uri=True) as connection:
            [(whole,)] = connection.execute("PRAGMA integrity_check").fetchall()
            assert whole == "ok", whole
            found = connection.execute(ROWS).fetchall()
        connection.close()
    else:
        import psycopg

        with psycopg.connect(database) as server:
            found = server.execute(ROWS).fetchall()
    return [Row(_uuid(row[0]), *row[1:5], bool(row[5]), bool(row[6]), *row[7:]) for row in found]


def _uuid(said: object) -> str:
    plain = str(said).replace("-", "")
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def judge(phones: Iterable[StormPhone], rows: list[Row], states: dict[str, dict[str, Any]]) -> Verdict:
    """Compare what phones were told with what stands there, and with what tables see (`states` by table)."""
    verdict = Verdict()
    acknowledged: dict[str, list[Sent]] = defaultdict(list)
    refused: list[Sent] = []
    for phone in phones:
        verdict.broken += phone.astray
        late = {sent.body["note"] for sent in phone.history if sent.facts.get("why") == "late"}
        for sent in phone.history:
            if sent.facts.get("why") == "no_such_note" and sent.body["note"] not in late:
                verdict.broken.append(f"{_name(sent)} found no note")
        if phone.waiting:
            verdict.lost.append(f"phone {phone.number} still waits for {phone.waiting} answers")
        for sent in phone.history:
            (acknowledged[sent.body["note"]] if sent.status == 200 else refused).append(sent)
            _judge_replies(sent, verdict)
    standing = {row.id: row for row in rows}
    for note, sents in acknowledged.items():
        if note not in standing:
            verdict.lost.append(f"note {note} is gone")
        else:
            _judge_note(sents, standing[note], verdict)
    verdict.doubled += [f"note {note} was never acknowledged" for note in standing if note not in acknowledged]
    verdict.broken += [f"note {row.id} still tells who wrote it" for row in rows if row.pen]
    texts = Counter(row.text for row in rows)
    verdict.doubled += [f"the words of note {row.id} stand twice" for row in rows if texts[row.text] > 1]
    kept = set(texts)
    verdict.doubled += [f"refused {_name(sent)}, and stands there" for sent in refused if sent.body.get("text") in kept]
    _judge_states(rows, states, verdict)
    return verdict


def _judge_replies(sent: Sent, verdict: Verdict) -> None:
    if sent.status == 200:
        strange = [status for status, facts in sent.strays if status != 200 or facts["note"]["id"] != sent.body["note"]]
        verdict.broken += [
            f"{_name(sent)} was acknowledged, and answered {status} when it came again" for status in strange
        ]
        if sent.facts["note"]["id"] != sent.body["note"]:
            verdict.broken.append(f"{_name(sent)} was answered with another note")
        return
    why = sent.facts.get("why")
    if (sent.status, why) not in REFUSED:
        verdict.broken.append(f"{_name(sent)} was refused with {sent.status} {why}")
    if "text" in sent.body and why in ("stale", "struck_out") and sent.facts.get("mine") != sent.body["text"]:
        verdict.broken.append(f"{_name(sent)} was refused without its words")
    if not sent.facts.get("sentence"):
        verdict.broken.append(f"{_name(sent)} was refused without a sentence")


def _judge_note(sents: list[Sent], row: Row, verdict: Verdict) -> None:
    adds = [sent for sent in sents if sent.body["verb"] == "add"]
    if len(adds) != 1:
        verdict.broken.append(f"note {row.id} was added {len(adds)} times")
        return
    if (adds[0].place, adds[0].body["question"]) != (row.table, row.question):
        verdict.broken.append(f"note {row.id} stands elsewhere")
    # Each edit names the revision it was made on, and makes the next: together they are a chain without a fork.
    edits = sorted((sent for sent in sents if sent.body["verb"] == "edit"), key=lambda sent: int(sent.body["revision"]))
    bases = [sent.body["revision"] for sent in edits]
    if bases != [*range(1, len(bases) + 1)]:
        verdict.lost.append(f"note {row.id} was edited on revisions {bases}")
    if row.text != [*adds, *edits][-1].body["text"]:
        verdict.lost.append(f"note {row.id} says something else")
    if row.revision != 1 + len(edits):
        verdict.doubled.append(f"note {row.id} has revision {row.revision} after {len(edits)} edits")
    _judge_marks(sents, row, verdict)


def _judge_marks(sents: list[Sent], row: Row, verdict: Verdict) -> None:
    """Marks are set by the phone that added the note alone, one after the other: the last one stands."""
    struck = star = False
    tags = {"valence": "", "intent": ""}
    for body in (sent.body for sent in sents):
        if body["verb"] in ("strike", "restore"):
            struck = body["verb"] == "strike"
            star = star and not struck
        elif body["verb"] == "star":
            star = body["on"]
        elif body["verb"] == "tag":
            tags = {name: body.get(name) or "" for name in tags}
    if (struck, star, tags["valence"], tags["intent"]) != (row.struck, row.star, row.valence, row.intent):
        verdict.lost.append(f"note {row.id} bears other marks")


def judge_tray(phones: Iterable[StormPhone], tray: list[str]) -> list[str]:
    """Words that came too late wait in the tray, each once, and nothing else does (`tray` are the words there)."""
    late = Counter(
        sent.body["text"]
        for phone in phones
        for sent in phone.history
        if (sent.status, sent.facts.get("kept")) == (409, True)
    )
    waiting = Counter(tray)
    return [f"{abs(count)} late words are not in the tray once" for count in (late - waiting).values()] + [
        f"{count} words in the tray were never said to be there" for count in (waiting - late).values()
    ]


def _judge_states(rows: list[Row], states: dict[str, dict[str, Any]], verdict: Verdict) -> None:
    for table, state in states.items():
        told = {
            (note["id"], note["text"], note["revision"], note["struck"], note["star"], note["valence"], note["intent"])
            for note in state["notes"]
        }
        kept = {
            (row.id, row.text, row.revision, row.struck, row.star, row.valence or None, row.intent or None)
            for row in rows
            if row.table == table
        }
        if told != kept or len(told) != len(state["notes"]):
            verdict.broken.append(f"table {table} sees {len(told - kept)} other notes than stand on its sheet")


def _name(sent: Sent) -> str:
    return json.dumps({"op": sent.body["op"], "verb": sent.body["verb"]})

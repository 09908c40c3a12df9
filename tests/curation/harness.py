"""A check in SQL beside its plain Python reference, over many items built by chance.

A reference says of an item: True fails, False passes, None could not decide.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aqagen.curation.checks import Check, Example
from aqagen.records import AudioFacts, CheckRun, Clip, Item, SourceRow
from aqagen.store import Store, Writer
from aqagen.store.audio import save_audio_facts
from aqagen.store.judging import judge

Reference = Callable[[Example], bool | None]


@dataclass(frozen=True)
class Judged:
    """Items in a store, by their ids, and what the checks counted."""

    store: Store
    examples: dict[str, Example]
    runs: list[CheckRun]


def put_example(writer: Writer, example: Example, key: object) -> Item:
    """Put an example's clip, row and item into a store."""
    clip = Clip.make(
        example.dataset, example.split, example.file_name,
        audio_path=f"/audio/{example.file_name}", freesound_id=example.freesound_id,
        duration_s=example.duration_s,
    )  # fmt: skip
    row = SourceRow.make(
        clip, example.metadata, key=key, file="rows.csv", line=2, facts=example.facts
    )
    item = Item.make(row, example.question, example.options, example.answer_index, example.origin)
    writer.put(row)
    writer.put(item)
    return item


def put_audio(store: Store, examples: Iterable[Example]) -> None:
    """Put what a scan would have found of the examples' files."""
    clips = {(e.dataset, e.split, e.file_name): e.audio for e in examples if e.audio is not None}
    save_audio_facts(store, [
        AudioFacts(
            Clip.make(*place).clip_id, f"/audio/{place[2]}",
            **{"size_bytes": 1, "modified_ns": 1, "status": "ok", **audio},
        )
        for place, audio in clips.items()
    ])  # fmt: skip


@contextmanager
def judged(folder: Path, examples: Iterable[Example], checks: Iterable[Check]) -> Iterator[Judged]:
    """Put examples into a store of its own and run checks over them."""
    examples = list(examples)
    with Store.open(folder / "s.duckdb") as store:
        with store.writer() as writer:
            by_id = {
                put_example(writer, example, number).item_id: example
                for number, example in enumerate(examples)
            }
        put_audio(store, examples)
        yield Judged(store, by_id, judge(store, list(checks)))


def assert_same(
    many: Judged, check: Check, reference: Reference, applies: Callable[[Example], bool],
    at_least: int = 10,
) -> None:  # fmt: skip
    """Fail where SQL and Python part, or where the items give a check nothing to find."""
    about = {key: item for key, item in many.examples.items() if applies(item)}
    verdicts = {key: reference(item) for key, item in about.items()}
    sql = "SELECT item_id FROM verdicts WHERE check_name = ? AND status = ?"
    for status, verdict in (("fail", True), ("undecided", None)):
        found = {row[0] for row in many.store.fetch(sql, [check.name, status])}
        expected = {key for key, said in verdicts.items() if said is verdict}
        assert [(many.examples[key], key in found) for key in found ^ expected] == []
    counted = [run for run in many.runs if run.check_name == check.name]
    assert sum(run.n_items for run in counted) == len(about)
    assert sum(run.n_fail for run in counted) == sum(v is True for v in verdicts.values())
    assert sum(run.n_undecided for run in counted) == sum(v is None for v in verdicts.values())
    assert sum(v is True for v in verdicts.values()) >= at_least
    assert sum(v is False for v in verdicts.values()) >= at_least

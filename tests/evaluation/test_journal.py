"""The journal: what was said is there again, whatever cut it off."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.errors import EvaluationError
from aqagen.evaluation.asks import Ask
from aqagen.evaluation.benchmarks import BenchmarkItem
from aqagen.evaluation.journal import JOURNAL_FILE, Journal
from aqagen.evaluation.judging import Said


def ask(number: int, permutation: int = 0) -> Ask:
    item = BenchmarkItem(f"i{number}", "q", "", "?", ("a", "b"), ("a", "b"), 0, "c", None)
    return Ask(item, permutation, (1, 0), "?", None)


@given(texts=st.lists(st.text(alphabet=st.characters(), max_size=20), min_size=1, max_size=5),
       cut=st.integers(1, 40))  # fmt: skip
def test_a_torn_end_loses_only_itself(texts, cut, tmp_path_factory):
    folder = tmp_path_factory.mktemp("journal")
    with Journal(folder, "mine") as journal:
        for number, text in enumerate(texts):
            journal.put(ask(number), text)
        said = dict(journal.said)
    path = folder / JOURNAL_FILE
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines)[: -min(cut, len(lines[-1]))])
    with Journal(folder, "mine") as journal:
        last = (f"i{len(texts) - 1}", 0)
        # With nothing but its line feed gone, the last one is whole.
        assert journal.said == (said if cut == 1 else {k: v for k, v in said.items() if k != last})
        journal.put(ask(len(texts) - 1), texts[-1])
    with Journal(folder, "mine") as journal:
        assert journal.said == said


def test_failures_are_kept_and_give_way_to_answers(tmp_path):
    with Journal(tmp_path, "mine") as journal:
        journal.put(ask(0), None, "http-500: down", {"attempts": 7})
        journal.pass_over(ask(1), "audio-missing")
        assert {said.error for said in journal.all_said().values()} == {
            "http-500: down", "audio-missing",
        }  # fmt: skip
    with Journal(tmp_path, "mine") as journal:
        # What was not asked is no fact to keep.
        assert set(journal.failed) == {("i0", 0)}
        journal.put(ask(0), "<answer>a</answer>")
        assert journal.all_said() == {("i0", 0): Said("<answer>a</answer>", 0, (1, 0))}
    rows = list(map(json.loads, (tmp_path / JOURNAL_FILE).read_text("utf-8").splitlines()))
    assert [row["error"] for row in rows] == ["http-500: down", None]
    assert rows[0]["attempts"] == 7


def test_configurations_do_not_see_each_other(tmp_path):
    for name in ("one", "two", "one"):
        with Journal(tmp_path, name) as journal:
            journal.put(ask(0), name)
            assert [said.text for said in journal.said.values()] == [name]


@pytest.mark.parametrize("line", ["{}", '{"config_id": "mine"}', "[]", "3"])
def test_lines_of_another_kind_are_refused(tmp_path, line):
    (tmp_path / JOURNAL_FILE).write_text(f"{line}\n", "utf-8")
    with pytest.raises(EvaluationError, match="line 1 is no answer"), Journal(tmp_path, "mine"):
        pass


def test_half_a_line_on_a_full_disk_is_not_taken_for_kept(tmp_path, monkeypatch):
    write = os.write
    with Journal(tmp_path, "mine") as journal:
        journal.put(ask(0), "a")
        monkeypatch.setattr(os, "write", lambda file, line: write(file, line[: len(line) // 2]))
        with pytest.raises(EvaluationError, match="No space left"):
            journal.put(ask(1), "b")
        monkeypatch.undo()
        assert set(journal.said) == {("i0", 0)}
    with Journal(tmp_path, "mine") as journal:
        assert set(journal.said) == {("i0", 0)}


def test_two_at_once_do_not_ask_the_same(tmp_path):
    twice = Journal(tmp_path, "mine"), Journal(tmp_path, "mine")
    with pytest.raises(EvaluationError, match="in use by another"), twice[0], twice[1]:
        pass
    with Journal(tmp_path, "mine") as journal:  # the lock goes with the one who holds it
        journal.put(ask(0), "a")

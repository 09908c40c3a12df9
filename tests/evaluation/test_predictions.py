"""`predictions.jsonl`: what is written is read back, and bad files get one clear message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.errors import AqagenError, EvaluationError
from aqagen.evaluation.predictions import Prediction, read_predictions, write_predictions

TEXT = st.text(alphabet=st.characters(), max_size=30)  # halves of surrogate pairs too


@st.composite
def predictions(draw):
    n = draw(st.integers(1, 6))
    made = []
    for number in range(n):
        answer = draw(st.none() | st.integers(0, 7))
        completion = draw(st.none() | TEXT)
        made.append(
            Prediction(
                item_id=f"item-{number}",
                question_id=draw(TEXT),
                part=draw(TEXT),
                completion=completion,
                predicted_index=draw(st.none() | st.integers(0, 7)),
                answer_index=answer,
                correct=None if answer is None else draw(st.booleans()),
                permutation=draw(st.integers(0, 3)),
                order=draw(st.none() | st.permutations(range(4)).map(tuple)),
                error="missing" if completion is None else None,
            )
        )
    return made


@given(made=predictions())
def test_what_is_written_is_read_back(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("predictions") / "predictions.jsonl"
    write_predictions(path, made)
    assert read_predictions(path) == made
    assert read_predictions(path.parent) == made
    assert path.read_bytes().count(b"\n") == len(made)


def test_the_line_has_the_names_that_others_read(tmp_path):
    path = tmp_path / "p.jsonl"
    write_predictions(path, [Prediction("i", "q", "part1", "<answer>é</answer>", 1, 1, True)])
    assert json.loads(path.read_text("utf-8")) == {
        "item_id": "i", "question_id": "q", "part": "part1", "completion": "<answer>é</answer>",
        "predicted_index": 1, "answer_index": 1, "correct": True, "permutation": 0,
    }  # fmt: skip
    assert "é" in path.read_text("utf-8")


GOOD = {"item_id": "i", "question_id": "q", "part": "", "completion": "x", "predicted_index": None,
        "answer_index": 0, "correct": False}  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "holds no predictions"),
        (["not JSON"], "line 1 is not JSON"),
        (["[]"], "line 1: the line"),
        ([json.dumps(GOOD), json.dumps(GOOD)], "permutation 0, was predicted in line 1"),
        ([json.dumps(GOOD | {"answer_index": -1})], "line 1: answer_index"),
        ([json.dumps(GOOD | {"correct": None})], "correct and answer_index are null together"),
        ([json.dumps({k: v for k, v in GOOD.items() if k != "item_id"})], "line 1: item_id"),
        ([json.dumps(GOOD | {"predicted_index": "2"})], "line 1: predicted_index"),
    ],
)  # fmt: skip
def test_a_bad_file_names_the_line(lines, message, tmp_path):
    path = tmp_path / "predictions.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_predictions(path)
    assert message in str(caught.value)


def test_a_missing_file_says_who_writes_it(tmp_path):
    with pytest.raises(EvaluationError, match="aqagen evaluate"):
        read_predictions(tmp_path / "none")


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(AqagenError, match="cannot be written"):
        write_predictions(tmp_path / "taken" / "predictions.jsonl", [])
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]

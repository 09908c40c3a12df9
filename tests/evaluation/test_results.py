"""Other systems' files: each format read, each mistake one message, and what is exported."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.errors import AqagenError
from aqagen.evaluation.benchmarks import Benchmark, load_benchmark
from aqagen.evaluation.judging import Said
from aqagen.evaluation.predictions import read_predictions, write_predictions
from aqagen.evaluation.results import read_results, write_results
from aqagen.evaluation.scoring import complete
from tests.evaluation.sets import OPTIONS, dcase_record, mmau_record, write_dcase2025, write_mmau


@pytest.fixture
def mmau(tmp_path) -> Benchmark:
    return load_benchmark("mmau", write_mmau(tmp_path / "mmau", 4))


@pytest.fixture
def dcase(tmp_path) -> Benchmark:
    records = [dcase_record("1", "fold1.wav"), dcase_record("twice", "audio1.wav"),
               dcase_record("twice", "audio2.wav", answer="C. a bell")]  # fmt: skip
    return load_benchmark("dcase2025", write_dcase2025(tmp_path / "dcase", records))


def write(path: Path, rows) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    else:
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def right(benchmark: Benchmark, path: Path) -> list[bool | None]:
    return [p.correct for p in complete(benchmark, read_results(path, benchmark))]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("r.json", "model_output"),
        ("r.json", "model_prediction"),
        ("r.jsonl", "answer_prediction"),
        ("r.jsonl", "prediction"),
    ],
)
def test_answers_in_a_column(mmau, tmp_path, name, key):
    rows = [mmau_record(n) | {key: OPTIONS[1]} for n in range(4)]
    assert right(mmau, write(tmp_path / name, rows)) == [False, True, False, False]


def test_completions_need_their_tags(mmau, tmp_path):
    rows = [
        {"id": "q1", "completion": "a cat"},
        {"id": "q0", "completion": "<answer>a dog</answer>"},
    ]
    assert right(mmau, write(tmp_path / "r.jsonl", rows)) == [True, False, False, False]


def test_csv_with_letters_and_repeated_ids_in_the_order_of_the_release(dcase, tmp_path):
    rows = [("question", "answer"), ("twice", "B. a cat"), ("1", "B. a cat"),
            ("twice", "C. a bell")]  # fmt: skip
    assert right(dcase, write(tmp_path / "r.csv", rows)) == [True, True, True]


def test_what_is_not_there_is_missing_and_wrong(mmau, tmp_path):
    rows = [{"id": "q1", "model_output": "a cat"}, {"id": "q2"}, {"id": "q3", "model_output": None}]
    made = complete(mmau, read_results(write(tmp_path / "r.jsonl", rows), mmau))
    assert [p.correct for p in made] == [False, True, False, False]
    assert [p.error for p in made] == ["missing", None, "missing", "missing"]


def test_our_own_file_is_read_back_and_can_be_judged_again(dcase, tmp_path):
    said = {(item.item_id, number): Said("B. a cat", number, (1, 0, 2, 3), bare=True)
            for item in dcase.items for number in range(2)}  # fmt: skip
    made = complete(dcase, said, 2)
    write_predictions(tmp_path / "predictions.jsonl", made)
    assert read_results(tmp_path, dcase) == said
    assert complete(dcase, read_results(tmp_path, dcase), 2) == made
    assert read_predictions(tmp_path) == made


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "nobody", "prediction": "x"}], "ids that mmau test-mini does not have: nobody"),
        ([{"id": "q1", "prediction": "x"}] * 2, "repeat an id more often than mmau has it (1)"),
        ([{"prediction": "x"}], "line 1: no item_id, question_id or id"),
        ([{"id": "q1", "prediction": 3}], "line 1: 'prediction' is 3, expected text"),
        ([{"id": "q1", "prediction": "x", "permutation": -1}], "permutation -1"),
        (
            [{"id": "q1", "prediction": "x", "permutation": 10**9}],
            "expected a number from 0 to 999",
        ),
        ([{"id": "q1", "prediction": "x", "order": "10"}], "order '10'"),
        ([], "holds no predictions"),
        (["text"], "line 1: expected a JSON object"),
    ],
)
def test_a_bad_file_has_one_clear_message(mmau, tmp_path, rows, message):
    with pytest.raises(AqagenError) as caught:
        read_results(write(tmp_path / "r.jsonl", rows), mmau)
    assert message in str(caught.value)


def test_an_item_twice_by_its_own_id_is_refused(mmau, tmp_path):
    rows = [{"item_id": mmau.items[0].item_id, "completion": "x"}] * 2
    with pytest.raises(AqagenError, match="line 2: the item"):
        read_results(write(tmp_path / "r.jsonl", rows), mmau)


@pytest.mark.parametrize(
    ("text", "message"),
    [("question;answer\n1;a\n", "semicolon"), ("question,answer\n1\n", "line 2: 1 fields")],
)
def test_a_bad_csv_has_one_clear_message(dcase, tmp_path, text, message):
    (tmp_path / "r.csv").write_text(text, "utf-8")
    with pytest.raises(AqagenError, match=message):
        read_results(tmp_path / "r.csv", dcase)


def test_a_missing_file_says_what_was_expected(dcase, tmp_path):
    with pytest.raises(AqagenError, match="question, answer"):
        read_results(tmp_path / "none.csv", dcase)


def test_predictions_of_excluded_items_count_for_nothing(tmp_path):
    records = [dcase_record("c", "audio_1.wav", answer="A. a cat"), dcase_record("d", "x.wav")]
    folder = write_dcase2025(tmp_path / "dcase", records)
    benchmark = load_benchmark("dcase2025", folder, conflicts="exclude")
    rows = [("question", "answer"), ("c", "B. a cat"), ("d", "B. a cat")]
    assert right(benchmark, write(tmp_path / "r.csv", rows)) == [True]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("mmau", ("model_output", "model_prediction")), ("mmar", ("answer_prediction",))],
)
@pytest.mark.parametrize("name", ["out.json", "out.jsonl"])
def test_files_for_official_scorers_hold_every_record(mmau, tmp_path, kind, keys, name):
    said = {(mmau.items[0].item_id, 0): Said("<answer>A DOG.</answer>"),
            (mmau.items[1].item_id, 0): Said("<answer>no idea</answer>")}  # fmt: skip
    write_results(tmp_path / name, kind, mmau, complete(mmau, said))
    text = (tmp_path / name).read_text("utf-8")
    rows = json.loads(text) if name == "out.json" else list(map(json.loads, text.splitlines()))
    for key in keys:
        # The option as released; what was said where it is none; empty where nothing was.
        assert [row[key] for row in rows] == ["a dog", "no idea", "", ""]
    assert [{k: v for k, v in row.items() if k not in keys} for row in rows] == [
        mmau_record(n) for n in range(4)
    ]
    assert right(mmau, tmp_path / name) == [True, False, False, False]


@given(texts=st.lists(st.none() | st.text(max_size=20), min_size=4, max_size=4))
def test_what_a_column_says_is_kept_as_it_is(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    benchmark = load_benchmark("mmau", write_mmau(folder / "mmau", 4))
    rows = [{"id": f"q{n}", "model_output": text} for n, text in enumerate(texts)]
    said = read_results(write(folder / "r.jsonl", rows), benchmark)
    assert [each.text for each in said.values()] == texts


def test_an_excluded_item_keeps_its_place_among_those_of_its_id(tmp_path):
    # The first of the two is excluded: its prediction must not be taken for that of the second.
    records = [dcase_record("twice", "audio1.wav", answer="A. a cat"),
               dcase_record("twice", "audio2.wav", answer="C. a bell")]  # fmt: skip
    data = write_dcase2025(tmp_path / "dcase", records)
    benchmark = load_benchmark("dcase2025", data, conflicts="exclude")
    for answers, expected in ((["B. a cat", "C. a bell"], [True]),
                              (["C. a bell", "B. a cat"], [False])):  # fmt: skip
        rows = [["question", "answer"], *(["twice", answer] for answer in answers)]
        assert right(benchmark, write(tmp_path / "p.csv", rows)) == expected


def test_strange_and_repeated_ids_are_told_apart(dcase, tmp_path):
    rows = [["question", "answer"], ["9", "x"], ["1", "x"], ["1", "x"]]
    with pytest.raises(AqagenError) as refused:
        read_results(write(tmp_path / "p.csv", rows), dcase)
    message = str(refused.value)
    assert "1 predictions are of ids that dcase2025 dev does not have: 9 (line 2)" in message
    assert "1 predictions repeat an id more often than dcase2025 has it (1): 1 (line 4)" in message

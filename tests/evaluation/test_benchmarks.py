"""Benchmarks as released, defects and all."""

import json

import pytest

from aqagen.errors import AqagenError, UsageError
from aqagen.evaluation.benchmarks import BENCHMARKS, load_benchmark
from aqagen.sources import ReadOptions, all_sources
from tests.evaluation.sets import (
    dcase_record,
    mmau_record,
    write_dcase2025,
    write_mmau,
    write_sound,
)

CONFLICT = dcase_record("c", "audio_1.wav", answer="A. a cat")


@pytest.mark.parametrize("name", sorted(BENCHMARKS))
def test_every_benchmark_is_a_source_and_reads_its_example(name, tmp_path):
    source = all_sources()[name]
    source.write_example(tmp_path)
    split = None if name in {"dcase2025", "dcase2026", "mmau", "mmar", "jsonl"} else "train"
    benchmark = load_benchmark(name, tmp_path, split)
    assert benchmark.items
    for item in benchmark.items:
        assert len(item.options) == len(item.released_options) >= 2
        assert item.answer_index is None or 0 <= item.answer_index < len(item.options)
        assert "audio-missing" in item.defects
    assert len({item.item_id for item in benchmark.items}) == len(benchmark.items)


def test_item_ids_are_those_of_the_import(tmp_path):
    write_mmau(tmp_path, 3)
    rows = all_sources()["mmau"].read(ReadOptions(tmp_path))
    benchmark = load_benchmark("mmau", tmp_path)
    assert [item.item_id for item in benchmark.items] == [row.item.item_id for row in rows]


def test_parts_categories_and_chance(tmp_path):
    benchmark = load_benchmark("mmau", write_mmau(tmp_path, 3))
    assert [item.part for item in benchmark.items] == ["music", "sound", "speech"]
    # A category in a list of one is that category.
    assert {item.categories["category"] for item in benchmark.items} == {"Reasoning"}
    assert benchmark.chance == 0.25


@pytest.mark.parametrize(("policy", "right"), [("text", 1), ("letter", 0)])
def test_a_conflict_of_letter_and_text_goes_by_the_policy_and_is_listed(tmp_path, policy, right):
    write_dcase2025(tmp_path, [CONFLICT, dcase_record("d", "fold1.wav")])
    benchmark = load_benchmark("dcase2025", tmp_path, conflicts=policy)
    assert [item.answer_index for item in benchmark.items] == [right, 1]
    assert benchmark.defect_counts()["answer-conflict"] == 1
    listed = [row for row in benchmark.defect_rows() if row.get("defect") == "answer-conflict"]
    assert listed[0]["question_id"] == "c"
    assert "letter A" in listed[0]["detail"]


def test_a_conflict_can_be_excluded_and_is_still_known_by_its_id(tmp_path):
    write_dcase2025(tmp_path, [CONFLICT, dcase_record("d", "fold1.wav")])
    benchmark = load_benchmark("dcase2025", tmp_path, conflicts="exclude")
    assert [item.question_id for item in benchmark.items] == ["d"]
    assert [(each.question_id, each.reason) for each in benchmark.excluded] == [
        ("c", "answer-conflict")
    ]


def test_the_defects_of_a_release_are_counted(tmp_path):
    write_dcase2025(
        tmp_path,
        [
            dcase_record("same", "x.wav", answer="B. a cat,"),
            dcase_record("same", "y.wav", choice=["A. yes", "B. Yes."], answer="A. yes"),
            dcase_record("other", "z.wav", answer="E. a whale"),
        ],
    )
    audio = tmp_path / "local_audio_path" / "dev"
    write_sound(audio / "x.wav")
    (audio / "y.wav").write_bytes(b"ID3\x04MP3 data, named .wav")
    benchmark = load_benchmark("dcase2025", tmp_path)
    assert benchmark.defect_counts() == {
        "answer-not-verbatim": 1, "audio-not-wav": 1, "repeated-id": 2, "repeated-option": 1,
    }  # fmt: skip
    assert benchmark.excluded_counts() == {"answer-not-an-option": 1}
    assert [item.answer_index for item in benchmark.items] == [1, 0]


def test_two_to_eight_options(tmp_path):
    choices = [f"option {n}" for n in range(8)]
    records = [mmau_record(0, choices=["yes", "no"], answer="no"),
               mmau_record(1, choices=choices, answer=choices[7])]  # fmt: skip
    benchmark = load_benchmark("mmau", write_mmau(tmp_path, records=records))
    assert [item.answer_index for item in benchmark.items] == [1, 7]
    assert [item.categories["options"] for item in benchmark.items] == ["2", "8"]


def test_a_set_without_public_answers_can_be_asked(tmp_path):
    records = [{k: v for k, v in dcase_record(f"{n}", f"{n}.wav", "eval").items() if k != "answer"}
               for n in range(2)]  # fmt: skip
    write_dcase2025(tmp_path, records, "eval")
    benchmark = load_benchmark("dcase2025", tmp_path, "eval")
    assert [item.answer_index for item in benchmark.items] == [None, None]
    assert benchmark.items[0].released_options[1] == "B. a cat"
    assert benchmark.items[0].options[1] == "a cat"
    again = load_benchmark("dcase2025", tmp_path, "eval")
    assert again.benchmark_hash == benchmark.benchmark_hash


def test_a_lost_answer_in_a_set_with_answers_is_excluded(tmp_path):
    lost = {k: v for k, v in mmau_record(1).items() if k != "answer"}
    benchmark = load_benchmark("mmau", write_mmau(tmp_path, records=[mmau_record(0), lost]))
    assert [(each.question_id, each.reason) for each in benchmark.excluded] == [
        ("q1", "answer-missing")
    ]


def test_another_revision_has_another_hash(tmp_path):
    one = load_benchmark("mmau", write_mmau(tmp_path / "one", 3))
    two = load_benchmark("mmau", write_mmau(tmp_path / "two", 3))
    records = [mmau_record(0), mmau_record(1, answer="rain"), mmau_record(2)]
    three = load_benchmark("mmau", write_mmau(tmp_path / "three", records=records))
    assert one.benchmark_hash == two.benchmark_hash != three.benchmark_hash


def test_an_unknown_benchmark_lists_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match="dcase2025, dcase2026, mmau, mmar, avqa, jsonl"):
        load_benchmark("mmlu", tmp_path)


def test_a_set_without_one_usable_item_says_why(tmp_path):
    (tmp_path / "mmau-test-mini.json").write_text(json.dumps([{"id": "x"}]), "utf-8")
    with pytest.raises(AqagenError, match="missing-field"):
        load_benchmark("mmau", tmp_path)

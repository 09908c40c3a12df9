import csv
from pathlib import Path

import pytest

from aqagen.errors import SourceError
from aqagen.records import SourceRow
from aqagen.sources import ReadOptions
from aqagen.sources.clotho_aqa import SOURCE

META = ("", "file_name", "keywords", "sound_link", "start_end_samples", "manufacturer", "license")
HEADER = ("file_name", "QuestionText", "answer", "confidence")
POLICIES = ("majority", "confident", "unanimous", "all")


def write(folder: Path, votes, *, names=("a.wav",), file_name="a.wav", question="What?"):
    lines = [(file_name, question, *vote) for vote in votes]
    metadata = [("0", name, "dog;rain", "", "", "", "") for name in names]
    tables = (("clotho_aqa_metadata", [META, *metadata]), ("clotho_aqa_train", [HEADER, *lines]))
    for name, table in tables:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)
    return folder


def read(folder: Path, answers="majority", **options):
    return list(SOURCE.read(ReadOptions(folder, answers=answers, **options)))


def chosen(folder: Path, answers="majority"):
    return [
        (row.metadata["answer"], row.facts["votes"], row.facts["disputed"])
        for row in read(folder, answers)
    ]


def test_metadata_is_what_the_prompt_shows_in_its_order(tmp_path):
    write(tmp_path, [("dog", "Yes")], names=["a &amp; b.wav"], file_name="a &amp; b.wav")
    (row,) = read(tmp_path)
    assert list(row.metadata.items()) == [
        ("question", "What?"),
        ("answer", "dog"),
        ("keywords", ["dog", "rain"]),
        ("file_name", "a & b.wav"),
    ]
    assert row.facts["answers"] == [{"answer": "dog", "confidence": "yes"}]
    assert row.clip.file_name == "a &amp; b.wav"
    assert row.clip.audio_path == str(tmp_path / "audio_files" / "a &amp; b.wav")
    assert (row.clip.license, row.clip.freesound_id) == (None, None)


def test_majority(tmp_path):
    write(tmp_path, [("cat", "yes"), ("dog", "no"), ("dog", "no")])
    assert chosen(tmp_path) == [("dog", 2, False)]


def test_a_tie_goes_to_the_surer_and_is_disputed(tmp_path):
    write(tmp_path, [("cat", "No"), ("dog", "Maybe"), ("rain", "Yes")])
    assert chosen(tmp_path) == [("rain", 1, True)]


def test_a_tie_of_equal_confidence_goes_to_the_first(tmp_path):
    write(tmp_path, [("cat", "No"), ("dog", "Maybe"), ("rain", "maybe")])
    assert chosen(tmp_path) == [("dog", 1, True)]


def test_a_group_of_six_is_one_question(tmp_path):
    votes = [("no", "yes")] * 3 + [("yes", "yes")] * 3
    write(tmp_path, votes)
    assert chosen(tmp_path) == [("no", 3, True)]


def test_a_tie_for_second_place_is_no_dispute(tmp_path):
    write(tmp_path, [("a", "no"), ("b", "yes"), ("a", "no"), ("c", "yes")])
    assert chosen(tmp_path) == [("a", 2, False)]


def test_confident(tmp_path):
    write(tmp_path, [("cat", "maybe"), ("cat", "Maybe"), ("dog", "Yes")])
    assert chosen(tmp_path, "confident") == [("dog", 1, False)]
    write(tmp_path, [("cat", "maybe"), ("cat", "no")])
    assert chosen(tmp_path, "confident") == []


def test_unanimous(tmp_path):
    write(tmp_path, [("cat", "maybe"), ("Cat.", "no"), ("cat", "yes")])
    assert chosen(tmp_path, "unanimous") == [("cat", 3, False)]
    write(tmp_path, [("cat", "maybe"), ("dog", "no")])
    assert chosen(tmp_path, "unanimous") == []


def test_all_gives_each_answer_once(tmp_path):
    write(tmp_path, [("cat", "yes"), ("dog", "no"), ("cat", "yes")])
    assert chosen(tmp_path, "all") == [("cat", 2, False), ("dog", 1, False)]


def test_an_answer_has_one_id_under_every_policy(tmp_path):
    write(tmp_path, [("Cat", "no"), ("cat", "yes"), ("cat.", "yes")])
    assert len({row.row_id for policy in POLICIES for row in read(tmp_path, policy)}) == 1


@pytest.mark.parametrize("word", ["none", "na", "null", "8times", "wd-40"])
def test_answers_are_never_null(tmp_path, word):
    write(tmp_path, [(word, "yes")])
    assert chosen(tmp_path) == [(word, 1, False)]


@pytest.mark.parametrize(
    ("questions", "metadata"),
    [
        ("souffle_me.tallique.wav", "souffle_me_tallique.wav"),
        ("souffle_me_tallique.wav", "souffle_me.tallique.wav"),
        (
            "Geese1 - (Apollonia&#39;s sPA) 18.44 05.10.wav",
            "Geese1 - (Apollonia&#39;s sPA) 18_44 05.10.wav",
        ),
    ],
)
def test_the_two_odd_names_are_aliases_both_ways(tmp_path, questions, metadata):
    write(tmp_path, [("no", "yes")], names=[metadata], file_name=questions)
    (row,) = read(tmp_path)
    assert row.clip.file_name == questions
    assert row.clip.audio_path == str(tmp_path / "audio_files" / questions)
    (tmp_path / "audio_files").mkdir()
    (tmp_path / "audio_files" / metadata).touch()
    assert read(tmp_path)[0].clip.audio_path == str(tmp_path / "audio_files" / metadata)


def test_names_that_differ_in_punctuation_are_two_clips(tmp_path):
    write(tmp_path, [("no", "yes")], names=["Fountain 1.wav"], file_name="Fountain_1.wav")
    (skip,) = read(tmp_path)
    assert skip.reason == "no-metadata"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"file_name": "../a.wav"}, "unsafe-file-name"),
        ({"question": " "}, "empty-question"),
        ({"votes": [("", "yes")]}, "empty-answer"),
        ({"votes": [("dog", "yes", "more")]}, "wrong-field-count"),
    ],
)
def test_a_bad_row_is_one_skip(tmp_path, change, reason):
    write(tmp_path, **({"votes": [("dog", "yes")]} | change))
    (skip,) = read(tmp_path)
    assert (skip.reason, skip.file, skip.line) == (reason, "clotho_aqa_train.csv", 2)


def test_an_annotation_without_an_answer_does_not_vote(tmp_path):
    write(tmp_path, [("", "yes"), ("dog", "no")])
    skip, row = read(tmp_path)
    assert skip.reason == "empty-answer"
    assert len(row.facts["answers"]) == 1


def test_unknown_confidence_weighs_nothing(tmp_path):
    write(tmp_path, [("cat", "sure"), ("dog", "maybe")])
    assert chosen(tmp_path) == [("dog", 1, True)]


@pytest.mark.parametrize("missing", ["clotho_aqa_metadata.csv", "clotho_aqa_train.csv"])
def test_a_missing_file_is_named(tmp_path, missing):
    SOURCE.write_example(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(SourceError, match=f"{missing} is missing"):
        read(tmp_path)


def test_a_wrong_delimiter_is_named(tmp_path):
    write(tmp_path, [("dog", "yes")])
    (tmp_path / "clotho_aqa_train.csv").write_text(";".join(HEADER), encoding="utf-8")
    with pytest.raises(SourceError, match=r"clotho_aqa_train\.csv line 1.*semicolons"):
        read(tmp_path)


def test_a_flat_audio_folder_is_found(tmp_path):
    write(tmp_path, [("dog", "yes")])
    (tmp_path / "a.wav").touch()
    (row,) = read(tmp_path)
    assert isinstance(row, SourceRow)
    assert row.clip.audio_path == str(tmp_path / "a.wav")

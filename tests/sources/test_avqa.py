import json
from pathlib import Path

import pytest

from aqagen.errors import SourceError
from aqagen.records import SkippedRow
from aqagen.sources import ReadOptions
from aqagen.sources.avqa import SOURCE

RECORD = {
    "id": 183,
    "video_name": "-HG3Omg_89c_000030",
    "question_text": "What is in the video?",
    "multi_choice": ["car", "boat", "video", "dog"],
    "answer": 2,
    "question_relation": "Sound",
    "question_type": "Which",
}
R1 = RECORD | {"dataset_name": "AVQA", "audio_path": "data/audio/-HG3Omg_89c_30.wav"}


def write(path: Path, *records) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.suffix == ".jsonl"
    text = "\n".join(map(json.dumps, records)) if lines else json.dumps(records, indent=1)
    path.write_text(text, encoding="utf-8")
    return path


def read(data: Path, **options):
    return list(SOURCE.read(ReadOptions(data, **options)))


def test_a_record_becomes_an_item_on_audio(tmp_path):
    write(tmp_path / "train_qa.json", RECORD)
    (row,) = read(tmp_path)
    assert row.item.question == "What is in the audio?"
    assert row.item.options == ("car", "boat", "video", "dog")
    assert (row.item.answer, row.line) == ("video", 2)
    assert row.metadata == RECORD
    assert row.facts == {
        "question_id": "183",
        "question_relation": "Sound",
        "question_type": "Which",
    }
    assert row.clip.file_name == "-HG3Omg_89c_000030.wav"


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ("Video or videos?", "Audio or audios?"),
        ("The VIDEO's sound", "The AUDIO's sound"),
        ("A videotape", "A videotape"),
    ],
)
def test_whole_words_change_and_keep_their_case(tmp_path, asked, heard):
    write(tmp_path / "train_qa.json", RECORD | {"question_text": asked})
    assert read(tmp_path)[0].item.question == heard


@pytest.mark.parametrize("name", ["-HG3Omg_89c_000030.wav", "-HG3Omg_89c_30.wav"])
@pytest.mark.parametrize("record", [RECORD, R1])
def test_both_audio_namings_are_found_and_are_one_clip(tmp_path, name, record):
    write(tmp_path / "train_qa.json", record)
    (expected,) = read(tmp_path)
    assert expected.clip.audio_path == str(tmp_path / "audio" / "-HG3Omg_89c_000030.wav")
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / name).touch()
    (row,) = read(tmp_path)
    assert row.clip.audio_path == str(tmp_path / "audio" / name)
    assert (row.row_id, row.clip.clip_id) == (expected.row_id, expected.clip.clip_id)


def test_a_record_without_a_video_name_goes_by_its_audio_path(tmp_path):
    record = {key: R1[key] for key in R1 if key != "video_name"}
    write(tmp_path / "train_qa.json", record)
    assert read(tmp_path)[0].clip.file_name == "-HG3Omg_89c_000030.wav"


def test_a_path_that_leads_out_is_not_followed(tmp_path):
    (tmp_path / "secret.wav").touch()
    data = tmp_path / "data"
    write(data / "train_qa.json", R1 | {"audio_path": "../secret.wav"})
    assert Path(read(data)[0].clip.audio_path).is_relative_to(data)


def test_json_lines_of_r1_aqa(tmp_path):
    write(tmp_path / "train.jsonl", R1, R1 | {"id": 184})
    write(tmp_path / "val.jsonl", R1)
    assert [row.line for row in read(tmp_path)] == [1, 2]
    assert [row.split for row in read(tmp_path, split="val")] == ["val"]


def test_one_file_of_any_name(tmp_path):
    write(tmp_path / "some.jsonl", R1)
    write(tmp_path / "other.json", RECORD)
    assert len(read(tmp_path / "some.jsonl")) == len(read(tmp_path / "other.json")) == 1
    assert read(tmp_path / "other.json")[0].file == "other.json"
    assert len(read(tmp_path)) == 1


def test_equal_records_are_two_rows(tmp_path):
    write(tmp_path / "train_qa.json", RECORD, RECORD)
    assert len({row.row_id for row in read(tmp_path)}) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer": 4}, "answer-not-an-option"),
        ({"answer": None}, "answer-missing"),
        ({"video_name": "../x"}, "unsafe-file-name"),
        ({"video_name": ""}, "missing-field"),
        ({"multi_choice": None}, "bad-value"),
    ],
)
def test_a_bad_record_is_one_skip(tmp_path, change, reason):
    write(tmp_path / "train_qa.json", RECORD | change, RECORD)
    skip, _ = read(tmp_path)
    assert (skip.reason, skip.line) == (reason, 2)


def test_an_empty_array(tmp_path):
    write(tmp_path / "train_qa.json")
    assert read(tmp_path) == []


def test_elements_that_are_no_objects_are_skipped(tmp_path):
    write(tmp_path / "train_qa.json", 1, RECORD)
    skip, _ = read(tmp_path)
    assert skip.reason == "not-an-object"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[\n{]", "line 2, character 2"),
        ('[\n{"a": 1}', "line 2: got the end of the file"),
        ('[{"a": 1} {"b": 2}]', "line 1: got {, expected a comma"),
        ("[" * 100_000, "line 1: nested deeper"),
    ],
)
def test_a_broken_array_names_the_place(tmp_path, text, message):
    (tmp_path / "train_qa.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read(tmp_path)


def test_a_broken_line_is_one_skip(tmp_path):
    path = write(tmp_path / "train.jsonl", R1)
    path.write_text(f"{{\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    skip, row = read(tmp_path)
    assert isinstance(skip, SkippedRow)
    assert (skip.reason, skip.line, row.line) == ("not-json", 1, 3)


def test_no_file_of_the_split(tmp_path):
    write(tmp_path / "train.jsonl", R1)
    with pytest.raises(SourceError, match=r"val_qa\.json is missing"):
        read(tmp_path, split="val")

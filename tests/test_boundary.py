"""The schemas for everyone else say the same as the models, and the importer as both."""

import json

import jsonschema
import pytest
from pydantic import ValidationError

from aqagen.boundary import SCHEMAS, schema_text
from aqagen.records import SourceRow
from aqagen.resources import resource_dir
from aqagen.sources import ReadOptions
from aqagen.sources.jsonl import SOURCE

LETTERS = {"A": "a dog", "B": "a cat", "C": "a cow", "D": "a pig"}
ANSWER = {"question": "What barks?", "options": LETTERS, "answer": "A"}
IMPORTED = {
    "question": "What barks?",
    "options": ["a dog", "a cat"],
    "answer": "a dog",
    "audio_path": "a/1.wav",
}
MIXTURE = {
    "item_id": "0123",
    "dataset": "tacos",
    "clip_id": "4567",
    "question": "What barks?",
    "options": ["a dog", "a cat"],
    "answer": "a cat",
    "answer_index": 1,
    "audio_path": None,
    "origin": "offline",
}
ABSENT = object()  # in a change: the field is taken away

GOOD = [
    ("answer", ANSWER, {}),
    ("answer", ANSWER, {"answer": "D"}),
    ("generated_item", ANSWER, {}),
    ("generated_item", ANSWER, {"options": ["a", "b"], "answer": 1, "more": True}),
    ("generated_item", ANSWER, {"answer": "A. a dog"}),
    ("imported_item", IMPORTED, {}),
    ("imported_item", IMPORTED, {"answer": ABSENT, "answer_index": 1}),
    ("imported_item", IMPORTED, {"answer": None, "answer_index": 0}),
    ("imported_item", IMPORTED, {"answer_index": 0, "answer": "A"}),
    ("imported_item", IMPORTED, {"id": "x", "split": "dev", "duration_s": 4, "license": "CC0"}),
    ("imported_item", IMPORTED, {"id": 7, "split": None, "duration_s": 0.5, "license": None}),
    ("imported_item", IMPORTED, {"question_type": "temporal", "nested": {"a": [1]}}),
    ("imported_item", IMPORTED, {"options": ["a dog", "a cat", "a cow", "a pig", "a hen"]}),
    ("mixture_row", MIXTURE, {}),
    ("mixture_row", MIXTURE, {"audio_path": "/a/1.wav", "origin": "edited"}),
]
BAD = [
    ("answer", ANSWER, {"answer": "E"}),
    ("answer", ANSWER, {"answer": "a dog"}),
    ("answer", ANSWER, {"options": {**LETTERS, "E": "a hen"}}),
    ("answer", ANSWER, {"options": {"A": "a dog"}}),
    ("answer", ANSWER, {"options": {**LETTERS, "D": " "}}),
    ("answer", ANSWER, {"reason": "it barks"}),
    ("answer", ANSWER, {"question": ABSENT}),
    ("generated_item", ANSWER, {"options": "a, b"}),
    ("generated_item", ANSWER, {"options": [1, 2]}),
    ("generated_item", ANSWER, {"answer": None}),
    ("generated_item", ANSWER, {"question": ""}),
    ("imported_item", IMPORTED, {"question": " "}),
    ("imported_item", IMPORTED, {"question": 3}),
    ("imported_item", IMPORTED, {"question": ABSENT}),
    ("imported_item", IMPORTED, {"options": ABSENT}),
    ("imported_item", IMPORTED, {"options": ["a dog"]}),
    ("imported_item", IMPORTED, {"options": ["a dog", ""]}),
    ("imported_item", IMPORTED, {"options": ["a dog", 2]}),
    ("imported_item", IMPORTED, {"options": "a dog"}),
    ("imported_item", IMPORTED, {"answer": ABSENT}),
    ("imported_item", IMPORTED, {"answer": None}),
    ("imported_item", IMPORTED, {"answer": 1.5}),
    ("imported_item", IMPORTED, {"answer_index": -1}),
    ("imported_item", IMPORTED, {"answer_index": True}),
    ("imported_item", IMPORTED, {"answer_index": "0"}),
    ("imported_item", IMPORTED, {"audio_path": ABSENT}),
    ("imported_item", IMPORTED, {"audio_path": ""}),
    ("imported_item", IMPORTED, {"duration_s": 0}),
    ("imported_item", IMPORTED, {"duration_s": "4"}),
    ("imported_item", IMPORTED, {"duration_s": True}),
    ("imported_item", IMPORTED, {"split": 3}),
    ("imported_item", IMPORTED, {"license": ["CC0"]}),
    ("mixture_row", MIXTURE, {"origin": "guessed"}),
    ("mixture_row", MIXTURE, {"answer_index": "1"}),
    ("mixture_row", MIXTURE, {"answer_index": -1}),
    ("mixture_row", MIXTURE, {"audio_path": ABSENT}),
    ("mixture_row", MIXTURE, {"split": "train"}),
    ("mixture_row", MIXTURE, {"options": ["a cat"], "answer_index": 0}),
]
# What no schema can say: it is between two fields.
ONLY_MODELS = [
    ("imported_item", IMPORTED, {"answer_index": 2}),
    ("mixture_row", MIXTURE, {"answer_index": 2}),
    ("mixture_row", MIXTURE, {"answer_index": 0}),
]


def changed(record: dict, change: dict) -> dict:
    return {key: value for key, value in (record | change).items() if value is not ABSENT}


def schema_takes(name: str, record: dict) -> bool:
    return jsonschema.Draft202012Validator(json.loads(schema_text(name))).is_valid(record)


def model_takes(name: str, record: dict) -> bool:
    try:
        SCHEMAS[name].model_validate(record)
    except ValidationError:
        return False
    return True


def importer_takes(folder, record: dict) -> bool:
    path = folder / "x.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (row,) = SOURCE.read(ReadOptions(path))
    return isinstance(row, SourceRow)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_file_is_what_the_model_says(name):
    """When this fails: python -m aqagen.boundary."""
    file = resource_dir("schemas") / f"{name}.schema.json"
    assert file.read_text("utf-8") == schema_text(name)


def test_there_is_no_other_schema():
    files = {path.name.removesuffix(".schema.json") for path in resource_dir("schemas").iterdir()}
    assert files == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_json_schema(name):
    schema = json.loads(schema_text(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize(("name", "record", "change"), GOOD)
def test_good_records(tmp_path, name, record, change):
    record = changed(record, change)
    assert model_takes(name, record)
    assert schema_takes(name, record)
    if name == "imported_item":
        assert importer_takes(tmp_path, record)


@pytest.mark.parametrize(("name", "record", "change"), BAD)
def test_bad_records(tmp_path, name, record, change):
    record = changed(record, change)
    assert not model_takes(name, record)
    assert not schema_takes(name, record)
    if name == "imported_item":
        assert not importer_takes(tmp_path, record)


@pytest.mark.parametrize(("name", "record", "change"), ONLY_MODELS)
def test_bad_records_that_pass_the_schema(tmp_path, name, record, change):
    record = changed(record, change)
    assert not model_takes(name, record)
    assert schema_takes(name, record)
    if name == "imported_item":
        assert not importer_takes(tmp_path, record)

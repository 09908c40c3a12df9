"""Ids: the same input gives the same id on every machine, today and in a year."""

import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.ids import canonical_json, content_id, text_hash
from aqagen.records import Clip, Item, SkippedRow, SourceRow

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)  # fmt: skip


def reversed_keys(value):
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(list(value))}
    return [reversed_keys(each) for each in value] if isinstance(value, list) else value


@given(JSON)
def test_canonical_json_is_json_of_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(JSON)
def test_the_order_of_keys_does_not_count(value):
    assert canonical_json(reversed_keys(value)) == canonical_json(value)
    assert content_id("row", {"v": reversed_keys(value)}) == content_id("row", {"v": value})


@given(st.text(), st.text())
def test_texts_have_the_same_hash_only_when_they_are_the_same(left, right):
    assert (text_hash(left) == text_hash(right)) == (left == right)


def test_the_order_of_a_list_counts():
    assert content_id("item", {"options": ["a", "b"]}) != content_id(
        "item", {"options": ["b", "a"]}
    )


def test_a_tuple_is_a_list():
    assert content_id("item", {"options": ("a", "b")}) == content_id(
        "item", {"options": ["a", "b"]}
    )


def test_two_nouns_never_share_an_id():
    assert content_id("clip", {"a": 1}) != content_id("row", {"a": 1})


def test_fields_do_not_run_into_each_other():
    assert content_id("x", {"a": "1", "b": "2"}) != content_id("x", {"a": '1","b":"2'})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, {"a": [math.nan]}])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object()])
def test_what_is_not_json_is_refused(value):
    with pytest.raises(TypeError, match="not JSON serializable"):
        canonical_json(value)


def test_lone_surrogates_have_ids_of_their_own():
    ids = {content_id("row", {"t": text}) for text in ("\ud800", "\udfff", "?", "\ufffd", "")}
    assert len(ids) == 5


def test_unicode_is_not_normalised():
    assert text_hash("\u00e9") != text_hash("e\u0301")


def test_canonical_json_is_pinned():
    value = {"b": [1, 2.5, 1e21, -0.0], "a": 'é " \\ \n \u2028 🐕', "c": {"y": None, "x": True}}
    assert canonical_json(value) == (
        '{"a":"é \\" \\\\ \\n \u2028 🐕","b":[1,2.5,1e+21,-0.0],"c":{"x":true,"y":null}}'
    )


def test_text_hashes_are_pinned():
    # 32 hex digits of SHA-256, as `printf '' | sha256sum` prints them.
    assert text_hash("") == "e3b0c44298fc1c149afbf4c8996fb924"
    assert text_hash("abc") == "ba7816bf8f01cfea414140de5dae2223"
    assert content_id("clip", {}) == text_hash('["clip",{}]')


def test_the_ids_of_records_are_pinned():
    """A store made yesterday must be found again tomorrow: these never change."""
    clip = Clip.make("tacos", "all", "Dög 1.mp3", audio_path="/here/Dög 1.mp3", duration_s=2.5)
    metadata = {"caption": 'A "dog" barks 🐕', "keywords": ["dog"]}
    row = SourceRow.make(clip, metadata, key=[0.5, 1.25, 0], file="strong.csv", line=7)
    item = Item.make(row, "What?", ("a dog", "a cat"), 0, "generated", "c")
    skip = SkippedRow("tacos", "all", "strong.csv", 8, "no-audio", "gone")
    assert clip.clip_id == "94c8f08896e2a322250a3b64d7857e72"
    assert row.row_id == "3a734b2827a8dd794bbd2f8698cc9f23"
    assert item.item_id == "73b7f6593e006bf5a3555f350cf8ef73"
    assert skip.skip_id == "8900abfa46a74ec1efb388d534b2b44a"


def test_ids_do_not_depend_on_this_machine():
    """Neither where the audio lies, nor the file and line that a row was read from."""
    ids = set()
    for place in ("/here", "/there"):
        clip = Clip.make("tacos", "all", "1.mp3", audio_path=f"{place}/1.mp3")
        ids.add(SourceRow.make(clip, {"caption": "x"}, key=0, file=place, line=len(ids)).row_id)
    assert len(ids) == 1


def test_ids_do_not_depend_on_the_hash_seed():
    code = "from aqagen.ids import content_id; print(content_id('x', {'b': 1, 'a': {'d': 2}}))"
    out = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True,
            capture_output=True, text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert out == {content_id("x", {"a": {"d": 2}, "b": 1})}


@given(JSON)
def test_the_quick_way_spells_as_the_definition_does(value):
    expected = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical_json(value) == expected


@pytest.mark.parametrize(
    "value", [1e-5, 1e16, -0.0, 2**64, {"b": 1, "\U0001f600": 2, "\uffff": 3}, {1: 2}, "\ud800\x7f"]
)
def test_where_encoders_differ_the_definition_counts(value):
    expected = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical_json(value) == expected
    assert canonical_json([{"a": value}]) == f'[{{"a":{expected}}}]'

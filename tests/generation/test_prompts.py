"""The prompts: what is sent, byte for byte, and what a user's own file must look like."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.errors import PromptError
from aqagen.generation.prompts import PLACEHOLDER, Prompt, load_prompt

GOLDEN = Path(__file__).parent / "golden"

NASTY_TACOS = {
    "caption": 'A man says "one, two" and a {door} slams.',
    "keywords": ["speech", "door-slam", 'the "big" one', "naïve café", "{INPUT_JSON_DATA}"],
    "superclass": "Human sounds & more",
    "subclass": "Speech\\Talk",
    "description": (
        "Recorded in Zürich — 3 takes.\nLine two:\r\n\ttabbed, {braces} and [brackets]\n\n"
        '<a href="http://example.org/?a=1&b=2">more</a> <br/>\n'
        'My "quoted" text, {INPUT_JSON_DATA} and ```json [{"question": "?"}] ``` 🐕‍🦺\u2028 end'
    ),
}
NASTY_CLOTHO = {
    "question": 'Is the "dog" {barking} ?\n',
    "answer": "yes",
    "keywords": ["dog", "bark 🐶", "a;b"],
    "file_name": 'Dogs & cats\' {take 2} "final" #1.wav',
}

KEYS = st.text(max_size=10)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30) | st.sampled_from([PLACEHOLDER, "{}", "```", '"', "\\", "\u2028"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "metadata", "golden"),
    [("tacos", NASTY_TACOS, "tacos.txt"), ("clotho-aqa", NASTY_CLOTHO, "clotho_aqa.txt")],
)
def test_the_papers_prompt_is_sent_byte_for_byte(dataset, metadata, golden):
    assert load_prompt(dataset).render(metadata).encode() == (GOLDEN / golden).read_bytes()


@pytest.mark.parametrize("dataset", ["tacos", "clotho-aqa"])
def test_nothing_of_the_pdf_is_left_in_a_prompt(dataset):
    text = load_prompt(dataset).text
    assert text.count(PLACEHOLDER) == 1
    assert f"\n\n{PLACEHOLDER}\n\n" in text
    assert "\\_" not in text
    assert "`` `" not in text
    assert "###" not in text
    assert text.count("```json\n") == text.count("\n```\n") == 2
    assert text.endswith("Now, generate a QA pair.")


def test_the_trailing_comma_of_the_clotho_example_stays():
    assert load_prompt("clotho-aqa").text.count("  },\n]") == 2
    assert load_prompt("tacos").text.count("  }\n]") == 2


@given(st.dictionaries(KEYS, JSON, max_size=5), st.sampled_from(["tacos", "clotho-aqa"]))
def test_any_metadata_comes_back_out_of_the_prompt(metadata, dataset):
    prompt = load_prompt(dataset)
    before, after = prompt.text.split(PLACEHOLDER)
    rendered = prompt.render(metadata)
    assert rendered.startswith(before)
    assert rendered.endswith(after)
    shown = json.loads(rendered[len(before) : len(rendered) - len(after)])
    assert shown == metadata
    assert list(shown) == list(metadata)


def test_the_description_is_there_as_it_is_but_for_what_json_escapes():
    rendered = load_prompt("tacos").render(NASTY_TACOS)
    assert json.dumps(NASTY_TACOS["description"], ensure_ascii=False) in rendered
    assert "🐕‍🦺" in rendered
    assert "Zürich — 3 takes" in rendered


def test_a_users_own_prompt_has_its_files_name_and_its_texts_hash(tmp_path):
    file = tmp_path / "short one.md"
    file.write_text("Ask {freely} about {INPUT_JSON_DATA}.\n", encoding="utf-8")
    prompt = load_prompt("tacos", file)
    assert prompt.name == "short one"
    assert prompt.render({"caption": "x"}) == 'Ask {freely} about {\n  "caption": "x"\n}.'
    assert prompt.prompt_hash == Prompt("another name", prompt.text).prompt_hash
    assert prompt.prompt_hash != Prompt(prompt.name, prompt.text + " ").prompt_hash


def test_a_byte_order_mark_is_not_part_of_the_prompt(tmp_path):
    file = tmp_path / "windows.txt"
    file.write_bytes(b"\xef\xbb\xbfAsk about {INPUT_JSON_DATA}\r\nnow\r\n")
    assert load_prompt("tacos", file).text == "Ask about {INPUT_JSON_DATA}\nnow"


def test_a_prompt_without_the_placeholder_is_refused(tmp_path):
    file = tmp_path / "mine.md"
    file.write_text("Ask about {INPUT\\_JSON\\_DATA}", encoding="utf-8")
    with pytest.raises(PromptError, match=r"mine\.md has no \{INPUT_JSON_DATA\}: put it where"):
        load_prompt("tacos", file)


def test_a_missing_prompt_is_refused(tmp_path):
    with pytest.raises(PromptError, match=r"none\.md cannot be read: No such file"):
        load_prompt("tacos", tmp_path / "none.md")


def test_a_folder_is_no_prompt(tmp_path):
    with pytest.raises(PromptError, match="cannot be read: Is a directory"):
        load_prompt("tacos", tmp_path)


def test_a_prompt_that_is_not_utf8_is_refused(tmp_path):
    file = tmp_path / "latin.md"
    file.write_bytes("Über {INPUT_JSON_DATA}".encode("latin-1"))
    with pytest.raises(PromptError, match=r"latin\.md cannot be read: not UTF-8 text"):
        load_prompt("tacos", file)

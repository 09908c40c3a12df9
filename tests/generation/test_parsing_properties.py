"""The parser on any item and on any text: exact, or a documented reason, and always quick."""

import json
import random
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aqagen.answers import LETTERS, strip_letters
from aqagen.generation import parsing
from aqagen.generation.parsing import PARSE_REASONS, ParsedItem, Rejection, parse_completion

FRAGMENTS = st.sampled_from(
    ['"', "\\", "{", "}", "[", "]", ",", ",]", ",}", ":", "```", "```json", "“", "”", "’", "'",  # noqa: RUF001
     "\n", "//", "A. ", "B) ", "(C) ", "\\n", '\\"', "null", "<b>", "é", "🐕", "\u2028", "A", " "]
)  # fmt: skip
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "))
TEXT = st.lists(FRAGMENTS | PRINTABLE, min_size=1, max_size=6).map("".join)
# Only right before a bracket or a line's end are these letters a tag inside a string too.
TEXT = TEXT.filter(lambda text: "</think>" not in text)
# Text that has something in it: what is only white space is no question and no option.
VISIBLE = TEXT.filter(str.strip)
ITEMS = st.tuples(VISIBLE, st.lists(VISIBLE, min_size=2, max_size=5), st.integers(0, 4)).filter(
    lambda item: item[2] < len(item[1])
)
SURFACES = {
    "bare": "{}",
    "list": "[{}]",
    "fenced": "```json\n[{}]\n```",
    "fence never closed": "```json\n{}",
    "trailing comma": "[{},]",
    "words around": "Here it is:\n{}\nI hope it helps.",
    "words around a fence": "Sure!\n\n```json\n{}\n```\nDone [1].",
    "thoughts": '<think>a {{b}} "c" [</think>\n{}',
    "thoughts and a trailing comma": "<think>```</think>```\n[ {} , ]```",
}


def spelled(question, options, index, shape, ascii_only):
    given_options = dict(zip(LETTERS, options, strict=False)) if shape == "dict" else options
    if shape == "lettered":
        given_options = [f"{x}. {text}" for x, text in zip(LETTERS, options, strict=False)]
    item = {"question": question, "options": given_options, "answer": LETTERS[index]}
    return json.dumps(item, ensure_ascii=ascii_only)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@given(ITEMS, st.sampled_from(["dict", "list", "lettered"]), st.booleans())
@example(("``` {", ['"x",]', "\\"], 1), "list", False)
def test_any_item_comes_back_exactly(surface, item, shape, ascii_only):
    question, options, index = item
    text = surface.format(spelled(question, options, index, shape, ascii_only))
    parsed = parse_completion(text, "stop")
    plain = strip_letters(options)
    if isinstance(parsed, Rejection) and parsed.reason == "answer-ambiguous":
        # The letter is at the same time the whole text of another option.
        assert any(p.strip(" ,;.").upper() == LETTERS[index] for p in plain)
    elif not all(plain):
        # Options like "A. " are letters without a text.
        assert isinstance(parsed, Rejection)
        assert parsed.reason == "wrong-shape"
    else:
        assert parsed == ParsedItem(question.strip(), plain, index, 1)


# Words in which an answer "as it was asked for" and its close relatives differ.
WORDS = st.sampled_from(
    ["rain", " rain ", "B", "b.", "A. rain", "B. dog", "D) x", "", " ", "\x1c", "\u2003", "```",
     "a\n```", "</think>", "<think>", 'a "b"', "\\", "é", "{", "},{", "\ud800", "Rain,", "rain ."]
)  # fmt: skip
AROUND = [  # with § for the item
    "§", " §\n", "[§]", "[ § ]", "[[§]]", "[§,]", "[§, 5]", "[§, NaN]", "[§]{}", "§x", "§{",
    "```json\n§\n```", "```\n[§]```", "\n ```json § ```", "```json\n§", "```json\n§\n",
    "Yes: §", "```json\n§{",
    "```json\n§\n```\n</think>", "```\n§\n```\n§", "```\n§\n```\n```\n[§]\n```",
    "<think>a</think>§", "</think>§",
]  # fmt: skip
EDITS = [
    ("", ""), ('"A"', '"B"'), ('"D"', '"a"'), ('"D"', '"E"'), ('"answer"', '"options"'),
    ('"answer"', '"Answer"'), ('{"question"', '{"question": 1, "question"'), ("}}", '}, "n": 1}'),
    ("}}", '}, "n": "x"}'), (': "', ": '"), (", ", ",\n"), ('"B": ', '"B": 1, "X": '), ("{", "{,"),
]  # fmt: skip


@given(
    st.lists(WORDS, min_size=5, max_size=5),
    st.sampled_from([*"ABCDEab", "B.", "B. dog", "rain", "", " ", None, 1, True]),
    st.sampled_from(AROUND),
    st.sampled_from(EDITS),
    st.sampled_from([None, "stop", "length", "content_filter"]),
    st.booleans(),
)
def test_the_short_way_says_what_the_long_way_says(
    words, answer, around, edit, finish_reason, ascii_only
):
    options = dict(zip("ABCD", words[1:], strict=True))
    item = {"question": words[0], "answer": answer, "options": options}
    spelled_item = json.dumps(item, ensure_ascii=ascii_only)
    text = around.replace("§", spelled_item.replace(*edit) if edit[0] else spelled_item)
    short = parse_completion(text, finish_reason)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "_as_asked", lambda _: None)
        assert parse_completion(text, finish_reason) == short


@pytest.mark.parametrize("around", ["{}", "[{}]", "```json\n[{}]\n```", "```json\n{}\n```\n"])
def test_the_short_way_is_taken(around, monkeypatch):
    monkeypatch.setattr(parsing, "read_objects", lambda *_: pytest.fail("the long way"))
    text = around.format(spelled("What?", ["a", "b", "c", "d"], 2, "dict", ascii_only=False))
    assert parse_completion(text, "stop") == ParsedItem("What?", ("a", "b", "c", "d"), 2, 1)


@given(ITEMS)
def test_an_answer_as_text_points_at_an_option_that_reads_the_same(item):
    question, options, index = item
    text = json.dumps({"question": question, "options": options, "answer": options[index]})
    parsed = parse_completion(text)
    if isinstance(parsed, ParsedItem):
        assert parsed.options[parsed.answer_index] == strip_letters(options)[index]
    else:
        # A text that looks like a letter, or like a letter with a text.
        assert parsed.reason in {
            "answer-ambiguous", "answer-not-an-option", "answer-conflict", "wrong-shape",
        }  # fmt: skip


@given(ITEMS, st.data())
def test_no_cut_gives_another_item(item, data):
    whole = spelled(*item, "list", ascii_only=False)
    parsed = parse_completion(whole[: data.draw(st.integers(0, len(whole) - 2))], "stop")
    assert isinstance(parsed, Rejection)


@given(st.lists(FRAGMENTS | st.text(), max_size=30).map("".join), st.sampled_from([None, "length"]))
@example('{"question": "Q", "options": ["x", "y"], "answer": ' + "1" * 5000 + "}", None)
@example('{"question": "Q", "options": ["x", "y"], "answer": 1e999}', None)
def test_any_text_is_an_item_or_a_documented_reason(text, finish_reason):
    parsed = parse_completion(text, finish_reason)
    if isinstance(parsed, Rejection):
        assert parsed.reason in PARSE_REASONS


@given(st.randoms(use_true_random=False))
def test_a_damaged_item_is_an_item_or_a_documented_reason(chance: random.Random):
    """A few characters lost, doubled or put in: the parser and the repairer never raise."""
    characters = list(
        '```json\n[{"question": "What?", "options": {"A": "a dog", "B": "it\'s"}, "answer": "B"},]'
    )
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(characters))
        characters[place : place + chance.randint(0, 2)] = chance.choice("\"'{}[]:,\\/`“ \n#x")
    parsed = parse_completion("".join(characters))
    assert isinstance(parsed, ParsedItem) or parsed.reason in PARSE_REASONS


PATHOLOGICAL = {
    "open brackets": lambda n: "[{" * (n // 2),
    "open lists": lambda n: '{"a":' + "[" * n,
    "nested objects": lambda n: '{"a":' * (n // 5),
    "quotes": lambda n: "{" + '"' * n,
    "quotes, closed": lambda n: "{" + '"' * n + "}",
    "escaped quotes": lambda n: '{"' + '\\"' * (n // 2),
    "smart quotes": lambda n: "{" + "“" * n + "}",
    "pairs": lambda n: "{" + '"a": "b" ' * (n // 9) + "}",
    "words": lambda n: "{" + "a b " * (n // 4) + "}",
    "commas": lambda n: '{"a"' + "," * n + "}",
    "commas and spaces": lambda n: '{"a" 1' + ", " * (n // 2) + "x}",
    "white space": lambda n: "[" + " " * n + "x",
    "white space and braces": lambda n: "{ " * (n // 2),
    "small objects": lambda n: "{}" * (n // 2),
    "fences": lambda n: "\n```{" * (n // 5),
    "thoughts": lambda n: "<think>" * (n // 7),
    "closed thoughts": lambda n: "</think>" * (n // 8) + "{",
    "backslashes": lambda n: '{"' + "\\" * n + '"}',
    "digits": lambda n: '{"question": ' + "1" * n + "}",
    "a long string": lambda n: '{"question": "' + "x" * n + '",}',
}


def n_steps(text):
    """How many lines of Python are run until the text is rejected: no clock, no other's load."""
    n, before = 0, sys.gettrace()

    def step(_frame, event, _argument):
        nonlocal n
        n += event == "line"
        return step

    sys.settrace(step)
    try:
        parsed = parse_completion(text)
    finally:
        sys.settrace(before)
    assert isinstance(parsed, Rejection)
    assert parsed.reason in PARSE_REASONS
    return n


@pytest.mark.parametrize("make", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_the_work_grows_with_the_length_and_not_with_its_square(make):
    """Ten times the text takes about ten times the steps; a square would take a hundred times."""
    assert n_steps(make(60_000)) < 15 * n_steps(make(6_000))


@pytest.mark.parametrize("make", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_a_megabyte_is_rejected(make):
    """What the steps do not show: with a square inside of a pattern this would not end."""
    assert isinstance(parse_completion(make(1_000_000)), Rejection)


def test_an_item_of_a_megabyte_is_read():
    """Only repair has a limit: JSON that is whole may be as long as it likes."""
    item = {"question": "x" * 1_000_000, "options": ["a, ]", "b"], "answer": "B"}
    for text in (json.dumps(item), f"[{json.dumps(item)},]"):
        assert parse_completion(text) == ParsedItem(item["question"], ("a, ]", "b"), 1, 1)

"""What models really send, form by form, and the item or the reason that comes of it."""

import json

import pytest

from aqagen.boundary import schema_text
from aqagen.generation.parsing import PARSE_REASONS, ParsedItem, Rejection, parse_completion
from aqagen.generation.prompts import load_prompt

QUESTION = "What happens after the bell?"
OPTIONS = ("A dog barks twice", "A car, far away, passes", "Rain [heavy] falls", "A {door} slams")
DICT = dict(zip("ABCD", OPTIONS, strict=True))
ITEM = {"question": QUESTION, "options": DICT, "answer": "B"}
BARE = json.dumps(ITEM)
INDENTED = json.dumps(ITEM, indent=2)
OTHER = json.dumps({"question": "And then?", "options": ["one", "two"], "answer": "A"})
EXPECTED = ParsedItem(QUESTION, OPTIONS, 1, 1)


def with_options(options, answer="B"):
    return json.dumps({"question": QUESTION, "options": options, "answer": answer})


def with_answer(answer):
    return with_options(DICT, answer)


def reason_of(text, finish_reason="stop"):
    parsed = parse_completion(text, finish_reason)
    assert isinstance(parsed, Rejection), parsed
    assert parsed.reason in PARSE_REASONS
    assert parsed.detail
    return parsed.reason


SURFACES = {
    "one object": BARE,
    "indented": INDENTED,
    "a list": f"[{BARE}]",
    "a list, broken into lines": f"[\n  {INDENTED}\n]\n",
    "a list in a list": f"[[{BARE}]]",
    "fenced": f"```json\n{BARE}\n```",
    "fenced list": f"```json\n[{INDENTED}]\n```",
    "fenced without a language": f"```\n{BARE}\n```",
    "fenced, in capitals": f"```JSON\n{BARE}\n```",
    "fenced as something with a digit": f"```json5\n{BARE}\n```",
    "fence never closed": f"```json\n{BARE}",
    "tilde fence": f"~~~json\n{BARE}\n~~~",
    "words around": f"Here is your QA pair:\n\n{BARE}\n\nLet me know if it helps!",
    "words around a fence": f"Sure!\n```json\n[{BARE}]\n```\nI chose {{B}} because [1].",
    "a fence with no JSON first": f"```\nthinking...\n```\n```json\n{BARE}\n```",
    "braces in the words before": f"From the {{metadata}} given [1], [A, B]: {BARE}",
    "a byte order mark": f"\ufeff{BARE}",
    "trailing comma in the list": f"[{BARE},]",
    "trailing commas everywhere": BARE.replace('slams"}', 'slams" ,\n}').replace('"B"}', '"B", }'),
    "the Clotho example's trailing comma": f"```json\n[\n  {INDENTED},\n]\n```",
    "no closing bracket": f"[{BARE}",
    "a comma is missing": BARE.replace('}, "answer"', '} "answer"'),
    "a comma too many": BARE.replace('}, "answer"', '},, "answer"'),
    "a comment": INDENTED.replace('"answer"', '// the right one\n  "answer"'),
    "single quotes": BARE.replace('"', "'"),
    "escapes in a string": BARE.replace("after the", "after\\u0020the"),
    "inline fence": f"Sure: ```json {BARE}``` (done)",
    "thoughts": f"<think>\nThe {{caption}} says ```[1]``` 'bark'.\n</think>\n\n{BARE}",
    "thoughts that hold another item": f"<think>{OTHER}</think>{BARE}",
    "empty thoughts": f"<think>\n\n</think>\n\n{BARE}",
    "thoughts twice": f"<think>a</think>\n<think>{OTHER}</think>{BARE}",
    "thoughts opened by the template, with a draft": f"{OTHER} No.\n</think> Here: {BARE}",
    "thoughts and a line of words": f"<think>{OTHER}</think> Here it is: {BARE}",
    "thoughts opened by the template": f"Hmm, {{so}}.\n</think>\n{BARE}",
    "fields nobody asked for": BARE.replace('"answer"', '"why": {"a": [1, null]}, "answer"'),
    "other order of fields": json.dumps(dict(reversed(ITEM.items()))),
    "a string that is JSON": json.dumps(BARE),
}  # fmt: skip


@pytest.mark.parametrize("text", SURFACES.values(), ids=SURFACES)
def test_an_item_is_read_from(text):
    assert parse_completion(text, "stop") == EXPECTED


@pytest.mark.parametrize("text", SURFACES.values(), ids=SURFACES)
def test_the_finish_reason_may_be_missing(text):
    assert parse_completion(text) == EXPECTED


@pytest.mark.parametrize("quotes", ["“”", "””", "„“", "«»"])
def test_smart_quotes_around_keys_and_values(quotes):
    left, right = quotes
    pairs = ", ".join(f"{left}{k}{right}: {left}{v}{right}" for k, v in DICT.items())
    text = (
        f"[{{{left}question{right}: {left}{QUESTION}{right}, {left}options{right}: {{{pairs}}}, "
        f"{left}answer{right}: {left}B{right},}},]"
    )
    assert parse_completion(text) == EXPECTED


def test_plain_quotes_inside_smart_ones_are_text():
    text = '{“question”: “Who says "no, {never}"?”, “options”: [“a man”, “a cat”], “answer”: “A”}'
    assert parse_completion(text) == ParsedItem('Who says "no, {never}"?', ("a man", "a cat"), 0, 1)


def test_smart_quotes_inside_text_stay_even_when_commas_are_repaired():
    text = '[{"question": "Who says “no, }”?", "options": ["“a”, man", "it is"], "answer": "B",},]'
    assert parse_completion(text) == ParsedItem("Who says “no, }”?", ("“a”, man", "it is"), 1, 1)


@pytest.mark.parametrize(
    "nasty", ["a, ]", "b,}", "[,]", "{,}", '"q", }', "back\\slash,]", "```json {},",
     "// no, ]", "x,\n]", "</b>,}"]
)  # fmt: skip
def test_commas_and_brackets_inside_strings_survive_repair(nasty):
    item = json.dumps({"question": nasty, "options": [nasty, f"not {nasty}"], "answer": "B"})
    expected = ParsedItem(nasty, (nasty, f"not {nasty}"), 1, 1)
    for text in (item, f"[{item},]", f"```json\n[{item} , ]\n```", f"[{item[:-1]},}}]"):
        assert parse_completion(text) == expected


@pytest.mark.parametrize("tag", ["<think>", "</think>", "<think>x</think>"])
@pytest.mark.parametrize("surface", ["{}", "[{},]", "```json\n{}\n```", "Here:\n{}\n",
                                     "<think>a</think>\n{}"])  # fmt: skip
def test_a_think_tag_inside_a_string_is_text(tag, surface):
    item = json.dumps({"question": f"Who says {tag}?", "options": [tag, "b"], "answer": "B"})
    parsed = parse_completion(surface.format(item))
    assert parsed == ParsedItem(f"Who says {tag}?", (tag, "b"), 1, 1)


LETTERED = [f"{letter}. {text}" for letter, text in DICT.items()]


@pytest.mark.parametrize(
    "options",
    [
        DICT,
        {key.lower(): text for key, text in DICT.items()},
        dict(reversed(DICT.items())),
        {f" {key} ": f" {text} " for key, text in DICT.items()},
        dict(zip("ABCD", LETTERED, strict=True)),
        list(OPTIONS),
        LETTERED,
        [f"({letter.lower()}) {text}" for letter, text in DICT.items()],
        [f"{letter}) {text}" for letter, text in DICT.items()],
        [f"{letter}: {text}" for letter, text in DICT.items()],
    ],
)
def test_options_as_dict_list_or_lettered_text(options):
    assert parse_completion(with_options(options)) == EXPECTED


@pytest.mark.parametrize(
    "answer",
    ["B", "b", " B ", "B.", "(B)", "b)", "B:", "B. A car, far away, passes",
     "(b) a car, far away, passes.", "A car, far away, passes", "a CAR,  far away, passes."],
)  # fmt: skip
def test_answer_as_letter_lettered_text_or_text(answer):
    assert parse_completion(with_answer(answer)) == EXPECTED


@pytest.mark.parametrize("options", [["a", "b"], ["a", "b", "c"], list("vwxyz")])
def test_the_number_of_options_is_not_the_parsers_business(options):
    parsed = parse_completion(with_options(options, options[1]))
    assert parsed == ParsedItem(QUESTION, tuple(options), 1, 1)


@pytest.mark.parametrize(
    "text",
    [f"[{BARE}, {OTHER}]", f"{BARE}\n{OTHER}", f"{BARE},\n{OTHER}", f"[{BARE}]\n[{OTHER}]",
     f"```json\n[{BARE}, {OTHER}, ]\n```"],
    ids=["one list", "two objects", "with a comma", "two lists", "repaired"],
)  # fmt: skip
def test_of_two_items_the_first_is_taken_and_both_are_counted(text):
    assert parse_completion(text) == ParsedItem(QUESTION, OPTIONS, 1, 2)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("E", "answer-not-an-option"),
        ("A cow moos", "answer-not-an-option"),
        ("B. A cow moos", "answer-not-an-option"),
        ("A|B|C|D", "answer-not-an-option"),
        ("A, B", "answer-not-an-option"),
        ("1", "answer-not-an-option"),
        (0, "answer-not-an-option"),
        (1, "answer-not-an-option"),
        (2.0, "answer-not-an-option"),
        ("C. A dog barks twice", "answer-conflict"),
        ("  ", "answer-missing"),
        ("", "wrong-shape"),
        (None, "wrong-shape"),
        (["B"], "wrong-shape"),
        ({"B": OPTIONS[1]}, "wrong-shape"),
        (1.5, "wrong-shape"),
    ],
)
def test_an_answer_that_is_no_option_is_a_rejection(answer, reason):
    assert reason_of(with_answer(answer)) == reason


def test_a_letter_that_is_the_text_of_another_option_is_ambiguous():
    assert reason_of(with_options(["C", "A", "B"], "A")) == "answer-ambiguous"


@pytest.mark.parametrize(
    "options",
    [{}, [], "A dog, a cat", None, 4, {"B": "x", "C": "y"}, {"1": "x", "2": "y"},
     {"A": "x", "a": "y"}, {"A": "x", "B": None}, {"A": "x", "B": " "}, ["x", ""], ["A. ", "B. y"],
     [{"A": "x"}, {"B": "y"}], [1, 2], {"A": ["x"], "B": ["y"]}],
)  # fmt: skip
def test_options_of_another_shape_are_a_rejection(options):
    assert reason_of(with_options(options, "A")) == "wrong-shape"


@pytest.mark.parametrize(
    "text",
    [BARE.replace('"question"', '"Question"'), BARE.replace('"answer"', '"correct"'),
     BARE.replace('"options"', '"choices"'), f'{{"items": [{BARE}]}}', "{}", "[{}]", "{metadata}",
     BARE.replace(QUESTION, " "), BARE.replace(QUESTION, "\\u001f"),
     BARE.replace(QUESTION, "\\ud800"), '{"question": NaN}'],
)  # fmt: skip
def test_json_of_another_shape_is_a_rejection(text):
    assert reason_of(text) == "wrong-shape"


@pytest.mark.parametrize(
    "text",
    ['{"question": "Q", "options": {"A": "x", "A": "y", "B": "z"}, "answer": "A"}',
     '[{"question": "Q", "options": ["x", "y"], "answer": "A", "answer": "B",},]'],
)  # fmt: skip
def test_of_two_equal_keys_none_is_chosen(text):
    assert reason_of(text) == "wrong-shape"


@pytest.mark.parametrize(
    ("text", "finish_reason", "reason"),
    [
        ("", "stop", "empty"),
        (" \n\t", None, "empty"),
        ("<think>Hmm.</think>\n", "stop", "empty"),
        ("", "length", "truncated"),
        ("<think>Hmm, the dog", "length", "truncated"),
        ("<think>Hmm, the dog", "stop", "truncated"),
        (f"Well. <think>Perhaps {BARE}, but", "stop", "truncated"),
        (f"<think>Perhaps {BARE}", "length", "truncated"),
        (BARE[: len(BARE) // 2], "stop", "truncated"),
        (BARE[: len(BARE) // 2], "length", "truncated"),
        (BARE[:-1], "length", "truncated"),
        (f"```json\n[{INDENTED[:-20]}", "stop", "truncated"),
        (f"[{BARE}, {OTHER[:30]}", "length", "truncated"),
        ("", "content_filter", "content-filter"),
        (BARE, "content_filter", "content-filter"),
        ("I cannot answer that.", "stop", "no-json"),
        ("Question: what? A) x B) y", "stop", "no-json"),
        ('["a", "b"]', "stop", "no-json"),
        ("[]", "stop", "no-json"),
        ("{,,}", "stop", "no-json"),
    ],
)
def test_what_has_no_item_in_it_has_a_reason(text, finish_reason, reason):
    assert reason_of(text, finish_reason) == reason


@pytest.mark.parametrize("cut", range(1, len(BARE)))
def test_an_item_cut_anywhere_is_never_another_item(cut):
    """Cut after the answer's value it may be read; cut before, it must not be."""
    parsed = parse_completion(BARE[:cut], "stop")
    if cut == len(BARE) - 1:
        assert parsed == EXPECTED
    else:
        assert isinstance(parsed, Rejection)
        assert parsed.reason in {"truncated", "no-json", "wrong-shape"}


@pytest.mark.parametrize("cut", range(1, len(BARE)))
def test_an_item_cut_by_the_token_limit_is_truncated(cut):
    assert reason_of(BARE[:cut], "length") == "truncated"


def test_an_item_that_ends_with_the_token_limit_is_whole():
    assert parse_completion(BARE, "length") == EXPECTED


def test_the_papers_own_examples_are_read():
    for dataset in ("tacos", "clotho-aqa"):
        example = load_prompt(dataset).text.split("## Output Example")[1]
        parsed = parse_completion(example)
        assert isinstance(parsed, ParsedItem)
        assert parsed.options[parsed.answer_index] == "A business conference"


def test_what_the_answer_schema_allows_is_read():
    schema = json.loads(schema_text("answer"))
    assert set(schema["required"]) == set(ITEM)
    assert schema["$defs"]["Options"]["required"] == list(DICT)
    assert parse_completion(BARE) == EXPECTED

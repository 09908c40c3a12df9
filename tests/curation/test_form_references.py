"""The checks of an item's own words say the same in SQL as in plain Python."""

import random

import pytest

from aqagen.curation.checks import Example, all_checks
from tests.curation.harness import assert_same, judged
from tests.curation.references import GENERATED
from tests.curation.references_form import REFERENCES

N_ITEMS = 4_000

QUESTIONS = (
    "What barks?", "what barks", "Which dog is barking?", "How many dogs bark?", "null", "?", "",
    "Identify the animal", "A dog barks.", "the rain, which falls", "Listen: is it loud?",
    "Is the dog barking?", "Is it a dog or a cat?", "What comes first?", "How often is it heard?",
    'Who asks "where?"', "'why?'", "And who?", "Who says 'Who's there?', and",
    "the dogs' owner's 'What?'", "这是什么？", "Was ist das für ein Hund?",
    "What is the cat doing while a dog barks twice", "the piano player", "in the distance",
    "word " * 30, "Question: what", "line\nbreak?", "What?!", "doesn?t it stop", "İs it? Is it?",
)  # fmt: skip
ATOMS = (
    "a dog", "the dog", "dogs", "A Dog", "a cat", "and", "or", ",", "&", "then", "barks", "barking",
    "is barking", "hisses", "hissing", "twice", "two times", "2 times", "fifteen", "15", "once",
    "piano", "a piano", "both", "rain", "train", "and a cat", "a cat and a dog", "in the distance",
    "quick bursts", "loudly", "Yes,", "No,", "there is", "C#", "-5 dB", "1.5 s", "B)", "A.",
    "(c)", "D:", "Option B", "option A", "both A and B", "B or C", "none of the above", "A", "B",
    "All of these", "1. one", "2. two", "<think>", "</b>", "```", "{", '"', '",', "&amp;", "**a**",
    "__", "## a", "\\n", "https://x.y", "www.x", "x.com", "caf\ufffd", "Ã©", "â€™", "café", "é",
    "e\u0301", "М©", "Привет", "你好", "ein", "Hund", "und", "que", "van", "den", "el", "qu'entend",
    "um", "ladra", "über", "don\u2019t", "don't",
    "İstanbul", "ΣΑΣ", "ﬁre", "x²", "a\x0bb", "tab\there", "line\nbreak", "\u00a0", "\x85", "a?s",
    "barks.", "meows!", "Spanish", "one time", "zero", "twentyeight", "|", "plus", "from", "ſ",
    "twenty-one", "a hundred and one",
    "iv.", "(1)", "b/", "choice 2", "neither", "all of them", "the second option",
    "same as the first",
    "is correct", "[B]", "the others", "Which note?", "- a", "> a", "/no_think", "| a |", "caf├й",
    "clich√©", "\\xe9", "N/A", "assistant:", "est", "chien", "bir köpek", "hallható a", "Mozart",
    "txakur bat zaunka",
    "yang", "собака лает", "you", "K", "dog's", "what is the name of it?", "how?",
    "AirWhich one of these is it ?", "he says",
)  # fmt: skip


def phrase(chance: random.Random) -> str:
    text = " ".join(chance.choice(ATOMS) for _ in range(chance.choice([1, 1, 2, 3, 4])))
    return chance.choice([text, text, text, text.capitalize(), f"{text}."]) + chance.choice(
        ["", "", "", "", " that goes on and on for quite a while"]
    )


def build(chance: random.Random, number: int) -> Example:
    question = " ".join(chance.choice(QUESTIONS) for _ in range(chance.choice([1, 1, 1, 2])))
    options = [phrase(chance) for _ in range(chance.choice([2, 3, 4, 4, 4, 4, 5, 6]))]
    if chance.random() < 0.2:
        words = options[0].split(" ")
        chance.shuffle(words)
        options[-1] = " ".join(words)
    index = chance.randrange(len(options))
    if chance.random() < 0.2:
        question = f"{question} {options[index]}?"
    if chance.random() < 0.1:
        options[-1] = chance.choice(["X{}", "so, {}", "{} or"]).format(question)
    origin = chance.choice(["generated", "offline", "edited", "imported"])
    caption = chance.choice([None, "A piano and a dog", "spanish", options[index]])
    metadata: dict[str, object] = (
        {"caption": caption, "answer": "yes"} if chance.random() < 0.9 else {}
    )
    if chance.random() < 0.3:
        metadata["choices"] = [chance.choice([o, f" {o}", f"{o}\n"]) for o in options]
    name = f"{number}.wav"
    return Example(question, tuple(options), index, "tacos", origin, metadata, file_name=name)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    chance = random.Random(20_251_125)
    examples = [build(chance, number) for number in range(N_ITEMS)]
    checks = [all_checks()[name] for name in REFERENCES]
    with judged(tmp_path_factory.mktemp("form"), examples, checks) as all_of_them:
        yield all_of_them


@pytest.mark.parametrize("name", REFERENCES)
def test_sql_says_what_python_says(many, name: str):
    def applies(item: Example) -> bool:
        return name != "language" or item.origin in GENERATED

    assert_same(many, all_checks()[name], REFERENCES[name], applies)

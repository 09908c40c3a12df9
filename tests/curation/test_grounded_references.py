"""The checks against annotators' answers and captions say the same in SQL as in plain Python."""

import random

import pytest

from aqagen.curation.checks import Example, all_checks
from tests.curation.harness import assert_same, judged
from tests.curation.references import GENERATED
from tests.curation.references_grounded import REFERENCES

N_ITEMS = 3_000

ATOMS = (
    "a dog", "dogs", "barks", "barking", "a man", "women", "louder", "quieter", "softly", "once",
    "three times", "8times", "3", "15", "\u0663 times", "\uff13", "twice", "not", "no", "isn't",
    "isn\u2019t", "without a", "anything but", "yes", "Yes,", "No,", "of course", "that is so",
    "bell", "a small bell", "rain", "falls", "caf\u00e9", "e\u0301clair", "x\u00b2",
    "\u0130stanbul", "rises", "fall", "the", "in the distance", "wrong", "tab\there", "\u00a0",
    "2\u00e9", "never", "a bell or a gong", "hissing", "\x85", "1st", "one", "Not only",
    "no doubt", "stopped", "more than", "another", "while", "a woman", "people", "of", "nearby",
    "distant", "begins", "before", "a small bell", "boiling", "after", "a cat", "then", "a violin",
    "like a drum", "in a car", "nothing but", "it stops", "it starts", "a train station",
    "unclear", "it can\u2019t be told", "Hard to say",
)  # fmt: skip
WAS = ("yes", "Yes.", "no", " NO! ", "bell", "8times", "3", "twice", "none", "", "the", "dogs",
       "rain", "2\u00e9t\u00e9", "barking", "not raining", "male", "barking of the dogs",
       "rain falls on men", "woofing dog", "a chime in the distance", "Unknown.")  # fmt: skip


def words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choice(ATOMS) for _ in range(chance.randint(least, most)))


def facts_of(chance: random.Random, was: str | None) -> dict[str, object]:
    if chance.random() < 0.1:
        return {}
    answers = [
        {"answer": chance.choice([was or "", *WAS]), "confidence": chance.choice(["yes", "no"])}
        for _ in range(3)
    ]
    return {"answers": answers, "disputed": chance.random() < 0.3}


def build(chance: random.Random, number: int) -> Example:
    dataset = chance.choice(["tacos", "clotho-aqa", "clotho-aqa"])
    options = [words(chance, 1, chance.choice([3, 3, 8])) for _ in range(4)]
    question = words(chance, 1, 3) + "?"
    if chance.random() < 0.3:
        asked = ("What is not heard?", "What is heard first?", "What comes last?", "Where is it?")
        question = chance.choice(asked)
    index = chance.randrange(4)
    if chance.random() < 0.2:
        question = f"Is {options[index]}?"
    was = chance.choice(WAS)
    shown = was if chance.random() < 0.9 else None
    metadata: dict[str, object] = {"question": question, "answer": shown}
    if dataset == "tacos":
        most = chance.choice([3, 12])
        said = [options[index], options[index - 1], words(chance, 1, most), None]
        said.append(f"{options[index]} {chance.choice(['then', 'after'])} {options[index - 1]}")
        if chance.random() < 0.2:
            options[index] = chance.choice(["no ", "the "]) + options[index - 2]
        metadata = {"caption": chance.choice(said)}
    origin = chance.choice(["generated", "generated", "offline", "edited", "imported"])
    return Example(question, tuple(options), index, dataset, origin, metadata,
                   facts_of(chance, was), f"{number}.wav")  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    chance = random.Random(20_251_126)
    examples = [build(chance, number) for number in range(N_ITEMS)]
    checks = [all_checks()[name] for name in REFERENCES]
    with judged(tmp_path_factory.mktemp("grounded"), examples, checks) as all_of_them:
        yield all_of_them


@pytest.mark.parametrize("name", REFERENCES)
def test_sql_says_what_python_says(many, name: str):
    dataset = "tacos" if name == "ungrounded-answer" else "clotho-aqa"

    def applies(item: Example) -> bool:
        return item.dataset == dataset and item.origin in GENERATED

    assert_same(many, all_checks()[name], REFERENCES[name], applies)

"""A check passes over at first sight (`may_fail`) nothing that it would fail or not decide."""

import random
from dataclasses import replace

import pytest

from aqagen.curation.checks import Example, all_checks
from tests.curation.harness import judged

N_ITEMS = 3_000
CHECKS = [check for check in all_checks().values() if check.may_fail != "TRUE"]
TEXT = (
    "a the dog dogs cat barks barking bell bells ring rings ringing and or then , & plus one two "
    "2 twice man woman not no is C# loud quiet loudly both either increases decreases Ünï it's "
    "A) B iv. (1) option neither all of them same as second correct others <b> ** `x` {} \\n - > "
    "caf├é Ã© \\xe9 а? www.x https://x"
)
WORDS = TEXT.split()
JOINTS = (" and ", ", ", " & ", " or ", " as well as ", " along with ", " together with ", " plus ")


def some_words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def like(chance: random.Random, text: str) -> str:
    """Return almost the same text."""
    parts = text.split(" and ")
    chance.shuffle(parts)
    joined = chance.choice(JOINTS).join(parts)
    before = chance.choice(["", "", "Both ", "either ", "The "])
    after = chance.choice("s!,") if joined[-1].isalpha() else ""
    return chance.choice([joined, joined.upper(), before + joined, joined + after])


def build(chance: random.Random) -> Example:
    options = [some_words(chance, 6) for _ in range(4)]
    if chance.random() < 0.7:
        options[1] = like(chance, options[0])
    if chance.random() < 0.1:
        options[2] = chance.choice(["", "a\ndog"])
    question = some_words(chance, 10) + chance.choice(["?", "", " or what?"])
    if chance.random() < 0.2:
        options[chance.randrange(4)] = question.split(" ", 1)[-1] + " " + some_words(chance, 2)
    said = [chance.choice([*options, some_words(chance, 2)]) for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.2:
        said = said[:1] * len(said)
    told: list[str | None] = [None if chance.random() < 0.05 else text for text in said]
    facts = [{"answer": text, "confidence": chance.choice(["yes", "no"])} for text in told]
    key = chance.choice([*said, some_words(chance, 2), "yes", "no", None])
    caption = chance.choice([some_words(chance, 10), options[0], options[1], "", None])
    dataset = chance.choice(["tacos", "clotho-aqa"])
    return Example(
        question,
        tuple(options),
        chance.randrange(4),
        dataset=dataset,
        origin=chance.choice(["generated", "generated", "imported"]),
        metadata={"caption": caption, "description": "By Ünï."}
        if dataset == "tacos"
        else {"question": question, "answer": key},
        facts={} if dataset == "tacos" else {"answers": facts},
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    chance = random.Random(3)
    whole = [replace(check, name=f"{check.name}-whole", may_fail="TRUE") for check in CHECKS]
    examples = [build(chance) for _ in range(N_ITEMS)]
    with judged(tmp_path_factory.mktemp("may"), examples, [*CHECKS, *whole]) as found:
        yield found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_nothing_is_passed_over(many, check):
    sql = "SELECT item_id, status, reason FROM verdicts WHERE check_name = ?"
    few = {row[:3] for row in many.store.fetch(sql, [check.name])}
    whole = {row[:3] for row in many.store.fetch(sql, [f"{check.name}-whole"])}
    assert [many.examples[row[0]] for row in whole ^ few] == []
    assert len(whole) > 10

"""The checks that compare items say the same in SQL as in plain Python."""

import random
from functools import cache

import pytest

from aqagen.curation.checks import Example, all_checks
from tests.curation.harness import judged
from tests.curation.references_placed import Placed
from tests.curation.references_sets import REFERENCES

N_ITEMS = 2_000
LONG = "what kind of animal makes the very first loud sound here"
ATOMS = ("a dog", "barks", "rain", "falls", "caf\u00e9", "e\u0301", "\u0130s", "twice", "two times",
         "softly", "tab\there", "\u00a0", "don\u2019t", "man", "talking", "the cry of a", "barked",
         "dog's", "is", "while", ", and", "laughter", "nearby", "distant",
         "and claps", "and rain", "laughs", "a train")  # fmt: skip
NAMES = (
    "100032.mp3", "1-100032-A-0.wav", "100032__me__dog.wav", "freesound-100032_x.ogg", "rain.wav",
    "RAIN.flac", "dog_in_the_yard.wav", "Dog_in_the_yard.mp3", "12345678.wav", "fs_777.wav",
    "offs777.wav", "777.wav", "\u00c9t\u00e9_au_bois.wav", "\u00e9t\u00e9_au_bois.mp3", "a.b",
    "\u0130stanbul_ferry.wav", "i\u0307stanbul_ferry.wav", "x FSID 777.wav", "noend", "noend.wav",
    "foghorns.wav", "FogHorns.mp3", "foghorn.wav", "foghorn.mp3",
    "20110805_a.wav", "20110805_b.wav", "100032_hq.wav", "fs-100032-b.wav", "110805_x.wav",
    "a/FS100032.wav", "b\\eval-100032-0.wav", "fsd50k_eval_100032.wav", "eval_100032.wav",
    "Old gate (2).wav", "old_gate-2.WAV.flac", "Old%20gate%202", "Old gate 2%FF.wav",
    "old gate 1 2",
    "tape 2019-07.wav", "tape-2019_07.mp3", "12 12345.wav", "\u00e9te\u0301 au bois.wav",
    "rain_fs777.wav", "dog_fs777.wav", "fold1-100032-A-0.wav",
)  # fmt: skip
SPLITS = {
    "tacos": ["all"], "clotho-aqa": ["train", "test"], "mmau": ["test-mini"],
    "jsonl": ["all", "dev"], "avqa": ["train"],
}  # fmt: skip


def phrase(chance: random.Random) -> str:
    text = " ".join(chance.choice(ATOMS) for _ in range(chance.choice([1, 1, 2])))
    return chance.choice([text, text, text.upper(), f" {text}."])


def asked(chance: random.Random) -> str:
    words = LONG.split()
    for _ in range(chance.choice([0, 1, 1, 2])):
        place = chance.randrange(len(words))
        words[place : place + 1] = chance.choice([[], ["brass"], [words[place], "dull"], ["the"]])
    if chance.random() < 0.4:
        words = words[: chance.choice([4, 8, 9])]
    if chance.random() < 0.3:
        chance.shuffle(words)
    if chance.random() < 0.3:
        words = [*words, phrase(chance)]
    return " ".join(words) + chance.choice(["?", "", " ?!"])


@cache
def clip(dataset: str, split: str, name: str) -> dict[str, object]:
    """Return what is known of a clip: the same for all its items."""
    chance = random.Random(f"{dataset} {split} {name}")
    length = chance.choice([0.05, 0.1, 5.0, 6.0, 30.0, 33.5, 300.0, 300.5])
    audio: dict[str, object] = {"status": chance.choice(["ok", "ok", "ok", "missing"])}
    if dataset == "avqa":
        audio["status"] = "missing"
    elif chance.random() < 0.15:
        audio["status"] = "unreadable"
    elif audio["status"] == "ok":
        peak = chance.choice([None, -3.0, -60.0, -60.1, -200.0])
        audio |= {"duration_s": chance.choice([None, length]), "peak_dbfs": peak}
        audio["sha256"] = chance.choice([None, "", "aa", f"{length}", name])
    return {
        "audio": chance.choice([audio, audio, audio, None]),
        "duration_s": chance.choice([None, length, length + 1.0, length + 2.5, length * 1.09]),
        "freesound_id": chance.choice([None, None, "", "777", "100032", name[:3]]),
    }


def build(chance: random.Random, number: int) -> Example:
    dataset = chance.choice(list(SPLITS))
    name = chance.choice([*NAMES, *(f"{n}_{number % 300}.wav" for n in range(20))])
    # A clip's id is of its dataset and its name: one name is in one split.
    split = SPLITS[dataset][sum(map(ord, name)) % len(SPLITS[dataset])]
    question = asked(chance)
    options = [phrase(chance) for _ in range(4)]
    if chance.random() < 0.3:
        question, options = "What is heard?", ["a dog", "rain falls", "barks.", "Caf\u00e9"]
        chance.shuffle(options)
    if chance.random() < 0.3:
        options[chance.randrange(4)] = chance.choice(
            ["rain barks", "barking rain", "no rain barks", "barking noises of the rain, softly"]
        )
    end = chance.choice(
        [
            " rain barks",
            ", rain and barks",
            " while rain softly barks",
            " no rain barks",
            " rain is heard as it barks",
            " rain, barking softly",
        ]
    )
    metadata: dict[str, object] = {"caption": chance.choice([None, phrase(chance) + end])}
    if dataset == "clotho-aqa":
        metadata = {"question": chance.choice([None, "x", "y"]), "answer": "yes"}
    start = chance.choice([0.0, 1.0, 4.0, 8.0])
    facts = chance.choice([{}, {"onset_s": start, "offset_s": start + 4.0}])
    origin = chance.choice(["generated", "offline", "edited", "imported"])
    return Example(question, tuple(options), chance.randrange(4), dataset, origin, metadata, facts,
                   name, split, **clip(dataset, split, name))  # type: ignore[arg-type] # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    chance = random.Random(20_251_127)
    examples = [build(chance, number) for number in range(N_ITEMS)]
    checks = [all_checks()[name] for name in REFERENCES]
    with judged(tmp_path_factory.mktemp("sets"), examples, checks) as all_of_them:
        yield all_of_them


@pytest.mark.parametrize("name", REFERENCES)
def test_sql_says_what_python_says(many, name: str):
    rows = many.store.fetch("SELECT item_id, row_id, clip_id FROM items")
    items = [Placed(*ids, many.examples[ids[0]], many.examples[ids[0]].audio) for ids in rows]
    expected = REFERENCES[name](items)
    sql = "SELECT item_id, status, reason FROM verdicts WHERE check_name = ?"
    found = {key: (status, reason) for key, status, reason in many.store.fetch(sql, [name])}
    said = {key: ("fail" if v else "undecided", why) for key, (v, why) in expected.items()}
    parted = [
        (many.examples[key], found.get(key), said.get(key))
        for key in found.keys() | said.keys()
        if found.get(key) != said.get(key)
    ]
    assert parted == []
    reasons = {reason for status, reason in said.values() if status == "fail"}
    assert reasons == {reason.code for reason in all_checks()[name].reasons}
    assert len(said) < len(items)

"""The checks in SQL say the same as plain Python, on many items built by chance."""

import random

import pytest

from aqagen.curation.checks import Check, Example, all_checks
from aqagen.records import Clip, Item, SourceRow
from aqagen.store import Store
from aqagen.store.judging import judge
from tests.curation.references import PHRASE_CHECKS, REFERENCES, applies, reference_of_phrases

N_ITEMS = 2_000

# Words and joints at which the two languages could part: case, marks, spaces, digits.
ATOMS = (
    "a dog", "barks", "rain", "train", "in Berlin,", "near Tempelhof Rex", "H4n", "2012", "öl12",
    "sm57", "96kHz", "44 khz", "mic_sm57", "\uff11\uff12\uff13", "12b", "737",
    "Straße", "STRASSE", "İstanbul",
    "e\u0301clair", "na\u00efve", "don't", "don\u2019t", "the caption", "keywords", "file name",
    "according to the description", "uploader", "https://x.y", "recorded in", "microphone",
    "field recorder", "audio quality", "stereo recording", "mp3", "useful for meditation",
    "could this sound be used", "sound effect in a film", "yes", "No.", "no ,", "well-known",
    "Only\u00a0wind", "two\u2003words", "tab\there", "line\nbreak", "\u0085", "\x1c", "", " ", "?",
    "ﬁre", "ΣΑΣ", "σας", "x²", "Ⅳ", "café12", "٣٤٥", "中文", "🎧", "a\0b", "'", '"', ";.",
)  # fmt: skip


def words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choice(ATOMS) for _ in range(chance.randint(least, most)))


def build(chance: random.Random) -> Example:
    dataset = chance.choice(["tacos", "clotho-aqa"])
    question = words(chance, 1, 4)
    options = [words(chance, 1, 3) for _ in range(chance.choice([2, 3, 4, 4, 4, 4, 5]))]
    if chance.random() < 0.2:
        options[-1] = chance.choice([str.upper, str.title, "{} .".format])(options[0])
    if dataset == "tacos":
        description = " ".join([words(chance, 0, 8), chance.choice([question, options[0], ""])])
        metadata = {
            "caption": words(chance, 0, 3),
            "keywords": "x",
            "superclass": words(chance, 0, 1),
            "subclass": words(chance, 0, 1),
            "description": chance.choice([None, description, description, description]),
        }
    else:
        was = [question, f"  {question.upper()} ?", f"{question}!", words(chance, 1, 4)]
        metadata = {"question": chance.choice(was), "answer": words(chance, 1, 1)}
    origin = chance.choice(["generated", "generated", "offline", "edited", "imported"])
    index = chance.randrange(len(options))
    return Example(question, tuple(options), index, dataset, origin, metadata)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    chance = random.Random(20_250_704)
    examples: dict[str, Example] = {}
    with Store.open(tmp_path_factory.mktemp("many") / "s.duckdb") as store:
        with store.writer() as writer:
            for number in range(N_ITEMS):
                example = build(chance)
                clip = Clip.make(example.dataset, "all", f"{number}.wav")
                row = SourceRow.make(clip, example.metadata, key=number, file="f", line=1)
                item = Item.make(
                    row, example.question, example.options, example.answer_index, example.origin
                )
                examples[item.item_id] = example
                writer.put(row)
                writer.put(item)
        runs = judge(store, list(all_checks().values()))
        yield store, examples, runs


@pytest.mark.parametrize("check", all_checks().values(), ids=all_checks())
def test_sql_says_what_python_says(filled, check: Check):
    store, examples, runs = filled
    if check.name in PHRASE_CHECKS:
        reference = reference_of_phrases(check.fails)
    else:
        reference = REFERENCES[check.name]
    about = {key: item for key, item in examples.items() if applies(check.name, item)}
    verdicts = {key: reference(item) for key, item in about.items()}
    sql = "SELECT item_id FROM verdicts WHERE check_name = ? AND status = ?"
    for status, verdict in (("fail", True), ("undecided", None)):
        found = {row[0] for row in store.fetch(sql, [check.name, status])}
        expected = {key for key, said in verdicts.items() if said is verdict}
        differ = [(examples[key], key in found) for key in found ^ expected]
        assert differ == []
    counted = [run for run in runs if run.check_name == check.name]
    assert sum(run.n_items for run in counted) == len(about)
    assert sum(run.n_fail for run in counted) == sum(v is True for v in verdicts.values())
    assert sum(run.n_undecided for run in counted) == sum(v is None for v in verdicts.values())
    # The items are such that every check has something to find and something to pass.
    assert sum(v is True for v in verdicts.values()) >= 10
    assert sum(v is False for v in verdicts.values()) >= 10


def test_every_check_has_a_reference():
    assert set(REFERENCES) | set(PHRASE_CHECKS) == set(all_checks())

"""The checks in SQL say the same as plain Python, on many items built by chance."""

import random
from dataclasses import replace
from functools import partial

import pytest

from aqagen.curation.checks import Example, all_checks
from tests.curation.harness import assert_same, judged
from tests.curation.references import PHRASE_CHECKS, REFERENCES, applies, reference_of_phrases

N_ITEMS = 2_000
CHECKED = [*REFERENCES, *PHRASE_CHECKS]

# Words and joints at which the two languages could part: case, marks, spaces, digits.
ATOMS = (
    "a dog", "barks", "rain", "train", "in Berlin,", "near Tempelhof Rex", "H4n", "2012", "öl12",
    "sm57", "96kHz", "44 khz", "mic_sm57", "\uff11\uff12\uff13", "12b", "737",
    "Straße", "STRASSE", "İstanbul",
    "e\u0301clair", "na\u00efve", "don't", "don\u2019t", "the caption", "keywords", "file name",
    "according to the description", "uploader", "https://x.y", "recorded in", "microphone",
    "field recorder", "the text", "the title suggests", "based on the information", "of the audio",
    "according to the details in the clip", "mic", "downloads", "440 Hz", "a car stereo sound",
    "is recorded", "a tape recorder",
    "audio quality", "stereo recording", "mp3", "useful for meditation",
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
def many(tmp_path_factory):
    chance = random.Random(20_250_704)
    examples = (replace(build(chance), file_name=f"{number}.wav") for number in range(N_ITEMS))
    checks = [all_checks()[name] for name in CHECKED]
    with judged(tmp_path_factory.mktemp("many"), examples, checks) as all_of_them:
        yield all_of_them


@pytest.mark.parametrize("name", CHECKED)
def test_sql_says_what_python_says(many, name: str):
    check = all_checks()[name]
    reference = REFERENCES.get(name) or reference_of_phrases(check.fails)
    assert_same(many, check, reference, partial(applies, name))

"""Defects of the set: twins, near twins, clips of an evaluation set."""

from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Planted, Wordings
from planting.registry import Maker, plants

__all__: list[str] = []

# A twin with a slip of the pen is no twin any more.
_ALL = frozenset(range(5))


@plants("duplicate-item", "word for word")
def same_item(make: Maker, words: Wordings) -> Planted:
    draft = make.any(words)
    # Another row of the same clip, as when a caption stands in the file twice.
    twin = replace(draft, facts=draft.facts | {"again": True}, spots=_ALL)
    return Planted("", "", twin, partners=(draft,))


@plants("duplicate-item", "options in another order")
def same_shuffled(make: Maker, words: Wordings) -> Planted:
    draft = make.any(words)
    twin = words.shuffled(replace(draft, facts=draft.facts | {"again": True}, spots=_ALL))
    return Planted("", "", twin, partners=(draft,))


_Change = Callable[[str], str]
_CASES: tuple[tuple[_Change, ...], tuple[_Change, ...]] = (
    (str.lower, str.upper, str.title, str.swapcase),
    (lambda t: t.capitalize() + "!", lambda t: f'"{t}"', lambda t: t.rstrip(".") + ";",
     lambda t: t.replace(" ", "  "), lambda t: f"\u201c{t.lower()}\u201d",
     lambda t: f"{t[0].swapcase()}{t[1:]} ..."),
)  # fmt: skip


@plants("duplicate-item", "case and punctuation")
def same_but_case(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    change = words.pick(*_CASES)
    texts = tuple(change(text).rstrip(".") for text in draft.options)
    twin = replace(draft, question=draft.question.lower(), options=texts, spots=_ALL)
    return Planted("", "", twin, partners=(draft,))


@plants("duplicate-item", "in another dataset")
def other_dataset(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    twin = replace(draft, dataset="jsonl", origin="imported", beside=(), metadata={"id": "7"},
                   spots=_ALL)  # fmt: skip
    return Planted("", "", twin, partners=(draft,))


def _one_word(words: Wordings, question: str) -> str:
    """Add, drop or change a word that carries little."""
    added = words.pick(("clearly", "actually", "exactly", "really", "here", "precisely"),
                       ("just", "apparently", "simply", "indeed", "probably", "likely",
                        "basically"))  # fmt: skip
    tokens = question.rstrip("?").split()
    at = words.rng.randrange(2, max(3, len(tokens)))
    return " ".join([*tokens[:at], added, *tokens[at:]]) + "?"


def _article(words: Wordings, question: str) -> str:
    old, new = words.pick(((" the ", " that "), (" the ", " this ")),
                          ((" the ", " a "), (" the ", " "), (" a ", " the "), (" a ", " some "),
                           (" the ", " our ")))  # fmt: skip
    changed = question.replace(old, new, 1)
    more = words.pick((" now?",), (" then?", " there?", " please?", " exactly?"))
    return changed if changed != question else question.replace("?", more)


def _swapped(words: Wordings, question: str) -> str:
    tokens = question.rstrip("?").split()
    at = words.rng.randrange(1, len(tokens) - 1)
    tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
    return " ".join(tokens) + "?"


_CHANGES = {"a word more": _one_word, "an article": _article, "two words swapped": _swapped}


def _register_near(name: str) -> None:
    change = _CHANGES[name]

    @plants("near-duplicate-question", f"{name}, same clip and answer")
    def same_clip(make: Maker, words: Wordings) -> Planted:
        draft = make.tacos.sound(words)
        return Planted(
            "", "", draft.with_question(change(words, draft.question)), partners=(draft,)
        )

    @plants("near-duplicate-question", f"{name}, another clip and answer")
    def other_clip(make: Maker, words: Wordings) -> Planted:
        first, second = make.tacos.present(words), make.tacos.present(words)
        twin = second.with_question(change(words, first.question))
        return Planted("", "", twin, partners=(first,))


for _name in _CHANGES:
    _register_near(_name)


def _in_evaluation(make: Maker, words: Wordings, twin: Draft) -> Draft:
    """Put an item of the clip into an imported evaluation set."""
    asked = make.tacos.sound(words)
    return replace(
        asked, dataset="dcase2025", split="dev", origin="imported", beside=(), facts={},
        metadata={"id": twin.file_name}, file_name=twin.file_name, freesound_id=twin.freesound_id,
    )  # fmt: skip


@plants("contaminated-clip", "the same Freesound id")
def same_id(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    name = words.pick(("part2_{}.wav", "{}_cut.wav", "clip-{}.flac", "audio{}.wav"),
                      ("{}-mono.wav", "eval_{}.ogg", "rec {}.mp3", "{}.norm.flac"))  # fmt: skip
    other = replace(draft, file_name=name.format(words.rng.randrange(10**6)))
    return Planted("", "", draft, partners=(_in_evaluation(make, words, other),))


@plants("contaminated-clip", "the same file name")
def same_name(make: Maker, words: Wordings) -> Planted:
    stem = words.pick(("Street at night", "creek_walk", "Door (old) 02", "market-morning"),
                      ("Harbour, dawn", "kitchen.ambience", "02 - Rooftop Rain", "BusStop_take3",
                       "playground [stereo]"))  # fmt: skip
    name = f"{stem} {words.rng.randrange(10**6)}.wav"
    draft = replace(make.tacos.sound(words), file_name=name, freesound_id=None)
    spelt = words.pick((name, name.lower()), (name.upper(), name.replace(".wav", ".WAV")))
    other = replace(draft, file_name=spelt)
    return Planted("", "", draft, partners=(_in_evaluation(make, words, other),))


@plants("contaminated-clip", "a Freesound id in the file name")
def id_in_name(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    form = words.pick(("{}.wav", "{}.mp3", "{}_hq.wav", "fold1-{}-A-0.wav"),
                      ("{}__birdsong.wav", "freesound_{}.flac", "{}-trimmed.ogg",
                       "fs-{}-stereo.wav"))  # fmt: skip
    other = replace(draft, file_name=form.format(draft.freesound_id), freesound_id=None)
    return Planted("", "", draft, partners=(_in_evaluation(make, words, other),))

"""Defects of the set: twins, near twins, clips of an evaluation set."""

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


@plants("duplicate-item", "case and punctuation")
def same_but_case(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    change = words.pick((str.lower, str.upper), (str.title, str.swapcase))
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
    added = words.pick(("clearly", "actually", "exactly"), ("really", "here", "precisely"))
    tokens = question.rstrip("?").split()
    at = words.rng.randrange(2, max(3, len(tokens)))
    return " ".join([*tokens[:at], added, *tokens[at:]]) + "?"


def _article(words: Wordings, question: str) -> str:
    old, new = words.pick(((" the ", " that "),), ((" the ", " this "),))
    changed = question.replace(old, new, 1)
    return changed if changed != question else question.replace("?", " now?")


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
    name = words.pick(("part2_{}.wav", "{}_cut.wav"), ("clip-{}.flac", "audio{}.wav"))
    other = replace(draft, file_name=name.format(words.rng.randrange(10**6)))
    return Planted("", "", draft, partners=(_in_evaluation(make, words, other),))


@plants("contaminated-clip", "the same file name")
def same_name(make: Maker, words: Wordings) -> Planted:
    stem = words.pick(("Street at night", "creek_walk"), ("Door (old) 02", "market-morning"))
    name = f"{stem} {words.rng.randrange(10**6)}.wav"
    draft = replace(make.tacos.sound(words), file_name=name, freesound_id=None)
    change = words.pick((str,), (str.lower,))
    other = replace(draft, file_name=change(name))
    return Planted("", "", draft, partners=(_in_evaluation(make, words, other),))


@plants("contaminated-clip", "a Freesound id in the file name")
def id_in_name(make: Maker, words: Wordings) -> Planted:
    draft = make.tacos.sound(words)
    form = words.pick(("{}.wav", "{}.mp3"), ("{}_hq.wav", "fold1-{}-A-0.wav"))
    other = replace(draft, file_name=form.format(draft.freesound_id), freesound_id=None)
    return Planted("", "", draft, partners=(_in_evaluation(make, words, other),))

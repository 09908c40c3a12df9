"""Judging: which option words choose, and whether it is the right one.

The default is the MiAQA report's exact top-1 accuracy, by `aqagen.answers`, as in training. The
other modes copy what other code does, to compare with numbers that were got by it; they are named
after what they copy and are never the default (docs/evaluation.md).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from aqagen.answers import (
    AnswerError,
    chosen_option,
    extract_answer,
    find_answer,
    is_right,
    same_answer,
    stated_letter,
    tagged,
)
from aqagen.evaluation.benchmarks import BenchmarkItem
from aqagen.evaluation.predictions import Prediction

__all__ = ["COMPATS", "Compat", "Said", "judge", "token_set_match"]

Compat = Literal["mmau-official", "letter", "r1-aqa"]
COMPATS: tuple[Compat, ...] = ("mmau-official", "letter", "r1-aqa")

_WORD = re.compile(r"\b\w+\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What a system said to one item in one order of the options.

    Attributes:
        text: its words; None where there are none, then `error` says why.
        order: the options' indices in the order shown; None for the released one.
        bare: the words are the answer itself, so no tags are looked for.
    """

    text: str | None
    permutation: int = 0
    order: tuple[int, ...] | None = None
    error: str | None = None
    bare: bool = False


def judge(said: Said, item: BenchmarkItem, compat: Compat | None = None) -> Prediction:
    """Return the prediction that words are. What cannot be read is wrong, never guessed at."""
    chosen = None if said.text is None else _CHOICES[compat](said, said.text, item)
    right = item.answer_index
    correct = None
    if right is not None:
        correct = chosen is not None and _is_answer(chosen, item, compat)
        # Of options that read the same, the one that is the answer was meant.
        chosen = right if correct else chosen
    return Prediction(
        item_id=item.item_id,
        question_id=item.question_id,
        part=item.part,
        completion=said.text,
        predicted_index=chosen,
        answer_index=right,
        correct=correct,
        permutation=said.permutation,
        order=said.order,
        error=said.error or ("missing" if said.text is None else None),
        bare=said.bare,
    )


def _is_answer(chosen: int, item: BenchmarkItem, compat: Compat | None) -> bool:
    if chosen == item.answer_index:
        return True
    # A letter points at one option, a text at all that read the same.
    return compat is None and same_answer(
        item.options[chosen], item.options[item.answer_index or 0]
    )


def _exact(said: Said, text: str, item: BenchmarkItem) -> int | None:
    if not said.bare or extract_answer(text) is not None:
        return chosen_option(text, item.options)
    as_text = chosen_option(tagged(text), item.options)
    if as_text is not None:
        return as_text
    shown = _shown(said, item)
    try:
        place = find_answer(text, [item.options[index] for index in shown])
    except AnswerError:
        return None
    # A letter with its text is fine, a letter alone is what `letter` is for.
    return None if len(text.strip("().: \t\n")) == 1 else shown[place]


def _letter(said: Said, text: str, item: BenchmarkItem) -> int | None:
    place = stated_letter(_given(text))
    shown = _shown(said, item)
    return shown[place] if place is not None and place < len(shown) else None


def _r1_aqa(said: Said, text: str, item: BenchmarkItem) -> int | None:
    del said
    if item.answer_index is not None and is_right(text, item.options[item.answer_index], "r1-aqa"):
        return item.answer_index
    return next((i for i, option in enumerate(item.options) if is_right(text, option, "r1-aqa")),
                None)  # fmt: skip


def _mmau_official(said: Said, text: str, item: BenchmarkItem) -> int | None:
    del said
    given = _given(text)
    matching = [i for i, o in enumerate(item.options) if token_set_match(o, given, item.options)]
    if item.answer_index in matching:
        return item.answer_index
    return matching[0] if len(matching) == 1 else None


def token_set_match(answer: str, given: str, options: Sequence[str]) -> bool:
    """Say whether MMAU's official scorer takes a text for an answer.

    Its rule: the text has every word of the answer, and no word that only other options have.
    Words are runs of letters, digits and `_` in lower case; order and number do not count.
    """
    said, wanted = _words(given), _words(answer)
    others = {word for option in options for word in _words(option)} - wanted
    return bool(said) and wanted <= said and not said & others


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _given(text: str) -> str:
    """Return what stands in the tags, or all: the scorers that are copied know no tags."""
    given = extract_answer(text)
    return text.rpartition("</think>")[2] if given is None else given


def _shown(said: Said, item: BenchmarkItem) -> Sequence[int]:
    order = said.order
    # An order from a file is not trusted: letters go by the released one instead.
    if order is None or sorted(order) != list(range(len(item.options))):
        return range(len(item.options))
    return order


_CHOICES: dict[Compat | None, Callable[[Said, str, BenchmarkItem], int | None]] = {
    None: _exact,
    "letter": _letter,
    "r1-aqa": _r1_aqa,
    "mmau-official": _mmau_official,
}

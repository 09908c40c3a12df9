"""Repairs that touch no meaning: letters, trailing commas and white space in an item's texts.

The order of the options is repaired for a whole dataset at once (`needs_balance`,
`commands/fix.py`), for only many items together have a biased one.
"""

import re
from collections.abc import Mapping, Sequence

from aqagen.answers import LETTERS, strip_letters
from aqagen.curation.biases import positions_differ
from aqagen.curation.checks.letter_in_option import STRAY_LETTER

__all__ = ["FIXES", "needs_balance", "order_matters", "repair_texts"]

# In the order in which they are made.
FIXES = ("letters", "white-space", "trailing-commas", "option-order")

_STRAY_LETTER = re.compile(STRAY_LETTER)

# What one option says of others by their place or letter: their order is then part of it.
_ORDERED = re.compile(
    r"\b(?:above|below|previous|preceding|following|former|latter"
    r"|(?:option|choice|answer)s? (?:[a-z]\b|\d|first|second|third|fourth)"
    r"|(?:first|second|third|fourth|last|other) (?:option|choice|answer)s?"
    r"|(?:both|either|neither) [a-z] (?:and|or|nor) [a-z]\b)",
    re.IGNORECASE,
)


def repair_texts(
    question: str, options: Sequence[str]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return question and options repaired, and the kinds of repair that changed something.

    What is repaired needs no repair. A repair that would leave an option without text is not
    made, for none of it.
    """
    kinds: list[str] = []
    texts = [question, *options]
    for kind, repair in (
        ("letters", _without_letters),
        ("white-space", _with_single_spaces),
        ("trailing-commas", _without_trailing_commas),
    ):
        repaired = repair(texts)
        if repaired != texts and all(repaired):
            texts = repaired
            kinds.append(kind)
    # One repair may uncover another: "A. ,dog" or "A. dog," by turns.
    if kinds:
        question, repaired_options, more = repair_texts(texts[0], texts[1:])
        return question, repaired_options, tuple(k for k in FIXES if k in {*kinds, *more})
    return question, tuple(options), ()


def order_matters(question: str, options: Sequence[str]) -> bool:
    """Say whether a question or an option speaks of options by their place or letter."""
    return _ORDERED.search("\n".join((question, *options))) is not None


def needs_balance(positions: Mapping[tuple[int, int], int]) -> bool:
    """Say whether the answer's position is biased: one test over all positions, at 95%.

    Args:
        positions: items by number of options and index of the answer.
    """
    return positions_differ(positions)


def _without_letters(texts: list[str]) -> list[str]:
    stripped = [option.strip() for option in texts[1:]]
    # `strip_letters` trims too, which is the next repair's business.
    plain = list(strip_letters(stripped))
    if plain == stripped:
        plain = [_without_stray_letter(text, place) for place, text in enumerate(stripped)]
    return texts if plain == stripped else [texts[0], *plain]


def _without_stray_letter(option: str, place: int) -> str:
    """Take off what `letter-in-option` is sure of; "C: minor" only where C is the place."""
    found = _STRAY_LETTER.match(option.replace("\n", " "))
    if found is None:
        return option
    letter = found.group().lstrip("([")[0].upper()
    if ":" in found.group() and letter != LETTERS[place : place + 1]:
        return option
    # Its last character is the text's first.
    return option[found.end() - 1 :]


def _with_single_spaces(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def _without_trailing_commas(texts: list[str]) -> list[str]:
    return [text.rstrip(" ,;") if text.endswith((",", ";")) else text for text in texts]

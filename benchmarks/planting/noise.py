"""How people and models really write: case, stops, spaces, curly quotes, slips of the pen."""

import re
from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Wordings

__all__ = ["noisy"]

_Change = Callable[[str], str]
_CHANGES: tuple[tuple[_Change, ...], tuple[_Change, ...]] = (
    (str.lower, lambda t: t.rstrip("?") + " ?", lambda t: t.replace(" ", "  ", 1),
     lambda t: " " + t),
    (lambda t: t[0].lower() + t[1:], lambda t: t.rstrip("?") + "??", lambda t: t + "\n",
     lambda t: " ".join([t.split()[0].upper(), *t.split()[1:]]), lambda t: t + "  "),
)  # fmt: skip


def _slip(words: Wordings, text: str) -> str:
    """Swap, double or lose a letter inside a longer word."""
    spots = [match.span() for match in re.finditer(r"[A-Za-z]{6,}", text)]
    if not spots:
        return text
    start, end = words.rng.choice(spots)
    at = words.rng.randrange(start + 1, end - 2)
    kind = words.rng.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + (text[at] * 2 if kind == 1 else "") + text[at + 1 :]


def noisy(words: Wordings, draft: Draft, *, strong: bool) -> Draft:
    """Add noise that changes no meaning.

    Slips of the pen stay out of the texts that hold what was planted: a check may not be
    asked to see through a slip in the very word that decides. Clotho-AQA's questions stay as
    they are, since a changed one is a defect of its own.
    """
    question, options = draft.question, list(draft.options)
    free = draft.dataset == "tacos"
    odds = 0.25 if strong else 0.08
    if free and 0 not in draft.spots and words.chance(odds):
        change = words.pick(*_CHANGES)
        question = change(question)
    if free and 0 not in draft.spots and words.chance(odds / 2):
        question = _slip(words, question)
    plain = [at for at in range(len(options)) if at + 1 not in draft.spots]
    if plain and words.chance(odds / 2):
        at = words.rng.choice(plain)
        options[at] = _slip(words, options[at])
    if words.chance(odds / 2):
        at = words.rng.randrange(len(options))
        options[at] = words.pick(("{} ", "{}", " {}"), ("{}\n", "  {}", "{}\t", "{}  ")).replace(
            "{}", options[at]
        )
    return replace(draft, question=question, options=tuple(options))

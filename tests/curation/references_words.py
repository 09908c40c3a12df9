"""What several references of checks against answers and captions look at."""

import re
from dataclasses import dataclass

from aqagen.curation import opposites, things
from aqagen.curation.checks import Example
from aqagen.curation.checks.base import NEGATION
from tests.curation.references_form import content, found, spaced, stems


def stems_of(text: str) -> str:
    return stems(spaced(text))


def annotated(text: str) -> str:
    """Return an annotator's answer in stems; "8times" is how some write."""
    return stems_of(re.sub(r"([0-9])(?=[^\W\d_])", r"\1 ", text))


def denies(text: str) -> bool:
    return found(NEGATION, spaced(text))


def wrong_options(item: Example) -> list[str]:
    return [o for place, o in enumerate(item.options) if place != item.answer_index]


def saying(item: Example, said: str, besides: str | None = None) -> bool:
    """Say whether a wrong option says it, not after a denial, and no more than it and `besides`."""
    for option in wrong_options(item):
        if besides is not None and any(f" {w} " not in said + besides for w in content(option)):
            continue
        before = re.sub(f"{NEGATION}.*$".replace("\\x27", "'"), " ", spaced(option), count=1)
        if said in stems_of(option) and (not denies(option) or said in stems(before)):
            return True
    return False


def without(pattern: str, words: str) -> str:
    return re.sub(pattern.replace("\\x27", "'"), " ", words, flags=re.ASCII)


def foreign(said: str, told: str) -> bool:
    """Say whether a text names a thing which another, that names others, cannot mean."""
    names = [m.group(1) for m in re.finditer(things.NAME, without(things.ASIDE, said), re.ASCII)]
    return found(things.NAMED_BEFORE, told) and any(
        not any(f" {hint}" in told for hint in things.HINTS[name].split()) for name in names
    )


@dataclass(frozen=True)
class Pair:
    """A word of one text, and one of another, that exclude each other in some kinds."""

    said: str
    told: str
    kinds: frozenset[str]
    open: bool


def marks_of(text: str) -> dict[str, list[str]]:
    """Return the words and phrases of any kind in a text of stems, with their marks."""
    spoken = re.findall(opposites.SPOKEN, text.replace("' ", " ").replace(" ", "  "))
    return {
        word.strip().replace("  ", " "): opposites.MEANS[word.strip()].split() for word in spoken
    }


def pairs_of(said: str, told: str) -> list[Pair]:
    """Return what excludes each other in two texts of stems."""
    ours, theirs = marks_of(said), marks_of(told)
    all_ours, all_theirs = ({mark for marks in text.values() for mark in marks}
                            for text in (ours, theirs))  # fmt: skip
    pairs = []
    for one, its in ours.items():
        for other, others in theirs.items():
            kinds = {mark.split(":")[0] for mark in its if not mark.endswith("*")}
            kinds &= {mark.split(":")[0] for mark in others if not mark.endswith("*")}
            kinds -= {m.split(":")[0] for m in its if m in all_theirs}
            kinds -= {m.split(":")[0] for m in others if m in all_ours}
            if kinds:
                is_open = any(f"{kind}:*" in all_theirs for kind in kinds)
                pairs.append(Pair(one, other, frozenset(kinds), is_open))
    return pairs

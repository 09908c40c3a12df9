"""The check of wrong options that another caption bears out, once more in plain Python."""

import re
from collections.abc import Sequence

from aqagen.curation import deeds, forms
from aqagen.curation.checks import distractor_true_in_clip
from aqagen.curation.checks.base import NEGATION
from aqagen.curation.words import NO_CONTENT
from tests.curation.references import GENERATED
from tests.curation.references_form import found, spaced, stems
from tests.curation.references_placed import Placed, Verdicts, grouped


def distractor_true_in_clip_fails(every: Sequence[Placed]) -> Verdicts:
    in_clip = grouped((p for p in every if p.item.dataset == "tacos"), lambda p: p.clip_id)
    verdicts: Verdicts = {}
    for same in in_clip.values():
        for placed in same:
            others = [
                p
                for p in same
                if p.row_id != placed.row_id and p.item.metadata.get("caption") is not None
            ]
            timed = found(distractor_true_in_clip._TIMED, spaced(placed.item.question))
            pairs = [
                (len(words) > 1 and said_alike(option, words, p), overlap(placed, p))
                for p in others
                for option, words in said_distractors(placed, p)
            ]
            if placed.item.origin in GENERATED and pairs:
                sure = any(several and (same or not timed) for several, same in pairs)
                verdicts[placed.item_id] = (True if sure else None, "distractor-true-in-clip")
    return verdicts


def roots_of(words: str) -> str:
    """Return words in stems, then in roots."""
    text = stems(words)
    for old, new in (*forms.ROOTS, *forms.ENDINGS):
        text = text.replace(old, new)
    return text


def content_roots(text: str) -> list[str]:
    kept = [word for word in roots_of(spaced(text)).split() if f" {word} " not in NO_CONTENT]
    return [w for w in kept if not w.endswith("ly") and w[0] not in "0123456789"]


def swapped(text: str) -> str:
    rules = deeds
    text = re.sub(
        rules.DEED_OF, lambda m: f"{m[3]} {m[1] or ''}{m[2] or ''}{m[4]}", text, flags=re.ASCII
    )
    return re.sub(rules.DONE_TO, rules.DONE, text, flags=re.ASCII)


def one_line(text: str) -> str:
    return text.replace("\n", " ")


def placed_or_not(words: list[str]) -> list[str]:
    """Leave out where it is heard, unless a word alone is left."""
    left = placeless(words)
    return left if len(left) > 1 else words


def placeless(words: list[str]) -> list[str]:
    return [word for word in words if f" {word} " not in " somewher distant nearby far "]


def said_distractors(placed: Placed, other: Placed) -> list[tuple[str, list[str]]]:
    """Return the wrong options that another caption says, with their words of content."""
    rules = deeds
    told = roots_of(spaced(one_line(other.item.metadata["caption"]))).split(" ")
    wrong = [o for n, o in enumerate(placed.item.options) if n != placed.item.answer_index]
    plain = [re.sub(rules.MANNER, "", one_line(option), flags=re.ASCII) for option in wrong]
    words = [
        (option, placed_or_not(content_roots(text)))
        for option, text in zip(wrong, plain, strict=True)
    ]
    return [(o, some) for o, some in words if some and all(word in told for word in some)]


def said_alike(option: str, words: list[str], other: Placed) -> bool:
    """Say whether a clause of the caption has the words in their order, and none denies."""
    rules = deeds
    plain = re.sub(rules.MANNER, "", one_line(option), flags=re.ASCII)
    if found(NEGATION, spaced(re.sub(rules.MANNER, "", option, flags=re.ASCII))):
        return False
    caption = one_line(other.item.metadata["caption"])
    ends = [
        (distractor_true_in_clip.NEAR, distractor_true_in_clip.FAR),
        (distractor_true_in_clip.FAR, distractor_true_in_clip.NEAR),
    ]
    if any(found(one, option) and found(end, caption) for one, end in ends):
        return False
    clauses = [*clauses_of(caption), *clauses_of(swapped(caption))]
    split = re.split(rules.IN_LINE, swapped(plain), flags=re.ASCII)
    several = len(placeless(content_roots(plain))) > 1
    parts = [placeless(part) if several else part for part in map(content_roots, split)]
    parts = [part for part in parts if part]
    whole = [word for part in parts for word in part]
    return (
        said_by(words, clauses)
        or said_by(whole, clauses)
        or all(said_by(part, clauses) for part in parts)
    )


def clauses_of(caption: str) -> list[str]:
    rules = deeds
    caption = re.sub(rules.MANNER, "", caption, flags=re.ASCII)
    caption = re.sub(rules.SAME_SOURCE, " ", caption, flags=re.ASCII)
    caption = re.sub(rules.NOUN_BEHIND, r"\1 the \2", caption, flags=re.ASCII)
    caption = re.sub(rules.DOES_MORE, r" \1\2", caption, flags=re.ASCII)
    caption = re.sub(rules.GOES_ON, r" \1 \2", caption, flags=re.ASCII)
    return re.split(rules.CLAUSES, caption, flags=re.ASCII)


def said_by(words: list[str], clauses: list[str]) -> bool:
    """Say whether a clause has them, in order if two act; a word alone is all that it says."""
    for clause in clauses:
        heard = roots_of(spaced(clause)).split()
        n_actors = sum(word in deeds.ACTORS for word in heard)
        told = iter(heard)
        several = len(words) > 1 or content_roots(clause) == words
        if (
            words
            and several
            and (all(w in told for w in words) or (n_actors < 2 and set(words) <= set(heard)))
            and not found(NEGATION, spaced(clause))
        ):
            return True
    return False


def overlap(one: Placed, other: Placed) -> bool:
    if one.item.metadata.get("caption") is None:
        return False
    a, b = one.item.facts, other.item.facts
    if not a or not b:
        return False
    return b["onset_s"] < a["offset_s"] and a["onset_s"] < b["offset_s"]

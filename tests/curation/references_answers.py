"""`answer-changed` once more in plain Python; lists and patterns are data, taken from the check."""

import re

from aqagen.curation import amounts, replies, things
from aqagen.curation.checks import Example, answer_changed
from aqagen.curation.checks.base import NEGATION
from tests.curation.references import lower
from tests.curation.references_form import NUMBERS, found, spaced, stems
from tests.curation.references_words import (
    annotated,
    denies,
    foreign,
    pairs_of,
    saying,
    stems_of,
    without,
)


def answer_changed_fails(item: Example) -> bool | None:
    was = item.metadata.get("answer")
    if was is None:
        return None
    plain = lower(was.strip(" .,;!"))
    answer = spaced(item.options[item.answer_index])
    begins_no = found(replies.NO_WAY, answer)
    if found(replies.UNSURE, answer) and (begins_no or annotated(was) not in stems(answer)):
        return not found(replies.UNSURE, f" {plain} ")
    if plain in {"yes", "no"}:
        return was_yes(item) if plain == "yes" else was_no(item)
    numbers = numbers_in(with_numbers(spaced(re.sub(r"([0-9])(?=[^\W\d_])", r"\1 ", was))))
    said = annotated(was)
    verdict = was_a_number(item, numbers, said) if numbers else was_a_word(item, said, plain)
    return (
        excluded(item, said, "smoa") or names_another(item, was) or None
        if verdict is None
        else (verdict)
    )


def answered(item: Example) -> str:
    """Return the answer's words without what only sounds like a denial."""
    words = spaced(item.options[item.answer_index])
    if not re.search(" (?:not?|nothing|none|never|without|beyond|cannot|isn't) ", words):
        return words
    words = without(f"{replies.NO_DENIAL}|{replies.ONLY}", words)
    return re.sub(replies.SURELY_NOT, r" \1 ", words, flags=re.ASCII)


def affirmed(item: Example) -> str:
    """Return in stems what stands before the first denial."""
    return stems(re.sub(f"{NEGATION}.*".replace("\\x27", "'"), " ", answered(item), count=1))


def asked_and_shared(item: Example) -> tuple[int, int]:
    """Count the question's words of content, and those that the answer has."""
    asked = [
        stem
        for stem in stems_of(item.question).split()
        if len(stem) > 2 and f" {stem} " not in answer_changed.NO_CONTENT
    ]
    answer = stems_of(item.options[item.answer_index])
    return len(asked), sum(f" {stem} " in answer for stem in asked)


def strongly(item: Example) -> bool:
    words = spaced(item.options[item.answer_index])
    return found(replies.YES, answered(item)) or found(replies.NO_DENIAL, words)


def excluded(item: Example, told: str, sorts: str) -> bool:
    return any(
        not pair.open and any(kind[0] in sorts for kind in pair.kinds)
        for pair in pairs_of(affirmed(item), told)
    )


def was_yes(item: Example) -> bool | None:
    answer = answered(item)
    asked_denied, denied = denies(item.question), found(NEGATION, answer)
    if found(replies.NO, answer):
        return None if strongly(item) else True
    if strongly(item) or found(replies.DOES, answer):
        return None if denied and not asked_denied else False
    if asked_denied:
        return None
    if denied or excluded(item, stems_of(item.question), "sm"):
        return True
    return False if asked_and_shared(item)[1] else None


def was_no(item: Example) -> bool | None:
    answer = answered(item)
    asked, shared = asked_and_shared(item)
    asked_denied, denied = denies(item.question), found(NEGATION, answer)
    if found(replies.NO, answer):
        return None if strongly(item) else False
    if strongly(item) or found(replies.DOES, answer):
        return None if denied and (asked_denied or shared or not strongly(item)) else True
    if asked_denied:
        return None
    if denied or excluded(item, stems_of(item.question), "sm"):
        return False
    if found(answer_changed.CEASED, spaced(item.options[item.answer_index])):
        return None
    return True if asked and shared == asked else None


def with_numbers(words: str) -> str:
    """Return words with digits for all that counts."""
    words = without(amounts.NO_NUMBER, words)
    words = re.sub(amounts.JOINED, r" \1 \2 ", words, flags=re.ASCII)
    for name, number in amounts.NAMES:
        words = words.replace(f" {name} ", f" {number} ")
    for word, figure in NUMBERS.items():
        words = words.replace(f" {word} ", f" {figure} ")
    words = without(amounts.LIGHT, words)
    return re.sub(" ([2-9])0 ([1-9]) ", r" \1\2 ", words)


def numbers_in(text: str) -> set[int]:
    return {int(number) for number in re.findall(" ([0-9]+)", text)}


def span_of(text: str) -> tuple[float, float] | None:
    """Return the least and the most that a text may count, where it has such a phrase."""
    for name, pattern in amounts.SPANS.items():
        match = re.search(pattern, text, re.ASCII)
        if match:
            first, *more = (int(group) for group in match.groups() if group is not None)
            return {
                "between": (first, more[0] if more else first),
                "range": (first, more[0] if more else first),
                "at least": (first, amounts.FAR),
                "at most": (0, first),
                "more": (first + 1, amounts.FAR),
                "below": (0, first - 1),
                "about": (first - 1 - first // 5, first + 1 + first // 5),
            }[name]
    if re.search(" [0-9]", text):
        return None
    if found(amounts.MANY, text):
        return 20, amounts.FAR
    if found(amounts.SEVERAL, text):
        return 2, amounts.FAR
    return (0, 0) if found(amounts.NOT_ANY, text) else None


def was_a_number(item: Example, was: set[int], said: str) -> bool | None:
    text = with_numbers(answered(item))
    now, span = numbers_in(text), span_of(text)
    if span:
        if not any(span[0] <= n <= span[1] for n in was):
            return True
        if span[0] == span[1] or (was & now and found(amounts.SPANS["about"], text)):
            return False
    elif was & now:
        return False
    elif sum(int(n) for n in re.findall(" ([0-9]+)", text)) in was and now:
        return None
    elif now:
        return True
    return True if saying(item, said) else None


def was_a_word(item: Example, said: str, was: str) -> bool | None:
    if not said.strip():
        return None
    words = spaced(item.options[item.answer_index])
    now, denied = stems(words), found(NEGATION, answered(item))
    if said in now:
        ruled_out = f"{re.escape(said)}{answer_changed._RULED_OUT_STEMS}".replace("\\x27", "'")
        if found(answer_changed.RULED_OUT, words) and found(ruled_out, now):
            return True
        if found(f"{replies.DENYING}{re.escape(said)}", now):
            return True
        return denied and said not in affirmed(item) and not found(NEGATION, f" {was} ")
    besides = stems_of(item.question) + answer_changed.SIZES + now
    return True if saying(item, said, besides) else None


def names_another(item: Example, was: str) -> bool:
    if found(NEGATION, answered(item)) or found(things.ASKS_ASIDE, spaced(item.question)):
        return False
    now = spaced(item.options[item.answer_index])
    return foreign(now, spaced(was)) or foreign(spaced(was), now)

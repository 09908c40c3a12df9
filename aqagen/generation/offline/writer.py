"""From metadata to an item, without a model: what the offline endpoint answers with.

The right option is the caption or the answer as it stands; the wrong ones are captions
and answers of other clips that share no content word with anything known of this one.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import gcd
from typing import Any, Self

from aqagen.answers import normalise
from aqagen.generation.offline.pool import (
    BUILT_IN,
    Candidate,
    Pool,
    Subject,
    subject_of,
)

__all__ = ["OfflineItem", "Writer"]

_WRONG = 3
# How many candidates are looked at in one bucket, and how many that fit are enough to
# choose the three of the most comparable length from.
_PROBES = 96
_ENOUGH = 20
_ENOUGH_UNSORTED = 6

# None speaks of captions, descriptions, places, quality, equipment or use.
_QUESTIONS = (
    "What can be heard in this clip?",
    "Which of these can be heard?",
    "What do you hear in the audio?",
    "Which sound occurs in this clip?",
    "What is heard in this audio clip?",
    "Which of the following occurs in the audio?",
)
_YES_NO = (
    ("Yes, that is the case", "No, that is not the case"),
    ("Yes, it is so", "No, it is not so"),
    ("Yes, that is true here", "No, that is not true here"),
)
_THERE = re.compile(r"\s*(is|are|was|were)\s+there\s+(\S.*?)[\s?.!:]*", re.IGNORECASE | re.DOTALL)
_NEGATED = re.compile(r"\b(?:no|not|none|never|or)\b|n't|\?", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|any)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OfflineItem:
    """A question with four options without letters; `answer_index` counts from 0."""

    question: str
    options: tuple[str, ...]
    answer_index: int


class _Dice:
    """Chance that depends on a text only: the digits of its hash, one after the other."""

    def __init__(self, text: str) -> None:
        self._state = blake2b(text.encode("utf-8", "surrogatepass")).digest()
        self._used = 0

    def pick(self, n: int) -> int:
        """Return a number from 0 to n - 1."""
        if self._used == len(self._state):
            self._state, self._used = blake2b(self._state).digest(), 0
        digits = self._state[self._used : self._used + 8]
        self._used += 8
        return int.from_bytes(digits, "little") % n


class Writer:
    """Writes items from metadata.

    Until it is primed it learns from every request, starting from a small list of plain
    sounds, so its items depend on what came before. Once primed, an item depends on the
    seed, the metadata and the pool only.

    Args:
        seed: chooses among questions, wrong options and the right one's position.
        pool: what it has seen; empty when not given.
    """

    def __init__(self, seed: int = 0, pool: Pool | None = None) -> None:
        self.seed = seed
        self.pool = pool or Pool()

    def prime(self, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Learn from metadata, in any order, and then learn no more.

        Rows without a usable caption or answer teach nothing. May be called again: the
        pool then holds both sets.
        """
        self.pool.prime(rows)
        return self

    def write(self, metadata: Mapping[str, Any]) -> OfflineItem:
        """Return the item of one row's metadata.

        Raises:
            MetadataError: there is no caption, or no question with an answer, or it is empty.
        """
        subject = subject_of(metadata)
        if not self.pool.frozen:
            self.pool.learn(subject)
        dice = _Dice(f"{self.seed}\n{json.dumps(dict(metadata), sort_keys=True)}")
        if subject.kind == "caption":
            question = _QUESTIONS[dice.pick(len(_QUESTIONS))]
            right, wrong = subject.right.text, self._captions(subject, dice)
        elif subject.kind == "yes-no":
            question = subject.question
            right, wrong = self._yes_no(subject, dice)
        else:
            question = subject.question
            right = _answer(subject.right.text)
            wrong = [_answer(text) for text in self._answers(subject, dice)]
        place = dice.pick(_WRONG + 1)
        return OfflineItem(question, (*wrong[:place], right, *wrong[place:]), place)

    def _captions(self, subject: Subject, dice: _Dice) -> list[str]:
        buckets = [self.pool.bucket("caption"), BUILT_IN["caption"]]
        return [found.text for found in self._others(subject, buckets, dice, _WRONG)]

    def _answers(self, subject: Subject, dice: _Dice) -> list[str]:
        if subject.kind == "vague":
            return list(_not_vague(subject.right.text))
        buckets = [*map(self.pool.bucket, subject.buckets()), BUILT_IN[subject.kind]]
        return [found.text for found in self._others(subject, buckets, dice, _WRONG)]

    def _yes_no(self, subject: Subject, dice: _Dice) -> tuple[str, list[str]]:
        yes, no = _there(subject.question) or _YES_NO[dice.pick(len(_YES_NO))]
        buckets = [self.pool.bucket("thing:what"), self.pool.bucket("thing"), BUILT_IN["thing"]]
        found = self._others(subject, buckets, dice, _WRONG - 1)
        right, opposite = (yes, no) if normalise(subject.right.text) == "yes" else (no, yes)
        wrong = [opposite, *(f"It is only {candidate.text}" for candidate in found)]
        first = dice.pick(_WRONG)
        return right, wrong[first:] + wrong[:first]

    def _others(
        self, subject: Subject, buckets: list[Sequence[Candidate]], dice: _Dice, wanted: int
    ) -> list[Candidate]:
        """Return `wanted` candidates that are not true of the clip.

        The last bucket is the built-in list. Should a clip's own text speak of nearly all of
        it, what is only mentioned about the clip is let pass, but never the right option.
        """
        truth = self.pool.truth_of(subject)
        chosen: list[Candidate] = []
        for bucket in buckets:
            # "Yes" and "no" have no length or value worth being close to.
            by_distance = subject.kind != "yes-no"
            enough = _ENOUGH if by_distance else _ENOUGH_UNSORTED
            fitting = _probe(bucket, subject, truth, dice, enough)
            if by_distance:
                fitting.sort(key=lambda candidate: _distance(candidate, subject.right))
            _add(chosen, fitting, wanted)
            if len(chosen) == wanted:
                return chosen
        # Three passes that ask for less and less; the last one cannot fail, for the list is
        # longer than the number of options and its texts differ.
        rest = [candidate for candidate in buckets[-1] if candidate not in chosen]
        apart = [candidate for candidate in rest if _differs(candidate, subject.right)]
        _add(chosen, apart, wanted)
        chosen += [candidate for candidate in apart if candidate not in chosen]
        chosen += [each for each in rest if each not in chosen and each.key != subject.right.key]
        return chosen[:wanted]


def _probe(
    bucket: Sequence[Candidate], subject: Subject, truth: frozenset[str], dice: _Dice, enough: int
) -> list[Candidate]:
    """Return up to `enough` candidates that are not true of the clip, of `_PROBES` looked at.

    The positions are different ones, far apart, and begin where the dice say.
    """
    n = len(bucket)
    if n == 0:
        return []
    position, step = dice.pick(n), 1 + dice.pick(n)
    while gcd(step, n) != 1:
        step += 1
    fitting: list[Candidate] = []
    apart = truth.isdisjoint
    for _ in range(min(n, _PROBES)):
        candidate = bucket[position]
        position = (position + step) % n
        # The first test is all that most candidates need, and this is where the time goes.
        if apart(candidate.words) and _untrue(candidate, subject):
            fitting.append(candidate)
            if len(fitting) == enough:
                break
    return fitting


def _untrue(candidate: Candidate, subject: Subject) -> bool:
    """Say whether a candidate is neither the right option nor found in the clip's own text."""
    return (
        candidate.key != subject.right.key
        and (candidate.number is None or candidate.number != subject.right.number)
        and not (subject.haystack and candidate.key in subject.haystack)
    )


def _differs(candidate: Candidate, right: Candidate) -> bool:
    same_number = candidate.number is not None and candidate.number == right.number
    return (
        not same_number and candidate.key != right.key and candidate.words.isdisjoint(right.words)
    )


def _distance(candidate: Candidate, right: Candidate) -> float:
    """How far a candidate is from looking like the right option: by value, or by length."""
    if candidate.number is not None and right.number is not None:
        return abs(candidate.number - right.number)
    return abs(len(candidate.text) - len(right.text))


def _add(chosen: list[Candidate], fitting: Iterable[Candidate], wanted: int) -> None:
    """Append candidates to the chosen that are unlike those already there."""
    for candidate in fitting:
        if len(chosen) == wanted:
            return
        if all(_differs(candidate, other) for other in chosen):
            chosen.append(candidate)


def _answer(text: str) -> str:
    """Word an answer so that it is more than one word, whatever part of speech it is."""
    return f"The answer is {text}"


def _there(question: str) -> tuple[str, str] | None:
    """Turn "Is there X?" into its two answers; None when that would not read well."""
    match = _THERE.fullmatch(question)
    if match is None or _NEGATED.search(match.group(2)):
        return None
    verb, what = match.group(1).lower(), " ".join(match.group(2).split())
    article = _ARTICLE.match(what)
    denied = f"no {what[article.end() :]}" if article else f"not {what}"
    if article and article.group().lower().startswith("any"):
        what = what[article.end() :]
    return f"Yes, there {verb} {what}", f"No, there {verb} {denied}"


def _not_vague(answer: str) -> tuple[str, ...]:
    """Return the numbers that "many" or "few" certainly does not mean."""
    few = normalise(answer) in {"few", "a few", "some"}
    return ("zero", "one", "hundred" if few else "two")

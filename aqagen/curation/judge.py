"""A judge: what a language model is shown of an item, and what follows from its votes.

A vote gives each of five dimensions a score from 1 to 5, or none where it cannot tell. A
score below `GOOD_SCORE` is a vote against the item. Two thirds of all votes decide, those that
could not tell, could not be read or are still to come included; fewer leave the dimension
undecided. Mean scores are kept beside the verdicts, for `aqagen mix --where`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean
from typing import Any

from pydantic import ValidationError

from aqagen.answers import LETTERS
from aqagen.boundary import JudgeReply
from aqagen.curation.checks.base import Reason
from aqagen.curation.subjects import Answered, Subject, option_order
from aqagen.generation.parsing import Rejection, read_objects
from aqagen.generation.prompts import Prompt

__all__ = [
    "CHECK_NAME",
    "CHECK_VERSION",
    "DIMENSIONS",
    "GOOD_SCORE",
    "REASONS",
    "UNREADABLE",
    "Judgement",
    "Opinion",
    "judge_answers",
    "opinion_of",
    "read_vote",
    "review",
]

CHECK_NAME = "judge"
# Raised whenever the same votes would give another verdict.
CHECK_VERSION = 2
GOOD_SCORE = 3
_MAJORITY = Fraction(2, 3)

REASONS = {
    "answerable": Reason(
        "judge-not-answerable", "drop", "what cannot be heard teaches a model to guess"
    ),
    "correct": Reason("judge-wrong-answer", "drop", "a wrong answer is rewarded in training"),
    "distractors_wrong": Reason(
        "judge-true-distractor", "drop", "a right choice is punished in training"
    ),
    "distractors_plausible": Reason(
        "judge-implausible-distractor", "mark", "easy, but not wrong: a matter of amount"
    ),
    "language": Reason("judge-language", "mark", "a matter of taste while the meaning is clear"),
}
DIMENSIONS = tuple(REASONS)
UNREADABLE = Reason("judge-unreadable", "mark", "no vote could be read: nothing is known")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the votes on one dimension come to.

    Attributes:
        scores: those that were given, in the order of the votes.
        reasons: the judge's own words, likewise.
        bad: the votes are against the item; None when they decide nothing.
    """

    scores: tuple[int, ...]
    reasons: tuple[str, ...]
    bad: bool | None

    @property
    def score(self) -> float:
        """The mean score, 1 to 5."""
        return fmean(self.scores)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All votes on an item.

    Attributes:
        item_id: the item's.
        opinions: by dimension what they come to.
        n_votes: votes that there are.
        n_unreadable: those of them that could not be read.
        n_wanted: votes of which two thirds decide: as many as were asked for, or more.
    """

    item_id: str
    opinions: dict[str, Opinion]
    n_votes: int
    n_unreadable: int
    n_wanted: int


def review(subject: Subject, prompt: Prompt, seed: int) -> tuple[str, dict[str, Any]]:
    """Return the message that asks for one vote, and what is to be kept beside the answer.

    Each vote sees the options in another order, so that no place is favoured.
    """
    order = option_order(subject.item_id, len(subject.options), subject.trial, seed)
    # Beyond Z, letters would be an invention.
    names = [LETTERS[n] if n < len(LETTERS) else str(n + 1) for n in range(len(order))]
    shown = {
        "question": subject.question,
        "options": {name: subject.options[i] for name, i in zip(names, order, strict=True)},
        "answer": names[order.index(subject.answer_index)],
        "metadata": subject.metadata,
        "facts": subject.facts,
        "other_captions": subject.other_captions,
    }
    return prompt.render(shown), {"order": order}


def read_vote(text: str) -> JudgeReply | None:
    """Read one vote; None when it is none: nothing is guessed at."""
    found = read_objects(text)
    if isinstance(found, Rejection) or not found or not isinstance(found[0], dict):
        return None
    said = {
        name: {key: mark[key] for key in ("reason", "score") if key in mark}
        for name in DIMENSIONS
        if isinstance(mark := found[0].get(name), dict)
    }
    try:
        return JudgeReply.model_validate(said)
    except ValidationError:
        return None


def opinion_of(scores: Sequence[int], n_wanted: int, reasons: Sequence[str] = ()) -> Opinion:
    """Return what the scores come to: two thirds of the `n_wanted` votes decide."""
    n_bad = sum(score < GOOD_SCORE for score in scores)
    bad = None
    if scores and n_bad >= _MAJORITY * n_wanted:
        bad = True
    elif scores and len(scores) - n_bad >= _MAJORITY * n_wanted:
        bad = False
    return Opinion(tuple(scores), tuple(reasons), bad)


def judge_answers(answered: Answered, n_asked: int) -> Judgement:
    """Return what all stored votes on an item come to, of `n_asked` that were asked for."""
    votes = [read_vote(text) for text, _ in answered.answers]
    readable = [vote for vote in votes if vote is not None]
    n_wanted = max(n_asked, len(votes))
    opinions = {}
    for name in DIMENSIONS:
        marks = [mark for vote in readable if (mark := getattr(vote, name)).score is not None]
        opinions[name] = opinion_of(
            [mark.score for mark in marks], n_wanted, [mark.reason for mark in marks]
        )
    return Judgement(answered.item_id, opinions, len(votes), len(votes) - len(readable), n_wanted)

"""Bad items, in stated shares: what a careless generator would have written.

wrong answer      the key points at a wrong option
true distractor   one of the wrong options is heard in the clip, or the right one in other words
text only         the question says the answer
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aqagen.generation.offline.writer import OfflineItem, Writer
from aqagen.ids import text_hash
from benchmarks.miniature.questions import Question
from benchmarks.miniature.recordings import PHRASES

__all__ = ["NOISE", "NoisyWriter", "noise_of", "spoil"]

NOISE = {"wrong-answer": 0.2, "true-distractor": 0.15, "text-only": 0.15}

# The same sound in other words: true wherever the phrase of the class is.
_ALSO = {
    "chainsaw": "A chainsaw is running",
    "clock_tick": "A clock is ticking",
    "crackling_fire": "A fire is crackling",
    "crying_baby": "A baby is crying",
    "dog": "A dog is barking",
    "helicopter": "A helicopter is hovering",
    "rain": "Rain is falling",
    "rooster": "A rooster is crowing",
    "sea_waves": "Waves are rolling",
    "sneezing": "A person is sneezing",
}
_IN_OTHER_WORDS = {PHRASES[category]: also for category, also in _ALSO.items()}


def noise_of(key: str) -> str | None:
    """Return what is to be wrong with an item, by hash of what it is made of; None for nothing."""
    point = int(text_hash(f"miniature noise {key}")[:8], 16) / 16**8
    for kind, share in NOISE.items():
        if point < share:
            return kind
        point -= share
    return None


def spoil(question: Question, kind: str | None, heard: tuple[str, ...]) -> Question:
    """Return a question with one thing wrong.

    Args:
        question: a good one.
        kind: of `NOISE`, or None to leave it as it is.
        heard: the phrases of the sounds in the clip.
    """
    right, wrong = question.right, question.wrong
    if kind == "wrong-answer":
        return replace(question, right=wrong[0], wrong=(right, *wrong[1:]))
    if kind == "true-distractor":
        others = [phrase for phrase in heard if phrase not in {right, *wrong}]
        also = _IN_OTHER_WORDS.get(right) or (others or heard)[0]
        return replace(question, wrong=(others[0] if others else also, *wrong[1:]))
    if kind == "text-only":
        return replace(question, text=f"{question.text} It is this: {right}.")
    return question


class NoisyWriter(Writer):
    """The offline endpoint's writer, with bad items among the good ones."""

    def write(self, metadata: Mapping[str, Any]) -> OfflineItem:
        """Return an item, good or bad by hash of its metadata."""
        item = super().write(metadata)
        key = f"{metadata.get('caption')} {metadata.get('description')}"
        kind = noise_of(key)
        heard = tuple(str(word) for word in metadata.get("keywords", ()))
        right = item.options[item.answer_index]
        wrong = tuple(option for option in item.options if option != right)
        bad = spoil(Question(item.question, right, wrong), kind, heard)
        options = [bad.right, *bad.wrong]
        random.Random(key).shuffle(options)
        return OfflineItem(bad.text, tuple(options), options.index(bad.right))

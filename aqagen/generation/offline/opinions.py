"""What the offline endpoint says when it is asked to judge an item, or to answer a question.

Rules, no model: a judge looks whether the answer's words are those of the metadata; whoever is
asked a question has a favourite among the options, by hash, and keeps to it more or less. The
favourite knows nothing of the right answer, so it is right by chance.
"""

import ast
import json
import re
from collections.abc import Mapping
from typing import Any

from aqagen.answers import normalise
from aqagen.generation.offline.words import content_words
from aqagen.ids import text_hash

__all__ = ["opinion_on"]

_DECODER = json.JSONDecoder(strict=False)
# Only a judge's prompt has it, and only that of a probe ends with options as a list.
_JUDGED = '"other_captions"'
_LIST = re.compile(r"\[['\"].*\]", re.DOTALL)
_UNHEARD = re.compile(r"\b(captions?|descriptions?|metadata|keywords?|files?)\b", re.IGNORECASE)
_GOOD, _BAD = 5, 1


def opinion_on(prompt: str) -> str | None:
    """Return the answer to a judge's or a probe's prompt; None when it is neither."""
    if _JUDGED in prompt:
        item = _item_in(prompt)
        return json.dumps(_vote(item)) if item else None
    if '"question"' in prompt or '"caption"' in prompt:
        return None
    found = _LIST.search(prompt)
    try:
        options = ast.literal_eval(found.group()) if found else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(options, list) or not all(isinstance(each, str) for each in options):
        return None
    return _choice(prompt, options)


def _item_in(prompt: str) -> dict[str, Any] | None:
    start = prompt.find("{")
    while start >= 0:
        try:
            value, _ = _DECODER.raw_decode(prompt, start)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and isinstance(value.get("options"), dict):
            return value
        start = prompt.find("{", start + 1)
    return None


def _vote(item: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    question, answer = str(item.get("question")), str(item.get("answer"))
    options = {name: str(text) for name, text in item["options"].items()}
    known = item.get("metadata")
    told = known if isinstance(known, dict) else {}
    truth = str(told.get("answer") or told.get("caption") or "")
    support = {name: _support(text, truth) for name, text in options.items()}
    right = support.pop(answer, 0.0)
    best = max(support.values(), default=0.0)
    correct = distractors = None
    if truth:
        correct = _GOOD if right and right >= best else _BAD
        distractors = _BAD if best and best >= right else _GOOD
    return {
        "answerable": _mark(_BAD if _UNHEARD.search(question) else _GOOD),
        "correct": _mark(correct),
        "distractors_wrong": _mark(distractors),
        "distractors_plausible": _mark(_GOOD),
        "language": _mark(_GOOD if question.rstrip().endswith("?") else _BAD),
    }


def _support(option: str, truth: str) -> float:
    """Return the share of the known words that an option says; yes and no by polarity."""
    polarity = normalise(truth)
    if polarity in {"yes", "no"}:
        return float(re.match(rf"\W*{polarity}\b", option, re.IGNORECASE) is not None)
    said, known = normalise(option), polarity
    if known and re.search(rf"\b{re.escape(known)}\b", said):
        return 1.0
    words = content_words(truth)
    return len(words & content_words(option)) / len(words) if words else 0.0


def _mark(score: int | None) -> dict[str, Any]:
    reasons = {None: "Nothing is known.", _GOOD: "By rule: nothing is wrong."}
    return {"reason": reasons.get(score, "By rule: this is wrong."), "score": score}


def _choice(prompt: str, options: list[str]) -> str:
    ranked = sorted(options, key=lambda option: text_hash(f"favourite {option} {len(options)}"))
    # How firmly one believes differs from item to item; the prompt decides, as its order does.
    firmness = int(text_hash(f"firm {ranked}"), 16) % 100
    die = int(text_hash(f"die {prompt}"), 16)
    chosen = ranked[0] if die % 100 < firmness else options[die // 100 % len(options)]
    return f"<answer>{chosen}</answer>"

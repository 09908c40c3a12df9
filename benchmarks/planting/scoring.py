"""What the checks said of planted and of sound items, beside what peers would have said."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aqagen.curation.checks import all_checks
from planting.collection import Collection
from planting.drafts import Draft, Planted

__all__ = ["Mistake", "Scored", "Verdicts", "four_distinct", "right_shape", "score"]

# By item: check, reason, and what it does (drop, mark, undecided).
Verdicts = dict[str, list[tuple[str, str, str]]]

# Checks of which each is right to fail the other's defects: the paper's own rules among them.
_SAME = {
    "near-identical-options": {"options-distinct"},
    "metadata-leak": {"metadata-only-fact", "recording-environment"},
    "duplicate-item": {"near-duplicate-question"},
    "near-duplicate-question": {"duplicate-item"},
    "audio-missing": {"audio-unreadable"},
    "audio-length": {"audio-unreadable"},
    "letter-in-option": {"markup-residue"},
}
_OF_SETS = {"duplicate-item", "near-duplicate-question"}


def right_shape(draft: Draft) -> bool:
    """What most peers check: texts that are there, and an answer in range."""
    texts = [draft.question, *draft.options]
    return all(text.strip() for text in texts) and 0 <= draft.answer_index < len(draft.options)


def four_distinct(draft: Draft) -> bool:
    """The checks of a converter from AudioMCQ to verl, by their effect."""
    return len(draft.options) == 4 and len(set(draft.options)) == 4 and right_shape(draft)


@dataclass(slots=True)
class Row:
    """Counts of planted items."""

    n: int = 0
    n_seen: int = 0
    decidable: int = 0
    found_seen: int = 0
    found_heldout: int = 0
    undecided: int = 0
    shape: int = 0
    four: int = 0
    others: Counter[str] = field(default_factory=Counter)

    def add(self, planted: Planted, said: str, others: set[str]) -> None:
        self.n += 1
        self.n_seen += not planted.heldout
        self.decidable += planted.decidable
        self.found_seen += said == "fail" and not planted.heldout
        self.found_heldout += said == "fail" and planted.heldout
        self.undecided += said == "undecided"
        self.shape += not right_shape(planted.draft)
        self.four += not four_distinct(planted.draft)
        self.others.update(others)

    def as_json(self) -> dict[str, Any]:
        # `asdict` would build a Counter of pairs, and count those.
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Mistake:
    kind: str
    draft: Draft
    said: list[tuple[str, str, str]]


@dataclass(slots=True)
class Scored:
    """The tables.

    Attributes:
        checks: by the check's name, with ` ?` where words alone do not decide.
        groups: n, dropped, marked, and items by reason, of the sound items, traps and
            grey groups.
    """

    known: list[str]
    checks: dict[str, Row] = field(default_factory=dict)
    variants: dict[tuple[str, str], Row] = field(default_factory=dict)
    n_sound: int = 0
    false_drops: Counter[str] = field(default_factory=Counter)
    false_marks: Counter[str] = field(default_factory=Counter)
    groups: dict[str, tuple[int, int, int, Counter[str]]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "checks": {name: row.as_json() for name, row in self.checks.items()},
            "variants": {" / ".join(key): row.as_json() for key, row in self.variants.items()},
            "sound": self.n_sound,
            "false_drops": self.false_drops,
            "false_marks": self.false_marks,
            "groups": self.groups,
            "mistakes": Counter(mistake.kind for mistake in self.mistakes),
        }


def score(collection: Collection, verdicts: Verdicts, ids: list[Any]) -> Scored:
    """Compare; `ids` are those of the sound items, then (item, partners) of the planted."""
    scored = Scored(sorted(all_checks()))
    n_sound = len(collection.sound)
    for draft, item_id in zip(collection.sound, ids[:n_sound], strict=True):
        _score_sound(scored, draft, verdicts.get(item_id, []))
    for planted, (item_id, partners) in zip(collection.planted, ids[n_sound:], strict=True):
        _score_planted(scored, planted, verdicts, item_id, partners)
    return scored


def _score_sound(scored: Scored, draft: Draft, said: list[tuple[str, str, str]]) -> None:
    n, drops, marks, reasons = scored.groups.get(draft.group, (0, 0, 0, Counter()))
    dropped = {name for name, _, what in said if what == "drop"}
    marked = {name for name, _, what in said if what == "mark"}
    reasons.update(reason + ("*" if what == "undecided" else "") for _, reason, what in said)
    scored.groups[draft.group] = (n + 1, drops + bool(dropped), marks + bool(marked), reasons)
    if draft.group.startswith("grey"):
        return
    scored.n_sound += 1
    scored.false_drops.update(dropped)
    scored.false_marks.update(marked)
    for name in sorted(dropped):
        kind = f"{name} drops a sound item ({draft.group})"
        scored.mistakes.append(Mistake(kind, draft, said))


def _score_planted(
    scored: Scored, planted: Planted, verdicts: Verdicts, item_id: str, partners: list[str]
) -> None:
    own = {planted.check} | _SAME.get(planted.check, set())
    said = verdicts.get(item_id, [])
    # Of twins, whichever came first may stay.
    both = said + [v for p in partners for v in verdicts.get(p, []) if planted.check in _OF_SETS]
    result = "pass"
    for name, _, what in both:
        if name in own and (what != "undecided" or result == "pass"):
            result = "undecided" if what == "undecided" else "fail"
            if result == "fail":
                break
    others = {name for name, _, what in said if what != "undecided"} - own
    # What words alone do not decide has a row of its own.
    name = planted.check + ("" if planted.decidable else " ?")
    scored.checks.setdefault(name, Row()).add(planted, result, others)
    variant = planted.check, planted.variant
    scored.variants.setdefault(variant, Row()).add(planted, result, others)
    if planted.decidable and result != "fail" and planted.check in scored.known:
        kind = f"{planted.check} misses: {planted.variant}"
        scored.mistakes.append(Mistake(kind, planted.draft, said))

"""The checks that compare items once more in plain Python.

Each reference takes all items, with what the store knows of their places and files, and returns
those that do not pass: by item id, whether it fails (True) or is undecided (None), and why.
"""

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from urllib.parse import unquote

from aqagen.curation.checks import Example
from aqagen.curation.checks import contaminated_clip as contaminated_clip_check
from aqagen.curation.checks import near_duplicate_question as near_duplicate_question_check
from aqagen.sources import is_for_evaluation
from tests.curation.references import lower
from tests.curation.references_form import found, spaced
from tests.curation.references_placed import Placed, SetReference, Verdicts, grouped, status_of
from tests.curation.references_true_in_clip import distractor_true_in_clip_fails


def audio_missing(every: Sequence[Placed]) -> Verdicts:
    at_hand = {p.item.dataset for p in every if status_of(p) in {"ok", "unreadable"}}
    return {
        p.item_id: (True, "audio-missing")
        for p in every
        if status_of(p) == "missing" and p.item.dataset in at_hand
    }


def audio_unreadable(every: Sequence[Placed]) -> Verdicts:
    return {p.item_id: (True, "audio-unreadable") for p in every if status_of(p) == "unreadable"}


def audio_silent(every: Sequence[Placed]) -> Verdicts:
    silent = {}
    for placed in every:
        peak = (placed.audio or {}).get("peak_dbfs")
        if status_of(placed) == "ok" and peak is not None and peak < -60:
            silent[placed.item_id] = (True, "audio-silent")
    return silent


def audio_length(every: Sequence[Placed]) -> Verdicts:
    verdicts: Verdicts = {}
    for placed in every:
        length, said = (placed.audio or {}).get("duration_s"), placed.item.duration_s
        if status_of(placed) != "ok" or length is None:
            continue
        if length < 0.1:
            verdicts[placed.item_id] = (True, "audio-too-short")
        elif length > 300:
            verdicts[placed.item_id] = (True, "audio-too-long")
        elif said is not None and abs(length - said) > max(1, said / 10):
            verdicts[placed.item_id] = (True, "audio-length-differs")
    return verdicts


def duplicate_item(every: Sequence[Placed]) -> Verdicts:
    def said(p: Placed) -> Hashable:
        folded = [re.sub("[ \t\n\f\r]+", " ", option).strip(" ") for option in p.item.options]
        options = sorted(lower(option.rstrip(",;. ")) for option in folded)
        return spaced(p.item.question), spaced(p.answer), tuple(options)

    verdicts: Verdicts = {}
    for same in grouped(every, said).values():
        first = min(p.row_id for p in same)
        for placed in same:
            if any(p.clip_id == placed.clip_id and p.row_id < placed.row_id for p in same):
                verdicts[placed.item_id] = (True, "duplicate-item")
            elif placed.row_id != first:
                verdicts[placed.item_id] = (True, "duplicate-item-other-clip")
    return verdicts


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    """The same words; or, of eight and more, one word more, fewer or another."""
    if one == other:
        return True
    # The longer has eight or more: eight words and seven of them are near.
    return max(len(one), len(other)) >= 8 and max(len(one - other), len(other - one)) <= 1


def near_duplicate_question(every: Sequence[Placed]) -> Verdicts:
    groups = grouped(every, lambda p: frozenset(spaced(p.item.question).split()))
    framed = grouped(every, in_frame)
    verdicts: Verdicts = {}
    for words, own in groups.items():
        near_ones = [p for others, some in groups.items() if near(words, others) for p in some]
        for placed in own:
            key = in_frame(placed)
            twins = [*near_ones, *(framed[key] if key else ())]
            before = [p for p in twins if p.row_id < placed.row_id]
            if before:
                verdicts[placed.item_id] = (True, why_near(placed, before))
    return verdicts


def in_frame(placed: Placed) -> Hashable:
    """Return the words of a question without its frame, and whether it asks for yes or no."""
    rules, said = near_duplicate_question_check, spaced(placed.item.question)
    asked = frozenset(said.split()) - frozenset(rules.FRAME.split())
    return (asked, found(rules.POLAR, said)) if len(asked) >= rules.LEAST_IN_FRAME else None


def why_near(placed: Placed, before: Sequence[Placed]) -> str:
    in_clip = [p for p in before if p.clip_id == placed.clip_id]
    if in_clip:
        twin = min(in_clip, key=lambda p: p.row_id).item
        asked = placed.item.metadata.get("question")
        # One question of Clotho-AQA with several of its answers.
        answers = {placed.item.dataset, twin.dataset} == {"clotho-aqa"} and asked is not None
        if not (answers and asked == twin.metadata.get("question")):
            return "same-question-again"
    if any(spaced(p.answer) == spaced(placed.answer) for p in before):
        return "near-duplicate-question-and-answer"
    return "near-duplicate-question"


IN_NAME = (
    r"([0-9]{3,})\.[a-z0-9]+\Z",  # a bare number, which may be anything
    r"(?:fold)?[0-9]-([0-9]{3,})-[A-Z]-[0-9]+\.[a-z0-9]+\Z",
    r"([0-9]{3,})__[A-Za-z]",
    r"(?i:.*?(?:freesound|(?<![a-z])fsid)[-_ ]?([0-9]{3,}))",
)


OF_SET = "(?:fs|fsd|fsd50k|id|sound|train|test|eval|evaluation|dev|val|valid|validation)"
# As others cut and rename: "114284_hq.wav", "fs-114284-stereo.wav"; not dates, not rates.
RENAMED = (
    rf"(?i)(?:{OF_SET}[-_ ]?)*([0-9]{{5,7}})[-_ .+].*\.[a-z0-9]+\Z",
    rf"(?i)fs(?:d(?:50k)?)?[-_ ]?(?:{OF_SET}[-_ ]?)*([0-9]{{5,7}})\.[a-z0-9]+\Z",
    r"(?:.*[(\[]|(?i:(?:.*[^A-Za-z])?id)[-_ #]?)([1-9]\d{4,6})(?:[-_ .)\]+]\D*)?\.[a-zA-Z0-9]+\Z",
)


def file_of(item: Example) -> str:
    """Return a file's name without folders, as it was before it became an address."""
    name = item.file_name
    with suppress(UnicodeDecodeError):
        name = unquote(name, errors="strict")
    return re.split(r"[/\\\n]", name)[-1]


def renamed(item: Example) -> str:
    name = file_of(item)
    matches = [match for rule in RENAMED if (match := re.match(rule, name, re.ASCII))]
    number = matches[0].group(1) if matches and item.dataset != "tacos" else ""
    date = re.fullmatch("[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", number)
    return (
        "" if date or number in {"11025", "16000", "22050", "44100", "48000", "96000"} else number
    )


def words_of_name(item: Example) -> list[str]:
    name = lower(unicodedata.normalize("NFC", file_of(item)))
    name = re.sub(rf"(?:\.(?:{contaminated_clip_check.ENDINGS}))+\s*\Z", "", name)
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in name).split()


def named(item: Example) -> str:
    """Return the letters and digits of a file's name, a space between two numbers."""
    parts: list[str] = []
    for part in words_of_name(item):
        between = bool(parts) and parts[-1][-1] in "0123456789" and part[0] in "0123456789"
        parts += [" ", part] if between else [part]
    return "".join(parts)


def tells(item: Example) -> bool:
    """Say whether a name is more than one word and numbers."""
    words = " ".join(words_of_name(item))
    return len(named(item)) >= 8 and not re.fullmatch("[a-z]*(?: ?[0-9]+)+", words)


def states_id(item: Example) -> bool:
    bare = re.match(IN_NAME[0], file_of(item))
    return bool(item.freesound_id) or item.dataset == "tacos" or not bare


def marks(placed: Placed) -> set[tuple[str, str]]:
    """Return by what a clip is known: its Freesound id, its name, its bytes."""
    name = file_of(placed.item)
    ids = [match.group(1) for pattern in IN_NAME if (match := re.match(pattern, name))]
    freesound = placed.item.freesound_id or next(iter(ids), "")
    stem = named(placed.item)
    sha256 = (placed.audio or {}).get("sha256") or ""
    known = {("freesound id", freesound), ("name", stem), ("bytes", sha256)}
    return {(kind, value) for kind, value in known if value}


def contaminated_clip(every: Sequence[Placed]) -> Verdicts:
    def measures(p: Placed) -> bool:
        return is_for_evaluation(p.item.dataset, p.item.split)

    tested = {mark for p in every if measures(p) for mark in marks(p)}
    stated = {mark for p in every if measures(p) and states_id(p.item) for mark in marks(p)}
    telling = {named(p.item) for p in every if measures(p) and tells(p.item)}
    tested_renamed = {("freesound id", renamed(p.item)) for p in every if measures(p)}
    tested_renamed.discard(("freesound id", ""))
    verdicts: Verdicts = {}
    for placed in every:
        shared = set() if measures(placed) else marks(placed) & tested
        # One side has the number in a name of its own making, the other states it as an id.
        mine = {m for m in marks(placed) if m[0] == "freesound id" and states_id(placed.item)}
        twins = (
            set()
            if measures(placed)
            else (mine & tested_renamed) | ({("freesound id", renamed(placed.item))} & stated)
        )
        sure = any(
            kind == "bytes"
            or (kind == "name" and (tells(placed.item) or value in telling))
            or (kind == "freesound id" and (states_id(placed.item) or (kind, value) in stated))
            for kind, value in shared
        )
        sure = sure or bool(twins)
        if shared or twins:
            verdicts[placed.item_id] = (True if sure else None, "contaminated-clip")
    return verdicts


REFERENCES: Mapping[str, SetReference] = {
    "audio-missing": audio_missing,
    "audio-unreadable": audio_unreadable,
    "audio-silent": audio_silent,
    "audio-length": audio_length,
    "duplicate-item": duplicate_item,
    "near-duplicate-question": near_duplicate_question,
    "contaminated-clip": contaminated_clip,
    "distractor-true-in-clip": distractor_true_in_clip_fails,
}

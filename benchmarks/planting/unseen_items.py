"""Items written out in full: a caption, a question about it, and options, the right one first."""

from collections import defaultdict
from dataclasses import replace

from planting.blind_traps import read_traps
from planting.drafts import Draft, Wordings
from planting.registry import Maker
from planting.scenes import Event, families_of

__all__ = ["ALL", "Told", "bare", "event_of", "item", "lower", "read_items", "upper"]

ALL = frozenset(range(5))  # the question and all options

Told = tuple[str, str, list[str]]


def read_items(text: str) -> dict[str, list[Told]]:
    """Read a table, by the headings in it: `caption > question? right | wrong | wrong | wrong`."""
    found: dict[str, list[Told]] = defaultdict(list)
    for name, caption, question, options in read_traps(text):
        found[name].append((caption, question, options))
    return dict(found)


def event_of(caption: str) -> Event:
    """Return what a caption says as an event of a clip."""
    clause = bare(caption)
    families = families_of(clause) or frozenset({"speech"})
    return Event(families, lower(clause))


def item(make: Maker, words: Wordings, told: Told, *beside: str) -> Draft:
    """Build one of the items on a clip of its own; `beside` are other captions of the clip."""
    caption, question, options = told
    events = [event_of(text) for text in (caption, *beside)]
    return replace(make.tacos.draft(words, events, question, options), spots=ALL)


def upper(text: str) -> str:
    return text[0].upper() + text[1:]


def lower(text: str) -> str:
    return text[0].lower() + text[1:]


def bare(text: str) -> str:
    return text.strip().rstrip(".")

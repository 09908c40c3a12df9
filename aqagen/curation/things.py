"""Things that sound, by kind, to tell when one is named of which nothing else is said.

The kinds (`curation/kinds.py`) have many words on purpose: only where none of them is there is a
thing surely another. People may be behind all that is done with hands, so theirs are the most;
what may be part of anything (metal, wood) is no name, but a hint.
"""

from aqagen.curation.forms import constant_map
from aqagen.curation.kinds import GROUPS, SEVERAL

__all__ = ["ACTING", "ASIDE", "ASKS_ASIDE", "HINTS", "NAME", "NAMED_BEFORE", "NAMES", "foreign"]


def _words(text: str) -> str:
    """Return words once each, with what stands for several written out."""
    found: dict[str, None] = {}
    for word in text.replace("|", " ").split():
        mark = word.removeprefix("@")
        several = SEVERAL.get(mark) or _words(GROUPS[mark[4:]]) if mark != word else word
        found |= dict.fromkeys(several.split())
    return " ".join(found)


def _kinds(group: str) -> list[str]:
    return GROUPS[group].replace("\n  ", " ").strip().split("\n")


def _names(kind: str) -> list[str]:
    return kind.partition("|")[0].split()


def _hints() -> dict[str, str]:
    hints: dict[str, str] = {}
    for kind in (kind for group in GROUPS for kind in _kinds(group)):
        for name in _names(kind):
            # Of two kinds: what means either.
            hints[name] = _words(f"{hints.get(name, '')} {kind}")
    return hints


# By name: beginnings of words that may mean it.
HINTS = _hints()
NAMES = tuple(HINTS)
_DEED = (
    " barks woof meow meows moo moos neigh bleat oink croaks ribbit hoof hooves fly flies birdsong "
    "traffic "
)
# Animals, vehicles, instruments, machines: what may act.
ACTING = tuple(
    name
    for group in ("animals", "vehicles", "instruments", "machines")
    for kind in _kinds(group)
    for name in _names(kind)
    if f" {name} " not in _DEED and not name.endswith("ing")
)
# What else a caption may name as the source of what is heard.
NAMED = (
    "human someone voice talk speak spoke sing sang laugh applau cheer clap cough sneez snor "
    "breath cry cries whisper shout scream walk typ footstep water sea drip engine motor "
    "vehicle keyboard machine insect animal fan bark growl howl meow purr moo "
    "neigh bleat oink croak chirp tweet caw cluck quack hoot squawk buzz honk rail siren hail "
    "snow storm leav bubbl boil fry sizzl cook crackl explo drill mow sew tick ring chim toll "
    "knock zip dish cutler tool ball splash pour flush drum gallop applause"
)
_NAMES = "|".join(NAMES)
# Where something is, what it is like, to what it is done: a thing there need not sound.
ASIDE = (
    r" (?:(?:in|on|at|near|behind|inside|over|under|through|against|into|outside|along|across|onto|"
    r"off|beside|towards?|around|past|for|like|with|[a-z]+ing) "
    rf"(?:an?|the|his|her|their|its|another|some) (?:[a-z]+ )?(?:{_NAMES})(?:e?s)?(?:\x27s?)?"
    rf"|(?:{_NAMES}) (?:station|stop|park|track|yard|stable|tower|show|race|shop|lot|wash|book))\b"
)
# Of what is not heard itself.
ASKS_ASIDE = (
    " (?:where|why|place|location|setting|environment|room|sounds? like|like [a-z]+|resembles?|"
    "imitat[a-z]+|similar|"
    "remind[a-z]*|suggests?) "
)
NAME = rf"\b({_NAMES})(?:e?s)?\b"
NAMED_BEFORE = rf"\b(?:{_NAMES}|{'|'.join(NAMED.split())})"
_LISTS = tuple(dict.fromkeys(HINTS.values()))
_PLACES = constant_map({name: str(_LISTS.index(hints) + 1) for name, hints in HINTS.items()})
_HINTS = "string_split(split_part('{}', '|', {}[name]::BIGINT), ' ')".format(
    "|".join(_LISTS), _PLACES
)


def foreign(said: str, told: str) -> str:
    """Return SQL: a text names a thing which another text, that names others, cannot mean.

    Args:
        said: SQL for a text in the form of the column `answer_words`.
        told: SQL for another.
    """
    return (
        f"(regexp_matches({told}, '{NAMED_BEFORE}') "
        f"AND len(list_filter(regexp_extract_all(regexp_replace({said}, '{ASIDE}', ' ', 'g'), "
        f"'{NAME}', 1), lambda name: len(list_filter({_HINTS}, "
        f"lambda hint: contains({told}, ' ' || hint))) = 0)) > 0)"
    )

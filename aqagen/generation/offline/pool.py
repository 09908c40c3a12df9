"""What the offline endpoint has seen: captions and answers, ready to be wrong options."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

from aqagen.answers import normalise
from aqagen.generation.offline.words import GENERAL, content_words, number_of, split_name, word_set

__all__ = ["BUILT_IN", "Candidate", "MetadataError", "Pool", "Subject", "subject_of"]

_VAGUE = word_set("many several multiple lots numerous few some plenty countless")
_NOT_DOING = word_set(
    """anything building ceiling clothing evening everything king morning nothing railing ring
    something spring string thing wing"""
)
_ASKED = re.compile(r"\b(?:what|where|who|which|when|why|how)\b(?:\s+\w+)?", re.IGNORECASE)


class MetadataError(ValueError):
    """Metadata from which no item can be written; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A caption or an answer as an option.

    Attributes:
        text: as it is shown (an answer: before it is worded as a phrase).
        key: its normalised form.
        words: the content words and families it says (`offline_words.content_words`).
        number: the number it names, for an answer that names one.
    """

    text: str
    key: str
    words: frozenset[str]
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an item is written about.

    Attributes:
        kind: `caption`, or of what kind the answer is.
        question: as it stands in the metadata; empty for a caption.
        asked: the question word and the word after it ("what animal"), for answers of a like
            kind; "-" when there is no question word.
        right: the right option.
        truth: everything that its own metadata says of the clip.
        clip: what rows of the same clip have in common; None when that cannot be told.
        haystack: keywords, file name and question, in which no wrong answer is found.
    """

    kind: Literal["caption", "yes-no", "number", "vague", "doing", "thing"]
    question: str
    asked: str
    right: Candidate
    truth: frozenset[str]
    clip: bytes | None
    haystack: str

    def buckets(self) -> list[str]:
        """Return the names of the buckets with candidates of its kind, the closest kin first."""
        if self.kind == "caption":
            return [self.kind]
        return [f"{self.kind}:{self.asked}", f"{self.kind}:{self.asked.split()[0]}", self.kind]


def subject_of(metadata: Mapping[str, Any]) -> Subject:
    """Read metadata as the prompts show it.

    TACOS: caption, keywords, superclass, subclass, description. Clotho-AQA: question,
    answer, keywords, file_name. Only caption, or question and answer, must be there.

    Raises:
        MetadataError: they are not, or they are empty.
    """
    if "question" in metadata and "answer" in metadata:
        return _of_question(metadata)
    if "caption" in metadata:
        return _of_caption(metadata)
    raise MetadataError("the metadata has neither a caption nor a question with its answer")


def _of_caption(metadata: Mapping[str, Any]) -> Subject:
    text = _caption_text(_text_of(metadata, "caption"))
    words = content_words(text)
    about = {
        name: metadata.get(name) for name in ("keywords", "superclass", "subclass", "description")
    }
    told = " ".join(_texts(about))
    clip = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return Subject(
        kind="caption",
        question="",
        asked="",
        right=Candidate(text, normalise(text), words),
        truth=words | content_words(told),
        clip=clip if metadata.get("keywords") or metadata.get("description") else None,
        haystack="",
    )


def _of_question(metadata: Mapping[str, Any]) -> Subject:
    question = _text_of(metadata, "question")
    answer = " ".join(_text_of(metadata, "answer").split())
    name = str(metadata.get("file_name") or "")
    told = [*_texts(metadata.get("keywords")), name, split_name(name), question]
    asked = _ASKED.search(question)
    return Subject(
        kind=_kind_of(answer),
        question=question,
        asked=" ".join(asked.group().lower().split()) if asked else "-",
        right=Candidate(answer, normalise(answer), content_words(answer), number_of(answer)),
        truth=content_words(" ".join([answer, *told])),
        clip=name.encode("utf-8", "surrogatepass") or None,
        haystack=" ".join(told).casefold(),
    )


def _text_of(metadata: Mapping[str, Any], name: str) -> str:
    value = metadata[name]
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise MetadataError(f"the {name} is {type(value).__name__}, expected text")
    if not value.strip():
        raise MetadataError(f"the {name} is empty")
    return value


def _caption_text(caption: str) -> str:
    """Return a caption as an option: one line, no final full stop, two words at least."""
    text = " ".join(caption.split())
    text = text.rstrip(". ") or text
    if " " in text:
        return text
    # "Thunder" becomes "The sound of thunder", "AM/FM" stays as it is.
    return f"The sound of {text.lower() if text[1:].islower() else text}"


def _kind_of(answer: str) -> Literal["yes-no", "number", "vague", "doing", "thing"]:
    key = normalise(answer)
    if key in {"yes", "no"}:
        return "yes-no"
    if key.removeprefix("a ").removesuffix(" of") in _VAGUE:
        return "vague"
    if number_of(answer) is not None:
        return "number"
    doing = key.endswith("ing") and " " not in key and key not in _NOT_DOING
    return "doing" if doing else "thing"


def _texts(value: object) -> Iterable[str]:
    """Yield every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


class Pool:
    """The captions and answers seen so far, in buckets of a like kind.

    A bucket is named `caption`, or by the kind of answer, alone or with what was asked:
    `thing:what animal`, `thing:what`, `thing`.

    Attributes:
        frozen: True once primed; then nothing is learnt from requests.
    """

    def __init__(self) -> None:
        self.frozen = False
        self._buckets: dict[str, list[Candidate]] = {}
        self._seen: dict[str, set[str]] = {}
        self._truth: dict[bytes, frozenset[str]] = {}

    def prime(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Learn from rows, sort, and freeze, so that the order of the rows does not matter."""
        for row in rows:
            try:
                subject = subject_of(row)
            except MetadataError:
                continue  # the endpoint refuses such a row when it is asked about it
            self.learn(subject)
        for bucket in self._buckets.values():
            bucket.sort(key=lambda candidate: (candidate.key, candidate.text))
        self.frozen = True

    def learn(self, subject: Subject) -> None:
        """Take in one row: its caption or answer, and what it says of its clip."""
        if subject.clip is not None:
            known = self._truth.get(subject.clip, frozenset())
            self._truth[subject.clip] = known | subject.truth
        if subject.kind in {"yes-no", "vague"}:
            return
        # A number has no content words and needs none; "noise" is true of nearly any clip.
        if subject.kind != "number" and not _specific(subject.right):
            return
        for name in subject.buckets():
            self._keep(name, subject.right)

    def _keep(self, name: str, candidate: Candidate) -> None:
        seen = self._seen.setdefault(name, set())
        if candidate.key not in seen:
            seen.add(candidate.key)
            self._buckets.setdefault(name, []).append(candidate)

    def bucket(self, name: str) -> Sequence[Candidate]:
        """Return the candidates of a bucket; none when nothing of that kind was seen."""
        return self._buckets.get(name, ())

    def truth_of(self, subject: Subject) -> frozenset[str]:
        """Return what is known of a subject's clip, from its own row and from others."""
        known = self._truth.get(subject.clip) if subject.clip is not None else None
        return subject.truth if known is None else subject.truth | known


def _specific(candidate: Candidate) -> bool:
    return any(not word.startswith("#") for word in candidate.words - _GENERAL)


_GENERAL = content_words(" ".join(sorted(GENERAL)))

_CAPTIONS = """
A church bell rings slowly|A dog barks twice|A kettle whistles|A frog croaks by itself
A horse gallops past|A train rolls past|Thunder rumbles|A violin plays a slow tune
A typewriter clacks|Glass shatters|A balloon bursts|Coins jingle|Paper is torn
A zip is pulled up|Popcorn pops in a pan|Fireworks explode|A bee buzzes|A helicopter hovers
A camera shutter snaps|A dentist's drill whirs|A cat purrs|A telephone rings|Dice roll on a board
A crowd applauds|Waves roll in|A lorry reverses|A bird sings|Wind howls|A door creaks
A rope snaps under strain|Marbles scatter|A whip cracks|A spring twangs|Velcro is ripped open
A ball bounces off a wall|A coin spins and settles|A chain is dragged|A lighter is flicked
"""
_THINGS = """
thunder|a helicopter|a violin|a kettle|a train|fireworks|a typewriter|a frog|a horse|a whistle
a balloon|a church bell|a dog|a cat|a zip|dice|marbles|a camera|a bee|a tractor|a door|a bird
a crowd|the wind|the sea|a chain|a ball|a spring|scissors|a helmet
"""
_DOINGS = """
knitting|skating|barking|singing|drilling|typing|juggling|knocking|sweeping|swimming|flying
driving|sewing|folding|bowling|painting
"""
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"


def _built_in(texts: str) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(text, normalise(text), content_words(text), number_of(text))
        for text in re.split(r"[|\n]", texts.strip())
    )


BUILT_IN: Mapping[str, Sequence[Candidate]] = {
    "caption": _built_in(_CAPTIONS),
    "thing": _built_in(_THINGS),
    "doing": _built_in(_DOINGS),
    "number": _built_in(_NUMBERS),
}

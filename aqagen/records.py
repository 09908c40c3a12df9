"""The nouns. Frozen, without I/O; every one carries its parent's id.

    source row -> prompt -> completion -> item -> verdicts -> mixture

Facts are kept here, values that follow from them are computed where they are used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from aqagen.ids import content_id

__all__ = [
    "PASSING_STATUSES",
    "AudioFacts",
    "CheckRun",
    "Clip",
    "Completion",
    "Item",
    "Origin",
    "ParseOutcome",
    "ReadRow",
    "SkippedRow",
    "SourceRow",
]

# HTTP statuses below 500 that may pass: request time-out, too early, too many requests.
PASSING_STATUSES = (408, 425, 429)

Origin = Literal["generated", "imported", "offline", "edited"]


@dataclass(frozen=True, slots=True)
class Clip:
    """One audio file of one dataset.

    `audio_path` is where the file is expected, whether or not it is there: what a
    mixture says must not depend on which machine has the audio at hand.
    """

    clip_id: str
    dataset: str
    split: str
    file_name: str
    audio_path: str | None = None
    duration_s: float | None = None
    freesound_id: str | None = None
    license: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def make(cls, dataset: str, split: str, file_name: str, **rest: Any) -> Self:
        """Build a clip; its id is the hash of its dataset and its file name."""
        clip_id = content_id("clip", {"dataset": dataset, "file_name": file_name})
        return cls(clip_id, dataset, split, file_name, **rest)


@dataclass(frozen=True, slots=True)
class Item:
    """One question with options, one of them right.

    `options` carry no letters; `answer_index` counts from 0.
    """

    item_id: str
    dataset: str
    split: str
    clip_id: str
    row_id: str
    question: str
    options: tuple[str, ...]
    answer_index: int
    origin: Origin
    completion_id: str | None = None

    @classmethod
    def make(
        cls,
        row: "SourceRow",
        question: str,
        options: tuple[str, ...],
        answer_index: int,
        origin: Origin,
        completion_id: str | None = None,
        sample: int = 0,
    ) -> Self:
        """Build an item of a row.

        Its id is the hash of the row, its words and its origin; of samples that say the same,
        each is an item (`sample` counts when it is not the first).
        """
        fields: dict[str, Any] = {
            "row_id": row.row_id,
            "question": question,
            "options": options,
            "answer_index": answer_index,
            "origin": origin,
        }
        if sample:
            fields["sample"] = sample
        item_id = content_id("item", fields)
        return cls(
            item_id=item_id,
            dataset=row.dataset,
            split=row.split,
            clip_id=row.clip.clip_id,
            row_id=row.row_id,
            question=question,
            options=options,
            answer_index=answer_index,
            origin=origin,
            completion_id=completion_id,
        )

    @property
    def answer(self) -> str:
        """The text of the right option."""
        return self.options[self.answer_index]

    def edited(self, question: str, options: tuple[str, ...], answer_index: int) -> "Item":
        """Return the item that takes this one's place: same row, same completion, its own id."""
        fields = {
            "edited_from": self.item_id,
            "question": question,
            "options": options,
            "answer_index": answer_index,
        }
        return replace(
            self,
            item_id=content_id("item", fields),
            question=question,
            options=options,
            answer_index=answer_index,
            origin="edited",
        )


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a dataset as it lies on disk.

    Attributes:
        metadata: for a dataset that is generated from, exactly what the prompt shows, in
            the prompt's order; for an imported one, the record as released.
        facts: what checks need and the prompt does not show (`onset_s`, `offset_s`, the
            annotators' answers, `disputed`).
        file: the file it was read from, relative to the data folder.
        line: the line in that file, 1-based; 0 where a file is one record.
        item: what an imported row asks; None for a dataset that is generated from.
    """

    row_id: str
    clip: Clip
    metadata: Mapping[str, Any]
    facts: Mapping[str, Any]
    file: str
    line: int
    item: Item | None = None

    @property
    def dataset(self) -> str:
        """The dataset's name, as in the command line."""
        return self.clip.dataset

    @property
    def split(self) -> str:
        """The split as the dataset names it."""
        return self.clip.split

    @classmethod
    def make(
        cls,
        clip: Clip,
        metadata: Mapping[str, Any],
        *,
        key: object,
        file: str,
        line: int,
        facts: Mapping[str, Any] | None = None,
    ) -> Self:
        """Build a row; its id is the hash of dataset, file name, metadata and key.

        Args:
            clip: the audio that the row speaks of.
            metadata: what the prompt shows (or the record as released).
            key: what tells this row from others with the same metadata in the same clip
                (TACOS: onset, offset and occurrence number; imports: the record's id and place).
            file: the file it was read from, relative to the data folder.
            line: its line there, 1-based; 0 where a file is one record.
            facts: what checks need and the prompt does not show.
        """
        row_id = content_id(
            "row",
            {
                "dataset": clip.dataset,
                "file_name": clip.file_name,
                "metadata": metadata,
                "key": key,
            },
        )
        return cls(row_id, clip, metadata, facts or {}, file, line)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that could not be used, with the stable reason code that says why."""

    dataset: str
    split: str
    file: str
    line: int
    reason: str
    detail: str

    @property
    def skip_id(self) -> str:
        """The same bad row of the same file is one skip, however often it is read."""
        return content_id(
            "skip",
            {
                "dataset": self.dataset,
                "file": self.file,
                "line": self.line,
                "reason": self.reason,
                "detail": self.detail,
            },
        )


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A source row and its place in the reading of a dataset's files (`store/readings.py`)."""

    row: SourceRow
    reading_id: str
    position: int


@dataclass(frozen=True, slots=True)
class Completion:
    """What an endpoint answered to one request, or the error it gave instead.

    `text` is None when there was no answer; then `error` says why. `n_items` is how many
    items the parser found in it: None before it was parsed, 0 when it was rejected (then
    `parse_reason` says why). Its id holds the moment it came, since two answers to one
    request may read the same and both were paid for. `sample` counts from 0 when several
    items are wanted per row.
    """

    completion_id: str
    request_id: str
    attempt: int
    dataset: str
    row_id: str
    model: str
    prompt_name: str
    prompt_hash: str
    config_id: str
    sample: int
    text: str | None
    finish_reason: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    latency_ms: float
    error: str | None
    origin: Origin
    created_at: float
    parse_reason: str | None = None
    n_items: int | None = None


@dataclass(frozen=True, slots=True)
class ParseOutcome:
    """What the parser made of a stored completion: how many items, or why none."""

    completion_id: str
    n_items: int
    parse_reason: str | None


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """What a clip's file is, as it was found on this machine (`curation/audio.py`).

    `size_bytes` and `modified_ns` tell whether it is still the file that was looked at;
    `format` is by content; `detail` says what is wrong or odd.
    """

    clip_id: str
    audio_path: str
    size_bytes: int | None
    modified_ns: int | None
    status: Literal["ok", "missing", "unreadable"]
    format: str | None = None
    duration_s: float | None = None
    sample_rate_hz: int | None = None
    n_channels: int | None = None
    rms_dbfs: float | None = None
    peak_dbfs: float | None = None
    sha256: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class CheckRun:
    """Proof that a check looked: no verdict of a judged item means that it passed."""

    check_name: str
    check_version: int
    scope: str
    n_items: int
    n_fail: int
    n_undecided: int

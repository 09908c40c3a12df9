"""Clotho-AQA (Zenodo 6473207): questions on Freesound clips, three annotators each.

One row per question: annotations are grouped by (file, question), never by three (one
question of train has six), and never deduplicated before they vote.
"""

import csv
import html
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aqagen.answers import normalise
from aqagen.records import Clip, SkippedRow, SourceRow
from aqagen.sources.base import (
    AnswerPolicy,
    ReadOptions,
    Source,
    audio_place,
    data_folder,
    freesound_id_of,
    pick_split,
    read_csv,
    safe_file_name,
)

__all__ = ["SOURCE"]

NAME = "clotho-aqa"
SPLITS = ("train", "val", "test")
METADATA = "clotho_aqa_metadata.csv"

# Two clips have one name in the questions and another in the metadata. A looser rule, such
# as folding punctuation, would take "Fountain 1.wav" and "Fountain_1.wav" for one clip.
_SAME_CLIP = (
    (
        "Geese1 - (Apollonia&#39;s sPA) 18.44 05.10.wav",
        "Geese1 - (Apollonia&#39;s sPA) 18_44 05.10.wav",
    ),
    ("souffle_me.tallique.wav", "souffle_me_tallique.wav"),
)
ALIASES = dict(_SAME_CLIP) | {right: left for left, right in _SAME_CLIP}

_WEIGHT = {"yes": 2, "maybe": 1, "no": 0}


@dataclass(frozen=True, slots=True)
class _Annotation:
    answer: str
    confidence: str
    line: int


@dataclass(slots=True)
class _Question:
    """One question on one clip, with its annotations in the file's order."""

    clip: Clip
    text: str
    annotations: list[_Annotation] = field(default_factory=list)


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, "train")
    file = f"clotho_aqa_{split}.csv"
    folder = data_folder(options, expected=f"{file} and {METADATA}")
    metadata: dict[str, dict[str, str]] = {}
    for row in read_csv(folder / METADATA, ("file_name", "keywords", "sound_link", "license")):
        if row.reason:
            yield SkippedRow(NAME, split, METADATA, row.line, row.reason, row.detail)
        else:
            metadata.setdefault(row.fields["file_name"], row.fields)
    clips: dict[str, Clip] = {}
    questions: dict[tuple[str, str], _Question] = {}
    for row in read_csv(folder / file, ("file_name", "QuestionText", "answer", "confidence")):
        problem = (row.reason, row.detail) if row.reason else _problem(row.fields, metadata)
        if problem:
            yield SkippedRow(NAME, split, file, row.line, *problem)
            continue
        name, text = row.fields["file_name"], row.fields["QuestionText"]
        if name not in clips:
            clips[name] = _clip(options, split, name, _metadata_of(name, metadata))
        question = questions.setdefault((name, text), _Question(clips[name], text))
        answer, confidence = row.fields["answer"].strip(), row.fields["confidence"].strip()
        question.annotations.append(_Annotation(answer, confidence.lower(), row.line))
    for question in questions.values():
        yield from _rows(question, options.answers, file)


def _metadata_of(name: str, metadata: Mapping[str, dict[str, str]]) -> dict[str, str]:
    return metadata.get(name) or metadata.get(ALIASES.get(name, ""), {})


def _problem(
    fields: Mapping[str, str], metadata: Mapping[str, dict[str, str]]
) -> tuple[str, str] | None:
    """Return the reason and detail that make an annotation unusable, None when it is usable."""
    name = fields["file_name"]
    if not safe_file_name(name):
        return "unsafe-file-name", f"{name!r} is not a plain file name"
    if not fields["QuestionText"].strip():
        return "empty-question", f"an annotation of {name} without a question"
    if not fields["answer"].strip():
        return "empty-answer", f"no answer to {fields['QuestionText']!r}"
    if not _metadata_of(name, metadata):
        return "no-metadata", f"{METADATA} has no row for {name}, so its keywords are unknown"
    return None


def _clip(options: ReadOptions, split: str, name: str, metadata: dict[str, str]) -> Clip:
    names = [name, ALIASES[name]] if name in ALIASES else [name]
    folders = [options.audio] if options.audio else [options.data / "audio_files", options.data]
    return Clip.make(
        NAME,
        split,
        name,
        audio_path=audio_place([folder / each for folder in folders for each in names]),
        freesound_id=freesound_id_of(metadata["sound_link"]),
        license=metadata["license"].strip() or None,
        metadata=metadata,
    )


def _rows(question: _Question, policy: AnswerPolicy, file: str) -> Iterator[SourceRow]:
    """Yield the rows that a policy makes of one question: none, one, or one per answer.

    - `majority`: the answer with the most votes. A tie goes to the answer whose votes are
      surer (yes 2, maybe 1, no 0, summed), then to the one that stands first in the file.
    - `confident`: the same among the votes given with confidence yes; no such vote, no row.
    - `unanimous`: the answer that all agree on; else no row.
    - `all`: every distinct answer, in the file's order.

    Answers are the same by `answers.normalise`, and spelt as where they stand first, so a
    (file, question, answer) has one row id under every policy. `disputed` says that two
    answers tie for the most votes among those that count, even when the tie was broken.
    """
    first: dict[str, _Annotation] = {}
    votes: Counter[str] = Counter()
    sureness: Counter[str] = Counter()
    for annotation in question.annotations:
        answer = normalise(annotation.answer)
        first.setdefault(answer, annotation)
        if policy != "confident" or annotation.confidence == "yes":
            votes[answer] += 1
            sureness[answer] += _WEIGHT.get(annotation.confidence, 0)
    if not votes or (policy == "unanimous" and len(votes) > 1):
        return
    most = max(votes.values())
    disputed = sum(count == most for count in votes.values()) > 1
    chosen = list(first)
    if policy != "all":
        # max keeps the first of equals, and `first` is in the file's order
        chosen = [max(first, key=lambda answer: (votes[answer], sureness[answer]))]
    for answer in chosen:
        yield _row(question, first[answer], file, votes[answer], disputed=disputed)


def _row(
    question: _Question, chosen: _Annotation, file: str, votes: int, *, disputed: bool
) -> SourceRow:
    clip = question.clip
    return SourceRow.make(
        clip,
        {
            "question": question.text,
            "answer": chosen.answer,
            "keywords": [word.strip() for word in clip.metadata["keywords"].split(";") if word],
            # the disk keeps the entities (&amp;), a reader of the prompt should not see them
            "file_name": html.unescape(clip.file_name),
        },
        key="",
        file=file,
        line=chosen.line,
        facts={
            "answers": [
                {"answer": each.answer, "confidence": each.confidence}
                for each in question.annotations
            ],
            "votes": votes,
            "disputed": disputed,
        },
    )


def _write_example(folder: Path) -> None:
    license_ = "http://creativecommons.org/licenses/by/3.0/"
    metadata = [
        ("", "file_name", "keywords", "sound_link", "start_end_samples", "manufacturer", "license"),
        ("0", "dog &amp; rain, yard.wav", "dog;rain;field-recording",
         "https://freesound.org/people/someone/sounds/101", "[0, 661500]", "someone", license_),
        ("1", "souffle_me_tallique.wav", "metal;noise", "", "", "", ""),
    ]  # fmt: skip
    rows = [
        ("file_name", "QuestionText", "answer", "confidence"),
        ("dog &amp; rain, yard.wav", "Is it raining?", "yes", "yes"),
        ("dog &amp; rain, yard.wav", "Is it raining?", "yes", "Maybe"),
        ("dog &amp; rain, yard.wav", "Is it raining?", "no", "no"),
        ("dog &amp; rain, yard.wav", "How often does the dog bark?", "none", "Maybe"),
        ("dog &amp; rain, yard.wav", "How often does the dog bark?", "8times", "Yes"),
        ("dog &amp; rain, yard.wav", "How often does the dog bark?", "twice", "No"),
        ("souffle_me.tallique.wav", "Is there a crash?", "no", "yes"),
        ("souffle_me.tallique.wav", "Is there a crash?", "", "yes"),
        ("unknown.wav", "Is there a crash?", "no", "yes"),
    ]
    for name, table in ((METADATA, metadata), ("clotho_aqa_train.csv", rows)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


SOURCE = Source(
    name=NAME,
    kind="generate",
    splits=SPLITS,
    training_splits=("train",),
    evaluation_splits=("val", "test"),
    default_split="train",
    read=_read,
    write_example=_write_example,
    summary="7,043 crowd-sourced questions (train) on 1,174 Freesound clips, with keywords",
)

"""Checks know kinds, not strings: many wordings of a defect, and many that only look like it."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from aqagen.curation.checks import Example, all_checks
from tests.curation import wordings
from tests.curation.harness import judged

SOUND = ("rain falls on a roof", "a car drives past", "people clap and cheer")


def said(folder: Path, check: str, examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Return what a check says of examples: those that fail, pass, are undecided."""
    with judged(folder, examples, [all_checks()[check]]) as many:
        rows = many.store.fetch("SELECT item_id, status FROM verdicts")
        status = dict(rows)
        found: dict[str, list[Example]] = {"fail": [], "undecided": [], "pass": []}
        for key, example in many.examples.items():
            found[status.get(key, "pass")].append(example)
        return found


def with_option(text: str) -> Example:
    return Example(options=(*SOUND[:2], text, SOUND[2]))


@pytest.mark.parametrize(
    "texts",
    [
        [text.format("a dog barks") for text in wordings.LABELLED],
        [text.format("A dog barks.") for text in wordings.LABELLED],
        wordings.REFERRING,
        [f"{text}." for text in wordings.REFERRING if text[-1] not in ".)]"],
        [text[0].upper() + text[1:] for text in wordings.REFERRING],
    ],
)
def test_an_option_with_a_label_or_about_options_fails(tmp_path: Path, texts: list[str]) -> None:
    found = said(tmp_path, "letter-in-option", map(with_option, texts))
    assert [e.options[2] for e in found["pass"] + found["undecided"]] == []


def test_an_option_that_looks_labelled_passes(tmp_path: Path) -> None:
    found = said(tmp_path, "letter-in-option", map(with_option, wordings.UNLABELLED))
    assert [e.options[2] for e in found["fail"] + found["undecided"]] == []


@pytest.mark.parametrize("check", ["as an option", "as the question"])
def test_markup_and_links_fail(tmp_path: Path, check: str) -> None:
    texts = [*wordings.MARKED, *wordings.LINKED]
    if check == "as an option":
        examples = [with_option(text.format("a dog barks")) for text in texts]
    else:
        examples = [Example(text.format("What barks here?")) for text in texts]
    found = said(tmp_path, "markup-residue", examples)
    assert [(e.question, e.options[2]) for e in found["pass"] + found["undecided"]] == []


def test_what_looks_like_markup_passes(tmp_path: Path) -> None:
    examples = [
        *map(with_option, wordings.UNMARKED),
        *(Example(f"What is heard: {text}?") for text in wordings.UNMARKED),
    ]
    found = said(tmp_path, "markup-residue", examples)
    assert [(e.question, e.options[2]) for e in found["fail"] + found["undecided"]] == []


ENGLISH = Example()


@pytest.mark.parametrize("kept", ["nothing", "the question", "the options"])
def test_another_language_fails(tmp_path: Path, kept: str) -> None:
    examples = []
    for question, options in wordings.FOREIGN:
        asked = ENGLISH.question if kept == "the question" else question
        examples.append(Example(asked, ENGLISH.options if kept == "the options" else options))
    found = said(tmp_path, "language", examples)
    missed = [(e.question, e.options) for e in found["pass"] + found["undecided"]]
    # Options alone are a few words: some languages have one that could be English's.
    assert len(missed) <= (4 if kept == "the question" else 0), missed


def test_english_passes(tmp_path: Path) -> None:
    found = said(tmp_path, "language", [Example(*item) for item in wordings.OURS])
    assert [(e.question, e.options) for e in found["fail"]] == []
    assert len(found["pass"]) >= len(found["undecided"])


def answered(was: str, now: str) -> Example:
    question = "What is ringing?" if was == "bell" else "Is a dog barking?"
    return Example(
        question,
        (now, "A train is passing", "A choir is humming", "A kettle is boiling"),
        dataset="clotho-aqa",
        metadata={"question": question, "answer": was},
    )


@pytest.mark.parametrize(
    ("was", "denied", "affirmed"),
    [
        ("yes", wordings.NO, wordings.YES),
        ("no", wordings.YES, wordings.NO),
        ("bell", wordings.DENIES_BELL, wordings.SAYS_BELL),
    ],
)
def test_an_answer_that_says_the_contrary_fails(
    tmp_path: Path, was: str, denied: tuple[str, ...], affirmed: tuple[str, ...]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    found = said(tmp_path / "a", "answer-changed", [answered(was, text) for text in denied])
    assert [e.options[0] for e in found["pass"]] == []
    assert len(found["undecided"]) <= 1, [e.options[0] for e in found["undecided"]]
    found = said(tmp_path / "b", "answer-changed", [answered(was, text) for text in affirmed])
    assert [e.options[0] for e in found["fail"]] == []

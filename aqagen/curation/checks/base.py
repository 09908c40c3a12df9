"""What a check is: one file of this package that says of every item pass, fail or undecided.

To add a check, add a file with a `CHECK`. It is then run by `aqagen validate`, listed in
its summary, and tested on the examples that it carries
(`tests/curation/test_checks_contract.py`).

A check is one nullable SQL expression over the relation below, so that a million items are
judged set-wise (docs/decisions/005-checks-in-sql.md): TRUE fails, FALSE passes, NULL could
not decide. Columns of the relation, one row per item:

    item_id, dataset, origin    as in `items`
    question                    the question as it is
    options                     VARCHAR[], without letters
    answer                      the right option's text
    question_key                the question by `answers.normalise`
    options_key                 VARCHAR[], the options by `answers.normalise`
    words                       question and options in lower case, a space at either end and
                                between words, nothing else but letters, digits and apostrophes:
                                contains(words, ' rain ') does not find "train"
    metadata                    JSON: what the prompt showed, or the imported record
    metadata_words              the caption's (TACOS) or question's and answer's (Clotho-AQA)
                                words in the same form as `words`; '' for imports
    source_question_key         Clotho-AQA: the annotators' question by `normalise`; else NULL
    facts                       JSON: `records.SourceRow.facts`
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aqagen.records import Origin

__all__ = ["GENERATED", "Check", "Example", "tacos_phrase_check"]

# The paper's rules bind what was made by its prompts; human-made items have their own.
GENERATED = "origin IN ('generated', 'offline', 'edited')"


@dataclass(frozen=True, slots=True)
class Example:
    """An item with what a check may look at, to show and to test what it does."""

    question: str = "What can be heard in this clip?"
    options: tuple[str, ...] = (
        "a dog barks twice",
        "rain falls on a roof",
        "a car drives past",
        "people clap and cheer",
    )
    answer_index: int = 0
    dataset: str = "tacos"
    origin: Origin = "generated"
    metadata: Mapping[str, Any] = field(default_factory=lambda: {"caption": "A dog barks twice."})
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule.

    Attributes:
        name: as in `aqagen validate --check NAME`.
        version: raised whenever the rule changes, so that everything is judged again.
        reason: the stable code that a failing item gets.
        summary: one line for the reader: what fails, and whose rule it is.
        applies: SQL, never NULL: the items that the rule is about.
        fails: SQL: TRUE fails, FALSE passes, NULL could not decide.
        detail: SQL for a struct that shows what was found, kept with the verdict.
        accepts, rejects: examples; the tests run every one of them.
        action: `drop` keeps a failing item out of mixtures, `mark` only says so.
    """

    name: str
    version: int
    reason: str
    summary: str
    applies: str
    fails: str
    detail: str
    accepts: tuple[Example, ...]
    rejects: tuple[Example, ...]
    action: Literal["drop", "mark"] = "drop"


def tacos_phrase_check(
    *,
    name: str,
    version: int,
    summary: str,
    phrases: Sequence[str],
    accepts: tuple[Example, ...],
    rejects: tuple[Example, ...],
) -> Check:
    """Return a check that fails TACOS items in which one of the phrases is said.

    A phrase that the caption itself says is content: then words alone cannot tell whether
    the item is about the sound or about the recording, and that phrase leaves it undecided.

    Args:
        name: the check's name, which is its reason too.
        version: as in `Check`.
        summary: as in `Check`.
        phrases: regular expressions of whole words, as RE2 and Python both read them; single
            spaces stand between words, matched against the columns `words` and
            `metadata_words`.
        accepts: as in `Check`.
        rejects: as in `Check`.
    """
    said = " (?:" + "|".join(phrases) + ") "
    re.compile(said)
    found = f"regexp_extract_all(words, '{said}')"
    return Check(
        name=name,
        version=version,
        reason=name,
        summary=summary,
        applies=f"dataset = 'tacos' AND {GENERATED}",
        fails=(
            f"CASE WHEN len({found}) = 0 THEN FALSE "
            f"WHEN len(list_filter({found}, lambda said: NOT contains(metadata_words, said))) > 0 "
            "THEN TRUE END"
        ),
        detail=f"{{'found': list_transform({found}, lambda said: trim(said))}}",
        accepts=accepts,
        rejects=rejects,
    )

"""What a check is: one file of this package that says of every item pass, fail or undecided.

To add a check, add a file with a `CHECK`. It is then run by `aqagen validate`, counted in its
summary and in `aqagen stats`, explained by `aqagen checks`, and tested on the examples that it
carries (`tests/curation/test_checks_contract.py`).

A check of single items is one nullable SQL expression, `fails`, over the relation `judged`, so that
a million items are judged set-wise (docs/decisions/005-checks-in-sql.md): TRUE fails, FALSE
passes, NULL could not decide. Its columns, one row per item:

    item_id, dataset, split, origin, clip_id, row_id, answer_index      as in `items`
    question                    the question as it is
    options                     VARCHAR[], without letters
    answer                      the right option's text
    lines                       question and options as they are, a line each, for one pattern
                                with (?m) over all of them
    question_key                the question by `answers.normalise`
    options_key                 VARCHAR[], the options by `answers.normalise`
    words                       question and options in lower case, a space at either end and
                                between words, nothing else but letters, digits and apostrophes:
                                contains(words, ' rain ') does not find "train"
    question_words, options_words (VARCHAR[]), answer_words             the same, each for itself
    question_stems, options_stems (VARCHAR[]), answer_stems             the same without words that
                                carry no content (articles, "is", "there"), number words as
                                digits ("twice": "2 tim"), and -s, -es, -ies, -ing, final -e cut
                                off: good for comparing, not for reading
    metadata                    JSON: what the prompt showed, or the imported record
    metadata_words, metadata_stems   the caption's (TACOS) or question's and answer's (Clotho-AQA)
                                words in the same forms; '' for imports. Stems are TACOS's only
    source_question_key         Clotho-AQA: the annotators' question by `normalise`; else NULL
    source_answer_stems, annotators_stems (VARCHAR[])   Clotho-AQA: the answer that the prompt
                                showed, and each annotator's in the order of `facts`, in stems
    facts                       JSON: `records.SourceRow.facts`

`sql_words(text)` and `sql_stems(words)` make those forms of any other text (store/relations.py).

A check that compares items has a `query` instead: a SELECT of item_id, failed (TRUE or NULL),
reason, detail for each item that does not pass, over the relation `everything` (item_id, seq,
dataset, split, origin, clip_id, row_id, answer_index, question_words, answer_words of all items;
options_hash, the same for the same options by `normalise` in any order; options_stems, TACOS's
only), `split_uses` (dataset, split, evaluation: whether it is there to measure with) and any table
of the store. Temporary tables that its `prepare` makes are dropped behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aqagen.records import Origin

__all__ = ["GENERATED", "NEGATION", "Action", "Check", "Example", "Reason", "tacos_phrase_check"]

# The paper's rules bind what was made by its prompts; human-made items have their own.
GENERATED = "origin IN ('generated', 'offline', 'edited')"

# Words that deny, in the form of the column `words`.
NEGATION = (
    " (?:no|not|none|nothing|nobody|nowhere|never|neither|nor|without|cannot|absent|absence|lacks?|"
    "lacking|(?:any|every)(?:thing|one|body) but|all but|other than|rather than|instead of|far "
    "from|except|excluding|"
    "exception of|apart from|aside from|save for|devoid of|free of|free from|no longer|hardly|"
    "scarcely|incorrect|false|untrue|impossible|[a-z]+n\\x27t) "
)

# What a reason does to a failing item: keep it out of mixtures, or only say so.
Action = Literal["drop", "mark"]


@dataclass(frozen=True, slots=True)
class Example:
    """An item with what a check may look at, to show and to test what it does.

    Attributes:
        reason: the code that a rejected one gets; None for the check's first.
        beside: other items that are in the store too; those with the same `file_name` and
            dataset are about the same clip.
        duration_s: the clip's length by the metadata.
        audio: what a scan of the clip's file found, by the columns of `audio_facts`; None
            where the audio is not at hand.
    """

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
    file_name: str = "1.mp3"
    split: str = "all"
    freesound_id: str | None = None
    reason: str | None = None
    beside: tuple["Example", ...] = ()
    duration_s: float | None = None
    audio: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item fails: a stable code, what it does by default, and why that is the default."""

    code: str
    action: Action = "drop"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule.

    Attributes:
        name: as in `aqagen validate --check NAME`.
        version: raised whenever the rule changes, so that everything is judged again.
        reasons: what a failing item may get; the first unless `reason_sql` says which.
        summary: one line for the reader: what fails, and whose rule it is.
        applies: SQL, never NULL: the items that the rule is about.
        may_fail: SQL over `judged`, never NULL; FALSE where `fails` need not be asked, for the
            item passes. Cheap, and false of nearly all, where `fails` is dear: a pattern inside a
            lambda is compiled anew for every 2,048 items, and those left are few.
        fails: SQL over `judged`: TRUE fails, FALSE passes, NULL could not decide.
        detail: SQL for a struct that shows what was found, kept with the verdict.
        accepts, rejects, undecided: examples; the tests run every one of them.
        reason_sql: SQL over `judged` for the code of a reason, when there are several.
        prepare: statements to run before `query`.
        query: instead of `fails` and `detail`, for a check that compares items.
    """

    name: str
    version: int
    reasons: tuple[Reason, ...]
    summary: str
    accepts: tuple[Example, ...]
    rejects: tuple[Example, ...]
    undecided: tuple[Example, ...] = ()
    applies: str = "TRUE"
    may_fail: str = "TRUE"
    fails: str = "FALSE"
    detail: str = "{'found': NULL}"
    reason_sql: str = ""
    prepare: tuple[str, ...] = ()
    query: str = ""

    @property
    def reason(self) -> str:
        """The code of its first reason."""
        return self.reasons[0].code


def tacos_phrase_check(
    *,
    name: str,
    version: int,
    summary: str,
    phrases: Sequence[str],
    accepts: tuple[Example, ...],
    rejects: tuple[Example, ...],
    asked: Sequence[str] = (),
    content: str = "",
) -> Check:
    """Return a check that fails TACOS items in which one of the phrases is said.

    A phrase that the caption itself says is content: then words alone cannot tell whether
    the item is about the sound or about the recording, and that phrase leaves it undecided. So
    does a phrase that may name a sound ("a car stereo sound"), unless the question says it.

    Args:
        name: the check's name, which is its reason too.
        version: as in `Check`.
        summary: as in `Check`.
        phrases: regular expressions of whole words, as RE2 and Python both read them; single
            spaces stand between words, matched against the columns `words` and
            `metadata_words`.
        accepts: as in `Check`.
        rejects: as in `Check`.
        asked: further phrases that count in the question, and in an option leave it undecided.
        content: what is no such phrase although a part of it is; '' for none.
    """
    said = " (?:" + "|".join([*phrases, *asked]) + ") "
    found = f"regexp_extract_all(words, '{said}')"
    # What few items need is made of these alone: a CASE asks only about what is left.
    told = f"regexp_replace(words, ' (?:{content}) ', ' ', 'g')" if content else "words"
    sure = f"regexp_extract_all({told}, ' (?:{'|'.join(phrases)}) ')"
    new = "list_filter({}, lambda said: NOT contains(metadata_words, said))"
    cases = [f"WHEN len({new.format(sure)}) > 0 THEN TRUE"]
    if asked:
        in_question = f"regexp_extract_all(question_words, ' (?:{'|'.join(asked)}) ')"
        cases.append(f"WHEN len({new.format(in_question)}) > 0 THEN TRUE")
    if content:
        cases.append(f"WHEN NOT regexp_matches({told}, '{said}') THEN FALSE")
    return Check(
        name=name,
        version=version,
        reasons=(Reason(name),),
        summary=summary,
        applies=f"dataset = 'tacos' AND {GENERATED}",
        fails=f"CASE WHEN len({found}) = 0 THEN FALSE {' '.join(cases)} END",
        detail=f"{{'found': list_transform({found}, lambda said: trim(said))}}",
        accepts=accepts,
        rejects=rejects,
    )

"""Clotho-AQA: no wrong option is what another annotator answered.

One clip was answered with "prayer", "clapping" and "singing", each with confidence: a distractor
that says one of them may be as right as the key. Where that annotator was not confident at all
(the answer came with confidence "no"), it is undecided. A yes or no against the majority is left to
`annotators-disagree`: the wrong options of a yes/no question say the opposite by their nature.
"""

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason

_SAID = "json_extract_string(facts, '$.answers[*].answer')"
_SURE = "json_extract_string(facts, '$.answers[*].confidence')"
_BEFORE_DENIAL = f"sql_stems(regexp_replace(options_words[place], '{NEGATION}.*$', ' '))"


def others_saying(said: str, also: str = "TRUE") -> str:
    """Return SQL: how many wrong options say it, and not after a denial.

    "Just bells, nothing more" says "bells"; "no bells" does not. `also` is SQL over the stems
    `option` that has to hold too.
    """
    return (
        "len(list_filter(options_stems, lambda option, place: place <> answer_index + 1 "
        f"AND contains(option, {said}) AND {also} AND CASE "
        f"WHEN regexp_matches(options_words[place], '{NEGATION}') "
        f"THEN contains({_BEFORE_DENIAL}, {said}) ELSE TRUE END))"
    )


def _found(sure: str) -> str:
    return (
        f"list_filter(annotators_stems, lambda said, i: trim(said) <> '' "
        f"AND lower(trim({_SAID}[i], ' .,;!')) NOT IN ('yes', 'no') AND {sure} "
        "AND said <> source_answer_stems "
        f"AND NOT contains(answer_stems, said) AND {others_saying('said')} > 0)"
    )


_SURELY = _found(f"{_SURE}[i] <> 'no'")
_MAYBE = _found("TRUE")


def _example(*answers: tuple[str, str], options: tuple[str, ...] = ()) -> Example:
    return Example(
        "What are the people doing?",
        options
        or ("They are praying", "They are clapping loudly", "They are cooking", "They are rowing"),
        dataset="clotho-aqa",
        metadata={"question": "What are the people doing?", "answer": answers[0][0]},
        facts={"answers": [{"answer": a, "confidence": c} for a, c in answers]},
    )


_TIMES = ("Three times", "Eight times", "Ten times", "Five times")

CHECK = Check(
    name="distractor-is-an-annotators-answer",
    version=1,
    reasons=(
        Reason(
            "distractor-is-an-annotators-answer",
            "drop",
            "the reward would punish an answer that somebody who listened was sure of",
        ),
    ),
    summary="Clotho-AQA: no wrong option says what another annotator answered",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    may_fail=(
        "coalesce(len(annotators_stems) = 0 OR "
        "len(list_distinct(list_prepend(source_answer_stems, annotators_stems))) <> 1, TRUE)"
    ),
    fails=(
        f"CASE WHEN len({_SAID}) = 0 THEN NULL "
        f"WHEN len({_SURELY}) > 0 THEN TRUE WHEN len({_MAYBE}) > 0 THEN NULL ELSE FALSE END"
    ),
    detail=f"{{'annotators_answers': {_MAYBE}}}",
    accepts=(
        _example(("praying", "yes"), ("prayer", "yes"), ("singing", "yes")),
        _example(("praying", "yes"), ("praying", "yes"), ("praying", "no")),
        _example(
            ("praying", "yes"),
            ("clapping", "yes"),
            options=("They are praying", "Nobody is clapping", "They cook", "They row"),
        ),
        _example(
            ("yes", "yes"),
            ("no", "yes"),
            options=("Yes, they pray", "No, they do not", "No, they cook", "No, they row"),
        ),
        _example(
            ("no", "yes"),
            ("yes", "yes"),
            options=("No, they do not", "Yes, they pray", "Yes, they cook", "Yes, they row"),
        ),
    ),
    rejects=(
        _example(("praying", "yes"), ("clapping", "yes"), ("singing", "yes")),
        _example(("praying", "yes"), ("clapping", "maybe"), ("praying", "yes")),
        _example(
            ("praying", "yes"),
            ("clapping", "yes"),
            options=("They are praying", "Just clapping, nothing more", "They cook", "They row"),
        ),
        _example(("3", "yes"), ("8times", "yes"), ("3", "maybe"), options=_TIMES),
    ),
    undecided=(_example(("praying", "yes"), ("clapping", "no"), ("praying", "yes")),),
)

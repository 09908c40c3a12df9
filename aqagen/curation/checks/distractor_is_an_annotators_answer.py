"""Clotho-AQA: no wrong option is what another annotator answered.

One clip was answered with "prayer", "clapping" and "singing", each with confidence: a distractor
that says one of them may be as right as the key. A yes or no against the majority is left to
`annotators-disagree`: the wrong options of a yes/no question say the opposite by their nature.
"""

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason

_SAID = "json_extract_string(facts, '$.answers[*].answer')"
_SURE = "json_extract_string(facts, '$.answers[*].confidence')"


def _stems(text: str) -> str:
    # "8times" is how some annotators write.
    return rf"sql_stems(sql_words(regexp_replace({text}, '(\d)(\pL)', '\1 \2', 'g')))"


_CHOSEN = _stems("metadata->>'answer'")
_STEMS = _stems("said")

# Wrong options that say it, and do not deny it.
_SAYING = (
    "len(list_filter(options_stems, lambda option, place: place <> answer_index + 1 "
    f"AND contains(option, {_STEMS}) "
    f"AND NOT regexp_matches(options_words[place], '{NEGATION}')))"
)


def _found(sure: str) -> str:
    return (
        f"list_filter({_SAID}, lambda said, i: lower(trim(said)) NOT IN ('yes', 'no') AND {sure} "
        f"AND trim({_STEMS}) <> '' "
        f"AND {_STEMS} <> {_CHOSEN} "
        f"AND NOT contains(answer_stems, {_STEMS}) AND {_SAYING} > 0)"
    )


_SURELY = _found(f"{_SURE}[i] = 'yes'")
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
    summary="Clotho-AQA: no wrong option says what another annotator answered with confidence",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    fails=(
        f"CASE WHEN len({_SAID}) = 0 THEN NULL WHEN len(list_distinct({_SAID})) = 1 THEN FALSE "
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
    ),
    rejects=(
        _example(("praying", "yes"), ("clapping", "yes"), ("singing", "yes")),
        _example(("3", "yes"), ("8times", "yes"), ("3", "maybe"), options=_TIMES),
    ),
    undecided=(_example(("praying", "yes"), ("clapping", "maybe"), ("praying", "yes")),),
)

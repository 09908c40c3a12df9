"""Clotho-AQA: no wrong option is what another annotator answered.

One clip was answered with "prayer", "clapping" and "singing", each with confidence: a distractor
that says one of them may be as right as the key. It says it in the annotator's words, in others for
the same ("a male adult" for "man", `curation/synonyms.py`), or, where there are up to three words,
in another order ("singing birds" for "birds singing"). Where that annotator was not confident at
all (the answer came with confidence "no"), it is undecided. A yes or no against the majority is
left to `annotators-disagree`: the wrong options of a yes/no question say the opposite by nature.
"""

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason
from aqagen.curation.synonyms import alternatives

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


# Words between those of an answer, which another order has not.
BETWEEN = ("of", "in", "on", "at", "by", "to", "from", "with", "and", "or", "for")
MOST_WORDS = 3

# What the wrong options say, as far as they do not deny it.
_WRONG = (
    "list_filter(list_transform(options_stems, lambda text, place: CASE "
    "WHEN place = answer_index + 1 THEN '' "
    f"WHEN regexp_matches(options_words[place], '{NEGATION}') THEN {_BEFORE_DENIAL} "
    "ELSE text END), lambda text: text <> '')"
)
_WORDS = (
    "list_filter(string_split(trim(said), ' '), "
    f"lambda word: NOT list_contains({list(BETWEEN)}, word))"
)
# What may stand for the whole, then what for each word where there are few.
_PARTS = (
    f"list_transform(list_prepend(said, CASE WHEN len({_WORDS}) BETWEEN 2 AND {MOST_WORDS} "
    f"THEN list_transform({_WORDS}, lambda word: ' ' || word || ' ') ELSE [] END), "
    f"lambda part: {alternatives('part')})"
)


def _says(text: str) -> str:
    """Return SQL: a text of stems says the whole of `parts`, or all of its words."""
    said = f"len(list_filter({{}}, lambda other: contains({text}, other))) > 0"
    return (
        f"({said.format('parts[1]')} OR len(parts) > 1 AND "
        f"len(list_filter(parts[2:], lambda others: NOT ({said.format('others')}))) = 0)"
    )


_SAID_WRONGLY = (
    "len(list_filter(wrong, lambda text: contains(text, said))) > 0 OR "
    f"list_transform([{_PARTS}], lambda parts: NOT {_says('answer_stems')} "
    f"AND len(list_filter(wrong, lambda text: {_says('text')})) > 0)[1]"
)
# How sure annotators were whose answers a wrong option says.
_FOUND = (
    f"list_transform([{_WRONG}], lambda wrong: list_filter({_SURE}, lambda sure, i: "
    f"CASE WHEN trim(annotators_stems[i]) = '' OR lower(trim({_SAID}[i], ' .,;!')) IN ('yes', 'no')"
    " OR annotators_stems[i] = source_answer_stems OR contains(answer_stems, annotators_stems[i]) "
    f"THEN FALSE ELSE list_transform([annotators_stems[i]], lambda said: {_SAID_WRONGLY})[1] END)"
    ")[1]"
)


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
    version=3,
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
        f"CASE WHEN len({_SAID}) > 0 THEN list_transform([{_FOUND}], lambda found: "
        "CASE WHEN len(list_filter(found, lambda sure: sure <> 'no')) > 0 THEN TRUE "
        "WHEN len(found) > 0 THEN NULL ELSE FALSE END)[1] END"
    ),
    detail=f"{{'annotators_answers': {_SAID}}}",
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
            ("talking", "yes"),
            ("speaking", "yes"),
            options=("A man is talking", "A choir sings", "They cook", "They row"),
        ),
        _example(
            ("human", "yes"),
            ("person", "yes"),
            options=("A human being", "No man at all", "A bird", "A dog"),
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
        _example(
            ("woman", "yes"),
            ("man", "yes"),
            options=("A woman", "Clearly a male adult", "A dog", "A bird"),
        ),
        _example(
            ("wind", "yes"),
            ("birds chirping", "maybe"),
            options=("The wind", "Tweeting of a bird", "A car", "Rain"),
        ),
    ),
    undecided=(_example(("praying", "yes"), ("clapping", "no"), ("praying", "yes")),),
)

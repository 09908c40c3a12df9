"""TACOS: nothing that only a reader of the metadata could know (MiAQA report, Table 4, rule 8).

A description says things that cannot be heard: a recorder's model, a date, a sampling rate.
A word with three digits or with letters and digits (H4n, 2012, sm57) that the question or
the answer shares with the description, but not with the caption, fails. A capitalised name
shared in this way may be audible (a language, a piece of music): it is left undecided, unless the
question is about the making of the recording ("What did Jorge capture in Lisbon?") or names it as
the place ("On a day out in Lisbon, what barks?"); what may be a language is none.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

_ASKED = "question || ' ; ' || answer"
_TOLD = "concat_ws(' ', metadata->>'caption', metadata->>'superclass', metadata->>'subclass')"
# A name is capitalised after a small letter, a digit or a comma: not at a sentence's start.
_NAMES = rf"regexp_extract_all({_ASKED}, '[\p{{Ll}}\pN,]\s+(\p{{Lu}}[\pL\pN]+)', 1)"
MAKING = (
    " (?:record(?:s|ed|ing|ings)?|captur(?:e|es|ed|ing)|taped|taping|films?|filmed|upload(?:s|ed)?|"
    "took|takes|made) "
)
# A place after its preposition, in the question; "in Spanish", "in Italian" may be heard.
PLACES = r"\b(?:in|at|near|around|outside|from|through|across) (\p{Lu}[\pL]+)"
_NO_PLACE = "(?:ish|ese|ian|an|ic|ench|utch|reek|erman|indi|rabic)$"
_PLACE_NAMES = (
    f"list_filter(regexp_extract_all(question, '{PLACES}', 1), lambda word: "
    f"NOT regexp_matches(word, '{_NO_PLACE}'))"
)
# Whole runs first: RE2's \b knows ASCII letters only, and would find a word inside another.
_CODES = (
    rf"list_filter(regexp_extract_all({_ASKED}, '[\pL\pN]+'), lambda run: "
    r"regexp_full_match(run, '\pL+\pN[\pL\pN]*|\pN+\pL[\pL\pN]*|\pN{3,}'))"
)

# One cheap look before the dear ones: something here that could be a code or a name.
_ODD = rf"regexp_matches({_ASKED}, '\pL\pN|\pN\pL|\pN{{3}}|[\p{{Ll}}\pN,]\s+\p{{Lu}}')"


def _only_in_description(words: str) -> str:
    return (
        f"list_filter({words}, lambda word: "
        f"contains(sql_words(metadata->>'description'), ' ' || lower(word) || ' ') "
        f"AND NOT contains(sql_words({_TOLD}), ' ' || lower(word) || ' '))"
    )


def _example(question: str, answer: str) -> Example:
    return Example(
        question,
        (answer, "a cat meows", "rain falls", "people clap"),
        metadata={
            "caption": "A dog barks twice near a 737.",
            "keywords": ["dog"],
            "superclass": "Animals",
            "subclass": "Dog",
            "description": "My dog Rex in Berlin, May 2012. Zoom H4n, 96kHz, a 737 above.",
        },
    )


CHECK = Check(
    name="metadata-only-fact",
    version=3,
    reasons=(Reason("metadata-only-fact"),),
    summary="TACOS: no fact that stands in the description alone (the paper's rule 8)",
    applies=f"dataset = 'tacos' AND {GENERATED}",
    may_fail=_ODD,
    fails=(
        f"CASE WHEN len({_only_in_description(_CODES)}) > 0 THEN TRUE "
        f"WHEN len({_only_in_description(_NAMES)}) = 0 THEN FALSE "
        f"WHEN regexp_matches(question_words, '{MAKING}') "
        f"OR len({_only_in_description(_PLACE_NAMES)}) > 0 THEN TRUE END"
    ),
    detail=f"{{'found': {_only_in_description(f'list_concat({_CODES}, {_NAMES})')}}}",
    accepts=(
        _example("What barks?", "a dog barks twice"),
        _example("What flies above the dog?", "A plane such as a 737"),
        Example(metadata={"caption": "A dog barks.", "description": None}),
    ),
    rejects=(
        _example("What was it made with?", "the Zoom H4n"),
        _example("When did the dog bark?", "In May 2012"),
        _example("Which sound did Rex capture in Berlin?", "a dog barks twice"),
        _example("On a day out in Berlin, what barks?", "a dog barks twice"),
    ),
)

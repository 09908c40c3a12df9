"""Clotho-AQA: the key still says what the annotators answered (Table 3 of the report, rule 6).

The prompt asks a model to refine one word into a phrase; a refined "yes" that says "no", another
number, or a denied noun is a wrong key. Paraphrases share no word with what they refine: there,
words cannot tell, and the item is left undecided. So is one where a wrong option has the
annotators' word among others ("water boiling" for "water"): it may be of something else.
"""

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason
from aqagen.curation.checks.distractor_is_an_annotators_answer import others_saying
from aqagen.curation.words import NO_CONTENT as NO_CONTENT_OF_OPTIONS

_WAS = "lower(trim(metadata->>'answer', ' .,;!'))"
# What begins or sounds like a denial and is none.
NO_DENIAL = " (?:not (?:only|just)|no (?:doubt|question|wonder)) "
_ANSWER = (
    "CASE WHEN contains(answer_words, ' not ') OR contains(answer_words, ' no ') "
    f"THEN regexp_replace(answer_words, '{NO_DENIAL}', ' ', 'g') ELSE answer_words END"
)
# What is asked about may be told as over or only alike: "the water is still, flowing stopped".
CEASED = (
    " (?:stop[a-z]*|ceas[a-z]*|ended|ends|paused|halted|finished|gone|still|silent|silence|quiet|"
    "only|instead|barely|rarely|seldom) "
)
# Sizes make nothing else of a thing.
SIZES = " small larg big littl tiny singl "
_AFFIRMS = (
    f"regexp_matches({_ANSWER}, '^ (?:yes|yeah|yep|correct|indeed|true|right|certainly|"
    "definitely|surely|of course|(?:that|this|it) (?:(?:is|was) (?:indeed |in fact |really )?"
    "(?:the case|so|right|true|correct)|does|did|can|could)) ')"
)
_DENIES = f"regexp_matches({_ANSWER}, '^ (?:no|nope|incorrect|false|wrong|not) ')"
_WAS_STEMS = "source_answer_stems"
_DENIED = f"regexp_matches({_ANSWER}, '{NEGATION}')"
_QUESTION_DENIED = f"regexp_matches(question_words, '{NEGATION}')"
# What stands before the first denial is affirmed.
_AFFIRMED = f"sql_stems(regexp_replace({_ANSWER}, '{NEGATION}.*$', ' '))"
_NUMBERS = r"regexp_extract_all({}, '\d+')"
_WAS_NUMBERS, _NUMBERS_NOW = _NUMBERS.format(_WAS_STEMS), _NUMBERS.format("answer_stems")
# In stems (tests/curation/test_stems_of_checks.py has the words).
NO_CONTENT = (
    " what which who how any can could do did you w hear heard audio clip sound record hav ha "
    "mor than and or of in on at to with "
)
_QUESTION_CONTENT = (
    "list_filter(string_split(trim(question_stems), ' '), lambda stem: length(stem) > 2 "
    f"AND NOT contains('{NO_CONTENT}', ' ' || stem || ' '))"
)
_SHARED = (
    f"len(list_filter({_QUESTION_CONTENT}, lambda stem: "
    "contains(answer_stems, ' ' || stem || ' ')))"
)
_YES = (
    f"CASE WHEN {_DENIES} THEN TRUE "
    f"WHEN {_AFFIRMS} THEN CASE WHEN {_DENIED} AND NOT {_QUESTION_DENIED} THEN NULL ELSE FALSE END "
    f"WHEN {_QUESTION_DENIED} THEN NULL WHEN {_DENIED} THEN TRUE "
    f"WHEN {_SHARED} > 0 THEN FALSE END"
)
_NO = (
    f"CASE WHEN {_DENIES} THEN FALSE "
    f"WHEN {_AFFIRMS} THEN CASE WHEN {_DENIED} THEN NULL ELSE TRUE END "
    f"WHEN {_QUESTION_DENIED} THEN NULL WHEN {_DENIED} THEN FALSE "
    f"WHEN len({_QUESTION_CONTENT}) > 0 AND {_SHARED} = len({_QUESTION_CONTENT}) "
    f"THEN if(regexp_matches(answer_words, '{CEASED}'), NULL, TRUE) END"
)
_NUMBER = (
    f"CASE WHEN list_has_any({_WAS_NUMBERS}, {_NUMBERS_NOW}) THEN FALSE "
    f"WHEN len({_NUMBERS_NOW}) > 0 THEN TRUE END"
)
# No more than it: what else the option has of content, the question has too.
_NO_MORE = (
    "len(list_filter(string_split(trim(option), ' '), lambda word: "
    f"NOT contains('{NO_CONTENT_OF_OPTIONS}{SIZES}', ' ' || word || ' ') "
    "AND NOT ends_with(word, 'ly') AND NOT word[1] BETWEEN '0' AND '9' "
    f"AND NOT contains({_WAS_STEMS}, ' ' || word || ' ') "
    "AND NOT contains(question_stems, ' ' || word || ' '))) = 0"
)
_OTHERS_SAY_IT = f"{others_saying(_WAS_STEMS, _NO_MORE)} > 0"
_WORD = (
    f"CASE WHEN trim({_WAS_STEMS}) = '' THEN NULL "
    f"WHEN contains(answer_stems, {_WAS_STEMS}) THEN "
    f"{_DENIED} AND NOT contains({_AFFIRMED}, {_WAS_STEMS}) AND NOT "
    f"regexp_matches(' ' || {_WAS} || ' ', '{NEGATION}') "
    f"WHEN {_OTHERS_SAY_IT} THEN TRUE END"
)


def _example(was: str, now: str, question: str = "Is a dog barking?", other: str = "") -> Example:
    return Example(
        question,
        (now, other or "A train is passing", "A choir is humming", "A kettle is boiling"),
        dataset="clotho-aqa",
        metadata={"question": question, "answer": was},
    )


CHECK = Check(
    name="answer-changed",
    version=2,
    reasons=(Reason("answer-changed", "drop", "the key is not what people who listened said"),),
    summary="Clotho-AQA: the refined answer says what the annotators' answer said",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    fails=(
        f"CASE WHEN metadata->>'answer' IS NULL THEN NULL WHEN {_WAS} = 'yes' THEN {_YES} "
        f"WHEN {_WAS} = 'no' THEN {_NO} "
        f"WHEN len({_WAS_NUMBERS}) > 0 THEN {_NUMBER} ELSE {_WORD} END"
    ),
    detail="{'was': metadata->>'answer', 'now': answer}",
    accepts=(
        _example("yes", "Yes, a dog is barking"),
        _example("yes", "A dog is barking loudly"),
        _example("no", "No, there is no dog"),
        _example("no", "There isn't any dog"),
        _example("3", "It barks three times", "How often does it bark?"),
        _example("twice", "The bell rings 2 times", "How often does it ring?"),
        _example("bell", "A small bell is ringing", "What is ringing?"),
        _example("bell", "A bell, not a gong", "What is ringing?"),
        _example("none", "None of them speaks", "Who speaks?"),
        _example("yes", "Not only rain but thunder too", "Is there rain?"),
        _example("yes", "No doubt, rain is falling", "Is rain falling?"),
        _example("bell", "Not just a bell", "What is ringing?"),
    ),
    rejects=(
        _example("yes", "No, there is no dog"),
        _example("yes", "There is no dog barking"),
        _example("no", "Yes, a dog is barking"),
        _example("no", "A dog is barking"),
        _example("no", "No doubt, a dog is barking"),
        _example("3", "It barks four times", "How often does it bark?"),
        _example("8times", "Nine times", "How often does it ring?"),
        _example("bell", "It is not a bell", "What is ringing?"),
        _example("bell", "Anything but a bell", "What is ringing?"),
        _example("no", "That is indeed the case"),
        _example("bell", "A large gong", "What is ringing?", "A small bell is ringing"),
    ),
    undecided=(
        _example("yes", "The animal makes itself heard"),
        _example("3", "It barks several times", "How often does it bark?"),
        _example("bell", "A chime", "What is ringing?"),
        _example("no", "The water is still, flowing stopped", "Is the water flowing?"),
        _example("water", "A stream flowing over rocks", "What is it?", "Water boiling in pots"),
        _example("yes", "Yes, but it is not loud"),
    ),
)

"""Clotho-AQA: the key still says what the annotators answered (Table 3 of the report, rule 6).

The prompt asks a model to refine one word into a phrase; a refined "yes" that says "no", another
number, or a denied noun is a wrong key. Paraphrases share no word with what they refine: there,
words cannot tell, and the item is left undecided. A key that says nothing but that nobody can tell
is no longer what they said. Undecided is, too, one where a wrong option has the
annotators' word among others ("water boiling" for "water"): it may be of something else.
"""

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason
from aqagen.curation.checks.distractor_is_an_annotators_answer import others_saying
from aqagen.curation.words import NO_CONTENT as NO_CONTENT_OF_OPTIONS

_WAS = "lower(trim(metadata->>'answer', ' .,;!'))"
# What begins or sounds like a denial and is none.
NO_DENIAL = (
    " (?:not (?:only|just)|no (?:doubt|question|wonder|mistaking)|"
    "(?:without|beyond) (?:(?:a|any|all) )?(?:shadow of a )?(?:doubt|question|fail|exception)|"
    "cannot be (?:denied|doubted)|(?:isn\\x27t|not) (?:wrong|false|incorrect|untrue|in doubt)) "
)
# The thing after it, and no other: denies all the rest.
ONLY = " (?:nothing (?:but|except|other than|less than)|none other than|no other than) "
_ANSWER = (
    "CASE WHEN regexp_matches(answer_words, ' (?:not|no|nothing|none|without|beyond|cannot|"
    "isn\\x27t) ') "
    f"THEN regexp_replace(answer_words, '{NO_DENIAL}|{ONLY}', ' ', 'g') ELSE answer_words END"
)
# What is asked about may be told as over or only alike: "the water is still, flowing stopped".
CEASED = (
    " (?:stop[a-z]*|ceas[a-z]*|ended|ends|paused|halted|finished|gone|still|silent|silence|quiet|"
    "only|instead|barely|rarely|seldom) "
)
# Sizes make nothing else of a thing.
SIZES = " small larg big littl tiny singl "
_SAID = (
    "(?:assumption|claim|statement|guess|premise|idea|suggestion|notion|that|this|it|which|they|"
    "one|you|so|answer)(?: (?:above|here|there))? (?:is|are|was|were|would be|must be|proves|seems|"
    "appears|turns out|does|do|did)(?: (?:to be|very much|in fact|indeed|really|clearly|surely|"
    "actually|quite|entirely|plainly|simply|certainly|definitely))*"
)
# How people say yes and no without these words.
AFFIRMING = (
    f" (?:{_SAID} (?:true|so|right|correct|accurate|the case|happening|certain)|"
    "(?:bears?|bore|borne) (?:this|that|it) out|(?:confirms?|supports?|proves?|backs?|verif(?:y|"
    "ies)|"
    "attests?|corroborates?|validates?|affirms?) (?:this|that|it|so|the (?:claim|idea|assumption|"
    "guess|"
    "statement))|sure of (?:it|that|this)|(?:is|are|be) (?:confirmed|supported|certain)|"
    "undoubtedly|"
    "unquestionably|absolutely|affirmative|for (?:sure|certain)|holds true|goes without saying) "
)
DENYING = (
    f" (?:{_SAID} (?:wrong|mistaken|erroneous|unfounded|unsupported|a mistake)|"
    "(?:be|is|are) (?:ruled out|excluded|dismissed|denied)|rules? (?:this|that|it) out|"
    "(?:disproves?|contradicts?|refutes?|den(?:y|ies)|rebuts?|belies|excludes?|speaks? against|"
    "argues? "
    "against|points? against) (?:this|that|it|such|the)|(?:quite|just|exactly|rather|precisely) "
    "the "
    "(?:contrary|opposite|reverse)|the (?:opposite|reverse|contrary) (?:is|holds)|on the contrary|"
    "to the contrary|by no means|in no way|under no circumstances|negative|out of the question|"
    "(?:fails?|failed) to|nope|nah) "
)
# The whole of an answer of one who cannot tell.
UNSURE = (
    "^ (?:(?:it|this|that)(?: is|\\x27s)? )?(?:unclear|unknown|uncertain|undetermined|unsure|"
    "indeterminate|not (?:sure|clear|certain|known)|(?:hard|impossible|difficult) to (?:tell|say|"
    "know|determine)|(?:i )?(?:cannot|can not|can\\x27t) (?:be (?:told|said|determined|known)|tell|"
    "say|determine|know)|no idea|no telling|(?:i )?(?:do not|don\\x27t) know)"
    "(?: (?:from|by) (?:the|this) (?:audio|clip|recording|sound))? $"
)
_STRONGLY = (
    f"(regexp_matches({_ANSWER}, '^ (?:yes|yeah|yep|correct|indeed|true|right|certainly|exactly|"
    "definitely|surely|of course) ') "
    f"OR regexp_matches(answer_words, '{NO_DENIAL}|{AFFIRMING}'))"
)
_AFFIRMS = (
    f"({_STRONGLY} OR regexp_matches({_ANSWER}, '^ (?:that|this|it) (?:(?:is|was) (?:indeed |in "
    f"fact "
    "|really )?(?:the case|so|right|true|correct)|(?:[a-z]+ly |indeed )?(?:does|did|do|can|"
    "could)) '))"
)
_DENIES = (
    f"(regexp_matches({_ANSWER}, '^ (?:no|nope|nah|incorrect|false|wrong|not|never) |^ (?:it|"
    f"that|this|they|one) (?:[a-z]+ly )?(?:does|did|do|is|was|can|could) not ') "
    f"OR regexp_matches({_ANSWER}, '{DENYING}'))"
)
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
    f"CASE WHEN {_DENIES} THEN if({_STRONGLY}, NULL, TRUE) "
    f"WHEN {_AFFIRMS} THEN CASE WHEN {_DENIED} AND NOT {_QUESTION_DENIED} THEN NULL ELSE FALSE END "
    f"WHEN {_QUESTION_DENIED} THEN NULL WHEN {_DENIED} THEN TRUE "
    f"WHEN {_SHARED} > 0 THEN FALSE END"
)
_NO = (
    f"CASE WHEN {_DENIES} THEN if({_STRONGLY}, NULL, FALSE) "
    f"WHEN {_AFFIRMS} THEN CASE WHEN {_DENIED} THEN NULL ELSE TRUE END "
    f"WHEN {_QUESTION_DENIED} THEN NULL WHEN {_DENIED} THEN FALSE "
    f"WHEN len({_QUESTION_CONTENT}) > 0 AND {_SHARED} = len({_QUESTION_CONTENT}) "
    f"THEN if(regexp_matches(answer_words, '{CEASED}'), NULL, TRUE) END"
)
_NUMBER = (
    f"CASE WHEN list_has_any({_WAS_NUMBERS}, {_NUMBERS_NOW}) THEN FALSE "
    f"WHEN len({_NUMBERS_NOW}) > 0 OR {others_saying(_WAS_STEMS)} > 0 THEN TRUE END"
)
# No more than it: what else the option has of content, the question or the answer has too.
_NO_MORE = (
    "len(list_filter(string_split(trim(option), ' '), lambda word: "
    f"NOT contains('{NO_CONTENT_OF_OPTIONS}{SIZES}', ' ' || word || ' ') "
    "AND NOT ends_with(word, 'ly') AND NOT word[1] BETWEEN '0' AND '9' "
    f"AND NOT contains({_WAS_STEMS}, ' ' || word || ' ') "
    "AND NOT contains(answer_stems, ' ' || word || ' ') "
    "AND NOT contains(question_stems, ' ' || word || ' '))) = 0"
)
# Denied by what comes after it: "the train can be ruled out".
RULED_OUT = (
    " (?:ruled out|excluded|absent|missing|nowhere|dismissed|out of the question|impossible|"
    "not|never|wrong|false|incorrect) "
)
_RULED_OUT_STEMS = (
    "(?:(?:can|could|may|might|must|should|would|hav|ha|to|clearly|surely|definitely|certainly|"
    "safely|entirely) )*(?:ruled out|excluded|absent|mi\\$|nowher|dismissed|out of question|"
    "impossibl|(?:not|never) (?:heard|present|possibl|right|correct|cas|answer|hear|occur|"
    "happen)|wrong|"
    "fals|incorrect) "
)
_OTHERS_SAY_IT = f"{others_saying(_WAS_STEMS, _NO_MORE)} > 0"
_WORD = (
    f"CASE WHEN trim({_WAS_STEMS}) = '' THEN NULL "
    f"WHEN contains(answer_stems, {_WAS_STEMS}) THEN (regexp_matches(answer_words, '{RULED_OUT}') "
    f"AND regexp_matches(answer_stems, {_WAS_STEMS} || '{_RULED_OUT_STEMS}')) OR {_DENIED} AND "
    f"NOT contains({_AFFIRMED}, {_WAS_STEMS}) AND NOT "
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
    version=4,
    reasons=(Reason("answer-changed", "drop", "the key is not what people who listened said"),),
    summary="Clotho-AQA: the refined answer says what the annotators' answer said",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    fails=(
        f"CASE WHEN metadata->>'answer' IS NULL THEN NULL "
        f"WHEN regexp_matches(answer_words, '{UNSURE}') "
        f"THEN NOT regexp_matches(' ' || {_WAS} || ' ', '{UNSURE}') "
        f"WHEN {_WAS} = 'yes' THEN {_YES} "
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
        _example("yes", "Without a doubt"),
        _example("no", "It can be ruled out"),
        _example("unknown", "It is unclear", "What is ringing?"),
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
        _example("no", "The recording bears this out"),
        _example("yes", "The assumption is wrong"),
        _example("yes", "The dog is no longer barking"),
        _example("bell", "The bell can be ruled out", "What is ringing?"),
        _example("3", "I count many", "How often?", "I count three"),
        _example("bell", "It comes across as a gong", "What rings?", "It comes across as a bell"),
        _example("bell", "A large gong", "What is ringing?", "A small bell is ringing"),
        _example("bell", "It cannot be determined", "What is ringing?"),
        _example("yes", "Hard to tell"),
    ),
    undecided=(
        _example("yes", "The animal makes itself heard"),
        _example("3", "It barks several times", "How often does it bark?"),
        _example("bell", "A chime", "What is ringing?"),
        _example("no", "The water is still, flowing stopped", "Is the water flowing?"),
        _example("water", "A stream flowing over rocks", "What is it?", "Water boiling in pots"),
        _example("yes", "Yes, but it is not loud"),
        _example("bell", "Something unknown, a chime perhaps", "What is ringing?"),
    ),
)

"""Clotho-AQA: the key still says what the annotators answered (Table 3 of the report, rule 6).

The prompt asks a model to refine one word into a phrase. Words tell that the key is a wrong one:

- a refined "yes" that says "no", in whatever words (`curation/replies.py`);
- another number, or a count that leaves the number out, "several" for one (`curation/amounts.py`);
- a denied noun, or one that a wrong option says while the key does not;
- a word that excludes theirs: "female" for "male", "a cat" for "dog" (`curation/opposites.py`), or
  a thing that sounds and cannot be meant by theirs (`curation/things.py`);
- that nobody can tell.

Other paraphrases share no word with what they refine: there, words cannot tell, and the item is
left undecided. So is one where a wrong option has the annotators' word among others ("water
boiling" for "water"): it may be of something else.
"""

from aqagen.curation.amounts import ABOUT, COUNTING, SPANNING, amounts, with_numbers
from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason
from aqagen.curation.checks.distractor_is_an_annotators_answer import others_saying
from aqagen.curation.opposites import excluding
from aqagen.curation.replies import (
    DENYING,
    DOES,
    NO,
    NO_DENIAL,
    NO_WAY,
    ONLY,
    SURELY_NOT,
    UNSURE,
    YES,
)
from aqagen.curation.things import ASKS_ASIDE, foreign
from aqagen.curation.words import NO_CONTENT as NO_CONTENT_OF_OPTIONS

_WAS = "lower(trim(metadata->>'answer', ' .,;!'))"
_WAS_STEMS = "source_answer_stems"
_KEY_WORDS = (
    "CASE WHEN regexp_matches(answer_words, ' (?:not?|nothing|none|never|without|beyond|cannot|"
    "isn\\x27t) ') "
    f"THEN regexp_replace(regexp_replace(answer_words, '{NO_DENIAL}|{ONLY}', ' ', 'g'), "
    f"'{SURELY_NOT}', ' \\1 ', 'g') ELSE answer_words END"
)
# What is asked about may be told as over or only alike: "the water is still, flowing stopped".
CEASED = (
    " (?:stop[a-z]*|ceas[a-z]*|ended|ends|paused|halted|finished|gone|still|silent|silence|quiet|"
    "only|instead|barely|rarely|seldom) "
)
# Sizes make nothing else of a thing.
SIZES = " small larg big littl tiny singl "
_STRONGLY = f"(regexp_matches(key_words, '{YES}') OR regexp_matches(answer_words, '{NO_DENIAL}'))"
_AFFIRMS = f"({_STRONGLY} OR regexp_matches(key_words, '{DOES}'))"
_DENIES = f"regexp_matches(key_words, '{NO}')"
_DENIED = f"regexp_matches(key_words, '{NEGATION}')"
_QUESTION_DENIED = f"regexp_matches(question_words, '{NEGATION}')"
# What stands before the first denial is affirmed.
_AFFIRMED = f"sql_stems(regexp_replace(key_words, '{NEGATION}.*$', ' '))"
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
# What the key affirms excludes what is asked about, or what was answered.
_PAIRS = excluding(_AFFIRMED, f"if({_WAS} IN ('yes', 'no'), question_stems, {_WAS_STEMS})")
_EXCLUDED = (
    "(len(list_filter(pairs, lambda pair: NOT pair.open AND len(list_filter(pair.kinds, "
    "lambda kind: {} OR kind[1] IN ('s', 'm'))) > 0)) > 0)"
)
_EXCLUDES_ASKED, _EXCLUDES_ANSWERED = (_EXCLUDED.format(any_kind) for any_kind in ("FALSE", "TRUE"))
_YES = (
    f"CASE WHEN {_DENIES} THEN if({_STRONGLY}, NULL, TRUE) "
    f"WHEN {_AFFIRMS} THEN CASE WHEN {_DENIED} AND NOT {_QUESTION_DENIED} THEN NULL ELSE FALSE END "
    f"WHEN {_DENIED} AND NOT {_QUESTION_DENIED} THEN TRUE END"
)
_NO = (
    f"CASE WHEN {_DENIES} THEN if({_STRONGLY}, NULL, FALSE) "
    # "Yes, although not by much", but not "Yes, there is no dog".
    f"WHEN {_AFFIRMS} THEN CASE WHEN {_DENIED} AND ({_QUESTION_DENIED} OR {_SHARED} > 0 OR NOT "
    f"{_STRONGLY}) THEN NULL ELSE TRUE END "
    f"WHEN {_DENIED} AND NOT {_QUESTION_DENIED} THEN FALSE END"
)
# Neither yes nor no is said: what is asked about is, or what excludes it.
_PLAIN = f"NOT ({_DENIED} OR {_QUESTION_DENIED} OR {_DENIES})"
_YES_PLAINLY = (
    f"CASE WHEN {_PLAIN} THEN CASE WHEN {_EXCLUDES_ASKED} THEN TRUE "
    f"WHEN {_SHARED} > 0 THEN FALSE END END"
)
_NO_PLAINLY = (
    f"CASE WHEN {_PLAIN} THEN CASE WHEN {_EXCLUDES_ASKED} THEN FALSE "
    f"WHEN len({_QUESTION_CONTENT}) > 0 AND {_SHARED} = len({_QUESTION_CONTENT}) "
    f"THEN if(regexp_matches(answer_words, '{CEASED}'), NULL, TRUE) END END"
)
# "8times" is how some write.
_COUNTED = with_numbers(
    r"sql_words(regexp_replace(metadata->>'answer', '(\d)(\pL)', '\1 \2', 'g'))"
)
_NUMBERS = r"list_transform(regexp_extract_all({}, ' (\d+)', 1), lambda n: TRY_CAST(n AS BIGINT))"
_NUMBER = (
    f"list_transform([{{'text': {with_numbers('key_words')}}}], lambda now: "
    f"list_transform([{{'span': {amounts('now.text')}, "
    f"'numbers': {_NUMBERS.format('now.text')}}}], "
    "lambda said: CASE "
    "WHEN said.span IS NOT NULL AND len(list_filter(was, lambda n: n BETWEEN said.span[1] "
    "AND said.span[2])) = 0 THEN TRUE "
    "WHEN said.span[1] = said.span[2] OR list_has_any(was, said.numbers) "
    f"AND (said.span IS NULL OR regexp_matches(now.text, '{ABOUT}')) THEN FALSE "
    # "Two men and a woman" may be three.
    "WHEN said.span IS NULL AND list_contains(was, list_sum(said.numbers)) THEN NULL "
    "WHEN said.span IS NULL AND len(said.numbers) > 0 "
    f"OR {others_saying(_WAS_STEMS)} > 0 THEN TRUE END)[1])[1]"
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
    "unlikely|doubtful|inaudible|unheard|untrue|mistaken|"
    "not|never|cannot|[a-z]+n\\x27t|wrong|false|incorrect) "
)
_RULED_OUT_STEMS = (
    "(?:(?:can|could|may|might|must|should|would|will|do|did|hav|ha|to|clearly|surely|definitely|"
    "certainly|safely|entirely|really) )*(?:ruled out|excluded|absent|mi\\$|nowher|dismissed|"
    "unlikely|doubtful|inaudibl|unheard|untru|mistaken|"
    "out of question|impossibl|wrong|fals|incorrect|(?:not|never|cannot|[a-z]+n\\x27t) (?:(?:at "
    "all|actually|really|even|b|in fact) )*(?:heard|present|possibl|right|correct|cas|answer|hear|"
    "occur|happen|part of|involved|included|found|audibl|what|sourc|caus|responsibl|her|in|to "
    "b|mad|com|appear|featur|seem|among|likely|on|one)) "
)
_OTHERS_SAY_IT = f"{others_saying(_WAS_STEMS, _NO_MORE)} > 0"
# Of a question about where or what like, a thing may be named aside.
_FOREIGN = (
    f"(NOT {_DENIED} "
    f"AND NOT regexp_matches(question_words, '{ASKS_ASIDE}') "
    "AND len(list_filter(list_transform([sql_words(metadata->>'answer')], lambda was: "
    "[answer_words, was]), lambda texts: len(list_filter([texts, list_reverse(texts)], lambda "
    f"each: {foreign('each[1]', 'each[2]')})) > 0)) > 0)"
)
_WORD = (
    f"CASE WHEN trim({_WAS_STEMS}) = '' THEN NULL "
    f"WHEN contains(answer_stems, {_WAS_STEMS}) THEN "
    f"regexp_matches(answer_stems, '{DENYING}' || {_WAS_STEMS}) "
    f"OR (regexp_matches(answer_words, '{RULED_OUT}') "
    f"AND regexp_matches(answer_stems, {_WAS_STEMS} || '{_RULED_OUT_STEMS}')) OR {_DENIED} AND "
    f"NOT contains({_AFFIRMED}, {_WAS_STEMS}) AND NOT "
    f"regexp_matches(' ' || {_WAS} || ' ', '{NEGATION}') "
    f"WHEN {_OTHERS_SAY_IT} THEN TRUE END"
)
# Most keys repeat the answer, and have no word that the rules look for.
_TRACES = f"{NEGATION}|{NO_DENIAL}|{ONLY}|{SURELY_NOT}"
_REPEATS = (
    "CASE source_answer_stems "
    # As stems have "yes".
    f"WHEN ' y ' THEN starts_with(answer_words, ' yes ') "
    f"AND NOT regexp_matches(answer_words, '{_TRACES}|{NO}') "
    f"WHEN ' no ' THEN starts_with(answer_words, ' no ') "
    f"AND NOT regexp_matches(answer_words, '{NO_DENIAL}|{ONLY}|{SURELY_NOT}|{YES}|{NO_WAY}') "
    "ELSE trim(source_answer_stems) <> '' AND contains(answer_stems, source_answer_stems) "
    f"AND NOT regexp_matches(answer_words, '{_TRACES}|{RULED_OUT}') "
    f"AND NOT regexp_matches(answer_stems, '{DENYING}') AND CASE "
    r"WHEN regexp_matches(source_answer_stems, '^ \d+ (?:tim )?$') THEN "
    f"NOT regexp_matches(answer_words, '{SPANNING}') "
    r"AND NOT regexp_matches(answer_stems, ' \d.* \d') "
    f"ELSE NOT regexp_matches(source_answer_stems, '{COUNTING}') END END"
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
    version=6,
    reasons=(Reason("answer-changed", "drop", "the key is not what people who listened said"),),
    summary="Clotho-AQA: the refined answer says what the annotators' answer said",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    may_fail=f"NOT coalesce({_REPEATS}, FALSE)",
    fails=(
        f"list_transform([{_KEY_WORDS}], lambda key_words: "
        "CASE WHEN metadata->>'answer' IS NULL THEN NULL ELSE coalesce(CASE "
        f"WHEN regexp_matches(answer_words, '{UNSURE}') AND (NOT contains(answer_stems, "
        f"{_WAS_STEMS}) OR regexp_matches(answer_words, '{NO_WAY}')) "
        f"THEN NOT regexp_matches(' ' || {_WAS} || ' ', '{UNSURE}') "
        f"WHEN {_WAS} = 'yes' THEN {_YES} WHEN {_WAS} = 'no' THEN {_NO} "
        f"ELSE list_transform([{_NUMBERS.format(_COUNTED)}], lambda was: "
        f"CASE WHEN len(was) > 0 THEN {_NUMBER} ELSE {_WORD} END)[1] END, "
        # Dear, and asked of what nothing else has told.
        f"list_transform([{_PAIRS}], lambda pairs: CASE "
        f"WHEN {_WAS} = 'yes' THEN {_YES_PLAINLY} WHEN {_WAS} = 'no' THEN {_NO_PLAINLY} "
        f"WHEN {_EXCLUDES_ANSWERED} OR {_FOREIGN} THEN TRUE END)[1]) END)[1]"
    ),
    detail="{'was': metadata->>'answer', 'now': answer}",
    accepts=(
        _example("4", "About four times", "How often does it bark?"),
        _example("twentyfive", "Twenty-five beeps", "How many beeps are there?"),
        _example("no", "A woman is speaking", "Is a man speaking?"),
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
        _example("yes", "Absolutely not"),
        _example("no", "It certainly is"),
        _example("yes", "A woman is speaking", "Is a man speaking?"),
        _example("5", "More than a dozen", "How often does it bark?"),
        _example("1", "Several of them", "How many dogs are there?"),
        _example("1", "Nine, as far as one can hear", "How many dogs are there?"),
        _example("male", "A woman's voice", "Who speaks?"),
        _example("dog", "A cat in the distance", "Which animal is heard?"),
        _example("wind", "A helicopter", "What hums?"),
        _example("bell", "A bell cannot be the answer", "What is ringing?"),
        _example("bell", "There is not enough information", "What is ringing?"),
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
        _example("dog", "Maybe, maybe not", "What is heard?"),
        _example("no", "There is no way of knowing"),
        _example("2", "Too noisy to make out", "How often does it bark?"),
        _example("bell", "The opposite of a bell", "What is ringing?"),
        _example("water", "Footsteps on gravel", "What is heard?"),
        _example("walking", "Someone is talking", "What does he do?"),
    ),
    undecided=(
        _example("4", "At least two times", "How often does it bark?"),
        _example("bird", "A small creature", "Which animal is heard?"),
        _example("machine", "A lawnmower", "What is heard?"),
        _example("yes", "The animal makes itself heard"),
        _example("3", "It barks several times", "How often does it bark?"),
        _example("bell", "A chime", "What is ringing?"),
        _example("no", "The water is still, flowing stopped", "Is the water flowing?"),
        _example("water", "A stream flowing over rocks", "What is it?", "Water boiling in pots"),
        _example("yes", "Yes, but it is not loud"),
        _example("bell", "Something unknown, a chime perhaps", "What is ringing?"),
    ),
)

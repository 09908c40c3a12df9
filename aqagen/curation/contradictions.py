"""SQL for what a key says otherwise than a caption: numbers, denials, and the order of events.

Texts that several of these ask for are made once for an item, all in one (`named`), and then taken
apart: to make stems, or to find words of content, is dear to plan.
"""

from aqagen.curation.checks.base import NEGATION
from aqagen.curation.words import only_content

__all__ = [
    "ABSENT", "ANSWER", "ASIDE_NOT", "ASKS_NOT", "CLAUSES", "COUNTS", "COUNTS_ALONE", "DENIES",
    "DENIES_ALL", "DENIES_SOME", "EMPTY", "ENDS", "FIRST", "IS_A_WRONG_OPTION", "LAST",
    "MAY_BE_ABSENT",
    "MAY_DENY", "MAY_ORDER", "MAY_TURN", "NOBODY", "NO_DENIAL", "OF_NOT", "OTHER_NUMBER",
    "OTHER_SIDE", "OUT_OF_ORDER", "PEOPLE", "SEVERAL", "TELLS_NOT", "THEN", "TOLD_ABSENT",
    "UNCOUNTED", "WHEN", "all_in", "named", "options", "out_of", "shared", "words",
]  # fmt: skip

# The texts that `named` makes, by their places.
ANSWER, QUESTION, DENIED, ABSENT, ORDER, SIDES, TOLD = range(1, 8)
OPTIONS = 8


def words(bare: str | int) -> str:
    """Return SQL for the words of a text of content, or of the one at a place."""
    text = bare if isinstance(bare, str) else f"of.bare[{bare}]"
    return f"list_filter(string_split(trim({text}), ' '), lambda word: word <> '')"


def shared(words: str) -> str:
    """Return SQL: how many of these words the caption has."""
    return f"len(list_filter({words}, lambda word: contains(metadata_stems, ' ' || word || ' ')))"


def all_in(bare: str | int, part: str) -> str:
    """Return SQL: a text has content, all of it in a part of the caption."""
    return (
        f"(len({words(bare)}) > 0 AND len(list_filter({words(bare)}, lambda word: "
        f"NOT contains({part}, ' ' || word || ' '))) = 0)"
    )


def out_of(bare: str | int, part: str) -> str:
    """Return SQL: a part of the caption has nothing of a text's content."""
    return (
        f"(len(list_filter({words(bare)}, lambda word: contains({part}, ' ' || word || ' '))) = 0)"
    )


def options(condition: str) -> str:
    """Return SQL: a wrong option, in its content `bare`, is so."""
    return (
        f"(len(list_filter(of.bare[{OPTIONS}:], lambda bare, place: "
        f"place <> answer_index + 1 AND {condition})) > 0)"
    )


# Where stems of a caption go on to something else.
CLAUSES = " (?:(?:whil|and|then|as|befor|after|when|but|with|until|followed by) )+"


def _counted(stems: str) -> str:
    """Return SQL for stems without numbers that count nothing: "one another", "more than one"."""
    return (
        f"CASE WHEN contains({stems}, ' another ') THEN replace({stems}, ' 1 ', ' ') "
        f"WHEN contains({stems}, ' 1 ') OR contains({stems}, ' than ') "
        f"THEN regexp_replace({stems}, '{UNCOUNTED}', ' ', 'g') ELSE {stems} END"
    )


UNCOUNTED = " (?:than [0-9]+|(?:mor|of|each|every) 1|1 (?:mor|than|of|each|other)) "
_NUMBERS = r"regexp_extract_all({}, ' (\d+)', 1)"
_ANSWER_NUMBERS = _NUMBERS.format(_counted("answer_stems"))
_CAPTION_NUMBERS = _NUMBERS.format(_counted("metadata_stems"))
OTHER_NUMBER = (
    f"(regexp_matches(answer_stems, ' [0-9]') AND len({_ANSWER_NUMBERS}) > 0 "
    f"AND len({_CAPTION_NUMBERS}) > 0 AND NOT list_has_any({_ANSWER_NUMBERS}, {_CAPTION_NUMBERS}))"
)
# How many times, of which the caption has no number.
COUNTS = " [0-9]+ (?:tim|occasion|occurrenc) "
COUNTS_ALONE = (
    f"(regexp_matches(answer_stems, '{COUNTS}') AND NOT regexp_matches(metadata_stems, ' [0-9]'))"
)


# What is asked for is then not what is heard.
ASKS_NOT = (
    " (?:not|never|absent|missing|false|untrue|incorrect|wrong|[a-z]+n\\x27t|unheard|inaudible|"
    "except|least|cannot) "
)
OF_NOT = f"regexp_matches(question_words, '{ASKS_NOT}')"
# What denies nothing of the caption: manner, and denials that affirm.
NO_DENIAL = (
    " (?:without (?:an? |any )?(?:break|pause|interruption|end|stop|rest|doubt|change|hurry)s?|"
    "no (?:doubt|other|one|more|less|it|he|she|they|we|i|that|this|the|an?|there|but|because)|"
    "not (?:only|just|far|long|very|too|quite|so|much)|"
    "nothing (?:but|else|more|other)|none other|nor anything else|never (?:stops?|stopping|ends?|"
    "ending|ceas[a-z]+|paus[a-z]+)|(?:cannot|can\\x27t) be (?:denied|missed)) "
)
DENIES = (
    " (?:no|not|none of|nothing|nobody|nowhere|never|neither|nor|without|cannot|absence of|lacks?|"
    "lack of|lacking|[a-z]+n\\x27t|devoid of|free of|no longer|anything but|everything but) "
)
# Where the caption says one of these, what is denied may be what it says.
ENDS = " (?:stop|ceas|end|fad|silen[a-z]*|quiet|paus|disappear|interrupt[a-z]*|gon|until) "
SEVERAL = r"[,;]| (?:and|while|then|as|before|after|when|but|with) "
# In stems: what adds nothing to a denial.
EMPTY = (
    " at all any ever whatsoever whatever kind sort sound nois clip audio record hear heard audibl "
    "present happen occur her mak do can could to of in from by with single "
)
MAY_DENY = f"regexp_matches(answer_words, '{DENIES}')"
# Something is denied, and nothing by the caption.
DENIES_SOME = (
    f"({MAY_DENY} AND contains(of.stems[{DENIED}], '#') "
    f"AND NOT regexp_matches(metadata_words, '{NEGATION}') "
    f"AND NOT regexp_matches(metadata_stems, '{ENDS}'))"
)
_DENIED_WORDS = (
    f"list_filter(string_split(trim(split_part(of.stems[{DENIED}], '#', 2)), ' '), "
    f"lambda word: word <> '' AND NOT contains('{EMPTY}', ' ' || word || ' '))"
)
_BEFORE_DENIAL = words(f"split_part(of.bare[{DENIED}], '#', 1)")
# All that is denied is the caption's, and stands in one clause with what it is denied of.
DENIES_ALL = (
    f"list_transform([{{'denied': {_DENIED_WORDS}, 'before': {_BEFORE_DENIAL}}}], lambda said: "
    f"{shared('said.denied')} = len(said.denied) AND (len(said.before) + len(said.denied) > 1 OR "
    "len(said.before) + len(said.denied) = 1 "
    f"AND NOT regexp_matches(metadata->>'caption', '{SEVERAL}')) AND "
    f"len(list_filter(string_split(of.stems[{TOLD}], '#'), lambda clause: len(list_filter("
    "said.before || said.denied, lambda word: NOT contains(clause, ' ' || word || ' '))) = 0)) > 0"
    ")[1]"
)
# What a caption says is not heard: "no voices, only rain", "nobody talks".
TELLS_NOT = (
    " (?:no|not|without|neither|nor|never|nobody|none|absence of|lack of|[a-z]+n\\x27t) (.*?)"
    "(?: (?:but|only|except|and|while|instead|just|then|as|besides) .*)?$"
)
# What is told aside of something: where that ends, words do not say ("a dog that is not barking
# pants").
ASIDE_NOT = " (?:that|who|which) (?:[a-z]+ (?:not|never)|[a-z]+n\\x27t) "
NOBODY = " (?:nobody|no one|none) "
# In stems: nobody is nobody of these.
PEOPLE = " person peopl human man men woman women someon somebody anyon child children voic "
MAY_BE_ABSENT = (
    f"(regexp_matches(metadata_words, '{TELLS_NOT}') "
    f"AND NOT regexp_matches(metadata_words, '{ASIDE_NOT}') AND NOT {MAY_DENY})"
)
# The key says that it is heard, and nothing else of the caption.
TOLD_ABSENT = (
    f"(trim(of.stems[{ABSENT}]) <> '' AND list_transform([list_filter({words(ANSWER)}, lambda "
    f"word: NOT (contains('{PEOPLE}', ' ' || word || ' ') AND regexp_matches(metadata_words, "
    f"'{NOBODY}')))], lambda said: len(said) > 0 AND len(list_filter(said, lambda word: "
    f"NOT contains(of.stems[{ABSENT}], ' ' || word || ' ') OR len(string_split(metadata_stems, "
    "' ' || word || ' ')) <> 2)) = 0)[1])"
)
IS_A_WRONG_OPTION = (
    "len(list_filter(options_stems, lambda stems, place: place <> answer_index + 1 AND {})) > 0"
)
# The first or last of two: "rain, then thunder", "thunder after rain".
FIRST = " (?:first|earliest|initially|begins?|opens?) "
LAST = " (?:last|finally|ends?|closes?|eventually|next|follows|second) "
THEN = "(?:and then|then|before|followed by|and afterwards|and later|until)"
_ASKS_ORDER = f"regexp_matches(question_words, '{FIRST}|{LAST}')"
MAY_ORDER = (
    "(regexp_matches(metadata_words, ' (?:then|before|after|followed by|afterwards|later|until) ') "
    f"AND {_ASKS_ORDER})"
)
_BY_ORDER = (
    "CASE WHEN contains(metadata_words, ' after ') THEN replace(metadata_words, ' after ', ' # ') "
    f"ELSE regexp_replace(metadata_words, ' {THEN} ', ' # ') END"
)
_PARTS = ", ".join(f"split_part(of.stems[{ORDER}], '#', {n})" for n in (1, 2))
_ASKS_FIRST = f"regexp_matches(question_words, '{FIRST}')"
_OTHER_IS_RIGHT = options(f"{all_in('bare', 'parts[1]')} AND {out_of('bare', 'parts[2]')}")
# The part that is asked for stands first.
OUT_OF_ORDER = (
    f"({MAY_ORDER} AND contains(of.stems[{ORDER}], '#') AND {_ASKS_FIRST} <> "
    f"regexp_matches(question_words, '{LAST}') AND list_transform([if({_ASKS_FIRST} = "
    f"contains(metadata_words, ' after '), list_reverse([{_PARTS}]), [{_PARTS}])], lambda parts: "
    f"{all_in(ANSWER, 'parts[2]')} AND {out_of(ANSWER, 'parts[1]')} AND {_OTHER_IS_RIGHT})[1])"
)
# "After the rain begins", of a thunder of which the caption says "before the rain begins".
WHEN = (
    "^ (?:(?:long|just|right|shortly|soon|immediately|directly|only|some time|a moment|a while) )*"
    "(before|after) "
)
MAY_TURN = f"regexp_matches(answer_words, '{WHEN}')"
_TURN = " (before|after) "
_OWN, _OTHER = (f"split_part(of.stems[{SIDES}], '#', {n})" for n in (1, 2))
OTHER_SIDE = (
    f"({MAY_TURN} AND len(string_split(of.stems[{SIDES}], '#')) = 2 "
    f"AND regexp_extract(metadata_words, '{_TURN}', 1) <> "
    f"regexp_extract(answer_words, '{WHEN}', 1) AND {all_in(ANSWER, _OTHER)} "
    f"AND {out_of(ANSWER, _OWN)} AND {out_of(QUESTION, _OTHER)} AND NOT {out_of(QUESTION, _OWN)})"
)


def _where(condition: str, text: str) -> str:
    return f"CASE WHEN {condition} THEN {text} ELSE ' ' END"


# In words, for their stems are not those of the whole.
_PIECES = " || '|' || ".join(
    (
        _where(
            MAY_DENY,
            f"regexp_replace(regexp_replace(answer_words, '{NO_DENIAL}', ' ', 'g'), "
            f"'{DENIES}', ' # ')",
        ),
        _where(MAY_BE_ABSENT, f"' ' || regexp_extract(metadata_words, '{TELLS_NOT}', 1) || ' '"),
        _where(MAY_ORDER, _BY_ORDER),
        _where(MAY_TURN, f"regexp_replace(metadata_words, '{_TURN}', ' # ', 'g')"),
    )
)
_JOINED = (
    "answer_stems || '|' || question_stems || '|' || of.pieces || '|' || "
    f"regexp_replace(metadata_stems, '{CLAUSES}', ' # ', 'g') || '|' || "
    "array_to_string(options_stems, '|')"
)


def named(pairs: str, verdict: str) -> str:
    """Return SQL for a verdict that asks for `of`.

    `stems`: the texts; `bare`: their content; `clauses` of the caption with both; `pairs`. One
    step after the other, and none within another, which would take far longer to plan.

    Args:
        pairs: SQL for what excludes each other.
        verdict: SQL that asks for `of`.
    """
    pieces = f"[{{'pieces': sql_stems({_PIECES}), 'pairs': {pairs}}}]"
    joined = f"list_transform({pieces}, lambda of: {{'joined': {_JOINED}, 'pairs': of.pairs}})"
    apart = (
        f"list_transform({joined}, lambda of: {{'stems': string_split(of.joined, '|'), "
        f"'bare': string_split({only_content('of.joined')}, '|'), 'pairs': of.pairs}})"
    )
    clauses = (
        f"list_transform(list_zip(string_split(of.stems[{TOLD}], '#'), "
        f"string_split(of.bare[{TOLD}], '#')), "
        "lambda each: {'stems': each[1], 'bare': each[2]})"
    )
    every = (
        f"list_transform({apart}, lambda of: {{'stems': of.stems, 'bare': of.bare, "
        f"'pairs': of.pairs, 'clauses': {clauses}}})"
    )
    return f"list_transform({every}, lambda of: {verdict})[1]"

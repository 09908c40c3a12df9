"""SQL for what a key says otherwise than a caption: numbers, denials, and the order of events."""

from aqagen.curation.checks.base import NEGATION
from aqagen.curation.words import content_words, only_content

__all__ = [
    "ASKS_NOT", "CLAUSES", "COUNTS", "COUNTS_ALONE", "DENIES", "DENIES_ALL", "DENIES_SOME", "EMPTY",
    "ENDS", "FIRST", "IS_A_WRONG_OPTION", "LAST", "MAY_DENY", "MAY_ORDER", "NO_DENIAL", "OF_NOT",
    "OTHER_NUMBER", "OTHER_SIDE", "OUT_OF_ORDER", "SEVERAL", "THEN", "TOLD_ABSENT", "UNCOUNTED",
    "WHEN", "clauses", "shared",
]  # fmt: skip


def shared(words: str) -> str:
    """Return SQL: how many of these words the caption has."""
    return f"len(list_filter({words}, lambda word: contains(metadata_stems, ' ' || word || ' ')))"


# Where stems of a caption go on to something else.
CLAUSES = " (?:(?:whil|and|then|as|befor|after|when|but|with|until|followed by) )+"


def clauses(stems: str) -> str:
    """Return SQL for the list of clauses in a text of stems, a space at either end of each."""
    return f"string_split(regexp_replace({stems}, '{CLAUSES}', ' | ', 'g'), '|')"


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
    "no (?:doubt|other|one|more|less)|not (?:only|just|far|long|very|too|quite|so|much)|"
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
_TOLD = f"regexp_replace(answer_words, '{NO_DENIAL}', ' ', 'g')"
MAY_DENY = f"regexp_matches(answer_words, '{DENIES}')"
_DENIED_WORDS = (
    f"list_filter(string_split(trim(sql_stems(regexp_extract({_TOLD}, '{DENIES}(.*)$', 1))), ' '), "
    f"lambda word: word <> '' AND NOT contains('{EMPTY}', ' ' || word || ' '))"
)
# Something is denied, and nothing by the caption.
DENIES_SOME = (
    f"({MAY_DENY} AND regexp_matches({_TOLD}, '{DENIES}') "
    f"AND NOT regexp_matches(metadata_words, '{NEGATION}') "
    f"AND NOT regexp_matches(metadata_stems, '{ENDS}'))"
)
_BEFORE_DENIAL = content_words(f"sql_stems(regexp_replace({_TOLD}, '{DENIES}.*$', ' '))")
# All that is denied is the caption's, and stands in one clause with what it is denied of.
DENIES_ALL = (
    f"list_transform([{_DENIED_WORDS}], lambda words: {shared('words')} = len(words) AND "
    f"list_transform([{_BEFORE_DENIAL} || words], lambda words: len(words) > 1 OR len(words) = 1 "
    f"AND NOT regexp_matches(metadata->>'caption', '{SEVERAL}'))[1] AND "
    f"len(list_filter({clauses('metadata_stems')}, lambda clause: len(list_filter("
    f"{_BEFORE_DENIAL} || words, lambda word: NOT contains(clause, ' ' || word || ' '))) = 0)) > 0"
    ")[1]"
)
_ABSENT = (
    "sql_stems(' ' || regexp_extract(metadata_words, "
    "' (?:no|not any|without any|without|neither|nor) ([a-z]+) ', 1) || ' ')"
)
# The caption says that it is not heard, and nothing else of it.
TOLD_ABSENT = (
    f"(regexp_matches(metadata_words, ' (?:no|not|without|neither|nor) ') AND NOT {MAY_DENY} AND "
    f"trim({_ABSENT}) <> '' AND {only_content('answer_stems')} = {_ABSENT} "
    f"AND len(string_split(metadata_stems, {_ABSENT})) = 2)"
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
_FIRST, _LAST = (
    f"CASE WHEN regexp_matches(metadata_words, ' {THEN} ') AND NOT contains(metadata_words, "
    f"' after ') THEN regexp_extract(metadata_words, '^(.*?) {THEN}( .*)$', {one}) "
    "WHEN contains(metadata_words, ' after ') THEN "
    f"regexp_extract(metadata_words, '^(.*?) after( .*)$', {other}) ELSE '' END || ' '"
    for one, other in ((1, 2), (2, 1))
)


def _all_in(stems: str, part: str) -> str:
    """Return SQL: stems have content, all of it in a part of the caption."""
    return (
        f"list_transform([{content_words(stems)}], lambda words: len(words) > 0 AND "
        f"len(list_filter(words, lambda word: NOT contains({part}, ' ' || word || ' '))) = 0)[1]"
    )


def _out_of(stems: str, part: str) -> str:
    return (
        f"(len(list_filter({content_words(stems)}, lambda word: contains({part}, "
        "' ' || word || ' '))) = 0)"
    )


def _of_other_part(asked: str, right: str, wrong: str) -> str:
    other = FIRST if asked == LAST else LAST
    is_right = f"{_all_in('stems', 'parts[1]')} AND {_out_of('stems', 'parts[2]')}"
    return (
        f"(regexp_matches(question_words, '{asked}') "
        f"AND NOT regexp_matches(question_words, '{other}') "
        f"AND list_transform([[sql_stems({right}), sql_stems({wrong})]], lambda parts: "
        f"{_all_in('answer_stems', 'parts[2]')} AND {_out_of('answer_stems', 'parts[1]')} "
        f"AND {IS_A_WRONG_OPTION.format(is_right)})[1])"
    )


OUT_OF_ORDER = f"({_of_other_part(FIRST, _FIRST, _LAST)} OR {_of_other_part(LAST, _LAST, _FIRST)})"

# "After the rain begins", of a thunder of which the caption says "before the rain begins".
WHEN = (
    "^ (?:(?:long|just|right|shortly|soon|immediately|directly|only|some time|a moment|a while) )*"
    "(before|after) "
)
_TURNS = "regexp_extract_all(metadata_words, ' (?:before|after) ')"
_SIDES = (
    "[sql_stems(regexp_extract(metadata_words, '^(.* )(?:before|after) ', 1)), "
    "sql_stems(regexp_extract(metadata_words, ' (?:before|after)( .*)$', 1))]"
)
OTHER_SIDE = (
    f"(regexp_matches(answer_words, '{WHEN}') AND len({_TURNS}) = 1 "
    f"AND trim({_TURNS}[1]) <> regexp_extract(answer_words, '{WHEN}', 1) "
    f"AND list_transform([{_SIDES}], lambda parts: {_all_in('answer_stems', 'parts[2]')} "
    f"AND {_out_of('answer_stems', 'parts[1]')} AND {_out_of('question_stems', 'parts[2]')} "
    f"AND NOT {_out_of('question_stems', 'parts[1]')})[1])"
)

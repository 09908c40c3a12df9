"""Texts that say the same in another order, or written in another way, as SQL over stems.

What the check near-identical-options compares: numbers of one value, padding left out, one word for
all of one meaning (`curation/same_words.py`), and the orders of words that make no difference.
"""

from aqagen.curation.same_words import PADS, canonical

__all__ = [
    "AFTER", "AROUND", "BELONGS", "IN_ORDER", "JOINED", "JOINT", "LIGHT", "LINES", "MANNER",
    "MAY_JOIN", "NUMBERS", "OF_ITS_OWN", "ORDERED", "PAIR", "PASSIVE", "REORDERED", "SAID_ALIKE",
    "SAME_BAGS", "SOMEBODY", "TURNED", "WORDED", "WRITTEN", "repeats", "replaced", "steps",
]  # fmt: skip

# What joins, in texts as they are; the rest is about stems.
JOINT = (
    "(?:[ \t]*[,&/][ \t]*|(?i: (?:and|along with|together with|as well as|plus|combined with|"
    "mixed with) ))+"
)
# In such a text no word may change its place.
ORDERED = (
    " (?:then|after|lat|next|first|last|final|until|to|into|toward|between|whil|a|no|not|never|"
    "without|neither|nor|non) "
)
JOINED = " (?:and|or) "
PAIR = " [^ ]+ (?:and|or) [^ ]+ "
OF_ITS_OWN = " (?:and|or) (?:an?|the|some|his|her|its|their) "
# Words that say no more than that something is heard, or one of it, in stems.
LIGHT = (
    "of by from with on sound nois heard hear audibl can could ha hav had mak made giv gav emit "
    "produc com let present presenc occur record clip audio you we 1 singl just only exactly "
    "precisely who which"
)
MANNER = (
    " (?:loud|quiet|faint|sudden|fast|slow|heavy|light|gentl|steady|constant|intermittent|repeat|"
    "rhythmic|distant|nearby|brief|happy|angry|noisy|high|low|deep|sharp|clear|gradual|frequent|"
    "occasional|irregular|regular|calm|rough|big|small|old|new) "
)
# What stands around things that are joined.
AROUND = (
    "^ (?:both|either|mix of|mixtur of|combination of|blend of|sound of|nois of) |"
    " (?:simultaneou|together|both|alik) $"
)
# Numbers of one value, in stems, after what is written in short and what adds nothing.
NUMBERS = (
    (" w o ", " without "),
    (" w ", " with "),
    ("([0-9])(s|sec|second|min|minut|hour|kg|km|cm|hz) ", "\\1 \\2 "),
    (f" (?:(?:{'|'.join(PADS)}) )+", " "),
    ("([0-9])x ", "\\1 tim "),
    (" occasion ", " tim "),
    (" (?:1 )?singl tim | 1 tim ", " 1tim "),
    (" coupl tim ", " 2 tim "),
    ("([2-9])0 ([1-9]) ", "\\1\\2 "),
    (" (?:1 )?100 (?:and )?([1-9]) ", " 10\\1 "),
    (" (?:1 )?100 (?:and )?([1-9][0-9]) ", " 1\\1 "),
    (" ([2-9]) 100 ", " \\100 "),
    # The one of what is more is not that of "one dog".
    ("0 and 1 ", "0 and 1n "),
    (" ([0-9]+) (?:second|sec|s) ", " \\1 "),
)
# First what comes first, and nobody in particular left out.
IN_ORDER = (
    (" by person ", " "),
    ("^ first (.* then )", " \\1"),
    (" befor ", " then "),
)
AFTER = ("^ (.*) after (.*) $", " \\2 then \\1 ")
BELONGS = ("^ (.*) (?:of|from|by) (.*) $", " \\2 \\1 ")
SOMEBODY = ("^ person ([^ ]+ [^ ]+)", " \\1")
# Other ways to say a text without words that order.
TURNED = (
    ("^([^ ]+) (.+)$", "\\2 \\1"),
    ("^(.+) (?:in|at|near|through) (.+)$", "\\2 \\1"),
)
PASSIVE = ("^ ([^ ]+) ([^ ]+) by ([^ ]+) $", " \\3 \\2 \\1 ")


def steps(text: str, *steps: str) -> str:
    """Return SQL: one expression of `text` after the other."""
    for step in steps:
        text = f"list_transform([{text}], lambda text: {step})[1]"
    return text


def replaced(*pairs: tuple[str, str]) -> tuple[str, ...]:
    """Return SQL expressions: one after the other replaces the first by the second of a pair."""
    return tuple(f"regexp_replace(text, '{old}', '{new}', 'g')" for old, new in pairs)


def repeats(texts: str) -> str:
    """Return SQL: two of these texts are the same, and not empty."""
    filled = f"list_filter({texts}, lambda text: trim(text) <> '')"
    return f"(len(list_distinct({filled})) < len({filled}))"


def _matches(pattern: str) -> str:
    return f"regexp_matches(text, '{pattern}')"


_BAG = "array_to_string(list_sort(string_split(trim(text), ' ')), ' ')"
_UNJOINED = (
    "regexp_replace(text, ' (?:(?:and|or|both|either|along|together|a|well|plu) )+', ' ', 'g')"
)
_NOT_LIGHT = f"regexp_replace(text, ' (?:(?:{'|'.join(LIGHT.split())}) )+', ' ', 'g')"


LINES = "array_to_string(options_stems, chr(10))"
# Options with an "and" for all that joins; a line each.
_JOINED_STEMS = steps(
    "substr(lines, length(question) + 2)",
    f"regexp_replace(text, '{JOINT}', ' and ', 'g')",
    "lower(replace(text, chr(8217), chr(39)))",
    "' ' || replace(text, chr(10), ' ' || chr(10) || ' ') || ' '",
    "plain_punctuation(text)", "only_words(text)", "single_spaces(text)",
    "digits_for_numbers(text)", "without_stop_words(text)", "plain_suffixes(text)",
)  # fmt: skip
MAY_JOIN = f"regexp_matches(lines, '{JOINT}| (?i:or) ')"
# Both in one wording: the options, then, if any joins, the same with an "and" for what joins.
WRITTEN = steps(
    f"{LINES} || CASE WHEN {MAY_JOIN} THEN chr(10) || {_JOINED_STEMS} ELSE '' END",
    *replaced(*NUMBERS),
)
WORDED = f"string_split({canonical('formed')}, chr(10))"
_TOLD = steps(
    "option", *replaced(*IN_ORDER),
    f"CASE WHEN contains(text, ' then ') THEN text ELSE {replaced(AFTER)[0]} END",
)  # fmt: skip
_BASE = steps(
    _TOLD,
    f"CASE WHEN {_matches(ORDERED)} THEN text ELSE {replaced(BELONGS)[0]} END",
    _NOT_LIGHT, *replaced(SOMEBODY),
    f"CASE WHEN {_matches(ORDERED)} OR {_matches(JOINED)} THEN trim(text) "
    f"WHEN {_matches('^ [^ ]+ [^ ]+ [^ ]+ $')} AND {_matches(MANNER)} THEN {_BAG} "
    "ELSE trim(text) END",
)  # fmt: skip
# Of a text that orders nothing; '' where it stays as it is.
_OTHERWISE = steps(
    "' ' || base || ' '",
    f"CASE WHEN {_matches(ORDERED)} OR {_matches(JOINED)} THEN [] ELSE list_transform("
    f"[{', '.join(replaced(*TURNED)).replace('(text', '(base')}], "
    "lambda turned: CASE WHEN turned = base THEN '' ELSE turned END) END",
)
_ACTIVE = steps(
    "option",
    f"CASE WHEN {_matches(PASSIVE[0])} THEN {replaced(PASSIVE)[0]} ELSE '' END",
    f"trim({_NOT_LIGHT})",
)


# The words in any order, without those that join.
SAME_BAGS = repeats(f"list_transform(options_stems, lambda text: {steps(_UNJOINED, _BAG)})")


def _squeezed(texts: str) -> str:
    """Return SQL for a list: texts, not empty, without spaces: a compound is one word or two."""
    return (
        f"list_filter(list_transform({texts}, lambda text: replace(text, ' ', '')), "
        "lambda text: text <> '')"
    )


SAID_ALIKE = (
    f"({repeats('options_stems')} OR "
    f"list_transform([list_transform(worded[:len(options)], lambda option: {_BASE})], "
    f"lambda bases: {repeats(_squeezed('bases'))} OR list_has_any({_squeezed('bases')}, "
    f"list_concat({_squeezed(f'flatten(list_transform(bases, lambda base: {_OTHERWISE}))')}, "
    f"{_squeezed(f'list_transform(worded[:len(options)], lambda option: {_ACTIVE})')})))[1])"
)
# What is joined, its parts in any order, and whether by "or".
_PARTS = steps(
    "option", *replaced((AROUND, " "), (AROUND, " ")),
    f"CASE WHEN {_matches(ORDERED)} OR NOT {_matches(JOINED)} THEN [] "
    "ELSE string_split(replace(text, ' or ', ' and ~ and '), ' and ') END",
    "list_transform(text, lambda part: ' ' || part || ' ')",
    f"list_filter(list_transform(text, lambda part: trim({_NOT_LIGHT.replace('text', 'part')})), "
    "lambda part: part <> '')",
    "CASE WHEN len(text) < 2 THEN '' ELSE array_to_string(list_sort(text), '|') END",
)  # fmt: skip
# The words in any order, beside what stands when "X and Y" is taken out: the same only if
# nothing but X and Y were exchanged, and not where what is before X is of X alone ("a big dog and
# a cat", "two dogs and a cat").
_SWAPPED = steps(
    "option",
    f"CASE WHEN {_matches(ORDERED)} OR NOT {_matches(PAIR)} OR NOT {_matches('^' + PAIR)} "
    f"AND ({_matches(' [0-9]')} OR regexp_matches(options_words[place], '{OF_ITS_OWN}')) THEN '' "
    f"ELSE {_BAG} || ':' || regexp_replace(text, '{PAIR}', ' + ') END",
)
_JOINED = "worded[len(options) + 1:]"
REORDERED = (
    f"CASE WHEN NOT {MAY_JOIN} THEN FALSE ELSE "
    f"{repeats(f'list_transform({_JOINED}, lambda option: {_PARTS})')} OR "
    f"{repeats(f'list_transform({_JOINED}, lambda option, place: {_SWAPPED})')} END"
)

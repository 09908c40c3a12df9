r"""No two options that mean the same though they are written differently.

Then two answers are right, or two are wrong for one reason. Options are brought to one wording:
without case, punctuation, articles, "is" and "there", with digits for number words ("twice", "2x",
"twenty-one"), without "-s", "-ing", "-ed" and "-ly", with one word for all that name one thing
(`curation/same_words.py`), without words that say no more than that it is heard ("the sound of",
"makes a ... noise") or that somebody does it. Compounds are the same in one word or two
("door bell"). So are, in another order:

    what "and", "or", a comma joins               wind and rain, rain and wind
    what comes first, whichever is told first     A, then B; A before B; B after A
    two words, and a third that says how          a ringing phone; a dog barks loudly
    what belongs to something, or is in it        the laughter of a man; a crowd in a hall
    a deed and what it is done to or by           opening of an old door; a door closed by a man

Any other order counts: "a dog then a cat", "a dog chases a cat", "from left to right".

Left undecided: a question about numbers (there "a dog" and "dogs" differ), one about gender ("man"
and "male"), one about order (there "a bell and a horn" may tell which came first), and options in
which signs carry the meaning ("C#", "-5 dB", "1.5 s") or numbers are vague ("dozens").
"""

from collections.abc import Iterable

from aqagen.curation.checks.base import Check, Example, Reason
from aqagen.curation.forms import ROOTS
from aqagen.curation.same_words import PADS, PHRASES, VOCABULARY, canonical, in_one_form

# The rest is about stems; these are about texts as they are.
JOINT = (
    "(?:[ \t]*[,&/][ \t]*|(?i: (?:and|along with|together with|as well as|plus|combined with|"
    "mixed with) ))+"
)
SIGNS = "[#♯♭+%$€£°=<>*^|~]|[0-9] ?/|/ ?[0-9]|-[0-9]|[0-9][.,:][0-9]|(?:^|[^a-z])(?i:dozens)[^a-z]"
ASKS_NUMBER = " (?:how many|number of|count|single|one or|or one|singular|plural) "
TELLS_NUMBER = (
    " (?:[0-9]+x?|once|twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
)
ASKS_ORDER = (
    " (?:order|sequence|first|next|last|begin|begins|beginning|start|starts|end|ends|follow|"
    "follows|followed) "
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


def _steps(text: str, *steps: str) -> str:
    """Return SQL: one expression of `text` after the other."""
    for step in steps:
        text = f"list_transform([{text}], lambda text: {step})[1]"
    return text


def _replaced(*pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"regexp_replace(text, '{old}', '{new}', 'g')" for old, new in pairs)


def _repeats(texts: str) -> str:
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


_LINES = "array_to_string(options_stems, chr(10))"
# Options with an "and" for all that joins; a line each.
_JOINED_STEMS = _steps(
    "substr(lines, length(question) + 2)",
    f"regexp_replace(text, '{JOINT}', ' and ', 'g')",
    "lower(replace(text, chr(8217), chr(39)))",
    "' ' || replace(text, chr(10), ' ' || chr(10) || ' ') || ' '",
    "plain_punctuation(text)", "only_words(text)", "single_spaces(text)",
    "digits_for_numbers(text)", "without_stop_words(text)", "plain_suffixes(text)",
)  # fmt: skip
_MAY_JOIN = f"regexp_matches(lines, '{JOINT}| (?i:or) ')"
# Both in one wording: the options, then, if any joins, the same with an "and" for what joins.
_BOTH = _steps(
    f"{_LINES} || CASE WHEN {_MAY_JOIN} THEN chr(10) || {_JOINED_STEMS} ELSE '' END",
    *_replaced(*NUMBERS),
)
_WORDED = f"string_split({canonical('formed')}, chr(10))"
_TOLD = _steps(
    "option", *_replaced(*IN_ORDER),
    f"CASE WHEN contains(text, ' then ') THEN text ELSE {_replaced(AFTER)[0]} END",
)  # fmt: skip
_BASE = _steps(
    _TOLD,
    f"CASE WHEN {_matches(ORDERED)} THEN text ELSE {_replaced(BELONGS)[0]} END",
    _NOT_LIGHT, *_replaced(SOMEBODY),
    f"CASE WHEN {_matches(ORDERED)} OR {_matches(JOINED)} THEN trim(text) "
    f"WHEN {_matches('^ [^ ]+ [^ ]+ [^ ]+ $')} AND {_matches(MANNER)} THEN {_BAG} "
    "ELSE trim(text) END",
)  # fmt: skip
# Of a text that orders nothing; '' where it stays as it is.
_OTHERWISE = _steps(
    "' ' || base || ' '",
    f"CASE WHEN {_matches(ORDERED)} OR {_matches(JOINED)} THEN [] ELSE list_transform("
    f"[{', '.join(_replaced(*TURNED)).replace('(text', '(base')}], "
    "lambda turned: CASE WHEN turned = base THEN '' ELSE turned END) END",
)
_ACTIVE = _steps(
    "option",
    f"CASE WHEN {_matches(PASSIVE[0])} THEN {_replaced(PASSIVE)[0]} ELSE '' END",
    f"trim({_NOT_LIGHT})",
)


# The words in any order, without those that join.
_BAGS = f"list_transform(options_stems, lambda text: {_steps(_UNJOINED, _BAG)})"


def _squeezed(texts: str) -> str:
    """Return SQL for a list: texts, not empty, without spaces: a compound is one word or two."""
    return (
        f"list_filter(list_transform({texts}, lambda text: replace(text, ' ', '')), "
        "lambda text: text <> '')"
    )


_SAME = (
    f"({_repeats('options_stems')} OR "
    f"list_transform([list_transform(worded[:len(options)], lambda option: {_BASE})], "
    f"lambda bases: {_repeats(_squeezed('bases'))} OR list_has_any({_squeezed('bases')}, "
    f"list_concat({_squeezed(f'flatten(list_transform(bases, lambda base: {_OTHERWISE}))')}, "
    f"{_squeezed(f'list_transform(worded[:len(options)], lambda option: {_ACTIVE})')})))[1])"
)
# What is joined, its parts in any order, and whether by "or".
_PARTS = _steps(
    "option", *_replaced((AROUND, " "), (AROUND, " ")),
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
_SWAPPED = _steps(
    "option",
    f"CASE WHEN {_matches(ORDERED)} OR NOT {_matches(PAIR)} OR NOT {_matches('^' + PAIR)} "
    f"AND ({_matches(' [0-9]')} OR regexp_matches(options_words[place], '{OF_ITS_OWN}')) THEN '' "
    f"ELSE {_BAG} || ':' || regexp_replace(text, '{PAIR}', ' + ') END",
)
_JOINED = "worded[len(options) + 1:]"
_REORDERED = (
    f"CASE WHEN NOT {_MAY_JOIN} THEN FALSE ELSE "
    f"{_repeats(f'list_transform({_JOINED}, lambda option: {_PARTS})')} OR "
    f"{_repeats(f'list_transform({_JOINED}, lambda option, place: {_SWAPPED})')} END"
)
# Where it asks for a gender, "a male" and "men" are told apart, and other words are chance.
_PERHAPS_GENDER = f"contains(question_words, ' gender ') AND NOT {_repeats('options_stems')}"
# Where it counts, "a dog" and "dogs" are two answers, and so are "a marble" and "one marble".
_PERHAPS_NUMBER = (
    f"regexp_matches(question_words, '{ASKS_NUMBER}') AND (NOT regexp_matches(words, "
    f"'{TELLS_NUMBER}') OR NOT {_repeats('options_stems')} AND regexp_matches("
    f"{_steps(_LINES, *_replaced(*NUMBERS))}, ' (?:1|singl) '))"
)
# What reads the same is for options-distinct to say.
_DISTINCT = "len(list_distinct(options_key)) = len(options_key)"
_SIGNED = f"regexp_matches(substr(lines, length(question) + 1), '{SIGNS}')"

# At first sight: what may become one text has as many of each letter in the words that never
# change; only lengths and some letters are counted.
_ALSO = (
    "and or both either along a well plu in at near through togeth together after tim follow "
    "occasion second sec s min minut hour kg km cm hz w o without with coupl mix mixtur combination blend combin alik volum loudne$ spe louder "
    "quieter softer faster slower"
)
_OF_ROOTS = (word for pair in ROOTS for text in pair for word in text.split())
_NOT_STEADY = (*PADS, *LIGHT.split(), *_ALSO.split())


def _any_of(words: Iterable[str]) -> str:
    return "|".join(words).replace("$", "[$]").replace("'", r"\x27")


_CHANGING = _any_of((*VOCABULARY, *_OF_ROOTS, *_NOT_STEADY))
_STEADY = (
    f"regexp_replace({_LINES}, ' (?:(?:(?:{_CHANGING})(?:[a-z]?(?:ed|ing)|ly|\\x27)?|[0-9]+x?) )+'"
    ", ' ', 'g')"
)
for _old, _new in (
    *(("ed ", " "), ("ing ", " "), ("ly ", " "), ("e''", ""), ("''", "")),
    *(("pp", "p"), ("mm", "m"), ("tt", "t"), (" ", "")),
):
    _STEADY = f"replace({_STEADY}, '{_old}', '{_new}')"


def _counts(text: str, letters: str) -> str:
    return " || ' ' || ".join(
        f"(length({text}) - length(replace({text}, '{each}', '')))" for each in letters
    )


# As one number, for a text takes twice as long to make.
_FEW = "((length(text) * 512 + {}) * 512 + {}) * 512 + {}".format(
    *(f"length(replace(text, '{letter}', ''))" for letter in "mcr")
)
_COUNTED = f"{_FEW} || ' ' || {_counts('text', 'aoulhkwfv')} || ' '"
_COUNTED += f" || {_counts('options_stems[place]', '3456789')}"


def _some_same(value: str) -> str:
    return f"(list_unique(list_transform(steady, lambda text, place: {value})) < len(steady))"


# Length first: of most items no two options are as long.
_MAY = (
    f"list_transform([string_split({_STEADY}, chr(10))], lambda steady: "
    f"CASE WHEN NOT {_some_same('length(text)')} OR NOT {_some_same(_FEW)} THEN FALSE "
    f"ELSE {_some_same(_COUNTED)} END)[1]"
)
# Once words have one form, only phrases change: options are compared without the words of those.
_OF_PHRASES = {word for pair in PHRASES for text in pair for word in text.split()}
_UNLIKE = _steps(
    "array_to_string(string_split(formed, chr(10))[:len(options)], chr(10))",
    f"regexp_replace(text, ' (?:(?:{_any_of(sorted(_OF_PHRASES | set(_NOT_STEADY)))}|[0-9]+[xn]?) "
    ")+', ' ', 'g')",
    "string_split(replace(text, ' ', ''), chr(10))",
    f"list_unique(list_transform(text, lambda text: {_FEW})) = len(text)",
)

CHECK = Check(
    name="near-identical-options",
    version=4,
    reasons=(
        Reason("near-identical-options", because="two options are right, or one wrong is free"),
        Reason("reordered-options", because="the same things in another order are the same answer"),
    ),
    summary="no two options mean the same: case, articles, number words, plural, free order",
    may_fail=_MAY,
    fails=(
        f"CASE WHEN NOT {_DISTINCT} THEN FALSE ELSE list_transform([{in_one_form(_BOTH)}], lambda "
        f"formed: CASE WHEN {_UNLIKE} THEN FALSE ELSE list_transform([{_WORDED}], lambda worded: "
        f"CASE WHEN {_SAME} THEN CASE WHEN {_SIGNED} OR {_PERHAPS_NUMBER} "
        f"OR {_PERHAPS_GENDER} THEN NULL ELSE TRUE END "
        f"WHEN {_REORDERED} THEN CASE WHEN regexp_matches(question_words, '{ASKS_ORDER}') "
        f"OR {_SIGNED} THEN NULL ELSE TRUE END ELSE FALSE END)[1] END)[1] END"
    ),
    reason_sql=(
        f"CASE WHEN NOT {_repeats('options_stems')} AND regexp_matches(lines, '{JOINT}') "
        f"AND {_repeats(_BAGS)} THEN 'reordered-options' ELSE 'near-identical-options' END"
    ),
    detail="{'options': options}",
    accepts=(
        Example(),
        Example(options=("a dog then a cat", "a cat then a dog", "only a dog", "only a cat")),
        Example(options=("a dog chases a cat", "a cat chases a dog", "a dog", "a cat")),
        Example(options=("a bell before a horn", "a horn before a bell", "a bell", "a horn")),
        Example(options=("from left to right", "from right to left", "left", "right")),
        Example(options=("three times", "four times", "five times", "six times")),
        Example(options=("a dog and then a cat", "a cat and then a dog", "a dog", "a cat")),
        Example(options=("Yes, a dog barks", "No, a dog meows", "No, it is calm", "No, it rains")),
        Example(options=("Man", "Woman", "Man", "Child"), origin="imported"),
        Example(options=("a man shouts", "a man whose shout", "a shout", "men and women")),
        Example(options=("a man talks to a dog", "a dog talks to a man", "a man", "a dog")),
        Example("Which chord?", ("A minor", "E minor", "a C", "a D")),
        Example("Which year?", ("nineteen ninety", "nineteen ninety-one", "1980", "1981")),
        Example(options=("two hundred", "two hundred and one", "three hundred", "twenty-one")),
        Example(options=("a sound", "a noise", "a dog", "the bark of a cat")),
        Example(options=("a dog without a cat", "a dog with a cat", "rain", "wind")),
    ),
    rejects=(
        Example(options=("a dog barks", "The dog is barking!", "a cat meows", "a bird sings")),
        Example(options=("2 times", "Two times", "four times", "five times")),
        Example(options=("it barks twice", "barks two times", "four times", "five times")),
        Example(options=("a snake hisses", "the hissing snake", "snakes hissing", "a cat")),
        Example(options=("fifteen of them", "15 of them", "16 of them", "17 of them")),
        Example(options=("a ringing phone", "A phone rings", "a cat", "rain")),
        Example(options=("the loud laughter of a man", "a man's loud laughter", "a cat", "rain")),
        Example(
            options=("a dog makes a barking sound", "barking dogs can be heard", "cat", "rain")
        ),
        Example(
            options=("a horn honks 8 times", "horns honked on eight occasions", "cats", "rain")
        ),
        Example(options=("one marble rolls away", "a marble rolled away", "a cat", "rain")),
        Example(
            options=("a dog and a cat", "a cat and a dog", "a bird", "a cow"),
            reason="reordered-options",
        ),
        Example(
            options=("a dog, a cat & a big bell", "a big bell, a dog and a cat", "a cow", "rain"),
            reason="reordered-options",
        ),
        Example(
            options=("men and women talking", "women and men talking", "a cow", "rain"),
            reason="reordered-options",
        ),
    ),
    undecided=(
        Example("How many dogs bark?", ("a dog barks", "dogs bark", "no dog barks", "a cat")),
        Example("How many dogs?", ("1 marble", "marbles", "2 marbles", "no marble")),
        Example("What comes first?", ("a dog and a cat", "a cat and a dog", "a cow", "a hen")),
        Example("Which chord?", ("C# minor", "C minor", "D", "E"), origin="imported"),
        Example("What gender is the voice?", ("female", "male", "a man", "men")),
    ),
)

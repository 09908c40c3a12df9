r"""No two options that mean the same though they are written differently.

Then two answers are right, or two are wrong for one reason. Options are brought to one wording:
without case, punctuation, articles, "is" and "there", with digits for number words ("twice", "2x",
"twenty-one"), without "-s", "-ing", "-ed" and "-ly", with one word for all that name one thing
(`curation/same_words.py`), without words that say no more than that it is heard ("the sound of",
"makes a ... noise") or that somebody does it, without padding ("a kind of", "in the recording",
"basically"), with "w/" and "5s" in full. Compounds are the same in one word or two
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
from aqagen.curation.orders import (
    JOINT,
    LIGHT,
    LINES,
    NUMBERS,
    REORDERED,
    SAID_ALIKE,
    SAME_BAGS,
    WORDED,
    WRITTEN,
    repeats,
    replaced,
    steps,
)
from aqagen.curation.same_words import PADS, PHRASES, VOCABULARY, in_one_form

# Of texts as they are.
SIGNS = "[#♯♭+%$€£°=<>*^|~]|[0-9] ?/|/ ?[0-9]|-[0-9]|[0-9][.,:][0-9]|(?:^|[^a-z])(?i:dozens)[^a-z]"
ASKS_NUMBER = " (?:how many|number of|count|single|one or|or one|singular|plural) "
TELLS_NUMBER = (
    " (?:[0-9]+x?|once|twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
)
ASKS_ORDER = (
    " (?:order|sequence|first|next|last|begin|begins|beginning|start|starts|end|ends|follow|"
    "follows|followed) "
)
# Where it asks for a gender, "a male" and "men" are told apart, and other words are chance.
_PERHAPS_GENDER = f"contains(question_words, ' gender ') AND NOT {repeats('options_stems')}"
# Where it counts, "a dog" and "dogs" are two answers, and so are "a marble" and "one marble".
_PERHAPS_NUMBER = (
    f"regexp_matches(question_words, '{ASKS_NUMBER}') AND (NOT regexp_matches(words, "
    f"'{TELLS_NUMBER}') OR NOT {repeats('options_stems')} AND regexp_matches("
    f"{steps(LINES, *replaced(*NUMBERS))}, ' (?:1|singl) '))"
)
# What reads the same is for options-distinct to say.
_DISTINCT = "len(list_distinct(options_key)) = len(options_key)"
_SIGNED = f"regexp_matches(substr(lines, length(question) + 1), '{SIGNS}')"

# At first sight: what may become one text has as many of each letter in the words that never
# change; only lengths and some letters are counted.
_ALSO = (
    "and or both either along a well plu in at near through togeth together after tim follow "
    "occasion second sec s min minut hour kg km cm hz w o without with coupl mix mixtur "
    "combination blend combin alik volum loudne$ spe louder quieter softer faster slower"
)
_OF_ROOTS = (word for pair in ROOTS for text in pair for word in text.split())
_NOT_STEADY = (*PADS, *LIGHT.split(), *_ALSO.split())


def _any_of(words: Iterable[str]) -> str:
    return "|".join(words).replace("$", "[$]").replace("'", r"\x27")


_CHANGING = _any_of((*VOCABULARY, *_OF_ROOTS, *_NOT_STEADY))
_STEADY = (
    f"regexp_replace({LINES}, ' (?:(?:(?:{_CHANGING})(?:[a-z]?(?:ed|ing)|ly|\\x27)?|[0-9]+x?) )+'"
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
_UNLIKE = steps(
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
        f"CASE WHEN NOT {_DISTINCT} THEN FALSE ELSE list_transform([{in_one_form(WRITTEN)}], "
        f"lambda formed: CASE WHEN {_UNLIKE} THEN FALSE ELSE list_transform([{WORDED}], "
        "lambda worded: "
        f"CASE WHEN {SAID_ALIKE} THEN CASE WHEN {_SIGNED} OR {_PERHAPS_NUMBER} "
        f"OR {_PERHAPS_GENDER} THEN NULL ELSE TRUE END "
        f"WHEN {REORDERED} THEN CASE WHEN regexp_matches(question_words, '{ASKS_ORDER}') "
        f"OR {_SIGNED} THEN NULL ELSE TRUE END ELSE FALSE END)[1] END)[1] END"
    ),
    reason_sql=(
        f"CASE WHEN NOT {repeats('options_stems')} AND regexp_matches(lines, '{JOINT}') "
        f"AND {SAME_BAGS} THEN 'reordered-options' ELSE 'near-identical-options' END"
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
        Example(options=("a kind of bell", "a kind of horn", "kind people", "certain people")),
        Example(options=("a truck", "a car", "a bus", "a tram")),
        Example(options=("warm water", "hot water", "a warm hall", "a hot hall")),
        Example(options=("a dog w/ a cat", "a dog w/o a cat", "a cow", "rain")),
        Example(options=("for 5s", "for 5 min", "for 15s", "for 50 min")),
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
        Example(options=("a dog", "basically a dog in the recording", "a cat", "rain")),
        Example(options=("what sounds like a bell", "a kind of bell", "a cat", "rain")),
        Example(options=("a lorry passes by", "a truck goes past", "a cat", "rain")),
        Example(options=("Yes", "Yes, indeed", "No", "It rains")),
        Example(options=("No", "Nope", "Yes", "It rains")),
        Example(options=("a dog w/ a cat", "a dog with a cat", "a cow", "rain")),
        Example(options=("for 5s", "for five seconds", "for 15s", "for 50 min")),
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
        Example("What gender is it?", ("a guy", "a man", "a woman", "a child")),
        Example("Which chord?", ("C# minor", "C minor", "D", "E"), origin="imported"),
        Example("What gender is the voice?", ("female", "male", "a man", "men")),
    ),
)

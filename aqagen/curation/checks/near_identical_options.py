r"""No two options that mean the same though they are written differently.

Then two answers are right, or two are wrong for one reason. Options are the same when they differ
in case, punctuation, articles, "is" and "there", number words and digits ("twice", "two times",
"2 times"), plural and "-s"/"-ing"/"-ed" forms only, in words that say no more than that it is
heard ("the sound of", "makes a ... noise"), or in the order of what "and", "or", a comma joins. Two
words are the same in any order ("a ringing phone", "a phone rings"), and so is what belongs to
something ("a man's loud laughter", "the loud laughter of a man"). Any other order counts: "a dog
then a cat", "a dog chases a cat", "from left to right".

Left undecided: a question about numbers (there "a dog" and "dogs" differ), one about order
(there "a bell and a horn" may tell which came first), and options in which signs carry the
meaning ("C#", "-5 dB", "1.5 s").
"""

from aqagen.curation.checks.base import Check, Example, Reason

PAIR = " [^ \n]+ (?:and|or) [^ \n]+ "
JOINT = r"[ \t]*[,&][ \t]*|(?i: (?:and|or|along with|together with|as well as|plus) )|[ \t]*/[ \t]*"
ORDERED = (
    " (?:then|before|after|afterward|afterwards|followed|follows|following|later|next|first|last|"
    "finally|until|from|between|while|as) "
)
# Words that say no more than that something is heard, or one of it, in stems.
LIGHT = (
    "of by from with on sound nois heard hear audibl can could ha hav had mak made giv gav emit "
    "produc com let present presenc occur record clip audio you we 1 singl just only exactly "
    "precisely"
)
# What joins, too: it is left out only where texts are looked at for the first time.
JOINS = "and or both either along together as well plu"
SIGNS = "[#♯♭+%$€£°=<>*^|~]|[0-9] ?/|/ ?[0-9]|-[0-9]|[0-9][.,:][0-9]"
# "The laughter of a man": turned round, it is "a man's laughter".
BELONGS = "regexp_replace(text, '^ (.*) of (.*) $', ' \\2 \\1 ')"
ASKS_NUMBER = " (?:how many|number of|count|single|one or|or one|singular|plural) "
ASKS_ORDER = (
    " (?:order|sequence|first|then|before|after|next|last|begin|begins|beginning|start|starts|end|"
    "ends|finally|follow|follows|followed) "
)


def _repeats(texts: str) -> str:
    """Return SQL: two of these texts are the same, and not empty."""
    filled = f"list_filter({texts}, lambda text: trim(text) <> '')"
    return f"(len(list_distinct({filled})) < len({filled}))"


def _bag(text: str) -> str:
    return f"array_to_string(list_sort(string_split(trim({text}), ' ')), ' ')"


# The words in any order, beside what stands when "X and Y" is taken out: the same only if
# nothing but X and Y were exchanged.
_SWAPPED = (
    f"list_transform(options_stems, lambda text, place: CASE WHEN regexp_matches(text, '{PAIR}') "
    f"AND NOT regexp_matches(options_words[place], '{ORDERED}') "
    f"THEN {_bag('text')} || ':' || regexp_replace(text, '{PAIR}', ' + ') ELSE text END)"
)
# What is joined, each part in stems, in any order.
_PARTS = (
    "list_transform(options, lambda option: CASE "
    f"WHEN regexp_matches(option, '{JOINT}') "
    f"AND NOT regexp_matches(sql_words(option), '{ORDERED}') "
    "THEN array_to_string(list_sort(list_filter(list_transform(string_split(regexp_replace("
    f"regexp_replace(option, '^(?i:both|either) ', ''), '(?:{JOINT})+', '|', 'g'), '|'), "
    "lambda part: trim(sql_stems(sql_words(part)))), lambda part: part <> '')), "
    "'|') ELSE option END)"
)
_OPTION_LINES = "substr(lines, length(question) + 1)"
# What reads the same is for options-distinct to say.
_DISTINCT = "len(list_distinct(options_key)) = len(options_key)"


def _plain(stems: str) -> str:
    """Return SQL for stems, of an option or several lines, in which forms of words are one."""
    # Of "E" and "s" nothing is left as a stem: "E minor" is not "a minor".
    pairs = (
        (" occasion ", " tim "),
        (" 1 tim ", " 1tim "),
        ("ed ", " "),
        ("ing ", " "),
        ("'' ", " "),
        ("  ", " - "),
    )
    for old, new in pairs:
        stems = f"replace({stems}, '{old}', '{new}')"
    return stems


def _counted(stems: str) -> str:
    """Return SQL that marks the one of "ninety-one": it is not that of "one dog"."""
    return f"replace(replace({stems}, '0 1 ', '0 1n '), '0 and 1 ', '0 and 1n ')"


def _without(stems: str, words: str) -> str:
    run = f" (?:(?:{'|'.join(words.split())}) )+"
    return f"regexp_replace({stems}, '{run}', ' ', 'g')"


# What is the same in another order is as long, and has as many of each letter.
_COUNTED = " || ' ' || ".join(f"length(replace(text, '{letter}', ''))" for letter in "mcra")
_LINES = "array_to_string(options_stems, chr(10))"
_FEWER = f"string_split({_without(_plain(_LINES), f'{LIGHT} {JOINS}')}, chr(10))"


def _some_same(value: str) -> str:
    return f"len(list_distinct(list_transform(fewer, lambda text: {value}))) < len(fewer)"


# Length first: of three in four items no two options are as long.
_MAY = (
    f"list_transform([{_FEWER}], lambda fewer: CASE WHEN {_some_same('length(text)')} "
    f"THEN {_some_same(_COUNTED)} ELSE FALSE END)[1]"
)
_FOLDED = (
    f"list_transform(list_transform(options_stems, lambda text: {_plain(_counted('text'))}), "
    "lambda text, place: CASE "
    f"WHEN regexp_matches(options_words[place], '{ORDERED}') THEN {_without('text', LIGHT)} "
    f"WHEN regexp_matches({_without('text', LIGHT)}, '^ [^ ]+ [^ ]+ $') "
    f"THEN {_bag(_without('text', LIGHT))} "
    f"ELSE trim({_without(BELONGS, LIGHT)}) END)"
)
_ALIKE = f"({_repeats('options_stems')} AND {_DISTINCT})"
_REORDERED = (
    f"(CASE WHEN NOT regexp_matches({_OPTION_LINES}, '{JOINT}') THEN FALSE "
    f"ELSE {_DISTINCT} AND ({_repeats(_SWAPPED)} OR {_repeats(_PARTS)}) END)"
)
_OTHERWISE = f"({_DISTINCT} AND {_repeats(_FOLDED)})"
_SIGNED = f"regexp_matches({_OPTION_LINES}, '{SIGNS}')"

CHECK = Check(
    name="near-identical-options",
    version=2,
    reasons=(
        Reason("near-identical-options", because="two options are right, or one wrong is free"),
        Reason("reordered-options", because="the same things in another order are the same answer"),
    ),
    summary="no two options mean the same: case, articles, number words, plural, free order",
    may_fail=_MAY,
    fails=(
        f"CASE WHEN {_ALIKE} THEN CASE WHEN regexp_matches(question_words, '{ASKS_NUMBER}') "
        f"AND NOT regexp_matches(words, ' (?:[0-9]+|twice|once) ') OR {_SIGNED} "
        "THEN NULL ELSE TRUE END "
        f"WHEN {_REORDERED} THEN CASE WHEN regexp_matches(question_words, '{ASKS_ORDER}') "
        f"OR {_SIGNED} THEN NULL ELSE TRUE END "
        f"WHEN {_OTHERWISE} THEN CASE WHEN regexp_matches(question_words, '{ASKS_NUMBER}') "
        f"OR {_SIGNED} THEN NULL ELSE TRUE END ELSE FALSE END"
    ),
    reason_sql=(
        f"CASE WHEN {_ALIKE} THEN 'near-identical-options' WHEN {_REORDERED} "
        "THEN 'reordered-options' ELSE 'near-identical-options' END"
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
        Example(options=("a man shouts", "a man who shouts", "a shout", "men and women")),
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
    ),
)

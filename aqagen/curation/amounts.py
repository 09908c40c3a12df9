"""SQL for how many a text counts: exactly, at least, at most, or about.

"Twentynine", "twenty-nine" and "29" are alike; so are "a pair", "two" and "twice".
"""

from aqagen.curation.synonyms import stem

__all__ = [
    "ABOUT",
    "COUNTING",
    "FAR",
    "JOINED",
    "LIGHT",
    "MANY",
    "NAMES",
    "NOT_ANY",
    "NO_NUMBER",
    "SEVERAL",
    "SPANNING",
    "SPANS",
    "amounts",
    "with_numbers",
]  # fmt: skip

# "One" that counts nothing.
NO_NUMBER = (
    " (?:one (?:can|could|may|might|must|would|should|hears?|knows?|has|gets)|one after (?:the "
    "|an)other|one by one|one another|(?:this|that|which|each|every|any|some|no|other) one) "
)
# What may stand before a number and makes no other of it.
LIGHT = " (?:(?:a|an|the|just|only|exactly|precisely|in total|altogether) )+"
JOINED = (
    " (twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)(one|two|three|four|five|six|"
    "seven|eight|nine) "
)
NAMES = (
    ("half a dozen", "6"), ("a dozen", "12"), ("dozen", "12"), ("couple", "2"), ("pair", "2"),
    ("duo", "2"), ("trio", "3"), ("quartet", "4"), ("quintet", "5"), ("single", "1"),
    ("solo", "1"), ("none", "0"), ("fourty", "40"),
)  # fmt: skip
# What names two numbers, or one from which the rest follows; the first that is found counts.
SPANS = {
    "between": r" between (\d+) (?:and|to) (\d+) ",
    "range": r" (\d+) (?:or|to) (\d+) ",
    "at least": (
        r" (?:(?:at least|(?:no|not) (?:fewer|less) than|minimum of) (\d+)|(\d+) (?:or more|plus|"
        r"and (?:more|up|then some|above)|or above)) "
    ),
    "at most": (
        r" (?:(?:at most|(?:no|not) more than|up to|maximum of) (\d+)|(\d+) (?:or (?:fewer|less)|"
        r"at most)) "
    ),
    "more": (
        r" (?:(?:more|greater|higher) than|over|above|upwards of|in excess of|exceed(?:s|ing)|"
        r"beyond) (\d+) "
    ),
    "below": r" (?:fewer than|less than|under|below) (\d+) ",
    "about": (
        r" (?:(?:about|around|roughly|nearly|almost|approximately|close to|some) (\d+)|(\d+) (?:or "
        r"so|give or take|or thereabouts)) "
    ),
}
ABOUT = SPANS["about"]
# Without a number: more than can be counted at a glance, and more than one.
MANY = " (?:dozens|scores|hundreds|thousands|countless|innumerable|too many) "
SEVERAL = (
    " (?:several|many|multiple|numerous|few|handful|plenty|lots|various|repeatedly|again and again|"
    "over and over|frequently) "
)
NOT_ANY = " (?:no|not any|nobody|nothing|never|without|zero) "


# In stems: what may be counted, numbers in one word too.
COUNTING = "[0-9]| (?:{}|(?:{})[a-z]*) ".format(
    "|".join(stem(name.rsplit(" ", 1)[-1]).strip() for name, _ in NAMES),
    "twent|thirt|fort|fourt|fift|sixt|sevent|eight|ninet",
)
# All that `BETWEEN` and the like begin or go on with, and what is no number.
SPANNING = (
    " (?:one|between|or|to|more|greater|higher|over|above|upwards|excess|exceed|exceeds|exceeding|"
    "beyond|least|fewer|less|minimum|plus|up|under|below|most|maximum|about|around|roughly|nearly|"
    "almost|approximately|close|some|give|and) "
)


def with_numbers(words: str) -> str:
    """Return SQL for a text of words with digits for all that counts.

    Args:
        words: SQL for the text, in the form of the column `answer_words`.
    """
    text = f"regexp_replace({words}, '{NO_NUMBER}', ' ', 'g')"
    text = rf"regexp_replace({text}, '{JOINED}', ' \1 \2 ', 'g')"
    for name, number in NAMES:
        text = f"replace({text}, ' {name} ', ' {number} ')"
    # Named, for the macro writes it out many times.
    digits = f"list_transform([{text}], lambda text: digits_for_numbers(text))[1]"
    text = f"regexp_replace({digits}, '{LIGHT}', ' ', 'g')"
    return rf"regexp_replace({text}, ' ([2-9])0 ([1-9]) ', ' \1\2 ', 'g')"


FAR = 1_000_000_000


def _number(name: str, group: int = 1) -> str:
    return f"TRY_CAST(regexp_extract(text, '{SPANS[name]}', {group}) AS BIGINT)"


def _either(name: str) -> str:
    return f"coalesce({_number(name)}, {_number(name, 2)})"


_ENDS = {
    "between": f"[{_number('between')}, {_number('between', 2)}]",
    "range": f"[{_number('range')}, {_number('range', 2)}]",
    "at least": f"[{_either('at least')}, {FAR}]",
    "at most": f"[0, {_either('at most')}]",
    "more": f"[{_number('more')} + 1, {FAR}]",
    "below": f"[0, {_number('below')} - 1]",
    # A fifth more or less, and one at least.
    "about": f"list_transform([{_either('about')}], lambda n: [n - 1 - n // 5, n + 1 + n // 5])[1]",
}


def amounts(words: str) -> str:
    """Return SQL for the least and the most that a text may count, as a list of two.

    NULL where it has no such phrase; numbers alone are left to the caller.

    Args:
        words: SQL for a text that `with_numbers` made.
    """
    cases = " ".join(
        f"WHEN regexp_matches(text, '{SPANS[name]}') THEN {ends}" for name, ends in _ENDS.items()
    )
    return (
        f"list_transform([{words}], lambda text: CASE {cases} "
        r"WHEN regexp_matches(text, ' \d') THEN NULL "
        f"WHEN regexp_matches(text, '{MANY}') THEN [20, {FAR}] "
        f"WHEN regexp_matches(text, '{SEVERAL}') THEN [2, {FAR}] "
        f"WHEN regexp_matches(text, '{NOT_ANY}') THEN [0, 0] END)[1]"
    )

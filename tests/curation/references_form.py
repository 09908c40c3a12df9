"""The checks of an item's own words once more in plain Python.

The patterns and lists of words are data, taken from the checks; what is done with them is
written anew. Each reference says of an item: True fails, False passes, None could not decide.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from aqagen.answers import normalise
from aqagen.curation import languages, orders
from aqagen.curation.checks import (
    Example,
    answer_leak,
    answer_stands_out,
    language,
    letter_in_option,
    markup_residue,
    mojibake,
    near_identical_options,
    option_form,
    question_form,
)
from aqagen.curation.forms import ENDINGS as ENDINGS_OF_ROOTS
from aqagen.curation.forms import ROOTS
from aqagen.curation.same_words import PHRASES, WORDS
from aqagen.curation.words import NO_CONTENT
from tests.curation.references import GENERATED, lower, words_of

NUMBERS = {word: n for n, word in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty"))}  # fmt: skip
NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
NUMBERS |= {"ninety": 90, "hundred": 100, "once": "1 time", "twice": "2 time", "thrice": "3 time"}
ENDINGS = (
    ("ies ", "y "), ("sses ", "$ "), ("ssing ", "$ "), ("ss ", "$ "), ("s ", " "),
    *((f"{c}{c}ing ", f"{c} ") for c in "bdgmnprt"), ("rr ", "r "), ("ing ", " "), ("e ", " "),
)  # fmt: skip
STOP = " (?:(?:a|an|the|is|are|was|were|be|being|been|it|its|this|that|these|those|there|some) )+"


def found(pattern: str, text: str) -> bool:
    """Search as RE2 does: `(?i)` may stand anywhere, and `$` is the very end."""
    place = pattern.find("(?i)")
    if place >= 0:
        pattern = f"{pattern[:place]}(?i:{pattern[place + 4 :]})"
    return re.search(re.sub(r"\$(?=[)|]|\Z)", r"\\Z", pattern), text, re.ASCII) is not None


def lines_of(item: Example) -> str:
    return "\n".join(text.replace("\n", " ") for text in (item.question, *item.options))


def spaced(text: str) -> str:
    """Return the words with a space at either end and between them."""
    words = words_of(text)
    return " " + "".join(f"{word} " for word in words)


def stems(words: str) -> str:
    """Return words without those of no content, numbers as digits, endings cut off."""
    for word, number in NUMBERS.items():
        words = words.replace(f" {word} ", f" {number} ")
    words = re.sub(STOP, " ", words)
    for old, new in ENDINGS:
        words = words.replace(old, new)
    return words


def question_form_fails(item: Example) -> bool | None:
    words = words_of(item.question)
    if len(words) < 2 and not found(question_form.UNSPACED, " ".join(words)):
        return True
    if len(words) > question_form.MOST_WORDS:
        return True
    said = re.sub(question_form.QUOTED, "", item.question)
    if item.origin in GENERATED and (
        found(question_form.TWICE, said)
        or (joins(said) and not found(question_form.ABOUT_QUESTIONS, item.question))
        or found(question_form.NOTHING_ASKED, item.question)
        or found(question_form.CUT_OFF, item.question)
    ):
        return True
    if found(question_form.ASKS, item.question):
        return False
    return None if item.origin == "imported" else True


def joins(question: str) -> bool:
    """Look for a second question without a mark; `found` takes one flag alone."""
    question = re.sub(question_form.IN_ORDER, "", question, count=1)
    return found(f"(?i){question_form.JOINED.replace('(?i)', '')}", question)


def markup_residue_fails(item: Example) -> bool | None:
    lines = lines_of(item)
    if any(found(part, lines) for part in markup_residue.PARTS):
        return True
    if not found(markup_residue.URL, lines):
        return False
    return None if item.origin == "imported" else True


def letter_in_option_fails(item: Example) -> bool | None:
    rules, lines, question = letter_in_option, lines_of(item), spaced(item.question)
    if found(rules.LETTERED, lines) or found(rules.REFERS, lines):
        return True
    asked = found(rules.ASKS_FOR_LETTERS, question)
    if found(rules.LETTERS_ALONE, lines):
        return None if asked else True
    imported = item.origin == "imported"
    if found(rules.ABOVE, lines):
        return None if imported else True
    labelled = re.sub(f"(?i:{rules.NO_LABEL[4:]})", "\n", lines)
    perhaps = found(rules.MAYBE_LETTERED, labelled)
    if perhaps or found(rules.MAYBE_REFERS, lines) or found(rules.REFERS_IN_WORDS, lines):
        return None if imported or asked else True
    if found(rules.OF_THEM, lines) and not found(rules.NAMES_SEVERAL, question):
        return None if imported else True
    return False


def mojibake_fails(item: Example) -> bool:
    return found(mojibake.PATTERN, lines_of(item))


def repeats(texts: Sequence[object]) -> bool:
    return len(set(texts)) < len(texts)


def near_identical_options_fails(item: Example) -> bool | None:
    """Compare options in one wording; then what "and", "or" and commas join, in any order."""
    rules = near_identical_options
    if repeats([normalise(option) for option in item.options]):
        return False
    options = [option.replace("\n", " ") for option in item.options]
    short = [text for text in map(stems, map(spaced, options)) if text.strip(" ")]
    question, signs = spaced(item.question), found(rules.SIGNS, "\n" + "\n".join(options))
    if repeats(short) or is_said_alike(options):
        told = " ".join(spaced(text) for text in (item.question, *options))
        one = any(found(" (?:1|singl) ", valued(stems(spaced(option)))) for option in options)
        counts = found(rules.ASKS_NUMBER, question)
        perhaps = not found(rules.TELLS_NUMBER, told) or (one and not repeats(short))
        gender = " gender " in question and not repeats(short)
        return None if signs or gender or (counts and perhaps) else True
    if is_reordered(options):
        return None if signs or found(rules.ASKS_ORDER, question) else True
    return False


def valued(text: str) -> str:
    """Return stems with numbers of one value in one form."""
    for old, new in orders.NUMBERS:
        text = re.sub(old, new, text)
    return text


def worded(option: str) -> str:
    """Return stems with one word, or phrase, for all that mean the same."""
    text = valued(stems(spaced(option)))
    for old, new in (*ENDINGS_OF_ROOTS, ("ing ", " "), ("  ", " - ")):
        text = text.replace(old, new)
    text = re.sub("([a-z]{3})ly ", r"\1 ", text)
    text = " ".join(WORDS.get(word, word) for word in text.split(" "))
    for old, new in PHRASES:
        text = text.replace(old, new)
    return text


def not_light(text: str) -> str:
    light = orders.LIGHT.split()
    return " ".join(word for word in text.split(" ") if word and word not in light)


def is_said_alike(options: Sequence[str]) -> bool:
    bases, others = [], []
    for option in options:
        text = worded(option)
        if found(orders.PASSIVE[0], text):
            others.append(not_light(re.sub(*orders.PASSIVE, text)))
        base = in_one_order(text)
        bases.append(base)
        if not found(orders.ORDERED, f" {base} ") and not found(orders.JOINED, f" {base} "):
            turned = [re.sub(old, new, base) for old, new in orders.TURNED]
            others += [other for other in turned if other != base]
    one_or_two_words = [base.replace(" ", "") for base in bases if base]
    return repeats(one_or_two_words) or bool(
        {other.replace(" ", "") for other in others if other} & set(one_or_two_words)
    )


def in_one_order(text: str) -> str:
    for old, new in orders.IN_ORDER:
        text = re.sub(old, new, text)
    if " then " not in text:
        text = re.sub(*orders.AFTER, text)
    if not found(orders.ORDERED, text):
        text = re.sub(*orders.BELONGS, text)
    text = f" {not_light(text)} "
    text = re.sub(*orders.SOMEBODY, text)
    ordered = found(orders.ORDERED, text) or found(orders.JOINED, text)
    words = text.split()
    if not ordered and len(words) == 3 and found(orders.MANNER, text):
        return " ".join(sorted(words))
    return text.strip(" ")


def is_reordered(options: Sequence[str]) -> bool:
    if not any(found(f"{orders.JOINT}| (?i:or) ", option) for option in options):
        return False
    texts = [worded(re.sub(orders.JOINT, " and ", option)) for option in options]
    parts = [part for part in map(joined, texts) if part]
    swaps = [swap for swap in map(swapped, texts, options) if swap]
    return repeats(parts) or repeats(swaps)


def joined(text: str) -> object:
    """Return what a text joins, sorted, and whether by "or"."""
    text = re.sub(orders.AROUND, " ", re.sub(orders.AROUND, " ", text))
    if found(orders.ORDERED, text) or not found(orders.JOINED, text):
        return None
    parts = [f" {part} " for part in text.replace(" or ", " and ~ and ").split(" and ")]
    kept = [part for part in map(not_light, parts) if part]
    return tuple(sorted(kept)) if len(kept) > 1 else None


def swapped(text: str, option: str) -> object:
    """Return the bag of words and what remains beside "X and Y"."""
    if found(orders.ORDERED, text) or not found(orders.PAIR, text):
        return None
    own = found(" [0-9]", text) or found(orders.OF_ITS_OWN, spaced(option))
    if own and not found(f"^{orders.PAIR}", text):
        return None
    return (tuple(sorted(text.split())), re.sub(orders.PAIR, " + ", text, count=1))


def content(option: str) -> list[str]:
    return content_of(stems(spaced(option)))


def content_of(text: str) -> list[str]:
    return [
        word
        for word in text.split()
        if f" {word} " not in NO_CONTENT and not word.endswith("ly") and word[0] not in "0123456789"
    ]


def formed(text: str) -> str:
    """Return stems in which each word has one form, and who plays an instrument is that."""
    text = stems(spaced(text))
    for old, new in (*ROOTS, *ENDINGS_OF_ROOTS, *answer_leak.AGENTS):
        text = text.replace(old, new)
    return text


def quotes(item: Example) -> bool:
    """Say whether the question has the answer, and no wrong option, between signs."""
    parts = re.split(answer_leak.BREAKS, normalise(item.question))
    asked = "|" + "|".join(parts) + "|"
    key, *wrong = (
        normalise(item.options[place])
        for place in sorted(range(len(item.options)), key=lambda at: at != item.answer_index)
    )
    if len(key) < 2 or key in answer_leak.POLAR or f"|{key}|" not in asked:
        return False
    return not any(other != key and f"|{other}|" in asked for other in wrong)


def answer_leak_fails(item: Example) -> bool | None:
    if quotes(item):
        return True
    asked, asked_text = formed(item.question).split(), formed(item.question)

    def shared(option: str) -> int:
        return sum(word in asked for word in content_of(formed(option)))

    def given(option: str) -> bool:
        words = content_of(formed(option))
        first_two = [word in asked for word in words[:2]]
        return bool(words) and (shared(option) == len(words) or first_two == [True, True])

    answer = item.options[item.answer_index]
    wrong = [o for place, o in enumerate(item.options) if place != item.answer_index]
    if len(stems(spaced(answer)).strip(" ")) < 2:
        return False
    if not any(len(w) > 1 and w in asked for w in formed(answer).split()):
        return False
    if not given(answer) or any(map(given, wrong)):
        return False
    in_a_row = len(formed(answer).split()) > 1 and formed(answer) in asked_text
    whole = shared(answer) == len(content_of(formed(answer))) and (shared(answer) > 1 or in_a_row)
    if any(shared(option) for option in wrong) and not whole:
        return None
    question = spaced(item.question)
    to_affirm = found(answer_leak.YES_NO, question) and not found(answer_leak.CHOOSES, question)
    return None if to_affirm else True


def answer_stands_out_fails(item: Example) -> bool | None:  # noqa: PLR0911
    rules = answer_stands_out
    answer = item.options[item.answer_index]
    wrong = [o for place, o in enumerate(item.options) if place != item.answer_index]
    longest = max(map(len, wrong))
    if len(answer) > max(rules.TIMES_AS_LONG * longest, longest + rules.MORE_CHARACTERS):
        return True
    asks = found(rules.COUNTS, spaced(item.question))
    numbered = any(found(rules.PERHAPS_NUMBER, option) for option in wrong)
    if asks and found(rules.NUMBER, answer) and not numbered:
        return True
    if item.origin not in GENERATED:
        return False
    stops = [found(rules.STOP, option) for option in wrong]
    if found(rules.STOP, answer):
        if " " in answer.strip(" \xa0") and not any(stops):  # DuckDB trims both
            return True
    elif all(stops):
        return True
    if answer_is_odd(answer, wrong):
        return True
    by_case = answer_case_fails(item, answer, wrong)
    return answer_title_fails(item, answer, wrong) if by_case is False else by_case


def answer_is_odd(answer: str, wrong: Sequence[str]) -> bool:
    """A figure among options without a number; capitals or signs that one side alone has."""
    rules = answer_stands_out
    if found(rules.FIGURE, answer) and not any(found(rules.PERHAPS_NUMBER, o) for o in wrong):
        return True
    return any(
        {found(pattern, answer)} != {found(pattern, option) for option in wrong}
        and len({found(pattern, option) for option in wrong}) == 1
        for pattern in (rules.SHOUTED, *rules.SIGNS)
    )


def answer_title_fails(item: Example, answer: str, wrong: Sequence[str]) -> bool | None:
    if not found(answer_stands_out.TITLE, answer):
        return False
    if not all(found(answer_stands_out.NO_TITLE, option) for option in wrong):
        return False
    return True if lower(answer.strip(" .!")) in (item.metadata.get("caption") or "") else None


def answer_case_fails(item: Example, answer: str, wrong: Sequence[str]) -> bool | None:
    if found("^ *[a-z]", answer):
        return all(found("^ *[A-Z]", option) for option in wrong)
    if not found(answer_stands_out.CAPITAL, answer):
        return False
    if not all(found("^ *[a-z]", option) for option in wrong):
        return False
    first = re.match("[A-Za-z']+", answer.lstrip(" "))
    assert first
    word = first.group().lower()
    told = " ".join(v for k in ("caption", "answer") if (v := item.metadata.get(k)) is not None)
    common = re.fullmatch(answer_stands_out.ORDINARY, word) or f" {word} " in f" {told} "
    return True if common else None


def language_fails(item: Example) -> bool | None:
    options = [words_of(option) for option in item.options]
    question = words_of(item.question)
    every = [word for words in options for word in words]
    small = small_words(item)
    if any(mostly_other_script(line) for line in lines_of(item).split("\n")):
        return True
    if is_foreign(question, 2, long_enough=len(question) > 2):
        return True
    fewest = language.FEWEST_SMALL[min(len(set(every) & set(languages.FOREIGN)), 2)]
    if is_foreign(every, 3, long_enough=small >= fewest):
        return True
    if any(is_foreign(words, 3, long_enough=False) for words in options):
        return True
    several = any(foreign(words) >= 2 for words in (question, *options))
    script = found(language.OTHER_LETTERS, lines_of(item))
    if any(map(has_other_letters, lines_of(item).split("\n"))) or switches(item):
        spoken = found(language.SPEECH, spaced(" \n ".join((item.question, *item.options))))
        return None if spoken else True
    return None if script or several or (small >= 4 and not ours(every)) else False


def has_other_letters(line: str) -> bool:
    return found(language.OTHER_LETTERS, line) and not found(language.QUOTE, line)


def switches(item: Example) -> bool:
    """Say whether an option is of another language, beside English ones or with English words."""
    told = spaced(item.metadata.get("caption") or "")
    return any(
        spaced(option) not in told and has_small(option) and is_switched(set(words_of(option)))
        for option in item.options
    )


def has_small(option: str) -> bool:
    runs = re.findall(r"(?:^|[ \t\n\f\r(])([^\W\d_])(?:[^\W\d_]|'){2}", letters_alone(option))
    return any(unicodedata.category(letter) == "Ll" for letter in runs)


def is_switched(words: set[str]) -> bool:
    if words & set(languages.ENGLISH):
        return False
    sure = words & set(languages.FOREIGN)
    accented = {w for w in words if found(language.ACCENTED, w) and w not in language.BORROWED}
    ours = {w for w in words if re.fullmatch(languages.VOCABULARY, w) and not foreign([w])}
    several = len({word for word in sure if len(word) > 2}) > 1
    return several or (bool(sure or len(accented) > 1) and len(words) > 1 and not ours)


def foreign(words: Sequence[str]) -> int:
    return sum(
        w in languages.FOREIGN
        or w in language.PARTS_OF_NAMES
        or (found(language.ACCENTED, w) and w not in language.BORROWED)
        for w in set(words)
    )


def ours(words: Sequence[str]) -> bool:
    begins = bool(words) and words[0] in ["is", "are", "was", "do", "did", "can", "has", "will"]
    known = any(w in languages.ENGLISH or re.fullmatch(languages.VOCABULARY, w) for w in words)
    return begins or known


def is_foreign(words: Sequence[str], least: int, *, long_enough: bool) -> bool:
    if set(words) & set(languages.ENGLISH):
        return False
    listed = foreign(words) >= least and bool(set(words) & set(languages.FOREIGN))
    return listed or (long_enough and not ours(words))


def letters_alone(text: str) -> str:
    """Return a text without signs that Python counts among the letters of words, as in "x²"."""
    return "".join("0" if c.isalnum() and not c.isalpha() else c for c in text)


def small_words(item: Example) -> int:
    """Count different words of two letters and more that begin with a small one, of the options."""
    said = "".join(f"\n{letters_alone(option)}" for option in item.options)
    runs = re.findall(r"""(?:(?<=[ \t\n\f\r"(]))[^\W\d_](?:[^\W\d_]|')+""", said)
    return len({run for run in runs if unicodedata.category(run[0]) == "Ll"})


def mostly_other_script(line: str) -> bool:
    other = len(re.findall(languages.SCRIPT, line))
    adjacent = found(f"{languages.SCRIPT}[^ ]*{languages.SCRIPT}", line)
    return adjacent and len(re.findall("[A-Za-z]", line)) <= 2 * other


def option_form_fails(item: Example) -> bool:
    asked = words_of(item.question)
    rest = f" {' '.join(asked[1:])} "
    if len(asked) > option_form.LEAST_WORDS and any(rest in spaced(o) for o in item.options):
        return True
    if asks_another_question(item):
        return True
    if item.origin != "imported":
        return False
    released = [o for field in option_form.FIELDS for o in item.metadata.get(field) or ()]
    untrimmed = any(re.search(r"^\s|\s\Z", option, re.ASCII) for option in released)
    return len(item.options) > option_form.MOST_OPTIONS or untrimmed


def asks_another_question(item: Example) -> bool:
    rules = option_form
    said = [*words_of(item.question), *(word for o in item.options for word in words_of(o))]
    # SQL trims spaces of any width, and no tabs.
    questions = [o for o in item.options if o.rstrip(" \u00a0").endswith("?")]
    return (
        not set(said) & set(rules.SPEECH)
        and len(questions) <= len(item.options) / 2
        and any(
            len(words) >= rules.LEAST_WORDS_ASKED and set(words) & set(rules.ASKING)
            for words in map(words_of, questions)
        )
    )


REFERENCES: Mapping[str, Callable[[Example], bool | None]] = {
    "question-form": question_form_fails,
    "markup-residue": markup_residue_fails,
    "letter-in-option": letter_in_option_fails,
    "mojibake": mojibake_fails,
    "near-identical-options": near_identical_options_fails,
    "answer-leak": answer_leak_fails,
    "answer-stands-out": answer_stands_out_fails,
    "option-form": option_form_fails,
    "language": language_fails,
}

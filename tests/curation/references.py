"""Every check once more in plain Python, from the paper's rules: what the SQL is compared with.

Each reference says of an item: True fails, False passes, None could not decide.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from aqagen.answers import normalise
from aqagen.curation.checks import Example
from aqagen.curation.checks.metadata_only_fact import _NO_PLACE, MAKING

__all__ = ["REFERENCES", "applies"]

GENERATED = {"generated", "offline", "edited"}


def applies(check: str, item: Example) -> bool:
    """Say whether a check has anything to say about an item."""
    if check == "options-distinct":
        return True
    if item.origin not in GENERATED:
        return False
    if check in {"four-options", "metadata-leak"}:
        return True
    dataset = "clotho-aqa" if check in {"multi-word-options", "question-unchanged"} else "tacos"
    return item.dataset == dataset


def lower(text: str) -> str:
    """Put in lower case, one character for one: a dotted capital I stays one letter."""
    return "".join(c.lower()[0] for c in text)


def words_of(text: str) -> list[str]:
    """Split into words of letters, digits and apostrophes, in lower case."""
    lowered = lower(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    kept = [c if c == "'" or unicodedata.category(c)[0] in "LN" else " " for c in lowered]
    return "".join(kept).split()


def four_options(item: Example) -> bool:
    return len(item.options) != 4 or not 0 <= item.answer_index < len(item.options)


def options_distinct(item: Example) -> bool:
    keys = [normalise(option) for option in item.options]
    return len(set(keys)) < len(keys)


def multi_word_options(item: Example) -> bool:
    return any(len(normalise(option).split()) < 2 for option in item.options)


def question_unchanged(item: Example) -> bool | None:
    if item.metadata.get("question") is None:
        return None
    ends = '?!:;.," '
    return normalise(item.question).rstrip(ends) != normalise(item.metadata["question"]).rstrip(
        ends
    )


def metadata_only_fact(item: Example) -> bool | None:
    """Look for codes and names that the description has and the caption and classes have not."""
    told = words_of(
        " ".join(item.metadata.get(k) or "" for k in ("caption", "superclass", "subclass"))
    )
    hidden = set(words_of(item.metadata.get("description") or "")) - set(told)
    asked = f"{item.question} ; {item.options[item.answer_index]}"
    runs = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in asked).split()
    if any(is_code(run) and lower(run) in hidden for run in runs):
        return True
    if not any(lower(name) in hidden for name in names_in(asked)):
        return False
    making = re.search(MAKING, " ".join(["", *words_of(item.question), ""]), re.ASCII)
    # Of ASCII, as RE2 finds where a word begins; "in Spanish" may be heard.
    places = re.findall(r"(?<![A-Za-z0-9_])(?:in|at|near|around|outside|from|through|across) "
                        r"(\w[^\W\d_]+)", item.question)  # fmt: skip
    named = [p for p in places if p[0].isupper() and not re.search(_NO_PLACE, p)]
    return True if making or any(lower(place) in hidden for place in named) else None


def is_code(run: str) -> bool:
    """A word with letters and digits that begins with either, or at least three digits."""
    digits = [unicodedata.category(c)[0] == "N" for c in run]
    return len(run) >= 3 if all(digits) else any(digits)


def names_in(text: str) -> list[str]:
    """Capitalised words after a small letter, a digit or a comma; none follows another."""
    names = []
    taken_to = 0
    for match in re.finditer(r"\s+(\w[^\W_]+)", text):
        before = match.start() - 1
        if before < taken_to or not match.group(1)[0].isupper():
            continue
        kind = unicodedata.category(text[before])
        if kind == "Ll" or kind[0] == "N" or text[before] == ",":
            names.append(match.group(1))
            taken_to = match.end()
    return names


def spoken(text: str) -> str:
    return " ".join(["", *words_of(text), ""])


def says(
    phrases: str, asked: str | None = None, content: str | None = None
) -> Callable[[Example], bool | None]:
    """A phrase said by the question or an option fails; if the caption says it too: undecided.

    Of the phrases that are only asked for, those in an option leave it undecided.
    """

    def reference(item: Example) -> bool | None:
        said = spoken(" ".join([item.question, *item.options]))
        if content:
            said = re.sub(f" (?:{content}) ", " ", said)
        shown = [item.metadata.get(key) or "" for key in ("caption", "question", "answer")]
        caption = spoken(" ".join(shown))
        found = re.findall(f" (?:{phrases}) ", said)
        in_question = re.findall(f" (?:{asked}) ", spoken(item.question)) if asked else []
        if any(phrase not in caption for phrase in [*found, *in_question]):
            return True
        return None if found or (asked and re.search(f" (?:{asked}) ", said)) else False

    return reference


def reference_of_phrases(fails: str) -> Callable[[Example], bool | None]:
    """Take the phrases out of a check: they are data; how they are looked for is the rule."""
    pattern = r" \(\?:(.*?)\) "
    replaced = re.search(rf"regexp_replace\(words, '{pattern}', ' ', 'g'\)", fails)
    text = re.escape(replaced.group()) if replaced else "words"
    everywhere = re.search(rf"list_filter\(regexp_extract_all\({text}, '{pattern}'\)", fails)
    asked = re.search(rf"regexp_extract_all\(question_words, '{pattern}'\)", fails)
    assert everywhere
    return says(
        everywhere.group(1), asked and asked.group(1), replaced.group(1) if replaced else None
    )


REFERENCES: Mapping[str, Callable[[Example], bool | None]] = {
    "four-options": four_options,
    "options-distinct": options_distinct,
    "multi-word-options": multi_word_options,
    "question-unchanged": question_unchanged,
    "metadata-only-fact": metadata_only_fact,
}
PHRASE_CHECKS: Sequence[str] = (
    "metadata-leak",
    "potential-application",
    "recording-environment",
    "technical-quality",
)

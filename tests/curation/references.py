"""Every check once more in plain Python, from the paper's rules: what the SQL is compared with.

Each reference says of an item: True fails, False passes, None could not decide.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from aqagen.answers import normalise
from aqagen.curation.checks import Example
from aqagen.curation.checks.metadata_only_fact import MAKING

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
    return True if making else None


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


def says(*phrases: str) -> Callable[[Example], bool | None]:
    """A phrase said by the question or an option fails; if the caption says it too: undecided."""
    spoken = re.compile(" (?:" + "|".join(phrases) + ") ")

    def reference(item: Example) -> bool | None:
        said = " ".join(["", *words_of(" ".join([item.question, *item.options])), ""])
        shown = [item.metadata.get(key) or "" for key in ("caption", "question", "answer")]
        caption = " ".join(["", *words_of(" ".join(shown)), ""])
        found = spoken.findall(said)
        if not found:
            return False
        return True if any(phrase not in caption for phrase in found) else None

    return reference


def reference_of_phrases(fails: str) -> Callable[[Example], bool | None]:
    """Take the phrases out of a check: they are data; how they are looked for is the rule."""
    match = re.search(r"regexp_extract_all\(words, ' \(\?:(.*?)\) '\)\) = 0", fails)
    assert match
    return says(match.group(1))


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

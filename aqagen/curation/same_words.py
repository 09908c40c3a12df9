"""Words of which it makes no difference which one an option uses, and texts brought to one wording.

Narrower than `curation/synonyms.py`, which has words that may stand for each other in an
annotator's answer: "warm" is not "hot" where both are options. Who wrote one word of a part of
`SAME` (`curation/same_lists.py`) where another has the other would be right or wrong with him.
"""

import re

from aqagen.curation.forms import ENDINGS, ROOTS
from aqagen.curation.same_lists import PADDING, SAME
from aqagen.curation.synonyms import stem

__all__ = ["PADS", "PHRASES", "VOCABULARY", "WORDS", "canonical", "in_one_form"]

_STOP = re.compile(" (?:(?:a|an|the|is|are|it|this|that|there|some) )+")
# What adds nothing, in stems, the longest first.
PADS = sorted({stem(_STOP.sub(" ", f" {text} ").strip()).strip() for text in PADDING},
              key=lambda pad: (-len(pad), pad))  # fmt: skip


# What `sql_stems` and `roots` leave of words: deeds and manners in one form.
_SHORTER = (("ing ", " "), ("  ", " - "))


def _bare(stems: str) -> str:
    for old, new in (*ENDINGS, *_SHORTER):
        stems = stems.replace(old, new)
    return re.sub("([a-z]{3})ly ", r"\1 ", stems)


def _plain(words: str) -> str:
    """Return words in the form that `canonical` compares: stems, roots, no endings."""
    text = stem(_STOP.sub(" ", f" {words} ").strip())
    for old, new in ROOTS:
        text = text.replace(old, new)
    return _bare(text)


def _table() -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    lines = [[_plain(form) for form in line.split(", ")] for line in SAME]
    words = {old.strip(): _bare(new).strip() for old, new in ROOTS}
    for forms in lines:
        single = [form.strip() for form in forms if " " not in form.strip()]
        words |= dict.fromkeys(single, single[0]) if single else {}
    # A past form comes to what its verb does.
    words = {word: words.get(name, name) for word, name in words.items()}

    def mapped(form: str) -> str:
        return " ".join(words.get(word, word) for word in form.split())

    phrases: dict[str, str] = {}
    for forms in lines:
        # One word stands for all of them, and the first of a line of phrases alone.
        name = mapped(next((form for form in forms if " " not in form.strip()), forms[0]))
        phrases |= {f" {mapped(form)} ": f" {name} " for form in forms if " " in form.strip()}
    # The longer before what is a part of it.
    longest = sorted(phrases.items(), key=lambda pair: -len(pair[0]))
    changed = {word: name for word, name in words.items() if word != name}
    return tuple(pair for pair in longest if pair[0] != pair[1]), changed


PHRASES, WORDS = _table()
_ANY_PHRASE = "|".join(old for old, _ in PHRASES).replace("$", "[$]").replace("'", r"\x27")
# All that `canonical` may change, or make, the longest first.
VOCABULARY = tuple(sorted(
    {_plain(form).strip() for line in SAME for form in line.split(", ")},
    key=lambda form: (-len(form), form),
))  # fmt: skip
# Of two texts, for a MAP of so many words written out takes long to plan.
_MAP = "map({}, {})".format(
    *(f"string_split('{' '.join(words)}', ' ')" for words in (WORDS.keys(), WORDS.values()))
)


def in_one_form(stems: str) -> str:
    """Return SQL for a text of stems, of several lines, with one word for those that mean the same.

    Args:
        stems: SQL for the text, in the form of the column `answer_stems`.
    """
    endings = "text"
    for old, new in (*ENDINGS, *_SHORTER):
        endings = f"replace({endings}, '{old.replace(chr(39), chr(39) * 2)}', '{new}')"
    word = f"list_transform(string_split(text, ' '), lambda word: coalesce({_MAP}[word], word))"
    for step in (
        endings,
        "regexp_replace(text, '([a-z]{3})ly ', '\\1 ', 'g')",
        f"array_to_string({word}, ' ')",
    ):
        stems = f"list_transform([{stems}], lambda text: {step})[1]"
    return stems


def canonical(text: str) -> str:
    """Return SQL for a text that `in_one_form` made with one phrase for those that mean the same.

    Args:
        text: SQL for the text.
    """
    phrases = "text"
    for old, new in PHRASES:
        phrases = f"replace({phrases}, '{old.replace(chr(39), chr(39) * 2)}', '{new}')"
    # Most texts have none.
    some = f"CASE WHEN regexp_matches(text, '{_ANY_PHRASE}') THEN {phrases} ELSE text END"
    return f"list_transform([{text}], lambda text: {some})[1]"

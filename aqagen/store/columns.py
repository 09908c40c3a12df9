"""The columns of `judged`, each made for a statement only where it asks for them.

A view of all columns would be planned anew for each statement: of ten thousand items that takes
as long as many a check. Parts of texts are taken out where they are asked for: that costs less
than to write them.
"""

import re

from aqagen.store.workers import SCRATCH

__all__ = ["JUDGED_ROWS", "asked_columns", "judged_for"]

JUDGED_ROWS = f"{SCRATCH}.judged_rows"

_AS_THEY_ARE = (
    "item_id", "seq", "dataset", "split", "origin", "clip_id", "row_id", "question", "options",
    "answer_index", "metadata", "facts", "lines", "words", "source_question_key", "answered",
    "word_lines", "stem_lines", "key_lines",
)  # fmt: skip
# Texts of lines taken apart, once for all columns that are a part of them.
_SPLIT = {"all_words": "word_lines", "all_stems": "stem_lines", "all_keys": "key_lines"}
# By name; what is not here is as it is in the table.
_PARTS = {
    "answer": "options[answer_index + 1]",
    "metadata_words": "all_words[len(options) + 2]",
    "question_words": "split_part(word_lines, chr(10), 1)",
    "options_words": "all_words[2:len(options) + 1]",
    "answer_words": "all_words[answer_index + 2]",
    "question_stems": "split_part(stem_lines, chr(10), 1)",
    "options_stems": "all_stems[2:len(options) + 1]",
    "answer_stems": "all_stems[answer_index + 2]",
    "metadata_stems": "CASE WHEN dataset = 'tacos' THEN all_stems[len(options) + 2] END",
    "question_key": "split_part(key_lines, chr(10), 1)",
    "options_key": "all_keys[2:len(options) + 1]",
    "source_answer_stems": "CASE WHEN answered THEN all_stems[len(options) + 3] END",
    "annotators_stems": "CASE WHEN answered THEN all_stems[len(options) + 4:] END",
}
_COLUMNS = {name: name for name in _AS_THEY_ARE} | _PARTS


def asked_columns(*said: str) -> list[str]:
    """Return the columns that SQL asks for, or names by chance, and those that all need."""
    words = {"item_id", "dataset"}.union(*map(_words, said))
    return [name for name in _COLUMNS if name in words]


def judged_for(*said: str) -> str:
    """Return SQL for the relation `judged`, with what some SQL asks for, to stand after FROM."""
    columns = asked_columns(*said)
    words = _words(" ".join(_COLUMNS[name] for name in columns))
    inner = [name for name in _AS_THEY_ARE if name in words]
    inner += [f"string_split({text}, chr(10)) AS {name}"
              for name, text in _SPLIT.items() if name in words]  # fmt: skip
    outer = [f"{_COLUMNS[name]} AS {name}" for name in columns]
    return (
        f"(SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {JUDGED_ROWS})) AS judged"
    )


def _words(sql: str) -> set[str]:
    return set(re.findall(r"[a-z_]+", sql.lower()))

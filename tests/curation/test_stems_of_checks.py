"""Lists of stems that checks carry are what `sql_stems` makes of words: it may not change alone."""

import re

import duckdb
import pytest

from aqagen.curation import opposites, same_lists, same_words, synonyms
from aqagen.curation.checks import answer_changed
from aqagen.curation.words import NO_CONTENT
from aqagen.store.relations import make_macros

LISTS = {
    "answer-changed": answer_changed.NO_CONTENT,
    "answer-leak": NO_CONTENT,
}
WORDS = [
    "who",
    "what",
    "which",
    "how",
    "while",
    "into",
    "during",
    "through",
    "before",
    "someone",
    "something",
    "noise",
    "audio",
    "clip",
    "recording",
    "heard",
    "hear",
    "audible",
    "make",
    "making",
    "distance",
    "once",
    "twice",
    "first",
    "more",
    "less",
    "several",
    "whole",
]


def stems_of(word: str) -> list[str]:
    with duckdb.connect() as connection:
        make_macros(connection)
        row = connection.execute("SELECT sql_stems(?)", [f" {word} "]).fetchone()
    assert row
    return str(row[0]).split()


@pytest.mark.parametrize("word", WORDS)
def test_a_word_without_content_is_known_by_its_stem(word):
    assert set(stems_of(word)) <= set(LISTS["answer-leak"].split())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_padded_and_of_stems(name):
    assert LISTS[name].startswith(" ")
    assert LISTS[name].endswith(" ")
    endings = ("ies", "ing", "ss", "e")
    assert [s for s in LISTS[name].split() if len(s) > 3 and s.endswith(endings)] == []


def test_words_of_kinds_are_found_by_their_stems():
    kinds = opposites.SOURCES | opposites.MANNERS | opposites.ORDERS | opposites.ANSWERS
    words = sorted({w.strip() for text in kinds.values() for w in re.split("[,|*]", text)} - {""})
    with duckdb.connect() as connection:
        make_macros(connection)
        rows = connection.execute(
            "SELECT word, sql_stems(sql_words(word)) FROM (SELECT unnest(?::VARCHAR[]) AS word)",
            [words],
        ).fetchall()
    missing = [word for word, stems in rows if stems.strip().replace(" ", "  ") not in
               opposites.MEANS and word != "be"]  # fmt: skip
    assert missing == []


def test_synonyms_are_found_by_the_stems_of_their_words():
    words = sorted(
        {word for line in synonyms.GROUPS.split("\n") for word in line.split(", ")} - {""}
    )
    with duckdb.connect() as connection:
        make_macros(connection)
        rows = connection.execute(
            "SELECT word, sql_stems(sql_words(word)) FROM (SELECT unnest(?::VARCHAR[]) AS word)",
            [words],
        ).fetchall()
    assert {word: synonyms.stem(word) for word in words} == dict(rows)


def test_a_word_of_two_meanings_does_not_make_them_one():
    assert " motorcycl " in synonyms.ALTERNATIVES[" bik "]
    assert " bicycl " in synonyms.ALTERNATIVES[" bik "]
    assert " motorcycl " not in synonyms.ALTERNATIVES[" bicycl "]


@pytest.mark.parametrize("line", same_lists.SAME)
def test_all_words_of_a_line_come_to_one_wording(line):
    forms = line.split(", ")
    with duckdb.connect() as connection:
        make_macros(connection)
        same = same_words.canonical(same_words.in_one_form("sql_stems(sql_words(form))"))
        rows = connection.sql("SELECT unnest(?::VARCHAR[]) AS form", params=[forms]).select(
            duckdb.SQLExpression(same)
        )
        assert len(set(rows.fetchall())) == 1


def test_no_word_stands_for_two_things():
    forms = [form for line in same_lists.SAME for form in line.split(", ")]
    assert len(forms) == len(set(forms))
    names = set(same_words.WORDS.values())
    assert [name for name in names if name in same_words.WORDS] == []

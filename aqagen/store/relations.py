r"""What checks look at: relations made of the items, their rows and their clips.

`judged` holds some items with every form of their words that a check may want, made once for
all checks; `everything` holds all items with the little that comparing items needs. The columns
are listed in `curation/checks/base.py`, whose readers need not know this file.

Working on one text per item, question and options a line each, and splitting it afterwards costs a
quarter of working on each option. Patterns that match only what changes (not each space) cost a
fifth (docs/log.md).
"""

import duckdb

from aqagen.answers import normalise
from aqagen.curation.words import in_stages
from aqagen.sources import is_for_evaluation
from aqagen.store.columns import JUDGED_ROWS, judged_for
from aqagen.store.connection import sql_text
from aqagen.store.workers import SCRATCH

__all__ = [
    "CHUNK_ITEMS",
    "EVERYTHING",
    "add_judged",
    "add_to_sets",
    "clear_judged",
    "make_macros",
    "make_relations",
    "see_relations",
    "words_are_made",
]

# A row group of DuckDB: what one core works on at a time.
CHUNK_ITEMS = 122_880

# Text that SQL's lower() and trim() treat exactly as `answers.normalise` does; any other goes
# through Python, so that there is one definition.
_PLAIN = r"^[\t\n\r -~]*$"

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_NUMBERS = dict(zip(_ONES, range(20), strict=True))
_NUMBERS |= dict(zip(_TENS, range(20, 110, 10), strict=True))
# Words that carry no content of their own. Prepositions and "then" do: they order and place.
_STOP_WORDS = "a|an|the|is|are|was|were|be|being|been|it|its|this|that|these|those|there|some"


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        text = f"replace({text}, '{old}', '{new}')"
    return text


_TIMES = (("once", "1 time"), ("twice", "2 time"), ("thrice", "3 time"))
_DIGITS = {**{word: str(n) for word, n in _NUMBERS.items()}, **dict(_TIMES)}
# Nearly all numbers are among these few.
_OFTEN = ("one", "two", "three", "four", "five", "once", "twice")
_SELDOM = tuple(word for word in _DIGITS if word not in _OFTEN)


def _with_digits(text: str, words: tuple[str, ...]) -> str:
    return _replaced(text, *((f" {word} ", f" {_DIGITS[word]} ") for word in words))


# One rule after the other. Plain replacements cost little more than half of one pattern;
# "ring" becomes "r" everywhere, which is as good for comparing.
_SUFFIXES = _replaced(
    "x", ("ies ", "y "), ("sses ", "$ "), ("ssing ", "$ "), ("ss ", "$ "), ("s ", " "),
    *((f"{c}{c}ing ", f"{c} ") for c in "bdgmnprt"), ("rr ", "r "), ("ing ", " "), ("e ", " "),
)  # fmt: skip
_SINGLE_SPACES = _replaced("x", ("   ", " "), ("  ", " "))
_PUNCTUATION = _replaced("x", *((c, " ") for c in ",.?!-:;()/"), ('"', " "))

_WORD_MACROS = rf"""
CREATE OR REPLACE TEMP MACRO plain_punctuation(x) AS {_PUNCTUATION};
CREATE OR REPLACE TEMP MACRO only_words(x) AS CASE WHEN regexp_matches(x, '[^a-z0-9\x27 \n]')
    THEN regexp_replace(x, '[^\pL\pN\x27 \n]+', ' ', 'g') ELSE x END;
CREATE OR REPLACE TEMP MACRO single_spaces(x) AS CASE WHEN contains(x, '    ')
    THEN regexp_replace(x, '  +', ' ', 'g') ELSE {_SINGLE_SPACES} END;
"""
_MACROS = rf"""
CREATE OR REPLACE TEMP MACRO sql_normalise(x) AS lower(rtrim(CASE
    WHEN regexp_matches(x, '^\s|\s\s|[\t\n\r]|\s$')
    THEN trim(regexp_replace(x, '\s+', ' ', 'g')) ELSE x END, ',;. '));
-- The same of every line of a text at once, for a pattern inside a lambda is dear.
CREATE OR REPLACE TEMP MACRO sql_normalise_lines(x) AS lower(CASE
    WHEN regexp_matches(x, '(?m)^ |  |[ ,;.]$|[\t\f\r]') THEN regexp_replace(
        regexp_replace(x, '[ \t\f\r]+', ' ', 'g'), '(?m)^ |[ ,;.]+$', '', 'g')
    ELSE x END);
-- A list of one is how a macro names a value; nested macros that write theirs out explode.
CREATE OR REPLACE TEMP MACRO sql_words(x) AS list_transform(list_transform([plain_punctuation(
    ' ' || lower(replace(replace(x, chr(8217), chr(39)), chr(10), ' ')) || ' ')],
    lambda text: only_words(text)), lambda text: single_spaces(text))[1];
-- Of those that come often each is replaced, which costs less than to look for each.
CREATE OR REPLACE TEMP MACRO digits_for_numbers(x) AS
    CASE WHEN NOT regexp_matches(x, ' (?:{"|".join(_DIGITS)}) ') THEN x
    WHEN regexp_matches(x, ' (?:{"|".join(_SELDOM)}) ')
    THEN {_with_digits("x", _OFTEN + _SELDOM)} ELSE {_with_digits("x", _OFTEN)} END;
CREATE OR REPLACE TEMP MACRO plain_suffixes(x) AS {_SUFFIXES};
CREATE OR REPLACE TEMP MACRO without_stop_words(x) AS
    regexp_replace(x, ' (?:(?:{_STOP_WORDS}) )+', ' ', 'g');
CREATE OR REPLACE TEMP MACRO sql_stems(x) AS list_transform([x], lambda text:
    plain_suffixes(without_stop_words(digits_for_numbers(text))))[1];
"""

# Options may hold line breaks of their own: then the lines would not be the options.
_LINES = """
replace(question, chr(10), ' ') || chr(10) || array_to_string(
    CASE WHEN contains(array_to_string(options, ''), chr(10))
    THEN list_transform(options, lambda option: replace(option, chr(10), ' ')) ELSE options END,
    chr(10))
"""

# Items that were not replaced. A repaired import is judged by what binds imports.
_ITEMS = """
(SELECT i.* REPLACE (
    CASE WHEN i.origin = 'edited' AND s.fixes->>'origin' = 'imported' THEN 'imported'
    ELSE i.origin END AS origin)
FROM items i ANTI JOIN successors r ON r.item_id = i.item_id
LEFT JOIN successors s ON s.successor_id = i.item_id)
"""

# Rows are read from where those of the chunk lie: they come in the order of their items, so nearly
# all others need not be looked at.
_PLACES = """
SELECT min(r.rowid), max(r.rowid) FROM items i JOIN source_rows r ON r.row_id = i.row_id
WHERE i.seq > {after} AND i.seq <= {last}
"""

_WITH_ROWS = f"""
SELECT i.item_id, i.seq, i.dataset, i.split, i.origin, i.clip_id, i.row_id, i.question,
    i.options, i.answer_index, r.metadata, r.facts,
    -- One reading of the JSON for all three.
    CASE WHEN i.origin <> 'imported' THEN
        json_extract_string(r.metadata, ['$.caption', '$.question', '$.answer']) END AS told,
    coalesce(array_to_string(told, ' '), '') AS shown, told[2] AS source_question,
    CASE WHEN i.dataset = 'clotho-aqa' THEN
        -- A NULL would not be joined to the rest, and every answer be taken for the one before.
        list_prepend(coalesce(r.metadata->>'answer', ''),
            json_extract_string(r.facts, '$.answers[*].answer'))
    END AS answers
FROM {_ITEMS} i JOIN source_rows r ON r.row_id = i.row_id
WHERE i.seq > {{after}} AND i.seq <= {{last}}
    AND r.rowid >= {{first_row}} AND r.rowid <= {{last_row}}
"""
# Items that are only compared with: nothing of their rows is asked for.
_WORDS_ONLY = f"""
SELECT item_id, seq, dataset, split, origin, clip_id, row_id, question, options, answer_index,
    NULL::JSON AS metadata, NULL::JSON AS facts, NULL::VARCHAR[] AS told, '' AS shown,
    NULL::VARCHAR AS source_question, NULL::VARCHAR[] AS answers
FROM {_ITEMS} WHERE seq > {{after}} AND seq <= {{last}}
"""

EVERYTHING = f"{SCRATCH}.everything"
_JUDGED = rf"""
INSERT INTO {JUDGED_ROWS} BY NAME
WITH raw AS ({{raw}}), lined AS (
    SELECT *, {_LINES} AS lines FROM raw
), texts AS (
    -- All that words are made of, as one text: question, options, metadata, annotators' answers.
    SELECT * EXCLUDE (told, shown, answers), answers IS NOT NULL AS answered,
        lines || chr(10) || replace(shown, chr(10), ' ') || CASE WHEN answers IS NULL THEN ''
        -- "8times" is how some annotators write.
        ELSE chr(10) || regexp_replace(array_to_string(list_transform(answers,
            lambda said: coalesce(replace(said, chr(10), ' '), '')), chr(10)),
            '(\d)(\pL)', '\1 \2', 'g') END
        AS text
    FROM lined
), {in_stages("texts", "text")}
SELECT * EXCLUDE (text, source_question),
    replace(array_to_string(string_split(word_lines, chr(10))[:len(options) + 1], chr(10)),
        ' ' || chr(10), '') AS words,
    -- Nearly all items need no more than lower() for their keys.
    sql_normalise_lines(lines) AS key_lines, sql_normalise(source_question) AS source_question_key
FROM worded
"""

_VIEWS = f"""
CREATE TEMP VIEW everything AS FROM {EVERYTHING};
CREATE TEMP VIEW split_uses AS FROM {SCRATCH}.split_uses;
"""

_IDS = """item_id VARCHAR, seq BIGINT, dataset VARCHAR, split VARCHAR, origin VARCHAR,
    clip_id VARCHAR, row_id VARCHAR, answer_index INTEGER"""
# Made anew and not truncated, which would keep the memory.
_EMPTY_JUDGED = f"""
CREATE OR REPLACE TABLE {JUDGED_ROWS} ({_IDS}, question VARCHAR, options VARCHAR[], metadata JSON,
    facts JSON, lines VARCHAR, word_lines VARCHAR, stem_lines VARCHAR, words VARCHAR,
    key_lines VARCHAR, source_question_key VARCHAR, answered BOOLEAN);
"""
_TABLES = f"""
{_EMPTY_JUDGED}
CREATE TABLE {EVERYTHING} ({_IDS}, question_words VARCHAR, answer_words VARCHAR,
    options_hash UBIGINT, options_stems VARCHAR[]);
CREATE TABLE {SCRATCH}.split_uses (dataset VARCHAR, split VARCHAR, evaluation BOOLEAN);
"""
_SETS = """item_id, seq, dataset, split, origin, clip_id, row_id, answer_index, question_words,
    answer_words, hash(list_sort(options_key)) AS options_hash,
    CASE WHEN dataset = 'tacos' THEN options_stems END AS options_stems"""
_ADD_TO_SETS = f"""
INSERT INTO {EVERYTHING} BY NAME
SELECT {_SETS} FROM {judged_for(_SETS)} WHERE seq > {{after}} AND seq <= {{last}}
"""


def make_macros(connection: duckdb.DuckDBPyConnection, *, stems: bool = True) -> None:
    """Define the functions of words: `sql_words`, `sql_stems`, `sql_normalise` (and of lines).

    Without stems only what `in_stages` needs for words, for each takes its time.
    """
    connection.execute(_WORD_MACROS + _MACROS if stems else _WORD_MACROS)


def make_relations(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of `judged` and `everything`, empty, and `split_uses` of the splits."""
    connection.execute(_TABLES)
    splits = connection.execute("SELECT DISTINCT dataset, split FROM clips").fetchall()
    for dataset, split in splits:
        connection.execute(
            f"INSERT INTO {SCRATCH}.split_uses VALUES (?, ?, ?)",
            [dataset, split, is_for_evaluation(dataset, split)],
        )


def see_relations(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a connection call the relations by their names, and use the functions of words."""
    make_macros(connection)
    connection.execute(_VIEWS)


def add_judged(
    connection: duckdb.DuckDBPyConnection, after: int, last: int, *, words_only: bool = False
) -> None:
    """Add the items after one sequence number up to another to `judged`.

    Args:
        connection: with `see_relations`.
        after: the item before the first.
        last: the last item.
        words_only: leave NULL whatever comes from the items' rows.
    """
    # Numbers in the text: a statement with parameters is planned twice.
    if words_only:
        raw = _WORDS_ONLY.format(after=after, last=last)
    else:
        places = connection.execute(_PLACES.format(after=after, last=last)).fetchone() or (0, 0)
        raw = _WITH_ROWS.format(after=after, last=last, first_row=places[0] or 0,
                                last_row=places[1] or 0)  # fmt: skip
    connection.execute(_JUDGED.format(raw=raw))


def add_to_sets(connection: duckdb.DuckDBPyConnection, after: int, last: int) -> None:
    """Add the items of `judged` after one sequence number up to another to `everything`."""
    connection.execute(_ADD_TO_SETS.format(after=after, last=last))


def words_are_made(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether `EVERYTHING` is there: `judge` left it, and nothing came since."""
    row = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'everything' "
        f"AND database_name = {sql_text(SCRATCH.strip(chr(34)))}"
    ).fetchone()
    return bool(row and row[0])


def clear_judged(connection: duckdb.DuckDBPyConnection) -> None:
    """Make room for other items in `judged`."""
    connection.execute(_EMPTY_JUDGED)


def normalise_in_python(connection: duckdb.DuckDBPyConnection, after: int, last: int) -> None:
    """Redo the keys of `judged` that have characters which SQL folds otherwise than Python.

    Of the items after one sequence number up to another.
    """
    rows = connection.execute(
        f"SELECT item_id, question, options, metadata->>'question' FROM {JUDGED_ROWS} "
        f"WHERE seq > {after} AND seq <= {last} AND NOT "
        f"regexp_full_match(concat_ws('', lines, metadata->>'question'), '{_PLAIN}', 's')"
    ).fetchall()
    if not rows:
        return
    connection.execute(
        f"UPDATE {JUDGED_ROWS} t SET key_lines = n.key_lines, source_question_key = "
        "CASE WHEN source_question_key IS NULL THEN NULL ELSE n.source_key END "
        "FROM (SELECT unnest(?::VARCHAR[]) AS item_id, unnest(?::VARCHAR[]) AS key_lines, "
        "unnest(?::VARCHAR[]) AS source_key) n WHERE t.item_id = n.item_id",
        [
            [row[0] for row in rows],
            ["\n".join(map(normalise, (row[1], *row[2]))) for row in rows],
            [None if row[3] is None else normalise(row[3]) for row in rows],
        ],
    )

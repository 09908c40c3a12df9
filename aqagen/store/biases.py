"""Counting what `curation/biases.py` needs, over the kept items of a dataset, set-wise."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import duckdb

from aqagen.curation.biases import position_biases, strategy_bias
from aqagen.curation.words import as_lines, in_stages
from aqagen.store.connection import store_error
from aqagen.store.relations import EVERYTHING, make_macros, words_are_made
from aqagen.store.store import Store

__all__ = ["dataset_biases"]

_OPENING_WORDS = 3
_TOP_OPENINGS = 10

# Guessers are dear to follow: of larger datasets on about so many items. Their intervals are then
# those of the sample, at most 0.7 points to each side.
_SAMPLED_ITEMS = 20_000

# Ids are uniform hashes, so the smallest ones are a sample that is the same on every machine.
_SAMPLE = f"""
CREATE OR REPLACE TEMP TABLE bias_sample AS
WITH texts AS (
    SELECT dataset, len(options) AS n_options, answer_index,
        list_transform(options, lambda option: length(option)) AS lengths,
        array_to_string(list_transform(list_prepend(question, options),
            lambda said: replace(said, chr(10), ' ')), chr(10)) AS text
    FROM kept_items JOIN (SELECT unnest(?::VARCHAR[]) AS dataset, unnest(?::VARCHAR[]) AS below)
        USING (dataset)
    WHERE item_id < below
), {in_stages("texts", "text", stems=False)}, split AS (
    SELECT *, string_split(word_lines, chr(10)) AS said,
        substr(word_lines, strpos(word_lines, chr(10))) AS options_words FROM worded
), asked AS (
    -- Most words of a question are in no option: each option is asked only for the others.
    SELECT *, list_distinct(list_filter(list_transform(string_split(trim(said[1]), ' '),
        lambda word: ' ' || word || ' '), lambda word: contains(options_words, word))) AS asked
    FROM split
)
SELECT dataset, n_options, answer_index, lengths, list_transform(said[2:],
    lambda option: len(list_filter(asked, lambda word: contains(option, word)))) AS shared_words
FROM asked
"""
# Words of the kept items, from those that were made for the checks or anew.
_WORDS_MADE = f"""
SELECT e.dataset, e.question_words, e.answer_words FROM {EVERYTHING} e
SEMI JOIN kept_items k ON k.seq = e.seq
WHERE list_contains(?::VARCHAR[], e.dataset)
"""
_WORDS_ANEW = f"""
WITH texts AS (
    SELECT dataset, {as_lines("question", "options[answer_index + 1]")} AS text
    FROM kept_items WHERE list_contains(?::VARCHAR[], dataset)
), {in_stages("texts", "text", stems=False)}
SELECT dataset, string_split(word_lines, chr(10))[1] AS question_words,
    string_split(word_lines, chr(10))[2] AS answer_words FROM worded
"""
_POSITIONS = """
SELECT dataset, len(options), answer_index, count(*) FROM kept_items
WHERE list_contains(?::VARCHAR[], dataset) GROUP BY ALL ORDER BY ALL
"""

# A guesser that picks the largest (or smallest) of some numbers; of k equal ones it picks each
# as often, and is right on 1 / k of the item.
_GUESSER = (
    "sum(if({numbers}[answer_index + 1] = list_{end}({numbers}), "
    "1.0 / len(list_filter({numbers}, lambda n: n = list_{end}({numbers}))), 0.0))"
)
_GUESSES = f"""
SELECT dataset, count(*), avg(1.0 / n_options),
    {_GUESSER.format(numbers="lengths", end="max")},
    {_GUESSER.format(numbers="lengths", end="min")},
    {_GUESSER.format(numbers="shared_words", end="max")}
FROM bias_sample GROUP BY dataset
"""

_TYPES = """
SELECT dataset, CASE
    WHEN contains(words, ' how many ') THEN 'how many'
    WHEN regexp_matches(words, '^ (?:what|which|who|whose|where|when|why|how) ')
        THEN string_split(words, ' ')[2]
    WHEN regexp_matches(words, '^ (?:is|are|was|were|do|does|did|can|could|has|have|had|'
        || 'will|would|should|may|might) ') THEN 'yes or no'
    WHEN regexp_matches(words, ' (?:what|which|who|whose|where|when|why|how) ')
        THEN 'later in the sentence'
    ELSE 'none' END AS kind, sum(times)::BIGINT AS n
FROM bias_questions GROUP BY ALL ORDER BY n DESC, kind
"""

_OPENINGS = f"""
SELECT dataset, array_to_string(string_split(trim(words), ' ')[:{_OPENING_WORDS}], ' ') AS opening,
    sum(times)::BIGINT AS n
FROM bias_questions GROUP BY dataset, opening HAVING n > 1
QUALIFY row_number() OVER (PARTITION BY dataset ORDER BY n DESC, opening) <= {_TOP_OPENINGS}
ORDER BY n DESC, opening
"""

# Texts that differ, with how often each comes: all that is counted here.
_DISTINCT = """
CREATE OR REPLACE TEMP TABLE {table} AS
SELECT dataset, {column} AS words, count(*) AS times FROM bias_words GROUP BY ALL
"""
_VOCABULARY = """
SELECT dataset, coalesce(sum(n), 0)::BIGINT, count(word), any_value(n_texts) FROM (
    SELECT dataset, word, sum(times) AS n FROM (
        SELECT dataset, unnest(string_split(trim(words), ' ')) AS word, times FROM {table}
    ) WHERE word <> '' GROUP BY ALL
) RIGHT JOIN (SELECT dataset, count(*) AS n_texts FROM {table} GROUP BY dataset) USING (dataset)
GROUP BY dataset
"""


_COUNTS = ("words", "distinct_words", "distinct_texts")
# Where the texts that differ are, and the column that they come from.
_TABLES = {
    "questions": ("bias_questions", "question_words"),
    "answers": ("bias_answers", "answer_words"),
}


def dataset_biases(
    store: Store, datasets: Sequence[str], *, texts: bool = True
) -> dict[str, dict[str, Any]]:
    """Return the biases of the kept items by dataset, for `aqagen stats` and `aqagen validate`.

    Args:
        store: the store.
        datasets: their names; all at once, for planning is most of a small set's time.
        texts: also count types and openings of questions, and words.

    Raises:
        StoreError: DuckDB could not count them.
    """
    rows = store.fetch(_POSITIONS, [list(datasets)])
    positions: dict[str, _Positions] = {name: {} for name in datasets}
    for dataset, n_options, index, n in rows:
        positions[dataset][n_options, index] = n
    # Side by side: small statements keep one core busy.
    parts = [_against_chance, _texts] if texts else [_against_chance]
    with ThreadPoolExecutor(len(parts)) as pool:
        found = list(pool.map(partial(_with_connection, store, positions), parts))
    return {
        name: {key: value for part in found for key, value in part[name].items()}
        for name in datasets
    }


# Items of a dataset by number of options and index of the answer.
_Positions = dict[tuple[int, int], int]
_Reports = dict[str, dict[str, Any]]


def _with_connection(
    store: Store,
    positions: dict[str, _Positions],
    part: Callable[[duckdb.DuckDBPyConnection, dict[str, _Positions]], _Reports],
) -> _Reports:
    connection = store.connection.cursor()
    try:
        return part(connection, positions)
    except duckdb.Error as error:
        raise store_error(store.path, error) from error
    finally:
        connection.close()


def _against_chance(
    connection: duckdb.DuckDBPyConnection, positions: dict[str, _Positions]
) -> _Reports:
    n_items = {name: sum(counts.values()) for name, counts in positions.items()}
    shares = [_SAMPLED_ITEMS / max(1, n) for n in n_items.values()]
    below = [f"{int(share * 16**8):08x}" if share < 1 else "g" for share in shares]
    make_macros(connection, stems=False)
    connection.execute(_SAMPLE, [list(positions), below])
    guesses = {name: numbers for name, *numbers in connection.execute(_GUESSES).fetchall()}
    connection.execute("DROP TABLE bias_sample")
    return {
        name: _report(counts, n_items[name], *guesses.get(name, (0, 0.0, 0.0, 0.0, 0.0)))
        for name, counts in positions.items()
    }


def _report(
    positions: _Positions, n_items: int, n_sampled: int, chance: float, longest: float,
    shortest: float, shared: float,
) -> dict[str, Any]:  # fmt: skip
    biases = [
        *position_biases(positions),
        strategy_bias("pick the longest", longest, chance, n_sampled),
        strategy_bias("pick the shortest", shortest, chance, n_sampled),
        strategy_bias("pick the most words of the question", shared, chance, n_sampled),
    ]
    counts: Counter[int] = Counter()
    for (n_options, _), n in positions.items():
        counts[n_options] += n
    return {
        "items": n_items,
        "against_chance": {bias.name: bias.as_json() for bias in biases},
        "option_count": {str(n_options): n for n_options, n in sorted(counts.items())},
    }


def _texts(connection: duckdb.DuckDBPyConnection, positions: dict[str, _Positions]) -> _Reports:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    made = words_are_made(connection)
    if not made:
        make_macros(connection, stems=False)
    words = _WORDS_MADE if made else _WORDS_ANEW
    connection.execute(f"CREATE OR REPLACE TEMP TABLE bias_words AS {words}", [list(positions)])
    reports: _Reports = {
        name: {
            "question_types": {},
            "repeated_openings": {},
            "vocabulary": {text: dict.fromkeys(_COUNTS, 0) for text in _TABLES},
        }
        for name in positions
    }
    for text, (table, column) in _TABLES.items():
        connection.execute(_DISTINCT.format(table=table, column=column))
        for name, *counts in rows(_VOCABULARY.format(table=table)):
            reports[name]["vocabulary"][text] = dict(zip(_COUNTS, counts, strict=True))
    for field, sql in (("question_types", _TYPES), ("repeated_openings", _OPENINGS)):
        for name, what, n in rows(sql):
            reports[name][field][what] = n
    for table in ("bias_words", *(table for table, _ in _TABLES.values())):
        connection.execute(f"DROP TABLE {table}")
    return reports

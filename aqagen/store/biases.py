"""Counting what `curation/biases.py` needs, over the kept items of a dataset, set-wise."""

from collections import Counter
from typing import Any

import duckdb

from aqagen.curation.biases import position_biases, strategy_bias
from aqagen.curation.words import as_lines, in_stages
from aqagen.store.connection import store_error
from aqagen.store.relations import make_macros
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
    SELECT len(options) AS n_options, answer_index,
        list_transform(options, lambda option: length(option)) AS lengths,
        array_to_string(list_transform(list_prepend(question, options),
            lambda said: replace(said, chr(10), ' ')), chr(10)) AS text
    FROM kept_items WHERE dataset = ? AND item_id < ?
), {in_stages("texts", "text", stems=False)}, split AS (
    SELECT *, string_split(word_lines, chr(10)) AS said FROM worded
), asked AS (
    SELECT *, list_distinct(string_split(trim(said[1]), ' ')) AS asked FROM split
)
SELECT n_options, answer_index, lengths, list_transform(said[2:], lambda option:
    len(list_filter(asked, lambda word: contains(option, ' ' || word || ' ')))) AS shared_words
FROM asked
"""
_TEXTS = f"""
CREATE OR REPLACE TEMP TABLE bias_items AS
WITH texts AS (
    SELECT {as_lines("question", "options[answer_index + 1]")} AS text
    FROM kept_items WHERE dataset = ?
), {in_stages("texts", "text", stems=False)}
SELECT string_split(word_lines, chr(10))[1] AS question_words,
    string_split(word_lines, chr(10))[2] AS answer_words FROM worded
"""
_POSITIONS = """
SELECT len(options), answer_index, count(*) FROM kept_items WHERE dataset = ?
GROUP BY ALL ORDER BY ALL
"""

# A guesser that picks the largest (or smallest) of some numbers; of k equal ones it picks each
# as often, and is right on 1 / k of the item.
_GUESSER = (
    "sum(if({numbers}[answer_index + 1] = list_{end}({numbers}), "
    "1.0 / len(list_filter({numbers}, lambda n: n = list_{end}({numbers}))), 0.0))"
)
_GUESSES = f"""
SELECT count(*), coalesce(avg(1.0 / n_options), 0),
    coalesce({_GUESSER.format(numbers="lengths", end="max")}, 0),
    coalesce({_GUESSER.format(numbers="lengths", end="min")}, 0),
    coalesce({_GUESSER.format(numbers="shared_words", end="max")}, 0)
FROM bias_sample
"""

_TYPES = """
SELECT CASE
    WHEN contains(question_words, ' how many ') THEN 'how many'
    WHEN regexp_matches(question_words, '^ (?:what|which|who|whose|where|when|why|how) ')
        THEN string_split(question_words, ' ')[2]
    WHEN regexp_matches(question_words, '^ (?:is|are|was|were|do|does|did|can|could|has|have|had|'
        || 'will|would|should|may|might) ') THEN 'yes or no'
    WHEN regexp_matches(question_words, ' (?:what|which|who|whose|where|when|why|how) ')
        THEN 'later in the sentence'
    ELSE 'none' END AS kind, count(*)
FROM bias_items GROUP BY kind ORDER BY count(*) DESC, kind
"""

_OPENINGS = f"""
SELECT array_to_string(string_split(trim(question_words), ' ')[:{_OPENING_WORDS}], ' ') AS opening,
    count(*) FROM bias_items GROUP BY opening HAVING count(*) > 1
ORDER BY count(*) DESC, opening LIMIT {_TOP_OPENINGS}
"""

# Words are counted over texts that differ, each as often as it occurs.
_VOCABULARY = """
SELECT coalesce(sum(n), 0)::BIGINT, count(*), (SELECT count(DISTINCT {text}) FROM bias_items)
FROM (
    SELECT word, sum(times) AS n FROM (
        SELECT unnest(string_split(trim({text}), ' ')) AS word, times
        FROM (SELECT {text}, count(*) AS times FROM bias_items GROUP BY {text})
    ) WHERE word <> '' GROUP BY word
)
"""


def dataset_biases(store: Store, dataset: str, *, texts: bool = True) -> dict[str, Any]:
    """Return the biases of a dataset's kept items, for `aqagen stats` and `aqagen validate`.

    Args:
        store: the store.
        dataset: the dataset's name.
        texts: also count types and openings of questions, and words.

    Raises:
        StoreError: DuckDB could not count them.
    """
    connection = store.connection.cursor()
    try:
        make_macros(connection)
        report = _against_chance(connection, dataset)
        if texts:
            report |= _texts(connection, dataset)
    except duckdb.Error as error:
        raise store_error(store.path, error) from error
    finally:
        connection.close()
    return report


def _against_chance(connection: duckdb.DuckDBPyConnection, dataset: str) -> dict[str, Any]:
    rows = connection.execute(_POSITIONS, [dataset]).fetchall()
    positions = {(n_options, index): n for n_options, index, n in rows}
    counts: Counter[int] = Counter()
    for (n_options, _), n in positions.items():
        counts[n_options] += n
    share = _SAMPLED_ITEMS / max(1, counts.total())
    connection.execute(_SAMPLE, [dataset, f"{int(share * 16**8):08x}" if share < 1 else "g"])
    (guesses,) = connection.execute(_GUESSES).fetchall()
    connection.execute("DROP TABLE bias_sample")
    n_items, chance, longest, shortest, shared = guesses
    biases = [
        *position_biases(positions),
        strategy_bias("pick the longest", longest, chance, n_items),
        strategy_bias("pick the shortest", shortest, chance, n_items),
        strategy_bias("pick the most words of the question", shared, chance, n_items),
    ]
    return {
        "items": counts.total(),
        "against_chance": {bias.name: bias.as_json() for bias in biases},
        "option_count": {str(n_options): n for n_options, n in sorted(counts.items())},
    }


def _texts(connection: duckdb.DuckDBPyConnection, dataset: str) -> dict[str, Any]:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    connection.execute(_TEXTS, [dataset])
    report = {
        "question_types": dict(rows(_TYPES)),
        "repeated_openings": dict(rows(_OPENINGS)),
        "vocabulary": {
            name: dict(zip(("words", "distinct_words", "distinct_texts"), found, strict=True))
            for name, found in (
                ("questions", rows(_VOCABULARY.format(text="question_words"))[0]),
                ("answers", rows(_VOCABULARY.format(text="answer_words"))[0]),
            )
        },
    }
    connection.execute("DROP TABLE bias_items")
    return report

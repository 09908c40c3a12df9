"""Counting what `curation/biases.py` needs, over the kept items of a dataset, set-wise."""

from collections import Counter
from typing import Any

import duckdb

from aqagen.curation.biases import position_biases, strategy_bias
from aqagen.store.connection import store_error
from aqagen.store.relations import make_macros
from aqagen.store.store import Store

__all__ = ["dataset_biases"]

_OPENING_WORDS = 3
_TOP_OPENINGS = 10

# Shared words are the dearest to count: of larger datasets, of about so many items. Their interval
# is then that of the sample, at most half a point wide.
_SHARED_ITEMS = 50_000

# Ids are uniform hashes, so the smallest ones are a sample that is the same on every machine.
_ITEMS = """
CREATE OR REPLACE TEMP TABLE bias_items AS
WITH worded AS (
    SELECT options, answer_index, len(options) AS n_options, item_id < ? AS is_sampled,
        list_transform(options, lambda option: length(option)) AS lengths,
        sql_words(question) AS question_words, sql_words(options[answer_index + 1]) AS answer_words
    FROM kept_items WHERE dataset = ?
)
SELECT n_options, answer_index, lengths, question_words, answer_words, is_sampled,
    CASE WHEN is_sampled THEN list_transform(options, lambda option: len(list_filter(
        list_distinct(string_split(trim(question_words), ' ')),
        lambda word: contains(sql_words(option), ' ' || word || ' ')))) END AS shared_words
FROM worded
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
    coalesce({_GUESSER.format(numbers="lengths", end="min")}, 0)
FROM bias_items
"""
_SHARED = f"""
SELECT count(*), coalesce(avg(1.0 / n_options), 0),
    coalesce({_GUESSER.format(numbers="shared_words", end="max")}, 0)
FROM bias_items WHERE is_sampled
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


def dataset_biases(store: Store, dataset: str) -> dict[str, Any]:
    """Return the biases of a dataset's kept items, for `aqagen stats` and `aqagen validate`.

    Raises:
        StoreError: DuckDB could not count them.
    """
    connection = store.connection.cursor()
    try:
        make_macros(connection)
        share = _SHARED_ITEMS / max(1, store.count("kept_items", dataset))
        below = f"{int(share * 16**8):08x}" if share < 1 else "g"
        connection.execute(_ITEMS, [below, dataset])
        report = _report(connection)
        connection.execute("DROP TABLE bias_items")
    except duckdb.Error as error:
        raise store_error(store.path, error) from error
    finally:
        connection.close()
    return report


def _report(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    n_items, chance, longest, shortest = rows(_GUESSES)[0]
    n_shared, shared_chance, shared = rows(_SHARED)[0]
    positions = {
        (n_options, index): n
        for n_options, index, n in rows(
            "SELECT n_options, answer_index, count(*) FROM bias_items GROUP BY ALL ORDER BY ALL"
        )
    }
    counts: Counter[int] = Counter()
    for (n_options, _), n in positions.items():
        counts[n_options] += n
    biases = [
        *position_biases(positions),
        strategy_bias("pick the longest", longest, chance, n_items),
        strategy_bias("pick the shortest", shortest, chance, n_items),
        strategy_bias("pick the most words of the question", shared, shared_chance, n_shared),
    ]
    return {
        "items": n_items,
        "against_chance": {bias.name: bias.as_json() for bias in biases},
        "option_count": {str(n_options): n for n_options, n in sorted(counts.items())},
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

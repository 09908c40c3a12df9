"""The store: one DuckDB file that keeps everything, and the questions that are asked of it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import duckdb

from aqagen.errors import MixError
from aqagen.records import Clip, Completion, SourceRow
from aqagen.store.conditions import fault_of_condition
from aqagen.store.connection import open_connection, store_error
from aqagen.store.tables import to_json
from aqagen.store.writer import Writer

__all__ = ["LABELS", "Store"]

# The columns of the view `item_labels`, beside the item's id.
LABELS = (
    "text_only", "silence", "shuffled_audio", "difficulty", "weak", "strong", "trainable",
    "judge_score", "judge_answerable", "judge_correct", "judge_distractors_wrong",
    "judge_distractors_plausible", "judge_language",
)  # fmt: skip
# Of the view `kept_items`, those that a user may ask about.
_ITEM_COLUMNS = (
    "item_id", "dataset", "split", "clip_id", "row_id", "question", "options", "answer_index",
    "origin", "completion_id",
)  # fmt: skip
_KNOWN_COLUMNS = (
    f"Columns are those of the view kept_items: {', '.join(_ITEM_COLUMNS)}; and of item_labels, "
    f"NULL where nobody asked: {', '.join(LABELS)}."
)


class Store:
    """An open store. Use it as a context manager.

    One process at a time may hold the file; inside it, readers use this object and
    everything is written by the one `writer()`.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, must_exist: bool = False) -> Self:
        """Open the store at `path`, creating and migrating it as needed.

        Raises:
            StoreBusyError: another process holds it (its process id is named).
            StoreVersionError: a newer aqagen wrote it.
            StoreError: it cannot be opened; or `must_exist` and it is not there.
        """
        return cls(open_connection(path, must_exist=must_exist), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def limit_memory(self, megabytes: int) -> None:
        """Let DuckDB keep at most so much in memory; it goes to disk for more."""
        self.fetch(f"SET memory_limit = '{megabytes}MB'")

    def writer(self) -> Writer:
        """Return the writer; there may be one at a time."""
        return Writer(self.connection, self.path)

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one query and return its rows.

        Raises:
            StoreError: DuckDB could not run it.
        """
        try:
            return self.connection.cursor().execute(sql, list(parameters)).fetchall()
        except duckdb.Error as error:
            raise store_error(self.path, error) from error

    def save_config(
        self,
        config_id: str,
        *,
        model: str,
        prompt_name: str,
        prompt_hash: str,
        prompt_text: str,
        settings: Mapping[str, Any],
    ) -> None:
        """Keep what shapes every answer of a run, once: the prompt's text, model and sampling."""
        self.fetch(
            "INSERT OR IGNORE INTO request_configs VALUES (?, ?, ?, ?, ?, ?, now()::TIMESTAMP)",
            [config_id, model, prompt_name, prompt_hash, prompt_text, to_json(settings)],
        )

    def count_accepted(self, config_id: str, dataset: str, split: str | None) -> int:
        """Count the samples that became an item by this configuration, of a split if named."""
        rows = self.fetch(
            "SELECT count(*) FROM (SELECT DISTINCT c.row_id, c.sample FROM completions c "
            "JOIN source_rows r USING (row_id) WHERE c.config_id = ? AND c.n_items > 0 "
            "AND c.dataset = ? AND coalesce(? = r.split, TRUE))",
            [config_id, dataset, split],
        )
        return int(rows[0][0])

    def accepted_rows(self, config_id: str) -> set[str]:
        """Return the ids of the rows that have an item by this configuration."""
        rows = self.fetch(
            "SELECT DISTINCT row_id FROM completions WHERE config_id = ? AND n_items > 0",
            [config_id],
        )
        return {row[0] for row in rows}

    def unparsed(self) -> Iterator[tuple[Completion, SourceRow]]:
        """Yield answers that were stored but not parsed, because a run was cut off between."""
        rows = self.fetch(
            "SELECT c.completion_id, c.request_id, c.attempt, c.dataset, c.row_id, c.model, "
            "c.prompt_name, c.prompt_hash, c.config_id, c.sample, c.text, c.finish_reason, "
            "c.prompt_tokens, c.completion_tokens, c.latency_ms, c.error, c.origin, "
            "epoch(c.created_at), l.clip_id, l.dataset, r.split, l.file_name, "
            "r.metadata, r.facts, r.file, r.line "
            "FROM completions c JOIN source_rows r USING (row_id) JOIN clips l USING (clip_id) "
            "WHERE c.text IS NOT NULL AND c.n_items IS NULL"
        )
        for row in rows:
            completion = Completion(*row[:18])
            metadata, facts, file, line = row[22:]
            clip = Clip(*row[18:22])
            yield (
                completion,
                SourceRow(
                    completion.row_id, clip, json.loads(metadata), json.loads(facts), file, line
                ),
            )

    def datasets(self) -> list[str]:
        """Return the names of the datasets that have items."""
        return [row[0] for row in self.fetch("SELECT DISTINCT dataset FROM items ORDER BY 1")]

    def all_datasets(self) -> list[str]:
        """Return the names of the datasets of which anything was read."""
        rows = self.fetch(
            "SELECT dataset FROM source_rows UNION SELECT dataset FROM skipped_rows ORDER BY 1"
        )
        return [row[0] for row in rows]

    def reasons(self, table: str, dataset: str) -> dict[str, int]:
        """Count a dataset's rows of a table or view that has a `reason`, most frequent first."""
        rows = self.fetch(
            f"SELECT reason, count(*) FROM {table} WHERE dataset = ? "
            "GROUP BY reason ORDER BY count(*) DESC, reason",
            [dataset],
        )
        return {row[0]: row[1] for row in rows}

    def count(self, table: str, dataset: str) -> int:
        """Count a dataset's rows in a table or view."""
        sql = f"SELECT count(*) FROM {table} WHERE dataset = ?"
        return int(self.fetch(sql, [dataset])[0][0])

    def probe_histograms(self) -> list[dict[str, Any]]:
        """Count the items of each dataset, probe and model by their share of right answers.

        `histogram` has eleven numbers: of the items next to 0%, 10%, ... 100% right.
        """
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for dataset, probe, model, tenth, n, trials in self.fetch(
            "SELECT i.dataset, p.probe, p.model, CAST(round(10.0 * p.correct / p.trials) AS INT), "
            "count(*), max(p.trials) FROM probes p JOIN items i USING (item_id) WHERE p.trials > 0 "
            "GROUP BY ALL ORDER BY ALL"
        ):
            each = found.setdefault(
                (dataset, probe, model),
                {"dataset": dataset, "probe": probe, "model": model, "trials": 0,
                 "histogram": [0] * 11},
            )  # fmt: skip
            each["histogram"][tenth] += n
            each["trials"] = max(each["trials"], trials)
        return list(found.values())

    def unjudged(self, dataset: str) -> int:
        """Count the items that the checks in force have not all looked at."""
        rows = self.fetch(
            "SELECT count(*) FROM items i ANTI JOIN successors USING (item_id) "
            "LEFT JOIN judged_up_to j USING (dataset) "
            "WHERE dataset = ? AND i.seq > coalesce(j.last_seq, 0)",
            [dataset],
        )
        return int(rows[0][0])

    def kept_ids(self, dataset: str, splits: Sequence[str], where: str | None) -> list[str]:
        """Return the ids of a dataset's kept items, sorted, narrowed by the user's SQL.

        Args:
            dataset: the dataset's name.
            splits: only items of these splits; of any when empty.
            where: a condition over the columns of `kept_items` and `item_labels` (NULL where
                nobody asked), and nothing else: no subquery, no file, nothing of chance.

        Raises:
            MixError: it is not such a condition, or DuckDB cannot run it.
        """
        condition = labels = ""
        if where is not None:
            fault = fault_of_condition(self.connection.cursor(), where, (*_ITEM_COLUMNS, *LABELS))
            if fault:
                raise _wrong_condition(where, fault)
            condition = f" WHERE ({where}\n)"
            labels = "LEFT JOIN item_labels USING (item_id)"
        sql = (
            f"SELECT item_id FROM (SELECT * FROM kept_items {labels} WHERE dataset = ? AND "
            "(len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], split))) kept_items"
            f"{condition} ORDER BY 1"
        )
        try:
            rows = (
                self.connection.cursor()
                .execute(sql, [dataset, list(splits), list(splits)])
                .fetchall()
            )
        except duckdb.Error as error:
            if where is None:
                raise store_error(self.path, error) from error
            raise _wrong_condition(where, str(error).splitlines()[0]) from error
        return [row[0] for row in rows]

    def mixture_items(self, item_ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return what a mixture says of items, by id.

        Each value is (dataset, clip_id, question, options, answer_index, audio_path, origin).
        """
        rows = self.fetch(
            "SELECT i.item_id, i.dataset, i.clip_id, i.question, i.options, i.answer_index, "
            "c.audio_path, i.origin FROM items i "
            "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS item_id) USING (item_id) "
            "LEFT JOIN clips c ON c.clip_id = i.clip_id",
            [list(item_ids)],
        )
        return {row[0]: row[1:] for row in rows}

    def clip_rights(self, clip_ids: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """Return what is known of clips' rights, by clip id: licence and Freesound id."""
        rows = self.fetch(
            "SELECT clip_id, license, freesound_id FROM clips "
            "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS clip_id) USING (clip_id)",
            [list(clip_ids)],
        )
        return {row[0]: (row[1], row[2]) for row in rows}


def _wrong_condition(where: str, fault: str) -> MixError:
    return MixError(
        f"--where {where!r}: {fault}. Expected one condition in SQL over the columns of an item, "
        f"as text_only < 0.5. {_KNOWN_COLUMNS}"
    )

"""From one evaluated checkpoint back to the recordings it was trained on."""

import json
from pathlib import Path

import duckdb

from benchmarks.miniature.plan import FULL

__all__ = ["trace"]

_QUERY = """
SELECT m.item_id, m.question, m.answer, i.origin, r.file, r.line, c.file_name,
    list_transform(s.events, lambda e: e.file_name) AS recordings,
    list_transform(s.events, lambda e: e.onset_s) AS onsets_s
FROM '{mixture}' m
JOIN items i USING (item_id)
JOIN source_rows r USING (row_id)
JOIN clips c ON c.clip_id = i.clip_id
JOIN read_json('{scenes}') s
    ON s.scene = c.file_name OR s.split || '/' || s.scene = c.file_name
"""


def trace(out: Path, arm: str = "curated", seed: int = 0) -> str:
    """Return the section of the report: files, the query, and what it answers."""
    evaluation = out / "evaluations" / f"{arm}-{seed}" / "scores.json"
    if not evaluation.exists():
        return ""
    scores = json.loads(evaluation.read_text(encoding="utf-8"))
    mixture = out / "mixtures" / f"{arm}-{seed}.parquet"
    manifest = json.loads(mixture.with_name(f"{mixture.name}.manifest.json").read_text("utf-8"))
    query = _QUERY.format(mixture=mixture, scenes=out / "data" / "scenes.jsonl")
    with duckdb.connect(str(out / "stores" / "curated.duckdb"), read_only=True) as store:
        rows = store.sql(f"{query} ORDER BY m.item_id LIMIT 3").fetchall()  # noqa: S608
        n_rows, n_recordings, folds = store.sql(
            "SELECT count(DISTINCT item_id), count(DISTINCT recording), "
            "list_sort(list(DISTINCT recording[1])) FROM "
            f"(SELECT item_id, unnest(recordings) AS recording FROM ({query}))"  # noqa: S608
        ).fetchall()[0]
    checkpoint = f"runs/{arm}-{seed}/checkpoint-{FULL.grpo_steps}"
    shown = _QUERY.format(mixture=f"mixtures/{arm}-{seed}.parquet", scenes="data/scenes.jsonl")
    table = [
        f"| {question} | {answer} | {origin} | {file}:{line} | {clip} | "
        + ", ".join(f"`{name}` at {at:.2f} s" for name, at in zip(names, onsets, strict=True))
        + " |"
        for _, question, answer, origin, file, line, clip, names, onsets in rows
    ]
    return "\n".join(
        [
            "## Back to the recordings",
            "",
            f"`evaluations/{arm}-{seed}/scores.json` is of `{checkpoint}` (benchmark "
            f"`{scores['benchmark_hash'][:12]}`, {scores['question_weighted']['correct']} of "
            f"{scores['question_weighted']['n']} right), which "
            f"`aqagen train mixtures/{arm}-{seed}.parquet` made (`steps.jsonl` has the command). The mixture's "
            f"manifest: {manifest['rows']:,} rows, seed {manifest['seed']}, file "
            f"`{manifest['file_sha256'][:12]}`, drawn from items `{manifest['store_content_sha256'][:12]}`. "
            "From there SQL goes on (`duckdb stores/curated.duckdb`):",
            "",
            f"```sql{shown.rstrip()};\n```",
            "",
            "| question | answer | origin | row | scene | recordings |",
            "|---|---|---|---|---|---|",
            *table,
            "",
            f"All {n_rows:,} rows: {n_recordings} recordings, of the folds {', '.join(folds)}.",
        ]
    )

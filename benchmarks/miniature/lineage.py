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
FROM read_parquet($mixture) m
JOIN items i USING (item_id)
JOIN source_rows r USING (row_id)
JOIN clips c ON c.clip_id = i.clip_id
JOIN read_json($scenes) s
    ON s.scene = c.file_name OR s.split || '/' || s.scene = c.file_name
"""
_COUNTS = f"""
SELECT count(DISTINCT item_id), count(DISTINCT recording), list_sort(list(DISTINCT recording[1]))
FROM (SELECT item_id, unnest(recordings) AS recording FROM ({_QUERY}))
"""  # noqa: S608 - of constants


def trace(out: Path, arm: str = "curated", seed: int = 0) -> str:
    """Return the section of the report: files, the query, and what it answers."""
    evaluation = out / "evaluations" / f"{arm}-{seed}" / "scores.json"
    if not evaluation.exists():
        return ""
    scores = json.loads(evaluation.read_text(encoding="utf-8"))
    mixture = out / "mixtures" / f"{arm}-{seed}.parquet"
    manifest = json.loads(mixture.with_name(f"{mixture.name}.manifest.json").read_text("utf-8"))
    places = {"mixture": str(mixture), "scenes": str(out / "data" / "scenes.jsonl")}
    with duckdb.connect(str(out / "stores" / "curated.duckdb"), read_only=True) as store:
        rows = store.execute(f"{_QUERY} ORDER BY m.item_id LIMIT 3", places).fetchall()
        n_rows, n_recordings, folds = store.execute(_COUNTS, places).fetchall()[0]
    checkpoint = f"runs/{arm}-{seed}/checkpoint-{FULL.grpo_steps}"
    shown = _QUERY.replace("$mixture", f"'mixtures/{arm}-{seed}.parquet'")
    shown = shown.replace("$scenes", "'data/scenes.jsonl'")
    table = [
        f"| {question} | {answer} | {origin} | {file}:{line} | {clip} | "
        + ", ".join(f"`{name}` at {at:.2f} s" for name, at in zip(names, onsets, strict=True))
        + " |"
        for _, question, answer, origin, file, line, clip, names, onsets in rows
    ]
    manifest_says = (
        f"{manifest['rows']:,} rows, seed {manifest['seed']}, "
        f"file `{manifest['file_sha256'][:12]}`, drawn from the items "
        f"`{manifest['store_content_sha256'][:12]}`"
    )
    told = (
        f"`evaluations/{arm}-{seed}/scores.json` (benchmark `{scores['benchmark_hash'][:12]}`, "
        f"{scores['correct']} of {scores['n']} right) is\nof `{checkpoint}`, which "
        f"`aqagen train mixtures/{arm}-{seed}.parquet` made; `steps.jsonl`\nhas the commands. "
        f"The mixture's manifest: {manifest_says}.\n"
        "From there SQL goes on, in `stores/curated.duckdb`:"
    )
    return "\n".join(
        (
            told,
            "",
            f"```sql{shown.rstrip()};\n```",
            "",
            "| question | answer | origin | row | scene | recordings |",
            "|---|---|---|---|---|---|",
            *table,
            "",
            f"All {n_rows:,} rows: {n_recordings} recordings, of the folds {', '.join(folds)}.",
        )
    )

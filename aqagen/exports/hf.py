"""A Hugging Face dataset: Parquet shards with the sound in them, and a dataset card.

`datasets.load_dataset(folder)` loads it without a network. The features stand in each file (the
key `huggingface`) and in the card.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from aqagen.exports.base import UNKNOWN, Export, ExportRow, Format
from aqagen.store.parquet import write_audio_parquet

__all__ = ["FORMAT"]

_SHARD_BYTES = 256_000_000  # of sound; a shard is in memory while it is written

# By column: DuckDB's type, and the feature as `datasets` writes it.
_TEXT = ("VARCHAR", {"dtype": "string", "_type": "Value"})
_COLUMNS: dict[str, tuple[str, dict[str, Any]]] = {
    "item_id": _TEXT,
    "dataset": _TEXT,
    "clip_id": _TEXT,
    "question": _TEXT,
    "options": ("VARCHAR[]", {"feature": {"dtype": "string", "_type": "Value"}, "_type": "List"}),
    "answer": _TEXT,
    "answer_index": ("INTEGER", {"dtype": "int32", "_type": "Value"}),
    "origin": _TEXT,
    "audio_license": _TEXT,
    "annotation_license": _TEXT,
    "freesound_id": _TEXT,
}
_FEATURES = {"audio": {"_type": "Audio"}} | {name: kind for name, (_, kind) in _COLUMNS.items()}


def _write(export: Export, folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    shards = list(_shards(export.rows))
    types = {name: kind for name, (kind, _) in _COLUMNS.items()}
    metadata = json.dumps({"info": {"features": _FEATURES}})
    for number, rows in enumerate(shards):
        path = data / f"train-{number:05}-of-{len(shards):05}.parquet"
        write_audio_parquet((_row(row) for row in rows), path, types, metadata)
    (folder / "README.md").write_text(_card(export), encoding="utf-8")


def _shards(rows: Iterable[ExportRow]) -> Iterator[list[ExportRow]]:
    shard: list[ExportRow] = []
    n_bytes = 0
    for row in rows:
        size = row.audio.stat().st_size
        if shard and n_bytes + size > _SHARD_BYTES:
            yield shard
            shard, n_bytes = [], 0
        shard.append(row)
        n_bytes += size
    yield shard


def _row(row: ExportRow) -> dict[str, Any]:
    item = row.item.model_dump(exclude={"audio_path"})
    return item | {
        "audio": (row.audio.read_bytes(), row.audio.name),
        "audio_license": row.audio_license,
        "annotation_license": row.annotation_license,
        "freesound_id": row.freesound_id,
    }


def _card(export: Export) -> str:
    head = {
        "pretty_name": export.name,
        "license": "other",
        "license_name": "per-row",
        "task_categories": ["audio-text-to-text"],
        "tags": ["audio", "audio-question-answering", "aqagen"],
        # Here too: DuckDB writes columns without nulls as required, whose features `datasets` does
        # not take from the file.
        "dataset_info": {
            "features": [{"name": "audio", "dtype": "audio"}, *map(_declared, _COLUMNS)]
        },
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": "train", "path": "data/train-*.parquet"}],
            }
        ],
    }
    unknown = sum(UNKNOWN in {row.audio_license, row.annotation_license} for row in export.rows)
    left_out = (
        f"\n{export.n_without_audio:,} rows of the mixture are left out: their sound was not at "
        "hand.\n"
        if export.n_without_audio
        else ""
    )
    return f"""---
{yaml.safe_dump(head, sort_keys=False, allow_unicode=True).strip()}
---

# {export.name}

{len(export.rows):,} questions about sounds with options, one of them right, mixed by aqagen.
{left_out}
```python
from datasets import load_dataset
items = load_dataset("PATH", split="train")
```

## Sources

{_table("dataset", export.counts(lambda row: row.item.dataset))}

{_table("origin", export.counts(lambda row: row.item.origin))}

`generated`: a language model wrote question and options from the dataset's metadata; `edited`: one
of those, repaired by rule; `imported`: as its dataset has it; `offline`: written by rule, to try
things out.

## Licences

Each row has its own: `audio_license` is that of the recording, as its dataset states it,
`annotation_license` that of the captions or questions that the item was made from.
**For {unknown:,} of {len(export.rows):,} rows one of the two is unknown**: find it out before you
pass them on. Licences with attribution ask for the author's name; `freesound_id` leads to it
(`https://freesound.org/s/ID/`).

{_table("audio_license", export.counts(lambda row: row.audio_license))}

{_table("annotation_license", export.counts(lambda row: row.annotation_license))}

## Columns

`audio`, `question`, `options` (without letters, in the order to be shown), `answer` =
`options[answer_index]`, `dataset`, `origin`, `item_id` and `clip_id` (content hashes, by which the
store leads back to the metadata).
{_recipe(export.manifest)}"""


def _declared(name: str) -> dict[str, Any]:
    """A column as the head of a card says it."""
    kind = _COLUMNS[name][1]
    inner = kind.get("feature")
    return {"name": name} | ({"list": inner["dtype"]} if inner else {"dtype": kind["dtype"]})


def _table(name: str, counts: Mapping[str, int]) -> str:
    rows = (f"| {_cell(key)} | {n:,} |" for key, n in counts.items())
    return "\n".join([f"| {name} | rows |", "|---|---|", *rows])


def _cell(text: str) -> str:
    """A text of a dataset inside of a table: one line, no bars, no markup."""
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "/")[:200] + "`"


def _recipe(manifest: Mapping[str, Any]) -> str:
    if not manifest:
        return ""
    kept = {k: manifest[k] for k in ("seed", "where", "option_order", "datasets") if k in manifest}
    text = json.dumps(kept, indent=2, ensure_ascii=False).replace("```", "'''")
    return f"\n## Recipe\n\n```json\n{text}\n```\n"


FORMAT = Format("hf", _write, reads_audio=True, use='datasets.load_dataset("{out}")')

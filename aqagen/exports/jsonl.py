"""Our own items as JSON Lines (`schemas/imported_item.schema.json`): `aqagen import jsonl`."""

from pathlib import Path

from aqagen.exports.base import UNKNOWN, Export, Format, write_lines

__all__ = ["FORMAT"]


def _write(export: Export, folder: Path) -> None:
    write_lines(
        folder / "train.jsonl",
        (
            {
                "id": row.item.item_id,
                "question": row.item.question,
                "options": row.item.options,
                "answer": row.item.answer,
                "answer_index": row.item.answer_index,
                "audio_path": str(row.audio),
                "license": None if row.audio_license == UNKNOWN else row.audio_license,
                "annotation_license": row.annotation_license,
                "freesound_id": row.freesound_id,
                "source_dataset": row.item.dataset,
                "origin": row.item.origin,
            }
            for row in export.rows
        ),
    )


FORMAT = Format("jsonl", _write, reads_audio=False, use="aqagen import jsonl --data {out}")

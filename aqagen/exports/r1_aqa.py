"""r1-aqa's JSON Lines: AVQA's fields with `audio_path`; the answer is an index.

It knows one dataset name, AVQA, and replaces "video" by "audio" in every question.
"""

from pathlib import Path

from aqagen.exports.base import Export, Format, write_lines

__all__ = ["FORMAT"]


def _write(export: Export, folder: Path) -> None:
    write_lines(
        folder / "train.jsonl",
        (
            {
                "id": row.item.item_id,
                "video_name": row.audio.stem,
                "video_id": row.item.clip_id,
                "question_text": row.item.question,
                "multi_choice": row.item.options,
                "answer": row.item.answer_index,
                "question_relation": "Sound",
                "question_type": row.item.dataset,
                "dataset_name": "AVQA",
                "audio_path": str(row.audio),
            }
            for row in export.rows
        ),
    )


FORMAT = Format("r1-aqa", _write, reads_audio=False, use="DATA_FILE={out}/train.jsonl")

"""ms-swift's GRPO rows: messages with an `<audio>` mark, absolute paths, `solution`."""

from pathlib import Path

from aqagen.answer_prompt import load_answer_prompt
from aqagen.answers import tagged
from aqagen.exports.base import Export, Format, write_lines

__all__ = ["FORMAT"]


def _write(export: Export, folder: Path) -> None:
    prompt = load_answer_prompt()
    write_lines(
        folder / "train.jsonl",
        (
            {
                "messages": [
                    {
                        "role": "user",
                        "content": "<audio>" + unmarked(
                            prompt.render(row.item.question, row.item.options)
                        ),
                    }
                ],
                "audios": [str(row.audio)],
                "solution": tagged(row.item.answer),
                "item_id": row.item.item_id,
            }
            for row in export.rows
        ),
    )  # fmt: skip


def unmarked(text: str) -> str:
    """Return a text in which no marks of media stand: each would ask for a file of its own."""
    for mark in ("audio", "image", "video"):
        text = text.replace(f"<{mark}>", f"< {mark} >")
    return text


FORMAT = Format(
    "ms-swift", _write, reads_audio=False,
    use="swift rlhf --rlhf_type grpo --dataset {out}/train.jsonl ...",
)  # fmt: skip

"""verl's Parquet: a chat with an `<audio>` mark, `audios`, and the rule-based reward's truth."""

from pathlib import Path

from aqagen.answer_prompt import load_answer_prompt
from aqagen.exports.base import Export, Format
from aqagen.exports.ms_swift import unmarked
from aqagen.store.parquet import write_parquet

__all__ = ["FORMAT"]

_COLUMNS = (
    "{data_source: 'VARCHAR', prompt: 'STRUCT(\"role\" VARCHAR, \"content\" VARCHAR)[]', "
    "audios: 'VARCHAR[]', ability: 'VARCHAR', "
    "reward_model: 'STRUCT(style VARCHAR, ground_truth VARCHAR)', "
    'extra_info: \'STRUCT(split VARCHAR, "index" BIGINT, item_id VARCHAR, question VARCHAR, '
    "options VARCHAR[], answer VARCHAR)'}"
)


def _write(export: Export, folder: Path) -> None:
    prompt = load_answer_prompt()
    rows = [
        {
            "data_source": f"aqagen/{row.item.dataset}",
            "prompt": [
                {
                    "role": "user",
                    "content": "<audio>"
                    + unmarked(prompt.render(row.item.question, row.item.options)),
                }
            ],
            "audios": [str(row.audio)],
            "ability": "audio question answering",
            "reward_model": {"style": "rule", "ground_truth": row.item.answer},
            "extra_info": {
                "split": "train",
                "index": index,
                "item_id": row.item.item_id,
                "question": row.item.question,
                "options": row.item.options,
                "answer": row.item.answer,
            },
        }
        for index, row in enumerate(export.rows)
    ]
    write_parquet(rows, folder / "train.parquet", _COLUMNS)


FORMAT = Format("verl", _write, reads_audio=False, use="data.train_files={out}/train.parquet")

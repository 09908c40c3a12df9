"""The accuracy of a checkpoint on a set in the form of DCASE 2025: the demo's learning curve."""

from pathlib import Path

from aqagen.boundary import MixtureRow
from aqagen.commands.train import training_packages
from aqagen.records import SourceRow
from aqagen.sources import ReadOptions, all_sources

__all__ = ["held_out_accuracy"]


def held_out_accuracy(data: Path, checkpoint: Path, *, silence: bool = False) -> float:
    """Return the share of the development split's questions that a checkpoint answers rightly.

    Args:
        data: the set's folder.
        checkpoint: the model's folder.
        silence: let it hear zeros in place of the clips.

    Raises:
        AqagenError: the set, its audio or the checkpoint cannot be used.
    """
    with training_packages():
        from trainer.predict import held_out  # noqa: PLC0415
    read = all_sources()["dcase2025"].read(ReadOptions(data, "dev"))
    return held_out(
        str(checkpoint), [_row(row) for row in read if isinstance(row, SourceRow)], silence=silence
    )


def _row(row: SourceRow) -> MixtureRow:
    if row.item is None:
        raise ValueError(f"{row.file} brings no question")
    item = row.item
    return MixtureRow(
        item_id=item.item_id,
        dataset=item.dataset,
        clip_id=item.clip_id,
        question=item.question,
        options=list(item.options),
        answer=item.options[item.answer_index],
        answer_index=item.answer_index,
        audio_path=row.clip.audio_path,
        origin=item.origin,
    )

"""A small dataset of synthesised sounds in the real on-disk forms of three datasets.

    tacos/       annotations_strong.csv annotations_weak.csv metadata.csv
                 development_split.csv test_split.csv audio/<freesound_id>.wav
    clotho-aqa/  clotho_aqa_{train,val,test}.csv clotho_aqa_metadata.csv audio_files/*.wav
    dcase2025/   dcase_2025_question_path/{train,dev}/*.json local_audio_path/{train,dev}/*.wav
    which-sound/ in the form of dcase2025/, what a tiny model is trained and tested on

The names, columns and quirks are those of the releases, with one difference: the audio of
TACOS is MP3 there, and WAV here. No clip is in two splits, nor in two datasets.

Some rows are bad on purpose, to show how bad rows are skipped (`DemoDataset.bad_rows`):
in TACOS a caption without text and one whose onset is "1,5"; in Clotho-AQA an annotation
without an answer; in DCASE 2025 a training answer whose letter and text disagree.
"""

from dataclasses import dataclass
from pathlib import Path

from aqagen.demo.clotho_aqa_files import write_clotho_aqa
from aqagen.demo.dcase2025_files import write_dcase2025, write_which_sound
from aqagen.demo.scenes import ScenePlanner
from aqagen.demo.tacos_files import write_tacos

__all__ = ["DemoDataset", "DemoSizes", "write_demo_dataset"]


@dataclass(frozen=True, slots=True)
class DemoSizes:
    """How many clips of each dataset; each DCASE 2025 question has a clip of its own.

    `which_train` may be 0: then there is nothing to train on and no `which-sound` folder.
    """

    tacos: int = 60
    clotho_aqa: int = 40
    dcase_train: int = 40
    dcase_dev: int = 20
    which_train: int = 480
    which_dev: int = 100


@dataclass(frozen=True, slots=True)
class DemoDataset:
    """Where the demo's datasets lie, and how many good rows and bad rows each has.

    Attributes:
        tacos: its folder.
        clotho_aqa: its folder.
        dcase2025: its folder.
        which_sound: the folder of what is learnt, in the form of DCASE 2025.
        tacos_captions: usable strong captions.
        clotho_aqa_questions: questions over all splits, each with three annotators.
        dcase_train: usable questions of the training split.
        dcase_dev: usable questions of the development split.
        bad_rows: rows that are bad on purpose.
    """

    tacos: Path
    clotho_aqa: Path
    dcase2025: Path
    which_sound: Path
    tacos_captions: int
    clotho_aqa_questions: int
    dcase_train: int
    dcase_dev: int
    bad_rows: int


def write_demo_dataset(folder: Path, seed: int = 0, sizes: DemoSizes | None = None) -> DemoDataset:
    """Write the demo's datasets below a folder, which is made when it is not there.

    The same seed and sizes give the same bytes. Files of the same name are overwritten.

    Args:
        folder: gets the folders `tacos`, `clotho-aqa` and `dcase2025`.
        seed: chooses what happens in the clips and how it is put.
        sizes: how many clips.

    Raises:
        OSError: the folder cannot be written to.
    """
    sizes = sizes or DemoSizes()
    planner = ScenePlanner(seed)
    tacos, clotho_aqa, dcase2025 = (folder / name for name in ("tacos", "clotho-aqa", "dcase2025"))
    captions = write_tacos(tacos, planner, seed, sizes.tacos)
    questions = write_clotho_aqa(clotho_aqa, planner, seed, sizes.clotho_aqa)
    items = {"train": sizes.dcase_train, "dev": sizes.dcase_dev}
    bad = write_dcase2025(dcase2025, planner, seed, items)
    which_sound = folder / "which-sound"
    if sizes.which_train:
        lesson = {"train": sizes.which_train, "dev": sizes.which_dev}
        write_which_sound(which_sound, planner, seed, lesson)
    return DemoDataset(
        tacos=tacos,
        clotho_aqa=clotho_aqa,
        dcase2025=dcase2025,
        which_sound=which_sound,
        tacos_captions=captions.good,
        clotho_aqa_questions=questions.good,
        dcase_train=sizes.dcase_train,
        dcase_dev=sizes.dcase_dev,
        bad_rows=captions.bad + questions.bad + bad,
    )

"""The demo's clips in the form of TACOS."""

import random
from collections.abc import Mapping
from pathlib import Path

from aqagen.demo.files import LICENSE, Written, write_clip, write_table
from aqagen.demo.scenes import WORDS, Scene, ScenePlanner, caption_of, listed
from aqagen.demo.sounds import SAMPLE_RATE_HZ

__all__ = ["write_tacos"]

_FIRST_ID = 9_000_001  # no number of a real upload is meant
_TEST_SHARE = 6  # one clip in six is in the test split
_COLUMNS = (
    *("filename", "keywords", "freesound_id", "sound_link", "manufacturer", "license"),
    *("superclass", "subclass", "title", "description", "duration", "original_samplerate"),
    *("original_bitdepth", "original_file_type", "num_downloads", "avg_rating", "geotag"),
    *("start_time_s", "end_time_s", "original_filename"),
)


def write_tacos(folder: Path, planner: ScenePlanner, seed: int, n_clips: int) -> Written:
    """Write the dataset; two captions are bad on purpose, both of the first clip."""
    chance = random.Random(f"demo tacos {seed}")
    audio = folder / "audio"
    audio.mkdir(parents=True, exist_ok=True)
    scenes = {f"{_FIRST_ID + number}.wav": planner.plan() for number in range(n_clips)}
    strong: list[tuple[str, ...]] = []
    weak = []
    for name, scene in scenes.items():
        write_clip(audio / name, scene)
        captions = [caption_of(event, chance.randrange(3)) for event in scene.events]
        for event, text in zip(scene.events, captions, strict=True):
            strong.append((name, text, f"{event.onset_s:.2f}", f"{event.offset_s:.2f}"))
        weak.append((name, " ".join(captions)))
    good = len(strong)
    first = next(iter(scenes))
    strong += [(first, "", "0.10", "0.50"), (first, "A sound with a comma.", "1,5", "2.0")]
    write_table(folder / "annotations_strong.csv", ("filename", "text", "onset", "offset"), strong)
    write_table(folder / "annotations_weak.csv", ("filename", "text"), weak)
    rows = [_metadata(name, scene, chance) for name, scene in scenes.items()]
    table = [[row.get(column, "") for column in _COLUMNS] for row in rows]
    write_table(folder / "metadata.csv", _COLUMNS, table)
    _write_splits(folder, list(scenes))
    return Written(good, len(strong) - good)


def _metadata(name: str, scene: Scene, chance: random.Random) -> Mapping[str, object]:
    freesound_id = name.removesuffix(".wav")
    first = WORDS[scene.kinds[0]]
    # Free text as people write it: several lines, quotes, a tag.
    description = chance.choice(
        (
            f"Made by a program: {listed(scene)}.",
            f'Take {freesound_id[-2:]} of the "demo" series.\nIn order: {listed(scene)}.',
            f"In this one: <b>{listed(scene)}</b>\n\n{{nothing else}}",
        )
    )
    return {
        "filename": name,
        "keywords": ", ".join((*scene.kinds, "synthetic")),
        "freesound_id": freesound_id,
        "sound_link": f"https://example.org/sounds/{freesound_id}",
        "manufacturer": "aqagen demo",
        "license": LICENSE,
        "superclass": first.superclass,
        "subclass": first.subclass,
        "title": f"Demo {freesound_id[-2:]}",
        "description": description,
        "duration": f"{scene.duration_s:.2f}",
        "original_samplerate": SAMPLE_RATE_HZ,
        "original_bitdepth": 16,
        "original_file_type": "wav",
        "num_downloads": chance.randrange(500),
        "avg_rating": f"{chance.uniform(2, 5):.1f}",
        "start_time_s": "0.0",
        "end_time_s": f"{scene.duration_s:.2f}",
        "original_filename": f"demo_{freesound_id}.wav",
    }


def _write_splits(folder: Path, names: list[str]) -> None:
    test = names[::_TEST_SHARE]
    development = [name for name in names if name not in test]
    for split, members in (("development", development), ("test", test)):
        write_table(folder / f"{split}_split.csv", ("filename",), [(name,) for name in members])

"""A made-up TACOS folder of any size, in the real format."""

import csv
from pathlib import Path

WORDS = (  # noqa: SIM905 - easier to read
    "rain wind dog bell horn siren engine bird water crowd piano door train steps hammer"
).split()


def write_tacos(folder: Path, n_captions: int, captions_per_clip: int = 4) -> Path:
    """Write strong captions and metadata; every caption is different."""
    folder.mkdir(parents=True, exist_ok=True)
    n_clips = -(-n_captions // captions_per_clip)
    with (folder / "annotations_strong.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["filename", "text", "onset", "offset"])
        for number in range(n_captions):
            first, second = WORDS[number % 15], WORDS[number // 15 % 15]
            text = f"A {first} sounds {number} times while a {second} is heard far away."
            clip = number // captions_per_clip
            writer.writerow([f"{clip}.mp3", text, "0.5", "2.5"])
    columns = (  # noqa: SIM905 - likewise
        "filename,keywords,freesound_id,sound_link,manufacturer,license,superclass,subclass,title,"
        "description,duration,original_samplerate,original_bitdepth,original_file_type,"
        "num_downloads,avg_rating,geotag,start_time_s,end_time_s,original_filename"
    ).split(",")
    with (folder / "metadata.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for clip in range(n_clips):
            writer.writerow(
                {
                    "filename": f"{clip}.mp3",
                    "keywords": ", ".join(WORDS[(clip + step) % 15] for step in range(5)),
                    "freesound_id": str(clip),
                    "superclass": "Sounds of things",
                    "subclass": WORDS[clip % 15],
                    "description": f"Field recording number {clip}, made on a walk.\n" * 3,
                    "start_time_s": "0",
                    "end_time_s": "20",
                }
            )
    return folder

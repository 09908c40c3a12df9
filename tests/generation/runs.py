"""What the tests of whole runs share: a TACOS folder, the command, and what the store says."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aqagen.store import Store
from tests.cli_helpers import run

META = ("filename", "keywords", "superclass", "subclass", "description", "start_time_s",
        "end_time_s", "duration", "license", "freesound_id", "sound_link")  # fmt: skip
CLIP = ("7.mp3", "dog, bark", "Animals", "Dog", "A dog.", "0", "90", "90", "", "", "link")


def captions(n: int) -> list[str]:
    return [f"A dog barks {number} times." for number in range(10, 10 + n)]


def write_tacos(folder: Path, texts: Sequence[str]) -> Path:
    """Write a dataset with one clip and so many captions; each is one row."""
    folder.mkdir()
    strong = [("7.mp3", text, f"{n}.0", f"{n}.5") for n, text in enumerate(texts)]
    for name, lines in (
        ("metadata.csv", [META, CLIP]),
        ("annotations_strong.csv", [("filename", "text", "onset", "offset"), *strong]),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    return folder


def arguments(data: Path, store: Path, base_url: str, *more: object) -> list[str]:
    given = ["generate", "tacos", "--data", data, "--store", store, "--endpoint", base_url, *more]
    return [str(each) for each in given]


def generate(
    data: Path, store: Path, base_url: str, *more: object, exit_code: int = 0, **env: str
) -> dict[str, Any]:
    """Run the command in this process and return its summary; empty when it printed none."""
    result = run(*arguments(data, store, base_url, "--json", *more), env=env)
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout) if result.stdout.strip() else {}


def fetch(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with Store.open(store, must_exist=True) as opened:
        return opened.fetch(sql)


def answers_per_row(store: Path) -> list[int]:
    """How many answers each row has, rows without one included."""
    rows = fetch(
        store,
        "SELECT count(c.text) FROM source_rows r LEFT JOIN completions c USING (row_id) "
        "GROUP BY r.row_id",
    )
    return sorted(row[0] for row in rows)

"""Small runs of the trainer: made-up sounds, a tiny model, a mixture."""

import json
import wave
from pathlib import Path

import numpy as np
import torch

from tests.trainer.conftest import tiny_lm
from trainer.config import TrainConfig

BETAS = (0.04, 0.0)  # with a reference, and without: then some groups are not scored


def write_sound(path: Path, hz: float, seconds: float = 0.4) -> None:
    time_s = np.arange(int(16000 * seconds)) / 16000
    samples = (np.sin(2 * np.pi * hz * time_s) * 12000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(samples.tobytes())


def write_mixture(folder: Path, n: int = 6) -> Path:
    options = ["low", "high"]
    rows = []
    for number in range(n):
        write_sound(folder / f"{number}.wav", 300 + 2000 * (number % 2), 0.3 + 0.05 * number)
        rows.append(
            {
                "item_id": f"item-{number}",
                "dataset": "jsonl",
                "clip_id": f"clip-{number}",
                "question": "Pitch?",
                "options": options,
                "answer": options[number % 2],
                "answer_index": number % 2,
                "audio_path": str(folder / f"{number}.wav"),
                "origin": "imported",
            }
        )
    path = folder / "mixture.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_model(folder: Path, seed: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    tiny_lm(dtype=torch.float32, seed=seed).save(folder)
    return folder


def settings(model: Path, **changes) -> TrainConfig:
    chosen = {
        "model": str(model), "steps": 6, "prompts_per_step": 4, "group_size": 3,
        "max_completion_tokens": 6, "learning_rate": 1e-3, "precision": "fp32",
        "save_every_steps": 2, "loader_workers": 0, "report_to": (),
        # a random model never earns a reward: every other letter of its answers does
        "rewards": ("tests.trainer.runs:even_reward",),
    }  # fmt: skip
    return TrainConfig(**(chosen | changes))


def even_reward(completion_ids, **_columns):
    return [float(sum(ids) % 5) for ids in completion_ids]


def one_item_reward(completion_ids, item_id, **_columns):
    """Only the answers about one clip differ: some steps, and many a process, have no signal."""
    return [
        float(sum(ids) % 5) if item == "item-0" else 1.0
        for ids, item in zip(completion_ids, item_id, strict=True)
    ]


def metrics(run: Path) -> list[dict]:
    lines = (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    timed = {"step_s", "tokens_per_s", "time_left_s"}
    return [{k: v for k, v in json.loads(line).items() if k not in timed} for line in lines]

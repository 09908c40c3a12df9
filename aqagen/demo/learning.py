"""The demo's training: a tiny model learns by GRPO which sound it hears, and is tested.

It is the recipe that small models need (docs/training.md): an encoder that has learned to
hear, a warm start that teaches format and options but no answer, then GRPO with the report's
rewards. The settings were chosen on other seeds than the demo's own.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from aqagen.display import note, print_table
from aqagen.errors import AqagenError

__all__ = ["Step", "learning_steps", "prepare", "show_learning", "write_settings"]


@dataclass(frozen=True, slots=True)
class Step:
    """One command line, and what it is good for."""

    title: str
    arguments: tuple[str, ...]


_SETTINGS = {
    "warm-start": """\
# Settings of a warm start for a tiny model: each option in turn is the answer to learn.
method = "sft"
targets = "all-options"
steps = 250
learning_rate = 3e-3
warmup_steps = 20
save_every_steps = 250
""",
    "grpo": """\
# Settings of GRPO for a tiny model. Rewards, group size and KL weight are the report's.
method = "grpo"
steps = 80
learning_rate = 1e-3
warmup_steps = 10
max_completion_tokens = 16
save_every_steps = 20
""",
}
_OF_BOTH = """\
train_audio_encoder = false
precision = "fp32"
loader_workers = 0
report_to = []
"""


def prepare() -> None:
    """Set what torch and transformers read when they are imported, which they are not yet.

    One thread: at such small widths more of them only wait for each other. No progress bars,
    for each checkpoint would have one.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


def write_settings(folder: Path) -> None:
    """Write the settings files that `aqagen train --config` takes.

    Raises:
        AqagenError: they cannot be written.
    """
    try:
        for name, text in _SETTINGS.items():
            (folder / f"{name}.toml").write_text(text + _OF_BOTH, encoding="utf-8")
    except OSError as error:
        raise AqagenError(f"{folder} cannot be written: {error.strerror}.") from error


def learning_steps(folder: Path, data: Path, seed: int) -> list[Step]:
    """Return the steps from the set `which-sound` to a trained model; done ones are left out."""
    store = ("--store", str(folder / "which-sound.duckdb"))
    mixture = str(folder / "mixtures" / "which-sound.parquet")
    tiny, chance = folder / "models" / "tiny", ("--seed", str(seed))
    steps = [
        Step(
            "Import a set that a tiny model can learn: which of ten sounds is heard",
            ("import", "dcase2025", "--data", str(data), "--split", "train", *store),
        ),
        Step("Check its items", ("validate", *store)),
        Step("Mix", ("mix", "--dcase", "all", "--out", mixture, *chance, *store)),
    ]
    if not tiny.exists():
        steps.append(
            Step(
                "Make a tiny Qwen2.5-Omni thinker: its encoder hears, its language model is blank",
                ("tiny", mixture, "--out", str(tiny), *chance),
            )
        )
    warm, grpo = folder / "runs" / "warm-start", folder / "runs" / "grpo"
    titles = (
        (warm, tiny, "Warm start: the format and the reading of options, without any answer"),
        (grpo, _last(warm, "warm-start"), "GRPO, the report's rewards"),
    )
    for run, model, title in titles:
        config = ("--config", str(folder / f"{run.name}.toml"))
        resume = ("--resume",) if any(run.glob("checkpoint-*")) else ()
        out = ("--model", str(model), *config, "--out", str(run))
        steps.append(Step(title, ("train", mixture, *out, *chance, *resume)))
    return steps


def _last(run: Path, name: str) -> Path:
    line = next(line for line in _SETTINGS[name].splitlines() if line.startswith("steps"))
    return run / f"checkpoint-{line.rpartition(' ')[2]}"


def show_learning(folder: Path, data: Path) -> None:
    """Print the learning curve on held-out clips, and what is left when nothing is heard.

    Raises:
        AqagenError: a checkpoint or the set cannot be used.
    """
    run = folder / "runs" / "grpo"
    checkpoints = sorted(run.glob("checkpoint-*"), key=_step)
    rewarded = _rewarded(run)
    before = _last(folder / "runs" / "warm-start", "warm-start")
    rows: list[tuple[object, ...]] = [("GRPO steps", "drawn answers right", "held-out clips right")]
    for step, checkpoint in ((0, before), *((_step(path), path) for path in checkpoints)):
        # Of the answers drawn in the step that follows, or in the last one.
        drawn = rewarded[min(step, len(rewarded) - 1)]
        rows.append((str(step), f"{drawn:.0%}", f"{_accuracy(data, checkpoint):.0%}"))
    print_table(rows)
    silent = _accuracy(data, checkpoints[-1], silence=True)
    note(f"With its clips silenced the trained model has {silent:.0%} right; a guess has 25%.")


def _accuracy(data: Path, checkpoint: Path, *, silence: bool = False) -> float:
    """The one place that asks how good a checkpoint is."""
    from aqagen.commands.held_out import held_out_accuracy  # noqa: PLC0415 - needs torch

    return held_out_accuracy(data, checkpoint, silence=silence)


def _step(checkpoint: Path) -> int:
    return int(checkpoint.name.removeprefix("checkpoint-"))


def _rewarded(run: Path) -> list[float]:
    """Return the share of right answers among those drawn in each step."""
    lines = (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["reward/accuracy"] for line in lines]

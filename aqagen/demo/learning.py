"""The demo's training: a tiny model learns by GRPO which sound it hears, and is tested.

It is the recipe that small models need (docs/training.md): an encoder that has learned to
hear, a warm start that teaches format and options but no answer, then GRPO with the report's
rewards. The settings were chosen on other seeds than the demo's own.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from aqagen.errors import AqagenError

__all__ = ["Step", "learning_steps", "prepare", "testing_steps", "write_settings"]


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


def testing_steps(folder: Path, data: Path) -> list[Step]:
    """Return the steps that test what was trained on clips that were in no training."""
    run, average = folder / "runs" / "grpo", folder / "models" / "average"
    n_steps, every = (_setting("grpo", name) for name in ("steps", "save_every_steps"))
    last, before = (run / f"checkpoint-{step}" for step in (n_steps, n_steps - every))
    on = ("--data", str(data), "--split", "dev", "--max-tokens", "16")

    def evaluate(model: Path, name: str, *more: str) -> tuple[str, ...]:
        out = str(folder / "evaluations" / name)
        return ("evaluate", "dcase2025", *on, "--model", str(model), "--out", out, *more)

    steps = [
        Step(
            "Test the warm start on clips that were in no training",
            evaluate(_last(folder / "runs" / "warm-start", "warm-start"), "warm-start"),
        ),
        Step(
            "Test every checkpoint of GRPO, the learning curve, and name the best",
            ("select", str(run), "--benchmark", "dcase2025", *on),
        ),
        Step(
            "Silence the clips: what is left was guessed, and a guess has 25%",
            evaluate(last, "silent", "--silence"),
        ),
    ]
    if not average.exists():
        steps.append(
            Step(
                "Average the weights of the last two checkpoints",
                ("average", str(before), str(last), "--out", str(average)),
            )
        )
    return [*steps, Step("Test the average", evaluate(average, "average"))]


def _setting(name: str, key: str) -> int:
    return int(tomllib.loads(_SETTINGS[name])[key])


def _last(run: Path, name: str) -> Path:
    return run / f"checkpoint-{_setting(name, 'steps')}"

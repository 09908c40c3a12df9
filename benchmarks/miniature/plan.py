"""What is run: sizes, steps and arms. docs/miniature.md says when they were chosen, and on what."""

from dataclasses import dataclass, replace

from benchmarks.miniature.dataset import Sizes, Split

__all__ = ["ARMS", "FULL", "QUICK", "SETTINGS", "TEST", "TUNING", "Arm", "Form"]

# Steps, rates and sizes are chosen on fold 4; the table is of fold 5.
TUNING = Split(train_folds=(1, 2, 3), test_fold=4)
TEST = Split(train_folds=(1, 2, 3, 4), test_fold=5)


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to make the mixture of GRPO.

    Attributes:
        store: `curated`, `noisy` (nothing is dropped) or `validated` (the same items, less what
            `aqagen validate` drops).
        captions: share of the mixture that is generated from captions (TACOS); the rest are
            questions in DCASE's form.
        blind: every clip is the same noise, in training and test.
        filtered: without what the curated arm's model solves always or never.
        what: in words, for the table.
    """

    name: str
    what: str
    store: str = "curated"
    captions: float = 0.5
    blind: bool = False
    filtered: bool = False


ARMS = {
    arm.name: arm
    for arm in (
        Arm("curated", "GRPO, curated, 1:1 captions to questions"),
        Arm("noisy", "GRPO, half of it bad", store="noisy"),
        Arm("validated", "GRPO, the same after `aqagen validate`", store="validated"),
        Arm("blind", "GRPO, trained and tested on noise", blind=True),
        Arm("captions-heavy", "GRPO, curated, 3:1", captions=0.75),
        Arm("questions-heavy", "GRPO, curated, 1:3", captions=0.25),
        Arm("filtered", "GRPO, curated, only what is solved at times", filtered=True),
    )
}
MEAN_OF = ("curated", "questions-heavy")


@dataclass(frozen=True, slots=True)
class Form:
    """How large a run is; steps, never seconds.

    Attributes:
        mixture: items of GRPO's mixture.
        encoder_steps: of the encoder's classification, 32 clips each.
        warm_steps, grpo_steps: of the language model, 16 and 8 questions each.
        trials: answers an item, for the difficulty filter.
    """

    sizes: Sizes
    mixture: int
    encoder_steps: int
    warm_steps: int
    grpo_steps: int
    seeds: tuple[int, ...]
    arms: tuple[str, ...] = tuple(ARMS)
    trials: int = 4


_KINDS = {
    "which": 200, "first": 200, "last": 200, "before": 120, "after": 120, "how-many": 120,
    "missing": 80, "beside": 120,
}  # fmt: skip

FULL = Form(
    sizes=Sizes((700, 200, 100), _KINDS, {"part1": 3, "part2": 3, "part3": 2}),
    mixture=1200,
    encoder_steps=250,
    warm_steps=200,
    grpo_steps=800,
    seeds=(0, 1, 2, 3, 4),
)
# The same steps: what it makes, the full form goes on with.
QUICK = replace(FULL, seeds=(0,), arms=("curated", "noisy", "blind"))

_OF_BOTH = {"train_audio_encoder": "false", "precision": '"fp32"', "loader_workers": "0",
            "report_to": "[]"}  # fmt: skip
SETTINGS = {
    "warm": {
        "method": '"sft"', "targets": '"all-options"', "learning_rate": "3e-3",
        "warmup_steps": "20", **_OF_BOTH,
    },
    "grpo": {
        "method": '"grpo"', "learning_rate": "1e-3", "warmup_steps": "10",
        "max_completion_tokens": "16", "prompts_per_step": "8", **_OF_BOTH,
    },
}  # fmt: skip

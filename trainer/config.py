"""What a training run is told, with the MiAQA report's settings as the defaults.

Every default says where it is from:

    [T1]   Table 1 of the report          [2.2] its section 2.2, equations (1) and (2)
    [3.2]  its section 3.2                [r1]  r1-aqa, the code that the report builds on
    [HF]   what transformers and TRL do when nobody says otherwise, as [r1] did not
    [own]  ours; it changes speed or safety, not the mathematics

docs/training.md says each setting in the words of TRL's `GRPOConfig`.
"""

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from aqagen.errors import UsageError

__all__ = ["LongAudio", "Method", "TrainConfig"]

Method = Literal["grpo", "sft"]
LongAudio = Literal["error", "crop", "skip"]
Precision = Literal["bf16", "fp32"]
Targets = Literal["gold", "all-options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """The settings of a run.

    Attributes:
        model: a checkpoint folder, or a name on the hub. [3.2]
        method: `grpo`, or `sft` for a warm start. [2.2]
        seed: of the order of the examples and of the sampling. [own]
        steps: batches of prompts, each of which updates the weights. [T1]
        prompts_per_step: whatever the number of GPUs. The report's "batch size per device 1"
            counts prompts: 1 x 8 GPUs x 2 accumulation steps = 16. [T1]
        group_size: answers sampled to each prompt, G. [T1]
        learning_rate: the highest. [T1]
        lr_schedule: how the rate falls: a name that transformers' `get_scheduler` knows. [HF]
        warmup_steps: in which the rate rises from 0. [HF]
        adam_betas: of the running means of gradient and square. [HF]
        adam_epsilon: added to the root of the mean square. [HF]
        weight_decay: share of a weight that a rate of 1 takes off in each step. [HF]
        max_grad_norm: gradients are scaled down to this norm. [HF]
        temperature: of the softmax, in sampling and in scoring. [T1]
        max_completion_tokens: an answer that has not ended by then is cut. [T1]
        beta: weight of the KL term. [T1]
        clip_epsilon: of equation (2). [HF: 0.2, the report names no value]
        updates_per_batch: updates made with the same answers; beyond the first the ratio of
            equation (2) leaves 1. [HF]
        advantage_epsilon: added to the standard deviation of equation (1). [HF]
        rewards: names of ours, or import paths `package.module:function`. [2.2]
        reward_weights: one per reward; empty for 1 each: the report adds them up. [2.2]
        reward_compat: `r1-aqa` for the predecessor's rewards, with what is wrong in them. [own]
        think: ask for the thinking in `<think>` tags first; the report does not. [2.2]
        train_audio_encoder: whether it trains; off, each clip is encoded once a step. [r1]
        train_lm: whether the language model trains. [r1]
        lora_rank: of adapters (peft) that train in place of the weights; 0 trains the
            weights, as the predecessor does. [r1]
        lora_alpha: the adapter's output is scaled by this over the rank. [own]
        lora_targets: names of the linear layers that get an adapter, as `q_proj`; empty for
            all of the parts that train. [own]
        targets: `sft` only: the right option, or each option in turn, which teaches the
            format and the reading of options without any knowledge. [own]
        save_every_steps: when a checkpoint is written; after the last step, too. [3.2]
        long_audio: what to do about clips longer than the model takes. [own]
        precision: of the forward and backward pass; the weights themselves stay fp32. [r1]
        attention: `sdpa` or `eager`; flash attention cannot take packed rows. [own]
        gradient_checkpointing: recompute activations to save memory. [own]
        max_tokens_per_forward: packed rows are scored together up to this many tokens,
            padding included. [own]
        optimizer: `adamw` keeps fp32 master weights; `adamw-8bit` (torchao) keeps bf16 weights,
            rounds them stochastically, and fits a 7B model into 80 GB. [own]
        shard: each process keeps a share of the weights, gradients and moments (FSDP2), for
            models in full that no GPU holds; with `adamw`. [own]
        spike_factor: a gradient norm so many times the usual one (the median of the last 100
            steps, or max_grad_norm where that is more) stops the run. [own]
        loader_workers: processes that read and extract features ahead of the step. [own]
        report_to: transformers' integrations that get the metrics, as `wandb`. [own]
    """

    model: str = "Qwen/Qwen2.5-Omni-7B"
    method: Method = "grpo"
    seed: int = 0
    steps: int = 2000
    prompts_per_step: int = 16
    group_size: int = 8
    learning_rate: float = 1e-6
    lr_schedule: str = "linear"
    warmup_steps: int = 0
    adam_betas: tuple[float, float] = (0.9, 0.999)
    adam_epsilon: float = 1e-8
    weight_decay: float = 0.0
    max_grad_norm: float = 1.0
    temperature: float = 1.0
    max_completion_tokens: int = 512
    beta: float = 0.04
    clip_epsilon: float = 0.2
    updates_per_batch: int = 1
    advantage_epsilon: float = 1e-4
    rewards: tuple[str, ...] = ("accuracy", "format")
    reward_weights: tuple[float, ...] = ()
    reward_compat: Literal["r1-aqa"] | None = None
    think: bool = False
    train_audio_encoder: bool = True
    train_lm: bool = True
    lora_rank: int = 0
    lora_alpha: int = 32
    lora_targets: tuple[str, ...] = ()
    targets: Targets = "gold"
    save_every_steps: int = 100
    long_audio: LongAudio = "error"
    precision: Precision = "bf16"
    attention: Literal["sdpa", "eager"] = "sdpa"
    gradient_checkpointing: bool = False
    max_tokens_per_forward: int = 8192
    optimizer: Literal["adamw", "adamw-8bit"] = "adamw"
    shard: bool = False
    spike_factor: float = 100.0
    loader_workers: int = 2
    report_to: tuple[str, ...] = ("tensorboard",)

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            UsageError: a setting is outside of what it can be; the message names it, what it
                is and what it can be.
        """
        for name in _AT_LEAST_ONE:
            self._require(name, getattr(self, name) >= 1, "1 or more")
        for name in _POSITIVE:
            self._require(name, 0 < getattr(self, name) < math.inf, "more than 0, and finite")
        for name in _NOT_NEGATIVE:
            self._require(name, 0 <= getattr(self, name) < math.inf, "0 or more, and finite")
        for name, choices in _CHOICES.items():
            shown = " or ".join("nothing" if c is None else str(c) for c in choices)
            self._require(name, getattr(self, name) in choices, shown)
        betas = self.adam_betas
        two = len(betas) == 2 and all(0 <= beta < 1 for beta in betas)  # noqa: PLR2004
        self._require("adam_betas", two, "two numbers from 0 to below 1")
        self._require("clip_epsilon", 0 < self.clip_epsilon < 1, "between 0 and 1")
        self._require("rewards", len(self.rewards) >= 1, "at least one reward")
        self._require(
            "reward_weights",
            len(self.reward_weights) in {0, len(self.rewards)},
            f"one for each of the {len(self.rewards)} rewards, or none",
        )
        finite = all(map(math.isfinite, self.reward_weights))
        self._require("reward_weights", finite, "finite numbers")
        if self.method == "grpo":
            self._require("group_size", self.group_size > 1, "2 or more: answers are compared")
        if self.shard and (self.lora_rank or self.optimizer != "adamw"):
            other = "lora_rank" if self.lora_rank else 'optimizer = "adamw-8bit"'
            raise UsageError(f"shard goes with the optimizer adamw alone, not with {other}.")
        if not (self.train_audio_encoder or self.train_lm):
            raise UsageError("train_audio_encoder and train_lm are both off: nothing would train.")

    def _require(self, name: str, fine: bool, expected: str) -> None:
        if not fine:
            raise UsageError(f"{name} is {getattr(self, name)!r}, expected {expected}.")

    @classmethod
    def from_mapping(cls, settings: dict[str, Any]) -> "TrainConfig":
        """Make a configuration of named settings, as a TOML file holds them.

        Raises:
            UsageError: a name is unknown, a value has the wrong type or makes no sense.
        """
        known = {field.name: field for field in fields(cls)}
        unknown = sorted(set(settings) - set(known))
        if unknown:
            raise UsageError(f"{unknown[0]!r} is no setting. Known: {', '.join(sorted(known))}.")
        default = cls()
        return replace(
            default, **{n: _converted(n, v, getattr(default, n)) for n, v in settings.items()}
        )


def _converted(name: str, value: Any, default: Any) -> Any:
    """Return a value of the type that the default has; TOML has lists and whole numbers."""
    if isinstance(default, tuple) and isinstance(value, list):
        kinds, said = ((int, float), "numbers") if name in _NUMBERS else ((str,), "texts")
        wrong = [item for item in value if type(item) not in kinds]
        if wrong:
            raise UsageError(f"{name} holds {wrong[0]!r}, expected {said} alone.")
        return tuple(value)
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if default is not None and type(value) is not type(default):
        raise UsageError(
            f"{name} is {value!r} ({type(value).__name__}), expected {type(default).__name__}."
        )
    return value


_NUMBERS = {"adam_betas", "reward_weights"}  # lists of them; the others hold texts
_AT_LEAST_ONE = (
    "steps",
    "prompts_per_step",
    "group_size",
    "max_completion_tokens",
    "updates_per_batch",
    "save_every_steps",
    "max_tokens_per_forward",
    "lora_alpha",
)
_POSITIVE = (
    "learning_rate",
    "temperature",
    "max_grad_norm",
    "advantage_epsilon",
    "adam_epsilon",
    "spike_factor",
)
_NOT_NEGATIVE = ("beta", "weight_decay", "warmup_steps", "seed", "loader_workers", "lora_rank")
_CHOICES: dict[str, tuple[Any, ...]] = {
    "method": get_args(Method),
    "targets": get_args(Targets),
    "long_audio": get_args(LongAudio),
    "precision": get_args(Precision),
    "attention": ("sdpa", "eager"),
    "reward_compat": ("r1-aqa", None),
    "optimizer": ("adamw", "adamw-8bit"),
    # transformers' that need no more than the number of steps
    "lr_schedule": (
        "linear",
        "cosine",
        "cosine_with_restarts",
        "polynomial",
        "constant",
        "constant_with_warmup",
        "inverse_sqrt",
    ),
}

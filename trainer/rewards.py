"""Rewards: the report's two, the predecessor's, and the user's own, all with TRL's signature.

A reward function takes keyword arguments, all lists with one entry per answer:

    prompts       the chat that was answered: [{"role": "user", "content": "..."}]
    completions   the answer as a chat: [{"role": "assistant", "content": "..."}]
    completion_ids  its token ids
    solution, answer, options, question, item_id, ...   the mixture row, column by column

and returns one number per answer, or None where it has nothing to say.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import torch
from torch import Tensor

from aqagen.answers import Compat, extract_answer, has_format, is_right
from aqagen.errors import TrainError, UsageError

__all__ = ["RewardFunction", "Rewards", "accuracy_reward", "format_reward", "load_rewards"]

Chat = list[dict[str, str]]


# TRL's signature. Which of the columns a function names is its own business.
RewardFunction = Callable[..., Sequence[float | None]]


def accuracy_reward(
    completions: Sequence[Chat], answer: Sequence[str], **_columns: Any
) -> list[float]:
    """Return 1 where the answer in the tags is the right option's text, else 0."""
    return [
        float(is_right(_said(completion), right))
        for completion, right in zip(completions, answer, strict=True)
    ]


def format_reward(
    completions: Sequence[Chat], *, think: bool = False, compat: Compat = None, **_columns: Any
) -> list[float]:
    """Return 1 where the completion is one pair of answer tags and nothing else, else 0."""
    return [
        float(has_format(_said(completion), think=think, compat=compat))
        for completion in completions
    ]


def r1_aqa_accuracy_reward(
    completions: Sequence[Chat], solution: Sequence[str], **_columns: Any
) -> list[float]:
    """Return what the predecessor gave: its verifier of mathematics is asked before the text.

    One number that both share is enough for it: "At 3.5 seconds" passes for "Before 3.5
    seconds". For comparisons with its results only.
    """
    verified = _mathematics()
    return [
        float(
            verified(_said(completion), tags)
            or is_right(_said(completion), extract_answer(tags, "r1-aqa") or "", "r1-aqa")
        )
        for completion, tags in zip(completions, solution, strict=True)
    ]


def _mathematics() -> Callable[[str, str], bool]:
    try:
        from math_verify import parse, verify  # noqa: PLC0415  (an extra of its own)
    except ImportError as error:
        raise UsageError(
            'reward_compat = "r1-aqa" needs the math-verify package: pip install "aqagen[r1-aqa]".'
        ) from error

    def verified(completion: str, solution: str) -> bool:
        # No time limits: theirs are signals, which only the main thread may set.
        given = parse(completion, parsing_timeout=None)
        return bool(verify(given, parse(solution, parsing_timeout=None), timeout_seconds=None))

    return verified


def _said(completion: Chat) -> str:
    return completion[-1]["content"]


@dataclass(frozen=True, slots=True)
class Rewards:
    """Named reward functions and their weights."""

    functions: Mapping[str, RewardFunction]
    weights: tuple[float, ...]

    def __call__(
        self, prompts: Sequence[str], completions: Sequence[str], **columns: Sequence[Any]
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Score answers.

        Args:
            prompts: S texts of the user's turn, one per answer.
            completions: S texts.
            columns: more lists of S entries; see above.

        Returns:
            The weighted sum (S,), and each function's own numbers by name, (S,) with NaN
            where it had nothing to say; in the sum that is 0. Both float32.

        Raises:
            TrainError: a function failed, or gave anything but S numbers. A user's mistake
                is never taken for a reward of 0.
        """
        chats = [[{"role": "user", "content": text}] for text in prompts]
        answers = [[{"role": "assistant", "content": text}] for text in completions]
        parts = {
            name: _numbers(name, function, prompts=chats, completions=answers, **columns)
            for name, function in self.functions.items()
        }
        stacked = torch.stack([part.nan_to_num(0.0) for part in parts.values()])  # (functions, S)
        return torch.tensor(self.weights) @ stacked, parts


def _numbers(name: str, function: RewardFunction, **columns: Any) -> Tensor:
    n_answers = len(columns["completions"])
    try:
        given = function(**columns)
    except TrainError:
        raise
    except Exception as error:
        raise TrainError(
            f"the reward {name} failed: {type(error).__name__}: {error}. It is called with "
            f"the lists {', '.join(columns)}, one entry per answer; take **columns for the rest."
        ) from error
    fine = isinstance(given, Sequence) and all(
        value is None or isinstance(value, int | float) for value in given
    )
    if not fine or len(given) != n_answers:
        raise TrainError(
            f"the reward {name} gave {given!r}, expected a list of {n_answers} numbers or None."
        )
    numbers = torch.tensor([float("nan") if v is None else float(v) for v in given])
    if numbers.isinf().any() or any(v is not None and v != v for v in given):  # noqa: PLR0124
        raise TrainError(f"the reward {name} gave {given!r}, expected finite numbers.")
    return numbers


def load_rewards(
    names: Sequence[str] = ("accuracy", "format"),
    weights: Sequence[float] = (),
    *,
    think: bool = False,
    compat: Literal["r1-aqa"] | None = None,
) -> Rewards:
    """Return the reward functions of a run.

    Args:
        names: `accuracy`, `format`, or `package.module:function` of the user's own.
        weights: one per name; none for 1 each.
        think: what `format` expects.
        compat: `r1-aqa` for the predecessor's forms of ours.

    Raises:
        UsageError: a name is neither ours nor an import path that works.
    """
    ours: dict[str, RewardFunction] = {
        "accuracy": accuracy_reward if compat is None else r1_aqa_accuracy_reward,
        "format": partial(format_reward, think=think, compat=compat),
    }
    if compat is not None:
        _mathematics()  # missing: say so before the first step
    functions = {name: ours[name] if name in ours else _imported(name) for name in names}
    if len(functions) != len(names):
        raise UsageError(f"the rewards {', '.join(names)}: each can be named once.")
    return Rewards(functions, tuple(weights) or (1.0,) * len(functions))


def _imported(name: str) -> RewardFunction:
    module_name, _, attribute = name.partition(":")
    if not attribute:
        raise UsageError(
            f"{name!r} is no reward: expected accuracy, format, or package.module:function."
        )
    try:
        function = getattr(importlib.import_module(module_name), attribute)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the reward {name!r} cannot be imported: {error}. The folder that it lies in must "
            "be on Python's path (PYTHONPATH=.)."
        ) from error
    if not callable(function):
        raise UsageError(f"the reward {name!r} is a {type(function).__name__}, not a function.")
    found: RewardFunction = function
    return found

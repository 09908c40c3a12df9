"""What a step minimises: GRPO on sampled answers, or the likelihood of given ones.

Both turn a step's prompts into pieces (packed rows under a budget of tokens), and a piece into
its share of the step's loss: the shares of all pieces, of all processes, add up to it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor

from aqagen.answers import extract_answer, tagged
from trainer.config import TrainConfig
from trainer.examples import Example
from trainer.loss import group_advantages, grpo_loss
from trainer.model import AudioLM, TokenScores
from trainer.packing import EncodedPrompt, PackedBatch, pack, row_batches
from trainer.parallel import Processes
from trainer.rewards import Rewards, load_rewards
from trainer.sampling import draws, sample
from trainer.sharding import gather

__all__ = ["Grpo", "Objective", "Piece", "Sft", "Tally", "Turn", "base_scores", "rewards_of"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One prompt of a step: its example, its input, and the seed of its draws."""

    example: Example
    prompt: EncodedPrompt
    seed: int


def base_scores(lm: AudioLM) -> Callable[[PackedBatch, float], TokenScores]:
    """Return what scores rows by a model whose adapter is off."""
    adapter = lm.adapter
    if adapter is None:
        raise ValueError("the model has no adapter: its base is the model itself")

    def scored(batch: PackedBatch, temperature: float) -> TokenScores:
        with adapter.off():
            scores: TokenScores = lm(batch, temperature)
        return scores

    return scored


@dataclass(slots=True)
class Piece:
    """Packed rows that are scored together, and what their loss needs.

    One that does not count keeps this process in step with others that have more rows.
    """

    batch: PackedBatch
    advantages: Tensor  # (S,)
    counts: bool = True
    reference_logps: Tensor | None = None  # (N,)
    old_logps: Tensor | None = None  # (N,)


@dataclass(slots=True)
class Tally:
    """Sums and counts of a step, by name: means over all processes are made of them."""

    sums: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    shown: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, total: float, count: float = 1.0) -> None:
        """Add `count` values that sum to `total`."""
        self.sums[name][0] += total
        self.sums[name][1] += count


class Objective(Protocol):
    """A training method."""

    def prepare(self, turns: Sequence[Turn], tally: Tally) -> list[Piece]:
        """Make the pieces of this process's share of a step."""

    def loss(self, piece: Piece, tally: Tally) -> Tensor:
        """Return a piece's share of the step's loss, a scalar with gradient."""


def _pieces(
    lm: AudioLM,
    prompts: Sequence[EncodedPrompt],
    answers: Sequence[Sequence[Tensor]],
    wanted: Sequence[int],
    config: TrainConfig,
    processes: Processes,
) -> list[tuple[list[int], PackedBatch]]:
    """Pack the wanted prompts with their answers.

    Returns:
        Which prompts each batch holds, and the batch. With sharded weights all processes get as
        many; those that are there for the number alone hold a prompt, but name none.
    """

    def packed(rows: Sequence[int]) -> PackedBatch:
        return pack([prompts[row] for row in rows], [answers[row] for row in rows], lm.pad_id)

    lengths = [len(prompts[row].input_ids) + sum(map(len, answers[row])) for row in wanted]
    chosen = [
        [wanted[place] for place in places]
        for places in row_batches(lengths, config.max_tokens_per_forward)
    ]
    pieces = [(rows, packed(rows)) for rows in chosen]
    if config.shard:
        missing = processes.most(len(pieces)) - len(pieces)
        pieces += [(list[int](), packed([0])) for _ in range(missing)]
    return pieces


def rewards_of(config: TrainConfig) -> Rewards:
    """Return the rewards of a run's settings.

    Raises:
        UsageError: one is neither ours nor an import path that works.
    """
    return load_rewards(
        config.rewards, config.reward_weights, think=config.think, compat=config.reward_compat
    )


class Grpo:
    """Equations (1) and (2) of the report."""

    def __init__(
        self,
        lm: AudioLM,
        reference: Callable[[PackedBatch, float], TokenScores] | None,
        config: TrainConfig,
        processes: Processes,
    ) -> None:
        self._lm, self._reference = lm, reference
        self._config, self._processes = config, processes
        self._rewards = rewards_of(config)

    def prepare(self, turns: Sequence[Turn], tally: Tally) -> list[Piece]:
        """Sample answers, reward them, score them by the reference."""
        config, prompts = self._config, [turn.prompt for turn in turns]
        self._lm.eval()
        gather(self._lm)
        if not config.train_audio_encoder:
            prompts = self._lm.encode_prompts(prompts)
        uniforms = draws(
            [turn.seed for turn in turns], config.group_size, config.max_completion_tokens
        )
        samples = sample(self._lm, prompts, uniforms, config.temperature)
        rewards = self._reward(turns, samples.completions, samples.truncated, tally)  # (B, G)
        advantages = group_advantages(rewards, config.advantage_epsilon)  # (B, G)
        # Equal rewards are no signal: without a KL term nothing of such a group is scored.
        learns = [bool(config.beta) or bool(group.any()) for group in advantages]
        kept = [row for row, wanted in enumerate(learns) if wanted]
        pieces = []
        for rows, batch in _pieces(
            self._lm, prompts, samples.completions, kept, config, self._processes
        ):
            given = advantages[rows].flatten() if rows else torch.zeros(batch.n_answers)
            piece = Piece(batch, given.to(self._processes.device), counts=bool(rows))
            if self._reference is not None:
                with torch.no_grad():
                    piece.reference_logps = self._reference(batch, config.temperature).logps
            pieces.append(piece)
        return pieces

    def _reward(
        self,
        turns: Sequence[Turn],
        completions: list[list[Tensor]],
        truncated: list[list[bool]],
        tally: Tally,
    ) -> Tensor:
        each = [turn.example for turn in turns for _ in range(self._config.group_size)]
        ids = [answer for group in completions for answer in group]
        texts = [self._lm.decode(answer) for answer in ids]
        columns = {name: [e.columns[name] for e in each] for name in each[0].columns}
        columns["completion_ids"] = [answer.tolist() for answer in ids]
        total, parts = self._rewards([e.prompt for e in each], texts, **columns)
        grouped = total.view(len(turns), -1)  # (B, G)
        n = len(texts)
        tally.add("reward", float(total.sum()), n)
        for name, part in parts.items():
            said = part[~part.isnan()]
            tally.add(f"reward/{name}", float(said.sum()), len(said))
        tally.add("completion_tokens", sum(map(len, ids)), n)
        tally.add("truncated", sum(map(sum, truncated)), n)
        equal = (grouped == grouped[:, :1]).all(dim=1)
        tally.add("zero_variance", float(equal.sum()), len(turns))
        answers = [extract_answer(text) for text in texts]
        in_options = sum(a in e.columns["options"] for a, e in zip(answers, each, strict=True))
        tally.add("in_options", in_options, n)
        tally.shown.append(
            {
                "item_id": each[0].item_id,
                "prompt": each[0].prompt,
                "answer": each[0].columns["answer"],
                "completions": texts[: grouped.shape[1]],
                "rewards": grouped[0].tolist(),
            }
        )
        return grouped

    def loss(self, piece: Piece, tally: Tally) -> Tensor:
        """Score by the policy."""
        config = self._config
        scores = self._lm(piece.batch, config.temperature)
        if not piece.counts:
            nothing: Tensor = scores.logps.sum() * 0.0
            return nothing
        old = scores.logps.detach() if piece.old_logps is None else piece.old_logps
        piece.old_logps = old  # of the policy that drew them, should there be further updates
        made = grpo_loss(
            scores.logps,
            old,
            piece.reference_logps,
            piece.advantages,
            piece.batch.answer,
            beta=config.beta,
            clip_epsilon=config.clip_epsilon,
            n_answers=config.prompts_per_step * config.group_size,
        )
        n_answers, n_tokens = len(piece.advantages), len(piece.batch.targets)
        tally.add("kl", float(made.kl) * n_answers, n_answers)
        tally.add("entropy", float(scores.entropy.sum()), n_tokens)
        tally.add("clipped", float(made.clipped) * n_tokens, n_tokens)
        return made.loss


class Sft:
    """Likelihood of given answers, mean over the tokens of the step."""

    def __init__(self, lm: AudioLM, config: TrainConfig, processes: Processes) -> None:
        self._lm, self._config, self._processes = lm, config, processes
        self._n_tokens = 1.0

    def prepare(self, turns: Sequence[Turn], tally: Tally) -> list[Piece]:  # noqa: ARG002
        """Pack each prompt with the right option, or with all of them."""
        device = self._processes.device
        answers = []
        for turn in turns:
            columns = turn.example.columns
            gold = self._config.targets == "gold"
            texts = [columns["answer"]] if gold else columns["options"]
            answers.append([self._lm.completion_ids(tagged(text)).to(device) for text in texts])
        n_tokens = torch.tensor(sum(len(a) for group in answers for a in group), device=device)
        self._n_tokens = float(self._processes.sum(n_tokens.double()))
        prompts = [turn.prompt for turn in turns]
        pieces = _pieces(
            self._lm, prompts, answers, range(len(turns)), self._config, self._processes
        )
        return [
            Piece(batch, torch.zeros(batch.n_answers, device=device), counts=bool(rows))
            for rows, batch in pieces
        ]

    def loss(self, piece: Piece, tally: Tally) -> Tensor:
        """Score the targets."""
        scores = self._lm(piece.batch)
        if not piece.counts:
            nothing: Tensor = scores.logps.sum() * 0.0
            return nothing
        n_tokens = len(piece.batch.targets)
        tally.add("entropy", float(scores.entropy.sum()), n_tokens)
        total: Tensor = scores.logps.sum()
        return -total / self._n_tokens

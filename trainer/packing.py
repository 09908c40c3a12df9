"""Packed rows: one prompt and all its answers side by side, so that the prompt is computed once.

    row      = [ prompt (P) | o_1 | o_2 | ... | o_G | padding ]
    position =   0 .. P-1     P..   P..         P..

Answer i sees the prompt and its own past, not the other answers: a 4-D mask says so, and its
positions go on from the prompt's. Every log-probability is the one that the answer would
have in a row of its own (tests/trainer/test_packing.py), at 1/5 to 1/8 of the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from trainer.families import AudioFeatures

__all__ = ["EncodedPrompt", "PackedBatch", "pack", "row_batches"]


@dataclass(frozen=True, slots=True)
class EncodedPrompt:
    """A prompt as the model takes it.

    Attributes:
        input_ids: (P,) with `n_tokens` audio placeholders in a run.
        audio: the clip's features, or its embeddings (n_tokens, hidden size) when they were
            computed before, or None for a prompt without audio.
    """

    input_ids: Tensor
    audio: AudioFeatures | Tensor | None = None

    def to(self, device: torch.device | str) -> "EncodedPrompt":
        """Return the same prompt on a device."""
        audio = self.audio if self.audio is None else self.audio.to(device)
        return EncodedPrompt(self.input_ids.to(device), audio)


@dataclass(frozen=True, slots=True)
class PackedBatch:
    """B packed rows of width L, with N completion tokens of S answers between them.

    Attributes:
        input_ids: (B, L)
        position_ids: (B, L)
        mask: (B, 1, L, L) bool, True where a query (third axis) may see a key (fourth).
        audio: the clips of the rows, in order.
        row, column: (N,) where the hidden state lies that predicts each completion token.
        targets: (N,) the completion tokens, answer after answer.
        answer: (N,) which of the S answers each belongs to: those of the first prompt first.
        n_answers: S.
    """

    input_ids: Tensor
    position_ids: Tensor
    mask: Tensor
    audio: tuple[AudioFeatures | Tensor, ...]
    row: Tensor
    column: Tensor
    targets: Tensor
    answer: Tensor
    n_answers: int

    def to(self, device: torch.device | str) -> "PackedBatch":
        """Return the same batch on a device."""
        tensors = ("input_ids", "position_ids", "mask", "row", "column", "targets", "answer")
        moved = {name: getattr(self, name).to(device) for name in tensors}
        return replace(self, audio=tuple(clip.to(device) for clip in self.audio), **moved)


def pack(
    prompts: Sequence[EncodedPrompt], completions: Sequence[Sequence[Tensor]], pad_id: int
) -> PackedBatch:
    """Pack each prompt with its answers into a row.

    Args:
        prompts: B of them.
        completions: per prompt its answers' token ids, each (C_i,) with C_i >= 1, the end
            token included where the answer has one.
        pad_id: of the padding at the end of shorter rows.

    Raises:
        ValueError: an answer has no token, or the two lists differ in length.
    """
    rows = [_pack_row(p.input_ids, c) for p, c in zip(prompts, completions, strict=True)]
    n_tokens = [len(row.targets) for row in rows]
    n_answers = [len(group) for group in completions]
    first_answer = torch.tensor([0, *n_answers]).cumsum(0)[:-1]
    device = prompts[0].input_ids.device
    segment = pad_sequence([r.segment for r in rows], batch_first=True, padding_value=-1)  # (B, L)
    return PackedBatch(
        input_ids=pad_sequence([r.ids for r in rows], batch_first=True, padding_value=pad_id),
        position_ids=pad_sequence([r.positions for r in rows], batch_first=True),
        mask=_branch_mask(segment),
        audio=tuple(prompt.audio for prompt in prompts if prompt.audio is not None),
        row=torch.arange(len(rows)).repeat_interleave(torch.tensor(n_tokens)).to(device),
        column=torch.cat([r.column for r in rows]),
        targets=torch.cat([r.targets for r in rows]),
        answer=torch.cat(
            [r.answer + first for r, first in zip(rows, first_answer.tolist(), strict=True)]
        ),
        n_answers=sum(n_answers),
    )


def row_batches(lengths: Sequence[int], max_tokens: int) -> list[list[int]]:
    """Say which rows to score together: rows of like length, so that little is padding.

    Args:
        lengths: of the packed rows: a prompt and all of its answers.
        max_tokens: of one batch, padding included. A longer row is a batch by itself.

    Returns:
        The rows' indices, batch by batch; within a batch in ascending order.
    """
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        # The first row of a batch is its longest, and the others are padded to it.
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= max_tokens:
            batches[-1].append(row)
        else:
            batches.append([row])
    return [sorted(batch) for batch in batches]


@dataclass(frozen=True, slots=True)
class _Row:
    ids: Tensor  # (L,)
    positions: Tensor  # (L,)
    segment: Tensor  # (L,) 0 for the prompt, i for the i-th answer
    column: Tensor  # (n,) of the n completion tokens
    targets: Tensor  # (n,)
    answer: Tensor  # (n,) 0-based


def _pack_row(prompt: Tensor, answers: Sequence[Tensor]) -> _Row:
    lengths = [len(answer) for answer in answers]
    if not lengths or min(lengths) < 1:
        raise ValueError(f"answers of {lengths} tokens: every prompt needs answers of at least 1")
    device, n_prompt = prompt.device, len(prompt)
    n_tokens = torch.tensor(lengths, device=device)
    answer = torch.arange(len(answers), device=device).repeat_interleave(n_tokens)  # (n,)
    first = (n_tokens.cumsum(0) - n_tokens)[answer]  # (n,) where its answer begins
    step = torch.arange(len(answer), device=device) - first  # (n,) 0, 1, 2 within its answer
    # The prompt's last token predicts the first of every answer, each token the one after it.
    column = torch.where(step == 0, n_prompt - 1, n_prompt + first + step - 1)
    targets = torch.cat(list(answers))
    return _Row(
        ids=torch.cat([prompt, targets]),
        positions=torch.cat([torch.arange(n_prompt, device=device), n_prompt + step]),
        segment=torch.cat([torch.zeros(n_prompt, dtype=torch.long, device=device), answer + 1]),
        column=column,
        targets=targets,
        answer=answer,
    )


def _branch_mask(segment: Tensor) -> Tensor:
    """Return who sees whom, (B, 1, L, L): the past of one's own answer, and the prompt.

    Padding (segment -1) sees earlier padding and itself, for a softmax over nothing is NaN.
    """
    width = segment.shape[1]
    past = torch.ones(width, width, dtype=torch.bool, device=segment.device).tril()
    query, key = segment[:, :, None], segment[:, None, :]
    return (past & ((key == 0) | (key == query)))[:, None]

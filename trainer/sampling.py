"""Answers from the policy: audio encoded once, prompt computed once, G answers decoded together.

A prompt's G answers share one row of the key-value cache, where G tokens are added per step:

    cache = [ prompt | g=1..G of step 1 | g=1..G of step 2 | ... ]

and a mask lets each answer see the prompt and its own tokens. So the prompt's keys and values
are stored and read once, not G times.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from transformers import DynamicCache

from trainer.attention import folded_heads
from trainer.model import AudioLM
from trainer.packing import EncodedPrompt

__all__ = ["Samples", "draws", "sample"]


@dataclass(frozen=True, slots=True)
class Samples:
    """G answers to each of B prompts.

    Attributes:
        completions: per prompt G tensors (C,) of token ids, the end token included.
        logps: per prompt G tensors (C,): the log-probabilities that they were drawn with.
        truncated: per prompt G flags: cut at the limit of tokens, without an end token.
    """

    completions: list[list[Tensor]]
    logps: list[list[Tensor]]
    truncated: list[list[bool]]


def draws(seeds: Sequence[int], group_size: int, max_tokens: int) -> Tensor:
    """Return the randomness of a step: uniform numbers in [0, 1), (B, G, max_tokens), float64.

    Each prompt has a seed of its own, so its draws do not depend on what else is in the
    batch, on the number of processes, or on the device.
    """
    shape = (group_size, max_tokens)
    return torch.stack(
        [
            torch.rand(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
            for seed in seeds
        ]
    )


@torch.no_grad()
def sample(
    lm: AudioLM,
    prompts: Sequence[EncodedPrompt],
    uniforms: Tensor,
    temperature: float = 1.0,
    everyone_done: Callable[[bool], bool] = bool,
) -> Samples:
    """Draw G answers to each prompt from the full distribution (no top-k, no top-p).

    Args:
        lm: the policy.
        prompts: B of them, on the model's device.
        uniforms: (B, G, max_tokens) from `draws`; says how many answers, and how long.
        temperature: of the softmax; 0 takes the most likely token.
        everyone_done: told whether this process is done, says whether to stop. With sharded
            weights every process must make the same number of steps: let it ask the others.
    """
    n_answers, max_tokens = uniforms.shape[1:]
    cache = DynamicCache(config=lm.model.config.get_text_config())
    hidden, seen, lengths = _prefill(lm, prompts, cache)  # (B, H), (B, P), (B,)
    uniforms = uniforms.to(hidden.device)
    own = torch.eye(n_answers, dtype=torch.bool, device=hidden.device)  # (G, G)
    ends = torch.tensor(lm.end_ids, device=hidden.device)
    hidden = hidden[:, None].expand(-1, n_answers, -1)  # (B, G, H)
    done = torch.zeros(hidden.shape[:2], dtype=torch.bool, device=hidden.device)  # (B, G)
    mask = seen[:, None].expand(-1, n_answers, -1)  # (B, G, keys)
    tokens, logps, alive = [], [], []
    for step in range(max_tokens):
        token, logp = _draw(lm.logits(hidden, temperature or 1.0), uniforms[..., step], temperature)
        tokens.append(token)
        logps.append(logp)
        alive.append(~done)
        done = done | torch.isin(token, ends)
        if everyone_done(bool(done.all())) or step == max_tokens - 1:
            break
        mask = torch.cat([mask, own.expand(len(mask), -1, -1)], dim=2)
        position_ids = (lengths + step)[:, None].expand(-1, n_answers)  # (B, G)
        embedded = lm.embed(token, ())  # (B, G, H)
        with folded_heads(lm.model.model.language_model):
            hidden = lm.hidden_states(embedded, position_ids, mask[:, None], cache)
    stacked = [torch.stack(parts, dim=2) for parts in (tokens, logps, alive)]  # each (B, G, T)
    return _samples(stacked[0], stacked[1], stacked[2], done)


def _prefill(
    lm: AudioLM, prompts: Sequence[EncodedPrompt], cache: DynamicCache
) -> tuple[Tensor, Tensor, Tensor]:
    """Compute the prompts, left-padded to one length P, and fill the cache.

    Returns:
        The hidden state (B, H) of each prompt's last token, which places of the cache hold
        a prompt's token (B, P), and the prompts' lengths (B,).
    """
    ids = [prompt.input_ids for prompt in prompts]
    device = ids[0].device
    lengths = torch.tensor([len(prompt) for prompt in ids], device=device)  # (B,)
    input_ids = pad_sequence(ids, batch_first=True, padding_value=lm.pad_id, padding_side="left")
    width = input_ids.shape[1]  # P
    place = torch.arange(width, device=device) - (width - lengths)[:, None]  # (B, P)
    seen = place >= 0
    past = torch.ones(width, width, dtype=torch.bool, device=device).tril()
    # Padding sees itself, for a softmax over nothing is NaN.
    mask = past & (seen[:, None, :] | torch.eye(width, dtype=torch.bool, device=device))
    embedded = lm.embed(input_ids, [p.audio for p in prompts if p.audio is not None])
    hidden = lm.hidden_states(embedded, place.clamp(min=0), mask[:, None], cache)  # (B, P, H)
    return hidden[:, -1], seen, lengths


def _draw(logits: Tensor, uniform: Tensor, temperature: float) -> tuple[Tensor, Tensor]:
    """Draw one token by the inverse of the distribution function.

    Args:
        logits: (B, G, V), divided by the temperature.
        uniform: (B, G) in [0, 1).
        temperature: 0 takes the most likely token instead.

    Returns:
        The tokens and their log-probabilities, both (B, G).
    """
    logps = logits.log_softmax(-1)
    if temperature == 0:
        token = logits.argmax(-1)
    else:
        # float64: over 152k tokens the sum of float32 would drown the rare ones.
        cumulative = logps.double().exp().cumsum(-1)  # (B, G, V)
        wanted = uniform[..., None] * cumulative[..., -1:]
        token = torch.searchsorted(cumulative, wanted, right=True)[..., 0]
        # NaN is past the end: it is to reach the loss, where the run stops and names the rows.
        token = token.clamp(max=logits.shape[-1] - 1)
    return token, logps.gather(-1, token[..., None])[..., 0]


def _samples(tokens: Tensor, logps: Tensor, alive: Tensor, done: Tensor) -> Samples:
    """Cut (B, G, T) tensors to each answer's length."""
    lengths = alive.sum(-1).tolist()  # (B, G)
    return Samples(
        completions=[
            [answer[:n] for answer, n in zip(group, ns, strict=True)]
            for group, ns in zip(tokens, lengths, strict=True)
        ],
        logps=[
            [answer[:n] for answer, n in zip(group, ns, strict=True)]
            for group, ns in zip(logps, lengths, strict=True)
        ],
        truncated=(~done).tolist(),
    )

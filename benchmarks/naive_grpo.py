"""GRPO's scoring and sampling as they are usually done: the prompt repeated G times.

The tests compare the trainer with it, and `grpo_step.py` measures against it.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from trainer.model import AudioLM
from trainer.packing import EncodedPrompt

__all__ = ["naive_logps", "naive_sample"]


def naive_logps(
    lm: AudioLM,
    prompt: EncodedPrompt,
    completions: Sequence[Tensor],
    temperature: float = 1.0,
) -> Tensor:
    """Score G rows of prompt and answer, right-padded, logits of the whole sequence: (N,)."""
    answers = torch.nn.utils.rnn.pad_sequence(
        list(completions), batch_first=True, padding_value=lm.pad_id
    )  # (G, C)
    n_prompt = len(prompt.input_ids)
    rows = torch.cat([prompt.input_ids.expand(len(answers), -1), answers], dim=1)  # (G, P + C)
    attended = torch.ones_like(rows)
    for row, completion in enumerate(completions):
        attended[row, n_prompt + len(completion) :] = 0
    logits = lm.model(**audio_inputs(lm, prompt, len(rows)), input_ids=rows,
                      attention_mask=attended, use_cache=False).logits  # (G, P + C, V)  # fmt: skip
    logits = logits[:, n_prompt - 1 : -1] / temperature  # (G, C, V)
    logits[..., list(lm.suppressed_ids)] = -torch.inf
    logps = logits.log_softmax(-1).gather(-1, answers[..., None])[..., 0]  # (G, C)
    return torch.cat([logps[g, : len(c)] for g, c in enumerate(completions)])


def naive_sample(lm: AudioLM, prompt: EncodedPrompt, n_answers: int, n_tokens: int) -> Tensor:
    """Sample G answers of exactly n_tokens each by `generate` over repeated rows: (G, C)."""
    rows = prompt.input_ids.expand(n_answers, -1)
    generated = lm.model.generate(
        **audio_inputs(lm, prompt, n_answers), input_ids=rows,
        attention_mask=torch.ones_like(rows), do_sample=True, temperature=1.0, top_k=0,
        top_p=1.0, min_new_tokens=n_tokens, max_new_tokens=n_tokens, pad_token_id=lm.pad_id,
        eos_token_id=list(lm.end_ids), suppress_tokens=list(lm.suppressed_ids),
    )  # fmt: skip
    return generated[:, prompt.input_ids.shape[0] :]


def audio_inputs(lm: AudioLM, prompt: EncodedPrompt, n_rows: int) -> dict[str, Tensor]:
    """Return the clip as the stock model takes it, once per row."""
    if prompt.audio is None:
        return {}
    mel = prompt.audio.mel.to(lm.model.dtype)
    real = torch.arange(mel.shape[1], device=mel.device) < prompt.audio.n_frames
    mask_name = lm.family.mask_name
    return {
        "input_features": mel.expand(n_rows, -1, -1),
        mask_name: real.long().expand(n_rows, -1),
    }

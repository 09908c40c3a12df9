"""An audio language model as the trainer sees it: prompts in, log-probabilities out.

`AudioLM` is one module, so that FSDP2 can share it out: `forward` scores packed
rows, `trainer.sampling.sample` draws answers.
"""

import copy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from transformers import Cache

from aqagen.errors import TrainError, UsageError
from trainer.adapters import Adapter, merged
from trainer.config import Precision
from trainer.families import AudioFeatures, Family, Parts, base_of, family_of
from trainer.packing import EncodedPrompt, PackedBatch

__all__ = ["AudioLM", "TokenScores", "load", "write_merged"]

# Stands for the text while the chat template is read; no text that people write holds it.
_MARK = "\x1ftext\x1f"


class TokenScores(NamedTuple):
    """What a model thinks of N completion tokens.

    A tuple, so that FSDP2 finds the tensors in what `forward` returns.

    Attributes:
        logps: (N,) log-probability of each, at the sampling temperature, float32 or wider.
        entropy: (N,) of the distribution that it was drawn from, in nats; no gradient.
    """

    logps: Tensor
    entropy: Tensor


class AudioLM(nn.Module):
    """A model of a family with its tokenizer and feature extractor.

    Attributes:
        model: the transformers model, unchanged.
        end_ids: the tokens that end an answer.
        suppressed_ids: never sampled and left out of the softmax everywhere.
        adapter: what trains beside the model's weights, or None.
    """

    model: Any  # nn.Module would make every part of it a Tensor | Module

    def __init__(self, family: Family, parts: Parts) -> None:
        super().__init__()
        self.model = parts.model
        self.family = family
        self.tokenizer = parts.tokenizer
        self.feature_extractor = parts.feature_extractor
        self.adapter: Adapter | None = None
        if self.tokenizer.chat_template is None:
            self.tokenizer.chat_template = family.chat_template
        vocab = self.tokenizer.get_vocab()
        self.audio_id: int = vocab[family.audio_token]
        self.pad_id: int = self.tokenizer.pad_token_id or 0
        self.end_ids = tuple(
            sorted({vocab[family.end_of_turn], self.tokenizer.eos_token_id} - {None})
        )
        self.suppressed_ids = tuple(vocab[t] for t in family.suppressed_tokens if t in vocab)
        special = [re.escape(t.content) for t in self.tokenizer.added_tokens_decoder.values()]
        self._special = re.compile("|".join(special))
        for parameter in family.unused_parameters(self.model):
            parameter.requires_grad_(False)

    # --- text and audio to input ---

    def prompt(self, text: str, waveform: np.ndarray | None = None) -> EncodedPrompt:
        """Encode one user turn: the clip, then the text.

        Args:
            text: of the user's turn. It is data: special tokens in it are plain characters.
            waveform: (n_samples,) mono at `sampling_rate` Hz, or None for a turn of text.
        """
        audio = None if waveform is None else self.family.features(self.feature_extractor, waveform)
        n_tokens = 0 if audio is None else audio.n_tokens
        before, after = self._turn(with_audio=audio is not None)
        before = before.replace(self.family.audio_token, self.family.audio_token * n_tokens)
        if self._special.search(text):
            ids = [*self._ids(before), *self._ids(text, as_data=True), *self._ids(after)]
        else:
            ids = self._ids(before + text + after)
        if ids.count(self.audio_id) != n_tokens:
            raise TrainError(
                f"the tokenizer makes {ids.count(self.audio_id)} placeholders for {n_tokens} "
                f"audio embeddings, of {text!r}."
            )
        return EncodedPrompt(torch.tensor(ids), audio)

    def prompter(self) -> "AudioLM":
        """Return what encodes prompts alone, without the weights, for processes that load data.

        Where they are spawned, not forked, all that they are given is copied to each of them.
        """
        view = AudioLM.__new__(AudioLM)
        nn.Module.__init__(view)
        for name in ("family", "tokenizer", "feature_extractor", "audio_id", "_special"):
            setattr(view, name, getattr(self, name))
        return view

    @property
    def sampling_rate(self) -> int:
        """Of the waveforms that `prompt` takes, in Hz."""
        return int(self.feature_extractor.sampling_rate)

    def completion_ids(self, text: str) -> Tensor:
        """Return a text as an answer would be: its tokens and the end of the turn, (C,)."""
        end = self.tokenizer.get_vocab()[self.family.end_of_turn]
        return torch.tensor([*self._ids(text, as_data=True), end])

    def decode(self, completion: Tensor) -> str:
        """Return the text of an answer, without special tokens."""
        return str(self.tokenizer.decode(completion.tolist(), skip_special_tokens=True))

    def _turn(self, *, with_audio: bool) -> tuple[str, str]:
        """Return what the chat template writes before and after the text of a user's turn."""
        text = {"type": "text", "text": _MARK}
        content = [{"type": "audio", "audio": ""}, text] if with_audio else [text]
        chat: Any = [{"role": "user", "content": content}]
        rendered = str(
            self.tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
        )
        before, mark, after = rendered.partition(_MARK)
        if not mark or before.count(self.family.audio_token) != with_audio:
            raise TrainError(
                f"the chat template of this checkpoint does not write a turn with one "
                f"{self.family.audio_token} and the text, but {rendered!r}."
            )
        return before, after

    def _ids(self, text: str, *, as_data: bool = False) -> list[int]:
        encoded = self.tokenizer(text, add_special_tokens=False, split_special_tokens=as_data)
        return list(encoded["input_ids"])

    # --- the model, in parts ---

    def embed(self, input_ids: Tensor, audio: Sequence[AudioFeatures | Tensor]) -> Tensor:
        """Embed tokens (B, L), the audio in the places of its placeholders: (B, L, hidden)."""
        embedded: Tensor = self.model.get_input_embeddings()(input_ids)  # (B, L, H)
        if not audio:
            return embedded
        heard = self.encode_audio(audio).to(embedded.dtype)  # (sum of n_tokens, H)
        return embedded.masked_scatter((input_ids == self.audio_id)[..., None], heard)

    def encode_audio(self, audio: Sequence[AudioFeatures | Tensor]) -> Tensor:
        """Return the embeddings of clips, one after another: (sum of n_tokens, hidden size).

        Those that are embeddings already stay as they are, the others are encoded together.
        """
        clips = [clip for clip in audio if isinstance(clip, AudioFeatures)]
        if not clips:
            return torch.cat([clip for clip in audio if isinstance(clip, Tensor)])
        encoded = self.family.encode_audio(self.model, clips)
        fresh = iter(torch.split(encoded, [clip.n_tokens for clip in clips]))
        return torch.cat([clip if isinstance(clip, Tensor) else next(fresh) for clip in audio])

    @torch.no_grad()
    def encode_prompts(self, prompts: Sequence[EncodedPrompt]) -> list[EncodedPrompt]:
        """Return the prompts with their clips encoded, all together.

        For a frozen audio encoder: sampling, reference and policy then share one pass of it.
        """
        clips = [prompt.audio for prompt in prompts if prompt.audio is not None]
        if not clips:
            return list(prompts)
        sizes = [c.n_tokens if isinstance(c, AudioFeatures) else len(c) for c in clips]
        encoded = iter(torch.split(self.encode_audio(clips), sizes))
        return [
            p if p.audio is None else EncodedPrompt(p.input_ids, next(encoded)) for p in prompts
        ]

    def hidden_states(
        self, embedded: Tensor, position_ids: Tensor, mask: Tensor, cache: Cache | None = None
    ) -> Tensor:
        """Run the language model: (B, L, hidden) to (B, L, hidden).

        Args:
            embedded: (B, L, hidden)
            position_ids: (B, L). With audio alone the three axes of M-RoPE are equal.
            mask: (B, 1, L, keys) bool, True where a query may see a key.
            cache: keys and values of what came before; this call's are added to it.
        """
        outputs = self.model.model.language_model(
            inputs_embeds=embedded,
            position_ids=position_ids,
            attention_mask=self._attention_mask(mask, embedded.dtype),
            past_key_values=cache,
            use_cache=cache is not None,
        )
        hidden: Tensor = outputs.last_hidden_state
        return hidden

    def _attention_mask(self, mask: Tensor, dtype: torch.dtype) -> Tensor:
        """SDPA takes the bool mask; eager attention adds it, and would add ones and zeros."""
        if self.model.config._attn_implementation != "eager":  # noqa: SLF001
            return mask
        return torch.zeros(mask.shape, dtype=dtype, device=mask.device).masked_fill_(
            ~mask, torch.finfo(dtype).min
        )

    def logits(self, hidden: Tensor, temperature: float = 1.0) -> Tensor:
        """Return the logits of (..., hidden), float32 or wider, suppressed tokens at -inf."""
        logits: Tensor = self.model.lm_head(hidden)
        if logits.dtype in {torch.bfloat16, torch.float16}:
            logits = logits.float()
        suppressed = torch.tensor(self.suppressed_ids, dtype=torch.long, device=logits.device)
        return (logits / temperature).index_fill(-1, suppressed, -torch.inf)

    # --- scoring ---

    def forward(
        self, batch: PackedBatch, temperature: float = 1.0, chunk_tokens: int = 1024
    ) -> TokenScores:
        """Score packed rows: the log-probability of every completion token.

        The vocabulary is large (152k: 0.6 MB of logits a token), so logits are made for the
        tokens that predict completions only, `chunk_tokens` at a time, and made again in the
        backward pass.
        """
        embedded = self.embed(batch.input_ids, batch.audio)  # (B, L, H)
        hidden = self.hidden_states(embedded, batch.position_ids, batch.mask)  # (B, L, H)
        predictors = hidden[batch.row, batch.column]  # (N, H)
        chunks = zip(
            torch.split(predictors, chunk_tokens),
            torch.split(batch.targets, chunk_tokens),
            strict=True,
        )
        if torch.is_grad_enabled() and len(predictors) > chunk_tokens:
            scores = [
                checkpoint(self._token_scores, h, t, temperature, use_reentrant=False)
                for h, t in chunks
            ]
        else:
            scores = [self._token_scores(h, t, temperature) for h, t in chunks]
        return TokenScores(*(torch.cat(parts) for parts in zip(*scores, strict=True)))

    def _token_scores(
        self, hidden: Tensor, targets: Tensor, temperature: float
    ) -> tuple[Tensor, Tensor]:
        logits = self.logits(hidden, temperature)  # (n, V)
        logps = -nn.functional.cross_entropy(logits, targets, reduction="none")  # (n,)
        with torch.no_grad():
            entropy = torch.special.entr(logits.softmax(-1)).sum(-1)  # (n,)
        return logps, entropy

    # --- copies and checkpoints ---

    def reference(self) -> "AudioLM":
        """Return a frozen copy of the weights as they are now."""
        parts = Parts(copy.deepcopy(self.model), self.tokenizer, self.feature_extractor)
        copied = AudioLM(self.family, parts)
        copied.suppressed_ids = self.suppressed_ids
        return copied.requires_grad_(False).eval()

    def save(self, folder: Path, weights: dict[str, Tensor] | None = None) -> None:
        """Write a checkpoint that plain transformers loads. The folder must exist.

        Of a model with an adapter it holds the adapter alone, which plain peft loads. Of a
        model in shares `weights` are the whole ones.
        """
        if self.adapter is not None:
            self.adapter.save(folder)
            self.tokenizer.save_pretrained(folder)
            self.feature_extractor.save_pretrained(folder)
            return
        self.family.save(Parts(self.model, self.tokenizer, self.feature_extractor), folder, weights)


def load(path: str, dtype: torch.dtype = torch.float32, attention: str = "sdpa") -> AudioLM:
    """Load a checkpoint folder (or a name on the hub) of any family.

    An adapter's folder gives the model that it belongs to, the adapter merged into it.

    Raises:
        TrainError: no checkpoint is there, or no family loads it.
    """
    base = base_of(path)
    if base is not None:
        try:
            lm = load(base, dtype, attention)
        except TrainError as error:
            raise TrainError(f"{path} is an adapter of {base}: {error}") from error
        lm.model = merged(lm.model, path)
        return lm
    family = family_of(path)
    return AudioLM(family, family.load(path, dtype, attention))


def write_merged(adapter: Path, out: Path, precision: Precision = "bf16") -> str:
    """Write the model of an adapter, the adapter merged into it, as plain transformers loads it.

    Args:
        adapter: a checkpoint's folder.
        out: a new folder.
        precision: of the written weights; the sum is made in fp32.

    Returns:
        The model that the adapter belongs to.

    Raises:
        TrainError: the adapter or its model cannot be used.
        UsageError: `adapter` is no adapter, or `out` is there already.
    """
    base = base_of(str(adapter))
    if base is None:
        raise UsageError(f"{adapter} is no adapter: it has no adapter_config.json.")
    if out.exists():
        raise UsageError(f"{out} is there already: name a new folder.")
    lm = load(str(adapter))
    if precision == "bf16":
        lm.model.to(torch.bfloat16)
    out.mkdir(parents=True)
    lm.save(out)
    return base

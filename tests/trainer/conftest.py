"""One tiny random model of each family, and prompts for it."""

from types import MethodType

import numpy as np
import pytest
import torch

from trainer.families import get_family
from trainer.model import AudioLM
from trainer.packing import EncodedPrompt

torch.set_num_threads(1)


def tiny_lm(family: str = "qwen2_5_omni", dtype: torch.dtype = torch.float64, seed: int = 0):
    chosen = get_family(family)
    lm = AudioLM(chosen, chosen.tiny(seed)).to(dtype).eval()
    if hasattr(lm.model.config.get_text_config(), "num_experts"):
        lm.model.set_experts_implementation("eager")  # the fused one has no float64
    if dtype is torch.float64:
        for module in lm.modules():
            if type(module).__name__.endswith("RMSNorm"):
                _compute_in_double(module)
    return lm


def _compute_in_double(norm: torch.nn.Module) -> None:
    """transformers' RMSNorm rounds to float32 inside, whatever the model's type.

    Where two computations differ by 1e-16, that rounding makes 1e-8 of it now and then, in
    the naive form as in ours. With it, nothing could be shown to 1e-9.
    """

    def forward(self: torch.nn.Module, hidden: torch.Tensor) -> torch.Tensor:
        mean_square = hidden.square().mean(-1, keepdim=True)
        return self.weight * (hidden * torch.rsqrt(mean_square + self.variance_epsilon))

    norm.forward = MethodType(forward, norm)  # a method follows its module into a copy


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=int(16000 * seconds)).astype(np.float32) / 10


def some_prompts(lm: AudioLM, n: int, *, with_audio: bool = True) -> list[EncodedPrompt]:
    """Prompts of different lengths."""
    return [
        lm.prompt(f"What is heard{' now' * i}?", noise(0.6 + 0.31 * i, i) if with_audio else None)
        for i in range(n)
    ]


def some_completions(lm: AudioLM, lengths, seed: int = 0) -> list[torch.Tensor]:
    """Random answers of given lengths, without suppressed tokens; odd ones end properly."""
    generator = torch.Generator().manual_seed(seed)
    vocabulary = range(lm.model.lm_head.out_features)
    free = torch.tensor(sorted(set(vocabulary) - set(lm.suppressed_ids)))
    drawn = [free[torch.randint(len(free), (length,), generator=generator)] for length in lengths]
    for completion in drawn[1::2]:
        completion[-1] = lm.end_ids[0]
    return drawn


@pytest.fixture(scope="session")
def lm() -> AudioLM:
    return tiny_lm()

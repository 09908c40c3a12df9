"""Decoding with folded heads: the same numbers as transformers' own attention."""

import pytest
import torch
from transformers import DynamicCache

from tests.trainer.conftest import some_prompts, tiny_lm
from trainer import attention
from trainer.attention import folded_heads
from trainer.families import all_families
from trainer.sampling import draws, sample


@pytest.mark.parametrize("family", all_families())
def test_it_is_the_usual_attention(family):
    lm = tiny_lm(family)
    language_model = lm.model.model.language_model
    generator = torch.Generator().manual_seed(2)
    heard = torch.randn(2, 9, 64, generator=generator, dtype=torch.float64)
    positions = torch.arange(9).expand(2, 9)
    causal = torch.ones(9, 9, dtype=torch.bool).tril().expand(2, 1, 9, 9)
    mask = torch.rand(2, 1, 3, 12, generator=generator) < 0.7
    mask[..., 0] = True

    def decoded():
        cache = DynamicCache(config=lm.model.config.get_text_config())
        with torch.no_grad():
            lm.hidden_states(heard, positions, causal, cache)
            return lm.hidden_states(heard[:, :3], positions[:, :3] + 9, mask, cache)

    usual = decoded()
    with folded_heads(language_model):
        folded = decoded()
    torch.testing.assert_close(folded, usual, rtol=1e-9, atol=1e-9)


def test_sampling_uses_it_and_leaves_the_model_as_it_was(monkeypatch):
    lm, calls = tiny_lm(), []
    usual = attention.nn.functional.scaled_dot_product_attention

    def counted(query, *arguments, **options):
        calls.append(query.shape[2])
        return usual(query, *arguments, **options)

    monkeypatch.setattr(attention.nn.functional, "scaled_dot_product_attention", counted)
    with torch.no_grad():
        sample(lm, some_prompts(lm, 2), draws([0, 1], 3, 4))
    # 4 heads share 2 keys: 2 layers in each of 3 steps attend with 3 answers of 2 heads each
    assert calls.count(6) == 6
    assert lm.model.model.language_model.config._attn_implementation == "sdpa"
    eager = tiny_lm()
    eager.model.set_attn_implementation("eager")
    with folded_heads(eager.model.model.language_model):
        assert eager.model.model.language_model.config._attn_implementation == "eager"

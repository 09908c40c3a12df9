"""Attention for decoding: heads that share keys and values are folded into the queries.

With a mask, transformers copies every key and value for each of the heads that share it before
it calls SDPA. In decoding that is most of the traffic besides the weights: a few queries, and
hundreds of keys copied anew in every layer and step. The same sums come out when the heads of a
group stand side by side as queries of their one key-value head.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn
from transformers import AttentionInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward

__all__ = ["folded_heads"]

_NAME = "aqagen_folded_sdpa"


@contextmanager
def folded_heads(language_model: nn.Module) -> Iterator[None]:
    """Fold heads in a language model's attention, where it is SDPA, within the context."""
    config: Any = language_model.config
    usual = config._attn_implementation  # noqa: SLF001 - what transformers' own layers read
    if usual == "sdpa":
        config._attn_implementation = _NAME  # noqa: SLF001
    try:
        yield
    finally:
        config._attn_implementation = usual  # noqa: SLF001


def _folded_sdpa(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    **more: Any,
) -> tuple[Tensor, None]:
    """Attend with query (B, heads, L, d), key and value (B, groups, K, d): (B, L, heads, d).

    The signature is that of transformers' attention functions.
    """
    n_groups, n_queries = key.shape[1], query.shape[2]
    n_shared = query.shape[1] // n_groups
    # Many queries: their mask, copied for each head, would be larger than the keys.
    if n_shared == 1 or attention_mask is None or n_queries > query.shape[3]:
        made: tuple[Tensor, None] = sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, **more
        )
        return made
    folded = query.unflatten(1, (n_groups, n_shared)).flatten(2, 3)  # (B, groups, shared * L, d)
    mask = attention_mask.repeat(1, 1, n_shared, 1)  # (B, 1, shared * L, K)
    attended = nn.functional.scaled_dot_product_attention(
        folded, key, value, attn_mask=mask, scale=scaling
    )
    heads = attended.unflatten(2, (n_shared, n_queries)).flatten(1, 2)  # (B, heads, L, d)
    return heads.transpose(1, 2).contiguous(), None


AttentionInterface.register(_NAME, _folded_sdpa)

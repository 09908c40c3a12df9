"""Weights in shares: each process keeps a part of each layer (FSDP2); for models that no GPU holds.

A layer's weights are gathered when it computes and its gradients are added up when its backward
pass ends, so every process must make the same passes in the same order. What differs between
processes is kept out of that: answers are sampled with all weights gathered (`gather`), and a
process with fewer packed rows scores some of them again, for nothing (`objectives`).
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import StateDictOptions, get_model_state_dict
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor

from trainer.model import AudioLM
from trainer.parallel import Processes

__all__ = ["gather", "like", "release", "shard", "whole", "whole_weights"]


def shard(lm: AudioLM, processes: Processes) -> AudioLM:
    """Leave each process a share of every weight, in place, and move it to its device.

    Gradients become sums over all processes, in fp32, as `Processes.sum_gradients` makes them.
    A frozen model gives its gathered layers back at once, for it is only ever scored by; one
    that trains keeps them until its backward pass.
    """
    trains = any(parameter.requires_grad for parameter in lm.parameters())
    mesh = init_device_mesh(processes.device.type, (processes.n,))
    parts = lm.model.model
    # What no audio question reaches (as the vision tower) is a share of its own, never gathered.
    idle = [part for part in parts.children() if _unused(part, lm)]
    for module in (*parts.language_model.layers, *parts.audio_tower.layers, *idle, lm):
        fully_shard(
            module,
            mesh=mesh,
            reshard_after_forward=not trains,
            mp_policy=MixedPrecisionPolicy(reduce_dtype=torch.float32, cast_forward_inputs=False),
        )
    for module in _shared(lm):
        module.set_force_sum_reduction_for_comms(enable=True)
        module.set_gradient_divide_factor(1.0)
    return lm


def _unused(part: nn.Module, lm: AudioLM) -> bool:
    unused = {id(parameter) for parameter in lm.family.unused_parameters(lm.model)}
    mine = [id(parameter) for parameter in part.parameters()]
    return bool(mine) and unused.issuperset(mine)


def _shared(lm: AudioLM) -> list[Any]:
    return [module for module in lm.modules() if isinstance(module, FSDPModule)]


def gather(lm: AudioLM) -> None:
    """Gather all weights that compute, until the next backward pass; nothing if not sharded.

    In between, processes may make passes of different numbers. The model must have scored
    something before, all by itself: FSDP2 finds its root in the first pass.
    """
    release(lm)  # what is still gathered may be from before the last update
    for module in _shared(lm):
        if not _unused(module, lm):
            module.unshard()


def release(lm: AudioLM) -> None:
    """Give gathered weights back: what a module's parameters are, then, is this one's share."""
    for module in _shared(lm):
        module.reshard()


def whole(value: Tensor, *, keep: bool = True) -> Tensor:
    """Return a tensor with the shares of all processes; each of them has to ask.

    Args:
        value: a tensor, of shares or not.
        keep: whether this process wants it; if not it gets an empty one.
    """
    if not isinstance(value, DTensor):
        return value
    full = value.full_tensor()
    return full.cpu() if keep else full.new_empty(0)


def like(value: Tensor, shared: Tensor) -> Tensor:
    """Return this process's share of a whole tensor, as another one of its shape is shared."""
    if not isinstance(shared, DTensor) or value.shape != shared.shape:
        return value
    on_device = value.to(shared.device, shared.dtype)
    return distribute_tensor(on_device, shared.device_mesh, shared.placements)


def whole_weights(lm: AudioLM) -> dict[str, Tensor] | None:
    """Return all weights in the first process, none in the others, or None if not sharded."""
    if not isinstance(lm, FSDPModule):
        return None
    release(lm)
    options = StateDictOptions(full_state_dict=True, cpu_offload=True)
    weights: Any = get_model_state_dict(lm.model, options=options)
    return dict(weights)

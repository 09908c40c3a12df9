"""Who else is training: this process among those that `accelerate launch` started.

Every process takes its share of a step's prompts. Where each holds the whole model, gradients
are added up once per step, after the last backward pass: processes may score different numbers
of packed rows, of answers that end at different lengths, and nobody waits inside of a pass.
Where each holds a share of the model (`sharding`), they agree on the number of passes.
"""

import os
from collections.abc import Iterable
from datetime import timedelta

import torch
from accelerate import PartialState
from torch import Tensor, distributed, nn

from aqagen.errors import TrainError

__all__ = ["Processes"]

_BUCKET = 2**26  # elements that are added up together: 256 MB
_PATIENCE = timedelta(hours=1)  # while the first process writes 100 GB to a slow disk


def _accelerated() -> bool:
    """Return whether there is an accelerator that has float64, which sums and draws are made in."""
    device = torch.accelerator.current_accelerator(check_available=True)
    return device is not None and device.type != "mps"


class Processes:
    """This process and the others.

    Attributes:
        rank: of this process, from 0.
        n: how many there are.
        device: what this process computes on.
    """

    def __init__(self) -> None:
        self._state = PartialState(cpu=not _accelerated(), timeout=_PATIENCE)
        self.rank: int = self._state.process_index
        self.n: int = self._state.num_processes
        self.device: torch.device = self._state.device
        launched = int(os.environ.get("WORLD_SIZE", "1"))
        if launched != self.n:
            raise TrainError(f"{launched} processes were launched, but this one knows of {self.n}.")

    @property
    def first(self) -> bool:
        """Whether this is the process that writes files."""
        return self.rank == 0

    def sum(self, values: Tensor) -> Tensor:
        """Add up a tensor over all processes, in place."""
        if self.n > 1:
            distributed.all_reduce(values)
        return values

    def most(self, number: int) -> int:
        """Return the largest of the numbers that the processes bring."""
        largest = torch.tensor([number], device=self.device)
        if self.n > 1:
            distributed.all_reduce(largest, distributed.ReduceOp.MAX)
        return int(largest)

    def wait(self) -> None:
        """Wait until every process is here."""
        self._state.wait_for_everyone()

    def sum_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Add up the gradients over all processes. A process without one brings zeros."""
        if self.n == 1:
            return
        bucket: list[Tensor] = []
        for parameter in parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            bucket.append(parameter.grad)
            if sum(gradient.numel() for gradient in bucket) >= _BUCKET:
                self._sum_together(bucket)
                bucket = []
        if bucket:
            self._sum_together(bucket)

    def _sum_together(self, gradients: list[Tensor]) -> None:
        wide = torch.promote_types(gradients[0].dtype, torch.float32)
        flat = self.sum(torch.cat([gradient.flatten().to(wide) for gradient in gradients]))
        sizes = [gradient.numel() for gradient in gradients]
        for gradient, summed in zip(gradients, flat.split(sizes), strict=True):
            gradient.copy_(summed.view_as(gradient))

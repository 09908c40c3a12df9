"""AdamW that moves weights at a rate of 1e-6: fp32 master weights, or stochastic rounding.

bf16 has 8 bits: an update of 1e-6 on a weight of 0.02 is rounded away. So the updates are added
up in fp32 copies (`adamw`), of which bf16 weights are made anew after each step; or rounding
goes up or down by chance, in proportion (`adamw-8bit`), and is right in the mean.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn
from transformers import get_scheduler

from aqagen.errors import UsageError
from trainer.config import TrainConfig
from trainer.sharding import like, whole

__all__ = ["MasterAdamW"]


class MasterAdamW:
    """The optimizer of a run.

    Attributes:
        parameters: those of the model that train.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], config: TrainConfig) -> None:
        self.parameters = list(parameters)
        self._config = config
        self._masters = self.parameters
        if config.optimizer == "adamw-8bit":
            self._adamw = _eight_bit(self.parameters, config)
        else:
            if self.parameters[0].dtype in {torch.bfloat16, torch.float16}:
                self._masters = [nn.Parameter(p.detach().float()) for p in self.parameters]
                for parameter, master in zip(self.parameters, self._masters, strict=True):
                    parameter.register_post_accumulate_grad_hook(_adder(master))
            self._adamw = torch.optim.AdamW(
                self._masters,
                lr=config.learning_rate,
                betas=config.adam_betas,
                eps=config.adam_epsilon,
                weight_decay=config.weight_decay,
            )
        # transformers' schedules are functions of the step: nothing to keep for a resume.
        schedule: Any = get_scheduler(
            config.lr_schedule,
            torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0),
            config.warmup_steps,
            config.steps,
        )
        self._share = schedule.lr_lambdas[0]

    @property
    def masters(self) -> list[nn.Parameter]:
        """The weights that are updated; their `.grad` is the step's."""
        return self._masters

    def clip(self, max_norm: float) -> float:
        """Scale the gradients down to a norm; return the norm that they had."""
        return float(whole(nn.utils.clip_grad_norm_(self._masters, max_norm)))

    def step(self, number: int) -> float:
        """Update the weights in step `number`, which counts from 1; return the rate.

        No gradient is one of zeros: a step without any signal moves the weights by their momentum,
        as it does where other processes bring the zeros.
        """
        for master in self._masters:
            if master.grad is None:
                master.grad = torch.zeros_like(master)
        rate = self._config.learning_rate * float(self._share(number - 1))
        for group in self._adamw.param_groups:
            if isinstance(group["lr"], Tensor):
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate
        with self._stance():
            self._adamw.step()
        self._adamw.zero_grad(set_to_none=True)
        self._publish()
        return rate

    def _stance(self) -> AbstractContextManager[Any]:
        """On a CPU torchao's compiled update takes minutes to compile and saves nothing."""
        if self._config.optimizer == "adamw-8bit" and self._masters[0].device.type == "cpu":
            return torch.compiler.set_stance("force_eager")  # type: ignore[no-any-return]
        return nullcontext()

    @torch.no_grad()
    def _publish(self) -> None:
        if self._masters is not self.parameters:
            for parameter, master in zip(self.parameters, self._masters, strict=True):
                parameter.copy_(master)

    def state(self, *, keep: bool = True) -> dict[str, Tensor]:
        """Return what a resume needs: plain tensors by `<number of the weight>.<what>`.

        They are whole, however the weights are shared: every process has to ask. One that has no
        use for them says so: of a 7B model they are 90 GB.
        """
        kept: dict[str, Tensor] = {}
        if self._masters is not self.parameters:
            kept = {
                f"{n}.master": whole(master.detach(), keep=keep)
                for n, master in enumerate(self._masters)
            }
        for n, moments in self._adamw.state_dict()["state"].items():
            for name, shared in moments.items():
                value = whole(shared, keep=keep)
                if hasattr(value, "__tensor_flatten__"):  # torchao's 8 bits and their scales
                    for part in value.__tensor_flatten__()[0]:
                        kept[f"{n}.{name}.{part}"] = getattr(value, part)
                else:
                    kept[f"{n}.{name}"] = value
        return kept if keep else {}

    @torch.no_grad()
    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take back what `state` returned."""
        moments: dict[int, dict[str, Any]] = defaultdict(dict)
        for key, value in state.items():
            number, name, *part = key.split(".")
            if name == "master":
                master = self._masters[int(number)]
                master.copy_(like(value, master))
            elif part:
                moments[int(number)].setdefault(name, {})[part[0]] = value
            else:
                moments[int(number)][name] = like(value, self._masters[int(number)])
        for named in moments.values():
            for name, value in named.items():
                if isinstance(value, dict):
                    named[name] = _of_parts(value, signed=name == "exp_avg")
        groups = self._adamw.state_dict()["param_groups"]  # they follow from the settings
        self._adamw.load_state_dict({"state": dict(moments), "param_groups": groups})
        self._publish()


def _adder(master: nn.Parameter) -> Any:
    """Return a hook that adds bf16 gradients up in fp32 and frees them at once."""

    def add(parameter: nn.Parameter) -> None:
        gradient = parameter.grad
        if gradient is None:
            return
        if master.grad is None:
            master.grad = gradient.float()
        else:
            master.grad += gradient
        parameter.grad = None

    return add


def _eight_bit(parameters: list[nn.Parameter], config: TrainConfig) -> Any:
    try:
        from torchao.optim import AdamW8bit  # noqa: PLC0415  (an extra of its own)
    except ImportError as error:
        raise UsageError(
            'optimizer = "adamw-8bit" needs torchao: pip install "aqagen[adamw-8bit]".'
        ) from error
    return AdamW8bit(
        parameters,
        lr=config.learning_rate,
        betas=config.adam_betas,
        eps=config.adam_epsilon,
        weight_decay=config.weight_decay,
        bf16_stochastic_round=parameters[0].dtype == torch.bfloat16,
    )


def _of_parts(parts: Mapping[str, Tensor], *, signed: bool) -> Any:
    from torchao.optim.subclass_8bit import OptimState8bit  # noqa: PLC0415

    return OptimState8bit(parts["codes"], parts["scale"], parts["qmap"], signed)

"""Runs in a process of their own, to be killed or joined by others.

python -m tests.trainer.run_one MODEL MIXTURE RUN [kill]

Without `kill`: one run for each weight of the KL term, below RUN.
"""

import os
import signal
import sys
from pathlib import Path

import torch

from tests.trainer.runs import BETAS, settings
from trainer import objectives
from trainer.trainer import train


def main() -> None:
    torch.set_num_threads(1)
    model, mixture, run, *kill = sys.argv[1:]
    if kill:
        _in_step(5, lambda: os.kill(os.getpid(), signal.SIGKILL))
        train(settings(Path(model)), Path(mixture), Path(run))
    for beta in BETAS:
        train(settings(Path(model), beta=beta), Path(mixture), Path(run) / str(beta))


def _in_step(number: int, act) -> None:
    prepare, calls = objectives.Grpo.prepare, []

    def prepared(*arguments):
        calls.append(1)
        if len(calls) == number:
            act()
        return prepare(*arguments)

    objectives.Grpo.prepare = prepared


if __name__ == "__main__":
    main()

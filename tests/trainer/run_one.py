"""Runs in a process of their own, to be killed or joined by others.

python -m tests.trainer.run_one MODEL MIXTURE RUN [kill] [SETTING=VALUE ...]

One run for each weight of the KL term, below RUN; those that are there already go on. With
`kill` the first is killed in step 5.
"""

import json
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
    model, mixture, run, *more = sys.argv[1:]
    if "kill" in more:
        _in_step(5, lambda: os.kill(os.getpid(), signal.SIGKILL))
    changes = {n: json.loads(v) for n, _, v in (word.partition("=") for word in more) if v}
    for beta in BETAS:
        folder = Path(run) / str(beta)
        resume = any(folder.glob("checkpoint-*"))
        chosen = settings(Path(model), beta=beta, **changes)
        train(chosen, Path(mixture), folder, resume=resume)


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

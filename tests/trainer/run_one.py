"""Runs in a process of their own, to be killed or joined by others.

python -m tests.trainer.run_one MODEL MIXTURE RUN [kill] [SETTING=VALUE ...]

One run for each weight of the KL term, below RUN; those that are there already go on. With
`kill` the first is killed in step 5. `betas` are other weights than the usual two; with `digest`
each process leaves the hash of its weights after each step in RUN/digest-<rank>.
"""

import hashlib
import json
import os
import signal
import sys
from pathlib import Path

import torch

from tests.trainer.runs import BETAS, settings
from trainer import objectives
from trainer.optimizer import MasterAdamW
from trainer.trainer import train


def main() -> None:
    torch.set_num_threads(1)
    model, mixture, run, *more = sys.argv[1:]
    if "kill" in more:
        _in_step(5, lambda: os.kill(os.getpid(), signal.SIGKILL))
    changes = {n: json.loads(v) for n, _, v in (word.partition("=") for word in more) if v}
    if "digest" in more:
        _leave_digests(Path(run) / f"digest-{os.environ['RANK']}")
    for beta in changes.pop("betas", BETAS):
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


def _leave_digests(path: Path) -> None:
    step = MasterAdamW.step

    def stepped(optimizer, number):
        rate = step(optimizer, number)
        held = b"".join(p.detach().float().numpy().tobytes() for p in optimizer.parameters)
        with path.open("a") as file:
            file.write(hashlib.sha256(held).hexdigest() + "\n")
        return rate

    MasterAdamW.step = stepped


if __name__ == "__main__":
    main()

"""A run in a process of its own, to be killed, starved or joined by others.

python -m tests.trainer.run_one MODEL MIXTURE RUN [--resume] [KEY=JSON ...]
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path

import torch

from aqagen.errors import AqagenError
from tests.trainer.runs import settings
from trainer import objectives
from trainer import trainer as loop


def main() -> None:
    torch.set_num_threads(1)
    model, mixture, run, *rest = sys.argv[1:]
    changes = dict(word.split("=", 1) for word in rest if "=" in word)
    # Real failures: the kernel refuses to let any file grow further, or kills the process.
    if limit := changes.pop("file_limit_after_step_2", None):
        _after_checkpoint_2(
            run, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        )
    if changes.pop("kill_in_step_5", None):
        _in_step(5, lambda: os.kill(os.getpid(), signal.SIGKILL))
    config = settings(Path(model), **{k: json.loads(v) for k, v in changes.items()})
    try:
        loop.train(config, Path(mixture), Path(run), resume="--resume" in rest)
    except AqagenError as error:
        sys.exit(f"error: {error}")


def _after_checkpoint_2(run: str, act) -> None:
    save = loop.save_checkpoint

    def saved(*arguments):
        path = save(*arguments)
        act()
        return path

    loop.save_checkpoint = saved


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

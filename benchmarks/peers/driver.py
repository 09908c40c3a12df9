"""What the drivers share. They run under a peer's own Python: only what comes with it.

    python benchmarks/peers/ask_NAME.py URL PROMPTS N CONCURRENCY

PROMPTS has one JSON string per line, each a user message. A driver asks for the first N, and
its last line on stdout is JSON: how many answers it got, and the versions of what it used.
"""

import json
import sys
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path

__all__ = ["SAMPLING", "Task", "done", "parse", "task"]

SAMPLING = {"temperature": 0.7, "top_p": 0.8, "max_tokens": 2048}


@dataclass(frozen=True)
class Task:
    """What is asked of a driver."""

    url: str
    prompts: list[str]
    concurrency: int

    def body(self, prompt: str) -> dict[str, object]:
        message = {"role": "user", "content": prompt}
        return {"model": "bench", "messages": [message], **SAMPLING}


def task() -> Task:
    """Read the command line."""
    url, file, n_requests, concurrency = sys.argv[1:5]
    with Path(file).open(encoding="utf-8") as lines:
        prompts = [json.loads(line) for line in islice(lines, int(n_requests))]
    return Task(url, prompts, int(concurrency))


def parse(text: str) -> dict[str, object]:
    """Return the item in an answer."""
    (item,) = json.loads(text.removeprefix("```json").removesuffix("```"))
    return dict(item)


def done(n_answers: int, *packages: str) -> None:
    """Print the result."""
    versions = " ".join(f"{name} {version(name)}" for name in packages)
    print(json.dumps({"answers": n_answers, "versions": versions}), flush=True)

"""Requests per second of `aqagen generate` beside bare aiohttp, the openai client and peers.

    python benchmarks/generation.py
    python benchmarks/generation.py --short
    python benchmarks/generation.py --runs 3 --delays 0 \
        --peer openai=PYTHON --peer openai-post=PYTHON --peer curator=PYTHON

`--short` compares only a fixed number in flight with bare aiohttp: five minutes on two quiet cores.

Everybody asks the same server for the same prompts, each run in a process and an empty folder of
its own; the runs alternate, and the table shows medians. Ours does all it ever does: read the
dataset, render, ask, parse, store. The others only ask (openai, litellm), or parse too.

A peer is measured when a Python is named that has it: `--peer NAME=PYTHON`, with NAME one of
openai, openai-post (its aiohttp transport and its low-level `post`), litellm, curator,
distilabel, data-designer; drivers are in `benchmarks/peers/`.

  requests/s  from the first request to the last answer, as the server saw them
  first s     from the start of the process to its first request
  spread      the slowest and the fastest run, in requests/s
  of ideal    with so many in flight; auto is not bound by that number
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from common import HERE, CommandError, Server, Usage, aqagen, median, run, table

from aqagen.generation.prompts import load_prompt
from aqagen.records import SkippedRow
from aqagen.sources import ReadOptions, get_source
from data import write_tacos

OURS = ("aqagen", "aqagen auto")
DRIVERS = {
    "bare aiohttp": ("ask_aiohttp.py",),
    "openai": ("ask_openai.py",),
    "openai-post": ("ask_openai.py", "post"),
    "litellm": ("ask_litellm.py",),
    "curator": ("ask_curator.py",),
    "distilabel": ("ask_distilabel.py",),
    "data-designer": ("ask_data_designer.py",),
}


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who asks; `python` is None for ours."""

    name: str
    python: str | None
    n_requests: int


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one client."""

    rate: float
    cpu_s_per_1000: float
    peak_mb: float
    first_s: float
    wall_s: float
    answered: int
    versions: str = ""


def write_prompts(data: Path, file: Path) -> None:
    """Write the messages that aqagen makes of a TACOS folder, one JSON string per line."""
    prompt = load_prompt("tacos")
    with file.open("w", encoding="utf-8") as lines:
        for row in get_source("tacos", "generate").read(ReadOptions(data)):
            assert not isinstance(row, SkippedRow)
            lines.write(json.dumps(prompt.render(row.metadata)) + "\n")


def measure(client: Client, server: Server, folder: Path, concurrency: int) -> Result:
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name)
        if client.python is None:
            at_once = "auto" if client.name.endswith("auto") else str(concurrency)
            limits = ["--limit", str(client.n_requests), "--concurrency", at_once]
            command = aqagen(folder / "tacos", empty / "store.duckdb", server.url, *limits)
        else:
            driver, *more = DRIVERS[client.name]
            command = [client.python, str(HERE / "peers" / driver), server.url]
            command += [str(folder / "prompts"), str(client.n_requests), str(concurrency), *more]
        usage = run(command, cwd=empty)
    return read(client, usage, server)


def read(client: Client, usage: Usage, server: Server) -> Result:
    stats = server.stats()
    said = usage.json if client.python is None else usage.last_line
    return Result(
        rate=client.n_requests / max(stats["window_s"], 1e-9),
        cpu_s_per_1000=usage.cpu_s / client.n_requests * 1000,
        peak_mb=usage.peak_mb,
        first_s=stats["first_arrival"] - usage.started,
        wall_s=usage.wall_s,
        answered=said["accepted"] if client.python is None else said["answers"],
        versions=said.get("versions", ""),
    )


def report(clients: list[Client], results: dict[str, list[Result]], ideal: float | None) -> None:
    bare = median([result.rate for result in results["bare aiohttp"]])
    head = ["client", "requests", "requests/s", "spread", "of bare", "of ideal", "CPU s/1,000",
            "peak MB", "first s", "wall s", "answered"]  # fmt: skip
    rows = []
    for client in clients:
        runs = results[client.name]
        rates = [result.rate for result in runs]
        rows.append(
            (
                client.name,
                f"{client.n_requests:,}",
                f"{median(rates):,.0f}",
                f"{min(rates):,.0f}-{max(rates):,.0f}",
                f"{median(rates) / bare:.3f}",
                f"{median(rates) / ideal:.3f}" if ideal and client.name != "aqagen auto" else "",
                f"{median([result.cpu_s_per_1000 for result in runs]):.2f}",
                f"{median([result.peak_mb for result in runs]):.0f}",
                f"{median([result.first_s for result in runs]):.2f}",
                f"{median([result.wall_s for result in runs]):.1f}",
                f"{min(result.answered for result in runs):,}",
            )
        )
    table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--peer-requests", type=int, default=2_000)
    parser.add_argument("--concurrency", type=int, default=256)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--delays", type=float, nargs="*", default=[0, 200], help="milliseconds")
    parser.add_argument("--short", action="store_true", help="only aqagen and bare aiohttp")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    options = parser.parse_args()
    clients = [Client(name, None, options.requests) for name in OURS[: 1 if options.short else 2]]
    clients.append(Client("bare aiohttp", sys.executable, options.requests))
    for peer in options.peer:
        name, _, python = peer.partition("=")
        if name not in DRIVERS or not python:
            parser.error(f"--peer {peer}: expected NAME=PYTHON, NAME one of {', '.join(DRIVERS)}")
        clients.append(Client(name, str(Path(python).absolute()), options.peer_requests))
    with tempfile.TemporaryDirectory() as name, Server() as server:
        folder = Path(name)
        write_prompts(write_tacos(folder / "tacos", options.requests), folder / "prompts")
        for delay_ms in options.delays:
            results: dict[str, list[Result]] = defaultdict(list)
            for _ in range(options.runs):
                for client in tuple(clients):
                    server.reset(delay_ms=delay_ms)
                    try:
                        result = measure(client, server, folder, options.concurrency)
                    except CommandError as error:
                        print(f"{client.name} is left out: {error}", file=sys.stderr, flush=True)
                        clients.remove(client)
                        continue
                    results[client.name].append(result)
                    print(client.name, result, file=sys.stderr, flush=True)
            ideal = options.concurrency / delay_ms * 1000 if delay_ms else None
            print(f"\n{delay_ms:g} ms, {options.concurrency} in flight, medians of {options.runs}")
            report(clients, results, ideal)
    for name, runs in results.items():
        if runs[0].versions:
            print(f"{name}: {runs[0].versions}")


if __name__ == "__main__":
    main()

"""Seconds, items per second and memory of `aqagen validate`, and the cost of each check.

    python benchmarks/curation.py --data DIR
    python benchmarks/curation.py --data DIR --peer datatrove=PYTHON --peer data-juicer=PYTHON

Every number of items gets a store of its own with made-up items (`many_items.py`); all checks
judge it in a process of its own, whose wall time and peak memory count. A peer is measured when a
Python is named that has it: three filters of its own, and MinHash, over the questions and options
of the same items as JSON Lines; its reading of them counts, its start does not.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from common import HERE, CommandError, Usage, median, run, table
from many_items import make_store, write_texts

from aqagen.commands.validate import ValidateOptions, run_validate
from aqagen.store import judging

DRIVERS = {"datatrove": "filter_datatrove.py", "data-juicer": "filter_data_juicer.py"}
# What compares with length, number of words, special characters and a pattern of markup.
_LIKE_PEERS = ("question-form", "mojibake", "markup-residue")
# A peer that takes longer is left out; with fewer items it may end.
_PEER_S = 600
_GOALS = {10_000: (0.7, 3_000), 1_000_000: (45.0, 3_000)}


def judge_and_time(store: Path, checks: Sequence[str] = ()) -> None:
    """Validate a store, and say on stderr what each part of it took.

    Parts that run side by side count each for itself: together they take longer than all.
    """
    seconds: dict[str, float] = defaultdict(float)
    lock = threading.Lock()

    def timed(name: str, part: Callable[[Any], str]) -> None:
        inner = getattr(judging, name)

        def outer(*given: Any, **named: Any) -> Any:
            started = time.perf_counter()
            result = inner(*given, **named)
            took = time.perf_counter() - started
            with lock:
                seconds[part(given)] += took
            return result

        setattr(judging, name, outer)

    timed("add_judged", lambda _: "(preparing)")
    timed("normalise_in_python", lambda _: "(preparing)")
    timed("count_items", lambda _: "(counting)")
    timed("add_to_sets", lambda _: "(preparing sets)")
    timed("run_on_items", lambda given: str(given[1].name))
    timed("run_on_sets", lambda given: str(given[1].name))
    timed("_keep", lambda _: "(keeping verdicts)")
    started = time.perf_counter()
    run_validate(ValidateOptions(store=store, checks=tuple(checks), as_json=True))
    seconds["(all)"] = time.perf_counter() - started
    print(json.dumps(seconds), file=sys.stderr, flush=True)


def measure(store: Path, checks: Sequence[str] = ()) -> tuple[Usage, dict[str, float]]:
    command = [sys.executable, str(HERE / "curation.py"), "--judge", str(store)]
    usage = run([*command, "--check", *checks] if checks else command)
    if usage.code:
        raise CommandError(f"it ended with {usage.code}: {usage.err[-2000:]}")
    return usage, json.loads(usage.err.strip().splitlines()[-1])


def measure_peer(python: str, driver: str, texts: Path, what: str) -> tuple[float, Usage, str]:
    """Return the driver's own seconds, what its process took, and its versions."""
    with tempfile.TemporaryDirectory() as name:
        command = ["timeout", str(_PEER_S), python, str(HERE / "peers" / driver), str(texts), what]
        usage = run(command, cwd=Path(name))
    said = usage.last_line
    return said["seconds"], usage, said["versions"]


def report_curve(usages: dict[int, list[Usage]]) -> None:
    rows = []
    first = min(usages)
    start = median([usage.wall_s for usage in usages[first]]) / first
    for n_items, runs in sorted(usages.items()):
        wall_s = median([usage.wall_s for usage in runs])
        peak_mb = max(usage.peak_mb for usage in runs)
        goal_s, goal_mb = _GOALS.get(n_items, (None, None))
        goal = f"{goal_s} s, {goal_mb} MB" if goal_s else ""
        rows.append((f"{n_items:,}", f"{wall_s:.2f}", f"{n_items / wall_s:,.0f}", f"{peak_mb:.0f}",
                     f"{wall_s / n_items / start:.2f}", goal))  # fmt: skip
    table(["items", "wall s", "items/s", "peak MB", "s per item, of the first", "goal"], rows)


def report_costs(costs: dict[str, float], n_items: int) -> None:
    print(f"Where the time goes, {n_items:,} items, seconds of threads:\n")
    total = costs.pop("(all)")
    parts = sorted(costs.items(), key=lambda pair: -pair[1])
    of_all = sum(costs.values())
    rows = [(name, f"{took:.2f}", f"{100 * took / of_all:.1f}") for name, took in parts]
    table(["part", "s", "percent"], [*rows, ("(all, by the clock)", f"{total:.2f}", "")])


def report_peers(
    python_of: dict[str, str],
    texts: Path,
    n_items: int,
    ours: Callable[[Sequence[str]], float],
    runs: int,
) -> None:
    """Alternate ours with the peers and print rates beside each other."""
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        rates["aqagen, all checks"].append(n_items / ours(()))
        rates["aqagen, three checks"].append(n_items / ours(_LIKE_PEERS))
        for name, python in python_of.items():
            for what in ("filters", "minhash"):
                try:
                    seconds, _, versions = measure_peer(python, DRIVERS[name], texts, what)
                except CommandError as error:
                    print(f"{name} {what} is left out: {error}", file=sys.stderr, flush=True)
                    continue
                rates[f"{versions}, {what}"].append(n_items / seconds)
    every, few = (median(rates[f"aqagen, {which} checks"]) for which in ("all", "three"))
    rows = [
        (name, f"{rate:,.0f}", f"{every / rate:.1f}", f"{few / rate:.1f}")
        for name, rate in ((name, median(found)) for name, found in rates.items())
    ]
    print(f"Beside peers, {n_items:,} items ({', '.join(_LIKE_PEERS)} are the three):\n")
    table(["who", "items/s", "all ours are faster by", "three of ours by"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--peer-items", type=int, default=100_000)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--check", nargs="+", default=[], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.judge:
        judge_and_time(options.judge, options.check)
        return
    python_of = {}
    for peer in options.peer:
        name, _, python = peer.partition("=")
        if name not in DRIVERS or not python:
            parser.error(f"--peer {peer}: expected NAME=PYTHON, NAME one of {', '.join(DRIVERS)}")
        python_of[name] = str(Path(python).absolute())

    def once(n_items: int, checks: Sequence[str] = ()) -> tuple[Usage, dict[str, float]]:
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder, "store.duckdb")
            make_store(store, n_items, options.data)
            return measure(store, checks)

    usages: dict[int, list[Usage]] = defaultdict(list)
    costs: dict[str, float] = {}
    for n_items in sorted(options.sizes):
        # The largest is long enough to be measured once.
        for _ in range(1 if n_items >= 1_000_000 else options.runs):
            usage, costs = once(n_items)
            usages[n_items].append(usage)
            said = f"{n_items:,} items: {usage.wall_s:.2f} s, {usage.peak_mb:.0f} MB"
            print(said, {name: round(took, 2) for name, took in costs.items()}, file=sys.stderr)
    report_curve(usages)
    report_costs(costs, max(options.sizes))
    if python_of:
        with tempfile.TemporaryDirectory() as folder:
            store, texts = Path(folder, "store.duckdb"), Path(folder, "texts.jsonl")
            make_store(store, options.peer_items, options.data)
            write_texts(store, texts, options.peer_items)
            report_peers(
                python_of, texts, options.peer_items,
                lambda checks: once(options.peer_items, checks)[0].wall_s, options.runs,
            )  # fmt: skip


if __name__ == "__main__":
    main()

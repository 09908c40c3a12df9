"""Runs against a server that misbehaves: every row is resolved, and at what price.

  python benchmarks/faults.py --rows 20000

none     a fault-free run, to compare with
faults   10% 429 (Retry-After: 1), 5% 500, 3% cut off in mid-body, 2% never answered, 5%
         malformed text
refuses  the server takes 64 at once and refuses the rest (429)
queues   the server works on 64 at once and lets the rest wait, as vLLM does: what is in
         flight should settle near 64; the table shows the last half of the run
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from common import Server, aqagen, run, table

from data import write_tacos

SCENARIOS: dict[str, dict[str, Any]] = {
    "none": {"delay_ms": 20},
    "faults": {"delay_ms": 20, "p429": 0.1, "p500": 0.05, "preset": 0.03, "phang": 0.02,
               "pbad": 0.05},
    "refuses": {"delay_ms": 20, "capacity": 64},
    "queues": {"delay_ms": 50, "slots": 64},
}  # fmt: skip


def in_flight(log: list[tuple[float, int]]) -> str:
    """Return median and range (5 to 95 percent) of what was in flight in the last half."""
    half_s = (log[0][0] + log[-1][0]) / 2
    values = [n for at_s, n in log if at_s >= half_s]
    cuts = statistics.quantiles(values, n=20)
    return f"{statistics.median(values):.0f} ({cuts[0]:.0f}-{cuts[-1]:.0f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--concurrency", default="auto")
    parser.add_argument("--only", choices=SCENARIOS, action="append", default=[])
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as name, Server() as server:
        data = write_tacos(Path(name, "tacos"), options.rows)
        for scenario in options.only or SCENARIOS:
            server.reset(**SCENARIOS[scenario])
            store = Path(name, f"{scenario}.duckdb")
            flags = ["--timeout", "2", "--concurrency", options.concurrency]
            usage = run(aqagen(data, store, server.url, *flags))
            books, stats = usage.json, server.stats()
            print(scenario, usage.err.strip()[-500:], books, file=sys.stderr, flush=True)
            rejected = sum(books["rejected"].values())
            failed = sum(books["failed"].values())
            rows.append(
                (
                    scenario,
                    f"{books['accepted']:,}",
                    f"{rejected:,}",
                    f"{failed:,}",
                    f"{options.rows - books['accepted'] - rejected - failed:,}",
                    f"{stats['requests']:,}",
                    f"{stats['requests'] - stats['distinct']:,}",
                    f"{stats.get('p429', 0):,}",
                    stats["answered_twice"],
                    in_flight(stats["in_flight_log"]),
                    stats["max_in_flight"],
                    f"{usage.wall_s:.1f}",
                    f"{usage.cpu_s:.1f}",
                    usage.code,
                )
            )
    head = ["server", "accepted", "rejected", "failed", "unresolved", "requests",
            "beyond one per row", "refused (429)", "paid twice", "in flight, last half", "most",
            "wall s", "CPU s", "exit"]  # fmt: skip
    table(head, rows)


if __name__ == "__main__":
    main()

"""Memory and speed of a long run beside a short one, and how soon a nearly done one goes on.

    python benchmarks/memory.py --rows 500000

For each number of rows: peak memory, the memory curve, items per second in the first, a middle
and the last tenth of the items (by the store's own times), and the time from the start of the
process to the first request (a) on an empty store and (b) when all but the last 100 rows are
done. For (b) the answers of those rows are taken out of the finished store; the server counts
that nothing else is asked again. A million rows for (b): `--rows 1000000`.
"""

import argparse
import tempfile
import time
from pathlib import Path

import duckdb
from common import Launched, Server, Usage, aqagen, finish, launch, run, table

from data import write_tacos

_LEFT = 100
_POINTS = 12


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def watch(launched: Launched) -> tuple[Usage, list[tuple[float, float]]]:
    """Wait for a command, noting its memory twice a second; return both."""
    curve = []
    # Its exit is left for `finish` to collect, so poll() must not be used here: a process that
    # has ended has no memory.
    while mb := resident_mb(launched.pid):
        curve.append((time.time() - launched.started, mb))
        time.sleep(0.5)
    return finish(launched), curve


def speeds(store: Path) -> list[float]:
    """Return items per second in the first, the fifth and the last tenth."""
    with duckdb.connect(str(store), read_only=True) as connection:
        rows = connection.execute(
            "SELECT tenth, count(*), epoch(max(created_at)) - epoch(min(created_at)) FROM "
            "(SELECT created_at, ntile(10) OVER (ORDER BY created_at) AS tenth FROM completions) "
            "GROUP BY tenth ORDER BY tenth"
        ).fetchall()
    return [rows[at][1] / max(rows[at][2], 1e-9) for at in (0, 4, 9)]


def forget_last(store: Path) -> None:
    """Take the answers of the last rows out of a finished store."""
    with duckdb.connect(str(store)) as connection:
        connection.execute(
            "CREATE TEMP TABLE last AS SELECT row_id FROM reading_rows "
            "ORDER BY position DESC LIMIT ?",
            [_LEFT],
        )
        for name in ("items", "completions"):
            connection.execute(f"DELETE FROM {name} WHERE row_id IN (SELECT row_id FROM last)")  # noqa: S608


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--short-rows", type=int, default=5_000)
    parser.add_argument("--concurrency", default="auto")
    options = parser.parse_args()
    lines = []
    for n_rows in (options.short_rows, options.rows):
        with tempfile.TemporaryDirectory() as name, Server() as server:
            data, store = write_tacos(Path(name, "tacos"), n_rows), Path(name, "store.duckdb")
            command = aqagen(data, store, server.url, "--concurrency", options.concurrency)
            server.reset()
            usage, curve = watch(launch(command))
            books, stats = usage.json, server.stats()
            first_s = stats["first_arrival"] - usage.started
            step = max(1, len(curve) // _POINTS)
            points = ", ".join(f"{at_s:.0f} s {mb:.0f}" for at_s, mb in curve[::step])
            print(f"{n_rows:,} rows, memory in MB: {points}", flush=True)
            rates = [f"{rate:,.0f}" for rate in speeds(store)]
            store_mb = store.stat().st_size / 1e6
            forget_last(store)
            server.reset()
            again = run(command)
            resumed = server.stats()
            lines.append(
                (
                    f"{n_rows:,}",
                    f"{books['accepted']:,}",
                    f"{usage.peak_mb:.0f}",
                    *rates,
                    f"{usage.wall_s:.0f}",
                    f"{usage.cpu_s / n_rows * 1000:.2f}",
                    f"{store_mb:.0f}",
                    f"{first_s:.2f}",
                    f"{resumed['first_arrival'] - again.started:.2f}",
                    f"{again.wall_s:.1f}",
                    f"{again.peak_mb:.0f}",
                    resumed["requests"],
                )
            )
    head = ["rows", "accepted", "peak MB", "items/s first tenth", "fifth", "last", "wall s",
            "CPU s/1,000", "store MB", "first request s", "resume: first request s",
            "resume: wall s", "resume: peak MB", "resume: requests"]  # fmt: skip
    table(head, lines)


if __name__ == "__main__":
    main()

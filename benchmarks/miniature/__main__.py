"""`python -m benchmarks.miniature`: from ESC-10 to the table; run it again to go on."""

import argparse
import os
import sys
from pathlib import Path

# One thread: at such small widths more of them wait for each other. Read when torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

from aqagen.display import note
from aqagen.errors import AqagenError
from benchmarks.miniature.plan import ARMS, FULL, QUICK, TEST, TUNING
from benchmarks.miniature.steps import StoppedError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.miniature", description=__doc__)
    parser.add_argument("--esc10", type=Path, default=Path("data/esc10"), help="ESC-10's folder")
    parser.add_argument("--out", type=Path, default=Path("miniature"), help="gets everything")
    parser.add_argument("--quick", action="store_true", help="one seed, three arms: 15 minutes")
    parser.add_argument("--tuning", action="store_true",
                        help="train on folds 1-3, test on 4, in a folder of its own")  # fmt: skip
    parser.add_argument("--seeds", type=int, nargs="+", help="those of the form if not given")
    parser.add_argument("--arms", nargs="+", choices=list(ARMS), help="likewise")
    parser.add_argument("--report", type=Path, metavar="DOCS",
                        help="run nothing: write miniature.md and miniature.svg there")  # fmt: skip
    return parser


def main() -> None:
    """Run what is missing, or write the report of what is there."""
    arguments = _parser().parse_args()
    if arguments.report:
        from benchmarks.miniature.report import write_report  # noqa: PLC0415

        write_report(arguments.out, arguments.report)
        return
    from benchmarks.miniature.stages import Bench  # noqa: PLC0415 - after the settings above

    form = QUICK if arguments.quick else FULL
    split = TUNING if arguments.tuning else TEST
    bench = Bench(arguments.esc10, arguments.out, form, split)
    seeds, wanted = arguments.seeds or form.seeds, arguments.arms or form.arms
    bench.prepare()
    for seed in seeds:
        bench.begin(seed)
    for arm in (arm for name, arm in ARMS.items() if name in wanted):  # some need one before
        for seed in seeds:
            bench.train_arm(arm, seed)
            bench.average(seed)
    note(f"done. Next: python -m benchmarks.miniature --out {arguments.out} --report docs")


if __name__ == "__main__":
    try:
        main()
    except (AqagenError, StoppedError) as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        note("stopped; the same command goes on where it was")
        sys.exit(130)

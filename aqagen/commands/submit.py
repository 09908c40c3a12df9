"""`aqagen submit` and `aqagen check-submission`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqagen.display import note
from aqagen.errors import EvaluationError, UsageError
from aqagen.evaluation.benchmarks import Benchmark, load_benchmark
from aqagen.evaluation.predictions import read_predictions
from aqagen.evaluation.submission import (
    CHALLENGES,
    System,
    check_package,
    label_of,
    output_csv,
    write_package,
)
from aqagen.evaluation.submission_meta import meta_problems

__all__ = ["CheckOptions", "SubmitOptions", "run_check", "run_submit"]


@dataclass(frozen=True, slots=True)
class SubmitOptions:
    """The flags of `aqagen submit`."""

    challenge: str
    predictions: Path
    label: str
    meta: Path
    out: Path
    number: int = 1
    data: Path | None = None
    split: str = "eval"
    report: Path | None = None
    add: bool = False
    fill_unparsed: bool = False


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The flags of `aqagen check-submission`."""

    challenge: str
    package: Path
    data: Path | None = None
    split: str = "eval"
    form_only: bool = False


def run_submit(options: SubmitOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: predictions do not fit the evaluation set, the meta file is not filled in,
            or the package cannot be written.
    """
    label = label_of(options.label, options.number)
    benchmark = _benchmark(options.challenge, options.data, options.split)
    meta = _bytes(options.meta)
    problems = meta_problems(meta, label)
    if problems:
        raise EvaluationError(_listed(f"{options.meta} is not in order", problems))
    output, n_filled = output_csv(
        benchmark, read_predictions(options.predictions), fill_unparsed=options.fill_unparsed
    )
    if n_filled:
        note(f"{n_filled} answers could not be read and have the first option")
    kept = _kept(options, label, benchmark)
    report = None if options.report is None else _bytes(options.report)
    if report is not None and not report.startswith(b"%PDF-"):
        raise UsageError(f"{options.report} is no PDF.")
    write_package(options.out, [System(label, output, meta)], report, kept)
    for each in check_package(options.out, benchmark)[1]:
        note(f"note: {each}")
    note(f"{len(benchmark.items):,} answers of {label}")
    print(options.out)


def _kept(options: SubmitOptions, label: str, benchmark: Benchmark) -> dict[str, bytes]:
    """Return the files of the package that is added to; none where there is none."""
    if not options.out.exists():
        return {}
    if not options.add:
        raise UsageError(f"{options.out} is there already. --add puts one more system into it.")
    problems, _, kept = check_package(options.out, benchmark)
    if problems:
        raise EvaluationError(_listed(f"{options.out} is not in order", problems))
    others = {name.split("/")[1] for name in kept if name.endswith(".output.csv")}
    if label in others:
        raise UsageError(f"{options.out} has {label} already. Name another --number.")
    team = label.rpartition("_")[0]
    strangers = sorted(other for other in others if other.rpartition("_")[0] != team)
    if strangers:
        raise UsageError(f"{options.out} holds {strangers[0]}: another --label than {team}.")
    return kept


def run_check(options: CheckOptions) -> None:
    """Run the command.

    Raises:
        EvaluationError: the challenge would refuse the package; every reason is listed.
        SourceError: the evaluation set cannot be read.
    """
    benchmark = None
    if options.form_only:
        note("ids and options are not looked at")
    else:
        benchmark = _benchmark(options.challenge, options.data, options.split)
    problems, notes, files = check_package(options.package, benchmark)
    for each in notes:
        note(f"note: {each}")
    if problems:
        raise EvaluationError(_listed(f"{options.package} would be refused", problems))
    for name in sorted(files):
        print(name)
    note("in order")


def _benchmark(challenge: str, data: Path | None, split: str) -> Benchmark:
    if challenge not in CHALLENGES:
        raise UsageError(f"{challenge!r} is none of {', '.join(CHALLENGES)}.")
    return load_benchmark(challenge, data or Path("data") / challenge, split)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _listed(what: str, problems: Sequence[str]) -> str:
    return "\n  ".join([f"{what}, for {len(problems)} reasons:", *problems])

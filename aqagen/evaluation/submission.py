"""Submission packages of the DCASE challenges' Task 5, made and checked.

    task5/Li_Xiaomi_task5_1/Li_Xiaomi_task5_1.output.csv      question,answer
                            Li_Xiaomi_task5_1.meta.yaml
          ... up to _4
          Li_Xiaomi_task5.technical_report.pdf

An answer is an option word for word as the evaluation set has it, letter and all. The checker
knows packages from their bytes alone: it serves those that others have made as well.
"""

import csv
import io
import lzma
import re
import stat
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aqagen.answers import normalise
from aqagen.errors import EvaluationError, UsageError
from aqagen.evaluation.benchmarks import Benchmark, BenchmarkItem
from aqagen.evaluation.predictions import Prediction
from aqagen.evaluation.submission_meta import meta_problems

__all__ = ["CHALLENGES", "System", "check_package", "label_of", "output_csv", "write_package"]

CHALLENGES = ("dcase2025", "dcase2026")
MAX_SYSTEMS = 4
_MAX_FILE_BYTES = 50_000_000  # a report; an output of 5,000 answers has less than one megabyte
_MAX_FILES = 100  # four systems of two files, reports, what the zip program left
_MAX_BYTES = 2 * _MAX_FILE_BYTES  # of all files, unpacked
# Unknown methods, passwords, names that are no text, and each method's own word for "torn".
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
           NotImplementedError, RuntimeError)  # fmt: skip
_LABEL = re.compile(r"([A-Za-z0-9-]+_[A-Za-z0-9-]+)_task5_([1-4])")
_TEAM = re.compile(r"[A-Za-z0-9-]+_[A-Za-z0-9-]+")
_HEADER = ["question", "answer"]
_SHOWN = 5
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no time of day: the same input gives the same bytes


@dataclass(frozen=True, slots=True)
class System:
    """One system of a package."""

    label: str
    output: bytes
    meta: bytes

    def files(self) -> dict[str, bytes]:
        """Return the files by their place in the package."""
        stem = f"task5/{self.label}/{self.label}"
        return {f"{stem}.output.csv": self.output, f"{stem}.meta.yaml": self.meta}


def label_of(label: str, number: int = 1) -> str:
    """Return a system's whole label, of `Li_Xiaomi` or `Li_Xiaomi_task5_1`.

    Raises:
        UsageError: it is neither.
    """
    if _LABEL.fullmatch(label):
        return label
    if not _TEAM.fullmatch(label):
        raise UsageError(
            f"--label {label!r}: expected Lastname_Institute, of letters, digits and hyphens."
        )
    return f"{label}_task5_{number}"


def output_csv(
    benchmark: Benchmark, predictions: Sequence[Prediction], *, fill_unparsed: bool = False
) -> tuple[bytes, int]:
    """Return `output.csv` and how many answers were filled in.

    Args:
        benchmark: the evaluation set.
        predictions: of each of its items; only the released order of options counts.
        fill_unparsed: give the first option where no answer could be read.

    Raises:
        EvaluationError: items without a prediction, predictions of other items, or answers that
            could not be read and are not to be filled in.
    """
    said = {p.item_id: p for p in predictions if p.permutation == 0}
    without = [item.question_id for item in benchmark.items if item.item_id not in said]
    foreign = sorted(said.keys() - {item.item_id for item in benchmark.items})
    if without or foreign:
        raise EvaluationError(
            f"{len(without)} of {len(benchmark.items)} questions of {benchmark.name} "
            f"{benchmark.split} have no prediction ({_some(without)}), {len(foreign)} predictions "
            f"are of others ({_some(foreign)}). Is it the same split and the same revision?"
        )
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_HEADER)
    unread = []
    for item in benchmark.items:
        index = said[item.item_id].predicted_index
        if index is None:
            unread.append(item.question_id)
        elif index >= len(item.released_options):
            raise EvaluationError(f"{item.question_id}: there is no option {index}.")
        table.writerow([item.question_id, item.released_options[index or 0]])
    if unread and not fill_unparsed:
        raise EvaluationError(
            f"no answer could be read of {len(unread)} predictions ({_some(unread)}), and the "
            "challenge takes no empty ones. --fill-unparsed gives these the first option."
        )
    return text.getvalue().encode(), len(unread)


def write_package(
    path: Path, systems: Sequence[System], report: bytes | None, kept: Mapping[str, bytes]
) -> None:
    """Write a package, whole or not at all.

    Args:
        path: of the zip file.
        systems: to be put into it.
        report: the technical report, as PDF.
        kept: files of a package that is being added to.

    Raises:
        EvaluationError: it cannot be written.
    """
    files = dict(kept)
    for system in systems:
        files |= system.files()
    if report is not None:
        team = systems[0].label.rpartition("_")[0]
        files[f"task5/{team}.technical_report.pdf"] = report
    writing = path.with_name(f".writing-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(writing, "w", zipfile.ZIP_DEFLATED) as package:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, files[name])
        writing.replace(path)
    except OSError as error:
        writing.unlink(missing_ok=True)
        raise EvaluationError(f"{path} cannot be written: {error.strerror or error}.") from error


# --- the checker ---


def check_package(
    path: Path, benchmark: Benchmark | None
) -> tuple[list[str], list[str], dict[str, bytes]]:
    """Look at a package as the challenge would.

    Args:
        path: of the zip file; nothing of it is unpacked onto the disk.
        benchmark: the evaluation set; without it ids and options are not looked at.

    Returns:
        What the challenge would refuse; what may be an oversight; the files of the package.

    Raises:
        EvaluationError: there is no such file.
    """
    if not path.is_file():
        raise EvaluationError(f"{path} is missing, expected a submission package.")
    problems: list[str] = []
    try:
        with zipfile.ZipFile(path) as package:
            files = _files(package, problems)
    except _BROKEN as error:
        return [f"it is no zip file that can be read: {error}"], [], {}
    notes: list[str] = []
    systems: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
    for name, content in files.items():
        _place(PurePosixPath(name), content, systems, problems, notes)
    if not systems:
        problems.append("there is no task5/Lastname_Institute_task5_N/ in it")
    if len({label.rpartition("_")[0] for label in systems}) > 1:
        problems.append(f"the systems have different names: {', '.join(sorted(systems))}")
    if not any(name.lower().endswith(".pdf") for name in files):
        notes.append("there is no technical report (task5/*.technical_report.pdf)")
    for label, parts in sorted(systems.items()):
        problems += _system_problems(label, parts, benchmark)
    return problems, notes, files


def _files(package: zipfile.ZipFile, problems: list[str]) -> dict[str, bytes]:
    """Read the files of a package that can be read without harm."""
    files: dict[str, bytes] = {}
    entries = package.infolist()
    n_bytes = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_FILES or n_bytes > _MAX_BYTES:
        problems.append(f"it holds {len(entries):,} files of {n_bytes:,} bytes: none was looked at")
        return files
    for entry in entries:
        name = entry.filename
        kind = stat.S_IFMT(entry.external_attr >> 16)
        parts = name.rstrip("/").split("/")
        if name.startswith("/") or "\\" in name or ":" in name or {"", ".", ".."} & set(parts):
            problems.append(f"{name!r} is an unsafe path")
        elif kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            problems.append(f"{name!r} is a link or a device, not a file")
        elif entry.flag_bits & 1:
            problems.append(f"{name!r} is encrypted")
        elif entry.is_dir():
            continue
        elif name in files:
            problems.append(f"{name!r} is there twice")
        elif entry.file_size > _MAX_FILE_BYTES:
            problems.append(f"{name!r} is {entry.file_size:,} bytes long")
        else:
            with package.open(entry) as file:
                files[name] = file.read(_MAX_FILE_BYTES)
    return files


def _place(
    name: PurePosixPath,
    content: bytes,
    systems: defaultdict[str, dict[str, bytes]],
    problems: list[str],
    notes: list[str],
) -> None:
    """Say where a file belongs, or that it belongs nowhere."""
    if name.parts[0] == "__MACOSX" or name.name in {".DS_Store", "Thumbs.db"}:
        notes.append(f"{name} is of the system that made the zip file, leave it out")
    elif name.suffix.lower() == ".pdf":
        if not content.startswith(b"%PDF-"):
            problems.append(f"{name} is no PDF")
    elif name.parts[0] != "task5" or len(name.parts) != 3:  # noqa: PLR2004 - task5/label/file
        problems.append(f"{name} is not where it belongs: task5/LABEL/LABEL.output.csv")
    else:
        label = name.parts[1]
        if not _LABEL.fullmatch(label):
            problems.append(f"the folder {label!r} is not named Lastname_Institute_task5_1 (to _4)")
        if name.name in {f"{label}.output.csv", f"{label}.meta.yaml"}:
            systems[label][name.name.removeprefix(f"{label}.")] = content
        else:
            problems.append(f"{name}: expected {label}.output.csv and {label}.meta.yaml")


def _system_problems(
    label: str, files: Mapping[str, bytes], benchmark: Benchmark | None
) -> Iterator[str]:
    for name in ("output.csv", "meta.yaml"):
        if name not in files:
            yield f"{label}.{name} is missing"
    if "output.csv" in files:
        for problem in _output_problems(files["output.csv"], benchmark):
            yield f"{label}.output.csv: {problem}"
    if "meta.yaml" in files:
        for problem in meta_problems(files["meta.yaml"], label):
            yield f"{label}.meta.yaml {problem}"


def _output_problems(content: bytes, benchmark: Benchmark | None) -> Iterator[str]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        yield "is not UTF-8"
        return
    if text.startswith("\ufeff"):
        yield "begins with a byte order mark"
        text = text[1:]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        yield f"is not CSV: {error}"
        return
    if not rows or rows[0] != _HEADER:
        first = ",".join(rows[0]) if rows else ""
        yield f"the first line is {first!r}, expected question,answer"
        return
    numbered = list(enumerate(rows[1:], start=2))
    odd = [number for number, row in numbered if len(row) != len(_HEADER)]
    if odd:
        yield f"{len(odd)} rows have not two fields: row {_some(odd)}"
    answers = [(number, row[0], row[1]) for number, row in numbered if len(row) == len(_HEADER)]
    empty = [number for number, _, answer in answers if not answer.strip()]
    if empty:
        yield f"{len(empty)} answers are empty: row {_some(empty)}"
    if benchmark is not None:
        yield from _id_problems([key for _, key, _ in answers], benchmark)
        yield from _answer_problems(answers, benchmark)


def _id_problems(ids: Sequence[str], benchmark: Benchmark) -> Iterator[str]:
    given, wanted = Counter(ids), Counter(item.question_id for item in benchmark.items)
    missing, extra = list((wanted - given).elements()), list((given - wanted).elements())
    unknown = [key for key in extra if key not in wanted]
    repeated = [key for key in extra if key in wanted]
    if missing:
        yield f"{len(missing)} of {len(benchmark.items)} ids are missing: {_some(missing)}"
    if unknown:
        yield f"{len(unknown)} ids are not of {benchmark.name} {benchmark.split}: {_some(unknown)}"
    if repeated:
        yield f"{len(repeated)} ids are there too often: {_some(repeated)}"


def _answer_problems(
    answers: Sequence[tuple[int, str, str]], benchmark: Benchmark
) -> Iterator[str]:  # fmt: skip
    items: defaultdict[str, list[BenchmarkItem]] = defaultdict(list)
    for item in benchmark.items:
        items[item.question_id].append(item)
    wrong = []
    for number, key, answer in answers:
        options = [option for item in items.get(key, ()) for option in item.released_options]
        plain = [option for item in items.get(key, ()) for option in item.options]
        if not options or not answer.strip() or answer in options:
            continue
        if answer in plain and answer not in options:
            why = "it lacks the letter"
        elif normalise(answer) in {normalise(option) for option in (*options, *plain)}:
            why = "it is not word for word"
        else:
            why = "it is none of them"
        wrong.append(f"row {number}, {key}: {answer!r}, {why} (options: {options!r})")
    if wrong:
        more = f"; ... {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        yield f"{len(wrong)} answers are no option: {'; '.join(wrong[:_SHOWN])}{more}"


def _some(names: Sequence[object]) -> str:
    shown = ", ".join(str(name) for name in names[:_SHOWN]) or "none"
    return f"{shown}, ..." if len(names) > _SHOWN else shown

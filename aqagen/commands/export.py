"""`aqagen export`: a mixture in another tool's format."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen import __version__
from aqagen.boundary import MixtureRow
from aqagen.display import note, print_json
from aqagen.errors import MixError, UsageError
from aqagen.exports import get_format
from aqagen.exports.base import UNKNOWN, Export, ExportRow, Format, listed, locate
from aqagen.mixing.reading import read_mixture
from aqagen.store import Store

__all__ = ["ExportOptions", "run_export"]

Rights = dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The flags of `aqagen export`."""

    mixture: Path
    format: str
    out: Path
    store: Path
    audio_root: Path
    skip_missing: bool = False
    as_json: bool = False


def run_export(options: ExportOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: the mixture cannot be read, sound files lie outside of the audio root or
            are missing, or the output cannot be written.
    """
    chosen = get_format(options.format)
    if options.out.exists() and (not options.out.is_dir() or any(options.out.iterdir())):
        raise UsageError(f"{options.out} is there already. Name another folder.")
    export = _export(options, chosen)
    _write(chosen, export, options)
    unknown = sum(row.audio_license == UNKNOWN for row in export.rows)
    if unknown:
        note(
            f"the recording's licence of {unknown:,} of {len(export.rows):,} rows is unknown: "
            "find it out before you pass them on"
        )
    record = _record(chosen, export, options)
    if options.as_json:
        print_json({"out": str(options.out), **record})
        return
    note(f"{len(export.rows):,} rows; use it: {chosen.use.replace('{out}', str(options.out))}")
    print(options.out)


def _export(options: ExportOptions, chosen: Format) -> Export:
    rows = read_mixture(options.mixture)
    root = options.audio_root
    found, missing = locate(rows, root, must_exist=chosen.reads_audio or options.skip_missing)
    if missing and not options.skip_missing:
        raise MixError(
            f"{len(missing)} of {len(rows)} rows have no sound file:\n{listed(missing)}\n"
            "Get the audio, or leave these rows out with --skip-missing."
        )
    if not found:
        raise MixError(f"no row of {options.mixture} has a sound file below {root}.")
    if missing:
        note(f"{len(missing):,} rows are left out: their sound file is not there")
    rights = _rights(options.store, rows)
    nothing = (None, None)
    ready = tuple(
        ExportRow(row, audio, license_ or UNKNOWN, freesound_id)
        for row, audio in found
        for license_, freesound_id in [rights.get(row.clip_id, nothing)]
    )
    return Export(options.mixture.stem, ready, _manifest(options.mixture), len(missing))


def _rights(path: Path, rows: Iterable[MixtureRow]) -> Rights:
    """Return licences from the store; nothing when there is none."""
    if not path.is_file():
        note(f"there is no store {path}: the recordings' licences are unknown. Name it: --store")
        return {}
    with Store.open(path, must_exist=True) as store:
        return store.clip_rights({row.clip_id for row in rows})


def _manifest(mixture: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):  # a mixture may come without
        manifest = json.loads(mixture.with_name(f"{mixture.name}.manifest.json").read_text("utf-8"))
        if isinstance(manifest, dict):
            return manifest
    return {}


def _write(chosen: Format, export: Export, options: ExportOptions) -> None:
    out = options.out.resolve()  # "." has no name
    writing = out.with_name(f".writing-{out.name}")
    try:
        shutil.rmtree(writing, ignore_errors=True)
        writing.mkdir(parents=True)
        chosen.write(export, writing)
        record = json.dumps(_record(chosen, export, options), indent=2, ensure_ascii=False)
        (writing / "export.json").write_text(record + "\n", encoding="utf-8")
        writing.rename(out)
    except OSError as error:
        raise MixError(
            f"{options.out} cannot be written: {error.strerror or error}. Name another with --out."
        ) from error
    finally:
        shutil.rmtree(writing, ignore_errors=True)


def _record(chosen: Format, export: Export, options: ExportOptions) -> dict[str, Any]:
    return {
        "aqagen_version": __version__,
        "format": chosen.name,
        "mixture": options.mixture.name,
        "mixture_sha256": hashlib.sha256(options.mixture.read_bytes()).hexdigest(),
        "rows": len(export.rows),
        "rows_without_audio": export.n_without_audio,
        "datasets": export.counts(lambda row: row.item.dataset),
        "audio_licenses": export.counts(lambda row: row.audio_license),
        "annotation_licenses": export.counts(lambda row: row.annotation_license),
    }

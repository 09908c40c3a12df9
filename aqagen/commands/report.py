"""`aqagen report`: the store, the mixtures and the evaluations as one page with plots."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aqagen import __version__
from aqagen.commands.stats import store_facts
from aqagen.display import note
from aqagen.errors import AqagenError
from aqagen.reporting import html_report
from aqagen.store import Store

__all__ = ["run_report"]


def run_report(store_path: Path, out: Path, mixtures: Path, evaluations: Path) -> None:
    """Write the page.

    Args:
        store_path: of the store.
        out: the page's file.
        mixtures: the folder whose `*.manifest.json` files are shown.
        evaluations: the folder below which each `scores.json` is shown.

    Raises:
        AqagenError: there is no store, or the page cannot be written.
    """
    with Store.open(store_path, must_exist=True) as store:
        datasets, probes = store_facts(store), store.probe_histograms()
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    page = html_report(
        f"aqagen: {store_path.name}",
        f"Made {now} by aqagen {__version__} from {store_path.name}.",
        datasets,
        probes,
        _found(mixtures, "*.manifest.json", ("rows", "seed", "datasets")),
        _found(evaluations, "**/scores.json", ("benchmark", "split", "parts", "ci95", "chance")),
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise AqagenError(f"{out} cannot be written: {error.strerror}.") from error
    print(out)


def _found(folder: Path, pattern: str, needed: tuple[str, ...]) -> dict[str, Mapping[str, Any]]:
    """Read the JSON files that are of our making; say which others were left out."""
    read: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob(pattern)):
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            note(f"{path} is left out: {error}")
            continue
        if not isinstance(value, dict) or not set(needed) <= value.keys():
            note(f"{path} is left out: it lacks {', '.join(needed)}.")
            continue
        # scores.json is named by its folder, a manifest by its mixture.
        name = path.parent if path.name == "scores.json" else path.with_suffix("").with_suffix("")
        read[name.relative_to(folder).as_posix()] = value
    return read

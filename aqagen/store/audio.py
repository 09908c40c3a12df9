"""Audio in the store: which files there should be, what is known of them, and what changed."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import duckdb

from aqagen.curation.audio import AudioFile, look_at, scan
from aqagen.curation.checks import all_checks
from aqagen.records import AudioFacts
from aqagen.store.connection import store_error
from aqagen.store.store import Store
from aqagen.store.tables import AUDIO_FACTS

__all__ = ["AudioScan", "save_audio_facts", "scan_audio"]

# Files per commit: what was measured survives an interrupt, and commits cost little.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class AudioScan:
    """What a scan did, in files: `known` ones had neither a new size nor a new time."""

    measured: int = 0
    unreadable: int = 0
    known: int = 0
    missing: int = 0


def scan_audio(
    store: Store,
    datasets: Sequence[str],
    progress: Callable[[int, int], None] = lambda done, of: None,  # noqa: ARG005 - says nothing
) -> AudioScan:
    """Measure the new and changed files of the clips that have items, and keep the facts.

    Datasets of which no file is there are left alone: their audio is not at hand, and what
    was known of it stays known.

    Args:
        store: the store.
        datasets: whose clips.
        progress: told the files done and the files to do.

    Raises:
        StoreError: the facts cannot be kept.
    """
    changed: list[AudioFile] = []
    gone: list[AudioFacts] = []
    n_known = n_missing = 0
    for dataset in datasets:
        if not _has_audio(store, dataset):
            continue
        files = [(look_at(clip_id, path), known) for clip_id, path, known in _clips(store, dataset)]
        if all(file.size_bytes is None for file, _ in files):
            continue
        for file, known in files:
            n_missing += file.size_bytes is None
            if known == (file.audio_path, file.size_bytes, file.modified_ns):
                n_known += file.size_bytes is not None
            elif file.size_bytes is None:
                gone.append(file.missing())
            else:
                changed.append(file)
    save_audio_facts(store, gone)
    n_done = n_unreadable = 0
    for facts in _batches(scan(changed)):
        save_audio_facts(store, facts)
        n_done += len(facts)
        n_unreadable += sum(each.status == "unreadable" for each in facts)
        progress(n_done, len(changed))
    return AudioScan(n_done, n_unreadable, n_known, n_missing)


def save_audio_facts(store: Store, facts: Sequence[AudioFacts]) -> None:
    """Keep facts in the place of what was known of their clips.

    Checks that look at `audio_facts` have then not seen what there is now: they run again.
    """
    if not facts:
        return
    connection = store.connection.cursor()
    try:
        connection.execute("BEGIN")
        connection.execute(
            "DELETE FROM audio_facts WHERE clip_id IN (SELECT unnest(?::VARCHAR[]))",
            [[each.clip_id for each in facts]],
        )
        AUDIO_FACTS.insert(connection, facts, time.time())
        connection.execute(
            "DELETE FROM check_runs WHERE check_name IN (SELECT unnest(?::VARCHAR[]))",
            [[check.name for check in all_checks().values() if "audio_facts" in check.query]],
        )
        connection.execute("COMMIT")
    except duckdb.Error as error:
        raise store_error(store.path, error) from error
    finally:
        connection.close()


def _has_audio(store: Store, dataset: str) -> bool:
    """Say whether any folder is there in which a dataset's audio should lie; cheap."""
    rows = store.fetch(
        r"SELECT DISTINCT regexp_replace(audio_path, '[^/\\]*$', '') FROM clips "
        "WHERE dataset = ? AND audio_path IS NOT NULL",
        [dataset],
    )
    return any(os.path.isdir(folder or ".") for (folder,) in rows)  # noqa: PTH112


_Known = tuple[str, int | None, int | None] | None


def _clips(store: Store, dataset: str) -> Iterator[tuple[str, str, _Known]]:
    """Yield the clips that have items, with the place and what is known of the file there."""
    rows = store.fetch(
        "SELECT c.clip_id, c.audio_path, f.audio_path, f.size_bytes, f.modified_ns "
        "FROM clips c SEMI JOIN items i ON i.clip_id = c.clip_id "
        "LEFT JOIN audio_facts f ON f.clip_id = c.clip_id "
        "WHERE c.dataset = ? AND c.audio_path IS NOT NULL ORDER BY c.audio_path",
        [dataset],
    )
    for clip_id, path, known_path, size_bytes, modified_ns in rows:
        yield clip_id, path, (known_path, size_bytes, modified_ns) if known_path else None


def _batches(facts: Iterable[AudioFacts]) -> Iterator[list[AudioFacts]]:
    """Group facts for one commit each; every second at least, for files can be large."""
    batch: list[AudioFacts] = []
    began_s = time.monotonic()
    for each in facts:
        batch.append(each)
        if len(batch) == _BATCH or time.monotonic() - began_s > 1:
            yield batch
            batch, began_s = [], time.monotonic()
    if batch:
        yield batch

"""The datasets: one file each, found by being there."""

import importlib
import pkgutil
from functools import cache

from aqagen.errors import UsageError
from aqagen.sources.base import ReadOptions, Source

_HELPERS = {"base", "importing"}

__all__ = ["ReadOptions", "Source", "all_sources", "get_source"]


@cache
def all_sources() -> dict[str, Source]:
    """Return every source by its command line name, in alphabetical order."""
    sources = [
        importlib.import_module(f"{__name__}.{module.name}").SOURCE
        for module in pkgutil.iter_modules(__path__)
        if module.name not in _HELPERS
    ]
    return {source.name: source for source in sorted(sources, key=lambda source: source.name)}


def get_source(name: str, kind: str) -> Source:
    """Return the source of a name.

    Raises:
        UsageError: there is none of that name and kind; the message lists those there are.
    """
    sources = {key: value for key, value in all_sources().items() if value.kind == kind}
    if name not in sources:
        raise UsageError(f"{name!r} is not a dataset to {kind} from. Known: {', '.join(sources)}.")
    return sources[name]

"""Mixtures in other tools' formats: one file of this package per format."""

from importlib import import_module

from aqagen.exports.base import Format

__all__ = ["FORMATS", "get_format"]

# By name, the file of this package; imported when it is asked for.
FORMATS = {
    "hf": "hf",
    "ms-swift": "ms_swift",
    "verl": "verl",
    "r1-aqa": "r1_aqa",
    "jsonl": "jsonl",
}


def get_format(name: str) -> Format:
    """Return a format by its name, one of `FORMATS`."""
    found: Format = import_module(f"aqagen.exports.{FORMATS[name]}").FORMAT
    return found

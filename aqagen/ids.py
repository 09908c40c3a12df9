"""Content ids: canonical JSON, hashed. The same input gives the same id on every machine."""

import hashlib
import json
from collections.abc import Mapping
from types import NoneType
from typing import Any

import orjson

__all__ = ["canonical_json", "content_id", "text_hash"]


# The definition. One encoder for all: building one takes longer than encoding a row's metadata.
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
)


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no NaN.

    Raises:
        ValueError: the value holds NaN or an infinity, which JSON cannot say.
        TypeError: the value holds something that is not JSON.
    """
    if _is_plain(value):
        try:
            # The same text, sooner.
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except TypeError:  # lone surrogates, integers beyond 64 bits
            pass
    return _ENCODER.encode(value)


_SCALARS = frozenset({str, int, bool, NoneType})
_TEXT = frozenset({str})


def _is_plain(value: Any) -> bool:
    """Say whether orjson spells a value as `_ENCODER` does: it has floats of its own."""
    kind = type(value)
    if kind is dict:
        if not _TEXT.issuperset(map(type, value)):
            return False
        inside = value.values()
    elif kind is list or kind is tuple:
        inside = value
    else:
        return kind in _SCALARS
    return _SCALARS.issuperset(map(type, inside)) or all(map(_is_plain, inside))


def text_hash(text: str) -> str:
    """Return 32 hex digits (128 bits) of the SHA-256 of a text.

    Lone surrogates, which a JSON string may smuggle in, are hashed as they are.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def content_id(kind: str, fields: Mapping[str, Any]) -> str:
    """Return the id of a record: the hash of its kind and of the fields that make it what it is.

    Args:
        kind: the noun ("clip", "row", "item", ...), so that two nouns never share an id.
        fields: only what identifies the record; never a path of this machine, never a time.
    """
    return text_hash(canonical_json([kind, fields]))

"""Content ids: canonical JSON, hashed. The same input gives the same id on every machine."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["canonical_json", "content_id", "text_hash"]


# One encoder for all: building one takes longer than encoding a row's metadata.
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
)


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no NaN.

    Raises:
        ValueError: the value holds NaN or an infinity, which JSON cannot say.
        TypeError: the value holds something that is not JSON.
    """
    return _ENCODER.encode(value)


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

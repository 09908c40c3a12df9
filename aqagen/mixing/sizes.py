"""Sizes as users write them: `500`, `8k`, `1.5m`, `all`."""

import re
from decimal import Decimal

from aqagen.errors import UsageError

__all__ = ["parse_size"]

_SIZE = re.compile(r"(\d+(?:\.\d+)?)([km]?)", re.IGNORECASE | re.ASCII)
_FACTOR = {"": 1, "k": 1_000, "m": 1_000_000}


def parse_size(text: str) -> int | None:
    """Return the number of items that a size asks for; None for `all`.

    Raises:
        UsageError: it is not a size, or not a whole number of items, or zero.
    """
    if text.strip().lower() == "all":
        return None
    match = _SIZE.fullmatch(text.strip())
    number = Decimal(match.group(1)) * _FACTOR[match.group(2).lower()] if match else Decimal(0)
    if number < 1 or number != number.to_integral_value():
        raise UsageError(
            f"{text!r} is not a size. Expected a whole number of items such as 500, 8k or 1.5m, "
            "or all."
        )
    return int(number)

"""How long a server asks to wait, in the headers of its reply: pure functions."""

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

__all__ = ["duration_s", "rate_limit_wait_s", "retry_after_s", "wait_asked_s"]

_MAX_RETRY_AFTER_S = 3600.0


def wait_asked_s(headers: Mapping[str, str]) -> float | None:
    """Return how long a busy server asks to wait: by `Retry-After`, else by its rate limits."""
    asked_s = retry_after_s(headers.get("Retry-After"))
    return rate_limit_wait_s(headers) if asked_s is None else asked_s


def retry_after_s(value: str | None) -> float | None:
    """Read `Retry-After`: seconds, or an HTTP date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    try:
        wait_s = float(value)
    except ValueError:
        try:
            wait_s = parsedate_to_datetime(value).timestamp() - time.time()
        except ValueError:
            return None
    # `not <` also turns NaN away.
    return min(wait_s, _MAX_RETRY_AFTER_S) if wait_s > 0 else 0.0


def rate_limit_wait_s(headers: Mapping[str, str]) -> float | None:
    """Return when a used-up limit is renewed, by OpenAI's `x-ratelimit-*` headers; else None.

    `x-ratelimit-reset-requests: 6m0s` says so of requests, `...-tokens` of tokens.
    """
    waits_s = [
        duration_s(headers.get(f"x-ratelimit-reset-{kind}", ""))
        for kind in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{kind}", "").strip() == "0"
    ]
    return max((wait_s for wait_s in waits_s if wait_s is not None), default=None)


_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?", re.ASCII)


def duration_s(text: str) -> float | None:
    """Read a duration such as `1h2m3.5s`, `20ms` or plain seconds."""
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text, re.ASCII):
        return min(float(text), _MAX_RETRY_AFTER_S)
    match = _DURATION.fullmatch(text.strip())
    if not text.strip() or match is None:
        return None
    hours, minutes, seconds, thousandths = (float(part or 0) for part in match.groups())
    return min(hours * 3600 + minutes * 60 + seconds + thousandths / 1000, _MAX_RETRY_AFTER_S)

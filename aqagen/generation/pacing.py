"""Never more than so many requests or tokens a minute."""

import asyncio
import time

__all__ = ["Pacer"]

# What may be sent at once after a pause, in seconds of the rate.
_BURST_S = 1.0


class Pacer:
    """Spaces out what costs something, at a rate per minute; without a rate it never waits."""

    def __init__(self, per_minute: float | None) -> None:
        self._seconds_each = 60.0 / per_minute if per_minute else 0.0
        self._next_s = 0.0

    async def wait(self, cost: float) -> None:
        """Wait for the turn of something that costs so much."""
        if not self._seconds_each:
            return
        now_s = time.monotonic()
        self._next_s = max(self._next_s, now_s - _BURST_S)
        at_s = self._next_s
        self._next_s += cost * self._seconds_each
        if at_s > now_s:
            await asyncio.sleep(at_s - now_s)

    def correct(self, cost: float) -> None:
        """Add what something cost beyond its estimate, or take back what it did not cost."""
        self._next_s += cost * self._seconds_each

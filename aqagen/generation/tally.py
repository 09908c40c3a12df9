"""The books of a run: rows in = answered before + accepted + rejected + failed + not reached."""

import time
from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """What has happened so far. The run writes it, the display reads it.

    Attributes:
        rows: usable source rows of this run.
        skipped: bad source rows by reason.
        disputed: rows whose annotators did not agree on one answer (Clotho-AQA).
        answered_before: rows whose answer was in the store already.
        accepted: answers that became an item.
        rejected: answers that could not be read, by reason.
        failed: requests without an answer, by reason.
        extra_items: items beyond the first of their answer; noted, not used.
        attempts: requests sent, retries included.
        usd_per_1m_in, usd_per_1m_out: prices per million tokens, when the user gave them.
    """

    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    disputed: int = 0
    answered_before: int = 0
    accepted: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    extra_items: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd_per_1m_in: float | None = None
    usd_per_1m_out: float | None = None
    started_s: float = field(default_factory=time.monotonic)

    @property
    def asked(self) -> int:
        """Rows that were resolved in this run, one way or another."""
        return self.accepted + self.rejected.total() + self.failed.total()

    @property
    def to_ask(self) -> int:
        """Rows that this run had to ask."""
        return self.rows - self.answered_before

    @property
    def missing(self) -> int:
        """Rows without an answer when the run ended: failed, or not reached."""
        return self.to_ask - self.accepted - self.rejected.total()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started_s

    @property
    def items_per_s(self) -> float:
        """Rows resolved per second, over the whole run."""
        return self.asked / max(self.elapsed_s, 1e-9)

    @property
    def left_s(self) -> float | None:
        """Seconds left at this pace; None before there is a pace."""
        return (self.to_ask - self.asked) / self.items_per_s if self.asked else None

    @property
    def cost_usd(self) -> float | None:
        """What the tokens cost so far; None without prices."""
        if self.usd_per_1m_in is None and self.usd_per_1m_out is None:
            return None
        return (
            self.prompt_tokens * (self.usd_per_1m_in or 0.0)
            + self.completion_tokens * (self.usd_per_1m_out or 0.0)
        ) / 1e6

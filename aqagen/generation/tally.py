"""The books of a run: rows in = answered before + accepted + rejected + failed + not reached."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["PoolState", "Tally"]


class PoolState(Protocol):
    """What a pool of endpoints shows of itself (`generation/pool.py`)."""

    retries: Counter[str]
    waiting: int

    @property
    def in_flight(self) -> int:
        """Requests that are with an endpoint now."""

    @property
    def limit(self) -> int:
        """Requests that may be."""

    @property
    def why(self) -> str:
        """What holds the limit where it is."""


@dataclass(slots=True)
class Tally:
    """What has happened so far. The run writes it, the display reads it.

    A row counts once per sample that is wanted of it.

    Attributes:
        rows: usable source rows of this run, as far as they were read.
        rows_known: all of them were read.
        skipped: bad source rows by reason.
        disputed: rows whose annotators did not agree on one answer (Clotho-AQA).
        answered_before: rows that had their answer in the store already, or are given up.
        accepted_before: those of them that have an item.
        accepted: answers that became an item.
        rejected: rows whose answers could not be read, by the last one's reason.
        reasked: answers that could not be read and were asked again, by reason.
        failed: requests without an answer, by reason.
        extra_items: items beyond the first of their answer; noted, not used.
        attempts: requests sent, retries included.
        stopped: why the run ended before all rows were asked; "" when it did not.
        pool: the endpoints in use, for what they say of themselves; None without any.
        usd_per_1m_in, usd_per_1m_out: prices per million tokens, when the user gave them.
    """

    rows: int = 0
    rows_known: bool = False
    skipped: Counter[str] = field(default_factory=Counter)
    disputed: int = 0
    answered_before: int = 0
    accepted_before: int = 0
    accepted: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    reasked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    extra_items: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    stopped: str = ""
    pool: "PoolState | None" = None
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
    def not_reached(self) -> int:
        """Rows that were not resolved when the run ended."""
        return self.to_ask - self.asked

    @property
    def missing(self) -> int:
        """Rows without an answer when the run ended: failed, or not reached."""
        return self.to_ask - self.accepted - self.rejected.total()

    @property
    def tokens(self) -> int:
        """Tokens of this run, in and out."""
        return self.prompt_tokens + self.completion_tokens

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
        """Seconds left at this pace; None before there is a pace, or all rows are known."""
        if not self.asked or not self.rows_known:
            return None
        return (self.to_ask - self.asked) / self.items_per_s

    @property
    def cost_usd(self) -> float | None:
        """What the tokens cost so far; None without prices."""
        if self.usd_per_1m_in is None and self.usd_per_1m_out is None:
            return None
        return (
            self.prompt_tokens * (self.usd_per_1m_in or 0.0)
            + self.completion_tokens * (self.usd_per_1m_out or 0.0)
        ) / 1e6

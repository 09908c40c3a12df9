"""How many requests may be in flight: finds what an endpoint can take, and follows it.

Two kinds of endpoint say "enough" in two ways. Hosted ones refuse (429, 503): then the limit
falls by a share at once, and grows back quickly to nine tenths of where it was refused, slowly
beyond (additive increase, multiplicative decrease, as TCP does). vLLM never refuses, it queues:
then latency rises and throughput does not. So the limit is raised in steps, and a step that
brought no throughput is taken back; later a smaller and a larger limit are tried in turn, since
what an endpoint can take changes over hours.

Some refuse a share of requests whatever their number. That shows when a fall did not end the
refusals and cost as much throughput as it took requests away: the fall is taken back, and so
long as the share stays about the same, refusals say nothing.

Pure arithmetic over the times that it is told, so that it can be tested without a clock.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Limiter"]

_FALL = 0.7
_NEAR_REFUSAL = 0.9
_DOUBLE = 2.0
_STEP = 1.25
# A window's throughput must differ by this share to count as a difference.
_GAIN = 1.05
_LOSS = 0.95
_MIN_WINDOW_S = 0.5
_MIN_WINDOW_ANSWERS = 30
_MIN_WINDOW_ANSWERS_FALLEN = 10
# Refusals that come whatever the limit is count again when their share grows to so many times
# itself, and a little more.
_MORE_NOISE = 3.0
_MORE_NOISE_SHARE = 0.05
# Windows between two trials once the limit is found.
_REST_WINDOWS = 6


@dataclass(slots=True)
class Limiter:
    """The limit of one endpoint.

    Attributes:
        limit: requests that may be in flight now.
        floor: it never falls below this.
        ceiling: it never grows beyond this.
        fixed: the user's own number: nothing changes it, refusals only make requests wait.
        why: in a word, what holds the limit where it is; for the display.
    """

    limit: int = 16
    floor: int = 1
    ceiling: int = 1024
    fixed: bool = False
    why: Literal["fixed", "growing", "refused", "found"] = "growing"
    _trial: Literal["up", "down", ""] = "up"
    _step: float = _DOUBLE
    _before: int = 0
    _best: float = 0.0
    _resting: int = 0
    _next_trial: Literal["up", "down"] = "down"
    _refused_at: int | None = None
    _last_fall_s: float = -1.0
    _window_start_s: float | None = None
    _answers: int = 0
    _latency_sum_s: float = 0.0
    _was_full: bool = False
    _n_refused: int = 0
    _rate: float = 0.0
    _fell_from: int = 0
    _rate_before_fall: float = 0.0
    _noise: float = 0.0

    def __post_init__(self) -> None:
        if self.fixed:
            self.why = "fixed"

    def on_answer(self, now_s: float, latency_s: float, in_flight: int) -> None:
        """Note an answer.

        Args:
            now_s: when it came, on any steadily growing clock.
            latency_s: from sending to the last byte.
            in_flight: requests in flight when it came, itself included. A limit that was
                never reached says nothing about the endpoint, so it is not raised.
        """
        if self.fixed:
            return
        if self._window_start_s is None:
            self._start_window(now_s)
            return
        self._answers += 1
        self._latency_sum_s += latency_s
        self._was_full = self._was_full or in_flight >= self.limit
        elapsed_s = now_s - self._window_start_s
        enough = max(_MIN_WINDOW_ANSWERS_FALLEN if self._fell_from else _MIN_WINDOW_ANSWERS,
                     self.limit)  # fmt: skip
        mean_latency_s = self._latency_sum_s / self._answers
        if self._answers >= enough and elapsed_s >= max(_MIN_WINDOW_S, 1.5 * mean_latency_s):
            self._end_window(self._answers / elapsed_s, now_s)
            self._start_window(now_s)

    def on_refusal(self, now_s: float, sent_s: float) -> None:
        """Note a 429 or 503; only one sent after the last fall makes the limit fall again."""
        if self.fixed:
            return
        self._n_refused += 1
        if sent_s <= self._last_fall_s or self._noise or self.limit == self.floor:
            return
        if not self._fell_from:
            self._fell_from = self.limit
            self._rate_before_fall = self._rate  # 0 when not known: then only the floor tells
        self._fall(now_s)

    def _fall(self, now_s: float) -> None:
        self._last_fall_s = now_s
        self._refused_at = self.limit
        self.limit = max(self.floor, int(self.limit * _FALL))
        self.why = "refused"
        self._trial = ""
        self._start_window(now_s)

    def _start_window(self, now_s: float) -> None:
        self._window_start_s = now_s
        self._answers = 0
        self._latency_sum_s = 0.0
        self._was_full = False
        self._n_refused = 0

    def _end_window(self, throughput: float, now_s: float) -> None:
        share = self._n_refused / (self._n_refused + self._answers)
        if self._noise and share > _MORE_NOISE * self._noise + _MORE_NOISE_SHARE:
            self._noise = 0.0
            self._fall(now_s)
            return
        self._rate = throughput
        if not self._was_full or (self._fell_from and self._still_refused(throughput, share)):
            return
        if self._refused_at is not None and self.limit > self._refused_at:
            # It takes more than it did when it refused, so look anew for how much.
            self._refused_at = None
            self._trial, self._step, self._best = "up", _STEP, 0.0
        if self._refused_at is not None:
            self._regrow(self._refused_at)
        elif self._trial == "up":
            self._judge_raise(throughput)
        elif self._trial == "down":
            self._judge_cut(throughput)
        else:
            self._best = throughput
            self._resting -= 1
            if self._resting <= 0:
                self._try(self._next_trial)

    def _still_refused(self, throughput: float, share: float) -> bool:
        """Look at what a fall has brought; True while there is nothing more to conclude."""
        if not share:
            # It may be luck: only back where it fell from is the fall forgotten.
            if self.limit >= self._fell_from * _NEAR_REFUSAL:
                self._fell_from = 0
            return False
        left = self.limit / self._fell_from
        cost_nothing = throughput > self._rate_before_fall * (1 + left) / 2
        if self.limit > self.floor and (left > 0.5 or cost_nothing):  # noqa: PLR2004
            return True
        self._noise = share
        self._set(self._fell_from)
        self._fell_from, self._refused_at = 0, None
        self._trial, self._step, self._best = "up", _DOUBLE, 0.0
        self.why = "growing"
        return True

    def _regrow(self, refused_at: int) -> None:
        """Grow back quickly to where it was refused, then one by one."""
        near = int(refused_at * _NEAR_REFUSAL)
        step = max(1, (near - self.limit + 1) // 2) if self.limit < near else 1
        self._set(self.limit + step)

    def _judge_raise(self, throughput: float) -> None:
        if throughput > self._best * _GAIN:
            self._best = throughput
            self._before = self.limit
            self._set(max(self.limit + 1, int(self.limit * self._step)))
            self.why = "growing"
            if self.limit == self._before:
                self._rest("down")
            return
        self._set(self._before or self.limit)
        self._step = _STEP
        self._rest("down")

    def _judge_cut(self, throughput: float) -> None:
        """Keep a smaller limit that costs no throughput: the rest was a queue."""
        if throughput >= self._best * _LOSS:
            self._best = max(self._best, throughput)
            self._try("down")
            return
        self._set(self._before)
        self._rest("up")

    def _rest(self, then: Literal["up", "down"]) -> None:
        self._trial = ""
        self._resting = _REST_WINDOWS
        self._next_trial = then
        self.why = "found"

    def _try(self, direction: Literal["up", "down"]) -> None:
        self._before = self.limit
        factor = _STEP if direction == "up" else 1 / _STEP
        changed = round(self.limit * factor)
        self._set(max(self.limit + 1, changed) if direction == "up" else changed)
        self._trial = direction
        if self.limit == self._before:
            self._rest("up" if direction == "down" else "down")

    def _set(self, limit: int) -> None:
        self.limit = min(self.ceiling, max(self.floor, limit))

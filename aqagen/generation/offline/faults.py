"""How the offline endpoint misbehaves when told to: every fault that a client must survive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from aqagen.errors import UsageError

__all__ = ["NO_FAULTS", "RATES", "Faults"]

# The faults that strike by chance, besides status codes, in the order in which a draw is
# compared with their rates.
RATES = (
    "hang",
    "reset",
    "broken_json",
    "length",
    "content_filter",
    "empty_choices",
    "not_json",
    "wrong_content_type",
    "no_usage",
    "partial_usage",
)


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong, and how often. The defaults are: nothing.

    A rate is a share of the chat requests, 0 to 1. A request has at most one fault by
    chance, so the rates add up to 1 at most. Which request it strikes follows from `seed`
    and the request's place in the order of arrival (`kind_at`).

    Attributes:
        seed: for the stream of draws.
        statuses: HTTP status code to rate.
        hang: no reply until the client gives up.
        reset: the connection is reset in the middle of the body.
        broken_json: the completion's text stops in the middle, its finish reason says "stop".
        length: the same, and the finish reason says "length".
        content_filter: no text, finish reason "content_filter".
        empty_choices: a reply without a choice.
        not_json: status 200 with a page of HTML, as a proxy sends.
        wrong_content_type: a good reply called text/plain.
        no_usage: a good reply without `usage`.
        partial_usage: a good reply whose `usage` has a null and lacks fields.
        retry_after_s: `Retry-After` on replies 429 and 503, in seconds.
        retry_after_date: send it as an HTTP date.
        delay_ms: pause before each reply that is not refused.
        jitter_ms: up to so much more, by the same stream.
        fail_first: the first so many chat requests get `fail_first_status`.
        fail_first_status: HTTP status code.
        capacity: 429 when more chat requests than this are in flight.
        api_key: 401 unless the Authorization header is `Bearer` and this.
        known_models: 404 for any other model; empty to know them all.
        reject_fields: 400 naming the first field of the body that is among these.
        no_json_schema: 400 for a `response_format` of type json_schema.

    Raises:
        UsageError: a rate or a number is out of range.
    """

    seed: int = 0
    statuses: Mapping[int, float] = field(default_factory=dict)
    hang: float = 0.0
    reset: float = 0.0
    broken_json: float = 0.0
    length: float = 0.0
    content_filter: float = 0.0
    empty_choices: float = 0.0
    not_json: float = 0.0
    wrong_content_type: float = 0.0
    no_usage: float = 0.0
    partial_usage: float = 0.0
    retry_after_s: float | None = None
    retry_after_date: bool = False
    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    fail_first: int = 0
    fail_first_status: int = 503
    capacity: int | None = None
    api_key: str | None = field(default=None, repr=False)
    known_models: tuple[str, ...] = ()
    reject_fields: tuple[str, ...] = ()
    no_json_schema: bool = False

    def __post_init__(self) -> None:
        rates = dict(self._rates())
        for name, rate in rates.items():
            if not 0 <= rate <= 1:
                raise UsageError(f"the rate of the fault {name} is {rate}, expected 0 to 1.")
        if sum(rates.values()) > 1 + 1e-9:
            raise UsageError(f"the rates of the faults add up to {sum(rates.values())}, over 1.")
        for status in (*self.statuses, self.fail_first_status):
            if not 400 <= status <= 599:  # noqa: PLR2004 - the error codes of HTTP
                raise UsageError(f"the fault's status code is {status}, expected 400 to 599.")
        if min(self.delay_ms, self.jitter_ms, self.fail_first, self.retry_after_s or 0) < 0:
            raise UsageError("a delay, a wait or a count of the faults is negative.")

    def _rates(self) -> list[tuple[str, float]]:
        by_status = [(str(status), self.statuses[status]) for status in sorted(self.statuses)]
        return by_status + [(name, getattr(self, name)) for name in RATES]

    def kind_at(self, arrival: int) -> str | None:
        """Return the fault of a chat request, None for a good reply.

        Args:
            arrival: its place in the order of arrival, from 0.

        Returns:
            A status code as text, or one of `RATES`.
        """
        if arrival < self.fail_first:
            return str(self.fail_first_status)
        rates = [(name, rate) for name, rate in self._rates() if rate]
        draw = self._draw("kind", arrival) if rates else 1.0
        for name, rate in rates:
            if draw < rate:
                return name
            draw -= rate
        return None

    def delay_s_at(self, arrival: int) -> float:
        """Return the pause before the reply to a chat request, in seconds."""
        jitter_ms = self.jitter_ms * self._draw("delay", arrival) if self.jitter_ms else 0.0
        return (self.delay_ms + jitter_ms) / 1000

    def _draw(self, purpose: str, arrival: int) -> float:
        digest = blake2b(f"{self.seed}/{purpose}/{arrival}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64


NO_FAULTS = Faults()

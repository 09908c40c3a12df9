"""The limit of requests in flight, against simulated servers: no clock, no network, no chance."""

import heapq
import random
from collections import deque
from dataclasses import dataclass, field

import pytest

from aqagen.generation.limiter import Limiter

SERVICE_S = 0.2
ROUND_TRIP_S = 0.005


@dataclass
class Simulation:
    """A server with so many slots, which queues or refuses what is beyond, and a busy client.

    `capacity_at` lists (from when, slots); `wanted` is how many requests the client would
    have in flight if it were let.
    """

    limiter: Limiter
    capacity_at: list[tuple[float, int]]
    refuses: bool = False
    wanted: int = 10_000
    answers_s: list[float] = field(default_factory=list)
    limits: list[tuple[float, int]] = field(default_factory=list)
    n_refused: int = 0

    def run(self, until_s: float) -> "Simulation":
        events: list[tuple[float, int, bool, float]] = []
        queue: deque[float] = deque()
        now_s, busy, in_flight, number = 0.0, 0, 0, 0
        while now_s < until_s:
            while in_flight < min(self.limiter.limit, self.wanted):
                in_flight += 1
                number += 1
                if self.refuses and busy >= self.capacity(now_s):
                    heapq.heappush(events, (now_s + ROUND_TRIP_S, number, False, now_s))
                else:
                    queue.append(now_s)
                    busy += self.refuses
            while queue and (self.refuses or busy < self.capacity(now_s)):
                number += 1
                busy += not self.refuses
                # Half to one and a half of the mean, evenly spread.
                service_s = SERVICE_S * (0.5 + number * 0.618034 % 1)
                heapq.heappush(events, (now_s + service_s, number, True, queue.popleft()))
            now_s, _, answered, sent_s = heapq.heappop(events)
            if answered:
                busy -= 1
                self.limiter.on_answer(now_s, now_s - sent_s, in_flight)
                self.answers_s.append(now_s)
            else:
                self.limiter.on_refusal(now_s, sent_s)
                self.n_refused += 1
            in_flight -= 1
            self.limits.append((now_s, self.limiter.limit))
        return self

    def capacity(self, now_s: float) -> int:
        return next(slots for start_s, slots in reversed(self.capacity_at) if now_s >= start_s)

    def throughput(self, from_s: float, to_s: float) -> float:
        return sum(from_s <= at_s < to_s for at_s in self.answers_s) / (to_s - from_s)

    def mean_limit(self, from_s: float, to_s: float) -> float:
        limits = [limit for at_s, limit in self.limits if from_s <= at_s < to_s]
        return sum(limits) / len(limits)


def simulate(until_s, capacity_at, **rest):
    limiter = Limiter(**rest.pop("limiter", {}))
    return Simulation(limiter, capacity_at, **rest).run(until_s)


@pytest.mark.parametrize("slots", [4, 16, 64, 200])
def test_it_settles_near_what_a_server_that_queues_can_do(slots):
    done = simulate(120, [(0, slots)])
    assert abs(done.mean_limit(60, 120) - slots) <= 0.35 * slots + 1
    assert done.throughput(60, 120) >= 0.9 * slots / SERVICE_S


def test_it_is_there_within_seconds():
    done = simulate(20, [(0, 64)])
    assert done.throughput(5, 20) >= 0.9 * 64 / SERVICE_S


def test_it_follows_a_server_that_gets_fewer_slots_and_more_again():
    done = simulate(360, [(0, 64), (90, 16), (210, 64)])
    assert abs(done.mean_limit(60, 90) - 64) <= 0.35 * 64
    assert done.mean_limit(180, 210) <= 16 * 1.6
    assert done.throughput(120, 210) >= 0.9 * 16 / SERVICE_S
    assert abs(done.mean_limit(320, 360) - 64) <= 0.35 * 64
    assert done.throughput(320, 360) >= 0.9 * 64 / SERVICE_S


@pytest.mark.parametrize("slots", [8, 64])
def test_a_server_that_refuses_is_asked_little_in_vain(slots):
    done = simulate(60, [(0, slots)], refuses=True)
    assert done.n_refused > 0
    assert done.n_refused < 0.1 * len(done.answers_s)
    assert done.throughput(10, 60) >= 0.8 * slots / SERVICE_S


def test_many_refusals_of_the_same_moment_are_one():
    limiter = Limiter(limit=100)
    for _ in range(50):
        limiter.on_refusal(1.0, sent_s=0.5)
    assert limiter.limit == 70
    limiter.on_refusal(2.0, sent_s=1.5)
    assert limiter.limit == 49


def test_it_never_falls_below_the_floor_and_says_why_it_fell():
    limiter = Limiter(limit=100, floor=3)
    for second in range(60):
        limiter.on_refusal(float(second), sent_s=second - 0.1)
        assert limiter.limit >= 3
    assert limiter.limit == 3
    assert limiter.why == "refused"


def test_it_grows_back_quickly_after_a_bad_minute():
    done = simulate(60, [(0, 64), (20, 2), (25, 64)], refuses=True)
    assert min(limit for at_s, limit in done.limits if 20 < at_s < 25) <= 8
    assert done.throughput(40, 60) >= 0.8 * 64 / SERVICE_S


def test_it_never_grows_beyond_the_ceiling():
    done = simulate(60, [(0, 500)], limiter={"ceiling": 50})
    assert max(limit for _, limit in done.limits) == 50
    assert done.mean_limit(30, 60) >= 40


@pytest.mark.parametrize("refuses", [False, True])
def test_a_fixed_limit_never_changes(refuses):
    done = simulate(10, [(0, 16)], refuses=refuses, limiter={"limit": 32, "fixed": True})
    assert {limit for _, limit in done.limits} == {32}
    assert done.limiter.why == "fixed"
    assert (done.n_refused > 0) == refuses


def test_a_limit_that_is_never_reached_is_not_raised():
    done = simulate(30, [(0, 64)], wanted=10)
    assert {limit for _, limit in done.limits} == {16}


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("service_s", [0.02, 2.0])
def test_refusals_that_come_whatever_the_limit_do_not_hold_it_down(share, service_s):
    """A hosted endpoint may refuse one request in ten at random: cutting does not help it."""
    limiter = Limiter()
    chance = random.Random(1)
    events: list[tuple[float, int, bool, float]] = []
    now_s, in_flight, number, n_answers = 0.0, 0, 0, 0
    until_s = 1000 * service_s
    while now_s < until_s:
        while in_flight < min(limiter.limit, 200):
            in_flight, number = in_flight + 1, number + 1
            refused = chance.random() < share
            after_s = 0.003 if refused else service_s * (0.8 + 0.4 * chance.random())
            heapq.heappush(events, (now_s + after_s, number, refused, now_s))
        now_s, _, refused, sent_s = heapq.heappop(events)
        if refused:
            limiter.on_refusal(now_s, sent_s)
        else:
            limiter.on_answer(now_s, now_s - sent_s, in_flight)
            n_answers += now_s > until_s / 2
        in_flight -= 1
    # Held down, it would stand at 1 and give 1 per service time.
    assert n_answers / (until_s / 2) > 16 / service_s

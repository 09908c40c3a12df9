"""A chat endpoint that costs as little as possible, to measure clients against.

    python benchmarks/server.py --port 8399 --delay-ms 200

Raw asyncio protocol; every answer is the same good item. It counts requests by body and can
misbehave, so that what a client loses, doubles or wastes is known from the other side:

    GET  /stats     counters as JSON, and when the first request came (Unix time)
    GET  /brief     only the number of requests and that time: cheap enough to be asked often
    POST /reset     counters to zero; a JSON object in the body sets options by name
Options: delay_ms; capacity (more in flight than that is refused with 429); slots (more than
that wait in line, as vLLM does); rates of faults: p429, p500, preset, phang, pbad; retry_after.
"""

import argparse
import asyncio
import hashlib
import json
import random
import time
from collections import Counter, deque
from typing import Any

import uvloop

ITEM = {
    "question": "What can be heard in this clip?",
    "options": {
        "A": "A dog barks near a busy road",
        "B": "Rain falls on a tin roof",
        "C": "A church bell rings far away",
        "D": "A crowd cheers in a stadium",
    },
    "answer": "B",
}
GOOD = "```json\n" + json.dumps([ITEM], indent=2) + "\n```"


def response(status: str, body: bytes, *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json",
            f"Content-Length: {len(body)}", *headers]  # fmt: skip
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def completion(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "bench",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 400, "completion_tokens": 110, "total_tokens": 510},
        }
    ).encode()


class Server:
    """The state that all connections share."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {
            "delay_ms": 0.0, "capacity": 0, "slots": 0, "p429": 0.0, "p500": 0.0, "preset": 0.0,
            "phang": 0.0, "pbad": 0.0, "retry_after": "1", "seed": 1,
        }  # fmt: skip
        self.good = response("200 OK", completion(GOOD))
        self.bad = response("200 OK", completion(GOOD[: len(GOOD) // 2]))
        self.reset()

    def reset(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seen: Counter[bytes] = Counter()
        self.answered: Counter[bytes] = Counter()
        self.in_flight = self.max_in_flight = self.working = 0
        self.in_flight_log: list[tuple[float, int]] = []
        self.waiting: deque[Any] = deque()
        self.chance = random.Random(self.options["seed"])
        self.first_s = self.last_s = self.first_arrival = 0.0
        self.n_requests = 0

    def kind(self) -> str:
        draw = self.chance.random()
        for name in ("p429", "p500", "preset", "phang", "pbad"):
            if draw < self.options[name]:
                return name
            draw -= self.options[name]
        return "good"

    def stats(self) -> bytes:
        return json.dumps(
            {
                **self.counts,
                "requests": self.n_requests,
                "distinct": len(self.seen),
                "answered_twice": sum(n - 1 for n in self.answered.values() if n),
                "max_in_flight": self.max_in_flight,
                "window_s": self.last_s - self.first_s,
                "first_arrival": self.first_arrival,
                "in_flight_log": self.in_flight_log[-4000:],
            }
        ).encode()

    def brief(self) -> bytes:
        return json.dumps(
            {"requests": self.n_requests, "first_arrival": self.first_arrival}
        ).encode()


class Connection(asyncio.Protocol):
    """One keep-alive connection; requests on it come one after another."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.buffer = bytearray()
        self.alive = True
        self.pending = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.loop = asyncio.get_running_loop()

    def connection_lost(self, _: Exception | None) -> None:
        self.alive = False
        if self.pending:
            self.leave()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.buffer[:end])
            lower = head.lower()
            at = lower.find(b"content-length:")
            length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body = bytes(self.buffer[end + 4 : end + 4 + length])
            del self.buffer[: end + 4 + length]
            self.request(head, body)

    def request(self, head: bytes, body: bytes) -> None:
        server = self.server
        if b"/chat/completions" not in head[:200]:
            if b"/reset" in head[:100]:
                server.options |= json.loads(body or b"{}")
                server.reset()
            body = server.brief() if b"/brief" in head[:100] else server.stats()
            self.transport.write(response("200 OK", body))
            return
        now = self.loop.time()
        if not server.first_s:
            server.first_s, server.first_arrival = now, time.time()
        server.n_requests += 1
        self.key = hashlib.blake2b(body, digest_size=8).digest()
        server.seen[self.key] += 1
        server.in_flight += 1
        server.max_in_flight = max(server.max_in_flight, server.in_flight)
        if not server.in_flight_log or now - server.in_flight_log[-1][0] > 0.02:
            server.in_flight_log.append((round(now - server.first_s, 3), server.in_flight))
        self.pending = True
        capacity = server.options["capacity"]
        kind = "p429" if capacity and server.in_flight > capacity else server.kind()
        server.counts[kind] += 1
        slots = server.options["slots"]
        if slots and kind == "good" and server.working >= slots:
            server.waiting.append(self)
        elif kind == "p429":
            self.reply(kind)
        elif kind != "phang":
            self.work(kind)

    def work(self, kind: str) -> None:
        self.server.working += 1
        self.worked = True
        delay_s = self.server.options["delay_ms"] / 1000
        if delay_s:
            self.loop.call_later(delay_s, self.finish, kind)
        else:
            self.finish(kind)

    def finish(self, kind: str) -> None:
        server = self.server
        server.working -= 1
        self.reply(kind)
        while server.waiting and server.working < server.options["slots"]:
            waiting = server.waiting.popleft()
            if waiting.alive:
                waiting.work("good")

    def leave(self) -> None:
        self.pending = False
        self.server.in_flight -= 1
        self.server.last_s = self.loop.time()

    def reply(self, kind: str) -> None:
        if not self.alive or not self.pending:
            return
        self.leave()
        server = self.server
        if kind in {"good", "pbad"}:
            server.answered[self.key] += kind == "good"
            self.transport.write(server.good if kind == "good" else server.bad)
        elif kind == "p429":
            header = f"Retry-After: {server.options['retry_after']}"
            error = b'{"error":{"message":"slow down"}}'
            self.transport.write(response("429 Too Many Requests", error, header))
        elif kind == "p500":
            error = b'{"error":{"message":"internal error"}}'
            self.transport.write(response("500 Internal Server Error", error))
        else:
            self.transport.write(server.good[: len(server.good) // 2])
            self.transport.close()


async def serve(port: int, options: dict[str, Any]) -> None:
    server = Server()
    server.options |= options
    server.reset()
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(lambda: Connection(server), "127.0.0.1", port, backlog=2048)
    print(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1", flush=True)
    await listener.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="a fast chat endpoint for benchmarks")
    parser.add_argument("--port", type=int, default=0)
    for name in ("delay-ms", "p429", "p500", "preset", "phang", "pbad"):
        parser.add_argument(f"--{name}", type=float, default=0.0)
    for name in ("capacity", "slots"):
        parser.add_argument(f"--{name}", type=int, default=0)
    given = vars(parser.parse_args())
    uvloop.run(serve(given.pop("port"), given))

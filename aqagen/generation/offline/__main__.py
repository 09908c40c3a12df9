"""The command line of the offline endpoint (`python -m aqagen.generation.offline`)."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from aqagen.errors import AqagenError, UsageError
from aqagen.generation.offline.faults import RATES, Faults
from aqagen.generation.offline.server import OfflineEndpoint
from aqagen.generation.offline.writer import Writer

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; print the base URL on stdout. Returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        faults = _faults(options)
        writer = Writer(options.seed)
        if options.prime is not None:
            writer.prime(_rows(options.prime))
        asyncio.run(_serve(writer, faults, options.port))
    except KeyboardInterrupt:
        return 0
    except AqagenError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


async def _serve(writer: Writer, faults: Faults, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no signal handlers in its event loop; there Ctrl-C raises.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with OfflineEndpoint(writer, faults, port=port, keep_requests=0) as endpoint:
        print(endpoint.base_url, flush=True)
        await stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aqagen.generation.offline",
        description="An OpenAI-compatible endpoint without a model, on 127.0.0.1 only.",
        epilog="example: python -m aqagen.generation.offline --port 8399 --status 429=0.1",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="0 (default) for any free one")
    add("--seed", type=int, default=0, help="chooses questions and wrong options")
    add("--prime", type=Path, metavar="FILE", help="JSON Lines of metadata to learn from first")
    add("--fault-seed", type=int, default=0, help="chooses which requests get a fault")
    add("--delay-ms", type=float, default=0.0, help="pause before each reply")
    add("--jitter-ms", type=float, default=0.0, help="up to so much more")
    add("--status", action="append", default=[], metavar="CODE=RATE", help="may be repeated")
    add("--retry-after-s", type=float, help="Retry-After with 429 and 503")
    add("--retry-after-date", action="store_true", help="send it as an HTTP date")
    add("--fail-first", type=int, default=0, metavar="N", help="fail the first N chat requests")
    add("--fail-first-status", type=int, default=503, metavar="CODE")
    add("--capacity", type=int, metavar="N", help="429 with more than N requests in flight")
    add("--api-key-env", metavar="NAME", help="ask for the key in this environment variable")
    add("--known-model", action="append", default=[], metavar="NAME", help="404 for others")
    add("--reject-field", action="append", default=[], metavar="NAME", help="400 for this field")
    add("--no-json-schema", action="store_true", help="400 for response_format json_schema")
    for name in RATES:
        flag = "--" + name.replace("_", "-")
        add(flag, type=float, default=0.0, metavar="RATE", help="share of requests, 0 to 1")
    return parser


def _faults(options: argparse.Namespace) -> Faults:
    return Faults(
        seed=options.fault_seed,
        statuses=dict(_status(text) for text in options.status),
        retry_after_s=options.retry_after_s,
        retry_after_date=options.retry_after_date,
        delay_ms=options.delay_ms,
        jitter_ms=options.jitter_ms,
        fail_first=options.fail_first,
        fail_first_status=options.fail_first_status,
        capacity=options.capacity,
        api_key=_key(options.api_key_env),
        known_models=tuple(options.known_model),
        reject_fields=tuple(options.reject_field),
        no_json_schema=options.no_json_schema,
        **{name: getattr(options, name) for name in RATES},
    )


def _status(text: str) -> tuple[int, float]:
    code, _, rate = text.partition("=")
    try:
        return int(code), float(rate)
    except ValueError:
        raise UsageError(f"--status is {text!r}, expected CODE=RATE, as in 429=0.1.") from None


def _key(name: str | None) -> str | None:
    if name is None:
        return None
    key = os.environ.get(name)
    if not key:
        raise UsageError(f"--api-key-env: the environment variable {name} is not set.")
    return key


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the metadata of a JSON Lines file."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--prime: {path} cannot be read: {error}.") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise UsageError(f"--prime: {path.name} line {number} is not a JSON object.")
        yield row


if __name__ == "__main__":
    sys.exit(main())

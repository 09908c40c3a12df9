"""Requests as a file, answers as a file: the OpenAI Batch format.

Hosted batch services and vLLM's `run-batch` take it. The ids are those of a live run, so
both can be mixed: what one has answered the other does not ask.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aqagen.errors import EndpointError
from aqagen.generation.endpoint import Failure, Reply, read_reply, request_body
from aqagen.generation.run import RunPlan, completion_of, judge_completion, request_id
from aqagen.generation.tally import Tally
from aqagen.sources.base import read_lines
from aqagen.store import Writer
from aqagen.store.readings import Pending, PendingRows

__all__ = ["read_results", "write_requests"]

_CHUNK_ROWS = 2000


def write_requests(pending: PendingRows, plan: RunPlan, path: Path) -> int:
    """Write a request per pending row; return how many.

    Raises:
        EndpointError: the file cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    n_requests = 0
    try:
        with part.open("w", encoding="utf-8") as file:
            for each in _all(pending):
                line = {
                    "custom_id": request_id(each.row.row_id, plan.config_id, each.sample),
                    "method": "POST",
                    "url": "/v1/chat/completions",
                    "body": request_body(
                        plan.endpoints[0],
                        [{"role": "user", "content": plan.prompt.render(each.row.metadata)}],
                    ),
                }
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                n_requests += 1
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EndpointError(f"{path} cannot be written: {error.strerror}.") from error
    return n_requests


def read_results(
    pending: PendingRows, plan: RunPlan, path: Path, writer: Writer, tally: Tally
) -> Counter[str]:
    """Read answers back, store and parse them.

    Returns:
        How many lines were not used, by reason: `not-json`, or `not-pending` (answered
        before, or not of these rows, prompt and settings).

    Raises:
        SourceError: the file cannot be read.
    """
    config_id = plan.config_id
    wanted = {request_id(each.row.row_id, config_id, each.sample): each for each in _all(pending)}
    unused: Counter[str] = Counter()
    for _, text in read_lines(path, expected="batch results, one JSON object per line"):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            line = None
        if not isinstance(line, dict):
            unused["not-json"] += 1
            continue
        each = wanted.pop(str(line.get("custom_id")), None)
        if each is None:
            unused["not-pending"] += 1
            continue
        outcome = _outcome(line)
        completion = completion_of(each, outcome, plan, config_id)
        writer.put(completion)
        if isinstance(outcome, Failure):
            tally.failed[outcome.reason] += 1
        else:
            tally.prompt_tokens += outcome.prompt_tokens or 0
            tally.completion_tokens += outcome.completion_tokens or 0
            judge_completion(writer, tally, completion, each.row)
    return unused


def _outcome(line: dict[str, Any]) -> Reply | Failure:
    """Read one line's answer, or the error that stands in its place."""
    response = line.get("response")
    response = response if isinstance(response, dict) else {}
    status = response.get("status_code", 200)
    if not isinstance(status, int) or not 100 <= status < 600:  # noqa: PLR2004
        status = 200  # then the body must say more, or it is a bad reply
    reply = read_reply(response.get("body")) if status == 200 else None  # noqa: PLR2004
    if reply is not None:
        return reply
    error = line.get("error") or response.get("body") or "no answer in the line"
    reason = "bad-reply" if status == 200 else f"http-{status}"  # noqa: PLR2004
    return Failure(reason, json.dumps(error, ensure_ascii=False)[:300], 0.0, 1)


def _all(pending: PendingRows) -> Iterator[Pending]:
    pending.extend()
    while rows := pending.take(_CHUNK_ROWS):
        yield from rows

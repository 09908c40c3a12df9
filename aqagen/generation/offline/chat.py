"""The OpenAI chat protocol as the offline endpoint speaks it: pure functions, no network."""

import json
import time
from collections.abc import Mapping
from typing import Any

from aqagen.answers import LETTERS
from aqagen.generation.offline import FINGERPRINT
from aqagen.generation.offline.pool import MetadataError
from aqagen.generation.offline.writer import OfflineItem

__all__ = [
    "RefusalError",
    "completion_of",
    "error_of",
    "find_metadata",
    "item_text",
    "parse_body",
    "prompt_of",
]


_CHARACTERS_PER_TOKEN = 4
_DECODER = json.JSONDecoder(strict=False)
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class RefusalError(Exception):
    """A request that is answered with an error, as OpenAI words it.

    Args:
        status: HTTP status code.
        message: what a person reads.
        code: a stable code, where OpenAI has one.
        param: the part of the request's body that is wrong.
    """

    def __init__(
        self, status: int, message: str, code: str | None = None, param: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param


def error_of(refusal: RefusalError) -> dict[str, Any]:
    """Return the body of an error reply."""
    kind = "server_error" if refusal.status >= 500 else "invalid_request_error"  # noqa: PLR2004 - 5xx
    return {
        "error": {
            "message": refusal.message,
            "type": "rate_limit_error" if refusal.code == "rate_limit_exceeded" else kind,
            "param": refusal.param,
            "code": refusal.code,
        }
    }


def parse_body(raw: bytes) -> dict[str, Any]:
    """Return a chat request's body.

    Raises:
        RefusalError: 400, it is not a JSON object with a model and messages.
    """
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise RefusalError(400, "We could not parse the JSON body of your request.") from None
    if not isinstance(body, dict):
        raise RefusalError(400, "The body of a chat request is a JSON object.")
    if not isinstance(body.get("model"), str):
        raise RefusalError(400, "you must provide a model parameter", param="model")
    if not isinstance(body.get("messages"), list) or not body["messages"]:
        raise RefusalError(400, "Missing required parameter: 'messages'.", param="messages")
    if body.get("stream"):
        raise RefusalError(400, "The offline endpoint does not stream.", param="stream")
    return body


def prompt_of(body: Mapping[str, Any]) -> str:
    """Return the text of the last user message, its parts joined; empty when there is none."""
    for message in reversed(body["messages"]):
        if isinstance(message, dict) and message.get("role") == "user":
            return _text_of(message)
    return ""


def _text_of(message: object) -> str:
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "\n".join(text for text in texts if isinstance(text, str))


def find_metadata(prompt: str) -> dict[str, Any]:
    """Return the first JSON object in a prompt that is a row's metadata.

    It has a caption, or a question with its answer. An object with options is the example
    of the output format, never metadata.

    Raises:
        MetadataError: there is none.
    """
    start = prompt.find("{")
    while start >= 0:
        try:
            value, _ = _DECODER.raw_decode(prompt, start)
        except (ValueError, RecursionError):
            value = None  # a brace in the prompt's own text
        if (
            isinstance(value, dict)
            and "options" not in value
            and ("caption" in value or ("question" in value and "answer" in value))
        ):
            return value
        start = prompt.find("{", start + 1)
    raise MetadataError(
        "the last user message holds no metadata: expected a JSON object with a caption "
        "(TACOS), or with a question and its answer (Clotho-AQA)"
    )


def item_text(item: OfflineItem, *, bare: bool) -> str:
    """Return an item as a completion's text.

    Args:
        item: the item.
        bare: a JSON object alone, as a `response_format` asks for; otherwise the fenced list
            of the paper's output format.
    """
    say = _ENCODER.encode
    pairs = [
        f"{say(letter)}: {say(option)}"
        for letter, option in zip(LETTERS, item.options, strict=False)
    ]
    question, answer = say(item.question), say(LETTERS[item.answer_index])
    if bare:
        options = ", ".join(pairs)
        return f'{{"question": {question}, "options": {{{options}}}, "answer": {answer}}}'
    # Written out because json.dumps with an indent takes ten times as long.
    options = ",\n      ".join(pairs)
    return f"""```json
[
  {{
    "question": {question},
    "options": {{
      {options}
    }},
    "answer": {answer}
  }}
]
```"""


def completion_of(
    body: Mapping[str, Any], text: str, *, number: int, finish_reason: str = "stop"
) -> dict[str, Any]:
    """Return the body of a good reply.

    Tokens are estimated as a quarter of the characters. As other servers do, it gives `n`
    choices and cuts a text longer than `max_completion_tokens` or `max_tokens`.

    Args:
        body: the request's body.
        text: what the assistant says.
        number: the request's place in the order of arrival; makes the id.
        finish_reason: as the protocol names it.
    """
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    if isinstance(limit, int) and _tokens(text) > limit:
        text, finish_reason = text[: limit * _CHARACTERS_PER_TOKEN], "length"
    copies = body.get("n") if isinstance(body.get("n"), int) else 1
    sent = sum(_tokens(_text_of(message)) for message in body["messages"])
    said = _tokens(text) * (copies or 1)
    return {
        "id": f"chatcmpl-offline-{number}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": body["model"],
        "system_fingerprint": FINGERPRINT,
        "choices": [
            {
                "index": index,
                "message": {"role": "assistant", "content": text},
                "finish_reason": finish_reason,
            }
            for index in range(copies or 1)
        ],
        "usage": {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said},
    }


def _tokens(text: str) -> int:
    return -(-len(text) // _CHARACTERS_PER_TOKEN)

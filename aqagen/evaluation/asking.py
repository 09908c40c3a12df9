"""The endpoint predictor: questions with sound to any OpenAI-compatible endpoint."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Any

from aqagen.answers import chosen_option
from aqagen.curation.hearing import AudioForm, audio_part, clip_wav, length_s, silent_wav
from aqagen.evaluation.asks import Ask
from aqagen.evaluation.journal import Journal
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import PoolConfig
from aqagen.generation.questions import Asker, Questions, Rendered, UnaskableError
from aqagen.generation.tally import Tally
from aqagen.ids import content_id

__all__ = ["ask_endpoints", "endpoint_config_id"]


def endpoint_config_id(config: EndpointConfig, prompt_hash: str, hears: str, seed: int) -> str:
    """Return the id of what shapes answers: not the address, not the audio's form, no key."""
    return content_id(
        "evaluation",
        {
            "model": config.model,
            "prompt_hash": prompt_hash,
            # As text: canonical JSON spells floats in more than one way over time.
            "sampling": {name: repr(value) for name, value in asdict(config.sampling).items()},
            "hears": hears,
            "seed": seed,
        },
    )


class _Ears:
    """Renders questions; of the orders of one item the clip is read once."""

    def __init__(self, form: AudioForm) -> None:
        self._form: AudioForm = form
        self._last: tuple[tuple[str | None, bool], bytes] | None = None

    def render(self, ask: Ask) -> Rendered:
        """Return a message with the sound and the text.

        Raises:
            AudioUnusableError: there is nothing to be heard.
        """
        wav = self._wav(ask)
        content = [audio_part(wav, self._form), {"type": "text", "text": ask.prompt}]
        return Rendered(content, {}, len(ask.prompt), 2 * len(wav))

    def _wav(self, ask: Ask) -> bytes:
        key = (ask.audio_path, ask.silence)
        if self._last is None or self._last[0] != key:
            if ask.silence:
                wav = silent_wav(length_s(ask.audio_path, ask.item.duration_s))
            else:
                wav = clip_wav(ask.audio_path)
            self._last = (key, wav)
        return self._last[1]


async def ask_endpoints(
    asks: Sequence[Ask],
    endpoints: Sequence[EndpointConfig],
    pool: PoolConfig,
    form: AudioForm,
    journal: Journal,
    tally: Tally,
) -> None:
    """Ask what the journal has no answer to, and put every answer into it.

    Args:
        asks: all questions.
        endpoints: one or more addresses of the same model.
        pool: how hard to try.
        form: how the endpoint takes sound.
        journal: open.
        tally: the books.

    Raises:
        EndpointError: no endpoint can be used, or too many questions in a row failed.
        EvaluationError: the journal cannot be written.
    """
    pending = [ask for ask in asks if ask.key not in journal.said]
    tally.rows, tally.rows_known = len(asks), True
    tally.answered_before = len(asks) - len(pending)

    def keep(ask: Ask, rendered: Rendered, outcome: Reply | Failure) -> None:
        del rendered
        facts: dict[str, Any] = {
            "latency_ms": round(outcome.latency_ms, 1),
            "attempts": outcome.attempts,
        }
        if isinstance(outcome, Failure):
            journal.put(ask, None, f"{outcome.reason}: {outcome.detail}", facts)
            return
        facts |= {
            "finish_reason": outcome.finish_reason,
            "prompt_tokens": outcome.prompt_tokens,
            "completion_tokens": outcome.completion_tokens,
        }
        journal.put(ask, outcome.text, None, facts)

    def unaskable(ask: Ask, error: UnaskableError) -> None:
        journal.pass_over(ask, error.reason)

    def readable(text: str, ask: Ask) -> bool:
        return chosen_option(text, ask.item.options) is not None

    asker = Asker(_Ears(form).render, keep, unaskable, readable, _at_once)
    questions = Questions(asker, endpoints, pool, tally)
    tally.pool = questions.pool
    await questions.ask_all(_each(pending))


async def _at_once() -> None:
    await asyncio.sleep(0)


async def _each(asks: Sequence[Ask]) -> AsyncIterator[Ask]:
    for ask in asks:
        yield ask

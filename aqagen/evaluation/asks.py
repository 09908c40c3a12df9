"""What a system is asked: every item in K orders of its options, with the clip or a control."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aqagen.answer_prompt import AnswerPrompt
from aqagen.curation.probes import other_clip
from aqagen.curation.subjects import Subject, option_order
from aqagen.evaluation.benchmarks import Benchmark, BenchmarkItem

__all__ = ["Ask", "Hears", "plan_asks", "shown_order"]

# The clip, or one of the two controls: how much of a score needs the audio at all.
Hears = Literal["clip", "silence", "another-clip"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of one item.

    Attributes:
        order: the options' indices in the order shown.
        prompt: the text of the user's turn.
        audio_path: what is heard, or whose length the silence has.
        heard_clip_id: of another clip than the item's own.
        silence: zeros in place of the sound.
    """

    item: BenchmarkItem
    permutation: int
    order: tuple[int, ...]
    prompt: str
    audio_path: str | None
    heard_clip_id: str | None = None
    silence: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others: item id and permutation."""
        return self.item.item_id, self.permutation


def shown_order(item_id: str, n_options: int, permutation: int, seed: int) -> tuple[int, ...]:
    """Return the options' indices in the order that a permutation shows.

    The released order, turned by one place each time: after `n_options` permutations every option
    has stood once at every place. Further ones turn a random order.
    """
    base, turn = divmod(permutation, n_options)
    order = list(range(n_options))
    if base:
        order = option_order(f"{item_id}/{base}", n_options, 0, seed)
    return tuple(order[turn:] + order[:turn])


def plan_asks(
    benchmark: Benchmark,
    prompt: AnswerPrompt,
    permutations: int = 1,
    hears: Hears = "clip",
    seed: int = 0,
) -> list[Ask]:
    """Return everything that is asked, item by item.

    Args:
        benchmark: the items.
        prompt: the same template as in training.
        permutations: orders of the options per item.
        hears: the clip, silence of its length, or another clip of the benchmark.
        seed: decides further orders, and which other clip is heard.
    """
    return list(_asks(benchmark, prompt, permutations, hears, seed))


def _asks(
    benchmark: Benchmark, prompt: AnswerPrompt, permutations: int, hears: Hears, seed: int
) -> Iterator[Ask]:
    others = _clips_there(benchmark.items) if hears == "another-clip" else {}
    clip_ids = sorted(others)
    for item in benchmark.items:
        for permutation in range(permutations):
            order = shown_order(item.item_id, len(item.options), permutation, seed)
            text = prompt.render(item.question, [item.options[index] for index in order])
            place, heard = item.audio_path, None
            if hears == "another-clip":
                # The same for every order: it is the order that is to make the difference.
                heard = other_clip(_subject(benchmark, item), clip_ids, seed)
                place = others[heard] if heard else None
            yield Ask(item, permutation, order, text, place, heard, hears == "silence")


def _clips_there(items: Sequence[BenchmarkItem]) -> dict[str, str]:
    found = {item.clip_id: item.audio_path for item in items if item.audio_path}
    return {clip_id: path for clip_id, path in found.items() if Path(path).is_file()}


def _subject(benchmark: Benchmark, item: BenchmarkItem) -> Subject:
    return Subject(
        item.item_id, 0, benchmark.name, item.clip_id, item.question, item.options,
        item.answer_index or 0,
    )  # fmt: skip

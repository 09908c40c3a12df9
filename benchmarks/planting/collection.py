"""All that is planted: sound items, traps, items that people would argue about, and defects."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

# The modules that plant register themselves.
from planting import form, options, sets, sound_traps, truth  # noqa: F401
from planting.audio import AUDIO_CHECKS, SOUND_S, can_read_audio, plant_audio, sound_file
from planting.blind import BLIND
from planting.blind_sets import same_bytes
from planting.blind_traps import blind_traps
from planting.drafts import Draft, Planted, Wordings
from planting.fresh import FRESH
from planting.fresh_traps import fresh_traps
from planting.noise import noisy
from planting.registry import PLANTERS, Maker
from planting.scenes import real_events
from planting.sound_clotho import ClothoMaker, kind_of, read_questions
from planting.sound_tacos import TacosMaker
from planting.truth import plain_polarity, two_to_one
from planting.unseen import UNSEEN
from planting.unseen_traps import unseen_traps

__all__ = ["Collection", "Sizes", "collect", "make_maker"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many: sound items, planted ones by check, and by trap or grey group."""

    sound: int = 4_400
    per_check: int = 240
    per_group: int = 60


@dataclass(frozen=True, slots=True)
class Collection:
    sound: list[Draft]
    planted: list[Planted]


def make_maker(data: Path, rng: random.Random) -> Maker:
    """Read the real captions and questions; the folder holds `clotho_aqa/` and `tacos/`."""
    return Maker(TacosMaker(real_events(data)), ClothoMaker(read_questions(data), rng))


def collect(data: Path, seed: int, sizes: Sizes, audio: Path | None = None) -> Collection:
    """Build everything; the same seed and data give the same items.

    Args:
        data: the folder with the real questions and captions.
        seed: of all choices.
        sizes: how many of what.
        audio: an empty folder for made-up audio files; None leaves audio defects out.
    """
    rng = random.Random(seed)
    maker = make_maker(data, rng)
    halves = (Wordings(rng, heldout=False), Wordings(rng, heldout=True))
    sound = [*_sound(maker, halves, sizes.sound), *_groups(maker, halves, sizes.per_group)]
    planted = list(_planted(maker, halves, sizes.per_check))
    if audio and can_read_audio():
        for at in range(min(300, len(sound))):
            if sound[at].dataset == "tacos":
                path = sound_file(audio, rng, f"sound-{at}")
                sound[at] = replace(sound[at], audio_path=path, duration_s=SOUND_S)
        for check in AUDIO_CHECKS:
            planted += [
                plant_audio(maker, halves[number % 2], check, audio, number)
                for number in range(sizes.per_check)
            ]
        planted += [
            replace(same_bytes(maker, halves[1], audio, n), heldout=False)
            for n in range(sizes.per_check // 4)
        ]
    return Collection(sound, planted)


def _sound(maker: Maker, halves: tuple[Wordings, Wordings], n: int) -> Iterator[Draft]:
    """Yield sound items; no two ask the same of the same words."""
    seen: set[str] = set()
    while len(seen) < n:
        words = halves[len(seen) % 2]
        draft = maker.tacos.sound(words) if words.chance(0.55) else maker.clotho.sound(words)
        key = draft.question.lower()
        if key not in seen:
            seen.add(key)
            yield noisy(words, draft, strong=False)


def _groups(maker: Maker, halves: tuple[Wordings, Wordings], n: int) -> Iterator[Draft]:
    """Yield sound items at which a careless rule trips, and some that people would argue about."""
    makers: dict[str, Callable[[Wordings], Draft]] = {
        "trap: order": lambda words: sound_traps.order(maker.tacos, words),
        "trap: negation": lambda words: sound_traps.negated(maker.tacos, words),
        "trap: content": lambda words: sound_traps.content(maker.tacos, words),
        "trap: short question": lambda words: sound_traps.short(maker.tacos, words),
        "trap: number form": maker.clotho.forms,
        "trap: yes and no in other words": lambda words: plain_polarity(maker, words),
        "grey: two annotators to one": lambda words: maker.clotho.item(
            words, maker.clotho.take("grey", two_to_one)
        ),
        "grey: one question, two clips, one answer": lambda words: _asked_again(maker, words),
    }
    for name, make in makers.items():
        for number in range(n):
            yield replace(make(halves[number % 2]), group=name)
    yield from blind_traps(maker.tacos, halves[1])
    yield from fresh_traps(maker.tacos, halves[1])
    yield from unseen_traps(maker.tacos, halves[1])


def _asked_again(maker: Maker, words: Wordings) -> Draft:
    """Return an item with a question and an answer that another clip of the set has too."""
    asked = maker.clotho.take("again", lambda a: a.unanimous and kind_of(a.votes[0]) != "polarity")
    return maker.clotho.item(words, replace(asked, file_name=f"again {asked.file_name}"))


def _planted(maker: Maker, halves: tuple[Wordings, Wordings], n: int) -> Iterator[Planted]:
    for check, variants in PLANTERS.items():
        for variant, (make, decidable) in variants.items():
            for number in range(-(-n // len(variants))):
                words = halves[number % 2]
                made = make(maker, words)
                if isinstance(made, Draft):
                    made = Planted(check, variant, made)
                yield replace(
                    made, check=check, variant=variant, decidable=decidable,
                    heldout=False, draft=noisy(words, made.draft, strong=True),
                )  # fmt: skip
    # The older sets have been read by now: only the newest counts as held out.
    for kinds, heldout in ((BLIND, False), (FRESH, False), (UNSEEN, True)):
        for check, variants in kinds.items():
            for variant, (make, decidable) in variants.items():
                for _ in range(-(-n // len(variants))):
                    made = make(maker, halves[1])
                    made = Planted(check, variant, made) if isinstance(made, Draft) else made
                    yield replace(
                        made, check=check, variant=variant, decidable=decidable, heldout=heldout,
                        draft=noisy(halves[1], made.draft, strong=True),
                    )  # fmt: skip

"""Wordings, read since, of defects of truth, and of leaks, on clips with captions."""

import re
from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker

__all__ = ["CLIP"]

# A caption; ways to say the same in nearly its words; ways that take knowledge of the language.
_SCENES = (
    ("A dog barks in the distance.", ("A dog barking far away, in the distance",
     "Distant barking of a dog", "The dog barks"), ("A canine in the distance",)),
    ("A man speaks through a loudspeaker.", ("A man speaking over a loudspeaker",
     "Speech of a man through a loudspeaker", "A loudspeaker through which a man speaks"),
     ("A male announcement over the PA",)),
    ("Rain falls heavily on a tin roof.", ("Heavy rain falling on a tin roof",
     "Rain on a roof of tin", "Rain that falls heavily"), ("A downpour drumming on sheet metal",)),
    ("A wooden door creaks open slowly.", ("The slow creaking of a wooden door",
     "A door creaking as it opens slowly", "A wooden door that creaks"), ("Squeaky hinges",)),
    ("Church bells ring several times.", ("Church bells ringing several times",
     "The ringing of church bells", "Several rings of a church bell"), ("Chimes from a steeple",)),
    ("A motorcycle accelerates and drives away.", ("A motorcycle accelerating and driving away",
     "A motorcycle that drives away", "The accelerating of a motorcycle"),
     ("A motorbike speeds off",)),
    ("A baby cries while a woman hums.", ("A baby crying while a woman hums",
     "A baby that cries", "The cry of a baby as a woman hums"), ("An infant in tears",)),
    ("Waves crash against the rocks.", ("Waves crashing on the rocks",
     "The crash of waves against rocks", "Waves that crash"), ("Surf hitting the shore",)),
    ("Someone types on a mechanical keyboard.", ("Typing on a mechanical keyboard",
     "Someone typing on a keyboard", "A mechanical keyboard being typed on"), ("Office work",)),
    ("A helicopter hovers overhead.", ("A hovering helicopter overhead",
     "A helicopter that hovers overhead", "A helicopter, hovering"), ("A rotorcraft above",)),
    ("An acoustic guitar is strummed softly.", ("Soft strumming of an acoustic guitar",
     "An acoustic guitar strummed softly", "Someone softly strumming a guitar"),
     ("Gentle chords on a six-string",)),
    ("A crowd cheers and claps.", ("A cheering and clapping crowd", "Cheers and claps of a crowd",
     "Clapping and cheering by a crowd"), ("Spectators applauding",)),
    ("A frog croaks near a pond.", ("The croaking of a frog near a pond", "A croaking frog",
     "A frog croaking by a pond"), ("An amphibian calling",)),
    ("A kettle whistles on the stove.", ("A whistling kettle on the stove",
     "The whistle of a kettle", "A kettle that whistles"), ("Water coming to the boil",)),
    ("A horse gallops on gravel.", ("A horse galloping over gravel", "A galloping horse",
     "The gallop of a horse on gravel"), ("Hoofbeats on small stones",)),
    ("A glass bottle shatters on the floor.", ("The shattering of a glass bottle on the floor",
     "A bottle of glass shattering", "A glass bottle that shatters"), ("Something breaks",)),
)  # fmt: skip
_ASKS = (
    "What can be heard in the audio clip?", "Which of the following sounds is present?",
    "Which sound event occurs in this recording?", "What is heard in the recording?",
    "Based on the audio, which sound is present in the scene?", "Identify the sound in the clip?",
    "Which sound is featured in this audio?", "What sound do you hear in this clip?",
    "Which description matches something in the audio?", "Which of these events takes place?",
    "What is audible in this segment?", "Which sound is part of this soundscape?",
)  # fmt: skip
_SPANS = (
    ((0.0, 5.0), (0.0, 5.0)),
    ((1.0, 9.0), (3.0, 4.5)),
    ((2.0, 6.5), (4.0, 12.0)),
    ((6.0, 8.0), (0.5, 20.0)),
    ((3.0, 9.0), (2.0, 5.0)),
    ((0.5, 15.0), (10.0, 18.0)),
)


def _true_too(make: Maker, words: Wordings, *, near: bool, overlap: bool = True) -> Draft:
    first, other, *rest = words.rng.sample(_SCENES, 4)
    said = words.rng.choice(other[1] if near else other[2])
    texts = [words.rng.choice(scene[1]) for scene in (first, *rest)]
    draft = make.tacos.sound(words)
    one, two = words.rng.choice(_SPANS) if overlap else ((1.0, 5.0), (11.0, 16.0))
    told = {"time_suspect": False}
    beside = (
        draft.metadata | {"caption": other[0]},
        told | {"onset_s": two[0], "offset_s": two[1]},
    )
    draft = replace(
        draft, metadata=draft.metadata | {"caption": first[0]}, beside=(beside,),
        facts=told | {"onset_s": one[0], "offset_s": one[1]}, question=words.rng.choice(_ASKS),
        options=(texts[0], said, *texts[1:3]), answer_index=0, spots=frozenset({0, 2}),
    )  # fmt: skip
    return words.shuffled(draft)


def true_near(make: Maker, words: Wordings) -> Draft:
    return _true_too(make, words, near=True)


def true_far(make: Maker, words: Wordings) -> Draft:
    return _true_too(make, words, near=False)


def true_later(make: Maker, words: Wordings) -> Draft:
    """True at another time of the clip, of which the question does not speak."""
    return _true_too(make, words, near=True, overlap=False)


# A question; {} is the caption, which is the right option too.
_GIVEN = (
    "What is heard in this clip ({})?", "{}. What can be heard?", "Which option says: {}?",
    "What do you hear? (Hint: {})", "What sound is it, for example {}?", "What occurs? Answer: {}",
    "In an audio clip where {}, what is the main sound event?", "You hear that {}. What is it?",
    "Which sound, such as {}, is present in the audio?", "Can you hear how {}, or something else?",
    "What best describes the audio, in which {}?", "Audio: {} Question: what takes place in it?",
    "Why is it clear that {} is what happens in the recording?", "Is it so that {}, or not?",
    "The scene, where clearly {}, contains which of the following sounds?",
)  # fmt: skip


def leak(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    said = draft.answer.rstrip(".")
    text = words.rng.choice(_GIVEN).replace("{}", said[0].lower() + said[1:])
    draft = draft.with_question(text[0].upper() + text[1:])
    return replace(draft, spots=draft.spots | {draft.answer_index + 1})


# What one word of a caption is turned into, so that it says another thing.
_SWAPS = {
    "man": "woman", "woman": "man", "male": "female", "female": "male", "loud": "quiet",
    "loudly": "quietly", "quietly": "loudly", "softly": "loudly", "slowly": "quickly",
    "quickly": "slowly", "once": "five times", "twice": "four times", "three": "seven",
    "four": "two", "five": "two", "six": "three", "increases": "decreases", "open": "shut",
    "continuously": "only once", "outdoors": "indoors", "heavy": "light", "people": "birds",
    "dog": "cat", "car": "boat", "rain": "hail", "distance": "foreground", "faintly": "loudly",
    "nearby": "far away", "water": "sand", "deep": "high", "high": "low", "starts": "stops",
    "repeatedly": "just once", "bird": "cow", "birds": "cows", "piano": "trumpet", "wind": "fire",
    "engine": "violin", "door": "window", "children": "dogs", "person": "horse",
    "guitar": "drum", "bell": "whistle", "laugh": "cry", "fades": "grows", "wood": "glass",
    "metal": "rubber", "metallic": "wooden", "music": "speech", "speaks": "sings",
    "repeated": "single", "frequently": "never", "full": "low",
}  # fmt: skip


def one_word(make: Maker, words: Wordings) -> Draft:
    """A distractor is the caption; the key differs from it by a word that matters."""
    for _ in range(500):
        draft = make.tacos.present(words)
        told = re.findall(r"\w+", draft.answer.lower())
        found = [word for word in told if word in _SWAPS]
        if found:
            break
    old = words.rng.choice(found)
    wrong = re.sub(rf"(?i)\b{old}\b", _SWAPS[old], draft.answer, count=1)
    true, at = draft.answer, words.rng.choice(draft.wrong)
    return draft.with_option(at, true).with_option(draft.answer_index, wrong)


_ADDS = (
    ", then an explosion follows", ", and a child starts to scream", ", while a phone rings",
    ", before a gunshot is fired", ", until someone shouts in anger", ", over a techno beat",
    " as a choir sings along", ", and the audience applauds", " after a glass breaks",
    ", in a church with an organ playing", " while two cats fight", ", followed by an alarm clock",
    ", accompanied by thunder and hail", " and a dentist's drill whines", " next to a racing train",
)  # fmt: skip
_DENIES = (
    "No sound of this kind", "Complete silence from start to end", "Nothing but static",
    "An empty room without a sound", "Only the hum of the recorder", "No audible event at all",
)  # fmt: skip


def made_up(make: Maker, words: Wordings) -> Draft:
    """The key adds what no caption says; a distractor keeps to the caption."""
    draft = make.tacos.present(words)
    at, plain = words.rng.choice(draft.wrong), draft.answer.rstrip(".")
    stop = "." if draft.answer.endswith(".") else ""
    key = plain + words.rng.choice(_ADDS) + stop
    return draft.with_option(at, plain + stop).with_option(draft.answer_index, key)


def denied(make: Maker, words: Wordings) -> Draft:
    """The key says that there is nothing; a distractor says what the caption says."""
    draft = make.tacos.present(words)
    at, true = words.rng.choice(draft.wrong), draft.answer
    return draft.with_option(at, true).with_option_like(
        draft.answer_index, words.rng.choice(_DENIES)
    )


def moved(make: Maker, words: Wordings) -> Draft:
    """The key is another scene's; a distractor says the caption in other order or form."""
    first, *rest = words.rng.sample(_SCENES, 4)
    draft = make.tacos.sound(words)
    texts = [words.rng.choice(scene[1]) for scene in (rest[0], first, *rest[1:])]
    draft = replace(
        draft, metadata=draft.metadata | {"caption": first[0]}, beside=(), answer_index=0,
        question=words.rng.choice(_ASKS), options=tuple(texts), spots=frozenset({0, 1, 2}),
    )  # fmt: skip
    return words.shuffled(draft)


def not_said(make: Maker, words: Wordings) -> Draft:
    """No option says the caption: words cannot rule out that the key is another name of it."""
    first, *rest = words.rng.sample(_SCENES, 5)
    draft = make.tacos.sound(words)
    texts = [words.rng.choice(scene[1]) for scene in rest]
    draft = replace(
        draft, metadata=draft.metadata | {"caption": first[0]}, beside=(), answer_index=0,
        question=words.rng.choice(_ASKS), options=tuple(texts), spots=frozenset({0, 1}),
    )  # fmt: skip
    return words.shuffled(draft)


Plant = Callable[[Maker, Wordings], Draft]
CLIP: dict[str, dict[str, tuple[Plant, bool]]] = {
    "distractor-true-in-clip": {
        "blind: in like words": (true_near, True), "blind: in other words": (true_far, False),
        "blind: at another time": (true_later, False),
    },
    "answer-leak": {"blind: the caption": (leak, True)},
    "ungrounded-answer": {
        "blind: one word": (one_word, True), "blind: made up": (made_up, True),
        "blind: denied": (denied, True), "blind: moved": (moved, True),
        "blind: not said": (not_said, False),
    },
}  # fmt: skip

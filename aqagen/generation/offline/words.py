"""What the offline endpoint knows about words: stems, families, numbers.

Just enough to keep a wrong option from being true of the clip. It errs on the side of
calling two words related, for that only costs one candidate among many.
"""

import re
from functools import lru_cache
from itertools import chain

__all__ = ["GENERAL", "content_words", "number_of", "split_name", "word_set"]

_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:x|times?)?")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as they stand."""
    return frozenset(text.split())


_STOP = word_set(
    """
    a about above across after again against all along also am among an and another any are as at
    away back be because been before behind being below beside between both but by can clip could
    did do does doing down during each either else etc ever few file for from further get gets had
    has have having he hear heard her here him his how i if in into is it its just like make makes
    making me more most much my near nearby no nor not of off on once one only onto or other our
    out over own per quite s same several she so some something sound sounding sounds still such t
    than that the their them then there these they this those through to together too toward
    towards under until up upon us very via was way we were what when where which while who whom
    why will with within without would you your audio recording recorded wav mp
    """
)

# Words that say little by themselves: true of nearly any clip, so never a wrong answer.
GENERAL = word_set(
    """
    ambience ambient animal anything background device distance echo environment event everything
    foreground inside indoors item liquid loud loudly low machine many material maybe medium
    movement nature no nobody noise none normal nothing object outdoor outdoors outside person
    quiet quietly silence silent soft softly someone something sound thing unclear unknown unsure
    vehicle various weather yes
    """
)

# Words of one line may be true of one clip together: rain is water, a crow is a bird.
_FAMILIES = (
    """water rain rainfall rainy drizzle wave ocean sea river stream creek brook waterfall fountain
    liquid drip drop splash pour faucet tap sink shower bath bathe toilet puddle drain flush wet
    boil beach shore swim pool pond waterflow underwater bubble""",
    """bird birdsong chirp tweet crow parrot duck goose geese seagull gull owl pigeon sparrow
    rooster chicken hen squawk caw quack cluck cock turkey animal wildlife""",
    """person people human man men woman women male female child children kid boy girl baby adult
    voice vocal speech speak speaker talk chat chatter converse conversation discussion shout yell
    laugh laughter cry scream sing singer narrator announce announcement announcer crowd audience
    cheer clap applause applaud cough sneeze breath breathe whisper walk footstep step run jog
    foot feet shoe boot stair lady guy mouth murmur meeting""",
    """car truck lorry bus van vehicle traffic engine motor motorcycle motorbike bike moped drive
    road street highway horn honk brake tire rev accelerate exhaust tractor race scooter""",
    "train subway metro tram rail railway railwaystation station track locomotive vehicle",
    "airplane aeroplane plane aircraft jet helicopter airport flight propeller vehicle",
    "boat ship ferry water sea",
    "wind windy blow breeze gust storm stormy weather",
    "thunder thunderstorm lightning storm stormy rain weather",
    "rain rainy snow storm weather wet",
    """music musical guitar piano drum flute violin organ melody song instrument synthesizer synth
    orchestra band bass trumpet saxophone tune chord cymbal xylophone tambourine sing""",
    """machine machinery motor engine saw sander chainsaw drill hammer jackhammer tool lawnmower
    mower generator fan grinder mixer blender pump compressor vacuum factory industrial construction
    mechanical equipment appliance dryer washer""",
    "insect cricket cicada bee fly mosquito locust grasshopper animal wildlife",
    "dog puppy bark howl growl animal",
    "cat kitten meow purr animal",
    "frog toad croak animal wildlife",
    "cow sheep goat pig horse donkey lion bear elephant monkey moo bleat gallop animal",
    "bell chime ring church clock alarm telephone phone ringtone",
    "siren ambulance police emergency alarm firetruck",
    "door gate lock key hinge knock slam",
    "plate dish cup glass cutlery silverware utensil kitchen cook eat chew food fry",
    "paper book page newspaper write pen pencil",
    "fire burn campfire match",
    "firework explosion explode gunshot shoot gun bang",
)


_SHORT = 3  # a stem is no shorter: "ring" is not "r", "ties" is not "ty"


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORT + 1:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _stem(word: str) -> str:
    """Cut the endings that make one word look like two: plural, -ing, -ed, -ly, -er, -y, -e."""
    word = _singular(word)
    for ending in ("ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORT and re.search("[aeiouy]", rest):
            word = rest[:-1] if re.search(r"([bdgmnprt])\1$", rest) else rest
            break
    if word.endswith("er") and len(word) > _SHORT + 2:
        word = word.removesuffix("er")
    return word[:-1] if len(word) > _SHORT and word[-1] in "ey" else word


def _families() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_FAMILIES):
        for word in line.split():
            stem = _stem(word)
            table[stem] = (*table.get(stem, ()), f"#{number}")
    return table


_FAMILY_OF = _families()


@lru_cache(maxsize=100_000)
def _marks(word: str) -> tuple[str, ...]:
    """Return the stem of a word and its families (`#3`); nothing for a stop word."""
    if word in _STOP:
        return ()
    stem = _stem(word)
    return (stem, *_FAMILY_OF.get(stem, ()))


# A clip's captions come one after the other, each with the same long description.
@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Return the stems of a text's content words and the families they belong to.

    Two texts whose sets are disjoint share no content word, up to plural and the like.
    """
    return frozenset(chain.from_iterable(map(_marks, _WORD.findall(text.casefold()))))


def split_name(file_name: str) -> str:
    """Return a file name with its joined words apart: `DogBarks_2.wav` says dog and barks."""
    return _CAMEL.sub(" ", file_name.replace("_", " "))


def _numbered(words: str, first: int, step: int) -> dict[str, int]:
    """Number words in order; those joined by a slash have the same number."""
    return {
        word: first + step * place
        for place, same in enumerate(words.split())
        for word in same.split("/")
    }


_UNITS = _numbered(
    """zero/none/never one/once/single two/twice/couple/pair three/thrice four five six seven eight
    nine ten eleven twelve/dozen thirteen fourteen fifteen sixteen seventeen eighteen nineteen""",
    first=0,
    step=1,
)
_TENS = _numbered("twenty thirty forty/fourty fifty sixty seventy eighty ninety", first=20, step=10)


def number_of(text: str) -> float | None:
    """Return the number that a short answer names: `two`, `2`, `2times`, `twice`, `twentyone`.

    None when it names none.
    """
    text = text.strip().rstrip(",;. ").casefold()
    digits = _DIGITS.fullmatch(text)
    if digits:
        return float(digits.group(1))
    word = re.sub(r"^an? |[\s-]+", "", text)
    word = re.sub(r"(?<=.)times?$", "", word)
    if word in _UNITS:
        return float(_UNITS[word])
    if word in {"hundred", "onehundred"}:
        return 100.0
    for tens, value in _TENS.items():
        unit = word.removeprefix(tens)
        if unit == word:
            continue
        if not unit:
            return float(value)
        if unit in _UNITS:
            return float(value + _UNITS[unit])
    return None

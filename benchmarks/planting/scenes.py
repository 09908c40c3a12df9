"""What can be heard: sources of sound and what they do, as captions and options say it."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from planting.drafts import Wordings

__all__ = ["FAMILIES", "HELDOUT_THINGS", "SEEN_THINGS", "THINGS", "Event", "Thing", "families_of",
           "gerund", "real_events"]  # fmt: skip

# Words by which a family of sounds is known in a caption that somebody else wrote.
FAMILIES = {
    "breath": "breath breathing breathe", "cough": "cough coughs coughing", "water": "water waves",
    "lawnmower": "lawnmower", "drill": "drill", "guitar": "guitar",
    "speech": "talk talks talking speaking speaks narrator voices voice man woman people human",
    "laugh": "laugh laughs laughter", "siren": "siren ambulance", "chicken": "chicken",
    "horn": "horn honks", "rain": "rain raining", "steps": "footsteps", "fan": "fan",
    "applause": "clapping applause cheering cheers", "road": "traffic vehicles trucks truck car "
    "cars street", "saxophone": "saxophone", "bell": "bell bells chimes", "hammer": "hammer nails "
    "hammering anvil", "parrot": "parrot", "bird": "bird birds chirps crow", "engine": "engine",
    "wind": "wind", "fly": "fly", "beep": "beep", "piano": "piano", "clock": "clock",
    "chainsaw": "chainsaw", "dog": "dog", "fire": "fire", "typewriter": "typewriter",
    "gate": "gate", "cat": "cat", "cow": "cow", "horse": "horse", "rooster": "rooster",
    "frog": "frog", "door": "door", "train": "train", "plane": "airplane", "thunder": "thunder",
    "drum": "drum", "violin": "violin", "flute": "flute", "baby": "baby", "phone": "phone",
    "saw": "saw", "kettle": "kettle", "insect": "cricket", "boat": "boat", "owl": "owl",
    "sheep": "sheep", "vacuum": "vacuum", "blender": "blender", "zipper": "zipper", "coin": "coin",
    "glass": "glass", "printer": "printer", "helicopter": "helicopter", "goat": "goat goats",
    "pig": "pig pigs", "donkey": "donkey", "duck": "duck ducks", "coyote": "coyote wolf wolves",
    "turkey": "turkey", "trumpet": "trumpet", "accordion": "accordion", "cello": "cello",
    "motorcycle": "motorcycle motorbike", "tractor": "tractor", "tram": "tram",
    "snowplow": "snowplow plow", "grinder": "grinder", "sewing": "sewing",
    "washer": "washing washer dishwasher", "alarm": "alarm", "foghorn": "foghorn",
    "faucet": "faucet sink", "toaster": "toaster", "chair": "chair", "marble": "marble",
    "stapler": "stapler", "key": "key keys keyring", "child": "toddler child children kid kids",
    "choir": "choir sing sings singing singer song",
}  # fmt: skip

# Families that one clip may name both without either being wrong.
_ALIKE = ({"road", "engine", "horn", "siren", "lawnmower", "chainsaw", "drill", "saw", "fan",
           "motorcycle", "tractor", "tram", "snowplow", "grinder", "foghorn"},
          {"bell", "clock", "phone", "beep", "alarm", "siren"},
          {"bird", "parrot", "owl", "chicken", "rooster", "duck", "turkey"},
          {"speech", "laugh", "applause", "breath", "cough", "baby", "child", "choir"},
          {"water", "rain", "boat", "faucet", "washer"}, {"door", "gate", "chair"},
          {"fly", "insect"}, {"hammer", "steps", "drum"}, {"dog", "coyote"}, {"sheep", "goat"},
          {"horse", "donkey"}, {"violin", "cello"}, {"trumpet", "saxophone"}, {"coin", "key"},
          {"train", "tram"}, {"vacuum", "washer"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """A source of sound: its name, its kind, and what it may do (infinitives)."""

    family: str
    name: str
    kind: str
    deeds: tuple[str, ...]

    @property
    def bare(self) -> str:
        return re.sub(r"^an? ", "", self.name)


_SEEN = """
dog|a dog|animal|bark growl whine howl pant
cat|a cat|animal|meow hiss purr yowl scratch
cow|a cow|animal|moo graze stomp snort chew
horse|a horse|animal|neigh gallop snort trot chew
rooster|a rooster|animal|crow cluck flap peck scratch
frog|a frog|animal|croak splash ribbit jump chirp
owl|an owl|animal|hoot screech flap call chatter
sheep|a sheep|animal|bleat chew cough stomp graze
door|a door|household object|creak slam rattle close squeak
kettle|a kettle|household object|whistle boil rattle hiss click
train|a train|vehicle|rumble screech whistle brake depart
plane|an airplane|vehicle|roar land pass climb taxi
boat|a boat|vehicle|creak chug splash dock drift
helicopter|a helicopter|vehicle|hover land circle roar descend
piano|a piano|instrument|play resonate stop accelerate pause
violin|a violin|instrument|play tremble stop screech pause
flute|a flute|instrument|play trill stop whistle pause
drum|a drum|instrument|roll boom stop pulse pause
baby|a baby|person|cry babble giggle scream hiccup
phone|a phone|device|ring vibrate buzz beep click
printer|a printer|device|hum whir click jam feed
vacuum|a vacuum cleaner|device|hum roar whine stop rattle
blender|a blender|device|whir grind stop pulse rattle
saw|a saw|tool|scrape grind cut buzz stop
drill|a drill|tool|whir grind stop buzz screech
hammer|a hammer|tool|pound tap strike clang drop
siren|a siren|warning signal|wail fade rise stop blare
bell|a bell|warning signal|ring toll chime clang stop
zipper|a zipper|small object|open close slide catch rip
coin|a coin|small object|drop roll spin clink bounce
"""
_HELDOUT = """
goat|a goat|animal|bleat grunt stamp munch sneeze
pig|a pig|animal|oink squeal snuffle chew splash
donkey|a donkey|animal|bray snort stamp trot
duck|a duck|animal|quack splash gobble flutter
bird|a crow|animal|caw peck rattle flutter
coyote|a coyote|animal|howl yelp whimper yip snarl
turkey|a turkey|animal|gobble cluck scratch hiss
guitar|a guitar|instrument|twang squeak fade jangle
saxophone|a saxophone|instrument|wail squeak honk growl
trumpet|a trumpet|instrument|blare toot wail sputter
accordion|an accordion|instrument|wheeze drone squeak swell
cello|a cello|instrument|drone sigh swell scratch
motorcycle|a motorcycle|vehicle|sputter idle backfire accelerate
tractor|a tractor|vehicle|chug idle sputter reverse
tram|a tram|vehicle|clatter squeal glide halt
snowplow|a snowplow|vehicle|scrape rumble beep reverse
lawnmower|a lawnmower|tool|drone stutter stall roar
chainsaw|a chainsaw|tool|snarl idle stutter roar
grinder|an angle grinder|tool|whine shriek hum stutter
sewing|a sewing machine|device|clatter tick purr jam
washer|a washing machine|device|slosh spin drain thump
typewriter|a typewriter|device|clack ding click rattle
alarm|a smoke alarm|warning signal|chirp beep shriek pulse
foghorn|a foghorn|warning signal|bellow drone honk groan
clock|a clock|household object|tick chime strike whir
faucet|a faucet|household object|drip gush sputter gurgle
toaster|a toaster|household object|pop click tick crackle
chair|a rocking chair|household object|creak groan thump scrape
marble|a marble|small object|roll clack skitter plop
stapler|a stapler|small object|click crunch snap jam
key|a keyring|small object|jingle rattle scrape drop
child|a toddler|person|shriek chatter sob sneeze
choir|a choir|person|hum chant sing whisper
"""


def _things(lines: str) -> tuple[Thing, ...]:
    rows = (line.split("|") for line in lines.strip().splitlines())
    return tuple(Thing(family, name, kind, tuple(deeds.split()))
                 for family, name, kind, deeds in rows)  # fmt: skip


SEEN_THINGS, HELDOUT_THINGS = _things(_SEEN), _things(_HELDOUT)
THINGS = SEEN_THINGS + HELDOUT_THINGS

_MANNERS = (
    ("loudly", "softly in the distance", "repeatedly", "for several seconds", "nearby", "slowly",
     "again and again", "with short pauses", "at a distance", "in quick bursts", "faintly",
     "without a break", "in the foreground", "at irregular intervals", "with growing intensity",
     "very close by"),
    ("at full volume", "barely audibly", "every few seconds", "in a steady rhythm",
     "from another room", "for just a moment", "all through the recording",
     "now louder, now quieter", "off to one side"),
)  # fmt: skip
_TIMES = ("once", "twice", "three times", "four times", "five times", "six times")


@dataclass(frozen=True, slots=True)
class Event:
    """One sound of a clip.

    Attributes:
        clause: what a caption says, in lower case and without a full stop.
        thing: its source, when it was made up here; real captions have none.
        deed: what the source does, an infinitive.
        manner: how, or how often.
    """

    families: frozenset[str]
    clause: str
    thing: Thing | None = None
    deed: str = ""
    manner: str = ""

    def clashes(self, families: frozenset[str]) -> bool:
        """Say whether a clip with these families may hold this event, whatever it is called."""
        if not self.families or self.families & families:
            return True
        return any(self.families & alike and families & alike for alike in _ALIKE)


def third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def gerund(verb: str) -> str:
    if verb.endswith("e"):
        return verb[:-1] + "ing"
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb)
    return verb + (verb[-1] if short else "") + "ing"


def families_of(text: str) -> frozenset[str]:
    words = set(re.findall(r"[a-z]+", text.lower()))
    return frozenset(name for name, known in FAMILIES.items() if words & set(known.split()))


def real_events(data: Path) -> list[Event]:
    """Read the real captions, those without a known family left out."""
    with (data / "tacos" / "captions_sample.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"].strip().rstrip(".") for row in csv.DictReader(file)]
    events = [Event(families_of(text), text[0].lower() + text[1:]) for text in texts]
    return [event for event in events if event.families]


def made_event(words: Wordings, thing: Thing | None = None, *, counted: bool = False) -> Event:
    """Make up an event: a source, what it does, and how or how often."""
    thing = thing or words.pick(SEEN_THINGS, HELDOUT_THINGS)
    deed = words.rng.choice(thing.deeds)
    manner = words.rng.choice(_TIMES) if counted else words.pick(*_MANNERS)
    form = words.pick(
        ("{0} {1} {3}", "{0} is {2} {3}", "{0} {2} {3}", "{0} can be heard {2} {3}"),
        ("{0} is heard as it {1} {3}", "{0} is audible, {2} {3}", "{0} has been {2} {3}",
         "{0} {1}, {3}"),
    )  # fmt: skip
    clause = form.format(thing.name, third(deed), gerund(deed), manner)
    return Event(frozenset({thing.family}), clause, thing, deed, manner)

"""Things that sound, by kind, to tell when one is named of which nothing else is said.

Of each kind: its names, and beginnings of words that may mean one of them, or what it does. Those
are many on purpose: only where none of them is there is a thing surely another. Things that may be
part of anything (water, metal, an engine), and people, are no names here, but hints.
"""

__all__ = ["ASIDE", "ASKS_ASIDE", "HINTS", "NAME", "NAMED_BEFORE", "NAMES", "foreign"]

_ANIMAL = "animal creature mammal beast pet wild farm barn livestock herd zoo pack"
_BIRD = (
    "bird fowl poultry chick hen rooster cock crow gull duck goose geese owl parrot pigeon sparrow "
    "swan turkey dove raven hawk eagle cuckoo chirp tweet twitter call caw cluck coo crow hoot "
    "quack sing song screech squawk gobbl peck honk flock flap wing feather egg nest"
)
_VEHICLE = (
    "vehicle car auto truck lorr bus van train tram subway metro rail motor engine bike cycle "
    "scooter moped traffic road street highway driv rev idl horn honk beep brak tire tyre wheel "
    "accelerat pass race racing siren ambulance police emergency transport commut ride plow plough "
    "tractor machine diesel exhaust station"
)
_PLANE = "plane aircraft airport jet helicopter propell rotor fly flies flight engine motor drone"
_BELL = (
    "bell ring rang chim toll gong church clock tower alarm alert phone telephone mobile cell call "
    "ding dong strik tick watch timer beep cowbell jingl metal signal buzz vibrat siren notif"
)
_MUSIC = (
    "music instrument melod tune song play band orchestra concert perform string note chord tone "
    "solo sing rhythm beat sound check keyboard organ tun pluck strum bow blow brass wind wood"
)
_MACHINE = (
    "machine machin motor engine tool device appliance electr power equipment hum whir buzz drone "
    "mechanic grind cut construction work build repair kitchen clean household"
)
_PEOPLE = (
    "person people human man woman men women boy girl child kid baby toddler crowd audience group "
    "someone somebody everyone male female guy lady adult speaker announcer narrator singer "
    "voice vocal speech speak spoke talk conversation convers chat say said tell told laugh giggl "
    "chuckl sing song shout yell scream shriek whisper cough sneez snor breath throat cry cries "
    "sob weep cheer applau clap radio television tv broadcast lecture crowd announc commentat "
    "interview party meeting school restaurant bar market host clerk teacher"
)
_SMALL = "metal object drop fall fell roll rattl jingl clink clatter clank toss shak bounc hit"

# Names with a bar behind the last, then beginnings of other words that may mean one of them.
_KINDS = (
    f"dog puppy hound coyote wolf fox | wolves canine pup bark howl growl woof yelp {_ANIMAL}",
    f"cat kitten lion tiger leopard | feline meow mew purr hiss roar yowl {_ANIMAL}",
    f"cow bull calf bison | cattle moo bellow bovine ox cowbell bell {_ANIMAL}",
    (f"horse pony donkey mule zebra | neigh whinn bray hoof hooves hoove gallop trot carriage rid "
    f"snort stable equine {_ANIMAL}"),
    f"sheep lamb goat | bleat baa flock bell {_ANIMAL}",
    f"pig hog boar piglet | oink grunt squeal snort swine {_ANIMAL}",
    f"frog toad | croak ribbit amphibian pond swamp {_ANIMAL}",
    f"elephant monkey ape bear seal whale dolphin | trumpet roar primate growl bark {_ANIMAL}",
    (f"rooster chicken hen duck goose geese owl parrot pigeon sparrow swan turkey dove raven hawk "
    f"eagle cuckoo seagull gull crow bird | {_BIRD} {_ANIMAL}"),
    (f"bee wasp mosquito cricket cicada grasshopper | insect bug fly flies buzz chirp swarm hive "
    f"locust hum drone {_ANIMAL}"),
    f"train tram locomotive | {_VEHICLE}",
    (f"car truck bus lorry van motorcycle motorbike scooter ambulance tractor snowplow taxi jeep | "
    f"{_VEHICLE}"),
    f"airplane aeroplane helicopter jet | air {_PLANE}",
    ("boat ship ferry foghorn canoe | vessel sail harbo port sea ocean water wave row paddle "
    "dock fog horn engine motor yacht"),
    "siren | alarm alert ambulance police emergency fire warn signal wail vehicle",
    f"bell telephone phone doorbell gong clock | {_BELL}",
    f"alarm | {_BELL} warn smoke car",
    f"piano organ accordion harmonica keyboard synthesizer | typ key {_MUSIC}",
    f"guitar violin cello banjo harp ukulele viola | {_MUSIC}",
    f"flute trumpet saxophone trombone clarinet oboe bagpipe tuba | horn whistl pip {_MUSIC}",
    f"drum cymbal tambourine xylophone marimba | percuss bang tap pound hit strik {_MUSIC}",
    ("choir singer | sing sang song vocal hum chant voice music chor people crowd person man woman "
    "men women child melod"),
    "baby infant toddler | child kid bab cry cri newborn girl boy human person laugh giggl scream",
    "kettle teapot | boil water steam whistl pot stove kitchen cook hiss bubbl tea",
    (f"toaster microwave blender mixer dishwasher fridge refrigerator oven | {_MACHINE} food cook "
    f"beep ding fan pop toast"),
    (f"printer typewriter photocopier scanner stapler | {_MACHINE} typ key paper office print copi "
    f"stap fax click"),
    f"vacuum hoover | {_MACHINE} suction suck",
    f"lawnmower mower chainsaw hedgetrimmer | {_MACHINE} lawn grass garden mow saw wood tree",
    f"drill jackhammer grinder sander | {_MACHINE} saw hammer dentist wall wood metal",
    f"hammer axe | {_MACHINE} nail knock pound tap hit metal strik wood bang anvil chop",
    f"washer dryer | {_MACHINE} wash laundr dry clothes spin water",
    ("faucet toilet shower | water tap sink flush drip drain bath pour splash run pipe pump liquid "
    "flow plumb kitchen gush trickl"),
    "zipper | zip bag jacket cloth open clos coat tent metal",
    f"coin marble dice keyring | coin key money chang {_SMALL}",
    "thunder | storm lightning rain weather rumbl sky boom",
    "gunshot firework | gun shot shoot fire bang explo boom burst blast weapon crack pop",
    "balloon | pop burst air",
    ("rain | storm water drip drop wet umbrella thunder weather patter roof shower splash hail "
    "gutter"),
    f"footsteps | walk step foot feet shoe boot heel run ran jog march stair floor {_PEOPLE}",
    f"applause applauds applauding clapping cheering | hand rhythm {_PEOPLE}",
    f"laughs laughing laughter coughs coughing sneezes sneezing snores snoring | hyena {_PEOPLE}",
    f"talks talking speaks speaking speech | parrot murmur mumbl {_PEOPLE}",
)  # fmt: skip


def _hints() -> dict[str, str]:
    hints: dict[str, str] = {}
    for kind in _KINDS:
        names, _, more = kind.partition(" | ")
        for name in names.split():
            # Of two kinds: what means either.
            hints[name] = " ".join(filter(None, (hints.get(name), names, more)))
    return hints


# By name: beginnings of words that may mean it.
HINTS = _hints()
NAMES = tuple(HINTS)
# What else a caption may name as the source of what is heard.
NAMED = (
    "man woman men women boy girl child children person people crowd audience human someone speech "
    "voice talk speak spoke laugh applause cheer cough sneez snor cry whisper shout scream "
    "footstep water rain wind wave ocean sea river stream fire music engine motor vehicle traffic "
    "door window gate chair paper wood glass keyboard machine insect animal fan saw"
)
_NAMES = "|".join(NAMES)
# Where something is, what it is like, to what it is done: a thing there need not sound.
ASIDE = (
    r" (?:(?:in|on|at|near|behind|inside|over|under|through|against|into|outside|along|across|onto|"
    r"off|beside|towards?|around|past|for|like|with|[a-z]+ing) "
    rf"(?:an?|the|his|her|their|its|another|some) (?:[a-z]+ )?(?:{_NAMES})(?:e?s)?(?:\x27s?)?"
    rf"|(?:{_NAMES}) (?:station|stop|park|track|yard|stable|tower|show|race|shop|lot|wash|book))\b"
)
# Of what is not heard itself.
ASKS_ASIDE = (
    " (?:where|why|place|location|setting|environment|room|like|resembles?|imitat[a-z]+|similar|"
    "remind[a-z]*|suggests?) "
)
NAME = rf"\b({_NAMES})(?:e?s)?\b"
NAMED_BEFORE = rf"\b(?:{_NAMES}|{'|'.join(NAMED.split())})"
_HINTS = "MAP {" + ", ".join(f"'{name}': '{hints}'" for name, hints in HINTS.items()) + "}"


def foreign(said: str, told: str) -> str:
    """Return SQL: a text names a thing which another text, that names others, cannot mean.

    Args:
        said: SQL for a text in the form of the column `answer_words`.
        told: SQL for another.
    """
    return (
        f"(regexp_matches({told}, '{NAMED_BEFORE}') "
        f"AND len(list_filter(regexp_extract_all(regexp_replace({said}, '{ASIDE}', ' ', 'g'), "
        f"'{NAME}', 1), lambda name: len(list_filter(string_split({_HINTS}[name], ' '), "
        f"lambda hint: contains({told}, ' ' || hint))) = 0)) > 0)"
    )

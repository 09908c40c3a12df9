"""Things that sound, by kind, to tell when one is named of which nothing else is said.

Of each kind: its names, and beginnings of words that may mean one of them, or what it does. Those
are many on purpose: only where none of them is there is a thing surely another. People may be
behind all that is done with hands, so theirs are the most; what may be part of anything (an
engine, metal) is no name here, but a hint.
"""

from aqagen.curation.forms import constant_map

__all__ = ["ASIDE", "ASKS_ASIDE", "HINTS", "NAME", "NAMED_BEFORE", "NAMES", "foreign"]

_ANIMAL = (
    "animal creature mammal beast pet wild farm barn livestock herd zoo pack pant breath sniff "
    "nature"
)
_BIRD = (
    "bird fowl poultry chick hen rooster cock crow gull duck goose geese owl parrot pigeon sparrow "
    "swan turkey dove raven hawk eagle cuckoo chirp tweet twitter call caw cluck coo crow hoot "
    "quack sing song screech squawk gobbl peck honk flock flap wing feather egg nest whistl cry "
    "cries peacock woodpecker parakeet seagull"
)
_VEHICLE = (
    "vehicle car auto truck lorr bus van train tram subway metro rail motor engine bike cycle "
    "scooter moped traffic road street highway freeway driv rev idl horn honk beep brak tire tyre "
    "wheel accelerat pass race racing siren ambulance police emergency transport commut ride plow "
    "plough tractor machine diesel exhaust station skid speed"
)
_PLANE = (
    "plane aircraft airport jet helicopter propell rotor fly flies flight engine motor drone roar "
    "aviat aerial overhead"
)
_BELL = (
    "bell ring rang chim toll gong church clock tower alarm alert phone telephone mobile cell call "
    "ding dong strik tick watch timer beep cowbell jingl metal signal buzz vibrat siren notif"
)
_MUSIC = (
    "music instrument melod tune song play band orchestra concert perform string note chord tone "
    "solo sing rhythm beat sound check keyboard organ tun pluck strum bow blow brass wind wood "
    "piano guitar violin flute drum trumpet synth jazz techno radio choir jingl bell chim"
)
_MACHINE = (
    "machine machin motor engine tool device appliance electr power equipment hum whir buzz drone "
    "mechanic grind cut construction work build repair kitchen clean household industr factory"
)
_PEOPLE = (
    "person people human man woman men women boy girl child kid baby toddler crowd audience group "
    "someone somebody everyone male female guy lady adult speaker announcer narrator singer "
    "voice vocal speech speak spoke talk conversation convers chat say said tell told laugh giggl "
    "chuckl sing song shout yell scream shriek whisper cough sneez snor breath throat cry cries "
    "sob weep cheer applau clap radio television tv broadcast lecture crowd announc commentat "
    "interview party meeting school restaurant bar market host clerk teacher murmur mumbl"
)
# What somebody does, or has made sound.
_DONE = (
    "door gate knock step foot walk run jog stair floor shoe boot typ writ key coin paper page "
    "book pen hammer tool saw drill dig shovel rake sweep broom brush scrub wash clean cook kitchen "
    "dish plate cup glass bottle can cutler spoon knife chop cut slic fry pan pot stir pour drink "
    "sip eat chew bit swallow slurp tap faucet toilet flush shower bath swim splash row paddl ball "
    "bat bounc game play sport tennis golf cards dice toy zip bag cloth sew scissor stapl tear tore "
    "rip fold wrap crumpl open clos shut slam lock unlock latch drawer cabinet window chair table "
    "phone call camera comput mous keyboard button switch click lighter match gun shot shoot fire "
    "car vehicle driv truck bus bike motor cycl rid train machine vacuum mow music instrument guitar "
    "piano drum violin flute whistl hum danc clap tap rub scratch scrap shak drop throw hit strik "
    "bang pull push drag move work build construct repair bell ring horn honk shop store station "
    "airport street city market place room office house hous hand finger mouth nose lip teeth snap"
)
_HUMAN = f"{_PEOPLE} {_DONE}"
_SMALL = "metal object drop fall fell roll rattl jingl clink clatter clank toss shak bounc hit"
_WATER = (
    "water liquid drip drop wet splash pour flow run stream river creek brook pond lake sea ocean "
    "wave rain shower fountain waterfall tap faucet sink bath drain pipe gurgl bubbl trickl gush "
    "spray hose pump wash boat swim fish pool surf shore beach coast rush babbl fluid"
)
_PAPER = "paper page book newspaper card magazine news envelope wrap rustl crumpl crinkl tear rip"
_HIT = "knock tap bang hit strik pound thud thump bump slam beat"

# Names with a bar behind the last, then beginnings of other words that may mean one of them.
_KINDS = (
    (f"dog puppy hound coyote wolf fox wolves barking barks woof | canine pup bark howl growl yelp "
    f"whin {_ANIMAL}"),
    (f"cat kitten lion tiger leopard meow meows meowing purring | feline mew purr hiss roar yowl "
    f"growl {_ANIMAL}"),
    f"cow bull calf bison cattle mooing moo moos | bellow bovine ox cowbell bell {_ANIMAL}",
    (f"horse pony donkey mule zebra neigh neighing hoof hooves | whinn bray hoov gallop trot "
    f"carriage rid snort stable equine clop step {_ANIMAL}"),
    f"sheep lamb goat bleating bleat | baa flock bell ram {_ANIMAL}",
    f"pig hog boar piglet oink | grunt squeal snort swine {_ANIMAL}",
    f"frog toad croaking croaks ribbit | croak amphibian pond swamp {_ANIMAL}",
    f"elephant monkey ape bear seal whale dolphin gorilla | trumpet roar primate growl bark {_ANIMAL}",
    f"mouse mice rat squirrel rodent | squeak gnaw scurr chew scratch click comput {_ANIMAL}",
    f"snake rattlesnake | hiss rattl reptil serpent {_ANIMAL}",
    (f"rooster chicken hen duck goose geese owl parrot pigeon sparrow swan turkey dove raven hawk "
    f"eagle cuckoo seagull gull crow woodpecker peacock bird songbird birdsong | {_BIRD} {_ANIMAL}"),
    (f"bee wasp mosquito mosquitoes cricket cicada grasshopper locust | insect bug fly flies buzz "
    f"chirp swarm hive hum drone {_ANIMAL}"),
    f"train tram locomotive subway | {_VEHICLE}",
    (f"car truck bus lorry van motorcycle motorbike scooter ambulance tractor snowplow taxi jeep "
    f"bicycle automobile traffic | {_VEHICLE}"),
    f"airplane aeroplane aircraft helicopter jet | air plane {_PLANE}",
    ("boat ship ferry foghorn canoe motorboat sailboat | vessel sail harbo port sea ocean water "
    "wave row paddle dock fog horn engine motor yacht lake river"),
    "siren | alarm alert ambulance police emergency fire warn signal wail vehicle",
    f"bell telephone phone doorbell gong clock chime | door {_BELL}",
    f"alarm | {_BELL} warn smoke car",
    f"piano organ accordion harmonica keyboard synthesizer | typ key {_MUSIC}",
    f"guitar violin cello banjo harp ukulele viola fiddle | {_MUSIC}",
    f"flute trumpet saxophone trombone clarinet oboe bagpipe tuba | horn whistl pip {_MUSIC}",
    (f"drum cymbal tambourine xylophone marimba drumming drummer | percuss bang tap pound hit "
    f"strik {_MUSIC}"),
    (f"music melody melodies orchestra | xylophon accordion cello harp harmonica saxophon clarinet "
    f"trombon banjo ukulel cymbal percuss vocal voice hum chant instrument party {_MUSIC}"),
    ("choir singer | sing sang song vocal hum chant voice music chor people crowd person man woman "
    "men women child melod"),
    ("baby babies infant toddler newborn | child kid bab cry cri girl boy human person laugh giggl "
    "scream people family voice"),
    "kettle teapot | boil water steam whistl pot stove kitchen cook hiss bubbl tea",
    (f"toaster microwave blender mixer dishwasher fridge refrigerator oven | {_MACHINE} food cook "
    "beep ding fan pop toast"),
    (f"printer typewriter photocopier scanner stapler typing | {_MACHINE} typ key paper office "
    "print copi stap fax click writ comput"),
    f"vacuum hoover | {_MACHINE} suction suck",
    (f"lawnmower mower chainsaw hedgetrimmer | {_MACHINE} lawn grass garden mow saw wood tree "
    "chain"),
    f"drill jackhammer grinder sander | {_MACHINE} saw hammer dentist wall wood metal bor",
    f"hammer hammering axe | {_MACHINE} nail knock pound tap hit metal strik wood bang anvil chop",
    f"saw sawing | {_MACHINE} wood tree timber carpent chain hand metal",
    f"washer dryer | {_MACHINE} wash laundr dry clothes spin water",
    ("faucet toilet shower | water tap sink flush drip drain bath pour splash run pipe pump liquid "
    "flow plumb kitchen gush trickl"),
    "zipper | zip bag jacket cloth open clos coat tent metal",
    f"coin marble dice keyring | coin key money chang {_SMALL}",
    "thunder thunderstorm | storm lightning rain weather rumbl sky boom",
    "gunshot firework gun gunfire rifle | shot shoot fire bang explo boom burst blast weapon crack "
    "pop war bullet hunt crackl",
    "explosion | explod bomb bang boom blast burst gun shot fire thunder cannon war",
    "balloon | pop burst air",
    ("rain raining rainfall | storm water drip drop wet umbrella thunder weather patter roof shower "
    "splash hail gutter drizzl downpour pour cloudburst"),
    f"wave surf ocean seashore | wind storm crash break {_WATER}",
    f"stream waterfall river creek brook fountain | {_WATER}",
    "wind breeze | air blow storm gust gale howl weather tree leav leaf rush whoosh windy whistl "
    "rustl draft breath microphon muffl chime nature turbulen",
    "fire campfire bonfire fireplace | flame crackl burn wood heat match gas firework pop stove "
    "gun shot shoot cook alarm truck engine",
    f"footsteps footstep | walk step foot feet shoe boot heel run ran jog march stair floor {_PEOPLE}",
    f"applause applauds applauding clapping cheering | hand rhythm {_PEOPLE}",
    f"laughs laughing laughter coughs coughing sneezes sneezing snores snoring | hyena {_PEOPLE}",
    (f"talks talking speaks speaking speech conversation whispers whispering shouts shouting "
    f"screams screaming chatting | parrot yell holler bird owl animal siren {_PEOPLE} {_DONE}"),
    f"sings singing | bird chirp insect cricket cicada whale choir chant vocal hum music {_PEOPLE}",
    (f"man men woman women boy girl child children person people kid lady guy crowd audience | "
    f"{_HUMAN}"),
    f"door gate | open clos shut slam creak squeak hing lock latch {_HIT} enter wood cabinet window",
    f"paper newspaper | {_PAPER} writ print office leav cardboard foil plastic fold cut scissor bag",
    "glass glasses bottle | window cup jar plate dish break broke shatter clink drink toast pour "
    "tableware wine beer smash crystal ring chim cutler bar restaurant",
    "scissors | cut snip clip shear hair paper metal blade",
    "basketball tennis pingpong | ball bounc court game sport play hit racket paddle gym",
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
    "human someone voice talk speak spoke sing sang laugh applau cheer clap cough sneez snor "
    "breath cry cries whisper shout scream walk typ footstep water sea drip engine motor vehicle "
    "window chair wood keyboard machine insect animal fan bark growl howl meow purr moo neigh bleat "
    "oink croak chirp tweet caw cluck quack hoot squawk buzz honk rail siren hail snow storm leav "
    "bubbl boil fry sizzl cook crackl explo drill mow sew tick ring chim toll knock zip dish cutler "
    "tool lock key ball"
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
_LISTS = tuple(dict.fromkeys(HINTS.values()))
_PLACES = constant_map({name: str(_LISTS.index(hints) + 1) for name, hints in HINTS.items()})
_HINTS = "string_split(split_part('{}', '|', {}[name]::BIGINT), ' ')".format(
    "|".join(_LISTS), _PLACES
)


def foreign(said: str, told: str) -> str:
    """Return SQL: a text names a thing which another text, that names others, cannot mean.

    Args:
        said: SQL for a text in the form of the column `answer_words`.
        told: SQL for another.
    """
    return (
        f"(regexp_matches({told}, '{NAMED_BEFORE}') "
        f"AND len(list_filter(regexp_extract_all(regexp_replace({said}, '{ASIDE}', ' ', 'g'), "
        f"'{NAME}', 1), lambda name: len(list_filter({_HINTS}, "
        f"lambda hint: contains({told}, ' ' || hint))) = 0)) > 0)"
    )

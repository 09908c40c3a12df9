"""Words of which it makes no difference which one an option uses, and texts brought to one wording.

Narrower than `curation/synonyms.py`, which has words that may stand for each other in an
annotator's answer: "warm" is not "hot" where both are options. Each line of `SAME` is one meaning:
spellings, irregular plurals, short forms, and names of one thing. Who wrote one where another has
the other would be right or wrong together with him.
"""

import re

from aqagen.curation.forms import ENDINGS, ROOTS
from aqagen.curation.synonyms import stem

__all__ = ["PHRASES", "SAME", "VOCABULARY", "WORDS", "canonical"]

SAME = """
man, male, guy, gentleman, adult male
men, gentlemen
woman, female, lady, adult female
child, kid
baby, infant
boy, lad
girl, lass
person, someone, somebody, human, human being, individual
people, folk, folks
mother, mom, mum, mommy, mummy
father, dad, daddy
grandmother, grandma, granny
grandfather, grandpa, granddad
teenager, teen, adolescent
police officer, policeman, cop
firefighter, fireman
talk, speak, speech, spoke
applause, clap, applaud, handclap
yell, shout, holler
mumble, mutter
stutter, stammer
burp, belch
fart, flatulence
hiccup, hiccough
footstep, footfall, step
car, automobile, auto, motorcar
truck, lorry
motorcycle, motorbike
bicycle, bike, pushbike
airplane, plane, aeroplane
helicopter, chopper
subway, metro
tram, streetcar, tramcar
taxi, cab, taxicab
fire engine, fire truck, firetruck
highway, motorway, freeway
railway, railroad
rail, railing
telephone, phone
cellphone, cell phone, mobile phone, smartphone
television, tv, telly
refrigerator, fridge
vacuum cleaner, vacuum, hoover
hairdryer, hair dryer
lawnmower, lawn mower, mower
washing machine, laundry machine
air conditioner, air conditioning, aircon
faucet, spigot, water tap
couch, sofa
garbage, trash, rubbish
garbage can, rubbish bin
engine, motor
gun, firearm
gunshot, gunfire
explosion, blast, detonation, detonate
gasoline, petrol
bathroom, restroom, washroom
stair, staircase, stairway
forest, woodland
creek, brook
sea, ocean
shop, store
cinema, movie theater
violin, fiddle
harmonica, mouth organ
dog, canine
cat, feline, kitty
rooster, cockerel
seagull, gull
goose, geese
mouse, mice
wolf, wolves
foot, feet
leaf, leaves
knife, knives
bark, woof
meow, miaow, mew
chirp, tweet, chirrup, twitter, cheep
neigh, whinny
bleat, baa
beep, bleep
thud, thump
whir, whirr
rip, tear
strike, hit
close, shut
get, become
get louder, grow louder, increase in volume, rise in volume
get quieter, grow quieter, get softer, decrease in volume, drop in volume
get faster, speed up, accelerate
get slower, slow down, decelerate
begin, start, commence, begin running
stop, cease, halt
finish, conclude
increase, rise
decrease, decline, diminish, lessen
loud, loudly
quiet, soft, softly, quietly
sudden, abrupt
fast, quick, rapid, swift, speedy
big, large
small, little
heavy, heavily
gentle, gently
steady, steadily
happy, happily
angry, angrily
noisy, noisily
rhythmic, rhythmical
constant, continuous, continual, nonstop, unceasing, incessant
intermittent, sporadic
repeated, repetitive, over and over, again and again
several, multiple
many, numerous, a lot of, lots of
couple of, 2
dozen, 12
first, 1st
second, 2nd
third, 3rd
fourth, 4th
fifth, 5th
distant, in distance, far away, faraway, from afar, at distance, from distance
nearby, up close
background, in background
foreground, in foreground
outside, outdoors, outdoor
inside, indoors, indoor
at same time, simultaneous, concurrent, in unison
then, afterward, afterwards, thereafter, subsequent, follow by, and then
before, prior to, precede
while, whilst
until, till
toward, towards
gray, grey
center, centre
color, colour
theater, theatre
tire, tyre
favorite, favourite
meter, metre
harbor, harbour
neighbor, neighbour
neighborhood, neighbourhood
labor, labour
rumor, rumour
plow, plough
aluminum, aluminium
program, programme
pajamas, pyjamas
mustache, moustache
cozy, cosy
whiskey, whisky
donut, doughnut
practice, practise
ok, okay
"""

_STOP = re.compile(" (?:(?:a|the|is|are|it|that|there) )+")


# What `sql_stems` and `roots` leave of words: deeds and manners in one form.
_SHORTER = (("ing ", " "), ("  ", " - "))


def _bare(stems: str) -> str:
    for old, new in (*ENDINGS, *_SHORTER):
        stems = stems.replace(old, new)
    return re.sub("([a-z]{3})ly ", r"\1 ", stems)


def _plain(words: str) -> str:
    """Return words in the form that `canonical` compares: stems, roots, no endings."""
    text = stem(_STOP.sub(" ", f" {words} ").strip())
    for old, new in ROOTS:
        text = text.replace(old, new)
    return _bare(text)


def _table() -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    lines = [[_plain(form) for form in line.split(", ")] for line in SAME.strip().split("\n")]
    words = {old.strip(): _bare(new).strip() for old, new in ROOTS}
    for forms in lines:
        single = [form.strip() for form in forms if " " not in form.strip()]
        words |= dict.fromkeys(single, single[0]) if single else {}
    # A past form comes to what its verb does.
    words = {word: words.get(name, name) for word, name in words.items()}

    def mapped(form: str) -> str:
        return " ".join(words.get(word, word) for word in form.split())

    phrases: dict[str, str] = {}
    for forms in lines:
        # One word stands for all of them, and the first of a line of phrases alone.
        name = mapped(next((form for form in forms if " " not in form.strip()), forms[0]))
        phrases |= {f" {mapped(form)} ": f" {name} " for form in forms if " " in form.strip()}
    # The longer before what is a part of it.
    longest = sorted(phrases.items(), key=lambda pair: -len(pair[0]))
    changed = {word: name for word, name in words.items() if word != name}
    return tuple(pair for pair in longest if pair[0] != pair[1]), changed


PHRASES, WORDS = _table()
# All that `canonical` may change, or make, the longest first.
VOCABULARY = tuple(sorted(
    {_plain(form).strip() for line in SAME.strip().split("\n") for form in line.split(", ")},
    key=lambda form: (-len(form), form),
))  # fmt: skip
_MAP = f"MAP {WORDS}"


def canonical(stems: str) -> str:
    """Return SQL for a text of stems, of several lines, in one wording for what means the same.

    Args:
        stems: SQL for the text, in the form of the column `answer_stems`.
    """
    endings = phrases = "text"
    for old, new in (*ENDINGS, *_SHORTER):
        endings = f"replace({endings}, '{old.replace(chr(39), chr(39) * 2)}', '{new}')"
    for old, new in PHRASES:
        phrases = f"replace({phrases}, '{old}', '{new}')"
    word = f"list_transform(string_split(text, ' '), lambda word: coalesce({_MAP}[word], word))"
    for step in (
        endings,
        "regexp_replace(text, '([a-z]{3})ly ', '\\1 ', 'g')",
        f"array_to_string({word}, ' ')",
        # After the words, whatever they were.
        phrases,
    ):
        stems = f"list_transform([{stems}], lambda text: {step})[1]"
    return stems

"""Words of one kind that exclude each other when they are said of the same thing.

A kind has alternatives, each a list of words and phrases that agree: "loud" and "noisy" agree,
"loud" and "quiet" do not. `*` begins what may mean any of them ("bird" beside its species): then
nothing is known. A word may be of several kinds; it contradicts none where one of them agrees.

Of four sorts: `SOURCES` say who or what sounds, `MANNERS` how, which belongs to the thing that it
is said of; `ORDERS` tell one event from either side; `ANSWERS` tell answers of one word apart, but
are said of too much in a sentence. All but `SOURCES` are in `curation/manners.py`.
"""

import re

from aqagen.curation.forms import constant_map
from aqagen.curation.manners import ANSWERS, MANNERS, ORDERS
from aqagen.curation.synonyms import stem

__all__ = ["ANSWERS", "MANNERS", "MEANS", "ORDERS", "SOURCES", "SPOKEN", "excluding", "in_words"]

_MEN = "man, men, male, guy, gentleman, gentlemen, father, dad, husband, grandfather"
_WOMEN = "woman, women, female, lady, ladies, mother, mom, wife, grandmother"
_YOUNG = "child, children, kid, toddler"
_BABIES = "baby, babies, infant, newborn"
_SOME_PEOPLE = "person, people, human, crowd, audience, singer, family, couple"
_BIRDS = (
    "bird, rooster, cockerel, hen, chicken, duck, goose, geese, owl, pigeon, dove, seagull, gull, "
    "parrot, sparrow, cuckoo, turkey, swan, eagle, hawk, raven, woodpecker, peacock, crow"
)
_INSECTS = "insect, bee, wasp, cricket, cicada, grasshopper, mosquito, mosquitoes"
_ANIMALS = (
    "dog, puppy, hound, wolf, wolves, coyote, fox | cat, kitten | lion, tiger, leopard | cow, "
    "cattle, calf, bull | horse, pony, donkey, mule | sheep, lamb, goat | pig, hog, boar, piglet | "
    f"frog, toad | monkey, ape, chimpanzee | elephant | {_BIRDS} | {_INSECTS} | whale, dolphin"
)
SOURCES = {
    "gender": (
        f"{_MEN}, boy | {_WOMEN}, girl * {_SOME_PEOPLE}, {_YOUNG}, {_BABIES}, adult, someone, "
        "somebody, everyone, group, voice, speaker, another, other"
    ),
    "age": (
        f"{_YOUNG}, {_BABIES} | {_MEN}, {_WOMEN}, adult, grown * {_SOME_PEOPLE}, boy, girl, "
        "someone, somebody, everyone, group, voice, speaker, another, other, son, daughter"
    ),
    "being": (
        f"{_MEN}, {_WOMEN}, {_YOUNG}, {_BABIES}, {_SOME_PEOPLE}, boy, girl, adult, speech, voice, "
        f"talk, speak | animal, {_ANIMALS.replace(' | ', ', ')}"
    ),
    "animal": f"{_ANIMALS} * animal, creature, pet, beast, livestock, herd, zoo, farm, wildlife",
    "bird": (
        "rooster, cockerel | hen | duck | goose, geese | owl | pigeon, dove | seagull, gull | "
        "parrot | sparrow | cuckoo | turkey | swan | eagle, hawk | woodpecker | peacock | crow, "
        "raven * bird, chicken, flock, fowl, poultry, songbird"
    ),
    "insect": (
        "bee, wasp | cricket, cicada, grasshopper | mosquito, mosquitoes * insect, bug, fly, swarm"
    ),
    "vehicle": (
        "car, automobile, taxi | truck, lorry | bus | motorcycle, motorbike, bike, moped | "
        "bicycle, bike | train, locomotive, tram, subway, railway | airplane, aeroplane, plane, "
        "aircraft, jet | helicopter | boat, ship, ferry, motorboat | tractor * vehicle, traffic, "
        "engine, motor, van, transport, siren, ambulance, police"
    ),
    "instrument": (
        "piano | guitar | banjo | violin, fiddle, viola | cello | harp | flute | trumpet | "
        "trombone | saxophone | clarinet | drum, cymbal, tambourine | xylophone, marimba | "
        "accordion | harmonica | organ | bagpipe | tuba | ukulele | gong * instrument, music, "
        "band, orchestra, ensemble, strings, brass, percussion, keyboard, synthesizer, concert"
    ),
    "weather": (
        "rain, rainy, rainfall, drizzle, downpour | snow, snowy | hail | wind, windy, gale, "
        "breeze | thunder, lightning | sunny * storm, stormy, thunderstorm, weather"
    ),
}


def _key(words: str) -> str:
    # Two spaces stand between words, so that each has its own.
    return stem(words.strip()).strip().replace(" ", "  ")


def _meanings() -> dict[str, str]:
    """Return for each word, in stems: "sort-kind:alternative ..."."""
    found: dict[str, list[str]] = {}
    sorts = {"s": SOURCES, "m": MANNERS, "o": ORDERS, "a": ANSWERS}
    for sort, kinds in sorts.items():
        for kind, text in kinds.items():
            alternatives, _, any_of_them = text.partition(" * ")
            parts = [*enumerate(alternatives.split(" | ")), ("*", any_of_them)]
            for place, part in parts:
                for word in filter(None, dict.fromkeys(map(_key, part.split(",")))):
                    found.setdefault(word, []).append(f"{sort}-{kind}:{place}")
    return {word: " ".join(marks) for word, marks in found.items()}


MEANS = _meanings()
# Of phrases that begin alike the longer one is meant.
SPOKEN = " (?:{}) ".format("|".join(re.escape(w) for w in sorted(MEANS, key=len)[::-1])).replace(
    "\\ ", " "
)
# What stands between two texts is found like a word.
_MAP = constant_map({**MEANS, "#": "#"})


def in_words(stems: str) -> str:
    """Return SQL for a text of stems as `SPOKEN` is to be looked for in it; "man's" is "man"."""
    return f"replace(replace({stems}, chr(39) || ' ', ' '), ' ', '  ')"


# What a word with marks excludes of another's, each by its kind.
_KINDS = (
    "list_transform(list_filter({}.marks, lambda mark: NOT ends_with(mark, '*')), "
    "lambda mark: split_part(mark, ':', 1))"
)
# The other text agrees with none of the marks that a word has of this kind.
_DIFFERS = (
    "len(list_filter({}.marks, lambda mark: starts_with(mark, kind || ':') "
    "AND list_contains(texts.{}, mark))) = 0"
)
_MARKS = "flatten(list_transform({}, lambda one: one.marks))"


def excluding(said: str, told: str) -> str:
    """Return SQL for pairs of words, one of each text, that exclude each other.

    A list of structs: `said`, `told` (words in stems), `kinds` in which they do ("m-pace"), of
    which the other text says nothing that agrees, and `open`: it may mean any of such a kind.

    One step after the other, and none within another, which would take far longer to plan.

    Args:
        said: SQL for a text of stems.
        told: SQL for another.
    """
    both = in_words(f"({said} || '#' || {told})")
    # The whole of what is found: a group of it would take four times as long.
    found = (
        f"list_transform(regexp_extract_all({both}, '{SPOKEN}| # '), lambda word: "
        f"{{'word': replace(trim(word), '  ', ' '), 'marks': string_split({_MAP}[trim(word)], "
        "' ')})"
    )
    ours, theirs = "words[:list_position({0}, '#') - 1]", "words[list_position({0}, '#') + 1:]"
    place = "list_transform(words, lambda one: one.word)"
    apart = (
        f"list_transform([{found}], lambda words: {{'ours': {ours.format(place)}, "
        f"'theirs': {theirs.format(place)}}})"
    )
    marked = (
        f"list_transform({apart}, lambda texts: {{'ours': texts.ours, 'theirs': texts.theirs, "
        f"'said': {_MARKS.format('texts.ours')}, 'told': {_MARKS.format('texts.theirs')}}})"
    )
    pairs = (
        f"list_transform({marked}, lambda texts: flatten(list_transform(texts.ours, lambda one: "
        "list_transform(texts.theirs, lambda other: {'said': one.word, 'told': other.word, "
        f"'kinds': list_filter(list_intersect({_KINDS.format('one')}, {_KINDS.format('other')}), "
        f"lambda kind: {_DIFFERS.format('one', 'told')} AND {_DIFFERS.format('other', 'said')}), "
        "'marks': texts.told}))))[1]"
    )
    return (
        f"list_transform(list_filter({pairs}, lambda pair: len(pair.kinds) > 0), lambda pair: "
        "{'said': pair.said, 'told': pair.told, 'kinds': pair.kinds, 'open': list_has_any("
        "pair.marks, list_transform(pair.kinds, lambda kind: kind || ':*'))})"
    )

"""Words for the same thing: of who and what sounds, what they do, where, when and how.

Each line of `GROUPS` is one meaning. They were written for the answers that Clotho-AQA's annotators
give most often, as a dictionary of synonyms has them; a kind and its kin ("dog", "animal") are
not the same. A word of several meanings stands in several lines: it is like each, and they are not
alike for it.
"""

__all__ = ["ALTERNATIVES", "GROUPS", "alternatives", "stem"]

GROUPS = """
man, men, male, adult male, male adult, guy, gentleman, gentlemen, fellow
woman, women, female, adult female, female adult, lady, ladies
child, children, kid, youngster
baby, infant, newborn
boy, lad
girl, lass
person, people, human, folk, individual, someone, somebody
mother, mom, mum, mommy, mummy
father, dad, daddy
grandmother, grandma, granny
grandfather, grandpa, granddad
teenager, teen, adolescent
firefighter, fireman, firemen
crowd, throng, group of people, many people, lots of people, mass of people
audience, spectator, public, onlooker
police, cop, police officer, policeman, policemen
announcer, presenter, commentator, host
singer, vocalist
worker, labourer, laborer, workman, workmen
driver, motorist
talk, speak, speech, chat, converse, conversation, discuss, discussion, dialogue, dialog
whisper, murmur, mutter, mumble
yell, shout, holler
scream, shriek
laugh, laughter, giggle, chuckle, snicker
burp, belch
hiccup, hiccough
stutter, stammer
cry, weep, sob
clap, applause, applaud
cheer, cheers, hurrah
pray, prayer, worship
walk, stroll, stride, pace
run, jog, sprint
footstep, step, footfall, foot step
jump, leap, hop
car, automobile, auto, motorcar, motor car
vehicle, conveyance
truck, lorry
taxi, cab, taxicab
sled, sledge, sleigh
motorcycle, motorbike, motor bike, motor cycle, bike
bicycle, bike, cycle, pushbike, push bike
train, locomotive, railway train
subway, metro, underground
plane, airplane, aeroplane, aircraft
helicopter, chopper
boat, ship, vessel
fire truck, firetruck, fire engine
tram, streetcar, trolley
road, street, roadway
highway, motorway, freeway, expressway
sidewalk, pavement, footpath
path, trail, track
rail, railway, railroad, train track
station, railway station, railwaystation, train station
airport, airfield, aerodrome
rain, rainfall, downpour, rainstorm
drizzle, light rain
storm, thunderstorm, tempest
thunder, thunderclap
snowstorm, blizzard
wind, breeze, gust, windy, breezy
rainy, wet
sea, ocean
wave, surf
beach, shore, seashore, coast, seaside
stream, creek, brook
forest, woodland, woods
field, meadow, pasture
park, public garden
garden, yard, backyard, back yard
hill, slope
city, town, urban area
countryside, country, rural area
house, home, dwelling
building, structure
shop, store
restaurant, diner, eatery
bar, pub, tavern
office, workplace
factory, plant, mill, industrial plant
school, classroom
stadium, arena
cinema, movie theater, movie theatre
market, marketplace, bazaar
hospital, clinic
hall, auditorium
toilet, lavatory, wc
bathroom, restroom, washroom
sink, basin, washbasin
stairs, staircase, stairway, stair
elevator, lift
floor, ground
outside, outdoors, outdoor, open air, out of doors, exterior
inside, indoors, indoor, interior
dog, hound, canine
cat, feline, kitty
rooster, cock, cockerel
chicken, hen
pig, hog, swine
cow, cattle
goose, geese
mouse, mice
crow, raven
pigeon, dove
seagull, gull
insect, bug
frog, toad
bark, woof, yap
meow, mew, miaow
chirp, tweet, chirrup, twitter, cheep
growl, snarl
neigh, whinny
bleat, baa
croak, ribbit
phone, telephone, cellphone, cell phone, mobile phone, mobile, smartphone
television, tv, telly, television set
computer, pc
speaker, loudspeaker
microphone, mic, mike
radio, wireless
faucet, tap, spigot
bathtub, tub, bath tub
fridge, refrigerator
freezer, deep freeze
stove, cooker, hob
vacuum, vacuum cleaner, hoover
washing machine, washer
hair dryer, hairdryer, blow dryer
lawnmower, lawn mower, mower
fan, ventilator
engine, motor
machine, machinery
tool, implement
siren, alarm
horn, honk, toot
bell, chime
ring, chime
buzz, drone, hum
click, tick
beep, bleep
bang, thud, thump
boom, rumble
crackle, pop
squeak, creak
rattle, clatter
clang, clank, clink
rustle, crinkle, crumple
knock, rap
hit, strike, beat, smack, whack, bang
scrape, scratch
rub, stroke
shake, jolt
break, smash, shatter
crush, squash
tear, rip
cut, chop, slice
dig, shovel
drip, dribble, trickle
flow, run, stream
splash, splatter
pour, spill
wash, rinse, clean
sweep, brush
eat, munch, chew
cook, fry
drink, sip
write, scribble
draw, sketch
build, construct, construction
fix, repair, mend
open, unlock
close, shut
start, begin, beginning, commence, onset
stop, end, ending, finish, cease
middle, centre, center, midway
fall, drop
throw, toss
push, shove
pull, drag, tug
lift, raise
move, movement, motion
spin, rotate, turn
speed up, accelerate
slow down, decelerate
rise, increase, grow
decrease, lessen, decline
travel, journey
work, labour, labor
play, perform
fight, quarrel, argue
metal, metallic
wood, wooden, timber
plastic, polythene
stone, rock
soil, dirt, earth
cloth, fabric, textile
paper, papers
liquid, fluid
garbage, trash, rubbish, waste, refuse
couch, sofa
curtain, drape
fuel, gas, gasoline, petrol
fire, flame, blaze
gun, firearm
shot, gunshot, gunfire
explosion, blast, detonation
money, cash
cup, mug
plate, dish
cutlery, silverware, utensil
bag, sack
box, carton
can, tin
bucket, pail
rope, cord
shoe, boot, footwear
violin, fiddle
harmonica, mouth organ
music, melody, tune, song
drum, percussion
loud, noisy
quiet, silent, soft, faint, hushed
silence, quiet
fast, quick, rapid, speedy, swift, quickly, rapidly
slow, slowly, unhurried
big, large, huge
small, little, tiny
high, high pitched, shrill
low, deep, low pitched
long, lengthy
short, brief
steady, even, regular
constant, continuous, nonstop, unceasing, constantly, continuously, always
irregular, uneven, erratic
happy, joyful, cheerful, glad, joyous
sad, unhappy, sorrowful
angry, mad, furious
calm, peaceful, relaxed, tranquil, relaxing
scary, frightening, spooky, eerie
excited, thrilled
beautiful, pretty, lovely
strange, odd, weird
afraid, scared, frightened
bored, boring, dull
gray, grey
hard, difficult
soft, gentle
strong, powerful
heavy, weighty
hot, warm
cold, chilly, cool
wet, damp, soaked
near, close, nearby, close by
far, distant, far away, far off
evening, dusk, nightfall
morning, dawn, daybreak
night, nighttime, night time
autumn, fall
often, frequently, many times
sometimes, occasionally, now and then, from time to time
many, several, multiple, numerous, lots
none, 0, nothing
12, dozen
2, couple, pair
all, every, each
"""


# As `sql_stems` cuts them off (tests/curation/test_stems_of_checks.py): in SQL, inside a lambda, it
# would be done again for every row.
_ENDINGS = (
    ("ies ", "y "), ("sses ", "$ "), ("ssing ", "$ "), ("ss ", "$ "), ("s ", " "),
    *((f"{c}{c}ing ", f"{c} ") for c in "bdgmnprt"), ("rr ", "r "), ("ing ", " "), ("e ", " "),
)  # fmt: skip


def stem(words: str) -> str:
    """Return words, none of them a stop word or a number word, in the form of `answer_stems`."""
    text = f" {words} "
    for old, new in _ENDINGS:
        text = text.replace(old, new)
    return text


def _table() -> dict[str, list[str]]:
    table: dict[str, dict[str, None]] = {}
    for line in GROUPS.strip().split("\n"):
        group = dict.fromkeys(map(stem, line.split(", ")))
        for said in group:
            table.setdefault(said, {}).update(group)
    return {said: list(others) for said, others in table.items()}


ALTERNATIVES = _table()
# Of texts, which cost a third of lists.
_MAP = f"MAP { ({said: '|'.join(others) for said, others in ALTERNATIVES.items()}) }"


def alternatives(said: str) -> str:
    """Return SQL for a list: a text of stems, and all that mean the same, a space at either end.

    Args:
        said: SQL for the text, in the form of the column `answer_stems`.
    """
    return f"string_split(coalesce({_MAP}[{said}], {said}), '|')"

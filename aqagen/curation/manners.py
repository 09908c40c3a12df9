"""Words of manner, order and answers that exclude each other (see `curation/opposites.py`)."""

__all__ = ["ANSWERS", "MANNERS", "ORDERS"]

MANNERS = {
    "volume": (
        "loud, loudly, noisy, noisily, deafening, blaring, shout, yell, scream, slam, slammed, "
        "thunderous, ear splitting, booming, at full volume, full volume | quiet, quietly, soft, "
        "softly, silent, silently, faint, faintly, hushed, whisper, murmur, barely, muted, "
        "subdued, hardly audible"
    ),
    "loudness": "louder | quieter, softer",
    "pace": (
        "fast, faster, quick, quickly, quicker, rapid, rapidly, swift, swiftly, hurried, "
        "hurriedly, hasty, hastily, brisk, briskly, high speed, full speed, top speed, speeding | "
        "slow, slowly, low speed, gradual, gradually, slower, leisurely, unhurried, sluggish, "
        "sluggishly"
    ),
    "force": (
        "heavy, heavily, strong, strongly, violent, violently, intense, intensely, torrential, "
        "fierce, fiercely, forceful, forcefully, slam, slammed, harsh, harshly | gentle, gently, "
        "light, lightly, slight, slightly, weak, weakly, mild, mildly, softly, soft"
    ),
    "distance": (
        "nearby, close to, close by, up close, close at hand, near to, foreground, right next to, "
        "close range, very close, close up | distant, distantly, distance, far, far away, far off, "
        "afar, background, other side of, remote, long way off"
    ),
    "direction": (
        "approach, approaches, approached, closer, nearer, arrive, arrived, toward, towards, "
        "coming, come near, comes near, pull up, pulls up, pulling up | away, disappear, leave, "
        "left, depart, departed, recede, receded, farther, further"
    ),
    "trend": (
        "increase, increased, rise, grow, grows, louder, stronger, intensify, intensified, swell, "
        "closer, build up, builds up, mount, escalate, crescendo | decrease, decreased, fade, "
        "faded, diminish, diminished, quieter, softer, weaker, subside, subsided, die down, dies "
        "down, descend, drop off, drops off, lessen, weaken, dwindle, taper off, tapers off | "
        "same, unchanged, equally, constant"
    ),
    "motion": (
        "gallop, trot, run, walk, jog, drive, race, rush, pass, passes, passed, moving, move | "
        "stand still, stands still, stay still, stationary, motionless, lie down, lies down, at "
        "rest, parked"
    ),
    "door": "open, opened | close, closed, shut, slam, slammed",
    "lock": "lock, locked | unlock, unlocked",
    "power": (
        "start, started, start up, starts up, turn on, turned on, turns on, switch on, switched "
        "on, begin, begins, began, begun, commence | stop, stopped, halt, halted, turn off, turned "
        "off, turns off, switch off, switched off, cease, ceased, shut off, shut down, die out"
    ),
    "entry": "enter, entered, arrive, arrived | leave, left, exit, exited, depart, departed",
    "pull": "push, pushed | pull, pulled",
    "vertical": (
        "up, upward, upwards, upstairs, ascend, climb | down, downward, downwards, downstairs, "
        "descend"
    ),
    "breath": "inhale, breathe in | exhale, breathe out",
    "filling": "fill, filled | drain, drained, empty, emptied",
    "repair": "break, broken, shatter, smash | repair, repaired, mend, fix, fixed",
    "together": (
        "same time, simultaneous, simultaneously, together, unison, concurrently, overlap | 1 "
        "after other, 1 after another, in turn, alternate, alternately, consecutive, "
        "consecutively, successive, successively, 1 by 1, separately, succession"
    ),
    "crowding": (
        "empty, deserted, abandoned, vacant | crowded, busy, packed, bustling, full of people"
    ),
    "maker": (
        "human | mechanical, robotic, electronic, synthetic, artificial, automated, digital, robot"
    ),
    "constancy": (
        "continuous, continuously, continual, continually, constant, constantly, steady, steadily, "
        "nonstop, non stop, incessant, incessantly, uninterrupted, unbroken, ceaseless, "
        "ceaselessly, sustained, without any pauses, without pauses | intermittent, "
        "intermittently, sporadic, sporadically, occasional, occasionally, now and then, from time "
        "to time, in bursts, with pauses, with breaks, come and go, on and off, stop and start, "
        "comes and goes, stops and starts"
    ),
    "length": (
        "long, lengthy, prolonged, continuous, continuously, sustained | short, brief, briefly, "
        "momentary, instant"
    ),
    "rhythm": (
        "regular, regularly, rhythmic, rhythmical, rhythmically, steady, steadily | irregular, "
        "irregularly, erratic, erratically, random, randomly, uneven, unevenly, chaotic, "
        "chaotically"
    ),
    "pitch": (
        "high pitch, high pitched, higher pitched, shrill | low pitch, low pitched, lower pitched, "
        "deep, low in pitch"
    ),
    "height": (
        "high, higher, shrill, high pitch, high pitched, higher pitched | low, lower, deep, low "
        "pitch, low pitched, lower pitched, low in pitch"
    ),
    "place": (
        "indoor, inside, in building | outdoor, outside, open air, out of door, out in open, "
        "forest, beach, meadow"
    ),
    "mood": (
        "happy, happily, joyful, joyfully, cheerful, cheerfully, merry, merrily, joyous, excited, "
        "excitedly, enthusiastic, enthusiastically, amused | sad, sadly, unhappy, sorrowful, "
        "upset, melancholic, melancholy, gloomy, mournful, mournfully, somber, sombre, tearful, "
        "tearfully | angry, angrily, furious, furiously, annoyed, irritated | fearful, scared, "
        "frightened, terrified, afraid"
    ),
    "calm": (
        "calm, calmly, peaceful, peacefully, relaxed, tranquil, serene, serenely, relaxing | "
        "agitated, angry, angrily, furious, furiously, nervous, nervously, frantic, frantically, "
        "panicked, hectic, hectically, aggressive, aggressively, excited, excitedly, energetic, "
        "energetically, chaotic, frenzied, tense"
    ),
    "voicing": "whisper | shout, yell, scream",
    "wetness": "wet, soaked, soaking, damp, moist | dry",
    "size": "big, large, huge, enormous, giant, gigantic | small, little, tiny, miniature",
    "warmth": "hot, warm | cold, cool, chilly, ice cold, icy",
    "seriousness": (
        "serious, seriously, solemn, solemnly, formal, formally | funny, goofy, silly, playful, "
        "playfully, joking, jokingly, humorous, humorously"
    ),
    "kindness": "friendly, kindly, polite, politely | hostile, unfriendly, rude, rudely",
    "clearness": "clear, clearly, crisp, distinct | muffled, blurred, indistinct, garbled",
    "daylight": (
        "day, daytime, daylight, midday, noon, afternoon, morning, dawn, sunrise, sunny | night, "
        "nighttime, midnight"
    ),
    "material": (
        "wood, wooden, timber, plank, log | metal, metallic, steel, iron, tin, aluminium, "
        "aluminum, copper | glass | plastic | rubber | stone, rock, gravel, pebble, concrete, "
        "pavement, asphalt, brick, cobblestone, tile | sand, sandy | grass, grassy, lawn | snow, "
        "snowy, ice, icy | mud, muddy | carpet, rug | leaf, leaves, foliage | paper, cardboard | "
        "cloth, fabric, cotton | leather"
    ),
    "deed": (
        "walk, stroll, hike | run, jog, sprint, gallop, trot | talk, speak, speech, chat, "
        "converse, conversation, discuss, announce, announcement, lecture, narrate, read | sing, "
        "sang, sung, chirp, tweet, hum, chant, whistle | laugh, laughter, giggle, chuckle | cry, "
        "cries, weep, sob | eat, chew | drink, sip | cough | sneeze | yawn | snore, sleep | burp, "
        "belch | hiccup | clap, applaud, applause | drive | fly, flies | swim, swam | write, "
        "wrote, scribble | type | dance | weld | sew | bark, woof | growl, snarl | howl | meow, "
        "mew | purr | moo | croak, ribbit | neigh, whinny | quack | bleat, baa | oink | hoot | caw "
        "| cluck | hammer | saw | drill | sweep | vacuum | knit | dig, shovel | shave | print | "
        "bounce | stir"
    ),
    "room": (
        "kitchen | bathroom, toilet, restroom, shower | office | church, cathedral, chapel | "
        "school, classroom | airport | restaurant, cafe, diner, pub | factory, workshop | forest, "
        "jungle, woodland | beach, seashore, shore, seaside | stadium, arena | bedroom | garage | "
        "library | gym, gymnasium | hospital | theater, theatre, cinema, concert hall | "
        "supermarket, mall | desert | cave, tunnel | field, meadow, farm | swimming pool | "
        "playground"
    ),
    "amount": (
        "single, only 1, just 1, 1 person, lone | several, many, multiple, numerous, group, crowd, "
        "lots, plenty"
    ),
    "repetition": (
        "1 time, only 1, just 1, single time | several times, many times, multiple times, numerous "
        "times, repeatedly, again and again, over and over"
    ),
}
# One event told from its other side: these never contradict by themselves.
ORDERS = {
    "sequence": "before | after",
    "phase": (
        "start, started, begin, began, begun, beginning | stop, stopped, cease, ceased, end, "
        "ended, ending, halt, finish"
    ),
}
ANSWERS = {
    "act": (
        "walk, step, stroll, hike, run, jog, march, climb | talk, speak, chat, converse, read, "
        "announce, argue, sing, whisper, shout, yell, scream, laugh, cry, call, chant, cheer, "
        "whistle | pour, drip, flow, splash, drain, wash, bath, bathe, shower, flush, leak, "
        "swim, run, "
        "rinse, spray, water, clean, bubble, boil, fill | hit, knock, bang, pound, hammer, clap, "
        "slam, drum, crash, bounce | grind, sand, saw, cut, chop, slice, drill, dig, sharpen, "
        "brush, sweep, shovel, carve, file, creak, screech | eat, chew, drink, sip, swallow | "
        "cook, fry, sizzle, boil, stir, bake, bubble | write, draw, type, print, scribble | ring, "
        "beep, chime, honk, buzz | drive, ride, race, accelerate, rev, idle, brake, cycle, travel "
        "| fly, flap, land | shoot, explode | weld | sew | sleep, snore, breathe, yawn, cough, "
        "sneeze, sniff | chirp, bark, howl, growl, meow, moo, croak, neigh, quack, bleat, cluck, "
        "caw, squawk, hoot, crow, tweet, sing, call | crinkle, crumple, tear, fold, wrap | dance, "
        "clap | blow * scratch, tap, crunch, click, squeak, crackle, rustle, rub, scrape, beat, "
        "work, play"
    ),
    "site": (
        "kitchen, restaurant, cafe, diner, bar | bathroom, toilet, restroom | office, school, "
        "classroom, library | church, cathedral | airport | factory, workshop, garage, "
        "construction | forest, park, garden, backyard, field, farm, meadow, countryside, jungle | "
        "beach, shore, ocean, sea, lake, river, harbor, pool | street, road, highway, city, town, "
        "traffic, parking | railway, train, subway, station | stadium, arena, gym | cave, tunnel * "
        "outside, outdoor, inside, indoor, room, house, home, building, hall, nature, market, "
        "store, shop, party, playground, zoo"
    ),
    "nearness": "close, near, nearby, close by | far, far away, far off, afar, distant, distance",
    "side": "left | right",
    "moment": "start, beginning, begin, first | middle, mid | end, ending, last, finish",
    "oldness": "old, ancient | new, young, brand new",
    "filling": "full | empty",
    "hardness": "hard, solid, firm | soft, hollow",
    "thickness": "thick | thin",
    "texture": "smooth | rough",
    "effort": "easy, easily | difficult",
    "value": "good, pleasant | bad, unpleasant",
    "cleanness": "clean | dirty",
    "season": "summer | winter | autumn | spring",
    "hour": "morning, dawn | afternoon, noon, midday | evening, dusk | night, midnight, evening",
}

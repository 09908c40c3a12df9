"""Wordings, read since, of defects of truth, and of leaks, on clips with captions."""

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant

__all__ = ["CLIP"]


def _read(text: str) -> list[tuple[str, str, list[str]]]:
    """Return caption, question and options of `caption > question? first | second | ...`."""
    rows = []
    for line in text.strip().replace("\n  ", " ").split("\n"):
        caption, rest = line.split(" > ")
        question, options = rest.split("? ", maxsplit=1)
        rows.append((caption, f"{question}?", [option.strip() for option in options.split("|")]))
    return rows


# The right option first.
_LEAKS = """
A dog barks at a passing car. > What sound does the barking dog make? Barking | Growling | Howling
  | Whining
A violin plays a slow melody. > Which instrument does the violinist play? The violin | The piano
  | The flute | The drums
A freight train rolls over a bridge. > What kind of vehicle is the passing freight train?
  A freight train | A truck | A tram | A motorboat
Somebody types quickly on a keyboard. > What activity is suggested by the sound of someone typing
  on a keyboard? Typing on a keyboard | Washing dishes | Sweeping a floor | Cutting paper
An engine idles and is then switched off. > What is the source of the engine noise? An engine
  | A waterfall | A fan | A flute
A bell rings three times. > How many times does the bell ring in this clip with three rings?
  Three times | Five times | Once | Seven times
A kettle whistles in a kitchen. > In which room is the kettle whistling in the kitchen? A kitchen
  | A bathroom | A garage | A cellar
The audience laughs loudly. > What is the reaction of the laughing audience? Laughing | Booing
  | Singing along | Coughing
A clock ticks on a wall. > What produces the ticking sound of the wall clock? A wall clock
  | A typewriter | A metronome | A dripping tap
A man coughs twice and speaks. > What does the man do when he coughs twice before he speaks?
  He coughs twice | He sings a song | He whistles a tune | He sneezes once
A cat meows at a closed door. > Which animal is the cat that meows at the door? A cat | A goat
  | A horse | A parrot
Rain falls on a metal roof. > On what surface does the rain hitting the metal roof fall?
  On a metal roof | On dry leaves | On a wooden deck | On a lake
A woman whispers to a child. > Which manner of speaking is used by the whispering woman?
  Whispering | Shouting | Singing | Mumbling
Church bells ring and a crowd cheers. > What can be heard in addition to the cheering crowd when
  the church bells ring? Ringing church bells | A lawnmower | A crying baby | A helicopter
A glass falls and shatters. > How can the sound of the shattering glass best be described?
  Glass that shatters | A door that squeaks | A ball that bounces | A rope that snaps
The wind grows stronger. > How does the wind change as it grows stronger? It grows stronger
  | It dies down | It stays the same | It changes its direction
"""
_LEAKS_IN_OTHER_WORDS = """
A dog barks. > Which animal is the canine in this clip? A dog | A cat | A goat | A crow
A baby cries. > Who is heard as the infant wails? A baby | An old man | A choir | A parrot
A man plays a piano. > Which instrument has the pianist chosen? A piano | A violin | A drum
  | A flute
Rain pours down. > What kind of weather is heard in the downpour? Rain | Wind | Hail | Fog
Cows moo in a field. > Which animals make up the cattle in the field? Cows | Crows | Dogs | Frogs
A car brakes hard. > Which vehicle is the automobile that stops? A car | A tram | A boat | A plane
"""
# The first option is called right, and the caption contradicts it.
_WRONG = """
A dog barks three times. > How many times does the dog bark? Five times | Once | Twice | Seven times
A car approaches from afar and stops. > What does the car do? It drives away into the distance
  | It crashes into a wall | It honks twice | It plays loud music
A man speaks calmly in a quiet room. > How does the man speak? He shouts angrily
  | He sings in a high voice | He whispers in fear | He stutters nervously
The volume of the music gradually decreases. > How does the volume of the music change?
  It gradually increases | It stays the same | It rises and falls | It jumps up and down
A woman laughs. > Who is laughing in the clip? A man | A baby | A group of children | A parrot
Rain falls gently on leaves. > How strong is the rain? It is pouring heavily | It turns into hail
  | It becomes a storm | It stops and starts
A door is closed softly. > What happens with the door? It is slammed shut | It is kicked open
  | It is painted | It is sawn in half
A bird sings close to the listener. > Where is the bird? Far away in the distance
  | Behind a closed window | Inside a box | On the other side of a lake
The engine starts after several attempts. > What is the outcome of the attempts to start the engine?
  The engine never starts | The engine explodes | The engine is removed | The engine is sold
Thunder is heard before the rain begins. > When is the thunder heard? After the rain begins
  | Long after the rain stops | All through the rain | As the snow begins to fall
A flute plays a fast tune. > Which instrument plays the tune? A trumpet | A cello | A drum
  | An accordion
Footsteps are heard on wooden stairs. > On what are the footsteps heard? On gravel | On snow
  | On wet grass | On a metal grate
A continuous beep without any pauses. > What is the pattern of the beep? It is short and repeated
  | It changes its pitch | It is heard only once, for an instant | It comes and goes
No voices can be heard, only waves. > What can be heard besides the waves? Many voices
  | A marching band | A train | A chainsaw
A horse gallops past. > What does the horse do? It stands still and chews | It drinks water
  | It lies down | It kicks a door
The siren fades away. > What happens to the siren? It comes closer and closer
  | It is joined by a choir | It stays equally loud | It turns into a melody
"""


def _item(make: Maker, words: Wordings, text: str) -> Draft:
    caption, question, options = words.rng.choice(_read(text))
    draft = make.tacos.sound(words)
    made = replace(
        draft, question=question, options=tuple(options), answer_index=0, beside=(),
        metadata=draft.metadata | {"caption": caption}, spots=frozenset({0, 1}),
    )  # fmt: skip
    return words.shuffled(made)


def leak(make: Maker, words: Wordings) -> Draft:
    return _item(make, words, _LEAKS)


def leak_other_words(make: Maker, words: Wordings) -> Draft:
    return _item(make, words, _LEAKS_IN_OTHER_WORDS)


def quoted(make: Maker, words: Wordings) -> Draft:
    """The question quotes the key before it asks."""
    draft = make.tacos.sound(words)
    said = draft.answer.strip(" .")
    said = said[0].lower() + said[1:]
    form = words.rng.choice((
        "Which option describes the clip, in which this can be noticed: {}?",
        "The clip is about the following: {}. What is it about?",
        "Which of these is correct, given that the answer is: {}?",
        "Considering what is heard ({}), which option fits best?",
    ))  # fmt: skip
    return draft.with_question(form.format(said))


def wrong(make: Maker, words: Wordings) -> Draft:
    return _item(make, words, _WRONG)


def key_elsewhere(make: Maker, words: Wordings) -> Draft:
    """The model names another of its four options than the one that it wrote as right."""
    draft = make.tacos.how_many(words) if words.chance(0.5) else make.tacos.which(words)
    key = words.rng.choice(draft.wrong)
    return replace(draft, answer_index=key, spots=frozenset({key + 1}))


# What the caption does not say, and what words cannot tell from what it may mean.
_OPEN = """
A man speaks. > What is the man's mood? Cheerful | Sad | Furious | Bored
An engine runs. > What kind of engine is it? A diesel engine | A jet engine | A steam engine
  | An electric motor
Birds sing in a forest. > What time of day is it? Early morning | Midnight | Noon | Late evening
Footsteps are heard. > What kind of shoes are worn? High heels | Sandals | Rubber boots | Slippers
A crowd cheers. > What is the occasion? A goal in a match | A wedding | An election | A funeral
"""


def not_told(make: Maker, words: Wordings) -> Draft:
    return _item(make, words, _OPEN)


# A caption; the same said with nearly its words; the same in words of another stem.
_SCENES = (
    ("A dog barks several times outside.", ("Several barks of a dog", "A dog barking outside"),
     "The voice of a hound"),
    ("A baby cries in the next room.", ("A crying baby", "The crying of a baby next door"),
     "An infant that wails"),
    ("Heavy rain hits the windows.", ("Rain hitting windows", "Heavy rain on a window"),
     "A downpour against panes"),
    ("A train passes at high speed.", ("A passing train", "A train that passes very fast"),
     "Railway cars rushing along"),
    ("Someone knocks on a wooden door.", ("Knocking on a door", "A knock at a wooden door"),
     "A visitor rapping at the entrance"),
    ("A police siren wails in the distance.", ("A wailing siren", "A distant police siren"),
     "An emergency vehicle far off"),
    ("A piano plays a gentle melody.", ("A melody on the piano", "Gentle piano playing"),
     "Soft keyboard music"),
    ("People applaud at the end of a speech.", ("Applauding people", "People who applaud a speech"),
     "A clapping audience"),
    ("A chainsaw cuts through a log.", ("A chainsaw cutting a log", "Cutting with a chainsaw"),
     "Motorised woodcutting"),
    ("Water drips into a sink.", ("Dripping water", "Drips of water in a sink"), "A leaking tap"),
    ("Two women chat and laugh.", ("Laughing women", "A chat between two women"),
     "Merry conversation of ladies"),
    ("A horse trots on cobblestones.", ("A trotting horse", "The trot of a horse on cobblestones"),
     "Hooves on a paved lane"),
    ("Wind howls around a house.", ("Howling wind", "The howling of the wind around a house"),
     "A gale outdoors"),
    ("A cat purrs close to the listener.", ("A purring cat", "The purr of a cat nearby"),
     "A contented pet"),
)  # fmt: skip
_ASKS = (
    "Which of these sounds can be heard in the recording?", "What does one hear in this clip?",
    "Which sound is part of the audio?", "What is one of the sounds in this scene?",
    "Which of the following sound events occurs?", "What can a listener make out in the clip?",
    "Which sound belongs to this soundscape?", "What is audible in the recording?",
)  # fmt: skip


def _true_too(make: Maker, words: Wordings, *, near: bool) -> Draft:
    first, other, *rest = words.rng.sample(_SCENES, 4)
    key, *more = (words.rng.choice(scene[1]) for scene in (first, *rest))
    draft, told = make.tacos.sound(words), {"time_suspect": False}
    on = words.rng.choice((0.0, 1.5, 3.0))
    beside = (draft.metadata | {"caption": other[0]}, told | {"onset_s": on, "offset_s": on + 5})
    said = words.rng.choice(other[1]) if near else other[2]
    return words.shuffled(replace(
        draft, metadata=draft.metadata | {"caption": first[0]}, beside=(beside,),
        facts=told | {"onset_s": 1.0, "offset_s": 9.0}, question=words.rng.choice(_ASKS),
        options=(key, said, *more), answer_index=0, spots=frozenset({0, 2}),
    ))  # fmt: skip


def true_near(make: Maker, words: Wordings) -> Draft:
    return _true_too(make, words, near=True)


def true_far(make: Maker, words: Wordings) -> Draft:
    return _true_too(make, words, near=False)


def true_verbatim(make: Maker, words: Wordings) -> Draft:
    """A distractor is what another caption says, word by word."""
    while not (draft := make.tacos.present(words)).beside:
        pass
    said = words.rng.choice(draft.beside)[0]["caption"].rstrip(".")
    draft = replace(draft, question=words.rng.choice(_ASKS))
    return draft.with_option_like(words.rng.choice(draft.wrong), said[0].lower() + said[1:])


CLIP: dict[str, dict[str, tuple[Plant, bool]]] = {
    "answer-leak": {"fresh: in the question": (leak, True), "fresh: quoted": (quoted, True),
                    "fresh: other words": (leak_other_words, False)},
    "ungrounded-answer": {"fresh: contradicted": (wrong, True),
                          "fresh: key elsewhere": (key_elsewhere, True),
                          "fresh: not told": (not_told, False)},
    "distractor-true-in-clip": {"fresh: near": (true_near, True),
                                "fresh: verbatim": (true_verbatim, True),
                                "fresh: other words": (true_far, False)},
}  # fmt: skip

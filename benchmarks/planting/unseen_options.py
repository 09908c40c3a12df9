"""Held-out wordings: options that say the same, and an answer that stands out."""

from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.unseen_items import ALL, bare, item, lower, read_items, upper

__all__ = ["OPTIONS"]

# The first two options mean the same.
_TWINS = read_items("""
# written
A dog barks three times. > How many times does the dog bark? Three times | 3 times | Five times
  | Once
A car door closes. > What is closing? The door of a car | A car door | A wooden gate | A drawer
Rain and wind are heard. > What weather is heard? Rain and wind | Wind and rain | Hail and thunder
  | Snow and sleet
A doorbell rings. > What rings? A doorbell | A door bell | A telephone | A bicycle bell
A woman is singing. > What is the woman doing? She is singing | She's singing | She is coughing
  | She is knitting
A grey goose honks. > Which bird honks? A grey goose | A gray goose | A white swan | A brown duck
Two men talk. > Who is talking? Two men | 2 men | Three women | A child
A cat meows at a window. > What does the cat do? Meows at a window | It meows at the window
  | Purrs on a sofa | Hisses at a dog
A train passes by. > What passes by? A train passes by | A passing train | A bus that stops
  | A plane that lands
Footsteps on gravel. > What is heard on the gravel? Footsteps | Foot steps | Hoofbeats | A bicycle
A man whispers. > What does the man do? He whispers | Whispers | He yells | He hums
An engine starts and stops. > What happens to the engine? It starts and then stops
  | The engine starts and then it stops | It runs all the time | It explodes
The crowd claps ten times. > How many claps are there? Ten | 10 | Twelve | Six
Waves crash on a shore. > What crashes? Waves on a shore | Waves, on a shore | Glass on a floor
  | Cymbals on a stage
A T.V. plays in a room. > What plays in the room? A TV | A T.V. | A violin | A flute
Children shout in a pool. > Who shouts? Children in a pool | In a pool, children
  | Teachers in a hall | Sailors on a deck
A clock ticks 12 times. > How often does it tick? Twelve times | 12 times | 20 times | 7 times
An organ plays in the theater. > Where does the organ play? In the theater | In the theatre
  | In the chapel | In the station
A saw cuts wood. > What cuts the wood? A saw | The saw | An axe | A knife
Someone types on a keyboard. > What is somebody doing? Typing on a keyboard
  | Typing on the keyboard. | Writing with chalk | Dialling a number
A hammer hits metal twice. > How often does it hit? Two times | Twice | Four times | Nine times
Birds chirp in a tree. > What chirps? Birds | BIRDS | Crickets | Frogs
A kettle is whistling. > What is whistling? A whistling kettle | A kettle that is whistling
  | A whistling referee | A whistling train
# meaning
A car drives past. > What drives past? A car | An automobile | A tram | A bicycle
A child laughs. > Who laughs? A child | A kid | An old man | A crowd
A dog barks. > What barks? A dog | A canine | A seal | A crow
A phone rings. > What rings? A phone | A telephone | A church bell | A bicycle
A plane flies over. > What flies over? An airplane | An aeroplane | A helicopter | A drone
People clap. > What does the audience do? It claps | It applauds | It whistles | It boos
A man starts an engine. > What does the man do? He starts an engine | He turns an engine on
  | He paints a wall | He closes a window
A woman talks rapidly. > How does the woman talk? Quickly | Rapidly | Slowly | In a whisper
The music is silent at the end. > How does the music end? It stops | It ceases | It gets louder
  | It speeds up
A bike goes by. > What goes by? A bike | A bicycle | A truck | A horse
Somebody closes a door. > What does somebody do? Closes a door | Shuts a door | Breaks a plate
  | Rings a bell
A motorbike idles. > What idles? A motorbike | A motorcycle | A bus | A boat
A baby weeps. > What does the baby do? It cries | It weeps | It giggles | It sleeps
A deafening bang is heard. > How is the bang? Deafening | Ear-splitting | Muffled | Very faint
Two persons argue. > Who argues? Two people | A pair of persons | A large crowd | A single man
A film plays. > What is playing? A movie | A film | A radio play | A concert
A truck beeps. > What beeps? A truck | A lorry | A microwave oven | A smoke alarm
It begins with a whistle. > What happens at the beginning? A whistle is heard at the beginning
  | At the start there is a whistle | A drum is heard at the start | A bell rings at the start
A tap drips. > What drips? A tap | A faucet | A roof | A candle
People chat on a boat. > Where are the people? On a boat | Aboard a boat | On a train | In a lift
A fridge hums. > What hums? A fridge | A refrigerator | A bee | A transformer
Many birds sing. > How many birds sing? Many | A lot | One | None
The noise goes on for a minute. > How long does it go on? One minute | Sixty seconds | Two hours
  | Five seconds
""")
# {} is an option of a real item: what is put around it says nothing more.
_PADDED = (
    "the sound of {}", "{} can be heard", "{}, as heard in the clip", "it is {}", "{} (audible)",
    "one hears {}", "{} in the audio", "the noise is {}", "we hear {}", "the listener hears {}",
    "{} is what is heard", "in this clip, {}", "the recording has {}", "{}, that is what is heard",
    "you can hear {}", "there is {}", "the audio features {}", "that is {}",
)  # fmt: skip

# {} is the answer.
_TAILS = (
    "{}, which is clearly audible from the beginning to the end and is the most prominent sound",
    "{}, and this can be recognised by its characteristic timbre, rhythm and gradual decay",
    "{}, because no other source would make a noise with exactly this pitch and this duration",
    "{}, with a slight echo that suggests a large and mostly empty room with hard walls",
    "{}, heard several times in a row with small pauses in between, then fading away slowly",
    "{}, as can be inferred from the continuous nature of the sound and its steady loudness",
    "{}, while everything else stays in the background and does not draw any attention to itself",
    "{}, the main event of the scene, standing out against a quiet background without any voices",
    "{}, followed by a short pause in which only the faint hiss of the recording remains audible",
    "{}, a sound that most listeners would identify at once due to its familiar, common character",
    "{}, which gets slightly louder in the middle of the clip before it returns to where it was",
    "{}, produced at a moderate distance from the listener and lasting for most of the recording",
    "{}, exactly as one would expect it in a setting like this one at this time of the day",
    "{}, and not any of the other sounds, since these would have quite different acoustic features",
    "{}, a fact that is supported by the overall acoustic impression and by each single detail",
)  # fmt: skip
_MARKS = (
    "{} (correct)", "{} ✓", "{} (right answer)", "{} [correct]", "✔ {}", "{} - correct", "{} <-",
    "{} (this is the answer)", "{} (true)", "{} *", "✅ {}", "{} (Correct Answer)", "{} (answer)",
    "correct: {}", "{} == correct", "{} (the correct one)", "{} ← correct",
)  # fmt: skip
_SENTENCES = (
    "It is {} that makes this sound.", "The sound comes from {}.", "This noise is made by {}.",
    "One can clearly hear {} here.", "What we hear in this clip is {}.",
    "It must be {}, judging by the sound.", "The listener can make out {} in this part.",
    "{} is responsible for what is heard.", "The source of it appears to be {}.",
    "There is {} in the scene, and it is easy to hear.", "The audio contains the sound of {}.",
    "This is what {} sounds like when it is close.", "You are listening to {} in this recording.",
    "It can be identified as {}.", "The clip was made so that {} is in the foreground.",
    "I would say that it is {}.",
)  # fmt: skip
_SOMEWHAT = (
    "{}, with pauses", "{}, once more", "{}, for a while", "{} near the end", "{}, not far away",
    "{}, then nothing", "{} in the open", "{}, as usual", "{} all along", "{} in a room",
    "{}, quite evenly", "{}, it seems", "{}, or so it sounds", "{}, now and then", "{}, and fades",
)  # fmt: skip


# How the answer is written, and how the others are.
_WAYS: tuple[tuple[Callable[[str], str], Callable[[str], str]], ...] = (
    (upper, lower), (lower, upper), (lambda t: upper(t) + ".", upper),
    (upper, lambda t: upper(t) + "."), (str.upper, lower), (str.upper, upper),
    (str.title, lower), (lambda t: f'"{upper(t)}"', upper), (lambda t: upper(t) + ".", lower),
    (lambda t: upper(t) + "!", upper), (lambda t: lower(t) + ".", lower),
    (lambda t: f"({t})", lower), (upper, lambda t: lower(t) + "."), (str.upper, str.lower),
    (lambda t: f"'{t}'", lower), (lower, lambda t: upper(t) + "."),
    (lambda t: upper(t) + "...", upper), (lambda t: f"- {t}", lower), (lower, str.upper),
    (lambda t: f"“{t}”", lower),
)  # fmt: skip


def _written(
    draft: Draft, answer: Callable[[str], str], others: Callable[[str], str] = str
) -> Draft:
    """Write the answer in one way and the other options in another."""
    options = (
        (answer if at == draft.answer_index else others)(bare(text))
        for at, text in enumerate(draft.options)
    )
    return replace(draft, options=tuple(options), spots=ALL)


def _twins(make: Maker, words: Wordings, name: str) -> Draft:
    """A distractor says what the answer says."""
    return item(make, words, words.rng.choice(_TWINS[name]))


def written_twice(make: Maker, words: Wordings) -> Draft:
    return _twins(make, words, "written")


def said_twice(make: Maker, words: Wordings) -> Draft:
    return _twins(make, words, "meaning")


def padded(make: Maker, words: Wordings) -> Draft:
    """A distractor says what another option says, with words around it that add nothing."""
    draft = make.tacos.which(words)
    at = words.rng.choice(draft.wrong)
    like = words.rng.choice([n for n in range(4) if n != at])
    text = words.rng.choice(_PADDED).format(lower(bare(draft.options[like])))
    return replace(draft.with_option_like(at, text), spots=frozenset({at + 1, like + 1}))


def explained(make: Maker, words: Wordings) -> Draft:
    return _written(make.tacos.sound(words), words.rng.choice(_TAILS).format)


def other_way(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    while not all(text.strip()[0].isalpha() for text in draft.options):
        draft = make.any(words)  # a digit has no capital
    return _written(draft, *words.rng.choice(_WAYS))


def sentence_alone(make: Maker, words: Wordings) -> Draft:
    form = words.rng.choice(_SENTENCES)
    draft = make.tacos.which(words)
    return _written(draft, lambda text: upper(form.format(lower(text))), lower)


def marked(make: Maker, words: Wordings) -> Draft:
    return _written(make.any(words), words.rng.choice(_MARKS).format)


def somewhat(make: Maker, words: Wordings) -> Draft:
    """The answer says a little more than the others."""
    return _written(make.tacos.sound(words), words.rng.choice(_SOMEWHAT).format)


OPTIONS: dict[str, dict[str, tuple[Plant, bool]]] = {
    "near-identical-options": {
        "unseen: written twice": (written_twice, True), "unseen: said twice": (said_twice, True),
        "unseen: padded": (padded, True),
    },
    "answer-stands-out": {
        "unseen: explained": (explained, True), "unseen: written": (other_way, True),
        "unseen: sentence": (sentence_alone, True), "unseen: marked": (marked, True),
        "unseen: somewhat longer": (somewhat, False),
    },
}  # fmt: skip

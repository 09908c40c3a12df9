"""Held-out wordings: keys that the clip does not have, distractors that it does have."""

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.scenes import Event, made_event, third
from planting.sound_tacos import sentence
from planting.unseen_items import bare, event_of, item, lower, read_items

__all__ = ["CLIP"]

# The first option is called right, and the caption says otherwise.
_AGAINST = read_items("""
# against
A man whistles three times. > How often does the man whistle? Twice | Five times | Six times | Once
A car comes closer and stops. > What does the car do? It drives away | It explodes | It crashes
  | It is towed off
A woman speaks quietly. > How does the woman speak? At the top of her voice | In a song
  | Through her tears | Through a pipe
A door is opened slowly. > How is the door opened? With a sudden jerk | By a kick | With a key
  | By an explosion
The music gets louder and louder. > How does the volume of the music change? It decreases steadily
  | It jumps up and down | It stays the same | It breaks off
A single bird sings in a forest. > How many birds sing? Four | Seven | Three | Ten
A dog barks and then a cat meows. > Which animal is heard first? A cat | A cow | A horse | A goat
Footsteps on snow. > On which ground does somebody walk? On a wooden floor | On tiles
  | On broken glass | On a carpet
A male speaker reads the news. > Who reads the news? A female speaker | Two small children
  | A choir | A synthetic voice
An engine idles without a break. > How does the engine run? With long breaks | Only for a moment
  | At its highest speed | Backwards
Rain falls outdoors. > Where is the rain heard? Inside a closed room | In a tunnel | Under water
  | In a theatre
A bell rings after a long silence. > What comes before the bell? A loud scream | A drum roll
  | A gunshot | A siren
A high-pitched whistle sounds. > What is the pitch of the whistle? Low | Medium
  | It glides downwards | It changes all the time
A child giggles. > What does the child do? It cries bitterly | It sings a hymn | It sneezes
  | It recites numbers
A slow waltz is played on a piano. > At what tempo is the waltz played? Very fast | At marching pace
  | As a gallop | As a sprint
Glass breaks in the distance. > From where does the breaking of the glass come? From very close
  | From above the listener | From a loudspeaker | From inside a box
A saw cuts through metal. > Which material does the saw cut? Wood | Bread | Ice | Foam
Two women argue. > How many women are arguing? One | Five | Eight | Three
The tap is turned off. > What happens to the tap? It is turned on | It is painted | It is replaced
  | It breaks
A train leaves the station. > What does the train do? It arrives at the station | It derails
  | It waits for hours | It is unloaded
""")["against"]
# The first option is called right, and the caption is silent about it.
_UNTOLD = read_items("""
# untold
A man speaks. > What is the man talking about? The weather | A recipe | A football match | A novel
A dog barks. > Of which breed is the dog? A terrier | A husky | A poodle | A beagle
Footsteps on gravel. > Which shoes does the person wear? Boots | Sandals | High heels | Slippers
A car passes by. > What is the colour of the car? Red | Blue | White | Black
Birds sing. > At what time of the day do the birds sing? At dawn | At noon | At dusk | At midnight
A bell rings. > Who rings the bell? A monk | A postman | A schoolboy | A butler
Music plays. > In which country was this music written? In Spain | In Norway | In Japan | In Peru
A woman laughs. > Why does the woman laugh? At a joke | From nerves | At a clown | At her own slip
Water runs. > What is the temperature of the water? It is hot | It is cold | It is lukewarm
  | It is freezing
A phone rings. > Who is calling? A colleague | A mother | A bank | A neighbour
A crowd cheers. > Which sport does the crowd watch? Rugby | Tennis | Ice hockey | Boxing
A door closes. > What is the door made of? Oak | Steel | Glass | Plastic
An engine runs. > How old is the engine? Decades old | Brand new | A few weeks old | A year old
A baby cries. > What does the baby need? Milk | Sleep | A new nappy | Its father
Somebody types. > What is being typed? An e-mail | A poem | A spreadsheet | A password
Wind blows. > In which season is this? In autumn | In spring | In summer | In winter
""")["untold"]

# What another caption of the clip says, and how a distractor says it.
_NEAR = (
    ("A dog barks loudly.", "a loudly barking dog"), ("Rain is falling.", "falling rain"),
    ("A church bell rings twice.", "a church bell ringing twice"),
    ("A man is coughing.", "the coughing of a man"),
    ("Waves hit the shore.", "waves hitting a shore"),
    ("A woman laughs softly.", "soft laughter of a woman"),
    ("A truck drives past.", "a truck driving past"), ("Wind blows in trees.", "wind in the trees"),
    ("Crickets are chirping at night.", "the chirping of crickets"),
    ("A phone rings in a room.", "a ringing phone"), ("A baby is crying.", "a crying baby"),
    ("Glass shatters on a floor.", "the shattering of glass"),
    ("An old clock ticks steadily.", "the steady ticking of a clock"),
    ("A helicopter hovers overhead.", "a helicopter that hovers overhead"),
    ("Someone knocks on a door.", "a knock on the door"),
    ("A guitar is being strummed.", "someone strumming a guitar"),
    ("Children shout and play.", "shouting children"),
    ("A kettle is whistling.", "a kettle's whistle"),
    ("A horse gallops away.", "a galloping horse"), ("Thunder rumbles.", "a rumble of thunder"),
    ("Sheep are bleating on a hill.", "bleating sheep"), ("A saw cuts wood.", "wood cut by a saw"),
)  # fmt: skip
_FAR = (
    ("A dog barks loudly.", "noisy canine yapping"), ("Rain is falling.", "a downpour"),
    ("A crowd applauds.", "an ovation"), ("A man is coughing.", "someone with a cold"),
    ("Waves hit the shore.", "the surf of the sea"), ("A woman laughs softly.", "quiet amusement"),
    ("A truck drives past.", "a heavy vehicle in motion"), ("Wind blows hard.", "stormy weather"),
    ("Crickets are chirping.", "insects in the grass"), ("A phone rings.", "an incoming call"),
    ("A baby is crying.", "an upset infant"), ("Glass shatters.", "a window going to pieces"),
    ("An old clock ticks.", "a timepiece at work"), ("Bells chime.", "the carillon of a tower"),
    ("A helicopter hovers.", "an aircraft with rotors"), ("A gun is fired.", "a loud shot"),
    ("People talk.", "a conversation"), ("A guitar is strummed.", "a stringed instrument"),
)  # fmt: skip
_ASKED = (
    "Which sound is heard in the clip?", "What can be heard in this recording?",
    "Which of these sounds is part of the audio?", "What is present in the clip?",
    "Which sound can the listener make out?", "What occurs in this audio?",
    "Which of the following sounds does the recording contain?", "What is audible here?",
    "Which source of sound can be identified?", "What do we hear in the clip?",
    "Which event takes place in the recording?", "What sound is there in the scene?",
    "Which of these can be noticed in the audio?", "What is to be heard here?",
    "Which sound belongs to this scene?",
)  # fmt: skip
# Ways to say again that something does something: {n} is its name, {v} the verb.
_AGAIN = (
    "{n} {v}", "the sound of {n} that {v}", "{n}, which {v}", "a moment when {n} {v}",
    "how {n} {v}", "{n} as it {v}", "the part where {n} {v}", "{n} that {v} in the clip",
    "one hears that {n} {v}", "some noise while {n} {v}", "{n}: it {v}", "{n}, and it {v}",
    "the way in which {n} {v}", "{n} that {v} at some point", "clearly, {n} {v}",
)  # fmt: skip


def against(make: Maker, words: Wordings) -> Draft:
    return item(make, words, words.rng.choice(_AGAINST))


def moved_key(make: Maker, words: Wordings) -> Draft:
    """The number of the right option points at a distractor: off by one, or counted from one."""
    tacos = make.tacos
    # Of the ways in which a sound is made, several may be true of it: those are left out.
    draft = words.rng.choice((tacos.present, tacos.doing, tacos.how_many, tacos.which))(words)
    key = words.rng.choice(draft.wrong)
    return replace(draft, answer_index=key, spots=frozenset({key + 1}))


def swapped_caption(make: Maker, words: Wordings) -> Draft:
    """The answers of a batch were shifted: the item is that of another clip."""
    draft = make.tacos.present(words)
    events = make.tacos.others(words, draft.families, 1, draft.answer)
    other = draft.metadata | {"caption": sentence(events[0].clause)}
    return replace(draft, metadata=other, spots=frozenset({0, draft.answer_index + 1}))


def untold(make: Maker, words: Wordings) -> Draft:
    return item(make, words, words.rng.choice(_UNTOLD))


def _true_too(make: Maker, words: Wordings, other: Event, said: str) -> Draft:
    """A distractor says what another caption of the clip says."""
    first = made_event(words)
    while other.clashes(first.families):
        first = made_event(words)
    families = first.families | other.families
    wrong = [each.clause for each in make.tacos.others(words, families, 2, first.clause)]
    texts = [first.clause, said, *wrong]
    draft = make.tacos.draft(words, [first, other], words.rng.choice(_ASKED), texts)
    at = next(n for n, text in enumerate(draft.options) if lower(bare(text)) == said)
    return replace(draft, spots=frozenset({0, at + 1, draft.answer_index + 1}))


def true_near(make: Maker, words: Wordings) -> Draft:
    caption, said = words.rng.choice(_NEAR)
    return _true_too(make, words, event_of(caption), said)


def true_far(make: Maker, words: Wordings) -> Draft:
    caption, said = words.rng.choice(_FAR)
    return _true_too(make, words, event_of(caption), said)


def true_again(make: Maker, words: Wordings) -> Draft:
    other = made_event(words)
    name = other.thing.name if other.thing else ""
    said = words.rng.choice(_AGAIN).format(n=name, v=third(other.deed))
    return _true_too(make, words, other, said)


CLIP: dict[str, dict[str, tuple[Plant, bool]]] = {
    "ungrounded-answer": {
        "unseen: against": (against, True), "unseen: key moved": (moved_key, True),
        "unseen: of another clip": (swapped_caption, True), "unseen: untold": (untold, False),
    },
    "distractor-true-in-clip": {
        "unseen: near": (true_near, True), "unseen: again": (true_again, True),
        "unseen: far": (true_far, False),
    },
}  # fmt: skip

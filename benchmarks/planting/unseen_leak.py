"""Held-out wordings: a question that gives the answer away."""

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.unseen_items import bare, item, lower, read_items, upper

__all__ = ["LEAK"]

# {c} is the answer; no other option is spoken of.
_LEAK = (
    "Since {c}, what is heard in the clip?", "The clip, in which {c}, contains which sound?",
    "Which of these is heard when {c}?", "What is audible in a scene where {c}?",
    "After a while {c}; what is that sound?", "Knowing that {c}, what does the listener hear?",
    "In the recording {c}. What is being heard there?", "{c}: which sound is that?",
    "The main event is that {c}. Which event is the main one?", "As {c}, what can be heard?",
    "What sound would you expect, given that {c}?", "How would you describe it when {c}?",
    "It is clear that {c}. Which option says so?", "Which option fits best, if {c}?",
    "Somewhere in the clip, {c}. Which of the options is heard?", "What happens at the time {c}?",
    "Considering that {c}, which of the following occurs?", "When {c}, which noise is produced?",
)  # fmt: skip
_HINTED = (
    "{q}? (Hint: {a})", "{q}? The answer is: {a}.", "{q}? Answer: {a}", "{q}? (Correct: {a})",
    "{q}? I think it is this: {a}.", "{q}? It should be {a}.", "{q}, namely {a}?",
    "{q}? Remember: {a}.", "{q}? [{a}]", "{q}? -> {a}", "{q}? The right choice here is {a}.",
    "{q}, such as {a}?", "{q}? For instance, {a}?", "{q} - {a}?", "{q} (i.e. {a})?",
    "{q}? Expected answer: {a}.",
)  # fmt: skip
# A word of the question is in the answer and in no other option.
_SAID = read_items("""
# word
A violin plays a slow melody. > Which instrument plays the slow violin melody? A violin | A trumpet
  | A harp | A banjo
A dog barks at a mailman. > What makes the barking noise of a dog at the mailman? A dog | A fox
  | A crow | A seal
Rain falls on leaves. > What is falling on the leaves in this rain scene? Rain | Snow | Sand | Rice
A train arrives at a platform. > What vehicle arrives at the train platform? A train | A bus
  | A boat | A plane
A baby cries in a crib. > Who is crying like a baby in the crib? A baby | A man | A cat | A parrot
Waves crash on the beach. > What causes the crashing of the waves on the beach? Waves | Thunder
  | A hammer | Cymbals
A cow moos in a barn. > Which animal is the cow in the barn that moos? A cow | A sheep | A horse
  | A goose
A bell rings in a church. > What rings in the bell tower of the church? A bell | A phone | A glass
  | An alarm
A woman sings opera. > What style of opera singing does the woman perform? Opera | Jazz | Rap | Folk
A man chops wood with an axe. > Which tool does the man with the axe use? An axe | A chisel
  | A knife | A shovel
Footsteps on wooden stairs. > Where do the footsteps on the stairs take place? On the stairs
  | On sand | On ice | On gravel
A motorcycle accelerates. > What kind of vehicle is the accelerating motorcycle? A motorcycle
  | A tram | A tractor | A ferry
A cat purrs. > How does the purring cat sound? It is purring | It is howling | It is croaking
  | It is silent
A crowd cheers in a stadium. > Where does the stadium crowd cheer? In a stadium | In a church
  | In a kitchen | In a forest
A fire crackles. > What is the source of the crackling of the fire? A fire | A river | A radio
  | A broom
A guitar is strummed. > Which instrument is strummed by the guitar player? A guitar | A lute
  | A zither | A piano
A clock ticks. > What is ticking on the clock shelf? A clock | A bomb | A turn signal | A typewriter
A door creaks. > What creaks as the door is opened? A door | A chair | A ship | A branch
""")["word"]
# What is asked for is known from the words of the question, to those who know the world.
_KNOWN = read_items("""
# known
A cat meows. > Which animal is meowing? A cat | A cow | A horse | A goose
A dog barks. > What barks in this clip? A dog | A cow | A hen | A sheep
A rooster crows. > Which farm animal crows at dawn? A rooster | A pig | A goat | A donkey
Frogs croak. > What is croaking by the pond? Frogs | Ducks | Boys | Bees
A horse neighs. > What neighs behind the gate? A horse | A dog | A duck | A goat
A cow moos. > What is mooing? A cow | A sheep | A hen | A pig
A lion roars. > Which big cat roars? A lion | An elephant | A bear | A wolf
An owl hoots. > Which night bird hoots? An owl | A robin | A gull | A hen
Bees buzz. > Which insects buzz around their hive? Bees | Wolves | Gulls | Cats
A clock ticks. > What ticks the seconds away? A clock | A kettle | A flute | A river
A duck quacks. > What quacks? A duck | A fox | A bee | A mule
Sheep bleat. > Which woolly animals bleat? Sheep | Cows | Geese | Hens
A piano plays. > Which instrument with black and white keys is heard? A piano | A drum | A harp
  | A tuba
A wolf howls. > What howls at the moon? A wolf | A hen | A bee | A trout
A siren wails. > What wails on top of the ambulance? A siren | A kettle | A cow | A drum
A snake hisses. > Which reptile hisses? A snake | A goose | A goat | A moth
""")["known"]


def given_away(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    text = words.rng.choice(_LEAK).format(c=lower(bare(draft.answer)))
    spots = frozenset({0, draft.answer_index + 1})
    return replace(draft, question=upper(text), spots=spots)


def hinted(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    asked, answer = draft.question.strip().rstrip("?"), bare(draft.answer)
    text = words.rng.choice(_HINTED).format(q=asked, a=answer)
    return replace(draft, question=text, spots=frozenset({0, draft.answer_index + 1}))


def said_before(make: Maker, words: Wordings) -> Draft:
    return item(make, words, words.rng.choice(_SAID))


def known(make: Maker, words: Wordings) -> Draft:
    return item(make, words, words.rng.choice(_KNOWN))


LEAK: dict[str, dict[str, tuple[Plant, bool]]] = {
    "answer-leak": {
        "unseen: told": (given_away, True), "unseen: hinted": (hinted, True),
        "unseen: word": (said_before, True), "unseen: known": (known, False),
    },
}  # fmt: skip

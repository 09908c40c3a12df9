"""Traps, a set that was held out once: sound items that look like a defect and are none."""

from collections.abc import Iterator

from planting.blind_traps import read_traps
from planting.drafts import Draft, Wordings
from planting.scenes import Event
from planting.sound_tacos import TacosMaker

__all__ = ["fresh_traps"]

_TRAPS = """
# letters
A pianist plays a scale in B flat. > In which key is the scale? B flat | A minor | D major | C sharp
A guide tells a tourist to walk to terminal C. > To which terminal should the tourist walk?
  Terminal C | Terminal A | Terminal D | Terminal B
A man orders a box of AAA batteries. > Which batteries does the man order? AAA batteries
  | AA batteries | D batteries | C batteries
A woman spells the name Abe. > Which letter does the woman say first? A | B | E | O
A voice announces that option two is for refunds. > What is option two for? Refunds | Deliveries
  | Repairs | Complaints
# question
Church bells ring while a horse trots past. > When the bells ring and a horse trots past, what comes
  from above? The bells | The horse | A hammer | A bus
A girl asks "Who is there?" through a door. > What does the girl want to know when she asks
  "Who is there?"? The name of the visitor | The time of day | The price of bread | The way home
A man whistles and then snaps his fingers. > First there is a whistle; what comes next?
  A snap of the fingers | A clap of the hands | A stamp of the foot | A click of the tongue
Two boys argue about a ball. > Whose voices? Two boys' voices | Two girls' voices
  | A teacher's voice | A parrot's voice
A crowd counts down from ten. > And the crowd? It counts down | It sings | It boos
  | It falls silent
A fire crackles. > Name the sound: what is it, if not rain? A crackling fire | A running tap
  | A cash register | A passing tram
# metadata
A woman taps on a microphone and says hello. > What does the woman tap on? A microphone | A table
  | A window | A barrel
A man reads the caption below a painting aloud. > What does the man read aloud?
  The caption of a painting | A recipe | A timetable | A prayer
A camera clicks and a man says keep the file. > What does the man want to keep? The file
  | The camera | The money | The dog
A user manual is read out by a robot voice. > What is read out? A user manual | A poem
  | A love letter | A menu
A radio host describes a new keyword for a contest. > What is the host talking about?
  A keyword for a contest | The weather | A traffic jam | A lost cat
A metal file scrapes along an iron bar. > Which tool is used on the bar? A file | A hammer | A drill
  | A saw
# alike
A dog chases a cat. > Who chases whom? A dog chases a cat | A cat chases a dog | A dog chases a dog
  | A cat chases a cat
A pan falls before a lid falls. > In which order do the things fall? A pan, then a lid
  | A lid, then a pan | A pan, then a pan | A lid, then a lid
A bell rings fifteen times. > How many times does the bell ring? 15 | 50 | 5 | 55
A child jumps in, and out, of a pool. > What does the child do last? Jumps out | Jumps in
  | Jumps over | Jumps on
A man opens a can. > What does the man do with the can? He opens it | He closes it | He crushes it
  | He throws it
A hen clucks, a cock crows. > Which bird crows? The cock | The hen | The chick | The duckling
A big dog barks and a small dog answers. > Which dog barks first? The big dog | The small dog
  | The old dog | The young dog
# language
A man says bonjour to a waiter. > What does the man say? "Bonjour" | "Arrivederci"
  | "Auf Wiedersehen" | "Hasta la vista"
A mariachi band plays La Cucaracha. > Which tune is played? La Cucaracha | La Bamba
  | Guantanamera | Cielito Lindo
A cook shouts that the creme brulee is ready. > What is ready? The crème brûlée | The soufflé
  | The purée | The consommé
A woman sings in Japanese. > In which language does the woman sing? Japanese | Chinese | Thai
  | Korean
A djembe and a kora play. > Which instruments play? A djembe and a kora | A sitar and a tabla
  | A koto and a shamisen | A balalaika and a bayan
# leaks
A cat hisses and a dog barks, louder than the cat. > Which is louder, the dog or the cat?
  The dog | The cat | Both equally | They take turns
A red bus honks at a white van. > Which vehicle honks at the van? A bus | A tram | A taxi
  | A lorry
A woman asks a man to whistle, and he hums. > The woman wants a whistle; what does the man do?
  He hums | He whistles | He sings | He laughs
A door bell rings, then a door opens. > What happens after the door bell? A door opens
  | A door is locked | A door falls down | A door is knocked on
Rain stops and the sun is greeted by birds. > What is heard once the rain has stopped? Birds
  | More rain | Thunder | A gale
# truth
A dozen geese honk. > How many geese are there? Twelve | Two | Twenty | Two hundred
A motor that does not start is cranked again. > Does the motor run? No, it does not start
  | Yes, it runs well | Yes, but only for an hour | Yes, at full speed
A man neither sings nor speaks, but whistles. > What does the man do? He whistles | He sings
  | He speaks | He shouts
A train is heard, first near and then far. > How does the train move? It goes away | It comes closer
  | It stands still | It turns round
Hardly anybody claps. > How is the applause? Sparse | Thunderous | Endless | Rhythmic
# signs
A man says that an ampersand stands for and. > Which sign does the man name? & | % | $ | @
"""


def fresh_traps(tacos: TacosMaker, words: Wordings) -> Iterator[Draft]:
    """Yield each of the traps once."""
    for name, caption, question, options in read_traps(_TRAPS):
        event = Event(frozenset({"speech"}), caption.rstrip("."))
        yield tacos.draft(words, [event], question, options, group=f"trap: fresh: {name}")

"""More traps, written blind: sound items that look like a defect and are none.

Each is `caption > question? right | wrong | wrong | wrong`; an indented line goes on with the
one before it, and a line with `#` names what the items after it may be taken for.
"""

from collections.abc import Iterator

from planting.blind_traps_more import MORE
from planting.drafts import Draft, Wordings
from planting.scenes import Event
from planting.sound_tacos import TacosMaker

__all__ = ["blind_traps", "read_traps"]

_TRAPS = """
# letters
A doctor tells a patient to take vitamin D. > Which vitamin is named?
  Vitamin D | Vitamin A | Vitamin C | Vitamin K
A coach shouts that plan B is on. > Which plan does the coach call for? Plan B | Plan A | Plan C
  | Plan D
A violin plays a long A. > Which note does the violin hold? An A | A D | A G | An E
A teacher praises a pupil for a grade A paper. > Which grade is mentioned? Grade A | Grade B
  | Grade C | Grade D
A child recites the first letters of the alphabet. > What does the child recite? Letters
  | Numbers | Names of days | A poem
A voice calls for team C to line up. > Which team is called? Team C | Team A | Team B | Team D
A piano plays a B flat chord. > Which chord is played? B flat major | C major | A minor | E minor
A guard says that all doors are closed. > What does the guard say of the doors?
  All of them are closed | All of them are open | Half of them are open | None of them will move
A man says that neither of the two dogs is his. > What does the man say of the two dogs?
  Neither is his | Both are his | Both are for sale | Either may bite
Both engines of a plane start up. > What happens to the engines of the plane?
  Both start up | Both stop | One of them bursts | Neither makes a sound
A host announces door B. > What does the host announce? Door B | A new car | The next guest
  | A short break
A man orders a type C cable on the phone. > What is ordered? A type C cable | A pizza
  | A taxi | A table for two
# metadata
A nail file scrapes against a nail. > What scrapes? A nail file | A shovel | A fork | A saw
A wooden recorder plays a children's tune. > On what is the tune played? A recorder | A harp
  | A tuba | A cello
A woman describes her lost cat to a policeman. > What does the woman describe? Her lost cat
  | Her new house | A stolen bag | A car crash
A man reads the caption of a cartoon aloud. > What does the man read aloud? A caption
  | A recipe | A will | A street sign
A boy plays tag with his friends in a yard. > Which game do the boys play? Tag | Chess
  | Football | Hide and seek
A typist enters a keyword and presses return. > What does the typist do at last?
  Presses return | Tears a page | Slams the lid | Pulls a plug
A photographer clicks the shutter of a camera. > What is clicking? A camera | A pen | A seat belt
  | A mouse
A clerk stamps a stack of files. > What is done with the files? They are stamped
  | They are torn up | They are stapled | They are dropped
A guide tells visitors the title of a painting. > What does the guide talk about? A painting
  | A statue | The weather | The way out
A microphone squeals with feedback. > What does the microphone do? It squeals | It falls down
  | It is tapped | It is blown into
Someone drops a microphone on a stage. > What falls on the stage? A microphone | A chair
  | A bottle | A drum stick
A man tells a joke about London. > What is the man doing? Telling a joke | Giving directions
  | Calling a cab | Reading news
An announcer says that the train to Paris is late. > What is announced? A late train
  | A lost child | A closed road | A free seat
A user of a lift presses the button again and again. > What is being pressed? A button | A pedal
  | A key | A doorbell
# loan words
A band plays mariachi music at a fiesta. > What is being played? Mariachi music | A polka
  | A waltz | Church music
A man sings La Cucaracha off key. > What does the man sing? La Cucaracha | Jingle Bells
  | Frère Jacques | O sole mio
A tabla and a sitar play together. > Which instruments are heard? Tabla and sitar
  | Koto and shamisen | Oud and darbuka | Kora and djembe
A woman says gracias to a vendor. > How does the woman thank the vendor? Gracias | Bonjour | Ciao
  | Danke
A didgeridoo drones. > What drones? A didgeridoo | A theremin | A hurdy-gurdy | A bodhrán
A waiter greets guests at a café. > Where does this take place? In a café | In a garage
  | On a façade | In a chalet
A pianist plays Für Elise. > Which piece is played? Für Elise | Clair de lune | La Campanella
  | Träumerei
A karate teacher shouts hajime. > What is shouted? Hajime | Yamete | Sensei | Osu
A rooster crows cock-a-doodle-doo. > What does the animal seem to say? Cock-a-doodle-doo
  | Oink oink | Meow meow | Moo
Children hit a piñata at a party. > What do the children hit? A piñata | A gong | A tree | A wall
A flamenco dancer claps and shouts olé. > Which dance is this? Flamenco | Ballet | Samba
  | Ländler
A man yodels in the Alps. > What comes from the man in the mountains? A yodel | A snore | A rap
  | A cough
# numbers
A clock strikes eleven times. > How many times does the clock strike? Eleven | Twelve | Ten | One
A phone rings twice and then stops. > How often does the phone ring? Two times | Three times
  | One time | Four times
A man counts from 1 to 10. > What is the last number that is said? 10 | 1 | 9 | 100
A speaker mentions the year 1984. > Which year is mentioned? 1984 | 1948 | 1894 | 1849
A hammer hits a nail three times. > How many hits are there? 3 | 13 | 30 | 33
Half a dozen eggs are cracked. > How many eggs are cracked? Half a dozen | A dozen | Two dozen
  | Three dozen
A woman calls bus 12. > Which bus is called? Bus 12 | Bus 21 | Bus 2 | Bus 1
A train on platform 9 departs. > From which platform does the train leave? 9 | 6 | 19 | 90
A man knocks once, waits, and knocks four times. > How many knocks follow the pause? Four | One
  | Five | Three
A pair of horses trots by. > How many horses trot by? A pair | Three | Just one | A herd of ten
A scale reads 2.5 kilos aloud. > Which weight is read out? 2.5 kilos | 25 kilos | 5.2 kilos
  | 0.25 kilos
A car passes in the 1st minute only. > How many cars pass? One | Two | Several | None
# order
A door slams, then a dog barks. > What is the order of events? A door slams, then a dog barks
  | A dog barks, then a door slams | A dog and a door at once | A door slams, and no dog barks
Thunder comes before the rain. > What comes first? The thunder, then the rain
  | The rain, then the thunder | Both at the same time | The rain, and no thunder
A man speaks to a woman, who does not answer. > Who speaks to whom? A man to a woman
  | A woman to a man | A man to a man | A woman to a woman
A cat chases a dog through the house. > Who chases whom? A cat chases a dog
  | A dog chases a cat | A dog chases a dog | A cat chases a cat
A car overtakes a bus, horn blaring. > What happens on the road? A car overtakes a bus
  | A bus overtakes a car | A bus overtakes a bus | A car hits a bus
The music gets louder and then softer. > How does the volume change? Louder, then softer
  | Softer, then louder | Louder and louder | Softer and softer
Footsteps go up the stairs and down again. > In which direction do the steps go? Up, then down
  | Down, then up | Only up | Only down
A whistle blows after the crowd cheers. > When does the whistle blow? After the cheering
  | Before the cheering | During the cheering | Without any cheering
A baby laughs until it cries. > What does the baby do? First laugh, then cry
  | First cry, then laugh | Laugh all the time | Cry all the time
A drum leads and a flute answers. > Which instrument leads? A drum leads, a flute answers
  | A flute leads, a drum answers | Both begin together | A flute plays alone
# negation
The dog growls but does not bark. > What is true of the dog? It growls | It barks | It whines
  | It sleeps
A man tries a car, and it won't start. > What happens with the car? It does not start
  | It starts at once | It crashes | It runs out of the garage
No one answers the phone. > What happens when the phone rings? No one answers
  | A woman answers | A child answers | A machine answers
The tap is turned off. > What happens to the water? It no longer runs | It runs faster
  | It runs as before | It starts to boil
A woman says no twice. > What is the woman's reply? No | Yes | Maybe | Hello
A boy says that he has nothing to hide. > What does the boy say that he has? Nothing to hide
  | A secret to tell | A coin to spend | A place to go
A man can't find his keys. > What does the man say of his keys? He can't find them | He found them
  | He sold them | He locked them in
A radio plays no music. > What is not on the radio? Music | News | A weather report | A talk show
The crowd stops clapping. > What does the crowd do? It stops clapping | It keeps clapping
  | It starts singing | It never claps
"""


def read_traps(text: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield the name, the caption, the question and the options, the right one first."""
    name = ""
    for line in text.replace("\n  ", " ").split("\n"):
        if line.startswith("# "):
            name = line[2:]
        if not line or line.startswith("# "):
            continue
        caption, rest = line.split(" > ")
        question, options = rest.split("? ", maxsplit=1)
        yield name, caption, f"{question}?", [option.strip() for option in options.split("|")]


def blind_traps(tacos: TacosMaker, words: Wordings) -> Iterator[Draft]:
    """Yield each of the traps once."""
    for name, caption, question, options in read_traps(_TRAPS + MORE):
        event = Event(frozenset({"speech"}), caption.rstrip("."))
        yield tacos.draft(words, [event], question, options, group=f"trap: blind: {name}")

"""Traps, the newest set: sound items that look like a defect and are none (see `blind_traps`)."""

from collections.abc import Iterator

from planting.blind_traps import read_traps
from planting.drafts import Draft, Wordings
from planting.scenes import Event
from planting.sound_tacos import TacosMaker

__all__ = ["unseen_traps"]

_TRAPS = """
# letters
A nurse talks about vitamin C. > Which vitamin is the nurse talking about? Vitamin C | Vitamin D
  | Vitamin A | Vitamin K
A tuning fork gives an A note. > Which note does the tuning fork give? An A | A G | A D | An E
A teacher recites the alphabet up to D. > Where does the teacher stop? At D | At B | At F | At K
A girl says that she got a B in maths. > Which grade did the girl get? A B | An A | A C | A D
A platform announcement mentions track 4b. > Which track is announced? 4b | 2a | 4c | 3b
A guitarist tunes the low E string. > Which string does the guitarist tune? The low E
  | The high B | The open G | The middle D
A man explains plan B to his team. > Which plan does the man explain? Plan B | Plan A | Plan C
  | Plan D
A quiz host says that option three wins. > Which option wins the quiz? Option three | Option one
  | Option two | Option four
A choir sings a chord in C major. > In which key does the choir sing? C major | G minor | D major
  | A minor
A doctor asks for an X-ray. > What does the doctor ask for? An X-ray | An ECG | A CT scan
  | A blood test
# loan words
A busker plays a tango on a bandoneon. > What does the busker play? A tango | A waltz | A polka
  | A csardas
Mariachi musicians perform on a plaza. > Who performs on the plaza? Mariachi musicians
  | A gamelan ensemble | A klezmer band | A samba school
A soprano holds a fermata. > What does the soprano do? She holds a fermata | She sings a vibrato
  | She begins a coloratura | She hums a lullaby
An alphorn echoes in the mountains. > Which instrument echoes? An alphorn | A didgeridoo
  | A shamisen | A balalaika
A waiter serves tapas and shouts "Ole". > What does the waiter shout? Ole | Bravo | Ciao | Prost
A taiko drum is struck slowly. > Which drum is struck? A taiko | A djembe | A tabla | A bodhran
A dachshund barks at a poodle. > Which dog is barking? The dachshund | The schnauzer
  | The rottweiler | The chihuahua
A muezzin calls from a minaret. > Who is calling? A muezzin | A rabbi | A pastor | A guru
# idioms
It is raining cats and dogs on a roof. > What is coming down on the roof? Heavy rain | Some animals
  | Dry leaves | Loose tiles
A man says that it is a piece of cake. > How does the man find the task? Easy | Boring | Hard
  | Useless
A comedian breaks the ice and people laugh. > How do the people react? They laugh | They freeze
  | They leave | They sigh
A woman tells somebody to break a leg. > What does the woman wish? Good luck | An injury | A fall
  | A rest
A coach says that time is up. > What does the coach say about the time? It has run out
  | It has stopped | It is all right | It has just begun
Somebody lets the cat out of the bag in a talk. > What happens in the talk? A secret is told
  | A pet escapes | A purse is lost | A bet is made
# numbers
A clock strikes twelve. > How many strokes are heard? Twelve | Eleven | Ten | Nine
A sergeant counts one, two, one, two. > Up to which number does the sergeant count? Two | Ten | Four
  | Six
A band counts in and plays in 3/4 time. > In which time does the band play? 3/4 | 4/4 | 6/8 | 5/4
A single clap is followed by two knocks. > What comes after the clap? Two knocks | One knock
  | Three knocks | Four knocks
A lottery host reads the number 21. > Which number is read? 21 | 12 | 11 | 22
A metronome ticks at 60 beats per minute. > How fast does it tick? 60 beats per minute
  | 160 beats per minute | 16 beats per minute | 600 beats per minute
A radio is tuned to 101.5. > To which frequency is it tuned? 101.5 | 105.1 | 110.5 | 151.0
# negation
An engine is cranked but does not start. > Does the engine start? No, it does not start
  | Yes, at once | Yes, after a while | Yes, with a bang
Nobody answers when a man calls. > Who answers the man? Nobody | A woman | A child | A guard
A kettle does not whistle, it only bubbles. > What does the kettle do? It only bubbles
  | It whistles loudly | It falls over | It is filled up
Birds sing, a dog barks, a bell rings, and there is no wind. > Which of these is absent? Wind
  | Birds | A dog | A bell
A speaker never raises her voice. > How does the speaker talk? Without raising her voice
  | With a raised voice | With a breaking voice | In two voices
Not a single voice is heard in the hall. > How many voices are in the hall? None | One | Two | Many
A dog that is not barking pants. > What is the dog doing? Panting | Barking | Growling | Howling
# order
A whistle blows, then a horn honks. > In which order do the sounds come? A whistle, then a horn
  | A horn, then a whistle | Both at the same time | A horn between two whistles
Thunder comes before the rain. > In which order do the two come? Thunder before rain
  | Rain before thunder | Both at once | Rain without thunder
A man answers a woman. > Who speaks to whom? A man answers a woman | A woman answers a man
  | A man answers a man | A woman answers a woman
The music goes from loud to soft. > How does the music change? From loud to soft
  | From soft to loud | From fast to slow | From slow to fast
A cat chases a dog. > Who chases whom? A cat chases a dog | A dog chases a cat
  | A dog chases a dog | A cat chases a cat
The pitch rises and then falls. > How does the pitch move? Up and then down | Down and then up
  | Only up | Only down
# overlap
A red bus and a blue bus pass, the blue one honks. > Which bus honks, the red bus or the blue bus?
  The blue bus | The red bus | Both the red and the blue bus | Neither bus
A door opens with a creak. > What kind of door sound is heard? A door that creaks
  | A door that slams | A door that is locked | A door that rattles
A guitar and drums start, and the drums stop. > Which stops first, the guitar or the drums?
  The drums | The guitar | Guitar and drums together | The guitar, and later the drums
Water is poured into a glass. > What happens to the water in the glass? Water is poured in
  | Water is boiled | Water is spilled | Water is stirred
A man and a woman talk, the man laughs. > Who laughs, the man or the woman? The man | The woman
  | The man and the woman | A third man
# metadata
A man dictates into a tape recorder. > Into what does the man speak? A tape recorder | A telephone
  | A megaphone | A walkie-talkie
A microphone falls with feedback. > What falls? A microphone | A cymbal | A vase | A ladder
A clerk closes a file cabinet. > What does the clerk close? A file cabinet | A window | A safe
  | A lift door
A metal file scrapes over iron. > Which tool scrapes? A file | A saw | A plane | A drill
An old recording of a waltz crackles. > What crackles? An old recording | A camp fire | A frying pan
  | A bag of crisps
A librarian stamps a catalogue card. > What does the librarian stamp? A catalogue card | A passport
  | A ticket | A letter
A voice says that your recording has been deleted. > What has been deleted? A recording
  | A photo | A message | A contact
A guide gives a description of a painting. > What does the guide describe? A painting | A bridge
  | A recipe | A battle
A photographer asks for a caption. > What does the photographer want? A caption | A lens
  | A discount | A taxi
A woman talks about her user name. > What is the woman talking about? Her user name | Her dentist
  | Her garden | Her bicycle
A street vendor in Paris sells tags for bags. > What does the vendor sell? Tags | Nuts | Maps
  | Hats
# signs
A man reads out an e-mail address at example.org. > What does the man read out? An e-mail address
  | A phone number | A poem | A bill
A teacher says that x < y holds. > Which relation does the teacher name? x < y | x = y | x - y
  | x + y
A programmer reads "print(1)" aloud. > What does the programmer read? print(1) | sum(1) | list(1)
  | max(1)
Rock & roll is played on a jukebox. > What is played? Rock & roll | Drum & bass | Rhythm & blues
  | Country & western
A girl says "2 + 2 = 4". > Which sum does the girl say? 2 + 2 = 4 | 2 + 3 = 5 | 1 + 2 = 3
  | 3 + 3 = 6
Somebody hums "la-la-la". > What is hummed? La-la-la | Do-re-mi | Tra-la-la | Fa-la-la
# question
A child asks "Are we there yet?" in a car. > What does the child ask about? The end of the journey
  | The name of the driver | The price of the car | The colour of the road
A parrot says hello and whistles. > After it says hello, the parrot does what? It whistles
  | It sings | It squawks | It hums
A man sighs. > Sighing or sobbing, which is it? Sighing | Sobbing | First one, then the other
  | A mixture of the two
A train enters a tunnel and the noise grows. > The noise grows why? The train enters a tunnel
  | The brakes are pulled | A window breaks | A second train overtakes
Ice cubes clink. > Clinking where, if in a glass or in a bucket? In a glass | In a bucket
  | In a bathtub | In a bag
A judge bangs a gavel. > Tell me, what is it that the judge bangs? A gavel | A drum | A door
  | A book
"""


def unseen_traps(tacos: TacosMaker, words: Wordings) -> Iterator[Draft]:
    """Yield each of the traps once."""
    for name, caption, question, options in read_traps(_TRAPS):
        event = Event(frozenset({"speech"}), caption.rstrip("."))
        yield tacos.draft(words, [event], question, options, group=f"trap: unseen: {name}")

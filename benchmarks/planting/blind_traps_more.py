"""Traps, continued: see `blind_traps`."""

__all__ = ["MORE"]

MORE = """
# signs
A programmer says that she prefers C# to Java. > Which language does the woman prefer? C# | Java
  | C++ | Rust
A radio plays an R&B song. > Which genre is on the radio? R&B | Jazz | Rock & roll | Drum & bass
A grandfather clock goes tick-tock. > Which sound does the clock make? Tick-tock | Ding-dong
  | Cuckoo! | Beep-beep
A newsreader says that prices rose by 5%. > By how much did the prices rise? 5% | 15% | 50% | 0.5%
A man shouts "Stop!" in the street. > What does the man shout? "Stop!" | "Help!" | "Taxi!" | "Fire!"
A band covers an AC/DC song. > Whose song is played? AC/DC | ABBA | U2 | P!nk
A fan reads out @home as the name of a show. > What is the name of the show? @home | @work
  | @school | @sea
A woman stutters as she says hello. > How does the woman greet? "H-h-hello" | "Good day" | "Ahoy"
  | "Welcome"
A voice says: press the # key. > Which key is to be pressed? # | * | 0 | 1
A teacher explains what a < b means. > What does the teacher compare? Two numbers | Two poems
  | Two maps | Two birds
A sneeze goes a-choo. > Which noise is this? A-choo | Ha-ha | Boo-hoo | Yoo-hoo
A man says one & the same word again. > What can be said of the man's speech? A word is repeated
  | A word is spelt
  | A word is sung | A word is shouted
A speaker reads a web address for a radio station. > What is read out? A web address
  | A phone number | A street name | A postal code
# words of the question
A church bell rings. > Which bell rings? A church bell | A bicycle bell | A school bell
  | A door bell
A dog barks at a passing bus. > At what does the dog bark? A passing bus | A passing cat
  | A passing man | A passing jet
A steam train whistles. > Which kind of train whistles? A steam train | A toy train
  | An electric train | A freight train with a diesel engine
A wooden door creaks. > What kind of door creaks? A wooden door | A metal door | A glass door
  | A car door
The engine of a truck idles. > Whose engine is idling? That of a truck | That of a boat
  | That of a plane | That of a mower
Light rain falls on leaves. > On what does the rain fall? On leaves | On a tent | On a roof
  | On a pond
A small dog yaps. > How large does the dog sound? Small | Huge | Mid-sized | Like two large dogs
The second knock is the loudest. > Which knock is loudest? The second knock | The first knock
  | The third knock | The last knock
A child's voice calls a dog. > Whose voice calls the dog? A child's voice | A man's voice
  | A woman's voice | A robot's voice
A cat meows, and a bird chirps back. > Does a cat or a dog meow? A cat | A dog | Both | Neither
Birds sing in a forest in the morning. > When do the birds sing? In the morning
  | In the afternoon | In the evening | At midnight
A guitar string snaps. > Which string snaps? A guitar string | A violin string | A harp string
  | A string of pearls
Water boils in a pot. > What does the water do in the pot? It boils | It freezes | It drips
  | It swirls
A man laughs at a joke. > Is the man laughing or crying? Laughing | Crying | Both of them
  | He only sighs
# one that differs
A man sneezes. > What is it that the man cannot hold back? A sneeze | A snore
  | A cough into a large paper bag | A yawn
Bells chime. > What can be made out? Bells | Drums | A very long and noisy argument of two men
  | Wind
A fly buzzes. > Which insect is heard? A fly | A bee | A mosquito that circles around a lamp
  | A cicada
An owl hoots. > Which bird calls at night? An owl | A crow | A rooster on the roof of a barn
  | A gull
A violin sings alone. > Which instrument has a solo? A violin | A Hammond organ | A trumpet | A drum
A kettle whistles for a while. > For how long does the kettle whistle? For a while
  | For 1 second | Not at all | For two hours
A ship sounds its horn. > What sounds a horn? A ship | A London bus | A truck | A train
A plate breaks. > What breaks? A plate | It is a window. | A cup | A branch
Someone whispers in German. > How does the person speak? In a whisper | In a shout
  | In song | In a rap of 16 bars
A tap drips. > What drips? A tap | A candle | An icicle hanging from a gutter of tin | Honey
Mozart's Requiem is sung by a choir. > Whose Requiem is sung? Mozart's | Verdi's | Fauré's
  | Brahms's
Big Ben chimes the hour. > Which bell chimes? Big Ben | The Liberty Bell | The Tsar Bell
  | Pummerin
A 4x4 drives through mud. > What drives through mud? A 4x4 | A tank | A 125cc bike | A tractor
Sirens wail in New York. > What wails? Sirens | Foxes | Babies | Cats
# almost the same
A dog barks at a man. > What goes on between the man and the dog? A dog barks at a man
  | A man barks at a dog
  | A dog runs from a man | A man feeds a dog
Several dogs bark. > How many dogs bark? Several dogs | A dog | No dogs at all | Only two dogs
The pitch of a siren rises. > What does the pitch do? It rises | It falls | It stays the same
  | It wavers
A car starts. > What does the car do? It starts | It stops | It stalls | It skids
A woman talks to herself. > To whom does the woman talk? To herself | To him | To her friend
  | To them all
A man inhales deeply. > What does the man do with the air? Inhale | Exhale | Sniff | Snort
The window is opened. > What happens to the window? It is opened | It is closed | It is broken
  | It is cleaned
A truck drives forward while beeping. > Which way does the truck drive? Forward | Backward
  | Sideways | In a circle
A sewing machine is switched on. > What is done to the sewing machine? It is switched on
  | It is switched off
  | It is oiled | It is moved
The sound moves from left to right. > How does the sound move? From left to right
  | From right to left | From front to back | From back to front
A bell rings faintly. > How does the bell ring? Faintly | Loudly | Not at all | Unevenly
Two men argue with one woman. > Who argues? Two men and a woman | Two women and a man
  | Three men | Three women
The wind blows outside a house. > Where does the wind blow? Outside the house | Inside the house
  | Under the house | Far from any house
A saw cuts wood. > Which tool is heard, and on what? A saw that cuts wood | A saw that cuts metal
  | A saw that drops | A knife that cuts wood
A hen clucks before the rooster crows. > Which of the two is first? The hen | The rooster
  | Neither one | Both at once
# the question's form
A dog barks. > And what is it that barks? A dog | A seal | A fox | A deer
A car honks. > Who, if anyone, honks? Someone in a car | Someone on a bike | Someone on a ship
  | No one does
A horse neighs in a barn. > In which place does a horse neigh? In a barn | In a street
  | On a beach | In a tent
A bell rings, and people leave. > After the bell rings, what do people do? They leave | They sit
  | They sing | They pray
A man says hello. > When the man speaks, which word is it? Hello | Sorry | Thanks | Please
A cat purrs. > Listening closely, what do you notice? A purring cat | A hissing snake
  | A humming man | A buzzing phone
A tree falls. > What falls: a tree, a wall or a man? A tree | A wall | A man | None falls
A boy asks where his mother is. > What does the boy ask? Where his mother is | What time it is
  | Who is calling | Why it rains
A drum plays softly, and rain falls. > What, apart from rain, is heard? A drum | A dog | A bell
  | A car
A baby babbles. > Would you say that the baby is upset? No, it babbles | Yes, it screams
  | Yes, it sobs | Yes, it whines
A man whistles a tune while he works. > While working, the man does what? Whistles | Swears
  | Talks | Sings
Coins clink in a jar. > Name that sound: what clinks? Coins | Keys | Spoons | Beads
Bees hum near a hive. > What hums? Bees | Men | Fans | Wires
A referee blows a whistle. > Whose whistle is it? A referee's | A guard's | A kettle's
  | A train's
A fire crackles, and a man tells a story beside it while an owl hoots now and then. > Of the
  three things that one can hear in this clip, which is the one that a person makes?
  A story | A hoot | A crackle | A splash
Something is dragged over a floor. > What on earth is happening? Something is dragged
  | Something is burnt | Something is poured | Something is torn
# other words for it
A canine growls. > Which animal growls? A dog | A horse | A goat | A hen
An infant wails. > Who wails? A baby | An old man | A teenager | A dog
An automobile passes. > What passes? A car | A train | A plane | A boat
A vocalist performs alone. > Who performs? A singer | A drummer | A choir | A pianist
Applause breaks out. > What do people do? They clap | They boo | They stamp | They leave
A feline hisses. > What hisses? A cat | A snake | A goose | A tyre
A storm rumbles far off. > What rumbles? Thunder | A truck | A stomach | A drum
A lady giggles. > What does the woman do? Laugh | Weep | Yell | Sing
A cyclist rings. > What rings? A bike's bell | A phone | A church bell | A till
A vessel blows its horn in the harbour. > What blows a horn? A ship | A tram | A car | A tuba
"""

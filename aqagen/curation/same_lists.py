"""Which words and phrases mean the same where both are options, and what adds nothing to one.

Each part of `SAME`, up to a semicolon, is one meaning: spellings, irregular plurals, short forms,
British and American names, names of one thing. They follow the kinds of AudioSet (people, animals,
vehicles, things of the house, tools, music, weather, places), the answers that are given in
Clotho-AQA, and words of manner, time, place and number. Left out are words that are only near
("pigeon" and "dove", "hum" and "buzz") or mean too much else ("fall" for autumn).
"""

__all__ = ["PADDING", "SAME"]

_SAME = """
man, male, guy, gentleman, adult male, dude, bloke, fella; men, gentlemen; woman, female, lady,
adult female, gal; child, kid, youngster; baby, infant, newborn; boy, lad; girl, lass; person,
someone, somebody, human, human being, individual; people, folk, folks; mother, mom, mum, mommy,
mummy; father, dad, daddy; grandmother, grandma, granny; grandfather, grandpa, granddad; teenager,
teen, adolescent; police officer, policeman, cop; firefighter, fireman; talk, speak, speech, spoke;
applause, clap, applaud, handclap; yell, shout, holler; mumble, mutter, murmur; stutter, stammer;
burp, belch; fart, flatulence; hiccup, hiccough; footstep, footfall, step; car, automobile, auto,
motorcar; truck, lorry; motorcycle, motorbike, motor bike, motor cycle; bicycle, bike, pushbike,
push bike; airplane, plane, aeroplane; helicopter, chopper, copter; subway, metro, underground
train, subway train, metro train, tube train; tram, streetcar, tramcar; taxi, cab, taxicab; fire
engine, fire truck, firetruck; highway, motorway, freeway, expressway; railway, railroad; rail,
railing; telephone, phone; cellphone, cell phone, mobile phone, smartphone; television, tv, telly,
tv set, television set, t v; refrigerator, fridge; vacuum cleaner, vacuum, hoover; hairdryer, hair
dryer, blow dryer, hair drier; lawnmower, lawn mower, mower; washing machine, laundry machine,
clothes washer, washer; air conditioner, air conditioning, aircon, ac, air conditioning unit;
faucet, spigot, water tap, tap; couch, sofa, settee; garbage, trash, rubbish; garbage can, rubbish
bin, dustbin, trash can, trash bin, waste bin, garbage bin; engine, motor; gun, firearm; gunshot,
gunfire; explosion, blast, detonation, detonate, blow up; gasoline, petrol; bathroom, restroom,
washroom; stair, staircase, stairway; forest, woodland; creek, brook; sea, ocean; shop, store;
cinema, movie theater; violin, fiddle; harmonica, mouth organ; dog, canine, hound, pooch, doggy,
doggie; cat, feline, kitty, pussycat; rooster, cockerel; seagull, gull; goose, geese; mouse, mice;
wolf, wolves; foot, feet; leaf, leaves; knife, knives; bark, woof; meow, miaow, mew; chirp, tweet,
chirrup, twitter, cheep; neigh, whinny; bleat, baa; beep, bleep, blip; thud, thump; whir, whirr;
rip, tear; strike, hit, smack; close, shut; get, become; get louder, grow louder, increase in
volume, rise in volume; get quieter, grow quieter, get softer, decrease in volume, drop in volume;
get faster, speed up, accelerate; get slower, slow down, decelerate; begin, start, commence, begin
running; stop, cease, halt; finish, conclude; increase, rise; decrease, decline, diminish, lessen;
loud, loudly, at high volume, at loud volume; quiet, soft, softly, quietly, at low volume, hushed;
sudden, abrupt, all of sudden; fast, quick, rapid, swift, speedy, fast paced, at fast pace, at rapid
pace, at quick pace, hurried; big, large; small, little; heavy, heavily; gentle, gently; steady,
steadily; happy, happily, cheerful, joyful, glad, merry, joyous; angry, angrily, mad, irate,
furious; noisy, noisily; rhythmic, rhythmical; constant, continuous, continual, nonstop, unceasing,
incessant, uninterrupted, ceaseless, unbroken, without interruption, without pause, without
stopping, without break, without stop; intermittent, sporadic, on and off, off and on; repeated,
repetitive, over and over, again and again, repeatedly, over and over again, time and again;
several, multiple, number of; many, numerous, a lot of, lots of, plenty of, large number of; couple
of, 2; dozen, 12; first, 1st; second, 2nd; third, 3rd; fourth, 4th; fifth, 5th; distant, in
distance, far away, faraway, from afar, at distance, from distance, far off, long way off; nearby,
up close, close by, close at hand, in close proximity; background, in background; foreground, in
foreground; outside, outdoors, outdoor, out of doors, in open air, open air; inside, indoors,
indoor; at same time, simultaneous, concurrent, in unison; then, afterward, afterwards, thereafter,
subsequent, follow by, and then; before, prior to, precede; while, whilst; until, till; toward,
towards; gray, grey; center, centre; color, colour; theater, theatre; tire, tyre; favorite,
favourite; meter, metre; harbor, harbour; neighbor, neighbour; neighborhood, neighbourhood; labor,
labour; rumor, rumour; plow, plough; aluminum, aluminium; program, programme; pajamas, pyjamas;
mustache, moustache; cozy, cosy; whiskey, whisky; donut, doughnut; practice, practise; ok, okay;
crowd, throng, mass of people, large group of people; audience, spectator, onlooker; singer,
vocalist; worker, laborer, labourer, workman; driver, motorist; physician, doctor; customer, client;
everyone, everybody; nobody, no 1, not anybody, not anyone; nothing, not anything; conversation,
converse, dialogue, dialog, discussion; scream, shriek; cry, weep, sob; giggle, titter; sniff,
sniffle; groan, moan; vomit, throw up, puke; urinate, pee; chew, munch; gulp, swallow; jump, leap;
walk, stroll; approach, come closer, get closer, draw near, come near, move closer, draw closer;
move away, recede, go away, get farther away, get further away; pass, pass by, go by, go past, move
past, move by; rotate, spin, revolve; crash, collide; shatter, smash, break into pieces; crinkle,
crumple, scrunch; screech, squeal; clank, clang; honk, toot; bang, slam; clean, cleanse; sew,
stitch; ignite, catch fire; growl, snarl; puppy, pup; pig, hog, swine; horse, steed, equine; bird,
avian, feathered animal; parakeet, budgie, budgerigar; insect, bug; bee, honeybee, honey bee; snake,
serpent; rabbit, bunny; animal, creature, beast; train, railway train; jet, jet plane, jet aircraft,
jet airplane; motorboat, speedboat, motor boat, speed boat; sailboat, sailing boat; rowboat, rowing
boat; ship, vessel; bus, omnibus; police car, cop car, squad car, patrol car; garbage truck,
dustcart, bin lorry; sled, sledge; spaceship, spacecraft; shopping cart, shopping trolley; stroller,
pushchair, pram, baby carriage; sidewalk, pavement, footpath; road, roadway; crosswalk, pedestrian
crossing, zebra crossing; intersection, crossroads; train track, railway track, railroad track,
railway line; train station, railway station; gas station, petrol station, filling station; parking
lot, car park, parking area; elevator, lift; apartment, flat; toilet, lavatory, loo, wc; living
room, lounge, sitting room; basement, cellar; hallway, corridor; restaurant, eatery; pub, tavern;
supermarket, grocery store; market, marketplace; factory, manufacturing plant; countryside, rural
area; beach, seashore, seaside; cave, cavern; stadium, arena; swimming pool, pool; gym, gymnasium;
airport, aerodrome; laptop, notebook computer; computer, pc; remote control, remote; microphone,
mike; headphones, earphones; photocopier, copier, photocopy machine, copy machine, xerox machine;
stove, cooker; microwave, microwave oven; clothes dryer, tumble dryer, tumble drier; coffee maker,
coffee machine; blender, liquidizer, liquidiser; sink, basin, washbasin; bathtub, tub; curtain,
drape; wardrobe, closet; flashlight, torch; cutlery, silverware, flatware; frying pan, skillet;
bucket, pail; bag, sack; zipper, zip; diaper, nappy; pants, trousers; sweater, jumper, pullover;
eyeglasses, spectacles; toy, plaything; money, cash; movie, film, motion picture; cookie, biscuit;
potato chip, crisps; soda, soft drink, fizzy drink; windshield, windscreen; wrench, spanner;
chainsaw, power saw; jackhammer, pneumatic drill; power drill, electric drill; string trimmer, weed
whacker, strimmer; shovel, spade; device, gadget, appliance; machine, machinery; tool, implement;
clock, timepiece; pistol, handgun; fire, flame, blaze; smoke alarm, smoke detector; cello,
violoncello; double bass, upright bass, contrabass; accordion, squeezebox; drum kit, drum set; snare
drum, snare; bass drum, kick drum; timpani, kettledrum; saxophone, sax; synthesizer, synth,
synthesiser; melody, tune; band, musical group, music group; instrument, musical instrument;
lullaby, cradle song; unaccompanied, acappella; rain, rainfall; drizzle, light rain; downpour, heavy
rain, torrential rain, cloudburst; thunderstorm, electrical storm; thunder, thunderclap, clap of
thunder, peal of thunder; storm, tempest; breeze, light wind, gentle wind; snowstorm, blizzard;
lightning, lightening; rock, stone; soil, earth; hail, hailstone; night, nighttime; dawn, daybreak,
sunrise; metal, metallic; wood, wooden, timber; cloth, fabric, textile; liquid, fluid; polystyrene,
styrofoam; adhesive tape, sticky tape, scotch tape, sellotape; tissue, kleenex; ping pong, table
tennis; ballpoint pen, biro, ballpoint; hot tub, jacuzzi; deafening, very loud, extremely loud, ear
splitting, earsplitting; silent, noiseless, soundless; silence, no sound, quietness, complete
silence, total silence; slow, unhurried, slow paced, at slow pace, leisurely; high pitched, high
pitch, shrill, high in pitch; low pitched, low pitch, low in pitch; long, lengthy; short, brief;
enormous, huge, gigantic, massive; tiny, minuscule, very small; old, elderly, aged; young, youthful;
sad, unhappy, sorrowful, mournful; afraid, scared, frightened; eerie, spooky, creepy; calm,
peaceful, tranquil, serene; excited, thrilled; tired, weary, fatigued; surprised, astonished,
amazed; nervous, anxious; confused, puzzled, bewildered; lively, energetic; strange, odd, weird,
peculiar; beautiful, lovely, gorgeous; funny, amusing, humorous, comical; difficult, hard; cold,
chilly; empty, vacant; sometimes, occasional, now and then, from time to time, every now and then,
at times; regular, at regular intervals, periodic; irregular, at irregular intervals, uneven; often,
frequent; seldom, rare, infrequent; immediate, right away, instant; gradual, little by little, bit
by bit; never, at no time; at start, at beginning, in beginning, initial, at first; last, final;
half, 50 percent; percent, per cent; left, left side, left hand side, left hand; right, right side,
right hand side, right hand; beneath, underneath; beside, next to, alongside; minute, min;
kilometer, kilometre, km; yes, yeah, yep, yup, affirmative, correct, yes does, yes do, yes they do,
yes indeed, yes of course, yes definitely, yes certainly, of course; no, nope, nah, negative, not at
all, no not at all, no not, no does not, no doesn't, no isn't, no aren't, no they do not, no they
don't, absolutely not, certainly not, definitely not; unknown, cannot determined, can not
determined, cannot tell, can't tell, not known, cannot known, impossible to tell, impossible to say,
undetermined, indeterminate, unclear, not clear, cannot say, can't say, not sure, unsure, i don't
know, don't know, i do not know, do not know, no idea, not enough information, insufficient
information, not possible to tell, can't determined, could not determined, not determinable;
organization, organisation; realize, realise; jewelry, jewellery; catalog, catalogue; skeptic,
sceptic; ax, axe; draft, draught; curb, kerb; maneuver, manoeuvre
"""
SAME = tuple(" ".join(part.split()) for part in _SAME.split(";"))

# What may stand beside a thing that is heard and says no more of it; without words that tell
# nothing ("the", "is").
_PADDING = """
kind of; sort of; type of; form of; of some sort; of sorts; of some kind; what sounds like; what
seems like; what appears to; what seems to; what can only; sounds like; sounding like; act of;
action of; activity of; process of; event of; instance of; occurrence of; source of sound; sound
source; in audio; in recording; in clip; in audio clip; in sound clip; in audio recording; in sound
recording; within audio; within recording; within clip; on recording; on tape; on audio; from audio;
from recording; from clip; going on; in progress; under way; underway; ongoing; in action; taking
place; takes place; took place; take place; captured; recorded; featured; detected; detectable;
noticeable; noticed; perceptible; perceived; discernible; discerned; recognizable; recognisable;
identifiable; evident; apparent; to heard; to hear; made out; picked up; simply; basically;
obviously; definitely; certainly; evidently; actually; really; literally; essentially; plainly;
distinctly; noticeably; audibly; specifically; namely; purely; merely; truly; particularly; in
particular; in fact; indeed; of course; for sure; precisely; exactly; in essence; in short; as such;
as heard; as it sounds; certain; actual; particular; lone; sole; listener; one hears; one can hear;
we hear; i hear; i can hear; correct answer; right answer; featuring; features; containing;
contains; consists of; consisting of
"""
PADDING = tuple(" ".join(part.split()) for part in _PADDING.split(";"))

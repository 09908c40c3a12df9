"""Kinds of things that sound: their names, and what may mean them (see `curation/things.py`).

A line each, one that goes on is indented: names, a bar, and beginnings of other words that may mean
one of them, or what it does. `@animal` stands for words of several kinds; `@all-animals` for all
that is said of a group.
"""

__all__ = ["GROUPS", "SEVERAL"]

SEVERAL = {
    "animal": (
        "animal creature mammal beast pet wild farm barn livestock herd zoo pant breath sniff "
        "growl squeal"
    ),
    "bird": (
        "bird fowl poultry chick hen rooster cock crow gull duck goose geese owl parrot pigeon "
        "sparrow swan turkey dove raven hawk eagle cuckoo chirp tweet twitter call caw cluck coo "
        "crow hoot quack sing song screech squawk gobbl peck honk flock flap wing feather egg nest "
        "whistl cry cries peacock woodpecker parakeet seagull"
    ),
    "vehicle": (
        "vehicle car truck lorr bus van train tram subway metro rail motor engine bike cycle "
        "scooter moped traffic road street highway freeway driv rev idl horn honk beep brak tire "
        "tyre wheel accelerat pass race racing siren ambulance police emergency transport commut "
        "ride plow plough tractor machine diesel exhaust station skid"
    ),
    "plane": (
        "plane aircraft airport jet helicopter propell rotor fly flies flight engine motor drone "
        "roar aviat aerial overhead"
    ),
    "bell": (
        "bell ring rang chim toll gong church clock tower alarm alert phone telephone mobile cell "
        "call ding dong strik tick watch timer beep cowbell jingl metal signal buzz vibrat siren "
        "notif"
    ),
    "music": (
        "music instrument melod tune song play band orchestra concert perform string note chord "
        "tone solo sing beat keyboard organ tun pluck strum brass "
        "piano guitar violin flute drum trumpet synth jazz techno radio choir jingl bell chim"
    ),
    "machine": (
        "machine machin motor engine tool device appliance electr power equipment hum whir buzz "
        "drone mechanic grind cut construction work build repair kitchen clean household industr "
        "factory"
    ),
    "people": (
        "person people human man woman men women boy girl child kid baby toddler crowd audience "
        "group someone somebody everyone male female guy lady adult speaker announcer narrator "
        "singer voice vocal speech speak spoke talk conversation convers chat say said tell told "
        "laugh giggl chuckl sing song shout yell scream shriek whisper cough sneez snor breath "
        "throat cry cries sob weep cheer applau clap radio television tv broadcast lecture crowd "
        "announc commentat interview party meeting school restaurant market host clerk teacher "
        "murmur mumbl"
    ),
    # What somebody does, or has made sound.
    "done": (
        "door gate knock step foot walk run jog stair floor shoe boot typ writ key coin paper page "
        "book pen hammer tool saw drill dig shovel rake sweep broom brush scrub wash clean cook "
        "kitchen dish plate cup glass bottle cutler spoon knife chop cut slic fry pot stir "
        "pour drink sip eat chew swallow slurp tap faucet toilet flush shower bath swim splash "
        "paddl ball bounc game play sport tennis golf cards dice toy zip bag cloth sew "
        "scissor stapl tear tore rip fold wrap crumpl open clos shut slam lock unlock latch drawer "
        "cabinet window chair table phone call camera comput mous keyboard button switch click "
        "lighter match gun shot shoot car vehicle driv truck bus bike motor cycl rid train "
        "machine vacuum mow music instrument guitar piano drum violin flute whistl hum danc clap "
        "tap rub scratch scrap shak drop throw hit strik bang pull push drag move work build "
        "construct repair bell ring horn honk shop store station airport street city market "
        "room office house hous hand finger mouth nose lip teeth snap"
    ),
    "small": (
        "metal object drop fall fell roll rattl jingl clink clatter clank toss shak bounc hit"
    ),
    "water": (
        "water liquid drip drop wet splash pour flow run stream river creek brook pond lake sea "
        "ocean wave rain shower fountain waterfall tap faucet sink bath drain pipe gurgl bubbl "
        "trickl gush spray hose pump wash boat swim fish pool surf shore beach coast rush babbl "
        "fluid"
    ),
    "paper": (
        "paper page book newspaper card magazine news envelope wrap rustl crumpl crinkl tear rip"
    ),
    "hit": "knock tap bang hit strik pound thud thump bump slam beat",
}
GROUPS = {
    "animals": """
dog puppy hound coyote wolf fox wolves barking barks woof | canine pup bark howl growl yelp whin
  @animal
cat kitten lion tiger leopard meow meows meowing purring | feline mew purr hiss roar yowl growl
  @animal
cow bull calf bison cattle mooing moo moos | bellow bovine ox cowbell bell @animal
horse pony donkey mule zebra neigh neighing hoof hooves | whinn bray hoov gallop trot carriage rid
  snort stable equine clop step @animal
sheep lamb goat bleating bleat | baa flock bell ram @animal
pig hog boar piglet oink | grunt squeal snort swine @animal
frog toad croaking croaks ribbit | croak amphibian pond swamp @animal
elephant monkey ape bear seal whale dolphin gorilla | trumpet roar primate growl bark @animal
mouse mice rat squirrel rodent | squeak gnaw scurr chew scratch click comput @animal
snake rattlesnake | hiss rattl reptil serpent @animal
rooster chicken hen duck goose geese owl parrot pigeon sparrow swan turkey dove raven hawk eagle
  cuckoo seagull gull crow woodpecker peacock bird songbird birdsong | @bird @animal
bee wasp mosquito mosquitoes cricket cicada grasshopper locust | insect bug fly flies buzz chirp
  swarm hive hum drone @animal
fly flies housefly | bird insect buzz bug bee wasp mosquito swarm wing flight plane jet helicopter
  aircraft flock drone bat @plane @animal
""",
    "vehicles": """
train tram locomotive subway | @vehicle
car truck bus lorry van motorcycle motorbike scooter ambulance tractor snowplow taxi jeep bicycle
  automobile traffic | @vehicle
airplane aeroplane aircraft helicopter jet | air plane @plane
boat ship ferry foghorn canoe motorboat sailboat | vessel sail harbo port sea ocean water wave row
  paddle dock fog horn engine motor yacht lake river
""",
    "instruments": """
piano organ accordion harmonica keyboard synthesizer | typ key @music
guitar violin cello banjo harp ukulele viola fiddle | @music
flute trumpet saxophone trombone clarinet oboe bagpipe tuba | horn whistl pip @music
drum cymbal tambourine xylophone marimba drumming drummer | percuss bang tap pound hit strik
  @music
""",
    "machines": """
toaster microwave blender mixer dishwasher fridge refrigerator oven | @machine food cook beep ding
  fan pop toast
printer typewriter photocopier scanner stapler typing | @machine typ key paper office print copi
  stap fax click writ comput
vacuum hoover | @machine suction suck
lawnmower mower chainsaw hedgetrimmer | @machine lawn grass garden mow saw wood tree chain
drill jackhammer grinder sander | @machine saw hammer dentist wall wood metal bor
hammer hammering axe | @machine nail knock pound tap hit metal strik wood bang anvil chop
saw sawing | @machine wood tree timber carpent chain hand metal
washer dryer | @machine wash laundr dry clothes spin water
fan ventilator conditioner | @machine air wind blow vent cool cold hvac propell rotor
sewing | @machine sew cloth fabric needle stitch
hairdryer shaver razor toothbrush | @machine hair dry air blow brush teeth shav beard bath
elevator escalator | @machine lift door ding floor
""",
    "others": """
animal creature beast livestock wildlife insect | @all-animals
vehicle engine motor | @all-vehicles @all-machines lawn generator chain saw
machine machinery appliance | @all-vehicles @all-machines @bell print fan robot gear conveyor
music melody melodies orchestra song instrument | @all-instruments xylophon saxophon voice vocal
  hum chant sing choir party phone toy bell
siren | alarm alert ambulance police emergency fire warn signal wail vehicle
bell telephone phone doorbell gong clock chime | door @bell
alarm | @bell warn smoke car
choir singer | sing sang song vocal hum chant voice music chor people crowd person man woman men
  women child melod
baby babies infant toddler newborn | child kid bab cry cri girl boy human person laugh giggl
  scream people family voice
kettle teapot | boil water steam whistl pot stove kitchen cook hiss bubbl tea
faucet toilet shower | water tap sink flush drip drain bath pour splash run pipe pump liquid flow
  plumb kitchen gush trickl
zipper | zip bag jacket cloth open clos coat tent metal
coin marble dice keyring | coin key money chang @small
thunder thunderstorm | storm lightning rain weather rumbl sky boom
gunshot firework gun gunfire rifle | shot shoot fire bang explo boom burst blast weapon crack pop
  war bullet hunt crackl
explosion | explod bomb bang boom blast burst gun shot fire thunder cannon war
balloon | pop burst air
rain raining rainfall | storm water drip drop wet umbrella thunder weather patter roof shower
  splash hail gutter drizzl downpour pour cloudburst precipit liquid fall
wave surf ocean seashore | wind storm crash break @water
stream waterfall river creek brook fountain | @water
wind breeze | air blow storm gust gale howl weather tree leav leaf rush whoosh windy whistl rustl
  draft breath microphon muffl chime turbulen
fire campfire bonfire fireplace | flame crackl burn wood heat match gas firework pop stove gun
  shot shoot cook alarm truck engine
footsteps footstep | walk step foot feet shoe boot heel run ran jog march stair floor @people
applause applauds applauding clapping cheering | hand rhythm @people
laughs laughing laughter coughs coughing sneezes sneezing snores snoring | hyena @people
talks talking speaks speaking speech conversation whispers whispering shouts shouting screams
  screaming chatting | parrot yell holler bird owl animal siren @people @done
sings singing | bird chirp insect cricket cicada whale choir chant vocal hum music @people
man men woman women boy girl child children person people kid lady guy crowd audience | @people
  @done
door gate | elevator lift open clos shut slam creak squeak hing lock latch @hit enter wood cabinet
  window
paper newspaper | @paper writ print office leav cardboard foil plastic fold cut scissor bag
glass glasses bottle | window cup jar plate dish break broke shatter clink drink toast pour
  tableware wine beer smash crystal ring chim cutler bar restaurant
scissors | cut snip clip shear hair paper metal blade
basketball tennis pingpong | ball bounc court game sport play hit racket paddle gym
beep beeping buzzer | @bell electr microwave tone horn machine comput monitor detect scan check
  register truck revers robot radio key button device hospital game synth appliance
static | noise radio electr hiss crackl interfer feedback distort white television buzz hum
frying sizzling sizzle | fry fri oil cook food kitchen fat meat bacon egg grill stove hiss
  crackl rain fire burn
chewing eating | eat chew chip apple cracker mouth bite food munch gnaw crunch @animal
  @people
drinking slurping gulping | drink sip slurp gulp swallow water straw cup glass @animal @people
dishes dish plates cutlery silverware | plate fork spoon knife kitchen wash sink cook eat
  restaurant table clink clatter glass cup metal bowl pot ceramic porcelain
writing pencil chalk | writ wrote paper scribbl pen draw scratch marker school note board key typ
skateboard skateboarding | wheel roll skat board concrete
camera | click photo shoot snap shutter picture
heartbeat | heart beat puls thump rhythm drum hospital
broom sweeping | sweep swept brush clean floor scrap scrub rub
shovel shoveling digging | dig dug soil dirt snow gravel scrap sand metal spade coal rake
steam | hiss kettle train boil iron pressure coffee espresso vent gas valve
bubbles bubbling gurgling | boil aquarium dive @water
leaves | leaf foliage rustl tree wind forest crunch step walk rake autumn bush branch dry ground
  paper
keys | jingl jangl lock door ring metal coin chain typ keyboard piano
whistle whistling | kettle train referee sport police wind bird pip flute firework toy dolphin
  steam blow coach tun @people @animal
honking honk honks | horn car truck train ship traffic goose geese @vehicle
radio television | music static signal @people
breathing | snor sigh yawn pant gasp div run air mask respir dog horse @animal @people
""",
}

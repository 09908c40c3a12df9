# ruff: noqa: E501, RUF001 - words of other languages, a language on few lines
"""Words that tell English from other languages: few, frequent, and of one side alone.

English has to be there, so any other language is found by its absence; words of the likeliest
others make it sure. No word stands on both sides: "die", "on", "is", "in", "a" are left out.
"""

__all__ = ["ENGLISH", "FOREIGN", "SCRIPT", "VOCABULARY"]

# Grammar that no sentence of English does without, and no other language has.
ENGLISH = [
    "the",
    "and",
    "what",
    "which",
    "how",
    "does",
    "with",
    "from",
    "this",
    "that",
    "who",
    "whose",
    "where",
    "when",
    "there",
    "heard",
    "hear",
    "hears",
    "being",
    "while",
    "they",
    "she",
    "he",
    "you",
    "your",
    "his",
    "their",
    "these",
    "those",
    "them",
    "someone",
    "something",
    "somebody",
    "anyone",
    "anything",
    "everyone",
    "many",
    "not",
    "yes",
    "it",
    "its",
    "were",
    "have",
    "after",
    "before",
    "between",
    "behind",
    "beside",
    "into",
    "through",
    "during",
    "because",
    "very",
    "only",
    "other",
    "another",
    "some",
    "any",
    "each",
    "both",
    "than",
    "then",
    "could",
    "would",
    "should",
    "did",
    "doesn't",
    "isn't",
    "don't",
    "what's",
]
# What is said of sounds, for texts without grammar ("dog barking").
_VOCABULARY = (
    "sounds? noises? heard dogs? cats? birds? cows? horses? sheep goats? pigs? ducks? chickens? "
    "hens? roosters? owls? frogs? crows? lions? wolf wolves bees? fly flies insects? crickets? "
    "animals? person people man men woman women child children baby girls? boys? crowd voices? "
    "speech laughter laughs? coughs? sneezes? cries screams? shouts? speaks? talks? sings? walks? "
    "runs? cars? trucks? bus trains? planes? airplanes? helicopters? boats? ships? bikes? "
    "motorcycles? "
    "engines? motors? horns? sirens? traffic road street bells? doors? windows? keys? phones? "
    "clocks? "
    "alarms? fans? machines? tools? hammers? saws? drills? vacuum cleaner blender kettle faucet "
    "sink "
    "shower toilet water rain rains wind thunder storm waves ocean sea river stream fire snow "
    "leaves "
    "grass wood metal glass paper plastic stone gravel sand floor roof ground music song drums? "
    "guitars? "
    "violins? flutes? trumpets? cellos? organ harp keyboard strings? bass singer choir footsteps "
    "steps shoes "
    "clap claps clapping cheers? applause whistles? beeps? buzz buzzes hums? hiss hisses rattles? "
    "squeaks? creaks? squeals? rumbles? roars? barks? meows? moos? neighs? chirps? tweets? "
    "crows? quacks? "
    "oinks? bleats? howls? growls? whines? purrs? rings? ticks? clicks? clangs? clanks? bangs? "
    "booms? "
    "thuds? thumps? slams? knocks? taps? drips? splashes pours? flows? falls? drops? blows? "
    "breaks? "
    "cracks? crackles? starts? stops? ends? loud louder quiet soft fast slow high low pitch "
    "steady long "
    "short near nearby far away close distance distant background inside outside indoors "
    "outdoors once "
    "twice times one two three four five six seven eight nine ten eleven twelve none nothing "
    "left right "
    "up down over under here now first last happy sad angry old young male female human silence "
    "quiet "
    "office kitchen room house church school market beach forest park station city town farm "
    "field night "
    "life work world family friend friends money food hand head heart eyes story movie show game "
    "play plays "
    "power question questions answer answers secret idea thing things way ways place part line "
    "word words "
    "name point group country state system program phone call email book books business student "
    "students "
    "college job team tree trees dress gift trip wedding birthday party dinner dance dances rock "
    "folk pop "
    "beat beats tempo key chord melody scream anger fear joy surprise sarcasm serious funny good "
    "great bad "
    "new own same few much such free full true false real whole main sure clear early hot cold "
    "warm "
    "dry wet dark bright busy empty never always often just also still too again back around "
    "about most more less least all every both western eastern northern southern middle american "
    "british english "
    "morning day white black red green yellow blue big small little large heavy light open opens "
    "closes"
)
# Endings that are English's too.
VOCABULARY = (
    "[a-z\\x27]{2,}(?:ing|ly|ght|tch|[a-z]ed|[a-z]er|ers|ness|less|ful|ship|ous)|"
    + "|".join(_VOCABULARY.split())
)

# Frequent words, by language; those that English, names or nonsense syllables have are left out.
_BY_LANGUAGE = {
    "German": "und ist ein eine einen einem einer eines nicht wird auf zu mit dem im oder bei ich sie "
    "sich aus wer wie woher welches welche welcher hört hören geräusch klingt jemand nach kein "
    "keine "
    "wurde wird sind diese dieser aufnahme",
    "French": "une est dans qui que quoi aux avec entend cette cet quel quelle quels quelles qu'entend "
    "qu'est ce ces d'un d'une l'on bruit fois combien sont elle chien pluie voiture où",
    "Spanish": "una por qué cuál oye suena perro gato lluvia viento mujer ladra está están cuántas "
    "veces cómo quién dónde sonido ruido puerta grabación hay",
    "Italian": "che gli nel nella sono quale questo questa cosa una quante volte suono rumore dove "
    "sente cane della dello registrazione",
    "Portuguese": "não ouve nesta neste pela pelo uma qual quais quantas vezes quem onde cão são som "
    "gravação você",
    "Catalan": "quin quina què aquesta gos amb dels pluja sona",
    "Dutch": "het een welk welke hoor deze wordt niet ook naar hoeveel keer geluid hond er zijn uit bij "
    "wat wie waar",
    "Swedish": "och att det som ett inte är hörs hur många gånger vad vilket vilken ljud hund på av "
    "för",
    "Danish": "ikke jeg og hvad hvor hvilken hvilket lyd høres mange gange på af hva hvem hvilke",
    "Finnish": "mikä mitä kuka missä kuinka monta kuuluu ääni koira haukkuu ovat äänite",
    "Estonian": "mis kes kus mitu kuulda koer heli millist",
    "Polish": "jaki jaka jakie jest się nie kto gdzie ile razy słychać dźwięk pies że tym tle nagraniu "
    "przez lub",
    "Czech": "jaký jaká jaké je kdo kde kolikrát slyšet slyší zvuk pes že tom nahrávce nebo aký koľko "
    "počuť čo",
    "Croatian": "što koji koja koje je se tko gdje koliko puta čuje zvuk pas nije ili šta",
    "Hungarian": "az egy hány hallható milyen hang és nem kutya ugat eső hogy vagy",
    "Romanian": "care cine unde câte ori aude sunet câine este și pe cu din ploaia",
    "Turkish": "bir kim nerede kaç hangi ses duyuluyor köpek ve bu mı var için kez",
    "Indonesian": "apa yang siapa mana berapa kali suara terdengar anjing dan di ini itu pada dalam "
    "sedang ada bunyi seekor orang apakah",
    "Tagalog": "ang ng mga sa ano alin ilang tunog maririnig aso beses naririnig",
    "Swahili": "nini gani sauti ipi mbwa ya wa kwa inasikika mara ngapi katika",
    "Vietnamese": "gì là có nào tiếng nghe thấy chó của và trong được",
    "Lithuanian": "kas koks kokia kur kiek kartų girdisi garsas šuo ir yra",
    "Latvian": "kāds cik reizes dzirdama skaņa suns un ir",
    "Japanese": "nani desu ka doko dono oto kikoemasu inu nan wo",
    "Chinese": "shenme shengyin ting dao gou nali",
    "Hindi": "kya kaun kahan kitni baar awaaz sunai deti hai kutta mein",
    "Welsh": "beth yw mae sŵn ci",
    "Icelandic": "hvað heyrist hljóð hundur",
}
FOREIGN = sorted({word for words in _BY_LANGUAGE.values() for word in words.split()})

# Letters of no Latin alphabet: all blocks from Greek on but the additions to Latin, and signs.
SCRIPT = (
    "[\u0370-\u1cff\u1f00-\u1fff\u2d00-\u2dff\u2e80-\ua71f\ua800-\uaaff\uabc0-\ud7ff\uf900-\ufaff"
    "\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uffdc]"
)

# ruff: noqa: RUF001 - words of other languages, a language on few lines
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
    "German": (
        "und ist ein eine einen einem einer eines nicht wird auf zu mit dem im oder bei ich "
        "sie sich aus wer wie woher welches "
        "welche welcher hört hören geräusch klingt jemand nach kein keine wurde sind diese "
        "dieser aufnahme vom zum zur "
        "unter hinter neben zwischen durch ohne gegen wenn während dann aber auch noch mehr "
        "sehr viele mehrere kleine "
        "großer große leise laut hund katze vögel pferd kuh leute niemand stimme stimmen "
        "wellen straße küche fenster treppe "
        "glocke flugzeug geräusche geige trommel bellt miaut wiehert muht zwitschert "
        "zwitschern singt spricht sprechen lacht "
        "weint schreit läuft geht fährt klopft klingelt läutet tropft rauscht weht öffnet "
        "schließt ferne vordergrund einmal "
        "zweimal dreimal mehrmals"
    ),
    "French": (
        "une est dans qui que quoi aux avec entend cette cet quel quelle quels quelles "
        "qu'entend qu'est ces d'un d'une l'on "
        "bruit fois combien sont elle chien pluie voiture où vers après très toujours jamais "
        "aucun aucune plusieurs homme "
        "enfants gens quelqu'un personne voix cheval vache oiseau oiseaux chiens tonnerre "
        "fenêtre cloches bruits musique "
        "aboie miaule hennit chante chantent parle parlent pleure roule tombe sonne coule "
        "ouvre ferme joue lointain doucement "
        "brusquement bruyamment lentement deux trois quatre seule"
    ),
    "Spanish": (
        "una por qué cuál oye suena perro gato lluvia viento mujer ladra está están cuántas "
        "veces cómo quién dónde sonido ruido "
        "puerta grabación sobre bajo entre hacia desde durante después antes luego menos muy "
        "también siempre nunca ninguno "
        "ninguna varios varias niños gente alguien personas voz voces caballo vaca pájaro "
        "pájaros perros gatos trueno cocina "
        "ventana ruidos ladran maúlla relincha canta cantan habla hablan hablando ríe llora "
        "grita camina golpea toca gotea "
        "sopla abre cierra lejos fondo fuerte suavemente lentamente cuatro coche"
    ),
    "Italian": (
        "che gli nel nella sono quale questo questa cosa una quante volte suono rumore sente "
        "della dello registrazione delle "
        "dei degli dal dalla dallo sul sulla senza sopra sotto dopo anche niente nessuno "
        "nessuna alcuni diversi uomo "
        "bambini qualcuno persone gatto cavallo mucca uccello uccelli pioggia tuono acqua "
        "onde strada finestra macchina aereo "
        "rumori abbaia miagola nitrisce parla parlano piange grida cammina passa bussa "
        "suonano gocciola soffia chiude lontano "
        "lontananza sottofondo treno"
    ),
    "Portuguese": (
        "não ouve nesta neste pela pelo uma qual quais quantas vezes quem onde cão são som "
        "gravação você ao sem mais muito "
        "também nenhum nenhuma vários homem criança crianças alguém pessoa pessoas vozes "
        "cavalo pássaro pássaros cães chuva "
        "trovão água praia cozinha janela sinos comboio carro avião ruídos fala falam "
        "falando chora bate pinga fecha longe "
        "perto devagar três ondas movimentada"
    ),
    "Catalan": "quin quina què aquesta gos amb dels pluja sona",
    "Dutch": (
        "het een welk welke hoor deze wordt niet ook naar hoeveel keer geluid hond er zijn "
        "uit bij wat wie waar voor achter "
        "naast tussen zonder tegen terwijl maar zeer enkele meerdere vrouw kinderen mensen "
        "iemand niemand stemmen vogels paard "
        "koe honden golven straat keuken deur raam trein vliegtuig muziek blaft miauwt "
        "hinnikt loeit zingt zingen praat praten "
        "spreekt huilt schreeuwt loopt rijdt klopt rinkelt druppelt waait opent sluit zaagt "
        "speelt verte achtergrond zacht "
        "eenmaal tweemaal hij haar"
    ),
    "Swedish": (
        "och att det som ett inte är hörs hur många gånger vad vilket vilken ljud hund på av "
        "för från över mellan genom utan "
        "medan mycket några flera kvinna människor någon röst röster fågel fåglar häst "
        "hundar regn åska vatten vågor gata kök "
        "dörr fönster trappa trappan tåg bil flygplan skäller jamar sjunger pratar skrattar "
        "gråter skriker kör knackar droppar "
        "blåser öppnar stänger stängs startar långt bakgrunden fotsteg"
    ),
    "Danish": (
        "ikke jeg og hvad hvor hvilken hvilket lyd høres mange gange på af hva hvem hvilke "
        "gjennom uten noen flere kvinne "
        "mennesker stemme fugl fugler regner torden vann bølger kjøkken dør vindu trapp "
        "musikk bjeffer mjauer synger snakker "
        "går løper kjører drypper åpner lukker bakgrunnen gennem uden nogle kvinde vand "
        "vindue musik gøer taler"
    ),
    "Finnish": (
        "mikä mitä kuka missä kuinka monta kuuluu ääni koira haukkuu ovat äänite kissa lintu "
        "linnut hevonen mies nainen lapsi "
        "lapset ihmiset joku kukaan ukkonen tuuli aallot katu ikkuna lentokone musiikki "
        "naukuu laulaa puhuu puhuvat nauraa "
        "itkee huutaa juoksee putoaa koputtaa tippuu puhaltaa avautuu sulkeutuu kaukana "
        "hiljaa kovaa kerran kaksi kolme"
    ),
    "Estonian": "mis kes kus mitu kuulda koer heli millist",
    "Polish": (
        "jaki jaka jakie jest się nie kto gdzie ile razy słychać dźwięk pies że tym tle "
        "nagraniu przez lub przed bez dla oraz "
        "więcej bardzo ktoś nikt mężczyzna kobieta dziecko dzieci ludzie głos głosy ptak "
        "ptaki koń krowa deszcz grzmot wiatr "
        "woda morze drzwi okno schody schodach dzwon pociąg samochód samolot muzyka szczeka "
        "miauczy śpiewa mówi rozmawia "
        "rozmawiają śmieje płacze krzyczy idzie biegnie jedzie spada dzwoni kapie wieje "
        "otwiera zamyka daleko cicho głośno "
        "piosenkę cztery"
    ),
    "Czech": (
        "jaký jaká jaké kdo kde kolikrát slyšet slyší zvuk pes že nahrávce nebo aký koľko "
        "počuť čo přes před více velmi "
        "někdo nikdo muž žena dítě děti lidé hlas kočka pták ptáci kůň kráva déšť hrom vítr "
        "moře vlny dveře vlak letadlo hudba "
        "štěká zpívá mluví směje pláče křičí jede klepe zvoní fouká otevírá zavírá tiše hlasitě"
    ),
    "Croatian": "što koji koja koje se tko gdje koliko puta čuje zvuk nije ili šta",
    "Hungarian": (
        "az egy hány hallható milyen és nem kutya ugat eső hogy vagy macska gyerek gyerekek "
        "emberek valaki senki utca konyha "
        "ablak harang vonat zene kopog csörög elhalad becsukja tapsolnak messze hangosan "
        "halkan esik"
    ),
    "Romanian": (
        "cine unde câte ori aude sunet câine este și pe cu din ploaia femeie copil copii "
        "oameni cineva ploaie tunet clopot "
        "departe"
    ),
    "Turkish": (
        "bir nerede kaç hangi ses duyuluyor köpek ve bu mı var için kez üç dört kedi kuş "
        "kuşlar inek kadın çocuk çocuklar "
        "insanlar biri kimse yağmur deniz dalgalar sokak mutfak kapı pencere zil çan araba "
        "uçak müzik havlıyor miyavlıyor "
        "ötüyor şarkı söylüyor konuşuyor gülüyor ağlıyor bağırıyor yürüyor koşuyor geçiyor "
        "düşüyor çalıyor damlıyor esiyor "
        "açılıyor kapanıyor oynuyor yağıyor uzakta yüksek yavaşça"
    ),
    "Indonesian": (
        "apa yang siapa mana berapa suara terdengar anjing di ini itu pada dalam sedang "
        "bunyi seekor orang apakah "
        "sebuah seorang anak pria wanita burung hujan guntur angin laut ombak dapur pintu "
        "jendela lonceng kereta pesawat "
        "menggonggong mengeong bernyanyi berbicara tertawa menangis berteriak berjalan "
        "berlari mengetuk berdering menetes "
        "dibuka ditutup berkokok menyala jatuh turun dengan dari oleh untuk tidak"
    ),
    "Tagalog": "ang ng mga sa ano alin ilang tunog maririnig aso beses naririnig",
    "Swahili": "nini gani sauti ipi mbwa kwa inasikika mara ngapi katika",
    "Vietnamese": "gì là có nào tiếng nghe thấy chó của và trong được",
    "Lithuanian": "kas koks kokia kur kiek kartų girdisi garsas šuo ir yra",
    "Latvian": "kāds cik reizes dzirdama skaņa suns un ir",
    "Japanese": "nani desu doko dono oto kikoemasu inu wo",
    "Chinese": "shenme shengyin dao gou nali",
    "Hindi": "kya kaun kahan kitni baar awaaz sunai deti kutta mein",
    "Welsh": "beth yw mae sŵn ci",
    "Icelandic": "hvað heyrist hljóð hundur",
}
FOREIGN = sorted({word for words in _BY_LANGUAGE.values() for word in words.split()})

# Letters of no Latin alphabet: all blocks from Greek on but the additions to Latin, and signs.
SCRIPT = (
    "[\u0370-\u1cff\u1f00-\u1fff\u2d00-\u2dff\u2e80-\ua71f\ua800-\uaaff\uabc0-\ud7ff\uf900-\ufaff"
    "\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uffdc]"
)

"""Wordings, read since: another language, options of one meaning, keys that stand out, metadata."""

# ruff: noqa: RUF001  (the letters that look like others are what is planted)

from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.sound_tacos import style_of, styled

__all__ = ["OPTIONS"]

# A question and its options, the right one first.
_FOREIGN = (
    ("录音中首先听到的是什么声音？", "一只狗在远处叫", "有人在敲门", "雨点打在屋顶上",
     "汽车驶过街道"),
    ("この音声で聞こえる動物は何ですか？", "犬が吠えている", "猫が鳴いている", "馬が走っている",
     "鳥がさえずっている"),
    ("녹음에서 들리는 소리는 무엇입니까?", "비가 내리는 소리", "기차가 지나가는 소리",
     "아이가 우는 소리", "문이 닫히는 소리"),
    ("Was passiert, nachdem die Tür zugeschlagen wird?", "Jemand geht die Treppe hinauf",
     "Ein Telefon klingelt zweimal", "Das Licht wird ausgeschaltet", "Ein Kind fängt an zu weinen"),
    ("Quel instrument joue la mélodie principale ?", "Un piano accompagné d'une batterie",
     "Une flûte sans accompagnement", "Un violon et un violoncelle", "Une guitare électrique"),
    ("¿Qué está haciendo el hombre durante la grabación?", "Habla en voz baja con alguien",
     "Camina sobre hojas secas", "Corta leña con un hacha", "Toca el tambor"),
    ("Quante persone parlano nella registrazione?", "Due persone, un uomo e una donna",
     "Una sola persona", "Un gruppo numeroso di bambini", "Nessuno parla"),
    ("Qual é o som de fundo ao longo do áudio?", "O vento soprando nas árvores",
     "O trânsito de uma avenida", "As ondas do mar", "Uma multidão aplaudindo"),
    ("Welk geluid is op de achtergrond te horen?", "Het gezang van verschillende vogels",
     "Het verkeer op een drukke weg", "Een klok die slaat", "Spelende kinderen"),
    ("Какой звук слышен на фоне разговора?", "Шум проезжающих машин", "Звон колоколов",
     "Плеск воды", "Пение птиц"),
    ("Kayıtta hangi ses duyuluyor?", "Bir köpek uzakta havlıyor", "Bir kapı gıcırdıyor",
     "Çocuklar oyun oynuyor", "Yağmur yağıyor"),
    ("Jaki dźwięk słychać na początku nagrania?", "Ktoś puka do drzwi", "Pies głośno szczeka",
     "Woda leje się z kranu", "Samochód rusza z miejsca"),
    ("Vilket ljud hörs tydligast i inspelningen?", "En motor som startar", "En fågel som sjunger",
     "Någon som går i snön", "Vågor som slår mot stranden"),
    ("Suara apa yang terdengar di latar belakang?", "Hujan turun di atas atap",
     "Ayam berkokok di pagi hari", "Orang-orang sedang berbicara", "Mesin mobil menyala"),
    ("ما الصوت الذي يُسمع في بداية التسجيل؟", "كلب ينبح من بعيد", "شخص يطرق الباب",
     "صوت المطر على السطح", "سيارة تمر في الشارع"),
    ("Âm thanh nào được nghe thấy trong đoạn ghi âm?", "Tiếng chó sủa ở xa",
     "Tiếng mưa rơi trên mái nhà", "Tiếng người nói chuyện", "Tiếng xe máy chạy qua"),
)  # fmt: skip
# Options in which a model falls into another language half-way.
_SWITCHES = (
    "A dog 狂吠 in the distance", "持续的 wind noise", "A person 敲门 repeatedly",
    "背景音乐 and speech", "The sound gets 越来越大", "Footsteps auf einer Holztreppe",
    "La porte se ferme brusquement",
    "Ein Auto fährt vorbei", "Una voz de mujer hablando", "水流声", "A машина driving past",
    "拍手 of a large audience", "Il rumore di un treno che passa",
    "Vögel zwitschern im Hintergrund",
)  # fmt: skip


def _item(make: Maker, words: Wordings, question: str, texts: tuple[str, ...]) -> Draft:
    draft = replace(make.tacos.sound(words), question=question, options=texts, answer_index=0)
    return words.shuffled(replace(draft, spots=frozenset(range(5))))


def foreign(make: Maker, words: Wordings) -> Draft:
    question, *texts = words.rng.choice(_FOREIGN)
    return _item(make, words, question, tuple(texts))


def foreign_options(make: Maker, words: Wordings) -> Draft:
    _, *texts = words.rng.choice(_FOREIGN)
    return _item(make, words, make.tacos.sound(words).question, tuple(texts))


def foreign_question(make: Maker, words: Wordings) -> Draft:
    return make.tacos.sound(words).with_question(words.rng.choice(_FOREIGN)[0])


def switched(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    return draft.with_option(words.rng.randrange(4), words.rng.choice(_SWITCHES))


# Two ways to say the same.
_SAME_WORDS = (
    ("A dog barking", "Barking of a dog"), ("3 times", "Three times"), ("A car horn", "Car horns"),
    ("Rain and thunder", "Thunder and rain"), ("A man speaking", "A man speaks"),
    ("The sound of a church bell", "A church bell sound"), ("A lawn-mower", "A lawnmower"),
    ("A woman's voice", "The voice of a woman"), ("A dog barking loudly", "A loudly barking dog"),
    ("Footsteps on gravel", "Footsteps on the gravel"), ("Birds are chirping", "Birds chirping"),
    ("Applause from an audience", "An audience's applause"), ("Water drips", "Dripping of water"),
    ("It is getting louder", "It gets louder"),
    ("Wind blowing in trees", "Wind blows in the trees"),
    ("Typing on a keyboard", "Keyboard typing"), ("A train passes by", "A train is passing by"),
    ("Twenty-one", "21"), ("A child laughs and runs", "A child runs and laughs"),
    ("There is a siren", "A siren"), ("A siren, then a horn", "First a siren, then a horn"),
)  # fmt: skip
_OTHER_WORDS = (
    ("An airplane overhead", "An aeroplane overhead"), ("Once", "One time"), ("Twice", "2 times"),
    ("A car passing", "An automobile passing"), ("A telephone rings", "A phone rings"),
    ("It becomes louder", "It gets louder"), ("A TV is on", "A television is on"),
    ("The engine starts", "The engine begins running"), ("A dozen knocks", "Twelve knocks"),
    ("A motorbike", "A motorcycle"), ("A baby crying", "An infant crying"),
    ("A grey goose honks", "A gray goose honks"), ("A person claps", "Someone claps"),
    ("It stops suddenly", "It stops abruptly"),
    ("Several people talking", "Multiple people talking"),
    ("A bike bell", "A bicycle bell"), ("Quick footsteps", "Fast footsteps"),
)  # fmt: skip


def same_words(make: Maker, words: Wordings) -> Draft:
    return _pair(make, words, _SAME_WORDS)


def other_words(make: Maker, words: Wordings) -> Draft:
    return _pair(make, words, _OTHER_WORDS)


def _pair(make: Maker, words: Wordings, pairs: tuple[tuple[str, str], ...]) -> Draft:
    draft, pair = make.tacos.sound(words), list(words.rng.choice(pairs))
    words.rng.shuffle(pair)
    for at, text in zip(words.rng.sample(range(4), 2), pair, strict=True):
        draft = draft.with_option_like(at, text)
    return draft


# What a key says more than the others do.
_TELLS = (
    "{}, which is suggested by the way the sound develops over the whole length of the recording",
    "{}, as can be told from the steady rhythm and the tone that stay the same until the very end",
    "{}, most likely in an open space, since there is hardly any echo to be heard after each sound",
    "{}, accompanied by other quiet background noises that indicate a calm and natural environment",
    "{}, clearly distinguishable from the other sounds in the scene because of its distinct timbre",
    "{} (this is the sound that dominates the clip from beginning to end, with only short pauses)",
    "{}, becoming more and more prominent as the recording goes on before it gradually fades away",
    "{}, because the characteristic pattern is repeated several times with no other explanation",
    "{}; none of the other sources would produce such a pattern of sounds in this particular order",
    "a combination of different elements of which the most noticeable by far is this one: {}",
    "the listener can clearly make out the following, even though it is rather quiet at times: {}",
)
_SHORT = ("a cat", "rain", "a horn", "a piano", "silence", "a train", "wind", "a drum", "laughter")
_KNOCKS = (
    ("How many times does somebody knock?", "four times", "a few times", "many times",
     "countless times"),
    ("How many bells are heard?", "3 bells", "several bells", "a lot of bells", "hardly any bells"),
    ("How many people speak in the clip?", "two people", "a crowd of people", "several people",
     "a handful of people"),
    ("For how long does the alarm sound?", "for 10 seconds", "for a moment", "for a long while",
     "for most of the clip"),
    ("How often does the dog bark?", "five times", "now and then", "all the time", "very often"),
)  # fmt: skip


def longest(make: Maker, words: Wordings) -> Draft:
    draft, rest = make.tacos.sound(words), list(_SHORT)
    tell = words.rng.choice(_TELLS)
    if words.chance(0.5):
        words.rng.shuffle(rest)
        for at in draft.wrong:
            draft = draft.with_option_like(at, rest.pop())
    return _key(draft, lambda text: tell.format(text[0].lower() + text[1:].rstrip(".")))


def _key(draft: Draft, change: Callable[[str], str]) -> Draft:
    return draft.with_option_like(draft.answer_index, change(draft.answer))


def _plain(draft: Draft) -> Draft:
    """All options with a small letter and without a stop."""
    options = tuple(text[0].lower() + text[1:].rstrip(".") for text in draft.options)
    return replace(draft, options=options, spots=frozenset(range(1, 5)))


def in_case(make: Maker, words: Wordings) -> Draft:
    """The key alone is copied from where it stood as a sentence, or the wrong ones were."""
    draft = _plain(make.tacos.sound(words))
    while not all(text[0].isalpha() for text in draft.options):
        draft = _plain(make.tacos.sound(words))  # a digit has no case
    options = [text[0].upper() + text[1:] for text in draft.options]
    if words.chance(0.5):
        return draft.with_option(draft.answer_index, options[draft.answer_index])
    options[draft.answer_index] = draft.answer
    return replace(draft, options=tuple(options))


def in_stop(make: Maker, words: Wordings) -> Draft:
    draft = _plain(make.tacos.sound(words))
    options = [text[0].upper() + text[1:] for text in draft.options]
    key = draft.answer_index
    if words.chance(0.5):
        options[key] += "."
    else:
        options = [text + "." * (at != key) for at, text in enumerate(options)]
    return replace(draft, options=tuple(options))


def in_number(make: Maker, words: Wordings) -> Draft:
    question, *texts = words.rng.choice(_KNOCKS)
    return _item(make, words, question, styled(texts, style_of(words)))


# {q} is a sound question with a small letter at its start, {o} an option.
_TOLD = (
    "According to the caption, {q}", "Based on the provided keywords, {q}",
    "As described in the metadata, {q}", "Given the tags of this sound, {q}",
    "In the recording uploaded by the user, {q}", "Considering the file name, {q}",
    "Considering the uploader's notes, {q}", "As stated in the description of the clip, {q}",
    "In the Freesound recording, {q}", "Given the annotation, {q}",
    "In this clip, recorded with a Zoom H4n, {q}", "From the listed keywords, {q}",
    "Using the caption and the superclass, {q}", "Per the text description, {q}",
    "In the file 'street_04.wav', {q}", "In line with the annotators' answer, {q}",
)  # fmt: skip
_TOLD_OPTION = (
    "{o}, as the caption says", "{o}, as mentioned in the description", "{o} (from the keywords)",
    "It is not mentioned in the caption", "{o}, as the uploader notes", "{o}, as per the metadata",
    "{o}, which matches the tags", "The description does not say",
    "{o}, according to the file name",
)  # fmt: skip
_TOLD_WHOLE = (
    "Which microphone was used to make this recording?",
    "Who uploaded this sound?",
    "Which keyword best matches the sound in the clip?",
    "Which caption fits the audio best?",
    "What does the recordist mention about this sound?",
    "What is the title of the audio file?",
    "Which tag did the user give to this sound?",
    "What does the annotator note about the sound?",
    "Under which license was this sound shared?",
    "To which sound pack does the clip belong?",
)


def told(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    question = draft.question[0].lower() + draft.question[1:]
    return draft.with_question(words.rng.choice(_TOLD).format(q=question))


def told_option(make: Maker, words: Wordings) -> Draft:
    draft, at = make.tacos.sound(words), words.rng.randrange(4)
    text = words.rng.choice(_TOLD_OPTION).format(o=draft.options[at].strip(" ."))
    return draft.with_option_like(at, text)


def told_whole(make: Maker, words: Wordings) -> Draft:
    return make.tacos.sound(words).with_question(words.rng.choice(_TOLD_WHOLE))


OPTIONS: dict[str, dict[str, tuple[Plant, bool]]] = {
    "language": {
        "fresh: item": (foreign, True), "fresh: options": (foreign_options, True),
        "fresh: question": (foreign_question, True), "fresh: one option": (switched, True),
    },
    "near-identical-options": {"fresh: same words": (same_words, True),
                               "fresh: other words": (other_words, True)},
    "answer-stands-out": {"fresh: length": (longest, True), "fresh: case": (in_case, True),
                          "fresh: full stop": (in_stop, True), "fresh: number": (in_number, True)},
    "metadata-leak": {"fresh: question": (told, True), "fresh: option": (told_option, True),
                      "fresh: all": (told_whole, True)},
}  # fmt: skip

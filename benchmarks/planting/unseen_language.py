"""Held-out wordings: other languages, and what only the metadata tells."""

# ruff: noqa: RUF001  (letters of other scripts)

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.sound_tacos import GEAR, NAMES, PLACES
from planting.unseen_items import item, lower, read_items, upper

__all__ = ["LANGUAGE"]

# The caption is English: the prompt showed it, and the model answered in another language.
_FOREIGN = read_items("""
# item
A dog barks behind a fence. > Welches Geräusch ist hinter dem Zaun zu hören? Ein bellender Hund
  | Eine miauende Katze | Ein krähender Hahn | Ein wieherndes Pferd
Rain falls on a tin roof. > Was hört man auf dem Dach? Regen, der auf Blech fällt | Hagel auf Holz
  | Schritte auf Kies | Vögel, die picken
A church bell rings three times. > Combien de fois la cloche sonne-t-elle? Trois fois | Deux fois
  | Cinq fois | Une seule fois
A woman laughs in a kitchen. > Que fait la femme dans la cuisine? Elle rit | Elle pleure
  | Elle chante | Elle crie
A car passes by quickly. > ¿Qué se oye pasar a gran velocidad? Un coche | Un tren | Una bicicleta
  | Un caballo
Children play in a schoolyard. > ¿Dónde están jugando los niños? En el patio de la escuela
  | En la playa | En una piscina | En un bosque
A man hammers a nail. > O que o homem está fazendo? Está pregando um prego | Está serrando madeira
  | Está lavando a louça | Está tocando piano
Water drips into a sink. > Che cosa si sente nel lavandino? Acqua che gocciola | Olio che frigge
  | Vento che soffia | Un motore che gira
A train whistle blows. > Wat is er in de verte te horen? De fluit van een trein | Een blaffende hond
  | Een draaiende molen | Een huilend kind
Birds sing at dawn. > Vad hörs i gryningen? Fåglar som sjunger | En motor som startar
  | Någon som hostar | Regn mot ett tak
A crowd applauds. > Co słychać na nagraniu? Oklaski tłumu | Szczekanie psa | Szum morza
  | Dzwonek telefonu
A phone rings twice. > Telefon kaç kez çalıyor? İki kez | Üç kez | Beş kez | Yedi kez
Waves break on rocks. > Какой звук слышен на записи? Волны бьются о скалы | Лает собака
  | Едет поезд | Звонит колокол
A cat purrs. > 音频中的动物在做什么? 一只猫在打呼噜 | 一只狗在叫 | 一匹马在跑 | 一头牛在吃草
A motorcycle starts. > 录音开头出现了什么声音? 摩托车启动 | 火车进站 | 飞机起飞 | 汽车鸣笛
A baby cries. > 何の音が聞こえますか? 赤ちゃんの泣き声 | 犬の鳴き声 | 雨の音 | 電車の音
A door slams. > 어떤 소리가 들립니까? 문이 쾅 닫히는 소리 | 개가 짖는 소리 | 비가 내리는 소리
  | 새가 우는 소리
A horse trots. > ما الصوت الذي يُسمع في المقطع? حصان يركض | كلب ينبح | طفل يبكي | باب يُغلق
Thunder rolls. > रिकॉर्डिंग में कौन सी आवाज़ सुनाई देती है? बादल की गरज | कुत्ते का भौंकना | घंटी का बजना
  | बच्चे का रोना
Frogs croak at night. > Suara apa yang terdengar pada malam hari? Katak yang bersuara
  | Anjing yang menggonggong | Mobil yang lewat | Hujan yang turun
A fan hums. > Âm thanh nào được nghe thấy trong đoạn ghi âm? Tiếng quạt chạy | Tiếng chó sủa
  | Tiếng mưa rơi | Tiếng người hát
""")["item"]
_QUESTIONS = (
    "Was ist im Hintergrund zu hören?", "Welches dieser Geräusche kommt in der Aufnahme vor?",
    "Quel son peut-on entendre dans cet extrait?", "Que se passe-t-il pendant l'enregistrement?",
    "¿Cuál de estos sonidos aparece en la grabación?", "¿Qué se escucha en el fondo del audio?",
    "Qual destes sons aparece no áudio?", "Quale di questi suoni si sente nella registrazione?",
    "Welk geluid hoor je op de achtergrond?", "Vilket ljud hörs tydligast i klippet?",
    "Który z tych dźwięków słychać w nagraniu?", "Kayıtta hangi ses duyuluyor?",
    "Что слышно на заднем плане?", "Какой из этих звуков присутствует в записи?",
    "背景中可以听到什么声音？", "以下哪种声音出现在音频中？", "録音の中で聞こえる音はどれですか？",
    "이 녹음에서 들리는 소리는 무엇입니까?", "أي من هذه الأصوات يُسمع في التسجيل؟",
    "Bunyi apa yang terdengar di dalam rekaman ini?", "Mikä ääni kuuluu taustalla?",
    "Hvilken lyd kan høres i optagelsen?", "Який звук чути на записі?",
)  # fmt: skip
_ONE_OPTION = (
    "ein Hund bellt im Hintergrund", "jemand schlägt mit einem Hammer auf Holz",
    "une voiture passe dans la rue", "des enfants jouent dans la cour",
    "un perro ladra a lo lejos", "el agua corre por una tubería", "uma mulher está cantando",
    "il rumore di una sega elettrica", "een auto rijdt langzaam voorbij", "en hund skäller högt",
    "ktoś zamyka drzwi", "bir adam gülüyor ve konuşuyor", "кто-то стучит в дверь",
    "шум проезжающей машины", "远处有一只狗在叫", "雨滴落在屋顶上的声音", "有人在敲门",
    "誰かがドアを叩いている", "누군가 문을 두드린다", "شخص يطرق الباب",
    "seseorang sedang mengetuk pintu", "a person knocking 在门上", "发动机 running loudly",
    "the sound of 水流", "a 机器 humming in the background", "有人说话 while music plays",
)  # fmt: skip
# One word each: it may be a name, a loan word, or of another language.
_WORD = ("Regen", "Hund", "pluie", "Gitarre", "campana", "lluvia", "Wind und Wetter", "chien",
         "Vogel", "Fenster", "tambor", "agua", "chuva", "Glocke", "viento", "Katze")  # fmt: skip

# {q} is a sound question without its mark; the caption and the keywords were in the prompt.
_TOLD = (
    "According to the caption, {q}?", "{q}, as mentioned in the caption?",
    "Based on the provided description, {q}?", "As stated in the metadata, {q}?",
    "Given the keywords of the clip, {q}?", "{q}, according to the tags?",
    "{q} (see the description)?", "From the textual annotation, {q}?",
    "The caption describes a sound; {q}?", "Considering the superclass and the subclass, {q}?",
    "If the annotation is right, {q}?", "{q}, going by what the uploader wrote?",
    "In view of the listed keywords, {q}?", "The description says how this was made; {q}?",
    "Which option matches the caption best: {q}?", "Judging from the tags of this file, {q}?",
    "With respect to the onset and offset given, {q}?", "Per the annotator's caption, {q}?",
    "{q}, as the Freesound page says?", "Using the metadata only, {q}?",
)  # fmt: skip
_TOLD_OPTION = (
    "the sound named in the caption", "what the keywords suggest", "a sound listed among the tags",
    "something that the description mentions", "the subclass given in the metadata",
    "a sound that the annotator did not mention", "it is not stated in the caption",
    "the category given by the uploader", "anything but what the caption says",
    "the title of the file says so", "a sound of the same superclass as in the metadata",
    "as described in the annotation", "the keyword that comes first in the list",
    "a sound that is not in the provided description", "what the file name indicates",
    "the metadata does not specify it",
)  # fmt: skip
# {p} is a place, {g} a device, {n} a person: the uploader's description alone tells them.
_PLACE = (
    "What can be heard in this recording from {p}?", "Which sound was captured in {p}?",
    "At the site in {p}, what is making the sound?", "What goes on in {p} in this clip?",
    "While standing in {p}, what does the recordist hear?", "Which of these sounds fills {p}?",
    "What is the main sound of this scene in {p}?", "Which sound did the visitor to {p} record?",
)  # fmt: skip
_GEAR = (
    "Which sound did the {g} pick up?", "What was recorded with the {g}?",
    "What does the {g} capture in this clip?", "Held close to the source, what did the {g} record?",
    "Which source was in front of the {g}?", "On the track made with a {g}, what is heard?",
)  # fmt: skip
_NAME = (
    "What did {n} record here?", "Which sound does {n}'s recording contain?",
    "What can be heard in the clip by {n}?", "What was {n} listening to while recording?",
    "Which sound source did {n} choose for this clip?", "What is heard in the sound {n} uploaded?",
)  # fmt: skip
_FILE = (
    "In {f}, {q}?", "In the file {f}, {q}?", "{q} in '{f}'?", 'Listening to "{f}", {q}?',
    "As the title {f} suggests, {q}?", "For the clip {f}: {q}?", "{q} (file: {f})?",
    "The clip is called {f}; {q}?", "{q}, given that the file is named {f}?",
    "Take {f} as an example: {q}?", "Question about {f}: {q}?", "In the audio {f}, {q}?",
    "From {f}, {q}?", "[{f}] {q}?", "Given the name {f}, {q}?",
)  # fmt: skip
_STEMS = (
    "{}.mp3", "{}.wav", "street_ambience_{}.wav", "REC{}.WAV", "zoom0{}.mp3", "field-rec-{}.flac",
    "Backyard {}.wav", "{}_hq.ogg", "ST-{}.wav", "room tone {}.wav", "clip_{}.aif", "{}__take2.wav",
    "Market_{}_mono.wav", "MixDown {}.mp3",
)  # fmt: skip


def foreign(make: Maker, words: Wordings) -> Draft:
    return item(make, words, words.rng.choice(_FOREIGN))


def foreign_question(make: Maker, words: Wordings) -> Draft:
    return make.tacos.present(words).with_question(words.rng.choice(_QUESTIONS))


def one_option(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option_like(words.rng.choice(draft.wrong), words.rng.choice(_ONE_OPTION))


def one_word(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option_like(words.rng.choice(draft.wrong), words.rng.choice(_WORD))


def _asked(draft: Draft) -> str:
    return lower(draft.question.strip().rstrip("?"))


def told(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    return draft.with_question(upper(words.rng.choice(_TOLD).format(q=_asked(draft))))


def told_option(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    return draft.with_option_like(words.rng.choice(draft.wrong), words.rng.choice(_TOLD_OPTION))


def uploaded(make: Maker, words: Wordings) -> Draft:
    """The question names a place, a device or a person out of the uploader's description."""
    draft = make.tacos.present(words)
    said = str(draft.metadata["description"])
    forms = [
        form.format(p=known, g=known, n=known)
        for kinds, texts in ((PLACES, _PLACE), (GEAR, _GEAR), (NAMES, _NAME))
        for known in (*kinds[0], *kinds[1])
        if known in said
        for form in texts
    ]
    return draft.with_question(words.rng.choice(forms))


def file_named(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    name = words.rng.choice(_STEMS).format(draft.freesound_id)
    draft = replace(draft, file_name=name)
    text = words.rng.choice(_FILE).format(f=name, q=_asked(draft))
    return draft.with_question(upper(text))


LANGUAGE: dict[str, dict[str, tuple[Plant, bool]]] = {
    "language": {
        "unseen: item": (foreign, True), "unseen: question": (foreign_question, True),
        "unseen: one option": (one_option, True), "unseen: one word": (one_word, False),
    },
    "metadata-leak": {
        "unseen: question": (told, True), "unseen: option": (told_option, True),
        "unseen: place, gear, name": (uploaded, True), "unseen: file": (file_named, True),
    },
}  # fmt: skip

"""Wordings of defects, and of what only looks like them, that no check was written from.

Beside the examples that a check carries: these are there so that a rule is one of kinds and not
of strings. `{}` stands for an option that is sound.
"""

# letter-in-option: an option, or all four of an item.
LABELLED = (
    "A. {}", "B.) {}", "c) {}", "(d) {}", "[A] {}", "{{B}} {}", "<C> {}", "D> {}", "A: {}", "B | {}",
    "C/ {}", "d/ {}", "A - {}", "B -- {}", "C -> {}", "D => {}", "A \u2013 {}", "B \u2014 {}", "C = {}",
    "1. {}", "2) {}", "(3) {}", "[4] {}", "1: {}", "2/ {}", "3 - {}", "#4. {}", "01 {}", "02. {}",
    "03 - {}", "I. {}", "II) {}", "(III) {}", "IV: {}", "i. {}", "ii) {}", "(iii) {}", "iv - {}",
    "Option A: {}", "Option b) {}", "option 3: {}", "Option iv. {}", "Option (2): {}",
    "Choice B - {}", "choice #2: {}", "Answer C. {}", "Answer 4: {}", "alternative D: {}",
    "No. 3: {}", "Option number 2: {}", "Option two: {}", "{} (A)", "{} [B]", "{} - option C",
    "{} (choice D)",
)  # fmt: skip
REFERRING = (
    "A", "B.", "(C)", "[D]", "'A'", "\u0022B\u0022", "Option A", "option b", "Choice 2", "choice iv",
    "Answer D", "answer (c)", "Letter B", "the first option", "the second choice",
    "the third answer", "the last option", "the other option", "another option",
    "same as A", "the same as option B", "identical to the first", "same as the previous one",
    "the same thing as the second", "equal to the last one", "same as above", "see above",
    "A and B", "A & C", "A, B and C", "A/B", "B+D", "both a and b", "Both 1 and 2", "either A or D",
    "neither B nor C", "A as well as D", "a mix of A and C", "only B and C", "only B", "just C",
    "all but D", "everything except A", "all except for B", "not A", "A and B but not C",
    "option 1 or option 3", "options 2 and 4", "choices i and iii", "I and III", "both ii and iv",
    "none of the above", "All of the above are correct", "any of the above", "some of the above",
    "two of the above", "either of the above", "the above", "all the above", "None of the below",
    "none of these", "all of these", "any of those", "both of these", "neither of these",
    "one of these options", "each of the choices", "most of the answers", "all answers",
    "all the options", "every option", "any option", "no option fits", "None of the choices match",
    "no correct answer", "no right answer is given", "there is no correct option here",
    "none is correct", "None are correct", "all are correct", "all of them are true",
    "both are right", "neither is true", "neither of them is correct", "more than one is correct",
    "two of these are correct", "none apply", "all apply", "nothing mentioned above",
    "everything listed", "all the others", "none of the others", "any of the others",
    "the rest of the options", "all of the other answers", "none of the other three",
    "all of the listed ones", "not listed", "none of the given alternatives",
    "none of the aforementioned", "the preceding option", "any of the following",
    "all possibilities listed", "the first two options", "neither", "both", "all of them",
    "none of them", "both of them", "any of them", "all four", "the other three",
    "all three of them",
)  # fmt: skip
UNLABELLED = (
    "a dog", "an A/C unit hums", "a B-flat trumpet", "a C major scale", "vitamin C", "plan B",
    "a.m. radio chatter", "i.e. a dog", "A dog - a large one", "a DJ", "an MC", "U2 plays",
    "24/7 traffic", "4/4 time", "3:05 minutes", "1.5 seconds", "2-3 dogs", "1 dog", "5 - 10 seconds",
    "I hear a dog", "I think so", "it is raining", "in a car", "vivid birdsong", "a cat and a dog",
    "none of the birds", "all of the dogs bark", "neither dog barks", "both men speak",
    "from above", "above the water", "a bird above a river", "below deck", "to the left",
    "the second bell is louder", "the first one is a dog", "the first bark", "the last train",
    "no answer", "the phone is not answered", "he answers the phone", "a call is answered",
    "answering machine", "a multiple choice quiz is read", "a woman lists the options",
    "he has no choice", "the choir sings", "a list is read", "someone makes a statement",
    "an announcement given twice", "it is the same dog", "the same sound again", "like a drum",
    "nothing", "none", "no sound at all", "nobody", "everything falls down", "another dog",
    "the others laugh", "a letter is opened", "a number is dialled", "one of the men coughs",
    "one of two cats", "only a dog", "just wind", "not a dog", "all but silent",
    "either a dog or a wolf", "a cat as well as a dog", "both a bell and a horn",
    "equally loud", "the following train", "the previous song ends", "items fall",
    "a, b, c are recited by a child", "children sing the ABC", "A Christmas carol", "Vitamin D",
    "a grade of B", "he spells D-O-G", "C++ is mentioned",
)  # fmt: skip

# markup-residue: the question or an option.
MARKED = (
    "<think>{}", "{}</answer>", "<output>{}</output>", "{}<|end|>", "{} <\uff5cend\uff5c>", "[/INST] {}", "{} [EOS]",
    "<s> {}", "<unk> {}", "{} /think", "[ANSWER] {}", "```\n{}\n```", "`{}`", "~~{}~~", "``{}",
    '"{}"]', "['{}']", '{{"question": "{}"}}', '"option_a": "{}"', "'caption': '{}'", '"label": 2 {}',
    '"{}', '{}"', '{}",', "\\'{}\\'", '\\"{}\\"', "{}\\n", "\\t{}", "\\u2019{}", "\\text {}",
    "\\({}\\)", "&rsquo;{}", "{} &eacute;", "{} &#8217;", "&#x27;{}", "&copy; {}", "{}%20x",
    "<em>{}</em>", "{}<br>", "<font color=red>{}", "<!-- {} -->", "<?xml {}", "<![CDATA[{}]]>",
    "**{}**", "***{}***", "__{}__", "_{}_", "# {}", "### {}", "> {}", "* {}", "- {}", "+ {}", "\u2022 {}",
    "- [ ] {}", "{}\n---", "=== {}", "| {} |", "|{}|", "[{}](x)", "![{}](y)", "{} [^1]", "[1]: {}",
    "[b]{}[/b]", "[url=x]{}[/url]", "$x = {}$", "Answer: {}", "answer: {}", "Correct answer: {}",
    "Explanation: {}", "ASSISTANT: {}", "Rationale: {}", "Output: {}", "[insert {}]", "''{}''",
    "{{{}}}", "${{x}} {}", "[[{}]]",
)  # fmt: skip
LINKED = (
    "{} https://a.b/c", "{} (http://x.example)", "ftp://x.y {}", "{} www.sounds.example", "{} a.com",
    "mailto:me {}", "{} me@example.org", "{} freesound.org/s/12", "see sounds.io/x {}",
    "{} doi:10.1000/182",
)  # fmt: skip
UNMARKED = (
    "he says 'yes'", "she says \"no\" twice", "a 5/4 beat", "rock & roll", "R&B", "5 < 6", "a > b",
    "C# minor", "F#", "50% louder", "5 $", "a (loud) dog", "[laughs]", "*sigh*", "dog; cat", "a_b",
    "it's 3:15", "the dog's bark", "dogs' barks", "___", "____ barks", "wait... what", "a - b",
    "-5 dB", "+5 dB", "~3 seconds", "half-open", "no.", "e.g. a dog", "St. Paul's bell",
    "the question is repeated", "an answer: yes", "Warning: a siren", "he says: run", "at 5 p.m.",
    "mp3", "a.m.", "the answering machine", "a dog (or a wolf)", "10 \u2013 20 times", "'tis the season",
    "rock 'n' roll", "a 7\" single", "system noise", "human speech", "user interface clicks",
)  # fmt: skip

# language: a question and its options; the first half has words that the check's lists know.
FOREIGN = (
    ("Welches Tier ist am Anfang zu hören?", ("ein Hund", "eine Katze", "ein Vogel", "eine Kuh")),
    ("Quel bruit entend-on à la fin ?", ("une porte", "la pluie", "un chien", "le vent")),
    ("¿Qué animal hace este ruido?", ("un perro", "un gato", "una vaca", "un pájaro")),
    ("Co słychać na początku nagrania?", ("pies szczeka", "kot miauczy", "pada deszcz", "dzwon")),
    ("Co je slyšet v pozadí?", ("pes štěká", "kočka mňouká", "prší", "zvon zvoní")),
    ("Mi hallható a felvétel elején?", ("egy kutya ugat", "esik az eső", "egy ajtó", "taps")),
    ("Ce se aude la început?", ("un câine latră", "plouă pe acoperiș", "o ușă", "oameni vorbesc")),
    ("Kayıtta hangi ses duyuluyor?", ("bir köpek havlıyor", "yağmur yağıyor", "kapı", "alkış")),
    ("Ano ang maririnig sa simula?", ("tumatahol ang aso", "umuulan", "isang pinto", "palakpakan")),
    ("Sauti gani inasikika mwanzoni?", ("mbwa anabweka", "mvua inanyesha", "mlango", "makofi")),
    ("Nani ga kikoemasu ka?", ("inu ga hoete iru", "ame ga futte iru", "doa ga shimaru", "hakushu")),
    ("Bunyi apakah yang kedengaran?", ("anjing menyalak", "hujan turun", "pintu ditutup", "tepukan")),
    ("Hvilken lyd høres i baggrunden?", ("en hund der gør", "regn på taget", "en dør", "klapsalver")),
    ("Koji se zvuk čuje na početku?", ("pas laje", "kiša pada po krovu", "vrata", "pljesak")),
    ("Âm thanh gì được nghe thấy?", ("tiếng chó sủa", "mưa rơi trên mái", "cửa đóng", "vỗ tay")),
    # Languages that no list knows.
    ("Zer entzuten da hasieran?", ("txakur bat zaunka", "euria teilatuan", "atea ixten", "txaloak")),
    ("Kion oni aŭdas komence?", ("hundo bojas laŭte", "pluvas sur la tegmento", "pordo", "aplaŭdo")),
    ("Wat hoor jy aan die begin?", ("\u2019n hond blaf hard", "dit re\xebn op die dak", "deur", "mense")),
    ("Çfarë dëgjohet në fillim?", ("një qen leh", "bie shi mbi çati", "mbyllet dera", "duartrokitje")),
    ("Maxaa la maqlayaa bilowga?", ("ey ciyaya", "roob da'aya saqafka", "albaab xirmaya", "sacab")),
    ("Yintoni evakala ekuqaleni?", ("inja ikhonkotha kakhulu", "imvula iyana", "ucango", "izandla")),
    ("Nima eshitilmoqda boshida?", ("it hurmoqda baland", "yomg'ir yog'moqda", "eshik yopildi", "qarsak")),
    ("O que se ouve ao fundo?", ("um cachorro late alto", "chove no telhado", "a porta bate", "palmas")),
    ("Que se escoita ao comezo?", ("un can ladra forte", "chove no tellado", "pecha a porta", "aplausos")),
    ("Cad atá le cloisteáil ag an tús?", ("madra ag tafann", "báisteach ar an díon", "doras", "bualadh bos")),
    ("რა ისმის დასაწყისში?", ("ძაღლი ყეფს", "წვიმს სახურავზე", "კარი იხურება", "ტაში")),
    ("আপনি কী শুনতে পাচ্ছেন?", ("কুকুর ঘেউ ঘেউ করছে", "ছাদে বৃষ্টি", "দরজা বন্ধ", "হাততালি")),
    ("Τι ακούγεται στην αρχή;", ("ένας σκύλος γαβγίζει", "βρέχει στη στέγη", "μια πόρτα", "χειροκρότημα")),
    ("מה נשמע בהתחלה?", ("כלב נובח", "גשם על הגג", "דלת נסגרת", "מחיאות כפיים")),
    ("นี่คือเสียงอะไร?", ("สุนัขเห่า", "ฝนตกบนหลังคา", "ประตูปิด", "ปรบมือ")),
    ("ምን ይሰማል?", ("ውሻ ይጮኻል", "ዝናብ በጣሪያ ላይ", "በር ይዘጋል", "ጭብጨባ")),
    ("Gou zai jiao ma?", ("gou zai da sheng jiao", "yu luo zai wuding", "men guan shang", "renmen guzhang")),
    ("Shuruaat mein kya sunai deta hai?", ("kutta bhaunk raha hai", "chhat par baarish", "darwaza", "taaliyan")),
)  # fmt: skip
OURS = (
    ("Is a dog barking?", ("yes, it is", "no, a cat", "no, a cow", "no dog")),
    ("Which instrument is played?", ("sitar", "oud", "tabla", "koto")),
    ("What is it?", ("piano", "violin", "viola", "cello")),
    ("Who composed it?", ("Johann Sebastian Bach", "Antonín Dvořák", "Béla Bartók", "Erik Satie")),
    ("What is sung?", ("la la la", "na na na", "do re mi", "hey hey")),
    ("Which city is named?", ("Los Angeles", "San Francisco", "Rio de Janeiro", "New York")),
    ("Dog or cat?", ("dog", "cat", "neither", "both")),
    ("Barking dog, or meowing cat, or wind?", ("dog", "cat", "wind", "rain")),
    ("What passes?", ("a van", "a tram", "a bus", "a truck")),
    ("What is served?", ("crème brûlée", "café au lait", "jalapeños", "a piñata")),
    ("Which genre?", ("bossa nova", "reggae", "hip hop", "techno")),
    ("How does it sound?", ("hissing", "purring", "yowling", "howling")),
    ("How many?", ("two", "three", "four", "five")),
    ("What does the man say?", ("ja", "nein", "oui", "si")),
    ("What animal?", ("emu", "gnu", "yak", "ibex")),
    ("Where is it?", ("on a boat", "at sea", "in a car", "by air")),
)  # fmt: skip

# answer-changed: yes and no in other words, of "Is a dog barking?"; and of the answer "bell".
YES = (
    "Yes, it is", "Indeed, it does", "That is correct", "This is the case", "It certainly does",
    "The recording confirms this", "The audio supports it", "Without a doubt", "Without question",
    "Beyond any doubt", "Undoubtedly so", "Absolutely", "One can be sure of it",
    "The claim is true", "The statement is right", "That would be correct", "There is no doubt",
    "Definitely, from start to end", "A dog is barking", "There is a dog barking",
    "Affirmative, a dog", "No doubt about it", "It cannot be denied", "That seems to be right",
    "The assumption proves correct",
)  # fmt: skip
NO = (
    "No, it is not", "Not at all", "That is false", "This is not the case", "It certainly does not",
    "The recording disproves this", "The audio contradicts it", "Quite the contrary",
    "Just the opposite", "By no means", "In no way", "It can be ruled out", "The claim is wrong",
    "The assumption is incorrect", "That would be a mistake", "On the contrary", "Never in this clip",
    "There is no dog barking", "No dog barks", "There isn't any dog", "Nothing of the sort",
    "There is an absence of barking", "The audio lacks any barking", "The dog is no longer barking",
    "The dog fails to bark", "Hardly any barking", "None whatsoever", "It is untrue",
    "Everything but a dog barking", "The audio is devoid of barking", "That isn't so",
    "The suggestion is false", "Nobody hears a dog", "It is far from it", "Negative, no dog",
)  # fmt: skip
SAYS_BELL = (
    "A bell", "A small bell is ringing", "It sounds like a bell", "Bells ring", "Most likely a bell",
    "A bell, not a gong", "A bell rather than a gong", "The bell can be heard", "No doubt a bell",
    "Nothing but a bell", "Not only a bell", "A bell, without a doubt",
)  # fmt: skip
DENIES_BELL = (
    "Not a bell", "No bell at all", "It isn't a bell", "Anything but a bell", "Without any bell",
    "There is no bell", "Everything except a bell", "All but a bell", "A lack of bells",
    "The bell can be ruled out", "A bell is out of the question", "The bell is absent",
    "The bell is missing", "A bell could be excluded", "A gong instead of a bell", "Never a bell",
    "Neither bell nor gong", "It could never be a bell", "The bell is not heard",
    "Hardly a bell", "The absence of a bell", "Apart from a bell", "Devoid of bells",
    "A bell is impossible",
)  # fmt: skip

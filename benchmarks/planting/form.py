"""Defects of form: the question, residue of markup, letters, broken or foreign text."""

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, plants

__all__: list[str] = []


@plants("question-form", "statement")
def statement(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    text = words.pick(
        ("This clip is about {}.", "The audio contains {}.", "Here we listen to {}.", "{}.",
         "There is {} in it.", "One hears {} now and then.", "Sounds of {}", "It begins with {}!"),
        ("As can be heard, {}.", "The listener is presented with this: {}",
         "Someone has recorded how {}.", "It turns out that {}.", "A short recording where {}",
         "This time, {} and not much else.", "Audio of the following: {}."),
    ).format(draft.metadata["caption"].rstrip(".").lower())  # fmt: skip
    return draft.with_question(text)


@plants("question-form", "two questions")
def two_questions(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    more = words.pick(
        ("And where does it come from?", "How many are there?", "Who makes it?",
         "Is it loud or quiet?", "When does it stop?", "also, what follows it?"),
        ("Furthermore, where was this recorded?", "Can you also tell whether people are around?",
         "Which mood does the scene convey?", "What could be the reason for that?",
         "Then how does the clip end?", "and does it get closer over time?"),
    )  # fmt: skip
    return draft.with_question(f"{draft.question} {more}")


@plants("question-form", "nothing asked")
def nothing_asked(make: Maker, words: Wordings) -> Draft:
    text = words.pick(("", "?", "N/A", "...", "What?", "Question", "-", "???", "null", "None",
                       "TODO", "question text"),
                      ("undefined", "Q1", "[insert question here]", "NaN", "(blank)", "Q:",
                       "Here is the question:", "placeholder", "string", "\u2014"))  # fmt: skip
    return make.tacos.sound(words).with_question(text)


@plants("question-form", "endless")
def endless(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    parts = [make.tacos.event(words).clause for _ in range(words.rng.randint(14, 22))]
    lead = words.pick(("Given that", "Considering the whole clip in which",
                       "If one listens closely and hears that", "Knowing that"),
                      ("In a long recording where", "Supposing that a person notices how",
                       "Bearing in mind all of the following, namely that",
                       "After it has become clear that"))  # fmt: skip
    return draft.with_question(f"{lead} {', '.join(parts)}, {draft.question}")


@plants("question-form", "the same twice")
def said_twice(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    between = words.pick((" ", "  ", "\n", " / "), ("\n\n", " | ", " -- ", " Again: ", "\t"))
    return draft.with_question(f"{draft.question}{between}{draft.question}")


def _into(words: Wordings, draft: Draft, before: str, after: str) -> Draft:
    """Wrap the question or an option, each as likely."""
    at = words.rng.randrange(len(draft.options) + 1)
    if at and draft.dataset == "tacos":
        return draft.with_option(at - 1, before + draft.options[at - 1] + after)
    if draft.dataset == "tacos":
        return draft.with_question(before + draft.question + after)
    at = words.rng.randrange(len(draft.options))
    return draft.with_option(at, before + draft.options[at] + after)


_RESIDUE = {
    "think": ((("<think>I should ask about the sound.</think> ", ""), ("", "</think>"),
               ("<answer>", "</answer>"), ("<think>\nLet me see\n</think>\n", ""),
               ("<thinking>", "</thinking>"), ("", "<|im_end|>"), ("<reasoning> ok </reasoning>",
                ""), ("[/INST] ", ""), ("", " <|endoftext|>"), ("</THINK> ", "")),
              (("<|im_start|>assistant\n", ""), ("", "</s>"), ("<scratchpad>", "</scratchpad>"),
               ("", "<|eot_id|>"), ("<reflection>sounds right</reflection> ", ""),
               ("<thought>Three options are wrong.</thought>\n", ""), ("", " /no_think"))),
    "fence": ((("```json\n", "\n```"), ("```", ""), ("", "\n```"), ("```python ", "```"),
               ("~~~\n", "\n~~~"), ("`", "`")),
              (("```text\n", "\n```"), ("", " ```"), ("``", "``"), ("~~~json\n", ""),
               ("```yaml\nquestion: ", "\n```"), ("````\n", "\n````"))),
    "json": ((('"question": "', '",'), ("", '"}'), ('{"text": "', '"}'), ("", '", "D": "'),
              ('"A": "', '"'), ("", '"]'), ("'answer': '", "'"), ("[{", "}]"), ("", "\\n")),
             (("{'question': '", "'}"), ('"options": ["', '"'), ("", '"},'), ('["', '",'),
              ('"correct_answer": "', '"'), ("\\u0022", "\\u0022"), ("", '"], "answer": 2}'))),
    "html": ((("<b>", "</b>"), ("", "<br>"), ("<p>", "</p>"), ("", " &amp; more"), ("&quot;",
              "&quot;"), ("<i>", "</i>"), ("", "<br/>"), ("<span class='x'>", "</span>"),
              ("&nbsp;", ""), ("", " &#39;tis"), ("<li>", "")),
             (("<em>", "</em>"), ("<strong>", "</strong>"), ("", "</div>"), ("", " <hr />"),
              ("&ldquo;", "&rdquo;"), ("<h3>", "</h3>"), ("", " &hellip;"),
              ('<option value="2">', ""))),
    "markdown": ((("**", "**"), ("## ", ""), ("__", "__"), ("### Question: ", "")),
                 (("***", "***"), ("# ", ""), ("**Question:** ", ""), ("> ", ""), ("* ", ""),
                  ("", "\n\n---"))),
    "url": ((("", " (https://freesound.org/s/1234/)"), ("see http://example.org ", ""),
             ("", " www.example.com/a.wav"), ("[", "](https://example.net)")),
            (("", " http://sounds.example/12"), ("(source: https://archive.example.com/rain) ",
              ""), ("<https://example.org/a> ", ""), ("", ", from ftp://example.com/x.mp3"),
             ("![](https://example.net/img.png) ", ""), ("", " [1]: https://example.edu"))),
}  # fmt: skip


def _register_residue(variant: str) -> None:
    @plants("markup-residue", variant)
    def residue(make: Maker, words: Wordings) -> Draft:
        return _into(words, make.any(words), *words.pick(*_RESIDUE[variant]))


for _variant in _RESIDUE:
    _register_residue(_variant)


@plants("letter-in-option", "one letter")
def one_letter(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    at = words.rng.randrange(4)
    form = words.pick(("{0}. {1}", "{0}) {1}", "({0}) {1}", "{0}: {1}", "Option {0}: {1}",
                       "[{0}] {1}", "{0} - {1}"),
                      ("{0}.) {1}", "{0}> {1}", "Choice {0}: {1}", "{0} = {1}", "{1} ({0})",
                       "Answer {0}) {1}", "{0} \u2014 {1}"))  # fmt: skip
    return draft.with_option(at, form.format("ABCD"[at], draft.options[at]))


@plants("letter-in-option", "all letters")
def all_letters(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    form = words.pick(("{0}. {1}", "{0}) {1}", "({0}) {1}", "{0}: {1}", "{0}.{1}"),
                      ("{0} | {1}", "[{0}] {1}", "Option {0}. {1}", "{0} \u2014 {1}"))  # fmt: skip
    letters = words.pick((tuple("ABCD"), tuple("abcd"), tuple("1234")),
                         (tuple("ABCD"), tuple("abcd"), ("I", "II", "III", "IV"),
                          ("i", "ii", "iii", "iv"), ("01", "02", "03", "04")))  # fmt: skip
    options = tuple(form.format(x, t) for x, t in zip(letters, draft.options, strict=True))
    return replace(draft, options=options, spots=frozenset({1, 2, 3, 4}))


def _last_wrong(draft: Draft, words: Wordings, text: str) -> Draft:
    return draft.with_option(words.rng.choice(draft.wrong), text)


@plants("letter-in-option", "names other options")
def names_others(make: Maker, words: Wordings) -> Draft:
    one, two = sorted(words.rng.sample("ABCD", 2))
    text = words.pick(
        ("both {} and {}", "Option {} or option {}", "{} and {} together", "either {} or {}",
         "Neither {} nor {}", "Options {} & {}", "answers {} and {} combined"),
        ("a combination of {} and {}", "{} as well as {}", "Both {} & {} are correct",
         "one of {} or {}", "neither option {} nor option {}", "the same as {} and {}"),
    )  # fmt: skip
    return _last_wrong(make.any(words), words, text.format(one, two))


@plants("letter-in-option", "all or none of the above")
def above(make: Maker, words: Wordings) -> Draft:
    text = words.pick(
        ("All of the above", "none of the above", "None of these", "all of these options",
         "Any of the above", "none of the given options", "Both of the above",
         "None of the options listed", "all the above answers"),
        ("Every option listed", "All four of them", "It could be any of these choices",
         "No option is correct", "the other three are all true", "Everything mentioned above",
         "Not one of the other answers"),
    )  # fmt: skip
    return _last_wrong(make.any(words), words, text)


@plants("letter-in-option", "a letter alone")
def only_letter(make: Maker, words: Wordings) -> Draft:
    at = words.rng.randrange(4)
    text = words.pick(("{}", "Option {}", "({})", "choice {}", "{}.", "Answer {}"),
                      ("[{}]", "{})", "Letter {}", "the answer is {}", "'{}'"))  # fmt: skip
    return make.tacos.sound(words).with_option(at, text.format("ABCD"[at]))


@plants("mojibake", "utf-8 read as latin-1")
def latin(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    bit = words.pick(
        ("it\u2019s", "\u201cclear\u201d", "d\u00e9j\u00e0 vu", "caf\u00e9", "na\u00efve",
         "\u2013 then \u2013", "\u00fcber", "se\u00f1or", "don\u2019t"),
        ("r\u00e9sum\u00e9", "\u2018soft\u2019", "cr\u00e8me br\u00fbl\u00e9e", "5 \u20ac",
         "20 \u00b0C", "and so on\u2026", "they\u2019re"),
    )  # fmt: skip
    codec = words.pick(("cp1252", "latin-1"), ("cp1252", "latin-1", "iso8859-15"))
    return _into(words, draft, "", " " + bit.encode().decode(codec, "replace"))


@plants("mojibake", "lost characters")
def lost(make: Maker, words: Wordings) -> Draft:
    bit = words.pick(
        (" caf\ufffd", " it\ufffds", " na\ufffdve", " \ufffd\ufffd", " \x07\x1b"),
        (" r\ufffdsum\ufffd", " they\ufffdre", " \ufffd\ufffdwalk\ufffd\ufffd", " Z\ufffdrich",
         " \x7f\x02", " 20 \ufffdC"),
    )  # fmt: skip
    return _into(words, make.any(words), "", bit)


@plants("mojibake", "cyrillic code pages")
def cyrillic(make: Maker, words: Wordings) -> Draft:
    bit = words.pick(("cliché", "façade", "garçon", "piñata"),
                     ("entrée", "Zürich", "mañana", "crème", "smörgåsbord"))  # fmt: skip
    # As in the real data: UTF-8 read by a Cyrillic code page.
    codec = words.pick(("cp1251", "koi8-r"), ("cp866", "iso8859-5", "mac-cyrillic"))
    return _into(words, make.any(words), "", " " + bit.encode().decode(codec, "replace"))


_FOREIGN = ((
    ("Was ist in dieser Aufnahme zu hören?", ("ein Hund bellt laut", "es regnet auf das Dach",
     "eine Tür wird geschlossen", "Leute klatschen und jubeln")),
    ("Quel animal entend-on dans cet extrait ?", ("un chien qui aboie", "un chat qui miaule",
     "une vache dans le pré", "des oiseaux qui chantent")),
    ("¿Qué se oye al principio de la grabación?", ("un perro que ladra", "la lluvia en el techo",
     "una puerta que se cierra", "gente que aplaude")),
    ("这段录音里能听到什么\uff1f", ("一只狗在叫", "雨落在屋顶上", "有人关门", "人们在鼓掌")),
    ("Quale strumento si sente in questo brano?", ("un pianoforte che suona", "il violino solo",
     "una chitarra con il flauto", "la batteria e la tromba")),
    ("Welk geluid hoor je na de stilte?", ("een hond die blaft", "de regen op het dak",
     "een deur die dichtgaat", "mensen die klappen")),
    ("Какой звук слышен в начале?", ("собака громко лает", "дождь стучит по крыше",
     "дверь закрывается", "люди хлопают")),
    ("Que som se ouve nesta gravação?", ("um cão que ladra", "a chuva no telhado",
     "uma porta que se fecha", "pessoas que aplaudem")),
), (
    ("Jaki dźwięk słychać w tle?", ("pies głośno szczeka", "deszcz pada na dach",
     "ktoś zamyka drzwi", "ludzie klaszczą w dłonie")),
    ("Jaký zvuk je slyšet na začátku nahrávky?", ("pes hlasitě štěká", "déšť bubnuje na střechu",
     "někdo zavírá dveře", "lidé nadšeně tleskají")),
    ("Vilket ljud hörs i början av klippet?", ("en hund som skäller", "regn mot taket",
     "en dörr som stängs", "folk som applåderar")),
    ("この録音では何が聞こえますか\uff1f", ("犬が吠えている", "屋根に雨が降っている",
     "ドアが閉まる音", "人々が拍手している")),
    ("이 녹음에서 어떤 소리가 들립니까?", ("개가 짖는 소리", "지붕에 떨어지는 빗소리",
     "문이 닫히는 소리", "사람들이 박수치는 소리")),
    ("Mikä ääni kuuluu nauhoitteen lopussa?", ("koira haukkuu kovaa", "sade ropisee katolla",
     "ovi sulkeutuu hitaasti", "ihmiset taputtavat käsiään")),
    ("Woher kommt das Geräusch am Ende?", ("aus der Küche nebenan", "von der Straße draußen",
     "aus dem Keller unten", "vom Dach des Hauses")),
    ("Combien de fois la cloche sonne-t-elle ?", ("une seule fois au début", "deux fois de suite",
     "trois fois avec une pause", "plus de dix fois")),
    ("Suara apa yang terdengar pada rekaman ini?", ("seekor anjing menggonggong",
     "hujan turun di atap", "pintu yang sedang ditutup", "orang bertepuk tangan")),
))  # fmt: skip


@plants("language", "all of it")
def foreign(make: Maker, words: Wordings) -> Draft:
    question, options = words.pick(*_FOREIGN)
    draft = make.tacos.sound(words)
    return words.shuffled(
        replace(draft, question=question, options=options, answer_index=0,
                spots=frozenset(range(5)))
    )  # fmt: skip


@plants("language", "the options")
def foreign_options(make: Maker, words: Wordings) -> Draft:
    _, options = words.pick(*_FOREIGN)
    draft = make.tacos.sound(words)
    return words.shuffled(replace(draft, options=options, answer_index=0,
                                  spots=frozenset(range(1, 5))))  # fmt: skip


@plants("language", "the question")
def foreign_question(make: Maker, words: Wordings) -> Draft:
    question, _ = words.pick(*_FOREIGN)
    return make.tacos.sound(words).with_question(question)

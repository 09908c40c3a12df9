r"""No text that was broken by reading it in the wrong encoding.

UTF-8 read as a code page of one byte leaves what no language has: the sign or letter for a leading
byte, then those for trailing bytes ("Ã©", "â€™", "Г©", "├й", "√©"). The list of them is made here:
every sign that English texts have beside ASCII, read as each code page. What could not be read
leaves U+FFFD, boxes or control characters, and what nobody undid leaves "\xe9", "caf%C3%A9",
"=C3=A9", "\u00e9". A page of one byte read as another leaves a letter or sign inside a word or
before its ending ("itÕs", "cafÈ", "gar‡on"), or a dash's letter alone. One question of Clotho-AQA's
training split says "clichМ©d".
"""

from collections import defaultdict

from aqagen.curation.checks.base import Check, Example, Reason

# As which UTF-8 is read by mistake.
CODE_PAGES = (
    "cp1252", "latin-1", "iso8859-15", "iso8859-2", "cp1250", "cp1254", "cp1257", "cp1251",
    "koi8-r",
    "iso8859-5", "iso8859-7", "iso8859-9", "cp1253", "cp1255", "cp1256", "cp1258", "cp437", "cp850",
    "cp852", "cp866", "cp874", "mac-roman", "mac-latin2", "mac-cyrillic",
)  # fmt: skip
# Latin letters and signs, punctuation, and the Cyrillic letters that names have.
_LAST_CONTROL = "\xa0"
_PAIR = 2
_SIGNS = (
    "".join(map(chr, range(0xA1, 0x180))) + "ƒ‐‑‒–—―‘’‚“”„†‡•…‰′″‹›€™−"
    + "".join(map(chr, range(0x410, 0x450)))
)  # fmt: skip


def broken_signs() -> list[str]:
    """Return what the signs become when UTF-8 is read as a code page, those that tell, sorted."""
    read = {sign.encode().decode(page, "replace") for sign in _SIGNS for page in CODE_PAGES}
    return sorted(text for text in read if _tells(text))


def _tells(text: str) -> bool:
    """Say whether no text has this by itself; others are found by the letters beside them."""
    strange = all(c > _LAST_CONTROL and c != "\ufffd" for c in text)
    # Two letters of one alphabet may be of a word ("УБ").
    letters = all("Ͱ" <= c <= "ۿ" and c.isalpha() for c in text)
    return strange and not (letters and len(text) == _PAIR)


def _alternatives(texts: list[str]) -> str:
    """Return a pattern of these texts, short: what begins alike stands together."""
    ends = defaultdict(list)
    for text in texts:
        ends[text[:-1]].append(text[-1])
    return "|".join(f"{start}[{''.join(last)}]" for start, last in ends.items())


PATTERN = "|".join(
    (
        # Nothing there, a box in its place, a control character, private use.
        "[\ufffd\ufffc\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f□▯\ue000-\uf8ff]",
        _alternatives(broken_signs()),
        "[─-▟]|ðŸ|ï»¿|Ã[\xa0 ]?$|[\ufeff\u200b\u2060\u00ad]",
        # A space that did not break; a dash or a letter left alone.
        "(?:^|[^A-Za-zÀ-ž])[ÂÃ](?:[ \xa0\n.,?!]|$)|[a-z0-9.,?!)]Â|(?:^|[ \n])[óûùÐÑÕÓÒ](?:[ \n]|$)",
        "[à-ï][¡-¿ŒœŠšŽžŸƒˆ˜†‡‰]{2}",  # three bytes: Chinese and the like
        # A letter of another alphabet inside a word, or one that only begins words.
        "[a-z][ÀÁÂÃÄÅĂĀĆĈĘŁ√├┬ΓΒΞβא-ת׃ֲֳأآâ]€|[a-z][ÂÃĂĆ√ΓΒ]|[A-Za-z][Ѐ-ӿא-تก-๛]|[Ѐ-ӿ][A-Za-z]",
        # One code page of one byte read as another: "itÕs", "cafÈ", "20 ∞C", "ìclearî", "gar‡on".
        r"[a-z](?:[âÕÆÒ]|¹|´ )(?:s|t|re|ll|ve|m|d)(?:[^a-z]|$)|[a-z][À-ÖØ-ÞŠŽŒŸ](?:[^A-ZÀ-Þ]|$)",
        (
            r"(?i:(?:^|[^a-z])(?:it|that|what|he|she|who|there|here|let|[a-z]{3,}(?:[ndgkpt]|er))ís"
            "(?:[^a-z]|$)|(?:^|[^a-z])(?:don|isn|doesn|can|won|didn|wasn|aren|couldn)"
            "ít(?:[^a-z]|$)|"
            r"(?:they|you|we)í(?:re|ll|ve)(?:[^a-z]|$))"
        ),
        (
            "[0-9] ?(?:[∞¡░]|[㐀-鿿가-힣])[CF](?:[^A-Za-z]|$)|(?:^|[^A-Za-zÀ-ž])"
            r"[ìÒ][A-Za-z]{2}[^\n]*[îÓ]|"
            r"(?:^|[^A-Za-zÀ-ž])ô[A-Za-z]{2}[^\n]*[a-z.,!?]ö(?:[^a-z]|$)"
        ),
        r"[a-z](?:[¡-©«¬®¯±-´¶¸¹»-¿‚ƒ„†‡ˆ‰‹]|[∞≠≤≥∂∑∏π∫Ω≈∆◊ˇ˘˙˚˝˛])[a-z]|[a-z]{2}[ά-ώ]",
        "[ﾂﾃﾅ][｡-ﾟ]|[鈥窶竄]|锟斤|烫烫|[a-z][㐀-鿿가-힣][a-z ?.,\n]",
        # Escapes.
        (
            r"\\x[0-9a-fA-F]{2}|%C[2-5]%[89ABab][0-9A-Fa-f]|=C[2-5]=[89AB][0-9A-F]|[%=]E2[%=]80|"
            r"\+A[A-Za-z0-9]{2}-|\\u[0-9a-fA-F]{4}|%u[0-9a-fA-F]{4}|<?U\+[0-9A-F]{4}|"
            r"\\[23][0-7]{2}|"
            r"[A-Za-z]&[A-Za-z]{1,2}(?:acute|grave|circ|tilde|uml|cedil|ring|slash|lig);|"
            r"[A-Za-z]&#[0-9]{2,4};[a-z]"
        ),
        # A question mark where a letter was.
        r"[a-z]\?{1,3}(?:s|t|re|ll|ve)(?:[^a-z]|$)",
        (
            r"(?:^|[^A-Za-z])(?:na\?{1,2}ve|caf\?{1,2}[a-z)]|r\?sum\?|clich\?[sd]|d\?j\?|fa\?ade|"
            r"se\?or|pi\?ata|cr\?me|fianc\?e)"
        ),
    )
)

CHECK = Check(
    name="mojibake",
    version=3,
    reasons=(
        Reason("mojibake", because="the words cannot be read; a tokenizer makes noise of it"),
    ),
    summary="no text that was read in a wrong encoding",
    # Nearly all texts are of plain ASCII, and have no escapes.
    may_fail=(
        r"regexp_matches(lines, '[^\t\n -~]|\\[xu23]|[%=][CE]|%u|U\+|\+A|[a-z]\?+[a-z]|caf\?|"
        r"[A-Za-z]&[A-Za-z#]')"
    ),
    fails=f"regexp_matches(lines, '{PATTERN}')",
    detail=f"{{'found': regexp_extract(lines, '{PATTERN}')}}",
    accepts=(
        Example(),
        Example("What plays in the café as he says “naïve”?"),
        Example(options=("SÃO João", "Привет", "5 °C – cold", "über")),
        Example("What happens next?yes"),
        Example(options=("país", "París", "a café", "anís"), origin="imported"),
        Example(options=("10 kΩ", "5 μs", "√2", "¿Qué?")),
        Example(options=("Dvořák…", "“Dvořák”", "a Łódź tram", "50% and 5+A")),
    ),
    rejects=(
        Example("What plays in the cafÃ©?"),
        Example("Whose is it, and itâ€™s loud?"),
        Example(options=("caf\ufffd", "b b", "c c", "d d")),
        Example("Which clichМ©d scene is it?"),
        Example("What doesn?t stop?"),
        Example(options=("a caf├й", "b b", "c c", "d d")),
        Example(options=("a clich√©", "b b", "c c", "d d")),
        Example(options=("a caf%C3%A9", "b b", "c c", "d d")),
        Example("What is heardÂ\xa0?"),
        Example(options=("Â a dog", "b b", "c c", "d d")),
        Example(options=("itís a dog", "b b", "c c", "d d")),
        Example(options=("a cafÈ", "b b", "c c", "d d")),
        Example(options=("at 20 ∞C", "b b", "c c", "d d")),
        Example(options=("a gar‡on", "b b", "c c", "d d")),
        Example(options=("a caf\\u00e9", "b b", "c c", "d d")),
        Example(options=("a d\\xe9j\\xe0 vu", "b b", "c c", "d d")),
    ),
)

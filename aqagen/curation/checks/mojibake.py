"""No text that was broken by reading it in the wrong encoding.

UTF-8 read as Latin-1, Windows-1252, Windows-1251 or KOI8-R leaves pairs that no language has
("Ã©", "â€™", "Г©"); what could not be read leaves U+FFFD or control characters. One question
of Clotho-AQA's training split says "clichМ©d".
"""

from aqagen.curation.checks.base import Check, Example, Reason

# What Windows-1252 makes of the bytes 0x80 to 0xBF; Latin-1 makes control characters of half.
_TRAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
PATTERN = "|".join(
    (
        "[\ufffd\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]",
        f"[ÂÃ][{_TRAIL}]",
        "â€|ï»¿|ðŸ|Ã[\xa0 ]?$",
        # A Cyrillic letter inside a Latin word, or before the signs of the trailing bytes.
        "[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]",
        "[Ѐ-ӿ][©®±§¶·°¬¦µ¤†‡‰€™─-▟]",
        r"[a-z]\?(?:s|t|re|ll|ve)(?:[^a-z]|$)",
    )
)

CHECK = Check(
    name="mojibake",
    version=1,
    reasons=(
        Reason("mojibake", because="the words cannot be read; a tokenizer makes noise of it"),
    ),
    summary="no text that was read in a wrong encoding",
    fails=f"regexp_matches(lines, '{PATTERN}')",
    detail=f"{{'found': regexp_extract(lines, '{PATTERN}')}}",
    accepts=(
        Example(),
        Example("What plays in the café as he says “naïve”?"),
        Example(options=("SÃO João", "Привет", "5 °C – cold", "über")),
        Example("What happens next?yes"),
    ),
    rejects=(
        Example("What plays in the cafÃ©?"),
        Example("Whose is it, and itâ€™s loud?"),
        Example(options=("caf\ufffd", "b b", "c c", "d d")),
        Example("Which clichМ©d scene is it?"),
        Example("What doesn?t stop?"),
    ),
)

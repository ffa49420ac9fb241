# SPDX-License-Identifier: GPL-2.0-or-later
"""The letters languages are written in."""

from __future__ import annotations

from text import letters_are

# How the Unicode names of the letters of a language begin; all languages not
# named here are written in Latin letters.
SCRIPTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "ab av ba be bg ce cu cv kk kv ky mk mn os ru sr tg tt uk".split(), ("CYRILLIC",)),
    **dict.fromkeys("ar dv fa ks ps sd ug ur".split(), ("ARABIC",)),
    **dict.fromkeys("he yi".split(), ("HEBREW",)),
    **dict.fromkeys("hi mr ne sa".split(), ("DEVANAGARI",)),
    **dict.fromkeys("as bn".split(), ("BENGALI",)),
    **dict.fromkeys("am ti".split(), ("ETHIOPIC",)),
    **dict.fromkeys("bo dz".split(), ("TIBETAN",)),
    "dv": ("THAANA",), "el": ("GREEK",), "gu": ("GUJARATI",), "hy": ("ARMENIAN",),
    "iu": ("CANADIAN",), "ja": ("CJK", "HIRAGANA", "KATAKANA"), "ka": ("GEORGIAN",),
    "km": ("KHMER",), "kn": ("KANNADA",), "ko": ("HANGUL",), "lo": ("LAO",),
    "ml": ("MALAYALAM",), "my": ("MYANMAR",), "or": ("ORIYA",), "pa": ("GURMUKHI",),
    "si": ("SINHALA",), "ta": ("TAMIL",), "te": ("TELUGU",), "th": ("THAI",),
    "zh": ("CJK",),
}
LATIN = ("LATIN", "MODIFIER")


def script_of(language: str) -> tuple[str, ...]:
    """How the names of the letters of a language begin."""
    return SCRIPTS.get(language, LATIN)


def is_in_script_of(name: str, language: str) -> bool:
    """Whether the name is written in the letters of the language."""
    return letters_are(name, script_of(language))

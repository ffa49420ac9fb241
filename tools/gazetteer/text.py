# SPDX-License-Identifier: GPL-2.0-or-later
"""Cleaning and comparing place names."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u02b9\u02bb`]+|''+")

LETTER_FOLDS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
    "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe"})

UMLAUT_DIGRAPHS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def tidy(text: str) -> str:
    """NFC, single spaces, plain apostrophes, no invisible characters."""
    visible = "".join(c for c in unicodedata.normalize("NFC", text)
                      if unicodedata.category(c) != "Cf")
    plain = APOSTROPHES.sub("'", visible).replace("ǝ", "ə").replace("Ǝ", "Ə")
    return " ".join(plain.split())


def without_marks(text: str) -> str:
    """The text without accents, dots and the like."""
    return unicodedata.normalize("NFC", "".join(
        c for c in unicodedata.normalize("NFD", text)
        if not unicodedata.combining(c)))


def fold(text: str) -> str:
    """Letters only, lower case, without marks: for comparing spellings."""
    decomposed = unicodedata.normalize("NFD", text.translate(LETTER_FOLDS))
    return "".join(c for c in decomposed if c.isalpha()).casefold()


def letters_are(text: str, scripts: tuple[str, ...]) -> bool:
    """Whether every letter of the text belongs to one of the scripts."""
    return all(unicodedata.name(c, "").startswith(scripts)
               for c in text if c.isalpha())


def is_acceptable(name: str) -> bool:
    """Whether a cleaned name can be used at all."""
    letters = [c for c in name if unicodedata.category(c)[0] in "LM"]
    if len(letters) < 2 or any(c.isdigit() for c in name):
        return False
    if re.search(r"[()\[\]/|,;\"@<>_\u201d]", name):
        return False
    if ":" in name and not name.startswith("S:t "):
        return False
    is_code = name.isascii() and name.isupper() and len(letters) <= 5
    is_uncapitalised = (not any(c.isupper() or c.istitle() for c in name)
                        and letters_are(name, ("LATIN",)))
    return not is_code and not is_uncapitalised


def clean_parts(raw: str) -> list[str]:
    """The usable names in a raw one: the sure one first, then candidates.

    "Halle (Saale)" gives Halle; "Burgdorf, Hanover" gives Burgdorf;
    "Biel/Bienne" and "Brennero - Brenner" give the first, then the second.
    """
    text = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*", " ", tidy(raw))
    text = re.split(r"[,;،、，]", text)[0]
    parts = [tidy(part) for part in re.split(r"/| - ", text)]
    return [part for part in parts if is_acceptable(part)]

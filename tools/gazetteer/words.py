# SPDX-License-Identifier: GPL-2.0-or-later
"""Which names are ordinary words, given names or surnames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from sources import BuildError
from text import without_marks

# Debian word lists: one word a line. "dict/" is /usr/share/dict, "hunspell/"
# /usr/share/hunspell; of the latter only the entries count, not their forms.
# Those of af, et, eu, id, is and sr have too many proper names in lower case.
WORD_LISTS: dict[str, tuple[str, ...]] = {
    "be": ("hunspell/be_BY",),
    "bg": ("hunspell/bg_BG",),
    "ca": ("dict/catalan",),
    "cs": ("hunspell/cs_CZ",),
    "da": ("dict/danish",),
    "de": ("dict/ngerman",),
    "el": ("hunspell/el_GR",),
    "en": ("dict/american-english", "dict/british-english"),
    "es": ("dict/spanish",),
    "fr": ("dict/french",),
    "gl": ("dict/galician-minimos",),
    "hr": ("hunspell/hr_HR",),
    "hu": ("hunspell/hu_HU",),
    "it": ("dict/italian",),
    "lt": ("hunspell/lt_LT",),
    "lv": ("hunspell/lv_LV",),
    "nb": ("dict/bokmaal",),
    "nl": ("dict/dutch",),
    "pl": ("dict/polish",),
    "pt": ("dict/portuguese",),
    "ro": ("hunspell/ro_RO",),
    "ru": ("hunspell/ru_RU",),
    "sk": ("hunspell/sk_SK",),
    "sl": ("hunspell/sl_SI",),
    "sv": ("dict/swedish",),
    "tr": ("hunspell/tr_TR",),
    "uk": ("hunspell/uk_UA",),
}
DICT_ENCODINGS = {"bokmaal": "iso-8859-1", "swedish": "iso-8859-1"}

# So many of the names of the US census count as common; the lists hold many
# thousand more, among them most names of towns.
COMMON_MALE, COMMON_FEMALE, COMMON_LAST = 1_219, 2_500, 5_500


def read_file(path: Path, encoding: str) -> list[str]:
    """The lines of a word list."""
    try:
        return path.read_text(encoding=encoding).splitlines()
    except OSError as error:
        raise BuildError(f"cannot read {path}: install the word lists named in "
                         f"README.md\n{error}") from error


def hunspell_encoding(affixes: Path) -> str:
    """The encoding a hunspell dictionary says it is in."""
    for line in read_file(affixes, "latin-1"):
        found = re.match(r"(?:\ufeff|\u00ef\u00bb\u00bf)?SET\s+(\S+)", line)
        if found:
            return found[1].replace("microsoft-cp", "cp")
    return "latin-1"


def read_word_list(share: Path, name: str) -> list[str]:
    """The entries of one word list under /usr/share."""
    directory, stem = name.split("/")
    if directory == "dict":
        lines = read_file(share / name, DICT_ENCODINGS.get(stem, "utf-8"))
    else:
        encoding = hunspell_encoding(share / f"{name}.aff")
        lines = read_file(share / f"{name}.dic", encoding)[1:]
    return [unicodedata.normalize("NFC", re.split(r"[/\t]", line)[0].strip())
            for line in lines]


def compound_parts(entries: Iterable[str]) -> set[str]:
    """Capitalised entries that are the first or last part of a compound.

    Common nouns are ("Hof": "Bahnhof", "Hofhund"), names of towns are not.
    """
    nouns = {entry for entry in entries if entry[:1].isupper() and entry.isalpha()}
    result: set[str] = set()
    for noun in nouns:
        for cut in range(3, len(noun) - 2):
            first, last = noun[:cut], noun[cut:].capitalize()
            if last in nouns and first.removesuffix("s") in nouns:
                result |= {first, first.removesuffix("s"), last} & nouns
    return result


def german_words(entries: list[str], cities: frozenset[str]) -> set[str]:
    """Lower-case entries, and common nouns that name no known city."""
    nouns = compound_parts(entries) - cities
    return ({entry for entry in entries if entry == entry.lower()}
            | {noun.lower() for noun in nouns})


def norwegian_words(entries: list[str]) -> set[str]:
    """Lower-case entries; the list repeats its proper names in lower case."""
    proper = {entry.lower() for entry in entries if entry != entry.lower()}
    return {entry for entry in entries if entry == entry.lower()} - proper


def read_words(share: Path, cities: frozenset[str],
               wanted: frozenset[str]) -> dict[str, set[str]]:
    """For each language, which of the wanted words are ordinary words."""
    result: dict[str, set[str]] = {}
    for language, files in sorted(WORD_LISTS.items()):
        entries = [entry for file in files for entry in read_word_list(share, file)]
        if language == "de":
            words = german_words(entries, cities)
        elif language == "nb":
            words = norwegian_words(entries)
        else:
            words = {entry for entry in entries if entry == entry.lower()}
        result[language] = words & wanted
    return result


def spellings(names: Iterable[str]) -> set[str]:
    """The names in lower case, as they are and without marks."""
    lower = {name.lower() for name in names}
    return lower | {without_marks(name) for name in lower}


def own_names(name: str, names: dict[str, set[str]], language: str) -> set[str]:
    """What a text of the language may call a place: its names there and everywhere."""
    return {name} | {other for other, tags in names.items()
                     if not tags or language in tags}


class WordMarker:
    """Tells in which languages a name is an ordinary word."""

    def __init__(self, share: Path, cities: frozenset[str],
                 names: Iterable[str]) -> None:
        self._words = read_words(share, cities, frozenset(spellings(names)))

    def languages(self, name: str, names: dict[str, set[str]]) -> list[str]:
        """The languages in which one of its names there is a word.

        Marks are disregarded in the name, so "Savé" is met as "Save" too.
        """
        return [language for language, words in self._words.items()
                if not words.isdisjoint(spellings(own_names(name, names, language)))]


class PersonMarker:
    """Tells which names are common given names or surnames too."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._given = frozenset(lists["census_male"][:COMMON_MALE]
                                + lists["census_female"][:COMMON_FEMALE]
                                + lists["faker_first"])
        # "van Dongen" makes Dongen one too.
        self._last = frozenset(
            re.sub(r"^([a-z']+ )+", "", last)
            for last in lists["census_last"][:COMMON_LAST] + lists["faker_last"])

    def mark(self, name: str) -> str:
        """"g" for a given name, "s" for a surname, "gs" for both, or nothing."""
        forms = {name, without_marks(name)}
        return (("g" if forms & self._given else "")
                + ("s" if forms & self._last else ""))

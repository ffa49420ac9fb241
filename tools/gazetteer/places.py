# SPDX-License-Identifier: GPL-2.0-or-later
"""Selecting and naming places, and finding the city of a district."""

from __future__ import annotations

import gettext
import math
import re
import unicodedata
from collections.abc import Callable, Iterable

from languages import is_in_script_of
from sources import Place, look_up
from text import UMLAUT_DIGRAPHS, clean_parts, fold, tidy, without_marks

PLACES_HEADER = ("# geonameid\tname\tcountry\tadmin1\tfeature\tpopulation"
                 "\tlat\tlon\tnames\twords\tperson\tparent")

Catalogs = dict[str, list[gettext.GNUTranslations]]

DISTRICT = "PPLX"

MIN_POPULATION = 1_000
# Capitals and seats of regions are kept whatever their population (often the
# source has none), and so are places with names in so many languages.
SEATS = frozenset({"PPLA", "PPLC"})
MIN_LANGUAGES_OF_KNOWN_PLACE = 5
# Languages rich in names of no weight: made by bots for any place at all.
BOT_LANGUAGES = frozenset("ce fa kk ms nan os sr tg tt ur uz zh".split())
MIN_POPULATION_KNOWN_CITY = 50_000

# A city reaches so far at the most, and so far by its size alone: a place is a
# part of it only where it has that many people for each square kilometre of a
# square as long as the distance between them.
MAX_DISTRICT_DISTANCE_KM = 25.0
MIN_PEOPLE_PER_SQUARE_KM = 100
EARTH_RADIUS_KM = 6371.0

# Parts of cities that GeoNames calls no parts or that lie too far from the
# centre for their size, by the id of the city.
DISTRICTS_BY_HAND: dict[int, str] = {
    5128581: "Brooklyn|Manhattan|Queens|The Bronx|Bronx|Staten Island",
    2643743: "Barking|Barnet|Battersea|Bexley|Brent|Brixton|Bromley|Camberwell|"
             "Camden Town|Chelsea|Chiswick|City of London|City of Westminster|Clapham|"
             "Croydon|Dagenham|Ealing|Edgware|Edmonton|Eltham|Enfield|Enfield Town|"
             "Finchley|Fulham|Greenwich|Hackney|Hammersmith|Hampstead|Haringey|Harrow|"
             "Hendon|Highgate|Hillingdon|Holborn|Hornchurch|Hounslow|Ilford|Islington|"
             "Kensington|Kilburn|Lambeth|Lewisham|Leyton|Merton|Mitcham|Newham|"
             "Notting Hill|Orpington|Paddington|Peckham|Poplar|Putney|Richmond|Romford|"
             "Shoreditch|Southall|Southwark|Stepney|Stratford|Streatham|Surbiton|Sutton|"
             "Tooting|Tottenham|Tower Hamlets|Twickenham|Uxbridge|Walthamstow|Wandsworth|"
             "Wembley|West Ham|Whitechapel|Wimbledon|Wood Green|Woolwich",
    6167865: "East York|Etobicoke|North York|Scarborough|York|Willowdale|Downsview",
    2673730: "Akalla|Bromma|Farsta|Hägersten|Husby|Högdalen|Kista|Rinkeby|Skärholmen|"
             "Spånga|Tensta|Vällingby|Årsta",
    2711537: "Angered|Hisings Backa|Torslanda|Hisings Kärra",
    993800: "Alexandra|Lenasia|Midrand|Randburg|Roodepoort|Sandton|Soweto",
    2988507: "Belleville|La Défense|Montmartre",
}

# Abandoned, destroyed, historical places and former capitals.
EXCLUDED_FEATURES = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})

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

# Languages that leave out marks of a foreign name only where that is usual.
SPELLING_WITNESSES = frozenset(
    "an ast az br bs ca cs csb cy da de dsb es et eu fi fo fr fur fy ga gd gl gv "
    "hr hsb hu is it kw lb li lt lv mt nb nds nl nn oc pl pt ro sc se sk sl sq sv "
    "tr".split())

# Countries whose Latin spellings are transliterations: English leaves out
# their marks ("Kōfu" is Kofu, "Hāora" Haora), elsewhere marks are kept.
TRANSLITERATED_COUNTRIES = frozenset(
    "AE AF AM BD BG BH BT BY CY DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP "
    "KR KW KZ LA LB LK LY MM MN MV NP OM PK PS QA RU SA SD SY TH TJ TW UA "
    "YE".split())

# Among them, those where an apostrophe only stands for a soft sign or the like.
SOFT_SIGN_COUNTRIES = frozenset("AM BY GE KG KZ RU UA".split())

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

MACEDONIAN = str.maketrans({
    **dict(zip("абвгдежзијклмнопрстуфхцчш", "abvgdežzijklmnoprstufhcčš")),
    "ѓ": "gj", "ѕ": "dz", "љ": "lj", "њ": "nj", "ќ": "kj", "џ": "dž"})


def from_macedonian(text: str) -> str:
    """A name in Macedonian letters in Latin ones; other text unchanged."""
    if not any("CYRILLIC" in unicodedata.name(c, "") for c in text):
        return text
    words = [word.lower().translate(MACEDONIAN) for word in text.split()]
    return " ".join(word[:1].upper() + word[1:] for word in words)


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


def is_known(place: Place, catalogs: Catalogs) -> bool:
    """Whether languages enough have a name for the place."""
    key = str(place.geonameid)
    return sum(any(look_up(catalog, key) for catalog in of_language)
               for language, of_language in catalogs.items()
               if language not in BOT_LANGUAGES) >= MIN_LANGUAGES_OF_KNOWN_PLACE


def is_selected(place: Place, catalogs: Catalogs) -> bool:
    """Whether the place belongs in the gazetteer."""
    return (place.feature not in EXCLUDED_FEATURES
            and not is_statistical_section(place)
            and (place.population >= MIN_POPULATION or place.feature in SEATS
                 or is_known(place, catalogs)))


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


def collect_names(names: dict[str, set[str]], key: str, catalogs: Catalogs) -> None:
    """Add the cleaned names that the catalogs have for a key."""
    candidates: list[tuple[str, str]] = []
    for language, of_language in catalogs.items():
        raws = [look_up(catalog, key) for catalog in of_language]
        for raw in filter(None, raws):
            parts = [p for p in clean_parts(raw) if is_in_script_of(p, language)]
            if parts:
                names.setdefault(parts[0], set()).add(language)
                candidates += [(part, language) for part in parts[1:]]
    known = {fold(name) for name in names}
    for part, language in candidates:  # only when known from elsewhere
        if fold(part) in known:
            names.setdefault(part, set()).add(language)


def add_names_without_city(names: dict[str, set[str]]) -> None:
    """Add what is left of names in Chinese letters without the word for city."""
    for name, tags in list(names.items()):
        if name.endswith("市") and len(name) > 2:
            names.setdefault(name.removesuffix("市"), set()).update(tags)


def is_written_in(name: str, language: str) -> bool:
    """Whether all letters of the name are those of the language."""
    alphabet = CYRILLIC_ALPHABETS.get(language)
    if alphabet is None:
        return is_in_script_of(name, language)
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


def name_place(place: Place, catalogs: Catalogs,
               alternates: dict[int, list[str]]) -> bool:
    """Choose the name and collect the others; False when there is no name."""
    parts = main_parts(place)
    if not parts:
        return False
    main = parts[0]
    collect_names(place.names, str(place.geonameid), catalogs)
    add_names_without_city(place.names)
    english = next((n for n, tags in sorted(place.names.items()) if "en" in tags), None)
    others = {n for n, tags in place.names.items() if tags & SPELLING_WITNESSES}
    place.name = ENGLISH_NAME_OVERRIDES.get(place.geonameid) or plain_transliteration(
        english_name(place, main, english, others), place.country)
    for part in parts:
        place.names.setdefault(part, set())
    if place.country in NATIVE_LANGUAGES:
        add_native_names(place, alternates.get(place.geonameid, ()))
    place.names.pop(place.name, None)
    return True


# --- the city of a district -------------------------------------------------

def distance_km(one: Place, other: Place) -> float:
    """The distance between two places that are near each other."""
    north = math.radians(one.lat - other.lat)
    east = (math.radians((one.lon - other.lon + 180) % 360 - 180)
            * math.cos(math.radians((one.lat + other.lat) / 2)))
    return EARTH_RADIUS_KM * math.hypot(north, east)


def pull(place: Place, city: Place) -> float:
    """How strongly a city claims a place: its people against the distance squared.

    The reach of a city grows like the root of its population. Within a kilometre
    all are equally near.
    """
    return city.population / max(distance_km(place, city), 1.0) ** 2


def city_of(district: Place, cities: Iterable[Place]) -> int | None:
    """The id of the city that best contains the district, if one does."""
    near = [city for city in cities if city is not district
            and distance_km(district, city) <= MAX_DISTRICT_DISTANCE_KM
            and city.population >= district.population / 10]
    best = max(near, key=lambda city: (pull(district, city), -city.geonameid), default=None)
    if best is None or pull(district, best) < MIN_PEOPLE_PER_SQUARE_KM:
        return None
    return best.geonameid


def add_parents_by_hand(places: list[Place]) -> None:
    """Fill place.parent for DISTRICTS_BY_HAND."""
    by_id = {place.geonameid: place for place in places}
    for city_id, names in DISTRICTS_BY_HAND.items():
        city, districts = by_id[city_id], frozenset(names.split("|"))
        for place in places:
            if (place.name in districts and place.country == city.country
                    and distance_km(place, city) <= MAX_DISTRICT_DISTANCE_KM * 1.5):
                place.parent = city_id


def add_parents(places: list[Place]) -> None:
    """Fill place.parent: of which city a place is a part."""
    add_parents_by_hand(places)
    cities: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        if place.feature != DISTRICT and place.parent is None:
            cities.setdefault((place.country, place.admin1), []).append(place)
    for place in places:
        if place.feature == DISTRICT and place.parent is None:
            place.parent = city_of(place, cities.get((place.country, place.admin1), ()))


# --- output -------------------------------------------------------------------

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
        f"{place.lon:.4f}", format_names(place.names), ",".join(place.words),
        place.person, str(place.parent or "")))

# SPDX-License-Identifier: GPL-2.0-or-later
"""First-level divisions: naming them and placing them on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from places import (DISTRICT, TRANSLITERATED_COUNTRIES, Catalogs, collect_names, format_names,
                    plain_transliteration)
from sources import Place
from text import clean_parts, fold

# One in so many half degrees at each end of a region is left out.
STRAY_SHARE = 20

REGIONS_HEADER = ("# code\tname\tcountry\tpopulation\tlat\tlon\tnames\twords\tperson")

# Countries whose first-level divisions are towns and villages with their land:
# what is there to say about them, the places themselves say.
TOWN_COUNTRIES = frozenset("AD LI LV ME MK MT NR PW SC SI SM".split())

# A city with this share of the people of a region of few places is the region.
CITY_STATE_SHARE = 0.85
MAX_PLACES_OF_CITY_STATE = 8

# The usual English names where the catalog has another, or an adjective.
ENGLISH_NAMES: dict[str, str] = {
    "AF.09": "Ghor", "AF.27": "Wardak", "AF.37": "Khost Province", "AF.39": "Uruzgan",
    "AR.01": "Buenos Aires Province", "AR.05": "Córdoba Province",
    "AR.07": "Buenos Aires City",
    "BE.BRU": "Brussels Region", "BE.VLG": "Flanders", "BE.WAL": "Wallonia",
    "BG.42": "Sofia City Province", "BG.58": "Sofia Province",
    "BR.05": "Bahia",
    "BY.02": "Gomel Region", "BY.03": "Grodno Region",
    "CA.12": "Yukon",
    "CD.06": "Kinshasa", "CD.08": "Kongo Central", "CD.11": "North Kivu",
    "CD.12": "South Kivu", "CD.14": "Haut-Katanga",
    "CH.AI": "Appenzell Innerrhoden", "CH.BS": "Basel-Stadt", "CH.GR": "Grisons",
    "CH.TI": "Ticino",
    "CL.12": "Santiago Metropolitan Region",
    "CN.13": "Xinjiang", "CN.14": "Tibet", "CN.16": "Guangxi", "CN.20": "Inner Mongolia",
    "CN.21": "Ningxia",
    "CO.03": "Arauca", "CO.34": "Bogotá",
    "CZ.52": "Prague", "CZ.78": "South Moravia", "CZ.79": "South Bohemia",
    "CZ.80": "Vysočina Region", "CZ.81": "Karlovy Vary Region",
    "CZ.82": "Hradec Králové Region", "CZ.83": "Liberec Region", "CZ.84": "Olomouc Region",
    "CZ.85": "Moravian-Silesian Region", "CZ.86": "Pardubice Region",
    "CZ.87": "Plzeň Region", "CZ.88": "Central Bohemia", "CZ.89": "Ústí nad Labem Region",
    "CZ.90": "Zlín Region",
    "DE.04": "Hamburg", "DE.15": "Thuringia",
    "DK.17": "Capital Region of Denmark", "DK.18": "Central Jutland",
    "DK.19": "North Jutland", "DK.20": "Zealand", "DK.21": "Southern Denmark",
    "EE.01": "Harju County", "EE.07": "Lääne County", "EE.14": "Saare County",
    "EE.18": "Tartu County", "EE.19": "Valga County",
    "ES.29": "Community of Madrid", "ES.34": "Asturias", "ES.54": "Castile-La Mancha",
    "ES.55": "Castile and León", "ES.60": "Valencian Community",
    "ET.47": "Benishangul-Gumuz", "ET.51": "Oromia", "ET.52": "Somali Region",
    "FI.02": "Southwest Finland", "FI.07": "Päijät-Häme", "FI.13": "Central Finland",
    "FI.19": "Finnish Lapland",
    "FR.52": "Pays de la Loire", "FR.93": "Provence-Alpes-Côte d'Azur",
    "GB.ENG": "England", "GB.NIR": "Northern Ireland", "GB.SCT": "Scotland",
    "GB.WLS": "Wales",
    "GR.736572": "Mount Athos", "GR.ESYE13": "Western Macedonia",
    "GR.ESYE23": "Western Greece",
    "HR.01": "Bjelovar-Bilogora County", "HR.02": "Brod-Posavina County",
    "HR.03": "Dubrovnik-Neretva County", "HR.04": "Istria", "HR.05": "Karlovac County",
    "HR.06": "Koprivnica-Križevci County", "HR.07": "Krapina-Zagorje County",
    "HR.08": "Lika-Senj County", "HR.09": "Međimurje", "HR.10": "Osijek-Baranja County",
    "HR.11": "Požega-Slavonia County", "HR.12": "Primorje-Gorski Kotar County",
    "HR.13": "Šibenik-Knin County", "HR.14": "Sisak-Moslavina County",
    "HR.15": "Split-Dalmatia County", "HR.16": "Varaždin County",
    "HR.17": "Virovitica-Podravina County", "HR.18": "Vukovar-Syrmia County",
    "HR.19": "Zadar County", "HR.20": "Zagreb County",
    "HU.03": "Békés County", "HU.04": "Borsod-Abaúj-Zemplén County",
    "ID.01": "Aceh", "ID.04": "Jakarta", "ID.10": "Yogyakarta Region",
    "ID.29": "North Maluku", "ID.36": "Papua",
    "IE.C": "Connacht",
    "IL.05": "Tel Aviv District", "IL.WE": "Judea and Samaria",
    "IN.07": "Delhi", "IN.18": "Meghalaya",
    "IQ.01": "Anbar", "IQ.04": "Al-Qadisiyah", "IQ.05": "Sulaymaniyah Governorate",
    "IQ.11": "Erbil Governorate", "IQ.12": "Karbala Governorate",
    "IQ.17": "Najaf Governorate",
    "IR.16": "Kurdistan Province",
    "IS.38": "East Iceland", "IS.39": "Reykjavík Capital Region",
    "IS.40": "Northeast Iceland", "IS.41": "Northwest Iceland", "IS.42": "South Iceland",
    "IS.43": "Reykjanes", "IS.44": "Westfjords", "IS.45": "West Iceland",
    "IT.02": "Basilicata", "IT.06": "Friuli-Venezia Giulia", "IT.10": "Marche",
    "IT.17": "Trentino-South Tyrol",
    "JP.08": "Fukushima Prefecture", "JP.32": "Osaka Prefecture", "JP.40": "Tokyo",
    "KE.05": "Nairobi County", "KE.14": "Elgeyo-Marakwet", "KE.38": "Murang'a",
    "KE.49": "Tharaka-Nithi",
    "KP.01": "Chagang", "KP.03": "South Hamgyong", "KP.06": "South Hwanghae",
    "KP.07": "North Hwanghae", "KP.09": "Kangwon", "KP.11": "North Pyongan",
    "KP.13": "Ryanggang", "KP.15": "South Pyongan", "KP.17": "North Hamgyong",
    "KR.01": "Jeju", "KR.03": "North Jeolla", "KR.06": "Gangwon", "KR.13": "Gyeonggi",
    "KR.14": "North Gyeongsang", "KR.16": "South Jeolla", "KR.17": "South Chungcheong",
    "KR.20": "South Gyeongsang", "KR.22": "Sejong",
    "KZ.01": "Almaty Region", "KZ.03": "Akmola Region", "KZ.04": "Aktobe Region",
    "KZ.06": "Atyrau Region", "KZ.07": "West Kazakhstan", "KZ.09": "Mangystau",
    "KZ.13": "Kostanay Region", "KZ.14": "Kyzylorda Region", "KZ.17": "Jambyl Region",
    "LY.69": "Benghazi District", "LY.70": "Derna District", "LY.71": "Ghat District",
    "LY.72": "Misrata District", "LY.75": "Sabha District", "LY.76": "Sirte District",
    "LY.77": "Tripoli District",
    "MM.02": "Chin State", "MM.10": "Sagaing Region", "MM.11": "Shan State",
    "MM.13": "Mon State", "MM.17": "Yangon Region",
    "MX.02": "Baja California", "MX.15": "State of Mexico",
    "MY.04": "Malacca",
    "NG.11": "Federal Capital Territory", "NG.31": "Niger State", "NG.56": "Nasarawa",
    "NL.02": "Friesland", "NL.06": "North Brabant",
    "PE.15": "Lima Region", "PE.LMA": "Lima Province",
    "PH.08": "Eastern Visayas", "PH.14": "Bangsamoro", "PH.NCR": "Metro Manila",
    "PL.72": "Lower Silesia", "PL.73": "Kuyavia-Pomerania", "PL.75": "Lublin Voivodeship",
    "PL.76": "Lubusz", "PL.77": "Lesser Poland", "PL.78": "Masovia",
    "PL.80": "Subcarpathia", "PL.81": "Podlasie", "PL.82": "Pomerania",
    "PL.83": "Silesian Voivodeship", "PL.84": "Świętokrzyskie", "PL.85": "Warmia-Masuria",
    "PL.86": "Greater Poland", "PL.87": "West Pomerania",
    "PT.05": "Bragança District",
    "RO.03": "Argeș", "RO.10": "Bucharest",
    "RU.01": "Adygea", "RU.03": "Altai Republic", "RU.04": "Altai Krai",
    "RU.05": "Amur Oblast", "RU.06": "Arkhangelsk Oblast", "RU.07": "Astrakhan Oblast",
    "RU.08": "Bashkortostan", "RU.11": "Buryatia", "RU.15": "Chukotka",
    "RU.19": "Ingushetia", "RU.22": "Kabardino-Balkaria", "RU.24": "Kalmykia",
    "RU.27": "Karachay-Cherkessia", "RU.28": "Karelia", "RU.31": "Khakassia",
    "RU.32": "Khanty-Mansi", "RU.34": "Komi", "RU.38": "Krasnodar Krai",
    "RU.42": "Leningrad Oblast", "RU.45": "Mari El", "RU.46": "Mordovia",
    "RU.47": "Moscow Oblast", "RU.48": "Moscow City", "RU.50": "Nenets Autonomous Okrug",
    "RU.59": "Primorsky Krai", "RU.61": "Rostov Oblast", "RU.63": "Sakha",
    "RU.64": "Sakhalin", "RU.66": "Saint Petersburg City", "RU.67": "Saratov Oblast",
    "RU.68": "North Ossetia", "RU.69": "Smolensk Oblast", "RU.70": "Stavropol Krai",
    "RU.71": "Sverdlovsk Oblast", "RU.73": "Tatarstan", "RU.77": "Tver Oblast",
    "RU.78": "Tyumen Oblast", "RU.79": "Tuva", "RU.80": "Udmurtia",
    "RU.86": "Voronezh Oblast", "RU.87": "Yamalo-Nenets", "RU.90": "Perm Krai",
    "RU.91": "Krasnoyarsk Krai", "RU.92": "Kamchatka", "RU.93": "Zabaykalsky Krai",
    "SD.38": "Gezira", "SD.39": "Al Qadarif", "SD.47": "West Darfur",
    "SD.49": "South Darfur", "SD.50": "South Kordofan", "SD.55": "North Darfur",
    "SD.58": "Sennar State", "SD.60": "East Darfur", "SD.62": "West Kordofan",
    "SE.02": "Blekinge", "SE.06": "Halland", "SE.10": "Dalarna", "SE.27": "Scania",
    "SK.01": "Banská Bystrica Region", "SK.02": "Bratislava Region",
    "SK.03": "Košice Region", "SK.04": "Nitra Region", "SK.05": "Prešov Region",
    "SK.06": "Trenčín Region", "SK.07": "Trnava Region", "SK.08": "Žilina Region",
    "SY.08": "Rif Dimashq",
    "UA.09": "Khmelnytskyi Oblast", "UA.11": "Crimea", "UA.12": "Kyiv City",
    "UA.13": "Kyiv Oblast", "UA.16": "Mykolaiv Oblast", "UA.17": "Odesa Oblast",
    "UA.20": "Sevastopol City", "UA.23": "Vinnytsia Oblast", "UA.25": "Zakarpattia",
    "UA.26": "Zaporizhzhia Oblast",
    "US.DC": "District of Columbia", "US.NY": "New York", "US.WA": "Washington",
    "VE.21": "Trujillo State",
    "ZA.03": "Free State", "ZA.05": "Eastern Cape", "ZA.10": "North West",
}

# Regions called like a country all the same. Of others ("Niger State", the State of
# Mexico), the bare name is the country's alone.
CALLED_LIKE_COUNTRIES = frozenset({"US.GA", "PS.WE", "PS.GZ"} | {
    f"GB.{part}" for part in ("ENG", "NIR", "SCT", "WLS")})

# Names the catalogs lack that their translations would be missed without.
FURTHER_NAMES: dict[str, dict[str, str]] = {
    "BE.VLG": {"Flanders": "en", "Vlaanderen": "nl", "Flandern": "de,sv,da,nb",
               "Flandre": "fr", "Fiandre": "it", "Flandes": "es,ca", "Flandria": "pl"},
    "BE.WAL": {"Wallonia": "en,it,nb", "Wallonië": "nl", "Wallonie": "fr",
               "Wallonien": "de,sv,da", "Valonia": "es", "Walonia": "pl"},
    "CZ.79": {"Südböhmen": "de"}, "CZ.78": {"Südmähren": "de"},
    "DK.19": {"Nordjylland": "da,nb,sv", "Nordjütland": "de"},
    "DK.18": {"Midtjylland": "da,nb,sv"}, "DK.20": {"Sjælland": "da,nb"},
    "DK.21": {"Syddanmark": "da,nb,sv"}, "DK.17": {"Region Hovedstaden": "da"},
    "ES.60": {"Comunidad Valenciana": "es", "Comunitat Valenciana": "ca",
              "Valencian Community": "en"},
    "IT.17": {"Südtirol": "de", "Trentino": "it", "Alto Adige": "it"},
    "PL.77": {"Małopolska": "pl", "Kleinpolen": "de"},
    "PL.72": {"Dolny Śląsk": "pl", "Niederschlesien": "de"},
    "PL.86": {"Wielkopolska": "pl", "Großpolen": "de"},
    "PL.78": {"Mazowsze": "pl", "Masowien": "de", "Mazovia": "en"},
    "PL.82": {"Pomorze": "pl"}, "PL.81": {"Podlasie": "pl"},
    "PL.80": {"Podkarpacie": "pl"}, "PL.85": {"Warmia i Mazury": "pl"},
    "SE.27": {"Skåne": "sv,da,nb,en", "Schonen": "de,nl", "Scanie": "fr"},
    "UA.11": {"Crimea": "en,it,es,ro", "Krim": "de,nl,da,sv,nb,hr,sl",
              "Krym": "pl,cs,sk", "Crimée": "fr", "Крым": "ru", "Крим": "uk,bg"},
    "UA.14": {"Луганщина": "uk"}, "UA.05": {"Донеччина": "uk"},
}

# The word for the unit, by country, told apart by which a region called like a
# city in it is. Elsewhere the bare name is what the region is called.
DEFAULT_GENERIC: dict[str, str] = {
    **dict.fromkeys("RU UA".split(), "Oblast"), "JP": "Prefecture", "NG": "State",
    **dict.fromkeys("AF BG DZ IR LA KH TH TR VN ZM".split(), "Province"),
    **dict.fromkeys("EG IQ JO KW LB OM SY TN YE".split(), "Governorate"),
    **dict.fromkeys("AL EE HR HU KE LR LT RO".split(), "County"),
    **dict.fromkeys("BY CM GN KZ ML NE PE SA SN TZ".split(), "Region"),
    **dict.fromkeys("AZ PT LY UG".split(), "District"), "BD": "Division", "LU": "Canton",
    **dict.fromkeys("BO GT HN NI PY SV UY HT".split(), "Department"),
}

# Bare words of direction are no names.
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central upper lower middle "
    "northeast northwest southeast southwest capital nord sud est ouest centre norte sul "
    "sur este oeste centro leste oriental occidental septentrional meridional ost west "
    "noord zuid oost osten westen norden suden norr soder oster vaster norra sodra ostra "
    "vastra polnocny poludniowy wschodni zachodni severni jizni del la le el".split())
BIG_CITY = 100_000

GENERIC = (r"Province|Region|Oblast|Voblast|Oblysy|County|Voivodes?hip|Prefecture|Department|"
           r"District|Governorate|State|Municipality|Krai|Kray|Canton|Emirate|Division|"
           r"Territory|Autonomous Okrug|Autonomous Region|Special Capital Region|Republic|"
           r"Parish|Area")
# These stay: they belong to the name.
WHOLE_NAMES = re.compile(
    r"^(Northern|Eastern|Western|Southern|Central|Capital|Federal|Australian|Autonomous|"
    r"National|Northwest|Jewish|Federation|Yukon|Union|North|South|East|West)\b.*"
    rf"({GENERIC})|Basque|Czech|Dominican")
GENERIC_AFTER = re.compile(rf"^(?P<bare>.+?)[' ]+(?P<generic>{GENERIC})$", re.IGNORECASE)
GENERIC_BEFORE = re.compile(
    r"^(?P<generic>Free and Sovereign State|Free State|State|Province|Region|Principality|"
    r"Canton|County|Department|Republic|District|Municipality|Federal Territory|"
    r"Special Region|National Capital Territory|City|Governorate|Prefecture|Commune|"
    r"Departamento|Provincia|Estado|Regi[oó]n) (?:of |de |d[eo] )?(?P<bare>[^a-z].*)$")

# The same words in other languages, before and after the name. Languages that
# put it into another case or make an adjective of it are left out.
FOREIGN_BEFORE = re.compile(
    r"^(?:Provinz|Bundesstaat|Bundesland|Kanton|Oblast|Departement|Gouvernement|Distrikt|"
    r"Land|Region|Provincia|Província|Provincie|Province|Région|Región|Regione|Regió|"
    r"Regiunea|Județul|Judeţul|Estado|Estat|État|Etat|Stato|Statul|Kanton|Canton|Cantó|"
    r"Cantone|Cantón|Département|Departamento|Dipartimento|Departamentul|District|Distrito|"
    r"Distretto|Delstaten|Provinsen|Prefettura|Prefectura|Préfecture|Comunidad Autónoma|"
    r"провинция|штат|Республика|департамент|кантон|префектура|Провинция|Штат|Департамент|"
    r"Кантон|Префектура|Република|Република|провінція|Провінція|Wilaya|Vilayet) "
    r"(?:de la |de las |de los |del |della |dell'|dello |degli |di |do |da |dos |de l'|"
    r"de |du |des |d'|of |autónoma de |)(?P<bare>[^\Wa-zа-яё_].*)$")
FOREIGN_AFTER = re.compile(
    r"^(?P<bare>.{2,}?)(?:[ -](?:megye|tartomány|kanton|ili|eyaleti|maakond|provincie|"
    r"prefektur|provins|provinsi|prefektúra|kantoni)|省|県|府|州|[- ]?도|주)$")


@dataclass
class Region:
    """One first-level division."""

    code: str
    name: str
    country: str
    population: int
    lat: float
    lon: float
    names: dict[str, set[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    person: str = ""


def without_generic(name: str) -> tuple[str, str]:
    """An English name without the word for the kind of unit, and that word."""
    if WHOLE_NAMES.search(name):
        return name, ""
    found = GENERIC_BEFORE.match(name) or GENERIC_AFTER.match(name)
    if not found or name.endswith("ian Voivodeship"):  # "Silesian" is no name
        return name, ""
    return found["bare"].strip("' "), found["generic"]


def tidy_english(raw: str, country: str) -> str:
    """A catalog's English name, cleaned of spellings nobody uses."""
    parts = clean_parts(raw)
    name = parts[0] if parts else raw
    name = re.sub(r"Voivodship", "Voivodeship", name)
    name = re.sub(r"\b(Oblast|Kray|Voblast)'", r"\1", name)
    if country in TRANSLITERATED_COUNTRIES:
        name = plain_transliteration(name, country)
    return name[:1].upper() + name[1:]


def bare_forms(names: dict[str, set[str]]) -> dict[str, set[str]]:
    """The names without the word for the kind of unit, where they have one."""
    result: dict[str, set[str]] = {}
    for name, tags in names.items():
        foreign = FOREIGN_BEFORE.match(name) or FOREIGN_AFTER.match(name)
        if foreign:
            result.setdefault(foreign["bare"].strip(), set()).update(tags)
        elif "en" in tags and without_generic(name)[1]:
            result.setdefault(without_generic(name)[0], set()).update(tags & {"en"})
    return result


def centre(places: list[Place]) -> tuple[float, float]:
    """The middle of the extent of a region's places, degrees.

    Not where its people live: the middle of a large state is what maps and
    other gazetteers give as its place. A few stray places at each end, islands
    or wrong codes, do not count.
    """
    split = max(p.lon for p in places) - min(p.lon for p in places) > 180

    def middle(values: Iterable[float]) -> float:
        # A crowd of suburbs counts once.
        cells = sorted({round(value * 2) / 2 for value in values})
        stray = len(cells) // STRAY_SHARE
        return (cells[stray] + cells[-1 - stray]) / 2

    lat = middle(p.lat for p in places)
    lon = middle(p.lon + 360 if split and p.lon < 0 else p.lon for p in places)
    return lat, (lon + 180) % 360 - 180


def is_city_state(population: int, inside: list[Place], cities: list[Place]) -> bool:
    """Whether a region is little more than its largest city."""
    return (len(inside) <= MAX_PLACES_OF_CITY_STATE
            and max(c.population for c in cities) >= CITY_STATE_SHARE * population)


def without_names_of(cities: list[Place],
                     names: dict[str, set[str]]) -> dict[str, set[str]]:
    """The names but those that a city has too."""
    taken = {fold(name) for city in cities for name in (city.name, *city.names)}
    return {name: tags for name, tags in names.items() if fold(name) not in taken}


def is_direction(name: str) -> bool:
    """Whether the name is nothing but words of direction."""
    return all(fold(word) in DIRECTIONS for word in re.split(r"[ -]+", name))


def make_region(code: str, catalogs: Catalogs, inside: list[Place],
                big_cities: dict[tuple[str, str], Place],
                countries: dict[str, set[str]]) -> Region | None:
    """The region with its names, None when no catalog has a Latin one."""
    country = code[:2]
    names: dict[str, set[str]] = {}
    collect_names(names, code, catalogs)
    candidates = sorted((n for n, tags in names.items() if "en" in tags),
                        key=lambda n: (len(n), n)) or sorted(
        n for n, tags in names.items() if tags & {"de", "fr", "es", "id", "nl", "vi"})
    if not candidates:
        return None
    full = tidy_english(candidates[0], country)
    bare, generic = without_generic(full)
    population = sum(place.population for place in inside)
    cities = [place for place in inside
              if fold(bare) in {fold(place.name), *map(fold, place.names)}]
    city_state = bool(cities) and is_city_state(population, inside, cities)
    elsewhere = big_cities.get((country, fold(bare)))
    if not cities and elsewhere is not None:
        cities = [elsewhere]  # Moscow Oblast does not have Moscow
    if cities and not city_state and not generic and country in DEFAULT_GENERIC:
        generic = DEFAULT_GENERIC[country]
        full = f"{bare} {generic}"
    if is_direction(bare):
        full = full if generic else f"{bare} Region"
        names = {name: tags for name, tags in names.items() if not is_direction(name)}
    by_hand = ENGLISH_NAMES.get(code)
    told_apart = bool(generic) or by_hand not in (None, bare)
    keeps_generic = told_apart and bool(cities) and not city_state or is_direction(bare)
    name = by_hand or (full if keeps_generic else bare)
    for other, tags in bare_forms(names).items():
        if not is_direction(other):
            names.setdefault(other, set()).update(tags)
    names.setdefault(full, set()).add("en")
    if not keeps_generic:
        names.setdefault(bare, set()).add("en")
    for other, languages in FURTHER_NAMES.get(code, {}).items():
        names.setdefault(other, set()).update(languages.split(","))
    if keeps_generic:
        names = without_names_of(cities, names)
    if code not in CALLED_LIKE_COUNTRIES:
        names = without_names_of_countries(names, countries)
    names.pop(name, None)
    return Region(code, name, country, population, *centre(inside), names)


def country_names(catalogs: Catalogs) -> dict[str, set[str]]:
    """The folded names of all countries, by language."""
    return {language: {fold(catalog.gettext(key)) for catalog in of_language
                       for key in catalog_keys(catalog) if re.fullmatch("[A-Z]{2}", key)}
            for language, of_language in catalogs.items()}


def without_names_of_countries(names: dict[str, set[str]],
                               countries: dict[str, set[str]]) -> dict[str, set[str]]:
    """The names but those by which their language calls a country."""
    kept = {name: {tag for tag in tags if fold(name) not in countries[tag]}
            for name, tags in names.items()}
    return {name: tags for name, tags in kept.items() if tags}


def region_codes(catalogs: Catalogs) -> list[str]:
    """The keys of first-level divisions in the catalogs, CC.NN."""
    return sorted({key for of_language in catalogs.values() for catalog in of_language
                   for key in catalog_keys(catalog)
                   if re.fullmatch(r"[A-Z]{2}\.\w+", key)})


def catalog_keys(catalog: object) -> Iterable[str]:
    """All keys of a catalog; gettext itself offers no way to list them."""
    return (key for key in getattr(catalog, "_catalog") if isinstance(key, str))


def make_regions(catalogs: Catalogs, places: list[Place]) -> list[Region]:
    """The regions that have places, by code."""
    inside: dict[str, list[Place]] = {}
    for place in places:
        if place.feature != DISTRICT and place.parent is None:
            inside.setdefault(f"{place.country}.{place.admin1}", []).append(place)
    big_cities = {(place.country, fold(name)): place for place in places
                  if place.population >= BIG_CITY and place.feature != DISTRICT
                  for name in (place.name, *place.names)}
    countries = country_names(catalogs)
    regions = (make_region(code, catalogs, inside[code], big_cities, countries)
               for code in region_codes(catalogs)
               if code in inside and code[:2] not in TOWN_COUNTRIES)
    return [region for region in regions if region is not None]


def format_region(region: Region) -> str:
    """One line of regions.tsv."""
    return "\t".join((
        region.code, region.name, region.country, str(region.population),
        f"{region.lat:.4f}", f"{region.lon:.4f}", format_names(region.names),
        ",".join(region.words), region.person))

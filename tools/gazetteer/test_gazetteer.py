#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the gazetteer's script, and of the form of the committed data.

Run: python3 -m unittest discover tools/gazetteer
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from places import city_of  # noqa: E402
from regions import without_generic  # noqa: E402
from sources import Place  # noqa: E402
from text import clean_parts  # noqa: E402
from words import PersonMarker  # noqa: E402

DATA = HERE.parents[1] / "lib/facets/data"
COLUMNS = {"places.tsv": 12, "regions.tsv": 9, "world_regions.tsv": 7,
           "demonyms.tsv": 4, "region_aliases.tsv": 3, "country_aliases.tsv": 3}


def table(name: str) -> list[list[str]]:
    """The rows of a data file, without its header."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def place(geonameid: int, population: int, lat: float, lon: float) -> Place:
    """A place that only has what parents are found by."""
    return Place(geonameid, "", "SE", "26", "PPL", population, lat, lon)


class CleaningTest(unittest.TestCase):
    def test_cuts_off_what_explains(self) -> None:
        self.assertEqual(clean_parts("Halle (Saale)"), ["Halle"])
        self.assertEqual(clean_parts("Burgdorf, Hanover"), ["Burgdorf"])
        self.assertEqual(clean_parts("لندن، اونٹاریو"), ["لندن"])

    def test_drops_codes(self) -> None:
        self.assertEqual(clean_parts("LHR"), [])


class ParentTest(unittest.TestCase):
    def test_a_large_city_reaches_farther(self) -> None:
        stockholm = place(1, 1_515_017, 59.3294, 18.0687)
        solna = place(2, 66_909, 59.3600, 18.0009)
        kista = place(3, 10_254, 59.4032, 17.9448)
        self.assertEqual(city_of(kista, [solna, stockholm]), 1)

    def test_no_city_is_better_than_a_far_one(self) -> None:
        village, far = place(1, 2_000, 60.0, 18.0), place(2, 5_000, 60.2, 18.0)
        self.assertIsNone(city_of(village, [far]))


class RegionNameTest(unittest.TestCase):
    def test_splits_off_the_kind_of_unit(self) -> None:
        self.assertEqual(without_generic("Hunan Province"), ("Hunan", "Province"))
        self.assertEqual(without_generic("State of Manipur"), ("Manipur", "State"))

    def test_leaves_it_where_it_belongs(self) -> None:
        for name in ("Northern Territory", "Eastern Province", "Jewish Autonomous Oblast"):
            self.assertEqual(without_generic(name), (name, ""))


class PersonTest(unittest.TestCase):
    def test_marks_given_names_and_surnames(self) -> None:
        people = PersonMarker({"census_male": [], "census_female": ["Sofia", "Paris"],
                               "census_last": ["Paris"], "faker_first": [],
                               "faker_last": ["van Dongen"]})
        self.assertEqual([people.mark(name) for name in
                          ("Sofia", "Paris", "Dongen", "Uppsala")], ["g", "gs", "s", ""])


class DataTest(unittest.TestCase):
    def test_columns(self) -> None:
        for name, columns in COLUMNS.items():
            with self.subTest(name):
                self.assertEqual({len(row) for row in table(name)}, {columns})

    def test_parents_are_places(self) -> None:
        rows = table("places.tsv")
        ids = {row[0] for row in rows}
        self.assertEqual([row for row in rows if row[11] and row[11] not in ids], [])

    def test_aliases_have_their_regions(self) -> None:
        keys = {row[0] for name in ("regions.tsv", "world_regions.tsv") for row in table(name)}
        self.assertEqual({row[0] for row in table("region_aliases.tsv")} - keys, set())


if __name__ == "__main__":
    unittest.main()

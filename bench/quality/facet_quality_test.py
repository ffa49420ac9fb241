#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the arithmetic and of the reading of evidence; none of them needs newsearch or a corpus."""

import math
import unittest

import facet_quality
from measures import HALF_EQUATOR_KM, Distances, Score, distance_km, error_auc, pair_spans, score_sets
from mentions import Json, read_segment


def evidence(facet: str, value: str, text: str, begin: int, **more: object) -> Json:
    return {"facet": facet, "value": value, "text": text, "field": "text", "begin": begin,
            "end": begin + len(text.encode()), "rule": "gazetteer", **more}


class Measures(unittest.TestCase):
    def test_scores(self) -> None:
        score = Score(right=2, found=4, gold=5)
        self.assertEqual((score.precision, score.recall), (0.5, 0.4))
        self.assertAlmostEqual(score.f1, 4 / 9)
        self.assertEqual(Score().f1, 0.0)
        self.assertEqual(score_sets({"SE", "YU"}, {"SE", "US", "YU"}, {"YU"}), Score(1, 1, 2))

    def test_pairs_are_one_to_one(self) -> None:
        gold, found = [(0, 8), (10, 16), (20, 30)], [(0, 3), (4, 8), (10, 16)]
        self.assertEqual(pair_spans(gold, found, exact=True), [(1, 2)])
        self.assertEqual(pair_spans(gold, found, exact=False), [(0, 1), (1, 2)])  # the longer overlap; one pair for (0, 8)

    def test_distances(self) -> None:
        self.assertAlmostEqual(distance_km((55.676, 12.568), (55.605, 13.004)), 28.5, delta=0.5)  # Copenhagen, Malmö
        self.assertAlmostEqual(distance_km((0, 0), (0, 180)), HALF_EQUATOR_KM, delta=30)

    def test_area_under_errors(self) -> None:
        self.assertEqual(error_auc([0, 0, 0]), 0)
        self.assertAlmostEqual(error_auc([HALF_EQUATOR_KM] * 3), 1, places=4)
        self.assertAlmostEqual(error_auc([math.e - 1, 0]), 0.5 / math.log(HALF_EQUATOR_KM))
        self.assertEqual(Distances([0, 160, 162]).as_json()["near"], 0.6667)
        self.assertIsNone(Distances([]).as_json()["auc"])


class Evidence(unittest.TestCase):
    def test_bytes_become_characters(self) -> None:
        text = "Åsa såg Malmö."
        segment = read_segment({"facets": {}, "evidence": [evidence("city", "Malmo", "Malmö", 10)]}, {"text": text})
        self.assertEqual(segment.mentions[0].span, (8, 13))
        self.assertEqual(segment.bad_offsets, 0)

    def test_wrong_offsets_are_counted(self) -> None:
        segment = read_segment({"facets": {}, "evidence": [evidence("city", "Malmo", "Malmö", 9)]}, {"text": "Åsa såg Malmö."})
        self.assertEqual((segment.mentions, segment.bad_offsets), ([], 1))

    def test_finest_facet_speaks_for_a_span(self) -> None:
        both = [evidence("country", "SE", "Kista", 0), evidence("city", "Kista", "Kista", 0, lat=59.4, lon=17.9)]
        mention, = read_segment({"facets": {}, "evidence": both}, {"text": "Kista"}).mentions
        self.assertEqual((mention.facet, mention.country, mention.where), ("city", "SE", (59.4, 17.9)))

    def test_adjectives_are_set_apart(self) -> None:
        line = {"facets": {}, "evidence": [evidence("country", "SE", "Swedish", 0, rule="implied")]}
        segment = read_segment(line, {"text": "Swedish news"})
        self.assertEqual(len(segment.in_text(implied=True)), 1)
        self.assertEqual(segment.in_text(implied=False), [])


class Gold(unittest.TestCase):
    def test_types_decide_what_is_required(self) -> None:
        toponyms = [{"start": 0, "end": 5, "text": "Paris", "type": "Non_Toponym"}, {"start": 0, "end": 5, "text": "Paris", "type": "Literal"},
                    {"start": 6, "end": 9, "text": "Rio", "type": "Coercion"}, {"start": 10, "end": 14, "text": "Dane", "type": "Demonym"}]
        required, free, rest = facet_quality.split_gold({"toponyms": toponyms}, facet_quality.TYPED[0])
        self.assertEqual([t["type"] for t in (*required, *free, *rest)], ["Literal", "Coercion", "Demonym"])

    def test_context(self) -> None:
        self.assertEqual(facet_quality.context("news\nfrom Rio today", 10, 13, 6), "from [Rio] today")


if __name__ == "__main__":
    unittest.main()

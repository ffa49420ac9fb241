#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the measures of rankings, of the paired tests, of floors and of the list of sets; none of them needs newsearch or data."""

import math
import pathlib
import tempfile
import unittest

import search_quality
from comparison import Comparison, cells, layout, load_scores, save_scores
from engines import read_run, score_run
from judged_sets import ALL_EUROPEAN, CJK, EUROPEAN, SHORT, across_sets, mixed_sets, monolingual_sets
from measures import order_hits, score_ranking
from significance import bootstrap_means, macro_test, randomisation_test

NOWHERE = pathlib.Path("data")


class Rankings(unittest.TestCase):
    def test_equal_scores_go_by_document(self) -> None:
        self.assertEqual(order_hits({"c": 1.0, "b": 1.0, "x": 3.0, "a": 2.0, "B": 1.0}), ["x", "a", "B", "b", "c"])

    def test_by_hand(self) -> None:
        # d is not found; ranks 2 and 3 of x a b c are relevant.
        ndcg, average_precision, reciprocal, recall = score_ranking(["x", "a", "b", "c"], {"a": 2, "b": 1, "d": 3, "x": 0})
        ideal = 3 + 2 / math.log2(3) + 1 / 2
        self.assertAlmostEqual(ndcg, (2 / math.log2(3) + 1 / 2) / ideal)
        self.assertAlmostEqual(average_precision, (1 / 2 + 2 / 3) / 3)
        self.assertEqual((reciprocal, recall), (1 / 2, 2 / 3))

    def test_depths(self) -> None:
        late = [f"n{i:02}" for i in range(10)] + ["a"]
        self.assertEqual(score_ranking(late, {"a": 1}), (0.0, 1 / 11, 0.0, 1.0))
        self.assertEqual(score_ranking([f"n{i:03}" for i in range(100)] + ["a"], {"a": 1}), (0.0, 1 / 101, 0.0, 0.0))
        self.assertEqual(score_ranking(["a"], {"a": 1, "b": -1}), (1.0, 1.0, 1.0, 1.0))
        many = {f"d{i:02}": 1 for i in range(20)}  # no ten documents can be better
        self.assertEqual(score_ranking(sorted(many), many), (1.0, 1.0, 1.0, 1.0))

    def test_what_is_left_out_and_what_is_not(self) -> None:
        self.assertIsNone(score_ranking(["x"], {"x": 0}))
        scores = score_run({"unjudged": ["a"]}, {"missing": {"a": 1}, "nothing relevant": {"a": 0}})
        self.assertEqual(scores, {"missing": (0.0, 0.0, 0.0, 0.0)})

    def test_order_of_lines_does_not_count(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run = pathlib.Path(folder, "a.run")
            run.write_text("q Q0 c 1 1.0 t\nq Q0 b 2 1.0 t\nq Q0 x 3 3.0 t\nq Q0 a 4 2.0 t\n", encoding="utf-8")
            self.assertEqual(read_run(run), {"q": ["x", "a", "b", "c"]})


class Significance(unittest.TestCase):
    def test_no_difference(self) -> None:
        self.assertEqual((randomisation_test("s", [0.0] * 9).mean, randomisation_test("s", [0.0] * 9).p), (0.0, 1.0))
        self.assertEqual(macro_test([(0.0, bootstrap_means("s", [0.0] * 9, 100))]).p, 1.0)

    def test_few_queries_prove_nothing(self) -> None:
        # All of three signs agree in one case of four.
        self.assertAlmostEqual(randomisation_test("s", [0.5, 0.5, 0.5, 0.0]).p, 0.25, delta=0.04)

    def test_many_do(self) -> None:
        self.assertEqual(randomisation_test("s", [0.1] * 20 + [0.0] * 80).mark, "++")
        self.assertEqual(randomisation_test("s", [-0.1] * 20).mark, "--")
        self.assertEqual(randomisation_test("s", [0.1, -0.1] * 50).mark, "")

    def test_bootstrap_has_mean_and_spread_of_the_mean(self) -> None:
        differences = [0.5] * 30 + [-0.25] * 20 + [0.0] * 150
        means = bootstrap_means("s", differences, 4000)
        mean = sum(differences) / 200
        spread = math.sqrt(sum((x - mean) ** 2 for x in differences) / 200 / 200)
        self.assertAlmostEqual(sum(means) / len(means), mean, delta=0.001)
        self.assertAlmostEqual(math.sqrt(sum((x - mean) ** 2 for x in means) / len(means)), spread, delta=0.001)

    def test_every_set_counts_the_same(self) -> None:
        large, small = [0.1] * 500 + [0.0] * 500, [-0.2] * 3 + [0.0] * 17
        difference = macro_test([(0.05, bootstrap_means("large", large)), (-0.03, bootstrap_means("small", small))])
        self.assertAlmostEqual(difference.mean, 0.01)
        self.assertGreater(difference.p, 0.05)
        self.assertLess(macro_test([(0.05, bootstrap_means("large", large))]).p, 0.01)

    def test_reproducible(self) -> None:
        differences = [0.1, -0.2, 0.3, 0.0, 0.0]
        self.assertEqual(bootstrap_means("s", differences, 50), bootstrap_means("s", differences, 50))
        self.assertNotEqual(bootstrap_means("s", differences, 50), bootstrap_means("t", differences, 50))


class Sets(unittest.TestCase):
    def test_groups(self) -> None:
        sets = monolingual_sets(NOWHERE)
        counts = {group: sum(s.group == group for s in sets) for group in dict.fromkeys(s.group for s in sets)}
        self.assertEqual(list(counts.values()), [3, 8, 12, 7, 2, 3])
        self.assertEqual(sum(counts[group] for group in EUROPEAN), 30)
        everything = [*sets, *across_sets(NOWHERE), *mixed_sets(NOWHERE)]
        self.assertEqual(len({s.name for s in everything}), len(everything))
        collections = {s.collection for s in everything}
        self.assertEqual(len({c.name for c in collections}), len(collections))

    def test_titles_are_not_indexed_where_they_are_the_queries(self) -> None:
        without = {s.name for s in monolingual_sets(NOWHERE) if not s.collection.titles}
        self.assertEqual({name for name in without if not name.startswith("news-ntrex-")}, {"news-finnish", "news-ag"})

    def test_across_shares_indexes(self) -> None:
        alone = {s.collection for s in monolingual_sets(NOWHERE)}
        across = across_sets(NOWHERE)
        self.assertTrue(all(s.collection in alone and s.across for s in across))
        self.assertEqual([sum(s.group == group for s in across) for group in dict.fromkeys(s.group for s in across)], [1] * 6 + [9, 9])

    def test_short_form_has_every_kind_and_floors(self) -> None:
        groups = {s.group for s in monolingual_sets(NOWHERE) if s.name in SHORT}
        self.assertEqual(groups, {*EUROPEAN, CJK})
        measures = {s.name: s.measure for s in monolingual_sets(NOWHERE)}
        floors = search_quality.read_floors(search_quality.FLOORS)
        self.assertLessEqual({(name, measures[name]) for name in SHORT}, set(floors))
        self.assertLessEqual({name for name, _ in floors}, set(SHORT))


class Floors(unittest.TestCase):
    SCORES = {"s": {"q1": (1.0, 1.0, 1.0, 1.0), "q2": (0.0, 0.0, 0.5, 1.0)}}

    def test_reached(self) -> None:
        self.assertEqual(search_quality.below_floors(self.SCORES, {("s", "MRR@10"): 0.75, ("not measured", "MAP"): 1.0}), [])

    def test_not_reached(self) -> None:
        fault, = search_quality.below_floors(self.SCORES, {("s", "nDCG@10"): 0.51})
        self.assertEqual(fault, "s: nDCG@10 0.5000 is below its floor 0.5100")

    def test_a_set_without_a_floor(self) -> None:
        self.assertEqual(search_quality.below_floors(self.SCORES, {}), ["s: has no floor"])


class Tables(unittest.TestCase):
    def comparison(self) -> Comparison:
        sets = [s for s in monolingual_sets(NOWHERE) if s.name in ("ir-cisi", "ir-cranfield", "qa-estqa")]
        good, bad = (1.0, 1.0, 1.0, 1.0), (0.5, 0.5, 0.5, 0.5)
        ours = {s.name: {f"q{i}": good if i < 20 else bad for i in range(40)} for s in sets}
        peer = {s.name: {f"q{i}": bad for i in range(40)} for s in sets if s.name != "qa-estqa"}
        return Comparison(sets, {"newsearch": ours, "peer": peer})

    def test_rows(self) -> None:
        rows = {row.name: cells(row, ["newsearch", "peer"]) for row in (*self.comparison().group_rows(), *self.comparison().set_rows())}
        self.assertEqual(rows["ad hoc, topics"], ["0.750", "0.500 ++"])
        self.assertEqual(rows[ALL_EUROPEAN], ["0.750", "-"])  # the peer lacks a set
        self.assertEqual(rows["ir-cisi"], ["0.750", "0.500 ++"])

    def test_layout(self) -> None:
        self.assertEqual(layout(["a", "n"], [["bc", "1"]], markdown=False), "  a   n\n  bc  1")
        self.assertEqual(layout(["a", "n"], [["bc", "1 "]], markdown=True), "| a | n |\n| --- | ---: |\n| bc | 1 |")

    def test_scores_are_kept(self) -> None:
        scores = {"s": {"q": (1 / 3, 0.5, 1.0, 0.0)}}
        with tempfile.TemporaryDirectory() as folder:
            save_scores(pathlib.Path(folder), "newsearch", scores)
            self.assertAlmostEqual(load_scores(pathlib.Path(folder), "newsearch")["s"]["q"][0], 1 / 3, places=5)


if __name__ == "__main__":
    unittest.main()

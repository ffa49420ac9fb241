#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the corpus, of the queries and of the arithmetic of the comparison of engines; none of them needs an engine or data."""

import argparse
import itertools
import json
import pathlib
import random
import tempfile
import unittest
from collections import Counter
from collections.abc import Mapping, Sequence

from corpus_maker import COUNTRIES, FACETS, Corpus, Source, Zipf, json_line, made_up_word, make, own_source, parse_size, tsv_line, write_corpus
from engine_bench import rotated
from query_maker import CLASSES, ENGINES, PER_CLASS, Query, QueryDrawer, Vocabulary, WordFacts, tokens
from rounds import disagreements, means, medians, number, percentile, ratio
from tables import MODES, Layout

VARIANTS = 4000  # of our sentences: enough for all classes of queries


def crude_facts(words: Sequence[str]) -> Mapping[str, WordFacts]:
    """In place of the stemmers: cuts a plural's s."""
    stop = {"the", "of", "in", "to", "be", "and", "for", "on", "with", "from", "by", "that", "is", "as", "this", "have"}
    return {word: (word.removesuffix("s"), word.removesuffix("s"), word in stop) for word in words}


class TheCorpus(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.source = own_source(variants=VARIANTS)

    def lines(self, count: int, seed: int = 1) -> list[str]:
        return [json_line(self.source, made) + tsv_line(self.source, made) for made in make(self.source, count, seed)]

    def test_seed_and_size_decide(self) -> None:
        self.assertEqual(self.lines(50), self.lines(50))
        self.assertNotEqual(self.lines(50), self.lines(50, seed=2))
        self.assertEqual(self.lines(200)[:50], self.lines(50))
        self.assertEqual(own_source(3, VARIANTS), own_source(3, VARIANTS))

    def test_pinned(self) -> None:
        # Figures are compared from machine to machine, so what a seed stands for must not change unseen.
        made = list(make(Source("", ["a"] * 1000, ["b"] * 1000), 2, seed=2026))
        self.assertEqual([one.date for one in made], ["1993-03-17", "2000-05-07"])
        self.assertEqual(made[0].facets, {"project": (), "city": ("Pirokle", "Stafiklul"), "country": ("GB",), "year": ("1993",)})

    def test_both_files_hold_the_same(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            corpus = write_corpus(pathlib.Path(folder), self.source, 30)
            documents = [json.loads(line) for line in (pathlib.Path(folder) / "docs.jsonl").read_text(encoding="utf-8").splitlines()]
            rows = [line.split("\t") for line in (pathlib.Path(folder) / "docs.tsv").read_text(encoding="utf-8").split("\n")[:-1]]
        self.assertEqual(len(documents), 30)
        for document, row in zip(documents, rows, strict=True):
            self.assertEqual([document["id"], document["title"], document["text"], document["date"]], row[:4])
            self.assertEqual(["|".join(document[facet]) for facet in FACETS[:3]] + [document["year"]], row[4:])
            self.assertTrue(document["date"].startswith(document["year"]))
        self.assertEqual(corpus.text_bytes, sum(len((row[1] + row[2]).encode()) for row in rows))
        self.assertEqual(sum(corpus.title_uses), 30)

    def test_facets(self) -> None:
        made = list(make(Source("", ["a"], ["b"]), 5000, seed=1))
        for facet, least, most, values in (("project", 0, 2, 40), ("city", 0, 3, 2000), ("country", 1, 1, COUNTRIES), ("year", 1, 1, 30)):
            sizes = {len(one.facets[facet]) for one in made}
            self.assertEqual((min(sizes), max(sizes)), (least, most), facet)
            counts = Counter(itertools.chain.from_iterable(one.facets[facet] for one in made))
            self.assertLessEqual(len(counts), values)
            self.assertGreater(counts.most_common(1)[0][1], 5 * sum(counts.values()) / values, facet)  # by Zipf, not evenly
            self.assertTrue(all(len(set(one.facets[facet])) == len(one.facets[facet]) for one in made))

    def test_zipf(self) -> None:
        draws = random.Random(5)
        counts = Counter(Zipf(100).draw(draws) for _ in range(20000))
        self.assertAlmostEqual(counts[0] / counts[1], 2, delta=0.3)
        self.assertLess(max(counts), 100)

    def test_made_up_words_differ(self) -> None:
        self.assertEqual(len({made_up_word(number) for number in range(50_000)}), 50_000)

    def test_sizes(self) -> None:
        self.assertEqual([parse_size(text) for text in ("10k", "1M", "1500")], [10_000, 1_000_000, 1500])
        for wrong in ("", "0", "k", "1g", "-5"):
            with self.assertRaises(argparse.ArgumentTypeError):
                parse_size(wrong)


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as folder:
            cls.corpus = write_corpus(pathlib.Path(folder), own_source(variants=VARIANTS), 2000)
        cls.queries = QueryDrawer(cls.corpus, crude_facts).draw()

    def test_where_engines_cut(self) -> None:
        rows = [
            ("plain words, here.", ["plain", "words", "here"], []),
            ("(in) \"marks\" co-op end", ["in", "marks", "co", "op", "end"], []),
            ("company's U.S. A&B x_y 7th", [], ["company", "s", "u", "s", "a", "b", "x", "y", "7th"]),
            ("café naïve", [], ["cafe", "naive"]),
            ("example.org ends.", ["ends"], ["example", "org"]),
            ("C++ says +yes", ["says"], ["c", "yes"]),
            ("50-mln dlrs, 7 pct.", ["dlrs", "pct"], ["50", "mln", "7"]),
            ("McDonald", [], ["mcdonald", "mc", "donald"]),
        ]
        for text, plain, odd in rows:
            found = list(tokens(text))
            self.assertEqual([token.word for token in found if token.plain], plain, text)
            self.assertEqual([token.word for token in found if not token.plain], odd, text)

    def test_words_that_all_engines_find_alike(self) -> None:
        source = Source("", ["markets and market rise", "banks fall", "bank's house", "gone oddly", "odd one"], ["title here"])
        stems = {"gone": ("odd", "gone", False), "oddly": ("odd", "odd", False)}
        vocabulary = Vocabulary(Corpus(source, 5, uses=[1, 1, 1, 1, 0], title_uses=[2]), lambda words: {**crude_facts(words), **stems})
        self.assertEqual(vocabulary.documents["title"], 2)
        self.assertNotIn("one", vocabulary.documents)  # a sentence that is in no document
        self.assertLessEqual({"market", "markets", "rise", "fall", "house", "title"}, vocabulary.good)
        self.assertFalse({"bank", "banks", "and", "gone", "oddly"} & vocabulary.good)
        self.assertIn("rise", vocabulary.single)
        self.assertNotIn("market", vocabulary.single)

    def test_classes(self) -> None:
        self.assertEqual(self.queries, QueryDrawer(self.corpus, crude_facts).draw())
        self.assertNotEqual(self.queries, QueryDrawer(self.corpus, crude_facts, seed=7).draw())
        counts = Counter(query.kind for query in self.queries)
        self.assertEqual(tuple(counts), CLASSES)
        self.assertGreater(len(self.queries), 300)
        self.assertEqual(len({query.name for query in self.queries}), len(self.queries))
        self.assertEqual(len({(query.words, query.operator, query.filters) for query in self.queries if query.kind == "or3"}), PER_CLASS)

    def test_forms(self) -> None:
        self.assertEqual({engine: Query("", "", ("a", "b")).form(engine) for engine in ENGINES},
                         {"newsearch": "a b", "xapian": "a b", "fts5": '"a" OR "b"', "lucene": "a b", "lucene++": "a b"})
        self.assertEqual({engine: Query("", "", ("a", "b"), "all").form(engine) for engine in ENGINES},
                         {"newsearch": "a AND b", "xapian": "a AND b", "fts5": '"a" AND "b"', "lucene": "+a +b", "lucene++": "+a +b"})
        self.assertEqual({Query("", "", ("a", "b"), "phrase").form(engine) for engine in ENGINES}, {'"a b"'})
        self.assertEqual(Query("f-00", "", filters=(("city", "X"), ("year", "1990"))).row("fts5"), "f-00\t\tcity=X|year=1990")


class Arithmetic(unittest.TestCase):
    def test_ratios_are_taken_within_a_round(self) -> None:
        # The second round ran under a load twice as high, for both.
        found = ratio([10, 20, 10], [30, 60, 20], more_is_better=False)
        self.assertEqual((found.value, found.least, found.most), (3, 2, 3))
        self.assertEqual(ratio([10, 20], [5, 10], more_is_better=True).value, 2)
        self.assertIsNone(ratio([0], [1], more_is_better=True))
        self.assertIsNone(ratio([], [], more_is_better=True))

    def test_means_medians_percentiles(self) -> None:
        rounds = [[1, 2, 30], [3, 2, 10], [2, 8, 20]]
        self.assertEqual(means(rounds, [0, 2]), [15.5, 6.5, 11])
        self.assertEqual(medians(rounds), [2, 2, 20])
        self.assertEqual([percentile([5, 1, 3], share) for share in (0, 0.5, 0.99, 1)], [1, 3, 5, 5])

    def test_numbers(self) -> None:
        self.assertEqual([number(value) for value in (12345.6, 99.94, 1.234, 0.01234)], ["12,346", "99.9", "1.23", "0.012"])

    def test_agreement(self) -> None:
        right = {"total": 2, "facets": {"city": {"X": 1, "Y": 1}}}
        same = {"total": 2, "facets": {"city": {"Y": 1, "X": 1}}}
        counted = {"total": 2, "facets": {"city": {"X": 2}}}
        fewer = {"total": 1, "facets": {"city": {}}}
        answers = {"a": [right, right, fewer], "b": [same, counted, right], "c": [right, right, counted]}
        self.assertEqual(disagreements(answers), [[], ["b: other counts of city"], ["b: 2 for 1", "c: 2 for 1"]])

    def test_every_engine_comes_first_and_last(self) -> None:
        orders = ["".join(rotated("abcd", by)) for by in range(5)]
        self.assertEqual(orders, ["abcd", "badc", "cdab", "dcba", "abcd"])


class TheTables(unittest.TestCase):
    def test_layout(self) -> None:
        def times(factor: float) -> dict[str, list[dict[str, list[float]]]]:
            return {mode: [{"wall_us": [factor * i, 2 * factor * i], "cpu_us": [factor, factor]} for i in (1, 2, 3)] for mode in MODES}

        built = {"seconds": 2.0, "cpu_seconds": 1.0, "peak_bytes": 5_000_000, "disk_bytes": 1}
        memory = {"resident": 1_000_000, "anonymous": 500_000}
        text = Layout(
            {
                "engines": ["newsearch", "xapian"],
                "classes": ["term", "rare"],
                "documents": 100,
                "text_bytes": 10_000_000,
                "search": {"newsearch": times(10), "xapian": times(40)},
                "ingest": {"newsearch": [built], "xapian": [built | {"seconds": 4.0}]},
                "disk_bytes": {"newsearch": 1_000_000, "xapian": 4_000_000},
                "memory": {"newsearch": memory, "xapian": memory},
                "cold": {"newsearch": [[0.02]], "quest": [[0.01]]},
                "threads": [{"1": 100.0, "2": 190.0}, {"1": 100.0, "2": 180.0}, {"1": 100.0, "2": 185.0}],
                "facts": {"Date": "2026-01-01", "Command": ""},
            }
        ).markdown()
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
        found = {(row[0], row[1], row[2]): row[3:] for row in rows if len(row) == 8}
        self.assertEqual(found["top 10, exact total, 4 facets", "Xapian", "us"], ["30.0", "120", "4.00", "4.00–4.00", "4.00"])
        self.assertEqual(found["ingest", "Xapian", "docs/s"], ["50.0", "25.0", "2.00", "2.00–2.00", "1.00"])
        self.assertEqual(found["index on disk", "Xapian", "MB"][:3], ["1.00", "4.00", "4.00"])
        self.assertEqual(found["cold process: page with facets and snippets", "quest", "ms"][:3], ["20.0", "10.0", "0.50"])
        self.assertIn("- Date: 2026-01-01\n", text)
        self.assertIn("share a searcher: 1.85 times the queries of one (1.80–1.90).", text)
        self.assertNotIn("Command", text)


if __name__ == "__main__":
    unittest.main()

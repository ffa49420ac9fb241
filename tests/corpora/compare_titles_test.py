#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Test compare_titles.py: a right reading is perfect, each kind of mistake is seen, and only that."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compare_titles  # noqa: E402

GOLD = {"items": [
    {"start_line": 1, "title": "Bridge open", "date_start": "2016-06-21"},
    {"start_line": 5, "title": None, "title_alt": "A whole sentence.", "date_start": "2016-05"},
    {"start_line": 9, "title": "Bridge open", "title_alt": ["Bridge open again"], "date_start": "2015-01-02",
     "date_alt": "2015-01-03"},
    {"start_line": 12, "title": "No date", "date_start": None},
    {"start_line": 15, "title": None, "date_start": "2014", "date_alt": [{"date_start": "2014-03"}]},
]}


def article(title, date, precision="day"):
    return {"start_line": 0, "title": title, "date": date and {"start": date, "precision": precision}}


def right():
    return [article("++ BRIDGE  open ++", "2016-06-21"), article(None, "2016-05-01", "month"),
            article("Bridge open", "2015-01-02"), article("No date", None), article(None, "2014-01-01", "year")]


class CompareTest(unittest.TestCase):
    def figures(self, segments, gold=None):
        return compare_titles.compare(gold or GOLD, segments)

    def check(self, segments, right_pairs, found, title, date, errors):
        figures, told = self.figures(segments)
        self.assertAlmostEqual(figures["r"], right_pairs / 5)
        self.assertAlmostEqual(figures["p"], right_pairs / len(segments))
        self.assertAlmostEqual(figures["found"], found / 5)
        self.assertAlmostEqual(figures["title"], title / 5)
        self.assertAlmostEqual(figures["date"], date / 5)
        self.assertEqual(len(told), errors, told)

    def test_right(self):
        self.check(right(), 5, 5, 5, 5, 0)

    def test_alternatives(self):
        segments = right()
        segments[1]["title"] = "a whole SENTENCE"
        segments[2] = article("Bridge open again", "2015-01-03")
        segments[4] = article(None, "2014-03-01", "month")
        self.check(segments, 5, 5, 5, 5, 0)

    def test_missing_and_too_many(self):
        self.check(right()[1:], 4, 4, 4, 4, 1)
        self.check(right() + [article("Imprint", None)], 5, 5, 5, 5, 1)
        # The first of two twins is missing: the other is not taken for it.
        segments = right()
        segments.insert(0, article("Menu", None))
        self.check(segments, 5, 5, 5, 5, 1)

    def test_wrong_parts(self):
        segments = right()
        segments[0]["title"] = "Menu"
        self.check(segments, 4, 5, 4, 5, 1)
        segments = right()
        segments[0]["date"]["start"] = "2016-06-22"
        self.check(segments, 4, 5, 5, 4, 1)
        segments = right()
        segments[1]["date"]["precision"] = "day"
        self.check(segments, 4, 4, 4, 4, 2)
        segments = right()
        segments[3]["date"] = {"start": "2014-05-01", "precision": "day"}
        self.check(segments, 4, 5, 5, 4, 1)
        # A title where there is none.
        segments = right()
        segments[4]["title"] = "Menu"
        self.check(segments, 4, 5, 4, 5, 1)

    def test_order_counts(self):
        segments = right()
        segments[0], segments[1] = segments[1], segments[0]
        self.check(segments, 4, 4, 4, 4, 2)

    def test_a_right_pair_counts_more_than_right_dates(self):
        gold = {"items": [{"start_line": n, "title": t, "date_start": "2016-01-01"} for n, t in enumerate("abc", 1)]}
        segments = [article("c", "2016-01-01"), article("x", "2016-01-01"), article("y", "2016-01-01")]
        figures, _ = self.figures(segments, gold)
        self.assertAlmostEqual(figures["r"], 1 / 3)

    def test_nothing(self):
        self.assertEqual(self.figures([])[0]["f1"], 0)
        self.assertEqual(self.figures([], {"items": []})[0]["f1"], 1)

    def test_untitled_and_undated(self):
        gold = {"items": [{"start_line": 1, "title": None, "date_start": None}]}
        self.assertEqual(self.figures([article(None, None)], gold)[0]["f1"], 1)
        self.assertEqual(self.figures([article("A", None)], gold)[0]["f1"], 0)

    def test_command(self):
        with tempfile.TemporaryDirectory() as folder:
            gold, segments = pathlib.Path(folder, "g.json"), pathlib.Path(folder, "s.jsonl")
            gold.write_text(json.dumps(GOLD), encoding="utf-8")
            segments.write_text("".join(json.dumps(s) + "\n" for s in right()[1:]), encoding="utf-8")
            command = [sys.executable, "-B", compare_titles.__file__, str(gold), str(segments)]
            text = subprocess.run(command + ["--errors"], capture_output=True, text=True, check=True).stdout
            self.assertIn("items 5  articles 4  pairs F1 0.889", text)
            self.assertIn("gold line 1: missing: 'Bridge open' 2016-06-21", text)
            figures = json.loads(subprocess.run(command + ["--json"], capture_output=True, text=True, check=True).stdout)
            self.assertEqual(figures["found"], 0.8)
            wrong = subprocess.run(command + ["--error"], capture_output=True, text=True)
            self.assertNotEqual(wrong.returncode, 0)
            self.assertIn("usage", wrong.stderr)


if __name__ == "__main__":
    unittest.main()

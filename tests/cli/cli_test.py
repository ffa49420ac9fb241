#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests the newsearch command from outside: cli_test.py BINARY [unittest arguments]."""

import fcntl
import gzip
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SAMPLE = os.path.join(ROOT, "tests", "corpora", "sample", "news.txt")
BINARY = ""
WORK = ""  # a directory that goes away in the end
INDEX = ""  # the index of DOCUMENTS in it

DOCUMENTS = [
    {"id": "kista-arena", "title": "Kista opens an arena for the smart city", "lang": "en", "date": "2016-06-21",
     "text": "The arena in Kista lets companies try street lights and sensors. The smart city grows one lamp at a time.",
     "city": ["Kista"], "country": ["SE"], "year": ["2016"]},
    {"id": "helsinki-bus", "title": "Robot buses in Helsinki", "lang": "en", "date": "2017-08-03",
     "text": "Two small buses drive themselves through Helsinki. The smart timetable is made by a computer.",
     "city": ["Helsinki"], "country": ["FI"], "year": ["2017"]},
    {"id": "karlsruhe-bike", "title": "Karlsruhe counts its bicycles", "lang": "en", "date": "2015-03-09",
     "text": "A column at the bridge in Karlsruhe counts everybody who cycles past. The city publishes the numbers.",
     "city": ["Karlsruhe"], "country": ["DE"], "year": ["2015"]},
    {"id": "stockholm-heat", "title": "Warm water from servers", "lang": "en", "date": "2018-11-30",
     "text": "Waste heat of a computer hall warms flats in Stockholm. It is a smart use of what the city has anyway.",
     "city": ["Stockholm"], "country": ["SE"], "year": ["2018"]},
    {"id": "undated", "title": "A word about numbers", "lang": "en",
     "text": "Numbers alone convince nobody. Quietly, the harbour keeps counting its gulls."},
]

ARCHIVE = """++ Kista opens an arena for the smart city ++

21 June 2016
The arena in Kista lets companies try street lights and sensors. The smart city grows one lamp at a time, say the
people who paid for the first hundred of them, and nobody in the street has asked for the old ones back so far.

++ Robot buses in Helsinki ++

3 August 2017
Two small buses drive themselves through Helsinki, slowly, and stop for every pigeon. The timetable is made by a
computer that has never waited for a bus. Passengers are asked to be patient and to bring a book for the first weeks.
"""

# The same two articles in other formats.
PAGE = """<!DOCTYPE html>
<html><head><meta charset="windows-1252"><title>Über uns</title></head><body>
<h2>Kista opens an arena for the smart city</h2>
<p>21 June 2016</p>
<p>The café in the arena lets companies try street lights and sensors. The smart city grows one lamp at a time.</p>
<h2>Robot buses in Helsinki</h2>
<p>3 August 2017</p>
<p>Two small buses drive themselves through Helsinki, slowly, and stop for every pigeon. The timetable is made by a
computer that has never waited for a bus.</p>
</body></html>
"""
MARKDOWN = """## Kista opens an arena for the smart city

21 June 2016

The arena in Kista lets companies try street lights and *sensors*. The smart city grows one lamp at a time.

## Robot buses in Helsinki

3 August 2017

Two small buses drive themselves through Helsinki, slowly, and stop for every pigeon.
"""
FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>News</title>
<item><title>Kista opens an arena for the smart city</title><pubDate>Tue, 21 Jun 2016 08:00:00 GMT</pubDate>
<description>The arena in Kista lets companies try street lights and sensors.</description></item>
<item><title>Robot buses in Helsinki</title><pubDate>Thu, 03 Aug 2017 08:00:00 GMT</pubDate>
<description>Two small buses drive themselves through Helsinki, slowly, and stop for every pigeon.</description></item>
</channel></rss>
"""

# Bytes that a terminal would obey: colour, window title, cursor, an eight-bit sequence, a turn of direction.
EVIL = "\x1b[31mred\x1b]0;owned\x07 \x9b2J \u202eright \x08\x7f"


def environment(**changes):
    env = {"PATH": os.environ["PATH"], "HOME": WORK, "TERM": "xterm-256color"}
    for name, value in os.environ.items():
        if name.startswith(("ASAN_", "UBSAN_", "TSAN_", "LSAN_", "LLVM_")):
            env[name] = value
    env.update({name: value for name, value in changes.items() if value is not None})
    return env


def run(*args, env=None, stdin=b"", cwd=None, index=None):
    """Runs the command; `index` is put into the environment, the shared one if None."""
    env = environment(NEWSEARCH_INDEX=INDEX if index is None else index, **(env or {}))
    return subprocess.run([BINARY, *args], input=stdin, capture_output=True, env=env, cwd=cwd or WORK, timeout=120)


def in_terminal(*args, columns=80, env=None, interrupt_after=None):
    """Runs the command on a terminal of its own. Returns (exit status, what it showed)."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen([BINARY, *args], stdin=slave, stdout=slave, stderr=slave, cwd=WORK, start_new_session=True,
                               env=environment(NEWSEARCH_INDEX=INDEX, **(env or {})))
    os.close(slave)
    shown = b""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if not select.select([master], [], [], 0.1)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            data = os.read(master, 65536)
        except OSError:  # the terminal has no other end any more
            break
        if not data:
            break
        shown += data
        if interrupt_after is not None and interrupt_after in shown:
            process.send_signal(signal.SIGINT)
            interrupt_after = None
    status = process.wait(timeout=60)
    os.close(master)
    return status, shown.decode("utf-8", "replace")


def path(name):
    return os.path.join(WORK, name)


def write(name, content):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    mode = "wb" if isinstance(content, bytes) else "w"
    with open(path(name), mode, **({} if "b" in mode else {"encoding": "utf-8", "newline": ""})) as file:
        file.write(content)
    return path(name)


def json_lines(documents):
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


class CliTest(unittest.TestCase):
    maxDiff = None

    def check(self, process, status, row=""):
        self.assertEqual(process.returncode, status,
                         f"{row}\nstdout: {process.stdout[-2000:]!r}\nstderr: {process.stderr[-2000:]!r}")
        return process

    def query(self, *args, status=0):
        process = self.check(run("query", "--json", *args), status, args)
        self.assertEqual(process.stdout.count(b"\n"), 1, "one line")
        return json.loads(process.stdout)

    def ids(self, *args, status=0):
        return [hit["id"] for hit in self.query(*args, status=status)["hits"]]


class ExitStatus(CliTest):
    def test_table(self):
        directory = path("directory")
        os.makedirs(directory, exist_ok=True)
        text = write("plain.txt", ARCHIVE)
        binary = write("binary.txt", bytes(range(256)) * 64)
        topics = write("topics.tsv", "1\tsmart city\n")
        not_an_index = path("not-an-index")
        os.makedirs(not_an_index, exist_ok=True)
        write("not-an-index/readme", "nothing to see")
        new = path("new-index")
        # arguments, status, what standard error says
        rows = [
            # found, and not
            (["query", "smart"], 0, ""),
            (["query", "--json", "smart"], 0, ""),
            (["query", "xyzzyplugh"], 1, "no article matches"),
            (["query", "--json", "xyzzyplugh"], 1, ""),
            (["query", "smart", "--offset", "1000"], 0, ""),
            (["query", "smart", "--limit", "0"], 0, ""),
            (["query", ""], 0, ""),
            (["complete", "smart kis"], 0, ""),
            (["complete", "xyzzyplugh"], 1, "nothing begins so"),
            (["complete", "--json", "xyzzyplugh"], 1, ""),
            (["show", "kista-arena"], 0, ""),
            (["show", "nobody"], 1, "nobody"),
            (["stats"], 0, ""),
            # help
            (["help"], 0, ""),
            (["help", "query"], 0, ""),
            (["--help"], 0, ""),
            (["query", "-h"], 0, ""),
            (["query", "--help", "anything"], 0, ""),
            (["--version"], 0, ""),
            # usage
            ([], 2, "Usage: newsearch"),
            (["help", "nothing"], 2, "no command 'nothing'"),
            (["qurey", "smart"], 2, "no command 'qurey'"),
            (["--frobnicate"], 2, "unknown option '--frobnicate'"),
            (["query"], 2, "no query given"),
            (["query", "--frobnicate", "smart"], 2, "unknown option '--frobnicate'"),
            (["query", "smart", "-city"], 2, "put -- before"),
            (["query", "smart", "--limit"], 2, "--limit needs a value"),
            (["query", "smart", "--limit", "ten"], 2, "'ten' is not a whole number"),
            (["query", "smart", "--limit", "-1"], 2, "'-1' is not a whole number"),
            (["query", "smart", "--limit", "4294967296"], 2, "not a whole number"),
            (["query", "smart", "--sort", "size"], 2, "relevance, date"),
            (["query", "smart", "--match", "some"], 2, "any, all"),
            (["query", "smart", "--color", "blue"], 2, "auto, always, never"),
            (["query", "smart", "--format", "xml"], 2, "text, json"),
            (["query", "smart", "--format-version", "2"], 2, "'2' is not one of: 1"),
            (["query", "smart", "--json", "--format=text"], 2, "exclude each other"),
            (["query", "smart", "--filter", "city"], 2, "FACET=VALUE"),
            (["query", "smart", "--filter", "=Kista"], 2, "FACET=VALUE"),
            (["query", "smart", "--filter", "taste=sweet"], 2, "taste"),
            (["query", "smart", "--facet", "taste"], 2, "taste"),
            (["query", "smart", "--facet", "city:many"], 2, "'many' is not a whole number"),
            (["query", "smart", "--facet", "city", "--no-facets"], 2, "exclude each other"),
            (["query", "smart", "--index", ""], 2, "--index"),
            (["query", "smart", "--trec", "tag"], 2, "--trec needs --batch"),
            (["query", "smart", "--syntax"], 2, "--syntax needs --batch"),
            (["query", "--batch", topics], 2, "--batch needs --trec"),
            (["query", "--batch", topics, "--trec", "two words"], 2, "not one word"),
            (["query", "--batch", topics, "--trec", "t", "smart"], 2, "exclude each other"),
            (["query", "--batch", topics, "--trec", "t", "--json"], 2, "exclude each other"),
            (["query", "--batch", topics, "--trec", "t", "--sort", "date"], 2, "exclude each other"),
            (["query", "--batch", path("missing.tsv"), "--trec", "t"], 2, "missing.tsv"),
            (["query", "--batch", directory, "--trec", "t"], 2, "directory"),
            (["complete"], 2, "no text given"),
            (["complete", "s", "--max", "ten"], 2, "'ten' is not a whole number"),
            (["complete", "s", "--facet", "taste"], 2, "taste"),
            (["complete", "s", "--facet", ""], 2, "names no facet"),
            (["complete", "s", "--no-words"], 2, "--no-words needs --facet"),
            (["complete", "s", "--lang", "no language"], 2, "'no language' is no language tag"),
            (["complete", "s", "--lang", ""], 2, "no language named"),
            (["complete", "--index", path("no-index"), "s"], 3, "no-index"),
            (["show"], 2, "no id given"),
            (["show", "one", "two"], 2, "'two'"),
            (["why"], 2, "no id given"),
            (["why", "one", "city", "three"], 2, "'three'"),
            (["why", "kista-arena", "taste"], 2, "'taste'; there are project, city, region, country, place, year, lang"),
            (["why", "kista-arena", ""], 2, "no facet ''; there are"),
            (["why", "kista-arena", "project"], 1, "has no project; it has values of city, country, year, lang"),
            (["why", "kista-arena", "city=Paris"], 1, "has no city Paris; it has Kista"),
            (["why", "undated", "year"], 1, "has no year"),
            (["why", "nobody"], 1, "nobody"),
            (["query", "smart", "--locale", "tlh"], 2, "--locale 'tlh': nothing has a name in this language"),
            (["query", "smart", "--locale", "en_US.UTF-8"], 2, "--locale 'en_US.UTF-8' is no language tag"),
            (["segment", text, "--locale", ""], 2, "--locale '' is no language tag"),
            (["stats", "--locale"], 2, "--locale needs a value"),
            (["stats", "one"], 2, "'one'"),
            (["segment"], 2, "no file given"),
            (["segment", text, text, "--source", "news", binary], 2, "several files"),
            (["segment", WORK, "--source", "news"], 2, "is a directory of many"),
            (["index", WORK, "--source", "news"], 2, "is a directory of many"),
            (["index", path("*.txt"), "--source", "news"], 2, r"but there are \d+ files"),
            (["index", "-"], 2, "give it one with --source NAME"),
            (["segment", text, "--charset", "klingon"], 2, "klingon"),
            (["segment", text, "--explain", "--report"], 2, "exclude each other"),
            (["segment", path("*.nothing")], 2, r"\*\.nothing"),
            (["segment", text, "--input-format", "doc"], 2, "detect, text, jsonl"),
            (["index"], 2, "no file given"),
            (["index", text, text, "--source", "news"], 2, "--source"),
            # the query itself
            (["query", "year:2017..2015"], 2, r"range ends.*\n +year:2017\.\.2015\n +\^"),
            # files that are no archives
            (["segment", path("missing.txt")], 2, "missing.txt"),
            (["segment", directory], 2, "directory"),
            (["segment", binary], 2, "binary"),
            (["index", "--index", new, path("missing.txt")], 2, "missing.txt"),
            (["index", "--index", new, directory], 2, "directory"),
            (["index", "--index", path("index-of-binary"), binary], 2, "binary"),
            # indexes
            (["query", "--index", path("no-index"), "smart"], 3, "newsearch index FILE"),
            (["show", "--index", path("no-index"), "x"], 3, "no-index"),
            (["stats", "--index", path("no-index")], 3, "no-index"),
            (["why", "--index", path("no-index"), "x"], 3, "no-index"),
            (["query", "--index", not_an_index, "smart"], 3, "not an index"),
            (["query", "--index", text, "smart"], 3, "not an index"),
            (["index", "--index", not_an_index, text], 3, "not an index"),
            (["index", "--index", text, text], 3, "not an index"),
        ]
        for arguments, status, message in rows:
            with self.subTest(arguments=arguments):
                process = self.check(run(*arguments), status, arguments)
                error = process.stderr.decode()
                self.assertRegex(error, message or r"\A")
                if status == 2 or status == 3:
                    self.assertEqual(process.stdout, b"")
                    if arguments:
                        self.assertTrue(error.startswith("newsearch: "), error)
                if status == 0 and arguments[0] != "segment":
                    self.assertEqual(error, "")
        self.assertFalse(os.path.exists(new), "a mistyped file name made an index")
        self.assertFalse(os.path.exists(path("no-index")))

    def test_locked_index(self):
        lock = None
        for directory, _, names in os.walk(INDEX):
            if "flintlock" in names:
                lock = os.path.join(directory, "flintlock")
        if lock is None:
            self.skipTest("the index has no lock file that this test knows")
        with open(lock, "r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            process = self.check(run("index", write("locked.jsonl", json_lines(DOCUMENTS))), 3)
            self.assertRegex(process.stderr, rb"^newsearch: .*another process")
            self.check(run("query", "smart"), 0, "reading needs no lock")

    def test_where_the_index_is(self):
        archive = write("where.jsonl", json_lines(DOCUMENTS[:1]))
        data, home = path("data"), path("home")
        # environment, arguments, where the index is then
        rows = [
            ({"XDG_DATA_HOME": data, "HOME": home}, [], os.path.join(data, "newsearch", "index")),
            ({"XDG_DATA_HOME": "relative", "HOME": home}, [], os.path.join(home, ".local/share/newsearch/index")),
            ({"HOME": home + "2"}, [], os.path.join(home + "2", ".local/share/newsearch/index")),
            ({"NEWSEARCH_INDEX": path("by-variable"), "XDG_DATA_HOME": data}, [], path("by-variable")),
            ({"NEWSEARCH_INDEX": path("unused")}, ["--index", path("by-flag")], path("by-flag")),
            ({"NEWSEARCH_INDEX": path("unused")}, ["--index=" + path("by-flag2")], path("by-flag2")),
        ]
        for variables, flags, expected in rows:
            with self.subTest(variables=variables, flags=flags):
                for command in (["index", archive], ["stats"]):
                    process = subprocess.run([BINARY, *command, *flags], env=environment(**variables), cwd=WORK,
                                             capture_output=True, timeout=60)
                    self.check(process, 0)
                self.assertTrue(os.path.isdir(expected))
        self.assertFalse(os.path.exists(path("unused")))


class Index(CliTest):
    def index(self, *args, status=0, **options):
        return self.check(run("index", *args, **options), status, args)

    def test_summary_follows_the_archive(self):
        index = path("summary.index")
        archive = write("summary.jsonl", json_lines(DOCUMENTS))
        # The last one that stays: where the others stand in the file is part of them.
        changed = [*DOCUMENTS[:2], dict(DOCUMENTS[2], text="Something else about Karlsruhe.")]
        # content, what the summary says
        rows = [
            (DOCUMENTS, r"summary\.jsonl: 5 articles: 5 added; 1 undated\b"),
            (DOCUMENTS, r"summary\.jsonl: 5 articles: 5 unchanged; 1 undated\b"),
            (changed, r"summary\.jsonl: 3 articles: 1 replaced, 2 unchanged, 2 removed\n"),
        ]
        for documents, summary in rows:
            with self.subTest(summary=summary):
                write("summary.jsonl", json_lines(documents))
                self.assertRegex(self.index(archive, index=index).stdout.decode(), summary)

    def test_one_bad_file_does_not_stop_the_others(self):
        index = path("several.index")
        good = [write(f"good{i}.jsonl", json_lines([dict(DOCUMENTS[i])])) for i in range(2)]
        process = self.index(good[0], path("missing.txt"), "/dev/null", good[1], index=index, status=2)
        out = process.stdout.decode()
        self.assertRegex(out, r"(?m)^good0\.jsonl: 1 article: 1 added$")
        self.assertRegex(out, r"(?m)^good1\.jsonl: 1 article: 1 added$")
        self.assertRegex(out, r"(?m)^total of 2 archives out of 4: 2 articles: 2 added$")
        self.assertRegex(process.stderr.decode(), r"missing\.txt")
        self.assertEqual(json.loads(run("stats", "--json", index=index).stdout)["documents"], 2)

    def test_warnings_name_the_line(self):
        lines = json_lines(DOCUMENTS[:1]) + "not json\n" * 25
        archive = write("warnings.jsonl", lines)
        process = self.index(archive, index=path("warnings.index"))
        error = process.stderr.decode()
        self.assertRegex(error, r"(?m)^newsearch: warning: .*warnings\.jsonl:2: ")
        self.assertEqual(len(re.findall(r"warnings\.jsonl:\d+: ", error)), 10)
        self.assertRegex(error, r"(?m)^newsearch: warning: .*warnings\.jsonl: \.\.\. and 15 more$")
        self.assertRegex(process.stdout.decode(), r"25 skipped")

    def test_source_name(self):
        index = path("source.index")
        for name in ("first.jsonl", "second.jsonl"):
            archive = write(name, json_lines(DOCUMENTS[:2]))
            self.index(archive, "--source", "The News", index=index)
        stats = json.loads(run("stats", "--json", index=index).stdout)
        self.assertEqual(stats["sources"], {"The News": 2})

    def test_empty_and_ill_formed_files(self):
        index = path("odd.index")
        self.assertRegex(self.index(write("empty.txt", b""), index=index).stdout, rb"0 articles")
        # Without more that is UTF-8 beside them these bytes would be taken for another charset.
        bad = ARCHIVE.encode().replace(b"street lights", "Café Malmö, Café Zürich, ".encode() * 9 + b"street \xff\xfe\xc3 lights")
        process = self.index(write("bad.txt", bad), index=index)
        self.assertRegex(process.stdout, rb"3 bytes not UTF-8")
        self.assertRegex(process.stderr, rb"warning: .*bad\.txt: 3 bytes are not UTF-8")
        for arguments in (["query", "lights"], ["query", "--json", "lights"], ["segment", path("bad.txt")],
                          ["segment", "--json", path("bad.txt")]):
            self.check(run(*arguments, index=index), 0).stdout.decode("utf-8", "strict")

    def test_page_feed_and_directory_to_an_answer(self):
        index = path("formats.index")
        write("formats/page.html", PAGE.encode("windows-1252"))
        write("formats/deep/feed.xml", FEED)
        out = self.index(path("formats"), index=index).stdout.decode()
        self.assertRegex(out, r"(?m)^formats/deep/feed\.xml: 2 articles: 2 added$")
        self.assertRegex(out, r"(?m)^formats/page\.html: 2 articles: 2 added$")
        self.assertRegex(out, r"(?m)^total of 2 archives: 4 articles: 4 added$")
        answer = json.loads(run("query", "--json", "café sensors", index=index).stdout)
        self.assertEqual(answer["hits"][0]["title"], "Kista opens an arena for the smart city")
        self.assertEqual(answer["hits"][0]["source"], path("formats/page.html"))
        self.assertEqual(answer["hits"][0]["date"]["start"], "2016-06-21")
        page = self.check(run("query", "pigeon", index=index), 0).stdout.decode()
        self.assertRegex(page, r"Robot buses in Helsinki\n +3 August 2017")
        self.assertRegex(self.index(path("formats"), index=index).stdout.decode(), r"4 articles: 4 unchanged")

    def test_compressed_files_and_standard_input(self):
        index = path("compressed.index")
        write("packed.txt.gz", gzip.compress(ARCHIVE.encode()))
        self.assertRegex(self.index(path("packed.txt.gz"), index=index).stdout.decode(), r"2 articles: 2 added")
        if shutil.which("zstd"):
            packed = subprocess.run(["zstd", "-q", "-c"], input=ARCHIVE.encode(), capture_output=True, check=True).stdout
            write("packed.txt.zst", packed)
            self.assertRegex(self.index(path("packed.txt.zst"), index=index).stdout.decode(), r"2 articles: 2 added")
        for added in ("added", "unchanged"):
            process = self.index("-", "--source", "wire", index=index, stdin=FEED.encode())
            self.assertRegex(process.stdout.decode(), rf"^-: 2 articles: 2 {added}\n")
        stats = json.loads(run("stats", "--json", index=index).stdout)
        self.assertEqual(stats["sources"]["wire"], 2)

    def test_a_feed_that_breaks_off_changes_nothing(self):
        index = path("breaks.index")
        self.index(write("breaks.xml", FEED), index=index)
        write("breaks.xml", FEED[:FEED.index("Robot buses")])
        process = self.index(path("breaks.xml"), index=index, status=2)
        self.assertRegex(process.stderr.decode(),
                         r"^newsearch: .*breaks\.xml:\d+: the feed is read up to .*; the index keeps what it had from it\n")
        self.assertEqual(json.loads(run("stats", "--json", index=index).stdout)["documents"], 2)
        report = json.loads(self.check(run("segment", "--report", "--json", path("breaks.xml")), 0).stdout)
        self.assertIs(report["incomplete"], True)

    def test_no_bar_without_a_terminal(self):
        process = self.index(write("quiet.jsonl", json_lines(DOCUMENTS)), index=path("quiet.index"))
        self.assertEqual(process.stderr, b"")
        self.assertNotIn(b"\x1b", process.stdout)
        self.assertNotIn(b"\r", process.stdout)

    def test_interrupt(self):
        index = path("interrupted.index")
        self.index(write("before.jsonl", json_lines(DOCUMENTS)), index=index)
        filler = " ".join(f"word{i % 977}" for i in range(300))
        many = [{"id": f"d{i}", "title": f"Number {i}", "text": f"Text {i}. {filler}", "lang": "en"} for i in range(20000)]
        big = write("big.jsonl", json_lines(many))
        # The bar is there, so the work has begun.
        status, shown = in_terminal("index", "--index", index, big, path("before.jsonl"), interrupt_after=b"%")
        self.assertEqual(status, 130, shown[-500:])
        self.assertIn("stopping", shown)
        self.assertIn("big.jsonl: not indexed, interrupted", shown)
        stats = json.loads(run("stats", "--json", index=index).stdout)
        self.assertEqual(stats["documents"], len(DOCUMENTS))
        self.index(path("before.jsonl"), index=index)


class Projects(CliTest):
    def write(self, name, text):
        path = os.path.join(WORK, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_from_a_list_to_an_authority_file(self):
        news = self.write("projects.txt", "News\n\n3 May 2016\n\nThe TAILWIND project began in Riga.\n\n"
                          "More\n\n4 May 2016\n\nThe LAVICE network met.\n")
        page = run("projects", news)
        self.assertEqual(page.returncode, 0, page.stderr.decode())
        self.assertRegex(page.stdout.decode(), r"\+ 75 %  TAILWIND  1 article, introduced in 1\n +\S*projects.txt:5: The TAILWIND")
        self.assertRegex(page.stdout.decode(), r"(?m)^  40 %  LAVICE")
        made = run("projects", "--json", news)
        entries = json.loads(made.stdout.decode())["entries"]
        self.assertEqual([(e["name"], e["accepted"]) for e in entries], [("TAILWIND", True), ("LAVICE", False)])
        authority = self.write("projects.json", made.stdout.decode())
        overrides = self.write("overrides.tsv", "title:More\tcountry\tadd\tSweden\nnobody\tcity\tadd\tRiga\n")
        segments = run("segment", "--json", "--authority", authority, "--overrides", overrides, news)
        first, second = [json.loads(line) for line in segments.stdout.decode().splitlines()]
        self.assertEqual(first["facets"]["project"], ["TAILWIND"])
        self.assertEqual(second["facets"]["country"], ["SE"])
        self.assertIn("overrides.tsv:2: no article is 'nobody'", segments.stderr.decode())
        rest = run("projects", "--authority", authority, news)
        self.assertNotIn("TAILWIND", rest.stdout.decode())
        index = os.path.join(WORK, "projects.index")
        done = run("index", "--index", index, "--authority", authority, news)
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_bad_files(self):
        news = self.write("projects.txt", "The TAILWIND project began in Riga.\n")
        authority = self.write("bad.json", '{"facet": "topic",\n"entries": [{"nam": "x"}]}')
        for command in ("segment", "projects", "index"):
            arguments = ["--index", os.path.join(WORK, "none.index")] if command == "index" else []
            done = run(command, *arguments, "--authority", authority, news)
            self.assertEqual(done.returncode, 2)
            self.assertIn("bad.json:2: /entries/0/nam: is no member of this", done.stderr.decode())
        self.assertEqual(run("projects", self.write("none.txt", "Nothing.\n")).returncode, 1)


class Segment(CliTest):
    def test_json_lines_of_text(self):
        archive = write("segment.txt", ARCHIVE)
        process = self.check(run("segment", "--json", archive), 0)
        documents = [json.loads(line) for line in process.stdout.decode().splitlines()]
        self.assertEqual(len(documents), 2)
        self.assertEqual(process.stderr, b"")
        document = documents[0]
        self.assertEqual(list(document), ["id", "source", "start_line", "end_line", "start_byte", "end_byte", "title", "body",
                                          "lang", "other_languages", "date", "event", "date_bounds",
                                          "facets", "labels", "resolved", "evidence", "confidence",
                                          "boundary_reason"])
        self.assertEqual(document["source"], archive)
        self.assertEqual(document["title"], "Kista opens an arena for the smart city")
        self.assertEqual((document["start_line"], document["end_line"]), (1, 5))
        self.assertEqual(list(document["date"]), ["start", "end", "precision", "kind", "raw", "inferred", "rule"])
        self.assertEqual(document["date"]["start"], "2016-06-21")
        self.assertEqual(document["date"]["precision"], "day")
        self.assertEqual(document["date"]["inferred"], False)
        self.assertIsNone(document["event"])
        self.assertIn("Kista", document["facets"]["city"])
        self.assertEqual(document["facets"]["year"], ["2016"])
        content = ARCHIVE.encode()
        for evidence in document["evidence"]:
            self.assertEqual(list(evidence)[:6], ["facet", "value", "text", "begin", "end", "rule"])
            self.assertLessEqual(set(list(evidence)[6:]), {"id", "confidence", "lat", "lon"})
            self.assertEqual(content[evidence["begin"]:evidence["end"]].decode(), evidence["text"])
        self.assertGreater(document["confidence"], 0)
        self.assertLessEqual(document["confidence"], 1)

    def test_evidence_of_json_lines_names_the_field(self):
        document = {key: DOCUMENTS[0][key] for key in ("id", "title", "text", "lang")}
        archive = write("fields.jsonl", json_lines([document]))
        got = json.loads(self.check(run("segment", "--json", archive), 0).stdout)
        self.assertEqual(got["id"], "kista-arena")
        cities = [evidence for evidence in got["evidence"] if evidence["facet"] == "city"]
        self.assertTrue(cities)
        for evidence in cities:
            value = document[evidence["field"]].encode()
            self.assertEqual(value[evidence["begin"]:evidence["end"]].decode(), evidence["text"])

    def test_listing(self):
        archive = write("listing.txt", ARCHIVE)
        process = self.check(run("segment", archive), 0)
        self.assertRegex(process.stdout.decode(),
                         r"(?m)^ +1-5  Kista opens an arena for the smart city\n +21 June 2016 · en\n.*Kista")
        self.assertRegex(process.stderr.decode(), r"^newsearch: listing\.txt: 2 articles")

    def test_standard_input(self):
        process = self.check(run("segment", "--json", "-", stdin=ARCHIVE.encode()), 0)
        documents = [json.loads(line) for line in process.stdout.decode().splitlines()]
        self.assertEqual([document["source"] for document in documents], ["-", "-"])
        process = self.check(run("segment", "--json", "--source", "wire", "-", stdin=ARCHIVE.encode()), 0)
        self.assertEqual(json.loads(process.stdout.splitlines()[0])["source"], "wire")
        self.check(run("segment", "--input-format=jsonl", "-", stdin=b"no JSON\n"), 2)

    def test_every_format_through_standard_input(self):
        # bytes, format, charset, flags; each has two articles with these titles
        rows = [
            (ARCHIVE.encode(), "text", "UTF-8", []),
            (gzip.compress(ARCHIVE.encode()), "text", "UTF-8", []),
            (ARCHIVE.encode("utf-16"), "text", "UTF-16LE", []),
            (json_lines(DOCUMENTS[:2]).encode(), "jsonl", "UTF-8", []),
            (json.dumps(DOCUMENTS[:2]).encode(), "jsonfeed", "UTF-8", []),
            (PAGE.encode("windows-1252"), "html", "windows-1252", []),
            (PAGE.replace("windows-1252", "nothing").encode("windows-1252"), "html", "windows-1252",
             ["--charset", "windows-1252"]),
            (FEED.encode(), "feed", "UTF-8", []),
            (MARKDOWN.encode(), "markdown", "UTF-8", ["--input-format", "markdown"]),
        ]
        for content, form, charset, flags in rows:
            with self.subTest(form=form, charset=charset, flags=flags):
                process = self.check(run("segment", "--json", "-", *flags, stdin=content), 0)
                documents = [json.loads(line) for line in process.stdout.splitlines()]
                self.assertEqual([document["title"] for document in documents],
                                 [document["title"] for document in DOCUMENTS[:2]])
                self.assertEqual([document["date"]["start"] for document in documents], ["2016-06-21", "2017-08-03"])
                report = json.loads(self.check(run("segment", "--report", "--json", "-", *flags, stdin=content), 0).stdout)
                self.assertEqual((report["format"], report["charset"], report["articles"]), (form, charset, 2))

    def test_several_files(self):
        folder = path("several")
        os.makedirs(os.path.join(folder, "deep"), exist_ok=True)
        write("several/b.txt", ARCHIVE)
        write("several/deep/a.txt.gz", gzip.compress(ARCHIVE.encode()))
        write("several/page.html", PAGE.encode("windows-1252"))
        write("several/feed.xml", FEED)
        write("several/picture.png", b"\x89PNG\0")
        write("several/.hidden.txt", ARCHIVE)
        names = ["b.txt", "deep/a.txt.gz", "feed.xml", "page.html"]
        # words, names of the archives
        rows = [
            ([folder], names),
            ([folder, folder + "/b.txt"], names),
            ([folder + "/deep", folder + "/b.txt"], ["deep/a.txt.gz", "b.txt"]),
            ([folder + "/*.[hx]*ml"], ["feed.xml", "page.html"]),
            ([folder + "/**/*.gz"], ["deep/a.txt.gz"]),
        ]
        for words, expected in rows:
            with self.subTest(words=words):
                process = self.check(run("segment", "--json", *words), 0)
                sources = [json.loads(line)["source"] for line in process.stdout.splitlines()]
                self.assertEqual(sources, [os.path.join(folder, name) for name in expected for _ in range(2)])
        process = self.check(run("segment", path("missing.txt"), folder), 2)
        page = process.stdout.decode()
        self.assertRegex(page, r"\Aseveral/b\.txt\n +1-5  Kista opens")
        self.assertRegex(page, r"(?m)^\nseveral/page\.html\n +\d")
        self.assertRegex(process.stderr.decode(), r"missing\.txt")
        self.assertRegex(process.stderr.decode(), r"(?m)^newsearch: total of 4 archives out of 5: 8 articles")
        write("several/broken.txt", bytes(range(256)) * 64)
        process = self.check(run("segment", "--json", folder), 2)
        self.assertEqual(process.stdout.count(b"\n"), 8, "a bad file does not stop the others")
        os.remove(path("several/broken.txt"))

    def test_report(self):
        one = self.check(run("segment", "--report", write("report.txt", ARCHIVE)), 0).stdout.decode()
        self.assertRegex(one, r"\Areport\.txt\n  format +plain text, UTF-8, \d+ bytes\n  opens with +title, date line\n"
                              r"  articles +2\n  languages +English 2\n  undated +none\n")
        several = self.check(run("segment", "--report", path("report.txt"), write("report.xml", FEED)), 0).stdout.decode()
        self.assertRegex(several, r"(?m)^report\.xml\n  format +feed, UTF-8")
        self.assertRegex(several, r"\n\ntotal of 2 archives: 4 articles\n\Z")
        for line in run("segment", "--report", "--json", path("report.txt"), path("report.xml")).stdout.splitlines():
            self.assertEqual(json.loads(line)["articles"], 2)

    def test_explain(self):
        archive = write("explain.txt", ARCHIVE)
        for columns in (60, 80, 120):
            page = self.check(run("segment", "--explain", archive, env={"COLUMNS": str(columns)}), 0).stdout.decode()
            self.assertLessEqual(max(map(len, page.splitlines())), columns, page)
            self.assertRegex(page, r"\A── article 1, confidence [01]\.\d\d: \w.*\n      1  title       \+\+ Kista opens")
            self.assertRegex(page, r"(?m)^      3  date        21 June 2016$")
            self.assertRegex(page, r"(?m)^── article 2, confidence")
            self.assertNotRegex(page, r"[+-]\d\.\d", "weights are for JSON")
        blocks = [json.loads(line) for line in run("segment", "--explain", "--json", archive).stdout.splitlines()]
        self.assertEqual(blocks[0]["source"], archive)
        self.assertEqual([block["line"] for block in blocks if "reason" in block], [1, 7])
        self.assertRegex(blocks[0]["reason"], r" \+\d\.\d")

    def test_dates_of_the_undated(self):
        # Only an archive whose articles are in order says where one without a date lies.
        parts = [f"++ News number {day} ++\n\n{day} May 2016\nThe bus in line {day} came late, and nobody minded.\n\n"
                 for day in range(20, 8, -1)]
        parts.insert(6, "++ A word about gulls ++\n\nNobody counts them, and nobody feeds them. They come all the same.\n\n")
        archive = write("undated.txt", "".join(parts))
        page = self.check(run("segment", archive), 0).stdout.decode()
        self.assertRegex(page, r"A word about gulls\n +undated, between 14 and 15 May 2016 · en")
        documents = [json.loads(line) for line in run("segment", "--json", archive).stdout.splitlines()]
        self.assertEqual(documents[6]["date_bounds"]["start"], "2016-05-14")

    def test_doubtful_articles_are_marked(self):
        archive = os.path.join(ROOT, "tests", "corpora", "archives", "fi-suopolku.txt")
        documents = [json.loads(line) for line in run("segment", "--json", archive).stdout.splitlines()]
        doubtful = sum(document["confidence"] < 0.5 for document in documents)
        page = self.check(run("segment", archive), 0).stdout.decode()
        self.assertEqual(len(re.findall(r"· doubtful \(0\.\d\d\)", page)), doubtful)

    def test_sample_archive(self):
        if not os.path.exists(SAMPLE):
            self.skipTest("the sample archive is not there")
        process = self.check(run("segment", "--json", SAMPLE), 0)
        documents = [json.loads(line) for line in process.stdout.decode().splitlines()]
        self.assertGreaterEqual(len(documents), 30)
        self.assertEqual(len({document["id"] for document in documents}), len(documents))
        self.check(run("segment", SAMPLE), 0)


class Query(CliTest):
    def test_json_shape(self):
        answer = self.query("smart", "city")
        self.assertEqual(list(answer), ["format_version", "query", "understood", "warnings", "total", "hits", "facets"])
        self.assertEqual(answer["format_version"], 1)
        self.assertEqual(answer["query"], "smart city")
        self.assertEqual(answer["warnings"], [])
        self.assertEqual(answer["total"], 4)
        self.assertEqual(list(answer["facets"]), ["project", "city", "country", "year"])
        self.assertEqual(answer["facets"]["country"][0], {"value": "SE", "label": "Sweden", "count": 2})
        hit = answer["hits"][0]
        self.assertEqual(list(hit), ["id", "score", "similar_only", "matched_langs", "title", "date", "event", "lang", "source", "start_line", "end_line",
                                     "snippet", "highlights", "title_highlights", "facets", "labels"])
        self.assertEqual(hit["id"], "kista-arena")
        self.assertEqual(hit["date"]["start"], "2016-06-21")
        self.assertEqual(hit["facets"]["city"], ["Kista"])
        self.assertEqual(hit["labels"]["country"], ["Sweden"])
        for text, spans in ((hit["snippet"], hit["highlights"]), (hit["title"], hit["title_highlights"])):
            words = [text.encode()[begin:end].decode().lower() for begin, end in spans]
            self.assertEqual(set(words), {"smart", "city"}, text)
        scores = [found["score"] for found in answer["hits"]]
        self.assertEqual(scores, sorted(scores, reverse=True))

    def test_flags(self):
        everything = ["kista-arena", "helsinki-bus", "karlsruhe-bike", "stockholm-heat", "undated"]
        # arguments, ids; a set where the order says nothing
        rows = [
            (["smart", "buses", "--match", "all"], ["helsinki-bus"]),
            (["smart", "buses", "--match=any"], {"kista-arena", "helsinki-bus", "stockholm-heat"}),
            (["city", "--filter", "country=SE"], {"kista-arena", "stockholm-heat"}),
            (["city", "--filter", "country=se", "--filter", "city=stockholm"], ["stockholm-heat"]),
            (["city", "--filter", "city=Kista", "--filter", "city=Karlsruhe"], {"kista-arena", "karlsruhe-bike"}),
            (["", "--filter", "year=2017"], ["helsinki-bus"]),
            (["smart", "--sort", "date"], ["stockholm-heat", "helsinki-bus", "kista-arena"]),
            (["", "--sort", "date"], ["stockholm-heat", "helsinki-bus", "kista-arena", "karlsruhe-bike", "undated"]),
            (["", "--sort", "date", "--limit", "2"], ["stockholm-heat", "helsinki-bus"]),
            (["", "--sort", "date", "-n2", "--offset", "3"], ["karlsruhe-bike", "undated"]),
            (["", "--limit", "1", "--limit", "5"], set(everything)),
            (["smart -buses"], {"kista-arena", "stockholm-heat"}),
            (["--", "-buses", "smart"], {"kista-arena", "stockholm-heat"}),
            (["smart", "--", "-buses"], {"kista-arena", "stockholm-heat"}),
            (["city:Kista"], ["kista-arena"]),
            # words that are names of commands, or look like something else to the shell or the flags
            (["index", "show", "query", "buses"], ["helsinki-bus"]),
            (["[buses,nothing]"], ["helsinki-bus"]),
        ]
        for arguments, expected in rows:
            with self.subTest(arguments=arguments):
                ids = self.ids(*arguments)
                self.assertEqual(set(ids) if isinstance(expected, set) else ids, expected)

    def test_plain(self):
        self.assertEqual(self.ids("gulls -harbour", status=1), [])
        self.assertEqual(self.ids("--plain", "gulls -harbour"), ["undated"])

    def test_facets(self):
        # arguments, facet -> values
        rows = [
            ([], {"project": [], "city": ["Helsinki", "Karlsruhe", "Kista", "Stockholm"], "country": ["SE", "DE", "FI"],
                  "year": ["2018", "2017", "2016", "2015"]}),
            (["--facet", "country"], {"country": ["SE", "DE", "FI"]}),
            (["--facet", "country:1", "--facet", "year:2"], {"country": ["SE"], "year": ["2018", "2017"]}),
            (["--facet=city:0"], {"city": ["Helsinki", "Karlsruhe", "Kista", "Stockholm"]}),
            (["--no-facets"], {}),
        ]
        for arguments, expected in rows:
            with self.subTest(arguments=arguments):
                facets = self.query("", *arguments)["facets"]
                self.assertEqual({name: [value["value"] for value in values] for name, values in facets.items()}, expected)
        self.assertEqual([value["label"] for value in self.query("", "--facet", "place")["facets"]["place"]][0], "Sweden")
        # One --facet takes one value: what follows is the query.
        self.assertEqual(self.ids("--facet", "city", "buses"), ["helsinki-bus"])
        self.assertEqual(self.ids("--filter", "country=FI", "buses"), ["helsinki-bus"])

    def test_facets_of_an_index(self):
        index = path("own-facets.index")
        document = {"id": "a", "title": "Wind", "text": "Wind power.", "lang": "en", "facets": {"topic": ["energy", "wind"]}}
        self.check(run("index", "--index", index, write("own-facets.jsonl", json_lines([document]))), 0)
        answer = json.loads(self.check(run("query", "--index", index, "--json", "topic:energy"), 0).stdout)
        self.assertEqual(list(answer["facets"]), ["project", "city", "country", "year", "topic"], "shown by default")
        self.assertEqual([value["value"] for value in answer["facets"]["topic"]], ["energy", "wind"])
        self.assertEqual(answer["hits"][0]["facets"], {"project": [], "city": [], "region": [], "country": [], "year": [],
                                                       "topic": ["energy", "wind"]})
        page = self.check(run("query", "--index", index, "--filter", "topic=wind", "--facet", "topic", ""), 0).stdout.decode()
        self.assertRegex(page, r"(?m)^ +energy, wind$")
        self.assertRegex(page, r"(?m)^Topic$")
        shown = json.loads(self.check(run("show", "--index", index, "--json", "a"), 0).stdout)
        self.assertEqual(shown["facets"]["topic"], ["energy", "wind"])
        self.assertRegex(self.check(run("stats", "--index", index), 0).stdout.decode(), r"(?m)^  topic +1 +100%  2 values  energy, wind$")
        process = self.check(run("query", "--index", index, "--facet", "mood", "x"), 2)
        self.assertIn(b"no facet mood; there are project, city, region, country, place, year, lang, topic", process.stderr)
        process = self.check(run("query", "--index", index, "mood:good wind"), 0)
        self.assertIn(b"there is no field mood, only title, date, project", process.stderr)

    def test_roll_up(self):
        # What is given as data lies in nothing that is known: rolling up changes nothing.
        for arguments in (["city:Kista"], ["--filter", "city=Stockholm", ""], ["--facet", "city", "--facet", "region", ""]):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.query(*arguments, "--roll-up")["facets"], self.query(*arguments)["facets"])
                self.assertEqual(self.ids("--roll-up", *arguments), self.ids(*arguments))

    def test_roll_up_of_the_sample_archive(self):
        index = path("roll-up.index")
        self.check(run("index", "--index", index, SAMPLE), 0)

        def query(*arguments):
            return json.loads(self.check(run("query", "--index", index, "--json", "-n", "100", *arguments), 0).stdout)

        plain, rolled_up = query("city:Stockholm"), query("--roll-up", "city:Stockholm")
        self.assertGreater(rolled_up["total"], plain["total"], "Kista lies in Stockholm")
        self.assertEqual(rolled_up["total"], query("place:Stockholm")["total"])
        counts = {value["value"]: value["count"] for value in query("--roll-up", "--facet", "city:0", "")["facets"]["city"]}
        self.assertEqual(counts["Stockholm"], rolled_up["total"])
        self.assertEqual(counts["Kista"], query("city:Kista")["total"])
        self.assertNotIn("Sweden", counts)

    def test_warnings_and_errors_point_at_the_place(self):
        answer = self.query('smart "city')
        self.assertEqual(answer["warnings"][0]["offset"], 6)
        process = self.check(run("query", 'smart "city'), 0)
        self.assertRegex(process.stderr.decode(), r'^newsearch: warning: .*\n  smart "city\n        \^\n')

    def test_format_flags(self):
        expected = self.query("smart")
        for flags in (["--format=json"], ["--format", "json", "--format-version=1"], ["--json", "--format=json"]):
            process = self.check(run("query", "smart", *flags), 0)
            self.assertEqual(json.loads(process.stdout), expected)

    def test_arguments_that_are_not_utf8(self):
        for arguments in ([b"smart \xff\xc3"], [b"--json", b"smart \xff\xc3"], [b"--filter", b"city=\xff", b"smart"],
                          [b"--facet", b"\xff", b"smart"], [b"--\xff"], [b"--json", b"\xed\xa0\x80"]):
            process = run("query", *arguments)
            self.assertIn(process.returncode, (0, 1, 2), arguments)
            process.stdout.decode("utf-8", "strict")
            process.stderr.decode("utf-8", "strict")
        process = run(b"show", b"\xff\xfe")
        self.check(process, 1)
        process.stderr.decode("utf-8", "strict")

    def test_page(self):
        page = self.check(run("query", "smart", "city"), 0).stdout.decode()
        self.assertRegex(page, r"^ 1  Kista opens an arena for the smart city\n    21 June 2016 · .*kista-arena\n")
        self.assertRegex(page, r"(?m)^City +\S+.*\n")
        self.assertRegex(page, r"\bSweden +2\b")
        self.assertRegex(page, r"(?m)^4 articles$")
        page = self.check(run("query", "smart", "city", "-n1", "--offset=1"), 0).stdout.decode()
        self.assertRegex(page, r"^ 2  ")
        self.assertRegex(page, r"(?m)^2–2 of 4 articles$")


class Batch(CliTest):
    def run_batch(self, topics, *flags, status=0):
        write("batch.tsv", topics)
        return self.check(run("query", "--batch", path("batch.tsv"), "--trec", "tag", *flags), status, topics)

    def test_run_format(self):
        process = self.run_batch("q1\tsmart city\nq2\txyzzyplugh\nq3\tbuses in Helsinki\n")
        rows = [line.split(" ") for line in process.stdout.decode().splitlines()]
        self.assertTrue(all(len(row) == 6 and row[1] == "Q0" and row[5] == "tag" for row in rows), rows)
        self.assertEqual([row[0] for row in rows], ["q1"] * 4 + ["q3"] * (len(rows) - 4))
        self.assertEqual([row[3] for row in rows[:4]], ["1", "2", "3", "4"])
        self.assertEqual(rows[0][2], "kista-arena")
        self.assertEqual(rows[4][2:4], ["helsinki-bus", "1"])
        scores = [float(row[4]) for row in rows[:4]]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(process.stderr, b"")

    def test_flags(self):
        # topics, flags, number of lines
        rows = [
            ("1\tsmart city\n", ["--limit", "2"], 2),
            ("1\tsmart city\n", ["-n", "1", "--offset", "1"], 1),
            ("1\tsmart city\n", ["--filter", "city=Kista"], 1),
            ("1\tbuses Helsinki computer\n", ["--match", "all"], 1),
            ("1\tgulls -harbour\n", [], 1),  # text, not an operator
            ("\ufeff1\tgulls\r\n2\tgulls", [], 2),  # a mark at the start, carriage returns, no line feed at the end
        ]
        for topics, flags, lines in rows:
            with self.subTest(topics=topics, flags=flags):
                self.assertEqual(self.run_batch(topics, *flags).stdout.count(b"\n"), lines)
        self.assertEqual(self.run_batch("1\tgulls -harbour\n", "--syntax", status=1).stdout, b"")
        self.assertEqual(self.run_batch("", status=1).stdout, b"")

    def test_standard_input(self):
        process = self.check(run("query", "--batch", "-", "--trec", "tag", stdin=b"7\tgulls\n"), 0)
        self.assertRegex(process.stdout, rb"^7 Q0 undated 1 [0-9.e+-]+ tag\n$")

    def test_errors_name_file_and_line(self):
        # topics, flags, what is said
        rows = [
            ("1\tsmart\nno tab\n", [], r"batch\.tsv:2: no tab"),
            ("1\tsmart\n\n", [], r"batch\.tsv:2: no tab"),
            ("\tsmart\n", [], r"batch\.tsv:1: the id"),
            ("a b\tsmart\n", [], r"batch\.tsv:1: the id"),
            ("1\t\n", [], r"batch\.tsv:1: the query is empty"),
            ("1\tsmart\n2\tcity\n1\tbus\n", [], r"batch\.tsv:3: query 1 is in line 1"),
            ("1\tsmart\n2\tyear:2017..2015\n", ["--syntax"], r"batch\.tsv:2: .*range ends"),
        ]
        for topics, flags, message in rows:
            with self.subTest(topics=topics):
                process = self.run_batch(topics, *flags, status=2)
                self.assertRegex(process.stderr.decode(), r"^newsearch: .*" + message)


class Across(CliTest):
    """Queries in one language, articles in several."""

    ARTICLES = [
        {"id": "en", "title": "The bridge", "lang": "en", "text": "The old bridge of the city is closed in winter."},
        {"id": "de", "title": "Die Brücken", "lang": "de", "text": "Die Brücken der Stadt sind im Winter gesperrt."},
        {"id": "de2", "title": "Das Geschenk", "lang": "de", "text": "Das Geschenk war ein Fahrrad für den Sohn."},
    ]

    @classmethod
    def setUpClass(cls):
        cls.index = path("across.index")
        process = run("index", write("across.jsonl", json_lines(cls.ARTICLES)), index=cls.index)
        assert process.returncode == 0, process.stderr
        # A dictionary as dictd keeps it: a headword, its place and size in base 64, an entry behind a header.
        digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        entry, header = "bridge\nBrücke\n", "00-database-info\n"
        lines = f"00databaseinfo\tA\tR\nbridge\t{digits[len(header)]}\t{digits[len(entry.encode())]}\n"
        os.makedirs(path("dictd"), exist_ok=True)
        write("dictd/freedict-eng-deu.index", lines)
        write("dictd/freedict-eng-deu.dict", header + entry)
        cls.flags = ["--across", "on", "--lang", "en", "--dictionaries", path("dictd")]

    def ask(self, *args, status=0):
        return json.loads(self.check(run("query", "--json", *args, index=self.index), status, args).stdout)

    def test_json(self):
        self.assertEqual([hit["id"] for hit in self.ask("bridge")["hits"]], ["en"])
        self.assertNotIn("expansions", self.ask("bridge"))
        answer = self.ask("bridge", *self.flags)
        self.assertEqual(answer["query_lang"], "en")
        self.assertEqual(answer["expansions"], [{"offset": 0, "words": 1, "lang": "de", "text": "Brücke", "weight": 1.0,
                                                 "source": "dictionary"}])
        self.assertEqual({hit["id"]: hit["matched_langs"] for hit in answer["hits"]}, {"en": ["en"], "de": ["de"]})
        suggested = self.ask("bridge", *self.flags, "--across", "suggest")
        self.assertEqual(suggested["expansions"], answer["expansions"])
        self.assertEqual(suggested["total"], 1)

    def test_page(self):
        text = run("query", "bridge", *self.flags, index=self.index).stdout.decode()
        self.assertEqual(text.count("matched through de"), 1)
        self.assertRegex(text, r"(?m)^Added to the query in en:\n  de  bridge → Brücke$")
        text = run("query", "bridge", *self.flags, "--across", "suggest", index=self.index).stdout.decode()
        self.assertIn("Could be added to the query in en:\n", text)
        self.assertNotIn("matched through", text)

    def test_edited_expansions(self):
        answer = self.ask("bridge", *self.flags)
        for edited in (answer, answer["expansions"]):
            again = self.ask("bridge", *self.flags, "--expansions", write("edited.json", json.dumps(edited)))
            self.assertEqual(again["hits"], answer["hits"])
        edited = [{"offset": 0, "lang": "de", "text": "Geschenk"}]
        again = self.ask("bridge", *self.flags, "--expansions", write("edited.json", json.dumps(edited)))
        self.assertEqual({hit["id"] for hit in again["hits"]}, {"en", "de2"})
        self.assertEqual(again["expansions"][0]["source"], "given")

    def test_bad_expansions(self):
        # the file, what is said
        rows = [
            ("[{]", r":1: this is no JSON"),
            ("[\n\n{]", r":3: this is no JSON"),
            ("", r":1: this is no JSON"),
            ("{}", r": /: there is no list"),
            ('{"expansions": 1}', r": /expansions: there is no list"),
            ("[1]", r": /0: this is no object"),
            ('[{"offset": 0, "lang": "de", "text": "x"}, {"lang": "de"}]', r": /1/offset: is missing"),
            ('[{"offset": -1, "lang": "de", "text": "x"}]', r": /0/offset: is no whole number"),
            ('[{"offset": 0, "words": 0, "lang": "de", "text": "x"}]', r": /0/words: is no whole number from 1"),
            ('[{"offset": 0, "words": 5000000000, "lang": "de", "text": "x"}]', r": /0/words: is no whole number"),
            ('[{"offset": 0, "lang": 7, "text": "x"}]', r": /0/lang: is no text"),
            ('[{"offset": 0, "lang": "de", "text": ""}]', r": /0/text: is no text"),
            ('[{"offset": 0, "lang": "de", "text": "x", "weight": 1.5}]', r": /0/weight: is no number from 0 to 1"),
            ('{"expansions": [{"offset": 0, "lang": "de"}]}', r": /expansions/0/text: is missing"),
        ]
        for text, message in rows:
            with self.subTest(text=text):
                process = run("query", "bridge", *self.flags, "--expansions", write("bad.json", text), index=self.index)
                self.check(process, 2)
                self.assertRegex(process.stderr.decode(), r"^newsearch: .*bad\.json" + message)
        process = run("query", "bridge", *self.flags, "--expansions", path("missing.json"), index=self.index)
        self.assertRegex(self.check(process, 2).stderr.decode(), r"missing\.json: No such file")

    def test_batch(self):
        write("across.tsv", "1\tbridge\n2\tbridge bridge\n")
        process = self.check(run("query", "--batch", path("across.tsv"), "--trec", "t", *self.flags, index=self.index), 0)
        rows = [line.split()[:3:2] for line in process.stdout.decode().splitlines()]
        self.assertEqual(sorted(rows), [["1", "de"], ["1", "en"], ["2", "de"], ["2", "en"]])

    def test_explain(self):
        for hit in self.ask("the old bridge", *self.flags, "--explain")["hits"]:
            self.assertAlmostEqual(sum(part["score"] for part in hit["explanation"]), hit["score"], places=3)
            self.assertTrue(any(part["kind"] == "word" and part["forms"] for part in hit["explanation"]))
        self.assertNotIn("explanation", self.ask("bridge")["hits"][0])
        text = run("query", "bridge", "--explain", index=self.index).stdout.decode()
        self.assertRegex(text, r"(?m)^ +\d+\.\d\d = \d+\.\d\d bridge \(bridge; en\)")

    def test_similar_only(self):
        process = self.check(run("query", "Geschenkidee", index=self.index), 1)
        self.assertIn("    similar words only\n", process.stdout.decode())
        self.assertTrue(process.stdout.decode().endswith("\n0 articles, and 1 with similar words only\n"), process.stdout)
        self.assertEqual([hit["similar_only"] for hit in self.ask("Geschenkidee", status=1)["hits"]], [True])

    def test_ranking(self):
        plain = self.ask("bridge")["hits"][0]["score"]
        less = self.ask("bridge", "--ranking", "passage_weight=0", "--ranking", "similar_weight=0")["hits"][0]["score"]
        self.assertLess(less, plain)
        # value, what is said
        rows = [
            ("k2=1", r"'k2' is not one of: k1, b, "),
            ("b", r"'b' is not of the form KEY=VALUE"),
            ("b=2", r"b: '2' is not a number from 0 to 1$"),
            ("b=", r"b: '' is not a number"),
            ("k1=-1", r"k1: '-1' is not a number"),
            ("k1=nan", r"k1: 'nan' is not a number"),
            ("k1=1x", r"k1: '1x' is not a number"),
            ("reordered=1.5", r"reordered: '1.5' is not a whole number from 0 to "),
        ]
        for value, message in rows:
            with self.subTest(value=value):
                process = self.check(run("query", "bridge", "--ranking", value, index=self.index), 2)
                self.assertRegex(process.stderr.decode().splitlines()[0], r"^newsearch: query: --ranking: " + message)

    def test_usage(self):
        # flags, what is said
        rows = [
            (["--across", "yes"], r"--across: 'yes' is not one of: off, suggest, on"),
            (["--expansions", "x.json"], r"--expansions needs --across on"),
            (["--lang", ""], r"--lang: no language named"),
            (["--lang", "?", "--across", "on"], r"'\?' is no language tag"),
            (["--dictionaries", ""], r"--dictionaries: no directory named"),
        ]
        for flags, message in rows:
            with self.subTest(flags=flags):
                process = self.check(run("query", "bridge", *flags, index=self.index), 2)
                self.assertRegex(process.stderr.decode(), message)


class Show(CliTest):
    def test_json(self):
        document = json.loads(self.check(run("show", "--json", "kista-arena"), 0).stdout)
        self.assertEqual(list(document)[:3], ["format_version", "id", "source"])
        self.assertEqual(document["body"], DOCUMENTS[0]["text"])
        self.assertEqual(document["facets"]["country"], ["SE"])

    def test_page(self):
        page = self.check(run("show", "kista-arena"), 0).stdout.decode()
        self.assertRegex(page, r"^Kista opens an arena for the smart city\n21 June 2016 · ")
        self.assertIn("Country: Sweden (SE)", page)
        self.assertIn("one lamp at a time.", " ".join(page.split()))

    def test_not_found(self):
        for flags in ([], ["--json"]):
            process = self.check(run("show", "nobody", *flags), 1)
            self.assertEqual(process.stdout, b"")
            self.assertRegex(process.stderr, rb"^newsearch: .*nobody")


RESOLVED = os.environ.get("NEWSEARCH_RESOLVED_INDEX", "")


class Why(CliTest):
    def why(self, *args, status=0):
        return self.check(run("why", *args), status, args).stdout.decode()

    def test_text_archive(self):
        archive = write("why.txt", ARCHIVE)
        index = path("why.index")
        self.check(run("index", archive, index=index), 0)
        id = json.loads(run("query", "--json", "Kista", index=index).stdout)["hits"][0]["id"]
        page = self.check(run("why", id, index=index), 0).stdout.decode()
        self.assertRegex(page, r"^Kista opens an arena for the smart city\n21 June 2016 · why\.txt:1-5 · en · ")
        self.assertRegex(page, r"(?m)^City: Kista\n(?:  .*\n)*?  line 1 +Kista opens an arena for the smart city \(")
        self.assertRegex(page, r"(?m)^  line 4 +The arena in Kista lets companies try")
        self.assertRegex(page, r"(?m)^Year: 2016\n  date +21 June 2016\n  how found +date line\n  line 3 +21 June 2016 \(")
        self.assertRegex(page, r"(?m)^Lang: English \(en\)\n  how found ")
        only = self.check(run("why", id, "year", index=index), 0).stdout.decode()
        self.assertIn("Year: 2016", only)
        self.assertNotIn("City:", only)
        answer = json.loads(self.check(run("why", "--json", id, "city", index=index), 0).stdout)
        self.assertEqual(list(answer), ["format_version", "id", "source", "start_line", "end_line", "title", "values"])
        (city,) = answer["values"]
        self.assertEqual((city["facet"], city["value"], city["label"]), ("city", "Kista", "Kista"))
        self.assertEqual([evidence["line"] for evidence in city["evidence"]], [1, 4])
        for evidence in city["evidence"]:
            begin, end = evidence["highlight"]
            self.assertEqual(evidence["sentence"].encode()[begin:end].decode(), evidence["text"])
        year = json.loads(self.check(run("why", "--json", id, "year", index=index), 0).stdout)["values"][0]
        self.assertEqual(year["date"]["raw"], "21 June 2016")
        self.assertNotIn("sentence", year["evidence"][0])
        # The source has changed: what was read from it is still known, the line is not.
        write("why.txt", ARCHIVE.replace("Kista", "Sofia"))
        page = self.check(run("why", id, "city", index=index), 0).stdout.decode()
        self.assertRegex(page, r"(?m)^  text +The arena in Kista lets")
        os.remove(archive)
        self.check(run("why", id, "city", index=index), 0)

    def test_given_values(self):
        page = self.why("kista-arena")
        self.assertRegex(page, r"(?m)^City: Kista\n  how found +given with the article$")
        self.assertRegex(page, r"(?m)^Country: Sweden \(SE\)$")
        self.assertRegex(page, r"(?m)^Year: 2016\n")
        for value in ("country=SE", "country=se", "country=Sweden"):
            self.assertIn("Country: Sweden (SE)", self.why("kista-arena", value))
        self.assertIn("Country: Schweden (SE)", self.why("kista-arena", "country=schweden", "--locale", "de"))

    def test_a_long_title_is_a_sentence_by_itself(self):
        document = {"id": "long", "title": "A title as long as a wrapped line, about what happened in the town of",
                    "text": "Tartu counts its bicycles with a lamp that is\nlit for each of them, at the bridge in the\n"
                            "middle of Tartu. The counter was built by pupils.", "lang": "en"}
        archive = write("title.jsonl", json_lines([document]))
        self.check(run("index", archive, index=path("title.index")), 0)
        answer = json.loads(self.check(run("why", "--json", "long", "city", index=path("title.index")), 0).stdout)
        sentences = [evidence["sentence"] for evidence in answer["values"][0]["evidence"]]
        self.assertEqual(sentences, ["Tartu counts its bicycles with a lamp that is", "middle of Tartu."])

    def test_nothing(self):
        answer = json.loads(self.why("undated", "city", "--json", status=1))
        self.assertEqual((answer["id"], answer["values"]), ("undated", []))

    @unittest.skipUnless(RESOLVED, "needs NEWSEARCH_RESOLVED_INDEX")
    def test_what_is_known(self):
        page = self.why("--index", RESOLVED, "paris")
        self.assertIn("City: Paris\n"
                      "  how sure    91%, named in the text\n"
                      "  stands for  geonames:4717560, https://www.geonames.org/4717560\n"
                      "  lies in     Texas, United States; 33.6609, -95.5555\n"
                      "  line 3      Paris waits for its bus (gazetteer)\n"
                      "  line 5      In Paris, Texas, nobody waits. (gazetteer)\n"
                      "  line 5      Paris has one bus, and Paris is proud of it. (gazetteer)\n"
                      "  or rather   8% Paris, Île-de-France, France, 2138551 people; geonames:2988507,\n"
                      "              https://www.geonames.org/2988507\n"
                      "              <1% Paris\n", page)
        self.assertIn("Country: United States (US)\n"
                      "  how sure    >99%, a city in it is named\n"
                      "  stands for  iso:US\n"
                      "  line 6      Mr. Smith of the U.S. office said so. (name)\n"
                      "  text        America (name)\n", page)
        shown = self.why("--index", RESOLVED, "paris", "--color=always")
        self.assertIn("\x1b[1;31mParis\x1b[0m has one bus, and \x1b[1;31mParis\x1b[0m is proud of it.", shown)
        answer = json.loads(self.why("--index", RESOLVED, "paris", "city", "--json"))
        (city,) = answer["values"]
        self.assertEqual(city["link"], "https://www.geonames.org/4717560")
        self.assertEqual((city["confidence"], city["lat"], city["lon"]), (0.912, 33.6609, -95.5555))
        self.assertEqual([evidence["line"] for evidence in city["evidence"]], [3, 5, 5, 5])

    @unittest.skipUnless(RESOLVED, "needs NEWSEARCH_RESOLVED_INDEX")
    def test_resolved_in_json(self):
        document = json.loads(self.check(run("show", "--json", "--index", RESOLVED, "paris"), 0).stdout)
        city, country = document["resolved"]
        self.assertEqual(city, {
            "facet": "city", "value": "Paris", "label": "Paris", "id": "geonames:4717560", "confidence": 0.912,
            "rule": "named", "within": ["Texas", "United States"], "lat": 33.6609, "lon": -95.5555,
            "candidates": [{"value": "Paris", "id": "geonames:2988507", "description": "Île-de-France, France, 2138551 people",
                            "confidence": 0.08},
                           {"value": "Paris", "id": "", "description": "", "confidence": 0.004}]})
        self.assertEqual(country, {"facet": "country", "value": "US", "label": "United States", "id": "iso:US",
                                   "confidence": 1.0, "rule": "country of city", "within": [], "candidates": []})
        of_city = [evidence for evidence in document["evidence"] if evidence["facet"] == "city"]
        of_country = [evidence for evidence in document["evidence"] if evidence["facet"] == "country"]
        for evidence in of_city:
            self.assertEqual((evidence["id"], evidence["confidence"], evidence["lat"], evidence["lon"]),
                             ("geonames:4717560", 0.912, 33.6609, -95.5555))
        for evidence in of_country:
            self.assertEqual((evidence["id"], evidence["confidence"]), ("iso:US", 1.0))
            self.assertNotIn("lat", evidence)


class Complete(CliTest):
    def complete(self, *args, status=0):
        answer = json.loads(self.check(run("complete", "--json", *args), status).stdout)
        self.assertEqual(answer["format_version"], 1)
        return answer

    def test_words(self):
        answer = self.complete("Smart", "KIS")
        self.assertEqual(answer["text"], "Smart KIS")
        first = answer["completions"][0]
        self.assertEqual((first["text"], first["offset"], first["langs"]), ("kista", 6, ["en"]))
        self.assertEqual(sorted(first), ["documents", "langs", "offset", "text"])
        counts = [entry["documents"] for entry in self.complete("s", "--max", "0")["completions"]]
        self.assertGreater(len(counts), 3)
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertEqual(len(self.complete("s")["completions"]), min(10, len(counts)))
        self.assertEqual(len(self.complete("s", "-n", "3")["completions"]), 3)
        self.assertEqual(self.complete("s", "--lang", "fi", status=1)["completions"], [])

    def test_values(self):
        answer = self.complete("smart swed", "--facet", "country", "--no-words")
        self.assertEqual(answer["completions"], [{"text": "SE", "offset": 6, "documents": 2, "facet": "country", "label": "Sweden"}])
        answer = self.complete("sver", "--facet", "country", "--locale", "sv")
        self.assertEqual(answer["completions"][-1]["label"], "Sverige")
        self.assertTrue(self.complete("", "--facet", "city")["completions"])

    def test_page(self):
        lines = run("complete", "smart kis", "--facet", "city").stdout.decode().splitlines()
        self.assertRegex(lines[0], r"^smart kista  +\d+  en$")
        self.assertRegex(lines[1], r"^smart Kista  +\d+  city$")
        self.assertIn("\x1b[36mcity", run("complete", "kis", "--facet=city", "--color=always").stdout.decode())


class Locale(CliTest):
    def test_labels(self):
        answer = self.query("smart", "--locale", "sv", "--filter", "country=SE")
        self.assertEqual(answer["facets"]["country"], [{"value": "SE", "label": "Sverige", "count": 2}])
        self.assertEqual(answer["hits"][0]["facets"]["country"], ["SE"])
        self.assertEqual(answer["hits"][0]["labels"]["country"], ["Sverige"])
        self.assertRegex(run("query", "smart", "--locale=ja").stdout.decode(), r"スウェーデン +2")
        page = run("show", "kista-arena", "--locale", "pt-BR").stdout.decode()
        self.assertIn("Country: Suécia (SE)", page)
        document = json.loads(run("show", "--json", "kista-arena", "--locale", "fr").stdout)
        self.assertEqual((document["facets"]["country"], document["labels"]["country"]), (["SE"], ["Suède"]))
        stats = json.loads(run("stats", "--json", "--locale", "de").stdout)
        self.assertEqual(stats["facets"]["country"]["values"][0], {"value": "SE", "label": "Schweden", "count": 2})
        self.assertRegex(run("stats", "--locale", "de").stdout.decode(), r"(?m)^  Englisch \(en\) +5$")
        archive = write("locale.jsonl", json_lines(DOCUMENTS[:1]))
        self.assertIn("Ruotsi", run("segment", archive, "--locale", "fi").stdout.decode())
        self.assertEqual(json.loads(run("segment", "--json", archive, "--locale", "fi").stdout)["labels"]["country"], ["Ruotsi"])

    def test_the_environment_does_not_matter(self):
        for name in ("LANG", "LC_ALL"):
            page = run("query", "smart", env={name: "de_DE.UTF-8"}).stdout.decode()
            self.assertRegex(page, r"\bSweden +2\b")


class Stats(CliTest):
    def test_json(self):
        stats = json.loads(self.check(run("stats", "--json"), 0).stdout)
        self.assertEqual(stats["documents"], 5)
        self.assertEqual(stats["undated"], 1)
        self.assertEqual((stats["first_day"], stats["last_day"]), ("2015-03-09", "2018-11-30"))
        self.assertEqual(stats["languages"], {"en": 5})
        self.assertEqual(sum(stats["sources"].values()), 5)
        self.assertEqual(stats["facets"]["city"]["documents"], 4)
        self.assertEqual(stats["facets"]["country"]["distinct_values"], 3)
        self.assertGreater(stats["size_bytes"], 0)

    def test_page(self):
        page = self.check(run("stats"), 0).stdout.decode()
        self.assertRegex(page, r"5 articles, 1 undated")
        self.assertRegex(page, r"9 March 2015 – 30 November 2018")
        self.assertRegex(page, r"(?m)^  city +4 +80%  4 values +Helsinki")


class Terminal(CliTest):
    def test_colour(self):
        # where, environment, flags, whether there is colour
        rows = [
            ("pipe", {}, [], False),
            ("pipe", {}, ["--color=always"], True),
            ("pipe", {"NO_COLOR": "1"}, ["--color=always"], True),
            ("terminal", {}, [], True),
            ("terminal", {"NO_COLOR": "1"}, [], False),
            ("terminal", {"NO_COLOR": ""}, [], True),
            ("terminal", {"TERM": "dumb"}, [], False),
            ("terminal", {}, ["--color=never"], False),
            ("terminal", {}, ["--json"], False),
        ]
        for where, variables, flags, expected in rows:
            with self.subTest(where=where, variables=variables, flags=flags):
                if where == "pipe":
                    shown = self.check(run("query", "smart", *flags, env=variables), 0).stdout.decode()
                else:
                    status, shown = in_terminal("query", "smart", *flags, env=variables)
                    self.assertEqual(status, 0)
                self.assertEqual("\x1b[" in shown, expected)

    def test_matches_are_marked(self):
        shown = run("query", "arena", "--color=always").stdout.decode()
        self.assertRegex(shown, "\x1b\\[1;31marena\x1b\\[0m")

    def test_page_fits_the_width(self):
        for columns in (40, 80, 120):
            with self.subTest(columns=columns):
                status, shown = in_terminal("query", "smart", "city", columns=columns)
                self.assertEqual(status, 0)
                plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
                self.assertLessEqual(max(len(line) for line in plain.splitlines()), columns, plain)
                self.assertRegex(plain, r"4 articles, \S+ ms|4 articles, \S+ s")
        wide = run("query", "smart", "city", env={"COLUMNS": "120"}).stdout.decode()
        narrow = run("query", "smart", "city", env={"COLUMNS": "30"}).stdout.decode()
        self.assertRegex(wide, r"(?m)^City +Country +Year$")
        self.assertRegex(narrow, r"(?m)^Year$")

    def test_bar_on_a_terminal(self):
        archive = write("bar.txt", ARCHIVE * 2000)
        status, shown = in_terminal("index", "--index", path("bar.index"), archive)
        self.assertEqual(status, 0, shown[-500:])
        self.assertRegex(shown, r"\rbar\.txt .*\d+%")
        self.assertRegex(shown, r"bar\.txt: [0-9,]+ articles")

    def test_escapes_do_not_reach_the_terminal(self):
        index = path("evil.index")
        document = {"id": "evil", "title": "Title " + EVIL, "text": "A treacherous text " + EVIL, "lang": "en",
                    "project": ["Project " + EVIL]}
        archive = write("evil" + "\x1b[31m" + ".jsonl", json_lines([document]))
        text = write("evil.txt", ARCHIVE.replace("smart city", "smart " + EVIL).replace("lamp", "lamp " + EVIL))
        self.check(run("index", archive, text, index=index), 0)
        answer = json.loads(run("query", "--json", "treacherous", index=index).stdout)
        self.assertIn("\x1b[31m", answer["hits"][0]["title"], "JSON keeps the data")
        for arguments in (["query", "treacherous"], ["query", "--json", "treacherous"], ["query", "--json", "arena"],
                          ["query", "arena"], ["query", EVIL], ["query", "--filter", EVIL, "x"],
                          ["show", "evil"], ["show", "--json", "evil"], ["show", EVIL], ["why", "evil"], ["why", EVIL],
                          ["why", "--json", "evil"], ["why", "evil", EVIL], ["why", "evil", "city=" + EVIL],
                          ["complete", "r"], ["complete", EVIL], ["complete", "--json", "t"],
                          ["complete", "--facet", "project", "project"], ["complete", "--facet", EVIL, "x"],
                          ["stats", "--locale", EVIL], ["stats"], ["stats", "--json"],
                          ["segment", text], ["segment", "--json", text], ["segment", archive], ["segment", EVIL],
                          ["index", EVIL], ["index", archive], [EVIL], ["help", EVIL], ["query", "--" + EVIL]):
            with self.subTest(arguments=arguments):
                process = run(*arguments, index=index)
                self.assertIn(process.returncode, (0, 1, 2))
                for stream in (process.stdout, process.stderr):
                    self.assertNotRegex(stream.decode(), "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Pipes(CliTest):
    def test_closed_pipe_is_no_error(self):
        archive = write("pipe.txt", ARCHIVE * 3000)
        for arguments in (["segment", "--json", archive], ["segment", archive], ["query", "smart"],
                          ["query", "--json", "smart"], ["help"], ["stats"]):
            with self.subTest(arguments=arguments):
                reader, writer = os.pipe()
                os.close(reader)
                process = subprocess.run([BINARY, *arguments], stdout=writer, stderr=subprocess.PIPE, timeout=120, cwd=WORK,
                                         env=environment(NEWSEARCH_INDEX=INDEX))
                os.close(writer)
                self.assertEqual((process.returncode, process.stderr), (0, b""))

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_full_disk_is_an_error(self):
        with open("/dev/full", "wb") as full:
            process = subprocess.run([BINARY, "query", "smart"], stdout=full, stderr=subprocess.PIPE, timeout=60, cwd=WORK,
                                     env=environment(NEWSEARCH_INDEX=INDEX))
        self.assertEqual(process.returncode, 2)
        self.assertRegex(process.stderr, rb"^newsearch: cannot write to standard output: ")


class Help(CliTest):
    """The help pages and docs/newsearch.1 name the same commands and flags."""

    def commands(self):
        text = run("help").stdout.decode()
        names = re.findall(r"(?m)^  (\w+)  +\S", text.split("Commands:")[1].split("Examples:")[0])
        self.assertIn("query", names)
        return names

    def flags_of_help(self, command):
        text = run("help", command).stdout.decode()
        self.assertEqual(text, run(command, "--help").stdout.decode())
        self.assertRegex(text, rf"^Usage: newsearch {command} ")
        self.assertLessEqual(max(map(len, text.splitlines())), 84)
        options = text.split("\nOptions:\n")[1].split("\nExamples:\n")[0]
        flags = set()
        for line in options.splitlines():
            match = re.match(r"  (?:(-\w), |    )(--[\w-]+)(?: (\S+))?(?:  |$)", line)
            if match:
                flags.add(match.groups())
        return flags, re.search(r"Usage: (.*)", text).group(1)

    def test_man_page_is_in_step(self):
        with open(os.path.join(ROOT, "docs", "newsearch.1"), encoding="utf-8") as file:
            page = re.sub(r"\\f[BIR]", "", file.read()).replace("\\-", "-")
        commands = page.split(".SH COMMANDS\n")[1].split("\n.SH ")[0]
        sections = {}
        for section in commands.split(".SS ")[1:]:
            usage = section.splitlines()[0].strip('"')
            flags = set()
            for tag in re.findall(r"(?m)^\.TP\n(.*)$", section):
                match = re.fullmatch(r"(?:(-\w), )?(--[\w-]+)(?: (\S+))?", tag)
                self.assertTrue(match, tag)
                flags.add(match.groups())
            sections[usage] = flags
        expected = {}
        for command in self.commands():
            flags, usage = self.flags_of_help(command)
            self.assertTrue(flags, command)
            expected[usage] = flags
        as_text = lambda table: {usage: sorted(map(str, flags)) for usage, flags in table.items()}
        self.assertEqual(as_text(sections), as_text(expected))

    def test_json_version_is_documented(self):
        with open(os.path.join(ROOT, "docs", "output-schema.md"), encoding="utf-8") as file:
            versions = re.findall(r"(?m)^\| (\d+) \|", file.read())
        self.assertEqual(max(map(int, versions)), self.query("smart")["format_version"])

    def test_version(self):
        self.assertRegex(run("--version").stdout.decode(), r"^newsearch \d+\.\d+\.\d+\n")


def main():
    global BINARY, WORK, INDEX
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BINARY = os.path.abspath(sys.argv.pop(1))
    with tempfile.TemporaryDirectory(prefix="newsearch-cli-") as directory:
        WORK = os.path.realpath(directory)
        INDEX = path("shared.index")
        process = run("index", write("documents.jsonl", json_lines(DOCUMENTS)))
        if process.returncode != 0:
            sys.exit(f"cannot make the index: {process.returncode} {process.stderr!r}")
        unittest.main(module=sys.modules[__name__], verbosity=1)


if __name__ == "__main__":
    main()

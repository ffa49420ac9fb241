#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Test check_layers.py on small trees: what is right passes, and every planted fault is found.

usage: check_layers_test.py CXX CC
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parent / "check_layers.py"
CXX, CC = (sys.argv[1:3] + ["c++", "cc"])[:2]

# A tree without faults, with much in it that only looks like one.
GOOD = {
    "include/newsearch/status.h": "// A Xapian:: database, icu:: text, printf( and abort() in a comment.\n#ifndef A\n#define A\n#include <string>\n"
                                  "namespace newsearch { std::string Name(); }\n#endif\n",
    "include/newsearch/c.h": "#ifndef C\n#define C\n#ifdef __cplusplus\nextern \"C\" {\n#endif\nint newsearch_one(void);\n"
                             "#ifdef __cplusplus\n}\n#endif\n#endif\n",
    "lib/util/file.cc": '#include "newsearch/status.h"\n#include "util/file.h"\nvoid Abort(); void f() { snprintf(0, 0, "exit(1)"); Abort(); }\n',
    "lib/text/normalizer.cc": '#include <unicode/unistr.h>\n#include "util/file.h"\n',
    "lib/schema/fields.cc": '#include "text/normalizer.h"\n#include "util/file.h"\n',
    "lib/query/parser.cc": '#include "schema/fields.h"\n#include "util/file.h"\n',
    "lib/ingest/reader.cc": '#include "schema/fields.h"\n#include "text/normalizer.h"\n',
    "lib/facets/compile_gazetteer.cc": '#include <cstdio>\nint main() { std::fputs("usage", stderr); return 2; }\n',
    "lib/index/writer.cc": '#include <xapian.h>\n#include "query/parser.h"\n#include "schema/fields.h"\n#include "text/normalizer.h"\n',
    "lib/pipeline/index_archive.cc": '#include "newsearch/status.h"\n#include "util/file.h"\n// #include "index/writer.h"\n',
    "lib/capi/c.cc": '#include "capi/guard.h"\n#include "newsearch/c.h"\n',
    "tools/newsearch/main.cc": '#include <iostream>\n#include "flags.h"\n#include "newsearch/status.h"\nint main() { std::cout << 1; exit(1); }\n',
}

# Planted faults: file, what is put behind its content, what must be said of it.
PLANTED = [
    ("include/newsearch/status.h", "namespace Xapian { class Database; }\nvoid F(Xapian::Database&);\n", "a public header names Xapian::"),
    ("include/newsearch/status.h", "void F(icu::UnicodeString&);\n", "a public header names icu::"),
    ("include/newsearch/status.h", "#include <xapian.h>\n", "xapian.h is included outside lib/index"),
    ("include/newsearch/status.h", "#include <unicode/unistr.h>\n", "unicode/unistr.h is included outside lib/text"),
    ("include/newsearch/status.h", '#include "util/file.h"\n', "include may include public headers alone"),
    ("lib/ingest/reader.cc", "#include <unicode/uchar.h>\n", "outside lib/text"),
    ("lib/index/writer.cc", "  #  include <unicode/uchar.h>\n", "outside lib/text"),
    ("lib/text/normalizer.cc", "#include <xapian/types.h>\n", "outside lib/index"),
    ("lib/pipeline/index_archive.cc", "#include <xapian.h>\n", "outside lib/index"),
    ("tools/newsearch/main.cc", "#include <xapian.h>\n", "outside lib/index"),
    ("lib/util/file.cc", '#include "text/normalizer.h"\n', "util may not include text"),
    ("lib/text/normalizer.cc", '#include "schema/fields.h"\n', "text may not include schema"),
    ("lib/schema/fields.cc", '#include "query/parser.h"\n', "schema may not include query"),
    ("lib/query/parser.cc", '#include "text/normalizer.h"\n', "query may not include text"),
    ("lib/query/parser.cc", '#include "index/writer.h"\n', "query may not include index"),
    ("lib/ingest/reader.cc", '#include "index/writer.h"\n', "ingest may not include index"),
    ("lib/ingest/reader.cc", '#include "query/parser.h"\n', "ingest may not include query"),
    ("lib/index/writer.cc", '#include "ingest/reader.h"\n', "index may not include ingest"),
    ("lib/pipeline/index_archive.cc", '#include "ingest/reader.h"\n', "pipeline may not include ingest"),
    ("lib/capi/c.cc", '#include "util/file.h"\n', "capi may not include util"),
    ("tools/newsearch/main.cc", '#include "schema/fields.h"\n', "tools may include public headers alone"),
    ("lib/cellar/new.cc", "int x;\n", "a room that nobody knows"),
    ("lib/util/file.cc", 'void g() { std::cerr << "x"; }\n', "the library prints"),
    ("lib/util/file.cc", 'void g() { printf("x"); }\n', "the library prints"),
    ("lib/util/file.cc", 'void g() { std::fprintf(stderr, "x"); }\n', "the library prints"),
    ("lib/index/writer.cc", 'void g() { ::puts("x"); }\n', "the library prints"),
    ("lib/util/file.cc", "void g() { std::abort(); }\n", "the library ends the process"),
    ("lib/capi/c.cc", "void g() { exit(1); }\n", "the library ends the process"),
    ("lib/capi/c.cc", "void g() { ::_exit(1); }\n", "the library ends the process"),
    ("include/newsearch/status.h", "inline void g() { std::terminate(); }\n", "the library ends the process"),
]

PLANTED_HEADERS = [
    ("include/newsearch/alone.h", "#ifndef B\n#define B\nstd::string Name();\n#endif\n", "alone.h:1: does not compile alone"),
    ("include/newsearch/twice.h", "struct Twice {};\n", "twice.h:1: does not compile alone"),
    ("include/newsearch/warns.h", "#ifndef W\n#define W\ninline int W1(int a, int unused) { return a; }\n#endif\n", "warns.h:1: does not compile alone"),
    ("include/newsearch/c.h", "inline bool newsearch_two(void) { return true; }\n", "c.h:1: does not compile alone with -std=c99"),
]


class CheckLayersTest(unittest.TestCase):
    def run_check(self, files, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
            run = subprocess.run([sys.executable, "-B", CHECK, folder, *arguments], capture_output=True, text=True)
            self.assertEqual(run.stderr, "")
            return run.returncode, run.stdout

    def test_good_tree_passes(self):
        self.assertEqual(self.run_check(GOOD), (0, "0 faults\n"))

    def test_planted_faults_are_found(self):
        for name, planted, said in PLANTED:
            with self.subTest(name, planted=planted):
                before = GOOD.get(name, "")
                code, out = self.run_check({**GOOD, name: before + planted})
                self.assertEqual(code, 1)
                self.assertIn(said, out)
                line = before.count("\n") + planted[:planted.rstrip("\n").rfind("\n") + 1].count("\n") + 1
                self.assertIn(f"{name}:{line}: ", out)

    def test_good_headers_compile(self):
        self.assertEqual(self.run_check(GOOD, "--headers", "--cxx", CXX, "--cc", CC), (0, "0 faults\n"))

    def test_planted_headers_are_found(self):
        for name, content, said in PLANTED_HEADERS:
            with self.subTest(name):
                code, out = self.run_check({**GOOD, name: GOOD.get(name, "") + content}, "--headers", "--cxx", CXX, "--cc", CC)
                self.assertEqual(code, 1)
                self.assertIn(said, out)

    def test_tree_without_headers_is_a_fault(self):
        self.assertEqual(self.run_check({}, "--headers")[0], 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Check that the rooms of the library keep to their places.

usage: check_layers.py SOURCE [--headers --cxx CXX --cc CC --include DIR]

Without --headers, the sources are searched:
  - no public header names Xapian:: or icu::, or includes their headers
  - ICU's headers are included in lib/text alone, Xapian's in lib/index alone
  - a room includes itself, the public headers, and the rooms that ALLOWED gives it; the command line and its helpers include
    public headers alone
  - the library writes nothing to stdout or stderr, and ends no process
With --headers, every public header is compiled alone with all warnings as errors.
Prints one line for each fault; the exit status is 1 when there are some.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

# What a room may include besides itself and include/newsearch.
ALLOWED = {
    "util": set(),
    "text": {"util"},
    "schema": {"text", "util"},
    "facets": {"schema", "text", "util"},
    "translate": {"facets", "text", "util"},
    "query": {"schema", "util"},
    "ingest": {"facets", "schema", "text", "util"},
    "glass": {"util"},
    "index": {"glass", "query", "text", "schema", "translate", "util"},
    "pipeline": {"util"},
    "capi": set(),
}
# Headers of engines and the one room that may include them.
ENGINES = {"unicode/": "text", "xapian": "index"}
# Programs that help to build the library and are no part of it.
BUILD_PROGRAMS = {
    "lib/facets/compile_gazetteer.cc",
    "lib/text/compile_char_tables.cc",
    "lib/translate/build_lexicon.cc",
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
TALK = re.compile(r"\bstd::(?:cout|cerr|clog|wcout|wcerr)\b|\b(?:stdout|stderr)\b"
                  r"|(?<![\w.>])(?:std::)?(?:v?f?printf|f?puts|f?putc|putchar|perror|psignal)\s*\(")
END = re.compile(r"(?<![\w.>])(?:std::|::)?(?:abort|exit|_exit|_Exit|quick_exit|terminate|raise|kill)\s*\(")
ENGINE_NAME = re.compile(r"\b(?:Xapian|icu|icu_\d+)\s*::")


def without_comments(text, keep_strings=True):
    """`text` with comments, and if wanted strings, blanked; line numbers stay."""
    def blank(match):
        piece = match.group(0)
        if piece.startswith("/"):
            return re.sub(r"[^\n]", " ", piece)
        return piece if keep_strings else '""' + "\n" * piece.count("\n")
    return re.sub(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.DOTALL)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


class Checker:
    def __init__(self, source):
        self.source = source
        self.faults = []

    def fault(self, path, line, what):
        self.faults.append(f"{path.relative_to(self.source)}:{line}: {what}")

    def files(self, *folders):
        for folder in folders:
            for path in sorted((self.source / folder).rglob("*")):
                if path.suffix in {".h", ".hh", ".hpp", ".cc", ".cpp", ".c", ".in"} and path.is_file():
                    yield path

    def public_headers(self):
        return [path for path in self.files("include") if path.suffix == ".h"]

    def check_sources(self):
        for path in self.files("include", "lib", "tools", "cmake"):
            relative = path.relative_to(self.source)
            text = path.read_text(encoding="utf-8", errors="replace")
            code = without_comments(text)
            bare = without_comments(text, keep_strings=False)
            top = relative.parts[0]
            room = relative.parts[1] if top == "lib" and len(relative.parts) > 2 else None
            self.check_includes(path, code, top, room)
            if top == "include":
                for match in ENGINE_NAME.finditer(bare):
                    self.fault(path, line_of(bare, match.start()), f"a public header names {match.group(0)}")
            if top in ("include", "lib") and relative.as_posix() not in BUILD_PROGRAMS:
                for match in TALK.finditer(bare):
                    self.fault(path, line_of(bare, match.start()), f"the library prints: {match.group(0)}")
                for match in END.finditer(bare):
                    self.fault(path, line_of(bare, match.start()), f"the library ends the process: {match.group(0)}")

    def check_includes(self, path, code, top, room):
        for match in INCLUDE.finditer(code):
            name = match.group(2)
            line = line_of(code, match.start())
            for prefix, home in ENGINES.items():
                if name.startswith(prefix) and room != home:
                    self.fault(path, line, f"{name} is included outside lib/{home}")
            target = name.split("/")[0] if "/" in name else None
            if target not in ALLOWED:
                continue
            if top == "lib" and room in ALLOWED:
                if target != room and target not in ALLOWED[room]:
                    self.fault(path, line, f"{room} may not include {target}: {name}")
            else:
                self.fault(path, line, f"{top} may include public headers alone: {name}")
        if top == "lib" and room not in ALLOWED:
            self.fault(path, 1, f"{path.parent.name} is a room that nobody knows; say in {pathlib.Path(__file__).name} what it may include")

    def check_headers(self, cxx, cc, includes):
        headers = self.public_headers()
        if not headers:
            self.faults.append("there are no public headers")
        flags = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
        folders = [f"-I{self.source / 'include'}"] + [f"-I{folder}" for folder in includes]
        with tempfile.TemporaryDirectory() as scratch:
            for header in headers:
                name = header.relative_to(self.source / "include").as_posix()
                runs = [(cxx, "cc", ["-std=c++20"])]
                if header.name == "c.h":
                    runs = [(cxx, "cc", ["-std=c++11"]), (cxx, "cc", ["-std=c++20"]), (cc, "c", ["-std=c99"]), (cc, "c", ["-std=c11"])]
                for compiler, ending, standard in runs:
                    # Twice: it guards itself.
                    file = pathlib.Path(scratch) / f"alone.{ending}"
                    file.write_text(f'#include "{name}"\n#include "{name}"\nint newsearch_alone(void);\n', encoding="utf-8")
                    run = subprocess.run([compiler, *standard, *flags, *folders, file], capture_output=True, text=True)
                    if run.returncode != 0:
                        self.fault(header, 1, f"does not compile alone with {' '.join(standard)}:\n{run.stderr}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--headers", action="store_true")
    parser.add_argument("--cxx", default="c++")
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--include", action="append", default=[])
    options = parser.parse_args()
    checker = Checker(options.source.resolve())
    if options.headers:
        checker.check_headers(options.cxx, options.cc, options.include)
    else:
        checker.check_sources()
    print("\n".join(checker.faults + [f"{len(checker.faults)} faults"]))
    sys.exit(1 if checker.faults else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Install a build into a folder of its own and use it as a newcomer would: no path into the source or the build.

usage: install_test.py cpp|c|python|readme --source DIR --build DIR ...

cpp     a C++ program through find_package(newsearch)
c       a C program through pkg-config newsearch
python  the Python package through pip, in a virtual environment, without network
readme  the C++ program that the README shows
Each indexes the sample archive and asks for "smart city Kista". The exit status is 77 where something that is not ours is
missing; a line says what.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
QUERY = "smart city Kista"


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def run(command, **options):
    print("+", " ".join(map(str, command)), flush=True)
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"exit status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def check_answer(out):
    """39 articles, and those about Kista first."""
    lines = out.splitlines()
    head = re.fullmatch(r"39 articles, (\d+) hits", lines[0])
    # Hits with similar words only come besides those that count.
    assert head and 1 + min(10, int(head.group(1))) <= len(lines) <= 11, out
    assert len(lines) > 5, out
    for line in lines[1:]:
        assert re.match(r"[0-9a-f]{16} \S", line), line
    for line in lines[1:4]:
        assert "Kista" in line and "mart" in line, out


class Installed:
    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        self.prefix = scratch / "prefix"
        # With Ninja and make alike, only what is built is installed.
        run([options.cmake, "--install", options.build, "--prefix", self.prefix])
        self.archive = shutil.copy(options.source / "tests/corpora/sample/news.txt", scratch / "news.txt")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSEARCH", "CMAKE_"))}
        pkgconfig = list(self.prefix.glob("**/pkgconfig"))
        assert pkgconfig, "no pkgconfig folder was installed"
        self.environment["PKG_CONFIG_PATH"] = str(pkgconfig[0])
        self.environment["LD_LIBRARY_PATH"] = str(pkgconfig[0].parent)
        headers = sorted(path.name for path in (self.prefix / "include/newsearch").iterdir())
        assert headers == sorted(["analyzer.h", "c.h", "document.h", "export.h", "facet.h", "index.h", "ingest.h", "search.h",
                                  "status.h", "version.h"]), headers
        for file in self.prefix.rglob("*"):
            if file.suffix in {".h", ".cmake", ".pc"}:
                text = file.read_text(encoding="utf-8")
                for folder in (options.source, options.build):
                    assert str(folder) not in text, f"{file} names {folder}"

    def sanitize(self):
        return f" -fsanitize={self.options.sanitize}" if self.options.sanitize else ""

    def cmake_project(self, source):
        build = self.scratch / "build"
        run([self.options.cmake, "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
             f"-DCMAKE_CXX_COMPILER={self.options.cxx}", f"-DCMAKE_CXX_FLAGS={self.options.flags}{self.sanitize()}"],
            env=self.environment)
        run([self.options.cmake, "--build", build], env=self.environment)
        return build / "newcomer"

    def cpp(self):
        program = self.cmake_project(HERE / "cpp")
        check_answer(run([program, self.scratch / "news.index", self.archive, QUERY], cwd=self.scratch))

    def readme(self):
        text = (self.options.source / "README.md").read_text(encoding="utf-8")
        code = re.search(r"^```cpp\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        assert code, "the README shows no C++ program"
        project = self.scratch / "readme"
        shutil.copytree(HERE / "cpp", project)
        (project / "main.cc").write_text(code.group(1), encoding="utf-8")
        program = self.cmake_project(project)
        out = run([program], cwd=self.scratch)
        assert "Kista" in out.splitlines()[0], out
        assert re.search(r"^Kista 5$", out, re.MULTILINE), out

    def c(self):
        if shutil.which("pkg-config") is None:
            skip("there is no pkg-config")
        flags = run(["pkg-config", "--cflags", "--libs", "newsearch"], env=self.environment).split()
        version = run(["pkg-config", "--modversion", "newsearch"], env=self.environment).strip()
        program = self.scratch / "newcomer"
        run([self.options.cc, "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", *self.sanitize().split(), HERE / "c/main.c", "-o",
             program, *flags], env=self.environment)
        check_answer(run([program, self.scratch / "news.index", self.archive, QUERY], cwd=self.scratch, env=self.environment))
        header = (self.prefix / "include/newsearch/version.h").read_text(encoding="utf-8")
        assert f'"{version}"' in header, version

    def python(self):
        if self.options.sanitize:
            skip("the interpreter is not built with the sanitizer")
        missing = subprocess.run([self.options.python, "-c", "import cffi, setuptools, wheel, pip, venv, ensurepip"], capture_output=True,
                                 text=True)
        if missing.returncode != 0:
            skip(f"{self.options.python}: {missing.stderr.strip().splitlines()[-1]}")
        # pip writes into the folder it builds.
        source = self.scratch / "python"
        shutil.copytree(self.options.source / "bindings/python", source,
                        ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__", "*.so"))
        venv = self.scratch / "venv"
        run([self.options.python, "-m", "venv", "--system-site-packages", venv])
        python = venv / "bin/python"
        environment = {**self.environment, "NEWSEARCH_PREFIX": str(self.prefix), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        environment.pop("LD_LIBRARY_PATH")
        run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", source], env=environment)
        environment = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
        check_answer(run([python, HERE / "python/newcomer.py", self.scratch / "news.index", self.archive, QUERY], cwd=self.scratch,
                         env=environment))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=["cpp", "c", "python", "readme"])
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--cxx", default="c++")
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--flags", default="")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--sanitize", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsearch-install-") as scratch:
        getattr(Installed(options, pathlib.Path(scratch)), options.language)()
    print("ok")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-2.0-or-later
"""The package itself: its examples run, its types are there, its exit is clean."""

import pathlib
import re
import subprocess
import sys

import newsearch
import pytest
from conftest import ARCHIVE

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"


def run(code, folder):
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60)


def test_readme(tmp_path):
    (tmp_path / "news.txt").write_text(ARCHIVE, encoding="utf-8")
    for code in re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S):
        result = run(code, tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        assert "4 new articles\n" in result.stdout and "2 articles\n" in result.stdout


def test_docstring(tmp_path):
    (tmp_path / "news.txt").write_text(ARCHIVE, encoding="utf-8")
    code = newsearch.__doc__.split("\n\n", 1)[1]
    code = "\n".join(line[4:] for line in code.splitlines() if line.startswith("    "))
    result = run(code, tmp_path)
    assert (result.returncode, result.stderr) == (0, "") and "Kista 2\n" in result.stdout


@pytest.mark.parametrize(
    "code",
    [
        "ix = newsearch.Index(sys.argv[1]); results = ix.search('Kista')",
        "documents = newsearch.segment_text(open(sys.argv[2]).read() * 200); next(documents)",
        "documents = newsearch.segment_text(open(sys.argv[2]).read() * 200); next(documents); documents.me = documents",
        "writer = newsearch.IndexWriter(sys.argv[1] + '.more'); writer.index(sys.argv[2])",
    ],
    ids=["index", "half-read archive", "cycle", "writer"],
)
def test_exit_with_open_handles(code, index_path, archive):
    command = [sys.executable, "-c", "import newsearch, sys\n" + code, str(index_path), str(archive)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, "")


def test_typed():
    package = pathlib.Path(newsearch.__file__).parent
    assert (package / "py.typed").is_file() and (package / "_native.pyi").is_file()


def test_all_is_all():
    for name in newsearch.__all__:
        assert hasattr(newsearch, name)
    public = {name for name in vars(newsearch) if not name.startswith("_")}
    assert public <= set(newsearch.__all__)

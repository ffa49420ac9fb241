# SPDX-License-Identifier: GPL-2.0-or-later
import pathlib
import pickle
import re

import newsearch
import pytest
from newsearch import _errors
from newsearch._native import ffi, lib

C_H = pathlib.Path(__file__).resolve().parents[3] / "include" / "newsearch" / "c.h"


def statuses():
    """Name and value of every status in c.h, from the module that was built from it."""
    prefix = "NEWSEARCH_STATUS_"
    found = {name[len(prefix) :]: getattr(lib, name) for name in dir(lib) if name.startswith(prefix)}
    assert found.pop("OK") == 0
    return found


def test_one_class_per_status():
    want = {}
    for name, value in statuses().items():
        want[value] = name.title().replace("_", "") + "Error"
    assert {status: cls.__name__ for status, cls in _errors._CLASSES.items()} == want
    for cls in _errors._CLASSES.values():
        assert getattr(newsearch, cls.__name__) is cls and cls.__name__ in newsearch.__all__
        assert issubclass(cls, newsearch.Error) and cls.__doc__


@pytest.mark.skipif(not C_H.is_file(), reason="not in a source tree")
def test_the_statuses_are_those_of_the_header():
    text = re.sub(r"/\*.*?\*/", "", C_H.read_text(encoding="utf-8"), flags=re.S)
    found = {name: int(value) for name, value in re.findall(r"NEWSEARCH_STATUS_(\w+) = (\d+)", text)}
    assert found.pop("OK") == 0
    assert found == statuses() and len(found) >= 15


def test_status_we_have_not_met_yet():
    error = _errors.make_error(4711, "something new", None)
    assert type(error) is newsearch.Error
    assert (error.status, str(error), error.offset) == (4711, "something new", None)


def test_errors_survive_pickling():
    error = pickle.loads(pickle.dumps(_errors.make_error(lib.NEWSEARCH_STATUS_BAD_QUERY, "no", 7)))
    assert type(error) is newsearch.BadQueryError
    assert (error.status, str(error), error.offset) == (lib.NEWSEARCH_STATUS_BAD_QUERY, "no", 7)


def test_families():
    assert issubclass(newsearch.InvalidArgumentError, ValueError)
    assert issubclass(newsearch.NotFoundError, LookupError)
    assert issubclass(newsearch.BadQueryError, ValueError)
    assert issubclass(newsearch.OutOfMemoryError, MemoryError)


def test_missing_index(tmp_path):
    with pytest.raises(newsearch.NotFoundError, match="nowhere.index"):
        newsearch.Index(tmp_path / "nowhere.index")


def test_no_index(archive):
    with pytest.raises(newsearch.CorruptionError):
        newsearch.Index(archive)


def test_path_with_nul():
    with pytest.raises(newsearch.InvalidArgumentError):
        newsearch.Index("news\0index")


def test_version():
    assert newsearch.__version__ == ffi.string(lib.newsearch_version()).decode()
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", newsearch.__version__)

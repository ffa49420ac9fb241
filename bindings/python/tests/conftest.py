# SPDX-License-Identifier: GPL-2.0-or-later
import pathlib

import newsearch
import pytest

ARCHIVE = """\
++ A smart city lab opens its doors in Kista ++

14th of November 2017
The smart city lab in Kista, Sweden, invites its neighbours to a café about quieter streets. Visitors can borrow \
sensors, count bicycles and discuss what they found with the people who plan the city.

The lab stays open until the end of the winter, and entrance is free.

++ Open data for buses in Maribor ++

October 2017
The city of Maribor publishes where its buses are, every ten seconds. A smart phone is enough to see which one \
comes next, and the first programs that use the data were written by pupils.

++ Tartu counts its bicycles ++

21st June 2016
In Tartu a row of small lamps shows how many bicycles have crossed the bridge since the morning. The counter was \
built by students, and its figures are open to everybody.

++ Workshop on fair housing in Kista ++

4th of February 2016
Tenants, builders and town planners meet in Kista to talk about fair housing. The workshop takes one day, and its \
results will be printed in the spring.
"""

TITLES = [
    "A smart city lab opens its doors in Kista",
    "Open data for buses in Maribor",
    "Tartu counts its bicycles",
    "Workshop on fair housing in Kista",
]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("archive") / "news.txt"
    path.write_text(ARCHIVE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def index_path(archive: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("index") / "news.index"
    with newsearch.IndexWriter(path) as writer:
        writer.index(archive)
    return path


@pytest.fixture
def ix(index_path: pathlib.Path):
    with newsearch.Index(index_path) as index:
        yield index

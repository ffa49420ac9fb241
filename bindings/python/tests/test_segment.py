# SPDX-License-Identifier: GPL-2.0-or-later
import datetime
import gc
import json
import threading

import newsearch
import pytest
from conftest import ARCHIVE, TITLES


def reading_threads():
    return [thread for thread in threading.enumerate() if thread.name == "newsearch.segment"]


def check(documents, source):
    assert [document.title for document in documents] == TITLES
    data = ARCHIVE.encode()
    first = documents[0]
    assert first.source == source
    assert first.lang == "en"
    assert first.lines == (1, 6) and first.lines.first == 1
    assert first.bytes.begin == 0
    assert data[first.bytes.begin : first.bytes.end].decode().endswith("entrance is free.")
    assert "quieter streets" in first.body
    assert 0 < first.confidence <= 1
    assert len({document.id for document in documents}) == len(documents)

    day = datetime.date(2017, 11, 14)
    assert (first.date.start, first.date.end, first.date.precision, first.date.inferred) == (day, day, "day", False)
    assert first.date.raw == "14th of November 2017"
    assert data[slice(*first.date.span)].decode() == first.date.raw
    assert first.date.rule
    assert first.event is None
    month = documents[1].date
    assert (month.start, month.end) == (datetime.date(2017, 10, 1), datetime.date(2017, 10, 31))
    assert month.precision == "month"

    assert first.facets["city"] == ("Kista",)
    assert first.facets["country"] == ("SE",)
    assert first.facets["year"] == ("2017",)
    words = [evidence for evidence in first.evidence if (evidence.facet, evidence.value) == ("city", "Kista")]
    assert words
    for evidence in words:
        assert evidence.text == "Kista" and data[slice(*evidence.span)] == b"Kista"
        assert evidence.field == "" and evidence.rule


def test_segment(archive):
    documents = newsearch.segment(archive)
    assert documents.report is None
    check(list(documents), str(archive))
    assert list(documents) == []
    report = documents.report
    assert (report.source, report.documents, report.bytes) == (str(archive), 4, len(ARCHIVE.encode()))
    assert (report.undated, report.untitled, report.skipped, report.ill_formed_bytes) == (0, 0, 0, 0)
    assert report.warnings == () and report.warnings_total == 0


@pytest.mark.parametrize("kind", [str, bytes, lambda path: path], ids=["str", "bytes", "PathLike"])
def test_paths(archive, kind):
    path = bytes(archive) if kind is bytes else kind(archive)
    assert len(list(newsearch.segment(path, format="text"))) == 4


def test_segment_text():
    check(list(newsearch.segment_text(ARCHIVE)), "-")
    check(list(newsearch.segment_text(ARCHIVE, source_name="Der Bote")), "Der Bote")
    assert list(newsearch.segment_text("")) == []


def test_warnings():
    documents = newsearch.segment_text(ARCHIVE, max_line_bytes=64)
    list(documents)
    assert documents.report.warnings_total >= len(documents.report.warnings) > 0
    assert documents.report.warnings[0].line == 4 and documents.report.warnings[0].message


def test_json_lines(tmp_path):
    path = tmp_path / "news.jsonl"
    articles = [
        {"id": "a-1", "title": "Ein Titel", "text": "Ein Text über Straßen in Graz.", "date": "2019-03-04", "lang": "de"},
        {"id": "a-2", "title": "No date", "text": "A text about streets, and nothing else.", "lang": "en"},
    ]
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    documents = list(newsearch.segment(path))
    assert [document.id for document in documents] == ["a-1", "a-2"]
    assert [document.title for document in documents] == ["Ein Titel", "No date"]
    assert [document.lang for document in documents] == ["de", "en"]
    assert documents[0].body == "Ein Text über Straßen in Graz."
    assert documents[0].date.start == datetime.date(2019, 3, 4) and documents[0].date.raw == ""
    assert documents[1].date is None


def test_errors(tmp_path):
    with pytest.raises(newsearch.NotFoundError):
        next(newsearch.segment(tmp_path / "nothing"))
    with pytest.raises(newsearch.BadInputError):
        list(newsearch.segment(tmp_path))
    with pytest.raises(newsearch.InvalidArgumentError, match="docx"):
        newsearch.segment(tmp_path, format="docx")
    with pytest.raises(newsearch.InvalidArgumentError):
        newsearch.segment(tmp_path, max_line_bytes=0)
    documents = newsearch.segment(tmp_path / "nothing")
    with pytest.raises(newsearch.NotFoundError):
        next(documents)
    assert list(documents) == [] and documents.report is None


def test_leaving_early_ends_the_reading():
    many = ARCHIVE * 50
    documents = newsearch.segment_text(many)
    assert next(documents).title == TITLES[0]
    documents.close()
    documents.close()
    assert list(documents) == [] and reading_threads() == []

    with newsearch.segment_text(many) as documents:
        assert next(documents).title == TITLES[0]
    assert reading_threads() == []

    for _ in newsearch.segment_text(many):
        break
    gc.collect()
    assert reading_threads() == []

    newsearch.segment_text(many).close()  # before the first document


def test_many_documents():
    documents = newsearch.segment_text(ARCHIVE * 50)
    assert sum(1 for _ in documents) == documents.report.documents > 100


def test_documents_are_values():
    first, again = next(newsearch.segment_text(ARCHIVE)), next(newsearch.segment_text(ARCHIVE))
    assert first == again and hash(first) == hash(again)
    with pytest.raises(AttributeError):
        first.title = "another"


PAGE = """\
<html><head><meta charset="windows-1252"></head><body><h1>News</h1>
<h2>A café opens in Malmö</h2><p>3 May 2016</p><p>It stands beside the harbour, and the coffee is free this week.</p>
<h2>Bicycles counted in Tartu</h2><p>1 May 2016</p><p>A row of lamps shows how many have crossed the bridge today.</p>
</body></html>
"""


def test_formats_and_charsets(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode("windows-1252"))
    for arguments in ({}, {"format": "html"}, {"charset": "windows-1252"}, {"facets": False}):
        documents = newsearch.segment(path, **arguments)
        titles = [document.title for document in documents]
        assert "A café opens in Malmö" in titles and "Bicycles counted in Tartu" in titles
        assert (documents.report.format, documents.report.charset) == ("html", "windows-1252")
        assert documents.report.incomplete is False and documents.report.layout
    cities = [document.facets.get("city", ()) for document in newsearch.segment(path)]
    assert ("Tartu",) in cities
    assert not any("city" in document.facets for document in newsearch.segment(path, facets=False))
    with pytest.raises(newsearch.InvalidArgumentError, match="klingon"):
        list(newsearch.segment(path, charset="klingon"))
    feed = newsearch.segment_text('[{"id": "a", "title": "One", "text": "two"}]', format="jsonfeed")
    assert [document.title for document in feed] == ["One"] and feed.report.format == "jsonfeed"


def test_list_archives(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "deep/a.html", "c.png", ".hidden.txt"):
        (tmp_path / name).write_text(ARCHIVE, encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("b.txt", "deep/a.html")]
    assert newsearch.list_archives(tmp_path) == paths
    assert newsearch.list_archives(str(tmp_path / "**" / "*.html")) == paths[1:]
    assert newsearch.list_archives("-") == ["-"]
    with pytest.raises(newsearch.NotFoundError):
        newsearch.list_archives(tmp_path / "*.xml")


def test_what_is_known_of_an_article(tmp_path):
    german = (
        "Das Labor bleibt bis zum Ende des Winters offen, und der Eintritt ist frei. Besucherinnen und Besucher "
        "leihen sich Sensoren aus, sie messen, und sie sprechen mit den Leuten, die unsere Stadt planen."
    )
    text = ARCHIVE.replace("The lab stays open until the end of the winter, and entrance is free.", german)
    documents = list(newsearch.segment_text(text))
    assert [document.title for document in documents] == TITLES
    (part,) = documents[0].other_languages
    assert part.lang == "de" and documents[0].body.encode()[slice(*part.span)].decode() == german
    assert documents[0].boundary_reason and documents[0].date.kind == "publication"
    assert documents[0].date_bounds is None


def test_date_bounds():
    parts = [
        f"++ News number {day} ++\n\n{day} May 2016\nThe bus in line {day} came late, and nobody minded.\n\n"
        for day in range(20, 8, -1)
    ]
    parts.insert(6, "++ A word about gulls ++\n\nNobody counts them, and nobody feeds them. They come all the same.\n\n")
    document = list(newsearch.segment_text("".join(parts)))[6]
    bounds = document.date_bounds
    assert document.date is None and bounds.inferred and bounds.rule == "neighbours"
    assert (bounds.start, bounds.end) == (datetime.date(2016, 5, 14), datetime.date(2016, 5, 15))


def test_explain(archive, tmp_path):
    blocks = newsearch.explain(archive)
    assert [block.text.strip("+ ") for block in blocks if block.role == "title"] == TITLES
    starts = [block for block in blocks if block.reason]
    assert len(starts) == 4 and all(0 < block.confidence <= 1 for block in starts)
    assert blocks[0].line == 1 and blocks[0].bytes.begin == 0
    with pytest.raises(newsearch.NotFoundError):
        newsearch.explain(tmp_path / "nothing")


def test_projects_authorities_and_overrides(tmp_path):
    news = tmp_path / "news.txt"
    news.write_text("News\n\n3 May 2016\n\nThe TAILWIND project began in Riga.\n")
    projects = newsearch.list_projects(news)
    assert [(p.name, p.accepted, p.articles, p.line) for p in projects] == [("TAILWIND", True, 1, 5)]
    assert projects[0].example == "The TAILWIND project began in Riga."
    authority = tmp_path / "projects.json"
    authority.write_text(projects.json)
    overrides = tmp_path / "overrides.tsv"
    overrides.write_text("title:News\tcountry\tset\tSweden\n")
    (document,) = newsearch.segment(news, authorities=[authority], overrides=overrides)
    assert list(document.facets["project"]) == ["TAILWIND"]
    assert list(document.facets["country"]) == ["SE"]
    assert newsearch.list_projects(news, authorities=[authority]) == []
    authority.write_text("{")
    with pytest.raises(newsearch.BadInputError, match="projects.json:1"):
        list(newsearch.segment(news, authorities=[authority]))

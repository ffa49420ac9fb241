# SPDX-License-Identifier: GPL-2.0-or-later
import datetime
import gc
import os
import pickle
import threading

import newsearch
import pytest
from conftest import ARCHIVE, TITLES


def titles(results):
    return [hit.title for hit in results]


def test_search(ix):
    results = ix.search("smart city Kista")
    assert results.total == len(results) == 3 and results.understood
    assert results[0].title == TITLES[0]
    assert set(titles(results)) == {TITLES[0], TITLES[1], TITLES[3]}
    scores = [hit.score for hit in results]
    assert scores == sorted(scores, reverse=True) and scores[-1] > 0
    hit = results[0]
    assert hit.id and hit.lang == "en" and hit.source.endswith("news.txt") and hit.lines == (1, 6)
    assert hit.date.start == hit.date.end == datetime.date(2017, 11, 14)
    assert (hit.date.precision, hit.date.inferred, hit.date.raw) == ("day", False, "14th of November 2017")
    assert hit.facets["city"] == ("Kista",) and hit.evidence and hit.event is None
    assert [hit.title[span.begin : span.end] for span in hit.title_highlights] == ["smart", "city", "Kista"]
    assert list(results) == list(results.hits) and results[1:] == results.hits[1:]


def test_readme_example(ix):
    results = ix.search("smart city Kista", filters={"city": "Kista"})
    assert set(titles(results)) == {TITLES[0], TITLES[3]}
    assert [(count.value, count.label, count.count) for count in results.facets["city"]] == [("Kista", "Kista", 2)]


def test_facets(ix):
    results = ix.search("smart city Kista")
    assert set(results.facets) == {facet.name for facet in newsearch.facet_schema() if facet.shown_by_default}
    city = results.facets["city"]
    assert (city.facet, city.documents, city.distinct_values, len(city)) == ("city", 3, 2, 2)
    assert city[0] == newsearch.FacetCount("Kista", "Kista", 2)
    country = results.facets["country"]
    assert [(count.value, count.label, count.count) for count in country] == [
        ("SE", "Sweden", 2),
        ("SI", "Slovenia", 1),
    ]
    assert [(count.value, count.count) for count in results.facets["year"]] == [("2017", 2), ("2016", 1)]

    assert ix.search("Kista", facets=()).facets == {}
    assert list(ix.search("Kista", facets="year").facets) == ["year"]
    assert list(ix.search("Kista", facets=["year", "city"]).facets) == ["year", "city"]
    results = ix.search(facets={"city": 1, "year": None, "country": 2})
    assert [len(facet) for facet in results.facets.values()] == [1, 2, 2]
    assert results.facets["city"].distinct_values == 3


def test_filters(ix):
    assert ix.search(filters={"city": "kista"}).total == 2
    assert ix.search(filters={"city": ["Kista", "Tartu"]}).total == 3
    assert ix.search(filters={"city": ["Kista", "Tartu"], "year": "2016"}).total == 2
    assert ix.search(filters={"year": 2017}).total == 2
    assert ix.search(filters={"year": (2016, 2017)}).total == 4
    assert ix.search(filters={"city": "Paris"}).total == 0
    assert ix.search(filters={}).total == ix.search().total == 4


def test_paging_and_order(ix):
    everything = titles(ix.search())
    assert sorted(everything) == sorted(TITLES)
    assert titles(ix.search(limit=2)) == everything[:2]
    assert titles(ix.search(offset=2, limit=None)) == everything[2:]
    nothing = ix.search("Kista", limit=0)
    assert nothing.total == 2 and len(nothing) == 0 and not nothing
    assert titles(ix.search(sort="date")) == TITLES
    assert ix.search("Kista housing", match="all").total == 1
    assert ix.search("Kista housing", match="any").total == 2


def test_snippets(ix):
    results = ix.search("bicycles café")
    assert results.total == 2
    for hit in results:
        snippet = hit.snippet
        assert "\n" not in snippet.text and snippet.highlights
        end = 0
        for span in snippet.highlights:
            assert end <= span.begin < span.end <= len(snippet.text)
            end = span.end
            assert snippet.text[span.begin : span.end].lower() in ("bicycles", "café")
    assert all(hit.snippet is None for hit in ix.search("bicycles", snippet_chars=0))
    assert len(ix.search("Maribor", snippet_chars=40)[0].snippet.text) < 80


def test_get(ix):
    hit = ix.search("housing")[0]
    document = ix.get(hit.id)
    assert document.id == hit.id and document.title == TITLES[3]
    assert "fair housing" in document.body
    assert document in list(newsearch.segment(document.source))
    with pytest.raises(newsearch.NotFoundError):
        ix.get("nobody")


def test_stats(ix):
    stats = ix.stats()
    assert (stats.documents, stats.undated, stats.languages) == (4, 0, {"en": 4})
    assert list(stats.sources.values()) == [4]
    assert (stats.first_day, stats.last_day) == (datetime.date(2016, 2, 4), datetime.date(2017, 11, 14))
    assert stats.facets["city"].documents == 4 and stats.facets["city"][0].value == "Kista"
    assert set(stats.facets) == {facet.name for facet in newsearch.facet_schema()}
    assert stats.size_bytes > 0 and stats.format_version >= 1 and stats.analyzer and stats.icu_version


def test_reopen(archive, tmp_path):
    path = tmp_path / "news.index"
    with newsearch.IndexWriter(path) as writer:
        writer.index(archive)
    with newsearch.Index(path) as ix:
        assert ix.reopen() is False
        with newsearch.IndexWriter(path) as writer:
            writer.index(archive, source_name="once more")
        assert ix.search().total == 4
        assert ix.reopen() is True
        assert ix.search().total == 8


def test_bad_queries(ix):
    with pytest.raises(newsearch.BadQueryError) as caught:
        ix.search("žluťoučký year:2017..2015")
    assert caught.value.offset is not None and 9 < caught.value.offset < len("žluťoučký year:2017..2015")
    ix.search("žluťoučký year:2017..2015", syntax="plain")

    results = ix.search('žluť "smart city')
    assert [warning.offset for warning in results.warnings] == [5] and results.warnings[0].message
    ix.search("\ud800 lone surrogate")
    ix.search("nul\0nul")


@pytest.mark.parametrize(
    "arguments",
    [
        {"facets": ["colour"]},
        {"facets": {"city": 0}},
        {"facets": {"city": -1}},
        {"filters": {"colour": "blue"}},
        {"match": "some"},
        {"syntax": "lucene"},
        {"sort": "title"},
        {"sort": None},
        {"limit": -1},
        {"limit": 2**32},
        {"offset": -1},
        {"snippet_chars": -1},
        {"across": "maybe"},
        {"across": True},
        {"across": "on", "expansions": [newsearch.Expansion("de", "Fahrrad", offset=6)]},
        {"across": "on", "expansions": [newsearch.Expansion("de", "Fahrrad", offset=-1)]},
        {"across": "on", "expansions": [newsearch.Expansion("de", "Fahrrad", words=0)]},
        {"across": "on", "expansions": [newsearch.Expansion("de", "Fahrrad", weight=0)]},
        {"across": "on", "expansions": [newsearch.Expansion("de", "Fahrrad", weight=1.5)]},
        {"ranking": {"colour": 1}},
        {"ranking": {"struct_size": 1}},
        {"ranking": {"k1": -1}},
        {"ranking": {"k1": "much"}},
        {"ranking": {"k1": float("nan")}},
        {"ranking": {"k1": float("inf")}},
        {"ranking": {"b": 1.5}},
        {"ranking": {"b": 10**400}},
        {"ranking": {"similar_words": 1.5}},
        {"ranking": {"similar_words": 2**32}},
        {"ranking": {"passage_words": 0}},
    ],
    ids=str,
)
def test_bad_arguments(ix, arguments):
    with pytest.raises(newsearch.InvalidArgumentError):
        ix.search("Kista", **arguments)


def test_values_outlive_the_index(index_path):
    ix = newsearch.Index(index_path)
    results, stats = ix.search("Kista"), ix.stats()
    document = ix.get(results[0].id)
    ix.close()
    del ix
    gc.collect()
    assert results[0].title in TITLES and results.facets["city"][0].count == 2
    assert document.body and stats.documents == 4
    assert pickle.loads(pickle.dumps(results)) == results
    for value in (results, results[0], results[0].snippet, document, stats, results.facets["city"]):
        hash(value)
        with pytest.raises(AttributeError):
            value.anything = 1


def test_closed(index_path):
    ix = newsearch.Index(index_path)
    assert not ix.closed
    with ix:
        pass
    assert ix.closed
    for use in (ix.search, ix.stats, ix.reopen, lambda: ix.get("x")):
        with pytest.raises(newsearch.InvalidArgumentError, match="closed"):
            use()
    ix.close()


def test_one_index_in_many_threads(ix):
    failures = []

    def search():
        try:
            for _ in range(25):
                assert ix.search("smart city Kista").total == 3
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_facet_label():
    assert newsearch.facet_label("country", "SE") == "Sweden"
    assert newsearch.facet_label("country", "CI") == "Côte d’Ivoire"
    assert newsearch.facet_label("city", "Kista") == "Kista"
    assert newsearch.facet_label("country", "SE", "de") == "Schweden"
    assert newsearch.facet_label("country", "SE", locale="ja") == "スウェーデン"
    with pytest.raises(newsearch.InvalidArgumentError, match="klingon"):
        newsearch.facet_label("country", "SE", "klingon")


def test_locale(ix):
    results = ix.search("Kista", filters={"country": "SE"}, locale="sv")
    assert results.facets["country"][0] == newsearch.FacetCount("SE", "Sverige", 2)
    assert results[0].facets["country"] == ("SE",)
    assert ix.stats(locale="pt-BR").facets["country"][0].label == "Suécia"
    for locale in ("", "C", "en_US.UTF-8", "tlh"):
        with pytest.raises(newsearch.InvalidArgumentError):
            ix.search("Kista", locale=locale)
        with pytest.raises(newsearch.InvalidArgumentError):
            ix.stats(locale=locale)


def test_resolved(ix):
    hit = ix.search("smart city Kista")[0]
    assert hit.resolved == ix.get(hit.id).resolved
    assert {(known.facet, known.value) for known in hit.resolved} <= {
        (facet, value) for facet, values in hit.facets.items() for value in values
    }
    assert all(0 <= known.confidence <= 1 for known in hit.resolved)


@pytest.mark.skipif("NEWSEARCH_RESOLVED_INDEX" not in os.environ, reason="needs an index made by the tests of newsearch")
def test_all_that_can_be_known():
    with newsearch.Index(os.environ["NEWSEARCH_RESOLVED_INDEX"]) as ix:
        document, hit = ix.get("paris"), ix.search("Paris")[0]
    city, country = document.resolved
    assert city == newsearch.ResolvedValue(
        facet="city",
        value="Paris",
        id="geonames:4717560",
        confidence=0.91249,
        rule="named",
        within=("Texas", "United States"),
        point=newsearch.GeoPoint(33.660937, -95.555513),
        candidates=(
            newsearch.FacetCandidate("Paris", "geonames:2988507", "Île-de-France, France, 2138551 people", 0.08),
            newsearch.FacetCandidate("Paris", "", "", 0.004),
        ),
    )
    assert (country.value, country.within, country.point, country.candidates) == ("US", (), None, ())
    assert hit.resolved == document.resolved
    assert document.find_resolved(document.evidence[0].facet, document.evidence[0].value) is city
    assert hit.find_resolved("country", "US") == country and hit.find_resolved("city", "US") is None
    assert hash(document) and pickle.loads(pickle.dumps(document)) == document


def test_ranking(ix):
    query = "the smart city of Kista"
    score = ix.search(query)[0].score
    defaults = {
        "k1": 0.95, "b": 0.65, "similar_weight": 1.1, "min_likeness": 0.15, "capital_weight": 1.15, "part_weight": 0.5,
        "passage_weight": 1, "neighbour_weight": 0.33, "stop_word_weight": 0.15,
        "similar_words": 80, "reordered": 100, "passage_words": 15,
    }  # fmt: skip
    assert ix.search(query, ranking={})[0].score == ix.search(query, ranking=defaults)[0].score == score
    for option in ("b", "passage_weight", "neighbour_weight", "stop_word_weight", "reordered"):
        assert ix.search(query, ranking={option: 0})[0].score != score, option
    assert ix.search(query, ranking={"k1": 2, "b": 1.0})[0].score != score

    # The options are those of the C library.
    fields = dict(newsearch._index.ffi.typeof("newsearch_ranking_options").fields)
    assert set(fields) - {"struct_size", "reserved"} == set(newsearch.RankingOptions.__annotations__) == set(defaults)


def test_similar_only(ix):
    similar = ix.search("neighbourhood")  # the archive has neighbours
    assert similar.total == 0 and titles(similar) == TITLES[:1]
    assert similar[0].similar_only and similar[0].score > 0 and similar.facets["city"].documents == 0
    assert not ix.search("neighbourhood", ranking={"similar_weight": 0})
    assert not ix.search("neighbourhood", ranking={"similar_words": 0})
    assert not any(hit.similar_only for hit in ix.search("Kista"))


def test_nothing_across_and_nothing_explained(ix):
    results = ix.search("bicycle")
    assert (results.query_lang, results.expansions) == (None, ())
    for hit in results:
        assert hit.explanation == () and isinstance(hit.matched_langs, tuple)
    assert all(hit.matched_langs == () for hit in ix.search("city:Kista"))


def test_across_arguments(ix):
    for across in ("off", "suggest", "on"):
        assert ix.search("bicycle", across=across, lang="en", explain=True).total >= 2
        assert ix.search("bicycle", across=across, expansions=()).total == 2
    expansion = newsearch.Expansion("en", "lamps", offset=5)
    assert (expansion.words, expansion.weight, expansion.source) == (1, 1.0, "")
    assert ix.search("café bicycle", across="on", expansions=[expansion]).total >= 2
    hash(expansion), hash(newsearch.ScorePart("word", "lamp", "en", ("lamps",), 1.0, 2.0))


def test_expansions(ix):
    query = "rapide žluť vélo"
    given = newsearch.Expansion("en", "bicycles", offset=12, weight=0.5, source="me")
    results = ix.search(query, across="on", lang="fr", expansions=[given])
    assert results.total == 2 and results.query_lang == "fr" and results.expansions == (given,)
    assert [hit.matched_langs for hit in results] == [("en",)] * 2
    again = ix.search(query, across="on", lang="fr", expansions=results.expansions)
    assert again == results and pickle.loads(pickle.dumps(again)) == results and hash(again) == hash(results)
    assert ix.search(query, across="on", lang="fr", expansions=[]).total == 0

    suggested = ix.search("Suède", across="suggest", lang="fr")  # the gazetteer and CLDR are always there
    assert suggested.query_lang == "fr" and suggested.total == 0
    assert ("Sweden", "en") in [(expansion.text, expansion.lang) for expansion in suggested.expansions]
    assert all(0 < expansion.weight <= 1 and expansion.source for expansion in suggested.expansions)
    assert titles(ix.search("Suède", across="on", lang="fr")) == TITLES[:1]


def test_explanations(ix):
    results = ix.search("the bicycle counter", explain=True)
    assert results.total == 2
    for hit in results:
        assert hit.matched_langs == ("en",)
        assert sum(part.score for part in hit.explanation) == pytest.approx(hit.score, rel=1e-3)
        words = [part for part in hit.explanation if part.kind == "word"]
        assert words and all(part.lang == "en" and part.idf > 0 and part.score > 0 for part in words)
        assert [part.forms for part in words if "bicycles" in part.forms] == [("bicycles",)]
        hash(hit.explanation)


def test_facet_schema():
    schema = {facet.name: facet for facet in newsearch.facet_schema()}
    assert {"project", "city", "country", "year"} <= set(schema)
    assert schema["city"].multi_valued and not schema["year"].multi_valued
    assert all(facet.description for facet in schema.values())


def test_facets_of_an_index(tmp_path):
    archive = tmp_path / "own.jsonl"
    archive.write_text(
        '{"id": "a", "text": "Wind.", "lang": "en", "city": "Kista", "facets": {"topic": ["energy", "wind"]}}\n'
    )
    with newsearch.IndexWriter(tmp_path / "own.index") as writer:
        writer.index(archive)
    with newsearch.Index(tmp_path / "own.index") as ix:
        facets = ix.facets()
        assert facets[:-1] == newsearch.facet_schema()
        assert facets[-1].name == "topic" and facets[-1].multi_valued and facets[-1].shown_by_default
        results = ix.search("topic:energy")
        assert [count.value for count in results.facets["topic"]] == ["energy", "wind"]
        assert results[0].facets["topic"] == ("energy", "wind")
        assert ix.search(filters={"topic": "wind"}, facets="place").facets["place"][0].value == "Kista"
        assert ix.search("city:Kista", roll_up=True).total == ix.search("city:Kista").total == 1
        with pytest.raises(newsearch.InvalidArgumentError, match="no facet mood; there are .*, topic"):
            ix.search(facets="mood")
    with pytest.raises(newsearch.Error):
        ix.facets()


def test_complete(ix):
    assert ix.complete("bicycles in Ki")[0] == newsearch.Completion(
        text="kista", offset=12, facet=None, label="kista", langs=("en",), documents=2
    )
    assert [completion.text for completion in ix.complete("CAFE")] == ["café"]
    assert ix.complete("é caf")[0].offset == 2, "code points"
    assert ix.complete("Kista ") == ix.complete("") == ix.complete("\ud800") == ()
    assert len(ix.complete("b", limit=2)) == 2 and ix.complete("b", limit=None)[:2] == ix.complete("b", limit=2)
    assert ix.complete("Ki", lang="fr") == () and ix.complete("Ki", lang="en") == ix.complete("Ki")
    kista, sweden = ix.complete("", facets=["city", "country"], limit=1)
    assert (kista.text, kista.facet, kista.documents, kista.langs) == ("Kista", "city", 2, ())
    assert (sweden.text, sweden.label, sweden.facet) == ("SE", "Sweden", "country")
    (sweden,) = ix.complete("lab in sver", facets="country", words=False, locale="sv")
    assert (sweden.label, sweden.offset) == ("Sverige", 7)
    for bad in ({"facets": "taste"}, {"lang": "no language"}, {"lang": ""}, {"locale": ""}, {"locale": "!"}, {"limit": -1}, {"limit": 0}):
        with pytest.raises(newsearch.InvalidArgumentError):
            ix.complete("b", **bad)


def test_the_archive_has_what_the_tests_assume():
    assert ARCHIVE.count("++") == 2 * len(TITLES)

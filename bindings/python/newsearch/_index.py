# SPDX-License-Identifier: GPL-2.0-or-later
"""Index: ranked, faceted answers."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, overload

from newsearch._call import (
    SharedHandle,
    call,
    choice,
    code_points,
    count,
    encode,
    encode_path,
    fill,
    name,
    put,
    raw,
    struct,
    text,
)
from newsearch._document import (
    Date,
    Document,
    Evidence,
    LineSpan,
    ResolvedValue,
    Span,
    document_fields,
    find_resolved,
    make_day,
    make_document,
)
from newsearch._errors import BadQueryError, InvalidArgumentError
from newsearch._facet import FacetInfo, FacetResult, make_facet_info, make_facet_results
from newsearch._native import ffi, lib

_SYNTAX = {"full": lib.NEWSEARCH_QUERY_SYNTAX_FULL, "plain": lib.NEWSEARCH_QUERY_SYNTAX_PLAIN}
_MATCH = {"any": lib.NEWSEARCH_MATCH_MODE_ANY, "all": lib.NEWSEARCH_MATCH_MODE_ALL}
_SORT = {"relevance": lib.NEWSEARCH_SORT_ORDER_RELEVANCE, "date": lib.NEWSEARCH_SORT_ORDER_DATE}

_ACROSS = {
    "off": lib.NEWSEARCH_ACROSS_MODE_OFF,
    "suggest": lib.NEWSEARCH_ACROSS_MODE_SUGGEST,
    "on": lib.NEWSEARCH_ACROSS_MODE_ON,
}

FilterValue = str | int


class RankingOptions(TypedDict, total=False):
    """How hits are put in order. What is left out has its default; a weight of 0 leaves its step out; for
    capital_weight and part_weight, which multiply a word's own, 1 does.

    k1, b: BM25: how soon more occurrences of a word add little (0.95), and how much long texts are held back (0.65).
    similar_weight, similar_words, min_likeness: words that share n-grams of characters with a query's word rank too,
        the more the more they share, times the weight (1.1); how many of each word (80), and the least share of n-grams (0.15).
    capital_weight: of a word with a capital that does not open the query (1.15).
    part_weight: of a part of a joined name (0.5).
    reordered: how many of the best are ordered anew by the words' order in their texts (100), but for those with less
        than 0.3 of the best one's score.
    passage_weight, passage_words: the best passage (1), and how long one is (15).
    neighbour_weight: words side by side as in the query, as a share of their weight (0.33).
    stop_word_weight: as a share of an ordinary word's weight (0.15).
    """

    k1: float
    b: float
    similar_weight: float
    min_likeness: float
    capital_weight: float
    part_weight: float
    passage_weight: float
    neighbour_weight: float
    stop_word_weight: float
    similar_words: int
    reordered: int
    passage_words: int


@dataclass(frozen=True)
class Expansion:
    """Words that stand for words of the query in one of the index's languages."""

    lang: str  #: ISO 639-1
    text: str  #: one word or several
    offset: int = 0  #: code points into the query: the first of the words that it stands for
    words: int = 1  #: of the query, that it stands for
    weight: float = 1.0  #: how sure it is: above 0, up to 1
    source: str = ""  #: "dictionary", "pivot", "place", "country", "look-alike"; anything for one that was given


@dataclass(frozen=True)
class ScorePart:
    """A part of a hit's score."""

    #: "word" (a word of the query, in `forms`), "similar" (words that share n-grams with it), "passage" (words close
    #: together), "neighbours" (side by side as in the query), "stop words"
    kind: str
    word: str  #: of the query; empty for parts that are of no single word
    lang: str  #: in whose words it matched
    forms: tuple[str, ...]  #: what the document has of it, as written there, case-folded
    idf: float
    score: float


@dataclass(frozen=True)
class Snippet:
    """The words around what was found, in one line."""

    text: str
    highlights: tuple[Span, ...]  #: code points of `text`, ascending, not overlapping


@dataclass(frozen=True)
class Hit:
    """A document that matches, without its body: see Index.get."""

    id: str
    score: float  #: comparable within one search only
    title: str | None
    title_highlights: tuple[Span, ...]  #: code points of `title`
    snippet: Snippet | None
    date: Date | None
    event: Date | None
    lang: str
    source: str
    lines: LineSpan | None
    bytes: Span
    facets: Mapping[str, tuple[str, ...]] = field(hash=False)
    evidence: tuple[Evidence, ...]
    confidence: float
    date_bounds: Date | None = None
    boundary_reason: str = ""
    resolved: tuple[ResolvedValue, ...] = ()  #: what is known of values, in their order; not of all
    similar_only: bool = False  #: no word of the query, only similar ones: besides `total`, and in no facet's count
    matched_langs: tuple[str, ...] = ()  #: in whose words it matched, sorted; empty for filters alone
    explanation: tuple[ScorePart, ...] = ()  #: if asked for; adds up to `score`, up to rounding

    def find_resolved(self, facet: str, value: str) -> ResolvedValue | None:
        """What is known of a value, which may be that of a piece of evidence; None if nothing is."""
        return find_resolved(self.resolved, facet, value)


@dataclass(frozen=True)
class QueryWarning:
    """Something in the query that a person should know; it was answered all the same."""

    message: str
    offset: int  #: code points into the query


@dataclass(frozen=True)
class Results(Sequence[Hit]):
    """The answer to a search: a sequence of hits, with the figures over all matches. Independent of its index."""

    total: int  #: exact number of matches
    hits: tuple[Hit, ...]
    facets: Mapping[str, FacetResult] = field(hash=False)
    understood: str  #: the query as it was read, in full notation
    warnings: tuple[QueryWarning, ...]
    query_lang: str | None = None  #: that expansions were looked up from
    expansions: tuple[Expansion, ...] = ()  #: what was added, or would be, by place in the query, language, weight

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)


@dataclass(frozen=True)
class Completion:
    """What stands for the end of a text: a word of the index, or a value of a facet."""

    #: A word as most documents write it, case-folded, for all that differ from it in case and marks only; a value as
    #: filters take it.
    text: str
    offset: int  #: code points into the text that was given: `text` stands for everything from there on
    facet: str | None  #: None for a word
    label: str  #: of a value, for people; of a word, the same as `text`
    langs: tuple[str, ...]  #: of a word: the languages that have it, sorted
    #: Exact for values, for words with one spelling in one language, and for rare words; else a document may count once
    #: for each spelling and language in which it has the word.
    documents: int


@dataclass(frozen=True)
class Stats:
    """What is in an index."""

    documents: int
    undated: int
    languages: Mapping[str, int] = field(hash=False)  #: documents by language
    sources: Mapping[str, int] = field(hash=False)  #: documents by archive
    facets: Mapping[str, FacetResult] = field(hash=False)  #: at most 10 values each
    first_day: datetime.date | None
    last_day: datetime.date | None
    size_bytes: int  #: on disk
    format_version: int
    analyzer: str  #: version of the analysis chain
    icu_version: str  #: of the ICU that wrote the index


def _make_highlights(data: bytes, spans: Any, number: int) -> tuple[Span, ...]:
    return tuple(
        Span(code_points(data, spans[i].begin), code_points(data, spans[i].end)) for i in range(number)
    )


def _make_texts(strings: Any, number: int) -> tuple[str, ...]:
    return tuple(text(strings[i]) for i in range(number))


def _make_score_part(response: Any, hit_index: int, index: int) -> ScorePart:
    part = fill("newsearch_score_part", lib.newsearch_search_response_get_score_part, response, hit_index, index)
    return ScorePart(
        kind=text(part.kind),
        word=text(part.word),
        lang=text(part.lang),
        forms=_make_texts(part.forms, part.form_count),
        idf=part.idf,
        score=part.score,
    )


def _make_expansion(response: Any, index: int, query: bytes) -> Expansion:
    expansion = fill("newsearch_expansion", lib.newsearch_search_response_get_expansion, response, index)
    return Expansion(
        lang=text(expansion.lang),
        text=text(expansion.text),
        offset=code_points(query, expansion.offset),
        words=expansion.words,
        weight=expansion.weight,
        source=text(expansion.source),
    )


def _make_hit(response: Any, index: int) -> Hit:
    hit = fill("newsearch_hit", lib.newsearch_search_response_get_hit, response, index)
    fields = document_fields(hit.document)
    del fields["body"], fields["other_languages"]  # spans of the body
    snippet = None
    if hit.snippet.data != ffi.NULL:
        highlights = _make_highlights(raw(hit.snippet), hit.snippet_highlights, hit.snippet_highlight_count)
        snippet = Snippet(text(hit.snippet), highlights)
    return Hit(
        score=hit.score,
        snippet=snippet,
        title_highlights=_make_highlights(
            encode(fields["title"] or ""), hit.title_highlights, hit.title_highlight_count
        ),
        similar_only=bool(hit.similar_only),
        matched_langs=_make_texts(hit.matched_langs, hit.matched_lang_count),
        explanation=tuple(_make_score_part(response, index, i) for i in range(hit.score_part_count)),
        **fields,
    )


def _make_results(response: Any, query: bytes) -> Results:
    info = fill("newsearch_search_response_info", lib.newsearch_search_response_get_info, response)
    warnings = []
    for i in range(info.warning_count):
        warning = fill("newsearch_query_warning", lib.newsearch_search_response_get_warning, response, i)
        warnings.append(QueryWarning(text(warning.message), code_points(query, warning.offset)))
    return Results(
        total=info.total,
        hits=tuple(_make_hit(response, i) for i in range(info.hit_count)),
        facets=make_facet_results(response, lib.newsearch_search_response_get_facet, info.facet_count),
        understood=text(info.understood),
        warnings=tuple(warnings),
        query_lang=text(info.query_lang) or None,
        expansions=tuple(_make_expansion(response, i, query) for i in range(info.expansion_count)),
    )


def _make_completion(completions: Any, index: int, data: bytes) -> Completion:
    completion = fill("newsearch_completion", lib.newsearch_completion_list_get, completions, index)
    return Completion(
        text=text(completion.text),
        offset=code_points(data, completion.offset),
        facet=text(completion.facet) or None,
        label=text(completion.label),
        langs=_make_texts(completion.langs, completion.lang_count),
        documents=completion.documents,
    )


def _make_counts(stats: Any, get: Any, number: int) -> dict[str, int]:
    counts = {}
    for i in range(number):
        item = fill("newsearch_named_count", get, stats, i)
        counts[name(item.name)] = item.count
    return counts


def _make_filters(filters: Mapping[str, FilterValue | Iterable[FilterValue]], keep: list[Any]) -> Any:
    pairs = []
    for facet, values in filters.items():
        for value in (values,) if isinstance(values, (str, int)) else values:
            pairs.append((facet, str(value)))
    array = ffi.new("newsearch_facet_filter[]", len(pairs))
    for item, (facet, value) in zip(array, pairs):
        item.struct_size = ffi.sizeof("newsearch_facet_filter")
        put(item.facet, encode(facet), keep)
        put(item.value, encode(value), keep)
    return array


def _make_facets(facets: str | Iterable[str] | Mapping[str, int | None], keep: list[Any]) -> Any:
    if isinstance(facets, str):
        facets = (facets,)
    pairs = list(facets.items()) if isinstance(facets, Mapping) else [(facet, 10) for facet in facets]
    array = ffi.new("newsearch_facet_request[]", len(pairs))
    for item, (facet, max_values) in zip(array, pairs):
        item.struct_size = ffi.sizeof("newsearch_facet_request")
        put(item.facet, encode(facet), keep)
        item.max_values = count(
            max_values, f"the number of values of {facet}", zero=lib.NEWSEARCH_NONE, none=lib.NEWSEARCH_ALL
        )
    return array


def _make_ranking(ranking: RankingOptions) -> Any:
    options = struct("newsearch_ranking_options")
    kinds = {field: info.type.cname for field, info in ffi.typeof("newsearch_ranking_options").fields}
    for option, value in ranking.items():
        if option not in RankingOptions.__annotations__:
            raise InvalidArgumentError(
                f"ranking has no option {option!r}; there are {', '.join(RankingOptions.__annotations__)}"
            )
        if not isinstance(value, (int, float)) or not 0 <= value <= sys.float_info.max:
            raise InvalidArgumentError(f"{option} is {value!r}, which is out of range")
        if kinds[option] == "double":
            setattr(options, option, value or lib.NEWSEARCH_ZERO)
        elif not isinstance(value, int):
            raise InvalidArgumentError(f"{option} is {value!r}, which is no whole number")
        else:
            setattr(options, option, count(value, option, zero=lib.NEWSEARCH_NONE, none=0))
    return options


def _make_expansions(expansions: Iterable[Expansion], query: str, keep: list[Any]) -> Any:
    expansions = list(expansions)
    array = ffi.new("newsearch_expansion[]", len(expansions))
    for item, expansion in zip(array, expansions):
        if not 0 <= expansion.offset <= len(query):
            raise InvalidArgumentError(f"the offset of {expansion.text!r} is {expansion.offset}, outside of the query")
        if not 0 < expansion.weight <= 1:
            raise InvalidArgumentError(f"the weight of {expansion.text!r} is {expansion.weight}, not between 0 and 1")
        if not 0 < expansion.words < lib.NEWSEARCH_ALL:
            raise InvalidArgumentError(f"{expansion.text!r} stands for {expansion.words} words")
        item.struct_size = ffi.sizeof("newsearch_expansion")
        put(item.lang, encode(expansion.lang), keep)
        put(item.text, encode(expansion.text), keep)
        put(item.source, encode(expansion.source), keep)
        item.offset = len(encode(query[: expansion.offset]))
        item.weight = expansion.weight
        item.words = expansion.words
    return array


class Index(SharedHandle):
    """Answers queries from the index in the directory `path`, as of its latest commit::

        with newsearch.Index("news.index") as ix:
            for hit in ix.search("smart city Kista", filters={"city": "Kista"}):
                print(hit.title)
    """

    def __init__(self, path: str | bytes | os.PathLike[Any]) -> None:
        slot = ffi.new("newsearch_searcher **")
        call(lib.newsearch_searcher_open, slot, encode_path(path), ffi.NULL)
        super().__init__("the index", slot[0], lib.newsearch_searcher_free)

    def search(
        self,
        query: str = "",
        *,
        filters: Mapping[str, FilterValue | Iterable[FilterValue]] | None = None,
        facets: str | Iterable[str] | Mapping[str, int | None] | None = None,
        match: Literal["any", "all"] = "any",
        syntax: Literal["full", "plain"] = "full",
        sort: Literal["relevance", "date"] = "relevance",
        offset: int = 0,
        limit: int | None = 10,
        snippet_chars: int = 240,
        locale: str = "en",
        roll_up: bool = False,
        across: Literal["off", "suggest", "on"] = "off",
        lang: str | None = None,
        expansions: Iterable[Expansion] | None = None,
        ranking: RankingOptions | None = None,
        explain: bool = False,
    ) -> Results:
        """Searches; an empty query finds every document.

        filters: facet to value or values. Values of one facet are alternatives, different facets must all hold.
        facets: what to count over all matches: names, or names with the number of values (None: all of them). Default:
            the facets shown by default, 10 values each; (): none, which saves time.
        match: whether "any" or "all" of the free words are asked for.
        syntax: "plain" takes every character as text.
        limit: how many hits at most, after the first `offset`; None: all of them.
        snippet_chars: about how long snippets are, in code points; 0: none, which saves time.
        locale: the language of labels, a tag such as "sv" or "pt-BR"; filters take values, whatever the language.
        roll_up: a city or region also stands for the places that lie in it: in filters, in city: and region:, and in
            the counts of these facets.
        across: what the words mean in the other languages of the index: "suggest" says what would be added, "on"
            searches with it; both in `Results.expansions`.
        lang: the language of the query, ISO 639-1, for `across`; hides nothing. None: guessed from its words.
        expansions: with `across` "on", use these, as Results.expansions gave them and somebody edited them, and look
            nothing up. None: look them up.
        ranking: numbers that are not to have their defaults: see RankingOptions.
        explain: hits say what their scores are made of; costs an analysis of each hit.

        Raises BadQueryError, whose offset points into the query, and InvalidArgumentError for an unknown facet, a
        locale that is no language tag or in whose language nothing has a name, or a number that is out of range.
        """
        if facets is None:
            facets = [facet.name for facet in self.facets() if facet.shown_by_default]
        keep: list[Any] = []
        data = encode(query)
        request = struct("newsearch_search_request")
        put(request.text, data, keep)
        if not locale:  # to the C library, an empty one is the default
            raise InvalidArgumentError("the locale is empty")
        put(request.locale, encode(locale), keep)
        filter_array = _make_filters(filters or {}, keep)
        request.filters, request.filter_count = filter_array, len(filter_array)
        facet_array = _make_facets(facets, keep)
        request.facets, request.facet_count = facet_array, len(facet_array)
        request.roll_up = bool(roll_up)
        request.across = choice(across, "across", _ACROSS)
        if lang is not None:
            put(request.query_lang, encode(lang), keep)
        if expansions is not None:
            expansion_array = _make_expansions(expansions, query, keep)
            request.expansions, request.expansion_count = expansion_array, len(expansion_array)
            request.expansions_given = True
        ranking_options = _make_ranking(ranking or {})
        request.ranking = ranking_options
        request.explain = bool(explain)
        request.match = choice(match, "match", _MATCH)
        request.syntax = choice(syntax, "syntax", _SYNTAX)
        request.sort = choice(sort, "sort", _SORT)
        request.offset = count(offset, "offset", zero=0, none=0)
        request.max_hits = count(limit, "limit", zero=lib.NEWSEARCH_NONE, none=lib.NEWSEARCH_ALL)
        request.snippet_chars = count(snippet_chars, "snippet_chars", zero=lib.NEWSEARCH_NONE, none=0)
        slot = ffi.new("newsearch_search_response **")
        with self._use() as searcher:
            try:
                call(lib.newsearch_searcher_search, slot, searcher, request)
            except BadQueryError as error:
                if error.offset is not None:
                    error.offset = code_points(data, error.offset)
                raise
        return _make_results(ffi.gc(slot[0], lib.newsearch_search_response_free), data)

    def complete(
        self,
        text: str,
        *,
        facets: str | Iterable[str] = (),
        words: bool = True,
        lang: str | None = None,
        limit: int | None = 10,
        locale: str = "en",
    ) -> tuple[Completion, ...]:
        """What the end of a text may become, as far as somebody typed it, without case and marks.

        First the words that begin with the text's last word, most documents first; none after a blank or a sign. Then,
        for each of the facets, the values that begin with the longest end of the text with which any does, by value or
        by label, in the order of FacetResult; of an empty text, the first values.

        facets: whose values to complete.
        words: whether to complete words.
        lang: only words of this language, ISO 639-1. None: of all languages at once.
        limit: how many words at most, and values of each facet; None: all of them.
        locale: the language of labels.

        Raises InvalidArgumentError for an unknown facet, or a bad language or locale.
        """
        keep: list[Any] = []
        data = encode(text)
        request = struct("newsearch_completion_request")
        put(request.text, data, keep)
        names = (facets,) if isinstance(facets, str) else tuple(facets)
        facet_array = ffi.new("newsearch_string[]", len(names))
        for item, facet in zip(facet_array, names):
            put(item, encode(facet), keep)
        request.facets, request.facet_count = facet_array, len(names)
        request.no_words = not words
        if lang is not None:
            if not lang:  # to the C library, an empty one is all languages
                raise InvalidArgumentError("the language is empty")
            put(request.lang, encode(lang), keep)
        if not locale:
            raise InvalidArgumentError("the locale is empty")
        put(request.locale, encode(locale), keep)
        request.max_completions = count(limit, "limit", zero=lib.NEWSEARCH_NONE, none=lib.NEWSEARCH_ALL)
        slot = ffi.new("newsearch_completion_list **")
        with self._use() as searcher:
            call(lib.newsearch_searcher_complete, slot, searcher, request)
        completions = ffi.gc(slot[0], lib.newsearch_completion_list_free)
        return tuple(
            _make_completion(completions, i, data) for i in range(lib.newsearch_completion_list_count(completions))
        )

    def get(self, id: str) -> Document:
        """The whole document with this id. Raises NotFoundError."""
        data = encode(id)
        slot = ffi.new("newsearch_document **")
        with self._use() as searcher:
            call(lib.newsearch_searcher_get_document, slot, searcher, data, len(data))
        return make_document(ffi.gc(slot[0], lib.newsearch_document_free))

    def facets(self) -> tuple[FacetInfo, ...]:
        """The facets of the index, in the order in which results list them: built-in ones, and those of its documents."""
        slot = ffi.new("newsearch_facet_list **")
        with self._use() as searcher:
            call(lib.newsearch_searcher_get_facets, slot, searcher)
        facets = ffi.gc(slot[0], lib.newsearch_facet_list_free)
        return tuple(
            make_facet_info(lib.newsearch_facet_list_get, facets, i)
            for i in range(lib.newsearch_facet_list_count(facets))
        )

    def stats(self, *, locale: str = "en") -> Stats:
        """What is in the index, with labels in `locale`. Costs a look at every document."""
        tag = encode(locale)
        slot = ffi.new("newsearch_stats **")
        with self._use() as searcher:
            call(lib.newsearch_searcher_get_stats_in, slot, searcher, tag, len(tag))
        stats = ffi.gc(slot[0], lib.newsearch_stats_free)
        info = fill("newsearch_stats_info", lib.newsearch_stats_get_info, stats)
        return Stats(
            documents=info.documents,
            undated=info.undated,
            languages=_make_counts(stats, lib.newsearch_stats_get_language, info.language_count),
            sources=_make_counts(stats, lib.newsearch_stats_get_source, info.source_count),
            facets=make_facet_results(stats, lib.newsearch_stats_get_facet, info.facet_count),
            first_day=make_day(info.first_day),
            last_day=make_day(info.last_day),
            size_bytes=info.size_bytes,
            format_version=info.format_version,
            analyzer=text(info.analyzer),
            icu_version=text(info.icu_version),
        )

    def reopen(self) -> bool:
        """Moves to the latest commit. Returns whether there was a newer one."""
        newer = ffi.new("int32_t *")
        with self._use() as searcher:
            call(lib.newsearch_searcher_reopen, newer, searcher)
        return bool(newer[0])

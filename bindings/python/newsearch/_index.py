# SPDX-License-Identifier: GPL-2.0-or-later
"""Index: ranked, faceted answers."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

from newsearch._call import (
    Handle,
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

FilterValue = str | int


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


class Index(Handle):
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

        Raises BadQueryError, whose offset points into the query, and InvalidArgumentError for an unknown facet or a
        locale that is no language tag or in whose language nothing has a name.
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

# SPDX-License-Identifier: GPL-2.0-or-later
"""Facets: which there are, and their counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from newsearch._call import call, encode, fill, text
from newsearch._native import ffi, lib


@dataclass(frozen=True)
class FacetInfo:
    """A facet: built in, or of an index."""

    name: str  #: in queries (city:Kista), filters and results
    description: str
    multi_valued: bool
    shown_by_default: bool  #: counted when a search names no facets


@dataclass(frozen=True)
class FacetCount:
    """How many documents have a value."""

    value: str
    label: str  #: for people, in the locale that was asked for
    count: int


@dataclass(frozen=True)
class FacetResult(Sequence[FacetCount]):
    """The counts of one facet: a sequence of FacetCount, most frequent first; years newest first."""

    facet: str
    documents: int  #: matches with at least one value
    distinct_values: int  #: over all matches, not only those listed
    values: tuple[FacetCount, ...]

    @overload
    def __getitem__(self, index: int) -> FacetCount: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FacetCount, ...]: ...
    def __getitem__(self, index: int | slice) -> FacetCount | tuple[FacetCount, ...]:
        return self.values[index]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[FacetCount]:
        return iter(self.values)


def make_facet_info(get: Any, *arguments: Any) -> FacetInfo:
    info = fill("newsearch_facet_info", get, *arguments)
    return FacetInfo(text(info.name), text(info.description), bool(info.multi_valued), bool(info.shown_by_default))


def facet_schema() -> tuple[FacetInfo, ...]:
    """The built-in facets, in the order in which results list them. An index can have more: see Index.facets."""
    return tuple(
        make_facet_info(lib.newsearch_facet_schema_get, i) for i in range(lib.newsearch_facet_schema_count())
    )


def facet_label(facet: str, value: str, locale: str = "en") -> str:
    """What people read for a stored value: "Sweden" for country SE, "Schweden" where `locale` is "de".

    The value itself where nothing better is known. Raises InvalidArgumentError for a bad locale.
    """
    texts = encode(facet), encode(value), encode(locale)
    arguments = [argument for data in texts for argument in (data, len(data))]
    length = ffi.new("size_t *")
    call(lib.newsearch_facet_get_label_in, ffi.NULL, 0, length, *arguments)
    label = ffi.new("char[]", length[0] + 1)
    call(lib.newsearch_facet_get_label_in, label, length[0] + 1, length, *arguments)
    return ffi.unpack(label, length[0]).decode("utf-8", "replace")


def make_facet_result(result: Any) -> FacetResult:
    info = fill("newsearch_facet_result_info", lib.newsearch_facet_result_get_info, result)
    values = []
    for i in range(info.value_count):
        value = fill("newsearch_facet_count", lib.newsearch_facet_result_get_value, result, i)
        values.append(FacetCount(text(value.value), text(value.label), value.count))
    return FacetResult(text(info.facet), info.documents, info.distinct_values, tuple(values))


def make_facet_results(owner: Any, get: Any, number: int) -> dict[str, FacetResult]:
    """The facet results that a response or statistics lend, by facet."""
    results = {}
    slot = ffi.new("const newsearch_facet_result **")
    for i in range(number):
        call(get, slot, owner, i)
        result = make_facet_result(slot[0])
        results[result.facet] = result
    return results

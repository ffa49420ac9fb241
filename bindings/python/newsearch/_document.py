# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents: one article of an archive. Plain values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, cast

from newsearch._call import fill, name, text
from newsearch._native import ffi, lib

Precision = Literal["day", "month", "year"]
DateKind = Literal["publication", "event"]


class Span(NamedTuple):
    """A half-open range: `text[span.begin:span.end]`. Where it belongs says what is counted."""

    begin: int
    end: int


class LineSpan(NamedTuple):
    """Lines of a source file, 1-based, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Date:
    """A date as an interval of days: "November 2017" is 2017-11-01 to 2017-11-30, precision "month"."""

    start: datetime.date
    end: datetime.date  #: included
    precision: Precision
    raw: str  #: as written; empty if the date was given as data
    inferred: bool  #: a part was not written but follows from the neighbours
    span: Span  #: of `raw` in the source, bytes
    rule: str  #: how it was found: "date line", "in title", ...
    kind: DateKind = "publication"  #: what it says of the article: when it was published, or when its event is


@dataclass(frozen=True)
class LanguageSpan:
    """A part of a body in another language than the document."""

    lang: str  #: ISO 639-1
    span: Span  #: bytes of the UTF-8 of the body


@dataclass(frozen=True)
class Evidence:
    """Why a document has a facet value: the words that justify it."""

    facet: str
    value: str
    text: str  #: the words, as written
    span: Span  #: where they stand: bytes into the source; for JSON Lines, bytes into the UTF-8 of `field`
    field: str  #: "title" or "text" for JSON Lines, else empty
    rule: str  #: how it was recognised: "gazetteer", "country of city", ...


class GeoPoint(NamedTuple):
    """A place on the globe, WGS 84, degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class FacetCandidate:
    """Another reading of the words behind a value, which was considered and not taken."""

    value: str
    id: str  #: as ResolvedValue.id
    description: str  #: tells it from others of its name: "Texas, United States"
    confidence: float  #: 0 to 1; with that of the value taken, at most 1 in all


@dataclass(frozen=True)
class ResolvedValue:
    """What a value of a facet stands for on a document, and how sure that is."""

    facet: str
    value: str
    id: str  #: "geonames:2673730", "iso:SE", ...; empty where nothing names it
    confidence: float  #: 0 to 1
    rule: str  #: how it was found: "named", "country of city", "discovered", ...
    within: tuple[str, ...] = ()  #: the places it lies in, smallest first
    point: GeoPoint | None = None  #: its centre; of places only
    candidates: tuple[FacetCandidate, ...] = ()  #: best first


@dataclass(frozen=True)
class Document:
    """One article of an archive."""

    id: str
    source: str  #: the archive: its absolute path, or the name given to it
    lines: LineSpan | None  #: place in the source
    bytes: Span  #: place in the source
    title: str | None
    body: str
    lang: str  #: ISO 639-1; "und": unknown
    date: Date | None  #: of publication, or of the heading: what sorts
    event: Date | None  #: a second date line beneath it
    facets: Mapping[str, tuple[str, ...]] = field(hash=False)  #: most important value first
    evidence: tuple[Evidence, ...]
    confidence: float  #: 0 to 1: how sure the reader is of the article's boundaries
    #: of an article without a date, in an archive that is in order: between its dated neighbours
    date_bounds: Date | None = None
    other_languages: tuple[LanguageSpan, ...] = ()  #: parts of the body in other languages, in order
    boundary_reason: str = ""  #: why the article was taken to start where it does; empty if the format says so
    resolved: tuple[ResolvedValue, ...] = ()  #: what is known of values, in their order; not of all

    def find_resolved(self, facet: str, value: str) -> ResolvedValue | None:
        """What is known of a value, which may be that of a piece of evidence; None if nothing is."""
        return find_resolved(self.resolved, facet, value)


def find_resolved(resolved: tuple[ResolvedValue, ...], facet: str, value: str) -> ResolvedValue | None:
    return next((known for known in resolved if (known.facet, known.value) == (facet, value)), None)


def make_span(value: Any) -> Span:
    return Span(value.begin, value.end)


def make_day(value: Any) -> datetime.date | None:
    return datetime.date(value.year, value.month, value.day) if value.year else None


def make_date(document: Any, kind: int) -> Date | None:
    date = fill("newsearch_date", lib.newsearch_document_get_date, document, kind)
    if not date.present:
        return None
    return Date(
        start=cast(datetime.date, make_day(date.start)),
        end=cast(datetime.date, make_day(date.end)),
        precision=cast(Precision, ffi.string(lib.newsearch_date_precision_name(date.precision)).decode()),
        raw=text(date.raw),
        inferred=bool(date.inferred),
        span=make_span(date.span),
        rule=text(date.rule),
        kind="event" if date.kind == lib.NEWSEARCH_DATE_KIND_EVENT else "publication",
    )


def _make_language(document: Any, index: int) -> LanguageSpan:
    part = fill("newsearch_language_span", lib.newsearch_document_get_other_language, document, index)
    return LanguageSpan(text(part.lang), make_span(part.span))


def _make_evidence(document: Any, index: int) -> Evidence:
    evidence = fill("newsearch_evidence", lib.newsearch_document_get_evidence, document, index)
    return Evidence(
        facet=text(evidence.facet),
        value=text(evidence.value),
        text=text(evidence.text),
        span=make_span(evidence.span),
        field=text(evidence.field),
        rule=text(evidence.rule),
    )


def _make_candidate(document: Any, resolved_index: int, index: int) -> FacetCandidate:
    other = fill("newsearch_facet_candidate", lib.newsearch_document_get_candidate, document, resolved_index, index)
    return FacetCandidate(text(other.value), text(other.id), text(other.description), other.confidence)


def _make_resolved(document: Any, index: int) -> ResolvedValue:
    value = fill("newsearch_resolved_value", lib.newsearch_document_get_resolved, document, index)
    return ResolvedValue(
        facet=text(value.facet),
        value=text(value.value),
        id=text(value.id),
        confidence=value.confidence,
        rule=text(value.rule),
        within=tuple(text(value.within[i]) for i in range(value.within_count)),
        point=GeoPoint(value.latitude, value.longitude) if value.has_point else None,
        candidates=tuple(_make_candidate(document, index, i) for i in range(value.candidate_count)),
    )


def document_fields(document: Any) -> dict[str, Any]:
    """What a Document and a Hit have in common, and the body."""
    info = fill("newsearch_document_info", lib.newsearch_document_get_info, document)
    facets: dict[str, tuple[str, ...]] = {}
    for i in range(info.facet_count):
        values = fill("newsearch_facet_values", lib.newsearch_document_get_facet, document, i)
        facets[text(values.facet)] = tuple(text(values.values[k]) for k in range(values.value_count))
    return {
        "id": text(info.id),
        "source": name(info.source),
        "lines": LineSpan(info.first_line, info.last_line) if info.first_line else None,
        "bytes": make_span(info.bytes),
        "title": None if info.title.data == ffi.NULL else text(info.title),
        "body": text(info.body),
        "lang": text(info.lang),
        "date": make_date(document, lib.NEWSEARCH_DATE_KIND_PUBLICATION),
        "event": make_date(document, lib.NEWSEARCH_DATE_KIND_EVENT),
        "facets": facets,
        "evidence": tuple(_make_evidence(document, i) for i in range(info.evidence_count)),
        "confidence": info.confidence,
        "date_bounds": make_date(document, lib.NEWSEARCH_DATE_KIND_BOUNDS),
        "other_languages": tuple(_make_language(document, i) for i in range(info.other_language_count)),
        "boundary_reason": text(info.boundary_reason),
        "resolved": tuple(_make_resolved(document, i) for i in range(info.resolved_count)),
    }


def make_document(document: Any) -> Document:
    return Document(**document_fields(document))

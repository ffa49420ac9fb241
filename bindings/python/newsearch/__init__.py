# SPDX-License-Identifier: GPL-2.0-or-later
"""Full-text search in news archives: articles, facets, ranked answers.

    import newsearch

    with newsearch.IndexWriter("news.index") as writer:
        writer.index("news.txt")

    with newsearch.Index("news.index") as ix:
        results = ix.search("smart city Kista", filters={"city": "Kista"})
        for hit in results:
            print(hit.title, hit.date.start if hit.date else "")
        for count in results.facets["city"]:
            print(count.label, count.count)

All values are plain, typed and frozen; they stay as they are when the index is closed. Offsets into text that is
returned (highlights) count code points, as Python does; offsets into files count bytes. Every failure that
newsearch reports is a newsearch.Error.
"""

from newsearch._archive import (
    ArchiveReport,
    Documents,
    ExplainedBlock,
    IngestWarning,
    Progress,
    ProjectCandidate,
    ProjectList,
    UpdateReport,
    explain,
    list_archives,
    list_projects,
    segment,
    segment_text,
)
from newsearch._document import (
    Date,
    Document,
    Evidence,
    FacetCandidate,
    GeoPoint,
    LanguageSpan,
    LineSpan,
    ResolvedValue,
    Span,
)
from newsearch._errors import (
    AlreadyExistsError,
    BadInputError,
    BadQueryError,
    CancelledError,
    CorruptionError,
    Error,
    IndexChangedError,
    InternalError,
    InvalidArgumentError,
    IoError,
    LockedError,
    NotFoundError,
    OutOfMemoryError,
    ReadOnlyError,
    UnsupportedError,
    VersionMismatchError,
)
from newsearch._facet import FacetCount, FacetInfo, FacetResult, facet_label, facet_schema
from newsearch._index import (
    Completion,
    Expansion,
    Hit,
    Index,
    QueryWarning,
    RankingOptions,
    Results,
    ScorePart,
    Snippet,
    Stats,
)
from newsearch._native import ffi as _ffi
from newsearch._native import lib as _lib
from newsearch._writer import IndexWriter

#: The version of the C library that runs.
__version__: str = _ffi.string(_lib.newsearch_version()).decode()

__all__ = [
    "AlreadyExistsError",
    "ArchiveReport",
    "BadInputError",
    "BadQueryError",
    "CancelledError",
    "Completion",
    "CorruptionError",
    "Date",
    "Document",
    "Documents",
    "Error",
    "Evidence",
    "Expansion",
    "ExplainedBlock",
    "FacetCandidate",
    "FacetCount",
    "FacetInfo",
    "FacetResult",
    "GeoPoint",
    "Hit",
    "Index",
    "IndexChangedError",
    "IndexWriter",
    "IngestWarning",
    "InternalError",
    "InvalidArgumentError",
    "IoError",
    "LanguageSpan",
    "LineSpan",
    "LockedError",
    "NotFoundError",
    "OutOfMemoryError",
    "Progress",
    "ProjectCandidate",
    "ProjectList",
    "QueryWarning",
    "RankingOptions",
    "ReadOnlyError",
    "ResolvedValue",
    "Results",
    "ScorePart",
    "Snippet",
    "Span",
    "Stats",
    "UnsupportedError",
    "UpdateReport",
    "VersionMismatchError",
    "__version__",
    "explain",
    "facet_label",
    "facet_schema",
    "list_archives",
    "list_projects",
    "segment",
    "segment_text",
]

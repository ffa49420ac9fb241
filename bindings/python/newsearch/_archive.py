# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading archives: a file in, documents out."""

from __future__ import annotations

import os
import queue
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union

from newsearch._call import call, choice, encode, encode_path, fill, name, put, struct, text
from newsearch._document import Document, Span, make_document, make_span
from newsearch._errors import Error, InvalidArgumentError
from newsearch._native import ffi, lib

Path = Union[str, bytes, "os.PathLike[Any]"]
ArchiveFormat = Literal["detect", "text", "jsonl", "markdown", "html", "feed", "jsonfeed"]
_FORMATS = {
    "detect": lib.NEWSEARCH_ARCHIVE_FORMAT_DETECT,
    "text": lib.NEWSEARCH_ARCHIVE_FORMAT_TEXT,
    "jsonl": lib.NEWSEARCH_ARCHIVE_FORMAT_JSON_LINES,
    "markdown": lib.NEWSEARCH_ARCHIVE_FORMAT_MARKDOWN,
    "html": lib.NEWSEARCH_ARCHIVE_FORMAT_HTML,
    "feed": lib.NEWSEARCH_ARCHIVE_FORMAT_FEED,
    "jsonfeed": lib.NEWSEARCH_ARCHIVE_FORMAT_JSON_FEED,
}


@dataclass(frozen=True)
class IngestWarning:
    """Something in the archive that a person should know; reading went on."""

    message: str
    line: int | None  #: 1-based; None if it concerns the whole file


@dataclass(frozen=True)
class ArchiveReport:
    """What reading an archive came to."""

    source: str
    bytes: int
    documents: int
    undated: int
    untitled: int
    skipped: int  #: records that are no document
    ill_formed_bytes: int  #: not UTF-8: read as U+FFFD
    warnings: tuple[IngestWarning, ...]  #: the first ones
    warnings_total: int
    doubtful: int = 0  #: articles whose boundaries are not sure; each has a warning
    incomplete: bool = False  #: a feed that breaks off; a warning says where
    format: str = "detect"  #: as it was read
    charset: str = ""  #: the encoding as it was read
    layout: str = ""  #: how the archive's articles open; empty if they are given


@dataclass(frozen=True)
class ProjectCandidate:
    """A name that an archive may use for a project."""

    name: str  #: as the archive writes it most
    spellings: tuple[str, ...]  #: others
    articles: int  #: that name it
    introductions: int  #: articles that call it a project, or speak of it as of one
    grants: tuple[str, ...]  #: numbers of grants beside it
    confidence: float  #: between 0 and 1, that it is a project
    accepted: bool  #: sure enough to be a value of the facet project by itself
    example: str  #: a sentence that introduces it
    source: str  #: where that stands
    line: int | None  #: 1-based; None if it is not in lines


class ProjectList(list[ProjectCandidate]):
    """The names of an archive; `json` is the list as an authority file, for a person to go through."""

    def __init__(self, projects: Iterable[ProjectCandidate], json: str) -> None:
        super().__init__(projects)
        self.json = json


@dataclass(frozen=True)
class ExplainedBlock:
    """A block of an archive (a line, a paragraph, a heading, ...) and what it was taken for."""

    line: int  #: 1-based, of its first byte
    bytes: Span  #: in the source
    text: str
    role: str  #: "furniture", "group date", "title", "date", "event date", "opening" or "body"
    confidence: float  #: of the article that starts here
    reason: str  #: why it starts here, with weights; empty where none starts


@dataclass(frozen=True)
class UpdateReport:
    """What indexing an archive changed."""

    added: int
    replaced: int
    unchanged: int
    removed: int  #: were in the index from this source and are no longer in it
    archive: ArchiveReport


@dataclass(frozen=True)
class Progress:
    """How far reading has come."""

    bytes_done: int
    bytes_total: int
    documents: int


class Callback:
    """A Python function as a callback of the C library: what it raises stops the reading, and is raised again after it."""

    def __init__(self, function: Callable[[Any], object]) -> None:
        self._function = function
        self._raised: BaseException | None = None
        self.payload = ffi.new_handle(self)

    def __call__(self, argument: Any) -> int:
        try:
            self._function(argument)
            return 0
        except BaseException as error:  # KeyboardInterrupt too: it must not be lost in C
            self._raised = error
            return -1

    def call(self, function: Callable[..., int], *args: Any) -> None:
        """Calls a function of the C library that calls this callback."""
        try:
            call(function, *args)
        except Error:
            if self._raised is None:
                raise
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised


@ffi.def_extern(name="newsearch_py_document", onerror=None, error=-1)
def _on_document(document: Any, payload: Any) -> int:
    return ffi.from_handle(payload)(document)


@ffi.def_extern(name="newsearch_py_progress", onerror=None, error=-1)
def _on_progress(progress: Any, payload: Any) -> int:
    return ffi.from_handle(payload)(progress)


@ffi.def_extern(name="newsearch_py_explain", onerror=None, error=-1)
def _on_explain(block: Any, payload: Any) -> int:
    return ffi.from_handle(payload)(block)


def make_block(block: Any) -> ExplainedBlock:
    return ExplainedBlock(
        line=block.line,
        bytes=make_span(block.bytes),
        text=text(block.text),
        role=text(block.role),
        confidence=block.confidence,
        reason=text(block.reason),
    )


def make_options(
    format: str,
    source_name: str | None,
    max_line_bytes: int | None,
    keep: list[Any],
    progress: Callback | None = None,
    *,
    charset: str | None = None,
    facets: bool = True,
    authorities: Iterable[Path] = (),
    overrides: Path | None = None,
) -> Any:
    options = struct("newsearch_ingest_options")
    options.no_facets = 0 if facets else 1
    if isinstance(authorities, (str, bytes, os.PathLike)):
        raise TypeError("authorities is one path; put it into a list")
    paths = [encode_path(path) for path in authorities]
    if paths:
        array = ffi.new("newsearch_string[]", len(paths))
        keep.append(array)
        for item, path in zip(array, paths):
            put(item, path, keep)
        options.authorities = array
        options.authority_count = len(paths)
    if overrides is not None:
        put(options.overrides, encode_path(overrides), keep)
    if charset is not None:
        put(options.charset, encode(charset), keep)
    options.format = choice(format, "format", _FORMATS)
    if source_name is not None:
        put(options.source_name, os.fsencode(source_name), keep)
    if max_line_bytes is not None:
        if not 0 < max_line_bytes < 2**64:
            raise InvalidArgumentError(f"max_line_bytes is {max_line_bytes}, which is out of range")
        options.max_line_bytes = max_line_bytes
    if progress is not None:
        options.progress = lib.newsearch_py_progress
        options.progress_payload = progress.payload
    return options


def make_report(report: Any) -> tuple[ArchiveReport, Any]:
    """The report, and the struct with all its figures."""
    info = fill("newsearch_report_info", lib.newsearch_report_get_info, report)
    warnings = []
    for i in range(info.warning_count):
        warning = fill("newsearch_ingest_warning", lib.newsearch_report_get_warning, report, i)
        warnings.append(IngestWarning(text(warning.message), warning.line or None))
    return (
        ArchiveReport(
            source=name(info.source),
            bytes=info.bytes,
            documents=info.documents,
            undated=info.undated,
            untitled=info.untitled,
            skipped=info.skipped,
            ill_formed_bytes=info.ill_formed_bytes,
            warnings=tuple(warnings),
            warnings_total=info.warnings_total,
            doubtful=info.doubtful,
            incomplete=bool(info.incomplete),
            format=ffi.string(lib.newsearch_archive_format_name(info.format)).decode(),
            charset=text(info.charset),
            layout=text(info.layout),
        ),
        info,
    )


class _Closed(Exception):
    """Raised into the reading thread when nobody wants more documents."""


class _Channel:
    """From the thread in which the C library reads to the one that wants the documents; holds a few of them."""

    def __init__(self) -> None:
        self._items: queue.Queue[Any] = queue.Queue(maxsize=16)
        self._closed = False
        self.thread: threading.Thread | None = None

    def put(self, item: Any) -> None:
        if self._closed:
            raise _Closed
        self._items.put(item)

    def get(self) -> Any:
        return self._items.get()

    def close(self) -> None:
        """Ends the reading, and waits for it."""
        self._closed = True
        thread = self.thread
        while thread is not None and thread is not threading.current_thread() and thread.is_alive():
            try:
                self._items.get(timeout=0.01)  # makes room for a thread that waits in put()
            except queue.Empty:
                pass


def _produce(channel: _Channel, read: Callable[[Callable[[Any], object]], ArchiveReport]) -> None:
    try:
        try:
            channel.put(read(lambda document: channel.put(make_document(document))))
        except _Closed:
            raise
        except BaseException as error:
            channel.put(error)
    except _Closed:
        pass


class Documents(Iterator[Document]):
    """The documents of an archive, in the order of the file. Reads ahead a little, never the whole file.

    Can be left before the end; `close()` or a `with` then ends the reading at once.
    """

    def __init__(self, read: Callable[[Callable[[Any], object]], ArchiveReport]) -> None:
        self._read: Callable[[Callable[[Any], object]], ArchiveReport] | None = read
        self._channel = _Channel()
        self._done = False
        self._report: ArchiveReport | None = None
        self._finalizer = weakref.finalize(self, self._channel.close)

    @property
    def report(self) -> ArchiveReport | None:
        """What the reading came to, once the last document has been taken."""
        return self._report

    def __next__(self) -> Document:
        if self._done:
            raise StopIteration
        if self._read is not None:
            thread = threading.Thread(
                target=_produce, args=(self._channel, self._read), name="newsearch.segment", daemon=True
            )
            self._read = None
            self._channel.thread = thread
            thread.start()
        item = self._channel.get()
        if isinstance(item, Document):
            return item
        self._done = True
        if isinstance(item, BaseException):
            raise item
        self._report = item
        raise StopIteration

    def close(self) -> None:
        """Ends the reading. May be called again."""
        self._done = True
        self._finalizer()

    def __enter__(self) -> Documents:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _documents(function: Callable[..., int], arguments: tuple[Any, ...], options: Any, keep: list[Any]) -> Documents:
    def read(sink: Callable[[Any], object], _keep: list[Any] = keep) -> ArchiveReport:
        callback = Callback(sink)
        slot = ffi.new("newsearch_report **")
        callback.call(function, slot, *arguments, options, lib.newsearch_py_document, callback.payload)
        return make_report(ffi.gc(slot[0], lib.newsearch_report_free))[0]

    return Documents(read)


def list_archives(path: str | bytes | os.PathLike[Any]) -> list[str]:
    """The archives that `path` names, for `segment` and `IndexWriter.index`, in the order of their bytes.

    A file, and "-" for standard input, is itself; a directory stands for the archives in it and below; a pattern
    with `*`, `?` or `**` for what it matches. Raises NotFoundError or IoError.
    """
    slot = ffi.new("newsearch_path_list **")
    call(lib.newsearch_list_archives, slot, encode_path(path))
    paths = ffi.gc(slot[0], lib.newsearch_path_list_free)
    return [
        os.fsdecode(ffi.string(lib.newsearch_path_list_get(paths, i)))
        for i in range(lib.newsearch_path_list_count(paths))
    ]


def list_projects(
    path: Path,
    *,
    format: ArchiveFormat = "detect",
    charset: str | None = None,
    authorities: Iterable[Path] = (),
) -> ProjectList:
    """The names in the archive `path` that may be projects, surest first.

    Names that `authorities`, files of the portal's own, know are left out.
    """
    keep: list[Any] = []
    options = make_options(format, None, None, keep, charset=charset, authorities=authorities)
    slot = ffi.new("newsearch_project_list **")
    call(lib.newsearch_list_projects, slot, encode_path(path), options)
    projects = ffi.gc(slot[0], lib.newsearch_project_list_free)
    made = []
    for i in range(lib.newsearch_project_list_count(projects)):
        project = fill("newsearch_project", lib.newsearch_project_list_get, projects, i)
        made.append(
            ProjectCandidate(
                name=text(project.name),
                spellings=tuple(text(project.spellings[k]) for k in range(project.spelling_count)),
                articles=project.articles,
                introductions=project.introductions,
                grants=tuple(text(project.grants[k]) for k in range(project.grant_count)),
                confidence=project.confidence,
                accepted=bool(project.accepted),
                example=text(project.example),
                source=name(project.source),
                line=project.line or None,
            )
        )
    return ProjectList(made, ffi.string(lib.newsearch_project_list_json(projects)).decode())


def segment(
    path: str | bytes | os.PathLike[Any],
    *,
    format: ArchiveFormat = "detect",
    charset: str | None = None,
    facets: bool = True,
    source_name: str | None = None,
    max_line_bytes: int | None = None,
    authorities: Iterable[Path] = (),
    overrides: Path | None = None,
) -> Documents:
    """Reads the archive in the file `path`, "-" for standard input: iterates over its documents. Touches no index.

    `charset` is the character encoding ("windows-1250") where the file does not say it and its bytes mislead.
    `authorities` are files of what facets' values are called, `overrides` a file of corrections.
    Without `facets` projects, cities and countries are not looked for, which takes most of the time.

    Raises NotFoundError, IoError, BadInputError or InvalidArgumentError when the first document is taken.
    """
    keep: list[Any] = []
    options = make_options(
        format, source_name, max_line_bytes, keep,
        charset=charset, facets=facets, authorities=authorities, overrides=overrides,
    )  # fmt: skip
    return _documents(lib.newsearch_archive_read, (encode_path(path),), options, keep)


def segment_text(
    archive: str,
    *,
    format: ArchiveFormat = "text",
    facets: bool = True,
    source_name: str | None = None,
    max_line_bytes: int | None = None,
    authorities: Iterable[Path] = (),
    overrides: Path | None = None,
) -> Documents:
    """The same for text in memory. Spans count bytes of its UTF-8."""
    keep: list[Any] = []
    options = make_options(
        format, source_name, max_line_bytes, keep,
        charset="UTF-8", facets=facets, authorities=authorities, overrides=overrides,
    )  # fmt: skip
    data = encode(archive)
    return _documents(lib.newsearch_text_read, (data, len(data)), options, keep)


def explain(
    path: str | bytes | os.PathLike[Any],
    *,
    format: ArchiveFormat = "detect",
    charset: str | None = None,
    max_line_bytes: int | None = None,
) -> list[ExplainedBlock]:
    """What each block of the archive in the file `path` was taken for, and why articles start where they do.

    Empty for archives that say themselves where their articles are.
    """
    blocks: list[ExplainedBlock] = []
    explained = Callback(lambda block: blocks.append(make_block(block)))
    taken = Callback(lambda document: None)
    keep: list[Any] = []
    options = make_options(format, None, max_line_bytes, keep, charset=charset, facets=False)
    options.explain = lib.newsearch_py_explain
    options.explain_payload = explained.payload
    explained.call(
        lib.newsearch_archive_read, ffi.NULL, encode_path(path), options, lib.newsearch_py_document, taken.payload
    )
    return blocks

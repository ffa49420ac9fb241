# SPDX-License-Identifier: GPL-2.0-or-later
"""IndexWriter: puts archives into an index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from newsearch._archive import ArchiveFormat, Callback, Path, Progress, UpdateReport, make_options, make_report
from newsearch._call import Handle, call, count, encode, encode_path, struct
from newsearch._native import ffi, lib


class IndexWriter(Handle):
    """Puts archives into the index in the directory `path`. One writer per index; a second raises LockedError.

    `threads` work on new documents, as many as the machine has if it is 0; about `memory_mb` megabytes are held
    before they are written, and some for each thread. Neither changes the index.

    As a context manager it commits at the end, unless there was an exception::

        with newsearch.IndexWriter("news.index") as writer:
            report = writer.index("news.txt")
    """

    def __init__(
        self,
        path: str | bytes | os.PathLike[Any],
        *,
        create: bool = True,
        lock_wait_ms: int = 0,
        threads: int = 0,
        memory_mb: int = 512,
    ) -> None:
        options = struct("newsearch_index_writer_options")
        options.must_exist = not create
        options.lock_wait_ms = count(lock_wait_ms, "lock_wait_ms", zero=0, none=0)
        options.threads = count(threads, "threads", zero=0, none=0)
        options.memory_mb = count(memory_mb, "memory_mb", zero=1, none=0)
        slot = ffi.new("newsearch_index_writer **")
        call(lib.newsearch_index_writer_open, slot, encode_path(path), options)
        super().__init__("the index writer", slot[0], lib.newsearch_index_writer_free)

    def index(
        self,
        path: str | bytes | os.PathLike[Any],
        *,
        format: ArchiveFormat = "detect",
        charset: str | None = None,
        facets: bool = True,
        source_name: str | None = None,
        max_line_bytes: int | None = None,
        authorities: Iterable[Path] = (),
        overrides: Path | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> UpdateReport:
        """Brings the index up to date with the archive in the file `path`, and commits.

        Afterwards the index holds exactly the documents of this source that the file holds. On failure it is as
        it was. `progress` is called now and then; what it raises stops the reading.
        """

        def on_progress(now: Any) -> None:  # without a `progress`, still the place where Ctrl-C arrives
            if progress is not None:
                progress(Progress(now.bytes_done, now.bytes_total, now.documents))

        callback = Callback(on_progress)
        keep: list[Any] = []
        options = make_options(
            format, source_name, max_line_bytes, keep, callback,
            charset=charset, facets=facets, authorities=authorities, overrides=overrides,
        )  # fmt: skip
        slot = ffi.new("newsearch_report **")
        with self._use() as writer:
            callback.call(lib.newsearch_index_writer_index_archive, slot, writer, encode_path(path), options)
        report, info = make_report(ffi.gc(slot[0], lib.newsearch_report_free))
        return UpdateReport(info.added, info.replaced, info.unchanged, info.removed, report)

    def remove(self, id: str) -> None:
        """Removes the document with this id, with the next commit. Raises NotFoundError."""
        data = encode(id)
        with self._use() as writer:
            call(lib.newsearch_index_writer_remove, writer, data, len(data))

    def commit(self) -> None:
        """Makes everything so far durable, and visible to indexes opened from now on."""
        with self._use() as writer:
            call(lib.newsearch_index_writer_commit, writer)

    def __exit__(self, exc_type: object, *exc_info: object) -> None:
        try:
            if exc_type is None and not self.closed:
                self.commit()
        finally:
            self.close()

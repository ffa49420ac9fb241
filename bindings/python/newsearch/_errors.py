# SPDX-License-Identifier: GPL-2.0-or-later
"""One exception class per status of the C library, and a base class for those that a newer library adds."""

from __future__ import annotations

from newsearch._native import lib


class Error(Exception):
    """Base of all errors that newsearch reports. The text of the exception names the thing and the place."""

    #: The status of the C library (NEWSEARCH_STATUS_...).
    status: int = -1
    #: Where: for BadQueryError in the query, in code points; for BadInputError in the file, in bytes.
    offset: int | None = None


class InvalidArgumentError(Error, ValueError):
    """The call makes no sense whatever the data, such as an unknown facet name."""

    status = lib.NEWSEARCH_STATUS_INVALID_ARGUMENT


class NotFoundError(Error, LookupError):
    """A file, an index or a document id that is not there."""

    status = lib.NEWSEARCH_STATUS_NOT_FOUND


class AlreadyExistsError(Error):
    """Creating something that is there already."""

    status = lib.NEWSEARCH_STATUS_ALREADY_EXISTS


class BadQueryError(Error, ValueError):
    """The query asks for something that has no meaning; `offset` points at it."""

    status = lib.NEWSEARCH_STATUS_BAD_QUERY


class BadInputError(Error, ValueError):
    """A file that cannot be read as an archive: binary data, a directory, an unknown format."""

    status = lib.NEWSEARCH_STATUS_BAD_INPUT


class ReadOnlyError(Error):
    """Writing to what can only be read."""

    status = lib.NEWSEARCH_STATUS_READ_ONLY


class LockedError(Error):
    """Another process writes to the index. Trying again later can succeed."""

    status = lib.NEWSEARCH_STATUS_LOCKED


class IndexChangedError(Error):
    """The index was changed under the reader more often than it retries. Reopen and try again."""

    status = lib.NEWSEARCH_STATUS_INDEX_CHANGED


class VersionMismatchError(Error):
    """The index was written by an incompatible newsearch; it must be built anew."""

    status = lib.NEWSEARCH_STATUS_VERSION_MISMATCH


class CorruptionError(Error):
    """What is on disk is damaged, or is no index at all."""

    status = lib.NEWSEARCH_STATUS_CORRUPTION


class IoError(Error):
    """The operating system refused: permission, disk full, read error."""

    status = lib.NEWSEARCH_STATUS_IO


class UnsupportedError(Error):
    """Asked for something that this build or version cannot do."""

    status = lib.NEWSEARCH_STATUS_UNSUPPORTED


class CancelledError(Error):
    """A callback asked to stop."""

    status = lib.NEWSEARCH_STATUS_CANCELLED


class OutOfMemoryError(Error, MemoryError):
    """There was not enough memory."""

    status = lib.NEWSEARCH_STATUS_OUT_OF_MEMORY


class InternalError(Error):
    """A bug in newsearch: please report it."""

    status = lib.NEWSEARCH_STATUS_INTERNAL


_CLASSES: dict[int, type[Error]] = {cls.status: cls for cls in Error.__subclasses__()}


def make_error(status: int, message: str, offset: int | None) -> Error:
    """The exception for a status; a plain Error for one that we have not met yet."""
    error = _CLASSES.get(status, Error)(message)
    error.status = status
    error.offset = offset
    return error

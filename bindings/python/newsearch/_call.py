# SPDX-License-Identifier: GPL-2.0-or-later
"""Crossing the line to C: calls, structs, text, handles."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from newsearch._errors import InvalidArgumentError, make_error
from newsearch._native import ffi, lib

_Self = TypeVar("_Self", bound="Handle")


def call(function: Callable[..., int], *args: Any) -> None:
    """Calls a function of the C library that takes an error last; raises if it fails."""
    slot = ffi.new("newsearch_error **")
    status = function(*args, slot)
    if status == lib.NEWSEARCH_STATUS_OK:
        return
    error = ffi.gc(slot[0], lib.newsearch_error_free)
    length = ffi.new("size_t *")
    message = ffi.unpack(lib.newsearch_error_message(error, length), length[0]).decode("utf-8", "replace")
    offset = lib.newsearch_error_offset(error)
    raise make_error(status, message, None if offset < 0 else offset)


def struct(name: str) -> Any:
    """A zeroed struct that starts with its size."""
    made = ffi.new(name + " *")
    made.struct_size = ffi.sizeof(name)
    return made


def fill(name: str, function: Callable[..., int], *args: Any) -> Any:
    """The struct `name` that `function(out, args..., error)` fills."""
    made = struct(name)
    call(function, made, *args)
    return made


def raw(text: Any) -> bytes:
    """The bytes of a newsearch_string; empty for none."""
    return ffi.unpack(text.data, text.length) if text.data != ffi.NULL else b""


def text(value: Any) -> str:
    """The text of a newsearch_string; empty for none."""
    return raw(value).decode("utf-8", "replace")


def name(value: Any) -> str:
    """A newsearch_string that may be a path."""
    return os.fsdecode(raw(value))


def encode(value: str) -> bytes:
    """UTF-8; lone surrogates become ill-formed bytes, which newsearch reads as U+FFFD."""
    return value.encode("utf-8", "surrogatepass")


def encode_path(path: str | bytes | os.PathLike[Any]) -> bytes:
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise InvalidArgumentError("a path cannot have a NUL")
    return encoded


def put(target: Any, data: bytes, keep: list[Any]) -> None:
    """Points a newsearch_string at a copy of `data` that lives as long as `keep`."""
    copy = ffi.new("char[]", data)
    keep.append(copy)
    target.data = copy
    target.length = len(data)


def code_points(data: bytes, offset: int) -> int:
    """An offset into UTF-8 as an offset into the str."""
    return sum(byte & 0xC0 != 0x80 for byte in data[:offset])


def count(value: int | None, what: str, *, zero: int, none: int) -> int:
    """A number for C, where 0 means the default: 0 becomes `zero`, None becomes `none`."""
    if value is None:
        return none
    if not 0 <= value < lib.NEWSEARCH_ALL:
        raise InvalidArgumentError(f"{what} is {value}, which is out of range")
    return value or zero


def choice(value: str, what: str, choices: dict[str, int]) -> int:
    try:
        return choices[value]
    except (KeyError, TypeError):
        raise InvalidArgumentError(f"{what} is {value!r}, which is none of {', '.join(choices)}") from None


class Handle:
    """A handle of the C library: freed by close(), at the end of a `with`, or with the object.

    The C library wants one thread at a time, so calls on one object take turns.
    """

    def __init__(self, what: str, handle: Any, free: Callable[[Any], None]) -> None:
        self._what = what
        self._handle = ffi.gc(handle, free)
        self._lock = threading.RLock()
        self._busy = False

    @contextlib.contextmanager
    def _use(self) -> Iterator[Any]:
        with self._lock:
            if self._handle is None:
                raise InvalidArgumentError(f"{self._what} is closed")
            if self._busy:  # by this very thread, further up the stack
                raise InvalidArgumentError(f"{self._what} is used from its own callback")
            self._busy = True
            try:
                yield self._handle
            finally:
                self._busy = False

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._handle is None

    def close(self) -> None:
        """Frees what the object holds. What it returned stays as it is. May be called again."""
        with self._lock:
            if self._handle is None:
                return
            with self._use() as handle:
                ffi.release(handle)
            self._handle = None

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class SharedHandle(Handle):
    """One that the C library lets many threads use at once. close() waits for those that do."""

    def __init__(self, what: str, handle: Any, free: Callable[[Any], None]) -> None:
        super().__init__(what, handle, free)
        self._users = 0
        self._unused = threading.Condition(self._lock)

    @contextlib.contextmanager
    def _use(self) -> Iterator[Any]:
        counted = False
        try:
            with self._lock:
                handle = self._handle
                if handle is None:
                    raise InvalidArgumentError(f"{self._what} is closed")
                self._users += 1
                counted = True
            yield handle
        finally:
            with self._lock:
                self._users -= counted
                self._unused.notify_all()

    def close(self) -> None:
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is None:
                return
            self._unused.wait_for(lambda: self._users == 0)
            ffi.release(handle)

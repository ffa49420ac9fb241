# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the engines' programs: engine.h says what they understand."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class EngineFailure(Exception):
    """A program failed; the message has its last words."""


@dataclass(frozen=True)
class Program:
    name: str  # of query_maker.ENGINES
    command: tuple[str, ...]
    documents: str = "docs.tsv"

    def version(self) -> str:
        return run([*self.command, "version"]).strip()


@dataclass(frozen=True)
class Built:
    seconds: float
    cpu_seconds: float
    peak_bytes: int  # resident memory of the process
    disk_bytes: int


def run(command: Sequence[str], text: str = "") -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise EngineFailure(f"{pathlib.Path(command[0]).name}: exit status {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def disk_bytes(path: pathlib.Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def remove(path: pathlib.Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def build(program: Program, corpus: pathlib.Path, index: pathlib.Path) -> Built:
    """Makes the index anew."""
    remove(index)
    said = run([*program.command, "build", str(corpus / program.documents), str(index)])
    return Built(**json.loads(said), disk_bytes=disk_bytes(index))


class Server:
    """An engine that answers. Only one of them works at a time; the others wait for a line."""

    def __init__(self, program: Program, index: pathlib.Path, queries: pathlib.Path) -> None:
        self.name = program.name
        self._process = subprocess.Popen(
            [*program.command, "serve", str(index), str(queries)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def _send(self, line: str) -> None:
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as broken:
            raise EngineFailure(f"{self.name}: ended too early") from broken

    def _line(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            raise EngineFailure(f"{self.name}: ended too early")
        return line.rstrip("\n")

    def answers(self) -> list[dict[str, Any]]:
        self._send("answers")
        return [json.loads(line) for line in iter(self._line, ".")]

    def run(self, mode: str) -> dict[str, Any]:
        self._send(f"run {mode}")
        return json.loads(self._line())

    def threads(self, count: int, mode: str) -> float:
        """Seconds in which so many threads ask all queries each."""
        self._send(f"threads {count} {mode}")
        return float(json.loads(self._line())["seconds"])

    def memory(self) -> dict[str, int]:
        """Resident bytes: all, and those that are no pages of files, which others could use or the system drop."""
        sizes = {}
        for line in pathlib.Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key in ("VmRSS", "RssAnon"):
                sizes[key] = int(value.split()[0]) * 1024
        return {"resident": sizes["VmRSS"], "anonymous": sizes["RssAnon"]}

    def close(self) -> None:
        if self._process.poll() is None:
            try:
                self._send("quit")
            except EngineFailure:
                pass
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def time_process(command: Sequence[str], accept: Sequence[int] = (0,)) -> float:
    """Wall time of a process from its start to its end, in seconds; its output is thrown away."""
    started = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    took = time.perf_counter() - started
    if done.returncode not in accept:
        raise EngineFailure(f"{pathlib.Path(command[0]).name}: exit status {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    return took

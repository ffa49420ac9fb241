#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""An archive of any length through a pipe: every article comes out, and memory stays small.

usage: long_archive_test.py MAKE_ARCHIVE NEWSEARCH

Feeds `newsearch segment --no-facets --json -` an archive that is made on the way: 300 MB, or as many megabytes as
NEWSEARCH_LONG_ARCHIVE_MB says.
"""
import json
import os
import subprocess
import sys
import threading

MAX_PEAK_MB = 256


def main():
    make_archive, newsearch = sys.argv[1:]
    megabytes = int(os.environ.get("NEWSEARCH_LONG_ARCHIVE_MB") or 300)
    command = [make_archive, str(megabytes), "--into", newsearch, "segment", "--no-facets", "--json", "-"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = []
    reader = threading.Thread(target=lambda: told.append(process.stderr.read()))
    reader.start()
    lines = 0
    while piece := process.stdout.read(1 << 20):
        lines += piece.count(b"\n")
    code = process.wait()
    reader.join()
    errors = told[0].decode("utf-8", "replace").splitlines()
    assert code == 0, f"exit status {code}: {errors[-3:]}"
    cost = json.loads(errors[-1])
    speed = cost["bytes"] / 1e6 / cost["processor_seconds"]
    print(f"{cost['bytes'] / 1e6:.0f} MB, {lines} articles of {cost['articles']}, peak {cost['peak_mb']:.0f} MB, "
          f"{speed:.1f} MB/s of a core")
    assert cost["bytes"] >= megabytes * 10**6, f"only {cost['bytes']} bytes were read"
    assert abs(lines - cost["articles"]) <= cost["articles"] / 100, "not as many articles as were made"
    assert cost["peak_mb"] <= MAX_PEAK_MB, f"more than {MAX_PEAK_MB} MB of memory"


if __name__ == "__main__":
    main()

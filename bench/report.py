#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns the results of several rounds of the benchmark programs into one table of ratios.

    report.py [--command TEXT] DIR

DIR holds Google Benchmark's JSON, one file for each program and round. Only the standard library is used.
"""

import argparse
import collections
import datetime
import json
import os
import pathlib
import platform
import statistics
import sys

OURS = "newsearch"

# What is taken from a result: the key, how it is called, a factor, whether more is better.
# `rate`: for text and ingest; `docs`: for indexing; `query`: the rest.
MEASURES = {
    "text": [("bytes_per_second", "MB/s", 1e-6, True)],
    "ingest": [
        ("bytes_per_second", "MB/s", 1e-6, True),
        ("processor_bytes_per_second", "MB/s of a core", 1e-6, True),
        ("peak_MB", "MB of memory", 1, False),
    ],
    "index": [
        ("items_per_second", "docs/s", 1, True),
        ("bytes_per_second", "MB/s", 1e-6, True),
        ("disk_MB", "MB on disk", 1, False),
        ("peak_MB", "MB of memory", 1, False),
    ],
    "query": [
        ("mean_us", "ms mean", 1e-3, False),
        ("p50_us", "ms p50", 1e-3, False),
        ("p99_us", "ms p99", 1e-3, False),
    ],
}
# Percentiles of a class are those of a few queries: the mean says enough.
FULL_QUERY_CASES = ("mix",)


def run_name(name):
    parts = [part for part in name.split("/") if part != "real_time" and ":" not in part]
    return "/".join(parts[:-1]), parts[-1]


def read(folder):
    """{case: {engine: {measure: [value of each round]}}} in the order of the programs, contexts, errors."""
    results = {}
    contexts = []
    errors = []
    for path in sorted(folder.glob("*.json")):
        if path.stat().st_size == 0:
            continue  # the filter left nothing of this program
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            errors.append(f"{path.name}: not finished")
            continue
        contexts.append(data["context"])
        for result in data["benchmarks"]:
            if result.get("error_occurred"):
                errors.append(f"{result['name']}: {result['error_message']}")
                continue
            case, engine = run_name(result["name"])
            # Google Benchmark gives rates over wall time here; processor time is kept beside it.
            values = results.setdefault(case, {}).setdefault(engine, collections.defaultdict(list))
            for key, value in result.items():
                if isinstance(value, (int, float)):
                    values[key].append(value)
    return results, contexts, errors


def number(value):
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def ratios(ours, peers, more_is_better):
    """How many times better we are, round by round."""
    return [(a / b if more_is_better else b / a) for a, b in zip(ours, peers) if a > 0 and b > 0]


def rows(results):
    order = {layer: i for i, layer in enumerate(MEASURES)}
    for case, engines in sorted(results.items(), key=lambda item: order.get(item[0].split("/")[0], 99)):
        layer, operation, kind = case.split("/", 2)
        if OURS not in engines:
            continue
        ours = engines[OURS]
        peers = [name for name in engines if name != OURS] or [None]
        for peer in peers:
            for i, (key, unit, factor, more_is_better) in enumerate(MEASURES[layer]):
                if key not in ours or (peer is not None and key not in engines[peer]) or (layer == "query" and i > 0 and kind not in FULL_QUERY_CASES):
                    continue
                row = {
                    "case": f"{layer} · {operation} · {kind}".replace("_", " "),
                    "unit": unit,
                    "ours": number(statistics.median(ours[key]) * factor),
                    "peer": "–",
                    "name": "",
                    "ratio": "–",
                    "range": "",
                    "cpu": "",
                }
                if peer is not None:
                    theirs = engines[peer]
                    row["peer"] = number(statistics.median(theirs[key]) * factor)
                    row["name"] = peer
                    each = ratios(ours[key], theirs[key], more_is_better)
                    if each:
                        row["value"] = statistics.median(each)
                        row["ratio"] = f"{row['value']:.2f}"
                        row["range"] = f"{min(each):.2f}–{max(each):.2f}"
                    if i == 0:
                        # Per iteration; both engines do the same work in one.
                        # Where a peer is a process of its own, its time is counted apart.
                        time = "processor_s" if "processor_s" in ours and "processor_s" in theirs else "cpu_time"
                        row["cpu"] = f"{statistics.median(ratios(ours[time], theirs[time], False)):.2f}"
                yield row


def cpu_model():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def machine():
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    system = platform.system()
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, AttributeError, KeyError):
        pass
    return f"{os.cpu_count()} x {cpu_model()}{memory}, {system}, {platform.machine()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--command", default="", help="the command to show above the table")
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    results, contexts, errors = read(arguments.folder)
    if errors:
        for error in sorted(set(errors)):
            print(f"report.py: {error}", file=sys.stderr)
        return 1
    if not results:
        print(f"report.py: no results in {arguments.folder}", file=sys.stderr)
        return 1
    merged = {}
    for context in contexts:
        merged.update(context)
    loads = [context["load_avg"][0] for context in contexts if context.get("load_avg")]
    rounds = max(len(values["real_time"]) for engines in results.values() for values in engines.values())
    facts = [
        ("Command", f"`{arguments.command}`" if arguments.command else ""),
        ("Date", datetime.date.today().isoformat()),
        ("Machine", machine()),
        ("Load", f"{min(loads):.1f} to {max(loads):.1f} while it ran (1 is the benchmark itself)" if loads else ""),
        ("Compiler", f"{merged.get('compiler', '?')}, {merged.get('build', '?')}"),
        ("Versions", f"newsearch {merged.get('newsearch', '?')}, Xapian {merged.get('xapian', '?')}, "
                     f"ICU {merged.get('icu', '?')}"),
        ("Corpus", merged.get("corpus", "?")),
        ("Agreement", merged.get("agreement", "")),
        ("Rounds", f"{rounds}, engines alternating; medians"),
    ]
    for key, value in facts:
        if value:
            print(f"- {key}: {value}")
    print()
    header = {"case": "operation", "unit": "measure", "ours": OURS, "peer": "peer", "name": "", "ratio": "ratio",
              "range": "rounds", "cpu": "cpu ratio"}
    table = [header, *rows(results)]
    columns = list(header)
    width = {c: max(len(row[c]) for row in table) for c in columns}
    right = {"ours", "peer", "ratio", "cpu"}
    for i, row in enumerate(table):
        cells = [row[c].rjust(width[c]) if c in right else row[c].ljust(width[c]) for c in columns]
        print("| " + " | ".join(cells) + " |")
        if i == 0:
            print("|" + "|".join("-" * (width[c] + 1) + (":" if c in right else "-") for c in columns) + "|")
    compared = [row for row in table[1:] if "value" in row]
    behind = [row for row in compared if row["value"] < 1]
    print(f"\nA ratio above 1 means that newsearch is better. {len(compared) - len(behind)} of {len(compared)} rows "
          "are at 1 or above.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

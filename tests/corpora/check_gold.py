#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Check the labels of a news archive against its text.

usage: check_gold.py GOLD.json [TEXT] [GOLD.json ...]        (TEXT: by default NAME.txt beside NAME.gold.json)

Verified: lines lie in range, begin and end on a line with text, items stand in order and do not overlap;
every line with text belongs to an item or to a non_item; the title stands on its line (without "++", bullets,
the date and the like) or in one cell of it, where it is a table's row with tabs; date_raw, the event's date_raw and the subtitle occur in the item; dates are real, ranges run
forwards, the year is that of the date; soft values are members of their lists; codes have the right form.
Prints one line per fault and a summary; the exit status is 1 when there are faults.
"""
import datetime
import json
import re
import sys
import unicodedata

DECORATION = r"[\s+*#•·\-–—>\[\]]+"


def squeeze(s):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", s)).strip()


def bare(s):
    s = squeeze(s)
    return re.sub(rf"^{DECORATION}|{DECORATION}$", "", s)


def check_date(d):
    """The first and the last day of a date written YYYY, YYYY-MM or YYYY-MM-DD; ValueError if it is none."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", d):
        raise ValueError(d)
    parts = [int(x) for x in d.split("-")]
    first = datetime.date(*(parts + [1, 1])[:3])
    if len(parts) == 3:
        return first, first
    month = parts[1] if len(parts) == 2 else 12
    last = datetime.date(parts[0] + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
    return first, last


def check(gold, lines):
    faults = []

    def fault(line, what):
        faults.append(f"line {line}: {what}")

    def text(n):
        return lines[n - 1] if isinstance(n, int) and 1 <= n <= len(lines) else None

    def dates(line, d, what):
        try:
            start = check_date(d["date_start"]) if d.get("date_start") else None
            end = check_date(d["date_end"]) if d.get("date_end") else None
            if end and (not start or end[1] < start[0]):
                fault(line, f"{what} ends before it starts")
        except ValueError:
            fault(line, f"{what}: no such date {d.get('date_start')!r} - {d.get('date_end')!r}")

    owner = {}
    last_end = 0
    for it in gold["items"]:
        a, b = it.get("start_line"), it.get("end_line")
        if text(a) is None or text(b) is None or a > b:
            fault(a, f"lines {a}-{b} are not in 1-{len(lines)}")
            continue
        if a <= last_end:
            fault(a, f"overlaps or precedes the item that ends at {last_end}")
        last_end = max(last_end, b)
        for n in (a, b):
            if not text(n).strip():
                fault(n, "item begins or ends with a blank line")
        for n in range(a, b + 1):
            owner[n] = it
        body = squeeze("\n".join(lines[a - 1:b]))
        if it.get("title"):
            n = it.get("title_line", a)
            if not a <= n <= b:
                fault(a, f"title_line {n} outside the item")
            elif bare(it["title"]) not in {bare(text(n)), bare(text(n).replace(it.get("date_raw") or "\n", "", 1)),
                                           *map(bare, text(n).split("\t"))}:
                fault(n, f"title {it['title']!r} is not the line {text(n)!r}")
        for where, raw in (("date_raw", it.get("date_raw")), ("event", (it.get("event") or {}).get("date_raw")),
                           ("subtitle", it.get("subtitle"))):
            if raw and squeeze(raw) not in body:
                fault(a, f"{where} {raw!r} is not in the item")
        dates(a, it, "date")
        if it.get("event"):
            dates(a, it["event"], "event")
        if it.get("date_start") and it.get("year") != int(it["date_start"][:4]):
            fault(a, f"year {it.get('year')!r} is not that of {it['date_start']}")
        for key in ("cities", "countries", "projects"):
            values = it.get(key)
            if not isinstance(values, list):
                fault(a, f"{key} is no list")
                continue
            if len(set(values)) != len(values):
                fault(a, f"{key} has a value twice")
            strange = set(it.get(key + "_soft") or []) - set(values)
            if strange:
                fault(a, f"{key}_soft {sorted(strange)} not in {key}")
        for code in it.get("countries") or []:
            if not re.fullmatch(r"[A-Z]{2}", code):
                fault(a, f"country {code!r} is no ISO 3166-1 code")
        if not re.fullmatch(r"[a-z]{2}", it.get("lang") or ""):
            fault(a, f"lang {it.get('lang')!r} is no ISO 639-1 code")
    for ni in gold.get("non_items") or []:
        if isinstance(ni, dict):
            a = ni.get("start_line", ni.get("line"))
            b = ni.get("end_line", a)
        else:
            a, b = (ni, ni) if isinstance(ni, int) else (ni[0], ni[-1])
        if text(a) is None or text(b) is None:
            fault(a, f"non_item {a}-{b} is not in 1-{len(lines)}")
            continue
        for n in range(a, b + 1):
            if n in owner and text(n).strip():
                fault(n, "belongs to an item and to a non_item")
            owner[n] = ni
    for n, line in enumerate(lines, 1):
        if line.strip() and n not in owner:
            fault(n, f"in no item and no non_item: {line[:60]!r}")
    for q in gold.get("quirks") or []:
        if isinstance(q, dict) and text(q.get("line")) is None:
            fault(q.get("line"), "quirk on a line that does not exist")
    return faults


def check_file(gold_path, text_path):
    """Prints what is wrong; the number of faults."""
    with open(gold_path, encoding="utf-8") as f:
        gold = json.load(f)
    with open(text_path or re.sub(r"\.gold\.json$", ".txt", gold_path), encoding="utf-8", newline="") as f:
        lines = [line.rstrip("\r") for line in f.read().split("\n")]
    faults = check(gold, lines)
    print("\n".join(faults + [f"{gold_path}: {len(gold['items'])} items, {len(lines)} lines, {len(faults)} faults"]))
    return len(faults)


def main():
    pairs = []
    for arg in sys.argv[1:]:
        if arg.endswith(".json"):
            pairs.append((arg, None))
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], arg)
        else:
            sys.exit(__doc__)
    if not pairs:
        sys.exit(__doc__)
    faults = [check_file(*pair) for pair in pairs]
    sys.exit(1 if any(faults) else 0)


if __name__ == "__main__":
    main()

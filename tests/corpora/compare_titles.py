#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compare the titles and dates of a segmentation with the labels of the archive, without looking at lines.

usage: compare_titles.py GOLD.json SEGMENTS.jsonl [--json] [--errors]

For pages in HTML or Markdown whose labels were made on their plain text: the items are the same and in the same
order, their lines are not. SEGMENTS.jsonl is what `newsearch segment PAGE --json` prints: one article a line, with
"title" (string or null), "date" (null or {"start": "2016-06-21", "precision": "day", ...}) and "start_line".

Labels and articles are aligned in order (a longest common subsequence, in which a pair that is right in title and date
counts more than any number of pairs with the right title alone, and those more than any with the right date alone).

Figures
  pairs P/R/F1   an article is right when title and date are: of the articles, of the labels
  found          labels that were given an article at all
  title, date    labels whose article has the right title, the right date

Titles are compared without case, white space, and signs at the ends, dates by start and precision. title_alt and
date_alt of a label are right as well. A label whose title is null is found by its date, and is right without a title.
--errors prints what is missing, wrong, or too many, with the line of the label or of the article.
"""
import json
import re
import sys
import unicodedata

BOTH, TITLE, DATE = 10**12, 10**6, 1


def norm(title):
    title = unicodedata.normalize("NFKC", title or "").casefold()
    title = re.sub(r"[\s\u200b\u00ad]+", " ", title)
    return re.sub(r"^[\W_]+|[\W_]+$", "", title)


def alternatives(value):
    return value if isinstance(value, list) else [value]


def gold_titles(item):
    """All that the title may be; "" stands for none."""
    titles = {norm(t) for t in alternatives(item.get("title_alt")) + [item.get("title")] if t}
    return titles | {""} if not item.get("title") else titles


def gold_dates(item):
    """All that the date may be, as precise as it is written; "" stands for none."""
    dates = {item.get("date_start") or ""}
    for alt in alternatives(item.get("date_alt")):
        alt = alt.get("date_start") if isinstance(alt, dict) else alt
        if alt:
            dates.add(alt)
    return dates


def got_date(segment):
    date = segment.get("date") or {}
    start = date.get("start") or ""
    return start[: {"year": 4, "month": 7}.get(date.get("precision"), len(start))]


def weight(item, segment):
    """What it is worth to take the article for the label's; 0: it is another."""
    title = norm(segment.get("title"))
    title_ok = title in gold_titles(item)
    date_ok = got_date(segment) in gold_dates(item)
    # Nothing says that an article without a title is this one, unless its date does.
    told = title != "" or got_date(segment) != "" or not item.get("date_start")
    if title_ok and date_ok and told:
        return BOTH
    if title_ok and title != "":
        return TITLE
    return DATE if date_ok and got_date(segment) != "" else 0


def align(items, segments):
    """Pairs (item, segment) of indices, rising in both, of the greatest weight."""
    best = [[0] * (len(segments) + 1) for _ in range(len(items) + 1)]
    for i in range(len(items) - 1, -1, -1):
        for j in range(len(segments) - 1, -1, -1):
            worth = weight(items[i], segments[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + worth if worth else 0)
    pairs = []
    i = j = 0
    while i < len(items) and j < len(segments):
        worth = weight(items[i], segments[j])
        if worth and best[i][j] == best[i + 1][j + 1] + worth:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def compare(gold, segments):
    items = gold["items"]
    pairs = align(items, segments)
    by_item = dict(pairs)
    errors = []
    right = titles = dates = 0
    for i, item in enumerate(items):
        where = f"gold line {item['start_line']}"
        wanted = f"{item.get('title')!r} {item.get('date_start')}"
        if i not in by_item:
            errors.append(f"{where}: missing: {wanted}")
            continue
        segment = segments[by_item[i]]
        title_ok = norm(segment.get("title")) in gold_titles(item)
        date_ok = got_date(segment) in gold_dates(item)
        titles += title_ok
        dates += date_ok
        right += title_ok and date_ok
        if not (title_ok and date_ok):
            errors.append(f"{where}: {wanted}, got {segment.get('title')!r} {got_date(segment) or None}"
                          f" (line {segment.get('start_line')})")
    taken = {j for _, j in pairs}
    for j, segment in enumerate(segments):
        if j not in taken:
            errors.append(f"line {segment.get('start_line')}: too many: {segment.get('title')!r} {got_date(segment) or None}")
    count = len(items)
    p = right / len(segments) if segments else float(not items)
    r = right / count if items else 1.0
    figures = {"items": count, "articles": len(segments), "p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0,
               "found": len(pairs) / count if items else 1.0, "title": titles / count if items else 1.0,
               "date": dates / count if items else 1.0}
    return figures, errors


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(args) != 2 or set(sys.argv[1:]) - set(args) - {"--json", "--errors"}:
        sys.exit(__doc__)
    with open(args[0], encoding="utf-8") as f:
        gold = json.load(f)
    with open(args[1], encoding="utf-8") as f:
        segments = [json.loads(line) for line in f if line.strip()]
    figures, errors = compare(gold, segments)
    if "--json" in sys.argv:
        print(json.dumps(figures))
    else:
        print("items {items}  articles {articles}  pairs F1 {f1:.3f} (P {p:.3f} R {r:.3f})  found {found:.3f}"
              "  title {title:.3f}  date {date:.3f}".format(**figures))
    if "--errors" in sys.argv and errors:
        print("\n".join(errors))


if __name__ == "__main__":
    main()

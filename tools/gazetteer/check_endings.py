#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measure the rules that trace inflected place names back to their base form.

usage: check_endings.py [--rules FILE] [--names FILE] [--places FILE] [--aliases FILE] [--locale DIR]
                        [--stop-words DIR] [--show N] [DOCS.jsonl.gz ...]

Two things are checked:

1. the table tests/corpora/inflected_names.tsv: every inflected name must have its base among the candidates
   of the rules. A name that has not is printed, and the exit status is 1.
2. labelled texts, if given: one JSON object a line, gzipped, with "id" ("pl/..."), "text" and "entities",
   each [start, end, surface, lemma, type, id]. Texts without entities ("lang" instead of the prefix of the id)
   show by --show what is found in them. They are not part of the project (SlavicNER, NYTK-NerKor).
   Per language:
   inflected   mentions of places (type LOC) whose surface is not their lemma, after folding
   uneven      those left out of it, because surface and lemma differ in their number of words
   traced      share whose lemma is among the candidates, word for word
   forms       the same over different pairs of surface and lemma
   candidates  mean number of candidates of a capitalised word, whether names or not
   words       capitalised words of four letters or more that are in no LOC entity and are neither a known name
               nor a stop word: the library does not trace those
   false hits  share of them with a candidate that is a name in the gazetteer (in the language, in English, the
               place's own or of no known language), and in brackets the share where it is one of a country or
               of a place of 50,000 people. Not all are false: the annotators leave out places in names of
               persons and organisations ("Uniwersytet Warszawski"), and hits outside any entity are told apart.

Country names are those of Debian's iso-codes (/usr/share/locale), where installed, and of country_aliases.tsv.
--show N prints the N most frequent misses and false hits of each language.
Standard library only.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FACET_DATA = ROOT / "lib/facets/data"
INGEST_DATA = ROOT / "lib/ingest/data"  # where the gazetteer was before
MAX_WORD_BYTES = 40  # longer words are not tried, as in the library
WELL_KNOWN = 50_000  # people
MIN_LETTERS = 4  # of a word that is counted for false hits

# What FoldMarks (lib/text/normalizer.cc) writes with plain letters.
PLAIN_LETTERS = str.maketrans({
    "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l",
    "ŋ": "ng", "œ": "oe", "ŧ": "t", "ƒ": "f", "ə": "e", "ё": "е"})
KEEPS_MARKS = re.compile("[\u0400-\u052f]")  # Cyrillic: й is no и


def fold(text: str) -> str:
    """FoldName, for the letters that matter here."""
    folded = []
    for letter in unicodedata.normalize("NFKC", text.casefold()):
        if not KEEPS_MARKS.match(letter):
            letter = "".join(part for part in unicodedata.normalize("NFD", letter)
                             if unicodedata.category(part) != "Mn")
        folded.append(letter)
    return "".join(folded).translate(PLAIN_LETTERS)


@dataclass(frozen=True)
class WrittenWord:
    written: str
    folded: str
    begin: int
    after_apostrophe: bool  # "da" in "İstanbul'da"


WORD = re.compile(r"[^\W_]+")


def split_words(text: str) -> list[WrittenWord]:
    """The words of a text, cut at apostrophes and hyphens as the library does."""
    return [WrittenWord(match.group(), fold(match.group()), match.start(),
                        match.start() > 0 and text[match.start() - 1] in "'’‘ʼ")
            for match in WORD.finditer(text)]


# --- the rules ------------------------------------------------------------

@dataclass(frozen=True)
class Rule:
    written: str
    base: str
    min_stem: int
    adjective: bool


Rules = dict[str, dict[str, list[Rule]]]  # by language and written ending


def read_rules(path: Path) -> Rules:
    rules: Rules = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[str, str, str, bool]] = set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        where = f"{path}:{number}"
        fields = line.split("\t")
        if len(fields) not in (4, 5) or not fields[1] or not fields[3].isdigit() or fields[4:] not in ([], ["adj"], ["loc"]):
            sys.exit(f"{where}: not languages, written ending, base ending, length[, adj or loc]")
        languages, written, base, length = fields[:4]
        if fold(written) != written or fold(base) != base or written == base:
            sys.exit(f"{where}: endings are not folded, or the same")
        rule = Rule(written, base, int(length), fields[4:] == ["adj"])
        for language in languages.split(","):
            if (language, written, base, rule.adjective) in seen:
                sys.exit(f"{where}: a second rule for {language} {written} -> {base}")
            seen.add((language, written, base, rule.adjective))
            rules[language][written].append(rule)
    return rules


def candidates(rules: Rules, language: str, word: str, last: bool) -> set[str]:
    """The base forms that a folded word may have, without the word itself."""
    found: set[str] = set()
    if len(word.encode()) > MAX_WORD_BYTES:
        return found
    of_language = rules.get(language, {})
    for cut in range(1, len(word)):
        for rule in of_language.get(word[cut:], ()):
            if cut >= rule.min_stem and not (rule.adjective and last):
                found.add(word[:cut] + rule.base)
    return found


def is_traced(rules: Rules, language: str, words: list[str], base: list[str]) -> bool:
    return len(words) == len(base) and all(
        word == plain or plain in candidates(rules, language, word, last=i + 1 == len(words))
        for i, (word, plain) in enumerate(zip(words, base)))


# --- the names ------------------------------------------------------------

@dataclass
class Names:
    """Folded names by language ("" for those that count in every language), with their largest population."""
    people: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, name: str, language: str, people: int) -> None:
        folded = " ".join(word.folded for word in split_words(name))
        if len(folded) > 1:
            known = self.people[language]
            known[folded] = max(people, known.get(folded, 0))

    def find(self, name: str, language: str) -> int | None:
        """How many people live in the largest place of this name; None where there is none."""
        found = [self.people[l][name] for l in ("", language) if name in self.people[l]]
        return max(found, default=None)


def read_names(places: Path, aliases: Path, locale: Path, languages: Iterable[str]) -> Names:
    names = Names()
    for line in places.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        people = int(fields[5])
        names.add(fields[1], "", people)
        for name in filter(None, fields[8].split("|")):
            plain, _, tags = name.partition("@")
            for tag in tags.split(",") if tags else [""]:
                names.add(plain, {"en": "", "nb": "no", "nn": "no"}.get(tag, tag), people)
    everybody = 10**9  # countries are well known
    for line in aliases.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            _, alias, tags = line.split("\t")
            if not alias.isupper():
                for tag in tags.split(","):
                    names.add(alias, "" if tag == "en" else tag, everybody)
    english = [re.sub(r"[,(].*", "", name).strip() for name in english_countries()]
    for name in english:
        names.add(name, "", everybody)
    for language in languages:
        try:
            catalog = gettext.translation("iso_3166-1", locale, [language])
        except OSError:
            print(f"no country names for {language}: iso-codes is not installed in {locale}", file=sys.stderr)
            continue
        for name in english_countries():
            names.add(re.sub(r"[,(].*", "", catalog.gettext(name)).strip(), language, everybody)
    return names


def english_countries() -> list[str]:
    """The names by which iso-codes lists countries: they are the keys of its translations."""
    path = Path("/usr/share/iso-codes/json/iso_3166-1.json")
    if not path.exists():
        return []
    return [name for country in json.loads(path.read_text("utf-8"))["3166-1"]
            for name in (country.get("common_name"), country["name"]) if name]


# --- measuring ------------------------------------------------------------

@dataclass
class Figures:
    inflected: Counter[tuple[str, str]] = field(default_factory=Counter)  # (surface, lemma) -> mentions
    traced: Counter[tuple[str, str]] = field(default_factory=Counter)
    uneven: int = 0
    words: int = 0
    candidates: int = 0
    capitalised: int = 0
    hits: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (word, candidate, "name" or "")
    known_hits: int = 0
    free_hits: int = 0  # outside all entities


def read_documents(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_stop_words(folder: Path, languages: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for language in languages:
        path = folder / f"{language}.txt"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        found[language] = {fold(line.strip()) for line in lines if not line.startswith("#")}
    return found


def language_of(document: dict) -> str:
    return document.get("lang") or document["id"].split("/")[0]


def measure(rules: Rules, names: Names, stop_words: dict[str, set[str]], document: dict, figures: Figures) -> None:
    language = language_of(document)
    entities = document.get("entities") or []
    for _, _, surface, lemma, kind, _ in entities:
        if kind != "LOC" or not lemma:
            continue
        words = [word.folded for word in split_words(surface)]
        base = [word.folded for word in split_words(lemma)]
        if words == base:
            continue
        if len(words) != len(base):
            figures.uneven += 1
            continue
        figures.inflected[surface, lemma] += 1
        if is_traced(rules, language, words, base):
            figures.traced[surface, lemma] += 1
    spans = sorted((start, end, kind) for start, end, _, _, kind, _ in entities)
    at = 0
    for word in split_words(document["text"]):
        while at < len(spans) and spans[at][1] <= word.begin:
            at += 1
        kind = spans[at][2] if at < len(spans) and spans[at][0] <= word.begin else ""
        if not word.written[0].isupper():
            continue
        found = candidates(rules, language, word.folded, last=True)
        figures.capitalised += 1
        figures.candidates += len(found)
        if (kind == "LOC" or len(word.folded) < MIN_LETTERS or word.folded in stop_words.get(language, ())
                or names.find(word.folded, language) is not None):
            continue
        figures.words += 1
        known = [(people, name) for name in found if (people := names.find(name, language)) is not None]
        if known:
            people, name = max(known)
            figures.hits[word.written, name, "name" if kind else ""] += 1
            figures.known_hits += people >= WELL_KNOWN
            figures.free_hits += not kind


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def print_figures(figures: dict[str, Figures], show: int) -> None:
    print("| language | inflected | uneven | traced | forms | candidates | words | false hits | outside entities |")
    print("|---|---|---|---|---|---|---|---|---|")
    for language, f in sorted(figures.items()):
        print(f"| {language} | {f.inflected.total()} | {f.uneven} | {share(f.traced.total(), f.inflected.total())} "
              f"| {share(len(f.traced), len(f.inflected))} | {f.candidates / max(f.capitalised, 1):.2f} "
              f"| {f.words} | {share(f.hits.total(), f.words)} ({share(f.known_hits, f.words)}) "
              f"| {share(f.free_hits, f.words)} |")
    if not show:
        return
    for language, f in sorted(figures.items()):
        print(f"\n{language}: not traced")
        for (surface, lemma), count in (f.inflected - f.traced).most_common(show):
            print(f"  {count:4} {surface} -> {lemma}")
        print(f"{language}: false hits")
        for (word, name, kind), count in f.hits.most_common(show):
            print(f"  {count:4} {word} -> {name} {kind}")


def check_table(rules: Rules, path: Path) -> int:
    """Prints the names that the rules do not trace; returns how many."""
    rows: Counter[str] = Counter()
    missed = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        language, inflected, base = line.split("\t")
        rows[language] += 1
        written = split_words(inflected)
        plain = [word.folded for word in split_words(base)]
        # What stands behind an apostrophe is left over when the name is complete.
        if len(written) > len(plain) and all(word.after_apostrophe for word in written[len(plain):]):
            written = written[:len(plain)]
        if not is_traced(rules, language, [word.folded for word in written], plain):
            missed += 1
            print(f"{path}:{number}: {inflected} ({language}) is not traced to {base}")
    print(f"{path.name}: {rows.total() - missed} of {rows.total()} names traced "
          f"({', '.join(f'{language} {count}' for language, count in rows.items())})")
    return missed


def existing(name: str) -> Path:
    return next((d / name for d in (FACET_DATA, INGEST_DATA) if (d / name).exists()), FACET_DATA / name)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--rules", type=Path, default=FACET_DATA / "name_endings.tsv")
    parser.add_argument("--names", type=Path, default=ROOT / "tests/corpora/inflected_names.tsv")
    parser.add_argument("--places", type=Path, default=existing("places.tsv"))
    parser.add_argument("--aliases", type=Path, default=existing("country_aliases.tsv"))
    parser.add_argument("--locale", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--stop-words", type=Path, default=ROOT / "lib/text/data/stopwords")
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()

    rules = read_rules(arguments.rules)
    missed = check_table(rules, arguments.names)
    present = [path for path in arguments.documents if path.exists()]
    for path in arguments.documents:
        if path not in present:
            print(f"{path} is not there: no figures for it", file=sys.stderr)
    if not arguments.documents:
        print("no labelled texts given: only the table was checked", file=sys.stderr)
    if present:
        stop_words = read_stop_words(arguments.stop_words, rules)
        names = read_names(arguments.places, arguments.aliases, arguments.locale, rules)
        figures: dict[str, Figures] = defaultdict(Figures)
        for path in present:
            for document in read_documents(path):
                measure(rules, names, stop_words, document, figures[language_of(document)])
        print_figures(figures, arguments.show)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

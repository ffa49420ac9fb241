# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws queries in classes from a corpus of corpus_maker, so that every engine must find the same documents.

Engines cut and stem words in their own ways, and one that finds less has less to do. So a query's words stand nowhere in the corpus
beside a character at which one engine cuts and another does not; the words that share a word's stem are the same by both
stemmers in use (Porter's of 1980 and Snowball's English one); and words of phrases are the only ones with their stem, as some
engines compare stems in phrases and some words. Stop words have a class of their own. What is left is the same question to all.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus_maker import SEED, Corpus, below

PER_CLASS = 30
MIN_WORD = 4  # letters; shorter ones are often abbreviations
COMMON_SHARE = 0.005  # of the documents
RARE_DOCUMENTS = 10
STOP_QUERIES = (
    *("the", "of the", "in", "to be", "and the", "for", "on", "with", "from the", "by"),
    *("that", "is", "as", "it", "at the", "which", "this", "was", "an"),
)
MAX_STOP_QUERIES = 10
CLASSES = ("term", "or2", "or3", "stop_words", "and2", "and3", "phrase2", "phrase3", "rare", "term_filter", "filter", "filter2", "match_all")
ENGINES = ("newsearch", "xapian", "fts5", "lucene", "lucene++")

# What Porter's stemmer and Snowball's make of a word, and whether it is a stop word of an engine.
WordFacts = tuple[str, str, bool]
FactsOf = Callable[[Sequence[str]], Mapping[str, WordFacts]]


@dataclass(frozen=True)
class Query:
    name: str  # "or2-07"
    kind: str  # of CLASSES
    words: tuple[str, ...] = ()
    operator: str = "any"  # of the words: any, all, phrase
    filters: tuple[tuple[str, str], ...] = ()

    def form(self, engine: str) -> str:
        """The words as a person would type them for this engine; empty for every document. Filters are given apart."""
        if not self.words:
            return ""
        quote = '"' if engine == "fts5" else ""  # bare words of FTS5 may be operators
        words = [f"{quote}{word}{quote}" for word in self.words]
        if self.operator == "phrase":
            return f'"{" ".join(self.words)}"'
        if self.operator == "all":
            return " AND ".join(words) if engine in ("newsearch", "xapian", "fts5") else " ".join("+" + word for word in words)
        return (" OR " if engine == "fts5" else " ").join(words)

    def row(self, engine: str) -> str:
        """A line of the file that an engine reads: name, form, filters as facet=value with "|" between them."""
        return "\t".join([self.name, self.form(engine), "|".join(f"{facet}={value}" for facet, value in self.filters)])

    def described(self) -> dict[str, object]:
        """For people, and for engines that are not here."""
        forms = {engine: self.form(engine) for engine in ENGINES}
        return {"name": self.name, "class": self.kind, "words": self.words, "operator": self.operator, "filters": self.filters, "forms": forms}


@dataclass(frozen=True)
class Token:
    word: str  # folded
    begin: int
    end: int
    plain: bool  # every engine cuts here, and nowhere within


_RUN = re.compile(r"[^\W_]+")
_CUTS = frozenset(" ,;!?()\"-<>[]*")
# "50-mln" is one word for old Lucenes, as any such chain with a number in it.
_CHAIN = re.compile(r"[^\W_]+(?:[-_/.,][^\W_]+)+")
_JOINED = re.compile(r"[a-z][A-Z]")


def _cut_at(text: str, at: int) -> bool:
    if at < 0 or at >= len(text) or text[at] in _CUTS:
        return True
    # A full stop or a colon before a blank; within numbers, initials and names of hosts it is something else.
    return text[at] in ".:" and (at + 1 == len(text) or text[at + 1] == " ")


def tokens(text: str) -> Iterator[Token]:
    """Words in order; a joined name gives its parts too."""
    numbers = [chain.span() for chain in _CHAIN.finditer(text) if any(c.isdigit() for c in chain[0])]
    for run in _RUN.finditer(text):
        word = run[0]
        plain = (
            word.isascii()
            and word.isalpha()
            and not _JOINED.search(word)
            and (run.start() == 0 or (text[run.start() - 1] in _CUTS))
            and _cut_at(text, run.end())
            and not any(begin <= run.start() < end for begin, end in numbers)
        )
        folded = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
        yield Token(folded, run.start(), run.end(), plain)
        # newsearch also finds parts of joined names.
        if _JOINED.search(word):
            for part in re.findall(r"[A-Z]*[a-z]+|[A-Z]+", word):
                yield Token(part.casefold(), run.start(), run.end(), False)


class Vocabulary:
    """The words of a corpus, and in how many documents they are, at most."""

    def __init__(self, corpus: Corpus, facts_of: FactsOf) -> None:
        self.documents: Counter[str] = Counter()
        odd: set[str] = set()
        for texts, uses in ((corpus.source.sentences, corpus.uses), (corpus.source.titles, corpus.title_uses)):
            for text, used in zip(texts, uses):
                if not used:
                    continue
                found = list(tokens(text))
                for word in {token.word for token in found}:
                    self.documents[word] += used
                odd.update(token.word for token in found if not token.plain)
        words = sorted(self.documents)
        facts = facts_of(words)
        groups: tuple[dict[str, list[str]], ...] = (defaultdict(list), defaultdict(list))
        for word in words:
            for group, stem in zip(groups, facts[word]):
                group[stem].append(word)
        self.good: set[str] = set()  # can be searched for
        self.single: set[str] = set()  # the only words with their stems
        self.same: set[str] = set()  # have the same other words with their stem by both stemmers
        for word in words:
            porter, english, stop = facts[word]
            same_stem = groups[0][porter]
            if groups[1][english] != same_stem:
                continue
            self.same.add(word)
            # Other forms of the word must not stand beside such characters either ("company's").
            if odd.intersection(same_stem):
                continue
            if len(same_stem) == 1:
                self.single.add(word)
            if not stop and len(word) >= MIN_WORD and word.isalpha() and not any(facts[other][2] for other in same_stem):
                self.good.add(word)


class QueryDrawer:
    def __init__(self, corpus: Corpus, facts_of: FactsOf, seed: int = SEED) -> None:
        self._corpus = corpus
        self._draws = random.Random(seed + 2)
        self._vocabulary = Vocabulary(corpus, facts_of)
        frequent = sorted(self._vocabulary.good, key=lambda word: (-self._vocabulary.documents[word], word))
        least = COMMON_SHARE * corpus.documents
        self._common = [word for word in frequent if self._vocabulary.documents[word] >= least]
        self._rare = sorted(word for word in frequent if self._vocabulary.documents[word] <= RARE_DOCUMENTS)
        self._used = [i for i, used in enumerate(corpus.uses) if used]
        if len(self._common) < 3 or not self._rare:
            raise ValueError("the corpus is too small to draw queries from")

    def _choose(self, options: Sequence) -> object:
        return options[below(self._draws, len(options))]

    def _some(self, options: Iterable[str], count: int) -> tuple[str, ...]:
        left = list(options)
        return tuple(left.pop(below(self._draws, len(left))) for _ in range(count))

    def _sentence(self) -> str:
        return self._corpus.source.sentences[self._choose(self._used)]

    def _together(self, count: int) -> tuple[str, ...]:
        """Common words of one sentence."""
        common = set(self._common)
        for _ in range(100_000):
            found = sorted({token.word for token in tokens(self._sentence())} & common)
            if len(found) >= count:
                return self._some(found, count)
        raise ValueError("the corpus has too few common words")

    def _phrase(self, count: int) -> tuple[str, ...]:
        good, single = self._vocabulary.good, self._vocabulary.single
        for _ in range(1_000_000):
            text = self._sentence()
            found = list(tokens(text))
            if len(found) < count:
                continue
            first = below(self._draws, len(found) - count + 1)
            words = found[first : first + count]
            if not all(token.word in single for token in words) or not all(words[end].word in good for end in (0, -1)):
                continue
            if all(text[a.end : b.begin] == " " for a, b in zip(words, words[1:])):
                return tuple(token.word for token in words)
        raise ValueError("the corpus has too few phrases")

    def _filters(self, count: int) -> tuple[tuple[str, str], ...]:
        """Values of one document, of different facets."""
        while True:
            facets = self._choose(self._corpus.sample).facets
            found = sorted((facet, self._choose(values)) for facet, values in facets.items() if values)
            if len(found) >= count:
                return tuple(sorted(self._some(found, count)))

    def _term_filter(self) -> Query:
        """A common word and a value of one document, so that there is an answer."""
        common = set(self._common)
        while True:
            document = self._choose(self._corpus.sample)
            texts = [self._corpus.source.sentences[sentence] for sentence in document.sentences]
            words = sorted({token.word for text in texts for token in tokens(text)} & common)
            found = sorted((facet, value) for facet, values in document.facets.items() for value in values)
            if words:
                return Query("", "term_filter", self._some(words, 1), filters=(self._choose(found),))

    def _stop_queries(self) -> list[Query]:
        # Porter's stemmer makes "on" of "one".
        same = [text.split() for text in STOP_QUERIES if self._vocabulary.same.issuperset(text.split())]
        return [Query("", "stop_words", tuple(words)) for words in same[:MAX_STOP_QUERIES]]

    def draw(self) -> list[Query]:
        """All queries, class by class; as many of each as the corpus has different ones, up to PER_CLASS."""
        makers: dict[str, Callable[[], Query]] = {
            "term": lambda: Query("", "term", self._some(self._common, 1)),
            "or2": lambda: Query("", "or2", self._some(self._common, 2)),
            "or3": lambda: Query("", "or3", self._some(self._common, 3)),
            "and2": lambda: Query("", "and2", self._together(2), "all"),
            "and3": lambda: Query("", "and3", self._together(3), "all"),
            "phrase2": lambda: Query("", "phrase2", self._phrase(2), "phrase"),
            "phrase3": lambda: Query("", "phrase3", self._phrase(3), "phrase"),
            "rare": lambda: Query("", "rare", self._some(self._rare, 1)),
            "term_filter": self._term_filter,
            "filter": lambda: Query("", "filter", filters=self._filters(1)),
            "filter2": lambda: Query("", "filter2", filters=self._filters(2)),
        }
        queries: list[Query] = []
        for kind in CLASSES:
            if kind == "stop_words":
                drawn = self._stop_queries()
            elif kind == "match_all":
                drawn = [Query("", kind)]
            else:
                different: dict[Query, None] = {}
                for _ in range(20 * PER_CLASS):
                    if len(different) < PER_CLASS:
                        different[makers[kind]()] = None
                drawn = list(different)
            queries += [Query(f"{kind}-{i:02}", kind, query.words, query.operator, query.filters) for i, query in enumerate(drawn)]
        return queries

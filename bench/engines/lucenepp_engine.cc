// SPDX-License-Identifier: GPL-2.0-or-later
//
// Lucene++, Lucene 3.0 in C++: Snowball's English analyzer, stop words kept, and the Highlighter of its
// contributed library. Lucene had no facets then, so they are counted as applications did it: the ordinals of
// every document are read into memory when the index is opened, and a Collector counts them.
#include <ContribInc.h>
#include <Highlighter.h>
#include <LuceneHeaders.h>
#include <QueryScorer.h>
#include <QueryWrapperFilter.h>
#include <SnowballAnalyzer.h>
#include <TermDocs.h>
#include <TopScoreDocCollector.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engines/engine.h"

namespace newsearch::bench {
namespace {

using Lucene::newLucene;

Lucene::String Wide(const std::string& text) { return Lucene::StringUtils::toUnicode(text); }
std::string Narrow(const Lucene::String& text) { return Lucene::StringUtils::toUTF8(text); }

// Title and text are two values of one field; no phrase runs from the one into the other.
class EnglishAnalyzer final : public Lucene::SnowballAnalyzer {
 public:
  EnglishAnalyzer() : SnowballAnalyzer(Lucene::LuceneVersion::LUCENE_30, L"english") {}
  int32_t getPositionIncrementGap(const Lucene::String& /*field*/) override { return 100; }
};

void Build(const std::string& documents, const std::string& index) {
  const Lucene::IndexWriterPtr writer =
      newLucene<Lucene::IndexWriter>(Lucene::FSDirectory::open(Wide(index)), newLucene<EnglishAnalyzer>(),
                                     true, Lucene::IndexWriter::MaxFieldLengthUNLIMITED);
  ForEachDocument(documents, [&writer](const EngineDocument& document) {
    using Lucene::Field;
    const Lucene::DocumentPtr out = newLucene<Lucene::Document>();
    out->add(
        newLucene<Field>(L"id", Wide(document.id), Field::STORE_YES, Field::INDEX_NOT_ANALYZED_NO_NORMS));
    out->add(newLucene<Field>(L"text", Wide(document.title), Field::STORE_YES, Field::INDEX_ANALYZED));
    out->add(newLucene<Field>(L"text", Wide(document.text), Field::STORE_YES, Field::INDEX_ANALYZED));
    out->add(newLucene<Field>(L"date", Wide(document.date), Field::STORE_YES, Field::INDEX_NO));
    for (size_t facet = 0; facet < kFacets; ++facet) {
      for (const std::string& value : document.facets[facet]) {
        out->add(newLucene<Field>(Wide(kFacetNames[facet]), Wide(value), Field::STORE_NO,
                                  Field::INDEX_NOT_ANALYZED_NO_NORMS));
      }
    }
    writer->addDocument(out);
  });
  writer->close();
}

// The values of a facet, and which of them each document has.
struct Column {
  std::vector<std::string> values;
  std::vector<uint32_t> begins;  // of each document in `ordinals`, and the end
  std::vector<uint32_t> ordinals;
};

Column ReadColumn(const Lucene::IndexReaderPtr& reader, const Lucene::String& facet) {
  Column column;
  std::vector<std::vector<uint32_t>> by_document(static_cast<size_t>(reader->maxDoc()));
  const Lucene::TermEnumPtr terms = reader->terms(newLucene<Lucene::Term>(facet, L""));
  do {
    const Lucene::TermPtr term = terms->term();
    if (!term || term->field() != facet) break;
    const Lucene::TermDocsPtr documents = reader->termDocs(term);
    while (documents->next())
      by_document[static_cast<size_t>(documents->doc())].push_back(
          static_cast<uint32_t>(column.values.size()));
    column.values.push_back(Narrow(term->text()));
  } while (terms->next());
  for (const std::vector<uint32_t>& ordinals : by_document) {
    column.begins.push_back(static_cast<uint32_t>(column.ordinals.size()));
    column.ordinals.insert(column.ordinals.end(), ordinals.begin(), ordinals.end());
  }
  column.begins.push_back(static_cast<uint32_t>(column.ordinals.size()));
  return column;
}

class CountingCollector final : public Lucene::Collector {
 public:
  CountingCollector(Lucene::TopScoreDocCollectorPtr top, const std::array<Column, kFacets>* columns)
      : top_(std::move(top)), columns_(columns) {
    for (size_t i = 0; i < kFacets; ++i) counts_[i].resize((*columns)[i].values.size());
  }

  void setScorer(const Lucene::ScorerPtr& scorer) override { top_->setScorer(scorer); }
  void collect(int32_t document) override {
    top_->collect(document);
    const auto at = static_cast<size_t>(base_ + document);
    for (size_t i = 0; i < kFacets; ++i) {
      const Column& column = (*columns_)[i];
      for (uint32_t j = column.begins[at]; j < column.begins[at + 1]; ++j) ++counts_[i][column.ordinals[j]];
    }
  }
  void setNextReader(const Lucene::IndexReaderPtr& reader, int32_t base) override {
    base_ = base;
    top_->setNextReader(reader, base);
  }
  bool acceptsDocsOutOfOrder() override { return true; }

  std::vector<std::pair<std::string, uint64_t>> Counts(size_t facet, uint32_t max_values) const {
    std::vector<std::pair<std::string, uint64_t>> found;
    for (size_t ordinal = 0; ordinal < counts_[facet].size(); ++ordinal) {
      if (counts_[facet][ordinal] > 0)
        found.emplace_back((*columns_)[facet].values[ordinal], counts_[facet][ordinal]);
    }
    return MostFrequent(std::move(found), max_values);
  }

 private:
  Lucene::TopScoreDocCollectorPtr top_;
  const std::array<Column, kFacets>* columns_;
  std::array<std::vector<uint32_t>, kFacets> counts_;
  int32_t base_ = 0;
};

class LuceneppEngine final : public SearchEngine {
 public:
  explicit LuceneppEngine(const std::string& index)
      : reader_(Lucene::IndexReader::open(Lucene::FSDirectory::open(Wide(index)), true)),
        searcher_(newLucene<Lucene::IndexSearcher>(reader_)),
        analyzer_(newLucene<EnglishAnalyzer>()) {
    for (size_t i = 0; i < kFacets; ++i) columns_[i] = ReadColumn(reader_, Wide(kFacetNames[i]));
  }

  EngineAnswer Search(const EngineQuery& asked, const Parts& parts) override {
    Lucene::QueryPtr query;
    if (asked.text.empty()) {
      query = newLucene<Lucene::MatchAllDocsQuery>();
    } else {
      query = newLucene<Lucene::QueryParser>(Lucene::LuceneVersion::LUCENE_30, L"text", analyzer_)
                  ->parse(Wide(asked.text));
    }
    Lucene::FilterPtr filter;
    if (!asked.filters.empty()) {
      const Lucene::BooleanQueryPtr all = newLucene<Lucene::BooleanQuery>();
      for (const auto& [facet, value] : asked.filters) {
        all->add(newLucene<Lucene::TermQuery>(newLucene<Lucene::Term>(Wide(facet), Wide(value))),
                 Lucene::BooleanClause::MUST);
      }
      filter = newLucene<Lucene::QueryWrapperFilter>(all);
    }
    EngineAnswer answer;
    Lucene::TopDocsPtr top;
    if (parts.facets) {
      const Lucene::TopScoreDocCollectorPtr best = Lucene::TopScoreDocCollector::create(kHits, false);
      const auto counting = newLucene<CountingCollector>(best, &columns_);
      searcher_->search(query, filter, counting);
      top = best->topDocs();
      for (size_t i = 0; i < kFacets; ++i)
        answer.facets[kFacetNames[i]] = counting->Counts(i, parts.max_values);
    } else {
      top = searcher_->search(query, filter, kHits);
    }
    if (parts.total) answer.total = static_cast<uint64_t>(top->totalHits);
    Lucene::HighlighterPtr highlighter;
    if (parts.snippets) highlighter = newLucene<Lucene::Highlighter>(newLucene<Lucene::QueryScorer>(query));
    for (const Lucene::ScoreDocPtr& hit : top->scoreDocs) {
      answer.ids.push_back(std::to_string(hit->doc));
      if (!parts.total) continue;
      const Lucene::DocumentPtr document = searcher_->doc(hit->doc);
      const Lucene::Collection<Lucene::String> texts = document->getValues(L"text");
      if (parts.snippets)
        answer.snippets.push_back(Narrow(highlighter->getBestFragment(analyzer_, L"text", texts[1])));
    }
    return answer;
  }

 private:
  Lucene::IndexReaderPtr reader_;
  Lucene::IndexSearcherPtr searcher_;
  Lucene::AnalyzerPtr analyzer_;
  std::array<Column, kFacets> columns_;
};

}  // namespace
}  // namespace newsearch::bench

int main(int argc, char** argv) {
  using namespace newsearch::bench;
  try {
    return RunEngine(
        argc, argv,
        {"Lucene++ " NEWSEARCH_LUCENEPP_VERSION, Build,
         [](const std::string& index) { return std::make_unique<LuceneppEngine>(index); }, nullptr, false});
  } catch (const Lucene::LuceneException& error) {  // no std::exception
    Fail(Narrow(error.getError()));
  }
}

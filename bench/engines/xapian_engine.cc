// SPDX-License-Identifier: GPL-2.0-or-later
//
// Raw Xapian as its guide shows it: TermGenerator and QueryParser with STEM_SOME, Enquire::get_mset with
// check_at_least where the total is exact, a ValueCountMatchSpy for each facet, MSet::snippet. The stored
// data is title and text, so that snippets need no parser.
#include <xapian.h>

#include <deque>
#include <memory>
#include <string>

#include "common/raw_xapian.h"
#include "engines/engine.h"

namespace newsearch::bench {
namespace {

constexpr size_t kSnippetBytes = 240;

class XapianEngine final : public SearchEngine {
 public:
  explicit XapianEngine(const std::string& path) : database_(path) {
    parser_.set_database(database_);
    parser_.set_stemmer(stemmer_);
    parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  }

  EngineAnswer Search(const EngineQuery& asked, const Parts& parts) override {
    Xapian::Query query = asked.text.empty() ? Xapian::Query::MatchAll : parser_.parse_query(asked.text);
    for (const auto& [facet, value] : asked.filters)
      query = Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(RawFacetTerm(facet, value)));
    Xapian::Enquire enquire(database_);
    enquire.set_query(query);
    std::deque<Xapian::ValueCountMatchSpy> spies;  // they cannot be moved
    if (parts.facets) {
      for (const RawFacet& facet : kRawFacets) enquire.add_matchspy(&spies.emplace_back(facet.slot));
    }
    const Xapian::MSet matches = enquire.get_mset(0, kHits, parts.total ? database_.get_doccount() : 0);
    EngineAnswer answer;
    if (parts.total) answer.total = matches.get_matches_lower_bound();
    for (auto match = matches.begin(); match != matches.end(); ++match) {
      answer.ids.push_back(std::to_string(*match));
      if (!parts.total) continue;  // ids alone are asked for; else the stored text is part of a hit
      const std::string data = match.get_document().get_data();
      if (parts.snippets) answer.snippets.push_back(matches.snippet(data, kSnippetBytes, stemmer_));
    }
    for (size_t i = 0; i < spies.size(); ++i)
      answer.facets[kRawFacets[i].name] = CountRawFacet(spies[i], parts.max_values);
    return answer;
  }

 private:
  Xapian::Database database_;
  Xapian::QueryParser parser_;
  Xapian::Stem stemmer_{"english"};
};

void Build(const std::string& documents, const std::string& index) {
  RawXapianWriter writer(index);
  ForEachDocument(documents, [&writer](const EngineDocument& document) {
    CorpusDocument same;
    same.id = document.id;
    same.title = document.title;
    same.text = document.text;
    same.projects = document.facets[0];
    same.cities = document.facets[1];
    same.countries = document.facets[2];
    same.year = document.facets[3].at(0);
    writer.Add(same, document.title + '\n' + document.text);
  });
  writer.Commit();
}

// Stems of both kinds, for the drawing of queries.
std::string DescribeWord(const std::string& word) {
  static const Xapian::Stem porter("porter");
  static const Xapian::Stem english("english");
  return porter(word) + '\t' + english(word);
}

}  // namespace
}  // namespace newsearch::bench

int main(int argc, char** argv) {
  using namespace newsearch::bench;
  return RunEngine(
      argc, argv,
      {std::string("Xapian ") + Xapian::version_string(), Build,
       [](const std::string& index) { return std::make_unique<XapianEngine>(index); }, DescribeWord, false});
}

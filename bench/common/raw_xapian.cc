// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/raw_xapian.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "text/stop_words.h"

namespace newsearch::bench {
namespace {

// A slot holds one string: several values are joined.
constexpr char kJoin = '\x1f';

std::vector<std::string> ValuesOf(const CorpusDocument& document, Xapian::valueno slot) {
  switch (slot) {
    case 0:
      return document.projects;
    case 1:
      return document.cities;
    case 2:
      return document.countries;
    default:
      return {document.year};
  }
}

std::string FacetTermOf(const RawFacet& facet, const std::string& value) {
  return std::string(facet.prefix) + ":" + Xapian::Unicode::tolower(value);
}

}  // namespace

std::string RawFacetTerm(const std::string& facet, const std::string& value) {
  const RawFacet* found = std::find_if(std::begin(kRawFacets), std::end(kRawFacets),
                                       [&facet](const RawFacet& f) { return facet == f.name; });
  return FacetTermOf(*found, value);
}

std::vector<std::pair<std::string, uint64_t>> CountRawFacet(const Xapian::ValueCountMatchSpy& spy,
                                                            uint32_t max_values) {
  std::unordered_map<std::string, uint64_t> counts;
  for (auto joined = spy.values_begin(); joined != spy.values_end(); ++joined) {
    const std::string values = *joined;
    for (size_t begin = 0; begin <= values.size();) {
      const size_t end = std::min(values.find(kJoin, begin), values.size());
      if (end > begin) counts[values.substr(begin, end - begin)] += joined.get_termfreq();
      begin = end + 1;
    }
  }
  std::vector<std::pair<std::string, uint64_t>> ranked(counts.begin(), counts.end());
  const size_t wanted = max_values == 0 ? ranked.size() : std::min<size_t>(max_values, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(wanted), ranked.end(),
                    [](const auto& a, const auto& b) {
                      return a.second != b.second ? a.second > b.second : a.first < b.first;
                    });
  ranked.resize(wanted);
  return ranked;
}

RawXapianWriter::RawXapianWriter(const std::string& path)
    : database_(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS) {
  generator_.set_stemmer(Xapian::Stem("english"));
  generator_.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
}

void RawXapianWriter::Add(const CorpusDocument& document, const std::string& data) {
  Xapian::Document out;
  generator_.set_document(out);
  generator_.set_termpos(0);
  generator_.index_text(document.title, 2);
  generator_.increase_termpos(100);
  generator_.index_text(document.text);
  out.set_data(data);
  out.add_boolean_term("Q" + document.id);
  for (const RawFacet& facet : kRawFacets) {
    std::string joined;
    for (const std::string& value : ValuesOf(document, facet.slot)) {
      if (!joined.empty()) joined += kJoin;
      joined += value;
      out.add_boolean_term(FacetTermOf(facet, value));
    }
    out.add_value(facet.slot, joined);
  }
  database_.add_document(out);
}

RawXapianSearcher::RawXapianSearcher(const std::string& path) : database_(path) {
  parser_.set_database(database_);
  parser_.set_stemmer(stemmer_);
  parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  // Else every "of" and "the" of a headline would be a word to search for, and it would have ten times our
  // matches.
  for (const std::string& word : StopWords("en")) stopper_.add(word);
  parser_.set_stopper(&stopper_);
}

RawResponse RawXapianSearcher::Search(const BenchQuery& asked, const RawRequest& request) {
  Xapian::Query query = Xapian::Query::MatchAll;
  if (!asked.text.empty()) {
    query =
        parser_.parse_query(asked.text, asked.operators ? unsigned{Xapian::QueryParser::FLAG_DEFAULT} : 0u);
  }
  for (const FacetFilter& filter : asked.filters) {
    const Xapian::Query value(RawFacetTerm(filter.facet, filter.value));
    query = Xapian::Query(Xapian::Query::OP_FILTER, query, value);
  }
  Xapian::Enquire enquire(database_);
  enquire.set_query(query);
  std::deque<Xapian::ValueCountMatchSpy> spies;  // they cannot be moved
  if (request.facets) {
    for (const RawFacet& facet : kRawFacets) enquire.add_matchspy(&spies.emplace_back(facet.slot));
  }
  const Xapian::MSet matches =
      enquire.get_mset(0, 10, request.exact_total || request.facets ? database_.get_doccount() : 0);
  RawResponse response;
  response.total = matches.get_matches_lower_bound();
  for (auto match = matches.begin(); match != matches.end(); ++match) {
    response.hits.push_back(match.get_document().get_data());
    if (request.snippets) {
      const std::string text = nlohmann::json::parse(response.hits.back()).at("text").get<std::string>();
      response.snippets.push_back(matches.snippet(text, 240, stemmer_));
    }
  }
  for (size_t i = 0; i < spies.size(); ++i)
    response.facets[kRawFacets[i].name] = CountRawFacet(spies[i], request.max_values);
  return response;
}

}  // namespace newsearch::bench

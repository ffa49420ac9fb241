// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "flags.h"
#include "mentions.h"
#include "newsearch/analyzer.h"
#include "newsearch/facet.h"
#include "newsearch/search.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {
namespace {

// What filters compare: without case and marks.
std::string Folded(std::string_view text) {
  static const Analyzer analyzer("und");
  std::string folded;
  for (const Token& token : analyzer.Analyze(text)) folded.append(token.form) += ' ';
  return folded;
}

bool IsMeant(const ExplainedValue& value, const std::string& folded, const std::string& locale) {
  return Folded(value.value) == folded || Folded(FacetLabel(value.facet, value.value)) == folded ||
         Folded(FacetLabel(value.facet, value.value, locale)) == folded;
}

// The facets that an article of the index could have values of.
std::vector<std::string> FacetNames(const Searcher& searcher) {
  std::vector<std::string> names;
  for (const FacetInfo& info : searcher.facets()) names.push_back(info.name);
  return names;
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string list;
  for (const std::string& part : parts) list += (list.empty() ? "" : ", ") + part;
  return list;
}

// "it has Kista, Stockholm", "it has values of project, year": what could have been asked for.
std::string WhatThereIs(const Document& document, const std::string& facet, const std::string& locale) {
  std::vector<std::string> labels;
  std::vector<std::string> facets;
  for (const ExplainedValue& value : ExplainValues(document, "")) {
    if (value.facet == facet) labels.push_back(FacetLabel(facet, value.value, locale));
    if (facets.empty() || facets.back() != value.facet) facets.push_back(value.facet);
  }
  if (!labels.empty()) return "; it has " + Joined(labels);
  return facets.empty() ? "" : "; it has values of " + Joined(facets);
}

}  // namespace

int RunWhy(const Options& options) {
  const std::string what = options.words.size() > 1 ? options.words[1] : "";
  const size_t equals = what.find('=');
  const std::string facet = what.substr(0, equals);
  const Result<Searcher> searcher = Searcher::Open(options.index);
  if (!searcher.ok()) return ComplainAboutIndex(searcher.status(), options.index);
  const Result<Document> found = searcher.value().Get(options.words[0]);
  if (!found.ok()) {
    const int code = Fail(found.status());
    return found.status().code() == StatusCode::kNotFound ? kExitNothing : code;
  }
  const Document& document = found.value();
  const std::vector<std::string> names = FacetNames(searcher.value());
  if (options.words.size() > 1 && std::find(names.begin(), names.end(), facet) == names.end()) {
    Complain("why: no facet '" + facet + "'; there are " + Joined(names));
    return kExitUsage;
  }
  std::vector<ExplainedValue> values = ExplainValues(document, facet);
  std::string missing = facet.empty() ? "value of any facet" : facet;
  if (equals != std::string::npos) {
    const std::string value = what.substr(equals + 1);
    missing += " " + value;
    std::erase_if(values, [&, folded = Folded(value)](const ExplainedValue& explained) {
      return !IsMeant(explained, folded, options.locale);
    });
  }

  Output output;
  if (options.json) {
    output.Write(WhyJson(document, values, options.locale));
  } else if (!values.empty()) {
    output.Write(WhyPage(OutputPage(options.color, options.locale), document, values));
  }
  const int code = output.Finish(values.empty() ? kExitNothing : kExitOk);
  if (values.empty() && !options.json) {
    Complain("article " + document.id + " has no " + missing + WhatThereIs(document, facet, options.locale));
  }
  return code;
}

}  // namespace newsearch::cli

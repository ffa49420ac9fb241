// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/document_terms.h"

#include <xapian.h>

#include "index/terms.h"
#include "index/weights.h"
#include "newsearch/facet.h"
#include "schema/calendar.h"
#include "schema/fields.h"
#include "schema/record.h"

namespace newsearch {

void DocumentTerms::Extract(const Document& document, uint32_t source, const std::vector<std::string>& places,
                            const FacetTable& facets, TermSink* sink, WordSequence* sequence) {
  sink->AddTerm(IdTerm(document.id), 0);
  sink->AddTerm(SourceTerm(source), 0);
  if (document.date) {
    const auto day_value = [](std::chrono::year_month_day day) {
      return Xapian::sortable_serialise(static_cast<double>(DayNumber(day)));
    };
    sink->AddValue(kDateStartSlot, day_value(document.date->start));
    sink->AddValue(kDateEndSlot, day_value(document.date->end));
  }
  for (const FacetField& field : facets.fields()) {
    if (field.name == "lang") {
      ExtractFacet(field, {document.lang}, sink);
    } else {
      ExtractFacet(field, field.name == "place" ? places : document.values(field.name), sink);
    }
  }
  ExtractText(document, sink, sequence);
}

void DocumentTerms::ExtractFacet(const FacetField& field, const std::vector<std::string>& values,
                                 TermSink* sink) const {
  if (values.empty()) return;
  sink->AddValue(field.slot, field.multi_valued ? PackValues(values) : values.front());
  const size_t count = field.multi_valued ? values.size() : 1;
  for (size_t i = 0; i < count; ++i) {
    sink->AddTerm(FacetTerm(field, values[i]), 0);
    // country:Sweden finds what country:SE finds.
    if (field.label == FacetLabelKind::kRegion) {
      sink->AddTerm(FacetTerm(field, FacetLabel(field.name, values[i])), 0);
    }
  }
}

void DocumentTerms::ExtractText(const Document& document, TermSink* sink, WordSequence* sequence) {
  sequence->id = document.id;
  sequence->words.clear();
  words_.clear();
  if (document.title) tokenizer_.Tokenize(*document.title, 0, &words_);
  for (const Word& word : words_) ExtractWord(document.lang, word, kTitleWdf, sink, sequence);
  sequence->title_words = sequence->words.size();
  words_.clear();
  tokenizer_.Tokenize(document.body, 0, &words_);
  auto part = document.other_languages.begin();
  for (const Word& word : words_) {
    while (part != document.other_languages.end() && part->span.end <= word.begin) ++part;
    const bool in_part = part != document.other_languages.end() && part->span.begin <= word.begin;
    const bool lead = sequence->words.size() - sequence->title_words < kLeadWords;
    ExtractWord(in_part ? part->lang : document.lang, word, lead ? kLeadWdf : kBodyWdf, sink, sequence);
  }
}

void DocumentTerms::ExtractWord(const std::string& lang, const Word& word, uint32_t wdf, TermSink* sink,
                                WordSequence* sequence) {
  AssignWordTerm(lang, word.folded, &term_);
  if (word.is_part) {  // found by itself, but no word of the text: phrases go over the whole
    sink->AddTerm(term_, kPartWdf);
  } else {
    sequence->words.push_back(sink->AddWord(term_, word.folded, wdf));
  }
}

}  // namespace newsearch

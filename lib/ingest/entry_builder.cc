// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/entry_builder.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "facets/facet_tagger.h"
#include "ingest/date_parser.h"
#include "ingest/document_builder.h"
#include "schema/calendar.h"
#include "schema/fields.h"
#include "text/language.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Two-digit years below this are of this century (RFC 2822, 4.3).
constexpr int kTwoDigitPivot = 50;

bool StartsWithFolded(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  return std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

std::vector<std::string_view> SplitAny(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (size_t begin = text.find_first_not_of(separators); begin != std::string_view::npos;) {
    const size_t end = std::min(text.find_first_of(separators, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(separators, end);
  }
  return parts;
}

// -1 for what is no number.
int Number(std::string_view text) {
  int number = -1;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stop == text.data() + text.size() && text.size() <= 4 ? number : -1;
}

// 1 to 12 for "Mar", "MARCH", "Sept"; 0 for what is no English month.
int EnglishMonth(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  for (int month = 0; month < 12; ++month) {
    if (word.size() >= 3 && word.size() <= kMonths[month].size() &&
        StartsWithFolded(word, kMonths[month].substr(0, word.size()))) {
      return month + 1;
    }
  }
  return 0;
}

bool IsEnglishWeekday(std::string_view word) {
  static constexpr std::string_view kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  return std::any_of(std::begin(kDays), std::end(kDays),
                     [word](std::string_view day) { return StartsWithFolded(word, day); });
}

// "Tue, 05 Mar 2019 10:00:00 +0100", "5 Mar 19", "05-Mar-2019 10:00 GMT": the day as it was where it was
// written. English whatever the document's language; nullopt for anything else.
std::optional<Date> ParseMailDate(std::string_view text) {
  std::vector<std::string_view> parts = SplitAny(text, " \t\r\n,");
  if (!parts.empty() && IsEnglishWeekday(parts.front())) parts.erase(parts.begin());
  if (parts.empty()) return std::nullopt;
  std::vector<std::string_view> day_month_year = SplitAny(parts.front(), "-");
  if (day_month_year.size() == 3) {
    parts.erase(parts.begin());
  } else if (parts.size() >= 3) {
    day_month_year.assign(parts.begin(), parts.begin() + 3);
    parts.erase(parts.begin(), parts.begin() + 3);
  } else {
    return std::nullopt;
  }
  // Behind it the time and the zone, and nothing that might be another date.
  if (parts.size() > 4 || (!parts.empty() && parts.front().find(':') == std::string_view::npos)) {
    return std::nullopt;
  }
  const int day = Number(day_month_year[0]);
  const int month = EnglishMonth(day_month_year[1]);
  int year = Number(day_month_year[2]);
  if (day < 1 || month == 0 || year < 0) return std::nullopt;
  if (day_month_year[2].size() == 2) year += year < kTwoDigitPivot ? 2000 : 1900;
  return MakeDate(year, month, day);
}

}  // namespace

EntryBuilder::EntryBuilder(std::string source, bool facets, ReportBuilder* report,
                           std::shared_ptr<const AuthorityTagger> authorities)
    : source_(std::move(source)),
      facets_(facets),
      report_(report),
      tagger_(std::move(authorities), FacetTagger::Scope::kArticle) {}

std::nullopt_t EntryBuilder::Skip(const std::string& why, uint64_t line) {
  (*report_)->skipped += 1;
  report_->Warn("skipped: " + why, line);
  return std::nullopt;
}

std::optional<Document> EntryBuilder::Build(Entry entry) {
  Document document;
  document.source = source_;
  document.lines = entry.lines;
  document.bytes = entry.bytes;
  document.body = std::move(entry.text);
  if (entry.title && !entry.title->empty()) document.title = std::move(entry.title);
  if (entry.id && !entry.id->empty()) {
    document.id = std::move(*entry.id);
  } else {
    const std::string name = document.title.value_or("") + document.body;
    const uint32_t occurrence = occurrences_[StableHash().Add(entry.date).Add(name).value()]++;
    document.id = ArticleId(source_, entry.date, name, occurrence);
  }
  if (const char* wrong = WhatIsWrongWithId(document.id)) {
    return Skip(std::string("its id ") + wrong, entry.lines.first);
  }
  if (!entry.lang.empty()) document.lang = NormalizeLanguageTag(entry.lang);
  if (document.lang.empty() || document.lang == kUnknownLanguage) {
    document.lang = GuessLanguage(document.body + "\n" + document.title.value_or("")).lang;
  }
  for (const std::string& what : entry.left_out) report_->Warn(what, entry.lines.first);
  SetDate(entry, &document);
  SetFacets(entry, &document);
  return document;
}

void EntryBuilder::SetDate(const Entry& entry, Document* document) {
  if (entry.date.empty()) return;
  document->date = ParseIsoDate(entry.date);
  if (!document->date) {
    document->date = ParseMailDate(entry.date);
    if (!document->date) {
      // Written for people, in the document's language.
      const DateParser parser(DateOptions{{document->lang}, false});
      const std::vector<DateMention> mentions = parser.Find(entry.date);
      if (mentions.size() == 1) document->date = mentions.front().Resolve();
    }
    if (document->date) document->date->raw = entry.date;
  }
  if (!document->date) {
    report_->Warn("date not understood: " + std::string(Utf8Prefix(entry.date, 60)), entry.lines.first);
    return;
  }
  document->date->rule = "given";
}

// The values a facet can take, each once; a warning for the others.
std::vector<std::string> EntryBuilder::GivenValues(const Entry& entry, std::string_view facet) const {
  std::vector<std::string> values;
  std::unordered_set<std::string> folded;
  const FacetField* field = FindFacet(facet);  // others take any value, and as many as there are
  const bool multi_valued = field == nullptr || field->multi_valued;
  for (const FacetValues& given : entry.facets) {
    if (given.facet != facet) continue;
    for (const std::string& written : given.values) {
      const std::string value = facet == "country" ? Gazetteer::Builtin().CountryCode(written) : written;
      const bool fits = !FoldName(value).empty() && (facet != "year" || IsFourDigitYear(value));
      if (!fits || (!multi_valued && !values.empty())) {
        report_->Warn(std::string(facet) + " left out: " + std::string(Utf8Prefix(written, 60)),
                      entry.lines.first);
        continue;
      }
      if (!folded.insert(FoldName(value)).second) continue;
      values.push_back(value);
    }
  }
  return values;
}

// What is given as data is not looked for.
void EntryBuilder::SetFacets(const Entry& entry, Document* document) {
  const auto comes_before = [](const std::string& a, const std::string& b) { return FacetComesBefore(a, b); };
  std::set<std::string, decltype(comes_before)> given(comes_before);
  for (const FacetValues& facet : entry.facets) given.insert(facet.facet);
  for (const std::string& facet : given) {
    std::vector<std::string> values = GivenValues(entry, facet);
    if (!values.empty()) document->facets.push_back({facet, std::move(values)});
  }
  if (facets_) {
    ArticleText text;
    text.lang = document->lang;
    if (document->date) text.year = static_cast<int>(document->date->start.year());
    std::vector<size_t> offsets;  // of the pieces, in their fields
    const auto add = [&](std::string_view piece, size_t offset, bool is_title) {
      text.pieces.push_back({piece, is_title});
      offsets.push_back(offset);
    };
    if (document->title) add(*document->title, 0, true);
    for (size_t begin = 0; begin < document->body.size();) {
      const std::string_view body = document->body;
      const size_t end = std::min(body.find('\n', begin), body.size());
      add(body.substr(begin, end - begin), begin, false);
      begin = end + 1;
    }
    tagger_.Forget();
    PreparedArticle prepared = tagger_.Prepare(text);
    tagger_.Learn(&prepared);
    const auto locate = [&](const TextSpan& span, Evidence* evidence) {
      const size_t offset = offsets[span.piece];
      evidence->span = {offset + span.begin, offset + span.end};
      evidence->field = text.pieces[span.piece].is_title ? "title" : "text";
    };
    AddFacets(text, tagger_.Tag(&prepared), locate, document);
  }
  AddYear(document);
  // The date stands in a field of its own; there are no words to point at.
  std::erase_if(document->evidence, [](const Evidence& evidence) { return evidence.facet == "year"; });
}

}  // namespace newsearch

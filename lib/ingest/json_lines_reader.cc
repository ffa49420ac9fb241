// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/json_lines_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ingest/block.h"
#include "ingest/date_parser.h"
#include "ingest/document_builder.h"
#include "ingest/place_tagger.h"
#include "ingest/project_tagger.h"
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

using Json = nlohmann::json;

constexpr uint64_t kProgressEvery = 256;

// The string in `key`, nullopt if there is none; numbers are taken as they are written.
std::optional<std::string> StringAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number_unsigned()) return std::to_string(found->get<uint64_t>());
  if (found->is_number_integer()) return std::to_string(found->get<int64_t>());
  return std::nullopt;
}

std::vector<std::string> ListAt(const Json& object, const char* key) {
  std::vector<std::string> values;
  const auto found = object.find(key);
  if (found == object.end()) return values;
  const auto add = [&values](const Json& value) {
    if (value.is_string() && !value.get_ref<const std::string&>().empty())
      values.push_back(value.get<std::string>());
    if (value.is_number_integer()) values.push_back(std::to_string(value.get<int64_t>()));
  };
  if (found->is_array()) {
    for (const Json& value : *found) add(value);
  } else {
    add(*found);
  }
  return values;
}

class JsonLinesReader {
 public:
  JsonLinesReader(const std::string& source, ReportBuilder* report)
      : source_(source), report_(report), places_(Gazetteer::Builtin()) {}

  // nullopt, and a warning, if the line is no document.
  std::optional<Document> Read(std::string_view line, uint64_t number) {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) return Skip("no JSON", number);
    if (!json.is_object()) return Skip("not a JSON object", number);
    Document document;
    document.source = source_;
    document.lines = {static_cast<uint32_t>(number), static_cast<uint32_t>(number)};
    const std::optional<std::string> text = StringAt(json, "text");
    std::optional<std::string> title = StringAt(json, "title");
    if (!text && !title) return Skip("neither \"text\" nor \"title\" in it", number);
    document.body = text.value_or("");
    if (title && !title->empty()) document.title = std::move(title);
    const std::optional<std::string> id = StringAt(json, "id");
    if (!id && json.contains("id") && !json["id"].is_null())
      return Skip("its id is no text and no number", number);
    if (id && !id->empty()) {
      document.id = *id;
    } else {
      const std::string name = document.title.value_or("") + document.body;
      // Lines that agree in everything are told apart by their order.
      const std::string date = StringAt(json, "date").value_or("");
      const uint32_t occurrence = occurrences_[StableHash().Add(date).Add(name).value()]++;
      document.id = ArticleId(source_, date, name, occurrence);
    }
    if (const char* wrong = WhatIsWrongWithId(document.id)) {
      return Skip(std::string("its id ") + wrong, number);
    }
    SetLanguage(json, &document);
    SetDate(json, number, &document);
    SetFacets(json, number, &document);
    return document;
  }

 private:
  std::nullopt_t Skip(const std::string& why, uint64_t number) {
    (*report_)->skipped += 1;
    report_->Warn("skipped: " + why, number);
    return std::nullopt;
  }

  static void SetLanguage(const Json& json, Document* document) {
    if (const auto lang = StringAt(json, "lang")) document->lang = NormalizeLanguageTag(*lang);
    if (document->lang.empty() || document->lang == kUnknownLanguage) {
      document->lang = GuessLanguage(document->body + "\n" + document->title.value_or("")).lang;
    }
  }

  void SetDate(const Json& json, uint64_t number, Document* document) {
    const std::optional<std::string> written = StringAt(json, "date");
    if (!written || written->empty()) return;
    document->date = ParseIsoDate(*written);
    if (!document->date) {
      // Not ISO 8601, so it is written for people, in the document's language.
      const DateParser parser(DateOptions{{document->lang}, false});
      const std::vector<DateMention> mentions = parser.Find(*written);
      if (mentions.size() == 1) document->date = mentions.front().Resolve();
      if (document->date) document->date->raw = *written;
    }
    if (!document->date) {
      report_->Warn("date not understood: " + std::string(Utf8Prefix(*written, 60)), number);
      return;
    }
    document->date->rule = "given";
  }

  // The values a facet can take, each once; a warning for the others.
  std::vector<std::string> GivenValues(const FacetField& field, const std::vector<std::string>& given,
                                       uint64_t number) const {
    std::vector<std::string> values;
    std::vector<std::string> folded;
    for (const std::string& written : given) {
      const std::string value = field.label == FacetLabelKind::kRegion ? CountryCode(written) : written;
      const bool fits = !FoldName(value).empty() && (field.name != "year" || IsFourDigitYear(value));
      if (!fits || (!field.multi_valued && !values.empty())) {
        report_->Warn(std::string(field.name) + " left out: " + std::string(Utf8Prefix(written, 60)), number);
        continue;
      }
      std::string key = FoldName(value);
      if (std::find(folded.begin(), folded.end(), key) != folded.end()) continue;
      folded.push_back(std::move(key));
      values.push_back(value);
    }
    return values;
  }

  // "se", "Sweden", "Schweden" -> "SE"; empty for what is no country.
  static std::string CountryCode(const std::string& written) {
    std::string code = written;
    for (char& c : code) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
    if (IsRegionCode(code)) return code;
    std::vector<Word> words;
    Tokenizer().Tokenize(written, 0, &words);
    std::string joined;
    for (const Word& word : words) joined.append(joined.empty() ? "" : " ").append(WordForm(word));
    const Gazetteer& gazetteer = Gazetteer::Builtin();
    const GazetteerName* name = gazetteer.Find(NameHash(joined));
    if (name == nullptr) return {};
    for (const GazetteerPosting& posting : gazetteer.postings(*name)) {
      const GazetteerPlace& place = gazetteer.place(posting.place);
      if (place.kind == PlaceKind::kCountry) return std::string(place.country, 2);
    }
    return {};
  }

  // What is given as data is not looked for.
  void SetFacets(const Json& json, uint64_t number, Document* document) {
    for (const FacetField& field : FacetFields()) {
      const std::string name(field.name);
      if (name == "lang") continue;
      std::vector<std::string> values = GivenValues(field, ListAt(json, name.c_str()), number);
      if (!values.empty()) document->facets.push_back({name, std::move(values)});
    }
    ArticleText text;
    text.lang = document->lang;
    if (document->title) text.pieces.push_back({*document->title, 0, "title", true});
    for (size_t begin = 0; begin < document->body.size();) {
      const std::string_view body = document->body;
      const size_t end = std::min(body.find('\n', begin), body.size());
      text.pieces.push_back({body.substr(begin, end - begin), begin, "text", false});
      begin = end + 1;
    }
    ProjectTagger projects;
    if (document->values("project").empty()) projects.Learn(text);
    const bool places_given = !document->values("city").empty() && !document->values("country").empty();
    AddFacets(places_given ? TaggedPlaces() : places_.Tag(text, nullptr), projects.Tag(text), document);
    AddYear(document);
    // The date stands in a field of its own; there are no words to point at.
    std::erase_if(document->evidence, [](const Evidence& evidence) { return evidence.facet == "year"; });
  }

  const std::string& source_;
  ReportBuilder* report_;
  PlaceTagger places_;
  std::unordered_map<uint64_t, uint32_t> occurrences_;  // of lines without an id
};

}  // namespace

Status ReadJsonLines(std::string_view text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report) {
  JsonLinesReader reader(source, report);
  uint64_t documents = 0;
  uint64_t number = 0;
  size_t begin = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = TrimSpace(text.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (options.progress && number % kProgressEvery == 1 &&
        !options.progress({begin - 1, text.size(), documents})) {
      return Status(StatusCode::kCancelled, "reading of " + source + " was stopped");
    }
    if (line.empty()) continue;
    if (line.size() > options.max_line_bytes) {
      (*report)->skipped += 1;
      report->Warn("skipped: line is " + std::to_string(line.size()) + " bytes long, the limit is " +
                       std::to_string(options.max_line_bytes),
                   number);
      continue;
    }
    std::optional<Document> document;
    if (IsValidUtf8(line)) {
      document = reader.Read(line, number);
    } else {
      uint64_t ill_formed = 0;
      document = reader.Read(SanitizeUtf8(line, &ill_formed), number);
      (*report)->ill_formed_bytes += ill_formed;
    }
    if (!document) continue;
    document->bytes = {static_cast<uint64_t>(line.data() - text.data()),
                       static_cast<uint64_t>(line.data() - text.data()) + line.size()};
    ++documents;
    report->Count(*document);
    if (Status status = sink(std::move(*document)); !status.ok()) return status;
  }
  report->WarnOfIllFormedBytes();
  if (documents == 0 && (*report)->skipped == 0) report->Warn("no document in it", 0);
  if (documents == 0 && (*report)->skipped > 0) {
    return Status(StatusCode::kBadInput, "no line of " + source + " is a JSON document");
  }
  if (options.progress && !options.progress({text.size(), text.size(), documents})) {
    return Status(StatusCode::kCancelled, "reading of " + source + " was stopped");
  }
  return Status();
}

}  // namespace newsearch

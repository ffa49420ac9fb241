// SPDX-License-Identifier: GPL-2.0-or-later
#include "print_json.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "newsearch/facet.h"

namespace newsearch::cli {
namespace {

using Json = nlohmann::ordered_json;

Json DateJson(const std::optional<Date>& date) {
  if (!date) return nullptr;
  return {{"start", FormatDay(date->start)},
          {"end", FormatDay(date->end)},
          {"precision", std::string(DatePrecisionName(date->precision))},
          {"kind", date->kind == DateKind::kEvent ? "event" : "publication"},
          {"raw", date->raw},
          {"inferred", date->inferred},
          {"rule", date->rule}};
}

Json TitleJson(const Document& document) { return document.title ? Json(*document.title) : Json(nullptr); }

Json FacetsJson(const Document& document, const std::vector<FacetInfo>& known) {
  // Every known facet, so that readers need not ask whether one is there; the language has a member of its
  // own, and places follow from the rest.
  Json facets = Json::object();
  for (const FacetInfo& facet : known) {
    if (facet.name != "lang" && facet.name != "place") facets[facet.name] = document.values(facet.name);
  }
  for (const FacetValues& entry : document.facets) facets[entry.facet] = entry.values;
  return facets;
}

// What people read for the values of FacetsJson(), one for one.
Json LabelsJson(const Document& document, const std::vector<FacetInfo>& known, const std::string& locale) {
  Json labels = Json::object();
  const Json facets = FacetsJson(document, known);
  for (const auto& [facet, values] : facets.items()) {
    Json& list = labels[facet] = Json::array();
    for (const Json& value : values) list.push_back(FacetLabel(facet, value.get<std::string>(), locale));
  }
  return labels;
}

double Rounded(double number, double parts) { return std::round(number * parts) / parts; }
double RoundedShare(double share) { return Rounded(share, 1e3); }

void AddPoint(const std::optional<GeoPoint>& point, Json* json) {
  if (!point) return;
  (*json)["lat"] = Rounded(point->latitude, 1e4);
  (*json)["lon"] = Rounded(point->longitude, 1e4);
}

// The members of a resolved value behind facet, value and label.
void AddResolved(const ResolvedValue& value, Json* json) {
  (*json)["id"] = value.id;
  (*json)["confidence"] = RoundedShare(value.confidence);
  (*json)["rule"] = value.rule;
  (*json)["within"] = value.within;
  AddPoint(value.point, json);
  Json& candidates = (*json)["candidates"] = Json::array();
  for (const FacetCandidate& other : value.candidates) {
    candidates.push_back({{"value", other.value},
                          {"id", other.id},
                          {"description", other.description},
                          {"confidence", RoundedShare(other.confidence)}});
  }
}

Json EvidenceJson(const Evidence& item) {
  Json entry = {{"facet", item.facet}, {"value", item.value}, {"text", item.text}};
  if (!item.field.empty()) entry["field"] = item.field;
  entry["begin"] = item.span.begin;
  entry["end"] = item.span.end;
  entry["rule"] = item.rule;
  return entry;
}

Json LanguagesJson(const Document& document) {
  Json others = Json::array();
  for (const LanguageSpan& part : document.other_languages) {
    others.push_back({{"lang", part.lang}, {"begin", part.span.begin}, {"end", part.span.end}});
  }
  return others;
}

Json SpansJson(const std::vector<ByteSpan>& spans) {
  Json list = Json::array();
  for (const ByteSpan& span : spans) list.push_back(Json::array({span.begin, span.end}));
  return list;
}

Json CountsJson(const FacetResult& facet) {
  Json list = Json::array();
  for (const FacetCount& count : facet.values) {
    list.push_back({{"value", count.value}, {"label", count.label}, {"count", count.count}});
  }
  return list;
}

void AddDocument(const Document& document, const std::vector<FacetInfo>& facets, const std::string& locale,
                 Json* json) {
  (*json)["id"] = document.id;
  (*json)["source"] = document.source;
  (*json)["start_line"] = document.lines.first;
  (*json)["end_line"] = document.lines.last;
  (*json)["start_byte"] = document.bytes.begin;
  (*json)["end_byte"] = document.bytes.end;
  (*json)["title"] = TitleJson(document);
  (*json)["body"] = document.body;
  (*json)["lang"] = document.lang;
  (*json)["other_languages"] = LanguagesJson(document);
  (*json)["date"] = DateJson(document.date);
  (*json)["event"] = DateJson(document.event);
  (*json)["date_bounds"] = DateJson(document.date_bounds);
  (*json)["facets"] = FacetsJson(document, facets);
  (*json)["labels"] = LabelsJson(document, facets, locale);
  Json& resolved = (*json)["resolved"] = Json::array();
  for (const ResolvedValue& value : document.resolved) {
    Json entry = {{"facet", value.facet},
                  {"value", value.value},
                  {"label", FacetLabel(value.facet, value.value, locale)}};
    AddResolved(value, &entry);
    resolved.push_back(std::move(entry));
  }
  std::map<std::pair<std::string_view, std::string_view>, const ResolvedValue*> known;
  for (const ResolvedValue& value : document.resolved) known.try_emplace({value.facet, value.value}, &value);
  Json& evidence = (*json)["evidence"] = Json::array();
  for (const Evidence& item : document.evidence) {
    Json entry = EvidenceJson(item);
    if (const auto value = known.find({item.facet, item.value}); value != known.end()) {
      entry["id"] = value->second->id;
      entry["confidence"] = RoundedShare(value->second->confidence);
      AddPoint(value->second->point, &entry);
    }
    evidence.push_back(std::move(entry));
  }
  (*json)["confidence"] = document.confidence;
  (*json)["boundary_reason"] = document.boundary_reason;
}

// Serialises, and escapes what JSON allows as it is but a terminal obeys: DEL, the C1 controls and marks that
// turn the direction of text. They can only stand inside strings.
std::string Dump(const Json& json) {
  const std::string raw = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  out.reserve(raw.size() + 1);
  const auto byte = [&raw](size_t i) { return i < raw.size() ? static_cast<unsigned char>(raw[i]) : 0u; };
  for (size_t i = 0; i < raw.size();) {
    unsigned code = 0;
    size_t length = 1;
    if (byte(i) == 0x7F) {
      code = 0x7F;
    } else if (byte(i) == 0xC2 && byte(i + 1) < 0xA0) {
      code = byte(i + 1);
      length = 2;
    } else if (byte(i) == 0xE2 && ((byte(i + 1) == 0x80 && byte(i + 2) >= 0xA8 && byte(i + 2) <= 0xAE) ||
                                   (byte(i + 1) == 0x81 && byte(i + 2) >= 0xA6 && byte(i + 2) <= 0xA9))) {
      code = 0x2000 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F);
      length = 3;
    }
    if (code == 0) {
      out += raw[i];
    } else {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789abcdef"[code >> shift & 0xF];
    }
    i += length;
  }
  out += '\n';
  return out;
}

}  // namespace

std::string DocumentJson(const Document& document, const std::string& locale) {
  Json json;
  AddDocument(document, FacetSchema(), locale, &json);
  return Dump(json);
}

std::string ExplainedBlockJson(const std::string& source, const ExplainedBlock& block) {
  Json json;
  json["source"] = source;
  json["line"] = block.line;
  json["begin"] = block.bytes.begin;
  json["end"] = block.bytes.end;
  json["role"] = block.role;
  json["text"] = block.text;
  if (!block.reason.empty()) {
    json["confidence"] = block.confidence;
    json["reason"] = block.reason;
  }
  return Dump(json);
}

std::string ArchiveReportJson(const ArchiveReport& report) {
  Json json;
  json["format_version"] = kJsonVersion;
  json["source"] = report.source;
  json["format"] = std::string(ArchiveFormatName(report.format));
  json["charset"] = report.charset;
  json["bytes"] = report.bytes;
  json["layout"] = report.layout.empty() ? Json(nullptr) : Json(report.layout);
  json["articles"] = report.documents;
  json["undated"] = report.undated;
  json["untitled"] = report.untitled;
  json["doubtful"] = report.doubtful;
  json["skipped"] = report.skipped;
  json["incomplete"] = report.incomplete;
  json["ill_formed_bytes"] = report.ill_formed_bytes;
  json["languages"] = report.languages;
  Json& warnings = json["warnings"] = Json::array();
  for (const IngestWarning& warning : report.warnings) {
    warnings.push_back({{"line", warning.line}, {"message", warning.message}});
  }
  json["warnings_total"] = report.warnings_total;
  return Dump(json);
}

std::string ShownDocumentJson(const Document& document, const std::vector<FacetInfo>& facets,
                              const std::string& locale) {
  Json json;
  json["format_version"] = kJsonVersion;
  AddDocument(document, facets, locale, &json);
  return Dump(json);
}

std::string WhyJson(const Document& document, const std::vector<ExplainedValue>& values,
                    const std::string& locale) {
  Json json;
  json["format_version"] = kJsonVersion;
  json["id"] = document.id;
  json["source"] = document.source;
  json["start_line"] = document.lines.first;
  json["end_line"] = document.lines.last;
  json["title"] = TitleJson(document);
  Json& list = json["values"] = Json::array();
  for (const ExplainedValue& explained : values) {
    Json entry = {{"facet", explained.facet},
                  {"value", explained.value},
                  {"label", FacetLabel(explained.facet, explained.value, locale)}};
    const ResolvedValue* resolved = explained.resolved;
    if (resolved != nullptr) AddResolved(*resolved, &entry);
    if (resolved != nullptr) {
      if (const std::string link = LinkOf(resolved->id); !link.empty()) entry["link"] = link;
    }
    if (explained.facet == "year") entry["date"] = DateJson(document.date);
    if (explained.facet == "lang") entry["other_languages"] = LanguagesJson(document);
    Json& evidence = entry["evidence"] = Json::array();
    for (const Mention& mention : explained.mentions) {
      Json item = EvidenceJson(*mention.evidence);
      item.erase("facet");
      item.erase("value");
      if (mention.line != 0) item["line"] = mention.line;
      if (!mention.sentence.empty()) {
        item["sentence"] = mention.sentence;
        item["highlight"] = Json::array({mention.highlight.begin, mention.highlight.end});
      }
      evidence.push_back(std::move(item));
    }
    list.push_back(std::move(entry));
  }
  return Dump(json);
}

std::string ResponseJson(const SearchRequest& request, const SearchResponse& response,
                         const std::vector<FacetInfo>& facets) {
  Json json;
  json["format_version"] = kJsonVersion;
  json["query"] = request.text;
  json["understood"] = response.understood;
  json["warnings"] = Json::array();
  for (const QueryWarning& warning : response.warnings) {
    json["warnings"].push_back({{"message", warning.message}, {"offset", warning.offset}});
  }
  if (request.across != AcrossMode::kOff) {
    json["query_lang"] = response.query_lang;
    Json& expansions = json["expansions"] = Json::array();
    for (const Expansion& expansion : response.expansions) {
      expansions.push_back({{"offset", expansion.offset},
                            {"words", expansion.words},
                            {"lang", expansion.lang},
                            {"text", expansion.text},
                            {"weight", RoundedShare(expansion.weight)},
                            {"source", expansion.source}});
    }
  }
  json["total"] = response.total;
  json["hits"] = Json::array();
  for (const Hit& hit : response.hits) {
    const Document& document = hit.document;
    json["hits"].push_back({{"id", document.id},
                            {"score", hit.score},
                            {"similar_only", hit.similar_only},
                            {"matched_langs", hit.matched_langs},
                            {"title", TitleJson(document)},
                            {"date", DateJson(document.date)},
                            {"event", DateJson(document.event)},
                            {"lang", document.lang},
                            {"source", document.source},
                            {"start_line", document.lines.first},
                            {"end_line", document.lines.last},
                            {"snippet", hit.snippet.text},
                            {"highlights", SpansJson(hit.snippet.highlights)},
                            {"title_highlights", SpansJson(hit.title_highlights)},
                            {"facets", FacetsJson(document, facets)},
                            {"labels", LabelsJson(document, facets, request.locale)}});
    if (!request.explain) continue;
    Json& parts = json["hits"].back()["explanation"] = Json::array();
    for (const ScorePart& part : hit.explanation) {
      Json entry = {{"kind", part.kind}, {"score", part.score}};
      if (!part.word.empty()) {
        entry["word"] = part.word;
        entry["lang"] = part.lang;
        entry["forms"] = part.forms;
        entry["idf"] = part.idf;
      }
      parts.push_back(std::move(entry));
    }
  }
  json["facets"] = Json::object();
  for (const FacetResult& facet : response.facets) json["facets"][facet.facet] = CountsJson(facet);
  return Dump(json);
}

std::string CompletionsJson(const CompletionRequest& request, const std::vector<Completion>& completions) {
  Json json;
  json["format_version"] = kJsonVersion;
  json["text"] = request.text;
  Json& list = json["completions"] = Json::array();
  for (const Completion& completion : completions) {
    Json entry = {
        {"text", completion.text}, {"offset", completion.offset}, {"documents", completion.documents}};
    if (completion.facet.empty()) {
      entry["langs"] = completion.langs;
    } else {
      entry["facet"] = completion.facet;
      entry["label"] = completion.label;
    }
    list.push_back(std::move(entry));
  }
  return Dump(json);
}

std::string StatsJson(const std::string& index, const IndexStats& stats) {
  Json json;
  json["format_version"] = kJsonVersion;
  json["index"] = index;
  json["documents"] = stats.documents;
  json["undated"] = stats.undated;
  json["first_day"] = stats.first_day ? Json(FormatDay(*stats.first_day)) : Json(nullptr);
  json["last_day"] = stats.last_day ? Json(FormatDay(*stats.last_day)) : Json(nullptr);
  json["languages"] = Json::object();
  for (const auto& [lang, count] : stats.languages) json["languages"][lang] = count;
  json["sources"] = Json::object();
  for (const auto& [source, count] : stats.sources) json["sources"][source] = count;
  json["facets"] = Json::object();
  for (const FacetResult& facet : stats.facets) {
    json["facets"][facet.facet] = {{"documents", facet.documents},
                                   {"distinct_values", facet.distinct_values},
                                   {"values", CountsJson(facet)}};
  }
  json["size_bytes"] = stats.size_bytes;
  json["index_format_version"] = stats.format_version;
  json["analyzer"] = stats.analyzer;
  json["icu_version"] = stats.icu_version;
  return Dump(json);
}

}  // namespace newsearch::cli

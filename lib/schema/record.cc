// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/record.h"

#include <nlohmann/json.hpp>

#include <exception>
#include <stdexcept>

#include "schema/calendar.h"
#include "util/base128.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Json = nlohmann::ordered_json;

// JSON has no such character by itself. The body comes behind all else: reading it as JSON would take longer
// than everything else that a hit needs.
constexpr char kBeforeBody = '\n';

Json EncodeSpan(const ByteSpan& span) { return Json::array({span.begin, span.end}); }

ByteSpan DecodeSpan(const Json& json) { return {json.at(0).get<uint64_t>(), json.at(1).get<uint64_t>()}; }

Json EncodeDate(const Date& date) {
  Json json{{"start", DayNumber(date.start)}};
  if (date.end != date.start) json["end"] = DayNumber(date.end);
  if (date.precision != DatePrecision::kDay) json["precision"] = static_cast<int>(date.precision);
  if (!date.raw.empty()) json["raw"] = date.raw;
  if (date.span.end != 0) json["span"] = EncodeSpan(date.span);
  if (date.inferred) json["inferred"] = true;
  json["rule"] = date.rule;
  if (date.kind != DateKind::kPublication) json["kind"] = static_cast<int>(date.kind);
  return json;
}

// Throws std::out_of_range for what no date can be.
Date DecodeDate(const Json& json) {
  static const int64_t first_day = DayNumber(std::chrono::year(1) / 1 / 1);
  static const int64_t last_day = DayNumber(std::chrono::year(9999) / 12 / 31);
  const auto start = json.at("start").get<int64_t>();
  const auto end = json.contains("end") ? json.at("end").get<int64_t>() : start;
  const int precision = json.contains("precision") ? json.at("precision").get<int>() : 0;
  if (start < first_day || end > last_day || end < start) throw std::out_of_range("no interval of days");
  if (precision < 0 || precision > static_cast<int>(DatePrecision::kYear))
    throw std::out_of_range("no precision");
  Date date;
  date.start = DayFromNumber(start);
  date.end = DayFromNumber(end);
  date.precision = static_cast<DatePrecision>(precision);
  date.raw = json.value("raw", std::string());
  if (json.contains("span")) date.span = DecodeSpan(json.at("span"));
  date.inferred = json.value("inferred", false);
  date.rule = json.at("rule").get<std::string>();
  date.kind = json.value("kind", 0) == 1 ? DateKind::kEvent : DateKind::kPublication;
  return date;
}

// What there is none of is left out: most values are sure, and few have other candidates.
Json EncodeResolved(const ResolvedValue& value) {
  Json json{{"facet", value.facet}, {"value", value.value}};
  if (!value.id.empty()) json["id"] = value.id;
  json["confidence"] = value.confidence;
  json["rule"] = value.rule;
  if (!value.within.empty()) json["within"] = value.within;
  if (value.point) json["point"] = Json::array({value.point->latitude, value.point->longitude});
  for (const FacetCandidate& other : value.candidates) {
    json["candidates"].push_back(Json::array({other.value, other.id, other.description, other.confidence}));
  }
  return json;
}

ResolvedValue DecodeResolved(const Json& json) {
  ResolvedValue value;
  value.facet = json.at("facet").get<std::string>();
  value.value = json.at("value").get<std::string>();
  value.id = json.value("id", std::string());
  value.confidence = json.at("confidence").get<double>();
  value.rule = json.at("rule").get<std::string>();
  if (json.contains("within")) value.within = json.at("within").get<std::vector<std::string>>();
  if (json.contains("point")) {
    value.point = {json.at("point").at(0).get<double>(), json.at("point").at(1).get<double>()};
  }
  if (json.contains("candidates")) {
    for (const Json& other : json.at("candidates")) {
      value.candidates.push_back({other.at(0).get<std::string>(), other.at(1).get<std::string>(),
                                  other.at(2).get<std::string>(), other.at(3).get<double>()});
    }
  }
  return value;
}

}  // namespace

std::string EncodeRecord(const Document& document) {
  Json json;
  json["id"] = document.id;
  json["at"] =
      Json::array({document.lines.first, document.lines.last, document.bytes.begin, document.bytes.end});
  if (document.title) json["title"] = *document.title;
  json["lang"] = document.lang;
  if (document.date) json["date"] = EncodeDate(*document.date);
  if (document.event) json["event"] = EncodeDate(*document.event);
  if (document.date_bounds) json["date_bounds"] = EncodeDate(*document.date_bounds);
  for (const LanguageSpan& part : document.other_languages) {
    json["other_languages"].push_back(Json::array({part.lang, part.span.begin, part.span.end}));
  }
  for (const FacetValues& entry : document.facets) json["facets"][entry.facet] = entry.values;
  for (const Evidence& entry : document.evidence) {
    json["evidence"].push_back(Json::array(
        {entry.facet, entry.value, entry.text, entry.span.begin, entry.span.end, entry.field, entry.rule}));
  }
  for (const ResolvedValue& value : document.resolved) json["resolved"].push_back(EncodeResolved(value));
  if (document.confidence != 1) json["confidence"] = document.confidence;
  if (!document.boundary_reason.empty()) json["boundary_reason"] = document.boundary_reason;
  // Documents come from callers too: ill-formed UTF-8 becomes U+FFFD instead of an exception.
  std::string record = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  record.push_back(kBeforeBody);
  if (IsValidUtf8(document.body)) return record.append(document.body);
  uint64_t replaced = 0;
  return record.append(SanitizeUtf8(document.body, &replaced));
}

Result<Document> DecodeRecord(std::string_view record) {
  try {
    const size_t end = record.find(kBeforeBody);
    if (end == std::string_view::npos) throw std::out_of_range("there is no body");
    const Json json = Json::parse(record.substr(0, end));
    Document document;
    document.id = json.at("id").get<std::string>();
    const Json& at = json.at("at");
    document.lines = {at.at(0).get<uint32_t>(), at.at(1).get<uint32_t>()};
    document.bytes = {at.at(2).get<uint64_t>(), at.at(3).get<uint64_t>()};
    if (json.contains("title")) document.title = json.at("title").get<std::string>();
    document.body = record.substr(end + 1);
    if (!IsValidUtf8(document.body)) throw std::out_of_range("the body is not UTF-8");
    document.lang = json.at("lang").get<std::string>();
    if (json.contains("date")) document.date = DecodeDate(json.at("date"));
    if (json.contains("event")) document.event = DecodeDate(json.at("event"));
    if (json.contains("date_bounds")) document.date_bounds = DecodeDate(json.at("date_bounds"));
    if (json.contains("other_languages")) {
      for (const Json& part : json.at("other_languages")) {
        document.other_languages.push_back(
            {part.at(0).get<std::string>(), {part.at(1).get<uint64_t>(), part.at(2).get<uint64_t>()}});
      }
    }
    if (json.contains("facets")) {
      for (const auto& [facet, values] : json.at("facets").items()) {
        document.facets.push_back({facet, values.get<std::vector<std::string>>()});
      }
    }
    for (const Json& entry : json.value("evidence", Json::array())) {
      document.evidence.push_back({entry.at(0).get<std::string>(),
                                   entry.at(1).get<std::string>(),
                                   entry.at(2).get<std::string>(),
                                   {entry.at(3).get<uint64_t>(), entry.at(4).get<uint64_t>()},
                                   entry.at(5).get<std::string>(),
                                   entry.at(6).get<std::string>()});
    }
    if (json.contains("resolved")) {
      for (const Json& value : json.at("resolved")) document.resolved.push_back(DecodeResolved(value));
    }
    document.confidence = json.value("confidence", 1.0);
    document.boundary_reason = json.value("boundary_reason", std::string());
    return document;
  } catch (const std::exception& error) {
    return Status(StatusCode::kCorruption, std::string("stored document is damaged: ") + error.what());
  }
}

std::string ContentFingerprint(const Document& document) {
  StableHash hash;
  const auto add_date = [&hash](const std::optional<Date>& date) {
    if (!date) {
      hash.Add(uint64_t{0});
      return;
    }
    hash.Add(static_cast<uint64_t>(DayNumber(date->start))).Add(static_cast<uint64_t>(DayNumber(date->end)));
    hash.Add(static_cast<uint64_t>(date->precision))
        .Add(date->raw)
        .Add(uint64_t{date->inferred})
        .Add(date->rule)
        .Add(static_cast<uint64_t>(date->kind));
  };
  hash.Add(document.id).Add(document.source).Add(uint64_t{document.title.has_value()});
  hash.Add(document.title.value_or("")).Add(document.body).Add(document.lang);
  add_date(document.date);
  add_date(document.event);
  add_date(document.date_bounds);
  for (const LanguageSpan& part : document.other_languages) {
    hash.Add(part.lang).Add(part.span.begin).Add(part.span.end);
  }
  for (const FacetValues& entry : document.facets) {
    hash.Add(entry.facet).Add(uint64_t{entry.values.size()});
    for (const std::string& value : entry.values) hash.Add(value);
  }
  for (const Evidence& entry : document.evidence) {
    hash.Add(entry.facet).Add(entry.value).Add(entry.text).Add(entry.field).Add(entry.rule);
  }
  // Without the confidences: they move a little with every article that an archive gains.
  if (!document.resolved.empty()) hash.Add("resolved");
  for (const ResolvedValue& value : document.resolved) {
    hash.Add(value.facet).Add(value.value).Add(value.id).Add(value.rule);
    hash.Add(uint64_t{value.within.size()});
    for (const std::string& place : value.within) hash.Add(place);
    hash.Add(uint64_t{value.candidates.size()});
    for (const FacetCandidate& other : value.candidates) {
      hash.Add(other.value).Add(other.id).Add(other.description);
    }
  }
  return hash.hex();
}

std::string PackValues(const std::vector<std::string>& values) {
  std::string packed;
  for (const std::string& value : values) {
    AppendNumber(value.size(), &packed);
    packed.append(value);
  }
  return packed;
}

void UnpackValues(std::string_view packed, std::vector<std::string_view>* values) {
  while (!packed.empty()) {
    uint64_t length = 0;
    if (!TakeNumber(&packed, &length) || length > packed.size()) return;
    values->push_back(packed.substr(0, length));
    packed.remove_prefix(length);
  }
}

}  // namespace newsearch

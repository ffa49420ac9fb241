// SPDX-License-Identifier: GPL-2.0-or-later
//
// Document: one article of an archive, as it is read, indexed and found again. Plain values that own
// their data. All text is UTF-8.
#ifndef NEWSEARCH_DOCUMENT_H_
#define NEWSEARCH_DOCUMENT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/export.h"

namespace newsearch {

// A half-open range of bytes, [begin, end).
struct ByteSpan {
  uint64_t begin = 0;
  uint64_t end = 0;
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

// Lines of a source file, 1-based, both ends included. 0, 0: the document has no place in lines.
struct LineSpan {
  uint32_t first = 0;
  uint32_t last = 0;
  friend bool operator==(const LineSpan&, const LineSpan&) = default;
};

// How precisely the text gave a date. Persisted: do not change the values.
enum class DatePrecision : int { kDay = 0, kMonth = 1, kYear = 2 };

// What a date says of its article. Persisted: do not change the values.
enum class DateKind : int {
  kPublication = 0,  // when it was published, or what heads it
  kEvent = 1,        // when that happens which it is about
};

// A date as an interval of days, proleptic Gregorian, with the words it was read from.
// "November 2017" is 2017-11-01 .. 2017-11-30 with precision kMonth.
struct Date {
  std::chrono::year_month_day start;
  std::chrono::year_month_day end;  // included; never before start
  DatePrecision precision = DatePrecision::kDay;
  std::string raw;        // as written in the source; empty if given as data
  ByteSpan span;          // of `raw` in the source; 0, 0 if given as data
  bool inferred = false;  // a part (such as the year) was not written but follows from the neighbours
  // How the date was found: "date line", "in title", "closing line", "in line", "in text", "markup", "heading
  // above", "given", "neighbours", "second date line", or one of these with what was inferred: "date line,
  // year from neighbours", "in line, year from the heading above", "second date line, year from the first".
  std::string rule;
  DateKind kind = DateKind::kPublication;
};

// Values of one facet on one document, most important first. Never empty.
struct FacetValues {
  std::string facet;
  std::vector<std::string> values;
};

// Why a document has a facet value: the words that justify it.
struct Evidence {
  std::string facet;
  std::string value;
  std::string text;  // the words, as written
  // Where `text` stands. Bytes into the source; for documents that came as data (JSON, feeds), bytes into the
  // value of `field`.
  ByteSpan span;
  std::string field;  // "title" or "text" for documents that came as data, else empty
  std::string
      rule;  // how it was recognised: "gazetteer", "country of city", "project authority", "date", ...
};

// Another reading of the words behind a value, which was considered and not taken.
struct FacetCandidate {
  std::string value;
  std::string id;           // as ResolvedValue::id
  std::string description;  // tells it from others of its name: "Texas, United States, 25171 people"
  double confidence = 0;    // between 0 and 1; with that of the value taken, at most 1 in all
};

// A place on the globe, WGS 84, degrees.
struct GeoPoint {
  double latitude = 0;
  double longitude = 0;
  friend bool operator==(const GeoPoint&, const GeoPoint&) = default;
};

// What a value of a facet stands for on this document, and how sure that is.
struct ResolvedValue {
  std::string facet;
  std::string value;
  // What it is, for machines: "geonames:2673730", "iso:SE", "region:US.CA" (GeoNames' code of a first-level
  // division), "area:middle-east"; for entries of an authority file what that gives, or empty.
  std::string id;
  double confidence = 1;  // between 0 and 1
  // How it was found. For places: "named"; "country of city", "country of region"; "country of unsure city"
  // (several places of that name, all or most there); "implied" (by an adjective or a name of inhabitants
  // only). For other facets: "authority" (of an authority file), "discovered" (by the archive's own words).
  // "override" if a person's file says so, "given" if it came as data.
  std::string rule;
  std::vector<std::string> within;  // the places it lies in, smallest first: for Kista, "Stockholm", "Sweden"
  std::optional<GeoPoint> point;    // its centre; of places only
  std::vector<FacetCandidate> candidates;  // best first
};

// A part of a body in another language than the document.
struct LanguageSpan {
  std::string lang;  // ISO 639-1
  ByteSpan span;     // bytes of the body
  friend bool operator==(const LanguageSpan&, const LanguageSpan&) = default;
};

struct Document {
  // Identifies the document in an index; at most 200 bytes, no control characters. For articles cut from an
  // archive: 16 hexadecimal digits that depend on the source's name, the date and the title (or the first
  // words) but not on the position, so they stay the same when the archive grows; of articles that agree in
  // all of these, only in archives of less than some megabytes. For JSON and feeds: as given.
  std::string id;
  std::string source;  // the archive: absolute path, or the name given by IngestOptions::source_name
  LineSpan lines;
  ByteSpan bytes;  // in the source; end excludes trailing blank lines
  std::optional<std::string> title;
  std::string body;
  std::string lang;  // ISO 639-1, "und" if unknown
  // Paragraphs in other languages, in order; empty for most documents.
  std::vector<LanguageSpan> other_languages;
  std::optional<Date> date;   // publication or heading date; what sorts
  std::optional<Date> event;  // a second date line beneath it
  // For an article without a date, in an archive that is in order: it lies between its dated neighbours.
  // Inferred; never set beside `date`.
  std::optional<Date> date_bounds;
  // Each facet once: built-in ones in the order of FacetSchema(), then others by name. Without lang, which is
  // the member above, and place, which an index makes of cities, regions and countries. The name of a facet
  // that is not built in matches [a-z][a-z0-9_]{0,31} and is no word that queries or documents use otherwise
  // (title, date, id, text, body, event, source, url, facet, facets, score, and, or, not).
  std::vector<FacetValues> facets;
  std::vector<Evidence> evidence;  // by facet, value, place
  // What is known of the values in `facets`, in their order; not of all, such as years.
  std::vector<ResolvedValue> resolved;
  // Between 0 and 1: how sure the reader is that the article's boundaries are right; 1 where the format gives
  // them.
  double confidence = 1;
  // Why the article was taken to start where it does, what weighs most first; empty where the format says so.
  std::string boundary_reason;

  // Values of `facet`, empty if there are none.
  NEWSEARCH_EXPORT const std::vector<std::string>& values(std::string_view facet) const;

  // What is known of a value; nullptr if nothing is. Valid as long as `resolved` is not changed.
  NEWSEARCH_EXPORT const ResolvedValue* FindResolved(std::string_view facet, std::string_view value) const;
};

// "2016-06-21"; years 1 to 9999.
NEWSEARCH_EXPORT std::string FormatDay(std::chrono::year_month_day day);

// "day", "month", "year"
NEWSEARCH_EXPORT std::string_view DatePrecisionName(DatePrecision precision);

}  // namespace newsearch

#endif  // NEWSEARCH_DOCUMENT_H_

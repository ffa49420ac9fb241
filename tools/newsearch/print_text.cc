// SPDX-License-Identifier: GPL-2.0-or-later
#include "print_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "newsearch/facet.h"

namespace newsearch::cli {
namespace {

constexpr std::string_view kSeparator = " · ";
constexpr size_t kTextWidth = 100;       // longer lines are tiring to read
constexpr size_t kFacetLabelWidth = 28;  // of a facet column
constexpr size_t kFacetGap = 4;
constexpr double kDoubtful = 0.5;  // a confidence below is worth a look; what the report calls doubtful

std::string Padding(size_t used, size_t width) { return std::string(width > used ? width - used : 0, ' '); }

std::string LeftAligned(std::string_view text, size_t width) {
  return std::string(text) + Padding(DisplayWidth(text), width);
}

std::string RightAligned(std::string_view text, size_t width) {
  return Padding(DisplayWidth(text), width) + std::string(text);
}

std::string MonthName(std::chrono::month month) {
  static constexpr std::array kNames = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
  const unsigned number = static_cast<unsigned>(month);
  return number >= 1 && number <= 12 ? kNames[number - 1] : "?";
}

// "21 June 2016" as far as `precision` goes, leaving out the month or the year where asked.
std::string FormatPoint(std::chrono::year_month_day day, DatePrecision precision, bool month, bool year) {
  std::string out;
  if (precision == DatePrecision::kDay) out = std::to_string(static_cast<unsigned>(day.day()));
  if (precision != DatePrecision::kYear && month) out += (out.empty() ? "" : " ") + MonthName(day.month());
  if (year) out += (out.empty() ? "" : " ") + std::to_string(static_cast<int>(day.year()));
  return out;
}

// What people read for the values of the facets that pages show, "Kista, Stockholm · Sweden · GrowSmarter".
// The date says the year already.
std::string FacetLine(const Page& page, const Document& document) {
  std::string line;
  for (const FacetValues& entry : document.facets) {
    // Facets that are not built in are shown.
    const auto known = std::find_if(FacetSchema().begin(), FacetSchema().end(),
                                    [&entry](const FacetInfo& info) { return info.name == entry.facet; });
    const bool shown = known == FacetSchema().end() || known->shown_by_default;
    if (!shown || (entry.facet == "year" && document.date)) continue;
    for (const std::string& value : entry.values) {
      if (!line.empty()) line += &value == &entry.values.front() ? kSeparator : ", ";
      line += FacetLabel(entry.facet, value, page.locale);
    }
  }
  return line;
}

// "Sweden (SE)": the value too where it is another, since filters take it.
std::string LabelAndValue(const Page& page, std::string_view facet, const std::string& value) {
  const std::string label = FacetLabel(facet, value, page.locale);
  return label == value ? label : label + " (" + value + ")";
}

// A piece of a line, with its colour.
struct Piece {
  std::string text;
  std::string_view sgr;
};

// "between 3 March and 9 May 2016": what is known of an article without a date.
std::string FormatBounds(const Date& bounds) {
  if (bounds.start == bounds.end)
    return "about " + FormatPoint(bounds.start, DatePrecision::kDay, true, true);
  const bool same_year = bounds.start.year() == bounds.end.year();
  const bool same_month = same_year && bounds.start.month() == bounds.end.month();
  return "between " + FormatPoint(bounds.start, DatePrecision::kDay, !same_month, !same_year) + " and " +
         FormatPoint(bounds.end, DatePrecision::kDay, true, true);
}

std::string FormatConfidence(double confidence) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", confidence);
  return text;
}

// "21 June 2016", "event 4 July 2016"; "undated", with what the neighbours say of it.
std::vector<Piece> DatePieces(const Document& document) {
  std::vector<Piece> pieces;
  if (document.date) pieces.push_back({FormatDate(*document.date), kDateColor});
  if (document.date_bounds && !document.date) {
    pieces.push_back({"undated, " + FormatBounds(*document.date_bounds), kDateColor});
  }
  if (document.event) pieces.push_back({"event " + FormatDate(*document.event), kDateColor});
  if (pieces.empty()) pieces.push_back({"undated", kDim});
  return pieces;
}

// The pieces with dots between them, on lines of `width` columns. A piece is never broken, so that a place or
// an id can be copied.
std::vector<std::string> FlowPieces(const Page& page, const std::vector<Piece>& pieces, size_t width) {
  std::vector<std::string> lines;
  size_t used = 0;
  for (const Piece& piece : pieces) {
    const size_t needed = DisplayWidth(kSeparator) + DisplayWidth(piece.text);
    if (lines.empty() || used + needed > width) {
      lines.emplace_back();
      used = 0;
    }
    if (!lines.back().empty()) lines.back() += Paint(page, kDim, kSeparator);
    lines.back() += Paint(page, piece.sgr, piece.text);
    used += needed;
  }
  return lines;
}

std::string Capitalised(std::string_view name) {
  std::string out = Printable(name);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

void AppendLines(const std::vector<std::string>& lines, size_t indent, std::string* out) {
  for (const std::string& line : lines) out->append(indent, ' ').append(line) += '\n';
}

// A facet's values as lines of one width.
struct Column {
  size_t width = 0;
  std::vector<std::string> lines;
};

Column MakeColumn(const Page& page, const FacetResult& facet) {
  std::vector<std::pair<std::string, std::string>> rows;  // label, count
  size_t label_width = 0;
  size_t count_width = 0;
  for (const FacetCount& count : facet.values) {
    rows.emplace_back(CutToWidth(count.label, std::min(kFacetLabelWidth, page.width / 2)),
                      FormatCount(count.count));
    label_width = std::max(label_width, DisplayWidth(rows.back().first));
    count_width = std::max(count_width, rows.back().second.size());
  }
  const std::string heading = Capitalised(facet.facet);
  const uint64_t hidden =
      facet.distinct_values > facet.values.size() ? facet.distinct_values - facet.values.size() : 0;
  const std::string more = hidden == 0 ? "" : "and " + FormatCount(hidden) + " more";
  label_width = std::max({label_width, DisplayWidth(heading), more.size()});
  Column column;
  column.width = label_width + 2 + count_width;
  column.lines.push_back(Paint(page, kBold, heading) + Padding(DisplayWidth(heading), column.width));
  for (const auto& [label, count] : rows) {
    column.lines.push_back(Paint(page, kFacetColor, label) + Padding(DisplayWidth(label), label_width + 2) +
                           RightAligned(count, count_width));
  }
  if (!more.empty()) column.lines.push_back(Paint(page, kDim, more) + Padding(more.size(), column.width));
  return column;
}

// Facets side by side, as many as the page is wide, the others below.
void AppendFacetColumns(const Page& page, const std::vector<FacetResult>& facets, std::string* out) {
  std::vector<Column> columns;
  for (const FacetResult& facet : facets) {
    if (!facet.values.empty()) columns.push_back(MakeColumn(page, facet));
  }
  for (size_t begin = 0; begin < columns.size();) {
    size_t end = begin;
    size_t used = 0;
    size_t height = 0;
    while (end < columns.size() && (end == begin || used + columns[end].width <= page.width)) {
      used += columns[end].width + kFacetGap;
      height = std::max(height, columns[end].lines.size());
      ++end;
    }
    for (size_t row = 0; row < height; ++row) {
      std::string line;
      size_t blanks = 0;
      for (size_t i = begin; i < end; ++i) {
        const bool there = row < columns[i].lines.size();
        if (there) line += std::string(blanks, ' ') + columns[i].lines[row];
        blanks = (there ? 0 : blanks + columns[i].width) + kFacetGap;
      }
      // Nothing is to be left of blanks before the line's end; padding follows the paint, if any.
      while (line.ends_with(' ')) line.pop_back();
      out->append(line) += '\n';
    }
    *out += '\n';
    begin = end;
  }
}

void AppendTitle(const Page& page, const Document& document, const std::vector<ByteSpan>& spans,
                 std::string_view lead, size_t indent, std::string* out) {
  const size_t width = std::min(page.width, kTextWidth + indent) - indent;
  std::vector<std::string> lines;
  if (document.title) lines = WrapText(page, *document.title, spans, width, kBold);
  if (lines.empty()) lines.push_back(Paint(page, kDim, "(untitled)"));
  out->append(Paint(page, kDim, lead)).append(Padding(DisplayWidth(lead), indent)).append(lines[0]) += '\n';
  lines.erase(lines.begin());
  AppendLines(lines, indent, out);
}

// Date, place, language and id.
void AppendAbout(const Page& page, const Document& document, size_t width, size_t indent, std::string* out) {
  std::vector<Piece> pieces = DatePieces(document);
  pieces.push_back({FormatPlace(document), kDim});
  if (document.lang != "und") pieces.push_back({Printable(document.lang), kDim});
  pieces.push_back({Printable(document.id), kDim});
  AppendLines(FlowPieces(page, pieces, width), indent, out);
}

// The words of a query that an expansion stands for.
std::string QueryWords(const std::string& query, const Expansion& expansion) {
  size_t end = std::min<size_t>(expansion.offset, query.size());
  const size_t begin = end;
  const auto is_word = [&](size_t at) {
    return static_cast<unsigned char>(query[at]) >= 0x80 ||
           std::isalnum(static_cast<unsigned char>(query[at]));
  };
  for (uint32_t i = 0; i < expansion.words; ++i) {
    while (i > 0 && end < query.size() && !is_word(end)) ++end;
    while (end < query.size() && is_word(end)) ++end;
  }
  return query.substr(begin, end - begin);
}

std::string FormatScore(double score) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", score);
  return text;
}

// What a hit was found by, where it is not by the query's own words.
void AppendFoundBy(const Page& page, const Hit& hit, const std::string& query_lang, size_t width,
                   size_t indent, std::string* out) {
  std::string text;
  if (hit.similar_only) text = "similar words only";
  const auto& langs = hit.matched_langs;
  if (!query_lang.empty() && !langs.empty() &&
      std::find(langs.begin(), langs.end(), query_lang) == langs.end()) {
    text += text.empty() ? "matched through " : ", matched through ";
    for (const std::string& lang : langs) text += (&lang == &langs.front() ? "" : ", ") + lang;
  }
  if (!text.empty()) AppendLines(WrapText(page, text, {}, width, kDim), indent, out);
}

// "4.71 = 2.13 kista + 1.40 smart (smarta, smarter; sv) + 1.18 passage".
void AppendExplanation(const Page& page, const Hit& hit, size_t width, size_t indent, std::string* out) {
  std::string text = FormatScore(hit.score);
  const char* joint = " = ";
  for (const ScorePart& part : hit.explanation) {
    if (part.score < 0.005) continue;
    text += std::exchange(joint, " + ") + FormatScore(part.score) + ' ';
    if (part.kind != "word") text += part.kind + (part.word.empty() ? "" : " ");
    text += part.word;
    if (part.word.empty()) continue;
    text += " (";
    for (const std::string& form : part.forms) text += (&form == &part.forms.front() ? "" : ", ") + form;
    text += "; " + part.lang + ")";
  }
  if (hit.explanation.empty()) text += ": nothing of the query";
  AppendLines(WrapText(page, text, {}, width, kDim), indent, out);
}

// For each language what each word of the query was taken to mean there, the likeliest first.
void AppendExpansions(const Page& page, const SearchRequest& request, const SearchResponse& response,
                      std::string* out) {
  constexpr size_t kMost = 6;  // of one word
  if (request.across == AcrossMode::kOff) return;
  const std::string from = response.query_lang.empty() ? "an unknown language" : response.query_lang;
  const bool on = request.across == AcrossMode::kOn;
  if (response.expansions.empty()) {
    *out += "Nothing to add in other languages to a query in " + from + "\n\n";
    return;
  }
  *out += (on ? "Added to the query in " : "Could be added to the query in ") + from + ":\n";
  // Expansions go by place; of each place those of a language are together.
  std::map<std::string, std::vector<const Expansion*>> by_lang;
  for (const Expansion& expansion : response.expansions) by_lang[expansion.lang].push_back(&expansion);
  const size_t width = std::max<size_t>(std::min(page.width, kTextWidth), 30) - 6;
  for (const auto& [lang, expansions] : by_lang) {
    std::string text;
    for (size_t begin = 0; begin < expansions.size();) {
      const Expansion& first = *expansions[begin];
      size_t end = begin;
      std::string meanings;
      for (; end < expansions.size() && expansions[end]->offset == first.offset; ++end) {
        if (end - begin < kMost) meanings += (end == begin ? "" : ", ") + expansions[end]->text;
      }
      if (end - begin > kMost) meanings += ", … " + std::to_string(end - begin - kMost) + " more";
      text += (text.empty() ? "" : "; ") + QueryWords(request.text, first) + " → " + meanings;
      begin = end;
    }
    std::string lead = "  " + LeftAligned(lang, 4);
    for (const std::string& line : WrapText(page, text, {}, width, "")) {
      *out += Paint(page, kDim, lead) + line + '\n';
      lead = std::string(6, ' ');
    }
  }
  *out += '\n';
}

void AppendHit(const Page& page, const Hit& hit, const SearchRequest& request, const std::string& query_lang,
               uint64_t number, size_t indent, std::string* out) {
  const Document& document = hit.document;
  const size_t width = std::min(page.width, kTextWidth + indent) - indent;
  AppendTitle(page, document, hit.title_highlights, RightAligned(std::to_string(number), indent - 2), indent,
              out);
  AppendAbout(page, document, width, indent, out);
  AppendFoundBy(page, hit, query_lang, width, indent, out);
  AppendLines(WrapText(page, hit.snippet.text, hit.snippet.highlights, width, ""), indent, out);
  AppendLines(WrapText(page, FacetLine(page, document), {}, width, kFacetColor), indent, out);
  if (request.explain) AppendExplanation(page, hit, width, indent, out);
}

// Rows of "name   count", the counts in one column.
void AppendCounts(const std::vector<std::pair<std::string, uint64_t>>& counts, std::string* out) {
  size_t name_width = 0;
  size_t count_width = 0;
  for (const auto& [name, count] : counts) {
    name_width = std::max(name_width, DisplayWidth(name));
    count_width = std::max(count_width, FormatCount(count).size());
  }
  for (const auto& [name, count] : counts) {
    *out +=
        "  " + LeftAligned(name, name_width) + "  " + RightAligned(FormatCount(count), count_width) + '\n';
  }
}

std::string Percentage(uint64_t part, uint64_t whole) {
  if (whole == 0) return "0%";
  const uint64_t percent = part * 100 / whole;
  if (percent == 0 && part > 0) return "<1%";
  return std::to_string(percent) + "%";
}

std::string_view FormatInWords(ArchiveFormat format) {
  switch (format) {
    case ArchiveFormat::kText:
      return "plain text";
    case ArchiveFormat::kJsonLines:
      return "JSON Lines";
    case ArchiveFormat::kMarkdown:
      return "Markdown";
    case ArchiveFormat::kHtml:
      return "HTML";
    case ArchiveFormat::kFeed:
      return "feed";
    case ArchiveFormat::kJsonFeed:
      return "JSON feed";
    case ArchiveFormat::kDetect:
      break;
  }
  return "unknown";
}

// A reason for an article's start, and how much it speaks for it.
struct WeightedReason {
  std::string text;
  double weight = 0;
};

// "what is below -1.0, repeated, unlike the next line +0.4": a reason ends at its weight, and what has no
// weight is one reason.
std::vector<WeightedReason> SplitReasons(std::string_view text) {
  const auto weight_at = [text](size_t at) -> size_t {  // its length, 0 if there is none
    size_t end = at;
    if (end >= text.size() || (text[end] != '+' && text[end] != '-')) return 0;
    for (++end; end < text.size() && (text[end] == '.' || (text[end] >= '0' && text[end] <= '9'));) ++end;
    return end > at + 1 && (end == text.size() || text.substr(end, 2) == ", ") ? end - at : 0;
  };
  std::vector<WeightedReason> reasons;
  size_t begin = 0;
  for (size_t blank = text.find(' '); blank != std::string_view::npos; blank = text.find(' ', blank + 1)) {
    const size_t length = weight_at(blank + 1);
    if (length == 0) continue;
    reasons.push_back({std::string(text.substr(begin, blank - begin)),
                       std::strtod(std::string(text.substr(blank + 1, length)).c_str(), nullptr)});
    begin = std::min(blank + 1 + length + 2, text.size());
  }
  if (begin < text.size()) reasons.push_back({std::string(text.substr(begin)), 0});
  return reasons;
}

// What a reason means for people: some count what is missing.
std::string ReasonInWords(const WeightedReason& reason) {
  static constexpr struct {
    std::string_view name, in_favour, against;
  } kWords[] = {
      {"blank lines above", "blank lines above", "no blank line above"},
      {"what is below", "text below", "no text below"},
      {"like the archive's other articles", "like the other articles", "unlike the other articles"},
      {"date line", "a date line", "a poor date line"},
      {"gap before the date", "the date close by", "a gap before the date"},
      {"gap before the title", "the title close by", "a gap before the title"},
  };
  for (const auto& words : kWords) {
    if (reason.text == words.name) return std::string(reason.weight < 0 ? words.against : words.in_favour);
  }
  return reason.text;
}

// The reasons that weigh most, three or as many as `width` has room for: "like the other articles, a date
// line; but no blank line above". What is the same for all articles of an archive says nothing about one, and
// is left out where others remain.
std::string ReasonsInWords(std::string_view text, size_t width) {
  const std::vector<WeightedReason> reasons = SplitReasons(text);
  std::string line;
  for (size_t most = 3; most > 0; --most) {
    std::string in_favour;
    std::string against;
    size_t taken = 0;
    for (const WeightedReason& reason : reasons) {
      if (reason.text == "what an opening must earn" || reason.text == "the archive's layout") continue;
      if (taken++ == most) break;
      std::string& list = reason.weight < 0 ? against : in_favour;
      list += (list.empty() ? "" : ", ") + ReasonInWords(reason);
    }
    if (taken == 0) in_favour = "the archive's layout";
    line = against.empty()     ? in_favour
           : in_favour.empty() ? "in spite of " + against
                               : in_favour + "; but " + against;
    if (DisplayWidth(line) <= width) break;
  }
  return CutToWidth(line, width);
}

// A row of `why`: its name, and text beside it on lines of the page's width.
void AppendRow(const Page& page, std::string_view name, std::string_view text,
               const std::vector<ByteSpan>& spans, std::string* out) {
  constexpr size_t kNames = 14;  // "  line 12345  "
  const size_t width = std::max(std::min(page.width, kTextWidth), kNames + 20) - kNames;
  std::string lead = "  " + std::string(name);
  for (const std::string& line : WrapText(page, text, spans, width, "")) {
    *out += Paint(page, kDim, lead) + Padding(DisplayWidth(lead), kNames) + line + '\n';
    lead.clear();
  }
}

// "93%"; what is not certain does not read as if it was.
std::string SharePercentage(double share) {
  if (share > 0 && share < 0.01) return "<1%";
  if (share < 1 && share > 0.99) return ">99%";
  char text[16];
  std::snprintf(text, sizeof text, "%.0f%%", share * 100);
  return text;
}

// What ResolvedValue::rule means for people; a rule that is not known here speaks for itself.
std::string RuleInWords(const std::string& rule) {
  static constexpr struct {
    std::string_view rule, words;
  } kWords[] = {
      {"named", "named in the text"},
      {"country of city", "a city in it is named"},
      {"country of region", "a region of it is named"},
      {"country of unsure city", "a city is named, and all or most of that name are there"},
      {"implied", "implied by an adjective or a name of its people"},
      {"authority", "in the list of known names"},
      {"discovered", "found by the way the archive writes of it"},
      {"override", "a person decided it"},
      {"given", "given with the article"},
  };
  for (const auto& entry : kWords) {
    if (rule == entry.rule) return std::string(entry.words);
  }
  return rule;
}

// "geonames:2673730, https://www.geonames.org/2673730"
std::string IdAndLink(const std::string& id) {
  const std::string link = LinkOf(id);
  return link.empty() ? id : id + ", " + link;
}

std::string FormatPoint(const GeoPoint& point) {
  char text[64];
  std::snprintf(text, sizeof text, "%.4f, %.4f", point.latitude, point.longitude);
  return text;
}

void AppendWhatIsKnown(const Page& page, const Document& document, const ExplainedValue& value,
                       std::string* out) {
  const auto row = [&](std::string_view name, const std::string& text) {
    AppendRow(page, name, text, {}, out);
  };
  if (const ResolvedValue* resolved = value.resolved) {
    std::string sure = SharePercentage(resolved->confidence);
    if (!resolved->rule.empty()) sure += ", " + RuleInWords(resolved->rule);
    row("how sure", sure);
    if (!resolved->id.empty()) row("stands for", IdAndLink(resolved->id));
    std::string within;
    for (const std::string& place : resolved->within) within += (within.empty() ? "" : ", ") + place;
    if (resolved->point) within += (within.empty() ? "" : "; ") + FormatPoint(*resolved->point);
    row("lies in", within);
    return;
  }
  if (value.facet == "year" && document.date) {
    row("date", FormatDate(*document.date));
    row("how found", document.date->rule);
    if (value.mentions.empty()) row("as written", document.date->raw);
    return;
  }
  if (value.facet == "lang") {
    row("how found", "by the letters and words of the text, unless it was given with the article");
    for (const LanguageSpan& part : document.other_languages) {
      const std::string_view text = std::string_view(document.body)
                                        .substr(std::min<size_t>(part.span.begin, document.body.size()),
                                                part.span.end - part.span.begin);
      row("but", LabelAndValue(page, "lang", part.lang) + ": " + CutToWidth(text, kTextWidth));
    }
    return;
  }
  row("how found", value.mentions.empty() ? "given with the article" : "");
}

// The sentences with all their mentions, each with its line and the rules that read them.
void AppendMentions(const Page& page, const std::vector<Mention>& mentions, std::string* out) {
  constexpr size_t kMost = 5;
  size_t shown = 0;
  for (size_t begin = 0; begin < mentions.size();) {
    const Mention& first = mentions[begin];
    std::vector<ByteSpan> spans;
    std::string rules;
    size_t end = begin;
    // A sentence that was cut around a mention shows that one alone.
    while (end < mentions.size() &&
           (end == begin || (!first.sentence.empty() && first.place == mentions[end].place &&
                             first.sentence == mentions[end].sentence))) {
      const Mention& mention = mentions[end++];
      spans.push_back(mention.highlight);
      const std::string& rule = mention.evidence->rule;
      if (rules.find(rule) == std::string::npos) rules += (rules.empty() ? "" : ", ") + rule;
    }
    if (shown++ == kMost) {
      const size_t left = mentions.size() - begin;
      AppendRow(page, "", "and " + CountOf(left, "more place") + "; --json has all", {}, out);
      return;
    }
    std::string text = first.sentence;
    if (text.empty()) {
      text = first.evidence->text;
      spans = {{0, text.size()}};
    }
    std::string name = first.evidence->field.empty() ? "text" : first.evidence->field;
    if (first.line != 0) name = "line " + std::to_string(first.line);
    AppendRow(page, name, text + " (" + rules + ")", spans, out);
    begin = end;
  }
}

void AppendCandidates(const Page& page, const ExplainedValue& value, std::string* out) {
  for (const FacetCandidate& other : value.resolved->candidates) {
    std::string text =
        SharePercentage(other.confidence) + " " + FacetLabel(value.facet, other.value, page.locale);
    if (!other.description.empty()) text += ", " + other.description;
    if (!other.id.empty()) text += "; " + IdAndLink(other.id);
    AppendRow(page, &other == &value.resolved->candidates.front() ? "or rather" : "", text, {}, out);
  }
}

}  // namespace

std::string FormatCount(uint64_t count) {
  std::string digits = std::to_string(count);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string CountOf(uint64_t count, std::string_view noun) {
  return FormatCount(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string FormatBytes(uint64_t bytes) {
  if (bytes < 1000) return CountOf(bytes, "byte");
  static constexpr std::array kUnits = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  snprintf(text, sizeof text, value < 9.95 ? "%.1f %s" : "%.0f %s", value, kUnits[unit]);
  return text;
}

std::string FormatDuration(double seconds) {
  char text[32];
  if (seconds < 0.001) return "<1 ms";
  if (seconds < 0.9995) {
    snprintf(text, sizeof text, "%.0f ms", seconds * 1000);
  } else {
    snprintf(text, sizeof text, "%.1f s", seconds);
  }
  return text;
}

std::string FormatDate(const Date& date) {
  const auto& [start, end] = std::pair(date.start, date.end);
  const bool same_year = start.year() == end.year();
  const bool same_month = same_year && start.month() == end.month();
  const bool one_point = date.precision == DatePrecision::kYear    ? same_year
                         : date.precision == DatePrecision::kMonth ? same_month
                                                                   : start == end;
  std::string out;
  if (one_point) {
    out = FormatPoint(start, date.precision, true, true);
  } else {
    const bool days_only = date.precision == DatePrecision::kDay && same_month;
    const bool short_ends = days_only || (date.precision == DatePrecision::kMonth && same_year) ||
                            date.precision == DatePrecision::kYear;
    out = FormatPoint(start, date.precision, !same_month, !same_year) + (short_ends ? "–" : " – ") +
          FormatPoint(end, date.precision, true, true);
  }
  return date.inferred ? out + " (inferred)" : out;
}

std::string ShortPath(std::string_view path) {
  if (!path.starts_with('/')) return Printable(path);
  std::error_code error;
  static const std::filesystem::path here = std::filesystem::current_path(error);
  if (here.empty()) return Printable(path);
  const std::string relative = std::filesystem::path(path).lexically_relative(here).string();
  return Printable(!relative.empty() && relative.size() < path.size() ? std::string_view(relative) : path);
}

std::string FormatPlace(const Document& document) {
  std::string place = ShortPath(document.source);
  if (document.lines.first == 0) return place;
  place += ":" + std::to_string(document.lines.first);
  if (document.lines.last > document.lines.first) place += "-" + std::to_string(document.lines.last);
  return place;
}

std::string ResponsePage(const Page& page, const SearchRequest& request, const SearchResponse& response,
                         double seconds) {
  std::string out;
  const uint64_t last = request.offset + response.hits.size();
  const size_t indent = std::to_string(last).size() + 3;
  for (size_t i = 0; i < response.hits.size(); ++i) {
    AppendHit(page, response.hits[i], request, response.query_lang, request.offset + i + 1, indent, &out);
    out += '\n';
  }
  AppendFacetColumns(page, response.facets, &out);
  AppendExpansions(page, request, response, &out);
  std::string total = CountOf(response.total, "article");
  if (!response.hits.empty() && response.hits.size() < response.total) {
    total = FormatCount(request.offset + 1) + "–" + FormatCount(last) + " of " + total;
  }
  const auto similar = std::count_if(response.hits.begin(), response.hits.end(),
                                     [](const Hit& hit) { return hit.similar_only; });
  if (similar > 0)
    total += ", and " + FormatCount(static_cast<uint64_t>(similar)) + " with similar words only";
  if (page.terminal) total += ", " + FormatDuration(seconds);
  return out + Paint(page, kBold, total) + '\n';
}

std::string ListingEntry(const Page& page, const Document& document) {
  constexpr size_t kIndent = 13;  // of "12345-12345" and two blanks
  std::string lines = std::to_string(document.lines.first);
  if (document.lines.last != document.lines.first) lines += "-" + std::to_string(document.lines.last);
  if (document.lines.first == 0) lines.clear();
  std::string out;
  const size_t width = std::min(page.width, kTextWidth + kIndent) - kIndent;
  AppendTitle(page, document, {}, RightAligned(lines, kIndent - 2), kIndent, &out);
  if (!document.title) {
    const std::string_view words = std::string_view(document.body).substr(0, 4 * width);
    out += std::string(kIndent, ' ') + CutToWidth(words, width) + '\n';
  }
  std::vector<Piece> pieces = DatePieces(document);
  if (document.lang != "und") pieces.push_back({Printable(document.lang), kDim});
  if (document.confidence < kDoubtful) {
    pieces.push_back({"doubtful (" + FormatConfidence(document.confidence) + ")", kDoubtColor});
  }
  AppendLines(FlowPieces(page, pieces, width), kIndent, &out);
  AppendLines(WrapText(page, FacetLine(page, document), {}, width, kFacetColor), kIndent, &out);
  return out;
}

std::string ArchiveHeading(const Page& page, const std::string& path) {
  return Paint(page, kBold, ShortPath(path)) + '\n';
}

std::string ExplainedBlockLine(const Page& page, const ExplainedBlock& block, uint64_t article) {
  constexpr size_t kNumberColumns = 7;
  constexpr size_t kRoleColumns = 10;  // "group date"
  constexpr size_t kIndent = kNumberColumns + kRoleColumns + 4;
  const size_t page_width = std::min(std::max<size_t>(page.width, kIndent + 20), kIndent + kTextWidth);
  std::string out;
  if (!block.reason.empty()) {
    const bool doubtful = block.confidence < kDoubtful;
    const std::string number = "── article " + FormatCount(article) + ", ";
    const std::string sure =
        (doubtful ? "doubtful " : "confidence ") + FormatConfidence(block.confidence) + ": ";
    const size_t used = DisplayWidth(number) + DisplayWidth(sure);
    const std::string why =
        ReasonsInWords(Printable(block.reason), page_width - std::min(page_width - 4, used + 3));
    const size_t left = page_width - std::min(page_width, used + DisplayWidth(why) + 1);
    std::string rule = " ";
    for (size_t i = 0; i < left; ++i) rule += "─";
    out += Paint(page, kDim, number) + Paint(page, doubtful ? kDoubtColor : kDim, sure + why) +
           Paint(page, kDim, rule) + '\n';
  }
  const bool date = block.role.ends_with("date");
  const bool plain = block.role == "body" || block.role == "opening";
  const std::string_view sgr = date                        ? kDateColor
                               : block.role == "title"     ? kBold
                               : block.role == "furniture" ? kDim
                                                           : std::string_view();
  const size_t width = page_width - kIndent;
  const std::string text = CutToWidth(Printable(block.text.substr(0, 4 * width)), width);
  out += Paint(page, kDim, RightAligned(std::to_string(block.line), kNumberColumns)) + "  " +
         Paint(page, plain ? kDim : sgr, LeftAligned(block.role, kRoleColumns)) + "  " +
         (sgr.empty() ? text : Paint(page, sgr, text));
  return out += '\n';
}

std::string ArchiveReportPage(const Page& page, const ArchiveReport& report) {
  constexpr size_t kLabel = 11;
  constexpr size_t kColumn = kLabel + 4;
  std::string out = ArchiveHeading(page, report.source);
  const size_t width = std::max(std::min(page.width, kTextWidth), kColumn + 20) - kColumn;
  const auto line = [&](std::string_view name, const std::string& value) {
    std::vector<std::string> lines = WrapText(page, value, {}, width, "");
    if (lines.empty()) lines.emplace_back();
    out += "  " + Paint(page, kDim, LeftAligned(name, kLabel)) + "  " + lines[0] + '\n';
    lines.erase(lines.begin());
    AppendLines(lines, kColumn, &out);
  };
  const auto share = [&](std::string_view name, uint64_t count) {
    line(name, count == 0 ? "none" : FormatCount(count) + " (" + Percentage(count, report.documents) + ")");
  };
  line("format", std::string(FormatInWords(report.format)) +
                     (report.charset.empty() ? "" : ", " + report.charset) + ", " +
                     FormatBytes(report.bytes));
  if (!report.layout.empty()) line("opens with", report.layout);
  line("articles", FormatCount(report.documents) + (report.incomplete ? ", and the rest is missing" : ""));
  std::vector<std::pair<uint64_t, std::string>> languages;
  for (const auto& [lang, count] : report.languages) languages.emplace_back(count, lang);
  std::sort(languages.begin(), languages.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string list;
  for (const auto& [count, lang] : languages) {
    list += (list.empty() ? "" : ", ") + (lang == "und" ? "unknown" : FacetLabel("lang", lang, page.locale)) +
            " " + FormatCount(count);
  }
  if (!list.empty()) line("languages", list);
  if (report.documents != 0) {
    share("undated", report.undated);
    share("untitled", report.untitled);
    share("doubtful", report.doubtful);
  }
  if (report.skipped != 0) line("skipped", CountOf(report.skipped, "record"));
  if (report.ill_formed_bytes != 0) line("ill-formed", CountOf(report.ill_formed_bytes, "byte"));
  return out;
}

std::string DocumentPage(const Page& page, const Document& document) {
  std::string out;
  AppendTitle(page, document, {}, "", 0, &out);
  AppendAbout(page, document, std::min(page.width, kTextWidth), 0, &out);
  for (const FacetValues& facet : document.facets) {
    std::string values;
    for (const std::string& value : facet.values) {
      if (!values.empty()) values += ", ";
      values += LabelAndValue(page, facet.facet, value);
    }
    const std::string name = Capitalised(facet.facet) + ": ";
    const std::vector<std::string> lines =
        WrapText(page, values, {}, std::min(page.width, kTextWidth) - DisplayWidth(name), kFacetColor);
    for (size_t i = 0; i < lines.size(); ++i) {
      out += (i == 0 ? Paint(page, kDim, name) : Padding(0, DisplayWidth(name))) + lines[i] + '\n';
    }
  }
  out += '\n';
  std::string_view body = document.body;
  while (!body.empty()) {
    const size_t end = body.find('\n');
    const std::vector<std::string> lines =
        WrapText(page, body.substr(0, end), {}, std::min(page.width, kTextWidth), "");
    if (lines.empty()) out += '\n';
    AppendLines(lines, 0, &out);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
  }
  return out;
}

std::string WhyPage(const Page& page, const Document& document, const std::vector<ExplainedValue>& values) {
  const size_t width = std::min(page.width, kTextWidth);
  std::string out;
  AppendTitle(page, document, {}, "", 0, &out);
  AppendAbout(page, document, width, 0, &out);
  for (const ExplainedValue& value : values) {
    out += '\n' + Paint(page, kDim, Capitalised(value.facet) + ": ") +
           Paint(page, kBold, Printable(LabelAndValue(page, value.facet, value.value))) + '\n';
    AppendWhatIsKnown(page, document, value, &out);
    AppendMentions(page, value.mentions, &out);
    if (value.resolved != nullptr) AppendCandidates(page, value, &out);
  }
  return out;
}

std::string CompletionsPage(const Page& page, const CompletionRequest& request,
                            const std::vector<Completion>& completions) {
  std::vector<std::string> texts;
  size_t text_width = 0;
  size_t count_width = 0;
  for (const Completion& completion : completions) {
    std::string text = request.text.substr(0, completion.offset);
    text +=
        completion.facet.empty() ? completion.text : LabelAndValue(page, completion.facet, completion.text);
    texts.push_back(CutToWidth(Printable(text), page.width / 2));
    text_width = std::max(text_width, DisplayWidth(texts.back()));
    count_width = std::max(count_width, FormatCount(completion.documents).size());
  }
  std::string out;
  for (size_t i = 0; i < completions.size(); ++i) {
    const Completion& completion = completions[i];
    out += LeftAligned(texts[i], text_width) + "  " +
           RightAligned(FormatCount(completion.documents), count_width) + "  ";
    if (completion.facet.empty()) {
      std::string langs;
      for (const std::string& lang : completion.langs) langs += (langs.empty() ? "" : " ") + lang;
      out += Paint(page, kDim, Printable(langs)) + '\n';
    } else {
      out += Paint(page, kFacetColor, Printable(completion.facet)) + '\n';
    }
  }
  return out;
}

std::string StatsPage(const Page& page, const std::string& index, const IndexStats& stats) {
  std::string out = Paint(page, kBold, ShortPath(index)) + '\n';
  out += "  " + CountOf(stats.documents, "article");
  if (stats.undated > 0) out += ", " + FormatCount(stats.undated) + " undated";
  out += '\n';
  if (stats.first_day && stats.last_day) {
    out += "  " + FormatPoint(*stats.first_day, DatePrecision::kDay, true, true) + " – " +
           FormatPoint(*stats.last_day, DatePrecision::kDay, true, true) + '\n';
  }
  out += "  " + FormatBytes(stats.size_bytes) + ", format " + std::to_string(stats.format_version) +
         ", analyzer " + Printable(stats.analyzer) + ", ICU " + Printable(stats.icu_version) + '\n';

  const auto path_name = [](const std::string& path) { return ShortPath(path); };
  const auto language_name = [&page](const std::string& lang) {
    return Printable(LabelAndValue(page, "lang", lang));
  };
  const auto add_counts = [&](std::string_view heading, const std::map<std::string, uint64_t>& counts,
                              const auto& name_of) {
    if (counts.empty()) return;
    std::vector<std::pair<std::string, uint64_t>> rows;
    rows.reserve(counts.size());
    for (const auto& [name, count] : counts) {
      rows.emplace_back(name_of(name), count);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    out += '\n' + Paint(page, kBold, heading) + '\n';
    AppendCounts(rows, &out);
  };
  add_counts("Archives", stats.sources, path_name);
  add_counts("Languages", stats.languages, language_name);

  if (!stats.facets.empty()) out += '\n' + Paint(page, kBold, "Facets") + '\n';
  size_t name_width = 0;
  size_t documents_width = 0;
  size_t values_width = 0;
  for (const FacetResult& facet : stats.facets) {
    name_width = std::max(name_width, DisplayWidth(facet.facet));
    documents_width = std::max(documents_width, FormatCount(facet.documents).size());
    values_width = std::max(values_width, CountOf(facet.distinct_values, "value").size());
  }
  for (const FacetResult& facet : stats.facets) {
    std::string line = "  " + LeftAligned(Printable(facet.facet), name_width) + "  " +
                       RightAligned(FormatCount(facet.documents), documents_width) + "  " +
                       RightAligned(Percentage(facet.documents, stats.documents), 4) + "  " +
                       LeftAligned(CountOf(facet.distinct_values, "value"), values_width);
    std::string examples;
    for (size_t i = 0; i < facet.values.size() && i < 5; ++i) {
      examples += (i == 0 ? "" : ", ") + facet.values[i].label;
    }
    const size_t used = DisplayWidth(line) + 2;
    if (!examples.empty() && used + 10 < page.width) {
      line += "  " + Paint(page, kFacetColor, CutToWidth(examples, page.width - used));
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
  }
  return out;
}

std::string UpdateSummary(const UpdateReport& report) {
  std::string out = CountOf(report.archive.documents, "article");
  std::string changes;
  const auto add = [&changes](uint64_t count, const char* what) {
    if (count > 0) changes += (changes.empty() ? "" : ", ") + FormatCount(count) + " " + what;
  };
  add(report.added, "added");
  add(report.replaced, "replaced");
  add(report.unchanged, "unchanged");
  add(report.removed, "removed");
  if (!changes.empty()) out += ": " + changes;
  changes.clear();
  add(report.archive.undated, "undated");
  add(report.archive.untitled, "untitled");
  add(report.archive.doubtful, "doubtful");
  add(report.archive.skipped, "skipped");
  add(report.archive.ill_formed_bytes, "bytes not UTF-8");
  if (!changes.empty()) out += "; " + changes;
  return out;
}

}  // namespace newsearch::cli

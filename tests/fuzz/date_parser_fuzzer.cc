// SPDX-License-Identifier: GPL-2.0-or-later
//
// Looks for dates in any line: they lie in it, between characters, do not overlap, and mean days that exist.
// The first byte chooses the languages and the order of numbers.
#include "ingest/date_parser.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fuzz/fuzz_expect.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

const DateParser& ParserFor(uint8_t choice) {
  static const auto* parsers = [] {
    const std::vector<std::vector<std::string>> languages = {{},
                                                             {"en"},
                                                             {"de", "fr", "it"},
                                                             {"sl", "hr", "cs", "pl"},
                                                             {"ja", "zh", "ko"},
                                                             {"ru", "uk", "el", "bg"},
                                                             {"hu", "fi", "et", "lt", "lv"},
                                                             {"es", "pt", "nl", "sv"}};
    auto* made = new std::vector<DateParser>;
    for (const bool month_first : {false, true}) {
      for (const auto& some : languages) made->emplace_back(DateOptions{some, month_first, month_first});
    }
    return made;
  }();
  return (*parsers)[choice % parsers->size()];
}

bool IsBoundary(std::string_view line, size_t at) {
  return at == line.size() || (static_cast<unsigned char>(line[at]) & 0xC0) != 0x80;
}

void CheckDate(const std::optional<Date>& date) {
  if (!date) return;
  FuzzExpect(date->start.ok() && date->end.ok(), "days that exist");
  FuzzExpect(date->start <= date->end, "no interval ends before it starts");
  FuzzExpect(static_cast<int>(date->start.year()) >= 1 && static_cast<int>(date->end.year()) <= 9999,
             "years that can be written");
  FuzzExpect(FormatDay(date->start).size() == 10 && FormatDay(date->end).size() == 10, "days to be written");
}

void CheckMention(std::string_view line, const DateMention& mention, bool well_formed) {
  FuzzExpect(mention.begin < mention.end && mention.end <= line.size(), "in the line");
  FuzzExpect(!well_formed || (IsBoundary(line, mention.begin) && IsBoundary(line, mention.end)),
             "between characters");
  CheckDate(mention.Resolve());
  for (const int year : {1, 1999, 2000, 9999}) CheckDate(mention.ResolveIn(year));
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view line(reinterpret_cast<const char*>(data), size);
  const newsearch::DateParser& parser = newsearch::ParserFor(newsearch::TakeByte(&line));
  const bool well_formed = newsearch::IsValidUtf8(line);
  size_t end = 0;
  for (const newsearch::DateMention& mention : parser.Find(line)) {
    newsearch::FuzzExpect(mention.begin >= end, "not overlapping");
    end = mention.end;
    newsearch::CheckMention(line, mention, well_formed);
  }
  if (const auto whole = parser.WholeLine(line)) newsearch::CheckMention(line, *whole, well_formed);
  (void)parser.IsDateWord(std::string(line));
  (void)newsearch::MonthComesFirst({line});
  return 0;
}

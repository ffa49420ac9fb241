// SPDX-License-Identifier: GPL-2.0-or-later
//
// compile_gazetteer PLACES.tsv COUNTRY_ALIASES.tsv OUT: turns the gazetteer's text into the file that
// facets/gazetteer.h looks up. Part of the build; its output depends on its input alone.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facets/gazetteer.h"
#include "text/language.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "text/tokenizer.h"
#include "util/file.h"
#include "util/hash.h"

namespace newsearch {
namespace {

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

template <typename Number>
Number ToNumber(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

LanguageMask MaskOf(std::string_view comma_separated) {
  LanguageMask mask = 0;
  for (std::string_view lang : Split(comma_separated, ',')) mask |= LanguageBit(NormalizeLanguageTag(lang));
  return mask;
}

class Compiler {
 public:
  Status AddPlaces(const std::string& path) {
    return ForEachLine(path, 10, [this](const std::vector<std::string_view>& fields) {
      GazetteerPlace place;
      place.geoname_id = ToNumber<uint32_t>(fields[0]);
      place.label = AddLabel(fields[1]);
      std::memcpy(place.country, fields[2].data(), 2);
      place.kind = fields[4] == "PPLX" ? PlaceKind::kDistrict : PlaceKind::kCity;
      place.population = ToNumber<uint32_t>(fields[5]);
      place.latitude = ToNumber<float>(fields[6]);
      place.longitude = ToNumber<float>(fields[7]);
      place.words = MaskOf(fields[9]);
      const auto index = static_cast<uint32_t>(places_.size());
      places_.push_back(place);
      AddName(fields[1], index, kAnyLanguage);
      if (fields[8].empty()) return;
      for (std::string_view name : Split(fields[8], '|')) {
        const size_t at = name.find('@');
        const LanguageMask languages =
            at == std::string_view::npos ? kAnyLanguage : MaskOf(name.substr(at + 1));
        if (languages != 0) AddName(name.substr(0, at), index, languages);
      }
    });
  }

  void AddCountries() {
    for (const RegionName& region : RegionNames()) {
      // "Myanmar (Burma)": the words in brackets are another name's business.
      const std::string name = region.name.substr(0, region.name.find(" ("));
      AddName(name, CountryIndex(region.code),
              LanguageBit(region.lang) | (region.lang == "en" ? kAnyLanguage : 0));
    }
  }

  Status AddAliases(const std::string& path) {
    return ForEachLine(path, 3, [this](const std::vector<std::string_view>& fields) {
      const std::string_view alias = fields[1];
      const bool capitals = std::all_of(alias.begin(), alias.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || c == '.' || static_cast<unsigned char>(c) >= 0x80;
      });
      const LanguageMask languages = MaskOf(fields[2]) | (fields[2] == "en" ? kAnyLanguage : 0);
      AddName(alias, CountryIndex(std::string(fields[0])),
              languages | (capitals && alias.size() <= 8 ? kCapitalsOnly : 0));
    });
  }

  std::string Finish() const {
    std::vector<GazetteerName> names;
    std::vector<GazetteerPosting> postings;
    for (const auto& [hash, entry] : names_) {
      GazetteerName name;
      name.hash = hash;
      name.first_posting = static_cast<uint32_t>(postings.size());
      name.postings = static_cast<uint16_t>(std::min<size_t>(entry.places.size(), UINT16_MAX));
      name.max_words = entry.max_words;
      for (const auto& [place, languages] : entry.places) postings.push_back({languages, place, 0});
      names.push_back(name);
    }
    std::vector<uint32_t> buckets((size_t{1} << kBucketBits) + 1);
    for (const GazetteerName& name : names) ++buckets[(name.hash >> (64 - kBucketBits)) + 1];
    for (size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];

    std::string body;
    Append(places_, &body);
    Append(postings, &body);
    Append(names, &body);
    Append(buckets, &body);
    body.append(labels_);
    GazetteerHeader header{};
    std::memcpy(header.magic, kGazetteerMagic, sizeof header.magic);
    header.places = static_cast<uint32_t>(places_.size());
    header.postings = static_cast<uint32_t>(postings.size());
    header.names = static_cast<uint32_t>(names.size());
    header.label_bytes = static_cast<uint32_t>(labels_.size());
    header.checksum = StableHash().Add(body).value();
    return std::string(reinterpret_cast<const char*>(&header), sizeof header) + body;
  }

 private:
  struct Entry {
    std::map<uint32_t, LanguageMask> places;
    uint16_t max_words = 0;
  };

  template <typename Visit>
  static Status ForEachLine(const std::string& path, size_t field_count, const Visit& visit) {
    auto file = FileContents::Open(path);
    if (!file.ok()) return file.status();
    size_t number = 0;
    for (std::string_view line : Split(file->bytes(), '\n')) {
      ++number;
      if (line.empty() || line.front() == '#') continue;
      const std::vector<std::string_view> fields = Split(line, '\t');
      if (fields.size() != field_count) {
        return Status(StatusCode::kBadInput, path + ":" + std::to_string(number) + ": " +
                                                 std::to_string(fields.size()) + " fields instead of " +
                                                 std::to_string(field_count));
      }
      visit(fields);
    }
    return Status();
  }

  template <typename T>
  static void Append(const std::vector<T>& items, std::string* out) {
    out->append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }

  uint32_t AddLabel(std::string_view label) {
    const auto offset = static_cast<uint32_t>(labels_.size());
    labels_.append(label).push_back('\0');
    return offset;
  }

  uint32_t CountryIndex(const std::string& code) {
    auto [found, added] = countries_.emplace(code, static_cast<uint32_t>(places_.size()));
    if (added) {
      GazetteerPlace country;
      country.label = AddLabel(code);
      std::memcpy(country.country, code.data(), 2);
      country.kind = PlaceKind::kCountry;
      places_.push_back(country);
    }
    return found->second;
  }

  void AddName(std::string_view name, uint32_t place, LanguageMask languages) {
    std::vector<Word> words;
    tokenizer_.Tokenize(name, 0, &words);
    if (words.empty()) return;
    std::string joined;
    for (const Word& word : words) {
      if (!joined.empty()) joined.push_back(' ');
      joined.append(FoldMarks(word.folded));
    }
    // One letter ("Å", "Y") is never a place in running text.
    if (joined.size() < 2) return;
    LanguageMask& mask = names_[NameHash(joined)].places[place];
    // A name that counts in any case elsewhere is not held to capitals.
    const bool capitals = (languages & kCapitalsOnly) && (mask == 0 || (mask & kCapitalsOnly));
    mask = ((mask | languages) & ~kCapitalsOnly) | (capitals ? kCapitalsOnly : 0);
    Entry& first = names_[NameHash(FoldMarks(words.front().folded))];
    first.max_words = std::max<uint16_t>(first.max_words, static_cast<uint16_t>(words.size()));
  }

  Tokenizer tokenizer_;
  std::vector<GazetteerPlace> places_;
  std::map<std::string, uint32_t> countries_;
  std::map<uint64_t, Entry> names_;
  std::string labels_;
};

Status Run(const char* places, const char* aliases, const char* out) {
  Compiler compiler;
  if (Status status = compiler.AddPlaces(places); !status.ok()) return status;
  compiler.AddCountries();
  if (Status status = compiler.AddAliases(aliases); !status.ok()) return status;
  std::ofstream file(out, std::ios::binary);
  const std::string bytes = compiler.Finish();
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Status(StatusCode::kIo, std::string("cannot write ") + out);
  return Status();
}

}  // namespace
}  // namespace newsearch

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: compile_gazetteer PLACES.tsv COUNTRY_ALIASES.tsv OUT\n", stderr);
    return 2;
  }
  const newsearch::Status status = newsearch::Run(argv[1], argv[2], argv[3]);
  if (status.ok()) return 0;
  std::fprintf(stderr, "compile_gazetteer: %s\n", status.ToString().c_str());
  return 1;
}

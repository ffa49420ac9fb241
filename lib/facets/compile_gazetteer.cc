// SPDX-License-Identifier: GPL-2.0-or-later
//
// compile_gazetteer FOLDER OUT: turns the gazetteer's text files in FOLDER into the file that
// facets/gazetteer.h looks up. Part of the build; its output depends on its input alone.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facets/gazetteer.h"
#include "text/language.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "text/word_scanner.h"
#include "util/file.h"

namespace newsearch {
namespace {

// A name in capitals of at most so many bytes counts in capitals only: "UK", "США".
constexpr size_t kMaxAbbreviationBytes = 8;

// "Calif.", "Ore": such an alias of a region is an abbreviation.
constexpr size_t kMaxShortFormBytes = 6;

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

using Languages = std::array<uint64_t, kLanguageSetWords>;

struct Sense {
  Languages languages = {};
  uint8_t flags = 0;
};

struct Name {
  std::map<uint32_t, Sense> senses;  // by place
  uint8_t max_words = 0;
};

// One line of a table, by the names of its columns.
class Row {
 public:
  Row(const std::vector<std::string>& columns, std::vector<std::string_view> fields)
      : columns_(columns), fields_(std::move(fields)) {}

  // Empty if the table has no such column.
  std::string_view operator[](std::string_view column) const {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    return found == columns_.end() ? std::string_view()
                                   : fields_[static_cast<size_t>(found - columns_.begin())];
  }

  template <typename Number>
  Number ToNumber(std::string_view column) const {
    Number number{};
    const std::string_view text = (*this)[column];
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

 private:
  const std::vector<std::string>& columns_;
  std::vector<std::string_view> fields_;
};

class Compiler {
 public:
  explicit Compiler(std::string folder) : folder_(std::move(folder)) {
    labels_.push_back('\0');
    SetNumber(Languages{});
  }

  Status Read() {
    const std::array<Status (Compiler::*)(), 7> steps = {
        &Compiler::ReadCountries, &Compiler::ReadAliases,       &Compiler::ReadRegions, &Compiler::ReadAreas,
        &Compiler::ReadPlaces,    &Compiler::ReadRegionAliases, &Compiler::ReadDemonyms};
    for (const auto step : steps) {
      if (Status status = (this->*step)(); !status.ok()) return status;
    }
    return Status();
  }

  Result<std::string> Finish() {
    std::vector<uint32_t> exonyms;
    for (size_t i = 0; i < places_.size(); ++i) {
      places_[i].first_name = static_cast<uint32_t>(exonyms.size());
      for (const auto& [language, label] : exonyms_[i]) exonyms.push_back(language << 24 | label);
    }
    places_.emplace_back();
    places_.back().first_name = static_cast<uint32_t>(exonyms.size());

    std::vector<GazetteerName> names;
    std::vector<GazetteerPosting> postings;
    std::vector<uint32_t> buckets((size_t{1} << kBucketBits) + 1);
    for (const auto& [key, entry] : names_) {
      GazetteerName name;
      name.key = static_cast<uint32_t>(key >> (64 - kBucketBits - 32));
      name.first_posting = static_cast<uint32_t>(postings.size()) & 0xFFFFFF;
      name.max_words = entry.max_words;
      for (const auto& [place, sense] : entry.senses) {
        GazetteerPosting posting;
        posting.place = place & 0xFFFFFF;
        posting.flags = sense.flags;
        posting.languages = SetNumber(sense.languages);
        postings.push_back(posting);
      }
      names.push_back(name);
      ++buckets[(key >> (64 - kBucketBits)) + 1];
    }
    names.emplace_back();
    names.back().first_posting = static_cast<uint32_t>(postings.size()) & 0xFFFFFF;
    for (size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];
    const size_t posting_count = postings.size();
    postings.emplace_back();

    std::sort(stems_.begin(), stems_.end());
    std::vector<uint32_t> stems;
    for (const std::string& stem : stems_) stems.push_back(Label(stem));

    std::vector<std::array<char, 8>> languages;
    for (const std::string& code : languages_) {
      languages.emplace_back();
      std::memcpy(languages.back().data(), code.data(), std::min<size_t>(code.size(), 7));
    }
    if (languages.size() > kMaxLanguages || posting_count >= (1u << 24) || labels_.size() >= (1u << 24) ||
        sets_.size() > UINT16_MAX) {
      return Status(StatusCode::kUnsupported, "the gazetteer has grown beyond its file format");
    }

    std::string body;
    Append(places_, &body);
    Append(postings, &body);
    Append(names, &body);
    Append(buckets, &body);
    Append(exonyms, &body);
    Append(sets_, &body);
    Append(languages, &body);
    Append(stems, &body);
    body.append(labels_);
    body.resize((body.size() + 7) & ~size_t{7});
    GazetteerHeader header{};
    std::memcpy(header.magic, kGazetteerMagic, sizeof header.magic);
    header.places = static_cast<uint32_t>(places_.size() - 1);
    header.postings = static_cast<uint32_t>(posting_count);
    header.names = static_cast<uint32_t>(names.size() - 1);
    header.exonyms = static_cast<uint32_t>(exonyms.size());
    header.language_sets = static_cast<uint32_t>(sets_.size());
    header.languages = static_cast<uint32_t>(languages.size());
    header.stems = static_cast<uint32_t>(stems.size());
    header.label_bytes = static_cast<uint32_t>(labels_.size());
    header.checksum = GazetteerChecksum(body);
    return std::string(reinterpret_cast<const char*>(&header), sizeof header) + body;
  }

 private:
  // Calls `visit` for each line; the first line names the columns, `needed` ones must be there.
  Status ForEachRow(const std::string& name, const std::vector<std::string>& needed,
                    const std::function<Status(const Row&)>& visit) {
    const std::string path = folder_ + "/" + name;
    auto file = FileContents::Open(path);
    if (!file.ok()) return file.status();
    std::vector<std::string> columns;
    size_t number = 0;
    const auto bad = [&](const std::string& what) {
      return Status(StatusCode::kBadInput, path + ":" + std::to_string(number) + ": " + what);
    };
    for (std::string_view line : Split(file->bytes(), '\n')) {
      ++number;
      if (line.empty()) continue;
      if (line.front() == '#') {
        if (!columns.empty()) continue;
        for (std::string_view column : Split(line.substr(line.find_first_not_of("# ")), '\t'))
          columns.emplace_back(column);
        for (const std::string& column : needed) {
          if (std::find(columns.begin(), columns.end(), column) == columns.end())
            return bad("there is no column " + column);
        }
        continue;
      }
      std::vector<std::string_view> fields = Split(line, '\t');
      if (fields.size() != columns.size()) {
        return bad(std::to_string(fields.size()) + " fields instead of " + std::to_string(columns.size()));
      }
      if (Status status = visit(Row(columns, std::move(fields))); !status.ok()) return bad(status.message());
    }
    return Status();
  }

  Status ReadCountries() {
    std::map<std::string, std::pair<double, double>> points;
    Status status = ForEachRow("country_points.tsv", {"country", "lat", "lon"}, [&](const Row& row) {
      points[std::string(row["country"])] = {row.ToNumber<double>("lat"), row.ToNumber<double>("lon")};
      return Status();
    });
    if (!status.ok()) return status;
    const std::vector<RegionName> names = RegionNames();
    std::set<std::string> codes;
    for (const RegionName& region : names) codes.insert(region.code);
    // Gazetteer::Country looks them up by their order.
    for (const std::string& code : codes) {
      GazetteerPlace country;
      country.id = Label(code);
      country.label = Label(CountryName(RegionDisplayName(code, "en")));
      std::memcpy(country.country, code.data(), 2);
      country.kind = PlaceKind::kCountry;
      if (const auto point = points.find(code); point != points.end())
        SetPoint(point->second.first, point->second.second, &country);
      countries_[code] = AddPlace(country);
    }
    for (const RegionName& region : names) {
      const std::string name = CountryName(region.name);
      const uint32_t country = countries_[region.code];
      AddName(name, country, LanguagesOf(region.lang), region.lang == "en" ? kAnyLanguage | kMainName : 0);
      AddExonym(country, name, region.lang);
    }
    return Status();
  }

  // "Myanmar (Burma)": the words in brackets are another name's business.
  static std::string CountryName(const std::string& name) { return name.substr(0, name.find(" (")); }

  Status ReadAliases() {
    return ForEachRow("country_aliases.tsv", {"country", "alias", "lang"}, [this](const Row& row) {
      const auto country = countries_.find(std::string(row["country"]));
      if (country == countries_.end())
        return Status(StatusCode::kBadInput, "no country " + std::string(row["country"]));
      AddAlias(row["alias"], row["lang"], country->second);
      return Status();
    });
  }

  Status ReadRegions() {
    return ForEachRow("regions.tsv", {"code", "name", "country", "population", "lat", "lon", "names"},
                      [this](const Row& row) {
                        GazetteerPlace region;
                        region.kind = PlaceKind::kRegion;
                        region.id = Label(row["code"]);
                        region.within = countries_.at(std::string(row["country"]));
                        std::memcpy(region.country, row["country"].data(), 2);
                        const uint32_t index = AddNamed(row, &region);
                        regions_[std::string(row["code"])] = index;
                        return Status();
                      });
  }

  Status ReadAreas() {
    return ForEachRow("world_regions.tsv", {"key", "name", "kind", "countries", "lat", "lon", "names"},
                      [this](const Row& row) {
                        GazetteerPlace area;
                        area.kind = PlaceKind::kArea;
                        area.id = Label(row["key"]);
                        const auto country = countries_.find(std::string(row["countries"]));
                        if (country != countries_.end()) {
                          area.within = country->second;
                          std::memcpy(area.country, row["countries"].data(), 2);
                        }
                        const uint32_t index = AddNamed(row, &area);
                        regions_[std::string(row["key"])] = index;
                        return Status();
                      });
  }

  Status ReadPlaces() {
    std::unordered_map<uint32_t, uint32_t> by_id;
    std::vector<std::pair<uint32_t, uint32_t>> parents;  // place, GeoNames id of what it is in
    Status status =
        ForEachRow("places.tsv",
                   {"geonameid", "name", "country", "admin1", "feature", "population", "lat", "lon", "names"},
                   [&](const Row& row) {
                     GazetteerPlace place;
                     place.id = row.ToNumber<uint32_t>("geonameid");
                     const std::string country(row["country"]);
                     std::memcpy(place.country, country.data(), 2);
                     const auto region = regions_.find(country + "." + std::string(row["admin1"]));
                     const auto known = countries_.find(country);
                     if (known == countries_.end())
                       return Status(StatusCode::kBadInput, "no country " + country);
                     place.within = region != regions_.end() ? region->second : known->second;
                     const std::string_view feature = row["feature"];
                     if (feature == "PPLC") place.flags |= kCapitalCity;
                     if (feature == "PPLA") place.flags |= kRegionSeat;
                     const auto parent = row.ToNumber<uint32_t>("parent");
                     if (feature == "PPLX") place.kind = PlaceKind::kDistrict;
                     const uint32_t index = AddNamed(row, &place);
                     by_id[place.id] = index;
                     if (parent != 0) parents.emplace_back(index, parent);
                     return Status();
                   });
    for (const auto& [place, parent] : parents) {
      const auto found = by_id.find(parent);
      if (found == by_id.end() || places_[found->second].kind != PlaceKind::kCity) continue;
      places_[place].kind = PlaceKind::kDistrict;
      places_[place].within = found->second;
    }
    // Countries that people are called by: "Jordan", "Georgia".
    for (const auto& [key, name] : names_) {
      uint8_t person = 0;
      for (const auto& [place, sense] : name.senses) {
        if ((sense.flags & kMainName) != 0) person |= places_[place].flags & (kGivenName | kSurname);
      }
      if (person == 0) continue;
      for (const auto& [place, sense] : name.senses) {
        if (places_[place].kind == PlaceKind::kCountry && (sense.flags & kMainName) != 0)
          places_[place].flags |= person;
      }
    }
    return status;
  }

  Status ReadRegionAliases() {
    return ForEachRow("region_aliases.tsv", {"key", "alias", "languages"}, [this](const Row& row) {
      const auto region = regions_.find(std::string(row["key"]));
      if (region == regions_.end())
        return Status(StatusCode::kBadInput, "no region " + std::string(row["key"]));
      AddAlias(row["alias"], row["languages"], region->second);
      return Status();
    });
  }

  Status ReadDemonyms() {
    return ForEachRow("demonyms.tsv", {"country", "word", "languages", "kind"}, [this](const Row& row) {
      const auto country = countries_.find(std::string(row["country"]));
      if (country == countries_.end())
        return Status(StatusCode::kBadInput, "no country " + std::string(row["country"]));
      std::string word(row["word"]);
      const bool stem = !word.empty() && word.back() == '*';
      if (stem) word.pop_back();
      const std::string line = FoldWord(word) + "\t" + std::string(row["languages"]) + "\t" + country->first;
      if (stem) {
        stems_.push_back(line);
      } else if (FoldCase(word) == word && word.find(' ') == std::string::npos) {
        // "=": a whole word.
        stems_.push_back(line + "=");
      } else {
        AddName(word, country->second, LanguagesOf(row["languages"]), kDemonym);
      }
      return Status();
    });
  }

  // Reads the columns that all places have.
  uint32_t AddNamed(const Row& row, GazetteerPlace* place) {
    place->label = Label(row["name"]);
    place->population = row.ToNumber<uint32_t>("population");
    place->magnitude =
        static_cast<uint16_t>(std::lround(1000 * std::log10(std::max<uint32_t>(place->population, 1))));
    SetPoint(row.ToNumber<double>("lat"), row.ToNumber<double>("lon"), place);
    place->words = SetNumber(LanguagesOf(row["words"]));
    const std::string_view person = row["person"];
    if (person.find('g') != std::string_view::npos) place->flags |= kGivenName;
    if (person.find('s') != std::string_view::npos) place->flags |= kSurname;
    const uint32_t index = AddPlace(*place);
    AddName(row["name"], index, Languages{}, kAnyLanguage | kMainName);
    if (row["names"].empty()) return index;
    for (std::string_view name : Split(row["names"], '|')) {
      const size_t at = name.find('@');
      const std::string_view text = name.substr(0, at);
      if (at == std::string_view::npos) {
        AddName(text, index, Languages{}, kAnyLanguage);
        continue;
      }
      AddName(text, index, LanguagesOf(name.substr(at + 1)), 0);
      for (std::string_view lang : Split(name.substr(at + 1), ',')) AddExonym(index, text, lang);
    }
    return index;
  }

  static void SetPoint(double latitude, double longitude, GazetteerPlace* place) {
    place->latitude = static_cast<int16_t>(std::lround(latitude * 32767 / 90));
    place->longitude = static_cast<int16_t>(std::lround(longitude * 32767 / 180));
  }

  uint32_t AddPlace(const GazetteerPlace& place) {
    places_.push_back(place);
    exonyms_.emplace_back();
    return static_cast<uint32_t>(places_.size() - 1);
  }

  // The first name in a language is the one it is shown by.
  void AddExonym(uint32_t place, std::string_view name, std::string_view lang) {
    const int language = Language(lang);
    if (language < 0 || labels_.c_str() + places_[place].label == name) return;
    exonyms_[place].try_emplace(static_cast<uint32_t>(language), Label(name));
  }

  void AddAlias(std::string_view alias, std::string_view languages, uint32_t place) {
    words_.clear();
    ScanWords(alias, &words_);
    const bool capitals = std::all_of(words_.begin(), words_.end(),
                                      [](const ScannedWord& word) { return word.Is(kAllCapitals); });
    const uint8_t any = languages == "en" || languages.empty() ? kAnyLanguage : 0;
    const uint8_t written = capitals && alias.size() <= kMaxAbbreviationBytes ? kCapitalsOnly : 0;
    const bool region = places_[place].kind == PlaceKind::kRegion;
    const bool short_form = region && !capitals && alias.size() <= kMaxShortFormBytes;
    AddName(alias, place, LanguagesOf(languages), any | written | (short_form ? kAbbreviation : 0));
  }

  int Language(std::string_view lang) {
    const std::string code = NormalizeLanguageTag(lang);
    if (code.size() < 2 || code.size() > 3) return -1;
    const auto found = std::find(languages_.begin(), languages_.end(), code);
    if (found != languages_.end()) return static_cast<int>(found - languages_.begin());
    languages_.push_back(code);
    return static_cast<int>(languages_.size() - 1);
  }

  Languages LanguagesOf(std::string_view comma_separated) {
    Languages languages = {};
    if (comma_separated.empty()) return languages;
    for (std::string_view lang : Split(comma_separated, ',')) {
      const int language = Language(lang);
      if (language < 0 || static_cast<size_t>(language) >= kMaxLanguages) continue;
      languages[static_cast<size_t>(language) / 64] |= uint64_t{1} << (language % 64);
    }
    return languages;
  }

  uint16_t SetNumber(const Languages& languages) {
    const auto [found, added] = set_numbers_.emplace(languages, static_cast<uint16_t>(sets_.size()));
    if (added) sets_.push_back(languages);
    return found->second;
  }

  uint32_t Label(std::string_view text) {
    const auto [found, added] =
        label_offsets_.emplace(std::string(text), static_cast<uint32_t>(labels_.size()));
    if (added) labels_.append(text).push_back('\0');
    return found->second;
  }

  void AddName(std::string_view name, uint32_t place, const Languages& languages, uint8_t flags) {
    words_.clear();
    ScanWords(name, &words_);
    if (words_.empty() || words_.size() > kMaxNameWords) return;
    // One letter ("Å", "Y") is never a place in running text.
    if (words_.size() == 1 && words_.front().chars < 2 && !words_.front().Is(kUnitWord)) return;
    uint64_t key = 0;
    for (const ScannedWord& word : words_) key = ExtendNameKey(key, word.hash);
    Sense& sense = names_[key].senses[place];
    // A name that counts in any case elsewhere is not held to capitals, and no demonym.
    const bool fresh = sense.flags == 0 && sense.languages == Languages{};
    constexpr uint8_t kNarrow = kCapitalsOnly | kDemonym | kAbbreviation;
    const auto narrow = static_cast<uint8_t>(fresh ? flags & kNarrow : sense.flags & flags & kNarrow);
    sense.flags = static_cast<uint8_t>(((sense.flags | flags) & ~kNarrow) | narrow);
    for (size_t i = 0; i < languages.size(); ++i) sense.languages[i] |= languages[i];
    Name& first = names_[ExtendNameKey(0, words_.front().hash)];
    first.max_words = std::max(first.max_words, static_cast<uint8_t>(words_.size()));
  }

  template <typename T>
  static void Append(const std::vector<T>& items, std::string* out) {
    out->append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
    out->resize((out->size() + 7) & ~size_t{7});
  }

  const std::string folder_;
  std::vector<ScannedWord> words_;
  std::vector<GazetteerPlace> places_;
  std::vector<std::map<uint32_t, uint32_t>> exonyms_;  // of the places: language -> label
  std::map<std::string, uint32_t> countries_;
  std::map<std::string, uint32_t> regions_;  // and areas
  std::map<uint64_t, Name> names_;
  std::vector<std::string> languages_;
  std::vector<Languages> sets_;
  std::map<Languages, uint16_t> set_numbers_;
  std::vector<std::string> stems_;
  std::unordered_map<std::string, uint32_t> label_offsets_;
  std::string labels_;
};

Status Run(const char* folder, const char* out) {
  Compiler compiler(folder);
  if (Status status = compiler.Read(); !status.ok()) return status;
  auto bytes = compiler.Finish();
  if (!bytes.ok()) return bytes.status();
  if (auto checked = Gazetteer::FromBytes(*bytes, true); !checked.ok()) return checked.status();
  std::ofstream file(out, std::ios::binary);
  file.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
  file.close();
  if (!file) return Status(StatusCode::kIo, std::string("cannot write ") + out);
  return Status();
}

}  // namespace
}  // namespace newsearch

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: compile_gazetteer FOLDER OUT\n", stderr);
    return 2;
  }
  const newsearch::Status status = newsearch::Run(argv[1], argv[2]);
  if (status.ok()) return 0;
  std::fprintf(stderr, "compile_gazetteer: %s\n", status.ToString().c_str());
  return 1;
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/gazetteer.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "text/locale_names.h"
#include "text/word_scanner.h"

namespace newsearch {
namespace {

constexpr size_t kBuckets = size_t{1} << kBucketBits;

constexpr size_t Aligned(size_t bytes) { return (bytes + 7) & ~size_t{7}; }

Status Bad(const std::string& what) { return Status(StatusCode::kCorruption, "gazetteer: " + what); }

}  // namespace

uint64_t GazetteerChecksum(std::string_view bytes) {
  // Four sums side by side keep the multipliers of a processor busy; what is left over is added at the end.
  constexpr uint64_t kFactor = 0x9E3779B97F4A7C15u;
  uint64_t sums[4] = {1, 2, 3, 4};
  size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    uint64_t words[4];
    std::memcpy(words, bytes.data() + at, sizeof words);
    for (int i = 0; i < 4; ++i) {
      sums[i] = (sums[i] ^ words[i]) * kFactor;
      sums[i] ^= sums[i] >> 29;
    }
  }
  uint64_t sum = bytes.size();
  for (const uint64_t part : sums) sum = (sum ^ part) * kFactor + (sum >> 31);
  for (; at < bytes.size(); ++at) sum = (sum ^ static_cast<unsigned char>(bytes[at])) * kFactor;
  return sum ^ (sum >> 32);
}

Result<Gazetteer> Gazetteer::FromBytes(std::string_view data, bool verify) {
  if (data.size() < sizeof(GazetteerHeader)) return Bad("shorter than its header");
  Gazetteer gazetteer;
  gazetteer.header_ = reinterpret_cast<const GazetteerHeader*>(data.data());
  const GazetteerHeader& header = *gazetteer.header_;
  if (std::memcmp(header.magic, kGazetteerMagic, 5) != 0) return Bad("no gazetteer");
  if (std::memcmp(header.magic, kGazetteerMagic, sizeof kGazetteerMagic) != 0)
    return Status(StatusCode::kVersionMismatch, "gazetteer: of another version");
  size_t at = sizeof(GazetteerHeader);
  const auto table = [&](auto** entries, uint64_t count) {
    *entries = reinterpret_cast<std::remove_reference_t<decltype(*entries)>>(data.data() + at);
    at = Aligned(at + sizeof(**entries) * count);
  };
  table(&gazetteer.places_, uint64_t{header.places} + 1);
  table(&gazetteer.postings_, uint64_t{header.postings} + 1);
  table(&gazetteer.names_, uint64_t{header.names} + 1);
  table(&gazetteer.buckets_, kBuckets + 1);
  table(&gazetteer.exonyms_, header.exonyms);
  table(&gazetteer.language_sets_, uint64_t{header.language_sets} * kLanguageSetWords);
  table(&gazetteer.languages_, header.languages);
  table(&gazetteer.stems_, header.stems);
  table(&gazetteer.labels_, header.label_bytes);
  if (at != data.size()) return Bad("its size does not fit its header");
  if (header.languages > kMaxLanguages || header.label_bytes == 0) return Bad("its header is damaged");
  if (verify) {
    if (GazetteerChecksum(data.substr(sizeof(GazetteerHeader))) != header.checksum)
      return Bad("its checksum is wrong: the file is damaged");
    if (Status status = gazetteer.Verify(); !status.ok()) return status;
  }
  return gazetteer;
}

Status Gazetteer::Verify() const {
  const GazetteerHeader& header = *header_;
  if (labels_[header.label_bytes - 1] != 0) return Bad("its last label has no end");
  for (uint32_t i = 0; i <= header.places; ++i) {
    const GazetteerPlace& place = places_[i];
    const bool is_text = place.kind > PlaceKind::kCity;
    if (place.label >= header.label_bytes || (is_text && place.id >= header.label_bytes) ||
        (place.within != kNoPlace && place.within >= header.places) || place.first_name > header.exonyms ||
        (i > 0 && place.first_name < places_[i - 1].first_name) || place.words >= header.language_sets ||
        place.kind > PlaceKind::kCountry) {
      return Bad("place " + std::to_string(i) + " is damaged");
    }
    // Chains of places end.
    if (place.within != kNoPlace && places_[place.within].kind <= place.kind && i < header.places)
      return Bad("place " + std::to_string(i) + " lies in a smaller one");
  }
  for (uint32_t i = 0; i < header.postings; ++i) {
    if (postings_[i].place >= header.places || postings_[i].languages >= header.language_sets)
      return Bad("posting " + std::to_string(i) + " is damaged");
  }
  for (uint32_t i = 0; i <= header.names; ++i) {
    if (names_[i].first_posting > header.postings ||
        (i > 0 && names_[i].first_posting < names_[i - 1].first_posting))
      return Bad("name " + std::to_string(i) + " is damaged");
  }
  for (size_t i = 0; i <= kBuckets; ++i) {
    if (buckets_[i] > header.names || (i > 0 && buckets_[i] < buckets_[i - 1]))
      return Bad("bucket " + std::to_string(i) + " is damaged");
  }
  for (uint32_t i = 0; i < header.exonyms; ++i) {
    if ((exonyms_[i] & 0xFFFFFF) >= header.label_bytes || exonyms_[i] >> 24 >= header.languages)
      return Bad("exonym " + std::to_string(i) + " is damaged");
  }
  for (uint32_t i = 0; i < header.stems; ++i) {
    if (stems_[i] >= header.label_bytes) return Bad("stem " + std::to_string(i) + " is damaged");
  }
  return Status();
}

const GazetteerName* Gazetteer::Find(uint64_t key) const {
  const size_t bucket = key >> (64 - kBucketBits);
  const auto middle = static_cast<uint32_t>(key >> (64 - kBucketBits - 32));
  for (uint32_t i = buckets_[bucket]; i < buckets_[bucket + 1]; ++i) {
    if (names_[i].key == middle) return &names_[i];
  }
  return nullptr;
}

std::string Gazetteer::Id(const GazetteerPlace& place) const {
  switch (place.kind) {
    case PlaceKind::kCity:
    case PlaceKind::kDistrict:
      return "geonames:" + std::to_string(place.id);
    case PlaceKind::kRegion:
      return std::string("region:") + (labels_ + place.id);
    case PlaceKind::kArea:
      return std::string("area:") + (labels_ + place.id);
    case PlaceKind::kCountry:
      break;
  }
  return std::string("iso:") + (labels_ + place.id);
}

std::string_view Gazetteer::Name(uint32_t place, std::string_view lang) const {
  // The label is the usual English name.
  const int language = lang == "en" ? -1 : LanguageNumber(lang);
  if (language >= 0) {
    for (uint32_t i = places_[place].first_name; i < places_[place + 1].first_name; ++i) {
      if (exonyms_[i] >> 24 == static_cast<uint32_t>(language)) return labels_ + (exonyms_[i] & 0xFFFFFF);
    }
  }
  return label(places_[place]);
}

uint32_t Gazetteer::Country(std::string_view code) const {
  // Countries stand first, by code.
  uint32_t low = 0;
  uint32_t high = header_->places;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const GazetteerPlace& place = places_[middle];
    if (place.kind == PlaceKind::kCountry && std::string_view(place.country, 2) < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == header_->places || places_[low].kind != PlaceKind::kCountry) return kNoPlace;
  return std::string_view(places_[low].country, 2) == code ? low : kNoPlace;
}

const GazetteerName* Gazetteer::FindText(std::string_view text) const {
  std::vector<ScannedWord> words;
  ScanWords(text, &words);
  uint64_t key = 0;
  for (const ScannedWord& word : words) key = ExtendNameKey(key, word.hash);
  return words.empty() ? nullptr : Find(key);
}

uint32_t Gazetteer::FindCountry(std::string_view text) const {
  const GazetteerName* name = FindText(text);
  if (name == nullptr) return kNoPlace;
  for (const GazetteerPosting& posting : postings(*name)) {
    if (places_[posting.place].kind == PlaceKind::kCountry && (posting.flags & kDemonym) == 0)
      return posting.place;
  }
  return kNoPlace;
}

std::string Gazetteer::CountryCode(std::string_view written) const {
  std::string code(written);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  if (IsRegionCode(code)) return code;
  const uint32_t country = FindCountry(written);
  return country == kNoPlace ? std::string() : std::string(places_[country].country, 2);
}

uint32_t Gazetteer::CountryOf(uint32_t place) const {
  while (place != kNoPlace && places_[place].kind != PlaceKind::kCountry) place = places_[place].within;
  return place;
}

std::vector<std::string> Gazetteer::Containers(uint32_t place) const {
  std::vector<std::string> names;
  for (uint32_t at = places_[place].within; at != kNoPlace; at = places_[at].within) {
    const std::string_view name = label(places_[at]);
    if (places_[at].kind == PlaceKind::kRegion &&
        FindLabel(name, PlaceKind::kDistrict, PlaceKind::kCity) != kNoPlace) {
      continue;
    }
    names.emplace_back(name);
  }
  return names;
}

uint32_t Gazetteer::FindLabel(std::string_view label_text, PlaceKind from, PlaceKind to) const {
  const GazetteerName* name = FindText(label_text);
  if (name == nullptr) return kNoPlace;
  uint32_t best = kNoPlace;
  for (const GazetteerPosting& posting : postings(*name)) {
    const GazetteerPlace& place = places_[posting.place];
    if (place.kind < from || place.kind > to || label(place) != label_text) continue;
    if (best == kNoPlace || place.population > places_[best].population) best = posting.place;
  }
  return best;
}

int Gazetteer::LanguageNumber(std::string_view lang) const {
  for (uint32_t i = 0; i < header_->languages; ++i) {
    if (lang == languages_[i]) return static_cast<int>(i);
  }
  return -1;
}

Gazetteer::DemonymStem Gazetteer::Stem(uint32_t offset) const {
  const std::string_view line = labels_ + offset;
  const size_t tab = std::min(line.find('\t'), line.size());
  const size_t last_tab = std::min(line.rfind('\t'), line.size());
  if (last_tab <= tab) return {line.substr(0, tab), {}, {}};
  return {line.substr(0, tab), line.substr(tab + 1, last_tab - tab - 1), line.substr(last_tab + 1)};
}

bool Gazetteer::DemonymStem::Has(std::string_view lang) const {
  for (size_t at = 0; at < languages.size();) {
    const size_t comma = std::min(languages.find(',', at), languages.size());
    if (languages.substr(at, comma - at) == lang) return true;
    at = comma + 1;
  }
  return false;
}

uint32_t Gazetteer::FindDemonym(std::string_view folded, std::string_view lang) const {
  // Every beginning of `folded` lies before it, among those that start with its first two bytes.
  const uint32_t* end = stems_ + header_->stems;
  const uint32_t* next =
      std::upper_bound(stems_, end, folded,
                       [this](std::string_view word, uint32_t offset) { return word < Stem(offset).stem; });
  while (next != stems_) {
    const DemonymStem stem = Stem(*--next);
    if (stem.stem.substr(0, 2) < folded.substr(0, 2)) break;
    if (folded.substr(0, stem.stem.size()) != stem.stem || !stem.Has(lang)) continue;
    if (stem.country.size() == 2) return Country(stem.country);
    // A whole word.
    if (folded.size() == stem.stem.size()) return Country(stem.country.substr(0, 2));
  }
  return kNoPlace;
}

void Gazetteer::ForEachDemonymStem(std::string_view lang,
                                   const std::function<void(std::string_view)>& visit) const {
  for (uint32_t i = 0; i < header_->stems; ++i) {
    const DemonymStem stem = Stem(stems_[i]);
    if (stem.Has(lang)) visit(stem.stem);
  }
}

}  // namespace newsearch

// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/gazetteer.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "util/hash.h"

namespace newsearch {
namespace {

// The order is the order of the bits.
constexpr std::array<std::string_view, 50> kLanguages = {
    "af", "ar", "az", "be", "bg", "br", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fi", "fr", "fy", "ga", "gd", "gl", "he", "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "ko", "lb",
    "lt", "lv", "mk", "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr",
};
constexpr std::array<std::string_view, 2> kMoreLanguages = {"uk", "zh"};

constexpr size_t kBuckets = size_t{1} << kBucketBits;

}  // namespace

LanguageMask LanguageBit(std::string_view lang) {
  const auto* found = std::find(kLanguages.begin(), kLanguages.end(), lang);
  if (found != kLanguages.end()) return LanguageMask{1} << (found - kLanguages.begin());
  const auto* more = std::find(kMoreLanguages.begin(), kMoreLanguages.end(), lang);
  if (more != kMoreLanguages.end())
    return LanguageMask{1} << (kLanguages.size() + (more - kMoreLanguages.begin()));
  return 0;
}

uint64_t NameHash(std::string_view joined_words) { return StableHash().Add(joined_words).value(); }

Result<Gazetteer> Gazetteer::FromBytes(std::string_view data) {
  const auto bad = [](const char* what) {
    return Status(StatusCode::kCorruption, std::string("gazetteer: ") + what);
  };
  if (data.size() < sizeof(GazetteerHeader)) return bad("shorter than its header");
  Gazetteer gazetteer;
  gazetteer.header_ = reinterpret_cast<const GazetteerHeader*>(data.data());
  const GazetteerHeader& header = *gazetteer.header_;
  if (std::memcmp(header.magic, kGazetteerMagic, sizeof kGazetteerMagic) != 0)
    return bad("of another version");
  const char* at = data.data() + sizeof(GazetteerHeader);
  gazetteer.places_ = reinterpret_cast<const GazetteerPlace*>(at);
  at += sizeof(GazetteerPlace) * header.places;
  gazetteer.postings_ = reinterpret_cast<const GazetteerPosting*>(at);
  at += sizeof(GazetteerPosting) * header.postings;
  gazetteer.names_ = reinterpret_cast<const GazetteerName*>(at);
  at += sizeof(GazetteerName) * header.names;
  gazetteer.buckets_ = reinterpret_cast<const uint32_t*>(at);
  at += sizeof(uint32_t) * (kBuckets + 1);
  gazetteer.labels_ = at;
  at += header.label_bytes;
  if (at != data.data() + data.size()) return bad("its size does not fit its header");
  return gazetteer;
}

const GazetteerName* Gazetteer::Find(uint64_t name_hash) const {
  const size_t bucket = name_hash >> (64 - kBucketBits);
  for (uint32_t i = buckets_[bucket]; i < buckets_[bucket + 1]; ++i) {
    if (names_[i].hash == name_hash) return &names_[i];
  }
  return nullptr;
}

}  // namespace newsearch

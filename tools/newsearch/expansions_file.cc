// SPDX-License-Identifier: GPL-2.0-or-later
#include "expansions_file.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace newsearch::cli {
namespace {

using Json = nlohmann::json;

// One expansion on its way out of JSON: the first thing wrong with it is kept.
class Reader {
 public:
  Reader(const Json& json, std::string place) : json_(json), place_(std::move(place)) {}

  void Text(const char* name, bool required, std::string* target) {
    const Json* member = Find(name, required);
    if (member == nullptr) return;
    if (!member->is_string() || (required && member->get_ref<const std::string&>().empty())) {
      return Reject(name, "is no text");
    }
    *target = member->get<std::string>();
  }

  template <typename Number>
  void Whole(const char* name, bool required, uint64_t least, Number* target) {
    const Json* member = Find(name, required);
    if (member == nullptr) return;
    if (!member->is_number_unsigned() || member->get<uint64_t>() < least ||
        member->get<uint64_t>() > std::numeric_limits<Number>::max()) {
      return Reject(name, "is no whole number from " + std::to_string(least));
    }
    *target = member->get<Number>();
  }

  void Share(const char* name, double* target) {
    const Json* member = Find(name, false);
    if (member == nullptr) return;
    if (!member->is_number() || !(member->get<double>() >= 0 && member->get<double>() <= 1)) {
      return Reject(name, "is no number from 0 to 1");
    }
    *target = member->get<double>();
  }

  const std::string& error() const { return error_; }

 private:
  const Json* Find(const char* name, bool required) {
    const auto found = json_.find(name);
    if (found != json_.end()) return &*found;
    if (required) Reject(name, "is missing");
    return nullptr;
  }

  void Reject(const char* name, const std::string& what) {
    if (error_.empty()) error_ = place_ + "/" + name + ": " + what;
  }

  const Json& json_;
  std::string place_;
  std::string error_;
};

}  // namespace

Result<std::vector<Expansion>> ParseExpansions(const std::string& text, const std::string& name) {
  const auto reject = [&name](const std::string& what) {
    return Status(StatusCode::kBadInput, name + ":" + what);
  };
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const size_t at = std::min<size_t>(error.byte == 0 ? 0 : error.byte - 1, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return reject(std::to_string(line) + ": this is no JSON");
  } catch (const Json::exception&) {
    return reject(" a number is too large");
  }
  std::string place;
  if (json.is_object() && json.contains("expansions")) {
    Json list = std::move(json["expansions"]);
    json = std::move(list);
    place = "/expansions";
  }
  if (!json.is_array())
    return reject(" " + (place.empty() ? "/" : place) + ": there is no list of expansions");
  std::vector<Expansion> expansions;
  for (const Json& entry : json) {
    const std::string here = place + "/" + std::to_string(expansions.size());
    if (!entry.is_object()) return reject(" " + here + ": this is no object");
    Reader reader(entry, here);
    Expansion& expansion = expansions.emplace_back();
    expansion.source = "given";
    reader.Whole("offset", true, 0, &expansion.offset);
    reader.Whole("words", false, 1, &expansion.words);
    reader.Text("lang", true, &expansion.lang);
    reader.Text("text", true, &expansion.text);
    reader.Share("weight", &expansion.weight);
    reader.Text("source", false, &expansion.source);
    if (!reader.error().empty()) return reject(" " + reader.error());
  }
  return expansions;
}

}  // namespace newsearch::cli

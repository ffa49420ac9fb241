// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/vocabulary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

#include "index/file_section.h"
#include "index/sidecar_file.h"
#include "text/plain_cjk.h"
#include "text/word_classes.h"
#include "util/base128.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// The file: a header, then for each language a table of its sections, then the sections. Numbers are those of
// the machine; the mark at the front tells another one.
constexpr uint64_t kMagic = 0x3330'4243'4F56'534E;  // "NSVOCB03" on a machine that stores the low byte first
constexpr size_t kMaxLangBytes = 8;
constexpr size_t kSectionCount = 7;

struct Header {
  uint64_t magic = kMagic;
  uint32_t languages = 0;
  uint32_t forms = 0;  // loose forms of all languages
  uint64_t size = 0;   // of the file
  LooseFormSections loose_forms;
};

struct LanguageHeader {
  char lang[kMaxLangBytes] = {};
  uint32_t words = 0;
  uint32_t forms = 0;  // loose forms of this language; 0 if it is the only one
  FileSection sections[kSectionCount];
  LooseFormSections loose_forms;
};
static_assert(sizeof(Header) == 72 && sizeof(LanguageHeader) == 176);

constexpr size_t kBlockWords = 8;
// Characters of an n-gram; fewer where words are short.
constexpr size_t kGramChars = 5;
constexpr size_t kShortGramChars = 4;

// Whether words with this letter are short: Hebrew and Arabic leave most vowels out; words of Thai, Lao,
// Khmer and Myanmar are the syllables or two that their dictionaries know.
bool IsOfShortWords(char32_t c) {
  return (c >= 0x0590 && c <= 0x08FF) || (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
         (c >= 0x1780 && c <= 0x17FF);
}

// The upper byte of a class number in keys_ is the likeness, in steps of 1/255.
constexpr uint32_t kClassBits = 24;
constexpr uint32_t kMaxClasses = 1u << kClassBits;

// Of a word outside of the vocabulary and the words whose form it seems to be.
constexpr float kLearnedLikeness = 0.9F;

uint32_t HashOf(std::string_view text) { return static_cast<uint32_t>(StableHash().Add(text).value()); }

// The hashes of the n-grams of `loose` with a mark at its start, each once; none of a word that is too short.
// Those of a pair of characters of Han, kana or Hangul are its characters.
void GramsOf(std::string_view loose, std::vector<uint32_t>* grams) {
  grams->clear();
  std::string marked("_");
  marked.append(loose);
  std::vector<size_t> starts;
  bool plain_cjk = true;
  size_t gram_chars = kGramChars;
  for (size_t i = 0; i < marked.size();) {
    const Utf8Step decoded = DecodeUtf8(marked, i);
    plain_cjk &= i == 0 || IsPlainCjk(decoded.code_point);
    if (IsOfShortWords(decoded.code_point)) gram_chars = kShortGramChars;
    starts.push_back(i);
    i += decoded.length;
  }
  starts.push_back(marked.size());
  const size_t chars = starts.size() - 1;
  const auto add = [&](size_t first, size_t count) {
    grams->push_back(
        HashOf(std::string_view(marked).substr(starts[first], starts[first + count] - starts[first])));
  };
  if (plain_cjk && chars == 3) {
    add(1, 1);
    add(2, 1);
  } else {
    for (size_t i = 0; i + gram_chars <= chars; ++i) add(i, gram_chars);
  }
  std::sort(grams->begin(), grams->end());
  grams->erase(std::unique(grams->begin(), grams->end()), grams->end());
}

// Lists of n-grams share buckets; a byte of the hash at the front of each list tells them apart.
size_t BucketCount(size_t words) { return std::bit_ceil(std::max<size_t>(words / 2, 16)); }
char CheckOf(uint32_t gram) { return static_cast<char>(gram >> 24); }

// Languages whose words are made of letters with endings, and no stemmer to take them off.
bool LearnsClasses(std::string_view lang) { return lang != "und" && !HasStemmer(lang); }

// One language on its way into bytes.
class LanguageBuilder {
 public:
  explicit LanguageBuilder(const Vocabulary::Words& input) : input_(input), filter_(input.lang) {
    MakeClasses();
  }

  LanguageHeader Write(std::string* out) const {
    LanguageHeader header;
    input_.lang.copy(header.lang, kMaxLangBytes);
    header.words = static_cast<uint32_t>(order_.size());
    size_t section = 0;
    const auto add = [&](const auto& entries) { header.sections[section++] = AppendSection(entries, out); };
    std::vector<uint32_t> blocks;
    const std::string text = FrontCode(&blocks);
    add(blocks);
    add(text);
    add(class_starts_);
    add(keys_);
    std::vector<uint32_t> starts;
    const std::string words = GramWords(&starts);
    add(starts);
    add(words);
    add(pairs_);
    return header;
  }

 private:
  struct Entry {
    uint32_t hash;
    uint32_t target;  // class and likeness
  };

  // Words with the same key are a class; keys that were learned to be forms of one word are one class.
  void MakeClasses() {
    const size_t count = std::min<size_t>(input_.words.size(), kMaxClasses - 1);
    std::vector<std::string> keys(count);
    for (size_t i = 0; i < count; ++i) keys[i] = filter_.Key(input_.words[i].word);
    std::vector<uint32_t> by_key(count);
    std::iota(by_key.begin(), by_key.end(), 0);
    std::stable_sort(by_key.begin(), by_key.end(), [&](uint32_t a, uint32_t b) { return keys[a] < keys[b]; });
    std::vector<std::string_view> distinct;
    std::vector<uint32_t> key_of(count);
    for (uint32_t word : by_key) {
      if (distinct.empty() || distinct.back() != keys[word]) distinct.emplace_back(keys[word]);
      key_of[word] = static_cast<uint32_t>(distinct.size() - 1);
    }
    std::vector<uint32_t> head(distinct.size());
    if (LearnsClasses(input_.lang)) {
      WordClasses learned = LearnWordClasses(distinct);
      head = std::move(learned.class_of);
      pairs_ = learned.pairs.Serialize();
    } else {
      std::iota(head.begin(), head.end(), 0);
    }
    // Numbers of words go by class, then by the word.
    order_.resize(count);
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](uint32_t a, uint32_t b) { return head[key_of[a]] < head[key_of[b]]; });
    std::vector<Entry> entries;
    std::vector<WordKey> others;
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t word = order_[i];
      if (i == 0 || head[key_of[word]] != head[key_of[order_[i - 1]]]) class_starts_.push_back(i);
      const auto class_number = static_cast<uint32_t>(class_starts_.size() - 1);
      AddKey(keys[word], 1, class_number, &entries);
      others.clear();
      filter_.AppendOtherKeys(input_.words[word].word, &others);
      for (const WordKey& other : others) AddKey(other.key, other.likeness, class_number, &entries);
    }
    class_starts_.push_back(static_cast<uint32_t>(count));
    // Of one key and class, the greatest likeness.
    const auto class_of = [](const Entry& entry) { return entry.target & (kMaxClasses - 1); };
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
      if (a.hash != b.hash) return a.hash < b.hash;
      return class_of(a) != class_of(b) ? class_of(a) < class_of(b) : a.target > b.target;
    });
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i > 0 && entries[i].hash == entries[i - 1].hash &&
          class_of(entries[i]) == class_of(entries[i - 1])) {
        continue;
      }
      keys_.push_back(entries[i].hash);
      keys_.push_back(entries[i].target);
    }
  }

  static void AddKey(std::string_view key, double likeness, uint32_t class_number,
                     std::vector<Entry>* entries) {
    const auto steps = static_cast<uint32_t>(std::lround(std::clamp(likeness, 0.0, 1.0) * 255));
    entries->push_back({HashOf(key), class_number | steps << kClassBits});
  }

  const std::string& WordAt(size_t i) const { return input_.words[order_[i]].word; }

  std::string FrontCode(std::vector<uint32_t>* blocks) const {
    std::string text;
    for (size_t i = 0; i < order_.size(); ++i) {
      const std::string& word = WordAt(i);
      size_t shared = 0;
      if (i % kBlockWords == 0) {
        blocks->push_back(static_cast<uint32_t>(text.size()));
      } else {
        const std::string& before = WordAt(i - 1);
        while (shared < word.size() && shared < before.size() && word[shared] == before[shared]) ++shared;
      }
      AppendNumber(shared, &text);
      AppendNumber(word.size() - shared, &text);
      text.append(word, shared);
      const std::vector<WordPosting>& postings = input_.words[order_[i]].postings;
      AppendNumber(postings.size(), &text);
      uint32_t before_doc = 0;
      for (const WordPosting& posting : postings) {
        AppendNumber(posting.doc - before_doc, &text);
        AppendNumber(posting.wdf, &text);
        before_doc = posting.doc;
      }
    }
    return text;
  }

  std::string GramWords(std::vector<uint32_t>* starts) const {
    const size_t buckets = BucketCount(order_.size());
    // N-grams that a look-up does not tell apart have one list: each finds all of its words.
    struct Pair {
      uint32_t bucket;
      char check;
      uint32_t word;
      auto operator<=>(const Pair&) const = default;
    };
    std::vector<Pair> pairs;
    std::vector<uint32_t> grams;
    for (uint32_t i = 0; i < order_.size(); ++i) {
      GramsOf(LooseForm(WordAt(i)), &grams);
      for (uint32_t gram : grams)
        pairs.push_back({static_cast<uint32_t>(gram & (buckets - 1)), CheckOf(gram), i});
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    std::string words;
    size_t at = 0;
    for (uint32_t bucket = 0; bucket < buckets; ++bucket) {
      starts->push_back(static_cast<uint32_t>(words.size()));
      while (at < pairs.size() && pairs[at].bucket == bucket) {
        const char check = pairs[at].check;
        size_t end = at;
        while (end < pairs.size() && pairs[end].bucket == bucket && pairs[end].check == check) ++end;
        words.push_back(check);
        AppendNumber(end - at, &words);
        uint32_t before = 0;
        for (; at < end; ++at) {
          AppendNumber(pairs[at].word - before, &words);
          before = pairs[at].word;
        }
      }
    }
    starts->push_back(static_cast<uint32_t>(words.size()));
    return words;
  }

  const Vocabulary::Words& input_;
  TermFilter filter_;
  std::vector<uint32_t> order_;  // numbers of input words, in the order of the vocabulary
  std::vector<uint32_t> class_starts_;
  std::vector<uint32_t> keys_;
  std::string pairs_;
};

// Appends the sections of the loose forms and notes them in the headers.
void WriteLooseForms(const std::vector<Vocabulary::Words>& languages, Header* header,
                     std::vector<LanguageHeader>* headers, std::string* out) {
  LooseFormsBuilder builder;
  for (const Vocabulary::Words& language : languages) {
    std::vector<CountedWord> words;
    for (size_t i = 0; i < language.words.size(); ++i) {
      const VocabularyEntry& entry = language.words[i];
      const auto postings = static_cast<uint32_t>(entry.postings.size());
      const uint32_t documents = i < language.documents.size() ? language.documents[i] : postings;
      words.push_back({entry.word, documents, entry.postings});
    }
    builder.AddLanguage(std::move(words));
  }
  std::vector<LooseFormsBuilder::Written> of_languages;
  const LooseFormsBuilder::Written of_all = builder.Write(out, &of_languages);
  header->forms = of_all.count;
  header->loose_forms = of_all.sections;
  for (size_t i = 0; i < headers->size(); ++i) {
    (*headers)[i].forms = of_languages[i].count;
    (*headers)[i].loose_forms = of_languages[i].sections;
  }
}

}  // namespace

VocabularyEntry LanguageVocabulary::Entry(uint32_t word) const {
  const size_t block = word / kBlockWords;
  if (word >= word_count_ || block >= blocks_.size()) return {};
  size_t at = blocks_[block];
  VocabularyEntry entry;
  for (size_t i = 0; i <= word % kBlockWords; ++i) {
    uint32_t shared = 0;
    uint32_t size = 0;
    uint32_t count = 0;
    if (!TakeNumber(text_, &at, &shared) || !TakeNumber(text_, &at, &size)) return {};
    if (shared > entry.word.size() || size > text_.size() - at) return {};
    entry.word.resize(shared);
    entry.word.append(text_.data() + at, size);
    at += size;
    if (!TakeNumber(text_, &at, &count) || count > kMaxStoredPostings) return {};
    entry.postings.clear();
    uint32_t doc = 0;
    for (uint32_t posting = 0; posting < count; ++posting) {
      uint32_t difference = 0;
      uint32_t wdf = 0;
      if (!TakeNumber(text_, &at, &difference) || !TakeNumber(text_, &at, &wdf)) return {};
      doc += difference;
      entry.postings.push_back({doc, wdf});
    }
  }
  return entry;
}

// Whether a word of the class is found under `key`, and not only under one with the same hash.
bool LanguageVocabulary::HasKey(uint32_t class_number, std::string_view key, TermFilter* filter) const {
  if (class_number + size_t{1} >= class_starts_.size()) return false;
  const uint32_t end = std::min(class_starts_[class_number + 1], word_count_);
  std::vector<WordKey> others;
  for (uint32_t number = class_starts_[class_number]; number < end; ++number) {
    const std::string word = Word(number);
    if (filter->Key(word) == key) return true;
    others.clear();
    filter->AppendOtherKeys(word, &others);
    for (const WordKey& other : others) {
      if (other.key == key) return true;
    }
  }
  return false;
}

// Classes with a key, with their likeness times `likeness`.
void LanguageVocabulary::AppendClasses(std::string_view key, double likeness, TermFilter* filter,
                                       std::vector<LikeWord>* classes) const {
  const uint32_t hash = HashOf(key);
  const size_t entries = keys_.size() / 2;
  size_t low = 0;
  size_t high = entries;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (keys_[2 * middle] < hash) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < entries && keys_[2 * low] == hash; ++low) {
    const uint32_t target = keys_[2 * low + 1];
    const double both = likeness * (target >> kClassBits) / 255;
    if (!HasKey(target & (kMaxClasses - 1), key, filter)) continue;
    classes->push_back({target & (kMaxClasses - 1), static_cast<float>(both)});
  }
}

std::vector<LikeWord> LanguageVocabulary::FormsOf(std::string_view folded, TermFilter* filter) const {
  std::vector<WordKey> keys = {{filter->Key(folded), 1}};
  filter->AppendOtherKeys(folded, &keys);
  std::vector<LikeWord> classes;
  for (const WordKey& key : keys) AppendClasses(key.key, key.likeness, filter, &classes);
  if (classes.empty() && !pairs_.pairs().empty()) {
    const std::optional<uint32_t> learned =
        pairs_.ClassOf(keys.front().key, [&](std::string_view word) -> std::optional<uint32_t> {
          std::vector<LikeWord> found;
          AppendClasses(word, 1, filter, &found);
          if (found.empty()) return std::nullopt;
          return found.front().word;
        });
    if (learned) classes.push_back({*learned, kLearnedLikeness});
  }
  std::sort(classes.begin(), classes.end(), [](const LikeWord& a, const LikeWord& b) {
    return a.word != b.word ? a.word < b.word : a.likeness > b.likeness;
  });
  std::vector<LikeWord> words;
  uint32_t before = UINT32_MAX;
  for (const LikeWord& found : classes) {
    if (found.word == before || found.word + size_t{1} >= class_starts_.size()) continue;
    before = found.word;
    const uint32_t end = std::min(class_starts_[found.word + 1], word_count_);
    for (uint32_t word = class_starts_[found.word]; word < end; ++word) {
      words.push_back({word, found.likeness});
    }
  }
  return words;
}

std::vector<LikeWord> LanguageVocabulary::SimilarTo(std::string_view loose, const SimilarityOptions& options,
                                                    SimilarityScratch* scratch) const {
  if (gram_starts_.size() < 2) return {};
  const size_t buckets = gram_starts_.size() - 1;
  std::vector<uint32_t> grams;
  GramsOf(loose, &grams);
  if (grams.size() < 2) return {};  // similar would be the same
  if (scratch->shares.size() < word_count_) scratch->shares.resize(word_count_);
  std::vector<float>& shares = scratch->shares;
  double all = 0;
  for (uint32_t gram : grams) {
    const size_t bucket = gram & (buckets - 1);
    const size_t end = std::min<size_t>(gram_starts_[bucket + 1], gram_words_.size());
    size_t at = std::min<size_t>(gram_starts_[bucket], end);
    const View<char> words = gram_words_.first(end);
    bool found = false;
    uint32_t count = 0;
    while (at < end && !found) {
      found = words[at++] == CheckOf(gram);
      if (!TakeNumber(words, &at, &count)) break;
      for (uint32_t skipped = 0; !found && skipped < count && at < end; ++at) {
        skipped += (static_cast<unsigned char>(words[at]) & 0x80) == 0;
      }
    }
    if (!found) count = 0;
    const auto weight = static_cast<float>(std::log(1 + word_count_ / (1.0 + count)));
    all += weight;
    uint32_t word = 0;
    for (uint32_t difference = 0; count > 0 && TakeNumber(words, &at, &difference); --count) {
      word += difference;
      if (word >= word_count_) break;
      if (shares[word] == 0) scratch->touched.push_back(word);
      shares[word] += weight;
    }
  }
  std::vector<LikeWord> similar;
  similar.reserve(scratch->touched.size());  // before the scratch is cleared: no failure may leave half of it
  const auto least = static_cast<float>(options.min_likeness * all);
  for (uint32_t word : scratch->touched) {
    if (shares[word] >= least)
      similar.push_back({word, std::min(1.0F, static_cast<float>(shares[word] / all))});
    shares[word] = 0;
  }
  scratch->touched.clear();
  const auto comes_first = [](const LikeWord& a, const LikeWord& b) {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.word < b.word;
  };
  const size_t count = std::min(similar.size(), options.max_words);
  std::partial_sort(similar.begin(), similar.begin() + static_cast<ptrdiff_t>(count), similar.end(),
                    comes_first);
  similar.resize(count);
  return similar;
}

std::string Vocabulary::Build(const std::vector<Words>& languages) {
  std::string bytes(sizeof(Header) + languages.size() * sizeof(LanguageHeader), '\0');
  std::vector<LanguageHeader> headers;
  for (const Words& words : languages) headers.push_back(LanguageBuilder(words).Write(&bytes));
  Header header;
  WriteLooseForms(languages, &header, &headers, &bytes);
  header.languages = static_cast<uint32_t>(languages.size());
  header.size = bytes.size();
  std::memcpy(bytes.data(), &header, sizeof header);
  if (!headers.empty()) {
    std::memcpy(bytes.data() + sizeof header, headers.data(), headers.size() * sizeof(LanguageHeader));
  }
  return bytes;
}

size_t Vocabulary::NumberOf(std::string_view lang) const {
  const auto found =
      std::find_if(languages_.begin(), languages_.end(),
                   [&](const LanguageVocabulary& language) { return language.lang() == lang; });
  return static_cast<size_t>(found - languages_.begin());
}

Result<Vocabulary> Vocabulary::Read(std::string_view bytes, std::shared_ptr<const void> owner,
                                    const std::string& name) {
  const auto damaged = [&name](const char* what) {
    return Status(StatusCode::kCorruption, "vocabulary " + name + " is damaged: " + what);
  };
  Header header;
  if (bytes.size() < sizeof header) return damaged("it is too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kMagic) {
    return Status(StatusCode::kVersionMismatch, name + " is no vocabulary that this newsearch reads");
  }
  if (header.size != bytes.size()) return damaged("it has another size than it says");
  if (header.languages > (bytes.size() - sizeof header) / sizeof(LanguageHeader)) {
    return damaged("it is too short for its languages");
  }
  Vocabulary vocabulary;
  vocabulary.owner_ = std::move(owner);
  for (uint32_t i = 0; i < header.languages; ++i) {
    LanguageHeader row;
    std::memcpy(&row, bytes.data() + sizeof header + i * sizeof row, sizeof row);
    LanguageVocabulary language;
    language.lang_.assign(row.lang, strnlen(row.lang, kMaxLangBytes));
    language.word_count_ = row.words;
    size_t next = 0;
    bool whole = true;
    const auto take = [&](auto* view) { whole &= TakeSection(bytes, row.sections[next++], view); };
    take(&language.blocks_);
    take(&language.text_);
    take(&language.class_starts_);
    take(&language.keys_);
    take(&language.gram_starts_);
    take(&language.gram_words_);
    std::span<const char> pairs;
    take(&pairs);
    if (!whole) return damaged("a table lies outside of it");
    // Else memory was asked for on the word of a damaged number.
    if (language.word_count_ > language.blocks_.size() * kBlockWords) return damaged("it lacks words");
    if (language.gram_starts_.size() > 1 && !std::has_single_bit(language.gram_starts_.size() - 1)) {
      return damaged("its table of n-grams has no power of two");
    }
    if (!pairs.empty()) {
      std::optional<SuffixPairs> parsed = SuffixPairs::Parse({pairs.data(), pairs.size()});
      if (!parsed) return damaged("its pairs of endings cannot be read");
      language.pairs_ = std::move(*parsed);
    }
    vocabulary.languages_.push_back(std::move(language));
    if (!vocabulary.language_forms_.emplace_back().Read(bytes, row.loose_forms, row.forms)) {
      return damaged("its forms of a language do not fit together");
    }
  }
  if (!vocabulary.loose_forms_.Read(bytes, header.loose_forms, header.forms)) {
    return damaged("its forms do not fit together");
  }
  return vocabulary;
}

Result<Vocabulary> Vocabulary::Open(const std::string& path) {
  Result<MappedFile> file = MapFile(path, "vocabulary");
  if (!file.ok()) return file.status();
  return Read(file->bytes, std::move(file->owner), path);
}

}  // namespace newsearch

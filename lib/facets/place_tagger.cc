// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_tagger.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "facets/facets_words.h"
#include "text/char_class.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "text/stop_words.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Scores are in powers of ten of population: a city of 50,000 passes without any help, a hamlet needs a
// country beside it.
constexpr double kAccept = 4.7;
constexpr double kAcceptAgain = 3;  // for further mentions of a city that passed
constexpr double kCountryBase = 6;
constexpr double kLeadWord = 1.5;     // "in", "nach"
constexpr double kPlaceCue = 2.5;     // "city of"
constexpr double kCountryBeside = 4;  // "Bled, Slovenia"
constexpr double kOtherCountryBeside = -3;
constexpr double kCountryInArticle = 1.5;
constexpr double kKnownInArchive = 2;
constexpr double kCountryOfArchive = 0.7;  // times the share of articles
constexpr double kCountryOfLanguage = 0.7;
constexpr double kListed = 0.8;         // beside another place
constexpr double kStartsSentence = -1;  // where every word has a capital: for small places and ordinary words
constexpr uint32_t kWellKnown = 50000;  // people
constexpr uint32_t kKnownToAll = 500000;
constexpr double kNumberBehind = -4;    // "Halle 7"
constexpr double kOrdinaryWord = -1.2;  // the name is a word of the article's language
constexpr double kOrdinaryNoun = -2;    // and its capital says nothing
constexpr double kOrdinaryWordOfKnownCity = -1;
constexpr double kOtherLanguage = -2;
constexpr double kDistrict = -0.5;
constexpr double kNameBefore = -2.5;     // a capitalised word in front: "Paris" in "Miss Paris"
constexpr double kFirstWordBefore = -1;  // the same at the start of a sentence, where any word has a capital
constexpr double kNameBehind = -2;       // "Sofia Bergman"
constexpr double kPersonTitle = -3;
constexpr double kHyphened = -3.5;  // "Baden-Württemberg"
constexpr double kCapitals = -1.5;
constexpr size_t kMaxAcronymBytes = 8;   // "U.S.A.", "США"
constexpr size_t kShoutingSample = 400;  // bytes that tell whether a text is all capitals
constexpr double kDoubtful = -0.9;       // a context that what the archive knows does not make up for
constexpr double kTitleCaseShare = 0.4;  // of the penalties for neighbours where every word has a capital

bool IsCapitalised(std::string_view text) {
  const char32_t first = DecodeUtf8(text, 0).code_point;
  return IsLetter(first) && !IsLower(first);
}

bool IsAllCapitals(std::string_view text) {
  bool upper = false;
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    if (IsLower(step.code_point)) return false;
    upper |= IsUpper(step.code_point);
    i += step.length;
  }
  return upper;
}

// A chunk between blanks that is an address: names in it are no places.
bool IsAddress(std::string_view chunk) {
  if (chunk.find("://") != std::string_view::npos || chunk.find("www.") != std::string_view::npos)
    return true;
  const size_t at = chunk.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < chunk.size();
}

struct TextWord {
  std::string form;  // folded
  size_t begin = 0;  // bytes of the piece
  size_t end = 0;
  bool capitalised = false;
  bool in_address = false;
  bool is_gram = false;
};

// The words of a piece with what lies between them.
struct PieceWords {
  std::string_view text;
  std::vector<TextWord> words;
  bool title_case = false;

  std::string_view Gap(size_t before) const {
    const size_t begin = before == 0 ? 0 : words[before - 1].end;
    const size_t end = before == words.size() ? text.size() : words[before].begin;
    return text.substr(begin, end - begin);
  }
  std::string_view Written(size_t word) const {
    return text.substr(words[word].begin, words[word].end - words[word].begin);
  }
  bool Adjacent(size_t before) const { return before > 0 && before < words.size() && Gap(before) == " "; }
};

PieceWords SplitPiece(const Tokenizer& tokenizer, const TextPiece& piece) {
  PieceWords out;
  out.text = piece.text;
  std::vector<Word> words;
  tokenizer.Tokenize(piece.text, 0, &words);
  size_t capitalised = 0;
  size_t long_words = 0;
  size_t chunk_end = 0;
  bool chunk_is_address = false;
  for (const Word& word : words) {
    TextWord text_word;
    text_word.form = FoldMarks(word.folded);
    text_word.begin = word.begin;
    text_word.end = word.end;
    text_word.is_gram = word.is_gram;
    if (word.begin >= chunk_end) {
      const size_t blank = piece.text.find_last_of(" \t\n", word.begin);
      const size_t chunk_begin = blank == std::string_view::npos ? 0 : blank + 1;
      chunk_end = std::min(piece.text.find_first_of(" \t\n", word.begin), piece.text.size());
      chunk_is_address = IsAddress(piece.text.substr(chunk_begin, chunk_end - chunk_begin));
    }
    text_word.in_address = chunk_is_address;
    const std::string_view written = piece.text.substr(word.begin, word.end - word.begin);
    text_word.capitalised = IsCapitalised(written);
    if (written.size() >= 4) {
      ++long_words;
      capitalised += text_word.capitalised;
    }
    out.words.push_back(std::move(text_word));
  }
  // In a sentence of names every word has a capital too.
  out.title_case = piece.is_title && long_words >= 3 && capitalised * 10 >= long_words * 6;
  return out;
}

struct Mention {
  size_t piece = 0;
  size_t first = 0;  // words [first, last)
  size_t last = 0;
  const GazetteerName* name = nullptr;
};

struct Sense {
  uint32_t place = 0;
  double score = 0;
};

// What may stand between the words of one name, and between a name and its country.
bool JoinsName(std::string_view gap) {
  return gap == " " || gap == "-" || gap == "'" || gap == "\u2019" || gap == ". " || gap == "\u00A0" ||
         gap == "\u2010";
}

bool JoinsCountry(std::string_view gap) {
  return gap == ", " || gap == " (" || gap == " - " || gap == " \u2013 " || gap == ",\u00A0" ||
         gap == " / " || gap == "/" || gap == "," || gap == " , ";
}

class ArticleTagger {
 public:
  ArticleTagger(const Gazetteer& gazetteer, const Tokenizer& tokenizer, const ArticleText& article,
                const ArchivePlaces* archive)
      : gazetteer_(gazetteer),
        article_(article),
        archive_(archive),
        words_(PlaceWords()),
        stop_words_(StopWords(article.lang)),
        lang_bit_(LanguageBit(article.lang)) {
    // English is written everywhere.
    if (article.lang != "en") home_ = LikelyRegion(article.lang);
    for (const TextPiece& piece : article.pieces) pieces_.push_back(SplitPiece(tokenizer, piece));
  }

  TaggedPlaces Run() {
    FindMentions();
    FindCountries();
    FindCities();
    return std::move(result_);
  }

 private:
  // Whether `word` is of this kind in the article's language; of no known language, in any.
  bool Is(std::string_view kind, std::string_view word) const {
    return words_.Has(kind, word, lang_bit_ != 0 ? std::string_view(article_.lang) : std::string_view());
  }

  void FindMentions() {
    for (size_t p = 0; p < pieces_.size(); ++p) {
      const PieceWords& piece = pieces_[p];
      for (size_t i = 0; i < piece.words.size();) {
        const Mention mention = LongestName(p, i);
        if (mention.name == nullptr) {
          ++i;
          continue;
        }
        mentions_.push_back(mention);
        i = mention.last;
      }
    }
    for (size_t m = 0; m < mentions_.size(); ++m)
      by_first_word_[{mentions_[m].piece, mentions_[m].first}] = m;
    for (size_t m = 0; m < mentions_.size(); ++m) by_last_word_[{mentions_[m].piece, mentions_[m].last}] = m;
  }

  Mention LongestName(size_t p, size_t i) const {
    Mention best;
    const PieceWords& piece = pieces_[p];
    if (!piece.words[i].capitalised || piece.words[i].in_address) return best;
    if (Is("never", piece.words[i].form)) return best;
    std::string joined = piece.words[i].form;
    const GazetteerName* first = gazetteer_.Find(NameHash(joined));
    if (first == nullptr) return best;
    const size_t limit = std::min(piece.words.size(), i + first->max_words);
    for (size_t end = i + 1;; ++end) {
      const GazetteerName* name = end == i + 1 ? first : gazetteer_.Find(NameHash(joined));
      // Names of several words end with a capital too: "Isle of Man".
      if (name != nullptr && name->postings > 0 && (piece.words[end - 1].capitalised || end == i + 1)) {
        best = {p, i, end, name};
      }
      const bool joins =
          end < limit && (JoinsName(piece.Gap(end)) ||
                          (piece.words[end].is_gram && piece.words[end].begin < piece.words[end - 1].end));
      if (!joins) return best;
      joined.append(" ").append(piece.words[end].form);
    }
  }

  bool HasLead(const PieceWords& piece, size_t first, std::string_view kind, size_t words) const {
    if (first < words) return false;
    std::string phrase;
    for (size_t i = first - words; i < first; ++i) {
      if (i > first - words && !JoinsName(piece.Gap(i))) return false;
      if (!phrase.empty()) phrase.push_back(' ');
      phrase.append(piece.words[i].form);
    }
    const std::string_view gap = piece.Gap(first);
    if (gap != " " && gap != "\u00A0" && gap != "'" && gap != "\u2019") return false;
    return Is(kind, phrase);
  }

  bool StartsSentence(const PieceWords& piece, size_t word) const {
    if (word == 0) return true;
    const std::string_view gap = piece.Gap(word);
    // "Dr. Fuji" goes on with the sentence.
    if (gap == ". " && Is("title", piece.words[word - 1].form)) return false;
    return gap.find_first_of(".!?:") != std::string_view::npos ||
           gap.find("\u201C") != std::string_view::npos || gap.find("\u201E") != std::string_view::npos;
  }

  // Everything about a mention that does not depend on which place it is.
  double Context(const Mention& mention) const {
    const PieceWords& piece = pieces_[mention.piece];
    const size_t first = mention.first;
    const size_t last = mention.last;
    double score = 0;
    const bool lead = HasLead(piece, first, "in", 1);
    const bool cue = HasLead(piece, first, "of", 1) || HasLead(piece, first, "of", 2) ||
                     HasLead(piece, first, "of", 3) ||
                     (piece.Adjacent(last) && Is("after", piece.words[last].form));
    double neighbours = 0;
    bool person = false;
    if (first > 0 && piece.Gap(first) == ". " && Is("title", piece.words[first - 1].form)) person = true;
    if (last < piece.words.size() && piece.Adjacent(last) && piece.words[last].capitalised &&
        Is("institution", piece.words[last].form)) {
      person = true;  // or an institution: "Paris Hilton", "London Bank"
    }
    if (piece.Adjacent(first)) {
      const TextWord& before = piece.words[first - 1];
      const bool before_is_place = IsCountryName(by_last_word_, {mention.piece, first});
      const bool part = Is("part", before.form);
      const bool behind_name = first >= 2 && piece.Adjacent(first - 1) &&
                               piece.words[first - 2].capitalised && !StartsSentence(piece, first - 2);
      if ((Is("title", before.form) && before.capitalised) || (part && (before.capitalised || behind_name))) {
        person = true;
      } else if (before.capitalised && !before_is_place && !lead && !cue &&
                 stop_words_.count(before.form) == 0) {
        neighbours += StartsSentence(piece, first - 1) ? kFirstWordBefore : kNameBefore;
      }
    }
    if (piece.Adjacent(last) && piece.words[last].capitalised && !lead && !cue &&
        !IsCountryName(by_first_word_, {mention.piece, last})) {
      neighbours += kNameBehind;
    }
    if (NumberBehind(piece, last)) neighbours += kNumberBehind;
    score += piece.title_case ? neighbours * kTitleCaseShare : neighbours;
    if (person) score += kPersonTitle;
    if (cue) {
      score += kPlaceCue;
    } else if (lead && !person) {
      score += kLeadWord;
    }
    if (Hyphened(mention)) score += kHyphened;
    if (Listed(mention)) score += kListed;
    if (Dateline(mention)) {
      score += kLeadWord;
    } else if (IsAllCapitals(Written(mention)) && !IsAllCapitals(Utf8Prefix(piece.text, kShoutingSample))) {
      score += kCapitals;
    }
    return score;
  }

  using MentionIndex = std::map<std::pair<size_t, size_t>, size_t>;

  // Whether the name there can be a country's: "Bled Slovenia", unlike "Florence Berger", is no person.
  bool IsCountryName(const MentionIndex& index, std::pair<size_t, size_t> at) const {
    const auto found = index.find(at);
    if (found == index.end()) return false;
    const auto postings = gazetteer_.postings(*mentions_[found->second].name);
    return std::any_of(postings.begin(), postings.end(), [this](const GazetteerPosting& posting) {
      return gazetteer_.place(posting.place).kind == PlaceKind::kCountry;
    });
  }

  bool OpensSentence(const Mention& mention) const {
    return mention.last == mention.first + 1 && StartsSentence(pieces_[mention.piece], mention.first) &&
           !Listed(mention);
  }

  // A hall, a room, a version: "Halle 7". Years follow places in titles.
  static bool NumberBehind(const PieceWords& piece, size_t last) {
    if (!piece.Adjacent(last)) return false;
    const std::string_view next = piece.Written(last);
    return next.size() <= 2 && next.find_first_not_of("0123456789") == std::string_view::npos;
  }

  // "LONDON (Reuters) - ", "PARIS, May 3 -": capitals at the front of a text say where it was written.
  bool Dateline(const Mention& mention) const {
    const PieceWords& piece = pieces_[mention.piece];
    if (mention.first != 0 || mention.last >= piece.words.size() || !IsAllCapitals(Written(mention)))
      return false;
    const std::string_view gap = piece.Gap(mention.last);
    return gap == " (" || gap == ", " || gap == " - " || gap == " \u2013 " || gap == " \u2014 " ||
           gap == ": ";
  }

  // Half of a double name that is no place itself.
  bool Hyphened(const Mention& mention) const {
    const PieceWords& piece = pieces_[mention.piece];
    const auto hyphen = [](std::string_view gap) { return gap == "-" || gap == "\u2010" || gap == "\u2011"; };
    if (mention.last < piece.words.size() && hyphen(piece.Gap(mention.last)) &&
        piece.words[mention.last].capitalised && by_first_word_.count({mention.piece, mention.last}) == 0) {
      return true;
    }
    return mention.first > 0 && hyphen(piece.Gap(mention.first)) &&
           by_last_word_.count({mention.piece, mention.first}) == 0;
  }

  bool Listed(const Mention& mention) const {
    const PieceWords& piece = pieces_[mention.piece];
    const auto lists = [](std::string_view gap) {
      return gap == ", " || gap == " & " || gap == "/" || gap == "-" || gap == " \u2013 ";
    };
    if (mention.last < piece.words.size() && lists(piece.Gap(mention.last)) &&
        by_first_word_.count({mention.piece, mention.last}) != 0) {
      return true;
    }
    return mention.first > 0 && lists(piece.Gap(mention.first)) &&
           by_last_word_.count({mention.piece, mention.first}) != 0;
  }

  std::string_view Written(const Mention& mention) const {
    const PieceWords& piece = pieces_[mention.piece];
    const size_t begin = piece.words[mention.first].begin;
    return piece.text.substr(begin, piece.words[mention.last - 1].end - begin);
  }

  double LanguageFit(const GazetteerPosting& posting) const {
    if (lang_bit_ == 0 || (posting.languages & (lang_bit_ | kAnyLanguage)) != 0) return 0;
    return kOtherLanguage;
  }

  bool WrittenAsRequired(const GazetteerPosting& posting, const Mention& mention) const {
    return (posting.languages & kCapitalsOnly) == 0 || IsAllCapitals(Written(mention));
  }

  void FindCountries() {
    for (size_t m = 0; m < mentions_.size(); ++m) {
      const double context = contexts_.emplace_back(Context(mentions_[m]));
      for (const GazetteerPosting& posting : gazetteer_.postings(*mentions_[m].name)) {
        const GazetteerPlace& place = gazetteer_.place(posting.place);
        if (place.kind != PlaceKind::kCountry || !WrittenAsRequired(posting, mentions_[m])) continue;
        // "USA" has its capitals by right.
        const std::string_view written = Written(mentions_[m]);
        const bool acronym = written.size() <= kMaxAcronymBytes && IsAllCapitals(written);
        const double score =
            kCountryBase + std::min(context - (acronym ? kCapitals : 0), 1.0) + LanguageFit(posting);
        if (score < kAccept) continue;
        country_mentions_.emplace(m, posting.place);
        countries_.insert(std::string(place.country, 2));
        break;
      }
    }
    for (const auto& [m, place] : country_mentions_) {
      AddValue("country", std::string(gazetteer_.place(place).country, 2), mentions_[m], "country name");
    }
  }

  // The country named right behind the mention, if there is one: "Bled, Slovenia", "Trento (Italy)".
  std::optional<std::string> CountryBeside(const Mention& mention) const {
    const PieceWords& piece = pieces_[mention.piece];
    if (mention.last >= piece.words.size() || !JoinsCountry(piece.Gap(mention.last))) return std::nullopt;
    const auto next = by_first_word_.find({mention.piece, mention.last});
    if (next == by_first_word_.end()) return std::nullopt;
    const auto country = country_mentions_.find(next->second);
    if (country == country_mentions_.end()) return std::nullopt;
    return std::string(gazetteer_.place(country->second).country, 2);
  }

  void FindCities() {
    struct Candidate {
      double best = -100;
      std::vector<std::pair<size_t, double>> mentions;  // with their scores
    };
    std::map<uint32_t, Candidate> candidates;
    for (size_t m = 0; m < mentions_.size(); ++m) {
      if (country_mentions_.count(m) != 0) continue;
      const std::optional<std::string> beside = CountryBeside(mentions_[m]);
      const bool opens = OpensSentence(mentions_[m]);
      Sense best{0, -100};
      for (const GazetteerPosting& posting : gazetteer_.postings(*mentions_[m].name)) {
        const GazetteerPlace& place = gazetteer_.place(posting.place);
        if (place.kind == PlaceKind::kCountry) continue;
        const double score = CityScore(posting, place, beside, contexts_[m], opens) + contexts_[m];
        if (score > best.score) best = {posting.place, score};
      }
      if (best.score <= -50) continue;
      Candidate& candidate = candidates[best.place];
      candidate.best = std::max(candidate.best, best.score);
      candidate.mentions.emplace_back(m, best.score);
    }
    for (const auto& [index, candidate] : candidates) {
      if (candidate.best < kAccept) continue;
      const GazetteerPlace& place = gazetteer_.place(index);
      const std::string label(gazetteer_.label(place));
      result_.city_places.push_back(index);
      // Once the article is about the city, its other mentions are evidence too, unless they are something
      // else.
      for (const auto& [m, score] : candidate.mentions) {
        if (score < kAcceptAgain) continue;
        AddValue("city", label, mentions_[m], "gazetteer");
        AddValue("country", std::string(place.country, 2), mentions_[m], "country of city");
      }
    }
    Order();
  }

  double CityScore(const GazetteerPosting& posting, const GazetteerPlace& place,
                   const std::optional<std::string>& beside, double context, bool opens_sentence) const {
    const std::string country(place.country, 2);
    double score = std::log10(std::max<double>(place.population, 1)) + LanguageFit(posting);
    if (place.kind == PlaceKind::kDistrict) score += kDistrict;
    const bool known =
        archive_ != nullptr && context >= kDoubtful && archive_->cities.count(posting.place) != 0;
    if ((place.words & lang_bit_) != 0 && !known) score += OrdinaryWord(place, opens_sentence);
    if (known) score += kKnownInArchive;
    const bool needs_no_help = place.population >= (place.words != 0 ? kKnownToAll : kWellKnown);
    if (opens_sentence && !needs_no_help) score += kStartsSentence;
    if (country == home_) score += kCountryOfLanguage;
    if (beside) {
      score += *beside == country ? kCountryBeside : kOtherCountryBeside;
    } else if (countries_.count(country) != 0) {
      score += kCountryInArticle;
    }
    if (archive_ != nullptr && archive_->articles > 0) {
      const auto share = archive_->countries.find(country);
      if (share != archive_->countries.end()) {
        score += kCountryOfArchive * share->second / static_cast<double>(archive_->articles);
      }
    }
    return score;
  }

  // A capital inside a sentence says that it is a name after all, except in German, where nouns have one; and
  // of a city that everybody knows more is spoken than of the word.
  double OrdinaryWord(const GazetteerPlace& place, bool opens_sentence) const {
    if (article_.lang == "de") return kOrdinaryNoun;
    if (place.population >= kKnownToAll) return kOrdinaryWordOfKnownCity;
    return opens_sentence ? kOrdinaryNoun : kOrdinaryWord;
  }

  void AddValue(const std::string& facet, const std::string& value, const Mention& mention,
                const char* rule) {
    const PieceWords& words = pieces_[mention.piece];
    FoundValue& found = found_[{facet, value}];
    found.value.facet = facet;
    found.value.value = value;
    found.mentions.push_back(
        {{static_cast<uint32_t>(mention.piece), static_cast<uint32_t>(words.words[mention.first].begin),
          static_cast<uint32_t>(words.words[mention.last - 1].end)},
         rule});
    found.weight += article_.pieces[mention.piece].is_title ? 3 : 1;
  }

  // The values of a facet by how often they are named, the title counting more; ties by name.
  void Order() {
    for (auto& [key, found] : found_) {
      if (key.first == "country") result_.countries.push_back(key.second);
      result_.values.push_back(std::move(found));
    }
    std::stable_sort(
        result_.values.begin(), result_.values.end(), [](const FoundValue& a, const FoundValue& b) {
          return a.value.facet != b.value.facet ? a.value.facet < b.value.facet : a.weight > b.weight;
        });
  }

  const Gazetteer& gazetteer_;
  const ArticleText& article_;
  const ArchivePlaces* archive_;
  const WordTable& words_;
  const std::unordered_set<std::string>& stop_words_;
  LanguageMask lang_bit_;
  std::string home_;  // where the article's language is spoken
  std::vector<PieceWords> pieces_;
  std::vector<Mention> mentions_;
  std::vector<double> contexts_;
  MentionIndex by_first_word_;                   // (piece, word) -> mention
  MentionIndex by_last_word_;                    // (piece, word behind) -> mention
  std::map<size_t, uint32_t> country_mentions_;  // mention -> place
  std::set<std::string> countries_;
  std::map<std::pair<std::string, std::string>, FoundValue> found_;
  TaggedPlaces result_;
};

}  // namespace

TaggedPlaces PlaceTagger::Tag(const ArticleText& article, const ArchivePlaces* archive) const {
  return ArticleTagger(gazetteer_, tokenizer_, article, archive).Run();
}

void PlaceTagger::Learn(const TaggedPlaces& tagged, ArchivePlaces* archive) {
  ++archive->articles;
  for (uint32_t place : tagged.city_places) ++archive->cities[place];
  for (const std::string& country : tagged.countries) ++archive->countries[country];
}

}  // namespace newsearch

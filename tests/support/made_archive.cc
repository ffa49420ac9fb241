// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/made_archive.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace newsearch {
namespace {

using Json = nlohmann::json;

struct DateForm {
  const char* lang;
  size_t weight;
  const char* between_day_and_month;
  const char* between_month_and_year;
  const char* months[12];
};

// As dates are written in the language, months in the case that a day asks for.
constexpr DateForm kForms[] = {
    {"en",
     10,
     " ",
     " ",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December"}},
    {"de",
     5,
     ". ",
     " ",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"}},
    {"fr",
     5,
     " ",
     " ",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
      "novembre", "décembre"}},
    {"es",
     2,
     " de ",
     " de ",
     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
      "noviembre", "diciembre"}},
    {"it",
     2,
     " ",
     " ",
     {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
      "ottobre", "novembre", "dicembre"}},
    {"pt",
     1,
     " de ",
     " de ",
     {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
      "novembro", "dezembro"}},
    {"nl",
     1,
     " ",
     " ",
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
      "november", "december"}},
    {"sv",
     2,
     " ",
     " ",
     {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
      "november", "december"}},
    {"fi",
     2,
     ". ",
     " ",
     {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta",
      "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"}},
    {"et",
     1,
     ". ",
     " ",
     {"jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober",
      "november", "detsember"}},
    {"sl",
     2,
     ". ",
     " ",
     {"januar", "februar", "marec", "april", "maj", "junij", "julij", "avgust", "september", "oktober",
      "november", "december"}},
    {"cs",
     1,
     ". ",
     " ",
     {"ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října",
      "listopadu", "prosince"}},
    {"pl",
     2,
     " ",
     " ",
     {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
      "października", "listopada", "grudnia"}},
    {"hu",
     1,
     ". ",
     " ",
     {"január", "február", "március", "április", "május", "június", "július", "augusztus", "szeptember",
      "október", "november", "december"}},
    {"ru",
     2,
     " ",
     " ",
     {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
      "ноября", "декабря"}},
    {"el",
     1,
     " ",
     " ",
     {"Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου", "Αυγούστου",
      "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"}},
};

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

std::ifstream OpenFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail("cannot read " + path);
  return file;
}

void AddSentences(const std::string& text, std::vector<std::string>* sentences) {
  constexpr size_t kShortest = 30;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    do {
      end = text.find_first_of(".!?\n", end + 1);
    } while (end != std::string::npos && end + 1 < text.size() && text[end] != '\n' && text[end + 1] != ' ' &&
             text[end + 1] != '\n');
    if (end == std::string::npos) return;
    if (text[end] != '\n' && end - begin >= kShortest) {
      sentences->push_back(text.substr(begin, end + 1 - begin));
    }
    begin = text.find_first_not_of(" \n", end + 1);
  }
}

}  // namespace

MadeArchive::MadeArchive(const std::string& corpora, uint64_t seed) : state_(seed) {
  for (const DateForm& form : kForms) {
    languages_.push_back({form.lang, form.weight, {}, {}});
    total_weight_ += form.weight;
  }
  const auto find = [this](const std::string& lang) {
    return std::find_if(languages_.begin(), languages_.end(),
                        [&](const Language& l) { return l.lang == lang; });
  };
  std::ifstream file = OpenFile(corpora + "/multilingual/docs.jsonl");
  for (std::string line; std::getline(file, line);) {
    const Json json = Json::parse(line);
    const auto language = find(json.at("lang"));
    if (language == languages_.end()) continue;
    language->titles.push_back(json.at("title"));
    AddSentences(json.at("text"), &language->sentences);
  }
  std::vector<std::string> lines;
  std::ifstream sample = OpenFile(corpora + "/sample/news.txt");
  for (std::string line; std::getline(sample, line);) lines.push_back(line);
  for (const Json& item : Json::parse(OpenFile(corpora + "/sample/news.gold.json")).at("items")) {
    const auto language = find(item.at("lang"));
    if (language == languages_.end()) continue;
    const size_t first = item.at("start_line").get<size_t>();
    const size_t last = std::min(item.at("end_line").get<size_t>(), lines.size());
    for (size_t i = first; i < last; ++i) AddSentences(lines[i] + "\n", &language->sentences);
  }
  for (const Language& language : languages_) {
    if (language.titles.empty() || language.sentences.empty()) Fail("no text in " + language.lang);
  }
}

uint64_t MadeArchive::Next() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

std::string MadeArchive::MadeUpWord(bool capital) {
  constexpr const char* kOnsets[] = {"b", "d", "f", "g", "k", "l",  "m",  "n",
                                     "p", "r", "s", "t", "v", "st", "tr", "kl"};
  constexpr const char* kVowels[] = {"a", "e", "i", "o", "u"};
  std::string word;
  // The square of a draw prefers small numbers, so some words are frequent; the factor is coprime to the
  // number of words, so each draw has its own.
  uint64_t rest = Below(716);
  rest = rest * rest * 48271 % (80 * 80 * 80);
  for (int syllable = 0; syllable < 3; ++syllable, rest /= 80) {
    word.append(kOnsets[rest % 16]).append(kVowels[rest / 16 % 5]);
  }
  if (capital) word.front() = static_cast<char>(word.front() - 'a' + 'A');
  return word;
}

std::string MadeArchive::Vary(const std::string& sentence) {
  const auto plain_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto letter = [&](char c) {
    return plain_letter(c) || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  std::string varied;
  for (size_t i = 0; i < sentence.size();) {
    size_t end = i;
    bool plain = true;
    for (; end < sentence.size() && letter(sentence[end]); ++end) plain &= plain_letter(sentence[end]);
    if (end == i) {
      varied += sentence[i++];
      continue;
    }
    plain &= end - i >= 6;
    varied += plain && Below(4) == 0 ? MadeUpWord(false) : sentence.substr(i, end - i);
    i = end;
  }
  return varied;
}

std::string MadeArchive::DateText(const Language& language, size_t days_ago) {
  // Months of 28 days are enough.
  const size_t months = days_ago / 28;
  const size_t year = 2025 - months / 12;
  const size_t month = 12 - months % 12;
  const size_t day = 28 - days_ago % 28;
  const auto two = [](size_t number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  const size_t kind = Below(10);
  if (kind == 0) return std::to_string(year) + "-" + two(month) + "-" + two(day);
  if (kind == 1) return two(day) + "." + two(month) + "." + std::to_string(year);
  const DateForm& form = *std::find_if(std::begin(kForms), std::end(kForms),
                                       [&](const DateForm& f) { return language.lang == f.lang; });
  const std::string name = form.months[month - 1];
  if (language.lang == "en" && kind < 5)
    return name + " " + std::to_string(day) + ", " + std::to_string(year);
  if (language.lang == "hu") return std::to_string(year) + ". " + name + " " + std::to_string(day) + ".";
  return std::to_string(day) + form.between_day_and_month + name + form.between_month_and_year +
         std::to_string(year);
}

std::string MadeArchive::NextArticle() {
  size_t draw = Below(total_weight_);
  size_t chosen = 0;
  while (draw >= languages_[chosen].weight) draw -= languages_[chosen++].weight;
  const Language& language = languages_[chosen];
  // Three a day back through some thirty years, then forth, so that no neighbours are far apart.
  constexpr size_t kDays = 10'000;
  const size_t step = articles_++ / 3 % (2 * kDays);
  const size_t days_ago = step < kDays ? step : 2 * kDays - 1 - step;
  std::string article = Vary(language.titles[Below(language.titles.size())]) + ": " + MadeUpWord(true) +
                        "\n\n" + DateText(language, days_ago) + "\n\n";
  const size_t paragraphs = 1 + Below(6);
  for (size_t p = 0; p < paragraphs; ++p) {
    const size_t sentences = 1 + Below(6);
    // In the middle of long paragraphs, where no date opens an article.
    const size_t dated = sentences >= 4 && Below(2) == 0 ? sentences / 2 : 0;
    for (size_t i = 0; i < sentences; ++i) {
      if (i > 0) article += ' ';
      article += Vary(language.sentences[Below(language.sentences.size())]);
      if (i > 0 && i == dated) article += " (" + DateText(language, days_ago + Below(30)) + ")";
    }
    article += "\n\n";
  }
  return article;
}

std::string MadeArchive::Text(size_t bytes) {
  std::string text;
  text.reserve(bytes + (1u << 14));
  while (text.size() < bytes) text += NextArticle();
  return text;
}

}  // namespace newsearch

// SPDX-License-Identifier: GPL-2.0-or-later
//
// How the statistics work. A charset turns the bytes of a sample into characters; the question is under which
// charset and language these are most probable. For alphabets a language is its letters beyond ASCII in the
// order of their frequency, with Zipf's law over the ranks; for Chinese, Japanese and Korean it is classes of
// characters with the share that each has in running text. Added to this is what no language does: letters of
// two scripts in one word, a capital behind a small letter, a symbol between letters, a mark on nothing. All
// are logarithms of probabilities, roughly, so that charsets with one byte a character and with several can
// be compared.
//
// ICU's own detector knows no Baltic, Thai, Vietnamese or DOS charset, has one language for each alphabet but
// Latin's, and does not ask whether words make sense; on sentences of some hundred bytes it was right less
// often (tests/text/charset_test.cc prints both).
#include "text/charset.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/icu_error.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// How much of what is not ASCII the statistics look at, with its surroundings.
constexpr size_t kStatisticsBytes = 1u << 14;
// How much of a text a declaration may stand in: pages put scripts in front of it.
constexpr size_t kDeclarationBytes = 1u << 14;
// How many times as many sequences of UTF-8 must be well-formed as not for the text to be UTF-8.
constexpr uint64_t kWellFormedFactor = 4;
// A declaration loses against a charset under which each character is so much more probable, and all
// together.
constexpr double kContradictionForEach = 0.35;
constexpr double kContradiction = 20;
// Ill-formed characters among all that are not ASCII, at most.
constexpr double kMaxIllFormedShare = 0.02;
// Less probable for each byte is no text: prose has more than -5.5, random bytes about -7.2.
constexpr double kImplausibleForEach = -6.8;

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

// The converter for what a name means in use: the superset that goes by it.
const char* IcuName(const std::string& charset) {
  if (charset == "EUC-KR") return "windows-949";
  if (charset == "Shift_JIS") return "windows-31j";
  return charset.c_str();
}

Converter OpenConverter(const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(IcuName(charset), &error));
  if (U_FAILURE(error)) return nullptr;
  return converter;
}

// ---- names ----

char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n\f");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n\f") - begin + 1);
}

// What a charset is called when its superset is meant (WHATWG Encoding Standard, 4.2).
struct Superset {
  const char* name;
  const char* means;
};
constexpr Superset kSupersets[] = {
    {"US-ASCII", "windows-1252"},
    {"ISO-8859-1", "windows-1252"},
    {"ISO-8859-9", "windows-1254"},
    {"ISO-8859-11", "windows-874"},
    {"TIS-620", "windows-874"},
    {"GB2312", "GB18030"},
    {"GBK", "GB18030"},
    {"gb18030", "GB18030"},
    {"windows-936", "GB18030"},
    {"CP936", "GB18030"},
    {"GB_2312-80", "GB18030"},
    {"EUC-KR", "EUC-KR"},
    {"KS_C_5601-1987", "EUC-KR"},
    {"KSC_5601", "EUC-KR"},
    {"windows-949", "EUC-KR"},
    {"Windows-31J", "Shift_JIS"},
    {"windows-31j", "Shift_JIS"},
    {"Shift_JIS", "Shift_JIS"},
    {"windows-874-2000", "windows-874"},
    {"ISO-8859-8-I", "windows-1255"},
    {"ISO-8859-8", "windows-1255"},
};

// ---- declarations ----

bool SameWord(std::string_view text, size_t at, std::string_view lower) {
  if (text.size() - at < lower.size()) return false;
  for (size_t i = 0; i < lower.size(); ++i) {
    if (LowerAscii(text[at + i]) != lower[i]) return false;
  }
  return true;
}

size_t FindWord(std::string_view text, std::string_view lower, size_t from = 0) {
  for (size_t i = from; i + lower.size() <= text.size(); ++i) {
    if (SameWord(text, i, lower)) return i;
  }
  return std::string_view::npos;
}

// The value behind NAME = in `text`, in quotes or bare.
std::string ValueOf(std::string_view text, std::string_view name) {
  for (size_t at = FindWord(text, name); at != std::string_view::npos; at = FindWord(text, name, at + 1)) {
    size_t i = text.find_first_not_of(" \t\r\n\f", at + name.size());
    if (i == std::string_view::npos || text[i] != '=') continue;
    i = text.find_first_not_of(" \t\r\n\f\"'\\", i + 1);
    if (i == std::string_view::npos) return {};
    const size_t end = std::min(text.find_first_of(" \t\r\n\f\"'\\;/>?", i), text.size());
    return std::string(text.substr(i, std::min<size_t>(end - i, 64)));
  }
  return {};
}

// ---- the sample ----

bool IsAsciiByte(char c) { return static_cast<unsigned char>(c) < 0x80; }

// The surroundings of what is not ASCII, one stretch a line. A stretch begins so far from the one in front
// that it cannot begin inside a character.
std::string Surroundings(std::string_view bytes, size_t max_bytes) {
  constexpr size_t kBefore = 12;
  constexpr size_t kAfter = 16;
  std::string sample;
  size_t done = 0;
  size_t i = 0;
  while (i < bytes.size() && sample.size() < max_bytes) {
    if (IsAsciiByte(bytes[i])) {
      ++i;
      continue;
    }
    const size_t begin = std::max(done, i >= kBefore ? i - kBefore : 0);
    size_t end = i + 1;
    for (size_t ascii = 0; end < bytes.size() && ascii < kBefore + kAfter && end - begin < max_bytes; ++end) {
      ascii = IsAsciiByte(bytes[end]) ? ascii + 1 : 0;
    }
    if (begin != done && !sample.empty()) sample.push_back('\n');
    sample.append(bytes.substr(begin, end - begin));
    done = end;
    i = end;
  }
  return sample;
}

// ---- languages with alphabets ----

// Letters beyond ASCII in the order of frequency, small ones; capitals go with them. Charsets write the same
// language in several ways, so Romanian has its letters with cedilla and with comma.
constexpr const char* kAlphabets[] = {
    "øæåé",                                              // Danish
    "øåæéòôè",                                           // Norwegian
    "üäößé",                                             // German
    "äöåé",                                              // Swedish, Finnish
    "ðáíóéæöþúý",                                        // Icelandic
    "áíóðøæúý",                                          // Faroese
    "éàèêçôîâûùëœïü",                                    // French
    "óíáéñúü",                                           // Spanish
    "ãçáéóíêõâúàôü",                                     // Portuguese
    "àèùòéìî",                                           // Italian
    "éëïèöüáóçê",                                        // Dutch
    "éöüáíóäñçèøåëïãêôàúæßâîûòìùõ",                      // foreign names in English and other Western texts
    "éàóòèçíúïü·",                                       // Catalan
    "áéíóú",                                             // Irish
    "ëç",                                                // Albanian
    "äõüöšž",                                            // Estonian
    "áíéěýžčřšůúťďňó",                                   // Czech
    "áíýéčžšťúľôňďäóĺŕ",                                 // Slovak
    "łęąóśżćńź",                                         // Polish
    "áéöóíőüúű",                                         // Hungarian
    "ăîşâţșț",                                           // Romanian
    "čšžćđ",                                             // Croatian, Slovenian, Serbian in Latin
    "ıüşğçöİâî",                                         // Turkish
    "āīēšņļūžķģčŗ",                                      // Latvian
    "ėšžųįąčūę",                                         // Lithuanian
    "ħżġċàùè",                                           // Maltese
    "ĉĝĵŝŭĥ",                                            // Esperanto
    "\u0301\u0300\u0323đôưêâăơ\u0309\u0303áàéíóúùèêý₫",  // Vietnamese
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",                 // Russian
    "оаинітервсклудмпзяьбгчйхжєїцшюфщґ",                 // Ukrainian
    "аніроселвтякыдупмзгьбчйўшцжхюэфё",                  // Belarusian
    "аоиетнрсвлкдпмзъугбчцщжйяхшюфь",                    // Bulgarian
    "аоиенртсјвукдлмпзгбчшжцњћхљђфџѓќѕ",                 // Serbian, Macedonian
    "αοιετσνρηυκπλςμωάίόγδέήύθχφβξώζψϊϋΐΰ",              // Greek
    "יוהלמארתבשנםדעקחפגכטןסזצךףץ׳״",                     // Hebrew
    "اليمنوترةبعدسفهحكقأجشصىطخإضذزثغئءآظؤچپگژ",          // Arabic
    "انيردهتمسبلشکكزگفخعجقپآچحصطضغظذثژ",                 // Persian
    "าน\u0E23อก่เงม้\u0E35\u0E25ัวส\u0E34ทยตคดะบหปจพ\u0E37ุไใูำแข์\u0E47ชผซถธศโณฟษภญๆฎฏฐฯ",  // Thai
};

// Signs that stand in texts of all languages: quotation marks and dashes, which can be all there is beyond
// ASCII; others; and those that are rare.
constexpr char32_t kQuotes[] = U"‘’“”„«»–—";
constexpr char32_t kCommonSigns[] = U"‘’‚“”„«»‹›–—…€£§°№\u00A0¿¡•،؛؟־·";
constexpr char32_t kRareSigns[] = U"™©®¢¥±²³¹º¼½¾ª¬†‡‰µ¶\u00AD´¨¸÷×¦¤\u200C\u200D\u200E\u200Fـ๐";
// Those that stand between letters.
constexpr char32_t kInsideWords[] = U"‘’–—…\u00A0·־\u00AD\u200C\u200Dـ״׳";

constexpr double kLettersShare = 0.85;
const double kQuote = std::log(0.04);
const double kCommonSign = std::log(0.008);
const double kRareSign = std::log(0.0005);
const double kForeignLetter = std::log(0.001);    // of a script that the language is written in
const double kStrange = std::log(0.0001);         // a symbol, a letter of another script
const double kNoCharacter = std::log(0.0000005);  // unassigned, a control character, private use
// A capital in a text, a small letter in one of capitals, and such a text.
const double kOtherCase = std::log(0.06);
const double kAllCapitals = std::log(0.05);
// What no language does.
const double kTwoScripts = -3;
const double kCapitalInside = -4;
const double kSymbolInside = -4;
const double kMarkOnNothing = -4;
const double kFinalInside = -4;
const double kQuoteInFront = -4;
const double kBesideDigit = -4;
const double kLongRun = -2.5;

bool IsIn(char32_t c, const char32_t* list) {
  for (; *list != 0; ++list) {
    if (*list == c) return true;
  }
  return false;
}

struct Alphabet {
  std::unordered_map<char32_t, double> letters;
  UScriptCode script = USCRIPT_LATIN;
};

UScriptCode ScriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
  CheckIcu(error, "uscript_getScript");
  return script;
}

const std::vector<Alphabet>& Alphabets() {
  static const std::vector<Alphabet> alphabets = [] {
    std::vector<Alphabet> made;
    for (const char* const row : kAlphabets) {
      const std::string_view text = row;
      std::vector<char32_t> letters;
      for (size_t i = 0; i < text.size();) {
        const Utf8Step step = DecodeUtf8(text, i);
        if (std::find(letters.begin(), letters.end(), step.code_point) == letters.end()) {
          letters.push_back(step.code_point);
        }
        i += step.length;
      }
      double sum = 0;
      for (size_t rank = 0; rank < letters.size(); ++rank) sum += 1.0 / static_cast<double>(rank + 3);
      Alphabet alphabet;
      for (size_t rank = 0; rank < letters.size(); ++rank) {
        alphabet.letters[letters[rank]] = std::log(kLettersShare / static_cast<double>(rank + 3) / sum);
      }
      for (const char32_t letter : letters) {
        if (const UScriptCode script = ScriptOf(letter); script > USCRIPT_INHERITED) alphabet.script = script;
      }
      made.push_back(std::move(alphabet));
    }
    return made;
  }();
  return alphabets;
}

// ---- charsets with one byte a character ----

enum class Kind : uint8_t { kOther, kLetter, kMark, kSymbol, kNone };
struct ByteClass {
  char32_t c = 0;
  Kind kind = Kind::kOther;
  UScriptCode script = USCRIPT_COMMON;
  bool lower = false;
  bool upper = false;
  bool final = false;  // the form of a letter at the end of a word
};
using ByteClasses = std::array<ByteClass, 256>;

ByteClass Classify(char32_t c) {
  ByteClass made;
  made.c = c;
  const auto code = static_cast<UChar32>(c);
  if (c >= 0x80 && (c < 0xA0 || !u_isdefined(code) || u_charType(code) == U_PRIVATE_USE_CHAR)) {
    made.kind = Kind::kNone;
    return made;
  }
  if (u_isalpha(code)) {
    made.kind = Kind::kLetter;
    made.script = ScriptOf(c);
    made.lower = u_islower(code);
    made.upper = u_isupper(code);
    made.final = c == U'ς' || c == U'ך' || c == U'ם' || c == U'ן' || c == U'ף' || c == U'ץ';
  } else if (const int8_t type = u_charType(code); type == U_NON_SPACING_MARK) {
    made.kind = Kind::kMark;
  } else if (c >= 0x80 && !IsIn(c, kInsideWords)) {
    made.kind = Kind::kSymbol;
  }
  return made;
}

// nullopt if `charset` has characters of several bytes, or is no superset of ASCII.
std::optional<ByteClasses> MakeClasses(const std::string& charset) {
  const Converter converter = OpenConverter(charset);
  if (converter == nullptr) return std::nullopt;
  if (ucnv_getMaxCharSize(converter.get()) != 1) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  ByteClasses classes;
  for (int byte = 0; byte < 256; ++byte) {
    const char source = static_cast<char>(byte);
    UChar target[4];
    error = U_ZERO_ERROR;
    const int32_t length = ucnv_toUChars(converter.get(), target, 4, &source, 1, &error);
    if (U_FAILURE(error) || length == 0) {
      if (byte < 0x80) return std::nullopt;
      classes[static_cast<size_t>(byte)].kind = Kind::kNone;
      continue;
    }
    if (byte >= 'A' && byte <= 'z' && target[0] != byte) return std::nullopt;
    classes[static_cast<size_t>(byte)] = Classify(target[0]);
  }
  return classes;
}

double LetterProbability(const Alphabet& alphabet, const ByteClass& byte) {
  if (byte.kind == Kind::kNone) return kNoCharacter;
  if (const auto found = alphabet.letters.find(byte.c); found != alphabet.letters.end()) return found->second;
  if (IsIn(byte.c, kQuotes)) return kQuote;
  if (IsIn(byte.c, kCommonSigns)) return kCommonSign;
  if (IsIn(byte.c, kRareSigns)) return kRareSign;
  if (byte.kind != Kind::kLetter) return kStrange;
  if (byte.upper) {
    const auto small = static_cast<char32_t>(u_tolower(static_cast<UChar32>(byte.c)));
    if (const auto found = alphabet.letters.find(small); found != alphabet.letters.end()) {
      return found->second;
    }
  }
  return byte.script == alphabet.script ? kForeignLetter : kStrange;
}

// How probable the sample is. `characters` are those that are not ASCII.
struct Score {
  double total = -1e300;
  uint64_t characters = 0;
  uint64_t bytes = 0;
};

Score ScoreSingleByte(std::string_view sample, const ByteClasses& classes) {
  std::array<uint64_t, 256> counts{};
  for (const char c : sample) ++counts[static_cast<unsigned char>(c)];
  double context = 0;
  size_t run = 0;
  static const ByteClass kNothing;
  for (size_t i = 0; i < sample.size(); ++i) {
    const auto byte = static_cast<unsigned char>(sample[i]);
    const ByteClass& here = classes[byte];
    const ByteClass& before = i > 0 ? classes[static_cast<unsigned char>(sample[i - 1])] : kNothing;
    const bool ascii = byte < 0x80;
    if (ascii && (i == 0 || IsAsciiByte(sample[i - 1]))) {
      run = 0;
      continue;
    }
    if (here.kind == Kind::kLetter && before.kind == Kind::kLetter) {
      if (here.script != before.script) {
        context += kTwoScripts;
      } else if (before.lower && here.upper) {
        context += kCapitalInside;
      }
      if (before.final) context += kFinalInside;
    }
    if ((here.kind == Kind::kLetter && before.c >= '0' && before.c <= '9') ||
        (before.kind == Kind::kLetter && here.c >= '0' && here.c <= '9')) {
      context += kBesideDigit;
    }
    // Not so in Latin: "'s" of Dutch. In Greek it tells windows-1253, whose capital alpha with tonos is this
    // sign in ISO-8859-7.
    if (here.kind == Kind::kLetter && here.script != USCRIPT_LATIN && before.c == U'’' &&
        (i < 2 || classes[static_cast<unsigned char>(sample[i - 2])].kind != Kind::kLetter)) {
      context += kQuoteInFront;
    }
    const ByteClass& after =
        i + 1 < sample.size() ? classes[static_cast<unsigned char>(sample[i + 1])] : kNothing;
    if (here.kind == Kind::kSymbol && before.kind == Kind::kLetter && after.kind == Kind::kLetter) {
      context += kSymbolInside;
    }
    if (here.kind == Kind::kMark && before.kind != Kind::kLetter && before.kind != Kind::kMark) {
      context += kMarkOnNothing;
    }
    run = !ascii && here.kind == Kind::kLetter && here.script == USCRIPT_LATIN ? run + 1 : 0;
    if (run > 2) context += kLongRun;
  }
  Score score;
  uint64_t small = 0;
  uint64_t capital = 0;
  for (size_t byte = 0x80; byte < 256; ++byte) {
    score.characters += counts[byte];
    if (classes[byte].lower) small += counts[byte];
    if (classes[byte].upper) capital += counts[byte];
  }
  context += std::max(static_cast<double>(capital) * kOtherCase,
                      static_cast<double>(small) * kOtherCase + kAllCapitals);
  score.bytes = score.characters;
  for (const Alphabet& alphabet : Alphabets()) {
    double sum = context;
    for (size_t byte = 0x80; byte < 256 && sum > score.total; ++byte) {
      if (counts[byte] == 0) continue;
      sum += static_cast<double>(counts[byte]) * LetterProbability(alphabet, classes[byte]);
    }
    score.total = std::max(score.total, sum);
  }
  return score;
}

// ---- Chinese, Japanese, Korean ----

// The most frequent characters of running text: together about two fifths of it.
constexpr char32_t kSimplified[] =
    U"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    U"用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实";
constexpr char32_t kTraditional[] =
    U"的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    U"用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實";
constexpr char32_t kHangul[] =
    U"이다는의에을를가고하한지로은도사기대서인자시정어리들나일전아으과해수보제니그있부주장것게라했만스국조상";

enum class Asian { kGb, kBig5, kEucJp, kShiftJis, kEucKr };
struct AsianCharset {
  const char* name;
  Asian kind;
  double prior;
};

// The share of a class among the characters, over how many characters it has.
double Share(double share, double characters) { return std::log(share / characters); }

double AsianProbability(Asian kind, char32_t c, std::string_view bytes) {
  static const double kTop = Share(0.4, 100);
  static const double kSign = Share(0.13, 20);
  static const double kRareChar = Share(0.003, 20000);
  const auto lead = static_cast<unsigned char>(bytes[0]);
  const bool sign = IsIn(c, U"，。、；：？！“”‘’（）《》「」『』・ー…—－　％〜～【】");
  const bool digit = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF5A);
  if (digit) return Share(0.02, 62);
  switch (kind) {
    case Asian::kGb:
    case Asian::kBig5: {
      if (sign) return kSign;
      if (IsIn(c, kind == Asian::kGb ? kSimplified : kTraditional)) return kTop;
      const auto trail = bytes.size() > 1 ? static_cast<unsigned char>(bytes[1]) : 0;
      if (kind == Asian::kGb && bytes.size() == 2 && trail >= 0xA1) {
        if (lead >= 0xB0 && lead <= 0xD7) return Share(0.43, 3655);
        if (lead >= 0xD8 && lead <= 0xF7) return Share(0.02, 3008);
      }
      if (kind == Asian::kBig5) {
        if (lead >= 0xA4 && lead <= 0xC6) return Share(0.43, 5300);
        if (lead >= 0xC9 && lead <= 0xF9) return Share(0.01, 7650);
      }
      return kRareChar;
    }
    case Asian::kEucJp:
    case Asian::kShiftJis: {
      if (sign) return kSign;
      if (c >= 0x3041 && c <= 0x3096) return Share(0.47, 70);
      if (c >= 0x30A1 && c <= 0x30FA) return Share(0.12, 80);
      if (c >= 0xFF61 && c <= 0xFF9F) return Share(0.001, 63);
      if (kind == Asian::kEucJp && bytes.size() == 2) {
        if (lead >= 0xB0 && lead <= 0xCF) return Share(0.27, 2965);
        if (lead >= 0xD0 && lead <= 0xF4) return Share(0.004, 3390);
      }
      if (kind == Asian::kShiftJis && bytes.size() == 2) {
        if (lead >= 0x88 && lead <= 0x97) return Share(0.27, 2965);
        if (lead >= 0x98 && lead <= 0xEA) return Share(0.004, 3390);
      }
      return kRareChar;
    }
    case Asian::kEucKr:
      if (sign || IsIn(c, kCommonSigns)) return Share(0.04, 20);
      if (IsIn(c, kHangul)) return Share(0.5, 60);
      if (lead >= 0xB0 && lead <= 0xC8) return Share(0.45, 2290);
      if (lead >= 0xCA && lead <= 0xFD) return Share(0.005, 4888);
      return kRareChar;
  }
  return kRareChar;
}

// nullopt where too much is ill-formed.
std::optional<Score> ScoreAsian(std::string_view sample, const AsianCharset& charset) {
  const Converter converter = OpenConverter(charset.name);
  if (converter == nullptr) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  Score score;
  score.total = 0;
  uint64_t ill_formed = 0;
  const char* at = sample.data();
  const char* const end = at + sample.size();
  while (at < end) {
    if (IsAsciiByte(*at)) {
      ++at;
      continue;
    }
    const char* const begin = at;
    error = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(converter.get(), &at, end, &error);
    ++score.characters;
    if (U_FAILURE(error)) {
      // The end may be cut inside a character.
      if (error == U_TRUNCATED_CHAR_FOUND) {
        score.total += kNoCharacter;
        break;
      }
      ucnv_resetToUnicode(converter.get());
      if (at == begin) ++at;
      ++ill_formed;
      score.total += kNoCharacter;
      continue;
    }
    score.total += AsianProbability(charset.kind, static_cast<char32_t>(c),
                                    std::string_view(begin, static_cast<size_t>(at - begin)));
  }
  if (static_cast<double>(ill_formed) > kMaxIllFormedShare * static_cast<double>(score.characters)) {
    return std::nullopt;
  }
  score.bytes = static_cast<uint64_t>(
      std::count_if(sample.begin(), sample.end(), [](char c) { return !IsAsciiByte(c); }));
  return score;
}

// ---- the candidates ----

// In the order in which equals win. A prior is the logarithm of how rare a charset is.
struct SingleByteCharset {
  const char* name;
  double prior;
};
constexpr SingleByteCharset kSingleByteCharsets[] = {
    {"windows-1252", 0},  {"windows-1250", -1}, {"windows-1251", -1}, {"windows-1253", -1},
    {"windows-1254", -1}, {"windows-1257", -1}, {"windows-1255", -1}, {"windows-1256", -1},
    {"windows-874", -1},  {"KOI8-R", -1},       {"ISO-8859-2", -1.5}, {"ISO-8859-7", -1.5},
    {"ISO-8859-5", -2},   {"ISO-8859-6", -2},   {"ISO-8859-15", -2},  {"KOI8-U", -2},
    {"ISO-8859-3", -3},   {"ISO-8859-4", -3},   {"windows-1258", -3}, {"IBM866", -4},
    {"IBM850", -6},       {"IBM852", -6},       {"macintosh", -8},    {"x-mac-cyrillic", -10},
};
constexpr AsianCharset kAsianCharsets[] = {
    {"GB18030", Asian::kGb, -1},   {"Shift_JIS", Asian::kShiftJis, -1}, {"EUC-JP", Asian::kEucJp, -1},
    {"EUC-KR", Asian::kEucKr, -1}, {"Big5", Asian::kBig5, -1},
};

const std::vector<std::optional<ByteClasses>>& SingleByteClasses() {
  static const std::vector<std::optional<ByteClasses>> classes = [] {
    std::vector<std::optional<ByteClasses>> made;
    for (const SingleByteCharset& charset : kSingleByteCharsets) made.push_back(MakeClasses(charset.name));
    return made;
  }();
  return classes;
}

struct Candidate {
  std::string name;
  Score score;
};

Candidate MostProbable(std::string_view sample) {
  Candidate best;
  const auto consider = [&best](const char* name, Score score, double prior) {
    score.total += prior;
    if (best.name.empty() || score.total > best.score.total) best = {name, score};
  };
  for (size_t i = 0; i < std::size(kSingleByteCharsets); ++i) {
    const auto& classes = SingleByteClasses()[i];
    if (!classes) continue;  // an ICU built without it
    consider(kSingleByteCharsets[i].name, ScoreSingleByte(sample, *classes), kSingleByteCharsets[i].prior);
  }
  for (const AsianCharset& charset : kAsianCharsets) {
    if (const auto score = ScoreAsian(sample, charset)) consider(charset.name, *score, charset.prior);
  }
  return best;
}

// Whether the bytes can be what a declaration says.
bool Contradicts(std::string_view sample, const std::string& charset, const Candidate& best) {
  std::optional<Score> score;
  const auto* const asian = std::find_if(std::begin(kAsianCharsets), std::end(kAsianCharsets),
                                         [&charset](const AsianCharset& row) { return charset == row.name; });
  if (asian != std::end(kAsianCharsets)) {
    score = ScoreAsian(sample, *asian);
    if (!score) return true;
  } else if (const auto classes = MakeClasses(charset)) {
    score = ScoreSingleByte(sample, *classes);
  }
  if (score) {
    return best.score.total - score->total >
           kContradiction + kContradictionForEach * static_cast<double>(score->characters);
  }
  // Any other must leave ASCII as it is and have hardly anything ill-formed.
  auto converter = Utf8Converter::Open(charset);
  if (!converter.ok()) return true;
  std::string text;
  (*converter)->Convert("<meta charset=\"\">\n", &text);
  if (text != "<meta charset=\"\">\n") return true;
  (*converter)->Convert(sample, &text);
  return static_cast<double>((*converter)->ill_formed_bytes()) >
         kMaxIllFormedShare * static_cast<double>(best.score.bytes);
}

// ---- UTF-8 ----

struct Utf8Count {
  uint64_t well_formed = 0;  // sequences of more than one byte
  uint64_t ill_formed = 0;
};
Utf8Count CountUtf8(std::string_view bytes) {
  Utf8Count count;
  for (size_t i = 0; i < bytes.size();) {
    if (IsAsciiByte(bytes[i])) {
      ++i;
      continue;
    }
    const Utf8Step step = DecodeUtf8(bytes, i);
    if (step.well_formed) {
      ++count.well_formed;
    } else if (i + step.length < bytes.size() || step.length == 4 ||
               static_cast<unsigned char>(bytes[i]) < 0xC2 || static_cast<unsigned char>(bytes[i]) > 0xF4) {
      ++count.ill_formed;  // otherwise cut at the end
    }
    i += step.length;
  }
  return count;
}

bool HasJapaneseEscape(std::string_view bytes) {
  return bytes.find("\x1B$B") != std::string_view::npos || bytes.find("\x1B$@") != std::string_view::npos;
}

// Also where the text ends too early to tell.
bool MayBeJapaneseEscape(std::string_view bytes) {
  return bytes.size() < 3 ? std::string_view("\x1B$").substr(0, bytes.size()) == bytes
                          : HasJapaneseEscape(bytes);
}

bool IsIllFormedAnywhere(std::string_view bytes, const std::string& charset) {
  auto converter = Utf8Converter::Open(charset);
  if (!converter.ok()) return true;
  std::string text;
  (*converter)->Convert(bytes, &text);
  return (*converter)->ill_formed_bytes() > 0;
}

// ---- conversion ----

class PassingConverter : public Utf8Converter {
 public:
  void Convert(std::string_view bytes, std::string* utf8) override {
    waiting_.append(bytes);
    // Everything but a sequence that is cut at the end.
    size_t whole = waiting_.size();
    for (size_t back = 1; back <= 3 && back <= waiting_.size(); ++back) {
      const auto byte = static_cast<unsigned char>(waiting_[waiting_.size() - back]);
      if ((byte & 0xC0) == 0x80) continue;
      const size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
      if (length > back) whole = waiting_.size() - back;
      break;
    }
    const std::string_view ready = std::string_view(waiting_).substr(0, whole);
    utf8->append(SanitizeUtf8(ready, &ill_formed_));
    waiting_.erase(0, whole);
  }
  void Finish(std::string* utf8) override {
    utf8->append(SanitizeUtf8(waiting_, &ill_formed_));
    waiting_.clear();
  }
  uint64_t ill_formed_bytes() const override { return ill_formed_; }

 private:
  std::string waiting_;
  uint64_t ill_formed_ = 0;
};

class IcuConverter : public Utf8Converter {
 public:
  explicit IcuConverter(Converter converter) : converter_(std::move(converter)), units_(kUnits) {
    UErrorCode error = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter_.get(), &CountAndReplace, this, nullptr, nullptr, &error);
    CheckIcu(error, "ucnv_setToUCallBack");
  }
  void Convert(std::string_view bytes, std::string* utf8) override { Run(bytes, false, utf8); }
  void Finish(std::string* utf8) override {
    Run({}, true, utf8);
    if (lead_ != 0) AppendUtf8(kReplacement, utf8);
    lead_ = 0;
  }
  uint64_t ill_formed_bytes() const override { return ill_formed_; }

 private:
  static constexpr size_t kUnits = 8192;

  static void U_CALLCONV CountAndReplace(const void* self, UConverterToUnicodeArgs* args, const char*,
                                         int32_t length, UConverterCallbackReason reason, UErrorCode* error) {
    if (reason > UCNV_IRREGULAR) return;  // a reset, a closing
    // ICU hands the context back as it was given, only const.
    auto* const me = const_cast<IcuConverter*>(static_cast<const IcuConverter*>(self));
    me->ill_formed_ += static_cast<uint64_t>(length);
    *error = U_ZERO_ERROR;
    const UChar replacement = static_cast<UChar>(kReplacement);
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, error);
  }

  void Run(std::string_view bytes, bool flush, std::string* utf8) {
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    static const char kNoBytes = 0;
    if (at == nullptr) at = &kNoBytes;
    const char* const stop = end == nullptr ? &kNoBytes : end;
    UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
    while (error == U_BUFFER_OVERFLOW_ERROR) {
      error = U_ZERO_ERROR;
      UChar* target = units_.data();
      ucnv_toUnicode(converter_.get(), &target, units_.data() + kUnits, &at, stop, nullptr, flush, &error);
      Append(units_.data(), target, utf8);
    }
    CheckIcu(error, "ucnv_toUnicode");
  }

  void Append(const UChar* at, const UChar* end, std::string* utf8) {
    // A unit becomes at most three bytes, and one that waited three more.
    const size_t begin = utf8->size();
    utf8->resize(begin + 3 * static_cast<size_t>(end - at) + 3);
    char* out = utf8->data() + begin;
    const auto put = [&out](char32_t c) {
      if (c < 0x80) {
        *out++ = static_cast<char>(c);
      } else if (c < 0x800) {
        *out++ = static_cast<char>(0xC0 | (c >> 6));
        *out++ = static_cast<char>(0x80 | (c & 0x3F));
      } else if (c < 0x10000) {
        *out++ = static_cast<char>(0xE0 | (c >> 12));
        *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        *out++ = static_cast<char>(0x80 | (c & 0x3F));
      } else {
        *out++ = static_cast<char>(0xF0 | (c >> 18));
        *out++ = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        *out++ = static_cast<char>(0x80 | (c & 0x3F));
      }
    };
    for (; at < end; ++at) {
      const UChar unit = *at;
      if (lead_ != 0) {
        const UChar lead = lead_;
        lead_ = 0;
        if (U16_IS_TRAIL(unit)) {
          put(static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead, unit)));
          continue;
        }
        put(kReplacement);
      }
      if (U16_IS_LEAD(unit)) {
        lead_ = unit;
      } else {
        put(U16_IS_TRAIL(unit) ? kReplacement : static_cast<char32_t>(unit));
      }
    }
    utf8->resize(static_cast<size_t>(out - utf8->data()));
  }

  Converter converter_;
  std::vector<UChar> units_;
  UChar lead_ = 0;  // the first half of a character that the buffer cut
  uint64_t ill_formed_ = 0;
};

}  // namespace

Result<Charset> CharsetByName(std::string_view label) {
  const std::string trimmed(Trim(label));
  const Status unknown(StatusCode::kInvalidArgument, "unknown charset \"" + trimmed.substr(0, 64) + "\"");
  // ICU reads options behind a comma.
  const bool is_name = !trimmed.empty() && std::all_of(trimmed.begin(), trimmed.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':' || c == '+' || c == '(' || c == ')';
  });
  if (!is_name || trimmed.size() > UCNV_MAX_CONVERTER_NAME_LENGTH - 1) return unknown;
  UErrorCode error = U_ZERO_ERROR;
  const Converter converter(ucnv_open(trimmed.c_str(), &error));
  if (U_FAILURE(error)) return unknown;
  const char* const icu_name = ucnv_getName(converter.get(), &error);
  CheckIcu(error, "ucnv_getName");
  Charset charset;
  charset.name = icu_name;
  for (const char* const standard : {"MIME", "IANA"}) {
    UErrorCode name_error = U_ZERO_ERROR;
    const char* const name = ucnv_getStandardName(icu_name, standard, &name_error);
    if (U_SUCCESS(name_error) && name != nullptr) {
      charset.name = name;
      break;
    }
  }
  for (const Superset& row : kSupersets) {
    if (ucnv_compareNames(charset.name.c_str(), row.name) == 0 ||
        ucnv_compareNames(trimmed.c_str(), row.name) == 0) {
      charset.name = row.means;
      break;
    }
  }
  charset.how = CharsetHow::kGiven;
  return charset;
}

std::string DeclaredCharset(std::string_view head) {
  head = head.substr(0, kDeclarationBytes);
  if (SameWord(head, 0, "@charset \"")) {
    const size_t end = head.find('"', 10);
    return std::string(head.substr(10, std::min<size_t>(end == std::string_view::npos ? 64 : end - 10, 64)));
  }
  const size_t first = head.find_first_not_of(" \t\r\n\f");
  if (first != std::string_view::npos && SameWord(head, first, "<?xml")) {
    const std::string_view declaration = head.substr(first, head.find("?>", first) - first);
    if (std::string value = ValueOf(declaration, "encoding"); !value.empty()) return value;
  }
  // Comments hold pages that are not there.
  std::string without_comments;
  for (size_t i = 0; i < head.size();) {
    const size_t begin = std::min(head.find("<!--", i), head.size());
    without_comments.append(head.substr(i, begin - i));
    if (begin == head.size()) break;
    const size_t end = head.find("-->", begin + 4);
    i = end == std::string_view::npos ? head.size() : end + 3;
  }
  const std::string_view text = without_comments;
  for (size_t at = FindWord(text, "<meta"); at != std::string_view::npos;
       at = FindWord(text, "<meta", at + 1)) {
    const std::string_view tag = text.substr(at, text.find('>', at) - at);
    if (std::string value = ValueOf(tag, "charset"); !value.empty()) return value;
  }
  return {};
}

size_t FindNonAscii(std::string_view bytes) {
  size_t i = 0;
  while (i < bytes.size()) {
    // Eight at a time until one of them is 0x80 and above or an escape: x ^ 0x1B is 0 there, and subtracting
    // 1 from 0 borrows its highest bit.
    for (; i + 8 <= bytes.size(); i += 8) {
      uint64_t word;
      std::memcpy(&word, bytes.data() + i, 8);
      const uint64_t escapes = word ^ 0x1B1B1B1B1B1B1B1Bu;
      if ((word | (escapes - 0x0101010101010101u)) & 0x8080808080808080u) break;
    }
    const size_t end = std::min(i + 8, bytes.size());
    for (; i < end; ++i) {
      if (!IsAsciiByte(bytes[i])) return i;
      if (bytes[i] == 0x1B && MayBeJapaneseEscape(bytes.substr(i, 3))) return i;
    }
  }
  return bytes.size();
}

std::optional<Charset> CharsetByMark(std::string_view head) {
  static constexpr struct {
    std::string_view mark;
    const char* name;
  } kMarks[] = {
      // FF FE 00 00 begins like UTF-16, and a text does not begin with U+0000.
      {{"\xFF\xFE\0\0", 4}, "UTF-32LE"}, {{"\0\0\xFE\xFF", 4}, "UTF-32BE"}, {{"\xEF\xBB\xBF", 3}, "UTF-8"},
      {{"\xFF\xFE", 2}, "UTF-16LE"},     {{"\xFE\xFF", 2}, "UTF-16BE"},
  };
  for (const auto& row : kMarks) {
    if (head.substr(0, row.mark.size()) == row.mark) {
      Charset charset;
      charset.name = row.name;
      charset.how = CharsetHow::kMark;
      charset.mark_bytes = row.mark.size();
      return charset;
    }
  }
  return std::nullopt;
}

std::optional<Charset> DetectUtf16(std::string_view head) {
  const size_t units = head.size() / 2;
  if (units < 4) return std::nullopt;
  std::optional<Charset> best;
  size_t best_ascii = 0;
  const auto zeros = static_cast<size_t>(std::count(head.begin(), head.end(), '\0'));
  // Plain ASCII with a zero byte here and there would be rare but possible Chinese.
  const auto plain = static_cast<size_t>(std::count_if(
      head.begin(), head.end(), [](char c) { return (c >= ' ' && c < 0x7F) || (c >= '\t' && c <= '\r'); }));
  if (zeros == 0 || (plain * 10 > (head.size() - zeros) * 9 && zeros * 10 < head.size() * 3))
    return std::nullopt;
  for (const bool little : {true, false}) {
    size_t bad = 0;
    size_t ascii = 0;
    char32_t lead = 0;
    for (size_t i = 0; i < units; ++i) {
      const auto a = static_cast<unsigned char>(head[2 * i]);
      const auto b = static_cast<unsigned char>(head[2 * i + 1]);
      const auto unit = static_cast<char32_t>(little ? (b << 8 | a) : (a << 8 | b));
      char32_t c = unit;
      if (lead != 0) {
        if (!U16_IS_TRAIL(unit)) {
          ++bad;
        } else {
          c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead, unit));
        }
        lead = 0;
      }
      if (U16_IS_LEAD(c)) {
        lead = c;
        continue;
      }
      if (c >= 0x20 && c < 0x7F) ++ascii;
      if (c == '\n' || c == '\r') ++ascii;
      if ((c < 0x20 && !(c >= '\t' && c <= '\r')) || (c >= 0x7F && c < 0xA0) ||
          !u_isdefined(static_cast<UChar32>(c)) ||
          u_charType(static_cast<UChar32>(c)) == U_PRIVATE_USE_CHAR || U16_IS_TRAIL(c)) {
        ++bad;
      }
    }
    if (bad * 500 > units || ascii * 100 < units || ascii <= best_ascii) continue;
    best_ascii = ascii;
    best.emplace();
    best->name = little ? "UTF-16LE" : "UTF-16BE";
  }
  return best;
}

Charset DetectCharset(std::string_view bytes, std::string_view declared) {
  Charset charset;
  charset.name = "UTF-8";
  const Utf8Count count = CountUtf8(bytes);
  const bool ascii = std::all_of(bytes.begin(), bytes.end(), IsAsciiByte);
  if (ascii) {
    if (HasJapaneseEscape(bytes) && !IsIllFormedAnywhere(bytes, "ISO-2022-JP")) charset.name = "ISO-2022-JP";
    return charset;
  }
  // One letter at the very end is no sequence that was cut, for want of others.
  if (count.well_formed > kWellFormedFactor * count.ill_formed) return charset;
  const std::string sample = Surroundings(bytes, kStatisticsBytes);
  const Candidate best = MostProbable(sample);
  if (!declared.empty()) {
    Result<Charset> by_name = CharsetByName(declared);
    if (by_name.ok() && !by_name->is_utf8() && !Contradicts(sample, by_name->name, best)) {
      by_name->how = CharsetHow::kDeclared;
      return *by_name;
    }
  }
  charset.name = best.name;
  charset.plausible =
      best.score.total > kImplausibleForEach * static_cast<double>(best.score.bytes) - kContradiction;
  return charset;
}

Result<std::unique_ptr<Utf8Converter>> Utf8Converter::Open(const std::string& charset) {
  if (charset == "UTF-8") return std::unique_ptr<Utf8Converter>(std::make_unique<PassingConverter>());
  Converter converter = OpenConverter(charset);
  if (converter == nullptr) {
    return Status(StatusCode::kInvalidArgument, "unknown charset \"" + charset + "\"");
  }
  return std::unique_ptr<Utf8Converter>(std::make_unique<IcuConverter>(std::move(converter)));
}

}  // namespace newsearch

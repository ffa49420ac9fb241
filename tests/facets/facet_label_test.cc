// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/facet.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

TEST(FacetLabel, Table) {
  static const struct {
    const char* facet;
    const char* value;
    const char* locale;
    const char* expected;
  } kRows[] = {
      // Codes have names.
      {"country", "SE", "en", "Sweden"},
      {"country", "GB", "en", "United Kingdom"},
      {"lang", "sv", "en", "Swedish"},
      {"lang", "no", "en", "Norwegian"},
      // In the reader's language.
      {"country", "SE", "sv", "Sverige"},
      {"country", "SE", "de", "Schweden"},
      {"country", "DE", "fr", "Allemagne"},
      {"country", "DE", "ja", "ドイツ"},
      {"country", "CN", "zh-Hant", "中國"},
      {"country", "CN", "zh-TW", "中國"},
      {"country", "CN", "zh", "中国"},
      {"country", "GR", "pt-BR", "Grécia"},
      {"country", "GR", "pt_BR", "Grécia"},
      {"country", "SE", "SV", "Sverige"},
      {"country", "SE", "sr-Latn", "Švedska"},
      {"lang", "sv", "sv", "svenska"},
      {"lang", "de", "fr", "allemand"},
      // The rest is its own name.
      {"city", "Kista", "en", "Kista"},
      {"city", "SE", "en", "SE"},
      {"project", "Organicity", "en", "Organicity"},
      {"project", "SE", "sv", "SE"},
      {"year", "2016", "en", "2016"},
      {"year", "2016", "ar", "2016"},
      // What has no name, and what is no facet.
      {"country", "XX", "en", "XX"},
      {"country", "", "sv", ""},
      {"lang", "qq", "en", "qq"},
      {"lang", "und", "de", "Unbekannte Sprache"},
      {"nothing", "SE", "sv", "SE"},
      {"", "", "", ""},
      // A locale that is none is English.
      {"country", "SE", "", "Sweden"},
      {"country", "SE", "not a locale", "Sweden"},
      {"country", "SE", "tlh", "Sweden"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(FacetLabel(row.facet, row.value, row.locale), row.expected)
        << row.facet << ": " << row.value << " in " << row.locale;
  }
  EXPECT_EQ(FacetLabel("country", "SE"), "Sweden");
}

TEST(CheckLocale, Table) {
  for (const char* good : {"en", "sv", "SV", "pt-BR", "pt_BR", "zh-Hant", "zh-Hant-TW", "sr-Latn", "de-AT",
                           "no", "nb", "he", "en-u-ca-gregory", "de-DE-1996"}) {
    EXPECT_THAT(CheckLocale(good), IsOk()) << good;
  }
  static const struct {
    std::string locale;
    const char* says;
  } kRows[] = {
      {"", "no language tag"},
      {"C", "no language tag"},
      {"english!", "no language tag"},
      {"en_US.UTF-8", "no language tag"},
      {"not a locale", "no language tag"},
      {"\xFF\xFE", "no language tag"},
      {std::string("en\0x", 4), "no language tag"},
      {std::string(5000, 'a'), "no language tag"},
      {"tlh", "nothing has a name"},
      {"klingon", "nothing has a name"},
      {"und", "nothing has a name"},
      {"qq-SE", "nothing has a name"},
  };
  for (const auto& row : kRows) {
    const Status status = CheckLocale(row.locale);
    EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument)) << row.locale;
    EXPECT_NE(status.message().find(row.says), std::string::npos) << status.message();
  }
}

}  // namespace
}  // namespace newsearch

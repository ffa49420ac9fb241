// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the tests of segmentation share: an archive as lines, its blocks, and how it was split as lines to
// compare.
#ifndef NEWSEARCH_TESTS_INGEST_SPLITTER_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_INGEST_SPLITTER_TEST_SUPPORT_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/article_splitter.h"
#include "ingest/block.h"
#include "ingest/html_blocks.h"
#include "ingest/markdown_blocks.h"
#include "support/test_support.h"

namespace newsearch {

// Paragraphs of news: two sentences or more, no dates.
inline std::string Prose(std::string_view lang) {
  if (lang == "de") {
    return "Zwei Tage lang waren die Versuche zu sehen, vom Laternenpfahl, der Fahrräder zählt, bis zum "
           "Kiosk, "
           "in dem Rentner zeigen, wie man Radios flickt. Rund 240 Besucher kamen und blieben bis zum "
           "Schluss.";
  }
  if (lang == "fr") {
    return "Pendant deux jours, les essais étaient ouverts au public, du réverbère qui compte les vélos au "
           "kiosque où l’on répare les radios. Quelque 240 visiteurs sont venus, et beaucoup sont restés.";
  }
  if (lang == "pl") {
    return "Przez dwa dni można było oglądać próby, od latarni, która liczy rowery, po kiosk, w którym "
           "emeryci "
           "uczą naprawiać radia. Przyszło około 240 osób, a wiele z nich zostało do samego końca.";
  }
  if (lang == "cs") {
    return "Dva dny byly pokusy k vidění, od lampy, která počítá kola, až po stánek, kde důchodci učí "
           "opravovat "
           "rádia. Přišlo asi 240 lidí a mnozí z nich zůstali až do konce.";
  }
  if (lang == "ru") {
    return "Два дня можно было смотреть на опыты, от фонаря, который считает велосипеды, до киоска, где учат "
           "чинить радио. Пришло около 240 человек, и многие из них остались до самого конца.";
  }
  if (lang == "hu") {
    return "Két napig lehetett megnézni a próbákat, a kerékpárokat számoló lámpától a kioszkig, ahol rádiót "
           "javítani tanítanak. Mintegy 240 látogató jött, és sokan közülük a végéig maradtak.";
  }
  if (lang == "fi") {
    return "Kokeilut olivat kaksi päivää esillä, polkupyöriä laskevasta lyhtypylväästä kioskiin, jossa "
           "opetetaan "
           "korjaamaan radioita. Noin 240 kävijää tuli paikalle, ja moni heistä jäi loppuun asti.";
  }
  if (lang == "sv") {
    return "Försöken visades i två dagar, från en lyktstolpe som räknar cyklar till en kiosk där man lär sig "
           "att "
           "laga radioapparater. Omkring 240 besökare kom, och många av dem stannade till slutet.";
  }
  if (lang == "es") {
    return "Las pruebas se pudieron ver durante dos días, desde la farola que cuenta bicicletas hasta el "
           "quiosco "
           "donde enseñan a reparar radios. Vinieron unas 240 personas, y muchas se quedaron hasta el final.";
  }
  if (lang == "pt") {
    return "Os ensaios estiveram à vista durante dois dias, do candeeiro que conta bicicletas ao quiosque "
           "onde se "
           "ensina a consertar rádios. Vieram umas 240 pessoas, e muitas ficaram até ao fim.";
  }
  if (lang == "it") {
    return "Per due giorni si sono viste le prove, dal lampione che conta le biciclette al chiosco dove si "
           "insegna "
           "a riparare le radio. Sono venute circa 240 persone, e molte sono rimaste fino alla fine.";
  }
  if (lang == "ro") {
    return "Timp de două zile s-au putut vedea încercările, de la felinarul care numără bicicletele până la "
           "chioșcul unde se repară radiouri. Au venit cam 240 de oameni, și mulți au rămas până la sfârșit.";
  }
  if (lang == "ja") {
    return "自転車を数える街灯から、ラジオの直し方を教える売店まで、二日間にわたって試みが公開されました。お"
           "よそ二百"
           "四十人が訪れ、多くの人が最後まで残りました。";
  }
  return "The pilots were on show for two days, from a lamp post that counts cyclists to a kiosk where "
         "pensioners "
         "teach students how to mend radios. Some 240 visitors came, and many of them stayed until the end.";
}

// Lines with each "BODY" replaced by prose.
inline std::string ArchiveOf(std::string_view text, std::string_view lang) {
  std::string archive;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    archive.append(line == "BODY" ? Prose(lang) : std::string(line)).append("\n");
    begin = end + 1;
  }
  return archive;
}

enum class Markup { kNone, kMarkdown, kHtml };

// The blocks of an archive, with dates. `text` must outlive them.
inline BlockList BlocksOf(std::string_view text, const std::string& lang, Markup markup = Markup::kNone) {
  BlockList list;
  if (markup == Markup::kNone) {
    std::vector<uint64_t> cut;
    list.blocks = MakeBlocks(text, 1u << 20, &cut);
  } else {
    EXPECT_THAT(markup == Markup::kHtml ? MakeHtmlBlocks(text, &list) : MakeMarkdownBlocks(text, &list),
                IsOk());
  }
  FindDates(DateParser(DateOptions{{lang}, false}), &list.blocks);
  return list;
}

// What must hold of every split: articles in order, each within itself, and every block in one role.
inline std::string FaultInSplit(const std::vector<Block>& blocks, const ArchiveSplit& split) {
  if (split.roles.size() != blocks.size()) return "not every block has a role";
  size_t previous_end = 0;
  std::vector<bool> covered(blocks.size());
  // A text in which nothing repeats is all body, whatever its title is.
  const bool whole = std::all_of(split.roles.begin(), split.roles.end(),
                                 [](BlockRole role) { return role == BlockRole::kBody; });
  for (size_t a = 0; a < split.articles.size(); ++a) {
    const ArticleBlocks& article = split.articles[a];
    const auto fault = [a](const std::string& what) { return "article " + std::to_string(a) + ": " + what; };
    if (article.first < previous_end) return fault("overlaps the one above");
    if (article.first >= article.end || article.end > blocks.size()) return fault("ends before it starts");
    if (!(article.confidence >= 0 && article.confidence <= 1)) return fault("confidence");
    if (article.reasons.empty()) return fault("no reason");
    previous_end = article.end;
    for (const auto& part : {article.title, article.date, article.event}) {
      if (part && (*part < article.first || *part >= article.end)) return fault("a part outside");
    }
    if (article.date && blocks[*article.date].dates.empty()) return fault("a date line without a date");
    if (article.event && blocks[*article.event].dates.empty()) return fault("an event without a date");
    if (article.event && (!article.date || *article.event == *article.date))
      return fault("an event, no date");
    if (article.group) {
      if (*article.group >= article.first) return fault("its group's heading below");
      if (split.roles[*article.group] != BlockRole::kGroupDate) return fault("its group is none");
    }
    for (size_t i = article.first; i < article.end; ++i) {
      covered[i] = true;
      const BlockRole role = split.roles[i];
      if (role == BlockRole::kFurniture || role == BlockRole::kGroupDate) return fault("furniture inside");
      if (role == BlockRole::kTitle && article.title != i) return fault("a second title");
      if (role == BlockRole::kEventDate && article.event != i) return fault("a second event");
      if (role == BlockRole::kDate &&
          (!article.date || i < *article.date || i >= *article.date + blocks[*article.date].date_blocks)) {
        return fault("a second date");
      }
    }
    if (article.title && !whole && split.roles[*article.title] != BlockRole::kTitle)
      return fault("a title without the role");
  }
  for (size_t i = 0; i < blocks.size(); ++i) {
    if (covered[i]) continue;
    if (split.roles[i] != BlockRole::kFurniture && split.roles[i] != BlockRole::kGroupDate) {
      return "block " + std::to_string(i) + " is " + std::string(BlockRoleName(split.roles[i])) +
             " in no article";
    }
  }
  return "";
}

// "1-4 title 1 date 3 event 5 group 8": lines from 1; the title only where it is not in the date's line.
inline std::string DescribeArticle(const std::vector<Block>& blocks, const ArticleBlocks& article) {
  const auto line = [&blocks](size_t i) { return std::to_string(blocks[i].line); };
  const Block& last = blocks[article.end - 1];
  std::string text =
      line(article.first) + "-" + std::to_string(last.end_line != 0 ? last.end_line : last.line);
  if (article.title && article.title != article.date) text += " title " + line(*article.title);
  if (article.date) text += " date " + line(*article.date);
  if (article.event) text += " event " + line(*article.event);
  if (article.group) text += " group " + line(*article.group);
  return text;
}

inline std::vector<std::string> SplitLines(std::string_view archive, const std::string& lang,
                                           Markup markup = Markup::kNone) {
  const BlockList list = BlocksOf(archive, lang, markup);
  const ArchiveSplit split =
      ArticleSplitter(list.blocks).Split(list.blocks, SplitStart::kStartOfArchive, true);
  EXPECT_EQ(FaultInSplit(list.blocks, split), "");
  std::vector<std::string> articles;
  for (const ArticleBlocks& article : split.articles)
    articles.push_back(DescribeArticle(list.blocks, article));
  return articles;
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INGEST_SPLITTER_TEST_SUPPORT_H_

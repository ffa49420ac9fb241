// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/word_group.h"

#include <utility>

#include "index/terms.h"
#include "text/term_filter.h"

namespace newsearch {

GroupMember MakeMember(const LanguageVocabulary& language, const LikeWord& like) {
  VocabularyEntry entry = language.Entry(like.word);
  return {WordTerm(language.lang(), entry.word), WordCodeOf(LooseForm(entry.word)), like.likeness,
          std::move(entry.postings)};
}

}  // namespace newsearch

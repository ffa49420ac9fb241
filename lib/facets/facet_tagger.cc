// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/facet_tagger.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace newsearch {
namespace {

bool Overlap(const TextSpan& a, const TextSpan& b) {
  return a.piece == b.piece && a.begin < b.end && b.begin < a.end;
}

// A project that an authority file knows, or a part of its name, is not discovered once more.
void DropKnown(const AuthorityTagger& authorities, const std::vector<FoundValue>& known,
               std::vector<FoundValue>* discovered) {
  std::erase_if(*discovered, [&](FoundValue& value) {
    if (authorities.Knows("project", value.value.value)) return true;
    std::erase_if(value.mentions, [&](const FacetMention& mention) {
      return std::any_of(known.begin(), known.end(), [&](const FoundValue& one) {
        return one.value.facet == "project" &&
               std::any_of(one.mentions.begin(), one.mentions.end(),
                           [&](const FacetMention& other) { return Overlap(mention.span, other.span); });
      });
    });
    return value.mentions.empty();
  });
}

}  // namespace

FacetTagger::FacetTagger(std::shared_ptr<const AuthorityTagger> authorities, Scope scope)
    : authorities_(std::move(authorities)),
      places_(Gazetteer::Builtin(),
              scope == Scope::kArchive ? WordSet::kArchiveBits : WordSet::kArticleBits) {}

PreparedArticle FacetTagger::Prepare(const ArticleText& article) {
  PreparedArticle prepared;
  prepared.words = ScanArticle(article);
  places_.Find(prepared.words, &prepared.places);
  if (authorities_) prepared.authorities = authorities_->Tag(prepared.words);
  return prepared;
}

void FacetTagger::Learn(PreparedArticle* article) {
  projects_.Learn(article->words);
  places_.Learn(article->words, &article->places);
  if (authorities_) places_.ExpectPlaces(authorities_->CitiesOf(article->authorities));
}

void FacetTagger::Forget() {
  projects_.Forget();
  places_.Forget();
}

std::vector<FoundValue> FacetTagger::Tag(PreparedArticle* article) {
  std::vector<FoundValue> found = std::move(article->authorities);
  std::vector<FoundValue> projects = projects_.Tag(article->words, &places_.archive().small_words);
  if (authorities_) DropKnown(*authorities_, found, &projects);
  std::move(projects.begin(), projects.end(), std::back_inserter(found));
  std::vector<FoundValue> places = places_.Tag(article->words, &article->places);
  std::move(places.begin(), places.end(), std::back_inserter(found));
  return found;
}

}  // namespace newsearch

// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the dates of an archive say about each other.
#ifndef NEWSEARCH_LIB_INGEST_DATE_INFERENCE_H_
#define NEWSEARCH_LIB_INGEST_DATE_INFERENCE_H_

#include <optional>
#include <vector>

#include "ingest/date_parser.h"
#include "newsearch/document.h"

namespace newsearch {

// The date of one article, among those of its archive in order. Only start, end, precision and `inferred` of
// the dates are looked at and filled.
struct DatedArticle {
  std::optional<DateMention> mention;  // as it was written
  int year_above = 0;                  // of a dated heading over it; 0: none
  std::optional<Date> date;
  std::optional<Date> bounds;  // of an article without a date
  bool year_inferred = false;  // out
  bool rejected = false;       // out: the archive is of another time
  bool settled = false;        // in: from an earlier part of the archive; context for the others
};

// Gives dates without a year the heading's, else the one that brings them closest to the dated articles
// around them; takes dates away that lie far outside of the archive's time; and, where the dated articles are
// in order, gives those without a date the interval between their neighbours. An archive is in order when a
// longest monotone subsequence (Fredman 1975, by patience sorting) has nearly all of its dates, the others
// being outliers: the isotonic regression of its dates under 0-1 loss.
void InferDates(std::vector<DatedArticle>* articles);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DATE_INFERENCE_H_

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/utf8_source.h"

#include <algorithm>

#include "util/utf8.h"

namespace newsearch {
namespace {

// The bytes at the end of `text` that may be the beginning of a character.
size_t CutCharacter(std::string_view text) {
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte >= 0xC0) return back < (byte >= 0xF0 ? 4u : byte >= 0xE0 ? 3u : 2u) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

}  // namespace

Result<bool> Utf8Source::Read(std::string* text) {
  if (ended_) return false;
  const Result<bool> more = source_->Read(&pending_);
  if (!more.ok()) return more.status();
  ended_ = !*more;
  const size_t rest = ended_ ? 0 : CutCharacter(pending_);
  const std::string_view piece = std::string_view(pending_).substr(0, pending_.size() - rest);
  if (IsValidUtf8(piece)) {
    text->append(piece);
    read_bytes_ += piece.size();
    source_bytes_ += piece.size();
  } else {
    for (size_t i = 0; i < piece.size();) {
      const Utf8Step step = DecodeUtf8(piece, i);
      const size_t before = text->size();
      AppendUtf8(step.code_point, text);
      const size_t added = text->size() - before;
      i += step.length;
      read_bytes_ += added;
      source_bytes_ += step.length;
      if (!step.well_formed) ill_formed_bytes_ += step.length;
      if (added != step.length) runs_.push_back({read_bytes_, source_bytes_});
    }
  }
  const bool any = !piece.empty() || !ended_;
  pending_.erase(0, piece.size());
  return any;
}

uint64_t Utf8Source::SourceOffset(uint64_t offset) const {
  const auto after = std::upper_bound(runs_.begin(), runs_.end(), offset,
                                      [](uint64_t wanted, const Run& run) { return wanted < run.read; });
  if (after == runs_.begin()) return runs_.front().source;
  const Run& run = *(after - 1);
  const uint64_t at = run.source + (offset - run.read);
  return after == runs_.end() ? at : std::min(at, after->source);
}

void Utf8Source::Forget(uint64_t offset) {
  while (runs_.size() > 1 && runs_[1].read <= offset) runs_.pop_front();
}

}  // namespace newsearch

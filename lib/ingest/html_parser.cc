// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/html_parser.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "ingest/block_builder.h"

namespace newsearch {
namespace {

// Browsers stop at 512, too.
constexpr size_t kMaxDepth = 512;
// Formatting elements that are open at a time; more are slips of the pen.
constexpr size_t kMaxFormatting = 16;
constexpr size_t kBetweenCuts = 32768;
constexpr std::string_view kCdata = "<![CDATA[";

enum TagKind : uint8_t {
  kOther = 0,
  kNoNesting = 1,   // void, or closed by the next of its kind
  kFormatting = 2,  // opened again in every paragraph until it is closed
  kRaw = 4,         // nothing but its end tag is a tag in it
  kStartsLine = 8,
};

constexpr std::array<uint8_t, GUMBO_TAG_LAST + 1> kKinds = [] {
  std::array<uint8_t, GUMBO_TAG_LAST + 1> kinds{};
  for (const GumboTag tag :
       {GUMBO_TAG_AREA,   GUMBO_TAG_BASE,   GUMBO_TAG_BASEFONT, GUMBO_TAG_BGSOUND, GUMBO_TAG_BR,
        GUMBO_TAG_COL,    GUMBO_TAG_EMBED,  GUMBO_TAG_FRAME,    GUMBO_TAG_HR,      GUMBO_TAG_IMG,
        GUMBO_TAG_IMAGE,  GUMBO_TAG_INPUT,  GUMBO_TAG_KEYGEN,   GUMBO_TAG_LINK,    GUMBO_TAG_META,
        GUMBO_TAG_PARAM,  GUMBO_TAG_SOURCE, GUMBO_TAG_TRACK,    GUMBO_TAG_WBR,     GUMBO_TAG_P,
        GUMBO_TAG_LI,     GUMBO_TAG_DT,     GUMBO_TAG_DD,       GUMBO_TAG_TD,      GUMBO_TAG_TH,
        GUMBO_TAG_TR,     GUMBO_TAG_TBODY,  GUMBO_TAG_THEAD,    GUMBO_TAG_TFOOT,   GUMBO_TAG_COLGROUP,
        GUMBO_TAG_OPTION, GUMBO_TAG_A,      GUMBO_TAG_HTML,     GUMBO_TAG_HEAD,    GUMBO_TAG_BODY}) {
    kinds[tag] |= kNoNesting;
  }
  for (const GumboTag tag :
       {GUMBO_TAG_B, GUMBO_TAG_BIG, GUMBO_TAG_CODE, GUMBO_TAG_EM, GUMBO_TAG_FONT, GUMBO_TAG_I, GUMBO_TAG_NOBR,
        GUMBO_TAG_S, GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_TT, GUMBO_TAG_U}) {
    kinds[tag] |= kFormatting;
  }
  for (const GumboTag tag : {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_TITLE,
                             GUMBO_TAG_XMP, GUMBO_TAG_IFRAME, GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES}) {
    kinds[tag] |= kRaw;
  }
  for (const GumboTag tag :
       {GUMBO_TAG_DIV, GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_UL,
        GUMBO_TAG_OL, GUMBO_TAG_LI, GUMBO_TAG_TABLE, GUMBO_TAG_TR, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE,
        GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_DL, GUMBO_TAG_DT, GUMBO_TAG_BR, GUMBO_TAG_HR}) {
    kinds[tag] |= kStartsLine;
  }
  return kinds;
}();

bool IsNameEnd(char c) { return c == '>' || c == '/' || c == ' ' || (c >= '\t' && c <= '\r'); }

// The end of raw text: where "</name" begins.
size_t RawEnd(std::string_view html, std::string_view name, size_t begin) {
  for (size_t i = html.find("</", begin); i != std::string_view::npos; i = html.find("</", i + 2)) {
    const std::string_view found = html.substr(i + 2, name.size());
    const size_t after = i + 2 + name.size();
    if (found.size() == name.size() && after < html.size() && IsNameEnd(html[after]) &&
        std::equal(name.begin(), name.end(), found.begin(),
                   [](char a, char b) { return (a | 0x20) == (b | 0x20); })) {
      return i;
    }
  }
  return html.size();
}

}  // namespace

HtmlSurvey SurveyHtml(std::string_view html) {
  HtmlSurvey survey;
  std::vector<uint8_t> open;
  std::array<uint32_t, GUMBO_TAG_LAST + 1> formatting{};
  size_t formatting_open = 0;
  size_t foreign = 0;
  size_t last_cut = 0;
  static_assert(GUMBO_TAG_LAST < 256);
  // Gumbo 0.10.1 ends the program at text behind a CDATA section in a table (handle_in_table's assertion). A
  // page of HTML has them as comments only, or in pictures.
  for (size_t i = html.find(kCdata); i != std::string_view::npos; i = html.find(kCdata, i + 1)) {
    survey.edits.push_back({i + 2, i + kCdata.size(), false});
  }
  for (size_t i = html.find('<'); i != std::string_view::npos; i = html.find('<', i)) {
    size_t long_tag = 0;
    const size_t end = SkipMarkup(html, i, &long_tag);
    if (end == i) {
      ++i;
      continue;
    }
    const size_t tag_begin = std::exchange(i, end);
    if (long_tag > 0 && long_tag + 1 < end) survey.edits.push_back({long_tag, end - 1, false});
    const bool closing = html[tag_begin + 1] == '/';
    const size_t name_begin = tag_begin + 1 + closing;
    size_t name_end = name_begin;
    while (name_end < end && !IsNameEnd(html[name_end])) ++name_end;
    if (name_end == name_begin || html[name_begin] == '!' || html[name_begin] == '?') continue;
    const std::string_view name = html.substr(name_begin, name_end - name_begin);
    const GumboTag tag = gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
    const uint8_t kind = kKinds[tag];
    if (closing) {
      if (kind & kFormatting) {
        if (formatting[tag] > 0) --formatting[tag], --formatting_open;
      } else if (!(kind & kNoNesting)) {
        const auto match = std::find(open.rbegin(), open.rend(), static_cast<uint8_t>(tag));
        if (match != open.rend()) {
          for (auto closed = open.rbegin(); closed <= match; ++closed) {
            foreign -= *closed == GUMBO_TAG_SVG || *closed == GUMBO_TAG_MATH;
          }
          open.erase(std::prev(match.base()), open.end());
        }
      }
      continue;
    }
    if ((kind & kStartsLine) && tag_begin - last_cut >= kBetweenCuts) {
      survey.cuts.push_back(tag_begin);
      last_cut = tag_begin;
    }
    if (kind & kFormatting) {
      if (formatting_open >= kMaxFormatting) {
        survey.edits.push_back({tag_begin, end, false});
      } else {
        ++formatting[tag], ++formatting_open;
      }
    } else if ((kind & kRaw) && foreign == 0) {
      i = RawEnd(html, name, end);
    } else if (!(kind & kNoNesting)) {
      if (open.size() >= kMaxDepth) {
        survey.edits.push_back({tag_begin, end, (kind & kStartsLine) != 0});
      } else {
        open.push_back(static_cast<uint8_t>(tag));
        foreign += tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
      }
    }
  }
  return survey;
}

std::string EditedHtml(std::string_view html, const HtmlSurvey& survey) {
  std::string edited(html);
  for (const HtmlSurvey::Edit& edit : survey.edits) {
    std::fill(edited.begin() + static_cast<ptrdiff_t>(edit.begin),
              edited.begin() + static_cast<ptrdiff_t>(edit.end), ' ');
    if (edit.border && edit.end - edit.begin >= 4) edited.replace(edit.begin, 4, "<br>");
  }
  return edited;
}

// Gives memory piece by piece and takes it back at once; what Gumbo gives back in between serves again.
class HtmlParser::Arena {
 public:
  Arena() = default;
  ~Arena() { FreeChunks(); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void Start(size_t max_bytes) {
    FreeChunks();
    max_bytes_ = max_bytes;
  }

  // Jumps to `over` instead of returning null, which Gumbo does not expect.
  static void* Allocate(void* arena, size_t size) { return static_cast<Arena*>(arena)->Take(size); }
  static void Deallocate(void* arena, void* memory) { static_cast<Arena*>(arena)->GiveBack(memory); }

  std::jmp_buf over;

 private:
  struct Chunk {
    Chunk* next;
    size_t size;
  };
  static constexpr size_t kUnit = 16;
  static constexpr size_t kClasses = 64;  // larger pieces are not used again
  static constexpr size_t kFirstChunk = 1 << 14;
  static constexpr size_t kLargestChunk = 1 << 23;
  static constexpr size_t kHugePage = 1 << 21;

  void* Take(size_t size) {
    const size_t units = (size + sizeof(uint64_t) + kUnit - 1) / kUnit;
    if (units < kClasses && free_[units] != nullptr) {
      void* memory = free_[units];
      std::memcpy(&free_[units], memory, sizeof(void*));
      return memory;
    }
    const size_t bytes = units * kUnit;
    if (bytes > left_) AddChunk(bytes);
    std::memcpy(at_, &units, sizeof(units));
    void* memory = at_ + sizeof(uint64_t);
    at_ += bytes;
    left_ -= bytes;
    return memory;
  }

  void GiveBack(void* memory) {
    if (memory == nullptr) return;
    size_t units = 0;
    std::memcpy(&units, static_cast<char*>(memory) - sizeof(uint64_t), sizeof(units));
    if (units >= kClasses) return;
    std::memcpy(memory, &free_[units], sizeof(void*));
    free_[units] = memory;
  }

  // The tree of a large page is written once and read once: much of its time goes into getting pages of
  // memory.
  static void* NewChunk(size_t size) {
#ifdef MADV_HUGEPAGE
    if (size >= kHugePage) {
      void* memory = nullptr;
      if (posix_memalign(&memory, kHugePage, size) != 0) return nullptr;
      madvise(memory, size, MADV_HUGEPAGE);
      return memory;
    }
#endif
    return std::malloc(size);
  }

  void AddChunk(size_t bytes) {
    const size_t size = std::max(bytes + kUnit, next_chunk_);
    auto* chunk = used_ + size > max_bytes_ ? nullptr : static_cast<Chunk*>(NewChunk(size));
    if (chunk == nullptr) std::longjmp(over, 1);
    next_chunk_ = std::min(next_chunk_ * 2, kLargestChunk);
    used_ += size;
    chunk->next = chunks_;
    chunk->size = size;
    chunks_ = chunk;
    at_ = reinterpret_cast<char*>(chunk) + kUnit;
    left_ = size - kUnit;
  }

  void FreeChunks() {
    while (chunks_ != nullptr) std::free(std::exchange(chunks_, chunks_->next));
    at_ = nullptr;
    left_ = 0;
    used_ = 0;
    next_chunk_ = kFirstChunk;
    free_.fill(nullptr);
  }

  Chunk* chunks_ = nullptr;
  char* at_ = nullptr;
  size_t left_ = 0;
  size_t used_ = 0;
  size_t max_bytes_ = 0;
  size_t next_chunk_ = kFirstChunk;
  std::array<void*, kClasses> free_{};
};

HtmlParser::HtmlParser() : arena_(std::make_unique<Arena>()) {}
HtmlParser::~HtmlParser() = default;

const GumboOutput* HtmlParser::Parse(std::string_view html, size_t max_bytes) {
  Arena* const arena = arena_.get();
  arena->Start(max_bytes);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = Arena::Allocate;
  options.deallocator = Arena::Deallocate;
  options.userdata = arena;
  options.max_errors = 0;
  // Nothing between here and the jump has a destructor: Gumbo is C.
  if (setjmp(arena->over) != 0) return nullptr;
  return gumbo_parse_with_options(&options, html.data(), html.size());
}

}  // namespace newsearch

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/html_blocks.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ingest/block_builder.h"
#include "ingest/html_entity.h"
#include "ingest/html_parser.h"
#include "ingest/ingest_words.h"
#include "text/normalizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Gumbo's offsets have 32 bits.
constexpr size_t kMaxBytes = size_t{1} << 31;
// A tree takes 10 to 35 times its source. What would take more is read in two halves.
constexpr size_t kTreeBytes = size_t{64} << 20;
constexpr size_t kTreeRatio = 32;
constexpr size_t kMaxTreeBytes = size_t{1} << 30;
// A row of a table with more text than this is no row but a layout.
constexpr size_t kMaxRowChars = 500;
constexpr size_t kMaxRowNodes = 2000;
// A page has a header and a footer, perhaps one more for its main part. Where there are more, they are those
// of its items.
constexpr uint32_t kMaxHeaders = 3;

enum class Layout : uint8_t {
  kInline,
  kDropped,
  kBlock,    // begins and ends a line
  kSpaced,   // and has an empty line above and below
  kHeading,  // the same
  kList,     // the same, unless it is in a list
  kItem,
  kPre,
  kRow,
  kCell,
  kBreak,
  kRule,
};

constexpr std::array<Layout, GUMBO_TAG_LAST + 1> kLayouts = [] {
  std::array<Layout, GUMBO_TAG_LAST + 1> layouts{};
  const auto set = [&layouts](Layout layout, std::initializer_list<GumboTag> tags) {
    for (const GumboTag tag : tags) layouts[tag] = layout;
  };
  set(Layout::kDropped,
      {GUMBO_TAG_HEAD,     GUMBO_TAG_TITLE,    GUMBO_TAG_STYLE,    GUMBO_TAG_SCRIPT,   GUMBO_TAG_NOSCRIPT,
       GUMBO_TAG_TEMPLATE, GUMBO_TAG_SVG,      GUMBO_TAG_IFRAME,   GUMBO_TAG_OBJECT,   GUMBO_TAG_EMBED,
       GUMBO_TAG_APPLET,   GUMBO_TAG_VIDEO,    GUMBO_TAG_AUDIO,    GUMBO_TAG_CANVAS,   GUMBO_TAG_INPUT,
       GUMBO_TAG_SELECT,   GUMBO_TAG_DATALIST, GUMBO_TAG_OPTGROUP, GUMBO_TAG_OPTION,   GUMBO_TAG_TEXTAREA,
       GUMBO_TAG_BUTTON,   GUMBO_TAG_METER,    GUMBO_TAG_PROGRESS, GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOEMBED,
       GUMBO_TAG_RP,       GUMBO_TAG_RT,       GUMBO_TAG_RTC,      GUMBO_TAG_FRAMESET});
  set(Layout::kBlock,
      {GUMBO_TAG_DIV,     GUMBO_TAG_NAV,      GUMBO_TAG_ASIDE,    GUMBO_TAG_HEADER,     GUMBO_TAG_FOOTER,
       GUMBO_TAG_MAIN,    GUMBO_TAG_HGROUP,   GUMBO_TAG_ADDRESS,  GUMBO_TAG_DT,         GUMBO_TAG_DD,
       GUMBO_TAG_CAPTION, GUMBO_TAG_FORM,     GUMBO_TAG_LEGEND,   GUMBO_TAG_FIGCAPTION, GUMBO_TAG_SUMMARY,
       GUMBO_TAG_CENTER,  GUMBO_TAG_TBODY,    GUMBO_TAG_THEAD,    GUMBO_TAG_TFOOT,      GUMBO_TAG_BODY,
       GUMBO_TAG_MARQUEE, GUMBO_TAG_MULTICOL, GUMBO_TAG_MENUITEM, GUMBO_TAG_FIELDSET});
  set(Layout::kSpaced, {GUMBO_TAG_P, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_TABLE, GUMBO_TAG_DL, GUMBO_TAG_ARTICLE,
                        GUMBO_TAG_SECTION, GUMBO_TAG_FIGURE, GUMBO_TAG_DETAILS});
  set(Layout::kHeading, {GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6});
  set(Layout::kList, {GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_MENU, GUMBO_TAG_DIR});
  set(Layout::kItem, {GUMBO_TAG_LI});
  set(Layout::kPre, {GUMBO_TAG_PRE, GUMBO_TAG_LISTING, GUMBO_TAG_XMP, GUMBO_TAG_PLAINTEXT});
  set(Layout::kRow, {GUMBO_TAG_TR});
  set(Layout::kCell, {GUMBO_TAG_TD, GUMBO_TAG_TH});
  set(Layout::kBreak, {GUMBO_TAG_BR});
  set(Layout::kRule, {GUMBO_TAG_HR});
  return layouts;
}();

char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return AsciiLower(x) == AsciiLower(y); });
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Calls `visit` with each of the words of `text`.
template <typename Visit>
void ForEachToken(std::string_view text, const Visit& visit) {
  static constexpr std::string_view kSpace = " \t\n\r\f";
  for (size_t begin = text.find_first_not_of(kSpace); begin != std::string_view::npos;) {
    const size_t end = std::min(text.find_first_of(kSpace, begin), text.size());
    visit(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSpace, end);
  }
}

// "de-AT" -> "de".
std::string LanguageOf(std::string_view tag) {
  if (tag.size() < 2 || (tag.size() > 2 && tag[2] != '-' && tag[2] != '_')) return {};
  const std::string lang = {AsciiLower(tag[0]), AsciiLower(tag[1])};
  return std::all_of(lang.begin(), lang.end(), [](char c) { return c >= 'a' && c <= 'z'; }) ? lang
                                                                                            : std::string();
}

// What classes or an id say.
struct Names {
  uint64_t hash = 0;
  PageRegion region = PageRegion::kUnknown;
  uint64_t region_token = 0;
  bool main = false;
  bool hidden = false;
  bool article = false;
  bool comment = false;
  bool updated = false;  // a date, not that of publication
};

Names ReadNames(std::string_view names) {
  const WordTable& table = PageWords();
  Names read;
  std::vector<std::string> tokens;
  bool published = false;
  bool display = false;  // shown on some screens
  bool none = false;
  ForEachToken(names, [&](std::string_view raw) {
    const std::string token = FoldName(raw);
    const auto region = [&](const char* kind, PageRegion value) {
      if (read.region != PageRegion::kUnknown || !table.Has(kind, token)) return;
      read.region = value;
      read.region_token = StableHash().Add(token).value();
    };
    region("navigation", PageRegion::kNavigation);
    region("header", PageRegion::kHeader);
    region("footer", PageRegion::kFooter);
    region("aside", PageRegion::kAside);
    read.main |= table.Has("main", token);
    read.article |= table.Has("article", token);
    read.comment |= table.Has("comment", token);
    read.updated |= token == "updated";
    published |= token == "published";
    none |= token == "d-none";
    display |= token.compare(0, 2, "d-") == 0 && token != "d-none";
    read.hidden |= token != "d-none" && table.Has("hidden", token);
    if (table.Has("variant", token)) return;
    std::string plain;
    for (const char c : token) {
      if (c < '0' || c > '9') plain.push_back(c);
    }
    tokens.push_back(std::move(plain));
  });
  read.updated &= !published;
  read.hidden |= none && !display;
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  StableHash hash;
  for (const std::string& token : tokens) hash.Add(token);
  read.hash = hash.value();
  return read;
}

// What the attributes of an element say.
struct Attributes {
  const char* id = nullptr;
  const char* classes = nullptr;
  const char* role = nullptr;
  const char* itemtype = nullptr;
  const char* itemprop = nullptr;
  const char* content = nullptr;
  const char* datetime = nullptr;
  uint8_t level = 0;
  bool hidden = false;
  bool bold = false;
  bool block = false;
  bool href = false;
  bool open = false;
};

Attributes ReadAttributes(const GumboVector& attributes) {
  Attributes read;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    const std::string_view name = attribute->name;
    const char* value = attribute->value;
    if (name == "class") {
      read.classes = value;
    } else if (name == "href") {
      read.href = true;
    } else if (name == "id") {
      read.id = value;
    } else if (name == "style") {
      std::string style;
      for (const char* c = value; *c != '\0'; ++c) {
        if (*c != ' ' && *c != '\t' && *c != '\n') style.push_back(AsciiLower(*c));
      }
      const auto says = [&style](std::string_view what) { return style.find(what) != std::string::npos; };
      read.hidden |= says("display:none") || says("visibility:hidden");
      read.block |= says("display:block") || says("display:list-item");
      read.bold |= says("font-weight:bold") || says("font-weight:700") || says("font-weight:600");
    } else if (name == "hidden") {
      read.hidden |= !EqualsIgnoringCase(value, "until-found");
    } else if (name == "aria-hidden") {
      read.hidden |= EqualsIgnoringCase(value, "true");
    } else if (name == "role") {
      read.role = value;
    } else if (name == "aria-level") {
      if (value[0] >= '1' && value[0] <= '6' && value[1] == '\0')
        read.level = static_cast<uint8_t>(value[0] - '0');
    } else if (name == "itemtype") {
      read.itemtype = value;
    } else if (name == "itemprop") {
      read.itemprop = value;
    } else if (name == "content") {
      read.content = value;
    } else if (name == "datetime") {
      read.datetime = value;
    } else if (name == "open") {
      read.open = true;
    }
  }
  return read;
}

PageRegion RegionOfRole(std::string_view role) {
  static constexpr std::pair<std::string_view, PageRegion> kRoles[] = {
      {"navigation", PageRegion::kNavigation}, {"search", PageRegion::kNavigation},
      {"menu", PageRegion::kNavigation},       {"menubar", PageRegion::kNavigation},
      {"banner", PageRegion::kHeader},         {"contentinfo", PageRegion::kFooter},
      {"complementary", PageRegion::kAside},   {"main", PageRegion::kMain}};
  for (const auto& [name, region] : kRoles) {
    if (role == name) return region;
  }
  return PageRegion::kUnknown;
}

// Walks the tree of one page, or of a part of one.
class HtmlWalker {
 public:
  HtmlWalker(std::string_view source, std::string_view scan, size_t scan_begin, BlockList* out)
      : scan_(scan), scan_begin_(scan_begin), builder_(source, scan, scan_begin, &entities_, out), out_(out) {
    regions_.emplace_back();
    articles_.emplace_back();
  }

  void Walk(const GumboNode* root) {
    names_.clear();
    Frame page;
    page.node = root;
    page.children = &root->v.element.children;
    Push(page);
    while (!stack_.empty()) {
      Frame& frame = stack_.back();
      if (frame.next < frame.children->length) {
        Visit(static_cast<const GumboNode*>(frame.children->data[frame.next++]));
      } else {
        Leave();
      }
    }
    builder_.Border(false);
  }

  // Regions and articles are known when all is seen.
  void Resolve();

 private:
  struct Frame {
    const GumboNode* node = nullptr;
    const GumboVector* children = nullptr;
    unsigned next = 0;
    Layout layout = Layout::kInline;
    uint64_t path = 0;
    uint32_t region = 0;
    uint32_t article = 0;
    uint8_t heading = 0;
    bool bold = false;
    bool link = false;
    bool pre = false;
    bool raw = false;  // no tags, no references
    bool list = false;
    bool row = false;        // all of it is one block
    bool sectioned = false;  // in an element whose headers are its own
    bool spaced = false;     // an empty line above and below
  };
  struct Region {
    PageRegion region = PageRegion::kUnknown;
    uint32_t parent = 0;
    uint64_t token = 0;
  };
  struct Article {
    uint32_t parent = 0;
    bool comment = false;
    bool heading = false;
    uint32_t headed = 0;        // articles in it that have headings
    uint64_t chars = 0;         // of its own
    uint64_t nested_chars = 0;  // of the articles in it
    uint32_t number = 0;
  };

  void Visit(const GumboNode* node);
  void VisitText(const GumboNode* node);
  void VisitElement(const GumboNode* node);
  void Push(const Frame& frame);
  void Leave();
  void Border(bool spaced) {
    if (stack_.back().row) {
      builder_.Space();
    } else {
      builder_.Border(spaced);
    }
  }
  const Names& NamesOf(const char* names);
  bool IsHidden(const GumboElement& element, const Attributes& attributes);
  bool IsSimpleRow(const GumboNode* row);
  void FindRegion(const GumboElement& element, const Attributes& attributes, Frame* frame);
  void FindArticle(const GumboElement& element, const Attributes& attributes, Frame* frame);
  void FindDatetime(const GumboElement& element, const Attributes& attributes);
  bool StandsApart(const GumboNode* node);

  std::string_view scan_;
  size_t scan_begin_;
  EntityDecoder entities_;
  BlockBuilder builder_;
  BlockList* out_;
  std::vector<Frame> stack_;
  std::unordered_map<std::string_view, Names> names_;
  std::vector<Region> regions_;
  std::vector<Article> articles_;

  // The path of a block is that of the innermost element that holds all of it, if that has a class.
  size_t path_depth_ = 0;
  size_t least_depth_ = 0;
};

const Names& HtmlWalker::NamesOf(const char* names) {
  static const Names kNone;
  if (names == nullptr || *names == '\0') return kNone;
  const auto [entry, added] = names_.try_emplace(names);
  if (added) entry->second = ReadNames(names);
  return entry->second;
}

bool HtmlWalker::IsHidden(const GumboElement& element, const Attributes& attributes) {
  if (attributes.hidden || NamesOf(attributes.classes).hidden) return true;
  return element.tag == GUMBO_TAG_UNKNOWN && !attributes.open && [&element] {
    GumboStringPiece name = element.original_tag;
    gumbo_tag_from_original_text(&name);
    return EqualsIgnoringCase({name.data, name.length}, "dialog");
  }();
}

void HtmlWalker::Push(const Frame& frame) {
  stack_.push_back(frame);
  BlockBuilder::Context* context = builder_.context();
  *context = {frame.heading, frame.region, frame.article, frame.path};
  builder_.set_bold(frame.bold);
  builder_.set_link(frame.link);
}

void HtmlWalker::Leave() {
  const Frame left = stack_.back();
  stack_.pop_back();
  least_depth_ = std::min(least_depth_, stack_.size());
  if (stack_.empty()) return;
  const Frame& frame = stack_.back();
  switch (left.layout) {
    case Layout::kInline:
    case Layout::kDropped:
    case Layout::kBreak:
    case Layout::kRule:
      break;
    case Layout::kCell:
      if (frame.row) {
        builder_.Tab();
      } else {
        builder_.Border(false);
      }
      break;
    case Layout::kItem:
      builder_.set_item(false);
      Border(false);
      break;
    default:
      Border(left.spaced);
  }
  if (left.article != frame.article) builder_.ForgetDatetime();
  *builder_.context() = {frame.heading, frame.region, frame.article, frame.path};
  builder_.set_bold(frame.bold);
  builder_.set_link(frame.link);
}

void HtmlWalker::Visit(const GumboNode* node) {
  switch (node->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
      VisitText(node);
      break;
    case GUMBO_NODE_ELEMENT:
      VisitElement(node);
      break;
    default:
      break;
  }
}

void HtmlWalker::VisitText(const GumboNode* node) {
  const GumboStringPiece& original = node->v.text.original_text;
  // Text nodes that Gumbo makes up have no place in the source.
  if (original.data < scan_.data() || original.data > scan_.data() + scan_.size()) return;
  size_t begin = static_cast<size_t>(original.data - scan_.data());
  const size_t end = begin + std::min(original.length, scan_.size() - begin);
  const Frame& frame = stack_.back();
  if (frame.pre && frame.next == 1 && frame.layout == Layout::kPre) {
    // The line's end after the tag is none.
    if (begin < end && scan_[begin] == '\r') ++begin;
    if (begin < end && scan_[begin] == '\n') ++begin;
  }
  const size_t blocks = builder_.contexts().size();
  const bool was_empty = builder_.empty();
  const size_t size = builder_.text_size();
  builder_.Text(begin + scan_begin_, end + scan_begin_, {!frame.raw, !frame.raw, frame.pre && !frame.row});
  if (was_empty || builder_.contexts().size() != blocks) {
    path_depth_ = stack_.size();
  } else if (builder_.text_size() != size && least_depth_ < path_depth_) {
    path_depth_ = least_depth_;
    builder_.block_context()->path = stack_[path_depth_ - 1].path;
  }
  if (builder_.text_size() != size) least_depth_ = stack_.size();
}

bool HtmlWalker::IsSimpleRow(const GumboNode* row) {
  struct Place {
    const GumboVector* children;
    unsigned next;
    Layout layout;
  };
  std::vector<Place> places = {{&row->v.element.children, 0, Layout::kRow}};
  size_t nodes = 0;
  size_t chars = 0;
  bool text = false;    // in this cell
  bool border = false;  // after it
  while (!places.empty()) {
    Place& place = places.back();
    if (place.next == place.children->length) {
      border |= place.layout != Layout::kInline;
      if (place.layout == Layout::kCell) text = border = false;
      places.pop_back();
      continue;
    }
    const auto* node = static_cast<const GumboNode*>(place.children->data[place.next++]);
    if (++nodes > kMaxRowNodes) return false;
    if (node->type == GUMBO_NODE_TEXT) {
      if (text && border) return false;
      text = true;
      border = false;
      chars += CountCodePoints(node->v.text.text);
      if (chars >= kMaxRowChars) return false;
    } else if (node->type == GUMBO_NODE_ELEMENT) {
      const GumboElement& element = node->v.element;
      const Layout layout = kLayouts[element.tag];
      if (layout == Layout::kDropped || IsHidden(element, ReadAttributes(element.attributes))) continue;
      // What is a structure by itself is not squeezed into a line.
      if (element.tag == GUMBO_TAG_TABLE || layout == Layout::kList || layout == Layout::kHeading ||
          layout == Layout::kPre || layout == Layout::kRule || element.tag == GUMBO_TAG_ARTICLE) {
        return false;
      }
      if (layout != Layout::kInline) border = true;
      if (layout == Layout::kCell) text = border = false;
      places.push_back({&element.children, 0, layout});
    }
  }
  return true;
}

void HtmlWalker::FindRegion(const GumboElement& element, const Attributes& attributes, Frame* frame) {
  if (element.tag == GUMBO_TAG_BODY || element.tag == GUMBO_TAG_HTML) return;
  PageRegion region = PageRegion::kUnknown;
  uint64_t token = 0;
  switch (element.tag) {
    case GUMBO_TAG_NAV:
      region = PageRegion::kNavigation;
      break;
    case GUMBO_TAG_ASIDE:
      region = PageRegion::kAside;
      break;
    case GUMBO_TAG_MAIN:
      region = PageRegion::kMain;
      break;
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
      // That of an article or a section is none of the page.
      if (!frame->sectioned && frame->article == 0) {
        region = element.tag == GUMBO_TAG_HEADER ? PageRegion::kHeader : PageRegion::kFooter;
        token = element.tag;
      }
      break;
    default:
      break;
  }
  if (attributes.role != nullptr && region == PageRegion::kUnknown) region = RegionOfRole(attributes.role);
  if (region == PageRegion::kUnknown && kLayouts[element.tag] != Layout::kInline) {
    for (const char* names : {attributes.id, attributes.classes}) {
      const Names& read = NamesOf(names);
      if (read.region != PageRegion::kUnknown) {
        const bool edge = read.region == PageRegion::kHeader || read.region == PageRegion::kFooter;
        if (edge &&
            (frame->article != 0 || element.tag == GUMBO_TAG_HEADER || element.tag == GUMBO_TAG_FOOTER)) {
          continue;
        }
        region = read.region;
        if (edge) token = read.region_token;
      } else if (names == attributes.id && read.main &&
                 regions_[frame->region].region == PageRegion::kUnknown) {
        region = PageRegion::kMain;
      }
      if (region != PageRegion::kUnknown) break;
    }
  }
  if (region == PageRegion::kUnknown) return;
  // A menu in a footer is a menu; a header in a menu is the menu's.
  const PageRegion outer = regions_[frame->region].region;
  if (outer == region || (outer == PageRegion::kNavigation && region != PageRegion::kMain)) return;
  regions_.push_back({region, frame->region, token});
  frame->region = static_cast<uint32_t>(regions_.size() - 1);
}

void HtmlWalker::FindArticle(const GumboElement& element, const Attributes& attributes, Frame* frame) {
  const Names& classes = NamesOf(attributes.classes);
  const std::string_view type = attributes.itemtype == nullptr ? "" : attributes.itemtype;
  if (element.tag != GUMBO_TAG_ARTICLE && !classes.article && !EndsWith(type, "Article") &&
      !EndsWith(type, "BlogPosting")) {
    return;
  }
  if (element.tag == GUMBO_TAG_BODY || element.tag == GUMBO_TAG_HTML) return;
  Article article;
  article.parent = frame->article;
  article.comment = classes.comment || NamesOf(attributes.id).comment || EndsWith(type, "Comment");
  articles_.push_back(article);
  frame->article = static_cast<uint32_t>(articles_.size() - 1);
  builder_.ForgetDatetime();
}

void HtmlWalker::FindDatetime(const GumboElement& element, const Attributes& attributes) {
  const std::string_view property = attributes.itemprop == nullptr ? "" : attributes.itemprop;
  const bool published = property == "datePublished";
  if (element.tag != GUMBO_TAG_TIME && !published) return;
  const char* value = attributes.datetime != nullptr ? attributes.datetime : attributes.content;
  if (value == nullptr) return;
  const bool certain = published || (property != "dateModified" && !NamesOf(attributes.classes).updated);
  builder_.SetDatetime(TrimSpace(value), certain);
}

// Whether style keeps an inline element apart from the one right before it: `<time>13 May</time><span
// class="category">News</span>`, `<a>One</a><a>Two</a>`.
bool HtmlWalker::StandsApart(const GumboNode* node) {
  const Frame& frame = stack_.back();
  if (frame.next < 2) return false;
  const auto* before = static_cast<const GumboNode*>(frame.children->data[frame.next - 2]);
  if (before->type != GUMBO_NODE_ELEMENT) return false;
  const GumboElement& a = before->v.element;
  const GumboElement& b = node->v.element;
  if (a.tag == GUMBO_TAG_TIME || b.tag == GUMBO_TAG_TIME) return true;
  // Else there is nothing between them that could have been a word's end.
  if (b.original_tag.data == nullptr || a.original_end_tag.data == nullptr) return false;
  if (a.tag == GUMBO_TAG_A && b.tag == GUMBO_TAG_A) return true;
  return gumbo_get_attribute(&a.attributes, "class") != nullptr &&
         gumbo_get_attribute(&b.attributes, "class") != nullptr;
}

void HtmlWalker::VisitElement(const GumboNode* node) {
  const GumboElement& element = node->v.element;
  Layout layout = kLayouts[element.tag];
  if (layout == Layout::kDropped) return;
  const Attributes attributes = ReadAttributes(element.attributes);
  if (element.tag == GUMBO_TAG_META) {
    FindDatetime(element, attributes);
    return;
  }
  if (IsHidden(element, attributes)) return;
  Frame frame = stack_.back();
  if (layout == Layout::kBreak) {
    if (frame.row) {
      builder_.Space();
    } else {
      builder_.LineBreak();
    }
    return;
  }
  if (layout == Layout::kRule) {
    if (!frame.row) builder_.Rule();
    return;
  }
  const Names& classes = NamesOf(attributes.classes);
  if (layout == Layout::kInline) {
    // The theme shows one of them only.
    if (element.tag == GUMBO_TAG_TIME && classes.updated && frame.next >= 2) {
      const auto* before = static_cast<const GumboNode*>(frame.children->data[frame.next - 2]);
      if (before->type == GUMBO_NODE_ELEMENT && before->v.element.tag == GUMBO_TAG_TIME) return;
    }
    if (attributes.block) {
      layout = Layout::kBlock;
    } else if (StandsApart(node)) {
      builder_.Space();
    }
  }

  const bool was_in_row = frame.row;
  frame.node = node;
  frame.children = &element.children;
  frame.next = 0;
  frame.layout = layout;
  frame.spaced = layout == Layout::kSpaced || layout == Layout::kHeading || layout == Layout::kPre ||
                 (layout == Layout::kList && !frame.list);
  FindArticle(element, attributes, &frame);
  FindRegion(element, attributes, &frame);
  if (layout != Layout::kInline || attributes.classes != nullptr) {
    StableHash hash;
    hash.Add(stack_.back().path).Add(static_cast<uint64_t>(element.tag)).Add(classes.hash);
    if (!(was_in_row && layout != Layout::kInline)) frame.path = hash.value();
  }
  if (layout == Layout::kHeading) {
    frame.heading = static_cast<uint8_t>(element.tag - GUMBO_TAG_H1 + 1);
    frame.bold = true;
  } else if (attributes.role != nullptr && std::string_view(attributes.role) == "heading") {
    frame.heading = attributes.level > 0 ? attributes.level : 2;
    frame.bold = true;
    if (layout == Layout::kInline) layout = frame.layout = Layout::kBlock;
  }
  frame.bold |= element.tag == GUMBO_TAG_B || element.tag == GUMBO_TAG_STRONG ||
                element.tag == GUMBO_TAG_TH || attributes.bold;
  frame.link |= element.tag == GUMBO_TAG_A && attributes.href;
  frame.pre |= layout == Layout::kPre;
  frame.raw |= element.tag == GUMBO_TAG_XMP || element.tag == GUMBO_TAG_PLAINTEXT;
  frame.list |= layout == Layout::kList;
  frame.sectioned |= element.tag == GUMBO_TAG_ARTICLE || element.tag == GUMBO_TAG_SECTION ||
                     element.tag == GUMBO_TAG_ASIDE || element.tag == GUMBO_TAG_MAIN ||
                     element.tag == GUMBO_TAG_NAV;

  switch (layout) {
    case Layout::kInline:
      break;
    case Layout::kCell:
      if (was_in_row) {
        builder_.Tab();
      } else {
        builder_.Border(false);
      }
      break;
    case Layout::kItem:
      Border(false);
      builder_.set_item(true);
      break;
    case Layout::kRow:
      Border(false);
      frame.row = was_in_row || IsSimpleRow(node);
      break;
    default:
      Border(frame.spaced);
  }
  Push(frame);
  FindDatetime(element, attributes);
}

void HtmlWalker::Resolve() {
  std::vector<Block>& blocks = out_->blocks;
  const std::vector<BlockBuilder::Context>& contexts = builder_.contexts();
  std::unordered_map<uint64_t, uint32_t> uses;
  for (const Region& region : regions_) uses[region.token] += region.token != 0;
  for (size_t i = 0; i < contexts.size(); ++i) {
    uint32_t region = contexts[i].region;
    while (regions_[region].token != 0 && uses[regions_[region].token] > kMaxHeaders) {
      region = regions_[region].parent;
    }
    blocks[builder_.first_block() + i].markup.region = regions_[region].region;
    Article& article = articles_[contexts[i].article];
    article.heading |= contexts[i].heading > 0;
    article.chars += blocks[builder_.first_block() + i].chars;
  }
  for (size_t i = articles_.size(); i-- > 1;) {
    const Article& article = articles_[i];
    if (article.comment) continue;
    Article& parent = articles_[article.parent];
    parent.headed += article.heading;
    parent.nested_chars += article.chars + article.nested_chars;
  }
  // An article with articles in it is one with comments, or a frame around a list of them.
  std::vector<uint32_t> owners(articles_.size(), 0);
  for (size_t i = 1; i < articles_.size(); ++i) {
    const Article& article = articles_[i];
    const bool frame = article.headed >= 2 && article.chars < article.nested_chars;
    const uint32_t outer = owners[article.parent];
    owners[i] = outer != 0 ? outer : (frame || article.comment) ? 0 : static_cast<uint32_t>(i);
  }
  uint32_t numbers = 0;
  for (size_t i = 0; i < contexts.size(); ++i) {
    const uint32_t owner = owners[contexts[i].article];
    if (owner == 0) continue;
    if (articles_[owner].number == 0) articles_[owner].number = ++numbers;
    blocks[builder_.first_block() + i].markup.article = articles_[owner].number;
  }
}

const GumboNode* ChildOf(const GumboNode* node, GumboTag tag) {
  const GumboVector& children = node->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag) return child;
  }
  return nullptr;
}

std::string_view ValueOf(const GumboNode* node, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, name);
  return attribute == nullptr ? std::string_view() : attribute->value;
}

std::string DeclaredLanguage(const GumboNode* root) {
  const GumboNode* body = ChildOf(root, GUMBO_TAG_BODY);
  for (const GumboNode* node : {root, body}) {
    if (node == nullptr) continue;
    for (const char* name : {"lang", "xml:lang"}) {
      if (std::string lang = LanguageOf(ValueOf(node, name)); !lang.empty()) return lang;
    }
  }
  const GumboNode* head = ChildOf(root, GUMBO_TAG_HEAD);
  if (head == nullptr) return {};
  const GumboVector& children = head->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* meta = static_cast<const GumboNode*>(children.data[i]);
    if (meta->type != GUMBO_NODE_ELEMENT || meta->v.element.tag != GUMBO_TAG_META) continue;
    if (EqualsIgnoringCase(ValueOf(meta, "http-equiv"), "content-language") ||
        EqualsIgnoringCase(ValueOf(meta, "property"), "og:locale") ||
        EqualsIgnoringCase(ValueOf(meta, "name"), "language")) {
      if (std::string lang = LanguageOf(ValueOf(meta, "content")); !lang.empty()) return lang;
    }
  }
  return {};
}

}  // namespace

Status AppendHtmlBlocks(std::string_view source, size_t begin, std::string_view html, BlockList* out) {
  if (html.size() >= kMaxBytes) {
    return Status(StatusCode::kUnsupported, "a page of HTML has 2 GB or more");
  }
  const HtmlSurvey survey = SurveyHtml(html);
  std::string edited;
  if (!survey.edits.empty()) {
    edited = EditedHtml(html, survey);
    html = edited;
  }
  HtmlParser parser;
  HtmlWalker walker(source, html, begin, out);
  // Parts that are still to be read, the next one last.
  std::vector<std::pair<size_t, size_t>> parts = {{0, html.size()}};
  while (!parts.empty()) {
    const auto [from, to] = parts.back();
    parts.pop_back();
    const std::string_view part = html.substr(from, to - from);
    const size_t max_bytes = std::min(kTreeBytes + kTreeRatio * part.size(), kMaxTreeBytes);
    if (const GumboOutput* output = parser.Parse(part, max_bytes)) {
      if (out->lang.empty()) out->lang = DeclaredLanguage(output->root);
      walker.Walk(output->root);
      continue;
    }
    // What stands in the second half does not know what is open around it: better than not to read it.
    const size_t middle = from + (to - from) / 2;
    auto cut = std::lower_bound(survey.cuts.begin(), survey.cuts.end(), middle);
    if (cut == survey.cuts.end() || *cut >= to)
      cut = std::upper_bound(survey.cuts.begin(), survey.cuts.end(), from);
    if (cut == survey.cuts.end() || *cut >= to || *cut <= from) {
      return Status(StatusCode::kOutOfMemory, "a part of a page of HTML takes too much memory", begin + from);
    }
    parts.emplace_back(*cut, to);
    parts.emplace_back(from, *cut);
  }
  walker.Resolve();
  return Status();
}

Status MakeHtmlBlocks(std::string_view html, BlockList* out) {
  const size_t bom = html.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  Status status = AppendHtmlBlocks(html, bom, html.substr(bom), out);
  if (status.ok()) {
    FinishBlocks(html, out);
  } else {
    *out = BlockList();
  }
  return status;
}

std::string HtmlToText(std::string_view html_fragment) {
  BlockList list;
  std::string text;
  if (!MakeHtmlBlocks(html_fragment, &list).ok()) return text;
  for (const Block& block : list.blocks) {
    if (!text.empty()) text.append(block.blank_before > 0 ? "\n\n" : "\n");
    text.append(block.text);
  }
  return text;
}

bool LooksLikeHtml(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  size_t tags = 0;
  size_t closing = 0;
  bool first = true;
  size_t i = std::min(head.find_first_not_of(" \t\r\n\f"), head.size());
  if (i == head.size() || head[i] != '<') return false;
  while (i < head.size()) {
    const size_t end = SkipMarkup(head, i);
    if (end == i) {
      if (first) return false;
    } else if (i + 2 < head.size() && head[i + 1] == '!') {
      if (EqualsIgnoringCase(head.substr(i + 2, 7), "doctype")) {
        const std::string_view rest = head.substr(i + 9);
        const size_t name = std::min(rest.find_first_not_of(" \t\r\n"), rest.size());
        return EqualsIgnoringCase(rest.substr(name, 4), "html");
      }
    } else if (i + 1 < head.size() && head[i + 1] != '?') {
      const bool close = head[i + 1] == '/';
      size_t name_end = i + 1 + close;
      const size_t name_begin = name_end;
      while (name_end < end &&
             (std::isalnum(static_cast<unsigned char>(head[name_end])) != 0 || head[name_end] == ':'))
        ++name_end;
      const GumboTag tag =
          gumbo_tagn_enum(head.data() + name_begin, static_cast<unsigned>(name_end - name_begin));
      // The root tells; feeds and other XML have HTML in them.
      if (first && tag == GUMBO_TAG_UNKNOWN) return false;
      if (first && (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY)) return true;
      first = false;
      tags += tag != GUMBO_TAG_UNKNOWN;
      closing += close && tag != GUMBO_TAG_UNKNOWN;
    }
    i = std::min(head.find('<', std::max(end, i + 1)), head.size());
  }
  return tags >= 4 && closing >= 2;
}

}  // namespace newsearch

// SPDX-License-Identifier: GPL-2.0-or-later
//
// RFC 1951, section 3.2.7: a block starts with its codes, given by their lengths, which are packed by a code
// of their own; then come the bytes, each by its code, and the end of the block. Bits are packed from the low
// end.
#include "glass/huffman_deflate.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace newsearch {
namespace {

constexpr size_t kEndOfBlock = 256;
constexpr size_t kSymbols = kEndOfBlock + 1;
constexpr unsigned kMaxCodeBits = 15;
// Lengths of codes, and three ways to repeat one.
constexpr size_t kLengthSymbols = 19;
constexpr unsigned kMaxLengthCodeBits = 7;
constexpr uint8_t kRepeatLast = 16;   // 3 to 6 times: 2 bits
constexpr uint8_t kRepeatZero = 17;   // 3 to 10 times: 3 bits
constexpr uint8_t kRepeatZeros = 18;  // 11 to 138 times: 7 bits
constexpr std::array<uint8_t, kLengthSymbols> kLengthOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                              11, 4,  12, 3, 13, 2, 14, 1, 15};

struct Code {
  uint16_t bits = 0;
  uint8_t length = 0;
};

// Sets the lengths of the codes of symbols that occur; each is at most `limit`. Ties go by symbol: the same
// counts give the same codes. REQUIRES: at least two symbols occur, 2^limit >= their number.
void MakeLengths(std::span<const uint32_t> counts, unsigned limit, std::span<Code> codes) {
  struct Node {
    uint64_t weight;
    uint16_t parent;
  };
  std::array<uint64_t, kSymbols> order;  // weight and symbol
  std::array<Node, 2 * kSymbols> nodes;
  std::array<uint8_t, 2 * kSymbols> depth;
  for (unsigned flatten = 0;; ++flatten) {
    size_t leaves = 0;
    for (size_t symbol = 0; symbol < counts.size(); ++symbol) {
      codes[symbol].length = 0;
      // Smaller differences make a flatter tree.
      if (counts[symbol] > 0) order[leaves++] = uint64_t{(counts[symbol] >> flatten) | 1u} << 16 | symbol;
    }
    std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(leaves));
    for (size_t i = 0; i < leaves; ++i) nodes[i].weight = order[i] >> 16;
    // Leaves and inner nodes both come in ascending order.
    size_t leaf = 0;
    size_t inner = leaves;
    const size_t root = 2 * leaves - 2;
    for (size_t next = leaves; next <= root; ++next) {
      uint64_t weight = 0;
      for (int child = 0; child < 2; ++child) {
        const bool take_leaf = leaf < leaves && (inner == next || nodes[leaf].weight <= nodes[inner].weight);
        Node& taken = nodes[take_leaf ? leaf++ : inner++];
        taken.parent = static_cast<uint16_t>(next);
        weight += taken.weight;
      }
      nodes[next].weight = weight;
    }
    depth[root] = 0;
    unsigned deepest = 0;
    for (size_t i = root; i-- > 0;) {
      depth[i] = static_cast<uint8_t>(depth[nodes[i].parent] + 1);
      deepest = std::max<unsigned>(deepest, depth[i]);
    }
    if (deepest > limit) continue;
    for (size_t i = 0; i < leaves; ++i) codes[order[i] & 0xffff].length = depth[i];
    return;
  }
}

// Codes of one length are numbers one behind the other, by symbol; they are packed with their high bit first.
void MakeBits(std::span<Code> codes) {
  std::array<uint16_t, kMaxCodeBits + 2> next{};
  for (const Code& code : codes) ++next[code.length + 1u];
  next[1] = 0;  // symbols that do not occur
  for (size_t length = 2; length < next.size(); ++length) {
    next[length] = static_cast<uint16_t>((next[length] + next[length - 1]) << 1);
  }
  for (Code& code : codes) {
    if (code.length == 0) continue;
    unsigned bits = next[code.length]++;
    code.bits = 0;
    for (unsigned i = 0; i < code.length; ++i, bits >>= 1) {
      code.bits = static_cast<uint16_t>(code.bits << 1 | (bits & 1));
    }
  }
}

// A length, or a way to repeat one and how often.
struct PackedLength {
  uint8_t symbol = 0;
  uint8_t extra = 0;
};

unsigned ExtraBits(uint8_t symbol) {
  return symbol == kRepeatLast ? 2 : symbol == kRepeatZero ? 3 : symbol == kRepeatZeros ? 7 : 0;
}

size_t PackLengths(std::span<const uint8_t> lengths, PackedLength* out) {
  size_t size = 0;
  for (size_t at = 0; at < lengths.size();) {
    size_t run = 1;
    while (at + run < lengths.size() && lengths[at + run] == lengths[at]) ++run;
    const uint8_t length = lengths[at];
    at += run;
    if (length != 0) {
      out[size++] = {length, 0};
      --run;
    }
    while (run > 0) {
      size_t taken = 1;
      if (length == 0 && run >= 11) {
        taken = std::min<size_t>(run, 138);
        out[size++] = {kRepeatZeros, static_cast<uint8_t>(taken - 11)};
      } else if (length == 0 && run >= 3) {
        taken = run;
        out[size++] = {kRepeatZero, static_cast<uint8_t>(taken - 3)};
      } else if (length != 0 && run >= 3) {
        taken = std::min<size_t>(run, 6);
        out[size++] = {kRepeatLast, static_cast<uint8_t>(taken - 3)};
      } else {
        out[size++] = {length, 0};
      }
      run -= taken;
    }
  }
  return size;
}

class BitWriter {
 public:
  explicit BitWriter(char* out) : begin_(out), out_(out) {}
  // REQUIRES: count <= 16; eight bytes more are writable than are needed.
  void Put(uint64_t bits, unsigned count) {
    pending_ |= bits << used_;
    used_ += count;
    if (used_ < 48) return;
    Flush();
  }
  size_t Finish() {
    Flush();
    if (used_ > 0) *out_++ = static_cast<char>(pending_);
    return static_cast<size_t>(out_ - begin_);
  }

 private:
  void Flush() {
    for (; used_ >= 8; used_ -= 8, pending_ >>= 8) *out_++ = static_cast<char>(pending_);
  }
  char* begin_;
  char* out_;
  uint64_t pending_ = 0;
  unsigned used_ = 0;
};

}  // namespace

std::string_view HuffmanDeflater::Deflate(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.size() > UINT32_MAX / 2) return {};
  std::array<uint32_t, kSymbols> counts{};
  for (char c : bytes) ++counts[static_cast<unsigned char>(c)];
  counts[kEndOfBlock] = 1;
  std::array<Code, kSymbols> codes{};
  MakeLengths(counts, kMaxCodeBits, codes);
  MakeBits(codes);

  // The lengths of all codes, and of the only one of distances, which is not used.
  std::array<uint8_t, kSymbols + 1> lengths;
  uint64_t bits = 0;
  for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
    lengths[symbol] = codes[symbol].length;
    bits += uint64_t{counts[symbol]} * codes[symbol].length;
  }
  lengths[kSymbols] = 1;
  std::array<PackedLength, kSymbols + 1> packed;
  const size_t packed_size = PackLengths(lengths, packed.data());
  std::array<uint32_t, kLengthSymbols> length_counts{};
  for (size_t i = 0; i < packed_size; ++i) ++length_counts[packed[i].symbol];
  std::array<Code, kLengthSymbols> length_codes{};
  MakeLengths(length_counts, kMaxLengthCodeBits, length_codes);
  MakeBits(length_codes);
  size_t listed = kLengthSymbols;
  while (length_codes[kLengthOrder[listed - 1]].length == 0) --listed;

  bits += 3 + 5 + 5 + 4 + 3 * listed;
  for (size_t i = 0; i < packed_size; ++i) {
    bits += length_codes[packed[i].symbol].length + ExtraBits(packed[i].symbol);
  }
  const size_t size = (bits + 7) / 8;
  if (size >= bytes.size()) return {};
  if (out_.size() < size + sizeof(uint64_t)) out_.resize(size + sizeof(uint64_t));
  BitWriter writer(out_.data());
  writer.Put(1 | 2 << 1, 3);  // the last block, with codes of its own
  writer.Put(kSymbols - 257, 5);
  writer.Put(0, 5);
  writer.Put(listed - 4, 4);
  for (size_t i = 0; i < listed; ++i) writer.Put(length_codes[kLengthOrder[i]].length, 3);
  for (size_t i = 0; i < packed_size; ++i) {
    const Code& code = length_codes[packed[i].symbol];
    writer.Put(code.bits, code.length);
    writer.Put(packed[i].extra, ExtraBits(packed[i].symbol));
  }
  for (char c : bytes) {
    const Code& code = codes[static_cast<unsigned char>(c)];
    writer.Put(code.bits, code.length);
  }
  writer.Put(codes[kEndOfBlock].bits, codes[kEndOfBlock].length);
  return std::string_view(out_.data(), writer.Finish());
}

}  // namespace newsearch

#include "pipeline/input/decode_apart.h"

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "base/file_bytes.h"

namespace shenbao::pipeline {
namespace {

/// Of what has no fixed size.
struct Sizes {
  int rows = 0, cols = 0, type = 0;
  std::size_t damage = 0;
};

std::size_t row_bytes(const cv::Mat& pixels) { return static_cast<std::size_t>(pixels.cols) * pixels.elemSize(); }

}  // namespace

Decoded decode_apart(const InputFile& file, const Allowance& allowance,
                     const std::function<Decoded(const Bytes&)>& work) {
  static_assert(std::is_trivially_copyable_v<DecodedFacts>);
  Decoded answer;
  DecodedFacts& facts = answer;
  Sizes sizes;
  run_isolated(
      allowance,
      [&](const Outbox& out) {
        answer = work(MappedFile(file).bytes());
        answer.pixels = grey_if_colourless(answer.pixels);
        sizes = {answer.pixels.rows, answer.pixels.cols, answer.pixels.type(), answer.damage.size()};
        out.put(&facts, sizeof facts);
        out.put(&sizes, sizeof sizes);
        out.put(answer.damage.data(), sizes.damage);
        for (int y = 0; y < sizes.rows; ++y) out.put(answer.pixels.ptr(y), row_bytes(answer.pixels));
      },
      [&](Inbox& in) {
        in.take(&facts, sizeof facts);
        in.take(&sizes, sizeof sizes);
        answer.damage.resize(sizes.damage);
        in.take(answer.damage.data(), sizes.damage);
        answer.pixels.create(sizes.rows, sizes.cols, sizes.type);
        in.take(answer.pixels.data, row_bytes(answer.pixels) * static_cast<std::size_t>(sizes.rows));
      });
  return answer;
}

std::string sha256_apart(const InputFile& file, const Allowance& allowance) {
  std::string hex(64, '0');
  run_isolated(
      allowance,
      [&](const Outbox& out) {
        const MappedFile mapped(file);
        hex = sha256({reinterpret_cast<const char*>(mapped.bytes().data), mapped.bytes().size});
        out.put(hex.data(), hex.size());
      },
      [&](Inbox& in) { in.take(hex.data(), hex.size()); });
  return hex;
}

}  // namespace shenbao::pipeline

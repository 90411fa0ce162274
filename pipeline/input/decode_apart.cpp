#include "pipeline/input/decode_apart.h"

#include <cstddef>
#include <istream>
#include <ostream>
#include <type_traits>

#include "base/file_bytes.h"

namespace shenbao::pipeline {
namespace {

/// Of what has no fixed size.
struct Sizes {
  int rows = 0, cols = 0, type = 0;
  std::size_t damage = 0, stated = 0;
};

template <typename T>
char* bytes_of(T* value) {
  return reinterpret_cast<char*>(value);
}

std::ptrdiff_t size_of(const std::vector<layout::StatedCharacter>& characters) {
  static_assert(std::is_trivially_copyable_v<layout::StatedCharacter>);
  return static_cast<std::ptrdiff_t>(characters.size() * sizeof(layout::StatedCharacter));
}

}  // namespace

Decoded decode_apart(const InputFile& file, const Allowance& allowance,
                     const std::function<Decoded(const Bytes&)>& work) {
  static_assert(std::is_trivially_copyable_v<DecodedFacts>);
  Decoded answer;
  DecodedFacts& facts = answer;
  Sizes sizes;
  run_isolated(
      allowance,
      [&](std::ostream& out) {
        answer = work(MappedFile(file).bytes());
        answer.pixels = grey_if_colourless(answer.pixels);
        sizes = {answer.pixels.rows, answer.pixels.cols, answer.pixels.type(), answer.damage.size(),
                 answer.stated.size()};
        out.write(bytes_of(&facts), sizeof facts).write(bytes_of(&sizes), sizeof sizes) << answer.damage;
        out.write(bytes_of(answer.stated.data()), size_of(answer.stated));
        if (!answer.pixels.isContinuous()) answer.pixels = answer.pixels.clone();
        out.write(bytes_of(answer.pixels.data),  // at once: no stream copies so much into its buffer
                  static_cast<std::ptrdiff_t>(answer.pixels.total() * answer.pixels.elemSize()));
      },
      [&](std::istream& in) {
        in.read(bytes_of(&facts), sizeof facts).read(bytes_of(&sizes), sizeof sizes);
        answer.damage.resize(sizes.damage);
        in.read(answer.damage.data(), static_cast<std::ptrdiff_t>(sizes.damage));
        answer.stated.resize(sizes.stated);
        in.read(bytes_of(answer.stated.data()), size_of(answer.stated));
        answer.pixels.create(sizes.rows, sizes.cols, sizes.type);
        in.read(bytes_of(answer.pixels.data),
                static_cast<std::ptrdiff_t>(answer.pixels.total() * answer.pixels.elemSize()));
      });
  return answer;
}

std::string sha256_apart(const InputFile& file, const Allowance& allowance) {
  std::string hex;
  run_isolated(
      allowance,
      [&](std::ostream& out) {
        const MappedFile mapped(file);
        out << sha256({reinterpret_cast<const char*>(mapped.bytes().data), mapped.bytes().size});
      },
      [&](std::istream& in) { in >> hex; });
  return hex;
}

}  // namespace shenbao::pipeline

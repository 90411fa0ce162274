#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shenbao::extract {

/// A regular expression as form definitions write it, for texts without white space and in half width (folded).
///
/// Method: ICU's regular expressions. A text on which one would take too long counts as one without a match.
class Pattern {
 public:
  /// Throws std::invalid_argument where `expression` (UTF-8) is none.
  explicit Pattern(const std::string& expression);

  struct Match {
    std::size_t begin = 0;  ///< characters of the text
    std::size_t end = 0;
    std::vector<std::u32string> groups;  ///< what stands in its brackets; empty for those that took no part
  };
  /// The first match that `accept` agrees to; nothing where there is none.
  std::optional<Match> find(const std::u32string& text) const { return find_from(text, 0); }
  template <typename Accept>
  std::optional<Match> find(const std::u32string& text, Accept accept) const {
    for (std::optional<Match> match = find_from(text, 0); match; match = find_from(text, match->end)) {
      if (accept(*match)) return match;
      if (match->end >= text.size() || match->end == match->begin) break;
    }
    return std::nullopt;
  }

 private:
  std::optional<Match> find_from(const std::u32string& text, std::size_t begin) const;

  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace shenbao::extract

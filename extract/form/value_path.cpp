#include "extract/form/value_path.h"

#include <charconv>

namespace shenbao::extract {
ValuePath ValuePath::operator/(std::string_view key) const { return pointer_ + "/" + std::string(key); }

ValuePath ValuePath::operator/(long long row) const { return pointer_ + "/" + std::to_string(row); }

ValuePath ValuePath::parent() const {
  const std::size_t slash = pointer_.rfind('/');
  return slash == std::string::npos ? "" : pointer_.substr(0, slash);
}

std::string ValuePath::key() const { return pointer_.substr(pointer_.rfind('/') + 1); }

std::optional<int> ValuePath::row() const {
  const std::string step = key();
  int row = 0;
  const auto [end, trouble] = std::from_chars(step.data(), step.data() + step.size(), row);
  const bool whole = trouble == std::errc() && end == step.data() + step.size() && step.front() != '-';
  return whole ? std::optional<int>(row) : std::nullopt;
}

bool ValuePath::is_within(const ValuePath& top) const {
  const std::string& above = top.pointer_;
  return pointer_.compare(0, above.size(), above) == 0 &&
         (pointer_.size() == above.size() || pointer_[above.size()] == '/');
}

}  // namespace shenbao::extract

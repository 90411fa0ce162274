#include "extract/form/value_path.h"

#include <charconv>

namespace shenbao::extract {
namespace {

constexpr std::string_view kAnyRow = "*";

/// RFC 6901: ~ and / of a key are spelled ~0 and ~1.
std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

std::string unescaped(std::string_view step) {
  std::string key;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
    key += !escape ? step[i] : step[++i] == '0' ? '~' : '/';
  }
  return key;
}

}  // namespace

ValuePath ValuePath::operator/(std::string_view key) const { return pointer_ + "/" + escaped(key); }

ValuePath ValuePath::operator/(long long row) const { return pointer_ + "/" + std::to_string(row); }

ValuePath ValuePath::parent() const {
  const std::size_t slash = pointer_.rfind('/');
  return slash == std::string::npos ? "" : pointer_.substr(0, slash);
}

std::string ValuePath::key() const { return unescaped(std::string_view(pointer_).substr(pointer_.rfind('/') + 1)); }

std::optional<int> ValuePath::row() const { return row_number(key()); }

std::vector<std::string> ValuePath::steps() const {
  std::vector<std::string> steps;
  const std::string_view text = pointer_;
  for (std::size_t slash = text.find('/'); slash != std::string_view::npos;) {
    const std::size_t next = text.find('/', slash + 1);
    steps.push_back(unescaped(text.substr(slash + 1, next == std::string_view::npos ? next : next - slash - 1)));
    slash = next;
  }
  return steps;
}

bool ValuePath::is_within(const ValuePath& top) const {
  const std::string& above = top.pointer_;
  return pointer_.compare(0, above.size(), above) == 0 &&
         (pointer_.size() == above.size() || pointer_[above.size()] == '/');
}

bool ValuePath::matches(const ValuePath& pattern) const {
  const std::vector<std::string> own = steps(), wanted = pattern.steps();
  if (own.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] != wanted[i] && !(wanted[i] == kAnyRow && row_number(own[i]))) return false;
  }
  return true;
}

std::optional<int> row_number(std::string_view step) {
  int row = 0;
  const auto [end, trouble] = std::from_chars(step.data(), step.data() + step.size(), row);
  const bool whole = trouble == std::errc() && end == step.data() + step.size() && step.front() != '-';
  return whole ? std::optional<int>(row) : std::nullopt;
}

}  // namespace shenbao::extract

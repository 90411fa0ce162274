#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shenbao::extract {

/// Where a value stands among its form's values: "/indicators/3/unit"; "" is the form itself. With `*` for a row
/// ("/indicators/*/unit") it is a pattern for that place in every row.
///
/// A JSON Pointer (RFC 6901), which is how results and definitions spell it: text converts to it and back. Keys are
/// small letters, digits and _, so that no step needs an escape.
class ValuePath {
 public:
  ValuePath() = default;
  ValuePath(std::string pointer) : pointer_(std::move(pointer)) {}
  ValuePath(const char* pointer) : pointer_(pointer) {}

  const std::string& text() const { return pointer_; }
  operator const std::string&() const { return pointer_; }

  /// One step further down: to a member by its key, or to a row of a list, counted from 0.
  ValuePath operator/(std::string_view key) const;
  ValuePath operator/(long long row) const;

  ValuePath parent() const;        ///< of "" it is ""
  std::string key() const;         ///< the last step: "unit"; of "" it is ""
  std::optional<int> row() const;  ///< the last step as a row's number

  /// Whether it is `top` or stands below it.
  bool is_within(const ValuePath& top) const;

 private:
  std::string pointer_;
};

inline bool operator==(const ValuePath& a, const ValuePath& b) { return a.text() == b.text(); }
inline bool operator!=(const ValuePath& a, const ValuePath& b) { return a.text() != b.text(); }
inline bool operator<(const ValuePath& a, const ValuePath& b) { return a.text() < b.text(); }

/// Another member of what the path is a member of: "/indicators/3/unit" beside "/indicators/3/value".
inline ValuePath beside(const ValuePath& path, std::string_view key) { return path.parent() / key; }

}  // namespace shenbao::extract

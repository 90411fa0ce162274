#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao::pipeline {

/// A JSON value whose numbers keep their spelling and whose objects keep their order.
struct Json {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool truth = false;             ///< of a boolean
  std::string text;               ///< of a string (UTF-8), or a number as it is spelled: "845.40"
  std::vector<std::string> keys;  ///< of an object, one for each item
  std::vector<Json> items;        ///< of an array or object

  Json() = default;
  explicit Json(Kind kind_in) : kind(kind_in) {}
  static Json boolean(bool truth);
  static Json string(std::string text);
  static Json number(std::string spelling);  ///< `spelling` must be a JSON number
  static Json number(std::int64_t value);
  static Json number(double value, int decimals);  ///< rounded, without trailing zeros: (0.980, 3) is 0.98

  Json& add(Json item);                            ///< to an array; returns *this
  Json& add(std::string key, Json item);           ///< to an object; returns *this
  const Json* find(const std::string& key) const;  ///< of an object; nullptr where it has no such member
};
bool operator==(const Json& a, const Json& b);

/// JSON text for people and programs: a value that fits on a line of 180 characters stands on one, others are indented.
/// Bytes that are not UTF-8 become U+FFFD. Ends with a newline.
std::string print(const Json& json);

/// Reads JSON text. `file` is named in errors.
/// Throws Error (unreadable) with line and cause for text that is not JSON, is nested deeper than 64, or is not UTF-8.
Json parse_json(const std::string& text, const std::string& file);

}  // namespace shenbao::pipeline

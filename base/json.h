#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/error.h"

namespace shenbao {

/// The one tree of JSON values; its objects keep the order of their members.
///
/// A whole number that fits is a std::int64_t. Every other number is kept as it is spelled (845.40 is not 845.4), in
/// the library's `binary` kind, which JSON text itself does not have: make it with `decimal`, ask with `is_number` and
/// `spelling`. The library's binary fractions do not occur. Who looks into a tree includes <nlohmann/json.hpp>.
using Json = nlohmann::ordered_json;

/// A JSON text and what messages about it begin with.
struct JsonText {
  std::string text;  ///< UTF-8; a byte order mark is skipped
  std::string file;
  ErrorCode code = ErrorCode::unreadable;  ///< of errors about it

  /// Throws Error with the line for text that is not JSON or not UTF-8, for a member that stands twice in one object,
  /// and for nesting deeper than 64.
  Json parse() const;

  /// Throws Error: "a.json: line 7: /goals/1: `message`", with the line on which the value at `pointer` (a JSON
  /// Pointer,
  /// "" for the whole) begins, or the nearest value around it that the text has.
  [[noreturn]] void refuse(const std::string& pointer, const std::string& message) const;
};

Json parse_json(const std::string& text, const std::string& file);  ///< JsonText{text, file}.parse()

/// JSON text for people and programs: a value that fits on a line of 180 characters stands on one, others are indented.
/// Bytes that are not UTF-8 become U+FFFD. Ends with a newline. Throws std::invalid_argument for a binary fraction.
std::string print_json(const Json& json);

/// The number that is spelled so; `spelling` must be a JSON number.
Json decimal(const std::string& spelling);
/// A rounded number without trailing zeros: (0.980, 3) is 0.98.
Json decimal(double value, int decimals);
bool is_number(const Json& json);
/// Of a number: "845.40", "-3". Throws std::invalid_argument for another kind of value.
std::string spelling(const Json& number);

/// Members of an object whose shape a schema has checked. What is absent or of another kind reads as nothing: null, "",
/// an empty list. A single text counts as a list of one.
const Json& member_of(const Json& object, const std::string& name);
std::string text_of(const Json& object, const std::string& name);
std::vector<std::string> texts_of(const Json& object, const std::string& name);

}  // namespace shenbao

#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "extract/read/doubt.h"
#include "layout/ink/geometry.h"

namespace shenbao::pipeline {

// Every noun of a result has one function, describe(archive, noun), that names its members in the order in which they
// are printed, each with what decides how it looks: bounds, decimals, the names of an enumeration. The archive is a
// Writer or a Reader, so that what is written and what is read cannot differ.

/// Makes a JSON value.
struct Writer {
  Json json;

  /// A member that every result has.
  template <typename Value, typename... Kind>
  void member(const char* name, Value& value, const Kind&... kind) {
    Writer inner;
    describe(inner, value, kind...);
    json[name] = std::move(inner.json);
  }
  /// One that is always written, but that results of an earlier version lack.
  template <typename Value, typename... Kind>
  void later(const char* name, Value& value, const Kind&... kind) {
    member(name, value, kind...);
  }
  /// One that is left out where it says nothing: false, 0, "", an empty list.
  template <typename Value, typename... Kind>
  void option(const char* name, Value& value, const Kind&... kind) {
    member(name, value, kind...);
    const Json& made = json[name];
    if (made == false || made == 0 || made == "" || made == Json::array()) json.erase(name);
  }
};

/// A JSON value that is read, with its place: it stands under `name` in `around`, which outlives it. What is not as it
/// must be is refused with an Error that names the place; what is left out stays as it was.
struct Reader {
  const Json& json;
  const JsonText& source;
  const Reader* around = nullptr;  ///< nullptr for the whole text
  std::string name;                ///< of the member, or the index

  /// Throws Error unless the value is right: "a.json: line 7: /goals/1: must be a list".
  void need(bool is_right, const std::string& message) const;

  template <typename Value, typename... Kind>
  void member(const char* key, Value& value, const Kind&... kind) const {
    need(json.is_object(), "must be an object");
    need(json.contains(key), "has no member \"" + std::string(key) + "\"; is this a result of shenbao?");
    option(key, value, kind...);
  }
  template <typename Value, typename... Kind>
  void later(const char* key, Value& value, const Kind&... kind) const {
    option(key, value, kind...);
  }
  template <typename Value, typename... Kind>
  void option(const char* key, Value& value, const Kind&... kind) const {
    if (const auto found = json.find(key); found != json.end()) part(key, *found, value, kind...);
  }
  /// Reads a member, or an item of a list, whatever it is called.
  template <typename Value, typename... Kind>
  void part(const std::string& key, const Json& inner_json, Value& value, const Kind&... kind) const {
    const Reader inner{inner_json, source, this, key};
    describe(inner, value, kind...);
  }
};

/// A number's decimals in a result, and its bounds.
struct Real {
  int decimals = 0;
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
};

/// Of a text: "" stands as null.
struct OrNull {};

void describe(Writer& writer, const std::string& text);
void describe(Writer& writer, const std::string& text, OrNull);
void describe(Writer& writer, bool flag);
void describe(Writer& writer, std::int64_t number, int least);
void describe(Writer& writer, double number, const Real& real);
void describe(Writer& writer, const layout::Quad& quad);
void describe(Writer& writer, extract::Doubt doubt);

void describe(const Reader& reader, std::string& text);
void describe(const Reader& reader, std::string& text, OrNull);
void describe(const Reader& reader, bool& flag);
void describe(const Reader& reader, int& number, int least);
void describe(const Reader& reader, std::int64_t& number, int least);
void describe(const Reader& reader, double& number, const Real& real);
void describe(const Reader& reader, layout::Quad& quad);
void describe(const Reader& reader, extract::Doubt& doubt);

/// One of `names`, which stand in the order of the enumeration.
template <typename Enum, typename Name, std::size_t N>
void describe(Writer& writer, Enum& value, const Name (&names)[N]) {
  writer.json = names[static_cast<std::size_t>(value)];
}
template <typename Enum, typename Name, std::size_t N>
void describe(const Reader& reader, Enum& value, const Name (&names)[N]) {
  const auto* const name = std::find(names, names + N, reader.json);
  reader.need(name != names + N, "must be one of " + Json(names).dump());
  value = static_cast<Enum>(name - names);
}

/// Null for none.
template <typename Value, typename... Kind>
void describe(Writer& writer, std::optional<Value>& value, const Kind&... kind) {
  if (value) describe(writer, *value, kind...);
}
template <typename Value, typename... Kind>
void describe(const Reader& reader, std::optional<Value>& value, const Kind&... kind) {
  value.reset();
  if (!reader.json.is_null()) describe(reader, value.emplace(), kind...);
}

template <typename Value, typename... Kind>
void describe(Writer& writer, std::vector<Value>& list, const Kind&... kind) {
  writer.json = Json::array();
  for (Value& value : list) {
    Writer item;
    describe(item, value, kind...);
    writer.json.push_back(std::move(item.json));
  }
}
template <typename Value, typename... Kind>
void describe(const Reader& reader, std::vector<Value>& list, const Kind&... kind) {
  reader.need(reader.json.is_array(), "must be a list");
  list.resize(reader.json.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    reader.part(std::to_string(i), reader.json[i], list[i], kind...);
  }
}

/// An object with any names.
void describe(Writer& writer, const std::map<std::string, std::string>& texts);
void describe(const Reader& reader, std::map<std::string, std::string>& texts);

}  // namespace shenbao::pipeline

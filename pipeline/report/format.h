#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace shenbao::pipeline {

/// A JSON value that is being read, with its place: it stands under `name` in `around`, which outlives it.
struct Node {
  const Json& json;
  const JsonText& source;
  const Node* around = nullptr;  ///< nullptr for the whole text
  std::string name;              ///< of the member, or the index

  const Json& object() const;  ///< `json`; throws Error where it is no object
  const Json& list() const;
  Node operator[](std::size_t index) const { return {json[index], source, this, std::to_string(index)}; }
  Node operator[](const std::string& member) const { return {json[member], source, this, member}; }
  [[noreturn]] void refuse(const std::string& message) const;
};

/// How values of one type stand in a result: how they are written, read (throws Error, naming the place) and described.
/// Each format is written down once, so that the three cannot differ.
template <typename T>
struct Format {
  std::function<Json(const T&)> write;
  std::function<T(const Node&)> read;
  Json schema;                        ///< JSON Schema, draft 7
  Json definitions = Json::object();  ///< what `schema` refers to, by name

  Format<T> described(const char* description) const {
    Format<T> format = *this;
    format.schema["description"] = description;
    return format;
  }
  /// The same with its schema among the definitions.
  Format<T> named(const std::string& name) const {
    Format<T> format = *this;
    format.definitions[name] = schema;
    format.schema = {{"$ref", "#/definitions/" + name}};
    return format;
  }
};

/// `limits` are further members of the schema, which a reader does not enforce: {{"minLength", 1}}.
Format<std::string> text(const Json& limits = Json::object());
/// A text, or null for "".
Format<std::string> text_or_null();
Format<std::int64_t> whole(std::int64_t least, std::int64_t most);
Format<int> small(int least);
/// A number rounded to `decimals`.
Format<double> real(int decimals, std::optional<double> least = {}, std::optional<double> most = {});
/// true; what is false is left out.
Format<bool> flag();
/// The same text in every result.
Format<std::string> constant(const std::string& value);

template <typename T>
struct Named {
  T value;
  const char* name;
};

/// One of the names of a table.
template <typename T, std::size_t N>
Format<T> one_of(const Named<T> (&table)[N]) {
  Json names = Json::array();
  for (const Named<T>& row : table) names.push_back(row.name);
  return {[&table](const T& value) -> Json {
            return std::find_if(table, table + N, [&](const Named<T>& row) { return row.value == value; })->name;
          },
          [&table](const Node& node) {
            const auto* at = std::find_if(table, table + N, [&](const Named<T>& row) { return node.json == row.name; });
            if (at == table + N) node.refuse(fmt::format("must be one of {}", one_of(table).schema["enum"].dump()));
            return at->value;
          },
          {{"enum", names}}};
}

template <typename T>
Format<std::optional<T>> or_null(const Format<T>& format) {
  Json schema = format.schema;
  if (schema.contains("type")) {
    schema["type"] = {schema["type"], "null"};
  } else {
    schema = {{"anyOf", {schema, {{"type", "null"}}}}};
  }
  return {[write = format.write](const std::optional<T>& value) { return value ? write(*value) : Json(); },
          [read = format.read](const Node& node) { return node.json.is_null() ? std::optional<T>() : read(node); },
          schema, format.definitions};
}

template <typename T>
Format<std::vector<T>> list_of(const Format<T>& format, const Json& limits = Json::object()) {
  Json schema = {{"type", "array"}, {"items", format.schema}};
  schema.update(limits);
  return {[write = format.write](const std::vector<T>& values) {
            Json list = Json::array();
            for (const T& value : values) list.push_back(write(value));
            return list;
          },
          [read = format.read](const Node& node) {
            std::vector<T> values;
            for (std::size_t i = 0; i < node.list().size(); ++i) values.push_back(read(node[i]));
            return values;
          },
          schema, format.definitions};
}

/// An object with any names: a map, or a list of pairs in their order.
template <typename Pairs, typename T>
Format<Pairs> members_of(const Format<T>& format, const Json& limits = Json::object()) {
  Json schema = {{"type", "object"}};
  schema.update(limits);
  schema["additionalProperties"] = format.schema;
  return {[write = format.write](const Pairs& pairs) {
            Json json = Json::object();
            auto& members = json.get_ref<Json::object_t&>();  // its own insertion would search for each name
            for (const auto& [name, value] : pairs) members.emplace_back(name, write(value));
            return json;
          },
          [read = format.read](const Node& node) {
            Pairs pairs;
            for (const auto& [name, json] : node.object().get_ref<const Json::object_t&>()) {
              pairs.insert(pairs.end(), {name, read(Node{json, node.source, &node, name})});
            }
            return pairs;
          },
          schema, format.definitions};
}

/// A struct as an object with fixed members, which stand in the order in which they are declared here.
template <typename T>
class Object {
 public:
  /// A member that every result has.
  template <typename V>
  Object& member(const char* name, V T::*place, const Format<V>& format) {
    return add(name, Presence::required, place, setter(place), format);
  }
  Object& member(const char* name, const std::string& value) {
    return add(
        name, Presence::required, [=](const T&) { return value; }, [](T&, const std::string&) {}, constant(value));
  }
  /// A member that is always written, but that results of an earlier version lack.
  template <typename V>
  Object& later(const char* name, V T::*place, const Format<V>& format) {
    return later(name, place, setter(place), format);
  }
  template <typename V, typename Get, typename Set>
  Object& later(const char* name, Get get, Set set, const Format<V>& format) {
    return add(name, Presence::written, get, set, format);
  }
  /// For what is no member of the struct; `set` comes after those of the members above.
  template <typename V, typename Get, typename Set>
  Object& member(const char* name, Get get, Set set, const Format<V>& format) {
    return add(name, Presence::required, get, set, format);
  }
  /// A member that is left out where it says nothing (false, 0, "", an empty list).
  template <typename V>
  Object& option(const char* name, V T::*place, const Format<V>& format) {
    return add(name, Presence::unless_empty, place, setter(place), format);
  }
  template <typename V, typename Get, typename Set>
  Object& option(const char* name, Get get, Set set, const Format<V>& format) {
    return add(name, Presence::unless_empty, get, set, format);
  }
  /// The members of a struct within this one, as members of this one.
  template <typename V>
  Object& part(V T::*place, const Object<V>& inner);

  operator Format<T>() const;

 private:
  template <typename>
  friend class Object;
  enum class Presence { required, written, unless_empty };

  template <typename V>
  static auto setter(V T::*place) {
    return [=](T& noun, V value) { noun.*place = std::move(value); };
  }
  template <typename V, typename Get, typename Set>
  Object& add(const char* name, Presence presence, Get get, Set set, const Format<V>& format);

  std::vector<std::function<void(const T&, Json&)>> writers_;
  std::vector<std::function<void(T&, const Node&)>> readers_;
  Json properties_ = Json::object();
  Json required_ = Json::array();
  Json definitions_ = Json::object();
};

template <typename T>
template <typename V, typename Get, typename Set>
Object<T>& Object<T>::add(const char* name, Presence presence, Get get, Set set, const Format<V>& format) {
  writers_.push_back([=, write = format.write](const T& noun, Json& json) {
    Json value = write(std::invoke(get, noun));
    const bool empty = value == false || value == 0 || value == "" || value == Json::array();
    if (presence != Presence::unless_empty || !empty) json[name] = std::move(value);
  });
  readers_.push_back([=, read = format.read](T& noun, const Node& node) {
    if (node.object().contains(name)) {
      set(noun, read(node[name]));
    } else if (presence == Presence::required) {
      node.refuse(fmt::format("has no member \"{}\"; is this a result of shenbao?", name));
    } else if (presence == Presence::unless_empty) {
      set(noun, V{});
    }
  });
  properties_[name] = format.schema;
  if (presence == Presence::required) required_.push_back(name);
  definitions_.update(format.definitions);
  return *this;
}

template <typename T>
template <typename V>
Object<T>& Object<T>::part(V T::*place, const Object<V>& inner) {
  for (const auto& write : inner.writers_) {
    writers_.push_back([=](const T& noun, Json& json) { write(noun.*place, json); });
  }
  for (const auto& read : inner.readers_) {
    readers_.push_back([=](T& noun, const Node& node) { read(noun.*place, node); });
  }
  properties_.update(inner.properties_);
  for (const Json& name : inner.required_) required_.push_back(name);
  definitions_.update(inner.definitions_);
  return *this;
}

template <typename T>
Object<T>::operator Format<T>() const {
  return {[writers = writers_](const T& noun) {
            Json json = Json::object();
            for (const auto& write : writers) write(noun, json);
            return json;
          },
          [readers = readers_](const Node& node) {
            T noun;
            for (const auto& read : readers) read(noun, node);
            return noun;
          },
          {{"type", "object"}, {"required", required_}, {"additionalProperties", false}, {"properties", properties_}},
          definitions_};
}

}  // namespace shenbao::pipeline

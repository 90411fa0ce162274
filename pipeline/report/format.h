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

/// How values of one type stand in a result: how they are written and read (throws Error, naming the place). Each
/// format is written down once, so that the two cannot differ.
template <typename T>
struct Format {
  std::function<Json(const T&)> write;
  std::function<T(const Node&)> read;
};

Format<std::string> text();
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
  return {[&table](const T& value) -> Json {
            return std::find_if(table, table + N, [&](const Named<T>& row) { return row.value == value; })->name;
          },
          [&table](const Node& node) {
            Json names = Json::array();
            for (const Named<T>& row : table) {
              if (node.json == row.name) return row.value;
              names.push_back(row.name);
            }
            node.refuse(fmt::format("must be one of {}", names.dump()));
          }};
}

template <typename T>
Format<std::optional<T>> or_null(const Format<T>& format) {
  return {[write = format.write](const std::optional<T>& value) { return value ? write(*value) : Json(); },
          [read = format.read](const Node& node) { return node.json.is_null() ? std::optional<T>() : read(node); }};
}

template <typename T>
Format<std::vector<T>> list_of(const Format<T>& format) {
  return {[write = format.write](const std::vector<T>& values) {
            Json list = Json::array();
            for (const T& value : values) list.push_back(write(value));
            return list;
          },
          [read = format.read](const Node& node) {
            std::vector<T> values;
            for (std::size_t i = 0; i < node.list().size(); ++i) values.push_back(read(node[i]));
            return values;
          }};
}

/// An object with any names: a map, or a list of pairs in their order.
template <typename Pairs, typename T>
Format<Pairs> members_of(const Format<T>& format) {
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
          }};
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
          }};
}

}  // namespace shenbao::pipeline

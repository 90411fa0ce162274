#include "pipeline/report/format.h"

#include <charconv>
#include <limits>

namespace shenbao::pipeline {
namespace {

constexpr int kMostOfSmall = 1'000'000'000;  // of an int in a result; larger ones come from no scan

Json::json_pointer pointer_of(const Node& node) {
  return node.around == nullptr ? Json::json_pointer() : pointer_of(*node.around) / node.name;
}

template <typename T>
T number_within(const Node& node, T least, T most, const char* kind) {
  T value{};
  const std::string text = is_number(node.json) ? spelling(node.json) : "";
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (trouble != std::errc() || end != text.data() + text.size()) node.refuse(fmt::format("must be a {}", kind));
  if (value < least) node.refuse(fmt::format("must not be less than {}", least));
  if (value > most) node.refuse(fmt::format("must not be more than {}", most));
  return value;
}

}  // namespace

void Node::refuse(const std::string& message) const { source.refuse(pointer_of(*this).to_string(), message); }

const Json& Node::object() const {
  if (!json.is_object()) refuse("must be an object");
  return json;
}

const Json& Node::list() const {
  if (!json.is_array()) refuse("must be a list");
  return json;
}

Format<std::string> text() {
  return {[](const std::string& value) { return Json(value); },
          [](const Node& node) {
            if (!node.json.is_string()) node.refuse("must be text");
            return node.json.get<std::string>();
          }};
}

Format<std::string> text_or_null() {
  const Format<std::optional<std::string>> format = or_null(text());
  return {[=](const std::string& value) { return value.empty() ? Json() : Json(value); },
          [=](const Node& node) { return format.read(node).value_or(""); }};
}

Format<std::string> constant(const std::string& value) {
  return {[=](const std::string&) { return Json(value); },
          [=](const Node& node) {
            if (node.json != value) node.refuse(fmt::format("must be \"{}\", which is what this version reads", value));
            return value;
          }};
}

Format<std::int64_t> whole(std::int64_t least, std::int64_t most) {
  return {[](const std::int64_t& value) { return Json(value); },
          [=](const Node& node) { return number_within(node, least, most, "whole number"); }};
}

Format<int> small(int least) {
  const Format<std::int64_t> format = whole(least, kMostOfSmall);
  return {[](const int& value) { return Json(value); },
          [=](const Node& node) { return static_cast<int>(format.read(node)); }};
}

Format<double> real(int decimals, std::optional<double> least, std::optional<double> most) {
  constexpr double kAny = std::numeric_limits<double>::max();
  return {[=](const double& value) { return decimal(value, decimals); },
          [=](const Node& node) { return number_within(node, least.value_or(-kAny), most.value_or(kAny), "number"); }};
}

Format<bool> flag() {
  return {[](const bool& value) { return Json(value); },
          [](const Node& node) {
            if (!node.json.is_boolean()) node.refuse("must be true or false");
            return node.json.get<bool>();
          }};
}

}  // namespace shenbao::pipeline

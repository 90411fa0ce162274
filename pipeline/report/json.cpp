#include "pipeline/report/json.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace shenbao::pipeline {
namespace {

constexpr std::size_t kLineLength = 180;  // characters; a cell or a piece of evidence, unless its text is long
constexpr std::size_t kMaxDepth = 64;     // a result is 8 deep

/// Length of the well-formed UTF-8 sequence that `text` begins with, 0 where it begins with none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
  const bool beyond = lead == 0xF4 && byte(1) >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

std::string as_utf8(std::string_view text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    clean += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return clean;
}

std::string quoted(const std::string& text) {
  const std::string clean = as_utf8(text);
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::string on_one_line(const Json& json) {
  switch (json.kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return json.truth ? "true" : "false";
    case Json::Kind::number:
      return json.text;
    case Json::Kind::string:
      return quoted(json.text);
    default:
      break;
  }
  const bool object = json.kind == Json::Kind::object;
  std::string line = object ? "{" : "[";
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    if (i > 0) line += ", ";
    if (object) line += quoted(json.keys[i]) + ": ";
    line += on_one_line(json.items[i]);
  }
  return line + (object ? "}" : "]");
}

std::size_t characters(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void print_into(std::string& out, const Json& json, std::size_t depth) {
  const std::string line = on_one_line(json);
  if (json.items.empty() || characters(line) + 2 * depth <= kLineLength) {
    out += line;
    return;
  }
  const bool object = json.kind == Json::Kind::object;
  out += object ? "{" : "[";
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    out += (i == 0 ? "\n" : ",\n") + std::string(2 * (depth + 1), ' ');
    if (object) out += quoted(json.keys[i]) + ": ";
    print_into(out, json.items[i], depth + 1);
  }
  out += "\n" + std::string(2 * depth, ' ') + (object ? "}" : "]");
}

/// Builds the tree from RapidJSON's events. Its own DOM would make a number and a string of one spelling the same.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  explicit Builder(Json& root) { open_.push_back(&root); }

  bool Null() { return place(Json()); }
  bool Bool(bool truth) { return place(Json::boolean(truth)); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return place(Json::number(std::string(text, length)));
  }
  bool String(const char* text, rapidjson::SizeType length, bool) { return place(Json::string({text, length})); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    open_.back()->keys.emplace_back(text, length);
    return true;
  }
  bool StartObject() { return enter(Json::Kind::object); }
  bool EndObject(rapidjson::SizeType) { return leave(); }
  bool StartArray() { return enter(Json::Kind::array); }
  bool EndArray(rapidjson::SizeType) { return leave(); }

 private:
  Json& next() {
    Json& top = *open_.back();
    if (top.kind == Json::Kind::null) return top;  // the root, before its first event
    top.items.emplace_back();
    return top.items.back();
  }
  bool place(Json value) {
    next() = std::move(value);
    return true;
  }
  bool enter(Json::Kind kind) {
    Json& container = next();
    container.kind = kind;
    open_.push_back(&container);
    return open_.size() <= kMaxDepth;
  }
  bool leave() {
    open_.pop_back();
    return true;
  }

  std::vector<Json*> open_;  // a container grows only while it is the innermost, so the pointers stay good
};

}  // namespace

Json Json::boolean(bool truth_in) {
  Json json(Kind::boolean);
  json.truth = truth_in;
  return json;
}

Json Json::string(std::string text_in) {
  Json json(Kind::string);
  json.text = std::move(text_in);
  return json;
}

Json Json::number(std::string spelling) {
  Json json(Kind::number);
  json.text = std::move(spelling);
  return json;
}

Json Json::number(std::int64_t value) { return number(std::to_string(value)); }

Json Json::number(double value, int decimals) {
  std::string spelling = fmt::format("{:.{}f}", value, decimals);
  if (decimals > 0) {
    spelling.erase(spelling.find_last_not_of('0') + 1);
    if (spelling.back() == '.') spelling.pop_back();
  }
  return number(spelling == "-0" ? "0" : std::move(spelling));
}

Json& Json::add(Json item) {
  items.push_back(std::move(item));
  return *this;
}

Json& Json::add(std::string key, Json item) {
  keys.push_back(std::move(key));
  items.push_back(std::move(item));
  return *this;
}

const Json* Json::find(const std::string& key) const {
  const auto at = std::find(keys.begin(), keys.end(), key);
  return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

bool operator==(const Json& a, const Json& b) {
  return a.kind == b.kind && a.truth == b.truth && a.text == b.text && a.keys == b.keys && a.items == b.items;
}

std::string print(const Json& json) {
  std::string out;
  print_into(out, json, 0);
  return out + "\n";
}

Json parse_json(const std::string& text, const std::string& file) {
  using rapidjson::ParseFlag;
  constexpr unsigned flags =
      ParseFlag::kParseValidateEncodingFlag | ParseFlag::kParseIterativeFlag | ParseFlag::kParseNumbersAsStringsFlag;
  Json root;
  Builder builder(root);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
  if (result.IsError()) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(result.Offset(), text.size()));
    const auto line = 1 + std::count(text.begin(), end, '\n');
    const std::string cause = result.Code() == rapidjson::kParseErrorTermination
                                  ? fmt::format("It is nested deeper than {} levels.", kMaxDepth)
                                  : rapidjson::GetParseError_En(result.Code());
    throw Error(ErrorCode::unreadable, file, fmt::format("{}: line {}: not JSON: {}", file, line, cause));
  }
  return root;
}

}  // namespace shenbao::pipeline

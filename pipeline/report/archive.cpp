#include "pipeline/report/archive.h"

#include <fmt/format.h>

#include <charconv>

namespace shenbao::pipeline {
namespace {

constexpr int kMostOfInt = 1'000'000'000;  // in a result; larger ones come from no scan

Json::json_pointer pointer_of(const Reader& reader) {
  return reader.around == nullptr ? Json::json_pointer() : pointer_of(*reader.around) / reader.name;
}

template <typename Number>
void read_within(const Reader& reader, Number& number, Number least, Number most, const char* kind) {
  const std::string text = is_number(reader.json) ? spelling(reader.json) : "";
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  reader.need(trouble == std::errc() && end == text.data() + text.size(), fmt::format("must be a {}", kind));
  reader.need(number >= least, fmt::format("must not be less than {}", least));
  reader.need(number <= most, fmt::format("must not be more than {}", most));
}

}  // namespace

void Reader::need(bool is_right, const std::string& message) const {
  if (!is_right) source.refuse(pointer_of(*this).to_string(), message);
}

void describe(Writer& writer, const std::string& text) { writer.json = text; }
void describe(Writer& writer, const std::string& text, OrNull) {
  if (!text.empty()) writer.json = text;
}
void describe(Writer& writer, bool flag) { writer.json = flag; }
void describe(Writer& writer, std::int64_t number, int) { writer.json = number; }
void describe(Writer& writer, double number, const Real& real) { writer.json = decimal(number, real.decimals); }
void describe(Writer& writer, const layout::Quad& quad) {
  for (const layout::Point& corner : quad.corners) {
    writer.json.push_back({decimal(corner.x, 0), decimal(corner.y, 0)});
  }
}
void describe(Writer& writer, extract::Doubt doubt) { writer.json = words_of(doubt).name; }
void describe(Writer& writer, const std::map<std::string, std::string>& texts) { writer.json = texts; }

void describe(const Reader& reader, std::string& text) {
  reader.need(reader.json.is_string(), "must be text");
  text = reader.json.get<std::string>();
}

void describe(const Reader& reader, std::string& text, OrNull) {
  if (!reader.json.is_null()) describe(reader, text);
}

void describe(const Reader& reader, bool& flag) {
  reader.need(reader.json.is_boolean(), "must be true or false");
  flag = reader.json.get<bool>();
}

void describe(const Reader& reader, int& number, int least) {
  read_within(reader, number, least, kMostOfInt, "whole number");
}

void describe(const Reader& reader, std::int64_t& number, int least) {
  constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
  read_within<std::int64_t>(reader, number, least, kAny, "whole number");
}

void describe(const Reader& reader, double& number, const Real& real) {
  read_within(reader, number, real.least, real.most, "number");
}

void describe(const Reader& reader, layout::Quad& quad) {
  std::vector<std::vector<double>> pairs;
  describe(reader, pairs, Real{});
  const bool whole = std::all_of(pairs.begin(), pairs.end(), [](const auto& xy) { return xy.size() == 2; });
  reader.need(pairs.size() == quad.corners.size() && whole, "must be four corners [x, y]");
  for (std::size_t i = 0; i < pairs.size(); ++i) quad.corners[i] = {pairs[i][0], pairs[i][1]};
}

void describe(const Reader& reader, extract::Doubt& doubt) {
  const auto named = extract::doubt_named(reader.json.is_string() ? reader.json.get<std::string>() : "");
  reader.need(named.has_value(), "is no doubt that this version knows");
  doubt = *named;
}

void describe(const Reader& reader, std::map<std::string, std::string>& texts) {
  reader.need(reader.json.is_object(), "must be an object");
  for (const auto& [name, json] : reader.json.items()) reader.part(name, json, texts[name]);
}

}  // namespace shenbao::pipeline

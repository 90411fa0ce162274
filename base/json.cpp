#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace shenbao {
namespace {

constexpr std::size_t kLineLength = 180;  // characters; a cell or a piece of evidence, unless its text is long
constexpr std::size_t kMaxDepth = 64;     // lists and objects in one another; a result is 9 deep, a definition 7

/// What the library says of a mistake, without its number and place, and without the text that it read last, which
/// may be long and no UTF-8.
std::string cause_of(const std::string& what) {
  std::string cause = what.substr(std::min(what.find("] ") + 2, what.size()));
  if (cause.rfind("parse error at", 0) == 0) cause.erase(0, cause.find(": ") + 2);
  return cause.substr(0, cause.find("; last read"));
}

/// Of the character at `at`.
int line_at(const std::string& text, std::ptrdiff_t at) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + at, '\n'));
}

/// Takes the library's events in the order of the text. Its own tree would round 845.40 to a binary fraction and let
/// the second of two members of one name win.
class Builder : public nlohmann::json_sax<Json> {
 public:
  /// `wanted`: the JSON Pointer of a value whose line is asked for, nullptr for none.
  Builder(const JsonText& source, const std::string* wanted) : source_(source), stream_(source.text), wanted_(wanted) {}

  std::istream& stream() { return stream_; }
  /// Throws Error.
  [[noreturn]] void refuse(int line, const std::string& cause) const {
    throw Error(source_.code, source_.file, fmt::format("{}: line {}: {}", source_.file, line, cause));
  }
  Json take() { return std::move(root_); }
  int wanted_line() const { return wanted_line_; }

  bool null() override { return place(nullptr, 0); }
  bool boolean(bool truth) override { return place(truth, 0); }
  // The reader knows a number's end by the character behind it, which may be a newline.
  bool number_integer(std::int64_t value) override { return place(value, 1); }
  bool number_unsigned(std::uint64_t value) override { return place(decimal(std::to_string(value)), 1); }
  bool number_float(double, const std::string& spelling) override { return place(decimal(spelling), 1); }
  bool string(std::string& text) override { return place(std::move(text), 0); }
  bool binary(Json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    if (!open_.back().names.insert(name).second) refuse(line(0), fmt::format("the member \"{}\" stands twice", name));
    open_.back().name = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    refuse(line(1), fmt::format("not JSON: {}", cause_of(error.what())));
  }

 private:
  struct Level {
    Json* container;  // grows only while it is the innermost, so that those within stay where they are
    std::set<std::string> names;
    std::string name;  // of the member that comes next
  };

  /// The line of the character that was read last, or the one `back` before it.
  int line(std::ptrdiff_t back) {
    const std::streamoff at = stream_.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
    return line_at(source_.text, std::max<std::streamoff>(at - back, 0));
  }

  std::string pointer() const {
    nlohmann::json_pointer<std::string> pointer;
    for (const Level& level : open_) {
      // The next item of the innermost list is still to come; the lists around it hold what is open within them.
      const std::size_t index = level.container->size() - (&level == &open_.back() ? 0 : 1);
      pointer.push_back(level.container->is_object() ? level.name : std::to_string(index));
    }
    return pointer.to_string();
  }

  void note_line(std::ptrdiff_t back) {
    if (wanted_ == nullptr) return;
    const std::string here = pointer();
    const bool around = wanted_->compare(0, here.size(), here) == 0 &&
                        (wanted_->size() == here.size() || (*wanted_)[here.size()] == '/');
    if (around) wanted_line_ = line(back);  // of the values around it the nearest comes last
  }

  Json* add(Json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    Level& level = open_.back();
    if (level.container->is_array()) {
      level.container->push_back(std::move(value));
      return &level.container->back();
    }
    auto& members = level.container->get_ref<Json::object_t&>();  // its own insertion would search for the name again
    members.emplace_back(level.name, std::move(value));
    return &members.back().second;
  }
  bool place(Json value, std::ptrdiff_t back) {
    note_line(back);
    add(std::move(value));
    return true;
  }
  bool open(Json container) {
    if (open_.size() == kMaxDepth) refuse(line(0), fmt::format("nested deeper than {} levels", kMaxDepth));
    note_line(0);
    open_.push_back({add(std::move(container)), {}, {}});
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const JsonText& source_;
  std::istringstream stream_;
  const std::string* wanted_;
  int wanted_line_ = 1;
  Json root_;
  std::vector<Level> open_;
};

std::string scalar(const Json& json) {
  if (is_number(json)) return spelling(json);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::size_t characters(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// On one line, or on one line where it fits there.
std::string printed(const Json& json, std::size_t depth, bool one_line) {
  if (!json.is_structured()) return scalar(json);
  if (!one_line) {
    std::string line = printed(json, depth, true);
    if (json.empty() || characters(line) + 2 * depth <= kLineLength) return line;
  }
  const std::string end = one_line ? "" : "\n" + std::string(2 * depth, ' ');
  const std::string begin = one_line ? "" : end + "  ";
  std::string out = json.is_object() ? "{" : "[";
  for (const auto& [name, value] : json.items()) {
    if (out.size() > 1) out += one_line ? ", " : ",";
    out += begin + (json.is_object() ? scalar(name) + ": " : "") + printed(value, depth + 1, one_line);
  }
  return out + end + (json.is_object() ? "}" : "]");
}

}  // namespace

Json JsonText::parse() const {
  Builder builder(*this, nullptr);
  Json::sax_parse(builder.stream(), &builder);
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {  // the library takes it for the end
    builder.refuse(line_at(text, static_cast<std::ptrdiff_t>(nul)), "not JSON: a zero byte");
  }
  return builder.take();
}

void JsonText::refuse(const std::string& pointer, const std::string& message) const {
  Builder builder(*this, &pointer);
  try {
    Json::sax_parse(builder.stream(), &builder);
  } catch (const Error&) {  // the values before a mistake stand where they stand
  }
  builder.refuse(builder.wanted_line(), (pointer.empty() ? "" : pointer + ": ") + message);
}

Json parse_json(const std::string& text, const std::string& file) { return JsonText{text, file}.parse(); }

std::string print_json(const Json& json) { return printed(json, 0, false) + "\n"; }

Json decimal(const std::string& spelling) {
  std::int64_t whole = 0;
  const auto [end, trouble] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), whole);
  if (trouble == std::errc() && end == spelling.data() + spelling.size()) return whole;
  return Json::binary({spelling.begin(), spelling.end()});
}

Json decimal(double value, int decimals) {
  std::string spelling = fmt::format("{:.{}f}", value, decimals);
  if (decimals > 0) {
    spelling.erase(spelling.find_last_not_of('0') + 1);
    if (spelling.back() == '.') spelling.pop_back();
  }
  return decimal(spelling);
}

bool is_number(const Json& json) { return json.is_binary() || json.is_number(); }

std::string spelling(const Json& number) {
  if (number.is_binary()) return {number.get_binary().begin(), number.get_binary().end()};
  if (!number.is_number_integer()) throw std::invalid_argument("spelling: not a number as a JSON tree holds it");
  return number.dump();
}

const Json& member_of(const Json& object, const std::string& name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto at = object.find(name);
  return at == object.end() ? nothing : *at;
}

std::string text_of(const Json& object, const std::string& name) {
  const Json& member = member_of(object, name);
  return member.is_string() ? member.get<std::string>() : std::string();
}

std::vector<std::string> texts_of(const Json& object, const std::string& name) {
  const Json& member = member_of(object, name);
  if (member.is_string()) return {member.get<std::string>()};
  std::vector<std::string> texts;
  if (!member.is_array()) return texts;
  for (const Json& item : member) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

}  // namespace shenbao

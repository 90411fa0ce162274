#include "extract/fill/interpret.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "extract/fill/sheet.h"
#include "extract/text/fold.h"
#include "extract/text/label_match.h"
#include "extract/text/parse.h"
#include "extract/text/repair.h"

namespace shenbao::extract {
namespace {

/// A known word of this many characters or more is right at a confidence at which a free text is doubtful: a chance
/// misreading does not spell it.
constexpr std::size_t kTellingTerm = 3;
constexpr double kTermConfidence = 0.5;

/// Level names are a closed list, and of this many characters or more no other word comes near one: what spells one is
/// that name, whatever specks the reader saw around it, and so is what is near one and near no other.
constexpr std::size_t kLevelName = 4;
constexpr double kSpelled = 0.98, kNear = 0.95;  // how often such a name is right

/// How a type is read: what it accepts as printed, and what may have been meant by what it does not accept.
struct Parse {
  std::function<std::optional<Value>(const std::string&)> read;
  std::function<std::vector<std::string>(const std::string&)> meant;
};

template <typename Read>
std::function<std::optional<Value>(const std::string&)> as_value(Read read) {
  return [read](const std::string& text) -> std::optional<Value> {
    if (const auto value = read(text)) return Value(*value);
    return std::nullopt;
  };
}

std::optional<Parse> parse_of(const Reader& reader) {
  static const std::vector<std::string> none;
  const std::vector<std::string>& suffixes = reader.suffixes != nullptr ? *reader.suffixes : none;
  switch (reader.type) {
    case FieldType::integer:
      return Parse{as_value([suffixes](const std::string& text) { return parse_integer(text, suffixes); }),
                   numbers_meant};
    case FieldType::amount:
      return Parse{as_value([suffixes](const std::string& text) { return parse_decimal(text, suffixes); }),
                   numbers_meant};
    case FieldType::month:
      return Parse{as_value(parse_month), dates_meant};
    case FieldType::comparison:
      return Parse{as_value(parse_comparison), comparisons_meant};
    default:
      return std::nullopt;
  }
}

/// A quotation bracket may be printed for > or be a misread ≥.
bool is_bracket(const std::string& text) {
  return text.find("》") != std::string::npos || text.find("《") != std::string::npos;
}

using Doubts = std::vector<Doubt>;

Doubts doubt_if(bool doubtful, Doubt doubt) { return doubtful ? Doubts{doubt} : Doubts{}; }

Field field_at(const std::string& path, const Printed& printed, std::optional<Value> value, const Doubts& doubts,
               double review_below) {
  Field field;
  field.path = path;
  field.value = std::move(value);
  field.source = printed.source;
  field.doubts = printed.doubts;
  for (const Doubt doubt : doubts) add_doubt(field.doubts, doubt);
  if (!field.value) add_doubt(field.doubts, Doubt::unreadable);
  if (field.value && printed.source.confidence < review_below) add_doubt(field.doubts, Doubt::unsure);
  return field;
}

Field interpret_typed(const std::string& path, const Printed& printed, const Parse& parse, double review_below) {
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    if (auto value = parse.read(printed.texts[i])) {
      Doubts doubts = doubt_if(i > 0, Doubt::another_candidate);
      if (is_bracket(printed.texts[i])) doubts.push_back(Doubt::unpaired_bracket);
      return field_at(path, printed, std::move(value), doubts, review_below);
    }
  }
  for (const std::string& text : printed.texts) {
    for (const std::string& meant : parse.meant(text)) {
      if (auto value = parse.read(meant)) {
        return field_at(path, printed, std::move(value), {Doubt::look_alike}, review_below);
      }
    }
  }
  return field_at(path, printed, std::nullopt, {}, review_below);
}

/// Whether every round bracket has its partner; one between two hanzi is narrow and easily read over.
bool has_whole_brackets(const std::string& text) {
  int open = 0;
  for (const char32_t c : folded(text)) {
    open += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (open < 0) return false;
  }
  return open == 0;
}

/// A name as printed, without specks at its ends; for review, and by another reading of the same words if need be,
/// where a bracket was read over.
Field interpret_name(const std::string& path, const Printed& printed, double review_below) {
  const std::string text = join_words(printed.texts.front());
  const std::string name = without_specks(text);
  if (has_whole_brackets(name)) {
    return field_at(path, printed, Value(name), doubt_if(name != text, Doubt::look_alike), review_below);
  }
  const auto other = std::find_if(printed.texts.begin(), printed.texts.end(), [&](const std::string& reading) {
    return has_whole_brackets(reading) && folded_words(reading) == folded_words(name);
  });
  return other == printed.texts.end()
             ? field_at(path, printed, Value(name), {Doubt::unpaired_bracket}, review_below)
             : field_at(path, printed, Value(join_words(*other)), {Doubt::another_candidate}, review_below);
}

/// A target is a free text, but letters that print like digits make no word: O for 0.
Field interpret_target(const std::string& path, const Printed& printed, double review_below) {
  const std::string text = join_words(printed.texts.front());
  const std::string digits = with_digits_for_letters(text);
  if (!parse_decimal(text) && parse_decimal(digits)) {
    return field_at(path, printed, Value(digits), {Doubt::look_alike}, review_below);
  }
  // A sign before a number changes it.
  if (fold(text).text.front() == '-' && parse_decimal(text))
    return field_at(path, printed, Value(text), {}, review_below);
  return interpret_name(path, printed, review_below);
}

constexpr double kReadWell = 0.98;  // both readers saw the same, character by character

/// The one level name that a reading spells amid what a seal or ruling left beside it; the longest where one holds
/// another, none where two stand side by side.
std::optional<std::string> spelled_inside(const std::string& text, const std::vector<std::string>& terms) {
  const std::u32string words = fold_words(text).text;
  std::optional<std::string> longest;
  std::u32string spelled;
  for (const std::string& term : terms) {
    const std::u32string name = fold_words(term).text;
    if (name.size() < kLevelName || words.find(name) == std::u32string::npos) continue;
    if (spelled.find(name) != std::u32string::npos) continue;
    if (!spelled.empty() && name.find(spelled) == std::u32string::npos) return std::nullopt;
    longest = term;
    spelled = name;
  }
  return longest;
}

/// Whether a reading is a part of a level name: the rest may stand where the cell was cut.
bool is_piece_of_one(const std::string& text, const std::vector<std::string>& terms) {
  const std::u32string words = fold_words(text).text;
  return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
    return fold_words(term).text.find(words) != std::u32string::npos;
  });
}

Field sure_field(const std::string& path, const Printed& printed, const std::string& term, double confidence) {
  Field field = field_at(path, printed, Value(term), {}, 0.0);
  field.source->confidence = std::max(field.source->confidence, confidence);
  return field;
}

/// Whether a unit is a known one and what that is divided by, a word of its own: 元/平方米/年.
bool goes_on(const std::string& text, const std::string& unit, FieldType type) {
  const std::u32string printed = fold(text).text, known = fold(unit).text;
  return type == FieldType::unit && printed.size() > known.size() + 1 && printed.compare(0, known.size(), known) == 0 &&
         printed[known.size()] == U'/';
}

/// Whether a unit begins like the ratios among the known ones and lacks their stroke: 元批次 for 元/批次.
bool lacks_stroke(const std::string& text, const std::vector<std::string>& units) {
  const std::u32string printed = fold(text).text;
  return std::any_of(units.begin(), units.end(), [&](const std::string& unit) {
    const std::u32string known = fold(unit).text;
    const std::size_t stroke = known.find(U'/');
    return stroke != std::u32string::npos && printed.size() > stroke && printed[stroke] != U'/' &&
           printed.compare(0, stroke, known, 0, stroke) == 0;
  });
}

/// 元/人/月 for 元/人·月.
std::u32string with_slashes(std::u32string text) {
  std::replace_if(
      text.begin(), text.end(), [](char32_t c) { return c == U'·' || c == U'•'; }, U'/');
  return text;
}

/// A known term where one is printed or clearly meant; what was read where none is.
Field interpret_term(const std::string& path, const Printed& printed, const Reader& reader) {
  const std::string first = join_words(printed.texts.front());
  if (reader.vocabulary == nullptr) return field_at(path, printed, Value(first), {}, reader.review_below);
  const auto near = match_term(printed.texts.front(), reader.vocabulary->terms);
  const bool maimed = reader.type == FieldType::unit && lacks_stroke(first, reader.vocabulary->terms);
  const auto is_level_name = [&](const std::string& term) {
    return reader.type == FieldType::term && fold_words(term).text.size() >= kLevelName;
  };
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    const auto match = match_term(printed.texts[i], reader.vocabulary->terms);
    if (!match || match->cost > 0.0) continue;
    if (is_level_name(match->term) && near && near->term == match->term) {
      return sure_field(path, printed, match->term, kSpelled);
    }
    const bool telling = fold_words(match->term).text.size() >= kTellingTerm || match->term == "%";
    // Written as printed where only the width or the sign of a ratio differs: 元／人, 元/人·月. Other signs between the
    // words are specks.
    const bool as_printed = with_slashes(fold(printed.texts[i]).text) == with_slashes(fold(match->term).text);
    const std::string value = as_printed ? join_words(printed.texts[i]) : match->term;
    return field_at(path, printed, Value(value), doubt_if(i > 0, Doubt::another_candidate),
                    telling ? std::min(kTermConfidence, reader.review_below) : reader.review_below);
  }
  if (near && near->clear && !goes_on(first, near->term, reader.type)) {
    if (is_level_name(near->term)) return sure_field(path, printed, near->term, kNear);
    // A unit is often a word of its own making: 元/平方米/年 read well is no misread 元/平方米, and 元/人/年 must not
    // silently become 元/人/月.
    if (reader.type == FieldType::unit && near->cost >= 1.0 && printed.source.confidence >= kReadWell && !maimed) {
      return field_at(path, printed, Value(first), {}, reader.review_below);
    }
    return field_at(path, printed, Value(near->term), doubt_if(reader.type == FieldType::unit, Doubt::not_a_term),
                    reader.review_below);
  }
  constexpr double kDoubtful = 0.5;  // a cell read well that says more than the name is printed so
  if (reader.type == FieldType::term && printed.source.confidence < kDoubtful) {
    if (const auto inside = spelled_inside(first, reader.vocabulary->terms)) {
      return field_at(path, printed, Value(*inside), {Doubt::not_a_term}, reader.review_below);
    }
  }
  const bool is_meant = near && !goes_on(first, near->term, reader.type);
  const bool doubtful =
      is_meant || maimed || (reader.type == FieldType::term && is_piece_of_one(first, reader.vocabulary->terms));
  return field_at(path, printed, Value(first), doubt_if(doubtful, Doubt::not_a_term), reader.review_below);
}

}  // namespace

Printed printed_in(const Reading& reading, int page_no, const layout::Quad& quad) {
  Printed printed;
  printed.source = {page_no, quad, reading.text, reading.confidence};
  printed.ink = !is_blank(reading);
  printed.texts = {reading.text};
  for (const Candidate& candidate : reading.candidates) {
    if (candidate.text != reading.text) printed.texts.push_back(candidate.text);
  }
  return printed;
}

Printed part_of(const Printed& whole, const std::string& text) {
  Printed part = whole;
  part.texts = {text};
  part.ink = !trim(text).empty();
  return part;
}

Field blank_field(const std::string& path) {
  Field field;
  field.path = path;
  return field;
}

Field interpret(const std::string& path, const Printed& printed, const Reader& reader) {
  const std::string& first = printed.texts.front();
  if (!printed.ink) return blank_field(path);
  if (fold(first).text.empty()) {
    const auto parse = parse_of(reader);
    return parse ? interpret_typed(path, printed, *parse, reader.review_below)
                 : field_at(path, printed, std::nullopt, {}, reader.review_below);
  }
  if (is_placeholder(first)) return blank_field(path);
  if (reader.type == FieldType::text) return field_at(path, printed, Value(trim(first)), {}, reader.review_below);
  if (reader.type == FieldType::target) return interpret_target(path, printed, reader.review_below);
  if (reader.type == FieldType::name) return interpret_name(path, printed, reader.review_below);
  if (const auto parse = parse_of(reader)) return interpret_typed(path, printed, *parse, reader.review_below);
  return interpret_term(path, printed, reader);
}

/// The same place; its confidence is raised where another of its readings gives the range too, and none another one.
Printed confirmed(Printed printed, const std::pair<Month, Month>& range) {
  int same = 0, other = 0;
  for (std::size_t i = 1; i < printed.texts.size(); ++i) {
    if (const auto again = parse_month_range(printed.texts[i])) ++(*again == range ? same : other);
  }
  if (same > 0 && other == 0) printed.source.confidence = std::max(printed.source.confidence, kGivenTwice);
  return printed;
}

std::vector<Field> interpret_range(const std::string& path, const Printed& printed, const Reader& reader) {
  const ValuePath start = ValuePath(path) / "start", end = ValuePath(path) / "end";
  if (!printed.ink) return {blank_field(start), blank_field(end)};
  const auto first = parse_month_range(printed.texts.front());
  const Printed own = first ? confirmed(printed, *first) : printed;
  const auto fields = [&](const std::optional<std::pair<Month, Month>>& range,
                          const Doubts& doubts) -> std::vector<Field> {
    const auto end_of = [&](const Month& month) { return range ? std::make_optional(Value(month)) : std::nullopt; };
    const auto months = range.value_or(std::make_pair(Month{}, Month{}));
    return {field_at(start, own, end_of(months.first), doubts, reader.review_below),
            field_at(end, own, end_of(months.second), doubts, reader.review_below)};
  };
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    if (const auto range = parse_month_range(printed.texts[i])) {
      return fields(range, doubt_if(i > 0, Doubt::another_candidate));
    }
  }
  for (const std::string& text : printed.texts) {
    for (const std::string& meant : dates_meant(text)) {
      if (const auto range = parse_month_range(meant)) return fields(range, {Doubt::look_alike});
    }
  }
  return fields(std::nullopt, {});
}

std::vector<Field> interpret_items(const std::string& path, const Printed& printed, const std::string& mark,
                                   const Reader& reader) {
  std::vector<Field> fields;
  if (!printed.ink) return fields;
  const std::vector<std::string> items = split_items(printed.texts.front(), mark);
  if (items.empty()) return {field_at(ValuePath(path) / 0, printed, std::nullopt, {}, reader.review_below)};
  for (const std::string& item : items) {
    fields.push_back(
        field_at(ValuePath(path) / fields.size(), printed, Value(item), {}, reader.review_below));
  }
  return fields;
}

}  // namespace shenbao::extract

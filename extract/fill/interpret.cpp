#include "extract/fill/interpret.h"

#include <algorithm>
#include <optional>

#include "base/find_first.h"
#include "extract/text/fold.h"
#include "extract/text/label_match.h"
#include "extract/text/parse.h"
#include "extract/text/repair.h"

namespace shenbao::extract {
namespace {

/// What decides whether a reading of a term may stand without a second look. Lengths in characters, folded; the others
/// are confidences. Chosen on worn and faxed forms, where no wrong term was left accepted.
constexpr std::size_t kTelling = 3;       // no chance misreading spells a term as long: it may be read badly
constexpr double kReadAtAll = 0.5;        // of a telling term, which stands though it is read badly
constexpr double kReadForCertain = 0.98;  // both readers saw the same, character by character

/// A quotation bracket may be printed for > or be a misread ≥.
bool is_bracket(const std::string& text) {
  return text.find("》") != std::string::npos || text.find("《") != std::string::npos;
}

using Doubts = std::vector<Doubt>;

Doubts doubt_if(bool doubtful, Doubt doubt) { return doubtful ? Doubts{doubt} : Doubts{}; }

/// A value and why it may be another.
template <typename Value>
struct Read {
  std::optional<Value> value;
  Doubts doubts;
};

/// The first of a place's readings that is such a value, as printed or as it was meant.
template <typename Parse>
auto read_typed(const Printed& printed, Parse parse, std::vector<std::string> (*meant)(const std::string&)) {
  using Result = Read<typename decltype(parse(std::string()))::value_type>;
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    if (const auto value = parse(printed.texts[i])) {
      Doubts doubts = doubt_if(i > 0, Doubt::another_candidate);
      if (is_bracket(printed.texts[i])) doubts.push_back(Doubt::unpaired_bracket);
      return Result{value, doubts};
    }
  }
  for (const std::string& text : printed.texts) {
    for (const std::string& other : meant(text)) {
      if (const auto value = parse(other)) return Result{value, {Doubt::look_alike}};
    }
  }
  return Result{};
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

/// Where a value is made of what is printed.
struct Spot {
  const std::string& path;
  const Printed& printed;
  double review_below = 0.0;

  const std::string& first() const { return printed.texts.front(); }
  Field field(std::optional<Value> value, const Doubts& doubts = {}) const {
    return make_field(path, printed, std::move(value), doubts, review_below);
  }
};

/// A name as printed, without specks at its ends; for review, and by another reading of the same words if need be,
/// where a bracket was read over.
Field interpret_name(const Spot& spot) {
  const std::string text = join_words(spot.first()), name = without_specks(text);
  if (has_whole_brackets(name)) return spot.field(name, doubt_if(name != text, Doubt::look_alike));
  const std::string* other = find_first(spot.printed.texts, [&](const std::string& reading) {
    return has_whole_brackets(reading) && match_key(reading) == match_key(name);
  });
  return other == nullptr ? spot.field(name, {Doubt::unpaired_bracket})
                          : spot.field(join_words(*other), {Doubt::another_candidate});
}

/// A target is a free text, but letters that print like digits make no word: O for 0.
Field interpret_target(const Spot& spot) {
  const std::string text = join_words(spot.first()), digits = with_digits_for_letters(text);
  const bool is_number = parse_decimal(text).has_value();
  if (!is_number && parse_decimal(digits)) return spot.field(digits, {Doubt::look_alike});
  // A sign before a number changes it.
  return is_number && folded(text).front() == '-' ? spot.field(text) : interpret_name(spot);
}

/// Whether a reading is a part of a level name: the rest may stand where the cell was cut.
bool is_piece_of_one(const std::string& text, const std::vector<std::string>& terms) {
  const std::u32string words = match_key(text);
  return std::any_of(terms.begin(), terms.end(),
                     [&](const std::string& term) { return match_key(term).find(words) != std::u32string::npos; });
}

/// Whether a unit is a known one and what that is divided by, a word of its own: 元/平方米/年.
bool goes_on(const std::string& text, const std::string& unit) {
  return folded(text).rfind(folded(unit) + U'/', 0) == 0;
}

/// Whether a unit begins like the ratios among the known ones and lacks their stroke: 元批次 for 元/批次.
bool lacks_stroke(const std::string& text, const std::vector<std::string>& units) {
  const std::u32string printed = folded(text);
  return std::any_of(units.begin(), units.end(), [&](const std::string& unit) {
    const std::u32string known = folded(unit);
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

/// A term that one of the readings spells, the reader's first choice first.
struct Spelled {
  std::string term;
  std::size_t reading = 0;
};

std::optional<Spelled> spelled_term(const Printed& printed, const std::vector<std::string>& terms) {
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    const auto match = match_term(printed.texts[i], terms);
    if (match && match->cost == 0.0) return Spelled{match->term, i};
  }
  return std::nullopt;
}

Field make_spelled(Spot spot, const Spelled& spelled) {
  const std::string& text = spot.printed.texts[spelled.reading];
  const bool telling = match_key(spelled.term).size() >= kTelling || spelled.term == "%";
  if (telling) spot.review_below = std::min(kReadAtAll, spot.review_below);
  // As printed where only the width or the sign of a ratio differs: 元／人, 元/人·月. Other signs between the words are
  // specks.
  const bool as_printed = with_slashes(folded(text)) == with_slashes(folded(spelled.term));
  return spot.field(as_printed ? join_words(text) : spelled.term,
                    doubt_if(spelled.reading > 0, Doubt::another_candidate));
}

/// A level name that is spelled or clearly meant is sure, whatever specks were read around it: no other word comes
/// near.
Field interpret_level_name(Spot spot, const std::vector<std::string>& names) {
  const std::string first = join_words(spot.first());
  const auto near = match_term(spot.first(), names);
  const bool is_long = near && match_key(near->term).size() >= kTelling;
  const auto spelled = spelled_term(spot.printed, names);
  if (is_long && (spelled ? spelled->term == near->term : near->clear)) {
    spot.review_below = 0.0;
    return spot.field(near->term);
  }
  if (spelled) return make_spelled(spot, *spelled);
  if (near && near->clear) return spot.field(near->term);
  return spot.field(first, doubt_if(near || is_piece_of_one(first, names), Doubt::not_a_term));
}

/// A known unit where one is printed or clearly meant. A unit is often a word of its own making: 元/平方米/年 read for
/// certain is no misread 元/平方米, and 元/人/年 must not silently become 元/人/月.
Field interpret_unit(const Spot& spot, const std::vector<std::string>& units) {
  if (const auto spelled = spelled_term(spot.printed, units)) return make_spelled(spot, *spelled);
  const std::string first = join_words(spot.first());
  const auto near = match_term(spot.first(), units);
  const bool is_meant = near && !goes_on(first, near->term), maimed = lacks_stroke(first, units);
  const bool own_word = is_meant && near->clear && near->cost >= 1.0 &&
                        reads_well(spot.printed.source.confidence, spot.printed.of_reading, kReadForCertain);
  if (own_word && !maimed) return spot.field(first);
  return spot.field(is_meant && near->clear ? near->term : first, doubt_if(is_meant || maimed, Doubt::not_a_term));
}

/// A value whose type says which texts it may be; nothing for a type of free text.
std::optional<Field> interpret_typed(const Spot& spot, const Reader& reader) {
  const auto field = [&](const auto& read) {
    return spot.field(read.value ? std::make_optional(Value(*read.value)) : std::nullopt, read.doubts);
  };
  const auto parse_number = [&](const std::string& text) {
    const auto number = parse_decimal(text, reader.suffixes != nullptr ? *reader.suffixes : std::vector<std::string>());
    return reader.type == FieldType::amount || !number || number->scale == 0 ? number : std::nullopt;
  };
  switch (reader.type) {
    case FieldType::integer:
    case FieldType::amount:
      return field(read_typed(spot.printed, parse_number, numbers_meant));
    case FieldType::month:
      return field(read_typed(spot.printed, parse_month, dates_meant));
    case FieldType::comparison:
      return field(read_typed(spot.printed, parse_comparison, comparisons_meant));
    default:
      return std::nullopt;
  }
}

}  // namespace

Printed printed_in(const Reading& reading, int page_no, const layout::Quad& quad) {
  Printed printed;
  printed.source = {page_no, quad, reading.text, reading.confidence};
  printed.ink = !is_blank(reading);
  printed.of_reading = reading.doubts;
  printed.texts = {reading.text};
  for (const std::string& candidate : reading.candidates) {
    if (candidate != reading.text) printed.texts.push_back(candidate);
  }
  return printed;
}

Printed printed_in(const SheetCell& cell) {
  Printed printed = printed_in(*cell.reading, cell.page_no, cell.quad);
  if (cell.inferred) add_doubt(printed.doubts, Doubt::inferred_cell);
  return printed;
}

Printed part_of(const Printed& whole, const std::string& text) {
  Printed part = whole;
  part.texts = {text};
  part.ink = !trim(text).empty();
  return part;
}

Printed joined(const Printed& first, const Printed& rest) {
  Printed both = first;
  both.texts = {first.texts.front() + rest.texts.front()};
  both.source.raw += rest.source.raw;
  both.source.confidence = std::min(first.source.confidence, rest.source.confidence);
  for (const Doubt doubt : rest.of_reading) add_doubt(both.of_reading, doubt);
  return both;
}

Field make_field(const std::string& path, const Printed& printed, std::optional<Value> value,
                 const std::vector<Doubt>& doubts, double review_below) {
  Field field;
  field.path = path;
  field.value = std::move(value);
  field.source = printed.source;
  field.doubts = printed.doubts;
  for (const Doubt doubt : doubts) add_doubt(field.doubts, doubt);
  if (!field.value) add_doubt(field.doubts, Doubt::unreadable);
  if (field.value && !reads_well(printed.source.confidence, printed.of_reading, review_below)) {
    for (const Doubt doubt : printed.of_reading) add_doubt(field.doubts, doubt);
    if (printed.of_reading.empty()) add_doubt(field.doubts, Doubt::unsure);
  }
  return field;
}

Field blank_field(const std::string& path) {
  Field field;
  field.path = path;
  return field;
}

Field interpret(const std::string& path, const Printed& printed, const Reader& reader) {
  const Spot spot{path, printed, reader.review_below};
  const bool unread = folded(spot.first()).empty();
  if (!printed.ink || (!unread && is_placeholder(spot.first()))) return blank_field(path);
  if (const auto typed = interpret_typed(spot, reader)) return *typed;
  if (unread) return spot.field(std::nullopt);
  if (reader.type == FieldType::text) return spot.field(trim(spot.first()));
  if (reader.type == FieldType::target) return interpret_target(spot);
  if (reader.type == FieldType::name) return interpret_name(spot);
  if (reader.vocabulary == nullptr) return spot.field(join_words(spot.first()));
  return reader.type == FieldType::unit ? interpret_unit(spot, reader.vocabulary->terms)
                                        : interpret_level_name(spot, reader.vocabulary->terms);
}

/// Whether another of a place's readings gives the range too, and none another one: it is sure whatever else sets them
/// apart, — and - or a speck at an end.
bool is_given_again(const Printed& printed, const std::pair<Month, Month>& range) {
  int same = 0, other = 0;
  for (std::size_t i = 1; i < printed.texts.size(); ++i) {
    if (const auto again = parse_month_range(printed.texts[i])) ++(*again == range ? same : other);
  }
  return same > 0 && other == 0;
}

std::vector<Field> interpret_range(const std::string& path, const Printed& printed, const Reader& reader) {
  const ValuePath start = ValuePath(path) / "start", end = ValuePath(path) / "end";
  if (!printed.ink) return {blank_field(start), blank_field(end)};
  const auto read = read_typed(printed, parse_month_range, dates_meant);
  const double review_below =
      read.value && read.doubts.empty() && is_given_again(printed, *read.value) ? 0.0 : reader.review_below;
  const auto field = [&](const std::string& at, Month std::pair<Month, Month>::*month) {
    const auto value = read.value ? std::make_optional(Value((*read.value).*month)) : std::nullopt;
    return make_field(at, printed, value, read.doubts, review_below);
  };
  return {field(start, &std::pair<Month, Month>::first), field(end, &std::pair<Month, Month>::second)};
}

std::vector<Field> interpret_items(const std::string& path, const Printed& printed, const std::string& mark,
                                   const Reader& reader) {
  std::vector<Field> fields;
  if (!printed.ink) return fields;
  const std::vector<std::string> items = split_items(printed.texts.front(), mark);
  if (items.empty()) return {make_field(ValuePath(path) / 0, printed, std::nullopt, {}, reader.review_below)};
  for (const std::string& item : items) {
    fields.push_back(make_field(ValuePath(path) / fields.size(), printed, Value(item), {}, reader.review_below));
  }
  return fields;
}

}  // namespace shenbao::extract

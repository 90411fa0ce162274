#include "extract/interpret.h"

#include <functional>
#include <optional>

#include "extract/fold.h"
#include "extract/label_match.h"
#include "extract/parse.h"
#include "extract/sheet.h"

namespace shenbao::extract {
namespace {

/// A known word of this many characters or more is right at a confidence at which a free text is doubtful: a chance
/// misreading does not spell it.
constexpr std::size_t kTellingTerm = 3;
constexpr double kTermConfidence = 0.5;

struct Interpretation {
  Value value;
  bool doubtful = false;
};

using Parse = std::function<std::optional<Interpretation>(const std::string&)>;

/// Digits for the letters that print like them.
std::string with_digits_for_letters(const std::string& text) {
  std::u32string repaired = fold(text).text;
  for (char32_t& c : repaired) {
    switch (c) {
      case 'O':
      case 'o':
      case U'〇':
        c = '0';
        break;
      case 'l':
      case 'I':
      case 'i':
      case '|':
        c = '1';
        break;
      case 'S':
      case 's':
        c = '5';
        break;
      case 'B':
        c = '8';
        break;
      case 'Z':
      case 'z':
        c = '2';
        break;
      default:
        break;
    }
  }
  return to_utf8(repaired);
}

template <typename Read>
Parse number_like(Read read) {
  return [read](const std::string& text) -> std::optional<Interpretation> {
    if (const auto value = read(text)) return Interpretation{*value, false};
    if (const auto value = read(with_digits_for_letters(text))) return Interpretation{*value, true};
    return std::nullopt;
  };
}

Parse parser_of(const Reader& reader) {
  static const std::vector<std::string> none;
  const std::vector<std::string>& suffixes = reader.suffixes != nullptr ? *reader.suffixes : none;
  switch (reader.type) {
    case FieldType::integer:
      return number_like([suffixes](const std::string& text) { return parse_integer(text, suffixes); });
    case FieldType::amount:
      return number_like([suffixes](const std::string& text) { return parse_decimal(text, suffixes); });
    case FieldType::month:
      return number_like([](const std::string& text) { return parse_month(text); });
    case FieldType::comparison:
      return [](const std::string& text) -> std::optional<Interpretation> {
        const auto sign = parse_comparison(text);
        if (!sign) return std::nullopt;
        // A quotation bracket may be printed for > or be a misread ≥.
        const bool bracket = text.find("》") != std::string::npos || text.find("《") != std::string::npos;
        return Interpretation{*sign, bracket};
      };
    default:
      return nullptr;
  }
}

Field field_at(const std::string& path, const Printed& printed, std::optional<Value> value, bool doubtful,
               double review_below) {
  Field field;
  field.path = path;
  field.value = std::move(value);
  field.source = printed.source;
  field.status = doubtful || printed.in_two_places || !field.value || printed.source.confidence < review_below
                     ? Status::review
                     : Status::accepted;
  return field;
}

Field interpret_typed(const std::string& path, const Printed& printed, const Parse& parse, double review_below) {
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    if (const auto found = parse(printed.texts[i])) {
      return field_at(path, printed, found->value, found->doubtful || i > 0, review_below);
    }
  }
  return field_at(path, printed, std::nullopt, true, review_below);
}

/// A known term where one is printed or clearly meant; what was read where none is.
Field interpret_term(const std::string& path, const Printed& printed, const Reader& reader) {
  const std::string first = join_words(printed.texts.front());
  if (reader.vocabulary == nullptr) return field_at(path, printed, Value(first), false, reader.review_below);
  for (std::size_t i = 0; i < printed.texts.size(); ++i) {
    const auto match = match_term(printed.texts[i], reader.vocabulary->terms);
    if (!match || match->cost > 0.0) continue;
    const bool telling = fold_words(match->term).text.size() >= kTellingTerm;
    // Written as printed: 元／人 and 元/人 are one term.
    const std::string value = i == 0 ? first : join_words(printed.texts[i]);
    return field_at(path, printed, Value(value), i > 0,
                    telling ? std::min(kTermConfidence, reader.review_below) : reader.review_below);
  }
  const auto near = match_term(printed.texts.front(), reader.vocabulary->terms);
  if (near && near->clear) {
    // A unit is often a word of its own making: 元/人/年 must not silently become 元/人/月.
    return field_at(path, printed, Value(near->term), reader.type == FieldType::unit, reader.review_below);
  }
  return field_at(path, printed, Value(first), near.has_value(), reader.review_below);
}

bool is_text(FieldType type) { return type == FieldType::text || type == FieldType::name || type == FieldType::target; }

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
    const Parse parse = parser_of(reader);
    return parse ? interpret_typed(path, printed, parse, reader.review_below)
                 : field_at(path, printed, std::nullopt, true, reader.review_below);
  }
  if (is_placeholder(first)) return blank_field(path);
  if (reader.type == FieldType::text) return field_at(path, printed, Value(trim(first)), false, reader.review_below);
  if (is_text(reader.type)) return field_at(path, printed, Value(join_words(first)), false, reader.review_below);
  if (const Parse parse = parser_of(reader)) return interpret_typed(path, printed, parse, reader.review_below);
  return interpret_term(path, printed, reader);
}

std::vector<Field> interpret_range(const std::string& path, const Printed& printed, const Reader& reader) {
  const std::string start = path + "/start", end = path + "/end";
  if (!printed.ink) return {blank_field(start), blank_field(end)};
  for (const bool repaired : {false, true}) {
    for (std::size_t i = 0; i < printed.texts.size(); ++i) {
      const auto range = parse_month_range(repaired ? with_digits_for_letters(printed.texts[i]) : printed.texts[i]);
      if (!range) continue;
      const bool doubtful = repaired || i > 0;
      return {field_at(start, printed, Value(range->first), doubtful, reader.review_below),
              field_at(end, printed, Value(range->second), doubtful, reader.review_below)};
    }
  }
  return {field_at(start, printed, std::nullopt, true, 0.0), field_at(end, printed, std::nullopt, true, 0.0)};
}

std::vector<Field> interpret_items(const std::string& path, const Printed& printed, const std::string& mark,
                                   const Reader& reader) {
  std::vector<Field> fields;
  if (!printed.ink) return fields;
  const std::vector<std::string> items = split_items(printed.texts.front(), mark);
  if (items.empty()) return {field_at(path + "/0", printed, std::nullopt, true, reader.review_below)};
  for (const std::string& item : items) {
    fields.push_back(
        field_at(path + "/" + std::to_string(fields.size()), printed, Value(item), false, reader.review_below));
  }
  return fields;
}

}  // namespace shenbao::extract

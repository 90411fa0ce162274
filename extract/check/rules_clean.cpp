#include <algorithm>

#include "base/find_first.h"
#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kBefore = 12;       // characters, in which a text says what a number is
constexpr std::size_t kRepeatedPart = 8;  // characters that are damage where they stand twice in a row
constexpr std::size_t kRepeats = 3;       // of a shorter part
constexpr int kElsewhere = 2;             // places that print a rare character, which then belongs to a name: 浉河区

/// A part of the text that follows itself: a long one at once, a short one (two characters or more) three times.
std::u32string repetition_in(const std::u32string& text) {
  for (std::size_t length = 2; 2 * length <= text.size(); ++length) {
    const std::size_t needed = length >= kRepeatedPart ? length : length * (kRepeats - 1);
    std::size_t same = 0;
    for (std::size_t i = length; i < text.size(); ++i) {
      same = text[i] == text[i - length] ? same + 1 : 0;
      if (same < needed) continue;
      std::u32string part = text.substr(i + 1 - length, length);
      if (std::any_of(part.begin(), part.end(), is_hanzi)) return part;
    }
  }
  return {};
}

/// The first character that no text of such a form has; of a name none outside GB 2312 either.
std::string strange_character_in(const std::string& text, bool is_name) {
  std::string replacement = to_utf8({kBroken});  // which folding leaves out
  if (text.find(replacement) != std::string::npos) return replacement;
  for (const char32_t c : folded(text)) {
    if ((c >= U'!' && c <= U'~') || is_gb2312_hanzi(c)) continue;  // what a keyboard has
    if (is_impossible(c) || is_foreign_letter(c) || (is_name && is_hanzi(c))) return to_utf8({c});
  }
  return "";
}

/// What one of the patterns finds, unless the text before it says what it is: 账号.
std::string pattern_in(const std::u32string& text, const RuleParameters& asks) {
  for (const auto& pattern : asks.patterns) {
    const auto match = pattern->find(text, [&](const Pattern::Match& candidate) {
      const std::size_t begin = candidate.begin - std::min(candidate.begin, kBefore);
      return !holds_any(to_utf8(text.substr(begin, candidate.begin - begin)), asks.named);
    });
    if (match) return to_utf8(text.substr(match->begin, match->end - match->begin));
  }
  return "";
}

/// Whether the submission prints the one character that `part` is in several other places: then it belongs to a name.
bool is_own_character(const RuleScope& scope, const std::string& path, const std::string& part) {
  const std::u32string characters = folded(part);
  if (characters.size() != 1 || !is_hanzi(characters.front()) || is_gb2312_hanzi(characters.front())) return false;
  int places = 0;
  for (const FormView& view : scope.forms) {
    for (const Field& field : view.form().fields) {
      const bool here = &view == &scope.view && field.path == path;
      if (!here && print_value(field, Language::zh).find(part) != std::string::npos) ++places;
    }
  }
  return places >= kElsewhere;
}

/// Whether the form is the first on the page, which speaks for what stands outside its tables.
bool speaks_for(const RuleScope& scope, int page_no) {
  return find_first(scope.forms, [&](const FormView& view) { return has_page(view.form(), page_no); }) == &scope.view;
}

void check_values(Judge& judge) {
  const bool is_name = judge.asks.what == "names", is_text = is_name || judge.asks.what == "texts";
  for (const std::string& path : judge.paths()) {
    const std::string text = judge.view.text(path);
    std::string part = is_text ? strange_character_in(text, is_name) : "";
    if (part.empty()) part = pattern_in(folded(text), judge.asks);
    if (part.empty() && is_text) part = to_utf8(repetition_in(folded(text)));
    if (part.empty() || is_own_character(judge.scope, path, part)) continue;
    judge.say_unless(judge.if_doubtful(path), path, {{"actual", text}, {"part", part}});
  }
}

/// The cells, or the lines outside the tables, that hold no value of the form.
void check_strays(Judge& judge) {
  const bool cells = judge.asks.what == "cells";
  for (const Piece& piece : judge.scope.pieces) {
    const bool is_meant =
        cells ? piece.cell != nullptr : piece.cell == nullptr && speaks_for(judge.scope, piece.page_no);
    if (!is_meant || piece.value != nullptr || !reads_well(*piece.reading, kReadWell)) continue;
    const std::string part = pattern_in(folded(piece.reading->text), judge.asks);
    if (!part.empty()) judge.say_at(piece, "", {{"actual", trim(piece.reading->text)}, {"part", part}});
  }
}

/// The cells right of a row's name, the first that is not clean.
void check_row_cells(Judge& judge) {
  for (const ValuePath& row : judge.view.row_paths(judge.asks.list)) {
    const Piece* name = judge.scope.pieces.of(judge.view.at(row / judge.asks.name));
    if (name == nullptr || name->cell == nullptr) continue;
    const auto is_found = [&](const CellText& cell) {
      return cell.row == name->cell->row && cell.col > name->cell->col && reads_well(cell.reading, kReadWell) &&
             !pattern_in(folded(cell.reading.text), judge.asks).empty();
    };
    const CellText* found = find_first(name->table->cells, is_found);
    if (found == nullptr) continue;
    Piece piece = *name;
    piece.where = found->quad;
    judge.say_at(piece, row, {{"actual", found->reading.text}});
  }
}

}  // namespace

void check_clean(Judge& judge) {
  const std::string& what = judge.asks.what;
  return what == "rows"                       ? check_row_cells(judge)
         : what == "cells" || what == "lines" ? check_strays(judge)
                                              : check_values(judge);
}

}  // namespace shenbao::extract

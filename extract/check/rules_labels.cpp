#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/read/span.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

constexpr double kSameSpan = 0.75;  // likeness of a column's place on two pages of one table
constexpr int kTellingLabels = 2;   // labels of a block where they belong: the block stands beside them
constexpr std::size_t kMarkup = 2;  // letters of a tag that another program left in front of a mark
constexpr int kOneSlip = 1;         // a single strange character is as likely the reader's

/// The words that the definition has for a label.
Texts words_of(const Label& label, const FormTemplate& form_template) {
  Texts words;
  const auto take = [&](const Texts& more) { words.insert(words.end(), more.begin(), more.end()); };
  if (label.kind == LabelKind::fixed) take(form_template.static_labels);
  for (const BlockSpec& block : form_template.blocks) {
    if (label.kind == LabelKind::block && block.id == label.block) take(block.labels);
  }
  const FieldSpec* field = form_template.find_field(label.path);
  if (field != nullptr && label.kind == LabelKind::field) take(field->labels);
  for (const std::string& key : label.columns) {
    const ColumnSpec* column = field == nullptr ? nullptr : field->find_column(key);
    if (column != nullptr) take(column->labels);
  }
  for (std::size_t g = 0; field != nullptr && label.columns.size() > 1 && g < field->groups.size(); ++g) {
    take(field->groups[g].labels);
  }
  return words;
}

/// The numbers in 第1至4项 or 1至7项; nothing where the text has no such range.
std::optional<std::pair<int, int>> range_in(const std::u32string& text) {
  static const Pattern range("[0-9]{1,2}至[0-9]{1,2}项");
  const auto match = range.find(text, [](const Pattern::Match&) { return true; });
  if (!match) return std::nullopt;
  const std::string found = to_utf8(text.substr(match->begin, match->end - match->begin));
  return std::pair(std::stoi(found), std::stoi(found.substr(found.find("至") + kHanziBytes)));
}

std::string print(const std::pair<int, int>& range) {
  return "第" + std::to_string(range.first) + "至" + std::to_string(range.second) + "项";
}

/// The word that the text's front nearly is, but for more than a reader's slip; "" for none, or where it is one.
std::u32string nearly_printed(const std::u32string& text, const Texts& words) {
  std::u32string nearest;
  int least = 0;
  for (const std::u32string& word : folded_texts(words)) {
    if (text.compare(0, word.size(), word) == 0) return {};
    // Characters that are not there were more likely lost by the reader than by the form.
    const int allowed = static_cast<int>(word.size() / kCharactersPerSlip);
    const int distance = edit_distance(std::u32string_view(text).substr(0, word.size()), word);
    if (text.size() < word.size() || distance <= kOneSlip || distance > allowed) continue;
    if (!nearest.empty() && distance >= least) continue;
    nearest = word;
    least = distance;
  }
  return nearest;
}

/// A printed label is the form's.
void check_spelling(Judge& judge) {
  for (const Piece& piece : judge.scope.pieces) {
    if (piece.label == nullptr || piece.cell == nullptr || piece.value != nullptr || range_in(piece.words)) continue;
    if (!reads_well(*piece.reading, kReadForCertain)) continue;
    const std::u32string meant = nearly_printed(piece.words, words_of(*piece.label, judge.scope.form_template()));
    if (meant.empty()) continue;
    judge.say_at(piece, "", {{"actual", piece.reading->text}, {"expected", to_utf8(meant)}});
  }
}

/// Labels with 第1至4项 print the numbers of the definition.
void check_number_ranges(Judge& judge) {
  for (const Piece& piece : judge.scope.pieces) {
    const bool is_field = piece.label != nullptr && piece.cell != nullptr && piece.label->kind == LabelKind::field;
    const FieldSpec* field = is_field ? judge.scope.form_template().find_field(piece.label->path) : nullptr;
    const auto wanted = field == nullptr ? std::nullopt : range_in(match_key(field->labels.front()));
    const auto printed = range_in(piece.words);
    if (!wanted || !printed || wanted == printed) continue;
    // No chance misreading of a range that goes up is one that goes down.
    const bool is_read = reads_well(*piece.reading, printed->first > printed->second ? kReadAtAll : kReadWell);
    const MessageValues values = {{"actual", print(*printed)}, {"expected", print(*wanted)}};
    if (is_read) judge.say_at(piece, field->path, values);
    if (!is_read) judge.say_unless(field->path, field->path, values);
  }
}

/// A label that stands in a cell, alone or with its value behind it.
struct PrintedLabel {
  const Label& label;
  const Piece& piece;
  FieldType type;  ///< of the value; of a block's text

  bool is_block() const { return label.kind == LabelKind::block; }
  bool is_read_well() const { return reads_well(*piece.reading, kReadWell); }
};

/// The labels of values and blocks that are surely these and stand in cells.
std::vector<PrintedLabel> labels_in_cells(const RuleScope& scope) {
  std::vector<PrintedLabel> labels;
  for (const Label& label : scope.form().labels) {
    const Piece* piece = label.sure ? scope.pieces.of(label) : nullptr;
    const FieldSpec* field = scope.form_template().find_field(label.path);
    const bool is_value = label.kind == LabelKind::field && field != nullptr && field->type != FieldType::rows;
    if (piece == nullptr || piece->cell == nullptr || (!is_value && label.kind != LabelKind::block)) continue;
    labels.push_back({label, *piece, is_value ? field->type : FieldType::text});
  }
  return labels;
}

/// The labels of a block stand right of the block's own label, not under it.
void check_label_columns(Judge& judge) {
  const std::vector<PrintedLabel> labels = labels_in_cells(judge.scope);
  for (const PrintedLabel& side : labels) {
    if (!side.is_block()) continue;
    const int column_end = side.piece.cell->col + side.piece.cell->col_span;
    const auto belongs = [&](const PrintedLabel& label) {
      return !label.is_block() && label.label.block == side.label.block && label.piece.table == side.piece.table;
    };
    const auto at_home = std::count_if(labels.begin(), labels.end(), [&](const PrintedLabel& label) {
      return belongs(label) && label.piece.cell->col >= column_end;
    });
    for (const PrintedLabel& label : labels) {
      const bool strays = belongs(label) && label.piece.cell->col < column_end;
      if (!strays || at_home < kTellingLabels || !label.is_read_well()) continue;
      judge.say_at(label.piece, label.label.path, {{"actual", label.piece.reading->text}});
    }
  }
}

bool begins_with_mark(const std::u32string& words, const std::string& mark) {
  const std::u32string before = match_key(mark.substr(0, mark.find("{}")));
  const std::size_t at = before.empty() ? words.npos : words.find(before);
  return at <= kMarkup && at + before.size() < words.size() && is_digit(words[at + before.size()]);
}

/// The value that a cell beside a block's label or an amount's belongs to, if it is another part's; "" elsewhere.
std::string strange_beside(const PrintedLabel& side, const Piece& beside, const FormTemplate& form_template) {
  const Label* label = side.is_block() ? beside.label : nullptr;
  const bool is_value = label != nullptr && label->kind == LabelKind::field && !label->block.empty();
  if (is_value && label->block != side.label.block) return label->path;
  for (const FieldSpec& field : form_template.fields) {
    const bool is_own = side.is_block() && field.block == side.label.block;
    if (!is_own && begins_with_mark(beside.words, field.mark)) return field.path;
  }
  return "";
}

/// Beside a block's label or an amount's stands no label or numbered text of another part.
void check_label_values(Judge& judge) {
  for (const PrintedLabel& side : labels_in_cells(judge.scope)) {
    const Piece* beside = judge.scope.pieces.right_of(side.piece);
    const bool is_asked = side.is_block() || side.type == FieldType::amount;
    if (beside == nullptr || !side.label.behind.empty() || !is_asked) continue;
    const std::string path = strange_beside(side, *beside, judge.scope.form_template());
    if (path.empty() || !side.is_read_well() || !reads_well(*beside->reading, kReadWell)) continue;
    judge.say_at(*beside, path, {{"side", side.piece.reading->text}, {"actual", beside->reading->text}});
  }
}

/// Whether a value stands beside a label, behind it in its cell or below it.
bool has_value(const PrintedLabel& label, const Pieces& pieces) {
  const auto says_value = [&](const std::string& text) {
    const bool counts = label.type == FieldType::amount || label.type == FieldType::integer;
    return counts ? parse_decimal(text).has_value() : !match_key(text).empty();
  };
  const Piece* right = pieces.right_of(label.piece);
  const Piece* value = right != nullptr ? right : pieces.below(label.piece);
  return says_value(label.label.behind) ||
         (value != nullptr && value->label == nullptr && says_value(value->reading->text));
}

/// A label that a page prints twice has a value in both places.
void check_labels_once(Judge& judge) {
  const std::vector<PrintedLabel> labels = labels_in_cells(judge.scope);
  for (const PrintedLabel& label : labels) {
    if (label.is_block() || !label.is_read_well() || has_value(label, judge.scope.pieces)) continue;
    // Labels that go by two names are two labels; one that stands twice with a value each is the form's own way.
    const std::u32string front = label.piece.words.substr(0, kTellingCharacters);
    const bool stands_again = std::any_of(labels.begin(), labels.end(), [&](const PrintedLabel& other) {
      return &other != &label && other.label.path == label.label.path && other.piece.page_no == label.piece.page_no &&
             other.piece.words.compare(0, kTellingCharacters, front) == 0;
    });
    if (stands_again) judge.say_at(label.piece, label.label.path, {{"actual", label.piece.reading->text}});
  }
}

/// Whether a table without a header has as many columns as the header's row, a group as one or taken apart: it is drawn
/// with other widths, not otherwise.
bool keeps_order(const TableText& table, const Piece& header, const FieldSpec& list) {
  int cells = 0, printed = 0;  // up to the last one that says something
  for (const CellText& cell : header.table->cells) {
    if (header.cell->row < cell.row || cell.row + cell.row_span <= header.cell->row) continue;
    ++cells;
    if (cell.reading.has_ink) printed = cells;
  }
  return table.cols == printed || std::any_of(list.groups.begin(), list.groups.end(), [&](const ColumnGroup& group) {
           return table.cols == printed + static_cast<int>(group.keys.size()) - 1;
         });
}

/// Reports a column of rows under a header that is another's, once a table: a page that goes on with other columns.
void check_columns(Judge& judge, const FieldSpec& list, const std::map<std::string, const Piece*>& headers) {
  const auto span_of = [](const Piece& piece) { return span_in_table(piece.where, piece.table->quad); };
  std::set<const TableText*> told;
  for (const ValuePath& row : judge.view.row_paths(list.path)) {
    for (const ColumnSpec& column : list.columns) {
      const auto head = headers.find(column.key);
      const Field& field = judge.view.at(row / column.key);
      const Piece* piece = judge.scope.pieces.of(field);
      if (column.type != FieldType::name || head == headers.end() || piece == nullptr || piece->cell == nullptr)
        continue;
      if (piece->table == head->second->table || is_repaired(field) || told.count(piece->table) != 0) continue;
      if (likeness(span_of(*piece), span_of(*head->second)) > kSameSpan) continue;
      if (keeps_order(*piece->table, *head->second, list)) continue;
      told.insert(piece->table);
      judge.say_at(*piece, list.path, {{"actual", judge.asks.words.front()}});
    }
  }
}

/// Every column of the list has its header, in its place.
void check_header(Judge& judge) {
  const FieldSpec& list = *judge.scope.form_template().find_field(judge.asks.list);
  std::map<std::string, const Piece*> headers;  // by column, the first
  for (const Label& label : judge.scope.form().labels) {
    const Piece* piece = label.path == list.path ? judge.scope.pieces.of(label) : nullptr;
    // What says nothing, or is another column's label, is not the header that should stand there.
    const bool is_other =
        piece == nullptr || std::any_of(list.columns.begin(), list.columns.end(), [&](const auto& other) {
          const std::vector<std::u32string> words = folded_texts(other.labels);
          return std::count(label.columns.begin(), label.columns.end(), other.key) == 0 &&
                 std::count(words.begin(), words.end(), piece->words) != 0;
        });
    for (std::size_t i = 0; i < label.columns.size() && !is_other; ++i) headers.emplace(label.columns[i], piece);
  }
  const Piece* first = nullptr;
  Texts absent;
  for (const ColumnSpec& column : list.columns) {
    const auto header = headers.find(column.key);
    if (header == headers.end()) absent.push_back(column.labels.front());
    if (header != headers.end() && first == nullptr) first = header->second;
  }
  if (first != nullptr && !absent.empty()) judge.say_at(*first, list.path, {{"actual", enumeration_of(absent)}});
  check_columns(judge, list, headers);
}

}  // namespace

void check_labels(Judge& judge) {
  const std::string& what = judge.asks.what;
  return what == "spelling"  ? check_spelling(judge)
         : what == "numbers" ? check_number_ranges(judge)
         : what == "column"  ? check_label_columns(judge)
         : what == "value"   ? check_label_values(judge)
         : what == "once"    ? check_labels_once(judge)
                             : check_header(judge);
}

}  // namespace shenbao::extract

#include "extract/fill/fill_rows.h"

#include <algorithm>

#include "base/find_first.h"
#include "extract/fill/align_row.h"
#include "extract/fill/cell_content.h"
#include "extract/fill/interpret.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// Whether the cell of a column may go on from the page before: it begins on the first row of a further table, or right
/// below the header that the page prints again.
bool opens_further_page(const Sheet& sheet, const RowsHeader& header, const PrintedRow& row, std::size_t column) {
  if (!row.cells[column]) return false;
  const SheetCell& cell = sheet.cells[*row.cells[column]];
  if (cell.table == 0) return false;
  const bool below_header =
      header.first_row == sheet.tables[static_cast<std::size_t>(cell.table)].first_row && cell.row == header.end_row;
  return cell.opens_table || below_header;
}

/// Whether the cell of a column may go on over the page: it is blank and ends with its table.
bool ends_table_blank(const Sheet& sheet, const PrintedRow& row, std::size_t column) {
  if (!row.cells[column]) return false;
  const SheetCell& cell = sheet.cells[*row.cells[column]];
  return cell.row_end() == sheet.tables[static_cast<std::size_t>(cell.table)].end_row() && is_blank(*cell.reading);
}

/// The value at another row of its merged cell. Only the row that prints it is a damaged one.
Field carried_to(const std::string& path, Field field) {
  if (is_repaired(field)) add_doubt(field.doubts, Doubt::off_column);
  field.doubts.erase(std::remove_if(field.doubts.begin(), field.doubts.end(),
                                    [](Doubt doubt) { return doubt == Doubt::moved || doubt == Doubt::split; }),
                     field.doubts.end());
  field.path = path;
  return field;
}

/// Whether what was read may be a number, or be left of one: it holds digits or no word.
bool may_be_number(const std::string& text) {
  const std::u32string signs = folded(text);
  return std::any_of(signs.begin(), signs.end(), is_digit) || std::count_if(signs.begin(), signs.end(), is_hanzi) < 2;
}

/// A number with a word behind it that may be a unit, and no operator, which may have been lost: 4250批次.
bool is_count(const std::string& text) {
  constexpr std::ptrdiff_t kLongestUnit = 3;  // characters: 平方米
  const std::u32string signs = folded(text);
  const auto word = std::find_if_not(signs.begin(), signs.end(), is_digit);
  return word != signs.begin() && word != signs.end() && *word > 0x7F && signs.end() - word <= kLongestUnit;
}

/// A row with its values.
struct FilledRow {
  const RowsHeader* header = nullptr;
  PrintedRow printed;         ///< with its cells as they were aligned
  std::vector<Field> fields;  ///< by column
};

/// Fills a table's rows, each for itself.
class RowFiller {
 public:
  RowFiller(const Sheet& sheet, const FormTemplate& form, const FieldSpec& field, double review_below)
      : sheet_(sheet), form_(form), field_(field), review_below_(review_below) {}

  FilledRow fill(const RowsHeader& header, const PrintedRow& printed, const std::string& path) const {
    const AlignedRow aligned = align_row(sheet_, form_, field_, header, printed);
    const PrintedRow& row = aligned.row;
    std::vector<Field> fields;
    for (std::size_t c = 0; c < field_.columns.size(); ++c) {
      fields.push_back(value_of(aligned, c, ValuePath(path) / field_.columns[c].key));
    }
    const bool is_split = std::count(aligned.repair.begin(), aligned.repair.end(), Doubt::split) != 0;
    for (std::size_t g = 0; g < field_.groups.size() && !is_split; ++g) {
      if (const auto columns = target_columns(g)) split_target_cell(row, *columns, fields);
    }
    for (std::size_t c = 0; c < fields.size(); ++c) {
      if (!fields[c].source) continue;
      if (row.doubtful[c]) add_doubt(fields[c].doubts, Doubt::off_column);
      if (aligned.repair[c]) add_doubt(fields[c].doubts, *aligned.repair[c]);
      if (looks_like_a_term(fields[c])) add_doubt(fields[c].doubts, Doubt::not_a_term);
    }
    review_lost_columns(header, aligned, fields);
    return {&header, row, std::move(fields)};
  }

 private:
  /// What stands in a column whose header was found nowhere, nobody knows: it is for review at its row. An operator or
  /// a unit may have no column at all.
  void review_lost_columns(const RowsHeader& header, const AlignedRow& aligned, std::vector<Field>& fields) const {
    const bool sorted = std::any_of(aligned.repair.begin(), aligned.repair.end(),
                                    [](const auto& repair) { return repair.has_value(); });
    const Field* printed = find_first(fields, [](const Field& field) { return field.source.has_value(); });
    if (sorted || printed == nullptr) return;
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const FieldType type = field_.columns[c].type;
      const bool may_lack = type == FieldType::comparison || type == FieldType::unit;
      if (may_lack || fields[c].source || aligned.row.cells[c] || span_of(header, field_, c)) continue;
      fields[c].source = Provenance{printed->source->page_no, printed->source->where, "", 0.0};
      add_doubt(fields[c].doubts, Doubt::label);
    }
  }

  Reader reader_of(std::size_t column) const {
    const ColumnSpec& spec = field_.columns[column];
    return {spec.type, form_.find_vocabulary(spec.vocabulary), &spec.suffixes, review_below_};
  }

  std::optional<Printed> printed_at(const PrintedRow& row, std::size_t column) const {
    if (!row.cells[column]) return std::nullopt;
    return printed_in(sheet_.cells[*row.cells[column]]);
  }

  /// Of a cell that holds several columns' values, the column's part.
  Field value_of(const AlignedRow& aligned, std::size_t column, const std::string& path) const {
    const auto printed = printed_at(aligned.row, column);
    if (!printed) return blank_field(path);
    const bool is_part = aligned.repair[column] == Doubt::split;
    return interpret(path, is_part ? part_of(*printed, aligned.parts[column]) : *printed, reader_of(column));
  }

  /// Whether a text is no term of the form, but prints like one: as likely misread as meant.
  bool looks_like_a_term(const Field& field) const {
    const auto* text = field.as<std::string>();
    if (text == nullptr) return false;
    const std::u32string words = match_key(*text);
    constexpr std::size_t kShortest = 4;  // characters; shorter words look alike by chance
    if (words.size() < kShortest) return false;
    bool alike = false;
    for (const Vocabulary& vocabulary : form_.vocabularies) {
      if (vocabulary.words.count(words) != 0) return false;
      alike = alike || std::any_of(vocabulary.words.begin(), vocabulary.words.end(),
                                   [&](const std::u32string& known) { return differ_by_look_alikes(words, known); });
    }
    return alike;
  }

  /// The columns of a target that may be printed in one cell.
  struct TargetColumns {
    std::size_t sign = 0, target = 0, unit = 0;
  };

  std::optional<TargetColumns> target_columns(std::size_t group) const {
    const auto column = [&](FieldType type) {
      const auto found = column_of(field_, type);
      return found && group_of(field_, *found) == group ? found : std::nullopt;
    };
    const auto sign = column(FieldType::comparison), target = column(FieldType::target), unit = column(FieldType::unit);
    if (!sign || !target || !unit) return std::nullopt;
    return TargetColumns{*sign, *target, *unit};
  }

  static bool is_number(const Field& field) {
    const auto* text = field.as<std::string>();
    return text != nullptr && parse_decimal(*text).has_value();
  }

  /// Takes operator and unit out of the target's cell where they are printed there, not in cells of their own.
  void split_target_cell(const PrintedRow& row, const TargetColumns& at, std::vector<Field>& fields) const {
    const auto printed = printed_at(row, at.target);
    const auto shares = [&](std::size_t column) { return row.cells[column] == row.cells[at.target]; };
    const auto inside = [&](std::size_t column) {
      return !row.cells[column] || shares(column) || !fields[column].source;
    };
    const auto take = [&](std::size_t column, const std::string& text) {
      fields[column] = interpret(fields[column].path, part_of(*printed, text), reader_of(column));
    };
    if (!printed || !printed->ink) return;
    const bool sign_inside = inside(at.sign), unit_inside = inside(at.unit);
    if (sign_inside || unit_inside) {
      const Target parts = split_target(printed->texts.front(), units_of(form_, field_).terms);
      const bool lost_sign = sign_inside && parts.comparison.empty() && is_count(parts.value);
      const bool doubtful = parts.misread_comparison || lost_sign;
      const bool take_sign = sign_inside && (!parts.comparison.empty() || parts.misread_comparison);
      const bool take_unit = unit_inside && !parts.unit.empty();
      if (take_sign || shares(at.sign)) take(at.sign, parts.comparison);
      if (take_unit || shares(at.unit)) take(at.unit, parts.unit);
      if (take_sign || take_unit) take(at.target, take_unit ? parts.value : parts.value + parts.unit);
      if (parts.misread_comparison && take_sign) fields[at.sign].source = printed->source;
      // A number that could not be taken apart may hold an operator and a unit.
      const bool may_hold = (doubtful || !fields[at.target].doubts.empty()) && may_be_number(printed->source.raw);
      for (const std::size_t column : {at.sign, at.target, at.unit}) {
        const bool lost = may_hold && shares(column) && !fields[column].source;
        if (lost) fields[column].source = printed->source;
        if (lost || (doubtful && fields[column].source)) add_doubt(fields[column].doubts, Doubt::lost_operator);
      }
    }
    // A dash before a number may be an = that lost a stroke; before words it stands for nothing.
    const auto sign_printed = printed_at(row, at.sign);
    if (!fields[at.sign].source && sign_printed && sign_printed->ink && !shares(at.sign) &&
        is_number(fields[at.target])) {
      fields[at.sign].source = sign_printed->source;
      add_doubt(fields[at.sign].doubts, Doubt::unreadable);
    }
  }

  const Sheet& sheet_;
  const FormTemplate& form_;
  const FieldSpec& field_;
  double review_below_;
};

bool is_term(const Field& field, const Vocabulary* vocabulary) {
  const auto* text = field.as<std::string>();
  return text != nullptr && vocabulary != nullptr &&
         std::find(vocabulary->terms.begin(), vocabulary->terms.end(), *text) != vocabulary->terms.end();
}

/// Whether two rows stand under the same names in all carried columns left of one.
bool same_parents(const FieldSpec& field, std::size_t column, const FilledRow& a, const FilledRow& b) {
  for (std::size_t c = 0; c < column; ++c) {
    if (field.columns[c].carried && !(a.fields[c].value == b.fields[c].value)) return false;
  }
  return true;
}

/// Gives a merged cell that is blank at the head of its page the name that its other part prints on the page before.
/// The name of a level goes on only while those left of it do.
void carry_forward(const Sheet& sheet, const FieldSpec& field, FilledRow& above, FilledRow& row) {
  bool fresh = false;  // a level left of this one is printed anew, so that what was carried has ended
  for (std::size_t c = 0; c < field.columns.size(); ++c) {
    if (!field.columns[c].carried) continue;
    const Field& name = above.fields[c];
    Field& own = row.fields[c];
    if (!own.value && name.value && !fresh && opens_further_page(sheet, *row.header, row.printed, c)) {
      // Ink that nobody could read in a cell that should be blank: the value carried on is only likely.
      const bool ink = own.source.has_value();
      own = carried_to(own.path, name);
      if (ink) add_doubt(own.doubts, Doubt::unread_ink);
    } else if (own.value && !ends_table_blank(sheet, above.printed, c) && !(name.value == own.value)) {
      fresh = true;
    }
  }
}

/// Gives one that is blank down to the foot of its page the name that its other part prints on the next page: the name
/// stands in the middle of the whole cell. A name that the form does not have is no reason to.
void carry_back(const Sheet& sheet, const FieldSpec& field, std::size_t column, std::size_t next,
                std::vector<FilledRow>& rows) {
  const FilledRow& below = rows[next];
  for (std::size_t r = next; r-- > 0;) {
    Field& blank = rows[r].fields[column];
    const int table = rows[r].printed.table;
    if (table != rows[next - 1].printed.table || table == below.printed.table || blank.source ||
        !same_parents(field, column, rows[r], below) || !ends_table_blank(sheet, rows[r].printed, column)) {
      return;
    }
    blank = carried_to(blank.path, below.fields[column]);
  }
}

/// Gives the parts of a merged cell that a page break cut the name that one of them prints.
void carry_over_pages(const Sheet& sheet, const FormTemplate& form_template, const FieldSpec& field,
                      std::vector<FilledRow>& rows) {
  for (std::size_t r = 1; r < rows.size(); ++r) carry_forward(sheet, field, rows[r - 1], rows[r]);
  for (std::size_t c = 0; c < field.columns.size(); ++c) {
    const Vocabulary* vocabulary = form_template.find_vocabulary(field.columns[c].vocabulary);
    for (std::size_t next = rows.size(); field.columns[c].carried && next-- > 1;) {
      const FilledRow& below = rows[next];
      if (is_term(below.fields[c], vocabulary) && opens_further_page(sheet, *below.header, below.printed, c)) {
        carry_back(sheet, field, c, next, rows);
      }
    }
  }
}

}  // namespace

void fill_rows(const Sheet& sheet, const FormTemplate& form_template, const FieldSpec& field,
               const std::vector<FoundRows>& found, double review_below, Form& form) {
  const RowFiller filler(sheet, form_template, field, review_below);
  std::vector<FilledRow> rows;
  for (const FoundRows& table : found) {
    for (const PrintedRow& row : table.rows) {
      const RowsHeader& header = table.header_of(row);
      rows.push_back(filler.fill(header, row, ValuePath(field.path) / rows.size()));
    }
  }
  carry_over_pages(sheet, form_template, field, rows);
  for (FilledRow& row : rows) {
    for (Field& value : row.fields) form.fields.push_back(std::move(value));
  }
  form.rows[field.path] = static_cast<int>(rows.size());
}

}  // namespace shenbao::extract

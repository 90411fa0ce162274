#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "extract/form/rule.h"

namespace shenbao::extract {

/// How a value is read out of what is printed.
///
/// `text` as printed · `name` the same on one line, blanks inside taken out · `year` 2021 · `integer` 53 · `amount`
/// 845.44 · `month` 2021年12月 · `month_range` two months, filled as PATH/start and PATH/end · `items` a text cut at
/// its numbered marks, filled as PATH/0, PATH/1, … · `term` one of a closed vocabulary · `comparison` one of ≥ ≤ = > <
/// · `target` an indicator's value · `unit` of a target · `rows` a table of repeated rows
enum class FieldType {
  text,
  name,
  year,
  integer,
  amount,
  month,
  month_range,
  items,
  term,
  comparison,
  target,
  unit,
  rows
};

/// Where a value stands, seen from its label: in the next cell, in the cell below, or behind the label in the same
/// cell or line of text.
enum class Place { right, below, same };

/// A column of a table of repeated rows.
struct ColumnSpec {
  std::string key;  ///< of the row's value: "level1"
  FieldType type = FieldType::text;
  std::vector<std::string> labels;  ///< its header, variants of one another
  std::string vocabulary;           ///< of a term or unit; may be empty
  std::vector<std::string> suffixes;
  bool carried = false;  ///< one printed cell holds for the rows below it, over a page break too
};

/// Columns that may stand under one common header, or be printed as one text ("≥95%").
struct ColumnGroup {
  std::vector<std::string> labels;
  std::vector<std::string> keys;  ///< of its columns, from the left
};

/// A value of the form, or (type rows) a table of them.
struct FieldSpec {
  std::string path;  ///< JSON Pointer into the form's values
  FieldType type = FieldType::text;
  std::vector<std::string> labels;    ///< what is printed beside it, the preferred first
  std::vector<Place> places;          ///< where to look, in this order
  std::string block;                  ///< id of the block that it belongs to; may be empty
  std::vector<std::string> patterns;  ///< lines that hold it without a label: "（{}年度）"; {} is the value
  std::vector<std::string> suffixes;  ///< what may stand behind a number: 人, 万元
  std::string vocabulary;             ///< of a term
  std::string mark;                   ///< of items: "目标{}", {} is the number
  bool optional = false;              ///< the form may be printed without its label
  std::vector<ColumnSpec> columns;    ///< of rows, from the left
  std::vector<ColumnGroup> groups;    ///< of rows

  const ColumnSpec* find_column(const std::string& key) const;  ///< nullptr where there is none
};

/// A label at the side (or head) of a part of the form, which scopes the labels beside it.
struct BlockSpec {
  std::string id;
  std::vector<std::string> labels;
};

/// A closed list of words that may be matched over a misread character.
struct Vocabulary {
  std::string id;
  std::vector<std::string> terms;
  std::set<std::u32string> words{};  ///< the terms folded (match_key)
};

/// A list whose rows speak of other forms, such as a department's projects.
struct ListingSpec {
  std::string list;                    ///< path: "/tasks"
  std::string name, amount;            ///< columns of the list
  std::string form;                    ///< id of the forms listed
  std::string form_name, form_amount;  ///< paths of the same values on these
};

/// What one kind of form prints, and what must hold of it. Made from models/forms/<id>.json.
struct FormTemplate {
  std::string id;
  Message name;
  std::string title_path;                   ///< the field that takes the printed title
  std::vector<std::string> titles;          ///< known titles; "…" at the front stands for any words
  std::vector<std::string> similar_titles;  ///< tell this form, though they are not the known ones
  std::vector<FieldSpec> fields;            ///< in the order of the result
  std::vector<BlockSpec> blocks;
  std::vector<std::string> static_labels;  ///< that belong to the form and hold no value: 签字, 日期
  std::vector<Vocabulary> vocabularies;
  std::vector<std::u32string> own_words;  ///< what it prints itself, folded: every label, and the terms of columns
  std::optional<ListingSpec> listing;
  std::vector<Rule> rules;
  std::string sha256;  ///< of the definition's text

  const FieldSpec* find_field(const std::string& path) const;      ///< nullptr where there is none
  const Vocabulary* find_vocabulary(const std::string& id) const;  ///< nullptr where there is none
};

/// Makes a template from the text of a definition.
///
/// `schema` is the text of the JSON Schema for definitions, `lexicons` the folder of the word lists that definitions
/// share, `file` the name for messages. Throws Error (definition) with file and line where the text is not JSON, breaks
/// the schema, or refers to something that it does not define.
FormTemplate parse_form_template(const std::string& definition, const std::string& schema, const std::string& lexicons,
                                 const std::string& file);

/// Loads every definition *.json of a folder, sorted by id. Throws Error: not_found where the folder or the schema
/// is missing or holds no definition, definition as above or where two definitions have one id.
std::vector<FormTemplate> load_form_templates(const std::string& folder, const std::string& schema_file,
                                              const std::string& lexicons);

/// The same for one file.
FormTemplate load_form_template(const std::string& file, const std::string& schema_file, const std::string& lexicons);

}  // namespace shenbao::extract

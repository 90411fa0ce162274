#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "extract/form/form_template.h"

namespace shenbao::extract {

/// What a printed label belongs to.
struct LabelOwner {
  std::string path;   ///< of the field; "/goals" for the block of that id
  std::string block;  ///< of the field, or the block itself; "" for none
  bool is_block = false;
  FieldType type = FieldType::text;  ///< of the field
};

/// The words that a form prints itself, folded (match_key) once for all rules.
struct FormWords {
  std::vector<std::u32string> labels;  ///< of fields, columns, blocks, furniture; level names too; the longest first
  std::map<std::string, std::set<std::u32string>> terms;  ///< by vocabulary
  std::set<std::u32string> headers;                       ///< labels and level names of the columns of lists
  std::set<char32_t> characters;                          ///< of labels and vocabularies
  std::map<std::u32string, LabelOwner> owners;            ///< by label: of fields and blocks
  /// By list: what each header word stands for, the indices of its columns; of a group's header several.
  std::map<std::string, std::map<std::u32string, std::vector<std::size_t>>> columns;
};

FormWords words_of(const FormTemplate& form_template);

}  // namespace shenbao::extract

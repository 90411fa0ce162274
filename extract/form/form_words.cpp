#include "extract/form/form_words.h"

#include <algorithm>

#include "extract/form/value_path.h"
#include "extract/text/fold.h"

namespace shenbao::extract {

namespace {

void take_columns(const FieldSpec& list, FormWords& words) {
  auto& columns = words.columns[list.path];
  for (std::size_t c = 0; c < list.columns.size(); ++c) {
    for (const std::string& label : list.columns[c].labels) columns[match_key(label)] = {c};
  }
  for (const ColumnGroup& group : list.groups) {
    for (const std::string& label : group.labels) {
      std::vector<std::size_t>& own = columns[match_key(label)];
      own.clear();
      for (std::size_t c = 0; c < list.columns.size(); ++c) {
        if (std::count(group.keys.begin(), group.keys.end(), list.columns[c].key) != 0) own.push_back(c);
      }
    }
  }
}

}  // namespace

FormWords words_of(const FormTemplate& form_template) {
  FormWords words;
  const auto take_labels = [&](const std::vector<std::string>& labels) {
    for (const std::string& label : labels) words.labels.push_back(match_key(label));
  };
  for (const Vocabulary& vocabulary : form_template.vocabularies) {
    for (const std::string& term : vocabulary.terms) {
      const std::u32string folded = match_key(term);
      words.characters.insert(folded.begin(), folded.end());
      words.terms[vocabulary.id].insert(folded);
    }
  }
  take_labels(form_template.furniture);
  for (const BlockSpec& block : form_template.blocks) {
    take_labels(block.labels);
    for (const std::string& label : block.labels) {
      words.owners.emplace(match_key(label), LabelOwner{ValuePath() / block.id, block.id, true, FieldType::text});
    }
  }
  for (const FieldSpec& field : form_template.fields) {
    take_labels(field.labels);
    for (const std::string& label : field.labels) {
      words.owners.emplace(match_key(label), LabelOwner{field.path, field.block, false, field.type});
    }
    for (const ColumnSpec& column : field.columns) {
      take_labels(column.labels);
      for (const std::string& label : column.labels) words.headers.insert(match_key(label));
      if (column.type != FieldType::term) continue;
      const auto& terms = words.terms[column.vocabulary];
      words.headers.insert(terms.begin(), terms.end());
      words.labels.insert(words.labels.end(), terms.begin(), terms.end());
    }
    for (const ColumnGroup& group : field.groups) take_labels(group.labels);
    if (!field.columns.empty()) take_columns(field, words);
  }
  for (const std::u32string& label : words.labels) words.characters.insert(label.begin(), label.end());
  std::sort(words.labels.begin(), words.labels.end(), [](const std::u32string& a, const std::u32string& b) {
    return a.size() > b.size() || (a.size() == b.size() && a < b);
  });
  words.labels.erase(std::unique(words.labels.begin(), words.labels.end()), words.labels.end());
  return words;
}

}  // namespace shenbao::extract

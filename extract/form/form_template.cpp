#include "extract/form/form_template.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/file_bytes.h"
#include "base/find_first.h"
#include "extract/form/json_schema.h"
#include "extract/form/rule_reader.h"
#include "extract/form/value_path.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

/// The list in FOLDER/NAME.json. Throws Error with the line that asks for it where it is missing or no list.
Json lexicon(const std::string& name, const std::string& folder, const JsonText& source, const std::string& pointer) {
  const std::string file = (std::filesystem::path(folder) / (name + ".json")).string();
  if (!std::filesystem::exists(file)) source.refuse(pointer, "there is no lexicon " + file);
  Json list = JsonText{read_file(file), file, source.code}.parse();
  if (!list.is_array()) source.refuse(pointer, "the lexicon " + file + " is no JSON list");
  return list;
}

/// Puts the lists of the folder in place of every {"lexicon": "NAME"}, so that forms share their words.
void put_in_lexicons(Json& value, const std::string& folder, const JsonText& source, const std::string& pointer) {
  if (value.is_object() && value.size() == 1 && member_of(value, "lexicon").is_string()) {
    value = lexicon(text_of(value, "lexicon"), folder, source, pointer);
  } else if (value.is_structured()) {
    for (auto& [name, member] : value.items()) put_in_lexicons(member, folder, source, pointer + "/" + name);
  }
}

/// What each kind of rule may have, by the schema: its part of it, by the kind and what it asks ("clean cells").
std::map<std::string, const Json*> kinds_of(const Json& schema) {
  std::map<std::string, const Json*> kinds;
  for (const Json& kind : schema.at("definitions").at("rule").at("allOf")) {
    const Json& is = kind.at("if").at("properties");
    kinds[text_of(is.at("kind"), "const") + " " + text_of(member_of(is, "what"), "const")] = &kind.at("then");
  }
  return kinds;
}

/// A message may name only what the kind's description says that it supplies, {label}, and columns of the form's rows.
void check_message(const Json& rule, const std::string& known, const std::string& pointer, const JsonText& source) {
  for (const char* language : {"zh", "en"}) {
    const std::string text = text_of(rule["message"], language);
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
      const std::string name = text.substr(open, text.find('}', open) - open + 1);
      if (name == "{label}" || known.find(name) != std::string::npos) continue;
      source.refuse(pointer + "/message/" + language, "the kind " + text_of(rule, "kind") + " has no " + name);
    }
  }
}

/// What JSON Schema lets pass: members and names that the rule's kind does not know, which would do nothing.
void check_kinds(const Json& definition, const JsonText& source, const Json& schema) {
  const Json& own = schema.at("definitions").at("rule").at("properties");
  const auto kinds = kinds_of(schema);
  std::string columns;
  for (const Json& field : definition["fields"]) {
    for (const Json& column : member_of(field, "columns")) columns += " {" + text_of(column, "key") + "}";
  }
  int index = 0;
  for (const Json& rule : definition["rules"]) {
    const std::string kind = text_of(rule, "kind"), what = text_of(rule, "what");
    const std::string pointer = "/rules/" + std::to_string(index++);
    const auto known = kinds.find(kind + " " + what);
    if (known == kinds.end()) source.refuse(pointer, "the kind " + kind + " cannot ask \"" + what + "\" (what)");
    for (const auto& [name, value] : rule.items()) {
      if (own.contains(name) || member_of(*known->second, "properties").contains(name)) continue;
      source.refuse(pointer + "/" + name, "the kind " + kind + " has no parameter \"" + name + "\"");
    }
    check_message(rule, text_of(*known->second, "description") + columns, pointer, source);
  }
}

Message message_of(const Json& object) { return {text_of(object, "zh"), text_of(object, "en")}; }

FieldType field_type(const std::string& name) {
  static const Texts names = {"text",  "name", "year",       "integer", "amount", "month", "month_range",
                              "items", "term", "comparison", "target",  "unit",   "rows"};  // in the order of FieldType
  return static_cast<FieldType>(std::find(names.begin(), names.end(), name) - names.begin());
}

Place place_of(const std::string& name) {
  return name == "right" ? Place::right : name == "below" ? Place::below : Place::same;
}

ColumnSpec column_of(const Json& json) {
  return {text_of(json, "key"),        field_type(text_of(json, "type")), texts_of(json, "labels"),
          text_of(json, "vocabulary"), texts_of(json, "suffixes"),        member_of(json, "carried") == true};
}

FieldSpec field_of(const Json& json) {
  FieldSpec field;
  field.path = text_of(json, "path");
  field.type = field_type(text_of(json, "type"));
  field.labels = texts_of(json, "labels");
  field.block = text_of(json, "block");
  field.patterns = texts_of(json, "patterns");
  field.suffixes = texts_of(json, "suffixes");
  field.vocabulary = text_of(json, "vocabulary");
  field.mark = text_of(json, "mark");
  field.optional = member_of(json, "optional") == true;
  for (const std::string& place : texts_of(json, "places")) field.places.push_back(place_of(place));
  if (field.places.empty()) field.places = {Place::same, Place::right, Place::below};
  for (const Json& column : member_of(json, "columns")) field.columns.push_back(column_of(column));
  for (const Json& group : member_of(json, "groups")) {
    field.groups.push_back({texts_of(group, "labels"), texts_of(group, "keys")});
  }
  return field;
}

std::vector<Rule> rules_of(const Json& json, const FormTemplate& form, const JsonText& source) {
  std::vector<Rule> rules;
  std::string pointer = "/rules";
  try {
    for (const Json& rule : json) {
      pointer = "/rules/" + std::to_string(rules.size());
      rules.push_back(read_rule(rule, form));
    }
    pointer = "/rules";
    check_rules(rules);
  } catch (const RuleTrouble& trouble) {
    source.refuse(pointer + trouble.pointer, trouble.message);
  }
  return rules;
}

std::vector<std::u32string> own_words_of(const FormTemplate& form) {
  std::vector<std::u32string> words;
  const auto take = [&](const Texts& labels) {
    for (const std::string& label : labels) words.push_back(match_key(label));
  };
  take(form.static_labels);
  for (const BlockSpec& block : form.blocks) take(block.labels);
  for (const FieldSpec& field : form.fields) {
    take(field.labels);
    for (const ColumnGroup& group : field.groups) take(group.labels);
    for (const ColumnSpec& column : field.columns) {
      take(column.labels);
      const Vocabulary* levels = column.type == FieldType::term ? form.find_vocabulary(column.vocabulary) : nullptr;
      if (levels != nullptr) take(levels->terms);
    }
  }
  return words;
}

FormTemplate template_of(const Json& json, const JsonText& source) {
  FormTemplate form;
  form.id = text_of(json, "id");
  form.name = message_of(json["name"]);
  form.title_path = text_of(json["title"], "path");
  form.titles = texts_of(json["title"], "known");
  form.similar_titles = texts_of(json["title"], "similar");
  form.static_labels = texts_of(json, "furniture");
  for (const Json& field : json["fields"]) form.fields.push_back(field_of(field));
  for (const Json& block : member_of(json, "blocks")) {
    form.blocks.push_back({text_of(block, "id"), texts_of(block, "labels")});
  }
  const Json& vocabularies = member_of(json, "vocabularies");
  for (const auto& [id, terms] : vocabularies.items()) {
    form.vocabularies.push_back({id, texts_of(vocabularies, id), {}});
    Vocabulary& vocabulary = form.vocabularies.back();
    for (const std::string& term : vocabulary.terms) vocabulary.words.insert(match_key(term));
  }
  if (const Json& listing = member_of(json, "listing"); listing.is_object()) {
    form.listing =
        ListingSpec{text_of(listing, "list"), text_of(listing, "name"),      text_of(listing, "amount"),
                    text_of(listing, "form"), text_of(listing, "form_name"), text_of(listing, "form_amount")};
  }
  form.own_words = own_words_of(form);
  form.rules = rules_of(json["rules"], form, source);
  return form;
}

/// What the schema cannot say: names that refer to one another.
void check_references(const FormTemplate& form, const JsonText& source) {
  std::set<std::string> paths = {form.title_path};
  const auto need = [&](bool is_right, const std::string& pointer, const std::string& mistake) {
    if (!is_right) source.refuse(pointer, mistake);
  };
  const auto need_vocabulary = [&](const std::string& id, const std::string& pointer) {
    need(id.empty() || form.find_vocabulary(id) != nullptr, pointer, "no vocabulary \"" + id + "\"");
  };
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const FieldSpec& field = form.fields[i];
    const std::string pointer = "/fields/" + std::to_string(i);
    need(paths.insert(field.path).second, pointer + "/path", "the path stands twice");
    const auto* block = find_first(form.blocks, [&](const BlockSpec& one) { return one.id == field.block; });
    need(field.block.empty() || block != nullptr, pointer + "/block", "no block \"" + field.block + "\"");
    need_vocabulary(field.vocabulary, pointer + "/vocabulary");
    std::set<std::string> keys;
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      const std::string column = pointer + "/columns/" + std::to_string(c);
      need(keys.insert(field.columns[c].key).second, column + "/key", "the key stands twice");
      need_vocabulary(field.columns[c].vocabulary, column + "/vocabulary");
    }
    for (std::size_t g = 0; g < field.groups.size(); ++g) {
      for (const std::string& key : field.groups[g].keys) {
        need(keys.count(key) != 0, pointer + "/groups/" + std::to_string(g) + "/keys", "no column \"" + key + "\"");
      }
    }
  }
  if (form.listing) {
    const FieldSpec* list = form.find_field(form.listing->list);
    const auto need_column = [&](const std::string& key, const char* member) {
      need(list != nullptr && list->find_column(key) != nullptr, "/listing/" + std::string(member),
           "the list has no column \"" + key + "\"");
    };
    need_column(form.listing->name, "name");
    need_column(form.listing->amount, "amount");
  }
}

}  // namespace

const ColumnSpec* FieldSpec::find_column(const std::string& key) const {
  return find_first(columns, [&](const ColumnSpec& column) { return column.key == key; });
}

const FieldSpec* FormTemplate::find_field(const std::string& path) const {
  return find_first(fields, [&](const FieldSpec& field) { return field.path == path; });
}

const Vocabulary* FormTemplate::find_vocabulary(const std::string& id_) const {
  return find_first(vocabularies, [&](const Vocabulary& vocabulary) { return vocabulary.id == id_; });
}

FormTemplate parse_form_template(const std::string& definition, const std::string& schema, const std::string& lexicons,
                                 const std::string& file) {
  const JsonText source{definition, file, ErrorCode::definition};
  Json json = source.parse();
  put_in_lexicons(json, lexicons, source, "");
  const Json rules = parse_json(schema, "the schema of form definitions");
  if (const auto breach = find_breach(json, rules)) source.refuse(breach->pointer, breach->message);
  check_kinds(json, source, rules);
  FormTemplate form = template_of(json, source);
  check_references(form, source);
  form.sha256 = sha256(definition);
  return form;
}

FormTemplate load_form_template(const std::string& file, const std::string& schema_file, const std::string& lexicons) {
  return parse_form_template(read_file(file), read_file(schema_file), lexicons, file);
}

std::vector<FormTemplate> load_form_templates(const std::string& folder, const std::string& schema_file,
                                              const std::string& lexicons) {
  std::error_code trouble;
  std::map<std::string, FormTemplate> by_id;
  for (const auto& entry : std::filesystem::directory_iterator(folder, trouble)) {
    if (entry.path().extension() != ".json") continue;
    const std::string file = entry.path().string();
    FormTemplate form = load_form_template(file, schema_file, lexicons);
    const std::string id = form.id;
    if (by_id.emplace(id, std::move(form)).second) continue;
    throw Error(ErrorCode::definition, file, file + ": another definition in this folder has the id \"" + id + "\"");
  }
  if (by_id.empty()) throw Error(ErrorCode::not_found, folder, folder + ": holds no form definition (*.json)");
  std::vector<FormTemplate> templates;
  for (auto& [id, form] : by_id) templates.push_back(std::move(form));
  return templates;
}

}  // namespace shenbao::extract

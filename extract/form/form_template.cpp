#include "extract/form/form_template.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/error.h"
#include "base/file_bytes.h"
#include "extract/form/json_lines.h"
#include "extract/form/lexicons.h"
#include "extract/form/value_path.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

using Json = rapidjson::Value;

/// The text of a definition with what messages about it need.
struct Source {
  std::string file;
  std::string text;

  [[noreturn]] void fail(int line, const std::string& message) const {
    throw Error(ErrorCode::definition, file, file + ": line " + std::to_string(line) + ": " + message);
  }
  [[noreturn]] void fail_at(const std::string& pointer, const std::string& message) const {
    const auto lines = json_lines(text);
    auto place = lines.find(pointer);
    for (std::string above = pointer; place == lines.end() && !above.empty(); place = lines.find(above)) {
      above = ValuePath(above).parent();  // within a lexicon: the place that names it
    }
    fail(place == lines.end() ? 1 : place->second, (pointer.empty() ? "" : pointer + ": ") + message);
  }
};

rapidjson::Document parse_json(const Source& source) {
  rapidjson::Document document;
  document.Parse(source.text.c_str());
  if (document.HasParseError()) {
    source.fail(line_of(source.text, document.GetErrorOffset()),
                std::string("not JSON: ") + rapidjson::GetParseError_En(document.GetParseError()));
  }
  return document;
}

/// valijson says "<root>[fields][3][type]".
std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    if (step.size() > 2 && step.front() == '[') pointer += "/" + step.substr(1, step.size() - 2);
  }
  return pointer;
}

void fill_in(rapidjson::Document& definition, const std::string& lexicons, const Source& source) {
  try {
    put_in_lexicons(definition, lexicons);
  } catch (const std::runtime_error& trouble) {
    const std::string what = trouble.what();
    const std::size_t space = what.find(' ');
    source.fail_at(what.substr(0, space), what.substr(space + 1));
  }
}

rapidjson::Document parse_schema(const std::string& text) {
  rapidjson::Document schema;
  schema.Parse(text.c_str());
  if (schema.HasParseError()) throw std::invalid_argument("the schema for form definitions is not JSON");
  return schema;
}

std::string text_of(const Json& object, const char* name) {
  return object.HasMember(name) ? std::string(object[name].GetString(), object[name].GetStringLength()) : std::string();
}

/// What each kind of rule may have, by the schema: its part of it.
std::map<std::string, const Json*> kinds_of(const Json& schema) {
  std::map<std::string, const Json*> kinds;
  for (const Json& kind : schema["definitions"]["rule"]["allOf"].GetArray()) {
    kinds[kind["if"]["properties"]["kind"]["const"].GetString()] = &kind["then"];
  }
  return kinds;
}

/// A message may name only what the kind's description says that it supplies, and {label}.
void check_message(const Json& rule, const std::string& description, const std::string& pointer, const Source& source) {
  for (const char* language : {"zh", "en"}) {
    const std::string text = rule["message"][language].GetString();
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
      const std::string name = text.substr(open, text.find('}', open) - open + 1);
      if (name == "{label}" || description.find(name) != std::string::npos) continue;
      source.fail_at(pointer + "/message/" + language,
                     "the kind " + std::string(rule["kind"].GetString()) + " has no " + name);
    }
  }
}

/// What JSON Schema lets pass: members and names that the rule's kind does not know, which would do nothing.
void check_kinds(const rapidjson::Document& definition, const Source& source, const Json& schema) {
  const Json& own = schema["definitions"]["rule"]["properties"];
  const auto kinds = kinds_of(schema);
  int index = 0;
  for (const Json& rule : definition["rules"].GetArray()) {
    const std::string kind = rule["kind"].GetString(), pointer = "/rules/" + std::to_string(index++);
    const Json& known = *kinds.at(kind);
    for (const auto& member : rule.GetObject()) {
      const bool has = known.HasMember("properties") && known["properties"].HasMember(member.name);
      if (has || own.HasMember(member.name)) continue;
      const std::string name = member.name.GetString();
      source.fail_at(pointer + "/" + name, "the kind " + kind + " has no parameter \"" + name + "\"");
    }
    check_message(rule, text_of(known, "description"), pointer, source);
  }
}

void validate(const rapidjson::Document& definition, const Source& source, const Json& schema_json) {
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::RapidJsonAdapter(schema_json), schema);
  valijson::ValidationResults results;
  if (valijson::Validator().validate(schema, valijson::adapters::RapidJsonAdapter(definition), &results)) return;

  // The deepest complaint names the mistake; those above it only say that something below is wrong.
  std::string pointer, message = "breaks the schema for form definitions";
  std::size_t depth = 0;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    if (error.context.size() <= depth) continue;
    depth = error.context.size();
    pointer = pointer_of(error.context);
    message = error.description;
  }
  source.fail_at(pointer, message);
}

std::vector<std::string> texts_of(const Json& object, const char* name) {
  std::vector<std::string> texts;
  if (!object.HasMember(name)) return texts;
  for (const Json& item : object[name].GetArray()) texts.emplace_back(item.GetString(), item.GetStringLength());
  return texts;
}

Message message_of(const Json& object) { return {text_of(object, "zh"), text_of(object, "en")}; }

FieldType field_type(const std::string& name) {
  static const std::map<std::string, FieldType> types = {{"text", FieldType::text},
                                                         {"name", FieldType::name},
                                                         {"year", FieldType::year},
                                                         {"integer", FieldType::integer},
                                                         {"amount", FieldType::amount},
                                                         {"month", FieldType::month},
                                                         {"month_range", FieldType::month_range},
                                                         {"items", FieldType::items},
                                                         {"term", FieldType::term},
                                                         {"comparison", FieldType::comparison},
                                                         {"target", FieldType::target},
                                                         {"unit", FieldType::unit},
                                                         {"rows", FieldType::rows}};
  return types.at(name);
}

Place place_of(const std::string& name) {
  return name == "right" ? Place::right : name == "below" ? Place::below : Place::same;
}

Severity severity_of(const std::string& name) {
  return name == "error" ? Severity::error : name == "warning" ? Severity::warning : Severity::info;
}

ColumnSpec column_of(const Json& json) {
  ColumnSpec column;
  column.key = text_of(json, "key");
  column.type = field_type(text_of(json, "type"));
  column.labels = texts_of(json, "labels");
  column.vocabulary = text_of(json, "vocabulary");
  column.suffixes = texts_of(json, "suffixes");
  column.carried = json.HasMember("carried") && json["carried"].GetBool();
  return column;
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
  field.optional = json.HasMember("optional") && json["optional"].GetBool();
  for (const std::string& place : texts_of(json, "places")) field.places.push_back(place_of(place));
  if (field.places.empty()) field.places = {Place::same, Place::right, Place::below};
  if (json.HasMember("columns")) {
    for (const Json& column : json["columns"].GetArray()) field.columns.push_back(column_of(column));
  }
  if (json.HasMember("groups")) {
    for (const Json& group : json["groups"].GetArray()) {
      field.groups.push_back({texts_of(group, "labels"), texts_of(group, "keys")});
    }
  }
  return field;
}

Parameter parameter_of(const Json& json, const Source& source, const std::string& pointer) {
  Parameter parameter;
  if (json.IsBool()) {
    parameter.kind = Parameter::Kind::truth;
    parameter.truth = json.GetBool();
  } else if (json.IsString()) {
    parameter.kind = Parameter::Kind::text;
    parameter.text.assign(json.GetString(), json.GetStringLength());
  } else if (json.IsNumber()) {
    rapidjson::StringBuffer text;  // the shortest spelling that means this number: what the definition says
    rapidjson::Writer<rapidjson::StringBuffer> writer(text);
    json.Accept(writer);
    const auto number = parse_decimal(text.GetString());
    if (!number) source.fail_at(pointer, "not a number that the rules can count with");
    parameter.kind = Parameter::Kind::number;
    parameter.number = *number;
  } else if (json.IsArray()) {
    parameter.kind = Parameter::Kind::list;
    int index = 0;
    for (const Json& item : json.GetArray()) {
      parameter.items.push_back(parameter_of(item, source, pointer + "/" + std::to_string(index++)));
    }
  } else if (json.IsObject()) {
    parameter.kind = Parameter::Kind::group;
    for (const auto& member : json.GetObject()) {
      const std::string name(member.name.GetString(), member.name.GetStringLength());
      parameter.members.emplace_back(name, parameter_of(member.value, source, pointer + "/" + name));
    }
  }
  return parameter;
}

Rule rule_of(const Json& json, const Source& source, const std::string& pointer) {
  Rule rule;
  rule.id = text_of(json, "id");
  rule.code = text_of(json, "code");
  rule.kind = text_of(json, "kind");
  rule.severity = severity_of(text_of(json, "severity"));
  rule.message = message_of(json["message"]);
  rule.parameters.kind = Parameter::Kind::group;
  static const std::set<std::string> own = {"id", "code", "kind", "severity", "message"};
  for (const auto& member : json.GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    if (own.count(name) == 0) {
      rule.parameters.members.emplace_back(name, parameter_of(member.value, source, pointer + "/" + name));
    }
  }
  return rule;
}

FormTemplate template_of(const Json& json, const Source& source) {
  FormTemplate form;
  form.id = text_of(json, "id");
  form.name = message_of(json["name"]);
  form.title_path = text_of(json["title"], "path");
  form.titles = texts_of(json["title"], "known");
  form.similar_titles = texts_of(json["title"], "similar");
  form.furniture = texts_of(json, "furniture");
  for (const Json& field : json["fields"].GetArray()) form.fields.push_back(field_of(field));
  if (json.HasMember("blocks")) {
    for (const Json& block : json["blocks"].GetArray())
      form.blocks.push_back({text_of(block, "id"), texts_of(block, "labels")});
  }
  if (json.HasMember("vocabularies")) {
    for (const auto& member : json["vocabularies"].GetObject()) {
      form.vocabularies.push_back({member.name.GetString(), texts_of(json["vocabularies"], member.name.GetString())});
    }
  }
  int index = 0;
  for (const Json& rule : json["rules"].GetArray()) {
    form.rules.push_back(rule_of(rule, source, "/rules/" + std::to_string(index++)));
  }
  return form;
}

/// Every path that a rule may name, with * for the rows.
std::set<std::string> paths_of(const FormTemplate& form) {
  std::set<std::string> paths = {form.title_path};
  for (const FieldSpec& field : form.fields) {
    paths.insert(field.path);
    for (const ColumnSpec& column : field.columns) paths.insert(ValuePath(field.path) / "*" / column.key);
    if (field.type == FieldType::items || field.type == FieldType::rows) paths.insert(ValuePath(field.path) / "*");
    if (field.type == FieldType::month_range)
      paths.insert({ValuePath(field.path) / "start", ValuePath(field.path) / "end"});
  }
  // The groups above the fields: /income of /income/total.
  for (const std::string& path : std::set<std::string>(paths)) {
    for (ValuePath above = ValuePath(path).parent(); above != ""; above = above.parent()) paths.insert(above);
  }
  return paths;
}

void check_rule_paths(const Parameter& parameter, const std::set<std::string>& paths, const std::string& pointer,
                      const Source& source) {
  if (parameter.kind == Parameter::Kind::text && !parameter.text.empty() && parameter.text[0] == '/' &&
      paths.count(parameter.text) == 0) {
    source.fail_at(pointer, "the form has no value " + parameter.text);
  }
  for (std::size_t i = 0; i < parameter.items.size(); ++i) {
    check_rule_paths(parameter.items[i], paths, pointer + "/" + std::to_string(i), source);
  }
  for (const auto& [name, member] : parameter.members) {
    check_rule_paths(member, paths, pointer + "/" + name, source);
  }
}

/// The rows that a rule is about: its list, or that of the first of its paths into rows; nullptr for none.
const FieldSpec* rows_of(const Rule& rule, const FormTemplate& form) {
  if (const FieldSpec* list = form.find_field(rule.parameters["list"].text)) return list;
  for (const std::string& path : rule.parameters["paths"].texts()) {
    if (const std::size_t star = path.find("/*/"); star != std::string::npos)
      return form.find_field(path.substr(0, star));
  }
  return nullptr;
}

void check_rule_columns(const Rule& rule, const FormTemplate& form, const std::string& pointer, const Source& source) {
  const FieldSpec* rows = rows_of(rule, form);
  if (rows == nullptr) return;
  const auto need_column = [&](const std::string& key, const std::string& place) {
    const bool known = std::any_of(rows->columns.begin(), rows->columns.end(),
                                   [&](const ColumnSpec& column) { return column.key == key; });
    if (!known) source.fail_at(pointer + "/" + place, rows->path + " has no column \"" + key + "\"");
  };
  for (const char* name : {"name", "value", "unit", "operator", "needs", "category", "parent", "child", "column"}) {
    const Parameter& parameter = rule.parameters[name];
    if (parameter.kind == Parameter::Kind::text) need_column(parameter.text, name);
  }
  for (const std::string& key : rule.parameters["columns"].texts()) need_column(key, "columns");
  for (const char* conditions : {"when", "ends", "unless"}) {
    for (const auto& [key, words] : rule.parameters[conditions].members) {
      need_column(key, std::string(conditions) + "/" + key);
    }
  }
}

/// What the schema cannot say: names that refer to one another.
void check_references(const FormTemplate& form, const Source& source) {
  std::set<std::string> paths = {form.title_path}, rule_ids;
  const auto need_vocabulary = [&](const std::string& id, const std::string& pointer) {
    if (!id.empty() && form.find_vocabulary(id) == nullptr) source.fail_at(pointer, "no vocabulary \"" + id + "\"");
  };
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const FieldSpec& field = form.fields[i];
    const std::string pointer = "/fields/" + std::to_string(i);
    if (!paths.insert(field.path).second) source.fail_at(pointer + "/path", "the path stands twice");
    const auto is_block = [&](const BlockSpec& block) { return block.id == field.block; };
    if (!field.block.empty() && std::none_of(form.blocks.begin(), form.blocks.end(), is_block)) {
      source.fail_at(pointer + "/block", "no block \"" + field.block + "\"");
    }
    need_vocabulary(field.vocabulary, pointer + "/vocabulary");
    std::set<std::string> keys;
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      const std::string column = pointer + "/columns/" + std::to_string(c);
      if (!keys.insert(field.columns[c].key).second) source.fail_at(column + "/key", "the key stands twice");
      need_vocabulary(field.columns[c].vocabulary, column + "/vocabulary");
    }
    for (std::size_t g = 0; g < field.groups.size(); ++g) {
      for (const std::string& key : field.groups[g].keys) {
        if (keys.count(key) == 0) {
          source.fail_at(pointer + "/groups/" + std::to_string(g) + "/keys", "no column \"" + key + "\"");
        }
      }
    }
  }
  const std::set<std::string> rule_paths = paths_of(form);
  for (std::size_t i = 0; i < form.rules.size(); ++i) {
    if (!rule_ids.insert(form.rules[i].id).second) {
      source.fail_at("/rules/" + std::to_string(i) + "/id", "the id stands twice");
    }
    check_rule_paths(form.rules[i].parameters, rule_paths, "/rules/" + std::to_string(i), source);
    check_rule_columns(form.rules[i], form, "/rules/" + std::to_string(i), source);
  }
  for (std::size_t i = 0; i < form.rules.size(); ++i) {
    const std::string& other = form.rules[i].parameters["of"].text;
    if (!other.empty() && rule_ids.count(other) == 0) {
      source.fail_at("/rules/" + std::to_string(i) + "/of", "no rule \"" + other + "\"");
    }
  }
}

}  // namespace

const FieldSpec* FormTemplate::find_field(const std::string& path) const {
  for (const FieldSpec& field : fields) {
    if (field.path == path) return &field;
  }
  return nullptr;
}

const Vocabulary* FormTemplate::find_vocabulary(const std::string& id_) const {
  for (const Vocabulary& vocabulary : vocabularies) {
    if (vocabulary.id == id_) return &vocabulary;
  }
  return nullptr;
}

FormTemplate parse_form_template(const std::string& definition, const std::string& schema, const std::string& lexicons,
                                 const std::string& file) {
  const Source source{file, definition};
  rapidjson::Document document = parse_json(source);
  fill_in(document, lexicons, source);
  const rapidjson::Document schema_json = parse_schema(schema);
  validate(document, source, schema_json);
  check_kinds(document, source, schema_json);
  FormTemplate form = template_of(document, source);
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
  std::vector<FormTemplate> templates;
  for (const auto& entry : std::filesystem::directory_iterator(folder, trouble)) {
    if (entry.path().extension() != ".json") continue;
    FormTemplate form = load_form_template(entry.path().string(), schema_file, lexicons);
    for (const FormTemplate& other : templates) {
      if (other.id == form.id) {
        throw Error(ErrorCode::definition, entry.path().string(),
                    entry.path().string() + ": another definition in this folder has the id \"" + form.id + "\"");
      }
    }
    templates.push_back(std::move(form));
  }
  if (templates.empty()) {
    throw Error(ErrorCode::not_found, folder, folder + ": holds no form definition (*.json)");
  }
  std::sort(templates.begin(), templates.end(),
            [](const FormTemplate& a, const FormTemplate& b) { return a.id < b.id; });
  return templates;
}

}  // namespace shenbao::extract

#include "pipeline/report/report_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "extract/form/value_path.h"
#include "extract/text/parse.h"
#include "pipeline/report/archive.h"
#include "pipeline/report/batch_json.h"

namespace shenbao::pipeline {
namespace {

using extract::Field;
using extract::Form;
using extract::Value;

constexpr const char* kSchema = "shenbao.document/1";

// In the order of their enumerations.
constexpr const char* kStatuses[] = {"accepted", "review", "corrected"};
constexpr const char* kSeverities[] = {"info", "warning", "error"};
constexpr const char* kColours[] = {"red", "blue", "unknown"};
constexpr const char* kLabels[] = {"field", "block", "static", "header"};
constexpr const char* kDefects[] = {"blank_page", "cropped_page", "low_resolution", "incomplete_grid",
                                    "unreadable_page"};

constexpr int kRotations[] = {0, 90, 180, 270};  // degrees, by quarter turns

// Decimals are those that `rounded` leaves.
constexpr Real kConfidence{3, 0, 1}, kDpi{1, 0}, kSkew{2, -45, 45};  // of skew more is a quarter turn

/// The names that form definitions may give to values.
bool is_key(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' && std::all_of(name.begin(), name.end(), fits);
}

/// The values of a form, without their evidence.
struct Values {
  Form& form;
};

/// What is said of those that are printed, by their paths.
struct Evidence {
  Form& form;
};

}  // namespace

template <typename Archive>
void describe(Archive& archive, extract::Reading& reading) {
  archive.member("text", reading.text);
  archive.member("confidence", reading.confidence, kConfidence);
  bool unread = reading.has_ink && reading.text.empty();
  archive.option("unread", unread);
  reading.has_ink = unread || !reading.text.empty();
  archive.option("doubts", reading.doubts);
}

template <typename Archive>
void describe(Archive& archive, extract::CellText& cell) {
  archive.member("row", cell.row, 0);
  archive.member("col", cell.col, 0);
  archive.member("row_span", cell.row_span, 1);
  archive.member("col_span", cell.col_span, 1);
  archive.member("quad", cell.quad);
  describe(archive, cell.reading);
  archive.option("inferred", cell.inferred);
}

template <typename Archive>
void describe(Archive& archive, extract::TableText& table) {
  archive.member("quad", table.quad);
  archive.member("rows", table.rows, 1);
  archive.member("cols", table.cols, 1);
  archive.member("cells", table.cells);
}

template <typename Archive>
void describe(Archive& archive, extract::LineText& line) {
  archive.member("quad", line.quad);
  describe(archive, line.reading);
}

template <typename Archive>
void describe(Archive& archive, layout::Seal& seal) {
  archive.member("quad", seal.quad);
  archive.member("colour", seal.colour, kColours);
  archive.option("hides_print", seal.hides_print);
}

template <typename Archive>
void describe(Archive& archive, layout::Defect& defect) {
  archive.member("kind", defect.kind, kDefects);
  archive.member("quad", defect.quad);
  archive.member("detail", defect.detail);
}

template <typename Archive>
void describe(Archive& archive, extract::PageText& page) {
  archive.member("number", page.page_no, 1);
  archive.member("width", page.width, 0);
  archive.member("height", page.height, 0);
  archive.member("dpi", page.dpi, kDpi);
  int quarters = page.rotation / 90;
  archive.member("rotation", quarters, kRotations);
  page.rotation = kRotations[quarters];
  archive.member("skew", page.skew, kSkew);
  archive.member("tables", page.tables);
  archive.member("lines", page.lines);
  archive.member("seals", page.seals);
  archive.later("defects", page.defects);
  archive.option("unread", page.unread);
}

/// Months are read as text, for only the form's template tells them.
void describe(Writer& writer, Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    writer.json = *text;
  } else if (const auto* month = std::get_if<extract::Month>(&value)) {
    writer.json = fmt::format("{:04}-{:02}", month->year, month->month);
  } else {
    writer.json = decimal(to_string(std::get<extract::Decimal>(value)));
  }
}

void describe(const Reader& reader, Value& value) {
  if (reader.json.is_string()) return describe(reader, value.emplace<std::string>());
  reader.need(is_number(reader.json), "must be a number, text or null");
  const auto number = extract::parse_decimal(spelling(reader.json));
  reader.need(number.has_value(), "must be a plain decimal number of at most 18 digits, 9 of them decimals");
  value = *number;
}

void describe(Writer& writer, Values& values) {
  writer.json = Json::object();
  for (Field& field : values.form.fields) {
    Writer value;
    describe(value, field.value);
    writer.json[Json::json_pointer(field.path)] = std::move(value.json);
  }
  for (const auto& [path, rows] : values.form.rows) {
    Json& list = writer.json[Json::json_pointer(path)];
    if (!list.is_array()) list = Json::array();
  }
}

/// Adds every leaf in its order to the fields of the form, with the length of every list on the way.
void collect_fields(const Reader& reader, const std::string& path, Form& form) {
  if (!reader.json.is_structured()) {
    Field& field = form.fields.emplace_back();
    field.path = path;
    return describe(reader, field.value);
  }
  const bool is_list = reader.json.is_array();
  if (is_list) form.rows[path] = static_cast<int>(reader.json.size());
  for (const auto& [name, json] : reader.json.items()) {
    const Reader member{json, reader.source, &reader, name};
    member.need(is_list || is_key(name), "no form has a value of this name (a to z, digits and _)");
    collect_fields(member, path + "/" + name, form);
  }
}

void describe(const Reader& reader, Values& values) {
  reader.need(reader.json.is_object(), "must be an object");
  collect_fields(reader, "", values.form);
}

template <typename Archive>
void describe(Archive& archive, extract::Provenance& source) {
  archive.member("page", source.page_no, 1);
  archive.member("quad", source.where);
  archive.member("text", source.raw);
  archive.member("confidence", source.confidence, kConfidence);
}

/// The evidence of a value that is printed. Until `settle` compares them, a field that was read has in `before` what
/// the program had filled in; results of others may not say it.
template <typename Archive>
void describe(Archive& archive, Field& field) {
  using extract::Status;
  describe(archive, *field.source);
  Status status = status_of(field);
  archive.member("status", status, kStatuses);
  if (!field.corrected) field.before = field.value;
  archive.later("value", field.before);
  archive.option("doubts", field.doubts);
  field.corrected = status == Status::corrected;
  // The status comes out as it stands there: accepted without doubts, for review with one at least.
  std::vector<extract::Doubt> doubts = std::move(field.doubts);
  if (status == Status::review && doubts.empty()) doubts = {extract::Doubt::unsure};
  field.doubts.clear();
  for (const extract::Doubt doubt : doubts) add_doubt(field.doubts, doubt);
}

void describe(Writer& writer, Evidence& evidence) {
  writer.json = Json::object();
  auto& members = writer.json.get_ref<Json::object_t&>();  // its own insertion would search for each name
  for (Field& field : evidence.form.fields) {
    if (!field.source) continue;
    Writer member;
    describe(member, field);
    members.emplace_back(field.path, std::move(member.json));
  }
}

void describe(const Reader& reader, Evidence& evidence) {
  reader.need(reader.json.is_object(), "must be an object");
  std::map<std::string, Field*> fields;
  for (Field& field : evidence.form.fields) fields[field.path] = &field;
  for (const auto& [path, json] : reader.json.items()) {
    const auto field = fields.find(path);
    if (field == fields.end()) continue;
    field->second->source.emplace();
    reader.part(path, json, *field->second);
  }
}

template <typename Archive>
void describe(Archive& archive, extract::Label& label) {
  archive.member("kind", label.kind, kLabels);
  archive.option("path", label.path);
  archive.option("block", label.block);
  archive.option("columns", label.columns);
  archive.member("page", label.page_no, 1);
  archive.member("quad", label.where);
  archive.option("behind", label.behind);
  bool unsure = !label.sure;
  archive.option("unsure", unsure);
  label.sure = !unsure;
}

template <typename Archive>
void describe(Archive& archive, Form& form) {
  archive.member("type", form.type);
  archive.member("pages", form.pages, 1);
  Values values{form};
  archive.member("values", values);
  Evidence evidence{form};
  archive.member("evidence", evidence);
  archive.later("labels", form.labels);
}

template <typename Archive>
void describe(Archive& archive, extract::Finding& finding) {
  archive.member("code", finding.code);
  archive.member("severity", finding.severity, kSeverities);
  archive.member("form", finding.form, 0);
  archive.member("path", finding.path);
  archive.member("page", finding.page_no, 1);
  archive.member("quad", finding.where);
  archive.member("message", finding.message);
  archive.member("expected", finding.expected, OrNull{});
  archive.member("actual", finding.actual, OrNull{});
}

template <typename Archive>
void describe(Archive& archive, SourceInfo& source) {
  archive.member("file", source.file);
  archive.member("sha256", source.sha256);
  archive.member("bytes", source.bytes, 1);
  archive.member("pages", source.pages, 1);
  archive.option("damage", source.damage);
  archive.option("attachments", source.attachments, 1);
}

template <typename Archive>
void describe(Archive& archive, EngineInfo& engine) {
  archive.member("shenbao", engine.shenbao);
  archive.member("tesseract", engine.tesseract);
  archive.member("models", engine.models);
  archive.member("forms", engine.forms);
}

template <typename Archive>
void describe(Archive& archive, Report& report) {
  std::string schema = kSchema;
  archive.member("schema", schema);
  archive.member("source", report.source);
  archive.member("engine", report.engine);
  archive.member("pages", report.pages);
  archive.member("forms", report.forms);
  archive.member("findings", report.findings);
}

namespace {

template <typename Noun>
Json written(Noun noun) {
  Writer writer;
  describe(writer, noun);
  return std::move(writer.json);
}

/// Whether the template types `path` as a month: a field of its own, an end of a range, or a column of repeated rows.
bool holds_month(const extract::FormTemplate& form_template, const extract::ValuePath& path) {
  using extract::FieldType;
  return std::any_of(form_template.fields.begin(), form_template.fields.end(), [&](const extract::FieldSpec& field) {
    if (field.type == FieldType::month) return path == field.path;
    if (field.type == FieldType::month_range) return path.parent() == field.path;
    const auto* column = path.parent().parent() == field.path ? field.find_column(path.key()) : nullptr;
    return column != nullptr && column->type == FieldType::month;
  });
}

void make_month(std::optional<Value>& value) {
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  if (const auto month = text ? extract::parse_month(*text) : std::nullopt) value = *month;
}

/// Tells the months among a form's texts, and what a person has changed.
void settle(Form& form, const std::vector<extract::FormTemplate>& templates) {
  const auto form_template = std::find_if(templates.begin(), templates.end(),
                                          [&](const extract::FormTemplate& known) { return known.id == form.type; });
  for (Field& field : form.fields) {
    if (form_template != templates.end() && holds_month(*form_template, field.path)) {
      make_month(field.value);
      make_month(field.before);
    }
    if (!(field.before == field.value)) field.corrected = true;
    if (!field.corrected) field.before.reset();
    if (field.value && !field.source) {  // a person filled in what the scan does not print
      field.source = extract::Provenance{form.pages.empty() ? 1 : form.pages.front(), {}, "", 0.0};
    }
  }
}

}  // namespace

Json to_json(const EngineInfo& info) { return written(info); }
Json to_json(const extract::Finding& found) { return written(found); }

std::string print(const Report& report) { return print_json(written(report)); }

std::optional<Report> read_report(const JsonText& text, const std::vector<extract::FormTemplate>& templates) {
  const Json json = text.parse();
  if (is_index(json)) return std::nullopt;
  if (const std::string schema = text_of(json, "schema"); !schema.empty() && schema != kSchema) {
    text.refuse("/schema", fmt::format("must be \"{}\", which is what this version reads", kSchema));
  }
  Report report;
  const Reader reader{json, text, nullptr, ""};
  describe(reader, report);
  for (Form& form : report.forms) settle(form, templates);
  return report;
}

}  // namespace shenbao::pipeline

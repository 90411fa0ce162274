#include "pipeline/report/report_json.h"

#include <algorithm>
#include <map>
#include <utility>

#include "extract/form/value_path.h"
#include "extract/text/parse.h"
#include "pipeline/report/batch_json.h"
#include "pipeline/report/format.h"

namespace shenbao::pipeline {
namespace {

using extract::Field;
using extract::Form;
using extract::Value;

constexpr const char* kSchema = "shenbao.document/1";
constexpr int kConfidenceDecimals = 3, kDpiDecimals = 1, kSkewDecimals = 2;  // as `rounded` has them

constexpr Named<extract::Status> kStatuses[] = {{extract::Status::accepted, "accepted"},
                                                {extract::Status::review, "review"},
                                                {extract::Status::corrected, "corrected"}};
constexpr Named<extract::Severity> kSeverities[] = {
    {extract::Severity::error, "error"}, {extract::Severity::warning, "warning"}, {extract::Severity::info, "info"}};
constexpr Named<layout::SealColour> kColours[] = {
    {layout::SealColour::red, "red"}, {layout::SealColour::blue, "blue"}, {layout::SealColour::unknown, "unknown"}};
constexpr Named<extract::LabelKind> kLabels[] = {{extract::LabelKind::field, "field"},
                                                 {extract::LabelKind::block, "block"},
                                                 {extract::LabelKind::fixed, "static"},
                                                 {extract::LabelKind::header, "header"}};
constexpr Named<layout::DefectKind> kDefects[] = {{layout::DefectKind::blank_page, "blank_page"},
                                                  {layout::DefectKind::cropped_page, "cropped_page"},
                                                  {layout::DefectKind::low_resolution, "low_resolution"},
                                                  {layout::DefectKind::incomplete_grid, "incomplete_grid"},
                                                  {layout::DefectKind::unreadable_page, "unreadable_page"}};

Format<double> confidence() { return real(kConfidenceDecimals, 0, 1); }

Format<layout::Quad> quad() {
  const auto corners = list_of(list_of(real(0)));
  return {[=](const layout::Quad& quad) {
            std::vector<std::vector<double>> pairs;
            for (const layout::Point& corner : quad.corners) pairs.push_back({corner.x, corner.y});
            return corners.write(pairs);
          },
          [=](const Node& node) {
            layout::Quad quad;
            const auto pairs = corners.read(node);
            const bool whole = std::all_of(pairs.begin(), pairs.end(), [](const auto& xy) { return xy.size() == 2; });
            if (pairs.size() != quad.corners.size() || !whole) node.refuse("must be four corners [x, y]");
            for (std::size_t i = 0; i < pairs.size(); ++i) quad.corners[i] = {pairs[i][0], pairs[i][1]};
            return quad;
          }};
}

Format<int> rotation() {
  const Format<int> degrees = small(0);
  return {degrees.write, [read = degrees.read](const Node& node) {
            const int turned = read(node);
            if (turned % 90 != 0 || turned >= 360) node.refuse("must be 0, 90, 180 or 270");
            return turned;
          }};
}

Format<extract::Doubt> doubt() {
  return {[](const extract::Doubt& doubt) { return Json(words_of(doubt).name); },
          [](const Node& node) {
            const auto named = extract::doubt_named(node.json.is_string() ? node.json.get<std::string>() : "");
            if (!named) node.refuse("is no doubt that this version knows");
            return *named;
          }};
}

Object<extract::Reading> reading() {
  using extract::Reading;
  return Object<Reading>()
      .member("text", &Reading::text, text())
      .member("confidence", &Reading::confidence, confidence())
      .option(
          "unread", [](const Reading& reading) { return reading.has_ink && reading.text.empty(); },
          [](Reading& reading, bool unread) { reading.has_ink = unread || !reading.text.empty(); }, flag())
      .option("doubts", &Reading::doubts, list_of(doubt()));
}

Format<extract::CellText> cell() {
  using extract::CellText;
  return Object<CellText>()
      .member("row", &CellText::row, small(0))
      .member("col", &CellText::col, small(0))
      .member("row_span", &CellText::row_span, small(1))
      .member("col_span", &CellText::col_span, small(1))
      .member("quad", &CellText::quad, quad())
      .part(&CellText::reading, reading())
      .option("inferred", &CellText::inferred, flag());
}

Format<extract::TableText> table() {
  using extract::TableText;
  return Object<TableText>()
      .member("quad", &TableText::quad, quad())
      .member("rows", &TableText::rows, small(1))
      .member("cols", &TableText::cols, small(1))
      .member("cells", &TableText::cells, list_of(cell()));
}

Format<extract::LineText> line() {
  using extract::LineText;
  return Object<LineText>().member("quad", &LineText::quad, quad()).part(&LineText::reading, reading());
}

Format<layout::Seal> seal() {
  using layout::Seal;
  return Object<Seal>()
      .member("quad", &Seal::quad, quad())
      .member("colour", &Seal::colour, one_of(kColours))
      .option("hides_print", &Seal::hides_print, flag());
}

Format<layout::Defect> defect() {
  using layout::Defect;
  return Object<Defect>()
      .member("kind", &Defect::kind, one_of(kDefects))
      .member("quad", &Defect::quad, quad())
      .member("detail", &Defect::detail, text());
}

constexpr int kMostSkew = 45;  // degrees; what is more is a quarter turn

Format<extract::PageText> page() {
  using extract::PageText;
  return Object<PageText>()
      .member("number", &PageText::page_no, small(1))
      .member("width", &PageText::width, small(0))
      .member("height", &PageText::height, small(0))
      .member("dpi", &PageText::dpi, real(kDpiDecimals, 0))
      .member("rotation", &PageText::rotation, rotation())
      .member("skew", &PageText::skew, real(kSkewDecimals, -kMostSkew, kMostSkew))
      .member("tables", &PageText::tables, list_of(table()))
      .member("lines", &PageText::lines, list_of(line()))
      .member("seals", &PageText::seals, list_of(seal()))
      .later("defects", &PageText::defects, list_of(defect()))
      .option("unread", &PageText::unread, list_of(quad()));
}

/// A value; months are read as text, for only the form's template tells them.
Format<std::optional<Value>> value() {
  return {[](const std::optional<Value>& value) -> Json {
            if (!value) return nullptr;
            if (const auto* text = std::get_if<std::string>(&*value)) return *text;
            if (const auto* month = std::get_if<extract::Month>(&*value)) {
              return fmt::format("{:04}-{:02}", month->year, month->month);
            }
            return decimal(to_string(std::get<extract::Decimal>(*value)));
          },
          [](const Node& node) -> std::optional<Value> {
            if (node.json.is_null()) return std::nullopt;
            if (node.json.is_string()) return Value(node.json.get<std::string>());
            if (!is_number(node.json)) node.refuse("must be a number, text or null");
            const auto number = extract::parse_decimal(spelling(node.json));
            if (!number) node.refuse("must be a plain decimal number of at most 18 digits, 9 of them decimals");
            return Value(*number);
          }};
}

/// What a result says of a value that is printed.
struct Evidence {
  extract::Provenance source;
  extract::Status status = extract::Status::accepted;
  std::optional<std::optional<Value>> value;  ///< what the program filled in; results of others may not say it
  std::vector<extract::Doubt> doubts;
};

Format<Evidence> evidence() {
  using extract::Provenance;
  return Object<Evidence>()
      .part(&Evidence::source, Object<Provenance>()
                                   .member("page", &Provenance::page_no, small(1))
                                   .member("quad", &Provenance::where, quad())
                                   .member("text", &Provenance::raw, text())
                                   .member("confidence", &Provenance::confidence, confidence()))
      .member("status", &Evidence::status, one_of(kStatuses))
      .later(
          "value", [](const Evidence& evidence) { return *evidence.value; },
          [](Evidence& evidence, std::optional<Value> filled) { evidence.value = std::move(filled); }, value())
      .option("doubts", &Evidence::doubts, list_of(doubt()));
}

/// The names that form definitions may give to values.
bool is_key(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' && std::all_of(name.begin(), name.end(), fits);
}

/// Adds every leaf of `node` in its order to the fields of `form`, with the length of every list on the way.
void collect_fields(const Node& node, const std::string& path, const Format<std::optional<Value>>& leaf, Form& form) {
  if (node.json.is_array()) {
    form.rows[path] = static_cast<int>(node.json.size());
    for (std::size_t i = 0; i < node.json.size(); ++i)
      collect_fields(node[i], path + "/" + std::to_string(i), leaf, form);
  } else if (node.json.is_object()) {
    for (const auto& [name, json] : node.json.items()) {
      const Node member{json, node.source, &node, name};
      if (!is_key(name)) member.refuse("no form has a value of this name (a to z, digits and _)");
      collect_fields(member, path + "/" + name, leaf, form);
    }
  } else {
    Field field;
    field.path = path;
    field.value = leaf.read(node);
    form.fields.push_back(std::move(field));
  }
}

/// The fields of a form without their evidence, each at its path.
Format<Form> values() {
  const Format<std::optional<Value>> leaf = value();
  return {[=](const Form& form) {
            Json json = Json::object();
            for (const Field& field : form.fields) json[Json::json_pointer(field.path)] = leaf.write(field.value);
            for (const auto& [path, rows] : form.rows) {
              Json& list = json[Json::json_pointer(path)];
              if (!list.is_array()) list = Json::array();
            }
            return json;
          },
          [=](const Node& node) {
            Form form;
            node.object();
            collect_fields(node, "", leaf, form);
            return form;
          }};
}

using EvidenceByPath = std::vector<std::pair<std::string, Evidence>>;

EvidenceByPath evidence_of(const Form& form) {
  EvidenceByPath all;
  for (const Field& field : form.fields) {
    if (!field.source) continue;
    const std::optional<Value>& filled = field.corrected ? field.before : field.value;
    all.push_back({field.path, {*field.source, status_of(field), filled, field.doubts}});
  }
  return all;
}

/// Until `settle` compares them, `before` of each field with evidence is what the program had filled in.
void give_evidence(Form& form, const EvidenceByPath& all) {
  using extract::Status;
  std::map<std::string, Evidence> by_path;
  for (const auto& [path, evidence] : all) by_path[path] = evidence;
  for (Field& field : form.fields) {
    const auto found = by_path.find(field.path);
    if (found == by_path.end()) continue;
    Evidence& evidence = found->second;
    field.source = std::move(evidence.source);
    field.before = evidence.value.value_or(field.value);
    field.corrected = evidence.status == Status::corrected;
    // The status comes out as it stands there: accepted without doubts, for review with one at least.
    if (evidence.status == Status::review && evidence.doubts.empty()) evidence.doubts = {extract::Doubt::unsure};
    if (evidence.status == Status::accepted) evidence.doubts.clear();
    for (const extract::Doubt doubt : evidence.doubts) add_doubt(field.doubts, doubt);
  }
}

Format<extract::Label> label() {
  using extract::Label;
  return Object<Label>()
      .member("kind", &Label::kind, one_of(kLabels))
      .option("path", &Label::path, text())
      .option("block", &Label::block, text())
      .option("columns", &Label::columns, list_of(text()))
      .member("page", &Label::page_no, small(1))
      .member("quad", &Label::where, quad())
      .option("behind", &Label::behind, text())
      .option(
          "unsure", [](const Label& label) { return !label.sure; },
          [](Label& label, bool unsure) { label.sure = !unsure; }, flag());
}

Format<Form> form() {
  const auto by_path = members_of<EvidenceByPath>(evidence());
  return Object<Form>()
      .member("type", &Form::type, text())
      .member("pages", &Form::pages, list_of(small(1)))
      .member(
          "values", [](const Form& form) -> const Form& { return form; },
          [](Form& form, Form read) {
            form.fields = std::move(read.fields);
            form.rows = std::move(read.rows);
          },
          values())
      .member("evidence", evidence_of, give_evidence, by_path)
      .later("labels", &Form::labels, list_of(label()));
}

Format<extract::Finding> finding() {
  using extract::Finding;
  return Object<Finding>()
      .member("code", &Finding::code, text())
      .member("severity", &Finding::severity, one_of(kSeverities))
      .member("form", &Finding::form, or_null(small(0)))
      .member("path", &Finding::path, text())
      .member("page", &Finding::page_no, or_null(small(1)))
      .member("quad", &Finding::where, or_null(quad()))
      .member("message", &Finding::message, text())
      .member("expected", &Finding::expected, text_or_null())
      .member("actual", &Finding::actual, text_or_null());
}

Format<SourceInfo> source() {
  return Object<SourceInfo>()
      .member("file", &SourceInfo::file, text())
      .member("sha256", &SourceInfo::sha256, text())
      .member("bytes", &SourceInfo::bytes, whole(1, std::numeric_limits<std::int64_t>::max()))
      .member("pages", &SourceInfo::pages, small(1))
      .option("damage", &SourceInfo::damage, text())
      .option("attachments", &SourceInfo::attachments, small(1));
}

Format<EngineInfo> engine() {
  const auto hashes = members_of<std::map<std::string, std::string>>(text());
  return Object<EngineInfo>()
      .member("shenbao", &EngineInfo::shenbao, text())
      .member("tesseract", &EngineInfo::tesseract, text())
      .member("models", &EngineInfo::models, hashes)
      .member("forms", &EngineInfo::forms, hashes);
}

const Format<Report>& report() {
  static const Format<Report> format = Object<Report>()
                                           .member("schema", kSchema)
                                           .member("source", &Report::source, source())
                                           .member("engine", &Report::engine, engine())
                                           .member("pages", &Report::pages, list_of(page()))
                                           .member("forms", &Report::forms, list_of(form()))
                                           .member("findings", &Report::findings, list_of(finding()));
  return format;
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

Json to_json(const EngineInfo& info) { return engine().write(info); }
Json to_json(const extract::Finding& found) { return finding().write(found); }

std::string print(const Report& whole) { return print_json(report().write(whole)); }

std::optional<Report> read_report(const JsonText& text, const std::vector<extract::FormTemplate>& templates) {
  const Json json = text.parse();
  if (is_index(json)) return std::nullopt;
  Report read = report().read({json, text, nullptr, ""});
  for (Form& form : read.forms) settle(form, templates);
  return read;
}

}  // namespace shenbao::pipeline

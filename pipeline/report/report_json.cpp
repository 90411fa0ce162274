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

Format<std::string> printed() { return text({{"minLength", 1}}); }

Format<std::string> hash() { return text({{"pattern", "^[0-9a-f]{64}$"}}).named("sha256"); }

Format<double> confidence() { return real(kConfidenceDecimals, 0, 1).named("confidence"); }

Format<layout::Quad> quad() {
  const Format<std::vector<double>> point = list_of(real(0), {{"minItems", 2}, {"maxItems", 2}});
  const Format<std::vector<std::vector<double>>> corners = list_of(point, {{"minItems", 4}, {"maxItems", 4}});
  const Format<layout::Quad> format{[write = corners.write](const layout::Quad& quad) {
                                      std::vector<std::vector<double>> written;
                                      for (const layout::Point& corner : quad.corners)
                                        written.push_back({corner.x, corner.y});
                                      return write(written);
                                    },
                                    [read = corners.read](const Node& node) {
                                      layout::Quad quad;
                                      const auto pairs = read(node);
                                      const bool whole = std::all_of(pairs.begin(), pairs.end(),
                                                                     [](const auto& xy) { return xy.size() == 2; });
                                      if (pairs.size() != quad.corners.size() || !whole)
                                        node.refuse("must be four corners [x, y]");
                                      for (std::size_t i = 0; i < pairs.size(); ++i)
                                        quad.corners[i] = {pairs[i][0], pairs[i][1]};
                                      return quad;
                                    },
                                    corners.schema};
  return format.described("Four corners, clockwise from the shape's own top left.").named("quad");
}

Format<int> rotation() {
  const Format<int> degrees = small(0);
  return {degrees.write,
          [read = degrees.read](const Node& node) {
            const int turned = read(node);
            if (turned % 90 != 0 || turned >= 360) node.refuse("must be 0, 90, 180 or 270");
            return turned;
          },
          {{"enum", {0, 90, 180, 270}}}};
}

Format<extract::Doubt> doubt() {
  Json names = Json::array();
  for (int i = 0; i <= static_cast<int>(extract::Doubt::sum); ++i) {
    names.push_back(words_of(static_cast<extract::Doubt>(i)).name);
  }
  return {[](const extract::Doubt& doubt) { return Json(words_of(doubt).name); },
          [](const Node& node) {
            const auto named = extract::doubt_named(node.json.is_string() ? node.json.get<std::string>() : "");
            if (!named) node.refuse("is no doubt that this version knows");
            return *named;
          },
          {{"enum", names}}};
}

Format<std::vector<extract::Doubt>> doubts() { return list_of(doubt(), {{"minItems", 1}, {"uniqueItems", true}}); }

Object<extract::Reading> reading(const char* description) {
  using extract::Reading;
  return Object<Reading>()
      .member("text", &Reading::text, text().described(description))
      .member("confidence", &Reading::confidence, confidence())
      .option(
          "unread", [](const Reading& reading) { return reading.has_ink && reading.text.empty(); },
          [](Reading& reading, bool unread) { reading.has_ink = unread || !reading.text.empty(); },
          flag().described("There is ink that nobody could read."))
      .option("doubts", &Reading::doubts, doubts().described("What speaks against the text besides its confidence."));
}

Format<extract::CellText> cell() {
  using extract::CellText;
  return Object<CellText>()
      .member("row", &CellText::row, small(0))
      .member("col", &CellText::col, small(0))
      .member("row_span", &CellText::row_span, small(1))
      .member("col_span", &CellText::col_span, small(1))
      .member("quad", &CellText::quad, quad())
      .part(&CellText::reading, reading("As read; \"\" for an empty cell."))
      .option("inferred", &CellText::inferred,
              flag().described("At least one ruling around the cell was concluded, not seen."));
}

Format<extract::TableText> table() {
  using extract::TableText;
  return Format<TableText>(Object<TableText>()
                               .member("quad", &TableText::quad, quad())
                               .member("rows", &TableText::rows, small(1))
                               .member("cols", &TableText::cols, small(1))
                               .member("cells", &TableText::cells, list_of(cell())))
      .named("table");
}

Format<extract::LineText> line() {
  using extract::LineText;
  return Format<LineText>(
             Object<LineText>().member("quad", &LineText::quad, quad()).part(&LineText::reading, reading("As read.")))
      .named("line");
}

Format<layout::Seal> seal() {
  using layout::Seal;
  return Object<Seal>()
      .member("quad", &Seal::quad, quad())
      .member("colour", &Seal::colour, one_of(kColours))
      .option("hides_print", &Seal::hides_print,
              flag().described("It could not be taken out: its strokes are read with the text below it."));
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
  return Format<PageText>(
             Object<PageText>()
                 .member("number", &PageText::page_no, small(1))
                 .member("width", &PageText::width, small(0).described("Pixels; 0 where the page could not be read."))
                 .member("height", &PageText::height, small(0))
                 .member("dpi", &PageText::dpi, real(kDpiDecimals, 0).described("0 where the file does not say."))
                 .member("rotation", &PageText::rotation,
                         rotation().described("Degrees clockwise that make the page stand upright."))
                 .member("skew", &PageText::skew,
                         real(kSkewDecimals, -kMostSkew, kMostSkew)
                             .described("What is left after the rotation, degrees, clockwise positive."))
                 .member("tables", &PageText::tables, list_of(table()))
                 .member("lines", &PageText::lines, list_of(line()))
                 .member("seals", &PageText::seals, list_of(seal()))
                 .later("defects", &PageText::defects,
                        list_of(defect()).described("What the sheet itself suffers from; each is a finding too."))
                 .option("unread", &PageText::unread,
                         list_of(quad(), {{"minItems", 1}})
                             .described("Where something is printed that is in no cell, line or seal.")))
      .named("page");
}

/// A value; months are read as text, for only the form's template tells them.
Format<std::optional<Value>> value() {
  const Format<std::optional<Value>> format{
      [](const std::optional<Value>& value) -> Json {
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
      },
      {{"type", {"string", "number", "null"}}}};
  return format.described("A number spells the decimal that was printed; a month is \"2021-12\".").named("value");
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
                                   .member("text", &Provenance::raw, text().described("As read, never edited."))
                                   .member("confidence", &Provenance::confidence, confidence()))
      .member("status", &Evidence::status, one_of(kStatuses))
      .later(
          "value", [](const Evidence& evidence) { return *evidence.value; },
          [](Evidence& evidence, std::optional<Value> filled) { evidence.value = std::move(filled); },
          value().described("What the program filled in; differs from the value where a person has changed it."))
      .option("doubts", &Evidence::doubts,
              doubts().described("Why the value is in review; absent for an accepted one."));
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
  const Json schema = {{"type", "object"},
                       {"propertyNames", {{"pattern", "^[a-z][a-z0-9_]*$"}}},
                       {"additionalProperties", {{"$ref", "#/definitions/values"}}}};
  Json definitions = leaf.definitions;
  definitions["values"] = {
      {"anyOf", {leaf.schema, {{"type", "array"}, {"items", {{"$ref", "#/definitions/values"}}}}, schema}}};
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
          },
          schema, definitions};
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
  return Format<Label>(
             Object<Label>()
                 .member("kind", &Label::kind, one_of(kLabels))
                 .option("path", &Label::path, printed().described("Of the value or list that it belongs to."))
                 .option("block", &Label::block, printed().described("The part of the form that it is, or is in."))
                 .option("columns", &Label::columns,
                         list_of(printed(), {{"minItems", 1}}).described("Of a header: those that it stands over."))
                 .member("page", &Label::page_no, small(1))
                 .member("quad", &Label::where, quad())
                 .option("behind", &Label::behind, printed().described("What stands behind it in its cell or line."))
                 .option(
                     "unsure", [](const Label& label) { return !label.sure; },
                     [](Label& label, bool unsure) { label.sure = !unsure; },
                     flag().described("Hardly read, or as near to another label.")))
      .named("label");
}

Format<Form> form() {
  const auto id =
      text({{"pattern", "^[a-z][a-z0-9_]*$"}}).described("The id of its definition, see shenbao forms list.");
  const auto by_path = members_of<EvidenceByPath>(evidence(), {{"propertyNames", {{"pattern", "^(/[^/~]+)+$"}}}});
  return Format<Form>(
             Object<Form>()
                 .member("type", &Form::type, id)
                 .member("pages", &Form::pages, list_of(small(1), {{"minItems", 1}}))
                 .member(
                     "values", [](const Form& form) -> const Form& { return form; },
                     [](Form& form, Form read) {
                       form.fields = std::move(read.fields);
                       form.rows = std::move(read.rows);
                     },
                     values())
                 .member("evidence", evidence_of, give_evidence, by_path.described("By JSON Pointer into values."))
                 .later("labels", &Form::labels,
                        list_of(label()).described("The form's own words, where they were found on its pages.")))
      .named("form");
}

Format<extract::Finding> finding() {
  using extract::Finding;
  return Format<Finding>(Object<Finding>()
                             .member("code", &Finding::code, text({{"pattern", "^[a-z]+(_[a-z]+)*$"}}))
                             .member("severity", &Finding::severity, one_of(kSeverities))
                             .member("form", &Finding::form,
                                     or_null(small(0)).described("Index in forms; null for the whole document."))
                             .member("path", &Finding::path,
                                     text({{"pattern", "^((/[^/~]+)+)?$"}})
                                         .described("JSON Pointer into the form's values; \"\" for the whole form."))
                             .member("page", &Finding::page_no, or_null(small(1)))
                             .member("quad", &Finding::where, or_null(quad()))
                             .member("message", &Finding::message, printed())
                             .member("expected", &Finding::expected, text_or_null())
                             .member("actual", &Finding::actual, text_or_null()))
      .named("finding");
}

Format<SourceInfo> source() {
  return Object<SourceInfo>()
      .member("file", &SourceInfo::file, printed())
      .member("sha256", &SourceInfo::sha256, hash())
      .member("bytes", &SourceInfo::bytes, whole(1, std::numeric_limits<std::int64_t>::max()))
      .member("pages", &SourceInfo::pages, small(1))
      .option("damage", &SourceInfo::damage,
              printed().described("What had to be repaired to open the file; absent for a sound one."))
      .option("attachments", &SourceInfo::attachments,
              small(1).described("How many files the PDF carries beside its pages; absent for none."));
}

Format<EngineInfo> engine() {
  const auto hashes = members_of<std::map<std::string, std::string>>(hash());
  const Format<EngineInfo> format = Object<EngineInfo>()
                                        .member("shenbao", &EngineInfo::shenbao, printed())
                                        .member("tesseract", &EngineInfo::tesseract, printed())
                                        .member("models", &EngineInfo::models, hashes)
                                        .member("forms", &EngineInfo::forms, hashes);
  return format.described("The same versions, models and definitions give the same bytes for the same input.");
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
    return path.is_within(field.path) &&
           std::any_of(field.columns.begin(), field.columns.end(), [&](const extract::ColumnSpec& column) {
             return column.type == FieldType::month && path.matches(extract::ValuePath(field.path) / "*" / column.key);
           });
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

std::string result_schema() {
  Json schema = {
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"$id", kSchema},
      {"title", "Result of one document"},
      {"description",
       "What shenbao extract writes for NAME.pdf as NAME.json. docs/results.md explains it. Coordinates are pixels of "
       "the page as it was delivered, origin top left."}};
  schema.update(report().schema);
  schema["definitions"] = report().definitions;
  return print_json(schema);
}

}  // namespace shenbao::pipeline

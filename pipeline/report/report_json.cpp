#include "pipeline/report/report_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "base/error.h"

namespace shenbao::pipeline {
namespace {

using extract::Decimal;
using extract::Field;
using extract::Form;
using extract::Month;
using extract::Value;

constexpr const char* kSchema = "shenbao.document/1";

template <typename T>
struct Named {
  T value;
  const char* name;
};

constexpr Named<extract::Status> kStatuses[] = {{extract::Status::accepted, "accepted"},
                                                {extract::Status::review, "review"},
                                                {extract::Status::corrected, "corrected"}};
constexpr Named<extract::Severity> kSeverities[] = {
    {extract::Severity::info, "info"}, {extract::Severity::warning, "warning"}, {extract::Severity::error, "error"}};
constexpr Named<layout::SealColour> kColours[] = {
    {layout::SealColour::red, "red"}, {layout::SealColour::blue, "blue"}, {layout::SealColour::unknown, "unknown"}};
constexpr Named<layout::DefectKind> kDefects[] = {{layout::DefectKind::blank_page, "blank_page"},
                                                  {layout::DefectKind::cropped_page, "cropped_page"},
                                                  {layout::DefectKind::low_resolution, "low_resolution"},
                                                  {layout::DefectKind::incomplete_grid, "incomplete_grid"},
                                                  {layout::DefectKind::unreadable_page, "unreadable_page"}};

template <typename T, std::size_t N>
Json name_of(const Named<T> (&table)[N], T value) {
  const auto* at = std::find_if(table, table + N, [&](const Named<T>& row) { return row.value == value; });
  return Json::string(at->name);
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json::string(text); }

Json to_json(const layout::Quad& quad) {
  Json corners(Json::Kind::array);
  for (const layout::Point& corner : quad.corners) {
    corners.add(Json(Json::Kind::array).add(Json::number(corner.x, 0)).add(Json::number(corner.y, 0)));
  }
  return corners;
}

Json confidence_json(double confidence) { return Json::number(confidence, 3); }

Json to_json(const std::optional<Value>& value) {
  if (!value) return {};
  if (const auto* text = std::get_if<std::string>(&*value)) return Json::string(*text);
  if (const auto* month = std::get_if<Month>(&*value)) {
    return Json::string(fmt::format("{:04}-{:02}", month->year, month->month));
  }
  return Json::number(to_string(std::get<Decimal>(*value)));
}

Json to_json(const extract::CellText& cell) {
  Json json(Json::Kind::object);
  json.add("row", Json::number(std::int64_t{cell.row})).add("col", Json::number(std::int64_t{cell.col}));
  json.add("row_span", Json::number(std::int64_t{cell.row_span}));
  json.add("col_span", Json::number(std::int64_t{cell.col_span}));
  json.add("quad", to_json(cell.quad)).add("text", Json::string(cell.reading.text));
  json.add("confidence", confidence_json(cell.reading.confidence));
  if (cell.reading.has_ink && cell.reading.text.empty()) json.add("unread", Json::boolean(true));
  if (cell.inferred) json.add("inferred", Json::boolean(true));
  return json;
}

Json to_json(const extract::TableText& table) {
  Json cells(Json::Kind::array);
  for (const extract::CellText& cell : table.cells) cells.add(to_json(cell));
  return Json(Json::Kind::object)
      .add("quad", to_json(table.quad))
      .add("rows", Json::number(std::int64_t{table.rows}))
      .add("cols", Json::number(std::int64_t{table.cols}))
      .add("cells", std::move(cells));
}

Json to_json(const extract::PageText& page) {
  Json tables(Json::Kind::array), lines(Json::Kind::array), seals(Json::Kind::array), defects(Json::Kind::array);
  for (const extract::TableText& table : page.tables) tables.add(to_json(table));
  for (const extract::LineText& line : page.lines) {
    Json json(Json::Kind::object);
    json.add("quad", to_json(line.quad)).add("text", Json::string(line.reading.text));
    json.add("confidence", confidence_json(line.reading.confidence));
    if (line.reading.has_ink && line.reading.text.empty()) json.add("unread", Json::boolean(true));
    lines.add(std::move(json));
  }
  for (const layout::Seal& seal : page.seals) {
    Json json(Json::Kind::object);
    seals.add(std::move(json.add("quad", to_json(seal.quad)).add("colour", name_of(kColours, seal.colour))));
  }
  for (const layout::Defect& defect : page.defects) {
    Json json(Json::Kind::object);
    json.add("kind", name_of(kDefects, defect.kind)).add("quad", to_json(defect.quad));
    defects.add(std::move(json.add("detail", Json::string(defect.detail))));
  }
  return Json(Json::Kind::object)
      .add("number", Json::number(std::int64_t{page.page_no}))
      .add("width", Json::number(std::int64_t{page.width}))
      .add("height", Json::number(std::int64_t{page.height}))
      .add("dpi", Json::number(page.dpi, 1))
      .add("rotation", Json::number(std::int64_t{page.rotation}))
      .add("skew", Json::number(page.skew, 2))
      .add("tables", std::move(tables))
      .add("lines", std::move(lines))
      .add("seals", std::move(seals))
      .add("defects", std::move(defects));
}

bool is_index(const std::string& key) {
  return !key.empty() && key.find_first_not_of("0123456789") == std::string::npos;
}

/// The segments of a JSON Pointer. Keys come from form definitions, whose schema keeps '~' and '/' out of them.
std::vector<std::string> segments(const std::string& path) {
  std::vector<std::string> keys;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    keys.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return keys;
}

/// The place for `path` below `root`, made where it is missing. A segment of digits makes its parent a list.
Json& place_for(Json& root, const std::string& path) {
  Json* at = &root;
  for (const std::string& key : segments(path)) {
    if (at->kind == Json::Kind::null) *at = Json(is_index(key) ? Json::Kind::array : Json::Kind::object);
    if (at->kind == Json::Kind::array) {
      const auto index = static_cast<std::size_t>(std::stoul(key));
      while (at->items.size() <= index) at->add(Json());
      at = &at->items[index];
      continue;
    }
    auto found = std::find(at->keys.begin(), at->keys.end(), key);
    if (found == at->keys.end()) {
      at->add(key, Json());
      found = at->keys.end() - 1;
    }
    at = &at->items[static_cast<std::size_t>(found - at->keys.begin())];
  }
  return *at;
}

Json values_json(const Form& form) {
  Json values(Json::Kind::object);
  for (const Field& field : form.fields) place_for(values, field.path) = to_json(field.value);
  for (const auto& [path, rows] : form.rows) {
    Json& list = place_for(values, path);
    if (list.kind != Json::Kind::array) list = Json(Json::Kind::array);
  }
  return values;
}

Json evidence_json(const Field& field) {
  const std::optional<Value>& filled = field.corrected ? field.before : field.value;
  Json json(Json::Kind::object);
  json.add("page", Json::number(std::int64_t{field.source->page_no}))
      .add("quad", to_json(field.source->where))
      .add("text", Json::string(field.source->raw))
      .add("confidence", confidence_json(field.source->confidence))
      .add("status", name_of(kStatuses, status_of(field)))
      .add("value", to_json(filled));
  if (!field.doubts.empty()) {
    Json doubts(Json::Kind::array);
    for (const extract::Doubt doubt : field.doubts) doubts.add(Json::string(std::string(words_of(doubt).name)));
    json.add("doubts", std::move(doubts));
  }
  return json;
}

Json to_json(const Form& form) {
  Json pages(Json::Kind::array), evidence(Json::Kind::object);
  for (const int page_no : form.pages) pages.add(Json::number(std::int64_t{page_no}));
  for (const Field& field : form.fields) {
    if (field.source) evidence.add(field.path, evidence_json(field));
  }
  return Json(Json::Kind::object)
      .add("type", Json::string(form.type))
      .add("pages", std::move(pages))
      .add("values", values_json(form))
      .add("evidence", std::move(evidence));
}

Json to_json(const std::map<std::string, std::string>& names) {
  Json json(Json::Kind::object);
  for (const auto& [name, text] : names) json.add(name, Json::string(text));
  return json;
}

/// A member of a result together with its place, so that an error can name it.
class Node {
 public:
  Node(const Json& json, std::string file, std::string place)
      : json_(&json), file_(std::move(file)), place_(std::move(place)) {}

  const Json& json() const { return *json_; }
  const std::string& place() const { return place_; }

  [[noreturn]] void refuse(const std::string& wanted) const {
    const std::string place = place_.empty() ? "/" : place_;
    throw Error(ErrorCode::unreadable, file_, fmt::format("{}: {}: {}", file_, place, wanted));
  }

  Node operator[](const std::string& key) const {
    const Json* member = json_->kind == Json::Kind::object ? json_->find(key) : nullptr;
    if (member == nullptr) refuse(fmt::format("has no member \"{}\"; is this a result of shenbao?", key));
    return {*member, file_, place_ + "/" + key};
  }
  std::optional<Node> maybe(const std::string& key) const {
    if (json_->kind != Json::Kind::object || json_->find(key) == nullptr) return std::nullopt;
    return (*this)[key];
  }
  std::vector<Node> items() const {
    if (json_->kind != Json::Kind::array) refuse("must be a list");
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < json_->items.size(); ++i) {
      nodes.emplace_back(json_->items[i], file_, place_ + "/" + std::to_string(i));
    }
    return nodes;
  }
  std::vector<std::pair<std::string, Node>> members() const {
    if (json_->kind != Json::Kind::object) refuse("must be an object");
    std::vector<std::pair<std::string, Node>> nodes;
    for (std::size_t i = 0; i < json_->items.size(); ++i) {
      const std::string& key = json_->keys[i];
      nodes.emplace_back(key, Node(json_->items[i], file_, place_ + "/" + key));
    }
    return nodes;
  }

  std::string text() const {
    if (json_->kind != Json::Kind::string) refuse("must be text");
    return json_->text;
  }
  std::string text_or_empty() const { return json_->kind == Json::Kind::null ? std::string() : text(); }
  std::int64_t whole() const {
    std::int64_t value = 0;
    const std::string& digits = json_->text;
    const auto [end, trouble] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool all = trouble == std::errc() && end == digits.data() + digits.size();
    if (json_->kind != Json::Kind::number || !all) refuse("must be a whole number");
    return value;
  }
  int small() const {
    const std::int64_t value = whole();
    if (value < -1'000'000'000 || value > 1'000'000'000) refuse("is out of range");
    return static_cast<int>(value);
  }
  double real() const {
    double value = 0;
    const std::string& digits = json_->text;
    const auto [end, trouble] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (json_->kind != Json::Kind::number || trouble != std::errc() || end != digits.data() + digits.size()) {
      refuse("must be a number");
    }
    return value;
  }
  bool truth() const {
    if (json_->kind != Json::Kind::boolean) refuse("must be true or false");
    return json_->truth;
  }
  template <typename T, std::size_t N>
  T one_of(const Named<T> (&table)[N]) const {
    const std::string name = text();
    const auto* at = std::find_if(table, table + N, [&](const Named<T>& row) { return name == row.name; });
    if (at == table + N) refuse(fmt::format("\"{}\" is not one of the values it may have", name));
    return at->value;
  }

 private:
  const Json* json_;
  std::string file_;
  std::string place_;
};

layout::Quad quad_from(const Node& node) {
  const std::vector<Node> corners = node.items();
  layout::Quad quad;
  if (corners.size() != quad.corners.size()) node.refuse("must have four corners");
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const std::vector<Node> xy = corners[i].items();
    if (xy.size() != 2) corners[i].refuse("must be [x, y]");
    quad.corners[i] = {xy[0].real(), xy[1].real()};
  }
  return quad;
}

extract::Reading reading_from(const Node& node) {
  extract::Reading reading;
  reading.text = node["text"].text();
  reading.confidence = node["confidence"].real();
  const auto unread = node.maybe("unread");
  reading.has_ink = !reading.text.empty() || (unread && unread->truth());
  return reading;
}

extract::TableText table_from(const Node& node) {
  extract::TableText table;
  table.quad = quad_from(node["quad"]);
  table.rows = node["rows"].small();
  table.cols = node["cols"].small();
  for (const Node& item : node["cells"].items()) {
    extract::CellText cell;
    cell.row = item["row"].small();
    cell.col = item["col"].small();
    cell.row_span = item["row_span"].small();
    cell.col_span = item["col_span"].small();
    cell.quad = quad_from(item["quad"]);
    const auto inferred = item.maybe("inferred");
    cell.inferred = inferred && inferred->truth();
    cell.reading = reading_from(item);
    table.cells.push_back(std::move(cell));
  }
  return table;
}

extract::PageText page_from(const Node& node) {
  extract::PageText page;
  page.page_no = node["number"].small();
  page.width = node["width"].small();
  page.height = node["height"].small();
  page.dpi = node["dpi"].real();
  page.rotation = node["rotation"].small();
  page.skew = node["skew"].real();
  for (const Node& table : node["tables"].items()) page.tables.push_back(table_from(table));
  for (const Node& line : node["lines"].items()) page.lines.push_back({quad_from(line["quad"]), reading_from(line)});
  for (const Node& seal : node["seals"].items()) {
    page.seals.push_back({quad_from(seal["quad"]), seal["colour"].one_of(kColours)});
  }
  if (const auto defects = node.maybe("defects")) {
    for (const Node& defect : defects->items()) {
      page.defects.push_back({defect["kind"].one_of(kDefects), quad_from(defect["quad"]), defect["detail"].text()});
    }
  }
  return page;
}

std::optional<Month> month_from(const std::string& text) {
  const auto digits = [&](std::size_t begin, std::size_t end) {
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                       text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (text.size() != 7 || text[4] != '-' || !digits(0, 4) || !digits(5, 7)) return std::nullopt;
  const Month month{std::stoi(text.substr(0, 4)), std::stoi(text.substr(5))};
  if (month.month < 1 || month.month > 12) return std::nullopt;
  return month;
}

/// Exactly the decimal that a JSON number spells; exponents are what no program of ours writes and no person types.
std::optional<Decimal> decimal_from(const std::string& spelling) {
  const std::size_t point = std::min(spelling.find('.'), spelling.size());
  const std::size_t decimals = point == spelling.size() ? 0 : spelling.size() - point - 1;
  std::string digits = spelling;
  if (point < digits.size()) digits.erase(point, 1);
  Decimal decimal;
  decimal.scale = static_cast<int>(decimals);
  const auto [end, trouble] = std::from_chars(digits.data(), digits.data() + digits.size(), decimal.units);
  if (decimals > 9 || trouble != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return decimal;
}

std::string parent(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// Whether the template types `path` as a month: a field of its own, an end of a range, or a column of repeated rows.
bool holds_month(const extract::FormTemplate& form_template, const std::string& path) {
  using extract::FieldType;
  if (const auto* field = form_template.find_field(path)) return field->type == FieldType::month;
  if (path.find('/') == path.rfind('/')) return false;
  if (const auto* range = form_template.find_field(parent(path))) return range->type == FieldType::month_range;
  const auto* table = form_template.find_field(parent(parent(path)));
  const std::string key = path.substr(path.rfind('/') + 1);
  return table != nullptr && std::any_of(table->columns.begin(), table->columns.end(), [&](const auto& column) {
           return column.key == key && column.type == FieldType::month;
         });
}

std::optional<Value> value_from(const Node& node, bool is_month) {
  switch (node.json().kind) {
    case Json::Kind::null:
      return std::nullopt;
    case Json::Kind::number: {
      const auto decimal = decimal_from(node.json().text);
      if (!decimal) node.refuse("must be a plain decimal number of at most 18 digits, 9 of them decimals");
      return *decimal;
    }
    case Json::Kind::string: {
      const auto month = is_month ? month_from(node.json().text) : std::nullopt;
      return month ? Value(*month) : Value(node.json().text);
    }
    default:
      node.refuse("must be a number, text or null");
  }
}

/// Every leaf of `values` in its order, with the length of every list on the way.
void collect_leaves(const Node& node, const std::string& path, std::vector<std::pair<std::string, Node>>& leaves,
                    std::map<std::string, int>& rows) {
  if (node.json().kind == Json::Kind::object) {
    for (const auto& [key, member] : node.members()) collect_leaves(member, path + "/" + key, leaves, rows);
  } else if (node.json().kind == Json::Kind::array) {
    rows[path] = static_cast<int>(node.json().items.size());
    int row = 0;
    for (const Node& item : node.items()) collect_leaves(item, path + "/" + std::to_string(row++), leaves, rows);
  } else {
    leaves.emplace_back(path, node);
  }
}

/// The doubts as they are listed, so that the status comes out as it stands there: none of an accepted value, and of
/// one for review that lists none that it is unsure.
std::vector<extract::Doubt> doubts_from(const Node& evidence) {
  std::vector<extract::Doubt> doubts;
  const extract::Status status = evidence["status"].one_of(kStatuses);
  if (status == extract::Status::accepted) return doubts;
  if (const auto listed = evidence.maybe("doubts")) {
    for (const Node& item : listed->items()) {
      const auto doubt = extract::doubt_named(item.text());
      if (!doubt) item.refuse("is no doubt that this version knows");
      add_doubt(doubts, *doubt);
    }
  }
  if (status == extract::Status::review && doubts.empty()) doubts.push_back(extract::Doubt::unsure);
  return doubts;
}

Field field_from(const std::string& path, const Node& leaf, const std::optional<Node>& evidence, bool is_month,
                 int first_page) {
  Field field;
  field.path = path;
  field.value = value_from(leaf, is_month);
  if (!evidence) {
    if (!field.value) return field;
    field.source = extract::Provenance{first_page, {}, "", 0.0};  // a person filled in what the scan does not print
    field.corrected = true;
    return field;
  }
  field.source = extract::Provenance{(*evidence)["page"].small(), quad_from((*evidence)["quad"]),
                                     (*evidence)["text"].text(), (*evidence)["confidence"].real()};
  field.doubts = doubts_from(*evidence);
  field.corrected = (*evidence)["status"].one_of(kStatuses) == extract::Status::corrected;
  const auto filled = evidence->maybe("value");
  const std::optional<Value> before = filled ? value_from(*filled, is_month) : field.value;
  field.corrected = field.corrected || !(before == field.value);
  if (field.corrected) field.before = before;
  return field;
}

Form form_from(const Node& node, const std::vector<extract::FormTemplate>& templates) {
  Form form;
  form.type = node["type"].text();
  for (const Node& page_no : node["pages"].items()) form.pages.push_back(page_no.small());
  const int first_page = form.pages.empty() ? 1 : form.pages.front();

  std::vector<std::pair<std::string, Node>> leaves;
  const Node values = node["values"];
  if (values.json().kind != Json::Kind::object) values.refuse("must be an object");
  collect_leaves(values, "", leaves, form.rows);
  const auto form_template = std::find_if(templates.begin(), templates.end(),
                                          [&](const extract::FormTemplate& known) { return known.id == form.type; });
  const Node evidence = node["evidence"];
  for (const auto& [path, leaf] : leaves) {
    const bool is_month = form_template != templates.end() && holds_month(*form_template, path);
    form.fields.push_back(field_from(path, leaf, evidence.maybe(path), is_month, first_page));
  }
  return form;
}

extract::Finding finding_from(const Node& node) {
  extract::Finding finding;
  finding.code = node["code"].text();
  finding.severity = node["severity"].one_of(kSeverities);
  if (node["form"].json().kind != Json::Kind::null) finding.form = node["form"].small();
  finding.path = node["path"].text();
  if (node["page"].json().kind != Json::Kind::null) finding.page_no = node["page"].small();
  if (node["quad"].json().kind != Json::Kind::null) finding.where = quad_from(node["quad"]);
  finding.message = node["message"].text();
  finding.expected = node["expected"].text_or_empty();
  finding.actual = node["actual"].text_or_empty();
  return finding;
}

std::map<std::string, std::string> names_from(const Node& node) {
  std::map<std::string, std::string> names;
  for (const auto& [name, text] : node.members()) names[name] = text.text();
  return names;
}

}  // namespace

Json to_json(const EngineInfo& engine) {
  return Json(Json::Kind::object)
      .add("shenbao", Json::string(engine.shenbao))
      .add("tesseract", Json::string(engine.tesseract))
      .add("models", to_json(engine.models))
      .add("forms", to_json(engine.forms));
}

Json to_json(const extract::Finding& finding) {
  return Json(Json::Kind::object)
      .add("code", Json::string(finding.code))
      .add("severity", name_of(kSeverities, finding.severity))
      .add("form", finding.form ? Json::number(std::int64_t{*finding.form}) : Json())
      .add("path", Json::string(finding.path))
      .add("page", finding.page_no ? Json::number(std::int64_t{*finding.page_no}) : Json())
      .add("quad", finding.where ? to_json(*finding.where) : Json())
      .add("message", Json::string(finding.message))
      .add("expected", text_or_null(finding.expected))
      .add("actual", text_or_null(finding.actual));
}

Json to_json(const Report& report) {
  Json pages(Json::Kind::array), forms(Json::Kind::array), findings(Json::Kind::array);
  for (const extract::PageText& page : report.pages) pages.add(to_json(page));
  for (const Form& form : report.forms) forms.add(to_json(form));
  for (const extract::Finding& finding : report.findings) findings.add(to_json(finding));
  Json source(Json::Kind::object);
  source.add("file", Json::string(report.source.file)).add("sha256", Json::string(report.source.sha256));
  source.add("bytes", Json::number(report.source.bytes));
  source.add("pages", Json::number(std::int64_t{report.source.pages}));
  if (!report.source.damage.empty()) source.add("damage", Json::string(report.source.damage));
  return Json(Json::Kind::object)
      .add("schema", Json::string(kSchema))
      .add("source", std::move(source))
      .add("engine", to_json(report.engine))
      .add("pages", std::move(pages))
      .add("forms", std::move(forms))
      .add("findings", std::move(findings));
}

Report report_from_json(const Json& json, const std::string& file,
                        const std::vector<extract::FormTemplate>& templates) {
  const Node root(json, file, "");
  if (const Node schema = root["schema"]; schema.text() != kSchema) {
    schema.refuse(fmt::format("is \"{}\"; this version reads \"{}\"", schema.text(), kSchema));
  }
  Report report;
  const Node source = root["source"];
  report.source = {source["file"].text(), source["sha256"].text(), source["bytes"].whole(), source["pages"].small(),
                   ""};
  if (const auto damage = source.maybe("damage")) report.source.damage = damage->text();
  const Node engine = root["engine"];
  report.engine = {engine["shenbao"].text(), engine["tesseract"].text(), names_from(engine["models"]),
                   names_from(engine["forms"])};
  for (const Node& page : root["pages"].items()) report.pages.push_back(page_from(page));
  for (const Node& form : root["forms"].items()) report.forms.push_back(form_from(form, templates));
  for (const Node& finding : root["findings"].items()) report.findings.push_back(finding_from(finding));
  return report;
}

}  // namespace shenbao::pipeline

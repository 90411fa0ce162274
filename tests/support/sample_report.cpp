#include "support/sample_report.h"

namespace shenbao::test {
namespace {

using extract::Decimal;
using extract::Field;
using extract::Month;
using extract::Provenance;
using extract::Value;

layout::Quad box(int left, int top, int right, int bottom) { return layout::to_quad({left, top, right, bottom}); }

extract::Reading read(const std::string& text, double confidence) { return {text, confidence, true, {}, {}}; }

Field field(const std::string& path, const std::optional<Value>& value, const std::string& raw,
            std::vector<extract::Doubt> doubts = {}) {
  return {path, value, Provenance{1, box(10, 20, 110, 60), raw, 0.987}, std::move(doubts), false, {}};
}

Field blank(const std::string& path) { return {path, std::nullopt, std::nullopt, {}, false, {}}; }

extract::PageText page() {
  extract::PageText page;
  page.page_no = 1;
  page.width = 2480;
  page.height = 3508;
  page.dpi = 300;
  page.rotation = 90;
  page.skew = -0.71;
  extract::TableText table;
  table.quad = box(0, 0, 200, 100);
  table.rows = 1;
  table.cols = 3;
  table.cells = {{0, 0, 1, 1, box(0, 0, 50, 100), false, read("年度收入", 0.98)},
                 {0, 1, 1, 1, box(50, 0, 150, 100), true, {"", 0.0, true, {}, {}}},
                 {0, 2, 1, 1, box(150, 0, 200, 100), false, {}}};
  page.tables = {table};
  page.lines = {{box(5, 120, 90, 140), read("（2021年度）", 1.0)}};
  page.seals = {{box(60, 60, 90, 90), layout::SealColour::blue, true}};
  page.defects = {{layout::DefectKind::low_resolution, {}, "72"}};
  page.unread = {box(300, 300, 340, 330)};
  return page;
}

}  // namespace

pipeline::Report sample_report() {
  extract::Form form;
  form.type = "department_target";
  form.pages = {1};
  form.fields = {
      field("/title", Value("朝阳县司法局整体绩效目标申报表"), "朝阳县司法局整体绩效目标申报表"),
      field("/fiscal_year", Value(Decimal{2021, 0}), "（2021年度）"),
      field("/income/total", Value(Decimal{84540, 2}), "845.40"),
      field("/income/other", std::nullopt, "#", {extract::Doubt::unreadable}),
      blank("/income/carry_over"),
      field("/indicators/0/value", Value("2021-12"), "2021-12"),
      field("/indicators/0/deadline", Value(Month{2021, 12}), "2021年12月"),
  };
  form.rows = {{"/indicators", 1}, {"/tasks", 0}};
  using extract::LabelKind;
  form.labels = {{LabelKind::header, "/indicators", "", {"value", "deadline"}, 1, box(0, 0, 50, 100), "", true},
                 {LabelKind::field, "/income/total", "income", {}, 1, box(0, 0, 50, 100), "845.40", false},
                 {LabelKind::block, "", "income", {}, 1, box(0, 0, 50, 100), "", true},
                 {LabelKind::fixed, "", "", {}, 1, box(5, 120, 90, 140), "", true}};

  extract::Finding finding;
  finding.code = "sum_mismatch";
  finding.form = 0;
  finding.path = "/income/total";
  finding.page_no = 1;
  finding.where = box(10, 20, 110, 60);
  finding.message = "845.40 ≠ 845.44";
  finding.expected = "845.44";
  finding.actual = "845.40";
  extract::Finding about_the_page;
  about_the_page.code = "low_resolution";
  about_the_page.severity = extract::Severity::warning;
  about_the_page.page_no = 1;
  about_the_page.message = "72 dpi";

  pipeline::Report report;
  report.source = {"chaoyang.pdf", std::string(64, 'a'), 12345, 1, "xref reconstructed", 2};
  report.engine = {
      "0.1.0", "5.3.0", {{"chi_sim", std::string(64, 'b')}}, {{"department_target", std::string(64, 'c')}}};
  report.pages = {page()};
  report.forms = {form};
  report.findings = {finding, about_the_page};
  return report;
}

}  // namespace shenbao::test

#include "extract/fill/fill_rows.h"

#include <gmock/gmock.h>

#include "support/indicator_page.h"

namespace shenbao::extract {
namespace {

using test::indicator_page;
using test::page_text;
using test::PageGrid;
using test::project_form;

Form fill(const std::vector<PageGrid>& grids) {
  std::vector<PageText> pages;
  for (const PageGrid& grid : grids) pages.push_back(page_text(grid));
  const Sheet sheet = test::sheet_of(pages);
  const auto headers = find_headers(sheet, project_form());
  Form form;
  fill_rows(sheet, project_form(), test::indicators_of(project_form()), find_rows(sheet, project_form(), headers, {}),
            /*review_below=*/0.8, form);
  return form;
}

std::string text_of(const Form& form, const std::string& path) {
  const Field* field = form.find(path);
  const auto* text = field != nullptr && field->value ? std::get_if<std::string>(&*field->value) : nullptr;
  return text == nullptr ? "" : *text;
}

PageGrid with_row(const std::string& row) {
  PageGrid grid = indicator_page();
  grid.rows[2] = row;
  return grid;
}

PageGrid next_page(const std::string& row) { return {2, {}, indicator_page().widths, {row}}; }

TEST(FillRows, GivesEveryRowAllItsColumnsAndTheListItsLength) {
  const Form form = fill({indicator_page()});
  EXPECT_EQ(form.rows.at("/indicators"), 4);
  ASSERT_EQ(form.fields.size(), 28u);
  EXPECT_EQ(form.fields[0].path, "/indicators/0/level1");
  EXPECT_EQ(form.fields[27].path, "/indicators/3/deadline");
  for (const Field& field : form.fields) EXPECT_EQ(status_of(field), Status::accepted) << field.path;
}

TEST(FillRows, RepeatsAMergedLevelNameOnItsRows) {
  const Form form = fill({indicator_page()});
  EXPECT_EQ(text_of(form, "/indicators/1/level2"), "数量指标");
  EXPECT_EQ(text_of(form, "/indicators/2/level1"), "产出指标");
  EXPECT_EQ(form.find("/indicators/1/level2")->source->where, form.find("/indicators/0/level2")->source->where);
}

TEST(FillRows, CarriesALevelNameOverThePage) {
  const Form form = fill({indicator_page(), next_page(" | | |农田受益面积|≥|300|亩|2023年12月")});
  EXPECT_EQ(text_of(form, "/indicators/4/level1"), "效益指标");
  EXPECT_EQ(text_of(form, "/indicators/4/level2"), "社会效益指标");
  EXPECT_EQ(form.find("/indicators/4/level1")->source->page_no, 1);
}

TEST(FillRows, CarriesNoLevelBelowANewOneAboveIt) {
  const Form form = fill({indicator_page(), next_page(" |满意度指标| |农户满意度|≥|95|%|2023年12月")});
  EXPECT_EQ(text_of(form, "/indicators/4/level1"), "满意度指标");
  EXPECT_FALSE(form.find("/indicators/4/level2")->value);
}

TEST(FillRows, CarriesALevelNameBackToTheFootOfThePageBefore) {
  PageGrid first = indicator_page();
  first.rows[4] = "^| | |灌溉条件改善| |效果明显| |2023年12月";
  const Form form = fill({first, next_page(" |效益指标|社会效益指标|农田受益面积|≥|300|亩|2023年12月")});
  EXPECT_EQ(text_of(form, "/indicators/3/level1"), "效益指标");
  EXPECT_EQ(form.find("/indicators/3/level1")->source->page_no, 2);
}

TEST(FillRows, TakesOperatorAndUnitOutOfTheTargetsCell) {
  const Form form = fill({with_row("^|^|^|维修泵站数量| |≥6座| |2023年11月")});
  EXPECT_EQ(text_of(form, "/indicators/1/operator"), "≥");
  EXPECT_EQ(text_of(form, "/indicators/1/value"), "6");
  EXPECT_EQ(text_of(form, "/indicators/1/unit"), "座");
  EXPECT_EQ(status_of(*form.find("/indicators/1/value")), Status::accepted);
}

TEST(FillRows, DoubtsADashForAnOperatorBesideANumber) {
  const Form form = fill({with_row("^|^|^|维修泵站数量|-|6|座|2023年11月")});
  const Field* sign = form.find("/indicators/1/operator");
  ASSERT_NE(sign, nullptr);
  EXPECT_FALSE(sign->value);
  EXPECT_THAT(sign->doubts, testing::ElementsAre(Doubt::unreadable));
}

TEST(FillRows, SaysOfAMovedValueThatItWasMoved) {
  const Form form = fill({with_row("^|^|^|=|6|座|2023年11月| ")});
  EXPECT_EQ(text_of(form, "/indicators/1/value"), "6");
  EXPECT_THAT(form.find("/indicators/1/value")->doubts, testing::ElementsAre(Doubt::moved));
  EXPECT_TRUE(form.find("/indicators/1/level1")->doubts.empty());
}

}  // namespace
}  // namespace shenbao::extract

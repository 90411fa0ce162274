#include "extract/fill/group_pages.h"

#include <gtest/gtest.h>

#include "support/form_templates.h"
#include "support/indicator_page.h"

namespace shenbao::extract {
namespace {

using test::delivered_templates;
using test::indicator_page;
using test::page_text;
using test::PageGrid;

const char* const kTitle = "县本级部门预算项目（政策）绩效目标申报表";

PageGrid with_title(int page_no, const std::string& title) {
  PageGrid grid = indicator_page();
  grid.page_no = page_no;
  grid.lines = {title};
  return grid;
}

std::string first_text(const FormPages& form) { return form.title ? form.title->printed.texts.front() : "-"; }

TEST(GroupPages, BeginsAFormAtEachTitle) {
  const std::vector<PageText> pages = {page_text(with_title(1, kTitle)),
                                       page_text(with_title(2, "甲局整体绩效目标申报表"))};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].form_template->id, "project_target");
  EXPECT_EQ(first_text(forms[0]), kTitle);
  EXPECT_EQ(forms[0].title->doubt, 0.0);
  EXPECT_EQ(forms[1].form_template->id, "department_target");
  EXPECT_EQ(first_text(forms[1]), "甲局整体绩效目标申报表");
}

TEST(GroupPages, JoinsATitleThatIsBrokenOverTwoLines) {
  PageGrid grid = with_title(1, "县本级部门预算项目（政策）");
  grid.lines.push_back("绩效目标申报表");
  const std::vector<PageText> pages = {page_text(grid)};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(first_text(forms[0]), kTitle);
}

TEST(GroupPages, FindsATitleInACellAsWideAsItsTable) {
  PageGrid grid = indicator_page();
  grid.rows.insert(grid.rows.begin(), std::string(kTitle) + "|<|<|<|<|<|<|<");
  const std::vector<PageText> pages = {page_text(grid)};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(first_text(forms[0]), kTitle);
}

TEST(GroupPages, LeavesTheYearOutOfTheTitle) {
  const std::vector<PageText> pages = {page_text(with_title(1, std::string(kTitle) + "（2023年度）"))};
  EXPECT_EQ(first_text(group_pages(pages, delivered_templates()).at(0)), kTitle);
}

TEST(GroupPages, LeavesAStraySignOutOfTheTitle) {
  const std::vector<PageText> pages = {page_text(with_title(1, std::string(kTitle) + "一"))};
  EXPECT_EQ(first_text(group_pages(pages, delivered_templates()).at(0)), kTitle);
}

TEST(GroupPages, TakesALineThatGoesOnBelowTheTitleForNoneOfIt) {
  PageGrid grid = with_title(1, "甲局整体绩效目标申报表");
  grid.lines.push_back("（2023年度）");
  const std::vector<PageText> pages = {page_text(grid)};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(first_text(forms[0]), "甲局整体绩效目标申报表");
  EXPECT_EQ(forms[0].title->printed.source.raw, "甲局整体绩效目标申报表");
}

TEST(GroupPages, GivesAPageThatKeepsTheColumnsToTheFormBefore) {
  const PageGrid more = {2, {}, indicator_page().widths, {" |效益指标|社会效益指标|受益面积|≥|300|亩|2023年12月"}};
  const std::vector<PageText> pages = {page_text(with_title(1, kTitle)), page_text(more)};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  ASSERT_EQ(forms[0].sections.size(), 2u);
  EXPECT_EQ(forms[0].sections[1].page->page_no, 2);
}

TEST(GroupPages, LeavesOutAPageOfAnotherKind) {
  const PageGrid other = {2, {"会议签到表"}, {30, 70}, {"姓名|单位", "张三|水务局", "李四|农业局"}};
  const std::vector<PageText> pages = {page_text(with_title(1, kTitle)), page_text(other)};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].sections.size(), 1u);
}

/// What is printed on `page` and, moved by that much, on `other`.
PageText on_one_page(PageText page, PageText other, int right, int down) {
  const auto moved = [&](layout::Quad quad) {
    for (layout::Point& corner : quad.corners) corner = {corner.x + right, corner.y + down};
    return quad;
  };
  for (LineText& line : other.lines) line.quad = moved(line.quad);
  for (TableText& table : other.tables) {
    table.quad = moved(table.quad);
    for (CellText& cell : table.cells) cell.quad = moved(cell.quad);
  }
  page.lines.insert(page.lines.end(), other.lines.begin(), other.lines.end());
  page.tables.insert(page.tables.end(), other.tables.begin(), other.tables.end());
  return page;
}

TEST(GroupPages, CutsAPageBetweenTheTableAboveATitleAndTheTitle) {
  const std::vector<PageText> pages = {
      on_one_page(page_text(with_title(1, kTitle)), page_text(with_title(1, "甲局整体绩效目标申报表")), 0, 2000)};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].sections.at(0).tables, (std::vector<std::size_t>{0}));
  EXPECT_EQ(forms[1].sections.at(0).tables, (std::vector<std::size_t>{1}));
}

TEST(GroupPages, FindsTheTitleAboveATableThatLiesSlanting) {
  PageText page = page_text(with_title(1, kTitle));
  page.skew = 25;
  const layout::Transform turned = layout::turn(page.skew, {page.width / 2.0, page.height / 2.0});
  for (LineText& line : page.lines) line.quad = turned(line.quad);
  for (TableText& table : page.tables) {
    table.quad = turned(table.quad);
    for (CellText& cell : table.cells) cell.quad = turned(cell.quad);
  }
  const std::vector<PageText> pages = {page};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(first_text(forms[0]), kTitle);
  EXPECT_EQ(forms[0].sections.at(0).tables.size(), 1u);
}

/// Two sheets side by side in one picture, of which the right one begins higher and therefore comes first.
PageText spread_of(const PageText& left, const PageText& right) {
  PageText spread = on_one_page(right, left, -right.width, 200);
  spread = on_one_page(PageText{}, spread, right.width, 0);
  spread.page_no = 1;
  spread.width = 2 * right.width;
  spread.height = right.height;
  return spread;
}

TEST(GroupPages, ReadsTheLeftOfTwoSheetsSideBySideFirst) {
  const PageGrid more = {1, {}, indicator_page().widths, {" |效益指标|社会效益指标|受益面积|≥|300|亩|2023年12月"}};
  const std::vector<PageText> pages = {spread_of(page_text(with_title(1, kTitle)), page_text(more))};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 1u);
  ASSERT_EQ(forms[0].sections.size(), 2u);
  EXPECT_EQ(forms[0].sections[0].tables, (std::vector<std::size_t>{1}));
  EXPECT_EQ(forms[0].sections[1].tables, (std::vector<std::size_t>{0}));
}

TEST(GroupPages, BeginsAFormAtTheTitleOfEachSheetSideBySide) {
  const std::vector<PageText> pages = {
      spread_of(page_text(with_title(1, kTitle)), page_text(with_title(1, "甲局整体绩效目标申报表")))};

  const auto forms = group_pages(pages, delivered_templates());

  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(first_text(forms[0]), kTitle);
  EXPECT_EQ(forms[0].sections.at(0).tables, (std::vector<std::size_t>{1}));
  EXPECT_EQ(forms[1].sections.at(0).tables, (std::vector<std::size_t>{0}));
}

}  // namespace
}  // namespace shenbao::extract
